"""Builds: whole or not at all, the same bytes every time, and nothing dropped unnoticed."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg import ontology
from kg.account.compute import account
from kg.base.errors import StoreError, UsageError
from kg.base.project import find
from kg.builder import account_files, pipeline, releases
from kg.builder.manifest import verify
from kg.cli.new_project import start
from kg.cli.progress import plain
from tests.conftest import ROOT, copied, same_under_any_hash_seed

BAD_CLAIM = """
  - id: bad
    fact: bad-fact
    type: Meeting
    roles: {participant: [asim-munir, nobody-at-all]}
    stance: asserts
    evidence: [{at: [0, 4], sha256: 0000000000000000000000000000000000000000000000000000000000000000}]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return copied(ROOT, tmp_path / "project")


def bytes_of(project: Path) -> dict[str, bytes]:
    """All that is the same for the same input: everything but the engine's own files."""
    folder = releases.current(find(project))
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "store" not in path.relative_to(folder).parts and path.name != "store.json"
    }


def test_the_layout(project: Path) -> None:
    kg.build(project)
    assert sorted(path.name for path in (project / "build").iterdir() if not path.name.startswith(".")) == [
        "current", "manifest.json", "segments", "store",
    ]  # fmt: skip
    made = bytes_of(project)
    shards = {name for name in made if re.fullmatch(r"segments/account/[0-3][0-9a-f]\.nq", name)}
    assert shards
    assert sorted(made.keys() - shards) == [
        "account.msgpack", "kg.toml", "manifest.json",
        "ontology/acts.ttl", "ontology/diplomacy.ttl", "ontology/kg.ttl", "ontology/shapes.ttl", "records.msgpack",
        "segments/articles/arabnews-2025-07-26.nq", "segments/articles/thenews-2023-12-14.nq",
    ]  # fmt: skip


def lines_of_segments(project: Path) -> dict[str, list[str]]:
    """Give the lines of each file of quads, with their line ends."""
    made = {name: text.decode() for name, text in bytes_of(project).items() if name.startswith("segments/")}
    return {name: text.splitlines(keepends=True) for name, text in made.items()}


@pytest.mark.parametrize("folder", [ROOT, ROOT / "tests/projects/strait"], ids=["demo", "strait"])
def test_every_quad_is_one_line_of_one_file_and_nquads_are_these_lines_sorted(folder: Path, tmp_path: Path) -> None:
    graph = kg.build(copied(folder, tmp_path / "project"))
    files = lines_of_segments(tmp_path / "project")
    assert [name for name, lines in files.items() if lines != sorted(set(lines))] == []
    every = sorted(line for lines in files.values() for line in lines)
    assert len(every) == len(set(every)) == len(graph.store)
    assert graph.export("nquads") == "".join(every)


def test_all_that_the_account_says_of_one_thing_stands_in_one_file(project: Path) -> None:
    kg.build(project)
    files: dict[str, set[str]] = {}
    for name, lines in lines_of_segments(project).items():
        if name.startswith("segments/account/"):
            for line in lines:
                files.setdefault(line.split()[0], set()).add(name)
    assert len(set.union(*files.values())) > 10
    assert [subject for subject, names in files.items() if len(names) > 1] == []


