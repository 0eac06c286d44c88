"""What a finding rests on: facts, edges and paths that fall with a single voice, publisher or article.

An accepted fact falls if it is not accepted any more once its source is withdrawn; what would be left of it is the
status by the same rule. So a fact that one named voice and any number of anonymous ones assert falls with the one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sized
from itertools import combinations
from typing import TYPE_CHECKING, Any

from msgspec import Struct, to_builtins

from kg.account import Account, FactAccount, account
from kg.analysis import Path, path
from kg.changes import Standing
from kg.edges import Edge, edges
from kg.errors import UsageError
from kg.hints import unknown
from kg.ontology import Ontology
from kg.records import Claim, Records, Status
from kg.sentences import Teller
from kg.voices import Links

if TYPE_CHECKING:
    import networkx as nx

Row = dict[str, Any]
SOURCES = ("voice", "publisher", "article")
_Name = tuple[str, str, str, str]  # source, target, relation and fact of an edge
MOST_LISTED = 30  # actors up to which the paths of every pair are listed unasked


class Ground(Struct, frozen=True):
    """What is examined, before facts are left out of it: the rule needs those too."""

    records: Records
    account: Account
    ontology: Ontology
    without: frozenset[str] = frozenset()  # voices that are withdrawn already


class FragileFact(Struct, frozen=True):
    """An accepted fact that falls with one source."""

    fact: str
    status: Status
    voices: tuple[str, ...]
    without: dict[str, Standing]  # source -> how it would stand; not known at all where no claim is left


class FragileEdge(Struct, frozen=True):
    """An edge that falls with one source, with its fact or with one of its ends."""

    edge: Edge
    without: tuple[str, ...]


class FragilePath(Struct, frozen=True):
    """The shortest way between two actors, its weakest status, and how few voices stand behind any one of its facts."""

    way: Path
    status: str | None
    voices: int
    without: dict[str, tuple[str, ...]]  # source -> the actors of the way that would be left; none: there is no way


class Fragile(Struct, frozen=True):
    """What falls with a single source."""

    by: str
    facts: tuple[FragileFact, ...]
    edges: tuple[FragileEdge, ...]
    paths: tuple[FragilePath, ...]
    note: str  # what is left out; empty if nothing is

    @property
    def counts(self) -> str:
        """Say how much falls with a single source."""
        return f"{_counted(self.facts, 'fact')} and {_counted(self.edges, 'edge')} rest on a single {self.by}"

    def row(self) -> Row:
        """Give the JSON of `kg fragile`; `without` says how each would stand, null if no claim would be left."""
        return {
            "by": self.by,
            "facts": [
                {"fact": its.fact, "status": its.status.value, "voices": list(its.voices)}
                | {"without": {source: _row(left) for source, left in its.without.items()}}
                for its in self.facts
            ],
            "edges": [
                {"source": its.edge.source, "target": its.edge.target, "relation": its.edge.relation}
                | {"fact": its.edge.fact, "status": its.edge.status.value, "without": list(its.without)}
                for its in self.edges
            ],
            "paths": [
                {"entities": list(its.way.entities), "length": its.way.length, "status": its.status}
                | {
                    "voices": its.voices,
                    "steps": [to_builtins(step) | {"facts": list(step.facts)} for step in its.way.steps],
                }
                | {"without": {source: list(left) or None for source, left in its.without.items()}}
                for its in self.paths
            ],
        }

    def lines(self, account: Account, teller: Teller) -> list[str]:
        """Write it for a terminal: first all that falls with one source, then the next; paths at the end."""
        lines = []
        carriers = {source for fact in self.facts for source in fact.without}
        for source in sorted(carriers.union(*(tie.without for tie in self.edges))):
            facts = [its for its in self.facts if source in its.without]
            ties = [its.edge for its in self.edges if source in its.without]
            lines.append(f"without {source}: {_counted(facts, 'fact')} and {_counted(ties, 'edge')} would fall")
            for its in facts:
                left = its.without[source].told if its.without[source].status else "no claim is left"
                lines.append(f"  {its.status.value} → {left}")
                lines.append(f"    {teller.heading(account.facts[its.fact])} [{its.fact}]")
            for tie in ties:
                if all(tie.fact != its.fact for its in facts):  # else it falls with its fact, which is listed
                    ends = map(teller.name, (tie.source, tie.target))
                    lines.append(
                        f"  edge: {f' – {teller.ontology.edges[tie.relation].label} – '.join(ends)} [{tie.fact}]"
                    )
        for path_ in self.paths:
            lines.append(f"path: {_told(path_.way.entities, teller)}")
            lines.append(f"  weakest status {path_.status}, fewest voices {path_.voices}")
            for source, left_way in path_.without.items():
                lines.append(f"  without {source}: {_told(left_way, teller) if left_way else 'no way is left'}")
        return lines


def _row(left: Standing) -> Row | None:
    """Give how a fact would stand as JSON; null if no claim is left."""
    if left.status is None:
        return None
    return {"status": left.status.value, "contested": left.contested and left.contested.value}


def _counted(things: Sized, name: str) -> str:
    return f"{len(things)} {name}" if len(things) == 1 else f"{len(things)} {name}s"


def _told(way: Iterable[str], teller: Teller) -> str:
    return " – ".join(map(teller.name, way))


def fragile(
    ground: Ground,
    shown: Account,
    network: nx.MultiDiGraph[str],
    *,
    by: str = "voice",
    ends: tuple[str, str] | None = None,
) -> Fragile:
    """Find what falls when a source is withdrawn, one at a time.

    Parameters
    ----------
    ground
        The claims, and what they amount to.
    shown
        The facts that are asked about: the same account, or a part of it.
    network
        The ties whose paths are examined; from `kg.network.network`.
    by
        Of what sort a source is: ``voice``, ``publisher`` (with all its articles) or ``article``.
    ends
        Two actors: only their shortest path, whether it is fragile or not, and what is fragile on it. Left out: the
        paths of all pairs that are not tied themselves and lose the path with some source, among up to 30 actors.

    Returns
    -------
    Fragile
        Facts, edges and paths, in order.

    Raises
    ------
    UsageError
        If there is no such sort of source.
    NotFound
        If one of the ends has no edge.
    """
    if by not in SOURCES:
        raise UsageError(*unknown("source", by, SOURCES))
    facts: dict[str, dict[str, Standing]] = {}
    drawn: dict[_Name, Edge] = {}
    fallen: dict[_Name, list[str]] = {}
    for source, left in _withdrawals(ground, by):
        for fact in sorted(left.touched & shown.facts.keys()):
            its = shown.facts[fact]
            if not its.accepted:
                continue
            after = left.account.facts.get(fact)
            if after is None or not after.accepted:
                facts.setdefault(fact, {})[source] = Standing.of(after)
            kept = _named(after, ground.ontology) if after else {}
            for name, edge in _named(its, ground.ontology).items():
                if name not in kept:
                    drawn[name] = edge
                    fallen.setdefault(name, []).append(source)
    paths = tuple(_paths(network, fallen, ends))
    on_way = {fact for its in paths for step in its.way.steps for fact in step.facts}
    is_many = ends is None and len(network) > MOST_LISTED
    return Fragile(
        by,
        tuple(
            FragileFact(fact, shown.facts[fact].status, shown.facts[fact].voices, facts[fact])
            for fact in sorted(facts)
            if ends is None or fact in on_way
        ),
        tuple(
            FragileEdge(drawn[name], tuple(fallen[name]))
            for name in sorted(fallen)
            if ends is None or drawn[name].fact in on_way
        ),
        paths,
        f"paths among {len(network)} actors are not listed: name two" if is_many else "",
    )


class _Left(Struct, frozen=True):
    """What is left without a source: the facts that it may touch, and their account."""

    touched: set[str]
    account: Account


def _withdrawals(ground: Ground, by: str) -> Iterator[tuple[str, _Left]]:
    """Withdraw each source, and account for the facts that this may touch."""
    links = Links.of(ground.records, ground.ontology)
    claims = {claim.key: claim for claim in ground.records.claims if claim.key in ground.account.readings}
    tenures = {key for key, claim in claims.items() if links.types[claim.type].bearer is not None}
    makers: dict[str, set[str]] = {}
    for fact in ground.account.facts.values():
        for announced in fact.fulfils:
            makers.setdefault(announced, set()).add(fact.fact)
    for source, its in sorted(_sources(ground, claims, by).items()):
        touched = {claims[key].fact for key in its}
        if by != "voice" and its & tenures:
            touched = set(ground.account.facts)  # whoever served by these claims may have another side anywhere
        needed = touched.union(*(makers.get(fact, ()) for fact in touched))
        keys = tenures.union(*(ground.account.facts[fact].claims for fact in needed))
        gone = {source} if by == "voice" else set()
        left = (claims[key] for key in keys if by == "voice" or key not in its)
        yield source, _Left(touched, account(left, links, ground.account.known_by, ground.without | gone))


def _sources(ground: Ground, claims: Mapping[str, Claim], by: str) -> dict[str, set[str]]:
    """Name the claims of each source; by voices, a claim that gives no voice of its own carries nothing."""
    found: dict[str, set[str]] = {}
    for key, claim in claims.items():
        if by == "voice":
            names: Iterable[str] = ground.account.readings[key].voices
        else:
            names = (claim.article if by == "article" else ground.records.articles[claim.article].publisher,)
        for name in names:
            found.setdefault(name, set()).add(key)
    return found


def _named(fact: FactAccount, ontology: Ontology) -> dict[_Name, Edge]:
    return {(edge.source, edge.target, edge.relation, edge.fact): edge for edge in edges(fact, ontology)}


def _paths(
    network: nx.MultiDiGraph[str], fallen: Mapping[_Name, list[str]], ends: tuple[str, str] | None
) -> Iterator[FragilePath]:
    if ends is None and len(network) > MOST_LISTED:
        return
    gone: dict[str, list[tuple[str, str, str]]] = {}
    for (one, other, relation, fact), sources in fallen.items():
        for source in sources if network.has_edge(one, other, f"{fact}/{relation}") else ():
            gone.setdefault(source, []).append((one, other, f"{fact}/{relation}"))
    left = {source: network.copy() for source in sorted(gone)}
    for source, ties in gone.items():
        for one, other, key in ties:
            left[source].remove_edge(one, other, key)
    for one, other in [ends] if ends else combinations(sorted(network), 2):
        for way in path(network, one, other, k=1):
            if ends is None and way.length == 1:
                continue  # a tie is no path, and is listed as an edge
            without = {source: _way(its, one, other) for source, its in left.items()}
            # A way of the same length may pass by others; it is another way all the same.
            found = FragilePath(way, *_weakest(way), {s: its for s, its in without.items() if its != way.entities})
            if ends or found.without:
                yield found


def _way(network: nx.MultiDiGraph[str], one: str, other: str) -> tuple[str, ...]:
    return next((way.entities for way in path(network, one, other, k=1)), ())


def _weakest(way: Path) -> tuple[str | None, int]:
    statuses = [Status(step.status) for step in way.steps if step.status]
    weakest = min(statuses, key=lambda status: status.strength, default=None)
    return weakest and weakest.value, min((step.voices for step in way.steps), default=0)
