"""Claims read and checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg import ontology
from kg.annotation.reader import read_all
from kg.builder.pipeline import records_of
from kg.check import check
from kg.spark.frames import encode
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

    from kg.base.project import Project


class Checked(Struct, frozen=True):
    """What is sound in the sources."""

    background: Background
    claims: DataFrame
    refused: DataFrame
    counts: dict[str, Any]
    heads: DataFrame | None = None
    inputs: dict[str, str] = {}


def sources_of(session: SparkSession, project: Project, more: Sequence[str] = ()) -> Sequence[str]:
    """Find the sources."""
    return more


def check_claims(
    session: SparkSession, project: Project, sources: Sequence[str], *, heads_broadcast: int = 1
) -> Checked:
    """Read and check them."""
    model = ontology.load(project.ontology)
    documents = read_all(project.sources, project.root)
    checked = check(documents, model, None, project.readings)
    records = records_of(checked)
    background = Background(model, project.names, records.entities, records.articles, records.replaced)
    rows = [
        (c.key, c.fact, c.article, c.type, c.fulfils, records.articles[c.article].day, bytearray(encode(c)), None)
        for c in records.claims
    ]
    schema = (
        "key string, fact string, article string, type string, fulfils string, day string, body binary, head binary"
    )
    claims = session.createDataFrame(session.sparkContext.parallelize(rows, 4), schema)
    refused = session.createDataFrame(
        [], "file string, line long, column int, key string, fact string, what string, hint string"
    )
    counts = {"read": len(rows) + checked.refused + checked.suggested + sum(checked.aside.values())}
    counts |= {"refused": checked.refused, "suggested": checked.suggested, "aside": sum(checked.aside.values())}
    return Checked(background, claims, refused, counts | {"claims": len(rows)})
