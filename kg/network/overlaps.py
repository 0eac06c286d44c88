"""When two situations held at once: certainly, possibly, or not as far as anybody says."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from kg.model.dates import parse, to_edtf
from kg.model.period import Period

FIRST, LAST = "", "~"  # before and after all days: an end that is open or unknown
NEVER = ("9999-12-31", "0001-01-01")  # no day is certain: last before first
_UNKNOWN, _OPEN = "", ".."


class _End(Struct, frozen=True, gc=False):
    """A stated start or end, with the days that bound it."""

    text: str
    first: str
    last: str


class Times(Struct, frozen=True, gc=False):
    """When a situation held: on which days possibly and certainly, with its start and its end as they are stated."""

    days: tuple[str, str]
    certain: tuple[str, str]
    start: _End
    end: _End
    is_stated: bool  # whether claims state its start and its end, and not only days on which it held
    is_interval: bool

    @classmethod
    def of(cls, when: Period, certain: tuple[str, str]) -> Times | None:
        """Read the time of a situation; None if it has none.

        Parameters
        ----------
        when
            Of its account.
        certain
            The first and the last day on which it certainly held; reversed if there is none.
        """
        if when.text is None:
            return None
        start, slash, end = (_UNKNOWN, "/", _UNKNOWN) if when.either else when.text.partition("/")
        days = (when.earliest or FIRST, when.latest or LAST)
        ends = (_end(start, FIRST), _end(end if slash else start, LAST))
        return cls(days, certain, *ends, when.stated, bool(slash))


class Overlap(Struct, frozen=True, gc=False):
    """Days on which two situations may both have held."""

    first: str
    last: str
    start: str  # as it is stated
    end: str
    is_certain: bool


def overlap(one: Times, other: Times) -> Overlap | None:
    """Find when two situations held at once; None if they did not, or only passed into one another.

    >>> terms = [("2001-01-03", "2007-01-03"), ("2005-03-01", "2009-05-01"), ("2009-05-01", "2010-06-01")]
    >>> served = [Times.of(Period("/".join(days), *days, stated=True), days) for days in terms]
    >>> overlap(served[0], served[1])
    Overlap(first='2005-03-01', last='2007-01-03', start='2005-03-01', end='2007-01-03', is_certain=True)
    >>> overlap(served[1], served[2]) is None
    True
    """
    first, last = max(one.days[0], other.days[0]), min(one.days[1], other.days[1])
    if first > last or _is_handover(one, other, first, last) or _is_handover(other, one, first, last):
        return None
    is_certain = max(one.certain[0], other.certain[0]) <= min(one.certain[1], other.certain[1])
    if within := [its for its in (one, other) if not its.is_interval]:  # some day of a month, say, in which it held
        text = max(within, key=lambda its: its.days[0]).start.text
        return Overlap(first, last, text, text, is_certain)
    start = _stated([one.start, other.start], max(one.start, other.start, key=lambda its: (its.last, its.first)))
    end = _stated([one.end, other.end], min(one.end, other.end, key=lambda its: (its.first, its.last)))
    return Overlap(first, last, start, end, is_certain)


def _is_handover(before: Times, after: Times, first: str, last: str) -> bool:
    """Tell whether all days that two have in common are of the stated end of one and the stated start of the other."""
    if not (before.is_stated and after.is_stated):
        return False
    if before.certain[0] > before.certain[1] or after.certain[0] > after.certain[1]:
        return False
    return first >= before.certain[1] and last <= after.certain[0]


def _end(text: str, unbounded: str) -> _End:
    if text in (_UNKNOWN, _OPEN):
        return _End(text, unbounded, unbounded)
    when = parse(text)
    return _End(text, when.earliest or FIRST, when.latest or LAST)


def _stated(both: Sequence[_End], nearest: _End) -> str:
    """Write the nearer of two ends; what may be nearer and is unknown stays unknown."""
    return _UNKNOWN if any(its.text == _UNKNOWN for its in both) else nearest.text


def joined(overlaps: Iterable[Overlap]) -> list[Overlap]:
    """Join those that touch or overlap, as terms that follow one another do."""
    found: list[Overlap] = []
    for its in sorted(overlaps, key=lambda its: (its.first, its.last)):
        if found and its.first <= found[-1].last:
            last = found[-1]
            end = max(last, its, key=lambda each: each.last)
            found[-1] = Overlap(last.first, end.last, last.start, end.end, last.is_certain or its.is_certain)
        else:
            found.append(its)
    return found


def in_words(overlaps: Sequence[Overlap]) -> str | None:
    """Write in EDTF when two situations held at once: a date, an interval, or where there are several, all of them.

    Source
    ------
    Extended Date/Time Format (EDTF) Specification, Library of Congress 2019, level 2, set representation.

    >>> in_words([Overlap("2001-01-03", "2003-01-03", "2001-01-03", "2003-01-03", True)])
    '2001-01-03/2003-01-03'
    >>> in_words([Overlap("2001-01-01", "2001-12-31", "2001", "2001", False), Overlap("2004", "~", "2004", "..", True)])
    '{2001,2004..}'
    """
    if len(overlaps) > 1:
        return f"{{{','.join(_of_set(its) for its in overlaps)}}}"
    (its,) = overlaps
    if its.start == its.end not in (_UNKNOWN, _OPEN):
        return its.start
    if {its.start, its.end} <= {_UNKNOWN, _OPEN}:  # which of them is which is not stated; the days bound it
        first, last = its.first, its.last
        return to_edtf(None if first == FIRST else first, None if last == LAST else last) or None
    return f"{its.start}/{its.end}"


def _of_set(its: Overlap) -> str:
    if its.start == its.end:
        return its.start
    start, end = ("" if text in (_UNKNOWN, _OPEN) else text for text in (its.start, its.end))
    return f"{start}..{end}"
