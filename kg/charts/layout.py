"""The places of everything on a timeline's picture, in pixels from the top left.

Each actor has a row, a `Band`, of as many lanes, one below the other, as keep its marks and bars apart.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.charts.axis import Axis, axis

if TYPE_CHECKING:
    from kg.history.chronology import Appearance, Chronology, Stretch, Track

# All in pixels.
LANE, GAP, TOP = 22.0, 9.0, 46.0  # height of a lane, of the space between two actors' rows, and above the first of them
RING = 10.0  # radius of the ring around the mark of a contested fact
STUB, MARK = 30.0, 7.0  # length of a bar that is open at one end, beyond the other; half the width of a mark
PLOT = 620.0  # from the first day to the last
UNDATED = 38.0  # for each mark in the column of undated facts
DIGIT = 7.0  # width of a digit


class Span(Struct, frozen=True):
    """A stretch of time on the picture."""

    left: float
    right: float
    known: str  # what is known of it: a value of `kg.history.chronology.Known`
    is_open: bool  # one end is not known: it goes on for `STUB` pixels


class Sign(Struct, frozen=True):
    """The mark of a fact in an actor's row, with the fact's number, and the bars that belong to it."""

    part: Appearance
    xs: tuple[float, ...]  # of the mark: one, unless claims conflict on the day
    y: float
    spans: tuple[Span, ...]
    number: float  # x of the left end of the number


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
    undated: float  # x at which the column of undated facts begins; the right edge if there are none
    width: float
    height: float
    known_by: float | None  # x of the day up to which claims are known; None if nothing is dated


def arrange(timeline: Chronology, tracks: Iterable[Track], gutter: float) -> Layout:
    """Place everything on a timeline's picture.

    Parameters
    ----------
    timeline
        The timeline.
    tracks
        The actors that are drawn, from the top, each with its facts.
    gutter
        Width of the widest name of an actor, in pixels.
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
    """Give the x of a number: right of the mark; of an event, right of its bars too."""
    beside = xs[-1] + (RING if part.contested else MARK) + 3
    return beside if part.entry.lasts else max(beside, *(span.right + 4 for span in spans), 0)


def _extent(part: Appearance, xs: tuple[float, ...], spans: tuple[Span, ...]) -> tuple[float, float]:
    """Give the left and right end of what a fact takes up in its lane: the mark, its bars and its number."""
    digits = len(str(part.entry.number)) + bool(part.entry.conflicts)
    start = min(xs[0] - RING, *(span.left for span in spans), xs[0])
    return start, max(_number(part, xs, spans) + 4 + digits * DIGIT, *(span.right + 4 for span in spans), 0)


def _span(its: Stretch, scale: Axis) -> Span:
    """Place a stretch of time; what is open at one end goes on for a stub, or if it is attested to the last day."""
    first, last = (None if day is None else scale.x(day) for day in (its.first, its.last))
    if first is None:
        anchor = last if last is not None else scale.left
        return Span(anchor - STUB, anchor, its.known.value, True)
    if last is None:
        far = scale.right + STUB if its.known.value == "attested" else first + STUB
        return Span(first, far, its.known.value, True)
    return Span(first, last, its.known.value, False)


def _marks(spans: tuple[Span, ...], *, lasts: bool) -> tuple[float, ...]:
    """Give the xs of marks: for an event the middle of each stretch, for a situation the first day it is known of."""
    if not lasts:
        return tuple(span.right if span.is_open else (span.left + span.right) / 2 for span in spans)
    known = [span for span in spans if span.known == "attested"] or [span for span in spans if span.known == "bounded"]
    return (known[0].left,)


def pack(extents: list[tuple[float, float]]) -> list[int]:
    """Give each extent (its left and right end) the first lane in which it overlaps no other.

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
