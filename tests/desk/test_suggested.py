"""Claims that are `suggested: true`: never built and never refused, whatever they lack, but counted and named."""

from __future__ import annotations

from pathlib import Path

import pytest

import kg
from kg.annotation.reader import read, read_source
from kg.annotation.source_text import SourceText, decode
from kg.base.project import find
from kg.builder import pipeline
from kg.cli.main import run
from kg.cli.new_project import start

HEAD = "article: {title: A visit, publisher: the-paper, published: 2023-12-14}\n"
HASH = "0" * 64
SOUND = f"{{id: sound, fact: talks, type: Talks, stance: asserts, evidence: [{{at: [0, 9], sha256: {HASH}}}]}}"
BARE = """
  - id: s1
    suggested: true
    roles: {participant: [nobody-at-all]}
    evidence: [{quote: "They met."}]
"""
SOUND_BUT_FOR_THE_MARK = SOUND.replace("id: sound,", "id: other, suggested: true,")
SAID = "1 suggested claim is not built: take `suggested: true` away from what is right\n"


def faults_of(claims: str) -> list[str]:
    return [str(fault) for fault in read_source(SourceText("paper.yaml", f"{HEAD}claims: [{claims}]")).faults]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    start(tmp_path / "talks", "https://example.org/talks/")
    return tmp_path / "talks"


def suggest(project: Path, claim: str = BARE) -> Path:
    path = project / "sources/river-talks-2024-03-13.yaml"
    with path.open("a", encoding="utf-8") as stream:
        stream.write(claim)
    return path


def test_a_suggested_claim_is_counted_and_kept_nowhere() -> None:
    document = read_source(SourceText("paper.yaml", f"{HEAD}claims: [{SOUND_BUT_FOR_THE_MARK}, {SOUND}]"))
    assert [claim.id for claim in document.claims] == ["sound"]
    assert (document.claims_in, document.suggested, document.faults, document.drafts) == (2, 1, (), ())


def test_one_that_is_marked_as_none_is_a_claim_like_others() -> None:
    claim = SOUND.replace("id: sound,", "id: sound, suggested: false,")
    document = read_source(SourceText("paper.yaml", f"{HEAD}claims: [{claim}]"))
    assert ([claim.id for claim in document.claims], document.suggested) == (["sound"], 0)


@pytest.mark.parametrize(
    "claim",
    ["{suggested: true}", "{suggested: true, id: a, evidence: []}", "{suggested: true, evidence: [{quote: She}, {}]}"],
)
def test_what_it_lacks_is_no_fault(claim: str) -> None:
    assert faults_of(claim) == []


def test_what_it_has_is_checked_for_its_form() -> None:
    assert faults_of("{suggested: true, stanze: asserts, when: 2023-02-30}") == [
        "paper.yaml:2:28: unknown field `stanze`\n  hint: did you mean `stance`?",
        "paper.yaml:2:51: no such day: `2023-02-30`\n  hint: 2023-02 has 28 days",
    ]


def test_a_mark_that_cannot_be_read_is_a_fault_of_a_claim() -> None:
    claim = SOUND.replace("id: sound,", "id: sound, suggested: maybe,")
    document = read_source(SourceText("paper.yaml", f"{HEAD}claims: [{claim}]"))
    assert [str(fault) for fault in document.faults] == [
        "paper.yaml:2:33: neither true nor false: `maybe`\n  hint: write `true`, or leave the field out"
    ]
    assert (document.claims, document.suggested) == ((), 0)


def test_neither_a_faulty_head_nor_a_faulty_file_refuses_it() -> None:
    document = read_source(SourceText("paper.yaml", f"article: {{}}\nclaims: [{SOUND_BUT_FOR_THE_MARK}]"))
    assert not any("refuses" in fault.fault for fault in document.faults)
    document = read_source(decode(f"{HEAD}claims: [{SOUND_BUT_FOR_THE_MARK}]  # caf\xe9".encode("latin-1"), "a.yaml"))
    assert (document.claims_in, document.suggested, document.unread) == (1, 1, True)
    assert document.faults[0].hint == "save the file as UTF-8; until then all of it is refused: 0 claims"


def test_lines_of_json_may_be_suggested_too(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"claim":{"article":"paper-1","id":"a","suggested":true}}\n', "utf-8")
    document = read(path, tmp_path)
    assert (document.claims_in, document.suggested, document.claims, document.faults) == (1, 1, (), ())


def test_a_build_is_as_without_it_but_names_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = kg.build(project).records
    suggest(project)
    built = pipeline.build(find(project))
    assert kg.open(project).records == before
    assert (built.counts["claims"], built.counts["refused"], built.counts["suggested"]) == (len(before.claims), 0, 1)
    assert run(["build", "--project", str(project)]) == 0
    out, err = capsys.readouterr()
    assert (out.splitlines()[0].endswith(", 0 refused, 1 suggested"), err) == (True, SAID)


def test_a_check_names_it(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    suggest(project)
    assert run(["check", "--project", str(project)]) == 0
    assert capsys.readouterr() == ("", f"2 files, 9 claims, 0 refused, 1 suggested, 0 faults\n{SAID}")


def test_it_shows_with_its_words(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = suggest(project)
    assert run(["show", str(path), "--texts", str(project / "texts")]) == 0
    assert "    suggested: true\n    roles: {participant: [nobody-at-all]}\n" in capsys.readouterr().out
