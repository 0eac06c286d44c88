"""Runs where Spark is: makes the tables of built projects from their account, and writes them as Parquet.

`python -m tests.spark.making_tables OUT PROJECT…` writes `OUT/0/facts/…` and so on of the first project. Of every other
project heads of articles stand beside the claims, as they do where they are too many to be sent to each worker.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import kg
from kg.graph.graph import Graph
from kg.spark.frames import encode
from kg.spark.judging import JUDGED
from kg.spark.tables import WRITTEN, tables
from kg.spark.working import Background

if TYPE_CHECKING:  # the tests look into every module, also where Spark is not
    from pyspark.sql import DataFrame, SparkSession


def session() -> SparkSession:
    """Start Spark, on this machine alone; several partitions stay several."""
    from pyspark.sql import SparkSession

    builder = SparkSession.builder.master("local[2]").config("spark.sql.adaptive.enabled", "false")
    return builder.getOrCreate()


def judged(graph: Graph, spark: SparkSession, *, joined: bool) -> DataFrame:
    """Give the account of a graph as the judging of facts gives it."""
    frame = spark.createDataFrame([*_rows(graph, joined)], JUDGED)
    return frame.repartition(3, "fact").sortWithinPartitions("fact", frame["kind"].desc(), "key").persist()


def _rows(graph: Graph, joined: bool) -> Iterator[tuple[Any, ...]]:
    for its in graph.account.facts.values():
        contested = its.contested and its.contested.value
        standing = (its.label, its.status.value, contested, its.accepted, [*its.part_of])
        yield ("fact", its.fact, None, None, its.type, *standing, bytearray(encode(its)), None, None, "")
        for key in its.claims:
            claim, reading = graph.claims[key], graph.account.readings[key]
            head = bytearray(encode(graph.records.articles[claim.article])) if joined else None
            where = ("claim", claim.fact, key, claim.article, claim.type, *[None] * 5)
            yield (*where, bytearray(encode(claim)), bytearray(encode(reading)), head, None)


def write(spark: SparkSession, project: str, out: str, *, joined: bool) -> None:
    """Write the tables of one project."""
    graph = kg.open(project)
    records = graph.records
    background = Background(
        graph.ontology, graph.project.names, records.entities, {} if joined else records.articles, records.replaced
    )
    heads = spark.createDataFrame([(bytearray(encode(its)),) for its in records.articles.values()], "body binary")
    sent = spark.sparkContext.broadcast(background)
    found = tables(spark, judged(graph, spark, joined=joined), sent, heads, graph.account.known_by)
    for table, frame in found.items():
        frame.write.options(**WRITTEN).parquet(f"{out}/{table}")
    found.unpersist()


def main(out: str, *projects: str) -> None:
    """Write the tables of some projects."""
    spark = session()
    for number, project in enumerate(projects):
        write(spark, project, f"{out}/{number}", joined=number % 2 == 1)
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:])
