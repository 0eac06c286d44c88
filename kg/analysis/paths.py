"""The shortest ways from one actor to another, in one certain order."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from heapq import heappop, heappush
from itertools import pairwise

import networkx as nx
from msgspec import Struct, field

from kg.analysis.numbered import Numbered, numbered, warn_of_left_out
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import meant, named

_Way = tuple[int, ...]  # the numbers of the actors on it


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
        From `kg.network.network` or `collapse`; every tie is one step, in its direction if the network was drawn with
        directions.
    a, b
        Ids of actors.
    k
        How many paths at most.

    Returns
    -------
    list
        Up to k paths from a to b, by length, then by the ids on the way; none if there is no way. A warning says how
        many stand-ins the network leaves out.

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
    net = numbered(network)
    number = {actor: place for place, actor in enumerate(net.ids)}
    for actor in (a, b):
        if actor not in number:
            otherwise = network.graph.get("left_out") or "other kinds, edges or layers may have one"
            hint = network.graph.get("empty") or meant(actor, net.ids, otherwise)
            raise NotFoundError(f"{named(actor)} has no edge in this network", hint)
    warn_of_left_out(network)
    return [_path(net, way) for way in _shortest(_Ties.of(net.graph), number[a], number[b], k)]


class _Ties(Struct, frozen=True):
    """To whom each actor is tied, and who is tied to it: the same, where ties have no direction."""

    onward: Mapping[int, AbstractSet[int]]
    back: Mapping[int, AbstractSet[int]]

    @classmethod
    def of(cls, graph: nx.Graph[int]) -> _Ties:
        onward = {one: frozenset(others) for one, others in graph.adjacency()}
        if not isinstance(graph, nx.DiGraph):
            return cls(onward, onward)
        return cls(onward, {one: frozenset(others) for one, others in graph.pred.items()})


def _path(net: Numbered, way: _Way) -> Path:
    steps = []
    for one, other in pairwise(way):
        tie = net.graph.edges[one, other]
        facts, status = tuple(tie.get("facts", ())), tie.get("status")
        steps.append(Step(net.ids[one], net.ids[other], facts, status, tie.get("fewest_voices", 0)))
    return Path(len(steps), tuple(net.ids[actor] for actor in way), tuple(steps))


def _shortest(ties: _Ties, a: int, b: int, k: int) -> list[_Way]:
    """Find the first k ways from a to b, by length, then by the actors on them.

    Each way found divides those that are left by the place where they part from it; the first way of each division
    waits for its turn. Kept beside `networkx.shortest_simple_paths`, which does not order ways of one length by their
    ids: all of that length must be listed, 18 s where many actors tie against 0.01 s. To be measured again with each
    new release of networkx.
    """
    found: list[_Way] = []
    first = _first(ties, (a,), frozenset(), b)
    # What waits: a way's length, the way, how many of its actors are settled, and who may not come after those.
    waiting = [(len(first), first, 1, frozenset[int]())] if first else []
    while waiting and len(found) < k:
        _, way, settled, barred = heappop(waiting)
        found.append(way)
        for kept in range(settled, len(way)):
            barred_here = (barred if kept == settled else frozenset()) | {way[kept]}
            if other := _first(ties, way[:kept], barred_here, b):
                heappush(waiting, (len(other), other, kept, barred_here))
    return found


def _first(ties: _Ties, start: _Way, barred: AbstractSet[int], b: int) -> _Way | None:
    """Find the first of the shortest ways to b that begin with start and do not go on to a barred actor.

    From the last actor of start on, each step goes to the actor with the smallest number among those one step nearer
    to b.
    """
    if start[-1] == b:
        return start
    nexts = ties.onward[start[-1]] - barred - set(start)
    by_distance = _by_distance(ties.back, b, nexts, set(start))
    if by_distance is None:
        return None
    way = list(start)
    for nearer in reversed(by_distance):
        way.append(min(nexts & nearer))
        nexts = ties.onward[way[-1]]
    return tuple(way)


def _by_distance(
    back: Mapping[int, AbstractSet[int]], b: int, wanted: AbstractSet[int], closed: AbstractSet[int]
) -> list[set[int]] | None:
    """Give the actors from whom b is at distance 0, 1, 2, …, up to the first distance at which there is a wanted one.

    No way goes through closed actors; None, if no wanted actor can be reached.
    """
    by_distance, seen = [{b}], closed | {b}
    while wanted and by_distance[-1]:
        if by_distance[-1] & wanted:
            return by_distance
        farther = {other for actor in by_distance[-1] for other in back[actor]} - seen
        seen |= farther
        by_distance.append(farther)
    return None
