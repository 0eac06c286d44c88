"""Parquet as a table."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.annotation.compressed import DamagedError
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import Row
from kg.formats.imports.tabular.cells import cell, raw
from kg.formats.imports.tabular.extras import MissingLibraryError

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
            self._file: Any = parquet.ParquetFile(path)
        except self._error as error:
            raise DamagedError(f"no Parquet: {_first(error)}", "the file is damaged, or something else") from error
        self.columns = tuple(self._file.schema_arrow.names)

    def rows(self, report: Report) -> Iterator[Row]:
        """Give all rows."""
        number = 0
        try:
            for batch in self._file.iter_batches(_BATCH):
                for values in zip(*(its.to_pylist() for its in batch.columns), strict=True):
                    number += 1
                    cells = [cell(its) for its in values]
                    yield Row(number, cells, raw(cells))
        except self._error as error:
            raise DamagedError(f"damaged: {_first(error)}", "write the file anew", number) from error

    def close(self) -> None:
        """Close the file."""
        self._file.close()


def _first(error: Exception) -> str:
    return str(error).splitlines()[0][:100] if str(error) else type(error).__name__
