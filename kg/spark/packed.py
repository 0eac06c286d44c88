"""Entities as every worker has them: as records while they are few, else in a file, of which a worker reads some.

A record takes some 1 kB of each process of Python. The file is a table of SQLite, which finds a row by its key without
reading the others: of its own memory a worker needs as much as for the records that it has read last, however many
there are. It comes to workers as any broadcast does, and each writes it to a disk of Spark's, without a name: so it is
gone with the worker, however that ends.
"""

from __future__ import annotations

import os
import sqlite3
import tempfile
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from kg.model.records import Entity
from kg.spark.frames import pack, unpack

# Records of entities that every worker holds; more are put into a file.
ENTITIES_HELD = 200_000
_READ = 20_000  # records that a worker keeps of those it has read
_TABLE = "CREATE TABLE entity (id TEXT PRIMARY KEY, body BLOB) WITHOUT ROWID"
_decode = msgspec.msgpack.Decoder(Entity).decode


class PackedEntities(Mapping[str, Entity]):
    """Entities by id, each read when it is asked for; in order of their ids.

    Parameters
    ----------
    entities
        By id.
    refused
        Ids of those that could not be read whole.

    Examples
    --------
    >>> from kg.model.records import Kind
    >>> its = PackedEntities({"orlund": Entity(id="orlund", kind=Kind.COUNTRY, name="Orlund")})
    >>> its["orlund"].name, "sarn" in its, its.get("sarn"), [*its], len(its)
    ('Orlund', False, None, ['orlund'], 1)
    """

    def __init__(self, entities: Mapping[str, Entity], refused: Collection[str] = ()) -> None:
        rows = ((id_, pack(its, is_draft=id_ in refused)) for id_, its in sorted(entities.items()))
        self._take(_connected(":memory:"), frozenset())
        self._table.execute(_TABLE)
        self._table.executemany("INSERT INTO entity VALUES (?, ?)", rows)
        self._table.commit()

    def _take(self, table: sqlite3.Connection, lacks: frozenset[str]) -> None:
        self._table, self._lacks = table, lacks
        self._read = lru_cache(_READ)(self._found)

    def _found(self, id_: str) -> Entity | None:
        row = self._table.execute("SELECT body FROM entity WHERE id = ?", (id_,)).fetchone()
        return None if row is None or id_ in self._lacks else unpack(row[0], _decode)

    def __getitem__(self, id_: str) -> Entity:
        """Read an entity."""
        found = self._read(id_)
        if found is None:
            raise KeyError(id_)
        return found

    def get(self, id_: str, default: Any = None) -> Any:  # noqa: ANN401 - as a mapping has it
        """Read an entity, if there is one."""
        found = self._read(id_)
        return default if found is None else found

    def __contains__(self, id_: object) -> bool:
        """Tell whether there is an entity."""
        return isinstance(id_, str) and self._read(id_) is not None

    def __iter__(self) -> Iterator[str]:
        """List the ids, in order."""
        for (id_,) in self._table.execute("SELECT id FROM entity ORDER BY id"):
            if id_ not in self._lacks:
                yield id_

    def __len__(self) -> int:
        """Count them."""
        (number,) = self._table.execute("SELECT count(*) FROM entity").fetchone()
        return int(number) - len(self._lacks)

    def lacking(self, id_: str) -> PackedEntities:
        """Give the same entities but one."""
        return _packed(self._table, self._lacks | {id_} if id_ in self else self._lacks)

    def __reduce__(self) -> tuple[Any, ...]:
        """Send the table as it is."""
        return _written, (self._table.serialize(), self._lacks)


def _written(data: bytes, lacks: frozenset[str]) -> PackedEntities:
    """Write the table to a disk, and read it from there."""
    folder = os.environ.get("SPARK_LOCAL_DIRS", "").split(",")[0] or None  # what Spark has told its worker
    number, name = tempfile.mkstemp(prefix="entities-", dir=folder)
    try:
        with os.fdopen(number, "wb") as file:
            file.write(data)
        table = _connected(f"{Path(name).as_uri()}?mode=ro&immutable=1")
        table.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # only now it is opened
    finally:
        Path(name).unlink()
    return _packed(table, lacks)


def _packed(table: sqlite3.Connection, lacks: frozenset[str]) -> PackedEntities:
    its = PackedEntities.__new__(PackedEntities)
    its._take(table, lacks)
    return its


def _connected(name: str) -> sqlite3.Connection:
    return sqlite3.connect(name, uri=True, check_same_thread=False)  # a driver may read in several threads


def sent(
    entities: Mapping[str, Entity], refused: Collection[str] = (), held: int = ENTITIES_HELD
) -> Mapping[str, Entity]:
    """Give entities as they are sent to workers.

    Parameters
    ----------
    entities
        By id.
    refused
        Ids of those that could not be read whole.
    held
        How many may be sent as records.
    """
    return PackedEntities(entities, refused) if len(entities) > held else entities


def lacking(entities: Mapping[str, Entity], id_: str) -> Mapping[str, Entity]:
    """Give the same entities but one."""
    if isinstance(entities, PackedEntities):
        return entities.lacking(id_)
    return {other: its for other, its in entities.items() if other != id_}
