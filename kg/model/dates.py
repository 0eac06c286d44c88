"""Reads dates as annotated (EDTF) to the first and the last day that they can mean. Only this module imports `edtf`.

What is read: days, months and years (``2023-12-13``, ``2023-12``, ``2023``); unknown digits at the end (``202X``,
``2023-XX``, ``2023-12-XX``); seasons and other parts of a year (``2023-21`` to ``2023-41``); ``~``, ``?`` or ``%``
after any of these; intervals of any two of these, open (``..``) or unknown (nothing) on one side.

``~``, ``?`` and ``%`` widen by one unit of the precision on both sides: a day for a day, a month for a month, a year
for a year, a decade for a decade, a season for a season. A winter is that of the north: December and the two months
after it.

Source: Extended Date/Time Format (EDTF) Specification, Library of Congress, 2019; ISO 8601-2:2019, annex A.
"""

from __future__ import annotations

import calendar
import re
import warnings
from collections.abc import Iterable
from datetime import date
from functools import lru_cache

from msgspec import Struct

from kg.base.errors import KgError
from kg.base.letters import cut

FORMS = "write YYYY-MM-DD, YYYY-MM or YYYY, or an interval: START/END"
FIRST_YEAR, LAST_YEAR = 1, 9999

_PLAIN = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?([~?%]?)")
# The only forms that go to edtf: of others it prints to stdout, raises AttributeError, or gives a day that is none.
_FUZZY = re.compile(r"([0-9]{3}X|[0-9]{2}XX|[0-9]XXX|[0-9]{4}-XX(?:-XX)?|[0-9]{4}-[0-9]{2}-XX)([~?%]?)")
_SEASON = re.compile(r"([0-9]{4}-(?:2[1-9]|3[0-9]|4[01]))([~?%]?)")
_AMBIGUOUS = re.compile(r"[0-9]{1,2}([/.-])[0-9]{1,2}\1(?:[0-9]{4}|[0-9]{2})")
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9].*", re.DOTALL)
_FAR_YEAR = re.compile(r"Y-?[0-9]+|-[0-9]{4,}(?:-.*)?|[0-9]{5,7}(?:-.*)?", re.DOTALL)

Bounds = tuple[str, str]  # first and last possible day
Slice = tuple[str | None, str | None]  # the same, None where unbounded


class DateError(KgError, ValueError):
    """A text that is no date, or not one that can be read without guessing."""


class When(Struct, frozen=True, gc=False):
    """A time as annotated, with the days that bound it.

    Of an interval, `begins` is the last possible day of the stated start and `ends` the first possible day of
    the stated end: a situation that is stated to have ended in August 2021 ended on 2021-08-01 or later.

    >>> When("2023-12-13", "2023-12-13", "2023-12-13").interval
    False
    """

    text: str
    earliest: str | None  # None: unbounded
    latest: str | None
    interval: bool = False
    begins: str | None = None  # None: the start is open or unknown, or this is no interval
    ends: str | None = None


@lru_cache(maxsize=65536)
def parse(text: str) -> When:
    """Read an EDTF text.

    Parameters
    ----------
    text
        As annotated, without spaces around it.

    Returns
    -------
    When
        The text with its bounds, YYYY-MM-DD.

    Raises
    ------
    DateError
        If there is no such day, if it could be read in two ways, or if it is nothing of the forms above.

    >>> parse("2023-12")
    When(text='2023-12', earliest='2023-12-01', latest='2023-12-31', interval=False, begins=None, ends=None)
    >>> parse("../2021-08")
    When(text='../2021-08', earliest=None, latest='2021-08-31', interval=True, begins=None, ends='2021-08-01')
    >>> parse("12/01/2023")
    Traceback (most recent call last):
    ...
    kg.model.dates.DateError: ambiguous: `12/01/2023`
      hint: write YYYY-MM-DD
    """
    if "/" not in text:
        earliest, latest = _bounds(text, text)
        return When(text, earliest, latest)
    return _interval(text)


