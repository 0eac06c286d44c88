r"""A text without what spellings differ in (case, composition, apostrophes, blanks), and where each unit of it stood.

Casefolding and decomposing change lengths (`ß`, `İ`), so that every unit remembers the code point that it came from.

Sources: Unicode Standard, section 3.13 (caseless matching); Unicode Standard Annex 15 (normal forms).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from msgspec import Struct

from kg.base.letters import compiled

_PLAIN = str.maketrans({
    **dict.fromkeys("‘’\u201b\u2032\u00b4`\u02bc\uff07", "'"),
    **dict.fromkeys("“”„\u201f\u2033\uff02", '"'),
    **dict.fromkeys("\u2010\u2011", "-"),
})  # fmt: skip
_BREAK = re.compile(r"\n\s*\n|\u2029|\f")
_UNSPACED = r"[\p{Han}\p{Hiragana}\p{Katakana}\p{Thai}\p{Lao}\p{Khmer}\p{Myanmar}]"


class Folded(Struct, frozen=True):
    """A folded text; of each unit the place in the original from which it came, and at last the original's length."""

    text: str
    origin: list[int]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Give the span of the original that units stand for."""
        return self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start]


def fold(text: str) -> Folded:
    r"""Fold a text.

    Parameters
    ----------
    text
        As it stands.

    Returns
    -------
    Folded
        Small letters, decomposed, with one blank for several; a break between paragraphs is one line end.

    >>> folded = fold("Stra\u00dfe  \u0130ster")
    >>> folded.text == "strasse i\u0307ster", folded.span(0, 7), folded.span(8, 14)
    (True, (0, 6), (8, 13))
    """
    units: list[str] = []
    origin: list[int] = []
    breaks = {place for found in _BREAK.finditer(text) for place in range(*found.span())}
    for place, character in enumerate(text):
        for unit in _unit(character):
            if unit == " ":
                unit = "\n" if place in breaks else " "
                if units and units[-1] in " \n":
                    units[-1] = max(units[-1], unit, key="\n".count)
                    continue
            units.append(unit)
            origin.append(place)
    return Folded("".join(units), [*origin, len(text)])


def folded_name(name: str) -> str:
    """Fold a name, as `fold` does a text, into one line.

    >>> folded_name("  Jon  Berg "), folded_name("Bjørn’s")
    ('jon berg', "bjørn's")
    """
    return " ".join(name.lower().replace("`", "'").split()) if name.isascii() else " ".join(fold(name).text.split())


@lru_cache(maxsize=4096)
def _unit(character: str) -> str:
    if character.isspace():
        return " "
    if unicodedata.category(character) == "Cf":
        return ""  # marks of direction, joiners and soft hyphens
    return unicodedata.normalize("NFD", unicodedata.normalize("NFD", character.translate(_PLAIN)).casefold())


def is_word(text: str, start: int, end: int) -> bool:
    """Tell whether a span begins and ends where words do; in scripts without blanks that is anywhere.

    Parameters
    ----------
    text
        Folded or not.
    start, end
        The span, which is not empty.

    >>> [is_word("o'neill of port-ansel's", *span) for span in ((2, 7), (11, 15), (16, 21), (12, 15))]
    [False, True, True, False]
    """
    return _ends_between(text, start, text[start]) and _ends_between(text, end, text[end - 1])


def _ends_between(text: str, at: int, edge: str) -> bool:
    before, after = text[at - 1 : at] if at else "", text[at : at + 1]
    if before == "'" and at > 1 and edge == after:  # O'Neill is one word, l'Orlund are two
        return not (text[at - 2].isalnum() and (at < 3 or not text[at - 3].isalnum()) and text[at - 2] in "oO")
    if not (_is_letter(before) and _is_letter(after)):
        return True
    return not (before + after).isascii() and bool(compiled(_UNSPACED).search(before + after))


def _is_letter(character: str) -> bool:
    return character.isalnum() or character == "_" or (bool(character) and unicodedata.category(character)[0] == "M")
