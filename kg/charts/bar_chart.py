"""Bars: a number for each name, from the first row down."""

from __future__ import annotations

from collections.abc import Sequence

from kg.base.errors import UsageError
from kg.base.hints import LONGEST_CELL, counted, meant, named
from kg.base.letters import cut
from kg.charts import canvas, ink
from kg.charts.fonts import lines as broken
from kg.charts.marks import INK, PALE, RULE
from kg.charts.timeline_chart import FORMATS

MOST = 40  # bars in one picture
_ROW, _WIDE, _EDGE, _GAP = 20.0, 420.0, 16.0, 8.0  # pixels: height of a row, longest bar, margin, between name and bar
_LETTER = 5.6  # pixels a character of a note has on average, rather too many than too few


def bars(names: Sequence[str], numbers: Sequence[float], title: str) -> str:
    """Draw bars as SVG, the same on every run.

    Parameters
    ----------
    names
        What is counted or measured.
    numbers
        One for each; a negative one goes to the left.
    title
        What the numbers are.

    Returns
    -------
    str
        The picture; beyond `MOST` bars it says how many it leaves out.

    Raises
    ------
    UsageError
        If matplotlib is not installed.
    """
    return bar_picture(names, numbers, title).decode()


def bar_picture(
    names: Sequence[str], numbers: Sequence[float], title: str, notes: Sequence[str] = (), format: str = "svg"
) -> bytes:
    """Draw bars as a file, with lines of text below; else as `bars`.

    Parameters
    ----------
    names, numbers, title
        As of `bars`.
    notes
        What stands below, broken where it is long.
    format
        ``svg`` or ``png``.

    Raises
    ------
    UsageError
        If there is no such format, or matplotlib is not installed.
    """
    if format not in FORMATS:
        raise UsageError(f"no such picture: {named(format)}", meant(format, FORMATS, "there are svg and png"))
    left_out = [f"left out: {counted(len(names) - MOST, 'more row')}"] if len(names) > MOST else []
    shown, title = [cut(name, LONGEST_CELL // 2) for name in names[:MOST]], cut(title, LONGEST_CELL)
    with canvas.settings("a chart", [*shown, title], format):
        told = [line for note in notes for line in broken(note, int(_WIDE / _LETTER))]
        return _drawn(shown, numbers[:MOST], title, [*left_out, *told], format)


def _drawn(names: Sequence[str], numbers: Sequence[float], title: str, notes: Sequence[str], format: str) -> bytes:
    gutter = max((ink.width(name, ink.SMALL) for name in names), default=0.0) + _EDGE
    low, high = min(0, *numbers, 0), max(0, *numbers, 0)
    scale = _WIDE / ((high - low) or 1)
    zero = gutter + _GAP - low * scale
    width, height = gutter + _GAP + _WIDE + 6 * _EDGE, (len(names) + 2 + len(notes)) * _ROW + _EDGE
    figure, axes = canvas.empty(width, height)
    ink.write(axes, zero, _ROW * 0.8, title, size=ink.NAME, weight="bold")
    ink.line(axes, [zero, zero], [_ROW * 1.4, _ROW * (len(names) + 1.6)], RULE)
    for place, (name, number) in enumerate(zip(names, numbers, strict=True), 2):
        y, end = place * _ROW, zero + number * scale
        ink.write(axes, gutter, y, name, align="right")
        ink.line(axes, [zero, end], [y, y], INK, linewidth=7, solid_capstyle="butt")
        ink.write(axes, max(end, zero) + _GAP, y, f"{number:,.4g}" if number % 1 else f"{number:,.0f}", colour=PALE)
    for place, note in enumerate(notes, len(names) + 2):
        ink.write(axes, zero, place * _ROW, note, colour=PALE)
    return canvas.written(figure, format)
