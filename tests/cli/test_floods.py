"""Very many faults: the first of each file are printed, all are counted, and JSON holds all."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.base.errors import Fault, Place, fault_lines
from kg.cli import main as cli
from kg.cli.new_project import start

Capture = pytest.CaptureFixture[str]


@pytest.mark.parametrize("verb", ["check", "build"])
def test_the_first_of_each_file_are_printed(tmp_path: Path, capsys: Capture, verb: str) -> None:
    start(tmp_path / "p")
    (tmp_path / "p/sources/a.jsonl").write_text("x\n" * 1000)
    (tmp_path / "p/sources/z.jsonl").write_text("x\n" * 50)
    capsys.readouterr()
    assert cli.run([verb, "--project", str(tmp_path / "p")]) == 1
    told = capsys.readouterr()
    printed = told.out if verb == "check" else told.err
    assert [printed.count(f"sources/{name}.jsonl:") for name in "az"] == [150, 50]
    assert "… and 850 more faults in 1 file: `kg check --format json` gives all\n" in printed
    assert cli.run(["check", "--format", "json", "--project", str(tmp_path / "p")]) == 1
    assert len(json.loads(capsys.readouterr().out)) == 1050


def test_of_very_many_files_the_first_have_a_line_each() -> None:
    lines = fault_lines(Fault(Place(f"{file:03}.yaml", line), "x") for file in range(500) for line in (1, 2))
    assert lines[:2] == ["000.yaml:1:1: x", "001.yaml:1:1: x"]
    assert lines[-1] == "… and 800 more faults in 500 files: `kg check --format json` gives all"
    assert fault_lines([]) == []


def test_of_one_record_a_dozen_unknown_fields_are_named(tmp_path: Path, capsys: Capture) -> None:
    start(tmp_path / "p")
    fields = "".join(f"  zz{number}: a\n" for number in range(5000))
    (tmp_path / "p/sources/entities.yaml").write_text(f"odd:\n  kind: Person\n  name: Odd\n{fields}")
    capsys.readouterr()
    assert cli.run(["check", "--project", str(tmp_path / "p"), str(tmp_path / "p/sources/entities.yaml")]) == 1
    printed = capsys.readouterr().out
    assert printed.count("unknown field `zz") == 12
    assert "entities.yaml:16:3: 4,988 more unknown fields in this record\n" in printed
