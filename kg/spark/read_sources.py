"""The sources of a build on Spark, read: what holds no claims on the driver, claims where they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from kg.annotation import compressed
from kg.annotation.document import Document
from kg.annotation.jsonl_reader import MOST, LineReader, not_further
from kg.annotation.reader import read
from kg.base.errors import UnreadError
from kg.spark.frames import Job, Work, arrow_schema
from kg.spark.listing import LINES, ROWS, YAML, Sources
from kg.spark.reading import FIRST, SWOLLEN, First, Lines, Tables, apart, lines_again, lines_before
from kg.spark.refusals import RAW, Wanted, wanted_lines

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

    from kg.base.project import Project

AT = ("file", "block", "nth")
At = tuple[int, int, int]
_MOST_COLUMNS = 100_000  # lines that are read once more, for the columns of what is wrong in them


class ReadSources:
    """The sources of a build.

    Parameters
    ----------
    session
        Where they are read.
    project
        Whose folder its own files lie in.
    sources
        All files.
    heads_broadcast
        How many heads of articles the driver reads; more are left where they are.
    """

    def __init__(self, session: SparkSession, project: Project, sources: Sources, heads_broadcast: int) -> None:
        self.session, self._project, self._sources = session, project, sources
        self._heads_broadcast = heads_broadcast
        self.kept: list[DataFrame] = []
        self.names = tuple(its.name for its in sources.files)
        self._lines = Lines(session, tuple(its for its in sources.files if its.sort == LINES))
        tables = {number: its.table for number, its in enumerate(sources.files) if its.sort == ROWS}
        most = {number: its.most for number, its in enumerate(sources.files) if its.most is not None}
        self.given = First(sources.numbers(LINES) | sources.numbers(ROWS), tables, most)
        self.first = self._first_pass()
        self.before = lines_before(self.first)
        self._swollen: set[int] = set()  # numbers of files that unpack to too much
        self.documents = self._read()  # by the number of the file
        self.numbers = {id(document): number for number, document in self.documents.items()}
        self.whole = frozenset(number for number, its in self.documents.items() if its.holds_whole_articles)

    @property
    def tables(self) -> frozenset[int]:
        """The numbers of files that are tables."""
        return frozenset(self.given.tables)

    def keep(self, frame: DataFrame) -> DataFrame:
        """Keep a table until all is built."""
        from pyspark import StorageLevel

        self.kept.append(frame.persist(StorageLevel.DISK_ONLY))
        return self.kept[-1]

    def send(self, its: Any) -> Broadcast[Any]:  # noqa: ANN401 - whatever workers read
        """Send something to all workers."""
        return self.session.sparkContext.broadcast(its)

    def table(self, rows: Sequence[Any], text: str) -> DataFrame:
        """Make a table of rows of the driver."""
        schema = arrow_schema(text)
        columns = zip(*rows, strict=True) if rows else [[] for _ in schema]
        arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
        return self.session.createDataFrame(pa.Table.from_arrays(arrays, schema=schema))

    def _tables(self, table: str) -> DataFrame | None:
        files = tuple(its for its in self._sources.files if its.sort == ROWS and its.table == table)
        return Tables(self.session, files).lines(self.given) if files else None

    def _first_pass(self) -> DataFrame:
        """Take out the lines of records other than claims, and count the lines of all blocks."""
        parts = [self._lines.first(self.send(self.given))] if self._lines.files else []
        parts += [its for table in ("entities", "articles") if (its := self._tables(table)) is not None]
        if not parts:
            return self.session.createDataFrame([], FIRST)
        first = parts[0]
        for part in parts[1:]:
            first = first.union(part)
        return self.keep(first)

    def _read(self) -> dict[int, Document]:
        """Read on the driver what is no claim, by the number of its file; heads too, while they are few."""
        documents: dict[int, Document] = {
            number: read(Path(its.path), self._project.root)
            for number, its in enumerate(self._sources.files)
            if its.sort == YAML
        }
        given = sum(len(its.heads) for its in documents.values())
        others = self.first.where("kind != 'block'")
        self.is_joined = given + others.where("kind = 'article'").count() > self._heads_broadcast
        if self.is_joined:
            others = others.where("kind != 'article'")
        for number, reader in self._readers(others).items():
            is_lines = self._sources.files[number].sort == LINES
            document = apart(
                reader.document(), partial(lines_again, self.first, self.before, number) if is_lines else None
            )
            document.unread = reader.faulty > MOST or number in self._swollen
            documents[number] = document
        if unread := [fault for its in documents.values() if its.unread for fault in its.faults]:
            raise UnreadError(unread)
        return dict(sorted(documents.items()))

    def _readers(self, others: DataFrame) -> dict[int, LineReader]:
        """Read lines file by file, in their order."""
        readers = {number: LineReader(its.name) for number, its in enumerate(self._sources.files) if its.sort != YAML}
        for row in others.orderBy(*AT).select(*AT, "value", "kind").toLocalIterator():
            if row.kind == SWOLLEN:
                self._swollen.add(row.file)
                readers[row.file].note(row.nth, not_further(*compressed.SWOLLEN))
            else:
                readers[row.file].take(row.nth + self.before.get((row.file, row.block), 0), bytes(row.value))
        return readers

    def lines_at(self, places: set[At]) -> dict[At, bytes]:
        """Read some lines once more."""
        lines = {number for number, its in enumerate(self._sources.files) if its.sort == LINES}
        wanted: dict[tuple[int, int], set[int]] = {}
        for file, block, place in sorted(places)[:_MOST_COLUMNS]:
            if file in lines:
                wanted.setdefault((file, block), set()).add(place)
        if not wanted:
            return {}
        its = Wanted(self.given.numbers, {at: frozenset(some) for at, some in wanted.items()})
        found = Job(wanted_lines, ("path", "block", "value"), RAW, self.send(its)).over(self._lines.claims())
        return {(row.file, row.block, row.nth): bytes(row.value) for row in found.collect()}

    def claims(self, of_lines: Work, of_places: Work, schema: str, sent: Broadcast[Any]) -> Iterable[DataFrame]:
        """Do something with all lines that may hold claims, and with rows of tables as if they were such."""
        if self._lines.files:
            yield Job(of_lines, ("path", "block", "value"), schema, sent).over(self._lines.claims())
        if (tables := self._tables("claims")) is not None:
            yield Job(of_places, (*AT, "value"), schema, sent).over(tables)

    def sizes(self) -> dict[str, str]:
        """Give the size of each file, by its name."""
        return {its.name: f"{its.size} bytes" for its in self._sources.files}
