"""What is wrong with an option of `kg import` is told as for the main file, and names the option."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from tests.formats.test_imports_events import SAMPLES, Brought, project

__all__ = ["project"]
CONGRESS = str(SAMPLES.parent / "congress-members.json")
POPOLO = str(SAMPLES.parent / "popolo.json")


@pytest.mark.parametrize(
    "day", ["2026-01-01/2026-02-01", "/2026-01-01", "2026-01-01/..", "..", "2026-01~", "soon", "2026-02-30"]
)
@pytest.mark.parametrize(
    "words",
    [
        ("congress", CONGRESS, "--by"), ("popolo", POPOLO, "--dataset", "Harl", "--by"),
        ("ucdp", str(SAMPLES / "ucdp.csv"), "--published"),
    ],
    ids=lambda its: its[0],
)  # fmt: skip
def test_a_day_is_one_day(words: tuple[str, ...], day: str, project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, *words, day)
    assert (its.code, its.bytes) == (2, b"")
    assert its.stderr.startswith(f"`{words[-1]}` is no day: `{day}`\n  hint: ")


def test_a_month_may_be_given(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    its = Brought(project, capsys, "ucdp", str(SAMPLES / "ucdp.csv"), "--published", "2024-07")
    assert its.report["mapped"] == 5


@pytest.mark.parametrize(
    "words",
    [
        ("gdelt", str(SAMPLES / "gdelt.csv"), "--mentions"), ("gdelt", str(SAMPLES / "gdelt.csv"), "--actors"),
        ("icews", str(SAMPLES / "icews.tab"), "--publishers"), ("icews", str(SAMPLES / "icews.tab"), "--codes"),
        ("icews",),
    ],
    ids=lambda its: its[-1],
)  # fmt: skip
def test_a_file_that_is_not_there_is_told_as_the_main_file_is(
    words: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    its = Brought(project, capsys, *words, "nofile.csv")
    assert (its.code, its.bytes) == (2, b"")
    assert its.stderr == "`nofile.csv`: no such file\n  hint: give the path of a file that can be read\n"


def test_mentions_that_cannot_be_unpacked_are_named(
    project: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "m.csv.gz").write_bytes(b"no gzip")
    its = Brought(project, capsys, "gdelt", str(SAMPLES / "gdelt.csv"), "--mentions", str(tmp_path / "m.csv.gz"))
    assert its.code == 1
    assert "m.csv.gz" in its.stderr.splitlines()[0]
    assert "hint: " in its.stderr


@pytest.mark.parametrize("words", [("icews", "-", "-"), ("gdelt", "-", "--mentions", "-")])
def test_stdin_is_named_once(
    words: tuple[str, ...], project: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    its = Brought(project, capsys, *words)
    assert (its.code, its.bytes) == (2, b"")
    assert its.stderr.startswith("stdin is named twice: `-`\n  hint: ")
