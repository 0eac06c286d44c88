"""How UCDP writes its sources: publisher, day and title of each article, and whose word it was at first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.formats.imports.actors import Actors, head_of
from kg.formats.imports.background import Publishers
from kg.formats.imports.events import day_of
from kg.formats.imports.lookups import shipped
from kg.formats.imports.streams import RefusedRow

_LISTED = re.compile(r'"(?P<by>[^"]+?),(?P<day>\d{4}-\d\d-\d\d),(?P<title>.*)"', re.DOTALL)  # "Paper,2013-05-06,Title"
_PLAIN = re.compile(r'(?P<by>[^\d"/;,]+?) (?P<day>\d{1,2} [A-Za-z]{3,9} \d{4}) "(?P<title>[^"/]+)"?')
_UNTITLED = re.compile(r'(?P<by>[^\d"/;,]+?),? (?P<day>\d{4}-\d\d-\d\d)(?P<title>)')
_DAYS = re.compile(r"\d{4}-\d\d-\d\d|\d{1,2} [A-Za-z]{3,9} \d{4}")
_WRITTEN = re.compile(r"(?P<day>\d{1,2}) (?P<month>[A-Za-z]+) (?P<year>\d{4})")
_MONTHS = "january february march april may june july august september october november december".split()
_SEVERAL = re.compile(r"[;,/\n]| and | & ")


class Cited(NamedTuple):
    """An article that a row cites."""

    publisher: str
    day: str
    title: str


def cited(text: str) -> list[Cited]:
    """Read the sources of a row; none where any of them can be read in two ways, or not at all.

    >>> cited('"Daily A,2013-05-06,Many dead, says mayor";"B,2013-05-07,More"')[0]
    Cited(publisher='Daily A', day='2013-05-06', title='Many dead, says mayor')
    >>> cited('EFE 11 May 2009 "3 men slain'), cited("Report of March 2009")
    ([Cited(publisher='EFE', day='2009-05-11', title='3 men slain')], [])
    """
    found = [_one(part) for part in _parts(text.strip())]
    return [its for its in found if its] if all(found) else []


def last_day(text: str) -> str | None:
    """Give the last day that a text names.

    >>> last_day("Rangers report 15 march 2009, again 2009-03-10"), last_day("a report")
    ('2009-03-15', None)
    """
    days = [its for its in map(_day, _DAYS.findall(text)) if its]
    return max(days, default=None)


class Speakers:
    """Finds whose word a row was at first, where it names one.

    Parameters
    ----------
    actors, publishers
        Know names.
    """

    def __init__(self, actors: Actors, publishers: Publishers) -> None:
        self.several = 0  # rows that name several
        self._actors, self._publishers = actors, publishers
        self._unnamed = shipped("unnamed-speakers")

    def named(self, text: str, country: str) -> str | None:
        """Give the id of a speaker, or None where none is named, or several."""
        text = " ".join(text.split()).rstrip(";,. ")
        if not text:
            return None
        if found := self._publishers.known(text) or self._actors.named(text):
            return found
        if _SEVERAL.search(text):
            self.several += 1
            return None
        if any(word.lower() in self._unnamed for word in (head_of(text), text)):
            return self._actors.unnamed(text, country)
        return self._actors.stand_in(text, country) or self._actors.entity(text)


def _parts(text: str) -> Iterator[str]:
    """Give each source of a list of quoted ones; else the whole."""
    if text[:1] == text[-1:] == '"' and '";"' in text:
        yield from (f'"{part}"' for part in text[1:-1].split('";"'))
    elif text:
        yield text


def _one(text: str) -> Cited | None:
    for form in (_LISTED, _PLAIN, _UNTITLED):
        if (its := form.fullmatch(text)) and (day := _day(its["day"])):
            only = form is not _LISTED or len(_DAYS_BETWEEN.findall(text)) == 1
            return Cited(its["by"].strip(), day, " ".join(its["title"].split())) if only else None
    return None


_DAYS_BETWEEN = re.compile(r",\d{4}-\d\d-\d\d,")


def _day(text: str) -> str | None:
    """Read a day in figures or with the name of its month."""
    if its := _WRITTEN.fullmatch(text):
        month = next((at for at, name in enumerate(_MONTHS, start=1) if its["month"].lower() in (name, name[:3])), 0)
        text = f"{its['year']}-{month:02}-{int(its['day']):02}"
    try:
        return day_of(text)
    except RefusedRow:
        return None
