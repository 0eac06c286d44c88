"""What is handed over and taken back of articles that have two readings, and of ids that are one by judgement."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.cli.main import run
from kg.evidence.article_text import digest
from tests.formats.importing import project_of

TEXT = "Ana met Lea. Ana met Lea again.\n"
ENTITIES = """
herald: {kind: Organization, name: The Herald}
ana: {kind: Person, name: Ana}
ana-solberg: {kind: Person, name: Ana Solberg}
lea: {kind: Person, name: Lea}
"""
JUDGED = """
- {same: [ana, ana-solberg], by: T. R., day: 2031-04-01}
- {same: [talks, meeting], by: T. R., day: 2031-04-02}
"""
HEADER = f"""article:
  title: Talks
  publisher: herald
  published: 2031-03-05
  annotator: NAME
  text: {{file: talks.txt, sha256: {digest(TEXT)}, characters: {len(TEXT)}}}
claims:
  - id: met
    fact: talks
    type: Meeting
    roles: {{participant: [ana-solberg, lea]}}
    stance: asserts
"""


def _reading(name: str, start: int) -> str:
    span = f"{{at: [{start}, {start + 11}], sha256: {digest(TEXT[start : start + 11])}}}"
    return HEADER.replace("NAME", name) + f"    evidence: [{span}]\n"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Two readings of an article, of which the first is used; what they say is merged by judgement."""
    folder = project_of(tmp_path / "project", ENTITIES)
    (folder / "sources/talks.ab.yaml").write_text(_reading("ab", 0))
    (folder / "sources/talks.cd.yaml").write_text(_reading("cd", 13))
    (folder / "sources/other.yaml").write_text(
        _reading("ef", 0).replace("fact: talks", "fact: meeting").replace("talks.txt", "other.txt")
    )
    (folder / "sources/identity.yaml").write_text(JUDGED)
    (folder / "texts").mkdir(exist_ok=True)
    for name in ("talks.txt", "other.txt"):
        (folder / "texts" / name).write_bytes(TEXT.encode())
    with (folder / "kg.toml").open("a") as settings:
        settings.write('\nreadings = {talks = "ab"}\n')
    return folder


@pytest.mark.parametrize("tool", ["brat", "label-studio", "inception"])
def test_a_tool_takes_the_head_of_the_reading_that_was_handed_over(tool: str, project: Path, tmp_path: Path) -> None:
    out, back, of = tmp_path / "out", tmp_path / "back", ["--project", str(project)]
    assert run(["export", tool, "-o", str(out), "--texts", str(project / "texts"), *of]) == 0
    given = out / "tasks.json" if tool == "label-studio" else out
    assert run(["import", tool, str(given), "-o", str(back), *of]) == 0
    assert "annotator: ab\n" in (back / "talks.yaml").read_text()


@pytest.mark.parametrize("format", ["webannotation", "annotations"])
def test_claims_of_the_reading_that_is_used_and_of_merged_ids_are_known(
    format: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    given = project.parent / "given"
    given.write_text(kg.build(project, texts=project / "texts").export(format), "utf-8")
    capsys.readouterr()
    out = ["-o", str(project.parent / "out.jsonl"), "--texts", str(project / "texts")]
    assert run(["import", format, str(given), *out, "--project", str(project)]) == 0
    said = "2 annotations read: 0 claims, 0 suggested, 2 that the project has already, 0 left out\n"
    assert capsys.readouterr().out == said


def test_the_account_of_a_crate_is_that_of_the_readings_that_are_used(
    project: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    graph = kg.build(project, texts=project / "texts")
    graph.export("crate", tmp_path / "crate")
    capsys.readouterr()
    run(["check", str(tmp_path / "crate")])
    assert "account.nq" not in capsys.readouterr().out
