"""What a map says of one field: which columns fill it, and how their cells are read."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from urllib.parse import urlsplit

from msgspec import Struct, structs

from kg.annotation.scalars import FieldError, figure
from kg.base.findings import KeyPath
from kg.base.hints import named, several
from kg.formats.imports.lookups import Entry
from kg.formats.imports.streams import RefusedRow
from kg.formats.imports.tabular.cells import Number, Several, Unfit, Unreadable, tidy
from kg.formats.imports.tabular.sheets import ERROR, FORMULA
from kg.model import dates
from kg.model.records import Entity, Kind

_GROUPED = {  # thousands apart, by what stands before decimals
    ".": re.compile(r"-?[0-9]{1,3}(?:([,' \u00a0\u202f’])[0-9]{3})(?:\1[0-9]{3})*(?:\.[0-9]+)?"),
    ",": re.compile(r"-?[0-9]{1,3}(?:([.' \u00a0\u202f’])[0-9]{3})(?:\1[0-9]{3})*(?:,[0-9]+)?"),
}
_EITHER = re.compile(r"-?[0-9]{1,3}(?:[.,][0-9]{3})+")
_UNIT = re.compile(r"[A-Z]{3}")  # of an amount, as in ISO 4217
_TIMED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]{2}:[0-9]{2}.*", re.DOTALL)
_PART = re.compile("[0-9]{1,2}")  # a month or a day
_DAY, _MONTH = re.compile(r"%[dejxcDFu]"), re.compile(r"%[mbBjxcDF]")


class Source(Struct, frozen=True, kw_only=True):
    """Where a field has its value from: columns, or a constant."""

    path: KeyPath = ()  # in the map
    columns: tuple[str, ...] = ()
    join: str = " "
    constant: str | None = None
    entity: Entity | None = None  # a constant that the map describes
    split: str | None = None
    lookup: Mapping[str, str] = {}  # of a cell's text
    table: Mapping[str, Entry] = {}  # the same, to an entity
    kind: Kind | None = None  # of the entities that its cells become
    site: bool = False  # of an address, only its host
    formats: tuple[str, ...] = ()  # of days
    decimal: str = ""
    unit: str = ""
    unit_from: Source | None = None  # where each row has its own
    bounds: tuple[Source | None, Source | None] | None = None  # of a time: where its start and its end come from

    def inner(self) -> tuple[Source, ...]:
        """Give the sources that name columns: itself, or those of its bounds."""
        return tuple(its for its in (self.bounds or (self, self.unit_from)) if its)


class Cells:
    """The cells of a row by the names of their columns.

    Parameters
    ----------
    columns
        Of the table.
    nothing
        Texts that stand for an empty cell.
    fill
        Columns in which an empty cell has what stands above it, as where cells are merged.
    """

    def __init__(self, columns: Sequence[str], nothing: frozenset[str] = frozenset(), fill: Sequence[str] = ()) -> None:
        self._at = {name: at for at, name in enumerate(columns)}
        self._nothing = nothing
        self._fill: dict[int, str | None] = {}  # by position, what stood there last; None: not known
        self._fill |= dict.fromkeys((self._at[name] for name in fill), "")
        self._cells: list[str] = []

    def of(self, cells: list[str]) -> None:
        """Go to a row.

        Raises
        ------
        RefusedRow
            If an empty cell has what stands above it, and that is not known.
        """
        self._cells, unknown = [*cells], None
        for at, above in self._fill.items():
            if cells[at].strip():
                self._fill[at] = cells[at]
            elif above is None:
                unknown = at
            else:
                self._cells[at] = above
        if unknown is not None:
            name = next(name for name, at in self._at.items() if at == unknown)
            raise RefusedRow(f"column {named(name)} is empty, and what stands above it is in a row that cannot be read")

    def pass_over(self) -> None:
        """Go past a row that cannot be read: what stands in it is not known."""
        self._fill = dict.fromkeys(self._fill)

    def get(self, name: str) -> str:
        """Give a cell; what stands for nothing is empty.

        Raises
        ------
        RefusedRow
            If it is an error, a formula whose value is not in the file, or anything that nobody can read.
        """
        its = self._cells[self._at[name]]
        if its == FORMULA:
            raise RefusedRow("a formula without a value", name)
        if its.startswith(ERROR):
            raise RefusedRow("an error in a cell", its.removeprefix(ERROR))
        if isinstance(its, Unreadable):
            raise RefusedRow(f"column {named(name)}: {its.what}", its)
        bare = its.strip()
        return "" if bare in self._nothing else its if isinstance(its, Number | Several | Unfit) else bare

    def text(self, source: Source) -> str:
        """Give what the columns of a source hold, as one text; of an address only its host, if that is asked for."""
        if source.constant is not None:
            return source.constant
        if len(source.columns) == 1:
            found = self.get(source.columns[0])
        else:
            found = source.join.join(text for name in source.columns if (text := self.get(name)))
        return host(found) if source.site and found else found

    def need_fit(self, source: Source, use: str) -> None:
        """Refuse a row that has a boolean, a list of objects or the like where a name or a figure is to be."""
        for name in source.columns:
            its = self.get(name)
            for part in its.parts if isinstance(its, Several) else (its,):
                if isinstance(part, Unfit) and part not in source.lookup and part not in source.table:
                    raise RefusedRow(f"column {named(name)}: {part.what} is no {use}", part)

    def parts(self, source: Source) -> list[str]:
        """Give the texts of a source, each tidy: several where its cells are split, or hold a list."""
        self.need_fit(source, "name")
        found = self.text(source)
        if isinstance(found, Several):
            some: Sequence[str] = found.parts
        else:
            some = found.split(source.split) if source.split and source.constant is None else [found]
        return [*dict.fromkeys(text for its in some if (text := tidy(its)) and text not in self._nothing)]

    def word(self, source: Source) -> str:
        """Give the one text of a source, tidy, and looked up if there is something to look it up in."""
        text = tidy(self.text(source))
        return source.lookup.get(text, text)


def host(address: str) -> str:
    """Give the host of an address, or refuse its row."""
    try:
        its = urlsplit(address).hostname
    except ValueError:
        its = None
    if not its:
        raise RefusedRow("no address with a host", address)
    return its.removeprefix("www.")


def day(cells: Cells, source: Source) -> str:
    """Give a time as EDTF, empty where there is none.

    Raises
    ------
    RefusedRow
        If it cannot be read, or in two ways.
    """
    if source.bounds is not None:
        start, end = (its and _end(cells, its) for its in source.bounds)
        return _read(f"{start or '..'}/{end or '..'}") if {start, end} - {None, "", ".."} else ""
    if not (text := cells.word(source)):
        return ""
    if len(source.columns) > 1 and text not in source.lookup.values():
        text, source = _joined(cells, source)
    with _blamed(source):
        return _day(text, source)


def _joined(cells: Cells, source: Source) -> tuple[str, Source]:
    """Join the parts of a day; where some are missing, no other is taken for them.

    Returns
    -------
    tuple
        The text, and the source with those formats by which it is to be read.
    """
    parts = [tidy(cells.get(name)) for name in source.columns]
    there = [at for at, part in enumerate(parts) if part]
    gap, behind = parts.index("") if "" in parts else len(parts), there[-1]
    if gap < behind:
        for form in source.formats:
            signs = form.split(source.join)
            if len(signs) == len(parts) and (left := [signs[at] for at in there]) and _are_whole(left):
                kept = structs.replace(source, formats=(source.join.join(left),))
                return source.join.join(parts[at] for at in there), kept
        names = [named(source.columns[at]) for at in (gap, next(at for at in there if at > gap))]
        raise RefusedRow(f"column {names[0]} is empty, and {names[1]} is not")
    filled = parts[:gap]
    if source.join == "-" and not source.formats and all(map(_PART.fullmatch, filled[1:])):
        filled[1:] = [part.zfill(2) for part in filled[1:]]
    return source.join.join(filled), source


def _are_whole(signs: Sequence[str]) -> bool:
    """Tell whether what is left of a format is a year, or a month of one."""
    text = "".join(signs)
    return bool(re.search("%[yY]", text)) and (len(signs) == 1 or (len(signs) == 2 and bool(_MONTH.search(text))))


def _day(text: str, source: Source) -> str:
    for form in source.formats:
        if found := _formatted(text, form):
            return found
    if source.formats and not _is_iso(text):
        raise RefusedRow("no day in the map's format", text)
    timed = _TIMED.fullmatch(text)
    return _read(timed[1] if timed else text)


def _end(cells: Cells, source: Source) -> str:
    """Give the start or the end of a time; `..` where it is open."""
    return ".." if cells.word(source) == ".." else day(cells, source)


@lru_cache(1 << 16)
def _read(text: str) -> str:
    try:
        return dates.parse(text).text
    except dates.DateError as error:
        what = error.what.partition(":")[0]
        hint = ", and the map gives no `format`" if re.match(r"[0-9]{1,2}[./-]", text) else ""
        raise RefusedRow(f"a day that cannot be read: {what}{hint}", text) from error


def _is_iso(text: str) -> bool:
    return bool(re.match(r"[0-9]{4}(?:-[0-9]{2}|$)", text))


@lru_cache(1 << 16)
def _formatted(text: str, form: str) -> str:
    """Read a text by a format, to the precision that the format has; empty if it does not fit."""
    try:
        found = datetime.datetime.strptime(text, form).date()
    except ValueError:
        return ""
    iso = found.isoformat()
    return iso if _DAY.search(form) else iso[:7] if _MONTH.search(form) else iso[:4]


def number(cells: Cells, source: Source) -> str:
    """Give a figure, empty where there is none.

    Raises
    ------
    RefusedRow
        If it cannot be read, or in two ways: `1.234` may be a thousand.
    """
    cells.need_fit(source, "figure")
    found = cells.text(source)
    if not found:
        return ""
    with _blamed(source):
        text = str(found) if isinstance(found, Number) else _plain(tidy(found), source.decimal)
        unit = cells.word(source.unit_from) if source.unit_from else source.unit
        try:
            its = figure(text)
        except FieldError as error:
            raise RefusedRow("no figure", found) from error
        if its.unit and (unit or not _UNIT.fullmatch(its.unit)):
            raise RefusedRow("more than a number; a unit can stand in the map, `unit:`", found)
        return str(structs.replace(its, unit=unit or its.unit))


@contextmanager
def _blamed(source: Source) -> Iterator[None]:
    """Say of a cell that cannot be read in which column it stands."""
    try:
        yield
    except RefusedRow as refused:
        raise RefusedRow(
            f"column {several([named(its) for its in source.columns])}: {refused.reason}", refused.value
        ) from refused


def _plain(text: str, decimal: str) -> str:
    """Write a number as people write it with a point before decimals, and nothing between thousands."""
    if not decimal and _EITHER.fullmatch(text):
        raise RefusedRow("a number that may have thousands or decimals apart, and the map gives no `decimal`", text)
    sign = decimal or "."
    if found := _GROUPED[sign].fullmatch(text):
        text = text.replace(found[1], "")
    if sign == "." or "." in text:  # where decimals stand behind a comma, a point that parts no thousands is none
        return text if sign == "." else f"no {text}"
    return text.replace(",", ".")
