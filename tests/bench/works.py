"""One measurement in a process of its own: `python -m tests.bench.works WORK FOLDER` prints seconds and peak memory."""

from __future__ import annotations

import importlib
import json
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

Work = Callable[[Path], float]
TAKEN: dict[str, Work] = {}


def work(name: str) -> Callable[[Work], Work]:
    def keep(its: Work) -> Work:
        TAKEN[name] = its
        return its

    return keep


class Clock:
    """Seconds of what happens inside the block."""

    seconds = 0.0


@contextmanager
def timed() -> Iterator[Clock]:
    clock, start = Clock(), time.perf_counter()
    yield clock
    clock.seconds = time.perf_counter() - start


@contextmanager
def scratch(folder: Path) -> Iterator[Path]:
    """Give a place on the same disk, and take it away again."""
    with tempfile.TemporaryDirectory(dir=folder) as name:
        yield Path(name)


def _build(project: Path) -> float:
    from kg.base.project import find
    from kg.builder import pipeline

    shutil.rmtree(project / "build", ignore_errors=True)
    with timed() as clock:
        pipeline.build(find(project))
    return clock.seconds


@work("build from JSON Lines")
def build_lines(folder: Path) -> float:
    return _build(folder / "lines")


@work("build from YAML")
def build_yaml(folder: Path) -> float:
    return _build(folder / "yaml")


@work("build again, one article changed")
def build_again(folder: Path) -> float:
    from kg.base.project import find
    from kg.builder import pipeline

    path = folder / "yaml/sources/a000000.yaml"
    text = path.read_text("utf-8")
    path.write_text(text.replace("stance: asserts", "stance: denies", 1), "utf-8")
    with timed() as clock:
        pipeline.build(find(folder / "yaml"))
    path.write_text(text, "utf-8")
    return clock.seconds


@work("pyoxigraph: bulk_load to disk")
def bulk_load(folder: Path) -> float:
    import pyoxigraph

    with scratch(folder) as place, timed() as clock:
        store = pyoxigraph.Store(str(place / "store"))
        store.bulk_load(path=str(folder / "ready.nq"), format=pyoxigraph.RdfFormat.N_QUADS)
        store.flush()
    return clock.seconds


@work("rdflib: parse into memory")
def rdflib_load(folder: Path) -> float:
    import rdflib

    with timed() as clock:
        rdflib.Dataset().parse(folder / "ready.nq", format="nquads")
    return clock.seconds


@work("bare loop: decode JSON Lines")
def bare(folder: Path) -> float:
    decode = msgspec.json.Decoder().decode
    with timed() as clock:
        for path in sorted((folder / "lines/sources").iterdir()):
            with path.open("rb") as lines:
                for line in lines:
                    decode(line)
    return clock.seconds


@work("open, and answer a first query")
def first_query(folder: Path) -> float:
    program = (
        "import sys, kg; graph = kg.open(sys.argv[1]); len(graph.query('SELECT ?who WHERE { entity:a0 kg:met ?who }'))"
    )

    def run(*arguments: str) -> float:
        with timed() as clock:
            subprocess.run([sys.executable, "-c", *arguments], check=True)
        return clock.seconds

    both = [(run(program, str(folder / "lines")), run("pass")) for _ in range(7)]
    return sorted(all_of_it - start for all_of_it, start in both)[3]


@work("to networkx")
def to_networkx(folder: Path) -> float:
    import networkx  # noqa: F401  (its import is not what is measured)

    import kg
    import kg.network

    graph = kg.open(folder / "lines")
    assert graph.account.facts  # both are read before
    assert graph.links.entities
    with timed() as clock:
        graph.network()
    return clock.seconds


@work("networkx: add_edges_from ready tuples")
def ready_tuples(folder: Path) -> float:
    import networkx

    import kg

    net = kg.open(folder / "lines").network()
    tuples = [(a, b, key, dict(data)) for a, b, key, data in net.edges(keys=True, data=True)]
    with timed() as clock:
        networkx.MultiDiGraph().add_edges_from(tuples)  # type: ignore[arg-type]  # the stubs know no keys
    return clock.seconds


@work("kglab: to networkx")
def with_kglab(folder: Path) -> float:
    try:
        kglab: Any = importlib.import_module("kglab")
    except ModuleNotFoundError:
        raise SystemExit("not installed") from None
    graph = kglab.KnowledgeGraph()
    graph.load_rdf(str(folder / "ready.nq"), format="nquads")
    query = "SELECT ?subject ?object { ?subject kg:met ?object }"
    with timed() as clock:
        kglab.SubgraphMatrix(graph, query).build_nx_graph(importlib.import_module("networkx").MultiDiGraph())
    return clock.seconds


@work("draw the page")
def draw(folder: Path) -> float:
    import kg

    graph = kg.open(folder / "lines")
    with scratch(folder) as place, timed() as clock:
        graph.view().save(place / "page.html")
    return clock.seconds


@work("pyvis: from_nx, all nodes")
def with_pyvis(folder: Path) -> float:
    import networkx
    from pyvis.network import Network

    import kg

    net = kg.open(folder / "lines").network()
    plain = networkx.Graph((a, b) for a, b in net.edges())
    with timed() as clock:
        page = Network(cdn_resources="in_line")
        page.from_nx(plain)
        page.generate_html()
    return clock.seconds


def peak() -> float:
    """Tell the most memory that this process has held, and the largest of those that it started, in MB.

    `getrusage` would count for this one what its parent held, too.
    """
    of_children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    status = Path("/proc/self/status")
    if status.exists():
        return of_children + int(status.read_text().split("VmHWM:")[1].split()[0]) / 1024
    return of_children + resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    took = TAKEN[sys.argv[1]](Path(sys.argv[2]))
    print(json.dumps({"seconds": took, "megabytes": peak()}))
