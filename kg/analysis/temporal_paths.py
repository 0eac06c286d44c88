"""Paths in time: ways from one actor to another on which each step may follow, or certainly follows, the one before.

A fact is taken to have been on one day, of those that are possible; an undated one on any day at all. So a step follows
*certainly* where all its days lie after all days of the step before; and a way is *possibly* in time where days can be
chosen of which none lies before the one of the step before: on one day, either may have been first.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from heapq import heappop, heappush
from itertools import pairwise

import networkx as nx
from msgspec import Struct

from kg.analysis.numbered import warn_of_left_out
from kg.analysis.paths import Path, Step
from kg.base.errors import AnalysisError, NotFoundError, UsageError
from kg.base.hints import meant, named, unknown
from kg.model.dates import parse
from kg.network.choice import TWO_MODE

FEWEST, EARLIEST = ORDERS = ("fewest", "earliest")  # steps; arrival
_FIRST, _LAST = 0, 10**7  # before and after all days that there are
_NOT_YET = -1  # before any step

_Way = tuple[str, ...]


class TimedPath(Path, frozen=True):
    """A way that visits nobody twice, each of whose steps stands on one fact that may follow the one before."""

    certain: bool  # whether each step certainly follows the one before; else possibly
    days: tuple[str | None, ...]  # of the fact of each step, in EDTF; None: undated


class _Contact(Struct, frozen=True):
    """One fact that joins two actors, on one of some days."""

    first: int
    last: int
    facts: tuple[str, ...]
    day: str | None
    status: str | None
    voices: int


def path_in_time(network: nx.Graph[str], a: str, b: str, k: int = 3, *, sort: str = FEWEST) -> list[TimedPath]:
    """Find paths between two actors on which steps follow each other in time.

    Parameters
    ----------
    network
        From `kg.network.network`, in one mode; steps follow its directions if it was drawn with them.
    a, b
        Ids of actors.
    k
        How many paths at most.
    sort
        ``fewest``: by the number of steps. ``earliest``: by the day of arrival, which of a way that is certainly in
        time is the last possible day of its last fact, of others the first on which it may be over.

    Returns
    -------
    list
        Those that are certainly in time, and where these are fewer than k, others that are possibly; each in the
        order that is asked for, then by the number of steps and by the ids on the way. Of several facts between two
        actors each step has the one after which most can follow. A warning says how many stand-ins the network leaves
        out.

    Raises
    ------
    NotFoundError
        If an actor has no edge in the network.
    UsageError
        If k is less than 1, or there is no such order.
    AnalysisError
        If the edges of the network have no days.

    Source
    ------
    Paths that respect time: Kempe, Kleinberg and Kumar 2002, doi:10.1006/jcss.2002.1829; Holme and Saramäki 2012,
    doi:10.1016/j.physrep.2012.03.001. The k first: Yen 1971, doi:10.1287/mnsc.17.11.712, with the partition of Lawler
    1972, doi:10.1287/mnsc.18.7.401.

    >>> net = nx.MultiDiGraph([("ann", "bob", {"fact": "m", "day": "2031-03-02"}),
    ...                        ("bob", "cid", {"fact": "n", "day": "2031-03"}),
    ...                        ("cid", "dee", {"fact": "o", "day": "2031-04-01"})])
    >>> [(its.entities, its.certain) for its in path_in_time(net, "ann", "cid")]
    [(('ann', 'bob', 'cid'), False)]
    >>> [(its.entities, its.certain) for its in path_in_time(net, "bob", "dee")], path_in_time(net, "dee", "bob")
    ([(('bob', 'cid', 'dee'), True)], [])
    """
    if k < 1:
        raise UsageError(f"{k} paths cannot be found", "ask for one or more")
    if sort not in ORDERS:
        raise UsageError(*unknown("order", sort, ORDERS))
    if not isinstance(network, nx.MultiDiGraph) or network.graph.get("mode") == TWO_MODE:
        hint = "give what `kg.network.network` returns, in one mode"
        raise AnalysisError("only edges of single facts have days on which one follows another", hint)
    for actor in (a, b):
        if actor not in network:
            otherwise = network.graph.get("left_out") or "other kinds, edges or layers may have one"
            hint = network.graph.get("empty") or meant(actor, network, otherwise)
            raise NotFoundError(f"{named(actor)} has no edge in this network", hint)
    warn_of_left_out(network)
    contacts = _contacts(network)
    certainly = _Search(contacts, b, _after, _latest_before, sort).first(a, k)
    found = [_path(contacts, way, _after, certain=True) for way in certainly]
    if len(found) < k:
        possibly = _Search(contacts, b, _not_before, _latest_with, sort).first(a, k)
        others = [way for way in possibly if way not in certainly][: k - len(found)]
        found += [_path(contacts, way, _not_before, certain=False) for way in others]
    return found


# -- what a step does to the time; each is the same for all contacts, and never earlier for a later start ------------


def _after(time: int, its: _Contact) -> int | None:
    """Tell when a step is certainly over that certainly follows what was over then; None if it does not follow."""
    return its.last if its.first > time else None


def _latest_before(limit: int, its: _Contact) -> int | None:
    """Tell until when all must be over for a step to follow certainly, and to be over by the limit itself."""
    return its.first - 1 if its.last <= limit else None


def _not_before(time: int, its: _Contact) -> int | None:
    """Tell when a step may be over that possibly follows what may be over then."""
    return max(time, its.first) if its.last >= time else None


def _latest_with(limit: int, its: _Contact) -> int | None:
    """Tell until when all must be over for a step to follow possibly, and to be over by the limit itself."""
    return min(its.last, limit) if its.first <= limit else None


_Facts = dict[str, dict[str, list[_Contact]]]


class _Contacts(Struct, frozen=True):
    """The facts by which each actor can go on to others, and by which others come to it."""

    onward: _Facts
    back: _Facts


_Move = Callable[[int, _Contact], int | None]


class _Search(Struct, frozen=True):
    """Finds the first ways to an actor, by an order, and by what a step does to the time."""

    contacts: _Contacts
    b: str
    onward: _Move
    back: _Move
    sort: str

    def first(self, a: str, k: int) -> list[_Way]:
        """Find the first k ways from an actor.

        Each way found divides those that are left by the place where they part from it; the first way of each division
        waits for its turn.
        """
        found: list[_Way] = []
        waiting: list[tuple[int, int, _Way, int, frozenset[str]]] = []
        self._wait(waiting, (a,), frozenset())
        while waiting and len(found) < k:
            _, _, way, settled, barred = heappop(waiting)
            found.append(way)
            for kept in range(settled, len(way)):
                self._wait(waiting, way[:kept], (barred if kept == settled else frozenset()) | {way[kept]})
        return found

    def _wait(
        self, waiting: list[tuple[int, int, _Way, int, frozenset[str]]], start: _Way, barred: frozenset[str]
    ) -> None:
        """Let the first way wait that begins so, and does not go on to a barred actor."""
        time, arrival = self._over(start), _LAST
        if self.sort == EARLIEST:
            found = self._arrival(start[-1], time, {*start}, barred)
            if found is None:
                return
            arrival = found
        if way := start if start[-1] == self.b else self._way(start, time, arrival, barred):
            heappush(waiting, (arrival, len(way), way, len(start), barred))

    def _over(self, way: _Way) -> int:
        """Tell when a way is over, of whose steps each can follow."""
        time = _NOT_YET
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

    def _way(self, start: _Way, time: int, arrival: int, barred: frozenset[str]) -> _Way | None:
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
                known = max(before.get(other, _NOT_YET - 1), found.get(other, _NOT_YET - 1))
                if untils and other not in closed and other != self.b and max(untils) > known:
                    found[other] = max(untils)
        return found


def _contacts(network: nx.MultiDiGraph[str]) -> _Contacts:
    """Gather the facts that join actors, each once a pair, in whatever relations."""
    onward: _Facts = {actor: {} for actor in sorted(network)}
    back: _Facts = {actor: {} for actor in sorted(network)}
    met: set[tuple[str, str, str, str | None]] = set()
    for one, other, its in sorted(network.edges(data=True), key=lambda edge: (*edge[:2], str(edge[2].get("fact")))):
        if "fact" not in its:
            raise AnalysisError(f"the edge from `{one}` to `{other}` has no fact", "give what `network` returns")
        day, facts = its.get("day"), tuple(its.get("facts") or [its["fact"]])
        contact = _Contact(*_days(day), facts, day, its.get("status"), len(its.get("voices", ())))
        for ends in [(one, other)] if network.graph.get("directed") else [(one, other), (other, one)]:
            if ends[0] != ends[1] and (*ends, its["fact"], day) not in met:
                met.add((*ends, its["fact"], day))
                onward[ends[0]].setdefault(ends[1], []).append(contact)
                back[ends[1]].setdefault(ends[0], []).append(contact)
    return _Contacts(onward, back)


def _days(text: str | None) -> tuple[int, int]:
    """Give the first and the last possible day of a fact as numbers; of one of a set of days, of all of them.

    >>> _days("2031-03-02"), _days(None) == (_FIRST, _LAST), _days("[2031-03-02,2031-03-04..2031-03-05]")
    ((741503, 741503), True, (741503, 741506))
    """
    if text is None:
        return _FIRST, _LAST
    if text[0] in "[{":
        spans = [its.partition("..") for its in text[1:-1].split(",")]
        every = [parse(f"{one or '..'}/{other or '..'}" if dots else one) for one, dots, other in spans]
    else:
        every = [parse(text)]
    firsts, lasts = [its.earliest for its in every], [its.latest for its in every]
    return (
        min(_FIRST if day is None else date.fromisoformat(day).toordinal() for day in firsts),
        max(_LAST if day is None else date.fromisoformat(day).toordinal() for day in lasts),
    )


def _path(contacts: _Contacts, way: _Way, onward: _Move, *, certain: bool) -> TimedPath:
    """Choose for each step the fact after which most can follow; of several, the one with the first id."""
    time, steps, days = _NOT_YET, list[Step](), list[str | None]()
    for one, other in pairwise(way):
        over = [
            (when, its.facts, its) for its in contacts.onward[one][other] if (when := onward(time, its)) is not None
        ]
        time, _, its = min(over, key=lambda each: each[:2])
        steps.append(Step(one, other, its.facts, its.status, its.voices))
        days.append(its.day)
    return TimedPath(len(steps), way, tuple(steps), certain, tuple(days))
