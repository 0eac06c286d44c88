"""Offsets of others to ours and back: code points, UTF-16 code units and bytes of UTF-8.

Ours count code points, as Python does. JavaScript and Java count UTF-16 code units, of which a code point beyond U+FFFF
takes two; some programs count bytes.

Source: W3C Web Annotation Data Model, section 4.2.5 (Text Position Selector); The Unicode Standard 16.0, sections 3.9
and 2.5 (encoding forms).
"""

from __future__ import annotations

import enum
from array import array
from bisect import bisect_left

from kg.base.errors import KgError


class OffsetError(KgError):
    """A position that a text does not have."""

    exit_code = 1


class Unit(enum.StrEnum):
    """What offsets count."""

    CODE_POINTS = "codepoints"
    UTF_16 = "utf16"
    BYTES = "bytes"

    @property
    def words(self) -> str:
        """The unit as messages name it.

        >>> Unit.UTF_16.words
        'UTF-16 code units'
        """
        return {"codepoints": "code points", "utf16": "UTF-16 code units", "bytes": "bytes of UTF-8"}[self.value]


class Offsets:
    r"""Positions in one text, in code points and in another unit.

    Parameters
    ----------
    text
        The text, exactly as it was annotated: combining marks, line ends and a byte order mark count.
    unit
        What the other side counts.

    Attributes
    ----------
    length
        Of the text, in that unit.

    >>> its = Offsets("\U0001f91d met", Unit.UTF_16)
    >>> its.from_code_points(2), its.to_code_points(3), its.length
    (3, 2, 6)
    >>> its.to_code_points(1)
    Traceback (most recent call last):
    kg.evidence.offsets.OffsetError: position 1 is inside a character: 🤝 takes 0 to 2 in UTF-16 code units...
    """

    def __init__(self, text: str, unit: Unit) -> None:
        self._text, self._unit = text, unit
        self._starts: array[int] | None = None  # None: every code point takes one unit
        if unit is not Unit.CODE_POINTS and not text.isascii():
            self._starts = array("Q", [0])
            at = 0
            for character in text:
                at += _width(ord(character), unit)
                self._starts.append(at)

    @property
    def length(self) -> int:
        """The length of the text in the other unit."""
        return self._starts[-1] if self._starts else len(self._text)

    def from_code_points(self, position: int) -> int:
        """Give a position of ours in the other unit.

        Raises
        ------
        OffsetError
            If it lies outside the text.
        """
        self._need_inside(position, len(self._text), Unit.CODE_POINTS)
        return self._starts[position] if self._starts else position

    def to_code_points(self, position: int) -> int:
        """Give a position in the other unit as ours.

        Raises
        ------
        OffsetError
            If it lies outside the text, or inside a character: between two surrogates, or among the bytes of one.
        """
        self._need_inside(position, self.length, self._unit)
        if self._starts is None:
            return position
        found = bisect_left(self._starts, position)
        if self._starts[found] != position:
            first, last, sign = self._starts[found - 1], self._starts[found], self._text[found - 1]
            what = f"position {position} is inside a character: {sign} takes {first} to {last} in {self._unit.words}"
            raise OffsetError(what, "say what the offsets count: code points, UTF-16 code units or bytes")
        return found

    def _need_inside(self, position: int, length: int, unit: Unit) -> None:
        if not 0 <= position <= length:
            what = f"position {position} is outside the text, which has {length} {unit.words}"
            raise OffsetError(what, "is it the text that was annotated, and are offsets counted in this unit?")


def _width(code: int, unit: Unit) -> int:
    if unit is Unit.UTF_16:
        return 2 if code > 0xFFFF else 1
    return 1 if code < 0x80 else 2 if code < 0x800 else 3 if code < 0x10000 else 4
