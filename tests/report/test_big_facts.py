"""One fact with a thousand claims, or with hundreds of participants: every verb answers, and in a few lines."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import warnings
from pathlib import Path

import pytest

import kg as kg_package
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
    "conflicts --list", "fragile", "fragile --list", "query edges",
    "diff 2023-01-01 2025-01-01", "export graphml -o", "view -o",
]  # fmt: skip


def kg(folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg.cli.main", *words, "--project", str(folder)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=HANG, env=environment)


@pytest.fixture(scope="module", params=[(1000, 2), (2, 200), (2, 1100)], ids=["claims", "participants", "crowd"])
def big(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Path:
    folder = tmp_path_factory.mktemp("big") / "project"
    start(folder)
    shutil.rmtree(folder / "sources")
    built = kg(write(folder, *request.param), "build")
    assert (built.returncode, "0 refused" in built.stdout + built.stderr) == (0, True)
    return folder


WHOLE = ("explain", "query", "export", "rank", "diff")  # these say all of it; of a difference, all ranks
MOST_LINES, MOST_LETTERS = 60, 12_000


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_answers_in_a_few_lines(big: Path, verb: str) -> None:
    words = verb.split()
    done = kg(big, *words, *([str(big / "out")] if words[-1] == "-o" else []))
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert (done.returncode, "are not drawn" in done.stderr) == (1, True)
    if words[0] not in WHOLE:
        assert len(done.stdout.splitlines()) < MOST_LINES
        assert len(done.stdout) < MOST_LETTERS


@pytest.mark.parametrize("big", [(2, 1100)], indirect=True)
def test_a_fact_with_more_edges_than_are_drawn_says_so_everywhere(big: Path) -> None:
    warned = "art.yaml:4:45: warning: `f` would have 604,450 edges, and more than 200,000 are not drawn"
    assert warned in kg(big, "check").stdout
    assert "  its 604,450 edges are more than one fact has: none is drawn" in kg(big, "explain", "f").stdout
    asked = kg(big, "query", "edges")
    assert (asked.stdout.endswith("\n0 rows\n"), "left out: 604,450 edges of `f`" in asked.stderr) == (True, True)
    assert "· met" in kg(big, "between", "a0", "a1").stdout  # what joins two that are asked for is told
    with warnings.catch_warnings(action="ignore"):
        drawn = kg_package.open(big).network(mode="two-mode")
    assert (drawn.number_of_nodes(), drawn.number_of_edges()) == (1101, 1100)


def test_a_sentence_names_those_who_are_asked_for(big: Path) -> None:
    graph = kg_package.open(big)
    filled = [its for its in graph.account.facts["f"].fillers.values() if its.role == "participant"]
    said = graph.teller.naming("a1").heading(graph.account.facts["f"])
    assert len(filled) == 2 or f"and {len(filled) - 10:,} others" in said
    assert "A1 x" in said
