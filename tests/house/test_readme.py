"""What the README tells people to type works as it stands, and names every command."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from kg.cli.main import run
from tests.conftest import ROOT

README = (ROOT / "README.md").read_text("utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy this repository's project, so that its own build stays as it is, and go there."""
    for folder in ("sources", "ontology"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    shutil.copy(ROOT / "kg.toml", tmp_path)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize("block", blocks("console"), ids=lambda block: block.splitlines()[0][2:])
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


@pytest.mark.parametrize("block", blocks("python"), ids=lambda block: block.splitlines()[0])
def test_what_is_to_be_typed_in_python_works(block: str, project: Path) -> None:
    assert run(["build"]) == 0
    exec(compile(block, "<README>", "exec"), {})


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
