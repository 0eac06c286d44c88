"""Streams that are closed, full, or poor: an answer or a message, and an exit code."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.cli.new_project import start
from tests.conftest import ROOT


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams") / "p"
    start(folder)
    kg.build(folder)
    return folder


@pytest.mark.parametrize(
    ("verb", "streams", "code"),
    [
        ("facts", ">&-", 0), ("facts", "2>&-", 0), ("facts", ">&- 2>&-", 0), ("facts", "<&- >&- 2>&-", 0),
        ("query -", "<&-", 1), ("facts", ">/dev/full", 1), ("export nquads -o -", ">/dev/full", 1),
        ("facts", "2>/dev/full", 0), ("explain nobody", "2>&-", 1), ("facts --status=", "2>&-", 2),
        ("export csv -o -", ">&-", 0), ("export nquads -o -", "| head -c 10", 0),
    ],
)  # fmt: skip
def test_no_stream_gives_a_traceback(project: Path, verb: str, streams: str, code: int) -> None:
    command = f"exec {sys.executable} -m kg.cli.main {verb} --project {project} {streams}"
    done = subprocess.run(
        command.replace("exec ", "" if "|" in streams else "exec "),
        shell=True,
        cwd=ROOT,
        check=False,
        capture_output=True,
    )
    assert b"Traceback" not in done.stderr + done.stdout, done.stderr
    assert (done.returncode, bool(done.stderr)) == (code, done.stderr != b"") if code in (0, 2) else done.returncode > 0
