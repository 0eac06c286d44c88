"""One line of JSON Lines to the fields of its record, or to what is wrong with it, with the column.

Source: The JavaScript Object Notation (JSON) Data Interchange Format, RFC 8259, sections 2 (blanks), 4 (names in an
object should be unique: here they must be) and 8.2 (surrogates that are no pair).
"""

from __future__ import annotations

import json
import math
import re
import sys
import unicodedata
from typing import Any

import msgspec

from kg.annotation import json_places
from kg.annotation.compressed import BLANKS
from kg.annotation.counting import looks_like_claim
from kg.annotation.scalars import FieldError
from kg.annotation.yaml_events import DEEPEST
from kg.annotation.yaml_tree import Value
from kg.base.findings import Finding
from kg.base.hints import named

LONGEST = 1_000_000  # bytes of one line
_RECORDS = frozenset({"entity", "article", "claim", "judgement"})
_SHAPE = 'write `{"entity": {…}}`, `{"article": {…}}`, `{"claim": {…}}` or `{"judgement": {…}}`'
_DEEPER = re.compile(rb"[\[{]")
_SURROGATES = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|(?P<half>\\u[dD][89a-fA-F][0-9a-fA-F]{2})|\\."
)
_CLAIM = re.compile(  # each letter as it is or by its number
    b"".join(rb"(?:%c|\\u00(?:%02x|%02x))" % (its, its, its - 32) for its in b"claim"), re.IGNORECASE
)
_NAME = re.compile(rb'"([a-z-]+)"\s*:')
CLAIM_LINE = r'^\s*\{\s*"claim"\s*:'  # how nearly every line of a claim starts
OTHER_LINE = r'^\s*\{\s*"(entity|article|judgement)"\s*:'
_CLAIM_RECORD = re.compile(CLAIM_LINE.encode())
_OTHER_RECORD = re.compile(OTHER_LINE.encode())
_decode, _encode = msgspec.json.Decoder().decode, msgspec.json.Encoder().encode


class LineError(FieldError):
    """A line that is no record at all: what is wrong, and in which column, where that is known."""

    def __init__(self, text: str, hint: str, column: int = 1) -> None:
        super().__init__(Finding((), text, hint))
        self.column = column


class _NamedTwiceError(Exception):
    """A key stands twice in one object."""


class _NoNumberError(Exception):
    """A word such as NaN stands in place of a number."""


class _TooLargeError(Exception):
    """A number is larger than any that a computer reckons with."""


def record(line: bytes) -> tuple[str, Value]:
    """Read a line as one record.

    Parameters
    ----------
    line
        As it stands in the file, without a byte order mark.

    Returns
    -------
    tuple
        The kind of the record, and its fields as they stand there.

    Raises
    ------
    LineError
        If it is none.

    >>> record(b'{"entity": {"id": "kyiv"}}')
    ('entity', {'id': 'kyiv'})
    """
    value = _parsed(line)
    if not isinstance(value, dict) or len(value) != 1 or not value.keys() <= _RECORDS:
        raise _no_record(line.decode(), value)
    ((kind, fields),) = value.items()
    return kind, fields if line.isascii() and b"\\u" not in line else composed(fields)


def may_hold_claim(line: bytes) -> bool:
    r"""Whether a line that is no record was meant as a claim, as far as can be told: it mentions one, or fields of one.

    Of a line over the limit only the start is known: it is taken for a claim unless it starts as another record.

    >>> may_hold_claim(b'{"\\u0063laim":'), may_hold_claim(b'{"x":1}'), may_hold_claim(b'{"fact":"x","roles":{')
    (True, False, True)
    """
    letters = line.replace(b"\0", b"")  # which UTF-16 puts between them
    if _CLAIM.search(letters) or (is_over(line) and not _OTHER_RECORD.match(line)):
        return True
    return looks_like_claim(dict.fromkeys(name.decode() for name in _NAME.findall(letters)))


