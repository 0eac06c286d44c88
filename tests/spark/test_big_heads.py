"""Heads of articles too many for each worker are joined to claims, and such entities packed: the bytes are the same."""

from __future__ import annotations

import shutil
from pathlib import Path

from tests.spark.driver import running
from tests.spark.projects import write_together
from tests.spark.test_same_bytes import cuts, drawn_projects, same_as_here


def test_joined_heads_and_packed_entities_give_the_same_bytes(spark: Path, tmp_path: Path) -> None:
    several = max(drawn_projects(), key=len)
    with running(tmp_path / "spark") as driver:
        folder = write_together(several, tmp_path / "p")
        for cut in ({}, cuts(several[0])[0]):
            same_as_here(driver, several[0], folder, cut, heads_broadcast=0, entities_held=0)
        shutil.rmtree(folder)
