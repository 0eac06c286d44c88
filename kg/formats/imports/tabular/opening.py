"""A file of a table, of whatever sort: its columns, its rows, and what was found of it, in a line."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import closing, contextmanager
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import BadZipFile, ZipFile, is_zipfile

from msgspec import Struct

from kg.annotation.compressed import DamagedError, blocks
from kg.base.errors import UsageError
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import Row
from kg.formats.imports.tabular.delimited import Text
from kg.formats.imports.tabular.headers import FIRST, Header, found_words, header_of, lines_of
from kg.formats.imports.tabular.json_lines import JsonLines
from kg.formats.imports.tabular.parquet import Parquet
from kg.formats.imports.tabular.sheets import Sheet

_PACKED = (".gz", ".zst", ".zip")
_LINES = (".jsonl", ".ndjson")
_JSON = re.compile(rb'(?:\xef\xbb\xbf)?\s*(?:\{\s*"|\[\s*[\[{])')  # how a file of JSON begins, whatever it is called

_OF_TEXT = "`--delimiter` says what stands between cells, and `--header` which line names them"
_OF_SHEET = "`--sheet` says which sheet is meant, and `--header` which line names them"
_SAVE, _NAME, _UNPACK = "save it as XLSX, or as CSV", "name it so, or unpack it", "unpack it, and name what is meant"
_OTHERS = {  # first bytes of a file that is no table -> what it is, and what to do
    b"\xd0\xcf\x11\xe0": ("an old Excel file (.xls), or one with a password", _SAVE),
    b"%PDF-": ("a PDF", "name a table: text, XLSX, Parquet or JSON Lines"),
    b"\x1f\x8b": ("gzip data, though its name does not end in `.gz`", _NAME),
    b"\x28\xb5\x2f\xfd": ("zstd data, though its name does not end in `.zst`", _NAME),
    b"BZh91AY&SY": ("bzip2 data", _UNPACK),
    b"\xfd7zXZ\x00": ("xz data", _UNPACK),
    b"7z\xbc\xaf\x27\x1c": ("a 7z archive", _UNPACK),
    b"Rar!\x1a\x07": ("a rar archive", _UNPACK),
}


class Settings(Struct, frozen=True):
    """What a user says of a file; what is empty is found."""

    delimiter: str = ""
    encoding: str = ""
    sheet: str = ""
    header: str = ""


class Opened(Struct):
    """A table that can be read: its columns, its rows without the header, and what was found of it."""

    columns: tuple[str, ...]
    rows: Iterator[Row]
    found: str
    notes: tuple[str, ...] = ()
    pads: bool = False  # whether empty cells at the end of a row may be missing
    settled: str = ""  # which options say where its columns are


@contextmanager
def opened(path: Path, settings: Settings, wanted: Collection[str], report: Report) -> Iterator[Opened]:
    """Open a table.

    Parameters
    ----------
    path
        Of the file; `-` is stdin.
    settings
        What the user says of it.
    wanted
        Names of the columns that a map asks for; they help to find the header.
    report
        Takes the rows that are refused while they are read, and what is to be said in the end.

    Raises
    ------
    DamagedError
        If it cannot be read.
    UsageError
        If the user says what does not fit the file.
    """
    with _local(path) as (file, start):
        _need_table(file, start)
        if start.startswith(b"PK\x03\x04"):
            _refuse(settings, "an XLSX file", "delimiter", "encoding")
            with closing(Sheet(file, settings.sheet)) as sheet:
                yield _of_sheet(sheet, path, settings, wanted, report)
        elif start.startswith(b"PAR1"):
            _refuse(settings, "a Parquet file", "delimiter", "encoding", "sheet", "header")
            with closing(Parquet(file)) as parquet:
                yield _whole(parquet, path, report)
        elif _bare(path).suffix.lower() in _LINES or _JSON.match(start):
            _refuse(settings, "a file of JSON Lines", "delimiter", "encoding", "sheet", "header")
            yield _whole(JsonLines(file), path, report)
        else:
            _refuse(settings, "a text file", "sheet")
            text = Text(file, settings.encoding, settings.delimiter, wanted)
            yield _with_header(text.rows(report), text.found, path, settings, wanted)


def sheets_of(path: Path) -> tuple[str, ...]:
    """Name the sheets of an XLSX file; of any other file, one without a name."""
    with _local(path) as (file, start):
        if not start.startswith(b"PK\x03\x04"):
            return ("",)
        _need_table(file, start)
        with closing(Sheet(file, "")) as sheet:
            return sheet.titles


def _whole(its: Parquet | JsonLines, path: Path, report: Report) -> Opened:
    names = ", ".join(f"`{name}`" for name in its.columns)
    found = f"{path}: {its.found}; its columns are: {names or 'none'}"
    return Opened(its.columns, its.rows(report), found, (*its.notes,))


def _of_sheet(sheet: Sheet, path: Path, settings: Settings, wanted: Collection[str], report: Report) -> Opened:
    its = _with_header(sheet.rows(report), sheet.found, path, settings, wanted)
    rows = its.rows

    def with_notes() -> Iterator[Row]:
        yield from rows
        report.notes.extend(f"{path}: {note}" for note in sheet.notes(its.columns))

    its.rows, its.pads, its.settled = with_notes(), True, _OF_SHEET
    return its


def _with_header(rows: Iterator[Row], how: str, path: Path, settings: Settings, wanted: Collection[str]) -> Opened:
    """Find the header among the first rows, and give those that follow."""
    first: list[Row] = []
    filled: list[Row] = []
    for row in rows:
        first.append(row)
        filled += [row] if any(its.strip() for its in row.cells) else []
        if len(filled) >= FIRST:
            break
    lines = lines_of(settings.header) if settings.header else None
    header: Header = header_of(filled, wanted, lines, path)
    below = (row for row in chain(first, rows) if row.line > header.last)
    return Opened(header.columns, below, found_words(header, path, how), header.notes, settled=_OF_TEXT)


def _refuse(settings: Settings, what: str, *names: str) -> None:
    """Refuse what a user says of a file that it does not have."""
    for name in names:
        if getattr(settings, name):
            raise UsageError(f"`--{name}` is not for {what}", "leave it out")


def _bare(path: Path) -> Path:
    return path.with_suffix("") if path.suffix.lower() in _PACKED else path


def _need_table(file: Path, start: bytes) -> None:
    """Refuse what is neither a table nor text."""
    for mark, told in _OTHERS.items():
        if start.startswith(mark):
            raise DamagedError(*told)
    if start.startswith(b"PK\x03\x04") and is_zipfile(file):
        try:
            with ZipFile(file) as archive:
                names = archive.namelist()
        except BadZipFile:
            return  # who reads it says so
        if "content.xml" in names:
            raise DamagedError("an OpenDocument file (.ods)", _SAVE)
        if "[Content_Types].xml" not in names:
            raise DamagedError("a zip archive, though its name does not end in `.zip`", _NAME)


@contextmanager
def _local(path: Path) -> Iterator[tuple[Path, bytes]]:
    """Give a path that can be read again and again, and the first bytes of what stands there, unpacked."""
    if path == Path("-"):
        with TemporaryDirectory() as folder:
            file = _put(path, Path(folder, "stdin"))
            yield file, _start(file)
        return
    start = _start(path)
    if path.suffix.lower() in _PACKED and start.startswith((b"PK\x03\x04", b"PAR1")):
        with TemporaryDirectory() as folder:
            yield _put(path, Path(folder, "unpacked")), start
        return
    yield path, start


def _put(path: Path, file: Path) -> Path:
    with file.open("wb") as stream:
        stream.writelines(blocks(path))
    return file


def _start(path: Path) -> bytes:
    return next(blocks(path), b"")[:256]
