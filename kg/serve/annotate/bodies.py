"""What a request holds: one JSON object, read strictly, and its fields."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from kg.base.errors import UsageError
from kg.base.hints import named

MOST = 1_000_000  # bytes of a body
DEEPEST = 32


def read(body: bytes) -> dict[str, Any]:
    """Read a body.

    Raises
    ------
    UsageError
        If it is no JSON object: also where it holds `NaN`, is no UTF-8, or is nested too deep.

    Source: RFC 8259.

    >>> read(b'{"start": 1}'), read(b"")
    ({'start': 1}, {})
    >>> read(b'{"start": NaN}')
    Traceback (most recent call last):
    kg.base.errors.UsageError: no JSON: JSON is malformed: invalid character (byte 10)
      hint: send one JSON object
    """
    try:
        found = msgspec.json.decode(body) if body else {}
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError, ValueError) as error:
        raise UsageError(f"no JSON: {error}", "send one JSON object") from error
    if not isinstance(found, dict):
        raise UsageError("no JSON object", "send one JSON object")
    if _depth(found) > DEEPEST:
        raise UsageError(f"nested deeper than {DEEPEST}", "send fewer levels")
    return found


def _depth(value: Any) -> int:  # noqa: ANN401 - JSON
    """Count the levels of what msgspec has read, which itself refuses what is too deep to be walked."""
    deepest, level = 0, [value]
    while level:
        deepest += 1
        level = [
            item
            for each in level
            if isinstance(each, dict | list)
            for item in (each.values() if isinstance(each, dict) else each)
        ]
    return deepest - 1


def number(body: Mapping[str, Any], name: str) -> int:
    """Take a whole number, not negative.

    >>> number({"start": 3}, "start")
    3
    """
    found = body.get(name)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 1 << 31:
        raise UsageError(f"`{name}` is no whole number", f"send `{name}`: a place in the text, from 0")
    return found


def fields(body: Mapping[str, Any], name: str) -> dict[str, Any] | None:
    """Take a mapping, or nothing.

    >>> fields({"draft": None}, "draft"), fields({"draft": {"field": "fact"}}, "draft")
    (None, {'field': 'fact'})
    """
    found = body.get(name)
    if found is not None and not isinstance(found, dict):
        raise UsageError(f"`{name}` is no object", f"send `{name}`: an object, or null")
    return found


def only(body: Mapping[str, Any], *names: str) -> None:
    """Refuse fields that are not expected.

    >>> only({"start": 1}, "start", "end")
    """
    odd = sorted(body.keys() - set(names))
    if odd:
        raise UsageError(f"unknown field {named(odd[0])}", f"fields here: `{'`, `'.join(names)}`")
