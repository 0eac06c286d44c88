"""How UCDP writes its sources: publisher, day and title of each article, and whose word it was at first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from kg.formats.imports.actors import Actors, head_of
from kg.formats.imports.background import Publishers
from kg.formats.imports.events import day_of
from kg.formats.imports.lookups import plain, shipped
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

    Words of our tables are people whom nobody names ("officials"), or a body of the state ("army"), which speaks for
    its country. Whatever else is written with capitals is a name, also if such a word ends it ("Kachin News").

    Parameters
    ----------
    actors, publishers
        Know names.
    """

    def __init__(self, actors: Actors, publishers: Publishers) -> None:
        self.several = 0  # rows that name several
        self._actors, self._publishers = actors, publishers
        unnamed = shipped("unnamed-speakers")
        self._unnamed = frozenset(unnamed)
        self._spokespersons = {name for name, its in unnamed.items() if its.entity.identifiers.get("speaks-for")}
        self._generic = {name.casefold(): its.entity for name, its in shipped("generic").items()}
        self._of_state = {name.casefold() for name, its in shipped("generic").items() if its.link}
        self._kinds = shipped("words")
        self._countries = {
            word: its["country"] for its in plain("nationalities") for word in its["adjectives"].split("; ")
        }
        self._countries |= {word.lower(): country for word, country in self._countries.items()}

    def named(self, text: str, country: str) -> str | None:
        """Give the id of a speaker, or None where none is named, or several."""
        text = " ".join(text.split()).rstrip(";,. ")
        if not text:
            return None
        if found := self._known(text, country):
            return found
        if _SEVERAL.search(text) and not _has_abbreviation(text):
            self.several += 1
            return None
        body, _, last = text.rpartition(" ")
        if body and last.lower() in self._spokespersons:
            is_name = body[0].isupper() and not self._is_unnamed(body)
            return self._known(body, country) or (self._actors.entity(body) if is_name else self._nobody(text, country))
        if self._is_unnamed(text):
            return self._nobody(text, country)
        return self._actors.entity(text)

    def _known(self, text: str, country: str) -> str | None:
        """Give the id of who is known by this name, or of a body of the state that this word stands for."""
        if found := self._publishers.known(text) or self._actors.named(text):
            return found
        for what, where in self._bodies(_ARTICLE.sub("", text), country):
            if what.casefold() in self._of_state and self._actors.country(where):
                return self._actors.stand_in(self._generic[what.casefold()].name, where)
        return None

    def _bodies(self, text: str, country: str) -> Iterator[tuple[str, str]]:
        """Give what a text may call a body of, and of which country: its own words go before the country of the row."""
        yield text, country
        what, _, where = text.partition(" of ")
        yield what, where
        words = text.split()
        for length in range(1, len(words)):
            where = " ".join(words[:length]).removesuffix("'s")
            yield " ".join(words[length:]), self._countries.get(where, where)

    def _nobody(self, text: str, country: str) -> str:
        """Give the id of people whom nobody names, by the word that our tables have for them, if there is one."""
        entity = self._generic.get(text.casefold())
        if entity and entity.anonymous and (found := self._actors.stand_in(entity.name, country)):
            return found
        return self._actors.unnamed(text, country)

    def _is_unnamed(self, text: str) -> bool:
        """Tell whether a text only says what sort of people they are, and is no name."""
        plain_text = _ARTICLE.sub("", text)
        if self._is_word(plain_text) or all(map(self._is_word, plain_text.split())):
            return True
        head = head_of(text)
        if head.lower() not in self._unnamed or _has_abbreviation(text):
            return False
        if head.islower():
            return True
        return head not in self._kinds and (text.startswith(head) or _PLURAL.search(head) is not None)

    def _is_word(self, text: str) -> bool:
        return text.lower() in self._unnamed or text.casefold() in self._generic


_PLURAL = re.compile(r"[^s]s$")
_ARTICLE = re.compile(r"^(?:the|an?) ", re.IGNORECASE)
_ABBREVIATED = re.compile(r"(?P<first>[^\W\d_])[^;,/]* \((?P<short>[A-Z][A-Za-z&.-]*[A-Z])\)")


def _has_abbreviation(text: str) -> bool:
    """Tell whether a text is one name with its abbreviation.

    >>> _has_abbreviation("Network for Rights and Documentation (NRD)"), _has_abbreviation("AB and the City Front (CF)")
    (True, False)
    """
    its = _ABBREVIATED.fullmatch(text)
    return its is not None and its["first"] == its["short"][0]


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
