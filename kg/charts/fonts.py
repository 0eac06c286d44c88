"""The fonts of a picture: DejaVu Sans, which matplotlib carries, and for what it lacks those of the system."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from kg.base.letters import compiled

OURS = "DejaVu Sans"
# Tried first, in this order; an SVG names them all, since whoever looks at it may have those that are lacking here.
KNOWN = (
    "Noto Sans", "Noto Sans CJK SC", "Noto Sans CJK JP", "Noto Sans CJK KR", "Noto Sans Arabic", "Noto Sans Hebrew",
    "Noto Sans Devanagari", "Noto Sans Bengali", "Noto Sans Thai", "Noto Sans Ethiopic", "Source Han Sans",
    "WenQuanYi Zen Hei", "Arial Unicode MS", "Microsoft YaHei", "Yu Gothic", "Malgun Gothic", "PingFang SC",
    "Hiragino Sans", "Noto Emoji", "Symbola", "FreeSans", "Unifont",
)  # fmt: skip
_NOT_FOR_TEXT = re.compile(r"Last Resort|STIX|DejaVu Math|cm[a-z]+\d+$")  # boxes, and the signs of formulas
_SVG_FONT = re.compile(rb"(style=\"[^\"<>]*font(?:-family)?: [^\";<>]*)'DejaVu Sans'")
_MOST_NAMED = 12  # characters that a message lists


def family(texts: Iterable[str]) -> tuple[list[str], str]:
    """Name the fonts of the system that a picture of these texts needs, in the order in which they are tried.

    Returns
    -------
    tuple
        The names, and a sentence on the characters that no font has; empty text if there are none.
    """
    signs = (ord(sign) for sign in set("".join(texts)) if sign.isprintable() and not sign.isspace())
    chosen, lacking = [OURS], frozenset(signs) - _covered(OURS)
    for name in _installed() if lacking else ():
        if lacking & _covered(name):
            chosen.append(name)
            lacking -= _covered(name)
    if not lacking:
        return chosen, ""
    listed = " ".join(map(chr, sorted(lacking)[:_MOST_NAMED])) + (" …" if len(lacking) > _MOST_NAMED else "")
    return chosen, (
        f"no font on this system has {listed}: boxes stand for them in the picture. Install a font that has them, "
        "such as one of Noto Sans; or write .svg, which uses the fonts of whoever looks at it"
    )


def in_svg(svg: bytes) -> bytes:
    """Name in an SVG all fonts that may be tried after ours, the same ones on every system."""
    return _SVG_FONT.sub(lambda found: found[1] + _names(KNOWN), svg)


def for_browsers(svg: bytes) -> bytes:
    """Name only our font: a browser finds others by itself, and an SVG is shorter by half a kilobyte a text."""
    return svg.replace(_names(KNOWN), _names(()))


def _names(others: Iterable[str]) -> bytes:
    return (", ".join(f"'{name}'" for name in (OURS, *others)) + ", sans-serif").encode()


def measurable(text: str, fonts: Iterable[str]) -> str:
    """Put for each character that the fonts lack one of ours that is as wide, so that the text can be measured."""
    there = frozenset[int]().union(*map(_covered, fonts))
    return "".join(sign if ord(sign) in there else ("", "n", "W")[columns(sign)] for sign in text)


def columns(sign: str) -> int:
    """Count how many columns a character takes up: 2 if it is East Asian or a picture, 0 if it joins another.

    >>> columns("a"), columns("田"), columns("\u0301")
    (1, 2, 0)
    """
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def lines(text: str, width: int) -> list[str]:
    """Break a text at blanks, and where a word is longer than a line, between two characters.

    >>> lines("Ann met 田中一郎", 8), lines("x\u0301x\u0301x\u0301", 2) == ["x\u0301x\u0301", "x\u0301"]
    (['Ann met', '田中一郎'], True)
    """
    found, taken = [""], 0
    for word in text.split():
        wide = sum(map(columns, word))
        if taken and taken + 1 + wide <= width:
            found[-1] += f" {word}"
            taken += 1 + wide
            continue
        if taken:
            found.append("")
            taken = 0
        for character in compiled(r"\X").findall(word):
            more = sum(map(columns, character))
            if taken and taken + more > width:
                found.append("")
                taken = 0
            found[-1] += character
            taken += more
    return found


@cache
def _installed() -> tuple[str, ...]:
    """Name the fonts of the system: those that are known here first, all others by their names."""
    from matplotlib.font_manager import fontManager

    names = {font.name for font in fontManager.ttflist if not _NOT_FOR_TEXT.match(font.name)}
    return (*(name for name in KNOWN if name in names), *sorted(names.difference(KNOWN, (OURS,))))


@cache
def _covered(name: str) -> frozenset[int]:
    """List the characters of an installed font, as numbers."""
    from matplotlib.font_manager import fontManager, get_font

    path = next((font.fname for font in fontManager.ttflist if font.name == name), None)
    try:
        return frozenset(get_font(path).get_charmap()) if path else frozenset()
    except (OSError, RuntimeError):  # what cannot be read has none
        return frozenset()
