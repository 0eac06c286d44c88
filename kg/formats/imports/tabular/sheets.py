"""XLSX as a table: days as in ISO 8601, numbers as they are stored; the only module that imports `openpyxl`.

What a sheet shows may be something else than what it stores: a share of 0.5 as 50 %, a day as "Mar 31". Such columns
are named in the report.

Source: Office Open XML, ECMA-376, part 1, section 18.8.31 (number formats).
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from kg.annotation.compressed import DamagedError
from kg.base.errors import UsageError
from kg.base.hints import counted, named, several, unknown
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import Row
from kg.formats.imports.tabular.cells import cell, raw
from kg.formats.imports.tabular.extras import MissingLibraryError

FORMULA = "\0formula"  # stands in a cell for a formula whose value is not in the file
ERROR = "\0error "  # stands before an error such as #N/A
_AT_ONCE = 256  # rows
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, KeyError, ValueError, TypeError, AttributeError, IndexError, EOFError,
    NotImplementedError, RuntimeError, SyntaxError,  # the last of XML, from whichever parser openpyxl has
)  # fmt: skip
_BESIDE = re.compile(r"\[(?!h|m|s)[^\]]*\]|\\.|_.|\*.")  # of a number format: colours, single characters, blanks
_QUOTED = re.compile(r'"[^"]*"')


class Sheet:
    """A sheet of an XLSX file.

    Parameters
    ----------
    path
        Of the file.
    name
        Of the sheet; empty: the first that is not hidden.
    """

    def __init__(self, path: Path, name: str) -> None:
        try:
            import openpyxl
        except ImportError as error:
            raise MissingLibraryError("openpyxl") from error
        with ExitStack() as closing:
            files = [closing.enter_context(path.open("rb")) for _ in range(2)]  # a name would have to end in .xlsx
            with _read():
                books = [
                    openpyxl.load_workbook(file, read_only=True, data_only=only)
                    for file, only in zip(files, (True, False), strict=True)
                ]
                all_ = {str(its.title): its.sheet_state == "visible" for its in books[0].worksheets}
            if name and name not in all_:
                raise UsageError(*unknown("sheet", name, all_))
            if not all_:
                raise DamagedError("no sheet in it", "name a file with a table")
            closing.pop_all()
        self._books, self._files = books, files
        self.titles = tuple(all_)
        self._title = name or next((title for title, is_visible in all_.items() if is_visible), next(iter(all_)))
        others = [f"`{its}`" for its in all_ if its != self._title]
        self.found = f"XLSX, sheet `{self._title}`" + (f" (not {several(others)})" if others else "")
        self._formulas, self._shown = 0, _Shown()

    def rows(self, report: Report) -> Iterator[Row]:
        """Give all rows; at their end the report says which columns show something else than they store."""
        values, formulas = (its[self._title] for its in self._books)
        for its in (values, formulas):
            its.reset_dimensions()  # what a file says of its size need not be true
        both = enumerate(zip(values.iter_rows(), formulas.iter_rows(), strict=True), start=1)
        nothing = raw([])
        while True:
            with _read():  # many at once: one cell far below makes a million rows without any
                some = list(islice(both, _AT_ONCE))
            for line, pairs in some:
                if not pairs[0]:
                    yield Row(line, [], nothing)
                    continue
                cells = [self._cell(*pair) for pair in zip(*pairs, strict=True)]
                yield Row(line, cells, raw([text.removeprefix(ERROR).removeprefix(FORMULA) for text in cells]))
            if len(some) < _AT_ONCE:
                break

    def close(self) -> None:
        """Close the file."""
        for opened in (*self._books, *self._files):
            opened.close()

    def notes(self, columns: Sequence[str]) -> Iterator[str]:
        """Say what else should be known of the rows that were given."""
        if self._formulas:
            what = counted(self._formulas, "formula")
            yield f"{what} without a value: open the file in a spreadsheet program and save it"
        yield from self._shown.notes(columns)

    def _cell(self, value: Any, formula: Any) -> str:  # noqa: ANN401 - cells of openpyxl
        if value.value is None:
            if formula.data_type != "f" or value.data_type == "str":  # a formula that gives a text, and an empty one
                return ""
            self._formulas += 1
            return FORMULA
        if value.data_type == "e":
            return f"{ERROR}{value.value}"
        text = cell(value.value)
        if value.data_type in ("n", "d"):
            self._shown.look_at(value.column, text, value.number_format, is_day=value.data_type == "d")
        return text


class _Shown:
    """Notes cells whose format shows something else than they store."""

    def __init__(self) -> None:
        self._odd: dict[tuple[int, str], Counter[str]] = {}
        self._firsts: dict[tuple[int, str], str] = {}

    def look_at(self, column: int, text: str, form: str, *, is_day: bool) -> None:
        if form != "General" and (day_differs if is_day else number_differs)(text, form):
            key = (column, form)
            self._firsts.setdefault(key, text)
            self._odd.setdefault(key, Counter())[form] += 1

    def notes(self, columns: Sequence[str]) -> Iterator[str]:
        for (column, form), many in sorted(self._odd.items()):
            name = columns[column - 1] if column <= len(columns) else f"column {column}"
            first = self._firsts[column, form]
            yield (
                f"column `{name}` shows something else than it stores in {counted(many[form], 'cell')}: the format "
                f"is {named(form)}, what is stored and was taken is {named(first)}"
            )


def number_differs(text: str, form: str) -> bool:
    """Tell whether a number format shows another number than is stored, or words beside it.

    >>> [number_differs("0.5", its) for its in ("0%", "0", "0.00", '0.0 "EUR"', "#,##0.0")]
    [True, True, False, True, False]
    """
    part = _BESIDE.sub("", form.split(";")[0])
    if part in ("General", "@") or not isinstance(text, str):
        return False
    bare = _QUOTED.sub("", part)
    if bare != part or re.search(r"[%/?A-DF-Za-df-z€$£¥]|E[+-]", bare) or re.search(r"[0#?],+(\.|$)", bare):
        return True
    _, _, decimals = bare.partition(".")
    return len(text.partition(".")[2]) > len(re.sub(r"[^0#?]", "", decimals))


def day_differs(text: str, form: str) -> bool:
    """Tell whether a date format leaves out the day, the month or the year that is stored.

    >>> [day_differs("2031-03-04", its) for its in ("yyyy-mm-dd", "mmm yy", "dd/mm")]
    [False, True, True]
    """
    letters = set(_QUOTED.sub("", _BESIDE.sub("", form.lower())))
    return not text.startswith("0") and "-" in text and not {"y", "m", "d"} <= letters


@contextmanager
def _read() -> Iterator[None]:
    """Say of whatever openpyxl raises on a damaged file that it is one."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what is odd in a file, and no matter for its cells
            yield
    except _UNREADABLE as error:
        what = f"no XLSX that can be read: {type(error).__name__}: {str(error)[:80]}"
        raise DamagedError(what, "save it as XLSX in a spreadsheet program, or as CSV") from error
