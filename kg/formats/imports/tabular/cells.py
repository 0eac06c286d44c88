"""The cells of a table as text, whatever file they come from; what is a number there is known to be one."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

import msgspec

NOTHING = (  # what people write into a cell of which they know nothing
    "?", "-", "–", "—", "n/a", "N/A", "na", "NA", "n.a.", "k.A.", "k. A.", "NULL", "null", "None", "nan", "unknown",
)  # fmt: skip
_LATER = "\u0080-\u00bf" + "".join(bytes([its]).decode("cp1252", "ignore") for its in range(0x80, 0xA0))
_PAIRS = re.compile(f"[\u00c2-\u00f4][{_LATER}]{{1,3}}")  # what bytes of UTF-8 look like in Windows-1252
_encode = msgspec.json.encode


class Number(str):
    """A cell that is a number in its file, as a plain decimal: how people write numbers need not be known."""

    __slots__ = ()


class Several(str):
    """A cell that is a list in its file."""

    parts: tuple[str, ...]

    def __new__(cls, parts: Iterable[str]) -> Several:
        """Join the parts, for who reads them as one text."""
        some = tuple(parts)
        made = super().__new__(cls, "; ".join(some))
        made.parts = some
        return made


class Unfit(str):
    """A cell of a sort that is neither a name nor a figure, such as a boolean or a list of objects."""

    what: str

    def __new__(cls, text: str, what: str) -> Unfit:
        """Keep the text, and what it is."""
        made = super().__new__(cls, text)
        made.what = what
        return made


class Unreadable(Unfit):
    """A cell whose value nobody can read; its row is refused if the cell is needed."""


def cell(value: Any) -> str:  # noqa: ANN401 - of any type that a file knows
    """Write a value of a typed file as text: days as in ISO 8601, numbers as they are stored.

    >>> cell(1e3), cell(datetime.datetime(2031, 3, 4)), cell(None), cell(["a", "b"])
    ('1000', '2031-03-04', '', 'a; b')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return Unfit("true" if value else "false", "a boolean")
    if isinstance(value, int | float | Decimal):
        return _number(value)
    if isinstance(value, datetime.datetime):
        is_day = value.time() == datetime.time() and value.tzinfo is None
        return value.date().isoformat() if is_day else value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, list | tuple) and not any(isinstance(its, list | tuple | dict) for its in value):
        return Several(text for its in value if (text := cell(its)))
    return _unfit(value)


def _unfit(value: Any) -> Unfit:  # noqa: ANN401 - of any type that a file knows
    if isinstance(value, datetime.time):
        return Unfit(value.isoformat(), "a time of day")
    if isinstance(value, datetime.timedelta):
        return Unfit(str(value), "a duration")
    if isinstance(value, bytes):
        return Unfit(value.hex(), "binary data")
    is_list = isinstance(value, list | tuple)
    what = (
        "an object" if not is_list else "a list of lists" if isinstance(value[0], list | tuple) else "a list of objects"
    )
    return Unfit(_encode(value, enc_hook=str).decode(), what)


def _number(value: float | Decimal) -> str:
    exact = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if exact.is_nan():
        return ""  # as programs write what is missing
    if exact.is_infinite():
        return Unfit(str(value), "an infinite number")
    plain = f"{exact:f}"
    return Number((plain.rstrip("0").rstrip(".") or "0") if "." in plain else plain)


def pairs(value: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, str]]:
    """Give the cells of an object with their names, those of an object in it by both names: `source.name`.

    >>> dict(pairs({"day": "2031-03-04", "source": {"name": "Northern Wire"}}))
    {'day': '2031-03-04', 'source.name': 'Northern Wire'}
    """
    for name, its in value.items():
        if isinstance(its, dict):
            yield from pairs(its, f"{before}{name}.")
        else:
            yield f"{before}{name}", cell(its)


def raw(cells: Sequence[str]) -> bytes:
    """Give the bytes by which a row of a file that is no text is hashed: its cells as a JSON array, in UTF-8."""
    return _encode([str(its) for its in cells])


def tidy(text: str) -> str:
    r"""Write a text in one line, composed, without blanks around it.

    >>> tidy(" Anna\n Berg\u00a0")
    'Anna Berg'
    """
    plain = " ".join(text.split())
    return plain if plain.isascii() else unicodedata.normalize("NFC", plain)


def is_garbled(text: str) -> bool:
    """Tell whether a text holds characters that are UTF-8 which somebody read as Windows-1252.

    >>> is_garbled("JosÃ©"), is_garbled("José")
    (True, False)
    """
    if text.isascii():
        return False
    some = (b"".join(map(_byte, its[0])) for its in _PAIRS.finditer(text))
    return any(_is_character(its[:length]) for its in some for length in range(2, len(its) + 1))


def _byte(character: str) -> bytes:
    try:
        return character.encode("cp1252")
    except UnicodeEncodeError:  # of the five bytes that Windows-1252 does not have
        return character.encode("latin-1")


def _is_character(data: bytes) -> bool:
    try:
        return len(data.decode()) == 1
    except UnicodeDecodeError:
        return False
