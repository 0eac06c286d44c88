"""Rows of a table in and out of Python workers, a batch at a time, and rows that stand together by a column."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec
import pyarrow as pa

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame

AT_ONCE = 5_000  # rows of a batch that a worker gives: some megabytes
encode = msgspec.msgpack.Encoder().encode

Row = tuple[Any, ...]
R = TypeVar("R")
Work = Callable[[Iterator[Row], Any], Iterable[Row]]


_PICKLE = b"\x80"  # how it begins: in msgpack a mapping without fields, which no record is


def pack(record: msgspec.Struct, *, is_draft: bool = False) -> bytes:
    """Write a record; of one that is refused, what could not be read has stand-ins that are no values of its fields."""
    return pickle.dumps(record) if is_draft else encode(record)


def unpack(data: bytes, decode: Callable[[bytes], R]) -> R:
    """Read what `pack` has written.

    >>> from kg.model.records import Claim
    >>> draft = Claim(article="a", id="b", fact="f", type="T", stance=None, evidence=())
    >>> unpack(pack(draft, is_draft=True), msgspec.msgpack.Decoder(Claim).decode) == draft
    True
    """
    return cast("R", pickle.loads(data)) if data.startswith(_PICKLE) else decode(data)


class Job(msgspec.Struct, frozen=True):
    """What a worker does with the rows of one partition.

    Parameters
    ----------
    work
        A function of a module, of the rows (as tuples, in their order) and the background; it gives other rows.
    columns
        Which columns of the rows it reads.
    schema
        Names and types of the rows that it gives: ``"key string, body binary"``.
    background
        What it reads beside them.
    """

    work: Work
    columns: tuple[str, ...]
    schema: str
    background: Broadcast[Any]

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Do it."""
        schema = arrow_schema(self.schema)
        yield from _batched(self.work(rows_of(batches), self.background.value), schema)

    def over(self, frame: DataFrame) -> DataFrame:
        """Give the table that comes of another."""
        return frame.select(*self.columns).mapInArrow(self, self.schema)


def rows_of(batches: Iterable[pa.RecordBatch]) -> Iterator[Row]:
    """Give the rows of batches, in order, as tuples of their columns."""
    for batch in batches:
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _batched(rows: Iterable[Row], schema: pa.Schema) -> Iterator[pa.RecordBatch]:
    held: list[Row] = []
    for row in rows:
        held.append(row)
        if len(held) == AT_ONCE:
            yield _batch(held, schema)
            held = []
    if held:
        yield _batch(held, schema)


def _batch(rows: Sequence[Row], schema: pa.Schema) -> pa.RecordBatch:
    columns = zip(*rows, strict=True)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.RecordBatch.from_arrays(arrays, schema=schema)


def together(rows: Iterable[Row], column: int) -> Iterator[tuple[Any, Iterator[Row]]]:
    """Give rows that stand together by a column, in their order."""
    return groupby(rows, key=lambda row: row[column])


def arrow_schema(text: str) -> pa.Schema:
    """Read a schema as Spark writes it, of the types that are used here.

    >>> arrow_schema("key string, size int, part_of array<string>").names
    ['key', 'size', 'part_of']
    """
    return pa.schema([(name, _TYPES[type_]) for name, type_ in (its.split() for its in text.split(", "))])


_TYPES = {
    "string": pa.string(),
    "binary": pa.binary(),
    "boolean": pa.bool_(),
    "int": pa.int32(),
    "long": pa.int64(),
    "array<string>": pa.list_(pa.string()),
}
