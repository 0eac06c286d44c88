"""Passages of a text that are like given words: where one stands, and how well it fits. With rapidfuzz."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kg.base.letters import is_between_letters

_WORD = re.compile(r"\S+")
_TYPED = str.maketrans("‘’“”\u201a„«»–—\u00a0\u2011", '\'\'""\'"""-- -')  # one sign for what printers write in several
_MOST_ENDS = 12  # places at which a passage may begin or end, near those that were found, that are tried


def alikeness(one: str, other: str) -> float:
    """Tell how like two passages are: twice the letters that both have in one order, by the letters of both, times 100.

    Source: the normalised similarity of insertions and deletions (Levenshtein 1966), `rapidfuzz.fuzz.ratio`.

    >>> alikeness("left on Tuesday", "left on Thursday"), alikeness("a", "b")
    (90.3, 0.0)
    """
    from rapidfuzz import fuzz  # here, since most runs compare no passages

    return round(fuzz.ratio(one, other), 1)


def most_alike(words: str, text: str, around: tuple[int, int] | None = None) -> tuple[int, int, float] | None:
    """Find the passage of whole words that is most like some words.

    Parameters
    ----------
    words
        What is looked for.
    text
        In which.
    around
        A passage in which it may be, which is tried as it stands too.

    Returns
    -------
    tuple or None
        Start, end and likeness (`alikeness`), of several the first; None if the text holds no word. Quotation marks and
        dashes of several kinds are taken for the same while looking, and not for the likeness.

    >>> text = "He said that Berg left on Thursday night."
    >>> start, end, score = most_alike("Berg left on Tuesday", text)
    >>> text[start:end], score
    ('Berg left on Thursday', 92.7)
    """
    from rapidfuzz import fuzz

    if not words.strip() or not text.strip():
        return None
    sought, within = words.translate(_TYPED), text.translate(_TYPED)
    found = fuzz.partial_ratio_alignment(sought, within)
    near = [(found.dest_start, found.dest_end)] if found and len(words) <= len(text) else [(0, len(text))]
    tried = {place for window in near for place in _windows(text, *window)}
    if around is not None and (inside := _WORD.search(text, *around)):
        tried.add((inside.start(), inside.start() + len(text[inside.start() : around[1]].rstrip())))
    best = min(tried, key=lambda its: (-fuzz.ratio(sought, within[slice(*its)]), *its), default=None)
    if best is None:
        return None
    start, end = whole_letters(text, *best)
    return start, end, alikeness(words, text[start:end])


def whole_letters(text: str, start: int, end: int) -> tuple[int, int]:
    """Widen a passage to whole letters.

    >>> whole_letters("ab", 0, 1)
    (0, 1)
    """
    while not is_between_letters(text, start):
        start -= 1
    while not is_between_letters(text, end):
        end += 1
    return start, end


def _windows(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the passages of whole words that begin and end near those of a window."""
    reach = max(24, (end - start) // 2)
    words = list(_WORD.finditer(text, max(0, start - reach), min(len(text), end + reach)))
    starts = sorted((its.start() for its in words), key=lambda at: abs(at - start))[:_MOST_ENDS]
    ends = sorted({at for its in words for at in _ends(its)}, key=lambda at: abs(at - end))[:_MOST_ENDS]
    yield from ((first, last) for first in starts for last in ends if first < last)


def _ends(word: re.Match[str]) -> Iterator[int]:
    """Give where a word ends, with the punctuation behind it and without."""
    yield word.end()
    yield word.start() + len(word[0].rstrip(".,;:!?…)]”’\"'")) or word.end()
