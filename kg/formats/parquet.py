"""The six tables as Parquet, a file each, for pandas, polars, DuckDB and Spark.

Each file is in the order of its first columns, which it says of itself, in groups of rows whose first and last values
it notes: a reader who wants one fact or one actor passes over the other groups.

Source: Apache Parquet Format, `SortingColumn` and column statistics of a row group.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.formats.tables import ORDER, columns, rows_of

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot

FILES = tuple(f"{table}.parquet" for table in ORDER)
_ROWS = 50_000  # of a group: some megabytes


def to_parquet(graph: Snapshot, folder: Path, *, everything: bool = False) -> None:
    """Write the six tables as Parquet into a folder; `everything` as in `Graph.export`."""
    try:
        import pyarrow as pa
        from pyarrow import parquet
    except ImportError as error:
        raise UsageError("pyarrow is not installed", to_install("pyarrow")) from error
    about = {"dramatis.base": graph.project.base, "dramatis.known_by": graph.account.known_by}
    for table, order in ORDER.items():
        schema = schema_of(table).with_metadata(about)
        sorting = [parquet.SortingColumn(schema.get_field_index(name)) for name in order]
        rows = rows_of(graph, table, everything=everything)
        path, how = folder / f"{table}.parquet", {"compression": "zstd", "write_page_checksum": True}
        with parquet.ParquetWriter(path, schema, sorting_columns=sorting, **how) as writer:
            for group in _groups(rows, _ROWS):
                writer.write_table(pa.Table.from_pylist(group, schema), row_group_size=_ROWS)


def schema_of(table: str) -> Any:  # noqa: ANN401 - of pyarrow, which has no types
    """Give the columns of a table with their types, as a schema of pyarrow."""
    import pyarrow as pa

    return pa.schema([(its.name, _type(its.type, its.parts)) for its in columns()[table]])


def _groups(rows: Iterable[dict[str, Any]], size: int) -> Iterator[list[dict[str, Any]]]:
    """Give rows in groups of a size; at least one, so that a file without rows has its columns."""
    rest = iter(rows)
    yield list(islice(rest, size))
    while group := list(islice(rest, size)):
        yield group


def _type(name: str, parts: dict[str, str]) -> Any:  # noqa: ANN401 - of pyarrow, which has no types
    import pyarrow as pa

    if parts:
        return pa.list_(pa.struct([(part, _type(type_, {})) for part, type_ in parts.items()]))
    return {
        "text": pa.string(),
        "texts": pa.list_(pa.string()),
        "day": pa.date32(),
        "yes-no": pa.bool_(),
        "number": pa.int32(),
        "fraction": pa.float64(),
    }[name]
