"""Names in the forms by which they are compared: words in Latin letters, consonants, initials. With anyascii.

Scripts that leave vowels unwritten (Arabic, Hebrew) meet Latin spellings by their consonants alone; the letters there
that may stand for a vowel are passed over, and so are those that spellings exchange (q, c and k; v and b; f and p).

Source: Unicode Standard, sections 9.1 (Hebrew) and 9.2 (Arabic): letters that may stand for vowels.
"""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

from kg.base.errors import KgError
from kg.base.installing import to_install
from kg.base.letters import folded

MOST_NAMES = 8  # of one thing that are compared
_LONGEST = 200  # characters of a name that are
_UNVOWELLED = re.compile("[\u0590-\u05ff\u0600-\u06ff\u0750-\u077f\ufb1d-\ufdff\ufe70-\ufefc]")
_MAY_BE_VOWELS = str.maketrans("", "", "אהועיاأإآٱءئؤةهويىعیېےۀەہھۇۆ")
_PASSED_OVER = str.maketrans("qcvfg", "kkbpj", "aeiouwyh")
_TWICE = re.compile(r"(.)\1+")
_WORD = re.compile(r"[a-z0-9]+")
_CAPITALS = re.compile(r"[A-Z]{2,6}")
_SHORT = ("of", "the", "and", "for", "de", "la", "du", "des", "der", "und", "al", "el")  # no letter in initials


class Form(Struct, frozen=True):
    """One name: its words in Latin letters, and the consonants of each."""

    words: tuple[str, ...]
    consonants: tuple[str, ...]  # as many as there are words; empty for a word that has none
    is_unvowelled: bool  # whether it is written in a script that leaves vowels out
    initials: str = ""  # of several words; or the name itself, if it is an abbreviation


@lru_cache(1 << 18)  # the same names stand again and again
def form_of(name: str) -> Form:
    """Give the form of a name.

    Raises
    ------
    KgError
        If it is in another script than Latin, and anyascii is not installed.

    >>> form_of("General Asim Munir").words, form_of("عاصم منير").consonants, form_of("Asim Munir").consonants
    (('general', 'asim', 'munir'), ('sm', 'mnr'), ('sm', 'mnr'))
    >>> form_of("United Nations").initials, form_of("UN").initials, form_of("Зеленський").words
    ('un', 'un', ('zelenskii',))
    """
    name = name[:_LONGEST]
    parts = folded(name).split()
    words, consonants = [], []
    for part in parts:
        word = "".join(_WORD.findall(_latin(part)))
        if word:
            words.append(word)
            consonants.append(_consonants(_latin(part.translate(_MAY_BE_VOWELS)) if _UNVOWELLED.search(part) else word))
    heads = [word for word in words if word not in _SHORT]
    initials = "".join(word[0] for word in heads) if len(heads) > 1 else ""
    if _CAPITALS.fullmatch(name.replace(".", "")):
        initials = name.replace(".", "").lower()
    return Form(tuple(words), tuple(consonants), bool(_UNVOWELLED.search(name)), initials)


def _consonants(word: str) -> str:
    return _TWICE.sub(r"\1", "".join(_WORD.findall(word)).translate(_PASSED_OVER))


def _latin(text: str) -> str:
    if text.isascii():
        return text
    try:
        from anyascii import anyascii  # here, since most names need it not
    except ImportError:
        raise KgError("names in other scripts are compared with anyascii", to_install("anyascii")) from None
    return anyascii(text).lower()
