"""`kg suggest --model`: what a model suggests is written marked, told, and never built."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.cli.new_project import start
from tests.desk.test_model import ENTITIES, MET, TEXT, claims
from tests.remote.scripted import Reply, Scripted, scripted

NAMED = ("--model-name", "small-1", "--on", "2026-11-29")
OFFICIAL = {"id": "new:an-official", "kind": "Group", "name": 'an "official"', "aliases": ["one: #1"]}
AGAIN = {**MET, "fact": "second", "speaker": ["new:an-official"], "stance": "announces", "when": None, "mode": None,
         "evidence": [{"quote": "they would meet again"}]}  # fmt: skip
LOST = {**MET, "fact": "treaty", "evidence": [{"quote": "Xyzzy plugh"}]}
AT = TEXT.index("they would meet again")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an article to which nobody has written a claim, as the folder one is in."""
    start(tmp_path / "ferry", empty=True)
    monkeypatch.chdir(tmp_path / "ferry")
    for name in ("KG_MODEL_KEY", "OPENAI_API_KEY"):
        monkeypatch.delenv(name, raising=False)
    Path("sources/entities.yaml").write_text(ENTITIES, "utf-8")
    Path("article.txt").write_text(TEXT, "utf-8")
    given = ("--title", "Talks", "--publisher", "courier", "--published", "2031-03-06", "--language", "en")
    assert run(["add", "article.txt", "--name", "a", *given]) == 0
    return tmp_path / "ferry"


@pytest.fixture
def server() -> Iterator[Scripted]:
    """A model that gives two claims and one that is wrong, and knows no correction."""
    with scripted(lambda asked: claims(LOST) if b"were refused" in asked.body else ANSWER) as running:
        yield running


ANSWER = claims(MET, AGAIN, LOST, entities=(OFFICIAL,))


