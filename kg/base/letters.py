r"""Letters as readers see them: where one ends, and what a letter needs that is not seen. Only this imports `regex`.

Sources: Unicode Standard Annex 29, section 3 (grapheme clusters); Unicode Standard, sections 12.2 (the Bengali ra that
is joined) and 13.5 (Mongolian); Internationalized Domain Names in Applications, RFC 5892, appendices A.1 and A.2
(joiners in context); Unicode Technical Standards 37 (variants of ideographs) and 51, section 1.4 (emoji).
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

JOINERS = "\u200c\u200d"
_APART = re.compile(r"[\s_-]+")
_ASCII_WORD = re.compile(r"[a-z0-9]+")
_VIRAMA = 9  # combining classes up to it are of marks without which a word of an Indian script is another one
_MAY_BE_NEEDED = re.compile(f"[{JOINERS}\u180b-\u180f\ufe00-\ufe0f\U000e0020-\U000e007f\U000e0100-\U000e01ef]")
# Between cursive letters that would join without it, or behind one that joins to nothing; after a virama; before
# one, as in the Bengali ra-ya. Then within emoji, the tags of a flag, and variants of Chinese and Mongolian letters.
_NEEDED = r"""
    (?<=[\p{jt=L}\p{jt=D}]\p{jt=T}*) \u200c (?=\p{jt=T}*[\p{jt=R}\p{jt=D}])
    | (?<=[\p{jt=L}\p{jt=D}]\p{jt=T}*) \u200d (?!\p{jt=T}*[\p{jt=R}\p{jt=D}\p{jt=C}])
    | (?<=\p{ccc=9}) [\u200c\u200d]
    | (?<=\p{InSC=Consonant}) \u200d (?=\p{ccc=9})
    | (?<=[\p{Emoji}--[\p{Emoji_Presentation}0-9\#*]]) \ufe0f
    | (?<=[\p{Emoji}--[0-9\#*]]) \ufe0e
    | (?<=[0-9\#*]) \ufe0f (?=\u20e3)
    | (?<=\p{ExtPict} [\ufe0f\p{EMod}]?) \u200d (?=\p{ExtPict})
    | (?<=\U0001f3f4) [\U000e0030-\U000e0039\U000e0061-\U000e007a]+ \U000e007f
    | (?<=\p{Han}) [\ufe00-\ufe02\U000e0100-\U000e01ef]
    | (?<=\p{Mongolian}) [\u180b-\u180d\u180f] | (?<=\p{Mongolian}) \u180e (?=\p{Mongolian})
"""


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """Compile a pattern that may name properties of Unicode, blanks in it aside; kept for the next time."""
    import regex  # here, since it takes 0.05 s and most runs see none but plain letters

    return regex.compile(pattern, regex.VERBOSE | regex.VERSION1)


def without_needed(text: str) -> str:
    r"""Take out what is not seen and stands where a script or an emoji needs it; the rest would make texts look alike.

    >>> ascii(without_needed("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627")), ascii(without_needed("Ann\u200cLee"))
    ("'\\u0639\\u0644\\u06cc\\u0631\\u0636\\u0627'", "'Ann\\u200cLee'")
    """
    return compiled(_NEEDED).sub("", text) if _MAY_BE_NEEDED.search(text) else text


def is_between_letters(text: str, at: int) -> bool:
    r"""Tell whether a place in a text is inside no letter, such as one with marks, a flag, or a family of emoji.

    Parameters
    ----------
    text
        Composed or decomposed.
    at
        An offset in it.

    >>> [is_between_letters("Jose\u0301", at) for at in range(6)]
    [True, True, True, True, False, True]
    """
    around = text[max(at - 1, 0) : at + 1]
    if len(around) < 2 or around.isascii():
        return around != "\r\n"
    start = at - 1
    while start and not text[start - 1 : start + 1].isascii():  # between two ASCII characters no letter goes on
        start -= 1
    ends = (found.end() for found in compiled(r"\X").finditer(text, start))
    return next(end for end in ends if end >= at) == at


def cut(text: str, most: int) -> str:
    r"""Cut a text that has more than so many code points, between two letters; `…` stands for the rest.

    >>> cut("Ann Lee", 7), cut("Ann Lees", 7), cut("Jose\u0301 Lee", 5)
    ('Ann Lee', 'Ann Le…', 'Jos…')
    """
    if len(text) <= most:
        return text
    end = most - 1
    while not is_between_letters(text, end):
        end -= 1
    return f"{text[:end]}…"


def plain(name: str) -> str:
    r"""Write a name without what may differ: case, hyphens, the number of blanks, and forms that look alike.

    >>> plain("Dagny  ORR"), plain("dagny-orr"), plain("Jos\u0065\u0301")
    ('dagny orr', 'dagny orr', 'jos\xe9')
    """
    return " ".join(_APART.split(unicodedata.normalize("NFKC", name).casefold())).strip()


def folded(name: str) -> str:
    r"""Write a name as others may have typed it: its words in small letters, without accents and punctuation.

    >>> folded("Dr. Jos\u00e9 O'Neill-Paz"), folded("\u0130zmir"), folded("?!")
    ('dr jose o neill paz', 'izmir', '')
    """
    if name.isascii():
        return " ".join(_ASCII_WORD.findall(name.casefold()))
    letters = []
    for letter in unicodedata.normalize("NFKD", unicodedata.normalize("NFKC", name).casefold()):
        category = unicodedata.category(letter)
        if category[0] in "PSZ" or category == "Cc":
            letters.append(" ")
        elif category[0] != "C" and not (category == "Mn" and unicodedata.combining(letter) > _VIRAMA):
            letters.append(letter)
    return " ".join("".join(letters).split())
