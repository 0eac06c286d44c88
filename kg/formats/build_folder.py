"""A build on Spark where it lies: its manifest, its small files, and rows of its tables by what they name.

Only the columns that are asked for are read, and of the rows only those groups in which one of the asked ids can be.

Source: Apache Parquet Format, column statistics of a row group; Apache Arrow, "Tabular Datasets", filtering.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from kg.base.errors import StoreError, UsageError
from kg.base.installing import to_install
from kg.base.uris import local_path
from kg.builder.in_parts import MANIFEST, manifest_in
from kg.formats.table_rows import Row


class BuildFolder:
    """The build that a folder serves.

    Parameters
    ----------
    out
        The folder, by its path or its URI (``file:``, ``hdfs://``, ``s3://``, whatever pyarrow's file systems open).

    Raises
    ------
    UsageError
        If pyarrow is not installed.
    StoreError
        If there is no such build, or it is of another format.
    """

    def __init__(self, out: str | Path) -> None:
        try:
            from pyarrow import fs
        except ImportError as error:
            raise UsageError("pyarrow is not installed", to_install("pyarrow")) from error
        self.name = str(out)
        self._files: Any
        with self._reading():
            path = out if isinstance(out, Path) else local_path(out)
            self._files, self._path = fs.FileSystem.from_uri(path.absolute().as_uri() if path else out)
        self.build = ""
        self.manifest = self._read_manifest()
        self.build = str(self.manifest["build"])

    def _read_manifest(self) -> dict[str, Any]:
        found = manifest_in(self.read(MANIFEST), f"{self.name}/{MANIFEST}")
        if found is None:
            hint = "name a folder that `kg build --on spark --out` wrote"
            raise StoreError(f"`{self.name}` holds no build on Spark: its `{MANIFEST}` is another", hint)
        return found

    @property
    def replaced(self) -> dict[str, str]:
        """Other ids of entities and facts -> the id by which each is shown."""
        return dict(self.manifest.get("replaced", {}))

    def read(self, name: str) -> bytes:
        """Read a small file of the build, by its path in there."""
        with self._reading(), self._files.open_input_stream(self._at(name)) as stream:
            return bytes(stream.read())

    def names(self, folder: str) -> list[str]:
        """List the files of a folder of the build, in order."""
        from pyarrow import fs

        with self._reading():
            found = self._files.get_file_info(fs.FileSelector(self._at(folder), allow_not_found=True))
        names = sorted(its.base_name for its in found if its.type == fs.FileType.File)
        return [f"{folder}/{name}" for name in names if not name.startswith((".", "_"))]

    def rows(self, table: str, columns: Sequence[str] | None = None, **named: Collection[str]) -> Iterator[Row]:
        """Give the rows of a table.

        Parameters
        ----------
        table
            Its name.
        columns
            Those that are read; left out, all.
        **named
            Column -> values of which a row must have one there.
        """
        with self._reading():
            dataset = self._dataset(table)
            for batch in dataset.to_batches(columns=columns and [*columns], filter=_any_of(named)) if dataset else ():
                yield from batch.to_pylist()

    def count(self, table: str, **named: Collection[str]) -> int:
        """Count the rows of a table; `named` as of `rows`."""
        with self._reading():
            dataset = self._dataset(table)
            return int(dataset.count_rows(filter=_any_of(named))) if dataset else 0

    def _dataset(self, table: str) -> Any:  # noqa: ANN401 - of pyarrow, which has no types
        from pyarrow import dataset

        if table not in self._datasets:
            paths = [self._at(name) for name in self.names(table) if name.endswith(".parquet")]
            verified = dataset.ParquetFragmentScanOptions(page_checksum_verification=True)
            format_ = dataset.ParquetFileFormat(default_fragment_scan_options=verified)
            opened = dataset.dataset(paths, filesystem=self._files, format=format_) if paths else None
            self._datasets[table] = opened
        return self._datasets[table]

    @cached_property
    def _datasets(self) -> dict[str, Any]:
        return {}

    def _at(self, name: str) -> str:
        return "/".join(filter(None, (self._path.rstrip("/"), self.build, name)))

    def _reading(self) -> _Reading:
        return _Reading(self.name)


class _Reading:
    """Says of what cannot be read where it is, and what to do."""

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, _: object) -> None:
        from pyarrow import ArrowException

        if isinstance(error, FileNotFoundError):
            hint = "name a folder that `kg build --on spark --out` wrote; a build that is old is swept: open it again"
            raise StoreError(f"`{self._name}` holds no such build, or not all of it", hint) from error
        if isinstance(error, (OSError, ArrowException)):
            what = " ".join(str(error).split())
            raise StoreError(f"`{self._name}` cannot be read: {what}", "is it there, and may it be read?") from error


def _any_of(named: dict[str, Collection[str]]) -> Any:  # noqa: ANN401 - of pyarrow, which has no types
    import pyarrow as pa
    from pyarrow import dataset

    found = None
    for column, values in named.items():
        one = dataset.field(column).isin(pa.array(sorted(values), pa.string()))
        found = one if found is None else found & one
    return found
