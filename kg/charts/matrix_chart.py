"""A matrix: how many findings lead from each row to each column, divided by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.base.errors import UsageError
from kg.base.hints import LONGEST_CELL, counted, meant, named
from kg.base.letters import cut
from kg.charts import canvas, ink
from kg.charts.fonts import lines as broken
from kg.charts.marks import INK, PALE, RULE, fill
from kg.charts.seriation import in_series
from kg.charts.timeline_chart import FORMATS
from kg.model.records import Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_SQUARE = 30  # rows, and columns
# All in pixels.
_EDGE, _LINE, _TOP = 16.0, 15.0, 48.0  # margin, line of text, above the rows
_WIDE, _HIGH, _BAR, _LOW = 34.0, 26.0, 28.0, 5.0  # a cell; the bar in it
_GAP, _NARROWEST, _LETTER = 8.0, 420.0, 5.6  # beside names; all of it at least; a letter of a caption
_LONGEST_NAME = 40
Cells = Mapping[tuple[str, str], Mapping[Status | None, int]]  # row, column -> how many of each; None: contested


class Tied(Struct, frozen=True):
    """What leads from one to another, or of what is done or holds both ways, joins the two."""

    source: str
    target: str
    directed: bool
    standing: Mapping[Status | None, int]  # how many stand so; None: a party contests them


def matrix(  # noqa: PLR0913 - what is drawn, and the words around it
    ties: Sequence[Tied],
    name: Callable[[str], str],
    *,
    title: str,
    caption: str,
    format: str = "svg",
    rows: int = MOST_SQUARE,
) -> bytes:
    """Draw a matrix.

    Parameters
    ----------
    ties
        Its cells; what has no direction stands in two.
    name
        Id -> the name of a row.
    title, caption
        Above it, and the first line below.
    format
        ``svg`` or ``png``.
    rows
        How many at most: those with most findings. They stand in an order in which those that much joins are near.

    Returns
    -------
    bytes
        The file, which says what it leaves out.

    Raises
    ------
    UsageError
        If there is no such format, or matplotlib is not installed.
    """
    if format not in FORMATS:
        raise UsageError(f"no such picture: {named(format)}", meant(format, FORMATS, "there are svg and png"))
    busy = Counter[str]()
    for tie in ties:
        busy.update(dict.fromkeys((tie.source, tie.target), sum(tie.standing.values())))
    most = sorted(busy, key=lambda id_: (-busy[id_], id_))[:rows]
    order = in_series(most, ((its.source, its.target, sum(its.standing.values())) for its in ties))
    cells, left = _cells(ties, set(order))
    notes = [caption, "a number counts findings from the row to the column; what has no direction stands in both cells"]
    if more := len(busy) - len(order):
        notes.append(f"left out: {counted(more, 'more row')} with no more findings, and {counted(left, 'pair')}")
    names = [cut(name(id_), _LONGEST_NAME) for id_ in order]
    with canvas.settings("a picture", [*names, cut(title, LONGEST_CELL)], format):
        return _drawn(order, names, cells, cut(title, LONGEST_CELL), notes, format)


def _cells(ties: Iterable[Tied], shown: set[str]) -> tuple[Cells, int]:
    """Give what stands in each cell, and how many ties stand in none."""
    cells: dict[tuple[str, str], Counter[Status | None]] = {}
    left = 0
    for tie in ties:
        if tie.source not in shown or tie.target not in shown:
            left += 1
            continue
        for place in [(tie.source, tie.target)] + ([] if tie.directed else [(tie.target, tie.source)]):
            cells.setdefault(place, Counter()).update(tie.standing)
    return cells, left


def _drawn(  # noqa: PLR0913 - what is drawn, and the words around it
    order: Sequence[str], names: Sequence[str], cells: Cells, title: str, notes: Iterable[str], format: str
) -> bytes:
    labels = [f"{name}  {number}" for number, name in enumerate(names, 1)]
    gutter = max((ink.width(label, ink.SMALL) for label in labels), default=0.0) + _GAP
    width = max(gutter + len(order) * _WIDE, _NARROWEST)
    bottom = _TOP + len(order) * _HIGH
    told = [line for note in notes for line in broken(note, int(width / _LETTER))]
    statuses = sorted({status for cell in cells.values() for status in cell}, key=_weakness)
    looks = _placed(statuses, width)
    below = bottom + (looks[-1][1] if looks else 0) * _LINE + 2.5 * _LINE
    figure, axes = canvas.empty(width + 2 * _EDGE, below + len(told) * _LINE + 2 * _EDGE, _EDGE)
    ink.write(axes, 0, 0, title, size=ink.TITLE, weight="bold")
    _frame(axes, labels, gutter, bottom)
    for row, source in enumerate(order):
        for column, target in enumerate(order):
            if cell := cells.get((source, target)):
                _cell(axes, gutter + column * _WIDE, _TOP + row * _HIGH, cell)
    for status, line, x in looks:
        _look(axes, x, bottom + (line + 1.2) * _LINE, status)
    for number, text in enumerate(told):
        ink.write(axes, 0, below + number * _LINE, text, colour=PALE)
    file = canvas.written(figure, format)
    return file if format == "png" else canvas.fitting(file)


def _frame(axes: Axes, labels: Sequence[str], gutter: float, bottom: float) -> None:
    """Name the rows, number the columns, and shade the cells of the diagonal: nobody is joined to himself."""
    right = gutter + len(labels) * _WIDE
    for place, label in enumerate(labels):
        x, y = gutter + place * _WIDE, _TOP + place * _HIGH
        ink.write(axes, gutter - _GAP, y + _HIGH / 2, label, align="right")
        ink.write(axes, x + _WIDE / 2, _TOP - 10, str(place + 1), align="center", colour=PALE)
        ink.shade(axes, x, y, x + _WIDE, y + _HIGH)
    for place in range(len(labels) + 1):
        ink.line(axes, [gutter, right], [_TOP + place * _HIGH] * 2, RULE)
        ink.line(axes, [gutter + place * _WIDE] * 2, [_TOP, bottom], RULE)


def _cell(axes: Axes, x: float, y: float, cell: Mapping[Status | None, int]) -> None:
    """Write how many findings there are, and below, a bar of which each status has its share."""
    from matplotlib.patches import Rectangle

    whole = sum(cell.values())
    ink.write(axes, x + _WIDE / 2, y + 9, f"{whole:,}", align="center", colour=INK)
    left = x + (_WIDE - _BAR) / 2
    for status in sorted(cell, key=_weakness):
        wide = _BAR * cell[status] / whole
        axes.add_patch(Rectangle((left, y + 17), wide, _LOW, linewidth=0.8, zorder=2, **fill(status)))
        left += wide


def _placed(statuses: Sequence[Status | None], width: float) -> list[tuple[Status | None, int, float]]:
    """Place what each look means on lines: status, number of the line, and x."""
    placed, x, line = list[tuple[Status | None, int, float]](), 0.0, 0
    for status in statuses:
        wide = 24 + ink.width(_words(status), ink.SMALL) + 2 * _GAP
        if x and x + wide > width:
            x, line = 0.0, line + 1
        placed.append((status, line, x))
        x += wide
    return placed


def _look(axes: Axes, x: float, y: float, status: Status | None) -> None:
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((x, y - 6), 18, 12, linewidth=0.8, zorder=2, **fill(status)))
    ink.write(axes, x + 24, y, _words(status))


def _words(status: Status | None) -> str:
    return status.value if status else "contested by a party: not accepted"


def _weakness(status: Status | None) -> int:
    return -status.strength if status else 1
