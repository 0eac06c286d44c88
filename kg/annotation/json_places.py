"""Where the values of one line of JSON stand: looked for only when something is wrong with the line.

Source: The JavaScript Object Notation (JSON) Data Interchange Format, RFC 8259, section 2.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator

from kg.base.findings import KeyPath

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}:,]|[^\s\[\]{}:,"]+')
_CHANGE = {"{": 1, "[": 1, "}": -1, "]": -1}


def column(line: str, path: KeyPath, *, at_key: bool = False, whole: bool = False) -> int:
    """Find the column of a value of a record, or with `at_key` of its key.

    Parameters
    ----------
    line
        One object with one key, whose value is the record.
    path
        Keys and positions from the record.
    at_key
        Whether the place of the value's key is wanted instead; that of a record is the start of its line.
    whole
        Whether the path is counted from the line as a whole, and not from the record in it.

    Returns
    -------
    int
        From 1, in code points. Where there is no such value, that of the nearest one around it.

    >>> line = '{"entity": {"id": "kyiv", "aliases": ["Kiev", 7]}}'
    >>> column(line, ("aliases", 1)), column(line, ("aliases",), at_key=True), column(line, ("aliases", 9))
    (47, 27, 38)
    """
    at = start(line) - 1
    if not whole:
        record = next(_entries(line, at), None)
        if record is None or (at_key and not path):
            return 1
        at = record[2]
    for number, step in enumerate(path):
        entry = next((its for its in _entries(line, at) if its[0] == step), None)
        if entry is None:
            break
        at = entry[1] if at_key and number == len(path) - 1 else entry[2]
    return at + 1


def start(line: str) -> int:
    """Give the column of what stands first in a line.

    >>> start("  [1]")
    3
    """
    return len(line) - len(line.lstrip(" \t\r\n")) + 1


def twice(line: str) -> tuple[str, int]:
    """Give the first key that stands twice in one object of a line of JSON, and the column of the second.

    >>> twice('{"a": {"b": 1, "c": 2, "b": 3}}')
    ('b', 24)
    """
    around: list[set[str] | None] = []  # of each object or list that is open: the keys met, None in a list
    before = ""
    for at, token in _tokens(line):
        if token in "{[":
            around.append(set() if token == "{" else None)
        elif token in "}]":
            around.pop()
        elif token[0] == '"' and before in "{," and (met := around[-1]) is not None:
            key = json.loads(token)
            if key in met:
                return key, at + 1
            met.add(key)
        before = token
    raise ValueError(line)


def word(line: str, pattern: str) -> int:
    """Give the column of the first number or bare word, outside of texts, that a pattern matches; 1 if there is none.

    >>> word('{"NaN": [1, NaN]}', "NaN")
    13
    """
    fits = re.compile(pattern).fullmatch
    return next((at + 1 for at, token in _tokens(line) if token[0] != '"' and fits(token)), 1)


def too_deep(line: str, deepest: int) -> int:
    """Give the column of the first bracket that is nested deeper than so many; 0 if none is.

    >>> too_deep('{"[": [[1]]}', 2), too_deep("[[]]", 2)
    (8, 0)
    """
    depth = 0
    for at, token in _tokens(line):
        depth += _CHANGE.get(token, 0)
        if depth > deepest:
            return at + 1
    return 0


def _tokens(line: str, begin: int = 0) -> Iterator[tuple[int, str]]:
    return ((found.start(), found[0]) for found in _TOKEN.finditer(line, begin))


def _entries(line: str, begin: int) -> Iterator[tuple[str | int, int, int]]:
    """Give the entries of an object or a list that starts somewhere: key or position, where that stands, the value."""
    key: str | None = None
    depth, number, key_at = 0, 0, begin
    in_list, expected = line[begin : begin + 1] == "[", False
    for at, token in _tokens(line, begin):
        if depth == 0 and token not in ("{", "["):
            return
        is_value = depth == 1 and expected and token not in "]}:,"
        if is_value and in_list:
            yield number, at, at
            expected = False
        elif is_value and key is None:
            key, key_at, expected = unicodedata.normalize("NFC", json.loads(token)), at, False
        elif is_value and key is not None:
            yield key, key_at, at
            key, expected = None, False
        depth += _CHANGE.get(token, 0)
        if depth == 0:
            return
        if depth == 1 and token in "{[:,":
            expected = True
            number += token == ","
