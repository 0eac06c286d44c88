"""Which places lie inside which, however deep they are nested: told without listing what is around each of them."""

from __future__ import annotations

from bisect import bisect_left, bisect_right, insort
from collections import Counter, defaultdict
from collections.abc import Mapping

from msgspec import Struct

from kg.model.records import Entity


class Depths(Struct, frozen=True):
    """Where a place stands among the chains of places, each of which lies inside the one before it."""

    chain: int  # its own
    depth: int  # how many of its chain are around it
    around: dict[int, int]  # chain -> depth of the innermost of its places around this one, itself included


class Places:
    """The places of a project, cut into chains as they are asked for.

    A place is told by how deep it lies in each chain: a hundred nested places are one chain, and so one number. What
    is around a place is then counted without a look at each of it. Links that go in a circle are passed over.

    Parameters
    ----------
    entities
        By id.
    link
        The link by which one place lies inside another.

    Source: H. V. Jagadish, A Compression Technique to Materialize Transitive Closure, ACM Transactions on Database
    Systems 15 (1990).
    """

    def __init__(self, entities: Mapping[str, Entity], link: str) -> None:
        self._entities, self._link = entities, link
        self._depths: dict[str, Depths] = {}
        self._innermost: list[str] = []  # of each chain

    def depths(self, place: str) -> Depths:
        """Tell how deep a place lies, in its own chain and in others."""
        found = self._depths.get(place)
        if found is None:
            self._search(place)
            found = self._depths[place]
        return found

    def is_inside(self, inner: str, outer: str) -> bool:
        """Tell whether a place lies inside another, or is it."""
        its = self.depths(outer)
        return self.depths(inner).around.get(its.chain, -1) >= its.depth

    def _search(self, place: str) -> None:
        """Go outward in depth, without recursion: a place is known once all around it are."""
        entered = {place}
        waiting = [(place, iter(self._outer(place)))]
        while waiting:
            at, left = waiting[-1]
            outer = next((its for its in left if its not in entered and its not in self._depths), None)
            if outer is not None:
                entered.add(outer)
                waiting.append((outer, iter(self._outer(outer))))
                continue
            waiting.pop()
            self._know(at)

    def _know(self, place: str) -> None:
        around: dict[int, int] = {}
        chain, depth = len(self._innermost), 0
        for outer in self._outer(place):
            its = self._depths.get(outer)
            if its is None:
                continue  # a circle
            for other, far in its.around.items():
                around[other] = max(around.get(other, 0), far)
            if chain == len(self._innermost) and self._innermost[its.chain] == outer:
                chain, depth = its.chain, its.depth + 1
        if chain == len(self._innermost):
            self._innermost.append(place)
        self._innermost[chain] = place
        around[chain] = depth
        self._depths[place] = Depths(chain, depth, around)

    def _outer(self, place: str) -> tuple[str, ...]:
        record = self._entities.get(place)
        return record.links.get(self._link, ()) if record else ()


class SomePlaces:
    """Some places, of which it can be told how many lie inside another, or around it."""

    def __init__(self, places: Places) -> None:
        self._places = places
        self._given: Counter[str] = Counter()
        self._size = 0
        self._depths: dict[int, list[int]] = defaultdict(list)  # of each chain, in order: those that are given
        self._inner: dict[int, list[int]] = defaultdict(list)  # and how deep in it each lies that is given

    def add(self, value: str) -> None:
        """Take in a place."""
        self._given[value] += 1
        self._size += 1
        its = self._places.depths(value)
        insort(self._depths[its.chain], its.depth)
        for chain, depth in its.around.items():
            insort(self._inner[chain], depth)

    def apart(self, value: str) -> int:
        """Tell how many of them are other places that lie neither inside a place nor around it."""
        its = self._places.depths(value)
        around = sum(bisect_right(self._depths.get(chain, ()), depth) for chain, depth in its.around.items())
        inner = self._inner.get(its.chain, ())
        inside = len(inner) - bisect_left(inner, its.depth)
        return self._size - (around + inside - self._given[value])
