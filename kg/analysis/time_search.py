"""The first ways from one actor to another, by what each step does to the time; see `kg.analysis.temporal_paths`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from heapq import heappop, heappush
from itertools import pairwise

from msgspec import Struct

FEWEST, EARLIEST = ORDERS = ("fewest", "earliest")  # steps; arrival
FIRST, LAST = 0, 10**7  # before and after all days that there are
NOT_YET = -1  # before any step

Way = tuple[str, ...]


class Contact(Struct, frozen=True):
    """One fact that joins two actors, on one of some days."""

    first: int
    last: int
    facts: tuple[str, ...]
    day: str | None
    status: str | None
    voices: int


# -- what a step does to the time; each is the same for all contacts, and never earlier for a later start ------------


def after(time: int, its: Contact) -> int | None:
    """Tell when a step is certainly over that certainly follows what was over then; None if it does not follow."""
    return its.last if its.first > time else None


def latest_before(limit: int, its: Contact) -> int | None:
    """Tell until when all must be over for a step to follow certainly, and to be over by the limit itself."""
    return its.first - 1 if its.last <= limit else None


def not_before(time: int, its: Contact) -> int | None:
    """Tell when a step may be over that possibly follows what may be over then."""
    return max(time, its.first) if its.last >= time else None


def latest_with(limit: int, its: Contact) -> int | None:
    """Tell until when all must be over for a step to follow possibly, and to be over by the limit itself."""
    return min(its.last, limit) if its.first <= limit else None


Facts = dict[str, dict[str, list[Contact]]]


class Contacts(Struct, frozen=True):
    """The facts by which each actor can go on to others, and by which others come to it."""

    onward: Facts
    back: Facts


Move = Callable[[int, Contact], int | None]


class Search(Struct, frozen=True):
    """Finds the first ways to an actor, by an order, and by what a step does to the time."""

    contacts: Contacts
    b: str
    onward: Move
    back: Move
    sort: str

    def first(self, a: str, k: int) -> list[Way]:
        """Find the first k ways from an actor.

        Each way found divides those that are left by the place where they part from it; the first way of each division
        waits for its turn.
        """
        found: list[Way] = []
        waiting: list[tuple[int, int, Way, int, frozenset[str]]] = []
        self._wait(waiting, (a,), frozenset())
        while waiting and len(found) < k:
            _, _, way, settled, barred = heappop(waiting)
            found.append(way)
            for kept in range(settled, len(way)):
                self._wait(waiting, way[:kept], (barred if kept == settled else frozenset()) | {way[kept]})
        return found

    def _wait(
        self, waiting: list[tuple[int, int, Way, int, frozenset[str]]], start: Way, barred: frozenset[str]
    ) -> None:
        """Let the first way wait that begins so, and does not go on to a barred actor."""
        time, arrival = self._over(start), LAST
        if self.sort == EARLIEST:
            found = self._arrival(start[-1], time, {*start}, barred)
            if found is None:
                return
            arrival = found
        if way := start if start[-1] == self.b else self._way(start, time, arrival, barred):
            heappush(waiting, (arrival, len(way), way, len(start), barred))

    def _over(self, way: Way) -> int:
        """Tell when a way is over, of whose steps each can follow."""
        time = NOT_YET
        for one, other in pairwise(way):
            time = min(its for its in self._times(one, other, time))
        return time

    def _times(self, one: str, other: str, time: int) -> list[int]:
        every = (self.onward(time, its) for its in self.contacts.onward[one][other])
        return [its for its in every if its is not None]

    def _arrival(self, start: str, time: int, closed: set[str], barred: frozenset[str]) -> int | None:
        """Find the earliest arrival: who can be reached soonest is settled first."""
        waiting, settled = [(time, start)], set[str]()
        while waiting:
            now, actor = heappop(waiting)
            if actor == self.b:
                return now
            if actor in settled:
                continue
            settled.add(actor)
            for other in (
                self.contacts.onward[actor].keys() - settled - closed - (barred if actor == start else frozenset())
            ):
                if times := self._times(actor, other, now):
                    heappush(waiting, (min(times), other))
        return None

    def _way(self, start: Way, time: int, arrival: int, barred: frozenset[str]) -> Way | None:
        """Find the first of the ways with fewest steps that go on so, and arrive by then.

        From the last actor on, each step goes to the first of those from whom one can still arrive in the steps that
        are left.
        """
        nexts = self.contacts.onward[start[-1]].keys() - barred - {*start}
        limits = self._limits(start[-1], nexts, time, arrival, {*start})
        if limits is None:
            return None
        way = list(start)
        for within in reversed(limits):
            reached = {other: self._times(way[-1], other, time) for other in nexts & within.keys()}
            its = min(other for other, times in reached.items() if times and min(times) <= within[other])
            time = min(reached[its])
            way.append(its)
            nexts = self.contacts.onward[its].keys() - {*way}
        return tuple(way)

    def _limits(
        self, start: str, nexts: Iterable[str], time: int, arrival: int, closed: set[str]
    ) -> list[dict[str, int]] | None:
        """Give until when one must be at each actor to arrive in 0, 1, 2, … steps more, up to what a start needs.

        None, if no number of steps is enough.
        """
        nexts, limits = {*nexts}, [{self.b: arrival}]
        news = limits[0]
        while news:
            before = limits[-1]
            for other in nexts & news.keys():
                if any(its <= before[other] for its in self._times(start, other, time)):
                    return limits
            news = self._later(news, before, closed)
            limits.append({**before, **news})
        return None

    def _later(self, news: Mapping[str, int], before: Mapping[str, int], closed: set[str]) -> dict[str, int]:
        """Give the actors at whom one may be later, with one step more, than was known before."""
        found: dict[str, int] = {}
        for actor, limit in news.items():
            for other, its in self.contacts.back[actor].items():
                untils = [until for each in its if (until := self.back(limit, each)) is not None]
                known = max(before.get(other, NOT_YET - 1), found.get(other, NOT_YET - 1))
                if untils and other not in closed and other != self.b and max(untils) > known:
                    found[other] = max(untils)
        return found
