"""Claims read and checked on Spark: which are kept, and what is wrong with the others, as `kg.check.check` says.

Entities, judgements and heads of articles are checked on the driver, by the code of one machine; claims one by one in
workers, which take it that every fact exists that a claim names. What crosses claims comes after (`crosschecks`).
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
from msgspec import Struct, structs

from kg import ontology
from kg.annotation.document import Document
from kg.annotation.jsonl_reader import MOST, LineReader
from kg.annotation.reader import read
from kg.base.errors import Fault, Place, UnreadError
from kg.check.entities import Entities
from kg.check.heads import Heads
from kg.check.notes import Notes
from kg.check.readings import Choice, choose
from kg.model.records import UNNAMED, UNNAMED_SOURCES
from kg.spark import reading
from kg.spark.claim_rows import (
    CLAIM,
    FAULT,
    FOUND,
    LIGHT,
    ROWS,
    Checking,
    Home,
    claim_rows,
    found_in,
    of_document,
    placed_claim_rows,
)
from kg.spark.crosschecks import AT, At, Crossed, Crossing
from kg.spark.frames import Job, arrow_schema
from kg.spark.identity import Settling, sound_claims
from kg.spark.reading import First, Lines, Sources, Tables, apart, lines_again, lines_before, sources_of
from kg.spark.refusals import RAW, REFUSED, Places, Wanted, in_line, refusal, refusals, wanted_lines
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

    from kg.base.project import Project

__all__ = ["HEADS_BROADCAST", "Checked", "Sources", "check_claims", "sources_of"]

HEADS_BROADCAST = 500_000  # heads of articles that every worker holds; more are joined to their claims
_MOST_COLUMNS = 100_000  # lines that are read once more, for the columns of what is wrong in them
_REFUSED_KEYS = ("file", "line", "column", "key", "fact", "what", "hint")


class Checked(Struct, frozen=True):
    """What is sound in the sources, and what is wrong with the rest.

    `claims` has a row for each sound claim: key, fact, article, type, fulfils, day of publication, body (msgpack of
    the claim, with the ids that are shown) and head (msgpack of its article, where heads are joined). `refused` has a
    row for each fault that refuses something: file, line, column, key and fact of the claim it is about, what, hint.
    """

    background: Background
    claims: DataFrame
    refused: DataFrame
    counts: dict[str, int]  # read, refused, suggested, aside, claims, articles, entities
    heads: DataFrame | None = None  # id and body, where heads are joined
    inputs: dict[str, str] = {}  # name of each file -> its size
    kept: tuple[DataFrame, ...] = ()  # to be let go when all is built


def check_claims(
    session: SparkSession, project: Project, sources: Sources, *, heads_broadcast: int = HEADS_BROADCAST
) -> Checked:
    """Read and check all claims of some sources.

    Parameters
    ----------
    session
        Where they are read and checked.
    project
        Its ontology, and which readings are chosen.
    sources
        From `sources_of`.
    heads_broadcast
        How many heads of articles every worker holds.

    Returns
    -------
    Checked
        The claims that `kg.check.check` keeps, and the faults by which it refuses the others. Warnings are left to
        `kg check`.

    Raises
    ------
    UnreadError
        If a file as a whole cannot be read.
    """
    return _Check(session, project, sources, heads_broadcast).checked()


class _Check:
    """One check: what was read and found so far."""

    def __init__(self, session: SparkSession, project: Project, sources: Sources, heads_broadcast: int) -> None:
        self._session, self._project, self._sources = session, project, sources
        self._model = ontology.load(project.ontology)
        self._heads_broadcast = heads_broadcast
        self._kept: list[DataFrame] = []
        self._names = tuple(its.name for its in sources.files)
        self._lines = Lines(session, tuple(its for its in sources.files if its.sort == reading.LINES))
        tables = {number: its.table for number, its in enumerate(sources.files) if its.sort == reading.ROWS}
        self._first = First(sources.numbers(reading.LINES) | sources.numbers(reading.ROWS), tables)

    def checked(self) -> Checked:
        first = self._first_pass()
        before = lines_before(first)
        documents = self._documents(first, before)
        choice = choose(documents.values(), self._project.readings)
        self._notes, used = Notes(), sorted(choice.used, key=lambda its: its.file)
        entities = Entities(used, self._model, self._notes)
        heads = Heads(used, entities, self._notes, None)
        numbers = {id(document): number for number, document in documents.items()}
        whole = frozenset(number for number, its in documents.items() if its.holds_whole_articles)
        homes = {
            id_: Home(article, numbers[id(heads.homes[id_])], id_ in heads.articles)
            for id_, article in heads.all.items()
        }
        checking = Checking(
            self._names,
            whole,
            self._first.numbers,
            self._model,
            {UNNAMED: UNNAMED_SOURCES} | entities.all,
            frozenset(entities.drafted.keys() - self._model.concepts.keys()),
            homes,
            frozenset(self._first.tables),
        )
        rows = self._rows(checking, {numbers[id(its)]: its for its in used})
        totals = self._totals(rows)
        checking = structs.replace(checking, is_unnamed=totals["unnamed"] == 2)
        if checking.is_unnamed:
            entities.sound.setdefault(UNNAMED, UNNAMED_SOURCES)
        places = Places(self._names, whole, before)
        claims = rows.where(f"kind = '{CLAIM}'")
        light = self._keep(claims.selectExpr(*(its.split()[0] for its in LIGHT.split(", "))))

        def id_place(at: At) -> str:
            is_whole = at[0] in whole
            return str(documents[at[0]].place("claims", at[2], "id") if is_whole else places.of(*at))

        crossing = Crossing(self._session, claims, light, checking, id_place)
        crossed = crossing.crossed()
        self._kept += crossing.kept
        sound = claims.where("sound and not fallen")
        if crossed.refused:
            refused_at = self._session.createDataFrame(crossed.refused, "file int, block long, place long")
            sound = sound.join(refused_at, [*AT], "left_anti")
        settling = Settling(self._session, sound, used, entities.sound, heads.articles, self._model)
        elsewhere = {claim.fact for document in choice.others for claim in document.claims}
        settled = settling.settled({*entities.drafted, *elsewhere})
        for document, path, finding in settled.found:
            self._notes.note(document, path, finding)
        its = settled.records
        background = Background(self._model, self._project.names, its.entities, its.articles, its.replaced)
        kept = sound_claims(self._session, sound, settled.replacing)
        refused = self._refused(rows, crossed, places, documents, choice)
        counts = self._counts(documents, choice, totals, sound.count())
        return Checked(
            background,
            kept,
            refused,
            counts | {"articles": len(its.articles), "entities": len(its.entities)},
            None,
            {its.name: f"{its.size} bytes" for its in self._sources.files},
            tuple(self._kept),
        )

    def _keep(self, frame: DataFrame) -> DataFrame:
        from pyspark import StorageLevel

        self._kept.append(frame.persist(StorageLevel.DISK_ONLY))
        return self._kept[-1]

    def _send(self, its: Any) -> Broadcast[Any]:  # noqa: ANN401 - whatever workers read
        return self._session.sparkContext.broadcast(its)

    def _tables(self, table: str) -> DataFrame | None:
        files = tuple(its for its in self._sources.files if its.sort == reading.ROWS and its.table == table)
        return Tables(self._session, files).lines(self._first) if files else None

    def _first_pass(self) -> DataFrame:
        """Take out the lines of records other than claims, and count the lines of all blocks."""
        parts = [self._lines.first(self._send(self._first))] if self._lines.files else []
        parts += [its for table in ("entities", "articles") if (its := self._tables(table)) is not None]
        if not parts:
            return self._session.createDataFrame([], reading.FIRST)
        first = parts[0]
        for part in parts[1:]:
            first = first.union(part)
        return self._keep(first)

    def _documents(self, first: DataFrame, before: dict[tuple[int, int], int]) -> dict[int, Document]:
        """Read on the driver what is no claim, by the number of its file."""
        readers = {
            number: LineReader(its.name) for number, its in enumerate(self._sources.files) if its.sort != reading.YAML
        }
        others = first.where("kind != 'block'").orderBy(*AT).select(*AT, "value")
        for row in others.toLocalIterator():
            readers[row.file].take(row.place + before.get((row.file, row.block), 0), bytes(row.value))
        documents: dict[int, Document] = {}
        for number, its in enumerate(self._sources.files):
            if number in readers:
                fetch = partial(lines_again, first, before, number)
                document: Document = apart(readers[number].document(), fetch if its.sort == reading.LINES else None)
            else:
                document = read(Path(its.path), self._project.root)
            document.unread = document.unread or (number in readers and readers[number].faulty > MOST)
            documents[number] = document
        if unread := [fault for its in documents.values() if its.unread for fault in its.faults]:
            raise UnreadError(unread)
        return documents

    def _rows(self, checking: Checking, used: dict[int, Document]) -> DataFrame:
        """Read and check the claims one by one."""
        sent = self._send(checking)
        own = [
            row
            for number, its in used.items()
            if its.holds_whole_articles
            for row in of_document(number, its, checking)
        ]
        schema = arrow_schema(ROWS)
        columns = zip(*own, strict=True) if own else [[] for _ in schema]
        arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
        rows = self._session.createDataFrame(pa.Table.from_arrays(arrays, schema=schema))
        if self._lines.files:
            rows = rows.union(Job(claim_rows, ("path", "block", "value"), ROWS, sent).over(self._lines.claims()))
        if (tables := self._tables("claims")) is not None:
            rows = rows.union(Job(placed_claim_rows, (*AT, "value"), ROWS, sent).over(tables))
        return self._keep(rows)

    def _totals(self, rows: DataFrame) -> dict[str, int]:
        found = rows.selectExpr(
            "coalesce(max(unnamed), 0) unnamed", "coalesce(sum(read), 0) read", "coalesce(sum(suggested), 0) suggested"
        ).first()
        assert found is not None  # an aggregate has one row
        faulty = rows.where(f"kind = '{FAULT}'").groupBy("file").count().where(f"count > {MOST}").collect()
        if faulty:
            what, hint = f"cannot be read further: more than {MOST:,} faults", "mend the others first"
            raise UnreadError(Fault(Place(self._names[row.file]), what, hint) for row in faulty)
        return {name: int(value) for name, value in found.asDict().items()}

    def _refused(
        self, rows: DataFrame, crossed: Crossed, places: Places, documents: dict[int, Document], choice: Choice
    ) -> DataFrame:
        """Give all that refuses anything, at its place."""
        columns = [its.split()[0] for its in FOUND.split(", ")]
        own = rows.where("found is not null").select("kind", *columns)
        if crossed.replaced:
            table = [(CLAIM, *at) for at in sorted(crossed.replaced)]
            replaced = self._session.createDataFrame(table, "kind string, file int, block long, place long")
            own = own.join(replaced, ["kind", *AT], "left_anti")
        in_whole = f"file in ({', '.join(map(str, sorted(places.whole))) or '-1'})"
        about: dict[Fault, tuple[str, str]] = {}
        for row in own.where(in_whole).collect():
            for told in found_in(bytes(row.found)):
                about[documents[row.file].fault(told.finding, ("claims", row.place))] = row.own, row.fact
        lines = self._lines_at({its.at for its, _ in crossed.found if its.at[0] not in places.whole})
        for its, finding in crossed.found:
            if its.at[0] in places.whole:
                fault = documents[its.at[0]].fault(finding, its.path)
            else:
                fault = in_line(finding, places.of(*its.at), lines.get(its.at))
            about[fault] = its.claim.key, its.claim.fact
        used = [fault for document in choice.used for fault in document.faults]
        faults = {*used, *self._notes.faults(), *choice.faults, *self._model.outdated, *about}
        given = [refusal(its, *about.get(its, ())) for its in sorted(faults) if not its.is_warning]
        told = Job(refusals, tuple(columns), REFUSED, self._send(places)).over(own.where(f"not {in_whole}"))
        whole = told.union(self._session.createDataFrame(given, REFUSED))
        return self._keep(whole.distinct().orderBy("file", "line", "column", "what"))

    def _lines_at(self, places: set[At]) -> dict[At, bytes]:
        """Read some lines once more."""
        lines = {number for number, its in enumerate(self._sources.files) if its.sort == reading.LINES}
        wanted: dict[tuple[int, int], set[int]] = {}
        for file, block, place in sorted(places)[:_MOST_COLUMNS]:
            if file in lines:
                wanted.setdefault((file, block), set()).add(place)
        if not wanted:
            return {}
        its = Wanted(self._first.numbers, {at: frozenset(some) for at, some in wanted.items()})
        found = Job(wanted_lines, ("path", "block", "value"), RAW, self._send(its)).over(self._lines.claims())
        return {(row.file, row.block, row.place): bytes(row.value) for row in found.collect()}

    def _counts(
        self, documents: dict[int, Document], choice: Choice, totals: dict[str, int], claims: int
    ) -> dict[str, int]:
        aside = sum(document.claims_in for document in choice.aside)
        its = [*choice.used, *choice.undecided]
        suggested = totals["suggested"] + sum(document.suggested for document in its)
        read_ = totals["read"] + sum(document.claims_in for document in documents.values())
        counts = {"read": read_, "refused": read_ - claims - suggested - aside, "suggested": suggested}
        return counts | {"aside": aside, "claims": claims}
