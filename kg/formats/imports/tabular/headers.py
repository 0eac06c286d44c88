"""The header of a table: which of its first lines it is, and what its columns are called."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from itertools import count
from pathlib import Path

from msgspec import Struct

from kg.annotation.compressed import DamagedError
from kg.base.errors import UsageError
from kg.base.hints import counted, several
from kg.formats.imports.streams import Row
from kg.formats.imports.tabular.cells import Number, tidy

FIRST = 50  # lines that are not blank, in which a header is looked for
_LINES = re.compile(r"([1-9][0-9]{0,6})(?:-([1-9][0-9]{0,6}))?")
_VALUE = re.compile(r"[-+]?[0-9][0-9.,:/ ]*%?|[0-9]{1,4}[-./][0-9]{1,2}[-./][0-9]{1,4}.*|https?://\S+")


class EmptyError(DamagedError):
    """A table in which nothing stands."""


class Header(Struct, frozen=True):
    """The columns of a table by their names, the lines in which these stand, and what is to be said of them."""

    columns: tuple[str, ...]
    first: int
    last: int
    notes: tuple[str, ...] = ()


def lines_of(text: str) -> tuple[int, int]:
    """Read which lines are the header: `3`, or `3-4` where it has two.

    >>> lines_of("3"), lines_of("3-4")
    ((3, 3), (3, 4))
    """
    found = _LINES.fullmatch(text)
    if not found or int(found[2] or found[1]) < int(found[1]):
        raise UsageError(f"no lines of a header: `{text}`", "write the number of its line, such as `3`, or `3-4`")
    return int(found[1]), int(found[2] or found[1])


def header_of(rows: Sequence[Row], wanted: Collection[str], lines: tuple[int, int] | None, path: Path) -> Header:
    """Find the header among the first rows of a table.

    Parameters
    ----------
    rows
        Those that are not blank.
    wanted
        Names of columns that a map asks for: the header is where most of them stand. None: it is the first row that is
        nearly as wide as the widest, and in which nothing looks like a number, a day or an address.
    lines
        What the user says.
    path
        Of the file.

    Raises
    ------
    DamagedError
        If there is none.
    UsageError
        If there is no row in the lines that the user names.
    """
    if lines is not None:
        chosen = [row for row in rows if lines[0] <= row.line <= lines[1]]
        if not chosen:
            raise UsageError(
                f"no header in line {lines[0]} of `{path}`", "name the line in which the columns are named"
            )
        return _header(chosen, lines)
    if not rows:
        raise EmptyError("no row in it", "name a table with a header")
    if wanted:
        found = max(rows, key=lambda row: len({*_header([row]).columns} & {*wanted}))
        if {*_header([found]).columns} & {*wanted}:
            return _header([found])
    widest = max(_filled(row) for row in rows)
    wide = [row for row in rows if _filled(row) >= 0.7 * widest]
    return _header([next((row for row in wide if not _holds_values(row)), wide[0])])


def _filled(row: Row) -> int:
    return sum(bool(its.strip()) for its in row.cells)


def _holds_values(row: Row) -> bool:
    return any(isinstance(its, Number) or _VALUE.fullmatch(its.strip()) for its in row.cells)


def _header(rows: Sequence[Row], lines: tuple[int, int] | None = None) -> Header:
    """Name the columns: one after the other of a name twice, and by its number one without a name."""
    parts = [tidy(its) for its in rows[-1].cells]
    for row in reversed(rows[:-1]):
        parts = _joined(row.cells, parts)
    while parts and not parts[-1]:
        parts.pop()
    columns, notes = told_apart(parts)
    nameless = [number for number, part in enumerate(parts, start=1) if not part]
    if nameless:
        names = several([f"`column {its}`" for its in nameless])
        two = "" if lines else f"; if the header has two lines: `--header {rows[0].line}-{rows[0].line + 1}`"
        notes.append(f"{counted(len(nameless), 'column')} without a name, here called {names}{two}")
    return Header(columns, *(lines or (rows[0].line, rows[-1].line)), tuple(notes))


def told_apart(names: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Name columns so that each has its own name, and say which have another than the table gives them.

    >>> told_apart(["who", "who", ""])
    (('who', 'who (2)', 'column 3'), ['columns of one name are told apart by a number: `who (2)`'])
    """
    taken, columns, numbered = {*names}, list[str](), list[str]()
    for number, given in enumerate(names, start=1):
        name = given or f"column {number}"
        if name in columns:
            many = next(its for its in count(2) if f"{name} ({its})" not in taken)
            name = f"{name} ({many})"
            numbered.append(name)
        taken.add(name)
        columns.append(name)
    told = several([f"`{its}`" for its in numbered])
    return tuple(columns), [f"columns of one name are told apart by a number: {told}"] if numbered else []


def _joined(above: Sequence[str], below: Sequence[str]) -> list[str]:
    """Join two lines of a header: what stands over several columns stands in the first of them only."""
    upper, found = "", []
    for number in range(max(len(above), len(below))):
        here = tidy(above[number]) if number < len(above) else ""
        lower = below[number] if number < len(below) else ""
        upper = (here or upper) if lower else ""  # what has nothing below it stands over its own column only
        found.append(f"{here or upper} {lower}".strip())
    return found


def found_words(header: Header, path: Path, how: str) -> str:
    """Say what was found of a file, in a line of the report."""
    named = several([f"`{its}`" for its in header.columns])
    where = f"line {header.first}" if header.first == header.last else f"lines {header.first} to {header.last}"
    above = f", what stands above it is passed over: {counted(header.first - 1, 'line')}" if header.first > 1 else ""
    return f"{path}: {how}; the header is {where}: {named}{above}"
