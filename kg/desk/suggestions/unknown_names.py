"""Names in a text that no entity has: words with a capital that no known name covers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import Struct

from kg.desk.suggestions.language import Language
from kg.desk.suggestions.names import Mention
from kg.desk.suggestions.spans import InOrder
from kg.evidence.coverage import Sentence

_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*\w)?")
_BETWEEN = re.compile(r"\.?[ \xa0]+")
_MOST_CAPITALS = 0.6  # share of the words of a line of four or more that ends without a point: a headline in capitals
_STARTING = ("", *'–—:;•“”"‘„«(')  # behind these a word has its capital as at the start of a sentence
_POINTS = re.compile(r"""[.!?…]["'’”»)]*$""")


class UnknownName(Struct, frozen=True):
    """A name, and where it stands."""

    name: str
    places: tuple[tuple[int, int], ...]


def unknown_names(sentences: Iterable[Sentence], mentions: Sequence[Mention], language: Language) -> list[UnknownName]:
    """Find names that no entity has.

    Parameters
    ----------
    sentences
        Of the text, in order.
    mentions
        Of known entities, in order.
    language
        Of the text.

    Returns
    -------
    list
        In order of the text, each name once. A word by itself at the start of a sentence is none, unless it stands
        elsewhere inside one; nor is a title, a weekday or a month, or a word of a headline in capitals.

    >>> from kg.desk.suggestions.language import load
    >>> from kg.evidence.coverage import sentences
    >>> its = sentences("Mr Kofi Annan spoke. Boats left for Port Louis.")
    >>> [found.name for found in unknown_names(its, [], load("en"))]
    ['Kofi Annan', 'Port Louis']
    """
    covered = InOrder(mentions)
    places: dict[str, list[tuple[int, int]]] = {}
    at_start: dict[str, list[tuple[int, int]]] = {}
    for sentence in sentences:
        if _is_in_capitals(sentence.words, language):
            continue
        for start, end, is_first in _sequences(sentence, covered.starting(sentence.start, sentence.end), language):
            name = " ".join(sentence.words[start - sentence.start : end - sentence.start].split())
            (at_start if is_first and " " not in name else places).setdefault(name, []).append((start, end))
    for name in places:
        places[name] += at_start.get(name, [])
    found = [UnknownName(name, tuple(sorted(its))) for name, its in places.items()]
    return sorted(found, key=lambda its: (its.places[0], its.name))


def _is_in_capitals(words: str, language: Language) -> bool:
    found = [word for word in _WORD.findall(words) if word.casefold() not in language.small]
    if len(found) > 1 and words.isupper():
        return True
    return (
        len(found) > 3
        and not _POINTS.search(words)
        and sum(word[0].isupper() for word in found) > _MOST_CAPITALS * len(found)
    )


def _sequences(sentence: Sentence, mentions: Sequence[Mention], language: Language) -> Iterable[tuple[int, int, bool]]:
    """Give the runs of words with capitals: start, end, and whether a sentence begins with it."""
    covered = [(its.start, its.end) for its in mentions]
    run: list[re.Match[str]] = []
    pending: list[re.Match[str]] = []
    new: set[int] = set()  # where words stand that no mention covers
    words = [*_WORD.finditer(sentence.words)]
    for number, word in enumerate(words):
        start = sentence.start + word.start()
        is_covered = any(first < sentence.start + word.end() and last > start for first, last in covered)
        is_joined = number > 0 and bool(_BETWEEN.fullmatch(sentence.words, words[number - 1].end(), word.start()))
        plain = word[0].casefold().removesuffix("'s").removesuffix("’s")
        is_name = word[0][0].isupper() and plain not in language.no_names
        new |= set() if is_covered else {word.start()}
        if run and is_joined and plain in language.connectors and not word[0][0].isupper():
            pending.append(word)
        elif is_name and run and is_joined and not _ends_name(words[number - 1][0]):
            run += [*pending, word]
            pending = []
        else:
            yield from _name(sentence, run, new, language)
            run, pending = ([word] if is_name else []), []
    yield from _name(sentence, run, new, language)


def _ends_name(word: str) -> bool:
    return word.endswith(("'s", "’s"))


def _name(
    sentence: Sentence, run: list[re.Match[str]], new: set[int], language: Language
) -> Iterable[tuple[int, int, bool]]:
    """Give the span of a run without titles at its start; nothing where a mention covers all that is left of it."""
    is_first = bool(run) and sentence.words[: run[0].start()].rstrip()[-1:] in _STARTING
    while run and (run[0][0].casefold() in language.titles or run[0][0].casefold() in language.small):
        run = run[1:]
        is_first = False
    before = [word[0].casefold() for word in run if word.start() in new]
    if run and run[-1].start() not in new and before and before[-1] not in language.connectors:
        return  # `French President Jo Falk` only says who Jo Falk is; `University of Port Ansel` is another name
    if any(word.start() in new and word[0].casefold() not in language.titles for word in run):
        end = run[-1].end() - (2 if _ends_name(run[-1][0]) else 0)
        if end - run[0].start() > 1:
            yield sentence.start + run[0].start(), sentence.start + end, is_first
