"""Times that a text names, resolved against its day of publication, and never more precise than its words.

The patterns are those of the language's file; here stands what each meaning comes to.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable
from datetime import date, timedelta
from itertools import pairwise

from msgspec import Struct

from kg.desk.suggestions.language import DayRule, Language
from kg.evidence.coverage import Sentence
from kg.model.dates import DateError, parse, to_edtf

_WORD = re.compile(r"[^\W\d_]+")
_DATELINE = re.compile(
    r"\s*(?:\([^)]*\))?\s*(?:[–—]|(?<=\s)-)\s"
)  # behind the day at the head of a report, which is its own
_FIRST_SEASON = 21  # of EDTF: spring
_HALF_A_YEAR = 183


class FoundDay(Struct, frozen=True, order=True):
    """A time that the text names, as EDTF."""

    start: int
    end: int
    when: str


def find_days(sentences: Iterable[Sentence], published: date | None, language: Language) -> list[FoundDay]:
    """Find the times that sentences name.

    Parameters
    ----------
    sentences
        Of the text, in order.
    published
        Its day of publication. None: it is not known to the day, and only what the words give in full is resolved.
    language
        Of the text.

    Returns
    -------
    list
        In order of the text, none overlapping another; the longest words at each place. A weekday is the latest such
        day that is not after publication, or, where the sentence looks ahead, the first that is not before it; about
        that day (`~`) where the sentence does not say which.

    >>> from kg.desk.suggestions.language import load
    >>> from kg.evidence.coverage import sentences
    >>> text = "They met on Monday. They will meet on 4 May 2031. A week ago nobody knew; on Sunday nobody."
    >>> [its.when for its in find_days(sentences(text), date(2031, 3, 5), load("en"))]
    ['2031-03-03', '2031-05-04', '2031-02-24~/2031-03-02~', '2031-03-02~']
    """
    found: list[FoundDay] = []
    for sentence in sentences:
        hits = []
        for number, (pattern, rule) in enumerate(language.days):
            for match in pattern.finditer(sentence.words):
                hits.append((match.start(), -match.end(), number, rule, match))
        end = 0
        for start, _, _, rule, match in sorted(hits, key=lambda hit: hit[:3]):
            if start < end:
                continue
            is_dateline = _DATELINE.match(sentence.words, match.end())
            when = None if is_dateline else _when(match, rule, published, language, sentence.words)
            if when:
                found.append(FoundDay(sentence.start + start, sentence.start + match.end(), when))
            end = match.end()  # also of what is no time: no part of it is one
    return found


def _when(match: re.Match[str], rule: DayRule, today: date | None, language: Language, words: str) -> str | None:
    """Give what a match means, as EDTF; None if it means no time, or none that can be told."""
    if today is None and rule.means not in ("date", "month", "year", "season", "days", "last-week"):
        return None
    way = rule.way or _way(match, language, words, counts_speech=rule.means not in ("date", "days"))
    try:
        when = _absolute(match, rule, today, language, way) or (today and _relative(match, rule, today, language, way))
        return parse(when).text if when else None
    except (DateError, ValueError, OverflowError):  # 31 February, or before the year 1
        return None


def _way(match: re.Match[str], language: Language, words: str, *, counts_speech: bool) -> str | None:
    """Tell whether a time lies behind or ahead, by the nearest word before it, else the first after it."""
    before = [its[0].casefold() for its in _WORD.finditer(words, 0, match.start())]
    after = [its[0].casefold() for its in _WORD.finditer(words, match.end())]
    pairs = [*reversed(list(pairwise(["", *before]))), *pairwise(["", *after])]
    for first, word in pairs:
        if word in language.ahead or f"{first} {word}" in language.ahead:
            return "ahead"
        if (language.is_past(word) or word in language.verbs) and (counts_speech or word not in language.verbs):
            return "past"
    return None


def _absolute(
    match: re.Match[str], rule: DayRule, today: date | None, language: Language, way: str | None
) -> str | None:
    """Give what words mean that name a year, or a month whose year is near."""
    parts = match.groupdict()
    month = _number(parts.get("month"), language.file.calendar.months) or int(parts.get("month_number") or 0)
    year = int(parts.get("year") or 0)
    if rule.means == "year":
        return f"{year:04d}"
    if rule.means == "season":
        return f"{year:04d}-{_FIRST_SEASON - 1 + _number(parts['season'], language.file.calendar.seasons)}"
    if not month:
        return None
    if not year:
        if today is None:
            return None
        year = _year_near(today, month, int(parts["day"]) if parts.get("day") else None, way)
    if rule.means == "month":
        return f"{year:04d}-{month:02d}"
    if rule.means == "last-week":
        last = calendar.monthrange(year, month)[1]
        return f"{year:04d}-{month:02d}-{last - 6:02d}/{year:04d}-{month:02d}-{last:02d}"
    first = f"{year:04d}-{month:02d}-{int(parts['day']):02d}"
    if rule.means != "days":
        return first
    return to_edtf(first, f"{year:04d}-{month:02d}-{int(parts['until']):02d}")


def _year_near(today: date, month: int, day: int | None, way: str | None) -> int:
    """Give the year in which a day or a month lies on the side that the words say, or nearest to publication."""
    years = [year for year in (today.year - 1, today.year, today.year + 1) if date.min.year <= year <= date.max.year]
    first, middle, last = (day, day, day) if day else (1, 15, 28)
    if way == "past":
        return max(year for year in years if (year, month, first) <= (today.year, today.month, today.day))
    if way == "ahead":
        return min(year for year in years if (year, month, last) >= (today.year, today.month, today.day))
    there = {year: date(year, month, min(middle, 28)) for year in years}
    return min(years, key=lambda year: (abs((there[year] - today).days), year))


def _relative(match: re.Match[str], rule: DayRule, today: date, language: Language, way: str | None) -> str | None:
    """Give what words mean that count from the day of publication."""
    parts = match.groupdict()
    if rule.means == "weekday":
        place = _number(parts["weekday"], language.file.calendar.weekdays) - 1
        back = (today.weekday() - place) % 7
        day = today - timedelta(back) if way != "ahead" else today + timedelta(-back % 7 or (7 if rule.way else 0))
        day -= timedelta(7 if rule.way == "past" and not back else 0)
        return day.isoformat() + ("" if way else "~")
    shift = rule.shift
    if rule.ago:
        number = parts["number"].casefold()
        shift = -(int(number) if number.isdecimal() else language.file.numbers[number])
    about = "~" if rule.ago and rule.means != "day" else ""
    if rule.means == "day":
        return (today + timedelta(shift)).isoformat()
    if rule.means == "week":
        monday = today - timedelta(today.weekday()) + timedelta(7 * shift)
        last = today if rule.so_far else monday + timedelta(6)
        return f"{monday}{about}/{last}{about}" if monday != last else str(monday)
    months = today.year * 12 + today.month - 1 + shift * (12 if rule.means == "year-from" else 1)
    year, month = divmod(months, 12)
    first = date(year, month + 1 if rule.means == "month-from" else 1, 1)
    if rule.so_far:
        return to_edtf(first.isoformat(), today.isoformat())
    return (f"{year:04d}-{month + 1:02d}" if rule.means == "month-from" else f"{year:04d}") + about


def _number(word: str | None, names: list[list[str]]) -> int:
    """Give the place of a name in a list, from 1; 0 if there is none."""
    return next((place for place, forms in enumerate(names, 1) if word and word.casefold() in forms), 0)
