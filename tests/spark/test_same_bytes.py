"""A build on Spark writes the bytes that one machine writes, of whatever project, however it is read and shared out."""

from __future__ import annotations

import itertools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from kg.base.errors import KgError
from tests.spark.driver import Driver, running, written
from tests.spark.here import built_here
from tests.spark.projects import Drawn, ontology_of, projects

EXAMPLES = int(os.environ.get("KG_SPARK_PROJECTS", "6"))  # each is built twice, in some seconds
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


def test_any_project_gives_the_same_bytes(driver: Driver, tmp_path: Path) -> None:
    numbers = itertools.count()

    @settings(max_examples=EXAMPLES, phases=[Phase.generate], database=None,
              suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
    @given(projects())
    def same(drawn: Drawn) -> None:
        number = next(numbers)
        folder = drawn.write(tmp_path / f"p{number}")
        cut = cuts(drawn)[number % 6]
        same_as_here(driver, drawn, folder, {})
        same_as_here(driver, drawn, folder, cut)
        shutil.rmtree(folder)  # what differs is left to be looked at

    same()


def same_as_here(driver: Driver, drawn: Drawn, folder: Path, cut: dict[str, Any]) -> None:
    """Compare a build on Spark, or a slice of it, with that of one machine."""
    out = folder / "build" / f"spark-{'-'.join(cut)}"
    there = driver.build(folder, out, partitions=drawn.partitions, set=SMALL, options=cut)
    what = f"{folder}, {cut}, in {drawn.partitions} partitions"
    if "error" in there:
        with pytest.raises(KgError) as raised:
            built_here(folder, ontology_of(drawn.ontology), cut)
        assert there["error"] == str(raised.value), what
        return
    here = built_here(folder, ontology_of(drawn.ontology), cut)
    assert unlike(here.nquads, written(out)) == [], what
    if not cut:
        assert {name: there["counts"][name] for name in here.counts} == here.counts, what
        assert [tuple(row[:3]) for row in there["refused"] if row[2]] == here.refused, what


def unlike(here: str, there: str) -> list[str]:
    """Name some lines that differ, and what is the same in another order."""
    if here == there:
        return []
    one, other = set(here.splitlines()), set(there.splitlines())
    lines = [f"only here: {line}" for line in sorted(one - other)[:5]]
    lines += [f"only there: {line}" for line in sorted(other - one)[:5]]
    return lines or ["the same lines in another order, or some of them twice"]
