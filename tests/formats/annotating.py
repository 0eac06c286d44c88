"""A project with one article of our own words, and what others' programs write about it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from kg.evidence.article_text import digest
from tests.formats.importing import project_of

TEXT = (
    "🤝 Talks\n\nAna Solberg met Lea Okafor in Port Ansel on Monday. Later Ana Solberg met nobody. "
    "\u05e9\u05dc\u05d5\u05dd e\u0301nd.\n"
)
ENTITIES = """
herald: {kind: Organization, name: The Herald}
ana-solberg: {kind: Person, name: Ana Solberg}
lea-okafor: {kind: Person, name: Lea Okafor}
"""
HEAD = f"""article:
  title: Talks
  publisher: herald
  published: 2031-03-05
  url: https://herald.example/talks
  text: {{file: talks.txt, sha256: {digest(TEXT)}, characters: {len(TEXT)}}}
claims: []
"""


@dataclass(frozen=True)
class Brought:
    """What an import wrote, and its report."""

    claims: list[dict[str, Any]]
    report: dict[str, Any]

    @property
    def left_out(self) -> list[tuple[str, str]]:
        return [(its["reason"], its["hint"]) for its in self.report["left_out"]]

    def words(self, number: int = 0) -> list[str]:
        """The words on which a claim rests."""
        return [TEXT[slice(*its["at"])] for its in self.claims[number]["evidence"]]


def annotated(folder: Path) -> Path:
    """The project: its one article is `talks`, without claims."""
    project = project_of(folder / "project", ENTITIES)
    (project / "sources/talks.yaml").write_text(HEAD, "utf-8")
    (project / "texts").mkdir(exist_ok=True)
    (project / "texts/talks.txt").write_bytes(TEXT.encode())
    return project


def brought(
    project: Path, capsys: pytest.CaptureFixture[str], kind: str, given: object, *words: str, expected: int = 0
) -> Brought:
    """Run `kg import` on what a program wrote."""
    source, out = project.parent / "given", project / "sources/brought.jsonl"
    source.write_bytes(given if isinstance(given, bytes) else json.dumps(given).encode())
    out.unlink(missing_ok=True)
    line = ["import", kind, str(source), "-o", str(out), "--project", str(project), "--format", "json", *words]
    capsys.readouterr()
    assert run(line) == expected
    report = json.loads(capsys.readouterr().out)
    lines = out.read_bytes().splitlines() if out.exists() else []
    return Brought([its["claim"] for its in map(json.loads, lines) if "claim" in its], report)
