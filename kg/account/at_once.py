"""What held at once and cannot have: told in one pass over the days, and not by comparing each with each.

A stretch of several days is meant without its first and its last, on which one passes into the next; a single day
is meant whole.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from typing import Protocol

from msgspec import Struct


class Held(Struct, frozen=True, eq=False):
    """That something was certainly so from one day to another, by one fact: who held a post, or where someone was."""

    fact: str
    value: str
    days: tuple[str, str]
    says: tuple[tuple[str, ...], ...]  # keys of the claims that say so, in one or more lists
    is_attested: bool = True  # of a single day: whether a claim gives that day, and not only as a start or an end

    @property
    def begin(self) -> tuple[str, int]:
        """Where it begins, in the order of days: of a stretch after its first day."""
        return self.days[0], int(self.days[0] < self.days[1])

    @property
    def end(self) -> tuple[str, int]:
        """Where it ends, in the order of days: of a stretch before its last day."""
        return self.days[1], -int(self.days[0] < self.days[1])


class Values(Protocol):
    """Some values, of which it can be told how many another one cannot be had together with."""

    def add(self, value: str) -> None:
        """Take in a value."""

    def apart(self, value: str) -> int:
        """Tell how many of them cannot be had together with a value."""


class Different:
    """Values of which only equal ones can be had together."""

    def __init__(self) -> None:
        self._given: Counter[str] = Counter()

    def add(self, value: str) -> None:
        """Take in a value."""
        self._given[value] += 1

    def apart(self, value: str) -> int:
        """Tell how many of them are others."""
        return self._given.total() - self._given[value]


def clashing(held: Sequence[Held], values: Callable[[], Values], *, of_one_fact: bool) -> list[list[Held]]:
    """Find what held at once and cannot have, in bundles: what is in two of them did not hold at once.

    Parameters
    ----------
    held
        Each on days that are certain.
    values
        Makes an empty collection of values.
    of_one_fact
        Whether what one fact says can clash as well.

    Returns
    -------
    list
        In the order of days: bundles of at least two, each in the order of facts. Each of a bundle clashes with
        another one of it.
    """
    counts = _met(held, values)
    exempt: dict[tuple[str, ...], Values] = defaultdict(values)  # what is met, and does not clash all the same
    for its in held:
        if not of_one_fact:
            exempt[its.fact,].add(its.value)
        elif its.days[0] == its.days[1]:
            exempt[its.days].add(its.value)
            if not its.is_attested:
                exempt[*its.days, "stated"].add(its.value)
    for number, its in enumerate(held):
        if not of_one_fact:
            counts[number] -= exempt[its.fact,].apart(its.value)
        elif its.days[0] == its.days[1]:
            key = (*its.days, "stated") if its.is_attested else its.days
            counts[number] -= exempt[key].apart(its.value)
    return _bundles(its for its, count in zip(held, counts, strict=True) if count)


def _met(held: Sequence[Held], values: Callable[[], Values]) -> list[int]:
    """Tell of each how many others it met that cannot be had together: of those begun by its end, those not ended."""
    begins, ends = [its.begin for its in held], [its.end for its in held]
    by_begin = sorted(range(len(held)), key=begins.__getitem__)
    by_end = sorted(range(len(held)), key=ends.__getitem__)
    counts = [0] * len(held)
    begun, ended = values(), values()
    left = iter([*by_begin, None])
    following = next(left)
    for number in by_end:
        while following is not None and begins[following] <= ends[number]:
            begun.add(held[following].value)
            following = next(left)
        counts[number] += begun.apart(held[number].value)
    left = iter([*by_end, None])
    following = next(left)
    for number in by_begin:
        while following is not None and ends[following] < begins[number]:
            ended.add(held[following].value)
            following = next(left)
        counts[number] -= ended.apart(held[number].value)
    return counts


def _bundles(held: Iterable[Held]) -> list[list[Held]]:
    """Put together what has days in common."""
    found: list[list[Held]] = []
    until = ("", 0)
    for its in sorted(held, key=lambda its: its.begin):
        if not found or its.begin > until:
            found.append([])
        found[-1].append(its)
        until = max(until, its.end)
    return [sorted(bundle, key=lambda its: (its.fact, its.value)) for bundle in found]
