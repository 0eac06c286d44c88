"""Killed at any moment, on any side: the earlier build is served whole, and the next one is what it should be."""

from __future__ import annotations

import hashlib
import json
import os
import random
import shutil
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from tests.bench import synthetic
from tests.spark.driver import Driver, running, written
from tests.spark.here import nquads_here

KILLS = int(os.environ.get("KG_KILLS", "1"))  # at moments by a clock, beside those at steps
SEED = os.environ.get("KG_SEED", "1")
AT_STEPS = ("renamed", "committed")
SOON = 0.5  # seconds after which a job of that step runs


def manifest_of(out: Path) -> dict[str, Any]:
    return dict(json.loads((out / "manifest.json").read_text("utf-8")))


def is_whole(out: Path) -> bool:
    """Whether every part and table that the manifest names holds what it says."""
    its = manifest_of(out)
    for name, told in its["files"].items():
        path = out / its["build"] / name
        if path.is_dir():
            if sum(pq.read_metadata(part).num_rows for part in path.glob("*.parquet")) != told["rows"]:
                return False
        elif hashlib.sha256(path.read_bytes()).hexdigest() != told["sha256"]:
            return False
    return bool(its["files"])


def retitle(project: Path, title: str) -> None:
    path = project / "sources/part000000.jsonl"
    lines = path.read_text("utf-8").splitlines()
    head = json.loads(lines[0])
    head["article"]["title"] = title
    path.write_text("\n".join([json.dumps(head), *lines[1:]]) + "\n", "utf-8")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return synthetic.write_lines(tmp_path / "project", 200)


def test_a_driver_killed_at_any_moment_leaves_a_whole_build(spark: Path, project: Path, tmp_path: Path) -> None:
    out, expected = tmp_path / "out", {}
    for title in ("One", "Two"):
        retitle(project, title)
        expected[title] = nquads_here(project)
    with running(tmp_path / "first") as driver:
        retitle(project, "Two")
        driver.build(project, out)
        retitle(project, "One")
        lasts = driver.build(project, out)["seconds"]
    draw, moments = random.Random(f"{SEED} kills"), [*AT_STEPS, *[""] * KILLS]
    before = "One"
    for number, step in enumerate(moments):
        now = "Two" if before == "One" else "One"
        retitle(project, now)
        driver = Driver(tmp_path / f"killed{number}")
        driver.ask(project, out, die=step)
        if step:
            assert driver.answer() == {}, "it was killed there"
        else:
            time.sleep(draw.uniform(0, 1.5 * lasts))
        driver.kill()
        served = written(out)
        assert is_whole(out)
        assert served in expected.values()
        assert step not in AT_STEPS or served == expected[before if step == "renamed" else now]
        before = next(title for title, lines in expected.items() if lines == served)
    with running(tmp_path / "last") as driver:
        for attempt in out.glob(".attempt-*"):
            os.utime(attempt, (0, 0))  # as if it had been left days ago
        retitle(project, "One")
        assert "error" not in driver.build(project, out)
    assert written(out) == expected["One"]
    assert len([path for path in out.iterdir() if path.is_dir()]) <= 2, "what was left is swept"


def test_an_executor_killed_in_a_job_changes_nothing(spark: Path, project: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with running(tmp_path / "cluster", "local-cluster[2,1,1024]", executor_memory="512m") as driver:
        driver.ask(project, out, tell=True, entities_held=0)  # a new executor gets their file too
        killed = []
        for step in ("facts accounted", "quads written"):
            driver.step(step)
            time.sleep(SOON)
            killed.append(executors(driver.process.pid)[0])
            os.kill(killed[-1], signal.SIGKILL)
        answer = driver.answer()
        assert "error" not in answer, driver.said()
        assert {*killed}.isdisjoint(executors(driver.process.pid)), "others have taken their place"
    assert written(out) == nquads_here(project)


def test_sources_that_change_or_hold_the_build_are_refused(spark: Path, project: Path, tmp_path: Path) -> None:
    out, more = tmp_path / "out", tmp_path / "more"
    more.mkdir()
    (more / "stays.jsonl").write_bytes(b"")
    with running(tmp_path / "spark") as driver:
        assert "error" not in driver.build(project, out, options={"sources": [str(more)]})
        before = written(out)
        for within in (more / "out", more, project / "sources/out"):
            said = driver.build(project, within, options={"sources": [str(more)]})["error"]
            assert said.startswith("the build would lie in what it reads: `")
            assert not within.exists() or within == more

        def replaced() -> None:
            """Put another file of the same size and time in its place."""
            its = project / "sources/part000000.jsonl"
            (tmp_path / "other").write_bytes(its.read_bytes().replace(b"Anew", b"Anow"))
            shutil.copystat(its, tmp_path / "other")
            (tmp_path / "other").replace(its)

        changes: dict[str, Callable[[], Any]] = {
            "sources/part000000.jsonl": lambda: retitle(project, "Anew"),
            "sources/./part000000.jsonl": replaced,
            f"{more}/a.jsonl": (more / "a.jsonl").unlink,
            f"{more}/b.jsonl": lambda: (more / "b.jsonl").write_bytes(b""),
            "sources/late.yaml": (project / "sources/late.yaml").touch,
        }
        for name, change in changes.items():
            (more / "a.jsonl").touch()
            driver.ask(project, out, options={"sources": [str(more)]}, tell=True)
            driver.step("facts accounted")
            change()
            hint = "build again; the earlier build stays"
            said = f"`{name.replace('/./', '/')}` is no longer what it was when this began\n  hint: {hint}"
            assert driver.answer() == {"error": said}
            assert written(out) == before


def executors(session: int) -> list[int]:
    """Find the executors that a session has started, and no other one's, by their command line."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                words = (entry / "cmdline").read_bytes().split(b"\0")
                group = int((entry / "stat").read_text().rpartition(")")[2].split()[3])  # its session
            except (FileNotFoundError, ProcessLookupError):
                continue
            if b"org.apache.spark.executor.CoarseGrainedExecutorBackend" in words and group == session:
                found.append(int(entry.name))
    return sorted(found)
