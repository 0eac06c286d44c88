"""Records to the page: which actors are drawn, at which place, and the file that holds all of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Required, TypedDict, Unpack

from msgspec import Struct, structs, to_builtins

from kg.account.compute import account as account_of
from kg.account.conflicts import conflicts
from kg.account.context import latest_day
from kg.account.edges import MOST_EDGES, not_drawn
from kg.account.facts import Account, Withdrawal
from kg.account.voices import Links
from kg.base.disk import write_whole
from kg.base.hints import counted
from kg.charts import NetworkPicture
from kg.model.records import Article, Claim, Entity, Kind
from kg.ontology import Ontology
from kg.snapshot.areas import area_of
from kg.snapshot.namesakes import words_apart
from kg.snapshot.sentences import Teller
from kg.view.areas import largest_first
from kg.view.beyond import beyond, sides_of
from kg.view.layout.areas import Spot, positions
from kg.view.notebook import Bundle, bundle
from kg.view.payload import Json, payload
from kg.view.selection import Limit, Limited, limited
from kg.view.template import filled

SHAPES = {  # vis-network's names of the marks; in this order, actors stand in an area from the top
    Kind.PERSON: "dot",
    Kind.COUNTRY: "hexagon",
    Kind.ORGANIZATION: "square",
    Kind.GROUP: "triangle",
    Kind.PLACE: "triangleDown",
    Kind.POST: "diamond",
    Kind.TOPIC: "star",
}
_RANKS = list(SHAPES)
_OTHER_LAYERS = 0.1  # weight of a tie that no default layer draws, beside 1: it is not there when the page opens
MOST_STEPS = 3  # around the focus: what the page's own control offers


class Look(TypedDict, total=False):
    """How a page opens; all but the title may be left out."""

    title: Required[str]  # heading of the page
    texts: Mapping[str, str] | None  # of the articles, by id, for quoted words
    quotes: bool  # False: quote nothing, so that the page can be published where the texts cannot
    focus: str | None  # the actor on whom it opens: a picture of what is around him, and of nobody else
    steps: int | None  # how many lines from the focus is near: 1, 2 or 3
    everything: bool  # draw all actors, however many, instead of the most central
    known_by: str | None  # YYYY-MM-DD: the day by which claims were published that count; left out: all count
    facts: Collection[str] | None  # of a slice: the facts that it shows; the others only help to judge these
    withdrawn: Withdrawal | None  # sources whose claims do not count, though they are among those given
    slice: Sequence[str]  # of a slice: what it leaves, in words
    lines: Collection[tuple[str, str]] | None  # of a query: the pairs of actors that it joins, the smaller id first
    kinds: Collection[str] | None  # kinds of actors that are shown when it opens; left out: persons
    layers: Collection[str] | None  # layers that are shown when it opens; left out: those the ontology marks as default
    relations: Collection[str] | None  # relations that are shown when it opens; left out: all
    apart: Mapping[str, str]  # what tells entities of one name apart; left out: what these claims say of it
    side: Callable[[str], str]  # with which side an actor is counted; left out: what these claims say of it


class Drawn(Struct, frozen=True):
    """A page, and a sentence on what it had to leave out (empty: nothing)."""

    html: str
    left_out: str = ""
    still: Callable[[], NetworkPicture | None] | None = None  # lays out what it opens with, for where no page is shown

    def __repr__(self) -> str:
        return f"<page of {len(self.html):,} characters>"

    def save(self, path: str | Path) -> Path:
        """Write the page, whole or not at all."""
        write_whole(Path(path), self.html)
        return Path(path)

    def _repr_html_(self) -> str:
        return str(self._repr_mimebundle_()[0]["text/html"])

    def _repr_mimebundle_(self, **_: Any) -> tuple[Bundle, Bundle]:  # noqa: ANN401 - IPython says what it would take
        return bundle(self.html, self.still() if self.still else None)


def draw(  # noqa: PLR0913 - a page shows all parts of a project
    entities: Mapping[str, Entity],
    articles: Mapping[str, Article],
    claims: Iterable[Claim],
    links: Links,
    ontology: Ontology,
    account: Account,
    **look: Unpack[Look],
) -> Drawn:
    """Write the page.

    Parameters
    ----------
    entities, articles, claims, links, ontology
        The project's records, of whatever day: the page can go back and forth among the days of publication.
    account
        Their account.
    look
        How the page opens.

    Returns
    -------
    Drawn
        The HTML, the same bytes for the same input; and a sentence on what is left out.
    """
    focus = look.get("focus")
    limit = Limit(focus, look.get("everything", False), look.get("facts"), look.get("lines"))
    claims = tuple(claims)
    apart = look["apart"] if "apart" in look else words_apart(account, claims, links, ontology)
    labels = {fact.fact: fact.label for fact in account.facts.values() if fact.label}
    teller = Teller(entities, articles, ontology, labels, apart=apart)
    chosen = limited(claims, ontology, teller, limit)
    side = look.get("side") or area_of((*chosen.nodes, *chosen.beyond), chosen.claims, links, account)
    areas = {id_: side(id_) for id_ in chosen.nodes}
    of_page = look.get("facts")
    facts = [fact for id_, fact in account.facts.items() if of_page is None or id_ in of_page]
    more = beyond(chosen, facts, ontology, entities, side)
    nodes, edges = _pyvis(chosen, entities, areas)
    texts = (look.get("texts") or {}) if look.get("quotes", True) else {}
    values = {
        "opens": _opens(look, account, links),
        "only": sorted(chosen.facts),
        "nodes": nodes,
        "edges": edges,
        "areas": largest_first(chosen, areas, entities),
        "shapes": {kind.value: shape for kind, shape in SHAPES.items()},
        "conflicts": _conflicts(chosen, links, account),
        "beyond": more,
        **payload(chosen.claims, articles, teller, texts, {*chosen.nodes, *sides_of(more)}),
    }
    undrawn = _too_many(chosen, account, ontology) if look.get("lines") is None else ""
    left_out = " ".join(filter(None, (chosen.left_out, undrawn)))
    return Drawn(filled(look["title"], values, left_out), left_out)


def _too_many(chosen: Limited, account: Account, ontology: Ontology) -> str:
    """Say how many lines are not drawn, since they are too many of one finding; empty: all are."""
    facts = [fact for id_, fact in account.facts.items() if id_ in chosen.facts]
    undrawn = [many for fact in facts if (many := not_drawn(fact, ontology))]
    if not undrawn:
        return ""
    return (
        f"Not drawn are {sum(undrawn):,} lines of {counted(len(undrawn), 'finding')}: "
        f"of one finding, no more than {MOST_EDGES:,} are."
    )


def _opens(look: Look, account: Account, links: Links) -> Json:
    """Collect what the page's controls are set to when it opens; `day` is that on which plans are then judged."""
    opens: Json = {"day": account.known_by, "steps": min(max(look.get("steps") or 1, 1), MOST_STEPS)}
    is_earlier = "known_by" not in look and account.known_by < latest_day(links)
    if known_by := account.known_by if is_earlier else look.get("known_by"):
        opens["known_by"] = known_by
    opens |= {name: sorted(look[name] or ()) for name in ("kinds", "layers", "relations") if look.get(name)}
    if words := look.get("slice"):
        opens["slice"] = list(words)
    if gone := look.get("withdrawn"):
        opens["withdrawn"] = {name: sorted(getattr(gone, name)) for name in ("voices", "outlets", "relays")}
    return opens | ({"focus": look["focus"]} if look.get("focus") else {})


