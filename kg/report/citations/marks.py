"""Marks by which a writer says how what a sentence cites stands: `[contested]`, `{.not-read}`, or the label of a link.

Nothing is ever guessed from prose: these words count where they stand as marks, and nowhere else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from msgspec import Struct

from kg.account.standing import contested_by
from kg.model.records import Contested, Status

CONTESTED, NOT_READ, NOT_COUNTED, KNOWN_BY, VOICES = (
    "contested", "not read", "does not count", "known by", "voices",
)  # fmt: skip
_STATUSES = {status.value: status.value for status in Status} | {"on record": Status.ON_RECORD.value}
_WORDS = {
    **_STATUSES,
    CONTESTED: CONTESTED,
    **{contested_by(by): contested_by(by) for by in Contested},
    NOT_READ: NOT_READ,
    "unread": NOT_READ,
    NOT_COUNTED: NOT_COUNTED,
}
_VOICES = re.compile(r"(one|[1-9]\d{0,3}) voices?")
_KNOWN_BY = re.compile(r"(?:as )?known by ([0-9]{4}) ([0-9]{2}) ([0-9]{2})")
_BRACKETS = re.compile(r"\[([^\[\]{}]{1,120})\]|\{([^{}\[\]]{1,120})\}")
_CLASS = re.compile(r"(?<!\S)\.([a-z][a-z0-9-]*)(?!\S)")


class Mark(Struct, frozen=True):
    """A mark in a text: what it says, and where it stands with its brackets."""

    says: str  # a status, `CONTESTED` and by whom, `NOT_READ`, `NOT_COUNTED`, a day of knowledge, or a number of voices
    start: int
    end: int

    @property
    def voices(self) -> int | None:
        """How many voices it says there are."""
        return voices_of(self.says)


def known_by(day: str) -> str:
    """Give the mark that says that something is told as it was known by a day."""
    return f"{KNOWN_BY} {day}"


def voices_of(says: str) -> int | None:
    """Give how many voices a mark says there are; None if it says something else."""
    number, _, word = says.partition(" ")
    return int(number) if word == VOICES else None


def general(says: str) -> str:
    """Give what a mark says without by whom something is contested."""
    return CONTESTED if says.startswith(f"{CONTESTED} by") else says


def contester(says: Iterable[str]) -> Contested | None:
    """Give by whom marks say that something is contested, if they do.

    >>> contester(["denied", "contested by an outsider"]), contester(["contested"])
    (<Contested.BY_OUTSIDER: 'by-outsider'>, None)
    """
    said = set(says)
    return next((by for by in Contested if contested_by(by) in said), None)


def mark_of(words: str) -> str | None:
    """Read what one mark says; None if it is no mark.

    >>> mark_of("Contested by a party"), mark_of("not-read"), mark_of("one voice"), mark_of("so they say")
    ('contested by a party', 'not read', '1 voices', None)
    >>> mark_of("as known by 2031-03-04")
    'known by 2031-03-04'
    """
    plain = " ".join(words.casefold().replace("-", " ").split())
    if found := _VOICES.fullmatch(plain):
        return f"{1 if found[1] == 'one' else int(found[1])} {VOICES}"
    if found := _KNOWN_BY.fullmatch(plain):
        return known_by("-".join(found.groups()))
    known = {word.replace("-", " "): says for word, says in _WORDS.items()}
    return known.get(plain)


def marks_of(words: str) -> list[str] | None:
    """Read marks that commas part; None if any of them is no mark.

    >>> marks_of("one-sided, contested by a party"), marks_of("one-sided, they say"), marks_of("")
    (['one-sided', 'contested by a party'], None, None)
    """
    found = [mark_of(part) for part in words.split(",")]
    return None if None in found else [its for its in found if its is not None]


def marks_in(text: str) -> Iterator[Mark]:
    """Find the marks of a text, in brackets or as classes of pandoc's attributes.

    >>> [(mark.says, mark.start) for mark in marks_in("[Shots]{.denied} were fired [contested, not read] [sic].")]
    [('denied', 7), ('contested', 28), ('not read', 28)]
    """
    for found in _BRACKETS.finditer(text):
        words = ",".join(_CLASS.findall(found[2])) if found[2] else found[1]
        for says in marks_of(words or "") or ():
            yield Mark(says, found.start(), found.end())