def intersection(whens: Iterable[When]) -> Slice | None:
    """Days that all of these allow, or None if no day is left: the time of one event.

    >>> intersection([parse("2023-12"), parse("2023-12-04/2023-12-08"), parse("../2023-12-06")])
    ('2023-12-04', '2023-12-06')
    >>> intersection([parse("2023-12-13"), parse("2023-12-14")]) is None
    True
    """
    items = list(whens)
    earliest = max((w.earliest for w in items if w.earliest is not None), default=None)
    latest = min((w.latest for w in items if w.latest is not None), default=None)
    if earliest is not None and latest is not None and earliest > latest:
        return None
    return earliest, latest


def hull(whens: Iterable[When]) -> Slice:
    """Return the shortest span of days that holds all of these: the time of a situation. Unbounded if any of them is.

    >>> hull([parse("2023-12-14"), parse("2022-11/..")])
    ('2022-11-01', None)
    """
    items = list(whens)
    starts = [w.earliest for w in items if w.earliest is not None]
    ends = [w.latest for w in items if w.latest is not None]
    earliest = min(starts) if starts and len(starts) == len(items) else None
    latest = max(ends) if ends and len(ends) == len(items) else None
    return earliest, latest


def overlaps(a: When, b: When) -> bool:
    """Whether some day is possible under both.

    >>> overlaps(parse("2023-12-13~"), parse("2023-12-14"))
    True
    """
    return intersection((a, b)) is not None


def to_edtf(earliest: str | None, latest: str | None) -> str:
    """Write bounds as the shortest EDTF text of the same bounds; empty if both are unbounded.

    >>> to_edtf("2023-12-01", "2023-12-31"), to_edtf("2023-12-13", "2023-12-13"), to_edtf(None, "2021-08-31")
    ('2023-12', '2023-12-13', '../2021-08-31')
    """
    if earliest is None or latest is None:
        return "" if earliest == latest else f"{earliest or '..'}/{latest or '..'}"
    if earliest == latest:
        return earliest
    for part in (earliest[:4], earliest[:7]):
        if _bounds(part, part) == (earliest, latest):
            return part
    return f"{earliest}/{latest}"


def _interval(text: str) -> When:
    start, _, end = text.partition("/")
    if _AMBIGUOUS.fullmatch(text):
        raise DateError(f"ambiguous: {_shown(text)}", "write YYYY-MM-DD")
    if start in ("", "..") and end in ("", ".."):
        raise DateError(f"says nothing: {_shown(text)}", "leave the field out where no time is known")
    earliest, begins = (None, None) if start in ("", "..") else _bounds(start, text)
    ends, latest = (None, None) if end in ("", "..") else _bounds(end, text)
    if earliest is not None and latest is not None:
        if latest < earliest:
            raise DateError(f"ends before it starts: {_shown(text)}", "write the earlier date first")
        # What starts in a month and ends on its fifth day started on the fifth at the latest.
        begins, ends = min(begins or latest, latest), max(ends or earliest, earliest)
    return When(text, earliest, latest, True, begins, ends)


def _bounds(part: str, whole: str) -> Bounds:
    """First and last possible day of a single date; `whole` is what a message names."""
    if found := _PLAIN.fullmatch(part):
        year, month, day, doubt = found.groups()
        if not (month and not day and "21" <= month <= "41"):
            return _plain(year, month, day, doubt, whole)
    if found := _SEASON.fullmatch(part):
        return _season(found[1], found[2], whole)
    if found := _FUZZY.fullmatch(part):
        return _fuzzy(found[1], found[2], whole)
    raise _refusal(part, whole)


