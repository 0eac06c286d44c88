"""The place of a day on a picture: to scale, but for long stretches in which nothing is known to have happened."""

from __future__ import annotations

import statistics
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import pairwise

from msgspec import Struct

_SHORTEST, _USUAL = 10, 4  # a gap is cut to 10 days or to 4 times the median gap, whichever is more
_TICK = 58.0  # pixels that a tick's label needs
_MANY = 60  # days with facts, beyond which ticks mark the first of each month instead of single days
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


class Tick(Struct, frozen=True):
    """A labelled day."""

    x: float
    day: str  # such as "5 Mar"
    year: str  # empty if it is that of the tick before


class Axis(Struct, frozen=True):
    """A scale from days to pixels."""

    left: float  # pixels
    right: float
    knots: tuple[tuple[int, float], ...]  # each day with facts, counted from 0001-01-01, with its pixel
    weights: tuple[int, ...]  # for each of them, how often it occurs
    breaks: tuple[float, ...] = ()  # pixels of the middles of stretches that are cut short

    def x(self, day: str | None, *, beyond: float = 0.0) -> float:
        """Place a day; None stands for no bound, and is placed `beyond`."""
        if day is None:
            return beyond
        at = _number(day)
        for (one, its), (other, other_x) in pairwise(self.knots):
            if one <= at <= other:
                return its + (other_x - its) * (at - one) / (other - one)
        return self.knots[0][1] if at <= self.knots[0][0] else self.knots[-1][1]

    def ticks(self) -> list[Tick]:
        """Choose days to label, so that no two labels meet: the fullest days, or the first days of months."""
        found: list[Tick] = []
        year = ""
        for number in self._labelled():
            day = date.fromordinal(number)
            shown = f"{day.year:04d}"
            label = f"{day.day} {_MONTHS[day.month - 1]}"
            found.append(Tick(self.x(day.isoformat()), label, "" if shown == year else shown))
            year = shown
        return found

    def _labelled(self) -> list[int]:
        """Choose the days to label, counted from 0001-01-01: the heaviest first, as long as there is room."""
        weights = dict(zip((number for number, _ in self.knots), self.weights, strict=True))
        if len(self.knots) > _MANY:
            first, last = (date.fromordinal(self.knots[end][0]) for end in (0, -1))
            months = range(first.year * 12 + first.month, last.year * 12 + last.month)
            weights = {date(month // 12, month % 12 + 1, 1).toordinal(): -(month % 12) for month in months}
        kept: dict[int, float] = {}
        for number in sorted(weights, key=lambda number: (-weights[number], number)):
            x = self.x(date.fromordinal(number).isoformat())
            if all(abs(x - other) >= _TICK for other in kept.values()):
                kept[number] = x
        return sorted(kept)


def axis(days: Iterable[str], left: float, right: float) -> Axis:
    """Make a scale for some days, at least one.

    Parameters
    ----------
    days
        YYYY-MM-DD: the first and last days of all stretches that are drawn, each as often as it occurs.
    left, right
        Pixels of the first and of the last day.

    >>> its = axis(["2031-03-01", "2031-03-02", "2031-03-05", "2021-03-01"], 0, 140)
    >>> [round(its.x(day)) for day in ("2021-03-01", "2031-03-01", "2031-03-02", "2031-03-05")], its.breaks
    ([0, 105, 114, 140], (52.5,))
    """
    counts = Counter(_number(day) for day in days)
    numbers = sorted(counts)
    weights = tuple(counts[number] for number in numbers)
    gaps = [b - a for a, b in pairwise(numbers)]
    if not gaps:
        return Axis(left, right, ((numbers[0], (left + right) / 2),), weights)
    longest = max(_SHORTEST, _USUAL * statistics.median_low(gaps))
    if 2 * sum(min(gap, longest) for gap in gaps) > sum(gaps):
        longest = max(gaps)  # nothing is gained by cutting
    a_day = (right - left) / sum(min(gap, longest) for gap in gaps)
    knots, breaks = [(numbers[0], left)], []
    for number, gap in zip(numbers[1:], gaps, strict=True):
        x = knots[-1][1] + min(gap, longest) * a_day
        if gap > longest:
            breaks.append((knots[-1][1] + x) / 2)
        knots.append((number, x))
    return Axis(left, right, tuple(knots), weights, tuple(breaks))


def _number(day: str) -> int:
    return date.fromisoformat(day).toordinal()
