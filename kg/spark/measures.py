"""Measures of a network that one machine does not hold: by group-by, and by GraphX.

`kg rank` measures on one machine what fits there (`kg.formats.parquet_network`); the numbers are the same.

>>> MEASURES, DIRECTED
(('degree', 'strength', 'pagerank'), ('degree', 'in-degree', 'out-degree', 'strength', 'pagerank'))
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from typing import TYPE_CHECKING, Unpack

from kg.analysis import measures as of_one_machine
from kg.base.errors import AnalysisError, UsageError
from kg.base.hints import unknown
from kg.network.choice import Choice
from kg.spark.graphx import GraphX
from kg.spark.network import collapsed, table_of

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

TOLERANCE = 1e-10  # of PageRank: see `pagerank`
STEPS = 20  # of label propagation
FEW, MANY = 50_000, 1_000_000  # links of a partition: fewer are not worth another core, more ask for much memory
MEASURES = ("degree", "strength", "pagerank")
DIRECTED = ("degree", "in-degree", "out-degree", "strength", "pagerank")

__all__ = [
    "DIRECTED", "MEASURES", "collapsed", "communities", "communities_of", "components", "components_of", "rank",
    "scores", "triangles", "triangles_of",
]  # fmt: skip


def rank(session: SparkSession, out: str, measure: str, **choice: Unpack[Choice]) -> DataFrame:
    """Score the actors of a build by a measure.

    Parameters
    ----------
    session, out, **choice
        As of `collapsed`.
    measure
        degree, strength, pagerank; with ``directed=True`` in-degree and out-degree too.

    Returns
    -------
    DataFrame
        ``entity``, ``label`` and ``score``, in no order. All is computed when this returns.

    Raises
    ------
    UsageError
        If there is no such measure on Spark.
    AnalysisError
        If the measure is of networks with directions, and this one has none.
    StoreError, NotFoundError
        As of `collapsed`.
    """
    directed = choice.get("directed", False)
    need_measure(measure, directed=directed)
    found = scores(collapsed(session, out, **choice), measure, directed=directed, beside=out)
    names = table_of(session, out, "entities").selectExpr("id as entity", "name as label")
    return found.join(names, "entity").select("entity", "label", "score")


def components(session: SparkSession, out: str, **choice: Unpack[Choice]) -> DataFrame:
    """Divide the actors of a build into those who are tied to each other at any distance: see `components_of`."""
    return components_of(collapsed(session, out, **choice), beside=out)


def communities(session: SparkSession, out: str, steps: int = STEPS, **choice: Unpack[Choice]) -> DataFrame:
    """Divide the actors of a build by label propagation: see `communities_of`."""
    return communities_of(collapsed(session, out, **choice), steps, beside=out)


def triangles(session: SparkSession, out: str, **choice: Unpack[Choice]) -> DataFrame:
    """Count the triangles of each actor of a build: see `triangles_of`."""
    return triangles_of(collapsed(session, out, **choice), beside=out)


def scores(
    pairs: DataFrame, measure: str, *, directed: bool = False, beside: str | None = None, tolerance: float = TOLERANCE
) -> DataFrame:
    """Score actors by a measure.

    Parameters
    ----------
    pairs
        ``source``, ``target`` and ``facts``, each pair once: from `collapsed`, or anybody's.
    measure
        degree, strength, pagerank; with directions in-degree and out-degree too. Each is what `kg.analysis.measures`
        says, and equal to networkx.
    directed
        Whether ties lead from their source to their target only.
    beside
        URI of a folder that all workers reach, in which GraphX keeps what it is at while it runs; left out, the
        temporary folder of this machine, which will do where Spark runs on it alone.
    tolerance
        Of PageRank: an actor whose score, as a multiple of the mean, changes by less in a step tells nobody of it.

    Returns
    -------
    DataFrame
        ``entity`` and ``score``, in no order; who has no tie is not in it.

    Notes
    -----
    GraphX's PageRank knows no weights: a tie of three facts is three links to it, which comes to the same. It gives
    scores that add up to the number of actors, which are divided by it here, so that they add up to 1 as in networkx;
    of an actor who leads to nobody it forgets the walk and scales all scores in the end, where networkx lets the walk
    begin anew anywhere: after the division the scores are the same. By the default tolerance they differ from
    networkx by less than the eighth digit, and from run to run in digits beyond that, since sums of many parts are
    added in the order in which the parts come.

    Source
    ------
    As of `kg.analysis.measures`.
    """
    if measure == "pagerank":
        return _pagerank(pairs, directed=directed, beside=beside, tolerance=tolerance)
    need_measure(measure, directed=directed)
    from pyspark.sql import functions as sql

    weight: Column = sql.col("facts") if measure == "strength" else sql.lit(1)
    zero = sql.lit(0)
    out_, in_ = (zero if measure == "in-degree" else weight), (zero if measure == "out-degree" else weight)
    ends = pairs.select(sql.col("source").alias("entity"), out_.cast("long").alias("score"))
    others = pairs.select(sql.col("target").alias("entity"), in_.cast("long").alias("score"))
    return ends.unionByName(others).groupBy("entity").agg(sql.sum("score").cast("double").alias("score"))


def components_of(pairs: DataFrame, *, beside: str | None = None) -> DataFrame:
    """Divide actors into those who are tied to each other at any distance, whatever the direction.

    Parameters
    ----------
    pairs, beside
        As of `scores`.

    Returns
    -------
    DataFrame
        ``entity`` and ``component``, the least id of an actor in it: the same on every run, and as
        `networkx.connected_components` divides them.
    """
    return _least(_measured(pairs, lambda graphx, links: graphx.components(links), beside), "component")


def communities_of(pairs: DataFrame, steps: int = STEPS, *, beside: str | None = None) -> DataFrame:
    """Divide actors by label propagation: in each step all take the label that most of their ties bring, by weight.

    Parameters
    ----------
    pairs, beside
        As of `scores`; directions are not looked at.
    steps
        How many steps are taken.

    Returns
    -------
    DataFrame
        ``entity`` and ``community``, the least id of an actor in it.

    Notes
    -----
    All actors take their new labels at once. So two who are tied to each other alone exchange their labels in each
    step, for ever, and are never one community; nor does any network whose ties all run between two halves come to
    rest. Where several labels are brought equally often, GraphX takes one by their place in a hash table, which follows
    from the numbers of the actors: these are given in the order of their ids, so that the same network gives the same
    communities on every run and however it was divided. networkx decides ties otherwise (`asyn_lpa_communities` by
    chance, `label_propagation_communities` by colours): the two agree where no tie matters, as among groups that are
    dense inside and hardly tied to each other, and nowhere else is that to be expected. `kg groups` divides by
    modularity, which is another question.

    Source
    ------
    Raghavan, Albert and Kumara 2007, doi:10.1103/PhysRevE.76.036106, of which this is the synchronous form.
    """
    if steps < 1:
        raise UsageError(f"{steps} steps of label propagation", "ask for one or more")
    found = _measured(_repeated(pairs), lambda graphx, links: graphx.labels(links, steps), beside)
    return _least(found, "community")


def triangles_of(pairs: DataFrame, *, beside: str | None = None) -> DataFrame:
    """Count the triangles that each actor is a corner of, whatever the direction, as `networkx.triangles` does.

    Parameters
    ----------
    pairs, beside
        As of `scores`; in how many directions a tie runs, and on how many facts it stands, makes no difference.

    Returns
    -------
    DataFrame
        ``entity`` and ``triangles``: the same on every run.
    """
    found = _measured(pairs, lambda graphx, links: graphx.triangles(links), beside)
    return found.selectExpr("entity", "value as triangles")


def need_measure(measure: str, *, directed: bool) -> None:
    """Make sure that there is such a measure on Spark, of networks with or without directions.

    Raises
    ------
    UsageError, AnalysisError
        If there is not.

    >>> need_measure("in-degree", directed=True)
    """
    if measure in (DIRECTED if directed else MEASURES):
        return
    if measure in DIRECTED:
        how = "`--directed` draws one; in Python, `directed=True`"
        raise AnalysisError(f"`{measure}` is of networks with directions", how)
    if measure in of_one_machine.MEASURES:
        hint = "without `--on spark` it is measured on one machine, where the network fits"
        raise UsageError(f"`{measure}` is not measured on Spark", hint)
    raise UsageError(*unknown("measure", measure, DIRECTED))


def _pagerank(pairs: DataFrame, *, directed: bool, beside: str | None, tolerance: float) -> DataFrame:
    links = _repeated(pairs)
    if not directed:
        links = links.unionAll(links.selectExpr("target as source", "source as target"))
    found = _measured(links, lambda graphx, links: graphx.pagerank(links, tolerance), beside)
    number = found.count()
    return found.selectExpr("entity", f"value / {number}D as score") if number else found.toDF("entity", "score")


def _repeated(pairs: DataFrame) -> DataFrame:
    """Give each pair as often as it has facts: GraphX knows no weights."""
    from pyspark.sql import functions as sql

    repeated = pairs.select("source", "target", sql.explode(sql.sequence(sql.lit(1), sql.col("facts"))).alias("fact"))
    return repeated.select("source", "target")


def _measured(links: DataFrame, run: Callable[[GraphX, DataFrame], DataFrame], beside: str | None) -> DataFrame:
    """Let GraphX measure links between ids, which it knows as numbers only: ``entity`` and ``value``, kept."""
    graphx = GraphX(links.sparkSession, beside or tempfile.gettempdir())
    links = links.select("source", "target").persist()
    partitions = _partitions(links.count(), links.sparkSession.sparkContext.defaultParallelism)
    ids = links.select("source").unionAll(links.select("target")).distinct()
    numbers = graphx.numbered(ids).persist()
    try:
        of_source, of_target = (numbers.toDF(end, f"{end}_number") for end in ("source", "target"))
        numbered = links.join(of_source, "source").join(of_target, "target")
        divided = numbered.select("source_number", "target_number").repartition(partitions, "source_number")
        values = run(graphx, divided)
        found = values.join(numbers, "number").selectExpr("id as entity", "value").persist()
        found.count()
        values.unpersist()
    finally:
        numbers.unpersist()
        links.unpersist()
    return found


def _partitions(links: int, cores: int) -> int:
    """Choose into how many partitions links are divided: each step takes a task for each, however few they are.

    >>> _partitions(0, 8), _partitions(120_000, 8), _partitions(5_000_000, 8), _partitions(100_000_000, 8)
    (1, 3, 8, 100)
    """
    return max(1, min(cores, -(-links // FEW)), -(-links // MANY))


def _least(found: DataFrame, name: str) -> DataFrame:
    """Name each group of actors of one value by the least id in it."""
    from pyspark.sql import Window
    from pyspark.sql import functions as sql

    least = sql.min("entity").over(Window.partitionBy("value"))
    return found.select("entity", least.alias(name))