def _conflicts(chosen: Limited, links: Links, account: Account) -> list[Json]:
    """List claims of any day that cannot all be true; the page shows a conflict while all its sides count."""
    last = max((links.articles[claim.article].day for claim in chosen.claims), default="")
    whole = account if account.known_by >= last else account_of(chosen.claims, links)
    known = {claim.key: claim for claim in chosen.claims}
    facts = {id_: fact for id_, fact in whole.facts.items() if known.keys() >= set(fact.claims)}
    found = conflicts(structs.replace(whole, facts=facts), known, links)
    return [to_builtins(one) for one in found if chosen.facts.intersection(one.facts)]


def _pyvis(chosen: Limited, entities: Mapping[str, Entity], areas: Mapping[str, str]) -> tuple[list[Json], list[Json]]:
    """Make pyvis's lists of nodes, each at its place, and of edges.

    They are appended here, since `Network.add_node` and `add_edge` search the whole list before each addition.

    Two actors should stand the nearer, the more facts join them: a tie weighs the square root of their number.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    spots = [Spot(id_, areas[id_], _RANKS.index(entities[id_].kind)) for id_ in chosen.nodes]
    ties = [
        (a, b, len(pair["facts"]) ** 0.5 * (1.0 if pair["first"] else _OTHER_LAYERS))
        for (a, b), pair in chosen.pairs.items()
    ]
    places = positions(spots, ties)
    network = Network()
    for id_ in chosen.nodes:
        x, y = places[id_]
        entity = entities[id_]
        node = Node(id_, SHAPES[entity.kind], entity.name, x=x, y=y, area=areas[id_])
        network.nodes.append(node.options)
    network.edges.extend(Edge(a, b).options for a, b in chosen.pairs)
    return network.nodes, network.edges
