"""A build on Spark writes the bytes that one machine writes, of whatever project, however it is read and shared out."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, Phase, given, settings

import kg
from kg.base.errors import KgError
from tests.examples import examples
from tests.graphs import STRAIT
from tests.spark.driver import Driver, running, written
from tests.spark.here import built_here
from tests.spark.projects import Drawn, ontology_of, projects, write_together

DRAWN = int(os.environ.get("KG_SPARK_PROJECTS") or examples(16, soak=100))
AT_ONCE = 16  # projects in one build: it takes the same seconds as of one
SMALL = {"spark.sql.files.maxPartitionBytes": 3_000, "spark.sql.files.openCostInBytes": 0}


@pytest.fixture(scope="module")
def driver(spark: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Driver]:
    with running(tmp_path_factory.mktemp("spark")) as driver:
        yield driver


def cuts(drawn: Drawn) -> list[dict[str, Any]]:
    """Give the slices of a drawn project."""
    return [
        {"known_by": drawn.known_by}, {"without": [drawn.without]}, {"on": drawn.day},
        {"between": ["2031-01-02", drawn.known_by]}, {"on": drawn.day, "certainly": True},
        {"known_by": drawn.known_by, "without": [drawn.without]},
    ]  # fmt: skip


def drawn_projects() -> Iterator[list[Drawn]]:
    """Draw projects, and put some together that have one ontology."""
    held: dict[str, list[Drawn]] = {}

    @settings(max_examples=DRAWN, phases=[Phase.generate], database=None,
              suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
    @given(projects())
    def hold(drawn: Drawn) -> None:
        held.setdefault(drawn.ontology, []).append(drawn)

    hold()
    for its in held.values():
        yield from (its[first : first + AT_ONCE] for first in range(0, len(its), AT_ONCE))


def test_any_project_gives_the_same_bytes(driver: Driver, tmp_path: Path) -> None:
    for number, several in enumerate(drawn_projects()):
        folder = write_together(several, tmp_path / f"p{number}")
        same_as_here(driver, several[0], folder, {})
        same_as_here(driver, several[0], folder, cuts(several[0])[number % 6])
        shutil.rmtree(folder)  # what differs is left to be looked at


def test_an_empty_word_of_a_slice_is_refused_as_here(driver: Driver, tmp_path: Path) -> None:
    folder = Path(shutil.copytree(STRAIT, tmp_path / "strait"))
    graph = kg.build(folder)
    for name in ("on", "known_by", "between", "without"):
        cut: dict[str, Any] = {name: ""}
        with pytest.raises(KgError) as raised:
            graph.slice(**cut)
        assert driver.build(folder, tmp_path / "out", options=cut) == {"error": str(raised.value)}
    assert not list((tmp_path / "out").glob("manifest.json"))


def same_as_here(driver: Driver, drawn: Drawn, folder: Path, cut: dict[str, Any], **more: Any) -> None:
    """Compare a build on Spark, or a slice of it, with that of one machine."""
    out = folder / "build" / f"spark-{'-'.join(cut)}"
    there = driver.build(folder, out, partitions=drawn.partitions, set=SMALL, options=cut, **more)
    what = f"{folder}, {cut}, in {drawn.partitions} partitions"
    if "error" in there:
        with pytest.raises(KgError) as raised:
            built_here(folder, ontology_of(drawn.ontology), cut)
        assert there["error"] == str(raised.value), what
        return
    here = built_here(folder, ontology_of(drawn.ontology), cut)
    assert unlike(here.nquads, written(out)) == [], what
    for table, rows in here.tables.items():
        assert rows_of_build(out, table) == rows, f"{table} of {what}"
    if not cut:
        assert {name: there["counts"][name] for name in here.counts} == here.counts, what
        told = {(file, line, fault): key for file, line, fault, key in there["refused"]}
        assert {*here.refused} - told.keys() == set(), f"{what}: refused here, and not there"
        assert told.keys() - {*here.faults} == set(), f"{what}: no fault here"
        assert {its for its, key in told.items() if key} - {*here.refused} == set(), f"{what}: not about a claim here"


def rows_of_build(out: Path, table: str) -> list[dict[str, Any]]:
    """Read a table of a build, its files one after the other."""
    build = out / json.loads((out / "manifest.json").read_text("utf-8"))["build"]
    rows = [row for path in sorted((build / table).glob("*.parquet")) for row in pq.read_table(path).to_pylist()]
    return [{name: value for name, value in row.items() if name != "account"} for row in rows]


def unlike(here: str, there: str) -> list[str]:
    """Name some lines that differ, and what is the same in another order."""
    if here == there:
        return []
    one, other = set(here.splitlines()), set(there.splitlines())
    lines = [f"only here: {line}" for line in sorted(one - other)[:5]]
    lines += [f"only there: {line}" for line in sorted(other - one)[:5]]
    return lines or ["the same lines in another order, or some of them twice"]