def test_what_a_model_suggests_is_written_marked_and_told(
    project: Path, server: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (project / "sources/a.yaml").read_text("utf-8")
    capsys.readouterr()
    assert run(["suggest", "a", "--model", server.address, *NAMED]) == 0
    said = capsys.readouterr()
    assert said.out == ""
    written = (project / "sources/a.yaml").read_text("utf-8")
    head, _, after = before.partition("claims: []\n")
    assert (written.startswith(head), written.endswith(after)) == (True, True)
    fresh = written.removeprefix(head).removesuffix(after)
    annotator = next(line for line in fresh.splitlines() if "annotator" in line).partition(": ")[2].strip('"')
    digest = [line.partition("sha256: ")[2][:64] for line in fresh.splitlines() if "evidence" in line]
    assert fresh == (
        "claims:\n\n"
        "  - id: m-0\n    suggested: true\n    fact: solberg-dunai\n    type: Meeting\n"
        "    roles: {participant: [ana-solberg, marek-dunai], place: port-ansel}\n    when: 2031-03-05\n"
        "    speaker: orlund\n    stance: asserts\n    mode: indirect\n"
        f'    annotator: "{annotator}"\n'
        f"    evidence: [{{at: [0, 41], sha256: {digest[0]}}}]\n\n"
        "  # of whom the project does not know yet; where that is right, write into sources/entities.yaml:\n"
        '  #   an-official: {kind: Group, name: "an \\"official\\"", aliases: ["one: #1"]}\n'
        f"  - id: m-{AT}\n    suggested: true\n    fact: second\n    type: Meeting\n"
        "    roles: {participant: [ana-solberg, marek-dunai], place: port-ansel}\n"
        "    speaker: an-official\n    stance: announces\n"
        f'    annotator: "{annotator}"\n'
        f"    evidence: [{{at: [{AT}, {AT + 21}], sha256: {digest[1]}}}]\n"
    )
    assert said.err == (
        "asking small-1: part 1 of 1\n1 refused: asking for corrections\n"
        'refused: `treaty asserts`: the quote is not in the text: "Xyzzy plugh"; nothing is like it\n'
        f"2 claims suggested, 1 refused, 0 known: asked 2 times as {annotator}\nwrote sources/a.yaml\n"
        "next: kg show sources/a.yaml --texts texts; take `suggested: true` away from what is right\n"
    )
    assert run(["check", "--texts", "texts"]) == 0
    assert run(["build"]) == 0
    assert "2 suggested claims are not built" in capsys.readouterr().err


def test_who_takes_the_marks_away_builds_them(
    project: Path, server: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["suggest", "a", "--model", server.address, *NAMED]) == 0
    file, entities = project / "sources/a.yaml", project / "sources/entities.yaml"
    file.write_text(file.read_text("utf-8").replace("    suggested: true\n", ""), "utf-8")
    (line,) = (line for line in file.read_text("utf-8").splitlines() if "#   an-official" in line)
    entities.write_text(f"{ENTITIES}{line.strip().removeprefix('#').strip()}\n", "utf-8")
    assert run(["check", "--texts", "texts"]) == 0
    assert run(["suggest", "a", "--model", server.address, *NAMED]) == 0
    assert "0 claims suggested, 1 refused, 2 known: " in capsys.readouterr().err


def test_nothing_is_written_in_a_rehearsal_or_as_json(
    project: Path, server: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (project / "sources/a.yaml").read_bytes()
    assert run(["suggest", "a", "--model", server.address, *NAMED, "--dry-run"]) == 0
    assert "- id: m-0\n" in capsys.readouterr().out
    assert run(["suggest", "a", "--model", server.address, *NAMED, "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)
    assert [its["id"] for its in told["claims"]] == ["m-0", f"m-{AT}"]
    assert told["entities"] == [{"id": "an-official", "kind": "Group", "name": 'an "official"', "aliases": ["one: #1"]}]
    assert [its["claim"] for its in told["refused"]] == [LOST]
    assert (project / "sources/a.yaml").read_bytes() == before


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (["a", "--model", "http://127.0.0.1:9"], 2, "`--model` needs `--model-name`\n  hint: "),
        (["a", "--model", "ftp://a", *NAMED], 2, "the model: http or https only: `ftp://a`\n  hint: "),
        (["a", "--model", "http://me:secret@a.example", *NAMED], 2, "the address of the model holds a user"),
        (["a", "--model", "http://127.0.0.1:9", *NAMED[:3], "today"], 2, "`--on`: no day: `today`\n  hint: "),
        (["b", "--model", "http://127.0.0.1:9", *NAMED], 1, "no article `b`\n  hint: "),
        (["a", "--model", "http://127.0.0.1:9", *NAMED], 1,
         "asking small-1: part 1 of 1\nthere is no endpoint at `http:"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_says_so(
    words: list[str], code: int, message: str, project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = (project / "sources/a.yaml").read_bytes()
    capsys.readouterr()
    assert run(["suggest", *words]) == code
    said = capsys.readouterr().err
    assert said.startswith(message)
    assert "secret" not in said
    assert (project / "sources/a.yaml").read_bytes() == before


def test_a_model_is_scored_and_told_nothing_of_what_is_annotated(
    project: Path, server: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["suggest", "a", "--model", server.address, *NAMED]) == 0
    file = project / "sources/a.yaml"
    mended = file.read_text("utf-8").replace("    suggested: true\n", "").replace("an-official", "unnamed")
    file.write_text(mended.replace("fact: second", "fact: a-secret-meeting"), "utf-8")
    server.asked.clear()
    capsys.readouterr()
    assert run(["suggest", "--score", "--model", server.address, *NAMED, "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    (row,) = (row for row in rows if (row["article"], row["part"]) == ("a", "claims"))
    assert (row["proposed"], row["right"], row["annotated"]) == (2, 1, 2)  # of another speaker, the second is not right
    assert all(b"a-secret-meeting" not in asked.body for asked in server.asked)


def test_an_article_without_a_text_is_not_asked_about(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    head = "article: {title: T, publisher: courier, published: 2031}\nclaims: []\n"
    (project / "sources/b.yaml").write_text(head, "utf-8")
    capsys.readouterr()
    assert run(["suggest", "b", "--model", "http://127.0.0.1:9", *NAMED]) == 1
    assert capsys.readouterr().err == (
        "sources/b.yaml:1:10: the article names no text\n  hint: write `text: {file: …}`\n"
    )


def test_a_broken_answer_leaves_the_file_as_it_was(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = (project / "sources/a.yaml").read_bytes()
    with scripted(lambda _: Reply(200, b"<html>")) as server:
        assert run(["suggest", "a", "--model", server.address, *NAMED]) == 1
    assert "gives no answer of the protocol" in capsys.readouterr().err
    assert (project / "sources/a.yaml").read_bytes() == before


def test_a_model_suggests_for_one_of_several_readings(
    project: Path, server: Scripted, capsys: pytest.CaptureFixture[str]
) -> None:
    own = project / "sources/a.yaml"
    for name in ("ab", "cd"):
        (project / f"sources/a.{name}.yaml").write_bytes(own.read_bytes())
    own.unlink()
    capsys.readouterr()
    assert run(["suggest", "sources/a.cd.yaml", "--model", server.address, *NAMED]) == 0
    assert "2 claims suggested, 1 refused, 0 known" in capsys.readouterr().err
    assert (project / "sources/a.cd.yaml").read_text("utf-8").count("suggested: true") == 2
