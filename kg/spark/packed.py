"""Entities as every worker has them: as records while they are few, else in a file, of which a worker reads some.

A record takes some 1 kB of each process of Python. The file is a table of SQLite, which finds a row by its key without
reading the others. Spark copies it to each machine once, and the workers of a machine read that copy: of their own
memory they need as much as for the records that they have read last, however many there are.
"""

from __future__ import annotations

import atexit
import shutil
import sqlite3
import tempfile
from collections.abc import Collection, Iterator, Mapping
from functools import cache, lru_cache
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from kg.model.records import Entity
from kg.spark.frames import pack, unpack

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

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
        path = _folder() / f"entities-{next(_NUMBERS)}.sqlite"
        rows = ((id_, pack(its, is_draft=id_ in refused)) for id_, its in sorted(entities.items()))
        table = sqlite3.connect(path)
        table.execute(_TABLE)
        table.executemany("INSERT INTO entity VALUES (?, ?)", rows)
        table.commit()
        table.close()
        self._take(path, frozenset())

    def _take(self, path: Path, lacks: frozenset[str]) -> None:
        self.path, self._lacks = path, lacks
        # A driver may read in several threads; nobody writes any more, so that no locks are needed.
        self._table = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)
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
        return _opened(str(self.path), self._lacks | {id_} if id_ in self else self._lacks)

    def __reduce__(self) -> tuple[Any, ...]:
        """Send where the file is."""
        return _opened, (str(self.path), self._lacks)


def _opened(path: str, lacks: frozenset[str]) -> PackedEntities:
    """Open the file; where it is not at hand, the copy that Spark has brought to this machine."""
    here = Path(path)
    if not here.exists():
        from pyspark import SparkFiles

        here = Path(SparkFiles.get(here.name))
    its = PackedEntities.__new__(PackedEntities)
    its._take(here, lacks)
    return its


_NUMBERS = count()


@cache
def _folder() -> Path:
    """Make a folder for files that are sent: until this process ends, since a machine may ask for them late."""
    folder = Path(tempfile.mkdtemp(prefix="kg-spark-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def sent(
    session: SparkSession, entities: Mapping[str, Entity], refused: Collection[str] = (), held: int = ENTITIES_HELD
) -> Mapping[str, Entity]:
    """Give entities as they are sent to workers.

    Parameters
    ----------
    session
        Whose workers they are.
    entities
        By id.
    refused
        Ids of those that could not be read whole.
    held
        How many may be sent as records.
    """
    if len(entities) <= held:
        return entities
    packed = PackedEntities(entities, refused)
    session.sparkContext.addFile(packed.path.as_uri())
    return packed


def lacking(entities: Mapping[str, Entity], id_: str) -> Mapping[str, Entity]:
    """Give the same entities but one."""
    if isinstance(entities, PackedEntities):
        return entities.lacking(id_)
    return {other: its for other, its in entities.items() if other != id_}
