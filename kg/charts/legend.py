"""The legend of a picture: what each mark and bar that occurs on it means, and no other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.charts.ink import SMALL, mark, stretch, width, write
from kg.charts.layout import MARK, Span
from kg.charts.marks import PALE
from kg.model.records import Contested, Status

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from kg.history.chronology import Track

_LINE, _SAMPLE, _GAP = 23.0, 36.0, 16.0  # pixels: height of a line, width of a sample, of the gap behind an item
_STRETCHES = {
    "attested": "situation, attested throughout",
    "bounded": "begun, ended or held some time in it",
    "unknown": "since when, or until when, unknown",
}
_CONTESTS = {
    Contested.BY_PARTY: "contested by a party: not accepted",
    Contested.BY_OUTSIDER: "contested by an outsider",
}
_EVENT, _CONFLICT = "event, some time in it", "claims conflict"


class Item(Struct, frozen=True):
    """A mark or bar, and what it means."""

    what: Status | Contested | str  # a kind of stretch, or the sign of conflict
    text: str
    x: float
    y: float


def legend(tracks: Iterable[Track], top: float, breadth: float) -> list[Item]:
    """Lay out the legend of some actors' rows, from a given y down, in lines of a given breadth; all in pixels."""
    x, y, items = 0.0, top, []
    for what, text in _looks(list(tracks)):
        needs = _SAMPLE + width(text, SMALL) + _GAP
        if x and x + needs > breadth:
            x, y = 0.0, y + _LINE
        items.append(Item(what, text, x, y))
        x += needs
    return items


def _looks(tracks: list[Track]) -> Iterator[tuple[Status | Contested | str, str]]:
    parts = [part for track in tracks for part in track.appearances]
    yield from ((its, its.value) for its in Status if any(part.status is its for part in parts))
    yield from ((its, text) for its, text in _CONTESTS.items() if any(part.contested is its for part in parts))
    known = {its.known.value for part in parts if part.entry.lasts for its in part.entry.stretches}
    yield from ((its, text) for its, text in _STRETCHES.items() if its in known)
    if any(its.first != its.last for part in parts if not part.entry.lasts for its in part.entry.stretches):
        yield "possible", _EVENT
    if any(part.entry.conflicts for part in parts):
        yield "≠", _CONFLICT


def sample(axes: Axes, item: Item) -> None:
    """Draw an item: the mark or bar, and beside it what it means."""
    x, what = item.x + _SAMPLE / 2 - 2, item.what
    write(axes, item.x + _SAMPLE, item.y, item.text)
    if isinstance(what, Status):
        mark(axes, x, item.y, what)
    elif isinstance(what, Contested):
        mark(axes, x, item.y, Status.UNCONFIRMED, what)
    elif what == "≠":
        write(axes, x + MARK, item.y, what, align="right")
    else:
        stretch(axes, Span(x - 14, x + 14, what, False), item.y, PALE)
