"""Where heads of articles are too many to be sent to each worker, they are joined to claims: nothing else changes."""

from __future__ import annotations

from pathlib import Path

from hypothesis import HealthCheck, Phase, given, settings

from tests.spark.driver import running, written
from tests.spark.here import built_here
from tests.spark.projects import Drawn, ontology_of, projects
from tests.spark.test_same_bytes import unlike


def test_joined_heads_give_the_same_bytes(spark: Path, tmp_path: Path) -> None:
    with running(tmp_path / "spark") as driver:

        @settings(max_examples=3, phases=[Phase.generate], database=None,
                  suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])  # fmt: skip
        @given(projects())
        def same(drawn: Drawn) -> None:
            folder, out = drawn.write(tmp_path / "p"), tmp_path / "out"
            cut = {"known_by": drawn.known_by}
            for options in ({}, cut):
                there = driver.build(folder, out, partitions=drawn.partitions, options=options, heads_broadcast=0)
                assert "error" not in there, there
                assert unlike(built_here(folder, ontology_of(drawn.ontology), options).nquads, written(out)) == []

        same()
