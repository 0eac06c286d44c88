"""A time as people say it: `2023-12-13` is Wednesday, 13 December 2023."""

from __future__ import annotations

import calendar
import re
from datetime import date

from kg.model.dates import DateError, parse
from kg.snapshot.sentences import timed

_DATE = re.compile(r"(?<!\d)(\d{4})-(\d\d)(?:-(\d\d))?(?![\d-])")
_ONE_DAY = re.compile(r"\d{4}-\d\d-\d\d")
# Two days of one month, or of one year: what they share is said once.
_MONTH = "|".join(calendar.month_name[1:])
_SAME_MONTH = re.compile(rf"(\d+) ({_MONTH}) (\d{{4}}) (and|to) (\d+ \2 \3)")
_SAME_YEAR = re.compile(rf"((?:\d+ )?(?:{_MONTH})) (\d{{4}}) (and|to) ((?:\d+ )?(?:{_MONTH}) \2)")


def time_words(text: str, *, lasts: bool = False) -> str:
    """Say a time in words.

    Parameters
    ----------
    text
        EDTF, as a claim gives it.
    lasts
        Whether it is that of a situation, whose interval gives bounds.

    Returns
    -------
    str
        Without a preposition where it is one day, month or year; of what cannot be read, what the checker says of it.

    >>> time_words("2023-12-13"), time_words("2023-12"), time_words("2023-12-04/2023-12-10")
    ('Wednesday, 13 December 2023', 'December 2023', 'between 4 and 10 December 2023')
    >>> time_words("2023-11-30/2023-12-02", lasts=True), time_words("../2021-08"), time_words("2023-12-13~")
    ('from 30 November to 2 December 2023', 'by August 2021', 'about 13 December 2023')
    >>> time_words("13 December")
    'no date: `13 December`; write YYYY-MM-DD, YYYY-MM or YYYY, or an interval: START/END'
    """
    if not text:
        return ""
    try:
        parse(text)
    except DateError as error:
        return f"{error.what}; {error.hint}" if error.hint else error.what
    if _ONE_DAY.fullmatch(text):
        return f"{calendar.day_name[date.fromisoformat(text).weekday()]}, {_DATE.sub(_written, text)}"
    words = _DATE.sub(_written, timed(text, lasts=lasts).strip())
    words = _SAME_YEAR.sub(r"\1 \3 \4", _SAME_MONTH.sub(r"\1 \4 \5", words))
    return words if " or on " in words else re.sub(r"^(on|in) ", "", words)


def _written(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    words = f"{calendar.month_name[int(month)]} {year}"
    return f"{int(day)} {words}" if day else words
