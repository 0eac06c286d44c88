"""JSON Lines as a table: an object a line, the columns of which are its names, and those of the objects in it."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from kg.annotation.compressed import DamagedError
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import Row, lines
from kg.formats.imports.tabular.cells import pairs

_MOST = 1_000  # lines in which columns are looked for

_ARRAY = ("an array of JSON, and no JSON Lines", "write an object a line: `jq -c '.[]' FILE` does so")
_SPREAD = ("JSON, but no object in a line of its own", "write an object a line: `jq -c . FILE` does so")
_decode = msgspec.json.decode


class JsonLines:
    """A file of JSON Lines. Columns are those of its first thousand lines, in the order in which they come up."""

    found, notes = "JSON Lines", ()

    def __init__(self, path: Path) -> None:
        self._path = path
        names: dict[str, None] = {}
        first = next(self._lines(), (0, b""))[1]
        is_array = first.lstrip().startswith(b"[") and not _is_json(first)  # which goes on in the lines below
        for _, line in islice(self._lines(), 0 if is_array else _MOST):
            names |= dict.fromkeys(_cells(line)[0])
        is_list = first.lstrip().startswith(b"[")
        if first and not names and (is_list or not _is_json(first)):
            raise DamagedError(*(_ARRAY if is_list else _SPREAD))
        self.columns = tuple(names)

    def rows(self, report: Report) -> Iterator[Row]:
        """Give a row for each object; what is none is refused. Values of other names are passed over, and counted."""
        passed, refused = dict[str, int](), False
        for number, line in self._lines():
            cells, fault = _cells(line)
            if fault:
                report.read, refused = report.read + 1, True
                report.refuse(number, *fault)
                continue
            for name in cells.keys() - {*self.columns}:
                passed[name] = passed.get(name, 0) + 1
            yield Row(number, [cells.get(name, "") for name in self.columns], line, refused)
            refused = False
        if passed:
            names = ", ".join(f"`{its}`" for its in sorted(passed)[:5])
            report.notes.append(
                f"{self._path}: names that come up after line {_MOST:,} are no columns, and were passed over: {names}"
            )

    def _lines(self) -> Iterator[tuple[int, bytes]]:
        for number, line in enumerate(lines(self._path), start=1):
            plain = line.removeprefix(b"\xef\xbb\xbf") if number == 1 else line
            if plain.strip():
                yield number, plain.rstrip(b"\r\n")


def _is_json(line: bytes) -> bool:
    try:
        _decode(line)
    except (ValueError, RecursionError):
        return False
    return True


def _cells(line: bytes) -> tuple[dict[str, str], tuple[str, ...]]:
    """Give the cells of an object by their names; or what is wrong with it, and the value that is to blame."""
    try:
        value = _decode(line)
        if not isinstance(value, dict):
            return {}, ("no object of JSON",)
        json.loads(line, object_pairs_hook=_once, parse_int=str, parse_float=str)
        found = [*pairs(value)]
    except _TwiceError as error:
        return {}, ("a name that stands twice in one object", str(error))
    except (ValueError, RecursionError):
        return {}, ("no object of JSON",)
    cells = dict(found)
    if len(cells) < len(found):
        twice = next(name for name, many in Counter(name for name, _ in found).items() if many > 1)
        return {}, ("two values of one column", twice)
    return cells, ()


class _TwiceError(Exception):
    """A name that stands twice in one object: which of its values is meant is not known."""


def _once(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise _TwiceError(next(name for name, many in Counter(name for name, _ in pairs).items() if many > 1))
    return made