def other_kind(line: bytes) -> str | None:
    r"""Tell of which kind a line is, if it holds no claim and was not meant to: None for all else.

    Parameters
    ----------
    line
        As for `record`.

    >>> other_kind(b'{"entity": {"id"'), other_kind(b'{"\\u0065ntity": {}}'), other_kind(b'{"claim": {}}')
    ('entity', 'entity', None)
    """
    if _CLAIM_RECORD.match(line):
        return None
    if found := _OTHER_RECORD.match(line):
        return found[1].decode()
    try:
        kind, _ = record(line)
    except LineError:
        return None
    return None if kind == "claim" else kind


def is_over(line: bytes) -> bool:
    """Whether a line is over the limit."""
    return len(line.removesuffix(b"\n")) > LONGEST


def _no_record(line: str, value: Value) -> LineError:
    """Tell what stands in a line in place of a record, and where: at the key that there is not, else at the second."""
    if not isinstance(value, dict):
        return LineError("expected one record, found no mapping", _SHAPE, json_places.start(line))
    odd = next((name for name in value if name not in _RECORDS), None) or next(iter([*value][1:]), None)
    at = json_places.start(line) if odd is None else json_places.column(line, (odd,), at_key=True, whole=True)
    return LineError(f"expected one record, found {', '.join(map(named, value)) or 'nothing'}", _SHAPE, at)


def _parsed(raw: bytes) -> Value:
    if is_over(raw):
        raise LineError(f"over the limit of {LONGEST:,} bytes a line", "a record stands in one line: shorten it")
    line = raw.strip(BLANKS)
    if len(_DEEPER.findall(line)) > DEEPEST and (at := json_places.too_deep(raw.decode(errors="replace"), DEEPEST)):
        raise LineError("nested too deep", f"{DEEPEST} levels are allowed", at)
    try:
        value = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        _explain(raw, str(error))
    if _encode(value) != line:  # most lines are written compactly, and then equality proves that no name stands twice
        _explain(raw)
    return value


def _explain(line: bytes, otherwise: str = "") -> None:
    """Parse once more, slowly, and raise what is wrong with the line, if anything is.

    Raises
    ------
    LineError
        With the column, where the parser tells it.
    """
    try:
        text = line.decode()
    except UnicodeDecodeError as error:
        column = len(line[: error.start].decode()) + 1
        raise LineError(f"not UTF-8 at byte {error.start} of the line", "save the file as UTF-8", column) from None
    try:
        json.loads(text, object_pairs_hook=_once, parse_constant=_no_constant, parse_float=_no_infinity)
    except _NamedTwiceError:
        name, at = json_places.twice(text)
        raise LineError(f"duplicate key {named(name)}", "keep one of the two", at) from None
    except _NoNumberError as error:
        at = json_places.word(text, re.escape(str(error)))
        raise LineError(f"not JSON: `{error}`", "leave the field out, or write a number", at) from None
    except _TooLargeError as error:
        at = json_places.word(text, re.escape(str(error)))
        raise LineError(f"a number that is too large: {named(str(error))}", "leave it out, or correct it", at) from None
    except json.JSONDecodeError as error:
        hint = "look at quotes, commas and braces: a record stands in one line"
        raise LineError(f"not JSON: {error.msg}", hint, error.pos + 1) from None
    except ValueError:  # a number with more digits than Python reads
        at = json_places.word(text, rf"-?[0-9]{{{sys.get_int_max_str_digits() + 1},}}")
        raise LineError("a number that is too long", "nine digits at most", at) from None
    for found in _SURROGATES.finditer(text):
        if half := found["half"]:
            hint = "write the character as it is, or both halves one after the other"
            raise LineError(f"half of a pair of surrogates: {named(half)}", hint, found.start() + 1)
    if otherwise:
        raise LineError(f"not JSON: {otherwise}", "a record stands in one line")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise _NamedTwiceError
    return fields


def _no_infinity(word: str) -> float:
    if math.isinf(number := float(word)):
        raise _TooLargeError(word)
    return number


def _no_constant(word: str) -> None:
    raise _NoNumberError(word)


def composed(value: Value) -> Value:
    """Compose letters and their marks (NFC), as is done for YAML."""
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, list):
        return [composed(item) for item in value]
    if isinstance(value, dict):
        return {unicodedata.normalize("NFC", name): composed(item) for name, item in value.items()}
    return value
