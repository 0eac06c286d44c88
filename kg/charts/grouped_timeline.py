"""A timeline of more facts than can be drawn one by one: a bar for each actor and day, month or more, by status."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.base.hints import counted
from kg.charts import canvas, ink
from kg.charts.fonts import lines as broken
from kg.charts.marks import INK, PALE, RULE, fill
from kg.model.records import Contested, Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.history.chronology import Chronology, Entry, Track

# All in pixels.
_EDGE, _LINE, _TOP, _ROW, _BAR = (
    16.0,
    15.0,
    46.0,
    40.0,
    24.0,
)  # margin, line of text, above rows, a row, its highest bar
_PLOT, _WIDEST, _GAP, _LETTER = 700.0, 44.0, 10.0, 5.6  # all periods, one of them, beside names, a letter of a caption
_DAY = 0  # in the place of a number of months
# By their months.
_PERIODS = {_DAY: "day", 1: "month", 3: "quarter", 12: "year", 60: "five years", 120: "decade", 1200: "century"}
_MOST = 36  # periods
_FIRST = ("1", "Jan", "Q1")  # of a month or a year
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
Cell = tuple[int, int | None]  # an actor's row, and a period from the first on; None: undated


class Grouped(Struct, frozen=True):
    """How many facts of each status there are, by actor and period; None: a party contests them."""

    months: int  # of a period; `_DAY`: each is a day
    first: int  # months since the year 0 at which the first period begins; or its day, counted from 0001-01-01
    periods: int
    cells: Mapping[Cell, Mapping[Status | None, int]]


def grouped(tracks: list[Track]) -> Grouped:
    """Count the facts of some actors by period, the shortest of which no more than three dozen are needed.

    Each fact counts in the period of its first possible day; one with a bound at one side only, in that of the bound.
    """
    days = {its.number: day for track in tracks for its in _entries(track) if (day := _day(its))}
    ends = (min(days.values()), max(days.values())) if days else (date.min, date.min)
    months = next((its for its in _PERIODS if _period(ends[1], its) - _period(ends[0], its) < _MOST), max(_PERIODS))
    low, high = (_period(day, months) for day in ends)
    cells: dict[Cell, Counter[Status | None]] = {}
    for row, track in enumerate(tracks):
        for part in track.appearances:
            day = days.get(part.entry.number)
            period = None if day is None else _period(day, months) - low
            status = None if part.contested is Contested.BY_PARTY else part.status
            cells.setdefault((row, period), Counter())[status] += 1
    return Grouped(months, low * max(months, 1), high - low + 1 if days else 0, cells)


def _period(day: date, months: int) -> int:
    """Count the periods before that of a day."""
    return day.toordinal() if months == _DAY else (day.year * 12 + day.month - 1) // months


def height(tracks: list[Track]) -> float:
    """Give the height in pixels of the rows of some actors."""
    return _TOP + len(tracks) * _ROW


def drawn(timeline: Chronology, tracks: list[Track], format: str, notes: list[str]) -> bytes:
    """Draw bars instead of marks, and say so below; `notes` are further lines."""
    its = grouped(tracks)
    gutter = max((ink.width(track.label, ink.NAME) for track in tracks), default=0.0) + _GAP
    wide = min(_WIDEST, _PLOT / max(its.periods, 1))
    has_undated = any(period is None for _, period in its.cells)
    right = gutter + its.periods * wide + (3 * _WIDEST if has_undated else 0) + _GAP
    bottom = height(tracks)
    width = max(right, gutter + _PLOT / 2)
    told = [line for note in [_told(timeline, tracks, its), *notes] for line in broken(note, int(width / _LETTER))]
    figure, axes = canvas.empty(width + 2 * _EDGE, bottom + (3 + len(told)) * _LINE + 2 * _EDGE, _EDGE)
    ink.write(axes, 0, 0, timeline.title, size=ink.TITLE, weight="bold")
    _scale(axes, its, gutter, wide, bottom)
    for row, track in enumerate(tracks):
        if row % 2 == 0:
            ink.shade(axes, -_EDGE / 2, _TOP + row * _ROW, width + _EDGE / 2, _TOP + (row + 1) * _ROW)
        ink.write(axes, gutter - _GAP, _TOP + (row + 0.6) * _ROW, track.label, align="right", size=ink.NAME)
    most = max((sum(cell.values()) for cell in its.cells.values()), default=1)
    for (row, period), cell in sorted(
        its.cells.items(), key=lambda item: (item[0][0], item[0][1] is None, item[0][1] or 0)
    ):
        x = gutter + (its.periods * wide + _WIDEST if period is None else period * wide)
        _bar(axes, (x, _TOP + (row + 1) * _ROW - 3), _WIDEST if period is None else wide, cell, _BAR / most)
    _legend(axes, its, bottom + 1.5 * _LINE)
    if has_undated:
        ink.write(axes, gutter + its.periods * wide + _WIDEST, _TOP - 12, "undated", colour=PALE)
    for number, line in enumerate(told):
        ink.write(axes, 0, bottom + (3 + number) * _LINE, line, colour=PALE)
    file = canvas.written(figure, format)
    return file if format == "png" else canvas.fitting(file)


def _entries(track: Track) -> Iterator[Entry]:
    return (part.entry for part in track.appearances)


def _day(entry: Entry) -> date | None:
    """Give the first possible day of a fact, or if there is none, the first bound; None if it is undated."""
    first = [its.first for its in entry.stretches if its.first]
    found = first or [its.last for its in entry.stretches if its.last]
    return date.fromisoformat(min(found)) if found else None


def _told(timeline: Chronology, tracks: list[Track], its: Grouped) -> str:
    marks = sum(len(track.appearances) for track in tracks)
    return (
        f"known by {timeline.known_by}; {marks:,} marks are too many to be told apart, and are grouped by "
        f"{_PERIODS[its.months]}: a bar counts the facts of an actor by the first day on which each may have been"
    )


def _scale(axes: Axes, its: Grouped, left: float, wide: float, bottom: float) -> None:
    """Name the periods, each year or month above them once; as many as there is room for."""
    room, above = -100.0, [(-100.0, "")]  # where there is a name already
    for period in range(its.periods):
        x = left + period * wide
        named, of = _name(its.first + period * max(its.months, 1), its.months)
        is_new = of != above[-1][1]
        if x - room < ink.width(named, ink.SMALL) + _GAP and not (is_new and named in _FIRST):
            continue
        ink.line(axes, [x, x], [_TOP - 4, bottom], RULE)
        ink.write(axes, x + 2, _TOP - 12, named, colour=PALE)
        if is_new:
            if x - above[-1][0] < ink.width(of, ink.SMALL) + 2 * _GAP:
                above.pop()  # it has one or two periods, and no room for its name
            above.append((x, of))
        room = x
    for x, of in above[1:]:
        ink.write(axes, x + 2, _TOP - 26, of, colour=PALE, weight="bold")


def _name(start: int, months: int) -> tuple[str, str]:
    """Name a period, and of a day also its month, of a month or a quarter its year."""
    if months == _DAY:
        day = date.fromordinal(start)
        return f"{day.day}", f"{_MONTHS[day.month - 1]} {day.year:04d}"
    year = f"{start // 12:04d}"
    if months >= 12:
        return year, ""
    return _MONTHS[start % 12] if months == 1 else f"Q{start % 12 // 3 + 1}", year


def _bar(axes: Axes, foot: tuple[float, float], wide: float, cell: Mapping[Status | None, int], a_fact: float) -> None:
    """Draw a bar from its foot up, so many pixels a fact, strong statuses first, and above it how many facts it is."""
    from matplotlib.patches import Rectangle

    (x, low), broad = foot, max(wide - 4, 2.0)
    for status in sorted(cell, key=_weakness):
        high = max(cell[status] * a_fact, 1.0)
        axes.add_patch(Rectangle((x + 2, low - high), broad, high, linewidth=0.8, zorder=2, **fill(status)))
        low -= high
    number = f"{sum(cell.values()):,}"
    if wide >= 5 + 5 * len(number):
        ink.write(axes, x + wide / 2, low - 6, number, align="center", colour=INK, ground=True)


def _legend(axes: Axes, its: Grouped, y: float) -> None:
    from matplotlib.patches import Rectangle

    x = 0.0
    for status in sorted({status for cell in its.cells.values() for status in cell}, key=_weakness):
        axes.add_patch(Rectangle((x, y - 6), 18, 12, linewidth=0.8, zorder=2, **fill(status)))
        name = status.value if status else "contested by a party: not accepted"
        ink.write(axes, x + 24, y, name)
        x += 24 + ink.width(name, ink.SMALL) + 2 * _GAP


def _weakness(status: Status | None) -> int:
    return -status.strength if status else 1


def left_out(timeline: Chronology, tracks: list[Track]) -> list[str]:
    """Say how many actors a picture leaves out, and where all facts are listed."""
    more = len(timeline.tracks) - len(tracks)
    facts = len(timeline.dated) + len(timeline.undated)
    found = [f"left out: {counted(more, 'more actor')} with no more facts"] if more else []
    return [f"{facts:,} facts: `kg timeline` lists them", *found]
