"""The six tables of a build as data frames: the rows and the order of `kg export parquet`, made in the workers.

`facts` has one more column, `account`: the whole account of each fact, so that a graph can be made of it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any

import msgspec
import pyarrow as pa
from msgspec import Struct

from kg.account.conflicts import conflicts_of
from kg.account.edges import edges
from kg.account.unaccepted import part_words, wholes_of
from kg.account.voices import Sides
from kg.formats.parquet import schema_of
from kg.formats.table_rows import (
    Row,
    article_row,
    claim_told,
    edge_row,
    entity_with_side,
    fact_row,
    filler_rows,
)
from kg.formats.tables import ORDER, columns
from kg.formats.ties import sides_of, ties_of
from kg.network.drawing import attributes
from kg.snapshot.sentences import Teller
from kg.spark import frames
from kg.spark.bodies import read_head
from kg.spark.crossing import OF_FACT, Crossing, OneFact, conflicts_across, crossing, facts_of, light_rows
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

BY_TARGET = "edges_by_target"
ORDERS = ORDER | {BY_TARGET: ("target", "source", "relation", "fact")}
# Groups of rows that a reader can pass over: of a size at which an actor's rows are one or two of them.
WRITTEN = {"parquet.block.size": str(4 << 20), "compression": "zstd"}
_SIDES_AT_ONCE = 100_000  # entities of which one worker finds out the sides, and then forgets them
_OF_FACTS = ("facts", "fillers", "edges")
_TYPES = {
    "text": "string", "texts": "array<string>", "day": "date", "yes-no": "boolean", "number": "int",
    "fraction": "double",
}  # fmt: skip


class Tables(dict[str, "DataFrame"]):
    """The tables by name, with what is kept while they are read."""

    def __init__(self, tables: dict[str, DataFrame], kept: Iterable[Any]) -> None:
        super().__init__(tables)
        self._kept = [*kept]

    def unpersist(self) -> None:
        """Let go what was kept: the tables cannot be read cheaply any more."""
        for its in self._kept:
            its.unpersist()


class Whole(Struct, frozen=True):
    """The whole of which a build is a slice, where that says more than the slice.

    Parameters
    ----------
    apart
        What tells entities of one name apart there, from `kg.spark.crossing.whole_of`; None: as in the slice.
    facts
        Judged facts among which there are all that others are part of; None: those of the slice.
    """

    apart: dict[str, str] | None = None
    facts: DataFrame | None = None


def tables(  # noqa: PLR0913 - what was judged, and what it was judged by
    session: SparkSession,
    judged: DataFrame,
    background: Broadcast[Background],
    heads: DataFrame,
    day: str,
    whole: Whole | None = None,
) -> Tables:
    """Make the tables.

    Parameters
    ----------
    session
        In which they are made.
    judged
        Facts and claims, as `kg.spark.judging.judged` gives them, kept.
    background
        Ontology, entities and, where these are few, heads.
    heads
        All articles, in a column `body`.
    day
        YYYY-MM-DD: of the account.
    whole
        Where it is a slice, the whole.

    Returns
    -------
    Tables
        ``entities``, ``articles``, ``claims``, ``facts``, ``fillers``, ``edges`` and ``edges_by_target``, each in its
        order over all partitions. Edges are those that are accepted, of all kinds and layers, those of stand-ins too.
    """
    from pyspark import StorageLevel

    whole = whole or Whole()
    light = light_rows(judged, background).persist(StorageLevel.DISK_ONLY)
    across = crossing(judged, light, background, day, wholes=whole.facts)
    if whole.apart is not None:
        across = msgspec.structs.replace(across, apart=whole.apart)
    sent = session.sparkContext.broadcast(across)
    beside = _Beside(background, sent, day)
    claims = _TableJob(_claim_rows, beside, "claims").over(judged.select(*OF_FACT)).persist(StorageLevel.DISK_ONLY)
    rest = _TableJob(_fact_rows, beside, "").over(judged.select(*OF_FACT)).persist(StorageLevel.DISK_ONLY)
    of_facts = {table: rest.where(rest["table"] == table).select(f"{table}.*") for table in _OF_FACTS}
    one = session.range(0, 1, 1, 1)
    found = {
        "entities": _TableJob(_entity_rows, beside, "entities").over(one),  # one partition, in order
        "articles": _ordered(_TableJob(_article_rows, beside, "articles").over(heads.select("body")), "articles"),
        "claims": _ordered(claims, "claims"),
        "facts": _ordered(_with_conflicts(of_facts["facts"], conflicts_across(light, background)), "facts"),
        "fillers": _ordered(of_facts["fillers"], "fillers"),
        "edges": _ordered(of_facts["edges"], "edges"),
        BY_TARGET: _ordered(of_facts["edges"], BY_TARGET),
    }
    return Tables(found, (light, claims, rest, sent))


def _ordered(frame: DataFrame, table: str) -> DataFrame:
    return frame.orderBy(*ORDERS[table])


def _with_conflicts(facts: DataFrame, across: DataFrame) -> DataFrame:
    """Add to each fact the kinds of conflicts that it has with others."""
    from pyspark.sql import functions as sql

    joined = facts.join(across, "fact", "left")
    both = sql.array_union("conflicts", sql.coalesce("across", sql.array().cast("array<string>")))
    return joined.withColumn("conflicts", sql.array_sort(both)).select(*facts.columns)


class _Beside(Struct, frozen=True):
    """What rows are made of beside what was judged."""

    background: Broadcast[Background]
    crossing: Broadcast[Crossing]
    day: str


class _TableJob(Struct, frozen=True):
    """Makes rows of a table, or of the three that are made of facts, in the workers."""

    work: Any
    beside: _Beside
    table: str  # empty: of `_OF_FACTS`, each in a column of its name

    def over(self, frame: DataFrame) -> DataFrame:
        """Give the table that comes of another."""
        if self.table:
            schema = ", ".join(_columns(self.table, "{} {}"))
        else:
            schema = "table string, " + ", ".join(
                f"{name} struct<{', '.join(_columns(name, '{}: {}'))}>" for name in _OF_FACTS
            )
        return frame.mapInArrow(self, schema)

    def __call__(self, batches: Iterator[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        """Do it."""
        schema = _schema(self.table) if self.table else _joint_schema()
        rows: list[Row] = []
        for row in self.work(frames.rows_of(batches), self.beside):
            rows.append(row)
            if len(rows) == frames.AT_ONCE:
                yield pa.RecordBatch.from_pylist(rows, schema)
                rows = []
        if rows:
            yield pa.RecordBatch.from_pylist(rows, schema)


def _columns(table: str, form: str) -> list[str]:
    """Write the columns of a table as Spark does: a name in backquotes, since `when` and others are words of SQL."""
    named = [(its.name, _spark_type(its.type, its.parts)) for its in columns()[table]]
    named += [("account", "binary")] if table == "facts" else []
    return [form.format(f"`{name}`", type_) for name, type_ in named]


def _spark_type(type_: str, parts: dict[str, str]) -> str:
    if not parts:
        return _TYPES[type_]
    return f"array<struct<{', '.join(f'`{name}`: {_TYPES[its]}' for name, its in parts.items())}>>"


def _schema(table: str) -> pa.Schema:
    schema = schema_of(table)
    return schema.append(pa.field("account", pa.binary())) if table == "facts" else schema


def _joint_schema() -> pa.Schema:
    return pa.schema([("table", pa.string()), *((name, pa.struct(list(_schema(name)))) for name in _OF_FACTS)])


def _entity_rows(_: Iterator[frames.Row], beside: _Beside) -> Iterator[Row]:
    its = beside.background.value
    ids = iter(sorted(its.entities))
    while some := [*islice(ids, _SIDES_AT_ONCE)]:
        sides = sides_of(some, Sides(its.links, beside.crossing.value.tenures), its.links, beside.day)
        for id_ in some:
            yield entity_with_side(its.entities[id_], sides.get(id_), its.entities)


def _article_rows(rows: Iterator[frames.Row], _: _Beside) -> Iterator[Row]:
    return (article_row(read_head(body)) for (body,) in rows)


def _claim_rows(rows: Iterator[frames.Row], beside: _Beside) -> Iterator[Row]:
    for its in facts_of(rows, beside.background.value):
        teller = _teller(its, "", beside)
        for key, claim in its.claims.items():
            yield claim_told(claim, its.readings[key], its.articles[claim.article], teller)


def _fact_rows(rows: Iterator[frames.Row], beside: _Beside) -> Iterator[Row]:
    """Give the rows of each fact, of its fillers and of its edges, each under the name of its table."""
    its, across = beside.background.value, beside.crossing.value
    for one in facts_of(rows, its):
        fact = one.account
        wholes = wholes_of(fact, across.wholes, across.of_wholes)
        teller = _teller(one, part_words(wholes, its.ontology.types), beside)
        kinds = [conflict.kind for conflict in conflicts_of(fact, one.claims, its.links)]
        told = fact_row(fact, one.claims, one.readings, kinds, teller) | {"account": one.body}
        yield {"table": "facts", "facts": told}
        roles = its.ontology.types[fact.type].roles
        for filler in filler_rows(fact, one.readings, roles, its.entities):
            yield {"table": "fillers", "fillers": filler}
        for edge in _edge_rows(one, wholes.least, its):
            yield {"table": "edges", "edges": edge}


def _edge_rows(its: OneFact, wholes: Iterable[str], background: Background) -> Iterator[Row]:
    fact, entities, ontology = its.account, background.entities, background.ontology
    drawn = [
        (edge.source, edge.target, attributes(fact, edge, its.readings))
        for edge in edges(fact, ontology)
        if edge.source in entities and edge.target in entities
    ]
    return map(edge_row, ties_of(fact, drawn, ontology, its.claims, [*wholes]))


def _teller(its: OneFact, part: str, beside: _Beside) -> Teller:
    """Make the teller of one fact, as that of a whole project would tell it."""
    background, across = beside.background.value, beside.crossing.value
    parts = {its.account.fact: part} if part else {}
    return Teller(background.entities, its.articles, background.ontology, across.labels, parts, apart=across.apart)
