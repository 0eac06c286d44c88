"""A build that is damaged, or in whose places stand pipes and folders, says so or answers right; and is built anew."""

from __future__ import annotations

import json
import os
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.base.errors import StoreError
from kg.base.project import located
from kg.builder import manifest, releases
from kg.builder.audit import check_store
from tests.conftest import ROOT, started

FLIPS = 100
SEED = os.environ.get("KG_DAMAGE_SEED", "1")
READ_WHOLE = ("account.msgpack", "records.msgpack", "kg.toml", "store.json", "manifest.json", "ontology/acts.ttl")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return started(tmp_path_factory.mktemp("damage") / "project")


@pytest.fixture
def project(made: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(made, tmp_path / "project", symlinks=True))


def answer(project: Path) -> str:
    """What is read of every part of a build."""
    graph = kg.open(project)
    ways = graph.export("nquads"), json.dumps(graph.facts(), default=str)
    asked = [str(row) for row in graph.query("SELECT ?s ?o { ?s kg:status ?o } ORDER BY ?s ?o")]
    return "\n".join([*ways, *asked, str(len(graph.records.claims)), str(len(graph.store)), graph.project.title])


def attempt(project: Path) -> str:
    """The answer, or what is said instead."""
    try:
        return answer(project)
    except StoreError as error:
        return str(error)


def flip(path: Path, draw: random.Random) -> None:
    data = bytearray(path.read_bytes())
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    path.write_bytes(data)


def files(project: Path) -> list[str]:
    folder = releases.current(located(project))
    return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())


def test_whatever_bit_is_flipped_the_answer_is_right_or_the_build_is_said_to_be_damaged(project: Path) -> None:
    right, folder = answer(project), releases.current(located(project))
    draw = random.Random(f"{SEED} flips")
    names = [name for name in files(project) if (folder / name).stat().st_size]
    read = [name for name in names if not name.startswith("segments/")]
    for name in [*read, *draw.sample(names, 5), *draw.choices(read, k=FLIPS - len(read))]:
        before = (folder / name).read_bytes()
        flip(folder / name, draw)
        told = attempt(project)
        (folder / name).write_bytes(before)
        assert told == right or re.match(r"the build is (damaged|of layout)[^`]*`kg build`$", told), (name, told[:500])
    assert answer(project) == right


@pytest.mark.parametrize("small", [manifest.SMALL, 0], ids=["small store", "large store"])
def test_no_table_is_answered_from_with_a_bit_flipped(
    project: Path, small: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The engine itself finds the damage, but sorts its own errors until there is no memory left."""
    monkeypatch.setattr(manifest, "SMALL", small)
    folder, draw = releases.current(located(project)), random.Random(f"{SEED} tables")
    for path in sorted(folder.glob("store/*.sst")):
        before = path.read_bytes()
        flip(path, draw)
        with pytest.raises(StoreError, match=f"the build is damaged: store/{path.name}"):
            kg.open(project).query("SELECT ?s ?o { ?s ?p ?o } ORDER BY ?s ?o")
        path.write_bytes(before)
    assert kg.open(project).query("ASK { ?s ?p ?o }")


@pytest.mark.parametrize("name", READ_WHOLE)
def test_what_is_read_whole_is_never_answered_from_with_a_bit_flipped(project: Path, name: str) -> None:
    folder, draw = releases.current(located(project)), random.Random(f"{SEED} {name}")
    for _ in range(5):
        before = (folder / name).read_bytes()
        flip(folder / name, draw)
        with pytest.raises(StoreError, match=r"the build is (damaged|of layout)"):
            answer(project)
        (folder / name).write_bytes(before)


def test_another_status_of_the_same_length_is_no_answer(project: Path) -> None:
    path = releases.current(located(project)) / "account.msgpack"
    path.write_bytes(path.read_bytes().replace(b"on-record", b"one-sided"))
    done = subprocess.run([sys.executable, "-m", "kg.cli.main", "facts", "--project", str(project)],
                          capture_output=True, text=True, cwd=ROOT, check=False)  # fmt: skip
    told = "the build is damaged: account.msgpack\n  hint: rebuild it: `kg build`\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", told)


def test_a_part_that_is_damaged_after_opening_is_not_answered_from(project: Path) -> None:
    graph, folder = kg.open(project), releases.current(located(project))
    for name in ("account.msgpack", "ontology/acts.ttl"):
        before = (folder / name).read_bytes()
        flip(folder / name, random.Random(SEED))
        with pytest.raises(StoreError, match=f"the build is damaged: {name}"):
            kg.open(project).facts()
        (folder / name).unlink()
        with pytest.raises(StoreError, match=f"the build is damaged: {Path(name).name} is missing"):
            graph.facts()
        (folder / name).write_bytes(before)
    (folder / "ontology/more.ttl").write_text("", "utf-8")
    with pytest.raises(StoreError, match=r"the build holds what nobody wrote: ontology/more\.ttl"):
        kg.open(project).facts()


ODD: dict[str, Callable[[Path], None]] = {
    "pipe": os.mkfifo,
    "folder": Path.mkdir,
    "device": lambda path: path.symlink_to("/dev/zero"),
    "circle": lambda path: path.symlink_to(path.name),
    "nothing": lambda path: path.symlink_to("nowhere"),
}


def run(project: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run a verb, which is ended if it waits."""
    command = [sys.executable, "-m", "kg.cli.main", *words, "--project", str(project)]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False, timeout=60)


