"""The network of a build, as tables of Spark: the edges that a choice takes, and one tie a pair of them.

The same choice draws the same network as `kg.network.network` does of a build on one machine.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from kg.base.errors import StoreError, UsageError
from kg.base.hints import counted
from kg.base.uris import plain
from kg.network import absence, gatherings
from kg.network.choice import Choice, choose, gathered_by, kinds_of, refuse_shared_edges
from kg.spark.places import VERIFIED, Place
from kg.spark.release import manifest_at

_OPENED = "open the build for that, or a part of it: `kg.open(OUT, focus=…)`"

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

    from kg.ontology import Ontology


def collapsed(session: SparkSession, out: str, **choice: Unpack[Choice]) -> DataFrame:
    """Join the accepted edges of each pair of actors of a build into one.

    Parameters
    ----------
    session
        Of Spark.
    out
        URI of the folder that the build was written to.
    **choice
        Kinds, edges, layers, acts, directions and stand-ins, as of `kg.network.network`; left out, the network that
        `kg rank` measures.

    Returns
    -------
    DataFrame
        ``source``, ``target`` and ``facts``, the number of distinct facts on which the tie stands: the rows of
        `kg.network.collapse`, in no order, without the ties of large gatherings unless ``gatherings=True``. Without
        directions the source is the smaller id.

    Raises
    ------
    StoreError
        If there is no build on Spark.
    UsageError, NotFoundError
        As of `kg.network.network`; and if edges that are not accepted, or two modes, are asked for.
    """
    edges = drawn(session, out, **choice)
    edges = edges if choice.get("gatherings") else without_large(edges, _gathered_by(session, out, choice))
    return joined(edges, directed=choice.get("directed", False))


def drawn(session: SparkSession, out: str, **choice: Unpack[Choice]) -> DataFrame:
    """Give the rows of the table `edges` of a build that a choice takes."""
    from pyspark.sql import functions as sql

    if not choice.get("accepted", True) or choice.get("mode", "one-mode") != "one-mode":
        raise UsageError("a build on Spark has accepted edges between entities only", _OPENED)
    ontology = ontology_of(session, out)
    chosen = choose(choice, (), ontology)
    refuse_shared_edges(chosen, "a build in parts", _OPENED)
    alike = sorted({(its.edge, its.layer) for shortcuts in chosen.wanted.values() for its in shortcuts})
    taken = sql.lit(False)
    for relation, layer in alike:
        taken |= (sql.col("relation") == relation) & (sql.col("layer") == layer)
    edges = table_of(session, out, "edges").where(taken)
    if chosen.acts is not None:
        acts = table_of(session, out, "fillers").where(sql.col("accepted") & (sql.col("sort") == "concept"))
        named = acts.where(sql.col("filler").isin(sorted(chosen.acts))).select("fact").distinct()
        edges = edges.join(named, "fact", "left_semi")
    actors = table_of(session, out, "entities").where(_is_chosen(choice)).select("id")
    for end in ("source", "target"):
        edges = edges.join(actors, sql.col(end) == actors.id, "left_semi")
    return edges


def without_large(edges: DataFrame, gathered_by: Sequence[str]) -> DataFrame:
    """Take the edges of large gatherings away, as `kg.network.gatherings` does.

    Parameters
    ----------
    edges
        From `drawn`.
    gathered_by
        The relations that join those who were at one gathering.
    """
    from pyspark.sql import functions as sql

    is_gathered = sql.col("relation").isin(*gathered_by) if gathered_by else sql.lit(False)
    drawn_by_fact = _pairs(edges.where(is_gathered)).groupBy("fact").count()
    many = drawn_by_fact.where(sql.col("count") > gatherings.MOST_TIES).select("fact", sql.lit(True).alias("many"))
    is_many = is_gathered & sql.coalesce("many", sql.lit(False))
    left = edges.join(many, "fact", "left").where((sql.col("share") >= gatherings.LEAST_SHARE) & ~is_many)
    return left.drop("many")


def _pairs(edges: DataFrame) -> DataFrame:
    """Give the pairs that each fact joins, in whatever direction."""
    ends = edges.where("source != target")
    return ends.selectExpr("fact", "least(source, target) as one", "greatest(source, target) as other").distinct()


def joined(edges: DataFrame, *, directed: bool = False) -> DataFrame:
    """Join the edges of each pair into one, which counts their distinct facts.

    Parameters
    ----------
    edges
        ``source``, ``target``, ``fact`` and ``symmetric``.
    directed
        Whether directions are kept; a symmetric edge then stands in both.
    """
    from pyspark.sql import functions as sql

    if directed:
        back = edges.where("symmetric").selectExpr("target as source", "source as target", "fact")
        edges = edges.select("source", "target", "fact").unionByName(back)
    else:
        edges = edges.selectExpr("least(source, target) as source", "greatest(source, target) as target", "fact")
    ties = edges.where("source != target").groupBy("source", "target")
    return ties.agg(sql.countDistinct("fact").alias("facts"))


def about(session: SparkSession, out: str, **choice: Unpack[Choice]) -> str:
    """Say what the network of a choice is of, and on how many articles and voices it rests, as `kg.analysis.about`."""
    from pyspark.sql import functions as sql

    edges = drawn(session, out, **choice)
    articles = edges.select(sql.explode("claims").alias("key")).select(sql.substring_index("key", "/", 1)).distinct()
    voices = edges.select(sql.explode("voices")).distinct()
    describes = choose(choice, (), ontology_of(session, out)).describes
    counts = f"{counted(articles.count(), 'article')}, {counted(voices.count(), 'voice')}"
    return f"{describes} in these sources: {counts}"


def none_read(session: SparkSession, out: str, **choice: Unpack[Choice]) -> str:
    """Say that a choice has no edges, and which other may have some."""
    return absence.none_read(choice, ontology_of(session, out))


def left_out(session: SparkSession, out: str, **choice: Unpack[Choice]) -> str:
    """Say how many stand-ins, and ties of large gatherings, nobody asked for; empty where there are none."""
    return "; ".join(filter(None, (_stand_ins(session, out, **choice), _of_gatherings(session, out, **choice))))


def _of_gatherings(session: SparkSession, out: str, **choice: Unpack[Choice]) -> str:
    if choice.get("gatherings"):
        return ""
    edges = drawn(session, out, **choice).select("source", "target", "relation", "fact", "share").persist()
    left = without_large(edges, _gathered_by(session, out, choice))
    gone = _pairs(edges).exceptAll(_pairs(left)).persist()
    try:
        return gatherings.left_out(gone.count(), gone.select("fact").distinct().count())
    finally:
        gone.unpersist()
        edges.unpersist()


def _gathered_by(session: SparkSession, out: str, choice: Choice) -> tuple[str, ...]:
    return gathered_by(choose(choice, (), ontology_of(session, out)).wanted)


def _stand_ins(session: SparkSession, out: str, **choice: Unpack[Choice]) -> str:
    if choice.get("stand_ins", False) is True:
        return ""
    stand_ins = table_of(session, out, "entities").where("anonymous").where(~_is_chosen(choice)).select("id")
    wide = Choice(**choice)
    wide["stand_ins"] = True
    every = drawn(session, out, **wide).select("source", "target", "relation", "fact")
    ends = every.select("source").unionAll(every.select("target")).toDF("id").join(stand_ins, "id", "left_semi")
    actors = ends.distinct().count()
    if not actors:
        return ""
    others = drawn(session, out, **choice).count()
    return absence.without_stand_ins(actors, every.count() - others)


def ontology_of(session: SparkSession, out: str) -> Ontology:
    """Read the ontology that a build was made by."""
    from kg import ontology

    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        for file in (_folder(session, out) / "ontology").inside():
            Path(folder, file.name).write_bytes(file.read())
        return ontology.load(Path(folder))


def _folder(session: SparkSession, out: str) -> Place:
    """Find the build that a folder serves."""
    place = Place(session, plain(out))
    manifest = manifest_at(place)
    if not manifest:
        raise StoreError(f"no build on Spark in `{out}`", "make one: `kg build --on spark --out URI`")
    return place / str(manifest["build"])


def table_of(session: SparkSession, out: str, table: str) -> DataFrame:
    """Read a table of the build that a folder serves."""
    return session.read.options(**VERIFIED).parquet((_folder(session, out) / table).pattern)


def _is_chosen(choice: Choice) -> Column:
    """Tell of an entity whether it is of the kinds that a choice takes, and no stand-in that nobody asked for."""
    from pyspark.sql import functions as sql

    asked = choice.get("stand_ins", False)
    of_kinds = sql.col("kind").isin(sorted(kind.value for kind in kinds_of(choice)))
    if asked is True:
        return of_kinds
    return of_kinds & (~sql.col("anonymous") | sql.col("id").isin(sorted(asked or ())))
