"""Drawing on a picture: lines of text, marks of statuses, and stretches of time. All lengths are pixels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from kg.charts import fonts
from kg.charts.canvas import DOTS
from kg.charts.layout import RING, Span
from kg.charts.marks import INK, PAPER, look, ring
from kg.model.records import Contested, Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAME, SMALL, TITLE = 9.0, 8.0, 11.0  # sizes of text, in points
_POINTS = 72  # an inch
_LETTER = 6.0  # pixels a column of small text has on average, rather too many than too few


def width(text: str, size: float) -> float:
    """Measure a line of text, in pixels."""
    from matplotlib import rcParams
    from matplotlib.textpath import TextPath

    measured = fonts.measurable(text, rcParams["font.family"])
    return (
        float(TextPath((0, 0), measured, size=size).get_extents().width) * DOTS / _POINTS if measured.strip() else 0.0
    )


def write(axes: Axes, x: float, y: float, text: str, **style: Any) -> None:  # noqa: ANN401 - of several types
    """Write a line: with `align`, `colour`, `size`, `weight`; a `ground` keeps it legible over other lines.

    A stroke around letters would do that too, and make shapes of them in an SVG, ten times as large.
    """
    if style.get("ground"):
        _ground(axes, x, y, text, style.get("align", "left"))
    axes.text(
        x, y, text,
        fontsize=style.get("size", SMALL), weight=style.get("weight", "normal"), color=style.get("colour", INK),
        ha=style.get("align", "left"), va="center_baseline", zorder=3,
    )  # fmt: skip


def _ground(axes: Axes, x: float, y: float, text: str, align: str) -> None:
    from matplotlib.patches import Rectangle

    wide = sum(map(fonts.columns, text)) * _LETTER  # nearly its width, which is found a hundred times faster
    left = x - {"left": 0.0, "center": 0.5, "right": 1.0}[align] * wide
    axes.add_patch(Rectangle((left, y - 6), wide, 12, facecolor=PAPER, alpha=0.75, linewidth=0, zorder=2.4))


def line(axes: Axes, xs: Sequence[float], ys: Sequence[float], colour: str, **style: Any) -> None:  # noqa: ANN401 - matplotlib's
    """Draw a line behind everything else, with matplotlib's own properties."""
    axes.plot(xs, ys, color=colour, **({"linewidth": 0.8, "zorder": 1} | style))


def shade(axes: Axes, left: float, top: float, right: float, bottom: float) -> None:
    """Tint an area."""
    from matplotlib.patches import Rectangle

    axes.add_patch(Rectangle((left, top), right - left, bottom - top, color="#f5f5f3", zorder=0))


def mark(axes: Axes, x: float, y: float, status: Status, contested: Contested | None = None) -> None:
    """Draw the mark of a status, in a ring if it is contested."""
    from matplotlib.patches import Circle

    axes.plot([x], [y], zorder=4, **look(status))
    if contested:
        axes.add_patch(Circle((x, y), RING, zorder=3.5, **ring(contested)))


def stretch(axes: Axes, span: Span, y: float, colour: str) -> None:
    """Draw a stretch of time around y.

    Of a situation: a full bar if it is attested, a hollow one if it began or ended some time in the stretch, dots if it
    is unknown. Of an event, which happened some time in the stretch: a line with its ends marked.
    """
    from matplotlib.patches import Rectangle

    ends = (span.left, span.right)
    if span.known == "possible":
        if span.is_open or span.left != span.right:
            line(axes, ends, (y, y), colour, linewidth=1.2, zorder=2)
            caps = ends[1:] if span.is_open else ends
            line(axes, caps, [y] * len(caps), colour, marker="|", markersize=8, linestyle="none", zorder=2)
    elif span.known == "unknown":
        line(axes, ends, (y, y), colour, linewidth=2.0, linestyle=(0, (0.8, 1.8)), zorder=2)
    else:
        fill = colour if span.known == "attested" else PAPER
        size = (max(span.right - span.left, 1.0), 6.0)
        axes.add_patch(Rectangle((span.left, y - 3), *size, facecolor=fill, edgecolor=colour, linewidth=1.0, zorder=2))
