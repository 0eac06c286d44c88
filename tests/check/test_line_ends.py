"""A text whose line ends alone have changed is told once, and its evidence is still verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.cli import main as cli


@pytest.mark.parametrize("end", ["\r\n", "\r"])
def test_changed_line_ends_are_one_fault_of_a_project_and_mended(
    end: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project, texts = tmp_path / "p", tmp_path / "p/texts"
    assert cli.run(["init", str(project)]) == 0
    (text,) = texts.glob("*.txt")
    text.write_bytes(text.read_bytes().replace(b"\n", end.encode()))
    words = ["--project", str(project), "--texts", str(texts)]
    capsys.readouterr()

    assert cli.run(["check", *words]) == 1
    (fault, hint) = capsys.readouterr().out.splitlines()
    assert f"only the line ends of the text have changed: `{text.name}` has the words that were annotated" in fault
    assert hint == "  hint: `kg anchor --repair` moves the evidence to where they now stand"

    (source,) = (path for path in (project / "sources").glob("*.yaml") if path.name != "entities.yaml")
    assert cli.run(["anchor", str(source), "--texts", str(texts)]) == 1
    assert cli.run(["anchor", "--repair", str(source), "--texts", str(texts)]) == 0
    assert cli.run(["check", *words]) == 0
