"""Lines of a text that were broken only to fit a width, as those of a PDF or a mail: one line for whoever reads them.

A line is taken to go on where the next begins with a small letter, or where the first word of the next would not have
fitted behind it, in a block of lines of which one does begin so. Where neither is so, a line end is an end.
"""

from __future__ import annotations

import re
from itertools import pairwise

_LINE = re.compile(r"[^\r\n\v\f\x1c-\x1e\x85\u2028\u2029]+")
_ONE_END = re.compile(r"\r\n?|\n")
_ENDS = re.compile(r"[.!?…:;]\W*$")
_FIRST_WORD = re.compile(r"\S+")
_NARROWEST, _WIDEST = 24, 120  # code points of lines that are broken to fit
_FULL = 0.85  # share of the widest line: letters of print differ in width
_FEWEST_WORDS = 3  # of a line that goes on before a small letter: a button or a label does not


def unwrapped_lines(text: str, item: re.Pattern[str]) -> list[tuple[int, int]]:
    r"""Give the lines of a text, those that were broken only to fit a width as one.

    Parameters
    ----------
    text
        As it stands.
    item
        Fits the mark of a list's item at the start of a line: such a line begins anew.

    Returns
    -------
    list
        Start and end of each (code points, end exclusive), in order.

    >>> text = "Both sides\nShe rejected any claims that the\nVarn fleet had sailed, and\nleft the room.\n\nNo more"
    >>> [text[start:end] for start, end in unwrapped_lines(text, re.compile("[*-]"))]
    ['Both sides', 'She rejected any claims that the\nVarn fleet had sailed, and\nleft the room.', 'No more']
    """
    lines = [its.span() for its in _LINE.finditer(text)]
    found: list[tuple[int, int]] = []
    for block in _blocks(text, lines):
        words = [text[start:end].strip() for start, end in block]
        width = max(map(len, words))
        is_prose = width <= _WIDEST and any(its[:1].islower() for its in words[1:])
        found.append(block[0])
        for number, (one, other) in enumerate(pairwise(words), 1):
            start, end = block[number]
            mark = item.match(text, start, end)
            is_item = mark is not None and bool(mark[0].strip())
            if is_prose and not is_item and _goes_on(one, other, width):
                found[-1] = (found[-1][0], end)
            else:
                found.append((start, end))
    return found


def _blocks(text: str, lines: list[tuple[int, int]]) -> list[list[tuple[int, int]]]:
    """Part lines where more than one line end, or a line of blanks, stands between them."""
    blocks: list[list[tuple[int, int]]] = []
    last = -1
    for start, end in lines:
        if text[start:end].isspace():
            continue
        if blocks and _ONE_END.fullmatch(text, last, start):
            blocks[-1].append((start, end))
        else:
            blocks.append([(start, end)])
        last = end
    return blocks


def _goes_on(one: str, other: str, width: int) -> bool:
    if other[:1].islower():
        return not _ENDS.search(one) and len(one.split()) >= _FEWEST_WORDS
    first = _FIRST_WORD.match(other)
    return first is not None and width >= _NARROWEST and len(one) + 1 + len(first[0]) > _FULL * width
