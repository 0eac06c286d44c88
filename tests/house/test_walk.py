"""CONTRIBUTING's walk, from the YAML of one claim to the page, runs as it stands, and enters every row of the table."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pytest

from kg.cli.main import run
from tests.conftest import ROOT
from tests.house.test_structure import ROWS

TEXT = (ROOT / "CONTRIBUTING.md").read_text("utf-8")


def walk() -> str:
    (block,) = re.findall(r"^## Follow one claim\n.*?^```python\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    return str(block)


def test_the_walk_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert run(["init", str(tmp_path / "talks")]) == 0
    monkeypatch.chdir(tmp_path / "talks")
    line = TEXT[: TEXT.index(">>>")].count("\n")
    test = doctest.DocTestParser().get_doctest(walk(), {}, "walk", "CONTRIBUTING.md", line)
    assert len(test.examples) > 20
    printed: list[str] = []
    doctest.DocTestRunner(verbose=False).run(test, out=printed.append)
    assert printed == []
    assert (tmp_path / "talks/view.html").is_file()


def test_the_walk_takes_one_step_in_each_row_of_the_table() -> None:
    steps = re.findall(r"^>>> # Row (\d+), (\w+):", walk(), re.MULTILINE)
    assert [int(number) for number, _ in steps] == list(range(1, len(ROWS) + 1))
    assert all(package in ROWS[int(number) - 1] for number, package in steps)


def test_the_table_of_contributing_is_the_table_that_is_enforced() -> None:
    rows = re.findall(r"^\| (\d+) \| (.*?) \|", TEXT, re.MULTILINE)
    assert [set(re.findall(r"`(\w+)`", packages)) for _, packages in rows] == [set(row) for row in ROWS]


def test_the_tree_of_contributing_is_the_tree_that_is_there() -> None:
    (tree,) = re.findall(r"^```text\nkg/\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)
    told: dict[str, list[str]] = {}
    for line in tree.splitlines():
        package, names = line[:15].strip().rstrip("/"), line[15:].split()
        told.setdefault(package or list(told)[-1], []).extend(names)
    there = {}
    for row in ROWS:
        for package in row:
            inside = [path for path in (ROOT / "kg" / package).iterdir() if path.name != "__pycache__"]
            modules = {path.stem for path in inside if path.suffix == ".py"} - {"__init__"}
            there[package] = sorted(modules | {f"{path.name}/" for path in inside if path.is_dir()})
    assert {package: sorted(names) for package, names in told.items()} == there
