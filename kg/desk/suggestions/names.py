"""Mentions of known entities in a text: their names and aliases, the longest at each place, all of them at once.

Sources: Aho and Corasick 1975, doi:10.1145/360825.360855. Only this module imports pyahocorasick.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.desk.suggestions.folding import Folded, fold, folded_name, is_word
from kg.desk.suggestions.language import Language
from kg.model.records import Entity, Kind

_IN_SMALL_LETTERS = frozenset({Kind.POST, Kind.TOPIC, Kind.GROUP})  # kinds whose names stand so in running text
_WORDS = re.compile(r"[^\W_]+")
_LONGEST_ACRONYM = 3  # letters: in a line of capitals such a word may be another


class Mention(Struct, frozen=True, order=True):
    """A place in a text where an entity is named, or one of several that are named alike."""

    start: int
    end: int
    entities: tuple[str, ...]  # by id; several: which one is meant is open
    how: str = "name"  # name | surname | short form


class Names:
    """The names of entities, ready to be found.

    Parameters
    ----------
    pairs
        Names as they are written, each with the entity that bears it.
    language
        Of the texts.

    Raises
    ------
    UsageError
        If pyahocorasick is not installed.

    >>> from kg.desk.suggestions.language import load
    >>> berg = Entity(id="berg", kind=Kind.PERSON, name="Jon Berg")
    >>> Names([("Jon Berg", berg)], load("en")).find("Captain Jon  Berg’s ship")
    [Mention(start=8, end=17, entities=('berg',), how='name')]
    """

    def __init__(self, pairs: Iterable[tuple[str, Entity]], language: Language) -> None:
        self._small = language.small
        by_name: dict[str, list[tuple[str, Entity]]] = {}
        for name, entity in pairs:
            folded = folded_name(name)
            if folded:
                by_name.setdefault(folded, []).append((name, entity))
        self._automaton = _automaton()
        for folded, bearers in by_name.items():
            self._automaton.add_word(folded, (len(folded), tuple(bearers)))
        self._is_empty = not by_name
        if by_name:
            self._automaton.make_automaton()

    def find(self, text: str, folded: Folded | None = None, how: str = "name") -> list[Mention]:
        """Find the names in a text.

        Parameters
        ----------
        text
            As it stands.
        folded
            The same, folded, if that has been done.
        how
            What the mentions are to say of how they name an entity.

        Returns
        -------
        list
            Mentions that do not overlap, in order: at each place the longest, and of two that overlap the first.
        """
        folded = folded or fold(text)
        found = sorted(self._hits(text, folded), key=lambda hit: (hit[0], -hit[1]))
        mentions: list[Mention] = []
        for start, end, ids in found:
            if not mentions or start >= mentions[-1].end:
                mentions.append(Mention(start, end, ids, how))
        return mentions

    def _hits(self, text: str, folded: Folded) -> Iterator[tuple[int, int, tuple[str, ...]]]:
        if self._is_empty:
            return
        for last, (length, bearers) in self._automaton.iter(folded.text):
            if is_word(folded.text, last + 1 - length, last + 1):
                start, end = folded.span(last + 1 - length, last + 1)
                words = text[start:end]
                fitting = {entity.id for name, entity in bearers if self._fits(name, words, entity, text, start)}
                if fitting:
                    yield start, end, tuple(sorted(fitting))

    def _fits(self, name: str, words: str, entity: Entity, text: str, start: int) -> bool:
        """Whether the letters are as large as they are in a name: `Rock` and `US` are names, `rock` and `us` none."""
        own = [word for word in _WORDS.findall(name) if word.casefold() not in self._small] or _WORDS.findall(name)
        if name.islower() or not any(word[0].isupper() for word in own):
            return True
        found = _WORDS.findall(words)
        if len(own) > 1:
            return entity.kind in _IN_SMALL_LETTERS or any(word[0].isupper() for word in found)
        capital = own[0]
        same = next((word for word in found if word.casefold() == capital.casefold()), found[0] if found else "")
        if capital.isupper() and len(capital) > 1:
            return same.isupper() and not (len(capital) <= _LONGEST_ACRONYM and _is_in_capitals(text, start))
        return same[:1].isupper()


def named(entities: Mapping[str, Entity], language: Language) -> Iterator[tuple[str, Entity]]:
    """Give the names under which entities may stand in a text: name, aliases, and each in the forms of the language.

    >>> from kg.desk.suggestions.language import load
    >>> ministry = Entity(id="m", kind=Kind.ORGANIZATION, name="Foreign Ministry of Orlund")
    >>> [name for name, _ in named({"m": ministry}, load("en"))]
    ['Foreign Ministry of Orlund', "Orlund's Foreign Ministry", 'Orlund Foreign Ministry']
    """
    for entity in entities.values():
        for name in (entity.name, *entity.aliases):
            yield name, entity
            bare = without_article(name, language)
            if bare != name and len(bare.split()) > 1:
                yield bare, entity
            for form in _forms(bare, language):
                yield form, entity


def without_article(name: str, language: Language) -> str:
    """Give a name without the article that it begins with."""
    first, _, rest = name.partition(" ")
    return rest if rest and first.casefold() in language.file.articles else name


def short_forms(entity: Entity, language: Language) -> Iterator[str]:
    """Give the forms by which an entity is called once it has been named: what stands before the first part of a form.

    >>> from kg.desk.suggestions.language import load
    >>> ministry = Entity(id="m", kind=Kind.ORGANIZATION, name="Foreign Ministry of Orlund")
    >>> list(short_forms(ministry, load("en")))
    ['Foreign Ministry', 'Ministry']
    """
    for name in (entity.name, *entity.aliases):
        parts = _parts(without_article(name, language), language)
        if parts:
            short = parts[0]["a"]
            yield short
            if " " in short and entity.kind is not Kind.PERSON:
                yield short.rpartition(" ")[2]


def _forms(name: str, language: Language) -> Iterator[str]:
    parts = _parts(name, language)
    if parts:
        found, others = parts
        yield from dict.fromkeys(form.format(**found) for form in others if form.format(**found) != name)


def _parts(name: str, language: Language) -> tuple[dict[str, str], list[str]] | None:
    """Take a name apart by the first form of the language that it has."""
    for pattern, others in language.name_forms:
        if found := pattern.fullmatch(name):
            return found.groupdict(), others
    return None


def _is_in_capitals(text: str, at: int) -> bool:
    """Whether a place stands in a line without small letters."""
    line = text[text.rfind("\n", 0, at) + 1 : (text.find("\n", at) + 1 or len(text) + 1) - 1]
    return len(_WORDS.findall(line)) > 1 and not any(character.islower() for character in line)


def _automaton() -> Any:  # noqa: ANN401 - the library has no types
    try:
        import ahocorasick  # here, since only suggestions need it
    except ImportError:
        raise UsageError("suggestions need `pyahocorasick`", to_install("pyahocorasick")) from None
    return ahocorasick.Automaton()
