"""The list of articles with how far each has come: untouched, begun, complete, checked; one rule for all."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

from kg import ontology
from kg.annotation.reader import read_all
from kg.base.project import find
from kg.check.readings import check_all
from kg.cli.main import run
from kg.cli.new_project import start
from kg.desk.annotating.states import Texts, listed
from kg.evidence.article_text import digest
from tests.conftest import ROOT

STRAIT = ROOT / "tests/projects/strait"
TEXT = "Ann Arbor met Bo Berg on Monday. Trams were late again.\nBy |\n"
TRAMS = "Trams were late again."
ENTITIES = """\
ann: {kind: Person, name: Ann Arbor}
bo: {kind: Person, name: Bo Berg}
gazette: {kind: Organization, name: The Gazette}
"""
TICK = f"  no-claims: [{{at: [33, 55], sha256: {digest(TRAMS)}}}]\n"


def claim(id_: str = "met", more: str = "", stance: str = "asserts") -> str:
    return (
        f"  - id: {id_}\n    fact: talks\n    type: Meeting\n    roles: {{participant: [ann, bo]}}\n"
        f"    stance: {stance}\n    evidence: [{{at: [0, 31], sha256: {digest(TEXT[:31])}}}]\n{more}"
    )


class Desk:
    """A project whose articles all have one text."""

    def __init__(self, root: Path) -> None:
        start(root, "https://example.org/p/", empty=True)
        self.root, self.texts = root, root / "texts"
        self.kept = Texts(self.texts)
        self.texts.mkdir(exist_ok=True)
        (self.texts / "paper.txt").write_text(TEXT, "utf-8")
        (root / "sources/entities.yaml").write_text(ENTITIES, "utf-8")

    def write(self, name: str, claims: str = "", more: str = "", day: str = "2031-03-05", text: str = "paper") -> None:
        head = (
            f"article:\n  title: As {name} has it\n  publisher: gazette\n  published: {day}\n"
            f"  text: {{file: {text}.txt, sha256: {digest(TEXT)}, characters: {len(TEXT)}}}\n{more}"
        )
        body = f"claims:\n{claims}" if claims else "claims: []\n"
        (self.root / f"sources/{name}.yaml").write_text(head + body, "utf-8")

    def whole(self) -> dict[str, Any]:
        project = find(self.root)
        documents = read_all(project.sources, project.root)
        checked = check_all(documents, ontology.load(project.ontology), self.texts, project.readings)
        return listed(project, documents, checked.faults, self.kept, "im")

    def rows(self) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = self.whole()["articles"]
        return rows

    def row(self) -> dict[str, Any]:
        (row,) = self.rows()
        return row


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "p")


def test_an_entry_tells_all_of_an_article(desk: Desk) -> None:
    desk.write("paper", claim(), "  language: en\n  annotator: tr\n")
    assert desk.whole() == {
        "project": "p",
        "annotator": "im",
        "articles": [
            {
                "name": "paper",
                "title": "As paper has it",
                "publisher": "gazette",
                "published": "2031-03-05",
                "language": "en",
                "annotator": "tr",
                "state": "begun",
                "claims": 1,
                "suggested": 0,
                "faults": 0,
                "warnings": 0,
                "sentences": {"claim": 1, "nothing": 0, "open": 1},
                "has_text": True,
                "has_draft": False,
                "file": "sources/paper.yaml",
                "problem": "",
            }
        ],
        "elsewhere": "",
        "notes": [],
    }


SUGGESTED = claim("guess", "    suggested: true\n")


@pytest.mark.parametrize(
    ("claims", "more", "state"),
    [
        ("", "", "untouched"),
        (SUGGESTED, "", "untouched"),
        ("", TICK, "begun"),
        (claim(), "", "begun"),
        (claim(), TICK, "checked"),
        (claim() + SUGGESTED, TICK, "begun"),
        (claim().replace("bo]", "bob]"), TICK, "complete"),  # its claim is refused, and was written all the same
        (claim().replace("asserts", "insists"), TICK, "complete"),
        (claim() + claim(), TICK, "complete"),
        (claim(), "  no-claims: [{at: [33, 55], sha256: " + "0" * 64 + "}]\n", "complete"),
        (claim(more="    when: 2031-04\n"), TICK, "checked"),  # a warning is no fault
        (claim(), "  retrieved: yesterday\n" + TICK, "complete"),  # a head that is refused still ticks off
    ],
)
def test_how_far_an_article_has_come(desk: Desk, claims: str, more: str, state: str) -> None:
    desk.write("paper", claims, more)
    assert desk.row()["state"] == state


def test_warnings_are_counted_apart_from_faults(desk: Desk) -> None:
    desk.write("paper", claim(more="    when: 2031-04\n") + claim("more").replace("bo]", "bob]"), TICK)
    row = desk.row()
    assert (row["faults"], row["warnings"], row["claims"]) == (1, 1, 2)


def test_a_claim_that_waits_to_be_saved_keeps_an_article_begun(desk: Desk, capsys: pytest.CaptureFixture[str]) -> None:
    desk.write("paper", claim(), TICK)
    (desk.root / "sources/.drafts").mkdir()
    (desk.root / "sources/.drafts/paper.json").write_text("{}", "utf-8")
    row = desk.row()
    assert (row["state"], row["has_draft"]) == ("begun", True)
    assert run(["check", "--coverage", "--texts", str(desk.texts), "--project", str(desk.root)]) == 0
    assert capsys.readouterr().out.endswith("; begun\n")


@pytest.mark.parametrize("project", ["strait", "own"])
def test_check_and_the_list_tell_the_same(desk: Desk, capsys: pytest.CaptureFixture[str], project: str) -> None:
    if project == "strait":
        desk.root, desk.texts = STRAIT, STRAIT / "texts"
        desk.kept = Texts(desk.texts)
    else:
        for number, (claims, more) in enumerate([("", ""), (claim(), ""), (claim(), TICK), (claim() + SUGGESTED, "")]):
            desk.write(f"paper-{number}", claims, more)
    run(["check", "--coverage", "--format", "json", "--texts", str(desk.texts), "--project", str(desk.root)])
    told = {row["article"]: row["state"] for row in json.loads(capsys.readouterr().out)}
    rows = {row["name"]: row["state"] for row in desk.rows() if row["has_text"]}
    assert told == rows
    assert len(rows) == (15 if project == "strait" else 4)


def test_what_is_begun_comes_first_then_by_day_and_name(desk: Desk) -> None:
    desk.write("b-done", claim(), TICK)
    desk.write("c-new", day="2031-03")
    desk.write("d-new", day="2031-02-01")
    desk.write("a-new", day="2031-03-01")
    desk.write("e-faulty", claim().replace("bo]", "bob]"), TICK)
    desk.write("z-begun", claim())
    names = [(row["state"], row["name"]) for row in desk.rows()]
    assert names == [
        ("begun", "z-begun"),
        ("untouched", "d-new"),
        ("untouched", "a-new"),
        ("untouched", "c-new"),
        ("complete", "e-faulty"),
        ("checked", "b-done"),
    ]


def test_each_reading_is_an_entry_with_its_own_faults(desk: Desk) -> None:
    desk.write("paper", claim(), TICK)
    desk.write("paper.ab", claim(), TICK)
    desk.write("paper.cd", claim().replace("bo]", "bob]"), TICK, text="paper")
    assert [(row["name"], row["annotator"], row["state"], row["faults"]) for row in desk.rows()] == [
        ("paper.cd", "cd", "complete", 1),
        ("paper", "", "checked", 0),
        ("paper.ab", "ab", "checked", 0),
    ]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "sources/paper.yaml:1:1: no document\n  hint: write `article:` and `claims:`"),
        ("article: {note: \u00e9}\nclaims: []\n".encode("latin-1"), "sources/paper.yaml:1:17: not UTF-8 at byte 16\n"),
        (b"- a\n", "sources/paper.yaml:1:1: expected a mapping, found a list\n"),
        (b"article: [\n", "sources/paper.yaml:2:1: "),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_read_is_begun_and_says_why(desk: Desk, data: bytes, problem: str) -> None:
    (desk.root / "sources/paper.yaml").write_bytes(data)
    row = desk.row()
    assert (row["name"], row["state"], row["title"]) == ("paper", "begun", "")
    assert row["problem"].startswith(problem)
    assert row["faults"] > 0


def test_what_is_no_annotation_and_cannot_be_read_is_noted(desk: Desk) -> None:
    assert desk.whole()["notes"] == ["no article yet: `kg add FILE` adds one"]
    (desk.root / "sources/other.yml").write_text("article: {}\n", "utf-8")
    found = desk.whole()
    assert found["articles"] == []
    assert found["notes"] == [
        "sources/other.yml:1:1: not read: the name of an annotation file ends in `.yaml` or `.jsonl`\n"
        "  hint: rename the file, or keep it elsewhere"
    ]


def test_what_is_told_of_a_head_that_is_refused_was_read(desk: Desk) -> None:
    (desk.root / "sources/paper.yaml").write_text("article:\n  title: Trams\n  published: soon\nclaims: []\n", "utf-8")
    row = desk.row()
    assert (row["title"], row["publisher"], row["published"], row["state"]) == ("Trams", "", "", "untouched")


def test_without_its_text_nobody_can_say_that_an_article_is_complete(desk: Desk) -> None:
    desk.write("paper", claim(), TICK, text="lost")
    row = desk.row()
    assert (row["state"], row["has_text"], row["sentences"]) == ("begun", False, {"claim": 0, "nothing": 0, "open": 0})
    desk.kept = Texts(None)
    assert not desk.row()["has_text"]
    desk.kept = Texts(desk.texts)
    desk.write("paper", claim(), TICK, text="../secret")
    assert not desk.row()["has_text"]


def test_rows_that_nobody_read_have_no_sentences(desk: Desk) -> None:
    head = "article: {publisher: gazette, published: 2031-03-05, coded-by: gazette}\nclaims:\n"
    row = claim().replace(f"{{at: [0, 31], sha256: {digest(TEXT[:31])}}}", '{row: "17"}')
    (desk.root / "sources/paper.yaml").write_text(head + row, "utf-8")
    assert (desk.row()["state"], desk.row()["has_text"]) == ("checked", False)


def test_claims_of_json_lines_are_told_as_edited_elsewhere(desk: Desk) -> None:
    desk.write("paper", claim())
    its = '{"claim":{"article":"x","id":"%s","fact":"talks","type":"Meeting","stance":"asks"}}\n'
    (desk.root / "sources/all.jsonl").write_text((its % "a") + (its % "b"), "utf-8")
    found = desk.whole()
    assert [row["name"] for row in found["articles"]] == ["paper"]
    assert found["elsewhere"] == "2 claims of 1 file of JSON Lines are edited elsewhere"


def test_a_text_is_split_again_only_where_its_file_has_changed(desk: Desk) -> None:
    path = desk.texts / "paper.txt"
    desk.write("paper")
    assert desk.row()["sentences"]["open"] == 2
    was = path.stat()
    path.write_text(TEXT.replace(". ", ", "), "utf-8")  # one sentence, as long
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns))
    assert desk.row()["sentences"]["open"] == 2
    os.utime(path, ns=(was.st_atime_ns, was.st_mtime_ns + 1_000_000_000))
    assert desk.row()["sentences"]["open"] == 1
    path.unlink()
    assert not desk.row()["has_text"]
