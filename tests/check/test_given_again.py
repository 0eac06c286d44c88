"""A claim that is given three times: what the later two say is read all the same, as what refused claims say is."""

from __future__ import annotations

import json
from pathlib import Path

from kg.check.run import check_project
from kg.cli.main import run

SPAN = {"at": [0, 1], "sha256": "0" * 64}
HEADS = [
    {"entity": {"id": "courier", "kind": "Organization", "name": "Courier"}},
    {"entity": {"id": "dunai", "kind": "Person", "name": "Dunai"}},
    {"entity": {"id": "solberg", "kind": "Person", "name": "Solberg"}},
    {"article": {"id": "p", "title": "T", "publisher": "courier", "published": "2031-03-05"}},
]


def claim(id_: str, fact: str, **fields: str) -> str:
    its = {"article": "p", "id": id_, "fact": fact, "type": "Meeting", "roles": {"participant": ["dunai", "solberg"]}}
    return json.dumps({"claim": its | {"stance": "asserts", "evidence": [SPAN]} | fields})


def test_each_that_is_given_again_names_its_fact(tmp_path: Path) -> None:
    folder = tmp_path / "p"
    assert run(["init", str(folder), "--empty", "--base", "https://example.org/p/"]) == 0
    whole = [json.dumps(its) for its in HEADS] + [claim("d", "all", **{"part-of": "second"})]
    (folder / "sources/heads.jsonl").write_text("\n".join(whole), "utf-8")
    for file, fact in (("a", "first"), ("b", "second"), ("c", "third")):
        (folder / f"sources/{file}.jsonl").write_text(claim("same", fact), "utf-8")
    faults, summary = check_project(folder, [], None)
    assert [str(fault).partition("\n")[0] for fault in faults if not fault.is_warning] == [
        "sources/b.jsonl:1:34: two claims with one id: `same`, first at sources/a.jsonl:1:1",
        "sources/c.jsonl:1:34: two claims with one id: `same`, first at sources/a.jsonl:1:1",
    ]
    assert summary.startswith("4 files, 1 claim, 3 refused, 2 faults")
