"""Sentences ticked off as holding nothing about actors: read, anchored, checked, counted, moved with the text, kept."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import kg
from kg.annotation.reader import read, read_source
from kg.annotation.source_text import SourceText
from kg.cli.main import run
from kg.cli.new_project import start
from kg.evidence.article_text import digest
from kg.evidence.coverage import Pieces, cover, marked, marks
from kg.model.records import Evidence

TEXT = (
    "Ministers meet at last\n"  # [0, 22)
    "\n"
    "It rained all day in Riverton. "  # [24, 54)
    "Ann Arbor met Bo Berg on Monday. "  # [55, 87)
    "Trams were late again.\n"  # [88, 110)
    "By |\n"
)
RAIN, TRAMS = "It rained all day in Riverton.", "Trams were late again."
ENTITIES = """\
ann: {kind: Person, name: Ann Arbor}
bo: {kind: Person, name: Bo Berg}
gazette: {kind: Organization, name: The Gazette}
"""
MET = f"""
  - id: met
    fact: talks
    type: Meeting
    roles: {{participant: [ann, bo]}}
    stance: asserts
    evidence: [{{at: [55, 86], sha256: {digest("Ann Arbor met Bo Berg on Monday")}}}]
"""


def head(*ticks: str, text: str = TEXT) -> str:
    lines = "".join(f"    - {tick}\n" for tick in ticks)
    return (
        "article:\n  title: Ministers meet at last\n  publisher: gazette\n  published: 2031-03-05\n"
        f"  text: {{file: paper.txt, sha256: {digest(text)}, characters: {len(text)}}}\n"
        + (f"  no-claims: # looked at\n{lines}" if ticks else "")
    )


def tick(words: str, start: int | None = None) -> str:
    at = TEXT.index(words) if start is None else start
    return f"{{at: [{at}, {at + len(words)}], sha256: {digest(words)}}}"


class Desk:
    """A project with one article."""

    def __init__(self, root: Path) -> None:
        self.root = root
        start(root, "https://example.org/p/", empty=True)
        self.path, self.text = root / "sources/paper.yaml", root / "texts/paper.txt"
        self.text.parent.mkdir(exist_ok=True)
        self.text.write_text(TEXT, "utf-8")
        (root / "sources/entities.yaml").write_text(ENTITIES, "utf-8")

    def write(self, head: str, claims: str = MET) -> None:
        self.path.write_text(f"{head}claims:{claims or ' []'}\n", "utf-8")

    def run(self, *words: str) -> int:
        return run([*words, "--project", str(self.root), "--texts", str(self.text.parent)])


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "p")


Told = pytest.CaptureFixture[str]


def test_an_article_may_hold_ticks_and_no_claim(desk: Desk, capsys: Told) -> None:
    desk.write(head(tick(RAIN)), "")
    assert desk.run("check") == 0
    assert capsys.readouterr() == ("", "2 files, 0 claims, 0 refused, 0 faults\n")
    article = read(desk.path, desk.root).article
    assert article is not None
    assert article.no_claims == (Evidence(start=24, end=54, sha256=digest(RAIN)),)


def test_what_is_ticked_off_is_counted_apart(desk: Desk, capsys: Told) -> None:
    desk.write(head(tick(RAIN), tick(TRAMS)))
    assert desk.run("check", "--coverage") == 0
    assert capsys.readouterr().out == (
        "paper: 1 of 2 sentences touched (50%), 2 ticked off as holding nothing about actors; begun\n"
        "  0-22: Ministers meet at last\n"
    )
    assert desk.run("check", "--coverage", "--format", "json") == 0
    assert json.loads(capsys.readouterr().out) == [
        {
            "article": "paper",
            "state": "begun",
            "sentences": 2,
            "share": 0.5,
            "ticked": [{"start": 24, "end": 54, "text": RAIN}, {"start": 88, "end": 110, "text": TRAMS}],
            "untouched": [{"start": 0, "end": 22, "text": "Ministers meet at last"}],
        }
    ]


def test_a_sentence_that_is_ticked_off_and_touched_is_touched() -> None:
    spans, ticks = [(55, 86)], [(55, 87), (24, 30), (113, 115)]
    assert marks(TEXT, spans, ticks) == (
        (0, 22, "open"),
        (24, 54, "nothing"),
        (55, 87, "claim"),
        (88, 110, "open"),
        (111, 115, "apart"),
    )
    found = cover("paper", TEXT, spans, ticks)
    assert [its.words for its in found.ticked] == [RAIN]
    assert found.share == 1 / 3


PIECES = st.lists(st.tuples(st.integers(0, 6), st.integers(1, 9), st.booleans()), max_size=8)
SPANS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=8)


@given(PIECES, SPANS, SPANS)
def test_one_sweep_finds_what_comparing_all_with_all_finds(
    gaps: list[tuple[int, int, bool]], spans: list[tuple[int, int]], ticks: list[tuple[int, int]]
) -> None:
    pieces: Pieces = ()
    for gap, length, is_sentence in gaps:
        at = (pieces[-1][1] if pieces else 0) + gap
        pieces = (*pieces, (at, at + length, is_sentence))

    def touches(some: list[tuple[int, int]], start: int, end: int) -> bool:
        return any(first < end and last > start for first, last in some)

    assert [mark for _, _, mark in marked(pieces, spans, ticks)] == [
        "apart" if not is_sentence
        else "claim" if touches(spans, start, end)
        else "nothing" if touches(ticks, start, end)
        else "open"
        for start, end, is_sentence in pieces
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("ticks", "expected"),
    [
        (
            [tick(RAIN), "{at: [54, 24], sha256: " + "0" * 64 + "}"],
            "sources/paper.yaml:8:12: `no-claims` [54, 24] is reversed; the text has 116 characters\n"
            "  hint: write `at: [start, end]`, the end exclusive\n",
        ),
        (
            ["{at: [110, 999], sha256: " + "0" * 64 + "}"],
            "sources/paper.yaml:7:12: `no-claims` [110, 999] ends past the text's 116 characters\n"
            "  hint: write `quote:` and let `kg anchor` find the place\n",
        ),
        (
            [tick(RAIN, 25)],
            "sources/paper.yaml:7:30: the text has changed: the words at [25, 55] have another hash\n"
            "  hint: `kg anchor --repair` finds the same words again; with `--old OLD-TEXT`, changed ones too\n",
        ),
        (
            [f"quote: {RAIN}"],
            "sources/paper.yaml:7:14: what is ticked off is a quote: run `kg anchor`\n"
            "  hint: it writes `at` and `sha256` in its place\n",
        ),
        (
            [f"{{at: [24, 54], sha256: {digest(RAIN)}, kind: caption}}", tick(TRAMS)],
            "sources/paper.yaml:7:96: unknown field `kind`\n"
            "  hint: fields here: `at`, `sha256`, `quote`, `nth`; `kg help NAME` explains one\n",
        ),
        (
            ["all of it"],
            "sources/paper.yaml:7:7: expected a mapping, found text\n"
            "  hint: write pairs of `name: value`\n",
        ),
        (
            ["{at: [a, 54], sha256: " + "0" * 64 + "}"],
            "sources/paper.yaml:7:13: no count: `a`\n  hint: write a whole number from 0 in digits, nine at most\n",
        ),
    ],
    ids=["reversed", "past", "hash", "quote", "field", "text", "number"],
)  # fmt: skip
def test_a_fault_of_a_tick_stands_at_its_place_and_costs_no_claim(
    desk: Desk, capsys: Told, ticks: list[str], expected: str
) -> None:
    desk.write(head(*ticks))
    assert desk.run("check") == 1
    assert capsys.readouterr() == (expected, "2 files, 1 claim, 0 refused, 1 fault\n")


def test_bounds_are_checked_without_the_text(desk: Desk, capsys: Told) -> None:
    desk.write(head("{at: [110, 999], sha256: " + "0" * 64 + "}"))
    assert run(["check", "--project", str(desk.root)]) == 1
    assert "`no-claims` [110, 999] ends past the text's 116 characters" in capsys.readouterr().out


def test_what_nobody_read_has_nothing_to_tick_off(desk: Desk, capsys: Told) -> None:
    coded = head(tick(RAIN)).replace("  text:", "  coded-by: gazette\n  # text:")
    desk.write(coded, "")
    assert desk.run("check") == 1
    assert capsys.readouterr().out == (
        "sources/paper.yaml:8:5: `no-claims` in what nobody read: `paper` is coded by `gazette` and names no text\n"
        "  hint: leave it out; or name the text: `text: {file: …}`\n"
    )


def test_the_ticks_of_a_refused_head_are_checked_too() -> None:
    text = head("{at: [9, 3], sha256: " + "0" * 64 + "}").replace("2031-03-05", "yesterday") + "claims: []\n"
    document = read_source(SourceText("sources/paper.yaml", text))
    (draft,) = document.drafts
    assert [its.start for its in draft.record.no_claims] == [9]


def test_a_quote_becomes_a_place_and_all_else_stays(desk: Desk, capsys: Told) -> None:
    desk.write(head(f'quote: "{RAIN}"  # the weather', tick(TRAMS)), "")
    assert run(["anchor", str(desk.path), "--texts", str(desk.text.parent)]) == 0
    assert capsys.readouterr().err == f"{desk.path}: 1 span anchored\n"
    placed = f"at: [24, 54]\n      sha256: {digest(RAIN)}  # the weather"
    assert desk.path.read_text("utf-8") == head(placed, tick(TRAMS)) + "claims: []\n"
    assert desk.run("check") == 0


def test_a_quote_that_is_not_there_is_named(desk: Desk, capsys: Told) -> None:
    desk.write(head('{quote: "It snowed."}'), "")
    before = desk.path.read_bytes()
    assert run(["anchor", str(desk.path), "--texts", str(desk.text.parent)]) == 1
    assert "paper.yaml:7:15: the quote is not in the text" in capsys.readouterr().err
    assert desk.path.read_bytes() == before


def test_ticks_move_with_the_text(desk: Desk, capsys: Told) -> None:
    desk.write(head(tick(RAIN), tick(TRAMS)))
    old = desk.root / "old.txt"
    shutil.copy(desk.text, old)
    edited = "On Tuesday\n\n" + TEXT.replace("Trams were late again.", "Trams were late again, as ever.")
    desk.text.write_text(edited, "utf-8")
    repair = ["anchor", str(desk.path), "--texts", str(desk.text.parent), "--repair", "--old", str(old)]
    assert run(repair) == 1
    told = capsys.readouterr()
    assert told.out == (
        "changed no-claims  [88, 110] → [100, 121]  score 97.7, proposed\n"
        '        was  "Trams were late again."\n'
        '        now  "Trams were late again"\n'
        "moved   no-claims  [24, 54] → [36, 66]  (exact)\n"
        f'        "{RAIN}"\n'
        "moved   met  [55, 86] → [67, 98]  (exact)\n"
        '        "Ann Arbor met Bo Berg on Monday"\n'
    )
    assert "`--accept no-claims` writes what is proposed" in told.err
    assert run([*repair, "--accept", "no-claims", "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert [(its["claim"], its["to"], its["accepted"]) for its in rows if its["outcome"] != "kept"] == [
        ("no-claims", [100, 121], True)
    ]
    assert desk.run("check") == 0
    article = read(desk.path, desk.root).article
    assert article is not None
    assert [(its.start, its.end) for its in article.no_claims] == [(36, 66), (100, 121)]


def test_a_tick_whose_sentence_is_gone_is_named(desk: Desk, capsys: Told) -> None:
    desk.write(head(tick(TRAMS)))
    desk.text.write_text(TEXT.replace(TRAMS, ""), "utf-8")
    assert run(["anchor", str(desk.path), "--texts", str(desk.text.parent), "--repair"]) == 1
    assert (
        capsys.readouterr()
        .err.split("paper.yaml:7:12: ")[1]
        .startswith(
            "no longer in the text: the words that stood at [88, 110]\n"
            "  hint: write as `quote:` the sentence that is there now, if it too is about no actor, or take it out\n"
        )
    )


def test_ticks_move_with_line_ends(desk: Desk) -> None:
    desk.write(head(tick(RAIN)))
    desk.text.write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert run(["anchor", str(desk.path), "--texts", str(desk.text.parent), "--repair"]) == 0
    assert desk.run("check") == 0


def test_the_words_of_ticks_are_shown(desk: Desk, capsys: Told) -> None:
    desk.write(head(tick(RAIN)), "")
    assert run(["show", str(desk.path), "--texts", str(desk.text.parent), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out) == [{"line": 7, "claim": "no-claims", "words": RAIN, "note": ""}]


def test_json_lines_carry_ticks_there_and_back(desk: Desk, capsys: Told) -> None:
    desk.write(head(tick(RAIN)))
    written = kg.build(desk.root).export("jsonl")
    assert f'"no-claims":[{{"at":[24,54],"sha256":"{digest(RAIN)}"}}]' in written
    desk.path.unlink()
    (desk.root / "sources/entities.yaml").unlink()
    lines = desk.root / "sources/all.jsonl"
    lines.write_text(written, "utf-8")
    assert desk.run("check") == 0
    assert kg.build(desk.root).export("jsonl") == written
    lines.write_text(written.replace("[24,54]", "[54,24]"), "utf-8")
    capsys.readouterr()
    assert desk.run("check", "--coverage") == 1
    shown = capsys.readouterr()
    assert shown.out.splitlines()[0] == "paper: 1 of 4 sentences touched (25%)"
    column = written.split("\n")[3].index("[24,54]") + 1
    assert f"sources/all.jsonl:4:{column}: `no-claims[0].at`: `no-claims` [54, 24] is reversed" in shown.err


def exports(root: Path, format: str) -> str:
    return str(kg.build(root).export(format))


@pytest.mark.parametrize("format", ["nquads", "annotations", "webannotation", "nanopub"])
def test_other_exports_are_the_same_with_ticks_and_without(desk: Desk, format: str) -> None:
    desk.write(head())
    without = exports(desk.root, format)
    desk.write(head(tick(RAIN)))
    assert exports(desk.root, format) == without


def test_a_third_annotation_keeps_what_either_ticked_off(desk: Desk, capsys: Told) -> None:
    desk.write(head())
    whole = desk.path.read_text("utf-8")
    desk.path.unlink()
    for name, ticks in (("ab", [tick(TRAMS)]), ("cd", [tick(RAIN), tick(TRAMS)])):
        (desk.root / f"sources/paper.{name}.yaml").write_text(whole.replace(head(), head(*ticks)), "utf-8")
    files = [str(desk.root / f"sources/paper.{name}.yaml") for name in ("ab", "cd")]
    assert run(["adjudicate", *files, "-o", str(desk.path)]) == 0
    lines = desk.path.read_text("utf-8").splitlines()
    at = lines.index("  no-claims:")
    assert lines[at + 1 : at + 3] == [f"    - {tick(RAIN)}", f"    - {tick(TRAMS)}"]
    assert not [line for line in lines if "To decide" in line]
    capsys.readouterr()
    assert desk.run("check") == 0
