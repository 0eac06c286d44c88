"""Lists that show their first rows: as text in a terminal, and as a table in a notebook."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape
from typing import Any, SupportsIndex, TypeVar, overload

from kg.base.hints import LONGEST_CELL, first_rows, several
from kg.base.letters import cut

T = TypeVar("T")
SHOWN_AS_TEXT, SHOWN_IN_NOTEBOOK = 20, 50  # rows
_WIDEST = 32  # characters of a cell of text
_LONGEST_LINE = 200  # characters
Cells = dict[str, Any]  # of one row: name of a column -> value


class Listing(list[T]):
    """A list like any other, which shows its first rows and says how many there are.

    Parameters
    ----------
    items
        What it holds.
    things
        What these are, in the plural.
    cells
        Gives the columns of an item, and what they hold of it.
    order
        Which come first: "newest", "oldest" or any other word.
    """

    def __init__(self, items: Iterable[T], things: str, cells: Callable[[T], Cells], order: str = "first") -> None:
        super().__init__(items)
        self._things, self._cells, self._order = things, cells, order

    @overload
    def __getitem__(self, place: SupportsIndex, /) -> T: ...

    @overload
    def __getitem__(self, place: slice, /) -> Listing[T]: ...

    def __getitem__(self, place: SupportsIndex | slice, /) -> T | Listing[T]:
        """Give an item; or of a slice, a list that shows itself in the same way."""
        if isinstance(place, slice):
            order = self._order if place.start in (None, 0) and (place.step or 1) > 0 else "first"
            return Listing(super().__getitem__(place), self._things, self._cells, order)
        return super().__getitem__(place)

    def reverse(self) -> None:
        """Turn the order of the items round."""
        self._order = "first"
        super().reverse()

    def sort(self, **options: Any) -> None:  # noqa: ANN401 - those of `list.sort`
        """Put the items in another order."""
        self._order = "first"
        super().sort(**options)

    def __repr__(self) -> str:
        """Write the first rows below each other, and how many more there are."""
        head, rows = self._table(SHOWN_AS_TEXT)
        if not rows:
            return f"<no {self._things}>"
        short = [head, *([cut(cell, _WIDEST) for cell in row] for row in rows)]
        wide = [max(len(row[place]) for row in short) for place in range(len(head))]
        lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)).rstrip() for row in short)
        return "\n".join([*lines, *filter(None, [self._left_out(SHOWN_AS_TEXT)])])

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:  # noqa: ANN401 - IPython's
        printer.text(repr(self))

    def _repr_html_(self) -> str:
        head, rows = self._table(SHOWN_IN_NOTEBOOK)
        left_out = self._left_out(SHOWN_IN_NOTEBOOK)
        if not rows:
            return f"<p>no {escape(self._things)}</p>"
        return html_table(head, rows) + (f"<p>{escape(left_out)}</p>" if left_out else "")

    def _table(self, most: int) -> tuple[list[str], list[list[str]]]:
        found = [self._cells(item) for item in list.__getitem__(self, slice(most))]
        return list(found[0]) if found else [], [[_text(value) for value in cells.values()] for cells in found]

    def _left_out(self, most: int) -> str:
        how = f"it is a list, whose items have all there is (`[{most}:{2 * most}]` gives the next)"
        return first_rows(min(most, len(self)), len(self), self._things, how, self._order)


def first_lines(head: str, lines: Sequence[str], how: str, left_out: str = "") -> str:
    r"""Write what something is, its first lines, and how to get the rest; or if all are there, what they leave out.

    >>> first_lines("<Diff>", ["a", "b"], "`lines()` gives all"), first_lines("<Diff>", ["x"] * 30, "…")[-38:]
    ('<Diff>\na\nb', '\nthe first 20 of 30 lines are shown: …')
    """
    note = first_rows(min(SHOWN_AS_TEXT, len(lines)), len(lines), "lines", how) or left_out
    return "\n".join([head, *(cut(line, _LONGEST_LINE) for line in lines[:SHOWN_AS_TEXT]), *filter(None, [note])])


def html_table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Write a table in HTML, with each text as it stands and never as markup.

    >>> html_table(["who"], [["Ann & Bob"]])
    '<table><thead><tr><th>who</th></tr></thead><tbody><tr><td>Ann &amp; Bob</td></tr></tbody></table>'
    """
    names = "".join(f"<th>{escape(name)}</th>" for name in head)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<table><thead><tr>{names}</tr></thead><tbody>{body}</tbody></table>"


def _text(value: Any) -> str:  # noqa: ANN401 - whatever a row holds
    """Write a value so that it can be read among others."""
    if isinstance(value, list | tuple):
        return cut(several([str(each) for each in value]), LONGEST_CELL)
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else cut(f"{value:.4g}" if isinstance(value, float) else str(value), LONGEST_CELL)
