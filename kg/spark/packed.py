"""Entities as every worker has them: as records while they are few, else packed, so that a worker reads those it needs.

A record takes some 2 kB of a process of Python, packed it takes 0.2 kB. What is packed is a table of SQLite, which
finds a row by its key without reading the others.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator, Mapping
from functools import lru_cache
from typing import Any

import msgspec

from kg.model.records import Entity
from kg.spark.frames import pack, unpack

# Records of entities that every worker holds; more are packed.
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
        rows = ((id_, pack(its, is_draft=id_ in refused)) for id_, its in entities.items())
        self._take(_empty(), frozenset())
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
        return _unpacked, (self._table.serialize(), self._lacks)


def _unpacked(data: bytes, lacks: frozenset[str]) -> PackedEntities:
    table = _empty()
    table.deserialize(data)
    return _packed(table, lacks)


def _packed(table: sqlite3.Connection, lacks: frozenset[str]) -> PackedEntities:
    its = PackedEntities.__new__(PackedEntities)
    its._take(table, lacks)
    return its


def _empty() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", check_same_thread=False)  # a driver may read in several threads


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
