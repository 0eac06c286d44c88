r"""Quotations in a text: what stands between quotation marks, of whichever form, nested and across paragraphs.

A quotation that goes on in the next paragraph is not closed, and opened again there, as newspapers do.
"""

from __future__ import annotations

import re

from msgspec import Struct

_OPEN = {
    "“": "”",
    "„": "“”",
    "‟": "”",
    "«": "»",
    "\u2039": "\u203a",
    "「": "」",
    "『": "』",
    "‘": "’",
    "\u201a": "‘’",
    "”": "”",
    "»": "«»",
}
_PARAGRAPH = re.compile(r"[^\r\n\v\f\x85\u2028\u2029]+")
_DEEPEST = 8  # quotations inside each other
_LETTER = re.compile(r"\w")


class Quotation(Struct, frozen=True, order=True):
    """A quotation with its marks; `depth` 0 is the outermost, and `goes_on` tells of one that no mark closes."""

    start: int
    end: int
    depth: int = 0
    goes_on: bool = False


def quotations(text: str) -> list[Quotation]:
    """Find the quotations of a text.

    Parameters
    ----------
    text
        As it stands.

    Returns
    -------
    list
        In order; inner ones follow the one that holds them. An apostrophe opens nothing. One that is never closed
        reaches to the end of its paragraph, and only if the next begins with such a mark again; else it is none.

    >>> text = 'He said: "She cried «No!» twice," and left. It’s late.'
    >>> [(text[its.start : its.end], its.depth) for its in quotations(text)]
    [('"She cried «No!» twice,"', 0), ('«No!»', 1)]
    """
    found: list[Quotation] = []
    lines = list(_PARAGRAPH.finditer(text))
    for number, line in enumerate(lines):
        waiting = _of_line(text, line.start(), line.end(), found)
        if waiting:
            start, mark = waiting[0]
            following = (
                text[lines[number + 1].start() : lines[number + 1].end()].lstrip() if number + 1 < len(lines) else ""
            )
            if following[:1] == mark:
                found.append(Quotation(start, line.end(), 0, True))
    return sorted(found, key=lambda its: (its.start, -its.end))


def _of_line(text: str, start: int, end: int, found: list[Quotation]) -> list[tuple[int, str]]:
    """Find the quotations of one paragraph; give those that are not closed, with their marks."""
    waiting: list[tuple[int, str]] = []
    for at in range(start, end):
        mark = text[at]
        if mark == "\r" or (mark not in _OPEN and mark not in "\"'”’»\u203a」』“‘«"):
            continue
        before, after = text[at - 1 : at] if at > start else "", text[at + 1 : at + 2] if at + 1 < end else ""
        closes = next((place for place in reversed(range(len(waiting))) if _closes(mark, waiting[place][1])), None)
        if mark in "'’‘" and _LETTER.match(before) and (_LETTER.match(after) or closes is None):
            continue  # an apostrophe
        is_opening = (not before or not _LETTER.match(before)) and bool(after) and not after.isspace()
        if closes is not None and not (mark in "\"'" and is_opening and before.isspace()):
            found.append(Quotation(waiting[closes][0], at + 1, closes))
            del waiting[closes:]
        elif is_opening and (mark in _OPEN or mark in "\"'"):
            waiting = [*waiting[-_DEEPEST:], (at, mark)]
    return waiting


def _closes(mark: str, opened: str) -> bool:
    return mark == opened if opened in "\"'" else mark in _OPEN[opened]
