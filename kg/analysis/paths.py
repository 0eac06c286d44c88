"""The shortest ways from one actor to another, in one certain order."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from heapq import heappop, heappush
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct, field

from kg.analysis.numbered import Numbered, numbered
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import meant

if TYPE_CHECKING:
    import networkx as nx

_Way = tuple[int, ...]


class Step(Struct, frozen=True):
    """One tie of a path, with the facts on which it stands."""

    source: str = field(name="from")
    target: str = field(name="to")
    facts: tuple[str, ...]
    status: str | None  # the weakest of the facts'; None where the network does not say
    voices: int  # how few stand behind any one of the facts


class Path(Struct, frozen=True):
    """A way from one actor to another that visits nobody twice."""

    length: int  # the number of its steps
    entities: tuple[str, ...]
    steps: tuple[Step, ...]


def path(network: nx.Graph[str], a: str, b: str, k: int = 3) -> list[Path]:
    """Find the k shortest paths between two actors.

    Parameters
    ----------
    network
        From `kg.network.network` or `collapse`; direction is not looked at, and every tie is one step.
    a, b
        Ids of actors.
    k
        How many paths at most.

    Returns
    -------
    list
        Up to k paths from a to b, by length, then by the ids on the way; none if there is no way.

    Raises
    ------
    NotFoundError
        If an actor has no edge in the network.
    UsageError
        If k is less than 1.

    Source
    ------
    Yen 1971, doi:10.1287/mnsc.17.11.712, with the partition of Lawler 1972, doi:10.1287/mnsc.18.7.401.

    >>> import networkx as nx
    >>> [its.entities for its in path(nx.cycle_graph(["ann", "bob", "cid", "dee"]), "ann", "cid")]
    [('ann', 'bob', 'cid'), ('ann', 'dee', 'cid')]
    """
    if k < 1:
        raise UsageError(f"{k} paths cannot be found", "ask for one or more")
    its = numbered(network)
    number = {actor: place for place, actor in enumerate(its.ids)}
    for actor in (a, b):
        if actor not in number:
            hint = meant(actor, its.ids, "other kinds, edges or layers may have one")
            raise NotFoundError(f"`{actor}` has no edge in this network", hint)
    neighbours = {one: frozenset(others) for one, others in its.graph.adjacency()}
    return [_path(its, way) for way in _shortest(neighbours, number[a], number[b], k)]


def _path(its: Numbered, way: _Way) -> Path:
    steps = []
    for one, other in pairwise(way):
        tie = its.graph.edges[one, other]
        facts, status = tuple(tie.get("facts", ())), tie.get("status")
        steps.append(Step(its.ids[one], its.ids[other], facts, status, tie.get("fewest_voices", 0)))
    return Path(len(steps), tuple(its.ids[actor] for actor in way), tuple(steps))


def _shortest(neighbours: Mapping[int, Collection[int]], a: int, b: int, k: int) -> list[_Way]:
    """Take the first way; split all others by where they leave it; of each lot, find the first; and so on."""
    found: list[_Way] = []
    first = _first(neighbours, (a,), frozenset(), b)
    waiting = [(len(first), first, 1, frozenset[int]())] if first else []
    while waiting and len(found) < k:
        _, way, fixed, barred = heappop(waiting)
        found.append(way)
        for kept in range(fixed, len(way)):
            barred_here = (barred if kept == fixed else frozenset()) | {way[kept]}
            if other := _first(neighbours, way[:kept], barred_here, b):
                heappush(waiting, (len(other), other, kept, barred_here))
    return found


def _first(neighbours: Mapping[int, Collection[int]], start: _Way, barred: frozenset[int], b: int) -> _Way | None:
    """Find the first of the shortest ways to b that begin with start and do not go on to a barred actor."""
    if start[-1] == b:
        return start
    seen = set(start)
    nexts = {actor for actor in neighbours[start[-1]] if actor not in seen and actor not in barred}
    ring, rings = {b}, [{b}]  # actors at distance 0, 1, 2, … from b, not counting those already on the way
    seen.add(b)
    while nexts and ring and not nexts & ring:
        ring = {actor for one in ring for actor in neighbours[one] if actor not in seen}
        seen |= ring
        rings.append(ring)
    if not nexts & ring:
        return None
    way = [min(nexts & ring)]
    for ring in reversed(rings[:-1]):
        way.append(min(actor for actor in neighbours[way[-1]] if actor in ring))
    return (*start, *way)
