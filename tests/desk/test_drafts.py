"""Drafts of claims: kept whole beside the sources, read by nothing else, and never a reason to stop."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from kg.annotation.reader import paths
from kg.base.disk import WriteError
from kg.base.errors import KgError
from kg.base.project import find
from kg.builder.fingerprints import files_of
from kg.cli.main import run
from kg.desk.annotating import drafts

DRAFT: dict[str, Any] = {"claim": {"fact": "talks", "note": "“é”\u2028"}, "field": "when", "was": None}


def test_a_draft_is_kept_and_taken_away(tmp_path: Path) -> None:
    assert drafts.read(tmp_path, "a") is None
    drafts.keep(tmp_path, "a", DRAFT)
    drafts.keep(tmp_path, "b", {})
    assert (drafts.read(tmp_path, "a"), drafts.told(tmp_path, "a")) == (DRAFT, "")
    drafts.keep(tmp_path, "a", DRAFT | {"field": "said"})
    assert drafts.read(tmp_path, "a") == DRAFT | {"field": "said"}
    drafts.keep(tmp_path, "a", None)
    drafts.keep(tmp_path, "a", None)
    assert [path.name for path in (tmp_path / ".drafts").iterdir()] == ["b.json"]


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b'{"claim": {', "no JSON"), (b"[]", "no mapping"), (b"\xff\xfe", "no JSON"), (b"", "no JSON"),
        (b"[" * 100_000, "no JSON"), (b" " * 1_000_001, "more than 1,000,000 bytes"),
    ],
    ids=["cut off", "list", "bytes", "empty", "deep", "long"],
)  # fmt: skip
def test_what_is_no_draft_is_told_and_kept_aside(tmp_path: Path, data: bytes, problem: str) -> None:
    path = tmp_path / ".drafts" / "a.json"
    for number in (1, 2):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        assert drafts.read(tmp_path, "a") is None
        told = f"`{tmp_path.name}/.drafts/a.json` is no draft that can be read ({problem}): it is kept as it is"
        assert drafts.told(tmp_path, "a") == told
        drafts.keep(tmp_path, "a", DRAFT)
        assert drafts.read(tmp_path, "a") == DRAFT
        assert path.with_name(f"a.damaged-{number}.json").read_bytes() == data


def test_a_folder_in_the_place_of_a_draft_is_moved_aside(tmp_path: Path) -> None:
    (tmp_path / ".drafts" / "a.json").mkdir(parents=True)
    assert drafts.read(tmp_path, "a") is None
    drafts.keep(tmp_path, "a", DRAFT)
    assert drafts.read(tmp_path, "a") == DRAFT


def test_what_cannot_be_kept_is_refused_and_the_old_stays(tmp_path: Path) -> None:
    drafts.keep(tmp_path, "a", DRAFT)
    for odd in ({"a": b"x"}, {"a": float("nan")}, {"a": "x" * 1_000_000}, ["a"]):
        with pytest.raises(KgError):
            drafts.keep(tmp_path, "a", odd)  # type: ignore[arg-type] # whatever comes over the wire
    for name in ("", "../a", ".a", "a/b", "a\0"):
        with pytest.raises(KgError):
            drafts.keep(tmp_path, name, DRAFT)
    assert drafts.read(tmp_path, "a") == DRAFT


def test_a_file_in_the_place_of_the_folder_is_said(tmp_path: Path) -> None:
    (tmp_path / ".drafts").write_text("mine")
    with pytest.raises(WriteError, match="the draft cannot be kept"):
        drafts.keep(tmp_path, "a", DRAFT)
    assert (tmp_path / ".drafts").read_text() == "mine"


def test_nothing_but_the_page_reads_drafts(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "p"
    assert run(["init", str(root), "--base", "https://example.org/p/"]) == 0
    assert "/sources/.drafts/" in (root / ".gitignore").read_text().splitlines()
    project = find(root)
    assert run(["build", "--project", str(root)]) == 0

    def seen() -> tuple[object, ...]:
        out = tmp_path / "out.jsonl"
        assert run(["export", "jsonl", "--project", str(root), "-o", str(out)]) == 0
        assert run(["check", "--project", str(root)]) == 0
        return paths(project.sources, root), list(files_of(project)), out.read_bytes(), capsys.readouterr()

    capsys.readouterr()
    before = seen()
    drafts.keep(project.sources, "river-talks-2024-03-13", DRAFT)
    (project.sources / ".drafts" / "odd.yaml").write_text("\t- no: [yaml")
    (project.sources / ".drafts" / "odd.jsonl").write_text("no json")
    assert seen() == before
