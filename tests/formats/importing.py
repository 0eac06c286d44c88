"""Runs an import as a user does, and gives what came out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from kg.cli.new_project import start
from tests.conftest import ROOT

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Imported:
    """The records that an import wrote, and its report."""

    entities: dict[str, dict[str, Any]]
    articles: dict[str, dict[str, Any]]
    claims: list[dict[str, Any]]
    report: dict[str, Any]
    bytes: bytes

    def claim(self, row: str, kind: str) -> dict[str, Any]:
        """The claim of a type that rests on a row."""
        (found,) = [
            its for its in self.claims if its["type"] == kind and row in [row["row"] for row in its["evidence"]]
        ]
        return found

    def named(self, name: str) -> dict[str, Any]:
        """The entity of a name."""
        (found,) = [its for its in self.entities.values() if its["name"] == name]
        return found


def project_of(folder: Path, entities: str = "") -> Path:
    """A project without articles; its entities are those given."""
    start(folder, "https://example.org/imports/")
    for path in folder.glob("sources/river*"):
        path.unlink()
    (folder / "sources/entities.yaml").write_text(entities or "nothing: {kind: Topic, name: nothing}\n")
    return folder


def bring_in(project: Path, capsys: pytest.CaptureFixture[str], *words: str | Path, expected: int = 0) -> Imported:
    """Run `kg import` into a project."""
    out = project / "sources/imported.jsonl"
    line = ["import", *map(str, words), "-o", str(out), "--project", str(project), "--format", "json"]
    capsys.readouterr()
    assert run(line) == expected
    report = json.loads(capsys.readouterr().out)
    return records(out.read_bytes(), report)


def records(written: bytes, report: dict[str, Any]) -> Imported:
    """Sort the lines of a file."""
    found: dict[str, list[dict[str, Any]]] = {"entity": [], "article": [], "claim": []}
    for line in written.splitlines():
        for kind, fields in json.loads(line).items():
            found[kind].append(fields)
    entities, articles = ({its["id"]: its for its in found[kind]} for kind in ("entity", "article"))
    return Imported(entities, articles, found["claim"], report, written)


def sample(name: str) -> Path:
    """A sample of real data beside the project, or a skip."""
    path = ROOT.parent / "shared" / "data" / name
    if not path.is_file():
        pytest.skip(f"no ../shared/data/{name}")
    return path
