"""Print what each class of query costs here and with each peer: `python -m tests.bench.queries [CLAIMS]`.

All ask the quads of one build. Here every value of every row is made a value of Python; raw pyoxigraph only gives its
rows, on the same store, run by run in turn. rdflib and kglab load the same N-Quads into memory and have a process
each, to which five minutes are given for loading and for each query. Each number is the best of several runs. Trust
the ratios of one run, not the seconds.
"""

from __future__ import annotations

import json
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from kg.base.project import find
from kg.builder import pipeline
from kg.graph import opening
from kg.graph.graph import Graph
from tests.bench import synthetic
from tests.conftest import ROOT

USUAL, LONGEST, TURN = 100_000, 300, 0.005
PEERS = ("rdflib", "kglab")
QUERIES = {
    "lookup": "SELECT ?who { entity:a7 kg:met ?who }",
    "star over a claim": """SELECT ?claim ?stance ?speaker ?place ?day ?kind { GRAPH ?article {
        ?claim kg:fact fact:f7 ; kg:stance ?stance ; prov:wasAttributedTo ?speaker ; said:place ?place ;
            said:earliest ?day ; kg:evidence ?span . ?span kg:evidenceKind ?kind } }""",
    "two hops": "SELECT DISTINCT ?far { entity:a300 kg:met ?near . ?near kg:met ?far }",
    "path": "SELECT ?all { entity:a300 kg:member-of/kg:institution-of/^kg:institution-of/^kg:member-of ?all }",
    "aggregate": "SELECT ?status (COUNT(?fact) AS ?facts) { ?fact kg:status ?status } GROUP BY ?status",
    "date range": """SELECT ?fact ?day { ?fact kg:earliest ?day ; kg:accepted true
        FILTER(?day >= "2009-03-01"^^xsd:date && ?day <= "2009-03-31"^^xsd:date) }""",
    "text": 'SELECT ?actor ?name { ?actor rdfs:label ?name FILTER(CONTAINS(LCASE(?name), "actor 77")) }',
    "GRAPH": "SELECT ?article ?claim ?fact { GRAPH ?article { ?claim kg:stance kg:denies ; kg:fact ?fact } }",
    "all claims": "SELECT ?article ?claim ?fact { GRAPH ?article { ?claim kg:fact ?fact } }",
}


def best(works: dict[str, Callable[[], Any]], seconds: float = 3.0) -> dict[str, float]:
    """Run each in turn, three to fifty times; the fewest seconds of each.

    A turn lasts some milliseconds, so that what takes less is not measured on the caches that the one before it left.
    """
    found = dict.fromkeys(works, float("inf"))
    end, runs = time.perf_counter() + seconds, 0
    while runs < 3 or (time.perf_counter() < end and runs < 50):
        for name, work in works.items():
            turn = time.perf_counter() + TURN
            while (start := time.perf_counter()) < turn:
                work()
                found[name] = min(found[name], time.perf_counter() - start)
        runs += 1
    return found


def ours(graph: Graph, text: str) -> tuple[int, dict[str, float]]:
    """Rows, and seconds here, raw, and by way of a data frame."""
    store, prefixes = graph.store.inner, graph.project.names.prefixes()

    def rows() -> int:
        return len(list(graph.query(text)))

    def raw() -> int:
        return len(list(store.query(text, prefixes=prefixes)))  # type: ignore[arg-type] # one of the kinds of results: rows

    def frame() -> int:
        return len(graph.query(text).to_pandas())

    assert rows() == raw() == frame()
    return rows(), best({"here": rows, "raw": raw, "frame": frame})


def peer(name: str, quads: Path, prefixes: dict[str, str]) -> None:
    """Load and ask, as a process of its own; a line of JSON for each."""
    import rdflib

    start = time.perf_counter()
    dataset: Any = rdflib.Dataset()
    dataset.parse(quads, format="nquads")
    ask: Callable[[str], Any] = lambda text: dataset.query(text, initNs=prefixes)  # noqa: E731 - one of two
    if name == "kglab":
        import kglab  # type: ignore[import-not-found]  # a peer, measured where it is installed

        graph = kglab.KnowledgeGraph(import_graph=dataset, namespaces=prefixes)
        ask = graph.query
    print(json.dumps(["load", None, time.perf_counter() - start]), flush=True)
    for query, text in QUERIES.items():
        start = time.perf_counter()
        count = len(list(ask(text)))
        print(json.dumps([query, count, time.perf_counter() - start]), flush=True)


def asked(name: str, root: Path) -> dict[str, str]:
    """What a peer needed for each, as words."""
    try:
        version(name)
    except PackageNotFoundError:
        return dict.fromkeys(["load", *QUERIES], "not installed")
    told = dict.fromkeys(["load", *QUERIES], f"over {LONGEST} s before")
    command = [sys.executable, "-m", "tests.bench.queries", "--peer", name, str(root)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as process:
        assert process.stdout is not None
        for work in ("load", *QUERIES):
            ready, _, _ = select.select([process.stdout], [], [], LONGEST)
            line = process.stdout.readline() if ready else ""
            if not line:
                told[work] = f"over {LONGEST} s" if not ready else "failed"
                process.kill()
                break
            _, count, seconds = json.loads(line)
            told[work] = f"{seconds * 1000:,.1f}" + ("" if count is None else f" ({count:,})")
    return told


def lines(root: Path) -> Iterator[str]:
    graph = opening.open(root)
    yield f"{len(graph.store):,} quads; milliseconds, rows of the peers in brackets"
    yield f"{'query':20}{'rows':>9}{'raw':>11}{'here':>11}{'ratio':>7}{'to pandas':>11}{'ratio':>7}" + "".join(
        f"{name:>24}" for name in PEERS
    )
    peers = {name: asked(name, root) for name in PEERS}
    yield f"{'load':65}" + "".join(f"{peers[name]['load']:>24}" for name in PEERS)
    for name, text in QUERIES.items():
        count, its = ours(graph, text)
        raw = its["raw"]
        yield (
            f"{name:20}{count:9,}{raw * 1000:11.2f}{its['here'] * 1000:11.2f}{its['here'] / raw:7.2f}"
            f"{its['frame'] * 1000:11.2f}{its['frame'] / raw:7.2f}" + "".join(f"{peers[p][name]:>24}" for p in PEERS)
        )


def main() -> None:
    """Measure, and print each line as it comes."""
    if sys.argv[1:2] == ["--peer"]:
        root = Path(sys.argv[3])
        peer(sys.argv[2], root / "ready.nq", find(root).names.prefixes())
        return
    claims = int(sys.argv[1]) if sys.argv[1:] else USUAL
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "project"
        synthetic.write_lines(root, claims)
        pipeline.build(find(root))
        synthetic.write_quads(root, root / "ready.nq")
        for line in lines(root):
            print(line, flush=True)


if __name__ == "__main__":
    main()
