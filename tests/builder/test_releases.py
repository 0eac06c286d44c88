"""What is served stays whole, whatever stands in the way, is edited meanwhile, or comes at a bad moment."""

from __future__ import annotations

import gc
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.annotation.reader import read
from kg.base.errors import StoreError, UsageError
from kg.base.project import find, located
from kg.builder import read_cache, releases
from kg.builder.manifest import manifest_of, verify
from kg.cli.new_project import start
from kg.graph import opening
from tests.conftest import ROOT


@pytest.fixture
def project(tmp_path: Path) -> Path:
    start(tmp_path / "project", "https://example.org/p/")
    return tmp_path / "project"


def served(project: Path) -> str:
    """The build that is served, every byte of which is as it was written."""
    folder = releases.current(located(project))
    verify(folder)
    return folder.name


def builds(project: Path) -> list[str]:
    return sorted(path.name for path in (project / "build/.builds").iterdir())


@pytest.mark.parametrize("name", ["manifest.json", "segments", "store", "current", "current.new"])
@pytest.mark.parametrize("sort", ["file", "folder", "link"])
def test_what_stands_in_the_way_of_a_link_is_kept_and_named(project: Path, name: str, sort: str) -> None:
    if sort == "link" and name.startswith("current"):
        return  # a link there is the build's own
    kg.build(project)
    before = served(project)
    path = project / "build" / name
    path.unlink(missing_ok=True)
    if sort == "file":
        path.write_text("mine", "utf-8")
    elif sort == "folder":
        path.mkdir()
    else:
        path.symlink_to("elsewhere")
    stands = os.lstat(path).st_ino
    with pytest.raises(StoreError, match=f"`.*{name}` is in the way: `kg build` keeps a link there") as caught:
        kg.build(project)
    assert "move it away" in caught.value.hint
    assert os.lstat(path).st_ino == stands
    assert builds(project) == [before]
    shutil.rmtree(path) if path.is_dir() and not path.is_symlink() else path.unlink()
    kg.build(project)
    assert served(project) > before


def test_a_file_called_as_an_earlier_layout_called_its_link_is_kept(project: Path) -> None:
    kg.build(project)
    (project / "build/graph.nq").write_text("mine", "utf-8")
    kg.build(project)
    served(project)
    assert (project / "build/graph.nq").read_text("utf-8") == "mine"


def test_what_nobody_built_stays_among_the_builds_and_takes_no_place(project: Path) -> None:
    kg.build(project)
    for name in ("²", "notes", "zz"):
        (project / "build/.builds" / name).mkdir()
    (project / "build/.builds/7").write_text("a file", "utf-8")
    for _ in range(3):
        kg.build(project)
    gc.collect()
    kg.build(project)
    assert builds(project)[-4:] == ["7", "notes", "zz", "²"]
    assert builds(project)[:-4] == ["000004", "000005"]


def test_an_interrupt_just_when_the_link_is_renamed_loses_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build(project)
    rename = Path.rename

    def renamed_and_interrupted(path: Path, target: Path) -> None:
        rename(path, target)
        if path.name == releases.FRESH_LINK:
            raise KeyboardInterrupt

    monkeypatch.setattr(Path, "rename", renamed_and_interrupted)
    with pytest.raises(KeyboardInterrupt):
        kg.build(project)
    assert served(project) == "000002"
    kg.open(project).facts()


LOOP = """
import sys, kg
while True:
    kg.build(sys.argv[1])
"""


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_a_signal_at_the_moment_of_the_swap_loses_nothing(project: Path, sent: signal.Signals) -> None:
    kg.build(project)
    before = (project / "build/current").readlink()
    for _ in range(3):
        running = subprocess.Popen([sys.executable, "-c", LOOP, str(project)], cwd=ROOT, stderr=subprocess.DEVNULL)
        while running.poll() is None and (project / "build/current").readlink() == before:
            pass
        running.send_signal(sent)
        running.wait()
        served(project)
        before = (project / "build/current").readlink()


def test_an_opened_graph_answers_from_its_own_build_after_others_were_made(project: Path) -> None:
    graph = kg.build(project)
    first, entities = served(project), project / "sources/entities.yaml"
    for number in range(3):
        entities.write_text(entities.read_text("utf-8") + f"added-{number}: {{kind: Person, name: Added}}\n", "utf-8")
        kg.build(project)
    assert not [its for its in graph.records.entities if its.startswith("added")]
    assert len(graph.facts()) == len(kg.open(project).facts())
    assert len(graph.store) < len(kg.open(project).store)
    assert first in builds(project)
    del graph
    gc.collect()
    kg.build(project)
    assert first not in builds(project)


