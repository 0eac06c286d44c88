"""Ids for what has only a name: the same name has the same id in every import, whatever else is imported."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import pairwise

_NO_LETTER = re.compile(r"[^a-z0-9]+")
_JOINERS = "\u200c\u200d"  # without which some scripts cannot be written
_LONGEST = 60
_PLAIN = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")  # what tells itself from others as an id
_KEY = re.compile(r"[A-Z]?[0-9]{1,11}|[a-z0-9]{1,12}")  # a key that may stand in an id as it is
_SMALL = frozenset({"and", "for", "in", "of", "on", "the", "to"})  # words that are written small within a name


def id_of(name: str) -> str:
    """Make an id of a name.

    Parameters
    ----------
    name
        Any text.

    Returns
    -------
    str
        Its letters without accents, for a name of plain words with capitals as usual; for any other spelling with a
        part of its hash, so that no two names have one id.

    >>> id_of("Jane Doe"), id_of("Jane DOE"), id_of("António Guterres"), id_of("田中")
    ('jane-doe', 'jane-doe-a88703', 'antonio-guterres-b0921e', '1806496b')
    """
    if name.isascii() and name.isdigit() and len(name) <= _LONGEST:
        return name
    name = tidy(name) or name  # of what nobody sees at all, the hash
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    letters = _NO_LETTER.sub("-", plain).strip("-")
    if letters and name == _usual(letters) and len(letters) <= _LONGEST:
        return letters
    mark = short_hash(name, 6 if letters else 8)
    return f"{letters[:_LONGEST].strip('-')}-{mark}".lstrip("-")


def id_within(*parts: str) -> str:
    """Make an id of parts of which the first is an id: for what a table names, and a user reads again in it.

    Parts that hold more than small letters, digits and hyphens, or nothing, are told apart by a part of their hash.

    >>> id_within("meetings", "t1"), id_within("meetings", "T1"), id_within("meetings", "Überlingen")
    ('meetings-t1', 'meetings-t1-e6b6ab', 'meetings-uberlingen-f9de0d')
    """
    text = " ".join(parts)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    letters = _NO_LETTER.sub("-", plain).strip("-")
    if all(map(_PLAIN.fullmatch, parts)) and len(letters) <= _LONGEST:
        return letters
    return f"{letters[:_LONGEST].strip('-')}-{short_hash(text, 6)}".lstrip("-")


def id_with(name: str, key: str) -> str:
    """Make an id of a name and of the key by which a data set knows its bearer: two of one name have two ids.

    >>> id_with("Maria Cantwell", "C000127"), id_with("Jane Doe", "https://example.org/persons/1")
    ('maria-cantwell-c000127', 'jane-doe-6a33ada64a')
    """
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    letters = _NO_LETTER.sub("-", plain).strip("-")[:_LONGEST].strip("-")
    mark = key.lower() if _KEY.fullmatch(key) else short_hash(key, 10)
    return f"{letters}-{mark}".lstrip("-")


def readable(identifiers: Mapping[str, str]) -> dict[str, str]:
    r"""Leave out identifiers that an entity cannot have: empty ones, and those with control characters or the like.

    They are left out and not mended, since another thing may have what is left of them.

    >>> readable({"popolo": "a\x00b", "wikidata": "Q1", "isni": ""})
    {'wikidata': 'Q1'}
    """
    return {scheme: value for scheme, value in identifiers.items() if value and tidy(value) == value}


def tidy(text: str) -> str:
    r"""Write a text in one line, composed, without what nobody sees: some data sets hold bytes of another encoding.

    >>> tidy("Ta\x91izz,  Yemen ")
    'Taizz, Yemen'
    """
    is_seen = text.isprintable() and (text.isascii() or unicodedata.is_normalized("NFC", text))
    if is_seen and text == text.strip() and "  " not in text:
        return text
    seen = (its for its in text if its.isspace() or its in _JOINERS or unicodedata.category(its)[0] != "C")
    return unicodedata.normalize("NFC", " ".join("".join(seen).split()))


def _usual(letters: str) -> str:
    """Write the letters of an id as a name: the only one that may have them without a mark."""
    first, *others = letters.split("-")
    return " ".join([first.capitalize(), *(word if word in _SMALL else word.capitalize() for word in others)])


def short_hash(text: str, length: int) -> str:
    """Give so many characters of a text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def words_of(name: str) -> str:
    """Give the words of a name in order, without accents, case and punctuation: names of the same words are alike.

    >>> words_of("KIM Jong-Un")
    'jong kim un'
    """
    plain = unicodedata.normalize("NFKD", name).casefold()
    letters = "".join(its if its.isalnum() else " " for its in plain if not unicodedata.combining(its))
    return " ".join(sorted(letters.split()))


def alike(names: Iterable[str]) -> list[tuple[str, str]]:
    """Find names that differ by accents, case, punctuation or the order of their words only: they may be one.

    >>> alike(["Kim Jong-Un", "Jane Doe", "KIM Jong Un"])
    [('KIM Jong Un', 'Kim Jong-Un')]
    """
    same: dict[str, list[str]] = defaultdict(list)
    for name in names:
        same[words_of(name)].append(name)
    return sorted(pair for some in same.values() for pair in pairwise(sorted(set(some))))
