"""GraphX, which PySpark's own jars carry and Python has no interface to: reached through the gateway to the JVM.

Tables go there and come back as datasets of pairs, so that no row passes through Python.

Sources: Gonzalez et al. 2014, GraphX, OSDI 11; Malewicz et al. 2010, Pregel, doi:10.1145/1807167.1807184.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any
from uuid import uuid4

from kg.base.uris import plain
from kg.spark.places import Place

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

_RESET = 0.15  # how often a walk goes to any actor at all, as in `kg.analysis.measures.pagerank`
_STEPS_KEPT = "spark.graphx.pregel.checkpointInterval"
_AT_ONCE = 20  # steps between two that are written down: without, 400 steps need over 1 GB on the driver, 20 need none
Java = Any  # an object of the JVM


class GraphX:
    """The algorithms of GraphX, over tables of links between numbers.

    Parameters
    ----------
    session
        Of Spark.
    beside
        URI of a folder that all workers reach, in which there is a temporary folder while an algorithm runs: what its
        steps come to is written there now and then, else the plan of a late step would hold all steps before it.
    """

    def __init__(self, session: SparkSession, beside: str) -> None:
        self._session, self._beside = session, plain(beside)
        self._jvm: Java = session._jvm
        self._encoders: Java = self._jvm.org.apache.spark.sql.Encoders
        self._library: Java = self._jvm.org.apache.spark.graphx.lib
        self._int: Java = self._jvm.scala.reflect.ClassTag.Int()

    def numbered(self, ids: DataFrame) -> DataFrame:
        """Give the rows of a table of one column of text numbers, from 0 in the order of its values.

        Returns
        -------
        DataFrame
            ``id`` and ``number``: the same on every run, however the rows were divided.
        """
        dataset = getattr(ids.sort(ids.columns[0])._jdf, "as")(self._encoders.STRING())
        return self._frame(dataset.rdd().zipWithIndex(), self._encoders.STRING(), self._encoders.scalaLong(), "id")

    def pagerank(self, links: DataFrame, tolerance: float) -> DataFrame:
        """Give each number its PageRank, all of them adding up to how many there are; each row of `links` counts."""

        def run(graph: Java) -> Java:
            return self._library.PageRank.runUntilConvergence(graph, tolerance, _RESET, self._int, self._int)

        return self._run(links, run, self._encoders.scalaDouble())

    def components(self, links: DataFrame) -> DataFrame:
        """Give each number the least one that it is linked to, at any distance and whatever the direction."""
        run = self._library.ConnectedComponents.run
        return self._run(links, lambda graph: run(graph, self._int, self._int), self._encoders.scalaLong())

    def labels(self, links: DataFrame, steps: int) -> DataFrame:
        """Give each number the label that most links brought it in the last of so many steps."""
        run = self._library.LabelPropagation.run
        return self._run(links, lambda graph: run(graph, steps, self._int), self._encoders.scalaLong())

    def triangles(self, links: DataFrame) -> DataFrame:
        """Count the triangles that each number is a corner of; links stand once, whatever their number and direction.

        Source
        ------
        Schank and Wagner 2005, doi:10.1007/11427186_54.
        """
        run = self._library.TriangleCount.run
        return self._run(links, lambda graph: run(graph, self._int, self._int), self._encoders.scalaInt())

    def _run(self, links: DataFrame, run: Callable[[Java], Java], encoder: Java) -> DataFrame:
        """Run an algorithm to its end, and keep what it gives: ``number`` and ``value``."""
        with self._steps_written(), self._graph(links) as graph:
            result = run(graph)
            frame = self._frame(result.vertices(), self._encoders.scalaLong(), encoder, "number").persist()
            frame.count()
            result.unpersist(False)
        return frame

    @contextmanager
    def _graph(self, links: DataFrame) -> Iterator[Java]:
        """Make a graph of a table of two columns of numbers; it holds as many links between two as there are rows."""
        long, storage = self._encoders.scalaLong(), self._jvm.org.apache.spark.storage.StorageLevel.MEMORY_AND_DISK()
        pairs = getattr(links._jdf, "as")(self._encoders.tuple(long, long)).rdd()
        make, none = self._jvm.org.apache.spark.graphx.Graph.fromEdgeTuples, self._jvm.scala.Option.empty()
        graph = make(pairs, 1, none, storage, storage, self._int).cache()
        try:
            yield graph
        finally:
            graph.unpersist(False)

    @contextmanager
    def _steps_written(self) -> Iterator[None]:
        """Let Pregel write down each so many steps, in a folder that is taken away at the end."""
        place = Place(self._session, self._beside) / f".steps-{uuid4().hex}"
        context = self._session.sparkContext._jsc.sc()
        dir_before, before = context.getCheckpointDir(), context.conf().get(_STEPS_KEPT, "-1")
        context.setCheckpointDir(place.uri)
        context.conf().set(_STEPS_KEPT, str(_AT_ONCE))
        try:
            yield
        finally:
            context.conf().set(_STEPS_KEPT, before)
            getattr(context, "checkpointDir_$eq")(dir_before)  # `setCheckpointDir` takes no None, and makes the folder
            place.remove()

    def _frame(self, pairs: Java, one: Java, other: Java, name: str) -> DataFrame:
        """Make a table of pairs."""
        from pyspark.sql import DataFrame

        dataset = self._session._jsparkSession.createDataset(pairs, self._encoders.tuple(one, other))
        second = "number" if name == "id" else "value"
        return DataFrame(dataset.toDF(), self._session).toDF(name, second)
