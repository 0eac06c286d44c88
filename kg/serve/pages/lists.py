"""Long lists in parts: how many there are, which of them are shown, and where the next are."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from msgspec import Struct

from kg.serve.pages.visit import Visit

T = TypeVar("T")
SHOWN = 25  # of a list at once


class Listed(Struct, frozen=True):
    """A part of a list."""

    name: str  # in addresses
    title: str
    total: int
    start: int  # how many are passed over
    items: list[Any]
    how: str  # which macro of `parts.html` writes an item
    empty: str  # why there is none
    before: str  # where those are that come before; empty: there are none
    after: str
    note: str = ""

    @property
    def shown(self) -> str:
        """Which of how many are shown; empty if all are.

        >>> Listed("a", "A", 70, 25, [1] * 25, "fact", "", "", "").shown
        '26 to 50 of 70'
        """
        if len(self.items) == self.total:
            return ""
        return f"{self.start + 1:,} to {self.start + len(self.items):,} of {self.total:,}"


def listed(  # noqa: PLR0913 - what a list is, and how it is shown
    visit: Visit,
    name: str,
    title: str,
    things: Sequence[T],
    make: Callable[[T], Any],
    how: str,
    empty: str,
    *,
    main: str = "",
    note: str = "",
) -> Listed:
    """Take that part of a list which the address asks for.

    Parameters
    ----------
    visit
        Who asks: `from` says how many are passed over, `list` in which of a page's lists.
    name, title
        Of the list, in addresses and above it.
    things
        All there are, in order.
    make
        Makes of one what is shown.
    how
        The macro that writes it.
    empty
        Why there is none.
    main
        The list of the page that `from` means where `list` is left out.
    note
        A sentence above the list.
    """
    start = visit.place(name, main)
    start = start if start < len(things) else 0
    items = [make(each) for each in things[start : start + SHOWN]]

    def at(place: int) -> str:
        path = f"/{visit.asked.path.lstrip('/')}"
        others = [pair for pair in visit.asked.values if pair[0] == "q"]
        return f"{visit.address(path, *others, ('list', name), ('from', str(place)))}#{name}"

    before = at(max(0, start - SHOWN)) if start else ""
    after = at(start + SHOWN) if start + SHOWN < len(things) else ""
    return Listed(name, title, len(things), start, items, how, empty, before, after, note)