def _plain(year: str, month: str | None, day: str | None, doubt: str, whole: str) -> Bounds:
    if year == "0000":
        raise _outside(whole)
    if month and not "01" <= month <= "12":
        raise DateError(f"no such month: {_shown(whole)}", "months are 01 to 12")
    if day and month:
        days = calendar.monthrange(int(year), int(month))[1]
        if not 1 <= int(day) <= days:
            raise DateError(f"no such day: {_shown(whole)}", f"{year}-{month} has {days} days")
        bounds, months = (f"{year}-{month}-{day}",) * 2, 0
    elif month:
        bounds, months = (f"{year}-{month}-01", _last_of_month(int(year), int(month))), 1
    else:
        bounds, months = (f"{year}-01-01", f"{year}-12-31"), 12
    return _widened(bounds, months) if doubt else bounds


def _season(part: str, doubt: str, whole: str) -> Bounds:
    earliest, latest = _by_edtf(part, whole)
    if earliest[5:7] == "12":  # edtf ends a winter with its first month
        latest = _last_day(earliest, 2)
    months = (int(latest[5:7]) - int(earliest[5:7])) % 12 + 1
    return _widened((earliest, latest), months) if doubt else (earliest, latest)


def _fuzzy(part: str, doubt: str, whole: str) -> Bounds:
    if part.endswith("-XX") and part[5:7] != "XX":
        _plain(part[:4], part[5:7], None, "", whole)  # edtf does not check the month
    bounds = _by_edtf(part, whole)
    months = {4: 12 * 10 ** part.count("X"), 7: 1}.get(len(part), 0)
    return _widened(bounds, months) if doubt else bounds


def _by_edtf(part: str, whole: str) -> Bounds:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its grammar warns under newer pyparsing, which is not the reader's business
        import edtf  # here, since it takes 0.1 s and few sources need it

        try:
            found = edtf.parse_edtf(part)
            first, last = found.lower_strict(), found.upper_strict()
        except Exception as error:  # it raises whatever its arithmetic meets
            raise _refusal(part, whole) from error
    if first.tm_year < FIRST_YEAR or last.tm_year > LAST_YEAR:
        raise _outside(whole)
    day = "{:04d}-{:02d}-{:02d}".format
    return day(*first[:3]), day(*last[:3])


def _widened(bounds: Bounds, months: int) -> Bounds:
    """One unit more on both sides, kept within the years that are read; no months: the unit is a day."""
    if months:
        return _first_day(bounds[0], -months), _last_day(bounds[1], months)
    before, after = (date.fromisoformat(day).toordinal() + step for day, step in zip(bounds, (-1, 1), strict=True))
    return (
        date.fromordinal(max(before, date.min.toordinal())).isoformat(),
        date.fromordinal(min(after, date.max.toordinal())).isoformat(),
    )


def _first_day(day: str, months: int) -> str:
    """First day of the month so many months on."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    return f"{year:04d}-{month + 1:02d}-01" if year >= FIRST_YEAR else f"{FIRST_YEAR:04d}-01-01"


def _last_day(day: str, months: int) -> str:
    """Last day of the month so many months on."""
    year, month = divmod(int(day[:4]) * 12 + int(day[5:7]) - 1 + months, 12)
    return _last_of_month(year, month + 1) if year <= LAST_YEAR else f"{LAST_YEAR}-12-31"


def _last_of_month(year: int, month: int) -> str:
    return f"{year:04d}-{month:02d}-{calendar.monthrange(year, month)[1]:02d}"


def _refusal(part: str, whole: str) -> DateError:
    if timed := _TIMED.fullmatch(part):
        return DateError(f"more than a day: {_shown(whole)}", f"times are kept to the day: write {timed[1]}")
    if _AMBIGUOUS.fullmatch(part):
        return DateError(f"ambiguous: {_shown(whole)}", "write YYYY-MM-DD")
    if _FAR_YEAR.fullmatch(part):
        return _outside(whole)
    return DateError(f"no date: {_shown(whole)}", FORMS)


def _outside(whole: str) -> DateError:
    return DateError(f"year outside 0001 to 9999: {_shown(whole)}", "years have four digits")


def _shown(text: str) -> str:
    kept = cut(text, 40)
    return f"`{kept}`" if kept.isprintable() else f"`{kept.encode('unicode_escape').decode()}`"
