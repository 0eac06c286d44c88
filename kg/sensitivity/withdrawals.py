"""What a finding rests on: facts, edges and paths that fall with a single voice, outlet, relay, article or publisher.

An accepted fact falls if it is not accepted any more once its source is withdrawn; what would be left of it is the
status by the same rule. So a fact that one named voice and any number of anonymous ones assert falls with the one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.account.edges import Edge, EdgeName, edges
from kg.account.facts import Account
from kg.account.standing import Standing
from kg.analysis import Path, path
from kg.model.records import Status
from kg.sensitivity.sources import Baseline, withdrawals

if TYPE_CHECKING:
    import networkx as nx

MOST_LISTED = 30  # actors up to which the paths of every pair are listed unasked


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
        Of what sort a source is: ``voice``, ``outlet`` (with all that came through it), ``relay``, ``article`` or
        ``publisher`` (all its articles).
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
    note = f"paths among {len(network):,} actors are not listed: name two" if is_many else ""
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
    facts: dict[str, dict[str, Standing]] = {}
    drawn: dict[EdgeName, Edge] = {}
    fallen: dict[EdgeName, list[str]] = {}
    for source, without in withdrawals(baseline, by, accepted_only=True):
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
