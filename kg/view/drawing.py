"""From records to the page: who is drawn, where he stands, and the file that holds it all."""

from __future__ import annotations

import html as markup
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Required, TypedDict, Unpack

from msgspec import Struct, structs, to_builtins

from kg.account.compute import account as judged
from kg.account.conflicts import conflicts
from kg.account.facts import Account
from kg.account.voices import Links, Sides, tenures
from kg.base.disk import write_whole
from kg.base.errors import SideError
from kg.model.records import Article, Claim, Entity, Kind, Stance
from kg.ontology import Ontology
from kg.snapshot.sentences import Teller
from kg.view.layout.areas import Spot, positions
from kg.view.payload import Json, payload
from kg.view.selection import Limit, Limited, limited
from kg.view.template import filled

SHAPES = {
    Kind.PERSON: "dot",
    Kind.COUNTRY: "hexagon",
    Kind.ORGANIZATION: "square",
    Kind.GROUP: "triangle",
    Kind.PLACE: "triangleDown",
    Kind.POST: "diamond",
    Kind.TOPIC: "star",
}
_RANKS = list(SHAPES)  # people stand in front, topics last
_AREAS = frozenset({Kind.COUNTRY, Kind.ORGANIZATION, Kind.GROUP})


class Look(TypedDict, total=False):
    """How a page opens; all but the title may be left out."""

    title: Required[str]  # heading of the page
    texts: Mapping[str, str] | None  # of the articles, by id, for quoted words
    quotes: bool  # False: quote nothing, so that the page can be published where the texts cannot
    focus: str | None  # whom it opens on; others are faded
    steps: int | None  # how far around the focus: 1, 2 or 3
    everything: bool  # draw all actors, however many, instead of the most central
    known_by: str | None  # YYYY-MM-DD; left out: the account's
    facts: Collection[str] | None  # of a slice: those that it shows; the others only help to judge them
    withdrawn: Collection[str] | None  # voices that count for nothing, though their claims are among those given
    lines: Collection[tuple[str, str]] | None  # of a query: the pairs of actors that it joins, the smaller id first
    kinds: Collection[str] | None  # of the actors that are shown at first; left out: persons
    layers: Collection[str] | None  # that are shown at first; left out: those that the ontology says


class Drawn(Struct, frozen=True):
    """A page, and a sentence on what it had to leave out (empty: nothing)."""

    html: str
    left_out: str = ""

    def __repr__(self) -> str:
        return f"<page of {len(self.html):,} characters>"

    def save(self, path: str | Path) -> Path:
        """Write the page, whole or not at all."""
        write_whole(Path(path), self.html)
        return Path(path)

    def _repr_html_(self) -> str:
        return iframe(self.html)


def page(  # noqa: PLR0913 - a page is made of everything
    entities: Mapping[str, Entity],
    articles: Mapping[str, Article],
    claims: Iterable[Claim],
    links: Links,
    ontology: Ontology,
    account: Account,
    **look: Unpack[Look],
) -> str:
    """Write the page: the HTML that `draw` gives."""
    return draw(entities, articles, claims, links, ontology, account, **look).html


