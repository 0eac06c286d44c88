"""What a finding rests on: facts, edges and paths that fall with a single voice, publisher or article.

An accepted fact falls if it is not accepted any more once its source is withdrawn; what would be left of it is the
status by the same rule. So a fact that one named voice and any number of anonymous ones assert falls with the one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.account.compute import account
from kg.account.edges import Edge, edges
from kg.account.facts import Account, FactAccount
from kg.account.standing import Standing
from kg.account.voices import Links
from kg.analysis import Path, path
from kg.base.errors import UsageError
from kg.base.hints import unknown
from kg.model.records import Claim, Records, Status
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

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


class Sensitivity(Struct, frozen=True):
    """What falls with a single source."""

    by: str
    facts: tuple[FragileFact, ...]
    edges: tuple[FragileEdge, ...]
    paths: tuple[FragilePath, ...]
    note: str  # what is left out; empty if nothing is


def withdraw_each(
    ground: Ground,
    shown: Account,
    network: nx.MultiDiGraph[str],
    *,
    by: str = "voice",
    ends: tuple[str, str] | None = None,
) -> Sensitivity:
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
    Sensitivity
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
    return Sensitivity(
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
