"""`kg suggest --score`: tallies by hand, of a text that was annotated in part."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from kg.cli.main import run
from kg.desk.suggestions.days import FoundDay
from kg.desk.suggestions.names import Mention
from kg.desk.suggestions.proposals import Found, Proposal
from kg.desk.suggestions.scoring import PARTS, Score, Tally, score, score_claims, score_lines, score_rows
from kg.model.dates import parse
from kg.model.records import Claim, Evidence, Stance
from tests.conftest import ROOT

TEXT = "Ann met Bo on Monday. Cy told Di on Friday. Ed saw Flo once."
FIRST, SECOND, THIRD = 0, TEXT.index("Cy"), TEXT.index("Ed")
ENTITIES = {"ann", "bo", "cy", "di", "ed", "flo"}


def claim(id_: str, at: int, type_: str, **fields: object) -> Claim:
    evidence = (Evidence(start=at + 1, end=at + 4, sha256="0" * 64),)
    return Claim(article="a", id=id_, fact=id_, type=type_, stance=Stance.ASSERTS, evidence=evidence, **fields)  # type: ignore[arg-type]  # of any field


CLAIMS = [
    claim("one", FIRST, "Meeting", roles={"participant": ("ann", "bo")}, when=parse("2031-03-03")),
    claim(
        "two",
        SECOND,
        "Message",
        roles={"agent": ("cy",), "act": ("demand",)},
        speaker=("cy",),
        said=parse("2031-02-28"),
    ),
]


def mention(at: int, *ids: str) -> Mention:
    return Mention(at, at + 2, ids)


def proposal(at: int, type_: str | None, speaker: tuple[str, ...] = (), **roles: tuple[str, ...]) -> Proposal:
    return Proposal(start=at, end=at + 9, sha256="0" * 64, type=type_, speaker=speaker, roles=roles)


def test_what_counts_as_a_hit() -> None:
    found = Found(
        mentions=(
            mention(FIRST, "ann"), mention(FIRST + 8, "di"), mention(SECOND, "cy"), mention(SECOND + 8, "di", "bo"),
            mention(THIRD, "ed"),  # nobody annotated that sentence
        ),
        days=(FoundDay(FIRST + 9, FIRST + 12, "2031-03-03"), FoundDay(SECOND + 9, SECOND + 12, "2031-02-28~")),
        proposals=(proposal(FIRST, "Meeting", ("ann",)), proposal(SECOND, "Message", ("cy",), agent=("cy",))),
    )  # fmt: skip
    assert score(TEXT, CLAIMS, found, ENTITIES) == {
        "mentions": Tally(2, 3, 2, 3),  # ann and cy, not di; of ann, bo, cy
        "days": Tally(1, 2, 1, 2),  # about that Friday is not that Friday
        "speakers": Tally(1, 2, 1, 1),  # the narrator of the first sentence is taken for ann
        "claims": Tally(1, 2, 1, 2),
    }


@pytest.mark.parametrize(
    ("proposed", "expected"),
    [
        ([], (0, 0)),
        ([{"evidence": [{"at": ["3", "5"]}], "type": "Meeting", "roles": {"participant": "bo"}}], (1, 1)),
        ([{"evidence": [{"at": [3, 5]}], "type": "Meeting", "roles": {"participant": ["cy"]}}], (0, 1)),
        ([{"evidence": [{"at": [3, 5]}], "type": "Visit", "roles": {"participant": ["bo"]}}], (0, 1)),
        ([{"evidence": [{"at": [3, 5]}], "type": "Meeting", "speaker": "cy", "roles": {"participant": "bo"}}], (0, 1)),
        ([{"evidence": [{"at": [22, 9]}], "type": "Message", "speaker": "cy", "roles": {"act": "demand"}}], (1, 1)),
        ([{"evidence": [{"at": [THIRD, THIRD + 5]}], "type": "Meeting", "roles": {"participant": ["bo"]}}], (0, 0)),
        ([{"evidence": [{"at": [3, 5]}], "type": "Meeting", "roles": {"participant": "bo"}}] * 2, (1, 2)),
        ([{"type": "Meeting"}], (0, 0)),
    ],
)  # fmt: skip
def test_claims_of_whoever_proposes_them(proposed: list[dict[str, object]], expected: tuple[int, int]) -> None:
    tally = score_claims(TEXT, CLAIMS, proposed)
    assert (tally.right, tally.proposed, tally.found, tally.annotated) == (*expected, expected[0], len(CLAIMS))


def test_no_share_of_nothing() -> None:
    lines = score_lines([Score("a", dict.fromkeys(PARTS, Tally()))])
    assert lines[1] == "a        mentions   none             none"
    assert score_rows([Score("a", dict.fromkeys(PARTS, Tally()))])[0] == {
        "article": "a", "part": "mentions", "precision": None, "recall": None,
        "right": 0, "proposed": 0, "found": 0, "annotated": 0,
    }  # fmt: skip


def test_articles_and_all_of_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = tmp_path / "strait"
    shutil.copytree(ROOT / "tests/projects/strait", project, symlinks=False)
    assert run(["suggest", "--score", "wire-2031-03-03", "lantern-2031-03-17", "--project", str(project)]) == 0
    table = capsys.readouterr().out.splitlines()
    assert run(["suggest", "--score", "wire-2031-03-03", "lantern-2031-03-17", "--project", str(project), "--format",
                "json"]) == 0  # fmt: skip
    rows = json.loads(capsys.readouterr().out)
    assert [(row["article"], row["part"]) for row in rows] == [
        (article, part) for article in ("lantern-2031-03-17", "wire-2031-03-03", "all") for part in PARTS
    ]
    assert len(table) == 1 + len(rows)
    assert [rows[4 * 2 + at]["annotated"] for at in range(4)] == [
        rows[at]["annotated"] + rows[4 + at]["annotated"] for at in range(4)
    ]


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("--score", "wire-2031-03-42"), 1, "no article `wire-2031-03-42` with a text\n"
         "  hint: did you mean `wire-2031-03-24`?\n"),
        (("--score", "wire-2031-03-03"), 2, "`wire-2031-03-03` cannot be scored\n"
         "  hint: it needs claims, and the very text that was annotated\n"),
        (("--score", "wire-2031-03-11"), 1, "no such text: `wire-2031-03-11.txt`\n"
         "  hint: put it into `texts/`, or correct `file`\n"),
    ],
)  # fmt: skip
def test_what_cannot_be_scored(
    tmp_path: Path, words: tuple[str, ...], code: int, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "strait"
    shutil.copytree(ROOT / "tests/projects/strait", project, symlinks=False)
    (project / "texts/wire-2031-03-11.txt").unlink()
    with (project / "texts/wire-2031-03-03.txt").open("a", encoding="utf-8") as stream:
        stream.write("More.\n")
    assert run(["suggest", *words, "--project", str(project)]) == code
    assert capsys.readouterr().err == said
    assert run(["suggest", "--score", "--project", str(project)]) == 0
    out = capsys.readouterr().out
    assert "wire-2031-03-03" not in out
    assert "wire-2031-03-24" in out


def test_of_an_article_with_several_readings_the_chosen_one_is_scored(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = tmp_path / "strait"
    shutil.copytree(ROOT / "tests/projects/strait", project, symlinks=False)
    words = ["suggest", "--score", "wire-2031-03-24", "--project", str(project)]
    assert run(words) == 0
    alone = capsys.readouterr().out
    own = project / "sources/wire-2031-03-24.yaml"
    shutil.copy(own, own.with_suffix(".cd.yaml"))
    assert run(words) == 0
    assert capsys.readouterr().out == alone