def draw(  # noqa: PLR0913 - a page is made of everything
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
        The HTML, the same bytes for the same input; and what is left out.
    """
    focus = look.get("focus")
    limit = Limit(focus, look.get("everything", False), look.get("facts"), look.get("lines"))
    chosen = limited(tuple(claims), ontology, entities, limit)
    labels = {fact.fact: fact.label for fact in account.facts.values() if fact.label}
    teller = Teller(entities, articles, ontology, labels)
    areas = _areas(chosen, links, account)
    nodes, edges = _pyvis(chosen, entities, areas)
    texts = (look.get("texts") or {}) if look.get("quotes", True) else {}
    values = {
        "opens": _opens(look, account),
        "only": sorted(chosen.facts),
        "nodes": nodes,
        "edges": edges,
        "areas": _largest_first(chosen, areas, entities),
        "shapes": {kind.value: shape for kind, shape in SHAPES.items()},
        "conflicts": _conflicts(chosen, links, account),
        **payload(chosen.claims, articles, teller, texts),
    }
    return Drawn(filled(look["title"], values, chosen.left_out), chosen.left_out)


def iframe(html: str, height: int = 640) -> str:
    """Wrap a page for a notebook: a frame of its own that shares nothing with what is around it.

    Parameters
    ----------
    html
        From `draw`.
    height
        In pixels.

    Returns
    -------
    str
        An `iframe` element.

    Source
    ------
    HTML Living Standard, section 4.8.5 (srcdoc, sandbox).

    >>> iframe("<p>A & B</p>", 100)[:40]
    '<iframe srcdoc="&lt;p&gt;A &amp; B&lt;/p'
    """
    return (
        f'<iframe srcdoc="{markup.escape(html)}" sandbox="allow-scripts allow-downloads allow-popups" '
        f'style="width: 100%; height: {int(height)}px; border: 0" title="Dramatis"></iframe>'
    )


def _opens(look: Look, account: Account) -> Json:
    opens: Json = {
        "known_by": look.get("known_by") or account.known_by,
        "steps": min(max(look.get("steps") or 1, 1), 3),
    }
    opens |= {name: sorted(look[name] or ()) for name in ("kinds", "layers", "withdrawn") if look.get(name)}
    return opens | ({"focus": look["focus"]} if look.get("focus") else {})


def _conflicts(chosen: Limited, links: Links, account: Account) -> list[Json]:
    """List what claims of whatever day say that cannot all be so; the page shows it while all sides count."""
    last = max((links.articles[claim.article].day for claim in chosen.claims), default="")
    whole = account if account.known_by >= last else judged(chosen.claims, links)
    known = {claim.key: claim for claim in chosen.claims}
    facts = {id_: fact for id_, fact in whole.facts.items() if known.keys() >= set(fact.claims)}
    found = conflicts(structs.replace(whole, facts=facts), known, links)
    return [to_builtins(one) for one in found if chosen.facts.intersection(one.facts)]


def _areas(chosen: Limited, links: Links, account: Account) -> dict[str, str]:
    """Give everyone drawn the area to which he belongs: his side, or himself."""
    counting = (c for c in chosen.claims if c.stance is Stance.ASSERTS and _counts(c, account))
    sides = Sides(links, tenures(counting, links.types))
    found = {}
    for id_ in chosen.nodes:
        try:
            side = sides.side(id_, account.known_by).end
        except SideError:  # between two sides: stands alone
            side = id_
        found[id_] = side if links.entities[side].kind in _AREAS else id_
    return found


def _counts(claim: Claim, account: Account) -> bool:
    reading = account.readings.get(claim.key)
    return reading is not None and reading.counts


def _largest_first(chosen: Limited, areas: Mapping[str, str], entities: Mapping[str, Entity]) -> list[str]:
    """List the areas that hold anyone but themselves, those with most people first."""
    people = Counter(areas[id_] for id_ in chosen.nodes if entities[id_].kind is Kind.PERSON)
    others = Counter(areas[id_] for id_ in chosen.nodes if id_ != areas[id_])
    return sorted(others, key=lambda area: (-people[area], -others[area], area))


def _pyvis(chosen: Limited, entities: Mapping[str, Entity], areas: Mapping[str, str]) -> tuple[list[Json], list[Json]]:
    """Make pyvis's lists of nodes and edges, each node in its place.

    They are made one by one: `Network.add_node` and `add_edge` look through all that is there before they add.
    """
    from pyvis.edge import Edge
    from pyvis.network import Network
    from pyvis.node import Node

    spots = [Spot(id_, areas[id_], _RANKS.index(entities[id_].kind)) for id_ in chosen.nodes]
    ties = [
        (a, b, len(pair["facts"]) ** 0.5 * (1.0 if pair["first"] else 0.1)) for (a, b), pair in chosen.pairs.items()
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
