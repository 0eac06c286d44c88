"""The commands of a process are made once: a run leaves nothing behind in them for the next."""

from __future__ import annotations

from pathlib import Path

import pytest
import typer

from kg.cli.main import run
from tests.conftest import started

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(started(tmp_path_factory.mktemp("once") / "p"))


def told(capsys: Capture, *words: str) -> tuple[int, str, str]:
    code = run([*words])
    return (code, *capsys.readouterr())


def test_a_line_is_answered_as_before_whatever_was_typed_between(project: str, capsys: Capture) -> None:
    lines = (
        ("facts", "--project", project), ("facts", "--project", project, "--format", "json", "--top", "1"),
        ("facts", "--project", project, "--without", "no-such"), ("facts", "--topp", "1"), ("import",),
        ("facts", "--help"), ("network", "--project", project, "--kind", "all", "--layer", "all"), ("nothing",), (),
    )  # fmt: skip
    first = [told(capsys, *words) for words in lines]
    assert [told(capsys, *words) for words in reversed(lines)] == first[::-1]
    assert {code for code, _, _ in first} == {0, 1, 2}


def test_they_are_made_once(project: str, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    before = told(capsys, "facts", "--project", project)

    def again(_: typer.Typer) -> None:
        raise AssertionError("made again")

    monkeypatch.setattr(typer.main, "get_command", again)
    assert told(capsys, "facts", "--project", project) == before
    assert before[0] == 0


def test_the_width_is_that_of_the_moment(capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = []
    for columns in ("60", "100", "60"):
        monkeypatch.setenv("COLUMNS", columns)
        shown.append(told(capsys, "facts", "--help"))
    assert shown[0] == shown[2] != shown[1]


def test_a_folder_that_is_entered_later_is_the_one_that_is_meant(
    tmp_path: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("a", "b"):
        started(tmp_path / name, f"https://example.org/{name}/")
        monkeypatch.chdir(tmp_path / name)
        code, out, _ = told(capsys, "export", "nquads", "-o", "-")
        assert code == 0
        assert {its for its in "ab" if f"https://example.org/{its}/" in out} == {name}