@pytest.mark.parametrize("odd", ODD)
def test_where_no_plain_file_stands_nothing_waits_and_a_build_mends_it(project: Path, odd: str) -> None:
    folder = releases.current(located(project))
    store = [name for name in files(project) if name.startswith("store/")]
    segments = [name for name in files(project) if name.startswith("segments/")][:2]
    for name in (*READ_WHOLE, *store, *segments):
        (folder / name).rename(project / "aside")
        ODD[odd](folder / name)
        if Path(name).name not in ("LOCK", "LOG") or odd in ("pipe", "device", "folder"):
            with pytest.raises(StoreError, match="the build is damaged: "):
                kg.open(project)
            with pytest.raises(StoreError, match="the build is damaged: "):
                check_store(project)
        (folder / name).rmdir() if odd == "folder" else (folder / name).unlink()
        (project / "aside").rename(folder / name)
    (folder / "manifest.json").unlink()
    ODD[odd](folder / "manifest.json")
    done = run(project, "facts")
    assert done.returncode == 1
    assert done.stderr.startswith("the build is damaged: manifest.json"), done.stderr
    assert done.stderr.endswith("hint: rebuild it: `kg build`\n"), done.stderr
    assert run(project, "build").returncode == 0
    assert run(project, "facts").returncode == 0


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("name", ["build", "build/.builds", "build/.lock"])
def test_what_stands_in_the_place_of_a_folder_or_the_lock_is_kept_and_named(project: Path, name: str, odd: str) -> None:
    if odd == "folder" and name != "build/.lock":
        return  # a folder there is the build's own
    shutil.rmtree(project / "build")
    (project / name).parent.mkdir(exist_ok=True)
    ODD[odd](project / name)
    done = run(project, "build")
    assert done.returncode == 1
    assert done.stderr.splitlines()[-2].endswith("lock` is in the way: `kg build` keeps a file there"
                                                 if name == "build/.lock" else "keeps a folder there")  # fmt: skip
    assert "previous build" not in done.stderr
    assert os.path.lexists(project / name)


@pytest.mark.parametrize("odd", ODD)
def test_what_stands_in_the_place_of_a_kept_document_is_replaced(project: Path, odd: str) -> None:
    for path in [path for path in (project / "build/.documents").rglob("*") if path.is_file()]:
        path.unlink()
        ODD[odd](path)
    assert run(project, "build").returncode == 0
    check_store(project)
    assert all(path.is_file() for path in (project / "build/.documents").glob("*/*"))