def test_a_graph_whose_build_was_taken_away_says_so(project: Path) -> None:
    graph = kg.build(project)
    shutil.rmtree(project / "build")
    with pytest.raises(StoreError) as caught:
        graph.facts()
    assert "the build that was opened is gone" in str(caught.value)
    assert caught.value.hint == "open the project again"


def test_a_build_answers_by_the_ontology_and_the_base_that_it_was_made_by(project: Path) -> None:
    facts, exported = kg.build(project).facts(), kg.open(project).export("trig")
    for path in (project / "ontology").glob("*.ttl"):
        path.write_text(path.read_text("utf-8").replace("dip:Tenure", "dip:Service"), "utf-8")
    settings = project / "kg.toml"
    settings.write_text(settings.read_text("utf-8").replace("example.org/p/", "example.org/other/"), "utf-8")
    graph = kg.open(project)
    assert [its["fact"] for its in graph.facts()] == [its["fact"] for its in facts]
    assert graph.export("trig") == exported
    assert releases.is_stale(located(project))
    (project / "ontology/zz.ttl").write_text("garbage", "utf-8")
    settings.write_text("base = [", "utf-8")
    assert kg.open(project).export("trig") == exported
    with pytest.raises(UsageError, match=r"kg\.toml"):
        kg.build(project)
    assert kg.open(project).export("trig") == exported


def test_the_manifest_names_the_bytes_that_were_read(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = project / "sources/entities.yaml"
    before = path.read_text("utf-8")
    written: list[Path] = []

    def written_to_meanwhile(file: Path, root: Path) -> object:
        if file == path and len(written) < 2:
            written.append(file)
            path.write_text(f"{before}late-{len(written)}: {{kind: Person, name: Late}}\n", "utf-8")
        return read(file, root)

    monkeypatch.setattr(read_cache, "read", written_to_meanwhile)
    graph = kg.build(project)
    assert [its for its in graph.records.entities if its.startswith("late")] == ["late-2"]
    assert not releases.is_stale(located(project))
    path.write_text(before, "utf-8")
    assert releases.is_stale(located(project))


def test_a_file_that_never_rests_stops_the_build_and_the_previous_is_kept(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kg.build(project)
    path = project / "sources/entities.yaml"

    def always_written_to(file: Path, root: Path) -> object:
        document = read(file, root)
        with file.open("a", encoding="utf-8") as stream:
            stream.write("# more\n")
        return document

    path.write_text(path.read_text("utf-8") + "# new\n", "utf-8")
    monkeypatch.setattr(read_cache, "read", always_written_to)
    with pytest.raises(StoreError, match=r"`sources/entities\.yaml` is being written to all the time"):
        kg.build(project)
    assert served(project) == "000001"


def test_settings_are_those_that_were_read(project: Path) -> None:
    kg.build(project)
    folder = releases.current(located(project))
    assert (folder / "kg.toml").read_bytes() == (project / "kg.toml").read_bytes()
    assert set(manifest_of(folder)["inputs"]) >= {"kg.toml", "ontology/diplomacy.ttl", "sources/entities.yaml"}
    assert find(project, (folder / "kg.toml").read_bytes()) == find(project)


def test_a_build_copied_with_its_links_followed_says_what_to_do(project: Path, tmp_path: Path) -> None:
    facts = [its["fact"] for its in kg.build(project).facts()]
    shutil.copytree(project, tmp_path / "copy")  # follows links
    assert [its["fact"] for its in kg.open(tmp_path / "copy").facts()] == facts
    with pytest.raises(StoreError, match="the whole folder if it was copied from elsewhere"):
        kg.build(tmp_path / "copy")


@pytest.mark.skipif(os.geteuid() == 0 and not shutil.which("setpriv"), reason="root may read everything")
def test_a_build_that_cannot_be_read_says_so(project: Path) -> None:
    kg.build(project)
    shut = ["setpriv", "--bounding-set=-dac_override,-dac_read_search"] if os.geteuid() == 0 else []
    for path in (project / "build", project / "build/.builds/000001", project / "build/.builds/000001/manifest.json"):
        mode = path.stat().st_mode
        path.chmod(0)
        command = [*shut, sys.executable, "-m", "kg.cli.main", "facts", "--project", str(project)]
        done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
        path.chmod(mode)
        assert done.returncode == 1, done.stderr
        assert done.stderr.startswith("the build cannot be read: `"), done.stderr
        assert "Permission denied\n  hint: make it readable, or move `build/` away" in done.stderr


def test_fresh_builds_what_has_changed(project: Path) -> None:
    kg.build(project)
    with (project / "sources/entities.yaml").open("a", encoding="utf-8") as stream:
        stream.write("late: {kind: Person, name: Late}\n")
    assert "late" not in kg.open(project).records.entities
    assert "late" in opening.fresh(project).records.entities
