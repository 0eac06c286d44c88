"""Exports that are folders, and where they may be written: whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

import kg
from kg.base.disk import WriteError
from kg.base.errors import UsageError
from kg.base.folders import write_folder
from kg.cli import main as cli
from kg.formats import FORMATS
from kg.graph.graph import Graph
from tests.conftest import started

Capture = pytest.CaptureFixture[str]
FOLDERS = sorted(name for name, its in FORMATS.items() if its.files)
NAMES = ("a", "b")


def fill(folder: Path) -> None:
    for name in NAMES:
        (folder / name).write_text(f"new {name}", "utf-8")


def state(folder: Path) -> dict[str, str]:
    return {
        its.relative_to(folder).as_posix(): its.read_bytes().decode("latin-1")
        for its in folder.rglob("*")
        if its.is_file()
    }


WRITTEN = {"out/a": "new a", "out/b": "new b"}


@pytest.mark.parametrize("before", [None, {}, {"a": "old"}, {"a": "old a", "b": "old b"}])
def test_a_folder_is_new_or_takes_the_place_of_an_earlier_one(tmp_path: Path, before: dict[str, str] | None) -> None:
    if before is not None:
        (tmp_path / "out").mkdir()
        for name, text in before.items():
            (tmp_path / "out" / name).write_text(text, "utf-8")
    write_folder(tmp_path / "out", NAMES, fill)
    assert state(tmp_path) == WRITTEN
    assert [its.name for its in tmp_path.iterdir()] == ["out"]


@pytest.mark.parametrize("name", [".", "../here", "{}"])
def test_the_folder_that_one_is_in_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    path = Path(name.format(tmp_path / "here"))
    with pytest.raises(WriteError) as refused:
        write_folder(path, NAMES, fill)
    assert refused.value.what == f"`{path}` is the folder you are in, which would be another afterwards"
    assert (Path.cwd(), list(tmp_path.iterdir())) == (tmp_path / "here", [tmp_path / "here"])


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_it_can_be_read_whatever_the_umask_is(tmp_path: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        write_folder(tmp_path / "out", NAMES, fill)
    finally:
        os.umask(before)
    modes = {its.name: its.stat().st_mode & 0o777 for its in (tmp_path / "out", *(tmp_path / "out").iterdir())}
    assert modes == {"out": 0o755, "a": 0o644, "b": 0o644}


def test_a_link_to_a_folder_is_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to("real")
    write_folder(tmp_path / "link", NAMES, fill)
    assert (tmp_path / "link").is_symlink()
    assert state(tmp_path / "real") == {"a": "new a", "b": "new b"}


@pytest.mark.parametrize(
    "error", [KeyboardInterrupt(), OSError(28, "No space left on device"), UsageError("no", "yes")]
)
@pytest.mark.parametrize("where", ["fill", "sync", "exchange", "rename"])
def test_what_fails_leaves_what_stood_there_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException, where: str
) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "a").write_text("kept", "utf-8")

    def fails(*_: object) -> None:
        raise error

    def fills_half(folder: Path) -> None:
        (folder / "a").write_text("new", "utf-8")
        fails()

    rename = Path.rename

    def renames(self: Path, target: Path) -> Path:
        if target.name == "out" and not self.name.endswith("-old"):
            raise error
        return rename(self, target)

    if where == "sync":
        monkeypatch.setattr(os, "fsync", fails)
    if where == "exchange":
        monkeypatch.setattr("kg.base.folders.exchange", fails)
    if where == "rename":
        monkeypatch.setattr("kg.base.folders.exchange", lambda *_: False)
        monkeypatch.setattr(Path, "rename", renames)
    expected = WriteError if isinstance(error, OSError) else type(error)
    with pytest.raises(expected):
        write_folder(tmp_path / "out", NAMES, fills_half if where == "fill" else fill)
    assert state(tmp_path) == {"out/a": "kept"}
    assert [its.name for its in tmp_path.iterdir()] == ["out"]


def test_where_folders_cannot_be_exchanged_one_takes_the_place_of_the_other_in_two_steps(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.base.folders.exchange", lambda *_: False)
    for _ in range(2):
        write_folder(tmp_path / "out", NAMES, fill)
        assert state(tmp_path) == WRITTEN
        assert [its.name for its in tmp_path.iterdir()] == ["out"]


def test_what_somebody_puts_into_it_meanwhile_is_kept(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()

    def fills(folder: Path) -> None:
        fill(folder)
        (tmp_path / "out" / "mine").write_text("kept", "utf-8")

    with pytest.raises(WriteError) as refused:
        write_folder(tmp_path / "out", NAMES, fills)
    assert refused.value.what == f"`{tmp_path / 'out'}` holds other things, which would be lost: `mine`"
    assert state(tmp_path) == {"out/mine": "kept"}


def test_other_things_are_never_lost(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    for name in ("a", "mine", "yours"):
        (tmp_path / "out" / name).write_text("kept", "utf-8")
    with pytest.raises(WriteError) as refused:
        write_folder(tmp_path / "out", NAMES, fill)
    assert refused.value.what == f"`{tmp_path / 'out'}` holds other things, which would be lost: `mine` and 1 more"
    assert refused.value.hint == "name a folder that is new, empty, or holds an earlier export"
    assert set(state(tmp_path).values()) == {"kept"}


@pytest.mark.parametrize("format", FOLDERS)
def test_the_shell_writes_a_folder_and_writes_it_again(tmp_path: Path, capsys: Capture, format: str) -> None:
    project = started(tmp_path / "p")
    for _ in range(2):
        assert cli.run(["export", format, "-o", str(tmp_path / "out"), "--project", str(project)]) == 0
        assert capsys.readouterr().err.splitlines()[-1] == f"wrote {tmp_path / 'out'}"
        assert sorted(its.name for its in (tmp_path / "out").iterdir()) == sorted(FORMATS[format].files)
    assert sorted(its.name for its in tmp_path.iterdir()) == ["out", "p"]


@pytest.mark.parametrize("format", FOLDERS)
def test_a_place_where_no_folder_can_be_is_refused_before_any_work(
    tmp_path: Path, strait: Graph, capsys: Capture, monkeypatch: pytest.MonkeyPatch, format: str
) -> None:
    (tmp_path / "file").write_text("kept", "utf-8")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine").write_text("kept", "utf-8")
    (tmp_path / "dangling").symlink_to("nowhere/at/all")
    monkeypatch.setattr("kg.cli.options.opened", lambda *_, **__: pytest.fail("work is done"))
    monkeypatch.chdir(tmp_path)
    for output, message in (
        ("none/out", "no such folder: `none`\n  hint: make it, or name another\n"),
        ("file", "`file` is a file, where a folder is to be written\n  hint: name a folder, new or empty\n"),
        ("full", "`full` holds other things, which would be lost: `mine`\n"
         "  hint: name a folder that is new, empty, or holds an earlier export\n"),
        ("dangling", "`dangling` is a file, where a folder is to be written\n  hint: name a folder, new or empty\n"),
        ("/dev/null", "`/dev/null` is a file, where a folder is to be written\n  hint: name a folder, new or empty\n"),
        ("x" * 300, f"cannot be written: `{'x' * 300}`: File name too long\n  hint: name another\n"),
    ):  # fmt: skip
        assert cli.run(["export", format, "-o", output, "--project", str(strait.project.root)]) == 1, output
        assert capsys.readouterr().err == message
    assert state(tmp_path) == {"file": "kept", "full/mine": "kept"}


@pytest.mark.parametrize("format", FOLDERS)
def test_a_folder_is_no_stream(tmp_path: Path, capsys: Capture, format: str) -> None:
    project = started(tmp_path / "p")
    assert cli.run(["export", format, "-o", "-", "--project", str(project)]) == 2
    assert capsys.readouterr().err.endswith(f"`{format}` is a folder of files\n  hint: name the folder to write\n")
    with pytest.raises(UsageError, match="is a folder of files"):
        kg.open(project).export(format)


def test_no_folder_takes_the_place_of_what_a_project_is_made_of(tmp_path: Path, capsys: Capture) -> None:
    project = started(tmp_path / "p")
    for folder in ("sources", "ontology", "build", "texts"):
        before = state(project)
        assert cli.run(["export", "parquet", "-o", str(project / folder), "--project", str(project)]) == 1
        assert state(project) == before
    capsys.readouterr()
