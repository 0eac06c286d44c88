"""Parquet as a table."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from contextlib import suppress
from math import isfinite
from pathlib import Path
from typing import Any

from kg.annotation.compressed import DamagedError
from kg.base.hints import named
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import Row
from kg.formats.imports.tabular.cells import Unreadable, cell, raw
from kg.formats.imports.tabular.extras import MissingLibraryError
from kg.formats.imports.tabular.headers import told_apart

_BATCH = 4_096  # rows that are held at once


class Parquet:
    """A Parquet file; its rows count from 1."""

    found = "Parquet"

    def __init__(self, path: Path) -> None:
        try:
            import pyarrow
            from pyarrow import parquet
        except ImportError as error:
            raise MissingLibraryError("pyarrow") from error
        self._error: type[Exception] = pyarrow.ArrowException
        try:
            self._file: Any = parquet.ParquetFile(path, page_checksum_verification=True)
        except self._error as error:
            raise DamagedError(f"no Parquet: {_first(error)}", "the file is damaged, or something else") from error
        self.columns, self.notes = told_apart(self._file.schema_arrow.names)

    def rows(self, report: Report) -> Iterator[Row]:
        """Give all rows."""
        number = 0
        try:
            for batch in self._file.iter_batches(_BATCH):
                for row in zip(*map(cells_of, batch.columns), strict=True):
                    number, cells = number + 1, [*row]
                    yield Row(number, cells, raw(cells))
        except (self._error, OSError) as error:  # a wrong checksum is one of the system, to pyarrow
            raise DamagedError(f"damaged: {_first(error)}", "write the file anew", number) from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def cells_of(column: Any) -> list[str]:  # noqa: ANN401 - `pyarrow` has no types
    """Write a column as text; what Python's days and times cannot hold is marked, so that only its rows are lost."""
    import pyarrow
    from pyarrow import types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    kind = column.type
    if getattr(kind, "unit", "") == "ns":  # of which Python has none
        is_time = types.is_timestamp(kind)
        column = column.cast(pyarrow.timestamp("us", kind.tz) if is_time else f"{kind}".replace("ns", "us"), safe=False)
    inner = getattr(kind, "value_type", kind)  # of a list
    form = "f" if types.is_float32(inner) else "e" if types.is_float16(inner) else ""
    try:
        values = column.to_pylist()
    except (ValueError, OverflowError, LookupError):
        return [*map(_one, column)]
    return [cell(_shortest(its, form)) for its in values] if form else [cell(its) for its in values]


def _one(value: Any) -> str:  # noqa: ANN401
    """Write one value, or say why nobody can read it."""
    try:
        return cell(value.as_py())
    except (ValueError, OverflowError, LookupError):
        stored, kind = str(getattr(value, "value", value.type)), getattr(value.type, "value_type", value.type)
    if (zone := getattr(kind, "tz", None)) and not _is_known(zone):
        return Unreadable(stored, f"a time in a zone that is not known, {named(zone)}")
    return Unreadable(stored, "a time that is not within the years 1 to 9999, or a duration as long")


def _is_known(zone: str) -> bool:
    import pyarrow

    try:
        pyarrow.scalar(0, pyarrow.timestamp("s", zone)).as_py()
    except (ValueError, LookupError):  # the latter from pytz, which pyarrow asks where it is installed
        return False
    return True


def _shortest(value: Any, form: str) -> Any:  # noqa: ANN401
    """Give a number of 16 or 32 bits with as few digits as tell it from the others of its sort: 1.1, not 1.10000002."""
    if isinstance(value, list):
        return [_shortest(its, form) for its in value]
    if value is None or not isfinite(value):
        return value
    for digits in range(3, 10):
        near = float(f"{value:.{digits}g}")
        with suppress(OverflowError):
            if struct.unpack(form, struct.pack(form, near))[0] == value:
                return near
    return value


def _first(error: Exception) -> str:
    return str(error).splitlines()[0][:100] if str(error) else type(error).__name__
