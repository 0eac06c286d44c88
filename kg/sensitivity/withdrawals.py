"""What a finding rests on: facts, edges and paths that fall with a single voice, outlet, relay or article.

An accepted fact falls if it is not accepted any more once its source is withdrawn; what would be left of it is the
status by the same rule. So a fact that one named voice and any number of anonymous ones assert falls with the one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from kg.account.compute import account
from kg.account.edges import Edge, EdgeName, edges
from kg.account.facts import NOTHING, Account, Reading, Withdrawal
from kg.account.standing import Standing
from kg.account.voices import Links, is_anonymous
from kg.analysis import Path, path
from kg.base.errors import UsageError
from kg.base.hints import unknown
from kg.model.records import Claim, Records, Stance, Status
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

SOURCES = ("voice", "outlet", "relay", "article")
MOST_LISTED = 30  # actors up to which the paths of every pair are listed unasked


class Baseline(Struct, frozen=True):
    """The records from which sources are withdrawn, and their account: of all facts, since the rule needs them all."""

    records: Records
    account: Account
    ontology: Ontology
    without: Withdrawal = NOTHING  # sources that are withdrawn already


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
    note: str  # what is left out of the paths, a line each; empty if nothing is


def withdraw_each(
    baseline: Baseline,
    shown: Account,
    network: nx.MultiDiGraph[str],
    *,
    by: str = "voice",
    ends: tuple[str, str] | None = None,
) -> Sensitivity:
    """Find what falls when a source is withdrawn, one at a time.

    Parameters
    ----------
    baseline
        The claims, and what they amount to.
    shown
        The facts that are asked about: the same account, or a part of it.
    network
        The ties whose paths are examined; from `kg.network.network`.
    by
        Of what sort a source is: ``voice``, ``outlet`` (with all that came through it), ``relay`` or ``article``.
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
    NotFoundError
        If one of the ends has no edge.
    """
    facts, edges_ = fallen(baseline, shown, by)
    left_out = network.graph.get("left_out", "")
    if left_out:  # it is told once, and not for each path
        network = network.copy()
        del network.graph["left_out"]
    paths = tuple(_paths(network, edges_, ends))
    if ends is not None:
        on_path = {fact for its in paths for step in its.way.steps for fact in step.facts}
        facts = [its for its in facts if its.fact in on_path]
        edges_ = [its for its in edges_ if its.edge.fact in on_path]
    is_many = ends is None and len(network) > MOST_LISTED
    note = f"paths among {len(network)} actors are not listed: name two" if is_many else ""
    return Sensitivity(by, tuple(facts), tuple(edges_), paths, "\n".join(filter(None, (note, left_out))))


def fallen(baseline: Baseline, shown: Account, by: str) -> tuple[list[FragileFact], list[FragileEdge]]:
    """List the accepted facts and edges that fall with some source, in the order of their ids.

    Parameters
    ----------
    baseline, shown, by
        As of `withdraw_each`.

    Raises
    ------
    UsageError
        If there is no such sort of source.
    """
    if by not in SOURCES:
        raise UsageError(*unknown("source", by, SOURCES))
    facts: dict[str, dict[str, Standing]] = {}
    drawn: dict[EdgeName, Edge] = {}
    fallen: dict[EdgeName, list[str]] = {}
    for source, without in _withdrawals(baseline, by):
        for id_ in sorted(without.touched & shown.facts.keys()):
            fact, left = shown.facts[id_], without.account.facts.get(id_)
            if not fact.accepted:
                continue
            if left is None or not left.accepted:
                facts.setdefault(id_, {})[source] = Standing.of(left)
            kept = {edge.name for edge in edges(left, baseline.ontology)} if left else set()
            for edge in edges(fact, baseline.ontology):
                if edge.name not in kept:
                    drawn[edge.name] = edge
                    fallen.setdefault(edge.name, []).append(source)
    return (
        [FragileFact(id_, shown.facts[id_].status, shown.facts[id_].voices, facts[id_]) for id_ in sorted(facts)],
        [FragileEdge(drawn[name], tuple(fallen[name])) for name in sorted(fallen)],
    )


class _Withdrawal(Struct, frozen=True):
    """The facts that may stand otherwise without a source, and their account without it."""

    touched: set[str]
    account: Account


def _withdrawals(baseline: Baseline, by: str) -> Iterator[tuple[str, _Withdrawal]]:
    """Withdraw each source, and account for the facts that this may touch."""
    links = Links.of(baseline.records, baseline.ontology)
    claims = {claim.key: claim for claim in baseline.records.claims if claim.key in baseline.account.readings}
    tenures = {key for key, claim in claims.items() if links.types[claim.type].bearer is not None}
    fulfilling: dict[str, set[str]] = {}
    for fact in baseline.account.facts.values():
        for announced in fact.fulfils:
            fulfilling.setdefault(announced, set()).add(fact.fact)
    carriers = _carriers(baseline, claims, links, by)
    for source, its in sorted(_sources(baseline, claims, by).items()):
        if by == "article" and its & tenures:
            touched = set(baseline.account.facts)  # whoever served by these claims may have another side anywhere
        else:
            touched = {fact for fact in {claims[key].fact for key in its} if source in carriers.get(fact, {source})}
        if not touched:
            continue
        needed = touched.union(*(fulfilling.get(fact, ()) for fact in touched))
        keys = tenures.union(*(baseline.account.facts[fact].claims for fact in needed))
        left = (claims[key] for key in keys if by != "article" or key not in its)
        without = _also(baseline.without, by, source)
        yield source, _Withdrawal(touched, account(left, links, without=without, day=baseline.account.known_by))


def _carriers(baseline: Baseline, claims: Mapping[str, Claim], links: Links, by: str) -> dict[str, frozenset[str]]:
    """Name, of each accepted fact for which claims alone tell that, the sources without which it may fall.

    Where nobody retracts, or denies what he has also spoken of otherwise, a fact or a filler stands as long as a named
    voice asserts it that rests on nobody else: without some source, no assertion of another source counts less than
    before, and no denial more. So only a source that is behind all such claims on the fact, or on one of its accepted
    fillers, needs to be withdrawn by the rule. Facts of which that cannot be told are left out.
    """
    doubtful, cited = set(), set()  # facts; facts with articles that attribute an assertion to somebody else
    words = Counter((its.fact, who) for its in claims.values() for who in its.speaker or (its.article,))
    for claim in claims.values():
        repeated = any(words[claim.fact, who] > 1 for who in claim.speaker or (claim.article,))
        if claim.stance is Stance.RETRACTS or (claim.stance is Stance.DENIES and repeated):
            doubtful.add(claim.fact)
        elif claim.stance is Stance.ASSERTS and set(claim.speaker) - {links.articles[claim.article].narrator}:
            cited.add((claim.fact, claim.article))
    behind = {
        key: names
        for key, claim in claims.items()
        if (names := _behind(claim, baseline.account.readings[key], links, by, (claim.fact, claim.article) in cited))
    }
    found: dict[str, frozenset[str]] = {}
    for fact in baseline.account.facts.values():
        matters = [fact.asserting, *(filler.asserting for filler in fact.fillers.values() if filler.accepted)]
        standing = [[behind[key] for key in keys if key in behind] for keys in matters]
        if fact.accepted and fact.fact not in doubtful and all(standing):
            found[fact.fact] = frozenset().union(*(frozenset.intersection(*names) for names in standing))
    return found


def _behind(claim: Claim, reading: Reading, links: Links, by: str, is_cited: bool) -> frozenset[str] | None:
    """Name the sources with which a claim goes; None if it may also fall with another, or is no named voice's."""
    article = links.articles[claim.article]
    narrates = not claim.speaker or article.narrator in claim.speaker
    if len(claim.speaker) > 1 or len(reading.voices) != 1 or is_anonymous(reading.voices[0]):
        return None
    if narrates and (is_cited or article.is_coder):
        return None
    names = {"voice": reading.voices, "outlet": (reading.outlet,), "relay": claim.via, "article": (claim.article,)}
    return frozenset(names[by])


