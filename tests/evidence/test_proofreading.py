"""Annotation files with the words of their evidence beside them, and files that keep their quotes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.annotation.reader import read
from kg.base.errors import KgError
from kg.cli import main as cli
from kg.evidence.anchoring import anchor
from kg.evidence.article_text import digest
from kg.evidence.proofreading import proof

TEXT = "Ann met Bo.\r\nThen Jose\u0301 said: Ann met Bo. All left."
HEAD = "article: {title: T, publisher: p, published: 2024, text: {file: a.txt}}\nclaims:\n"
CLAIM = "  - id: {id}\n    fact: f\n    type: Meeting\n    stance: asserts\n    evidence:\n      - {evidence}\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_bytes(TEXT.encode())
    path = tmp_path / "paper.yaml"
    path.write_text(
        HEAD
        + CLAIM.format(id="a", evidence='quote: "José said"  # composed')
        + CLAIM.format(id="b", evidence="{quote: Ann met Bo, nth: 2, kind: caption}")
        + CLAIM.format(id="c", evidence="quote: |-\n          All left."),
        "utf-8",
    )
    return path


def shown(path: Path, texts: Path | None = None) -> list[tuple[int, str, str | None, str]]:
    return [(it.line, it.claim, it.words, it.why) for it in proof(path, texts, path.parent).evidence]


def test_quotes_that_are_kept_stand_beside_place_and_hash(path: Path) -> None:
    assert anchor(path, path.parent, path.parent, keep=True).faults == []
    written = path.read_text("utf-8")
    sha256 = digest("Jose\u0301 said")
    assert f'quote: "José said"  # composed\n        at: [18, 28]\n        sha256: {sha256}\n' in written
    assert f"{{quote: Ann met Bo, at: [30, 40], sha256: {digest('Ann met Bo')}, kind: caption}}" in written
    assert "quote: |-\n          All left.\n        at: [42, 51]\n" in written
    document = read(path, path.parent)
    assert document.faults == ()
    assert [claim.evidence[0].start for claim in document.claims] == [18, 30, 42]


def test_what_is_kept_is_left_by_every_further_run(path: Path) -> None:
    anchor(path, path.parent, path.parent, keep=True)
    before = path.read_text("utf-8")
    for keep in (True, False):
        done = anchor(path, path.parent, path.parent, keep=keep)
        assert (done.spans, done.is_changed, done.faults) == (0, False, [])
    assert path.read_text("utf-8") == before


def test_a_kept_quote_that_was_changed_is_refused(path: Path) -> None:
    anchor(path, path.parent, path.parent, keep=True)
    path.write_text(path.read_text("utf-8").replace("quote: Ann met Bo", "quote: Ann met Bob"), "utf-8")
    (fault,) = read(path, path.parent).faults
    assert str(fault) == (
        "paper.yaml:16:17: `quote` and `sha256` do not agree: `Ann met Bob`\n"
        "  hint: leave `at` and `sha256` out, and run `kg anchor --keep`"
    )
    (fault,) = anchor(path, path.parent, path.parent).faults
    assert fault.fault == '`quote`, `at` and `sha256` do not agree: at [30, 40] stands "Ann met Bo"'


def test_a_place_that_was_changed_beside_a_kept_quote_is_refused_by_anchor(path: Path) -> None:
    anchor(path, path.parent, path.parent, keep=True)
    path.write_text(path.read_text("utf-8").replace("[42, 51]", "[41, 51]"), "utf-8")
    assert read(path, path.parent).faults == ()  # without the text only quote and hash can be compared
    assert len(anchor(path, path.parent, path.parent).faults) == 1
    assert shown(path, path.parent)[2][3] == "other words than those that were annotated"


def test_the_words_stand_beside_each_place(path: Path) -> None:
    anchor(path, path.parent, path.parent)
    assert shown(path, path.parent) == [
        (8, "a", "Jose\u0301 said", ""), (15, "b", "Ann met Bo", ""), (21, "c", "All left.", ""),
    ]  # fmt: skip
    assert shown(path)[0] == (8, "a", None, "no text to look into: add `--texts DIR`")


def test_quotes_can_be_read_without_the_text(path: Path) -> None:
    assert shown(path)[0] == (8, "a", "José said", "not anchored")
    anchor(path, path.parent, path.parent, keep=True)
    assert [(words, why) for _, _, words, why in shown(path)] == [
        ("José said", ""), ("Ann met Bo", ""), ("All left.", ""),
    ]  # fmt: skip


def test_show_prints_the_file_with_comments(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    anchor(path, path.parent, path.parent)
    assert cli.run(["show", str(path), "--texts", str(path.parent)]) == 0
    printed = capsys.readouterr().out.split("\n")
    written = path.read_text("utf-8").removesuffix("\n").split("\n")
    assert [line for line in printed if not line.lstrip().startswith('# "')] == [*written, ""]
    assert '        # "Ann met Bo"' in printed
    assert cli.run(["show", str(path), "--texts", str(path.parent), "--format", "json"]) == 0
    rows = json.loads(capsys.readouterr().out)
    assert rows[1] == {"line": 15, "claim": "b", "words": "Ann met Bo", "note": ""}


@pytest.mark.parametrize("name", ["gone.yaml", "a.txt", "."])
def test_what_is_no_annotation_file_is_said_to_be_none(path: Path, name: str) -> None:
    with pytest.raises(KgError):
        proof(path.parent / name, None, path.parent)


def test_a_file_without_claims_is_shown_as_it_is(path: Path) -> None:
    for text in ("", "[]", "article: {}", "article: {}\nclaims: [{}, 3, {evidence: x}, {evidence: [x]}]"):
        path.write_text(text, "utf-8")
        assert shown(path, path.parent) == []
