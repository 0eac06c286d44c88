"""A network as SVG or PNG: names beside marks, lines told apart by pattern and colour of status, and a legend."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.base.hints import LONGEST_CELL, counted
from kg.base.letters import cut
from kg.charts import canvas, fonts, ink
from kg.charts.marks import INK, PALE, PAPER, colour, ring
from kg.model.records import Contested, Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

# All in pixels.
_EDGE, _LINE, _GAP, _SAMPLE = 16.0, 15.0, 18.0, 40.0  # margin, line of text, gap behind and sample of a legend's item
_BESIDE, _BELOW, _LETTER = 60.0, 34.0, 6.0  # room for a name to either side of a mark, and below; a letter of a caption
_NARROWEST, _MARK = 520.0, 8.0  # width that a caption needs; across a mark, in points
_SCALE = 0.66  # of places on the page, where names are larger
_NAME, _NAME_LINE = 18, 11  # columns of a name's line, of which there are two, and pixels from one to the next
_NUMBERED = 20  # lines that say how many findings they have: those of most; all lines are the wider, the more they are
_WIDER = 4.5  # points of the widest line, beyond those of a line of one finding
SHARP = 1.5  # dots of a PNG for each pixel
_TOLD = 3  # lines of which an alternative text tells
_CONTESTED = "contested by a party"
# Points of lines and gaps; the patterns are those of the page (`kg/view/web/shapes.js`).
_PATTERNS: dict[Status, tuple[float, ...]] = {
    Status.ONE_SIDED: (11, 5),
    Status.REPORTED: (11, 4, 2, 4),
    Status.ALLEGED: (2, 4),
    Status.FULFILLED: (1, 6),
    Status.PLANNED: (1, 6),
    Status.LAPSED: (1, 6),
    Status.UNCONFIRMED: (2, 7),
    Status.DENIED: (5, 5),
    Status.RETRACTED: (1, 9),
}


class Dot(Struct, frozen=True):
    """An actor, or a side of several."""

    name: str
    x: float  # pixels of the page's layout, y downwards
    y: float
    apart: str = ""  # what tells it from others of its name, written below it

    @property
    def whole(self) -> str:
        """The name with what tells it apart."""
        return f"{self.name} ({self.apart})" if self.apart else self.name


class Line(Struct, frozen=True):
    """What joins two of them."""

    ends: tuple[str, str]
    status: Status  # of its strongest finding, or of most
    contested: Contested | None
    findings: int


class NetworkPicture(Struct, frozen=True):
    """All that a picture of a network shows."""

    title: str
    caption: str
    dots: Mapping[str, Dot]  # id -> its mark
    lines: tuple[Line, ...]

    def told(self) -> str:
        """Tell it in words, for whoever does not see it: how much there is, and between whom most."""
        most = sorted(self.lines, key=lambda line: (-line.findings, line.ends))[:_TOLD]
        names = ({end: self.dots[end].whole for end in line.ends} for line in most)
        pairs = [f"{' and '.join(its.values())} ({line.findings})" for its, line in zip(names, most, strict=True)]
        return (
            f"Network: {cut(self.title, LONGEST_CELL)}. {counted(len(self.dots), 'mark')} and "
            f"{counted(len(self.lines), 'line')}; most findings: {', '.join(pairs)}. {self.caption}."
        )

    def drawn(self, format: str) -> bytes:
        """Draw it as ``svg`` or ``png``, the same bytes for the same input.

        Raises
        ------
        UsageError
            If matplotlib is not installed.
        """
        texts = [self.title, self.caption, *(dot.whole for dot in self.dots.values())]
        with canvas.settings("a picture", texts, format):
            return self._drawn(format)

    def _drawn(self, format: str) -> bytes:
        xs, ys = ([getattr(dot, axis) * _SCALE for dot in self.dots.values()] for axis in "xy")
        left, top = min(xs, default=0) - _BESIDE, min(ys, default=0) - _EDGE - 2 * _LINE
        more = max((len(_names(dot)) - 2 for dot in self.dots.values() if dot.apart), default=0) * _NAME_LINE
        width = max(max(xs, default=0) + _BESIDE - left, _NARROWEST)
        height = max(ys, default=0) + _BELOW + max(more, 0) - top
        items = _legend(self.lines, height + _LINE, width)
        below = (items[-1][1] if items else height) + 1.6 * _LINE
        told = fonts.lines(self.caption, int(width / _LETTER))
        figure, axes = canvas.empty(width + 2 * _EDGE, below + len(told) * _LINE + 2 * _EDGE, _EDGE)
        ink.write(axes, 0, 0, cut(self.title, LONGEST_CELL), size=ink.TITLE, weight="bold")
        places = {id_: (dot.x * _SCALE - left, dot.y * _SCALE - top) for id_, dot in self.dots.items()}
        counts = sorted([line.findings for line in self.lines], reverse=True)[:_NUMBERED]
        for line in self.lines:
            look = _look(line.status, line.contested, line.findings, counts[0])
            is_numbered = line.findings > 1 and line.findings >= counts[-1]
            _join(axes, places[line.ends[0]], places[line.ends[1]], look, f"{line.findings:,}" if is_numbered else "")
        for id_, dot in self.dots.items():
            _name(axes, *places[id_], _names(dot))
        for x, y, look, text in items:
            ink.line(axes, [x, x + _SAMPLE - 6], [y, y], **look)
            ink.write(axes, x + _SAMPLE, y, text)
        for number, line_ in enumerate(told):
            ink.write(axes, 0, below + number * _LINE, line_, colour=PALE)
        file = canvas.written(figure, format, SHARP)
        return file if format == "png" else canvas.fitting(file)


def _look(status: Status, contested: Contested | None, findings: int = 1, most: int = 1) -> dict[str, Any]:
    """Give the properties of a line: pattern and colour say the status, width how many findings, of at most so many."""
    against = contested is Contested.BY_PARTY
    pattern = (5, 5) if against else _PATTERNS.get(status, ())
    wide = 2.4 if status is Status.ON_RECORD else 1.4
    wide += min(0.7 * math.log2(findings), _WIDER * math.sqrt(findings / most))
    return {
        "colour": ring(contested)["edgecolor"] if against and contested else colour(status),
        "linewidth": wide,
        # matplotlib multiplies a pattern by the width of its line
        "linestyle": (0, tuple(length / wide for length in pattern)) if pattern else "-",
    }


def _join(axes: Axes, one: tuple[float, float], other: tuple[float, float], look: dict[str, Any], number: str) -> None:
    ink.line(axes, [one[0], other[0]], [one[1], other[1]], **look, alpha=0.85)
    middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
    if number:
        ink.write(axes, *middle, number, align="center", colour=INK, ground=True)


def _name(axes: Axes, x: float, y: float, lines: Iterable[str]) -> None:
    axes.plot([x], [y], marker="o", markersize=_MARK, color=INK, markeredgecolor=PAPER, markeredgewidth=1.5, zorder=2.5)
    for number, line in enumerate(lines):
        ink.write(axes, x, y + 14 + number * _NAME_LINE, line, align="center", ground=True)


def _names(dot: Dot) -> list[str]:
    """Break a name into two lines at most, and below it whole what tells it apart."""
    lines = fonts.lines(cut(dot.name, LONGEST_CELL), _NAME)
    shown = lines[:2] if len(lines) <= 2 else [lines[0], cut(f"{lines[1]}…", _NAME)]
    return shown + (fonts.lines(f"({dot.apart})", _NAME) if dot.apart else [])


def _legend(lines: Iterable[Line], top: float, breadth: float) -> list[tuple[float, float, dict[str, Any], str]]:
    """Lay out what each pattern that occurs means, in rows of a given breadth; each with its place and its look."""
    lines = list(lines)
    is_against = {line.contested is Contested.BY_PARTY for line in lines}
    shown = {line.status for line in lines if line.contested is not Contested.BY_PARTY}
    wanted = [(_look(its, None), its.value) for its in Status if its in shown]
    if True in is_against:
        wanted.append((_look(Status.DENIED, Contested.BY_PARTY), _CONTESTED))
    x, y, items = 0.0, top, []
    for look, text in wanted:
        needs = _SAMPLE + ink.width(text, ink.SMALL) + _GAP
        if x and x + needs > breadth:
            x, y = 0.0, y + 1.3 * _LINE
        items.append((x, y, look, text))
        x += needs
    return items
