"""Two articles with one id: how one of them gets another depends on where its id comes from."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import run
from tests.conftest import ROOT

BY_FILE = "name one of the files otherwise: until then the claims of this one are refused"
IN_RECORD = "the id stands in the record, whatever the file is called: write another there, and in its claims"
IMPORTED = f"one table or data set, imported twice? then remove one of the files; if not, {IN_RECORD}"
YAML = "article: {title: T, publisher: courier, published: 2031-03-05}\nclaims: []\n"
LINE = {"article": {"id": "p", "title": "T", "publisher": "courier", "published": "2031-03-05"}}
CODED = {"article": {"id": "p", "publisher": "courier", "published": "/2031-03-05", "coded-by": "courier"}}
ENTITIES = "courier: {kind: Organization, name: Courier}\n"


def checked(folder: Path, files: dict[str, str | dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> list[Any]:
    """Check a project of some files; give what is told of two articles with one id."""
    assert run(["init", str(folder), "--empty", "--base", "https://example.org/p/"]) == 0
    (folder / "sources/entities.yaml").write_text(ENTITIES, "utf-8")
    for name, its in files.items():
        path = folder / "sources" / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(its if isinstance(its, str) else f"{json.dumps(its)}\n", "utf-8")
    capsys.readouterr()
    assert run(["check", "--format", "json", "--project", str(folder)]) == 1
    faults = json.loads(capsys.readouterr().out)
    return [(its["file"], its["hint"]) for its in faults if its["fault"].startswith("two articles with one id: `p`")]


@pytest.mark.parametrize(
    ("files", "told"),
    [
        ({"p.yaml": YAML, "z/p.yaml": YAML}, ("sources/z/p.yaml", BY_FILE)),
        ({"a.jsonl": LINE, "p.yaml": YAML}, ("sources/p.yaml", BY_FILE)),
        ({"p.yaml": YAML, "z.jsonl": LINE}, ("sources/z.jsonl", IN_RECORD)),
        ({"a.jsonl": LINE, "b.jsonl": LINE}, ("sources/b.jsonl", IN_RECORD)),
        ({"a.jsonl": CODED, "b.jsonl": CODED}, ("sources/b.jsonl", IMPORTED)),
        ({"a.jsonl": LINE, "b.jsonl": CODED}, ("sources/b.jsonl", IMPORTED)),
        ({"p.yaml": YAML, "z.jsonl": CODED}, ("sources/z.jsonl", IMPORTED)),
    ],
)
def test_the_hint_says_where_the_id_comes_from(
    files: dict[str, Any], told: tuple[str, str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert checked(tmp_path / "p", files, capsys) == [told]


def test_a_table_imported_twice_is_asked_for(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, docs = tmp_path / "met", ROOT / "docs"
    assert run(["init", str(folder), "--empty", "--base", "https://example.org/met/"]) == 0
    words = ["import", "table", str(docs / "who-met-whom.csv"), "--map", str(docs / "who-met-whom.yaml")]
    for name in ("met", "again"):
        assert run([*words, "--project", str(folder), "-o", str(folder / f"sources/{name}.jsonl")]) == 0
    capsys.readouterr()
    assert run(["check", "--project", str(folder)]) == 1
    told = capsys.readouterr().out
    assert "two articles with one id: `meetings-2031" in told
    assert told.count("imported twice? then remove one of the files") == told.count("two articles with one id")
    (folder / "sources/again.jsonl").unlink()
    assert run(["check", "--project", str(folder)]) == 0
