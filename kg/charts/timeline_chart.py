"""A timeline as SVG or PNG, drawn by matplotlib."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import structs

from kg.base.errors import UsageError
from kg.base.hints import LONGEST_CELL, counted, meant, named
from kg.base.letters import cut
from kg.charts import canvas, fonts, grouped_timeline, ink
from kg.charts.layout import GAP, TOP, Band, Layout, arrange
from kg.charts.legend import Item, legend, sample
from kg.charts.marks import INK, PALE, RULE, colour

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.history.chronology import Chronology, Entry, Track

FORMATS = ("svg", "png")
MOST_MARKS = 1_000
HIGHEST = 4_000  # pixels of a picture with marks, of which there may be many in one row; counts of them are shorter
_EDGE, _LINE = 16.0, 15.0  # pixels: the margin around the picture; the height of a line of text
_KEYED = 80  # facts up to which the key below the picture says what each number means
_LETTER = 5.6  # pixels a character of the key has on average, rather too many than too few
_LONGEST_NAME, _LONGEST_KEY = 60, 400  # characters of an actor's name, and of what a number means
_DASHES = (0, (5, 3))  # points of a line and of the gap behind it
Key = list[tuple[str, str]]  # the number of a fact, empty in the second line of its text; and the line


def picture(timeline: Chronology, format: str, rows: int) -> bytes:
    """Draw a timeline.

    Parameters
    ----------
    timeline
        From `kg.history.chronology.in_order`.
    format
        One of `FORMATS`.
    rows
        How many actors at most.

    Returns
    -------
    bytes
        The file. Beyond a thousand marks, or where so many are of one time that the picture would be some screens high,
        facts are counted by actor and day, month, quarter or more, and it says so.

    Raises
    ------
    UsageError
        If there is no such format, or matplotlib is not installed.
    """
    if format not in FORMATS:
        raise UsageError(f"no such picture: {named(format)}", meant(format, FORMATS, "there are svg and png"))
    timeline = structs.replace(timeline, title=cut(timeline.title, LONGEST_CELL))
    tracks = [structs.replace(its, label=cut(its.label, _LONGEST_NAME)) for its in _most(timeline, rows)]
    entries = [*timeline.dated, *timeline.undated]
    texts = [
        timeline.title,
        *(track.label for track in tracks),
        *(cut(entry.what, _LONGEST_KEY) for entry in entries if len(entries) <= _KEYED),
    ]
    with canvas.settings("a picture", texts, format):
        if sum(len(track.appearances) for track in tracks) <= MOST_MARKS:
            layout = arrange(timeline, tracks, max((ink.width(its.label, ink.NAME) for its in tracks), default=0.0))
            if layout.height <= max(HIGHEST, 2 * grouped_timeline.height(tracks)):
                return _drawn(timeline, tracks, layout, format)
        return grouped_timeline.drawn(timeline, tracks, format, grouped_timeline.left_out(timeline, tracks))


def _drawn(timeline: Chronology, tracks: list[Track], layout: Layout, format: str) -> bytes:
    looks = legend(tracks, layout.height + 2 * _LINE, layout.width)
    key = _key(timeline, layout)
    if left_out := len(timeline.tracks) - len(tracks):
        key.append(("", f"left out: {counted(left_out, 'more actor')} with no more facts"))
    top = (looks[-1].y if looks else layout.height) + 2 * _LINE
    width, height = layout.width + 2 * _EDGE, top + len(key) * _LINE + 2 * _EDGE
    figure, axes = canvas.empty(width, height, _EDGE)
    _draw(axes, timeline, layout, looks)
    for place, (number, line) in enumerate(key):
        ink.write(axes, 22, top + place * _LINE, number, align="right", colour=PALE)
        ink.write(axes, 30, top + place * _LINE, line)
    file = canvas.written(figure, format)
    return file if format == "png" else canvas.fitting(file)


def _most(timeline: Chronology, rows: int) -> list[Track]:
    """Give the actors with the most facts, in the order of the timeline."""
    order = sorted(range(len(timeline.tracks)), key=lambda index: (-len(timeline.tracks[index].appearances), index))
    return [timeline.tracks[index] for index in sorted(order[:rows])]


def _key(timeline: Chronology, layout: Layout) -> Key:
    """Write what each number on the picture stands for; where there are too many, one line instead."""
    entries = [*timeline.dated, *timeline.undated]
    if len(entries) > _KEYED:
        return [("", f"{len(entries):,} facts, too many to be listed here: `kg timeline` lists them")]
    letters = int((layout.width - 40) / _LETTER)
    return [line for entry in entries for line in _keyed(entry, letters)]


def _keyed(entry: Entry, letters: int) -> Key:
    lines = fonts.lines(f"{entry.fact.status.value}: {cut(entry.what, _LONGEST_KEY)}{entry.marks}", letters)
    return [(str(entry.number) if not place else "", line) for place, line in enumerate(lines)]


def _draw(axes: Axes, timeline: Chronology, layout: Layout, looks: list[Item]) -> None:
    ink.write(axes, 0, 0, timeline.title, size=ink.TITLE, weight="bold")
    for place, band in enumerate(layout.bands):
        if place % 2 == 0:
            ink.shade(axes, -_EDGE / 2, band.top, layout.width + _EDGE / 2, band.bottom)
        _band(axes, layout, band)
    _frame(axes, timeline, layout)
    for look in looks:
        sample(axes, look)


def _frame(axes: Axes, timeline: Chronology, layout: Layout) -> None:
    """Draw the scale of days, its breaks, the day of knowledge, and the column of what is undated."""
    top, bottom = TOP - GAP / 2, layout.height
    if layout.axis:
        for tick in layout.axis.ticks():
            ink.line(axes, [tick.x, tick.x], [top, bottom], RULE)
            ink.write(axes, tick.x, TOP - 16, tick.day, align="center", colour=PALE)
            ink.write(axes, tick.x, TOP - 29, tick.year, align="center", colour=PALE, weight="bold")
        for x in layout.axis.breaks:
            ink.write(axes, x, TOP - 12, "//", align="center", colour=PALE)
            ink.line(axes, [x, x], [top, bottom], PALE, linestyle=(0, (1, 3)))
    if layout.known_by is not None:
        ink.line(axes, [layout.known_by] * 2, [top, bottom], INK, linestyle=_DASHES)
        ink.write(axes, layout.known_by, bottom + 9, f"known by {timeline.known_by}", align="center")
    if layout.undated < layout.width:
        ink.line(axes, [layout.undated - 10] * 2, [top, bottom], PALE)
        ink.write(axes, layout.undated - 2, TOP - 16, "undated", colour=PALE)


def _band(axes: Axes, layout: Layout, band: Band) -> None:
    ink.write(axes, layout.gutter, (band.top + band.bottom) / 2, band.label, align="right", size=ink.NAME)
    for sign in band.signs:
        part = sign.part
        for span in sign.spans:
            ink.stretch(axes, span, sign.y, colour(part.status))
        if len(sign.xs) > 1:
            ink.line(axes, [sign.xs[0], sign.xs[-1]], [sign.y] * 2, PALE, linestyle=(0, (1, 2)), zorder=2)
        for x in sign.xs:
            ink.mark(axes, x, sign.y, part.status, part.contested)
        number = f"{part.entry.number}{'≠' if part.entry.conflicts else ''}"
        ink.write(axes, sign.number, sign.y, number, ground=True)
