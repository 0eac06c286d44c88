"""Files that are there and cannot be read: each is named with its place and what to do, and none is passed over."""

from __future__ import annotations

import errno
import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.annotation.reader import paths, read_all
from kg.base.project import find
from kg.builder.fingerprints import files_of, hashes
from kg.cli import main as cli
from tests.conftest import ROOT, copied

Capture = pytest.CaptureFixture[str]
STRAIT = ROOT / "tests" / "projects" / "strait"
MEMORY = Path("/proc/self/mem")  # a file that nobody can read from its start, whoever runs the tests


def to_nowhere(path: Path) -> None:
    path.symlink_to("gone.txt")


def to_itself(path: Path) -> None:
    path.symlink_to(path.name)


def to_memory(path: Path) -> None:
    if not MEMORY.exists():
        pytest.skip(f"no {MEMORY} on this system")
    path.symlink_to(MEMORY)


LINK = "a link that leads to no file\n  hint: mend the link, or take it away"
FOLDER = "a folder, where a file is expected\n  hint: call it something else, or keep it elsewhere"
NOTHING = "nothing was built\n  hint: mend it, or take it away; an earlier build is kept\n"
HINDRANCES: list[tuple[Callable[[Path], None], str]] = [
    (to_nowhere, LINK),
    (to_itself, LINK),
    (Path.mkdir, FOLDER),
    (os.mkfifo, "neither a file nor a folder\n  hint: put a file in its place"),
    (to_memory, "cannot be read: Input/output error\n  hint: make it readable"),
]
each = pytest.mark.parametrize(("make", "message"), HINDRANCES, ids=lambda its: getattr(its, "__name__", ""))


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(STRAIT, tmp_path / "strait")


def kg(capsys: Capture, project: Path, *arguments: str) -> tuple[int, str, str]:
    capsys.readouterr()
    code = cli.run([*arguments, "--project", str(project)])
    told = capsys.readouterr()
    return code, told.out, told.err


@each
@pytest.mark.parametrize("verb", ["check", "build"])
def test_a_file_of_the_ontology(
    project: Path, capsys: Capture, verb: str, make: Callable[[Path], None], message: str
) -> None:
    make(project / "ontology" / "extra.ttl")
    assert kg(capsys, project, verb) == (1, "", f"ontology/extra.ttl:1:1: {message}\n")
    assert not (project / "build" / "current").exists()


@each
@pytest.mark.parametrize("name", ["extra.yaml", "deeper/extra.jsonl", "extra.jsonl.gz"])
def test_a_file_of_the_sources(
    project: Path, capsys: Capture, name: str, make: Callable[[Path], None], message: str
) -> None:
    (project / "sources" / "deeper").mkdir()
    make(project / "sources" / name)
    code, out, err = kg(capsys, project, "check")
    assert (code, out) == (1, f"sources/{name}:1:1: {message}\n")
    assert err.startswith("18 files, ")
    assert err.endswith(" claims, 0 refused, 1 fault\n")
    assert kg(capsys, project, "build") == (1, "", f"sources/{name}:1:1: {message}\n{NOTHING}")
    assert not (project / "build" / "current").exists()


