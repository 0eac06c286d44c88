"""The rows of a file, plain or packed, each with its line and its bytes, which are hashed as they stand in the file."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from operator import itemgetter
from pathlib import Path

from msgspec import Struct

from kg.annotation.compressed import DamagedError, blocks
from kg.base.errors import KgError, Place
from kg.formats.imports.reports import Report

_WORDS = {  # of the reader of tables -> as people understand them
    "expected after '\"'": "a quote within quotes that is not doubled",
    "unexpected end of data": "the quotes that open in it are never closed",
    "field larger than field limit (131072)": "the quotes that open in it are not closed within 131,072 characters",
}


class WrongFormatError(KgError):
    """A file whose columns are not those of its format.

    Parameters
    ----------
    path
        Of the file.
    missing
        The columns that it lacks.
    """

    exit_code = 1

    def __init__(self, path: Path, missing: Sequence[str]) -> None:
        names = f"`{'`, `'.join(missing[:5])}`{' and others' if len(missing) > 5 else ''}"
        super().__init__(f"{Place(str(path))}: not of this format: no column {names}", "name a file with its header")


class Row(Struct, frozen=True, gc=False):
    """A row of a table: the line where it begins, its cells, and its bytes without the line end."""

    line: int
    cells: list[str]
    raw: bytes

    @property
    def sha256(self) -> str:
        """The hash of its bytes."""
        return hashlib.sha256(self.raw).hexdigest()


class RefusedRow(Exception):  # noqa: N818 - no error of the program
    """A row that cannot be used: why, and the value that is to blame."""

    def __init__(self, reason: str, value: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value = reason, value


def columns_of(header: Row | None, names: Sequence[str], path: Path) -> Callable[[Row], tuple[str, ...]]:
    """Find the columns of a format in a header.

    Returns
    -------
    Callable
        Gives the cells of a row in the order of `names`; a row of another width than the header is refused.

    Raises
    ------
    WrongFormatError
        If a column is missing.
    """
    there = [name.strip() for name in header.cells] if header else []
    if missing := [name for name in names if name not in there]:
        raise WrongFormatError(path, missing)
    chosen, width = itemgetter(*(there.index(name) for name in names)), len(there)

    def cells(row: Row) -> tuple[str, ...]:
        if len(row.cells) != width:
            raise RefusedRow("another number of cells than the header has", str(len(row.cells)))
        return chosen(row.cells)  # type: ignore[no-any-return] # `itemgetter` has no types of what it gets

    return cells


def lines(path: Path) -> Iterator[bytes]:
    """Give the lines of a file, plain or packed, with a line end each; `-` is stdin."""
    return (line + b"\n" for line in _split(path))


def _split(path: Path) -> Iterator[bytes]:
    """Give the lines of a file without their ends."""
    begun = b""
    for block in blocks(path):
        *whole, begun = (begun + block).split(b"\n")
        yield from whole
    if begun:
        yield begun


def plain_rows(path: Path, report: Report, delimiter: str = "\t") -> Iterator[Row]:
    """Read a table whose cells are never quoted; a row that is not UTF-8 is refused."""
    for number, line in enumerate(_split(path), start=1):
        raw = line[:-1] if line[-1:] == b"\r" else line
        if not raw:
            continue
        try:
            text = raw.decode()
        except UnicodeDecodeError:
            report.read += 1
            report.refuse(number, "the row is not UTF-8")
            continue
        yield Row(number, (text.removeprefix("\ufeff") if number == 1 else text).split(delimiter), raw)


def wide_lines(path: Path, encoding: str) -> Iterator[bytes]:
    """Give the lines of a file in which each character has two bytes or four, such as UTF-16, with their ends."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    begun, number = "", 0
    for block in chain(blocks(path), [b""]):
        try:
            *whole, begun = (begun + decoder.decode(block, final=not block)).split("\n")
        except UnicodeDecodeError as error:
            raise DamagedError(f"it ends within a character of {encoding.upper()}", "write it anew", number) from error
        number += len(whole)
        yield from (f"{line}\n".encode(encoding, "surrogatepass") for line in whole)
    if begun:
        yield begun.encode(encoding, "surrogatepass")


def quoted_rows(path: Path, report: Report, delimiter: str = ",", encoding: str = "utf-8") -> Iterator[Row]:
    """Read a table whose cells may be quoted, and go over several lines.

    Of what is no row, such as quotes that nobody closes, one line is refused, and reading goes on with the next.

    Source: RFC 4180, section 2.
    """
    is_wide = encoding.startswith("utf-16")
    source = _Fed(wide_lines(path, encoding) if is_wide else lines(path), encoding)
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        first = source.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except UnicodeDecodeError:
            report.read += 1
            report.refuse(source.number, f"the row is not {encoding.upper()}")
            source.taken.clear()
            reader = csv.reader(source, delimiter=delimiter, strict=True)
            continue
        except csv.Error as error:
            report.read += 1
            words = next((words for its, words in _WORDS.items() if str(error).endswith(its)), str(error))
            report.refuse(first, f"no row of a table: {words}")
            source.give_back()
            reader = csv.reader(source, delimiter=delimiter, strict=True)
            continue
        taken = b"".join(source.taken)
        source.taken.clear()
        if cells:
            text = taken.decode(encoding, "surrogatepass").rstrip("\r\n") if is_wide else ""
            yield Row(first, cells, text.encode(encoding, "surrogatepass") if is_wide else taken.rstrip(b"\r\n"))


class _Fed:
    """Feeds lines as text to the reader of a table, and keeps the bytes of those that it has taken."""

    def __init__(self, some: Iterable[bytes], encoding: str) -> None:
        self.taken: list[bytes] = []
        self.number = 0
        self._lines, self._encoding = iter(some), encoding
        self._again: list[bytes] = []  # lines to be read again, the next one last

    def __iter__(self) -> _Fed:
        return self

    def __next__(self) -> str:
        line = self._again.pop() if self._again else next(self._lines)
        self.number += 1
        self.taken.append(line)
        text = line.decode(self._encoding)
        return text.removeprefix("\ufeff") if self.number == 1 else text

    def give_back(self) -> None:
        """Give back all lines that were taken, but for the first."""
        self._again += reversed(self.taken[1:])
        self.number -= len(self.taken) - 1
        self.taken.clear()


def take_each(rows: Iterable[Row], report: Report, take: Callable[[Row], None]) -> None:
    """Count and take each row of a table; what cannot be used is refused."""
    for row in rows:
        report.read += 1
        try:
            take(row)
        except RefusedRow as refused:
            report.refuse(row.line, refused.reason, refused.value)
