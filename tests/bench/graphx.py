"""Measures on Spark beside NetworKit: `python -m tests.bench.graphx [TIES]… [--shapes …] [--measures …]`.

Ties are drawn at random among a fifth as many actors: each alike (`random`), or a few of them with very many ties
(`tailed`); one tie in two stands on several facts. Spark runs as `local[2]` in a process of its own, NetworKit in this
one on as many threads; both begin with the ties in memory, and what they give is compared. Seconds are those of a
clock, so that the ratios of one run are what counts. A measure that takes longer than ten minutes is stopped.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]  # `tests.conftest` has it too, and needs what is not there where Spark is
PYTHON = ROOT / ".venv-spark/bin/python"
SIZES, SHAPES = (100_000, 1_000_000), ("random", "tailed")
ACTORS, TAIL, STEPS, THREADS = 5, 3.0, 10, 2
LONGEST = 600  # seconds
MEASURES = ("degree", "strength", "components", "triangles", "labels", "pagerank")


def drawn(ties: int, shape: str) -> Any:
    """Draw a table of ties, each pair once: numbers of actors, and of facts."""
    import numpy as np
    import pyarrow as pa

    draw, actors = np.random.default_rng(ties), ties // ACTORS
    found = np.empty((0, 2), dtype=np.int64)
    while len(found) < ties:
        more = draw.random((ties, 2)) ** (TAIL if shape == "tailed" else 1)
        more = np.sort((more * actors).astype(np.int64), axis=1)
        found = np.unique(np.concatenate([found, more[more[:, 0] != more[:, 1]]]), axis=0)
    found = found[np.sort(draw.permutation(len(found))[:ties])]
    ends = [pa.array([f"a{number:07}" for number in found[:, column]]) for column in (0, 1)]
    facts = draw.choice([1, 1, 2, 5], len(found))
    return pa.table([*ends, pa.array(facts)], names=["source", "target", "facts"])


def on_spark(ties: str, out: str, *wanted: str) -> None:
    """Measure on Spark: prints a line of JSON for each measure, with seconds, jobs and tasks."""
    from kg.spark import measures
    from kg.spark.session import running

    works: dict[str, Callable[[Any], Any]] = {
        "degree": lambda pairs: measures.scores(pairs, "degree"),
        "strength": lambda pairs: measures.scores(pairs, "strength"),
        "components": measures.components_of,
        "triangles": measures.triangles_of,
        "labels": lambda pairs: measures.communities_of(pairs, STEPS),
        "pagerank": lambda pairs: measures.scores(pairs, "pagerank"),
    }
    with running(f"local[{THREADS}]") as session:
        context = session.sparkContext._jsc.sc()
        pairs = session.read.parquet(ties).repartition(THREADS).persist()
        pairs.count()
        before = 0
        for name in wanted:
            stopper = threading.Timer(LONGEST, context.cancelAllJobs)
            stopper.start()
            told: dict[str, Any] = {"measure": name}
            start = time.perf_counter()
            try:
                found = works[name](pairs).persist()
                found.count()
                told["seconds"] = time.perf_counter() - start
            except Exception as error:
                if time.perf_counter() - start < LONGEST:
                    raise
                told["why"] = f"not finished in {LONGEST} s ({type(error).__name__})"
            stopper.cancel()
            jobs = context.statusStore().jobsList(None)
            its = [jobs.apply(number) for number in range(jobs.size())]
            new = [job for job in its if job.jobId() >= before]
            before = max(job.jobId() for job in its) + 1
            told |= {"jobs": len(new), "tasks": sum(job.numTasks() - job.numSkippedTasks() for job in new)}
            if "seconds" in told:
                found.coalesce(1).write.parquet(f"{out}/{name}")
            print(json.dumps(told), flush=True)


def of_networkit(ties: Any) -> tuple[dict[str, float], dict[str, Any]]:
    """Measure with NetworKit: seconds, and scores in the order of the ids."""
    import networkit as nk
    import numpy as np

    nk.setNumberOfThreads(THREADS)
    ids, numbers = np.unique(
        np.concatenate([ties[end].to_numpy() for end in ("source", "target")]), return_inverse=True
    )
    graph = nk.GraphFromCoo(
        (ties["facts"].to_numpy().astype(float), (numbers[: len(ties)], numbers[len(ties) :])),
        n=len(ids), weighted=True,
    )  # fmt: skip
    degrees = np.array([graph.degree(node) for node in graph.iterNodes()])

    def triangles() -> Any:
        shares = np.array(nk.centrality.LocalClusteringCoefficient(graph, True).run().scores())
        return np.rint(shares * degrees * (degrees - 1) / 2)

    works: dict[str, Callable[[], Any]] = {
        "degree": lambda: nk.centrality.DegreeCentrality(graph).run().scores(),
        "strength": lambda: [graph.weightedDegree(node) for node in graph.iterNodes()],
        "components": lambda: nk.components.ConnectedComponents(graph).run().getPartition().getVector(),
        "triangles": triangles,
        "labels": lambda: nk.community.PLP(graph, maxIterations=STEPS).run().getPartition().getVector(),
        "pagerank": lambda: nk.centrality.PageRank(graph, damp=0.85, tol=1e-12).run().scores(),
    }
    took: dict[str, float] = {}
    scores: dict[str, Any] = {"ids": ids}
    for name, work in works.items():
        start = time.perf_counter()
        scores[name] = work()
        took[name] = time.perf_counter() - start
    return took, scores


def compared(name: str, out: Path, scores: dict[str, Any]) -> str:
    """Say how far what Spark has found is what NetworKit has found."""
    import numpy as np
    from pyarrow import parquet

    its = parquet.read_table(out / name).sort_by("entity")
    assert its["entity"].to_pylist() == list(scores["ids"])
    found, wanted = its.columns[1].to_numpy(), np.array(scores[name])
    if name == "labels":
        return f"{len(set(found)):,} and {len(set(wanted)):,} groups, of another rule"
    if name == "components":
        return "equal" if len(set(zip(found, wanted, strict=True))) == len(set(found)) == len(set(wanted)) else "OTHERS"
    apart = float(np.max(np.abs(found - wanted) / np.maximum(wanted, 1e-300) * (found != wanted)))
    return "equal" if not apart else f"apart by at most {apart:.0e} of a score"


def measure(size: int, shape: str, measures: list[str], folder: Path) -> None:
    """Measure one network on both, and print a line for each measure."""
    from pyarrow import parquet

    ties = drawn(size, shape)
    parquet.write_table(ties, folder / "ties.parquet")
    took, scores = of_networkit(ties)
    environment = os.environ | {
        "PYTHONPATH": str(ROOT), "PYSPARK_PYTHON": str(PYTHON), "SPARK_LOCAL_IP": "127.0.0.1",
        "SPARK_LOCAL_DIRS": str(folder), "TMPDIR": str(folder), "SPARK_DRIVER_MEMORY": "4g",
    }  # fmt: skip
    command = [str(PYTHON), "-m", "tests.bench.graphx", "--on-spark", str(folder / "ties.parquet"), str(folder)]
    with subprocess.Popen([*command, *measures], stdout=subprocess.PIPE, text=True, cwd=ROOT, env=environment) as runs:
        assert runs.stdout is not None
        for its in map(json.loads, runs.stdout):
            name, here = its["measure"], took[its["measure"]]
            start = f"{size:>10,}  {shape:7} {name:11}"
            if "why" in its:
                print(f"{start}{its['why']}; NetworKit {here:.2f} s", flush=True)
                continue
            numbers = (
                f"{its['seconds']:>8.1f}{here:>11.2f}{its['seconds'] / here:>8,.0f}{its['jobs']:>6}{its['tasks']:>8,}"
            )
            print(f"{start}{numbers}  {compared(name, folder, scores)}", flush=True)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sizes", nargs="*", type=int, default=SIZES)
    parser.add_argument("--shapes", nargs="+", default=SHAPES, choices=SHAPES)
    parser.add_argument("--measures", nargs="+", default=MEASURES, choices=MEASURES)
    its = parser.parse_args()
    if not PYTHON.exists():
        print("no PySpark: `make spark`")
        return
    print(
        f"{'ties':>10}  {'shape':7} {'measure':11}{'Spark, s':>8}{'NetworKit':>11}{'times':>8}{'jobs':>6}{'tasks':>8}"
    )
    for size in its.sizes:
        for shape in its.shapes:
            with tempfile.TemporaryDirectory() as folder:
                measure(size, shape, its.measures, Path(folder))


if __name__ == "__main__":
    if sys.argv[1:2] == ["--on-spark"]:
        on_spark(*sys.argv[2:])
    else:
        main()