@each
def test_the_build_that_is_there_answers_all_the_same(
    project: Path, capsys: Capture, make: Callable[[Path], None], message: str
) -> None:
    assert kg(capsys, project, "build")[0] == 0
    make(project / "sources" / "extra.yaml")
    assert kg(capsys, project, "build") == (1, "", f"sources/extra.yaml:1:1: {message}\n{NOTHING}")
    code, out, err = kg(capsys, project, "facts", "--format", "json")
    assert (code, err) == (0, "")
    assert len(json.loads(out)) == 37


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("empty.yaml", b"", "empty.yaml:1:1: no document"),
        ("list.yaml", b"- a\n", "list.yaml:1:1: expected a mapping"),
        ("latin.yaml", b"article: {title: caf\xe9}\n", "latin.yaml:1:21: not UTF-8 at byte 20"),
        ("broken.yaml", b"article: [\n", "broken.yaml:2:1: "),
        ("cut.jsonl.gz", gzip.compress(b'{"entity": {"id": "x"}}\n' * 99, mtime=0)[:-9], "cut.jsonl.gz:"),
    ],
    ids=["empty", "list", "latin", "broken", "cut"],  # not made of the bytes: gzip writes the time into them
)
def test_a_file_that_cannot_be_read_as_a_whole_costs_nothing(
    project: Path, capsys: Capture, name: str, data: bytes, message: str
) -> None:
    assert kg(capsys, project, "build")[0] == 0
    before = (project / "build" / "manifest.json").read_bytes()
    (project / "sources" / name).write_bytes(data)
    code, out, err = kg(capsys, project, "build")
    assert (code, out) == (1, "")
    assert f"sources/{message}" in err
    assert err.endswith(NOTHING)
    assert (project / "build" / "manifest.json").read_bytes() == before


def test_a_broken_line_costs_that_line_only(project: Path, capsys: Capture) -> None:
    (project / "sources" / "more.jsonl").write_text('{"entity":\n{"entity":{"id":"x","kind":"Person","name":"X"}}\n')
    code, out, err = kg(capsys, project, "build")
    assert (code, err.partition(":1:")[0]) == (1, "sources/more.jsonl")
    assert "nothing was built" not in err
    assert ", 37 facts, " in out


def test_only_what_can_be_read_is_hashed(project: Path) -> None:
    to_memory(project / "sources" / "extra.yaml")
    files = files_of(find(project))
    assert files.keys() - hashes(files).keys() == {"sources/extra.yaml"}


def test_what_an_editor_hides_beside_a_file_is_no_file_of_the_ontology(project: Path, capsys: Capture) -> None:
    (project / "ontology" / ".#diplomacy.ttl").symlink_to("somebody@somewhere.1234")
    assert kg(capsys, project, "check")[:2] == (0, "")


def test_a_linked_file_of_the_ontology_is_placed_where_the_link_is(project: Path, capsys: Capture) -> None:
    (project / "elsewhere.txt").write_text("dip:Meeting a", "utf-8")
    (project / "ontology" / "extra.ttl").symlink_to("../elsewhere.txt")
    code, _, err = kg(capsys, project, "check")
    assert code == 1
    assert err.startswith("ontology/extra.ttl:1:1: not Turtle: ")


def shut(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    """Let nobody list a folder, not even who may read everything."""
    scandir = os.scandir

    def refusing(path: Any = ".") -> Iterator[os.DirEntry[str]]:
        if Path(os.fspath(path)).resolve() == folder.resolve():
            raise PermissionError(errno.EACCES, "Permission denied", str(path))
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refusing)
    monkeypatch.setattr(os, "listdir", lambda path=".": [entry.name for entry in refusing(path)])


@pytest.mark.parametrize("name", ["sources", "sources/deeper"])
def test_a_folder_that_cannot_be_listed(project: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (project / "sources" / "deeper").mkdir()
    shut(monkeypatch, project / name)
    faults = [str(fault) for document in read_all(project / "sources", project) for fault in document.faults]
    assert faults == [f"{name}:1:1: cannot be read: Permission denied\n  hint: make it readable"]
    assert project / name in paths(project / "sources", project)


def test_an_ontology_that_cannot_be_listed(project: Path, capsys: Capture, monkeypatch: pytest.MonkeyPatch) -> None:
    shut(monkeypatch, project / "ontology")
    told = "ontology:1:1: cannot be read: Permission denied\n  hint: make it readable\n"
    assert kg(capsys, project, "check") == (1, "", told)


def test_settings_that_cannot_be_read(project: Path, capsys: Capture) -> None:
    (project / "kg.toml").unlink()
    to_memory(project / "kg.toml")
    told = "kg.toml:1:1: cannot be read: Input/output error\n  hint: make it readable\n"
    assert kg(capsys, project, "check") == (2, "", told)
