"""One fact with a thousand claims, or with more than a hundred participants: every verb answers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.cli.new_project import start
from tests.conftest import ROOT

HANG = 120  # seconds, far above what any of them takes
SPAN = "evidence: [{at: [0, 5], sha256: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa}]"


def write(folder: Path, claims: int, participants: int, *, dates: bool = False) -> Path:
    """Write a project of one meeting: so many claims, each by a voice of its own, and so many participants."""
    names = [f"a{number}" for number in range(participants)]
    voices = [f"v{number}" for number in range(claims)]
    people = "".join(f"{name}: {{kind: Person, name: Person {name.upper()} x}}\n" for name in [*names, *voices])
    sources = folder / "sources"
    sources.mkdir(parents=True, exist_ok=True)
    (sources / "entities.yaml").write_text(f"paper: {{kind: Organization, name: Paper}}\n{people}")
    whole = ", ".join(names)
    lines = [
        f"  - {{id: c{number}, fact: f, type: Meeting, roles: {{participant: [{whole if number == 0 else 'a0, a1'}]}}, "
        f"speaker: {voice}, stance: asserts, {f'when: {2000 + number % 20}-01-{1 + number % 28:02}, ' if dates else ''}"
        f"{SPAN}}}\n"
        for number, voice in enumerate(voices)
    ]
    head = "article: {title: Art, publisher: paper, published: 2024-03-13}\nclaims:\n"
    (sources / "art.yaml").write_text(head + "".join(lines))
    return folder


VERBS = [
    "facts", "explain f", "between a0 a1", "path a0 a1", "rank degree", "groups --anyway", "timeline", "conflicts",
    "fragile", "query edges",
    "diff 2023-01-01 2025-01-01", "export graphml -o", "view -o",
]  # fmt: skip


def kg(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli.main", *words, "--project", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=HANG, env=environment)


@pytest.fixture(scope="module", params=[(1000, 2), (2, 120)], ids=["claims", "participants"])
def big(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path_factory.mktemp("big") / "project"
    start(folder)
    shutil.rmtree(folder / "sources")
    built = kg(write(folder, *request.param), "build")
    assert (built.returncode, "0 refused" in built.stdout + built.stderr) == (0, True)
    return folder


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_answers(big: Path, verb: str) -> None:
    words = verb.split()
    done = kg(big, *words, *([str(big / "out")] if words[-1] == "-o" else []))
    assert "Traceback" not in done.stderr
    assert (done.returncode, done.stderr if done.returncode else "") == (0, "")
