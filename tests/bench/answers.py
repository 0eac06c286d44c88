"""Print, side by side in one run, what building and querying cost here and in plain rdflib:
`python -m tests.bench.answers`.

Trust the ratios, not the seconds: these differ from machine to machine. Each number is the median of
several runs. Building here starts from the annotation files and ends with a verified store on disk; rdflib
has no counterpart to that, so it only loads the quads that a build has made.
"""

from __future__ import annotations

import platform
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, NamedTuple

import rdflib

from kg import builder
from kg import opening as graphs
from kg.project import find
from kg.store import Store
from tests.bench import synthetic
from tests.conftest import ROOT

QUERIES = {
    "whom did one actor meet": "SELECT ?who WHERE {{ entity:{actor} kg:met ?who }}",
    "who says so": """SELECT ?claim ?speaker ?stance ?article WHERE {{
        GRAPH ?article {{ ?claim kg:fact fact:{fact} ; kg:stance ?stance ; prov:wasAttributedTo ?speaker }} }}""",
    "facts by status": "SELECT ?status (COUNT(?fact) AS ?facts) WHERE {{ ?fact kg:status ?status }} GROUP BY ?status",
    "met by whom one met": "SELECT DISTINCT ?far WHERE {{ entity:{actor} kg:met ?who . ?who kg:met ?far }}",
    "days between": """SELECT ?fact ?day WHERE {{
        ?fact kg:status ?status ; kg:earliest ?day FILTER(STR(?day) >= "2009-03-01" && STR(?day) <= "2024-01-31") }}""",
}


class Subject(NamedTuple):
    """A project to measure on, and whom and what to ask about."""

    name: str
    root: Path
    actor: str
    fact: str


class Row(NamedTuple):
    """One line of the table: seconds here, and seconds in rdflib."""

    subject: str
    work: str
    here: float
    there: float


def timed(work: Callable[[], Any], times: int) -> float:
    """Give the median of the seconds that some work takes."""
    seconds = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - start)
    return statistics.median(seconds)


def measure(subject: Subject, scratch: Path) -> Iterator[Row]:
    """Build, load and ask, here and there."""
    project = find(subject.root)

    def afresh() -> None:
        shutil.rmtree(project.build, ignore_errors=True)  # a second build would read only what has changed
        builder.build(project)

    built = timed(afresh, 3)
    quads = (project.build / "graph.nq").resolve()
    loaded = timed(lambda: Store.make(Path(tempfile.mkdtemp(dir=scratch)) / "store", quads), 3)
    there = rdflib.Dataset()
    parsed = timed(lambda: there.parse(quads, format="nquads"), 1)
    yield Row(subject.name, "build (rdflib: load only)", built, parsed)
    graph = graphs.open(subject.root)
    yield Row(subject.name, f"load {len(graph.store):,} quads", loaded, parsed)
    prefixes = project.names.prefixes()
    for name, template in QUERIES.items():
        text = template.format(actor=subject.actor, fact=subject.fact)
        found = len(graph.query(text)), len(list(there.query(text, initNs=prefixes)))
        assert found[0] == found[1] > 0, f"{name}: {found[0]} rows here, {found[1]} in rdflib"

        def here(text: str = text) -> int:
            return len(graph.query(text))

        def plain(text: str = text) -> int:
            return len(list(there.query(text, initNs=prefixes)))

        yield Row(subject.name, f"{name} ({found[0]} rows)", timed(here, 20), timed(plain, 5))


def subjects(scratch: Path) -> Iterator[Subject]:
    """Copy this project, so that its own build stays as it is, and write a synthetic one."""
    own = scratch / "own"
    for folder in ("sources", "ontology"):
        shutil.copytree(ROOT / folder, own / folder)
    shutil.copy(ROOT / "kg.toml", own)
    yield Subject("two articles", own, "asim-munir", "munir-austin-2023-12")
    yield Subject("1,000 claims", synthetic.write(scratch / "synthetic", 1_000), "a0", "f0")


def main() -> None:
    """Measure, and print each line as it comes."""
    names = ("pyoxigraph", "rdflib")
    print(f"Python {platform.python_version()}, " + ", ".join(f"{name} {version(name)}" for name in names))
    print(f"\n{'project':14}{'work':46}{'here, ms':>10}{'rdflib, ms':>12}{'ratio':>8}")
    with tempfile.TemporaryDirectory() as folder:
        for subject in subjects(Path(folder)):
            for row in measure(subject, Path(folder)):
                milliseconds = f"{row.here * 1000:10.2f}{row.there * 1000:12.2f}"
                print(f"{row.subject:14}{row.work:46}{milliseconds}{row.there / row.here:8.1f}", flush=True)


if __name__ == "__main__":
    main()
