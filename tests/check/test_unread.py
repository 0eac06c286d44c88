"""While a file cannot be read, what it may hold is not told as unknown, name by name, but counted where it stands."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from kg.base.errors import Fault
from kg.check.run import check_project
from tests.check.test_check import ENTITIES, HEAD, ITS, ROOT, claim

ENTITY = '{"entity": {"id": "%s", "kind": "Person", "name": "%s"}}\n'
COUNTED = "names not found: not all of this file could be read"


def checked(folder: Path, files: dict[str, str | bytes], *asked: str) -> tuple[list[Fault], str]:
    (folder / "kg.toml").write_text('base = "https://example.org/p/"\n', "utf-8")
    (folder / "ontology").symlink_to(ROOT / "ontology")
    for name, content in files.items():
        path = folder / "sources" / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check_project(folder, [folder / "sources" / name for name in asked], None)


def told(faults: list[Fault]) -> list[str]:
    return [f"{fault.place.file.removeprefix('sources/')} {fault.fault}" for fault in faults]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("entities.yaml", f"{ENTITIES}late: {{kind: Person, name: [x\n"),
        ("entities.yaml", f"{ENTITIES}\tlate: x\n"),
        ("entities.yaml", "- ann\n- bo\n"),
        ("entities.yaml", ""),
        ("entities.yml", ENTITIES),
        (
            "all.jsonl.gz",
            gzip.compress("".join(ENTITY % (id_, id_) for id_ in ("x", "y", "z")).encode(), mtime=0)[:-12],
        ),
        ("all.jsonl.bz2", b"BZh9"),
    ],
    ids=["open-list", "tab", "a-list", "empty", "misnamed", "cut-off", "packed-otherwise"],
)
def test_entities_that_could_not_be_read_are_counted(name: str, content: str | bytes, tmp_path: Path) -> None:
    claims = claim("a", "first") + claim("b", "second")
    faults, summary = checked(tmp_path, {name: content, "paper.yaml": HEAD + claims})

    assert f"{name} 5 {COUNTED}" in told(faults)  # the publisher, and two in each claim
    assert {its.place.file for its in faults} == {f"sources/{name}"}
    assert len(faults) == 2
    assert len({its.place for its in faults}) == 1
    assert "2 files, 0 claims, 2 refused" in summary


def test_of_a_file_that_is_asked_for_every_fault_is_told(tmp_path: Path) -> None:
    files = {"entities.yaml": "- ann\n", "paper.yaml": HEAD + claim("a", "first")}
    assert told(checked(tmp_path, dict(files), "paper.yaml")[0]) == [
        "paper.yaml unknown entity `gazette`", "paper.yaml unknown entity `ann`", "paper.yaml unknown entity `bo`"
    ]  # fmt: skip


def test_facts_of_an_article_that_could_not_be_read_are_counted(tmp_path: Path) -> None:
    kind = next(id_ for id_, its in sorted(ITS.types.items()) if any(rule.takes_fact for rule in its.roles.values()))
    role = next(rule.role for rule in ITS.types[kind].roles.values() if rule.takes_fact)
    about = claim("a", "said", type=kind, roles=f"{{{role}: [met], speakr: [ann, nobody]}}")
    files = {"entities.yaml": ENTITIES, "first.yaml": HEAD + claim("a", "met") + "  - {", "second.yaml": HEAD + about}
    found = told(checked(tmp_path, dict(files))[0])

    assert "first.yaml 1 name not found: not all of this file could be read" in found
    assert not [line for line in found if "`met`" in line]
    assert [line for line in found if "`speakr`" in line]  # what the other file cannot explain is told


@pytest.mark.parametrize("unread", ["notes.json", "cut.jsonl.gz", "entities.yml"])
def test_what_is_like_a_name_that_was_read_is_told(tmp_path: Path, unread: str) -> None:
    typo = claim("a", "first").replace("[ann, bo]", "[ann, gazete]")
    files = {"entities.yaml": ENTITIES, unread: "x", "paper.yaml": HEAD + typo}
    assert "paper.yaml unknown entity `gazete`" in told(checked(tmp_path, dict(files))[0])


@pytest.mark.parametrize(
    ("unread", "content"), [("notes.json", "{}"), ("other.yaml", ""), ("other.yaml", "claims: [{")]
)
def test_what_cannot_stand_in_a_file_is_told(tmp_path: Path, unread: str, content: str) -> None:
    odd = claim("a", "first").replace("[ann, bo]", "[ann, qqqqqq]")
    files = {"entities.yaml": ENTITIES, unread: content, "paper.yaml": HEAD + odd}
    assert "paper.yaml unknown entity `qqqqqq`" in told(checked(tmp_path, dict(files))[0])


def test_what_is_unknown_though_all_was_read_is_told(tmp_path: Path) -> None:
    entities = ENTITIES.replace("bo: {kind: Person", "bob: {kind: Person")
    files = {"entities.yaml": entities, "other.yaml": "claims: [{", "paper.yaml": HEAD + claim("a", "first")}

    assert "paper.yaml unknown entity `bo`" in told(checked(tmp_path, dict(files))[0])
