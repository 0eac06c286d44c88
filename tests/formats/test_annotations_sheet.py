"""The sheet of annotations: what a person does with it in a spreadsheet, and what is said of a row that is wrong."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from kg.cli.main import run
from tests.formats.annotating import TEXT, annotated, brought
from tests.formats.test_webannotation import QUOTED

HEAD = "article,id,fact,type,stance,role participant,quote,note\n"
ROW = f"talks,met,m,Meeting,asserts,ana-solberg; lea-okafor,{QUOTED},"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return annotated(tmp_path)


def test_a_claim_can_be_written_in_a_spreadsheet(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = ("\ufeff" + (HEAD + ROW).replace(";", "\0").replace(",", ";").replace("\0", ",") + "'=1+1\r\n").encode()
    given = given.replace(b"ana-solberg, lea-okafor", b'"ana-solberg; lea-okafor"')  # as a German Excel saves it
    found = brought(project, capsys, "annotations", given, "--texts", str(project / "texts"))
    assert found.words() == [QUOTED]
    assert (found.claims[0]["note"], found.report["claims"]) == ("=1+1", 1)
    assert found.claims[0]["roles"] == {"participant": ["ana-solberg", "lea-okafor"]}
    capsys.readouterr()
    assert run(["check", "--project", str(project), "--texts", str(project / "texts")]) == 0
    assert run(["export", "annotations", "-o", "-", "--project", str(project), "--spreadsheet"]) == 0
    written = capsys.readouterr().out
    assert written.startswith("\ufeff")
    (row,) = csv.DictReader(io.StringIO(written.removeprefix("\ufeff")))
    assert {name: cell for name, cell in row.items() if cell and not name.startswith(("article ", "text "))} == {
        "article": "talks", "id": "met", "fact": "m", "type": "Meeting", "role participant": "ana-solberg; lea-okafor",
        "stance": "asserts", "note": "'=1+1", "start": "9", "end": "60", "offsets": "codepoints", "kind": "text",
        "sha256": row["sha256"],
    }  # fmt: skip
    assert TEXT[9:60] == QUOTED


LEFT_OUT = [
    (ROW + "one\n" + ROW + "two\n", "its rows differ in line 3: `note`", "let all rows of a claim say the same"),
    ("talks,met,m,Meting,assert,,Zebras,\n", 'the quote is not in the text: "Zebras"', "nothing is like it"),
    (f"talks,met,m,Meeting,assert,,{QUOTED},\n", "`stance`: unknown stance `assert`", ""),
    (f"talks,a b,m,Meeting,asserts,,{QUOTED},\n", "`id`: no id: `a b`", ""),
    (f"nobody,met,m,Meeting,asserts,,{QUOTED},\n", "the project has no article `nobody`",
     "add the article first, or name the one that is meant: `--article ID`"),
    ("talks,met,m,Meeting,asserts,,,\n", "neither a quote nor a position", "annotate words of the text"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "reason", "hint"), LEFT_OUT)
def test_a_row_that_is_wrong_is_left_out_and_says_why(
    project: Path, capsys: pytest.CaptureFixture[str], rows: str, reason: str, hint: str
) -> None:
    given = (HEAD + rows).encode()
    found = brought(project, capsys, "annotations", given, "--texts", str(project / "texts"), expected=1)
    assert found.left_out == [(reason, hint)]


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("offsets", "utf-16", ("`offsets`: unknown unit `utf-16`", "write codepoints, utf16 or bytes")),
        ("suggested", "ja", ("`suggested`: neither yes nor no: `ja`", "write yes, or leave it empty")),
    ],
)
def test_a_word_that_nobody_knows_is_not_passed_over(
    project: Path, capsys: pytest.CaptureFixture[str], column: str, cell: str, said: tuple[str, str]
) -> None:
    given = f"article,id,fact,type,stance,role participant,start,end,{column}\n"
    given += f"talks,met,m,Meeting,asserts,ana-solberg; lea-okafor,9,60,{cell}\n"
    words = ("--texts", str(project / "texts"))
    found = brought(project, capsys, "annotations", given.encode(), *words, expected=1)
    assert found.left_out == [said]
    assert brought(project, capsys, "annotations", given.replace(cell, "").encode(), *words).words() == [QUOTED]


def test_line_ends_within_cells_are_ours_again(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = (HEAD + ROW + '"one\r\ntwo"\r\n').encode()
    found = brought(project, capsys, "annotations", given, "--texts", str(project / "texts"))
    assert found.claims[0]["note"] == "one\ntwo"


def test_a_changed_claim_is_not_taken_for_the_project_s(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ("--texts", str(project / "texts"))
    brought(project, capsys, "annotations", (HEAD + ROW + "\n").encode(), *words)
    (project / "sources/brought.jsonl").rename(project / "sources/kept.jsonl")
    same = brought(project, capsys, "annotations", (HEAD + ROW + "\n").encode(), *words)
    assert (same.report["known"], same.claims) == (1, [])
    other = brought(project, capsys, "annotations", (HEAD + ROW + "seen\n").encode(), *words, expected=1)
    assert other.left_out == [
        ("there is another claim `talks/met`, which says otherwise",
         "change the claim in its file, or give the annotation another id")
    ]  # fmt: skip


FILES = [
    (b"", "not of this format: no column `article`, `id`\n  hint: name a file with its header\n"),
    (b"article\nx\n", "not of this format: no column `id`\n  hint: name a file with its header\n"),
    (b"article,id,id\n", "two columns `id`\n  hint: leave one of them out\n"),
    (b"article,id\n\xff\n", "not UTF-8 at byte 11\n  hint: save the table as CSV in UTF-8\n"),
    (b'article,id\n"a,b\n', "no CSV: unexpected end of data\n  hint: mend that row\n"),
]


@pytest.mark.parametrize(("given", "message"), FILES, ids=["empty", "column", "twice", "latin", "open"])
def test_a_file_that_is_none_says_why(
    project: Path, capsys: pytest.CaptureFixture[str], given: bytes, message: str
) -> None:
    (project / "odd.csv").write_bytes(given)
    line = ["import", "annotations", str(project / "odd.csv"), "-o", "-", "--project", str(project)]
    assert run(line) == 1
    assert capsys.readouterr().err.partition(": ")[2].endswith(message)


def test_columns_that_nobody_knows_are_named(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    given = (HEAD.strip() + ",colour\n" + ROW + ",red\n").encode()
    found = brought(project, capsys, "annotations", given, "--texts", str(project / "texts"))
    assert found.report["notes"] == ["columns that are not read: `colour`"]