def test_lines_that_do_not_fit_into_memory_are_sorted_all_the_same(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build(project)
    other = copied(ROOT, tmp_path / "other")
    monkeypatch.setattr(account_files, "MOST_HELD", 7)
    kg.build(other)
    assert bytes_of(project) == bytes_of(other)


def test_the_account_is_written_as_if_it_had_been_encoded_as_a_whole(project: Path) -> None:
    graph = kg.build(project)
    judged = account(graph.records.claims, graph.links)
    assert graph.account == judged
    assert list(graph.account.facts) == list(judged.facts)
    assert list(graph.account.readings) == list(judged.readings)


def test_the_root_hash_changes_with_the_quads_and_only_with_them(project: Path) -> None:
    kg.build(project)
    path = project / "sources/thenews-2023-12-14.yaml"
    text = path.read_text("utf-8")

    def root() -> str:
        kg.build(project)
        return str(json.loads((project / "build/manifest.json").read_text("utf-8"))["root"])

    before = root()
    path.write_text(text + "# a remark\n", "utf-8")
    assert root() == before
    path.write_text(text.replace("stance: asserts", "stance: denies", 1), "utf-8")
    assert root() != before


def test_a_build_of_an_earlier_layout_is_to_be_built_anew(project: Path) -> None:
    kg.build(project)
    (project / "build/graph.nq").symlink_to("current/graph.nq")
    path = releases.current(find(project)) / "manifest.json"
    path.write_text(path.read_text("utf-8").replace('"format": 4', '"format": 3'), "utf-8")
    with pytest.raises(StoreError) as caught:
        kg.open(project)
    assert str(caught.value) == "the build is of layout 3, not 4\n  hint: run `kg build`"
    kg.build(project)
    assert not (project / "build/graph.nq").is_symlink()


def test_the_manifest_counts_and_hashes(project: Path) -> None:
    graph = kg.build(project)
    manifest = json.loads((project / "build" / "manifest.json").read_text("utf-8"))
    assert manifest["counts"]["quads"] == len(graph.store)
    assert set(manifest["files"]) == set(bytes_of(project)) - {"manifest.json"}
    assert "sources/entities.yaml" in manifest["inputs"]


def test_the_same_bytes_whatever_the_files_are_called_in_which_order(project: Path, tmp_path: Path) -> None:
    kg.build(project)
    other = copied(ROOT, tmp_path / "other")
    for path in sorted((other / "sources").iterdir(), reverse=True):  # another order on the disk
        shutil.move(path, other / path.name)
    (other / "sources" / "later").mkdir()
    for path in sorted(other.glob("*.yaml")):
        shutil.move(path, other / "sources" / path.name)
    kg.build(other)
    left, right = bytes_of(project), bytes_of(other)
    assert left == right


def test_the_same_bytes_under_any_hash_seed(project: Path) -> None:
    script = f"""
import hashlib, kg
from kg.builder import pipeline, releases
from kg.base.project import find
kg.build({str(project)!r})
folder = releases.current(find(__import__("pathlib").Path({str(project)!r})))
for path in sorted(folder.rglob("*")):
    if path.is_file() and path.parent.name != "store" and path.name != "store.json":
        print(path.name, hashlib.sha256(path.read_bytes()).hexdigest())
"""
    printed = same_under_any_hash_seed("-c", script)
    shards = len(list((project / "build/segments/account").iterdir()))
    assert printed.count(b"\n") == 10 + shards


def test_claims_in_are_claims_built_and_claims_refused(project: Path) -> None:
    before = kg.build(project)
    with (project / "sources" / "thenews-2023-12-14.yaml").open("a", encoding="utf-8") as stream:
        stream.write(BAD_CLAIM)
    built = pipeline.build(find(project))
    assert built.counts["refused"] == 1
    assert built.counts["claims"] == len(before.records.claims)
    assert [str(fault).splitlines()[0].split(": ", 1)[1] for fault in built.faults] == [
        "unknown entity `nobody-at-all`"
    ]


def test_a_second_build_keeps_no_more_than_one_before_it(project: Path) -> None:
    for _ in range(4):
        kg.build(project)
    assert len(list((project / "build" / ".builds").iterdir())) == 2


def test_a_build_that_fails_keeps_the_previous_one(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kg.build(project)
    before = bytes_of(project)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.builder.pipeline.seal", full)
    with pytest.raises(StoreError) as caught:
        kg.build(project)
    assert str(caught.value) == ("cannot write the build: No space left on device\n  hint: the previous build is kept")
    assert bytes_of(project) == before
    assert len(list((project / "build" / ".builds").iterdir())) == 1


def test_where_nothing_was_built_before_no_build_is_said_to_be_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("kg.builder.pipeline.seal", full)
    with pytest.raises(StoreError) as caught:
        kg.build(project)
    assert caught.value.hint == "build again when that is mended"


def test_a_broken_ontology_keeps_the_previous_build(project: Path) -> None:
    kg.build(project)
    before = bytes_of(project)
    (project / "ontology" / "acts.ttl").write_text("not turtle", "utf-8")
    with pytest.raises(kg.base.errors.OntologyError):
        kg.build(project)
    assert bytes_of(project) == before


def test_two_writers_do_not_meet(project: Path) -> None:
    kg.build(project)
    holder = subprocess.Popen(
        [sys.executable, "-c", "import fcntl, sys; f = open(sys.argv[1], 'w'); fcntl.flock(f, fcntl.LOCK_EX); "
         "print('held', flush=True); sys.stdin.read()", str(project / "build" / ".lock")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline() == b"held\n"
        with pytest.raises(StoreError) as caught:
            kg.build(project)
    finally:
        holder.communicate()
    assert str(caught.value) == "the build is in use by another process\n  hint: wait until it has ended"


@pytest.mark.parametrize(
    "name", ["account.msgpack", "records.msgpack", "segments/account/*.nq", "store.json", "manifest.json"]
)
def test_a_flipped_byte_is_found(project: Path, name: str) -> None:
    kg.build(project)
    folder = releases.current(find(project))
    path = min(folder.glob(name))
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="damaged"):
        verify(folder)


def test_a_file_of_the_store_that_changed_or_went_is_found(project: Path) -> None:
    kg.build(project)
    folder = releases.current(find(project))
    table = max((folder / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(bytes(data))
    with pytest.raises(StoreError, match="damaged: store/"):
        verify(folder)
    table.unlink()
    with pytest.raises(StoreError) as caught:
        kg.open(project)
    assert str(caught.value) == (f"the build is damaged: {table.name} is missing\n  hint: rebuild it: `kg build`")


def test_a_file_that_nobody_wrote_is_found(project: Path) -> None:
    kg.build(project)
    folder = releases.current(find(project))
    (folder / "segments" / "articles" / "more.nq").write_text("", "utf-8")
    with pytest.raises(StoreError, match=r"holds what nobody wrote: segments/articles/more\.nq"):
        verify(folder)


def test_reading_leaves_a_build_as_it_was(project: Path) -> None:
    graph = kg.build(project)
    assert len(list(graph.query("SELECT ?who { entity:asim-munir kg:met ?who }"))) == 2
    verify(releases.current(find(project)))


def test_a_project_that_is_not_built_says_so(project: Path) -> None:
    with pytest.raises(StoreError) as caught:
        kg.open(project)
    assert str(caught.value) == f"`{project}` is not built yet\n  hint: run `kg build`"


def test_what_is_no_project_is_named_and_left_alone(tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        kg.open(tmp_path)
    assert (
        str(caught.value) == f"no project in `{tmp_path}`: `kg.toml` is missing\n  hint: `kg init DIR` makes a project"
    )
    assert list(tmp_path.iterdir()) == []


def test_progress_is_told_in_plain_lines_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    seconds = iter([0.0, 1.0, 6.0, 7.0, 16.0])
    step = plain(lambda: next(seconds))
    for done in (1, 50, 60, 100):
        step("articles written", done, 100)
    assert capsys.readouterr().err == (
        "articles written: 50 of 100, 10 a second, 5 s left\narticles written: 100 of 100\n"
    )


def test_progress_on_a_terminal_is_a_bar(project: Path) -> None:
    master, slave = pty.openpty()
    command = [sys.executable, "-m", "kg.cli.main", "build", "--project", str(project)]
    running = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=slave, cwd=ROOT)
    os.close(slave)
    data = b""
    with contextlib.suppress(OSError):  # which is how the end of a terminal reads
        while more := os.read(master, 4096):
            data += more
    os.close(master)
    assert running.wait() == 0
    shown = data.decode()
    assert "articles written" in shown
    assert "━" in shown


def test_staleness_is_noticed(project: Path) -> None:
    kg.build(project)
    assert not releases.is_stale(find(project))
    with (project / "sources" / "entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("\n# a remark\n")
    assert releases.is_stale(find(project))


def test_a_checkout_whose_ontology_is_the_packages_own_is_not_stale(tmp_path: Path) -> None:
    start(tmp_path / "p")
    shutil.rmtree(tmp_path / "p/ontology")
    (tmp_path / "p/ontology").symlink_to(ontology.core_folder())
    pipeline.build(find(tmp_path / "p"))
    assert not releases.is_stale(find(tmp_path / "p"))
    with (tmp_path / "p/sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("late: {kind: Person, name: Late}\n")
    assert releases.is_stale(find(tmp_path / "p"))
