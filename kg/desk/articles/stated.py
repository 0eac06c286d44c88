"""What a source says of itself: each field with where that stands, or why it is missing; never guessed."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence

from msgspec import Struct

from kg.annotation import scalars
from kg.annotation.scalars import FieldError
from kg.base.hints import named

_JOINERS = "\u200c\u200d"  # not seen, and letters of some scripts need them
_UTC = re.compile(r"(?:Z|[+-]00:?00)$")
_DAY = re.compile(r"(\d{4})(?:[-/]?(\d\d)(?:[-/]?(\d\d))?)?(?:[T ].*)?", re.DOTALL)


class Stated(Struct, frozen=True):
    """The value of a field and where it stands; without a value, why there is none."""

    value: str = ""
    where: str = ""


class Words(Struct, frozen=True):
    """The text of an article, and what its source says of it."""

    text: str
    stated: dict[str, Stated] = {}
    notes: tuple[str, ...] = ()


def clean(text: str) -> str:
    r"""Write in one line what a source says, without what cannot be seen, and composed, as annotation files are read.

    >>> clean(" A \n\u202eline ")
    'A line'
    """
    seen = "".join(c for c in " ".join(text.split()) if c.isprintable() or c in _JOINERS)
    return unicodedata.normalize("NFC", seen.strip())


def first(found: Iterable[Stated], read: Callable[[str], object], otherwise: str) -> Stated:
    """Take the first value that the field can have; else say why there is none.

    >>> first([Stated("not one", "lang"), Stated("en", "og:locale")], scalars.language, "none").value
    'en'
    """
    odd = ""
    for its in found:
        value = clean(its.value)
        try:
            read(value)
        except FieldError as error:
            odd = odd or (f"{its.where} has {named(value)}: {error.findings[0].text}" if value else "")
            continue
        return Stated(value, its.where)
    return Stated("", odd or otherwise)


def day_of(found: Sequence[Stated], otherwise: str) -> Stated:
    """Take the day of publication, if all that name one agree; the most exact of them.

    Two moments that are the same instant, written for two time zones, agree: the day is that of the first which names
    a zone of its own.

    >>> day_of([Stated("2031-03-10T23:30:00-05:00", "JSON-LD"), Stated("2031-03-11T04:30:00Z", "meta")], "").value
    '2031-03-10'
    >>> day_of([Stated("2031-03-10", "JSON-LD"), Stated("2031-03-12", "meta")], "").where
    'the page gives two days: 2031-03-10 (JSON-LD) and 2031-03-12 (meta)'
    >>> day_of([Stated("2031-03-10T23:30:00Z", "JSON-LD")], "")
    Stated(value='2031-03-10', where='JSON-LD, by UTC')
    """
    read = [(day, its) for its in found if (day := _day(its.value))]
    if not read:
        odd = next((f"{its.where} has {named(clean(its.value))}, which is no day" for its in found), "")
        return Stated("", odd or otherwise)
    local = [each for each in read if not _UTC.search(each[1].value.strip())]
    best, its = max(local or read, key=lambda each: len(each[0]))
    for day, other in read:
        if not (best.startswith(day) or day.startswith(best) or _is_same_instant(its.value, other.value)):
            return Stated("", f"the page gives two days: {best} ({its.where}) and {day} ({other.where})")
    return Stated(best, its.where if local or len(its.value.strip()) <= len(best) else f"{its.where}, by UTC")


def _day(text: str) -> str:
    """Read a day, a month or a year as written; empty if it is none."""
    parts = _DAY.fullmatch(clean(text))
    if parts is None:
        return ""
    day = "-".join(part for part in parts.groups() if part)
    try:
        datetime.date.fromisoformat((day + "-01-01")[: max(10, len(day))] if len(day) < 10 else day)
        scalars.when(day)
    except (ValueError, FieldError):
        return ""
    return day


def _is_same_instant(one: str, other: str) -> bool:
    try:
        moments = [datetime.datetime.fromisoformat(clean(each)) for each in (one, other)]
    except ValueError:
        return False
    return all(moment.tzinfo for moment in moments) and moments[0] == moments[1]
