"""The rows of a file, plain or packed, each with its line and its bytes, which are hashed as they stand in the file."""

from __future__ import annotations

import codecs
import csv
import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
from pathlib import Path

from msgspec import Struct

from kg.annotation.compressed import DamagedError, blocks
from kg.base.errors import KgError, Place
from kg.base.hints import counted
from kg.formats.imports.attempts import Attempt
from kg.formats.imports.quotes import Extents
from kg.formats.imports.reports import Report

_WIDE = ("utf-16", "utf-32")  # encodings in which no character has one byte
_OPEN = "the quotes that open in it are never closed"
_TOO_LONG = "a cell of more than 131,072 characters"
_SOME = 3  # cells in quotes: one or two may be names that begin and end with one
_WORDS = {  # of the reader of tables -> as people understand them
    "expected after '\"'": "a quote within quotes that is not doubled",
    "unexpected end of data": _OPEN,
    "field larger than field limit (131072)": _TOO_LONG,
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
    """A row of a table: the line where it begins, its cells, and its bytes without the line end.

    Also whether what stands above it was refused while it was read, and so is not known.
    """

    line: int
    cells: list[str]
    raw: bytes
    follows_refused: bool = False

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
    """Read a table whose cells are not quoted, unless its first lines are; a row that is not UTF-8 is refused."""
    found = _split(path)
    first = [*islice(found, 2)]
    if any(_is_quoted(line, delimiter.encode()) for line in first):  # as some archives give out what they took in
        yield from rows_within((line + b"\n" for line in chain(first, found)), report, delimiter, "utf-8")
        return
    for number, line in enumerate(chain(first, found), start=1):
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


def _is_quoted(line: bytes, delimiter: bytes) -> bool:
    """Tell whether several cells of a line stand in quotes."""
    cells = line.rstrip(b"\r").split(delimiter)
    return sum(len(its) > 1 and its[:1] == its[-1:] == b'"' for its in cells) >= _SOME


def wide_lines(path: Path, encoding: str) -> Iterator[bytes]:
    """Give the lines of a file in which each character has two bytes or four, such as UTF-16, with their ends."""
    decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
    begun, number = "", 0
    for block in chain(blocks(path), [b""]):
        try:
            *whole, begun = (begun + decoder.decode(block, final=not block)).split("\n")
        except UnicodeDecodeError as error:
            what = "ends within a character" if "truncated" in error.reason else "holds what is no character"
            raise DamagedError(f"it {what} of {encoding.upper()}", "write it anew", number) from error
        number += len(whole)
        yield from (f"{line}\n".encode(encoding, "surrogatepass") for line in whole)
    if begun:
        yield begun.encode(encoding, "surrogatepass")


def quoted_rows(path: Path, report: Report, delimiter: str = ",", encoding: str = "utf-8") -> Iterator[Row]:
    """Read a table whose cells may be quoted, and go over several lines.

    Of what is no row, all lines are refused that may be within one of its cells, and reading goes on behind them.
    Quotes that nobody closes open no cell: one line is refused, and the next one is read as a row.

    Source: RFC 4180, section 2.
    """
    some = wide_lines(path, encoding) if encoding.startswith(_WIDE) else lines(path)
    return rows_within(some, report, delimiter, encoding)


def rows_within(some: Iterable[bytes], report: Report, delimiter: str, encoding: str) -> Iterator[Row]:
    """Read lines of a table, each with its end, as `quoted_rows` does."""
    source, extents, refused, beside = _Fed(some, encoding), Extents(delimiter), False, 0
    reader = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        first = source.number + 1
        try:
            cells = next(reader)
        except StopIteration:
            break
        except csv.Error as error:
            last, is_closed = extents.last(first, source.text)
            words = next((words for its, words in _WORDS.items() if str(error).endswith(its)), str(error))
            reason = words if is_closed or words != _TOO_LONG else _OPEN
            report.read, refused = report.read + 1, True
            report.refuse(first, f"no row of a table: {reason}", _lines_from(first, last))
            source.give_back(last - first + 1)
            beside += last - first
            reader = csv.reader(source, delimiter=delimiter, strict=True)
            continue
        taken, is_bad = source.taken_whole()
        if is_bad:
            report.read, refused = report.read + 1, True
            report.refuse(first, f"the row is not {encoding.upper()}", _lines_from(first, source.number))
            beside += source.number - first
        elif cells:
            yield Row(first, cells, _without_end(taken, encoding), refused)
            refused = False
    if beside:
        report.notes.append(f"refused together with the row in which they may stand: {counted(beside, 'more line')}")


def _lines_from(first: int, last: int) -> str:
    return f"lines {first} to {last}" if last > first else ""


def _without_end(taken: bytes, encoding: str) -> bytes:
    if not encoding.startswith(_WIDE):
        return taken.rstrip(b"\r\n")
    return taken.decode(encoding, "surrogatepass").rstrip("\r\n").encode(encoding, "surrogatepass")


class _Fed:
    """Feeds lines as text to the reader of a table, and keeps the bytes of those that it has taken."""

    def __init__(self, some: Iterable[bytes], encoding: str) -> None:
        self.number = 0
        self._lines, self._encoding = iter(some), encoding
        self._taken: list[bytes] = []
        self._again: list[bytes] = []  # lines to be read again, the next one last
        self._is_bad = False  # whether one that was taken is not in the encoding

    def __iter__(self) -> _Fed:
        return self

    def __next__(self) -> str:
        line = self._take()
        try:
            text = line.decode(self._encoding)
        except UnicodeDecodeError:  # its quotes, which are ASCII, are read nonetheless
            self._is_bad, text = True, line.decode(self._encoding, "replace")
        return text.removeprefix("\ufeff") if self.number == 1 else text

    def text(self, at: int) -> str | None:
        """Give a line of those that were taken, or take it too; None behind the last."""
        try:
            while len(self._taken) <= at:
                self._take()
        except StopIteration:
            return None
        text = self._taken[at].decode(self._encoding, "replace")
        return text.removeprefix("\ufeff") if self.number - len(self._taken) + at == 0 else text

    def taken_whole(self) -> tuple[bytes, bool]:
        """Give the bytes of the lines that were taken since the last row, and whether one is not in the encoding."""
        its = b"".join(self._taken), self._is_bad
        self.give_back(len(self._taken))
        return its

    def give_back(self, kept: int) -> None:
        """Give back all lines that were taken, but for so many of the first."""
        self._again += reversed(self._taken[kept:])
        self.number -= len(self._taken) - kept
        self._taken.clear()
        self._is_bad = False

    def _take(self) -> bytes:
        line = self._again.pop() if self._again else next(self._lines)
        self.number += 1
        self._taken.append(line)
        return line


def take_each(rows: Iterable[Row], report: Report, attempt: Attempt, take: Callable[[Row], None]) -> None:
    """Count and take each row of a table; what cannot be used is refused, and leaves nothing behind."""
    for row in rows:
        report.read += 1
        try:
            with attempt:
                take(row)
        except RefusedRow as refused:
            report.refuse(row.line, refused.reason, refused.value)
