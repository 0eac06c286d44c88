"""Letters as readers see them: where one ends, and where a letter needs a joiner. Only this module imports `regex`.

Sources: Unicode Standard Annex 29, section 3 (grapheme clusters); Unicode Standard, section 12.2 (the Bengali ra that
is joined); Internationalized Domain Names in Applications, RFC 5892, appendices A.1 and A.2 (joiners in context).
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import regex

JOINERS = "\u200c\u200d"
# Between cursive letters that would join without it; after a virama; before one, as in the Bengali ra-ya.
_NEEDED = r"""
    (?<=[\p{jt=L}\p{jt=D}]\p{jt=T}*) \u200c (?=\p{jt=T}*[\p{jt=R}\p{jt=D}])
    | (?<=\p{ccc=9}) [\u200c\u200d]
    | (?<=\p{L}) \u200d (?=\p{ccc=9})
"""


@cache
def compiled(pattern: str) -> regex.Pattern[str]:
    """Compile a pattern that may name properties of Unicode, blanks in it aside; kept for the next time."""
    import regex  # here, since it takes 0.05 s and most runs see none but plain letters

    return regex.compile(pattern, regex.VERBOSE | regex.VERSION1)


def needless_joiner(text: str) -> str | None:
    r"""Find the first joiner that stands where no script needs one: it makes two texts that look alike.

    >>> needless_joiner("\u0639\u0644\u06cc\u200c\u0631\u0636\u0627"), needless_joiner("Ann\u200cLee")
    (None, '\u200c')
    """
    if not any(joiner in text for joiner in JOINERS):
        return None
    rest = compiled(_NEEDED).sub("", text)
    return next((letter for letter in rest if letter in JOINERS), None)


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
