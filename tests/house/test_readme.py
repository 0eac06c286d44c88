"""What the README tells people to type works as it stands, and names every command."""

from __future__ import annotations

import csv
import re
import shlex
import shutil
from pathlib import Path
from typing import Any

import pytest
import typer

import kg
from kg.cli.main import run
from kg.cli.verbs import app
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


def typed_alone(language: str) -> list[str]:
    """Give the blocks that work by themselves: all but those on an article, between which a person writes."""
    return [block for block in blocks(language) if "ferry" not in block and "orlund" not in block]


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy this repository's project and its tables, so that its own build stays as it is, and go there."""
    for folder in ("sources", "ontology"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "kg.toml", tmp_path)
    (tmp_path / "docs").mkdir()
    for example in ("who-met-whom.csv", "who-met-whom.yaml", "ferry-talks.html"):
        shutil.copy(ROOT / "docs" / example, tmp_path / "docs")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("block", typed_alone("console"), ids=lambda block: block.splitlines()[0][2:])
def test_what_is_to_be_typed_works(block: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    for line in block.splitlines():
        assert line.startswith("$ "), f"no prompt: {line}"
        command, *arguments = shlex.split(line[2:], comments=True)
        if command == "kg":
            assert run(arguments) == 0, line
        elif command == "cd":
            monkeypatch.chdir(arguments[0])
        elif command == "make":
            assert set(arguments) <= set(targets), line
        else:
            assert line[2:] == "source .venv/bin/activate"


def test_the_table_of_commands_names_each_once() -> None:
    section = README.partition("\n## Commands\n")[2].partition("\n\nLists")[0]
    named = re.findall(r"`kg ([a-z]+)`", section)
    verbs: Any = typer.main.get_command(app)
    assert sorted(named) == sorted(verbs.commands)


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.splitlines()[0])
def test_what_is_to_be_typed_in_python_works(block: str, project: Path) -> None:
    assert run(["build"]) == 0
    exec(compile(block, "<README>", "exec"), {})


def test_the_table_becomes_a_page_of_its_twenty_rows(project: Path) -> None:
    (block,) = (each for each in blocks("console") if "kg import" in each)
    lines = block.splitlines()
    assert len(lines) == 4
    assert [run(shlex.split(line[2:])[1:]) for line in lines] == [0, 0, 0, 0]
    graph = kg.open(project / "met")
    assert (len(graph.claims), len(graph.account.facts)) == (20, 16)
    page = (project / "met.html").read_text("utf-8")
    assert all(name in page for name in ("Ana Solberg", "Noor Haddad", "Velm Gazette", "meetings-2031"))


def test_an_article_becomes_a_graph_in_six_commands(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    begin, suggest, end = (block.splitlines() for block in blocks("console") if "ferry" in block)
    entities, claims = (block for block in blocks("yaml") if "orlund" in block)
    assert len([*begin, *suggest, *end]) == 6
    assert [run(shlex.split(line[2:])[1:]) for line in begin] == [0, 0]
    (project / "ferry/sources/entities.yaml").write_text(entities, "utf-8")
    assert [run(shlex.split(line[2:])[1:]) for line in suggest] == [0]
    assert "ferry-talks.yaml: 4 claims suggested" in capsys.readouterr().err
    file = project / "ferry/sources/ferry-talks.yaml"
    suggested = file.read_text("utf-8")
    kept = [line for line in claims.splitlines() if line.strip().startswith(("- id", "speaker", "evidence"))]
    assert [line for line in kept if line not in suggested] == []  # what is shown is what was suggested, mended
    head, _, example = suggested.partition("claims:\n")
    file.write_text(f"{head}{claims}", "utf-8")
    assert "suggested: true" in example
    assert [run(shlex.split(line[2:])[1:]) for line in end] == [0, 0, 0]
    assert "2 files, 2 claims, 0 refused, 0 faults\n" in capsys.readouterr().err
    graph = kg.open(project / "ferry")
    assert graph.fact("solberg-dunai-2031-03").status.value == "on-record"
    assert "Ana Solberg" in (project / "ferry.html").read_text("utf-8")


def test_the_map_and_the_rows_that_are_shown_are_those_of_the_table() -> None:
    assert typed_alone("yaml") == [(ROOT / "docs" / "who-met-whom.yaml").read_text("utf-8")]
    shown = [line.split("|")[1:-1] for line in README.splitlines() if re.match(r"\| (no|[345]) \|", line)]
    rows = list(csv.reader((ROOT / "docs" / "who-met-whom.csv").read_text("utf-8").splitlines()))
    assert [[cell.strip() for cell in row] for row in shown] == [rows[0], *rows[3:6]]


def test_what_is_linked_is_there() -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).is_file()] == []


def test_every_command_is_named_and_has_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    shown = capsys.readouterr().out.partition("Commands:\n")[2]
    verbs = re.findall(r"^  ([a-z]+)  +\S", shown, re.MULTILINE)
    assert len(verbs) == len(shown.strip().splitlines()) > 0
    assert [verb for verb in verbs if not re.search(rf"`kg {verb}\b|^\$ kg {verb}\b", README, re.MULTILINE)] == []
