"""Measures of a network that one machine does not hold: by group-by, and by GraphX.

`kg rank` measures on one machine what fits there (`kg.formats.parquet_network`); the numbers are the same.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from kg.analysis import measures as of_one_machine
from kg.base.errors import AnalysisError, StoreError, UsageError
from kg.base.hints import unknown
from kg.network.choice import Choice, choose, kinds_of
from kg.spark.graphx import GraphX
from kg.spark.places import Place
from kg.spark.release import manifest_at

if TYPE_CHECKING:
    from pyspark.sql import Column, DataFrame, SparkSession

    from kg.ontology import Ontology

TOLERANCE = 1e-10  # of PageRank: see `pagerank`
STEPS = 20  # of label propagation
MEASURES = ("degree", "strength", "pagerank")
DIRECTED = ("degree", "in-degree", "out-degree", "strength", "pagerank")


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
        `kg.network.collapse`, in no order. Without directions the source is the smaller id.

    Raises
    ------
    StoreError
        If there is no build on Spark.
    UsageError, NotFoundError
        As of `kg.network.network`; and if edges that are not accepted, or two modes, are asked for.
    """
    return joined(drawn(session, out, **choice), directed=choice.get("directed", False))


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
    names = _table(session, out, "entities").selectExpr("id as entity", "name as label")
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


def drawn(session: SparkSession, out: str, **choice: Unpack[Choice]) -> DataFrame:
    """Give the rows of the table `edges` of a build that a choice takes."""
    import pyspark.sql.functions as F

    if not choice.get("accepted", True) or choice.get("mode", "one-mode") != "one-mode":
        hint = "open a part of the build for that: `kg.open(OUT, focus=…)`"
        raise UsageError("a build on Spark has accepted edges between entities only", hint)
    ontology = ontology_of(session, out)
    chosen = choose(choice, (), ontology)
    alike = sorted({(its.edge, its.layer) for shortcuts in chosen.wanted.values() for its in shortcuts})
    taken = F.lit(False)
    for relation, layer in alike:
        taken |= (F.col("relation") == relation) & (F.col("layer") == layer)
    edges = _table(session, out, "edges").where(taken)
    if chosen.acts is not None:
        acts = _table(session, out, "fillers").where(F.col("accepted") & (F.col("sort") == "concept"))
        named = acts.where(F.col("filler").isin(sorted(chosen.acts))).select("fact").distinct()
        edges = edges.join(named, "fact", "left_semi")
    actors = _table(session, out, "entities").where(_is_chosen(choice)).select("id")
    for end in ("source", "target"):
        edges = edges.join(actors, F.col(end) == actors.id, "left_semi")
    return edges


def joined(edges: DataFrame, *, directed: bool = False) -> DataFrame:
    """Join the edges of each pair into one, which counts their distinct facts.

    Parameters
    ----------
    edges
        ``source``, ``target``, ``fact`` and ``symmetric``.
    directed
        Whether directions are kept; a symmetric edge then stands in both.
    """
    import pyspark.sql.functions as F

    if directed:
        back = edges.where("symmetric").selectExpr("target as source", "source as target", "fact")
        edges = edges.select("source", "target", "fact").unionByName(back)
    else:
        edges = edges.selectExpr("least(source, target) as source", "greatest(source, target) as target", "fact")
    ties = edges.where("source != target").groupBy("source", "target")
    return ties.agg(F.countDistinct("fact").alias("facts"))


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
        Of PageRank: an actor whose score, as a multiple of the mean score, changes by less in a step tells nobody of it.

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
    import pyspark.sql.functions as F

    weight: Column = F.col("facts") if measure == "strength" else F.lit(1)
    zero = F.lit(0)
    out_, in_ = (zero if measure == "in-degree" else weight), (zero if measure == "out-degree" else weight)
    ends = pairs.select(F.col("source").alias("entity"), out_.cast("long").alias("score"))
    others = pairs.select(F.col("target").alias("entity"), in_.cast("long").alias("score"))
    return ends.unionByName(others).groupBy("entity").agg(F.sum("score").cast("double").alias("score"))


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


def ontology_of(session: SparkSession, out: str) -> Ontology:
    """Read the ontology that a build was made by."""
    from kg import ontology

    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        for file in (_folder(session, out) / "ontology").inside():
            Path(folder, file.name).write_bytes(file.read())
        return ontology.load(Path(folder))


def _folder(session: SparkSession, out: str) -> Place:
    """Find the build that a folder serves."""
    place = Place(session, out)
    manifest = manifest_at(place)
    if not str(manifest.get("format", "")).startswith("spark"):
        raise StoreError(f"no build on Spark in `{out}`", "make one: `kg build --on spark --out URI`")
    return place / str(manifest["build"])


def _table(session: SparkSession, out: str, table: str) -> DataFrame:
    return session.read.parquet((_folder(session, out) / table).uri)


def _is_chosen(choice: Choice) -> Column:
    """Tell of an entity whether it is of the kinds that a choice takes, and no stand-in that nobody asked for."""
    import pyspark.sql.functions as F

    asked = choice.get("stand_ins", False)
    of_kinds = F.col("kind").isin(sorted(kind.value for kind in kinds_of(choice)))
    if asked is True:
        return of_kinds
    return of_kinds & (~F.col("anonymous") | F.col("id").isin(sorted(asked or ())))


def _pagerank(pairs: DataFrame, *, directed: bool, beside: str | None, tolerance: float) -> DataFrame:
    links = _repeated(pairs)
    if not directed:
        links = links.unionAll(links.selectExpr("target as source", "source as target"))
    found = _measured(links, lambda graphx, links: graphx.pagerank(links, tolerance), beside)
    number = found.count()
    return found.selectExpr("entity", f"value / {number}D as score") if number else found.toDF("entity", "score")


def _repeated(pairs: DataFrame) -> DataFrame:
    """Give each pair as often as it has facts: GraphX knows no weights."""
    import pyspark.sql.functions as F

    repeated = pairs.select("source", "target", F.explode(F.sequence(F.lit(1), F.col("facts"))).alias("fact"))
    return repeated.select("source", "target")


def _measured(links: DataFrame, run: Callable[[GraphX, DataFrame], DataFrame], beside: str | None) -> DataFrame:
    """Let GraphX measure links between ids, which it knows as numbers only: ``entity`` and ``value``, kept."""
    graphx = GraphX(links.sparkSession, beside or Path(tempfile.gettempdir()).as_uri())
    links = links.select("source", "target").persist()
    ids = links.select("source").unionAll(links.select("target")).distinct()
    numbers = graphx.numbered(ids).persist()
    try:
        of_source, of_target = (numbers.toDF(end, f"{end}_number") for end in ("source", "target"))
        numbered = links.join(of_source, "source").join(of_target, "target")
        values = run(graphx, numbered.select("source_number", "target_number"))
        found = values.join(numbers, "number").selectExpr("id as entity", "value").persist()
        found.count()
        values.unpersist()
    finally:
        numbers.unpersist()
        links.unpersist()
    return found


def _least(found: DataFrame, name: str) -> DataFrame:
    """Name each group of actors of one value by the least id in it."""
    import pyspark.sql.functions as F
    from pyspark.sql import Window

    least = F.min("entity").over(Window.partitionBy("value"))
    return found.select("entity", least.alias(name))
