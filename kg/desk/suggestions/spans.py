"""What stands in a text in order, to be found by place without looking through all of it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import Generic, Protocol, TypeVar


class Placed(Protocol):
    """Whatever has a start and an end, in code points, the end exclusive."""

    @property
    def start(self) -> int:
        """The first code point."""

    @property
    def end(self) -> int:
        """The code point behind the last."""


T = TypeVar("T", bound=Placed)


class InOrder(Generic[T]):
    """Things of a text in order of their starts.

    Parameters
    ----------
    items
        In any order.

    >>> from kg.desk.suggestions.quotations import Quotation
    >>> its = InOrder([Quotation(0, 9), Quotation(3, 5, 1), Quotation(20, 30)])
    >>> its.starting(1, 20), its.outermost().around(4), its.outermost().touching(8, 21)
    ([Quotation(start=3, end=5, depth=1, goes_on=False)], True, [(0, 9), (20, 30)])
    """

    def __init__(self, items: Iterable[T]) -> None:
        self._items = sorted(items, key=lambda its: (its.start, -its.end))
        self._starts = [its.start for its in self._items]

    def starting(self, first: int, last: int) -> list[T]:
        """Give what starts from one place on and before another."""
        return self._items[bisect_left(self._starts, first) : bisect_left(self._starts, last)]

    def outermost(self) -> Apart:
        """Give the stretches that these cover."""
        return Apart((its.start, its.end) for its in self._items)


class Apart:
    """Stretches of a text that do not overlap: those given, the overlapping ones as one.

    Parameters
    ----------
    pairs
        Start and end of each, in any order.
    """

    def __init__(self, pairs: Iterable[tuple[int, int]]) -> None:
        merged: list[tuple[int, int]] = []
        for start, end in sorted(pairs):
            if merged and start < merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        self._pairs: Sequence[tuple[int, int]] = merged
        self._starts = [start for start, _ in merged]

    def around(self, at: int) -> bool:
        """Whether a place is in one of them."""
        return bool(self.touching(at, at + 1))

    def touching(self, first: int, last: int) -> list[tuple[int, int]]:
        """Give those that overlap a stretch."""
        begin = max(bisect_right(self._starts, first) - 1, 0)
        found = self._pairs[begin : bisect_left(self._starts, last)]
        return [(start, end) for start, end in found if max(start, first) < min(end, last)]
