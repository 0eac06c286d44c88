"""Where everything stands on a picture: tracks, their lanes, marks and bars, in pixels from the top left."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.charts.axis import Axis, axis

if TYPE_CHECKING:
    from kg.history.chronology import Appearance, Chronology, Stretch, Track

LANE, GAP, TOP = 22.0, 9.0, 46.0  # height of a lane, of the space between tracks, and above the first of them
RING = 10.0  # radius of the ring around what is contested
STUB, MARK = 30.0, 7.0  # how far an unknown stretch is hinted at; half the width of a mark
PLOT = 620.0  # pixels from the first day to the last
UNDATED = 38.0  # pixels for each mark in the column of what is undated
DIGIT = 7.0  # pixels a digit


class Span(Struct, frozen=True):
    """A stretch of time on the picture; where it is open, it goes on for a stub."""

    left: float
    right: float
    known: str
    is_open: bool


class Sign(Struct, frozen=True):
    """A mark with its number, and the spans that belong to it."""

    part: Appearance
    xs: tuple[float, ...]  # one, unless claims conflict on the day
    y: float
    spans: tuple[Span, ...]
    number: float  # where the number stands


class Band(Struct, frozen=True):
    """The row of an actor."""

    label: str
    top: float
    bottom: float
    signs: tuple[Sign, ...]


class Layout(Struct, frozen=True):
    """A whole picture."""

    axis: Axis | None  # None if nothing is dated
    bands: tuple[Band, ...]
    gutter: float  # width of the names at the left
    undated: float  # where the column of what is undated begins; at the right edge if there is none
    width: float
    height: float
    known_by: float | None  # where the day of knowledge stands, if it is on the axis


def arrange(timeline: Chronology, tracks: Iterable[Track], gutter: float) -> Layout:
    """Place everything.

    Parameters
    ----------
    timeline
        What is drawn.
    tracks
        Those of its tracks that are drawn, from the top.
    gutter
        Width of the widest name.
    """
    shown = list(tracks)
    left = gutter + STUB + 2 * MARK
    days = [day for entry in timeline.dated for its in entry.stretches for day in (its.first, its.last) if day]
    scale = axis([*days, timeline.known_by], left, left + PLOT) if days else None
    plot_end = left + (PLOT if scale else 0) + STUB + 4 * MARK
    most = max((sum(not part.entry.stretches for part in track.appearances) for track in shown), default=0)
    top, bands = TOP, []
    for track in shown:
        band = _band(track, scale, plot_end, top)
        bands.append(band)
        top = band.bottom
    width = plot_end + (most * UNDATED + 2 * MARK if most else 0)
    known_by = scale.x(timeline.known_by) if scale else None
    return Layout(scale, tuple(bands), gutter, plot_end, width, top, known_by)


def _band(track: Track, scale: Axis | None, plot_end: float, top: float) -> Band:
    placed: list[tuple[Appearance, tuple[float, ...], tuple[Span, ...]]] = []
    for part in track.appearances:
        if scale and part.entry.stretches:
            spans = tuple(_span(its, scale) for its in part.entry.stretches)
            placed.append((part, _marks(spans, lasts=part.entry.lasts), spans))
        else:
            before = sum(not spans for _, _, spans in placed)
            placed.append((part, (plot_end + 2 * MARK + before * UNDATED,), ()))
    lanes = pack([_extent(*its) for its in placed])
    bottom = top + (max(lanes, default=0) + 1) * LANE + GAP
    signs = (
        Sign(part, xs, top + GAP / 2 + (lane + 0.5) * LANE, spans, _number(part, xs, spans))
        for lane, (part, xs, spans) in zip(lanes, placed, strict=True)
    )
    return Band(track.label, top, bottom, tuple(signs))


def _number(part: Appearance, xs: tuple[float, ...], spans: tuple[Span, ...]) -> float:
    """Choose where the number stands: beside the mark, on the bar of a situation, but behind the bar of an event."""
    beside = xs[-1] + (RING if part.contested else MARK) + 3
    return beside if part.entry.lasts else max(beside, *(span.right + 4 for span in spans), 0)


def _extent(part: Appearance, xs: tuple[float, ...], spans: tuple[Span, ...]) -> tuple[float, float]:
    """Give the pixels between which nothing else may stand: the mark, its bars and its number."""
    digits = len(str(part.entry.number)) + bool(part.entry.conflicts)
    start = min(xs[0] - RING, *(span.left for span in spans), xs[0])
    return start, max(_number(part, xs, spans) + 4 + digits * DIGIT, *(span.right + 4 for span in spans), 0)


def _span(its: Stretch, scale: Axis) -> Span:
    """Place a stretch; one that is open, or unknown, is only hinted at."""
    first, last = (None if day is None else scale.x(day) for day in (its.first, its.last))
    if first is None:
        anchor = last if last is not None else scale.left
        return Span(anchor - STUB, anchor, its.known.value, True)
    if last is None:
        far = scale.right + STUB if its.known.value == "attested" else first + STUB
        return Span(first, far, its.known.value, True)
    return Span(first, last, its.known.value, False)


def _marks(spans: tuple[Span, ...], *, lasts: bool) -> tuple[float, ...]:
    """Choose where marks stand: of an event in the middle, of a situation where it is first known to have held."""
    if not lasts:
        return tuple(span.right if span.is_open else (span.left + span.right) / 2 for span in spans)
    known = [span for span in spans if span.known == "attested"] or [span for span in spans if span.known == "bounded"]
    return (known[0].left,)


def pack(extents: list[tuple[float, float]]) -> list[int]:
    """Put extents into as few lanes as it takes for none to overlap, each into the first lane that has room.

    >>> pack([(0, 10), (5, 15), (12, 20), (6, 8)])
    [0, 1, 0, 2]
    """
    ends: list[float] = []
    lanes = [0] * len(extents)
    for index in sorted(range(len(extents)), key=lambda index: (extents[index], index)):
        start, end = extents[index]
        lane = next((lane for lane, taken in enumerate(ends) if taken <= start), len(ends))
        ends[lane : lane + 1] = [end]
        lanes[index] = lane
    return lanes
