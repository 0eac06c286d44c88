"""Reports compared with a graph: what is found, at which line and column, and what is never found."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.cli.main import run
from kg.graph.graph import Graph
from tests.conftest import ROOT
from tests.graphs import STRAIT

PAGE = (ROOT / "docs/reports.md").read_text("utf-8")


@pytest.fixture(scope="module")
def its(strait: Graph) -> Graph:
    """The worked example, with its texts."""
    return kg.open(strait.project.root, texts=STRAIT / "texts")


def found(graph: Graph, text: str) -> list[tuple[str, str, str]]:
    """Give place, kind and what of all that is found in a report."""
    rows = graph.verify(text).row()
    return [(f"{row['line']}:{row['column']}", row["kind"], row["what"]) for row in rows]


def test_the_example_of_the_page(its: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    report, told = (re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.M | re.S)[0] for language in ("markdown", "text"))
    monkeypatch.chdir(tmp_path)
    Path("report.md").write_text(report, "utf-8")
    assert run(["verify", "report.md", "--project", str(its.project.root), "--texts", str(STRAIT / "texts")]) == 1
    assert capsys.readouterr().out == told
