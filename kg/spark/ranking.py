"""Ranks of actors whose network one machine does not hold: scored on Spark, and the first of them brought here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.analysis.methods import SPARK, Method
from kg.analysis.numbered import FEW
from kg.analysis.ranks import Ranked, ordered
from kg.network.choice import Choice
from kg.spark import network
from kg.spark.measures import rank

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


def ranked(session: SparkSession, out: str, measure: str, choice: Choice, most: int | None = None) -> Ranked:
    """Order the actors of a build by a measure, as `kg.analysis.rank` does.

    Parameters
    ----------
    session, out, measure, choice
        As of `kg.spark.measures.rank`.
    most
        How many of the first are given, and one more; where there are few, all. None: all.
    """
    found = rank(session, out, measure, **choice).persist()
    try:
        actors = found.count()
        rows = found.sort(found.score.desc(), "entity")
        if most is not None and actors > FEW:
            rows = rows.limit(max(most + 1, FEW))  # one more, since who shares a rank is seen from the next
        first = sorted(tuple(row) for row in rows.collect())
    finally:
        found.unpersist()
    ids, labels, scores = ([*column] for column in zip(*first, strict=True)) if first else ([], [], [])
    about = network.about if actors else network.none_read
    ranks = ordered(ids, labels, scores, Method.of(measure, SPARK))
    return Ranked(ranks, actors, about(session, out, **choice), network.left_out(session, out, **choice))
