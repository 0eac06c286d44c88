"""JSON Lines as a table: an object a line, the columns of which are its names, and those of the objects in it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from kg.formats.imports.reports import Report
from kg.formats.imports.streams import Row, lines
from kg.formats.imports.tabular.cells import flat

_MOST = 1_000  # lines in which columns are looked for

_decode = msgspec.json.decode


class JsonLines:
    """A file of JSON Lines. Columns are those of its first thousand lines, in the order in which they come up."""

    found = "JSON Lines"

    def __init__(self, path: Path) -> None:
        self._path = path
        names: dict[str, None] = {}
        for _, line in islice(self._lines(), _MOST):
            its = _object(line)
            names |= dict.fromkeys(flat(its) if its else ())
        self.columns = tuple(names)

    def rows(self, report: Report) -> Iterator[Row]:
        """Give a row for each object; what is none is refused. Values of other names are passed over, and counted."""
        passed, refused = dict[str, int](), False
        for number, line in self._lines():
            its = _object(line)
            if its is None:
                report.read, refused = report.read + 1, True
                report.refuse(number, "no object of JSON")
                continue
            cells = flat(its)
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


def _object(line: bytes) -> dict[str, object] | None:
    try:
        value = _decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
    return value if isinstance(value, dict) else None