def _also(without: Withdrawal, by: str, source: str) -> Withdrawal:
    """Withdraw one source more."""
    if by == "article":
        return without  # its claims are left out beforehand
    field = f"{by}s"
    return structs.replace(without, **{field: getattr(without, field) | {source}})


def _sources(baseline: Baseline, claims: Mapping[str, Claim], by: str) -> dict[str, set[str]]:
    """Name the claims of each source; by voices, a claim that gives no voice of its own carries nothing."""
    found: dict[str, set[str]] = {}
    for key, claim in claims.items():
        reading = baseline.account.readings[key]
        of_sort = {
            "voice": reading.voices,
            "outlet": (reading.outlet,),
            "relay": claim.via,
            "article": (claim.article,),
        }
        names = of_sort.get(by, (claim.article,))
        for name in names:
            found.setdefault(name, set()).add(key)
    return found


def _paths(
    network: nx.MultiDiGraph[str], fallen: Iterable[FragileEdge], ends: tuple[str, str] | None
) -> Iterator[FragilePath]:
    """Find the shortest path of two actors, or the fragile ones of all pairs that are not tied themselves."""
    if ends is None and len(network) > MOST_LISTED:
        return
    reduced = _reduced(network, fallen)
    pairs = permutations if network.graph.get("directed") else combinations
    for one, other in [ends] if ends else pairs(sorted(network), 2):
        for way in path(network, one, other, k=1):
            if ends is None and way.length == 1:
                continue  # a tie is no path, and is listed as an edge
            without = {source: _way(left, one, other) for source, left in reduced.items()}
            # A way of the same length may pass by others; it is another way all the same.
            without = {source: actors for source, actors in without.items() if actors != way.entities}
            if ends or without:
                yield FragilePath(way, *_weakest(way), without)


def _reduced(network: nx.MultiDiGraph[str], fallen: Iterable[FragileEdge]) -> dict[str, nx.MultiDiGraph[str]]:
    """Copy a network without the edges that fall with a source, for each source with which any falls."""
    gone: dict[str, list[tuple[str, str, str]]] = {}
    for its in fallen:
        tie = its.edge.source, its.edge.target, its.edge.key
        for source in its.without if network.has_edge(*tie) else ():
            gone.setdefault(source, []).append(tie)
    reduced = {source: network.copy() for source in sorted(gone)}
    for source, ties in gone.items():
        for one, other, key in ties:
            for ends in ((one, other), (other, one)):  # it may stand there in both directions
                if reduced[source].has_edge(*ends, key):
                    reduced[source].remove_edge(*ends, key)
    return reduced


def _way(network: nx.MultiDiGraph[str], one: str, other: str) -> tuple[str, ...]:
    return next((way.entities for way in path(network, one, other, k=1)), ())


def _weakest(way: Path) -> tuple[str | None, int]:
    statuses = [Status(step.status) for step in way.steps if step.status]
    weakest = min(statuses, key=lambda status: status.strength, default=None)
    return weakest and weakest.value, min((step.voices for step in way.steps), default=0)
