"""Bars: a number for each name, from the first row down."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from kg.base.errors import UsageError
from kg.charts import ink
from kg.charts.marks import INK, PALE, PAPER, RULE

MOST = 40  # bars that can still be read one by one
_ROW, _WIDE, _EDGE, _GAP = 20.0, 420.0, 16.0, 8.0  # pixels: height of a row, longest bar, margin, between name and bar
_SETTINGS: Any = {
    "font.family": "DejaVu Sans", "svg.hashsalt": "dramatis", "svg.fonttype": "none", "text.parse_math": False,
}  # fmt: skip


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
    try:
        import matplotlib as mpl
    except ImportError as error:
        raise UsageError("a chart needs matplotlib", "pip install 'dramatis[notebook]'") from error
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever the user's own settings are
        mpl.rcParams.update(_SETTINGS)
        note = f"{len(names) - MOST} more rows are left out" if len(names) > MOST else ""
        return _drawn(names[:MOST], numbers[:MOST], title, note)


def _drawn(names: Sequence[str], numbers: Sequence[float], title: str, note: str) -> str:
    from matplotlib.figure import Figure

    gutter = max((ink.width(name, ink.SMALL) for name in names), default=0.0) + _EDGE
    low, high = min(0, *numbers, 0), max(0, *numbers, 0)
    scale = _WIDE / ((high - low) or 1)
    zero = gutter + _GAP - low * scale
    width, height = gutter + _GAP + _WIDE + 6 * _EDGE, (len(names) + 2 + bool(note)) * _ROW + _EDGE
    figure = Figure(figsize=(width / ink.DOTS, height / ink.DOTS), dpi=ink.DOTS, facecolor=PAPER)
    axes = figure.add_axes((0, 0, 1, 1))
    axes.set(xlim=(0, width), ylim=(height, 0))
    axes.axis("off")
    ink.write(axes, zero, _ROW * 0.8, title, size=ink.NAME, weight="bold")
    ink.line(axes, [zero, zero], [_ROW * 1.4, _ROW * (len(names) + 1.6)], RULE)
    for place, (name, number) in enumerate(zip(names, numbers, strict=True), 2):
        y, end = place * _ROW, zero + number * scale
        ink.write(axes, gutter, y, name, align="right")
        ink.line(axes, [zero, end], [y, y], INK, linewidth=7, solid_capstyle="butt")
        ink.write(axes, max(end, zero) + _GAP, y, f"{number:,.4g}" if number % 1 else f"{number:,.0f}", colour=PALE)
    ink.write(axes, zero, (len(names) + 2) * _ROW, note, colour=PALE)
    file = io.StringIO()
    figure.savefig(file, format="svg", metadata={"Date": None, "Creator": None})
    return file.getvalue()
