"""Where output goes: whole to a file, through links, to devices and pipes without replacing them, to stdout for `-`."""

from __future__ import annotations

import errno
import os
import shutil
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer

from kg.base.disk import ChangedError, WriteError, write_whole
from kg.base.leftovers import alone_in
from kg.cli.main import run
from kg.cli.new_project import start
from kg.cli.verbs import app
from tests.conftest import ROOT, SOON, started
from tests.formats.events import row, table


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return started(tmp_path_factory.mktemp("output") / "project")


def typed(project: Path, *words: str, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kg.cli.main", *words, "--project", str(project)]
    return subprocess.run(command, cwd=ROOT, check=False, **{"capture_output": True, **options})  # type: ignore[call-overload,no-any-return] # any options of `run`


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    target, link, twice = tmp_path / "deep/target", tmp_path / "link", tmp_path / "twice"
    link.symlink_to("deep/target")
    twice.symlink_to(link)
    for path, text in ((link, "first"), (twice, "second")):
        write_whole(path, text)
        assert target.read_text("utf-8") == text
        assert path.is_symlink()
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["target"]


def test_a_link_in_a_circle_is_named(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(WriteError, match=r"cannot be written: `.*a`: Too many levels of symbolic links"):
        write_whole(tmp_path / "a", "text")


@pytest.mark.parametrize("mode", [0o444, 0o400, 0o555])
def test_what_is_read_only_is_not_overwritten(tmp_path: Path, mode: int) -> None:
    path = tmp_path / "kept"
    path.write_text("kept", "utf-8")
    path.chmod(mode)
    with pytest.raises(WriteError, match="it is read-only"):
        write_whole(path, "text")
    assert path.read_text("utf-8") == "kept"
    assert stat.S_IMODE(path.stat().st_mode) == mode


def test_a_mode_is_kept_and_a_long_name_is_no_hindrance(tmp_path: Path) -> None:
    path = tmp_path / ("n" * 255)
    path.write_text("old", "utf-8")
    path.chmod(0o640)
    write_whole(path, b"new")
    assert (path.read_text("utf-8"), stat.S_IMODE(path.stat().st_mode)) == ("new", 0o640)
    assert len(list(tmp_path.iterdir())) == 1


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(WriteError, match=r"` is a folder\n  hint: name a file in it$"):
        write_whole(tmp_path, "text")


def test_a_pipe_is_written_through(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    got: list[str] = []
    reader = threading.Thread(target=lambda: got.append((tmp_path / "pipe").read_text("utf-8")))
    reader.start()
    write_whole(tmp_path / "pipe", "through")
    reader.join()
    assert got == ["through"]
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)


@pytest.mark.parametrize("error", [KeyboardInterrupt, OSError(28, "No space left on device")])
def test_what_fails_leaves_the_old_file_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: BaseException
) -> None:
    path = tmp_path / "kept"
    path.write_text("kept", "utf-8")

    def fails(_: object) -> None:
        raise error

    monkeypatch.setattr(os, "fsync", fails)
    with pytest.raises((KeyboardInterrupt, WriteError)):
        write_whole(path, "text")
    assert [(its.name, its.read_text("utf-8")) for its in tmp_path.iterdir()] == [("kept", "kept")]


VERBS = (
    ("export", "csv"), ("export", "nquads"), ("export", "bundle"), ("view",), ("timeline",),
)  # fmt: skip


@pytest.mark.parametrize("words", VERBS, ids=" ".join)
def test_output_goes_to_stdout_for_a_dash_and_through_open_streams(
    project: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    expected = typed(project, *words, "-o", "-")
    assert expected.returncode == 0
    assert len(expected.stdout) > 100
    path = tmp_path / ("file.svg" if words == ("timeline",) else "file")
    assert typed(project, *words, "-o", str(path)).returncode == 0
    assert path.read_bytes() == expected.stdout
    if words == ("timeline",):
        return  # its name says in which format it is drawn
    with (tmp_path / "redirected").open("wb") as stream:
        typed(project, *words, "-o", "/dev/stdout", stdout=stream, capture_output=False)
    assert (tmp_path / "redirected").read_bytes() == expected.stdout
    assert typed(project, *words, "-o", "/dev/stdout").stdout == expected.stdout
    assert typed(project, *words, "-o", "/dev/null").returncode == 0
    assert stat.S_ISCHR(Path("/dev/null").stat().st_mode)


OUTPUTS = {  # for each verb that takes `-o`, what is typed after it, and how the name of what it writes ends
    ("adjudicate", "{}/a.yaml", "{}/b.yaml", "--replace"): "",
    ("count", "--by", "act", "--project", "{}"): ".svg",
    ("dyads", "--project", "{}"): ".svg",
    ("export", "csv", "--project", "{}"): "",
    ("import", "icews", "{}/events.tab", "--project", "{}"): ".jsonl",
    ("timeline", "--project", "{}"): ".svg",
    ("view", "--project", "{}"): "",
}


def test_every_verb_with_an_output_is_tried() -> None:
    commands: Any = typer.main.get_command(app)
    found = {
        verb
        for verb, command in commands.commands.items()
        for each in getattr(command, "commands", {"": command}).values()
        if any("--output" in its.opts for its in each.params)
    }
    assert found == {words[0] for words in OUTPUTS}


@pytest.fixture(scope="module")
def crossing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("crossing") / "project"
    shutil.copytree(ROOT / "tests/projects/strait", folder)
    for name in "ab":
        shutil.copy(folder / "sources/wire-2031-03-03.yaml", folder / f"{name}.yaml")
    (folder / "events.tab").write_text(table(row(1)), "utf-8")
    assert run(["build", "--project", str(folder)]) == 0
    return folder


@pytest.mark.parametrize(("words", "ending"), OUTPUTS.items(), ids=lambda its: its[0] if its else "")
def test_every_output_goes_through_what_is_no_file_and_spares_what_is_read_only(
    crossing: Path, tmp_path: Path, words: tuple[str, ...], ending: str
) -> None:
    typed = [word.replace("{}", str(crossing)) for word in words]
    pipe, link, target, kept = (tmp_path / f"{name}{ending}" for name in ("pipe", "link", "target", "kept"))
    os.mkfifo(pipe)
    link.symlink_to(target.name)
    kept.touch()
    kept.chmod(0o444)
    got: list[bytes] = []
    reader = threading.Thread(target=lambda: got.append(pipe.read_bytes()))
    reader.start()
    assert run([*typed, "-o", str(pipe)]) == 0
    reader.join(SOON)
    assert run([*typed, "-o", str(link)]) == 0
    assert run([*typed, "-o", str(kept)]) == 1
    (folder := tmp_path / f"folder{ending}").mkdir()
    assert run([*typed, "-o", str(folder)]) in (1, 2)
    assert got == [target.read_bytes()]
    assert len(got[0]) > 100
    modes = [stat.S_IFMT(path.lstat().st_mode) for path in (pipe, link, target, kept, folder)]
    assert modes == [stat.S_IFIFO, stat.S_IFLNK, stat.S_IFREG, stat.S_IFREG, stat.S_IFDIR]
    assert (kept.read_bytes(), list(folder.iterdir())) == (b"", [])


def test_a_full_device_is_said(project: Path) -> None:
    done = typed(project, "export", "csv", "-o", "/dev/full")
    assert done.returncode == 1
    assert done.stderr.decode().startswith("cannot be written: `/dev/full`: No space left on device")


def test_what_is_edited_may_be_read_only_and_stays_so(tmp_path: Path) -> None:
    path = tmp_path / "kept"
    path.write_text("old", "utf-8")
    path.chmod(0o444)
    write_whole(path, "new", over=b"old")
    assert path.read_text("utf-8") == "new"
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_what_is_to_be_new_is_never_written_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def parts(path: Path) -> Iterator[bytes]:
        yield b"mine"
        path.write_text("theirs", "utf-8")  # whoever was faster

    for name in ("linked", "renamed"):
        with pytest.raises(ChangedError, match=f"there is a file by now: `{name}`"):
            write_whole(tmp_path / name, parts(tmp_path / name), is_new=True)
        monkeypatch.setattr(os, "link", _without_links)
    (tmp_path / "link").symlink_to("new")
    write_whole(tmp_path / "link", "mine", is_new=True)
    held = {path.name: path.read_text("utf-8") for path in tmp_path.iterdir() if not path.is_symlink()}
    assert held == {"linked": "theirs", "renamed": "theirs", "new": "mine"}


def _without_links(*_: object, **__: object) -> None:
    raise PermissionError(errno.EPERM, "this file system knows no further names")


def test_two_programs_of_ours_never_replace_a_file_at_once(tmp_path: Path) -> None:
    path, found = tmp_path / "kept", []
    path.write_text("old", "utf-8")

    def edit() -> None:
        try:
            write_whole(path, "mine", over=b"old")
        except ChangedError as error:
            found.append(error.what)

    with alone_in(tmp_path):  # as one does that is about to give the name to its own
        editing = threading.Thread(target=edit)
        editing.start()
        editing.join(0.3)
        path.write_text("theirs", "utf-8")
    editing.join(SOON)
    assert (path.read_text("utf-8"), found) == ("theirs", ["changed meanwhile: nothing written"])


@pytest.mark.parametrize(
    ("own", "verb"),
    [
        ("sources/entities.yaml", "view"),
        ("sources/river-talks-2024-03-13.yaml", "export csv"),
        ("kg.toml", "export graphml"),
        ("texts/river-talks-2024-03-13.txt", "view"),
        ("build/manifest.json", "export jsonl"),
        ("build/current/store.json", "export jsonl"),
        ("build/current/new.csv", "export csv"),
        ("build/.lock", "export csv"),
        ("build/.documents/new.csv", "export csv"),
        ("link", "export csv"),
    ],
)
def test_what_a_project_is_made_of_is_no_outputs_to_replace(tmp_path: Path, own: str, verb: str) -> None:
    folder = started(tmp_path / "project")
    (folder / "link").symlink_to("sources/entities.yaml")
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    done = typed(folder, *verb.split(), "-o", str(folder / own))
    assert done.returncode == 1
    assert b"is part of the project: nothing is written over it\n  hint: name another file\n" in done.stderr
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before


def test_what_lies_beside_it_or_is_of_no_project_is_written(project: Path, tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources/a.csv").write_text("old")
    for path in (project / "view.html", project / "sources/new.jsonl", tmp_path / "sources/a.csv"):
        for _ in range(1 if "new" in path.name else 2):
            assert typed(project, "export", "jsonl", "-o", str(path)).returncode == 0
    (project / "sources/new.jsonl").unlink()


def test_a_hint_has_a_line_of_its_own_on_a_terminal_too(tmp_path: Path) -> None:
    folder = tmp_path / "project"
    start(folder, "https://example.org/p/")
    path = folder / "sources/entities.yaml"
    path.write_text(path.read_text("utf-8") + "zz: {kind: Persn, name: Zed}\n", "utf-8")
    piped = typed(folder, "check").stdout.decode()
    terminal, other = os.openpty()
    os.set_blocking(terminal, False)
    typed(
        folder,
        "check",
        capture_output=False,
        stdout=other,
        stderr=subprocess.PIPE,
        env={**os.environ, "COLUMNS": "200"},
    )
    assert os.read(terminal, 65_536).decode().replace("\r\n", "\n") == piped
    assert "\n  hint: " in piped
    os.close(terminal)
    os.close(other)
