"""A build with documents kept from an earlier one gives the same bytes as a first build, whatever has changed."""

from __future__ import annotations

import json
import os
import random
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

import kg
from kg.base.project import find
from kg.builder import pipeline, releases
from kg.builder.fingerprints import files_of, hashes
from kg.builder.manifest import verify
from kg.query.store import Store
from tests.bench import synthetic
from tests.builder.test_build import bytes_of
from tests.conftest import ROOT, copied
from tests.examples import examples

EXTRA = """
zz-newcomer: {kind: Person, name: Newcomer, links: {member-of: m0}}
"""
TURTLE = '\nkg:met rdfs:comment "a remark for the test"@en .\n'
PREFIXES = "@prefix kg: <https://w3id.org/dramatis/kg#> .\n@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"


def edit(project: Path, what: str, draw: random.Random) -> None:
    """Change one thing in a project."""
    sources = sorted((project / "sources").glob("a*.yaml"))
    path = draw.choice(sources)
    text = path.read_text("utf-8")
    if what in REPLACED:
        path = project / "sources/entities.yaml" if what.startswith("entity") else path
        path.write_text(path.read_text("utf-8").replace(*REPLACED[what], 1), "utf-8")
    elif what == "claim away" and text.count("  - id: ") > 1:
        path.write_text(text[: text.rindex("  - id: ")], "utf-8")
    elif what == "article away" and len(sources) > 2:
        path.unlink()
    elif what == "article more":
        path.with_name(f"a9{draw.randrange(100_000):05d}.yaml").write_text(text, "utf-8")
    elif what == "entity more":
        with (project / "sources/entities.yaml").open("a", encoding="utf-8") as out:
            out.write(EXTRA.replace("zz", f"zz{draw.randrange(10_000)}"))
    elif what == "ontology":
        (project / f"ontology/more{draw.randrange(10_000)}.ttl").write_text(PREFIXES + TURTLE, "utf-8")


REPLACED = {
    "stance": ("stance: asserts", "stance: denies"),
    "claim refused": ("[a0, ", "[nobody, "),
    "head": ("title: Article", "title: Another article"),
    "day": ("published: 20", "published: 21"),
    "entity moved": ("member-of: m1}", "member-of: m0}"),
}
EDITS = (
    "stance", "claim away", "claim refused", "head", "day", "article away", "article more", "entity more",
    "entity moved", "ontology", "nothing",
)  # fmt: skip


def quads_of(project: Path) -> list[str]:
    folder = releases.current(find(project))
    return sorted(f"{quad} .\n" for quad in Store.open(folder / "store", {}).quads())


def same_as_anew(project: Path, other: Path) -> None:
    """Compare a build after an earlier one with one that knows of none."""
    after = pipeline.build(find(project))
    shutil.rmtree(other, ignore_errors=True)
    anew = pipeline.build(find(copied(project, other)))
    assert (after.counts, after.faults) == (anew.counts, anew.faults)
    assert bytes_of(project) == bytes_of(other)
    assert quads_of(project) == quads_of(other)
    verify(releases.current(find(project)))


@pytest.mark.parametrize("what", EDITS)
def test_each_edit_gives_the_same_bytes(tmp_path: Path, what: str) -> None:
    project = synthetic.write(tmp_path / "project", 200)
    pipeline.build(find(project))
    edit(project, what, random.Random(1))
    same_as_anew(project, tmp_path / "other")


@settings(max_examples=examples(4, soak=1_000),
          phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture])  # fmt: skip
@given(st.lists(st.lists(st.sampled_from(EDITS), min_size=1, max_size=3), min_size=1, max_size=3), st.integers(0, 999))
def test_random_edits_give_the_same_bytes(tmp_path: Path, rounds: list[list[str]], seed: int) -> None:
    draw = random.Random(seed)
    shutil.rmtree(tmp_path / "project", ignore_errors=True)
    project = synthetic.write(tmp_path / "project", 150, seed)
    pipeline.build(find(project))
    for edits in rounds:
        for what in edits:
            edit(project, what, draw)
        same_as_anew(project, tmp_path / "other")


def test_what_has_not_changed_is_not_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = synthetic.write(tmp_path / "project", 200)
    pipeline.build(find(project))
    read: list[str] = []
    monkeypatch.setattr("kg.builder.read_cache.read", lambda path, root: read.append(path.name))
    edit(project, "head", random.Random(1))
    changed = next(
        name for name, digest in hashes(files_of(find(project))).items()
        if digest != json.loads((project / "build/manifest.json").read_text("utf-8"))["inputs"][name]
    )  # fmt: skip
    with pytest.raises(AttributeError):  # since nothing is read here
        pipeline.build(find(project))
    assert read == [Path(changed).name]


@pytest.mark.parametrize("name", ["records.msgpack", "account.msgpack", "segments/articles/a000001.nq"])
def test_a_damaged_build_does_no_harm_to_the_next(tmp_path: Path, name: str) -> None:
    project = synthetic.write(tmp_path / "project", 200)
    pipeline.build(find(project))
    path = releases.current(find(project)) / name
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(bytes(data))
    same_as_anew(project, tmp_path / "other")


def test_a_damaged_store_does_no_harm_to_the_next(tmp_path: Path) -> None:
    project = synthetic.write(tmp_path / "project", 200)
    pipeline.build(find(project))
    table = max((releases.current(find(project)) / "store").glob("*.sst"), key=lambda path: path.stat().st_size)
    data = bytearray(table.read_bytes())
    data[len(data) // 2] ^= 1
    table.write_bytes(bytes(data))
    same_as_anew(project, tmp_path / "other")


def test_damage_to_what_is_kept_of_the_sources_is_made_good(tmp_path: Path) -> None:
    project = synthetic.write(tmp_path / "project", 200)
    pipeline.build(find(project))
    for path in sorted((project / "build" / pipeline.DOCUMENTS).rglob("*")):
        if path.is_file():
            path.write_bytes(path.read_bytes()[:-1] + b"?")
    same_as_anew(project, tmp_path / "other")


def test_a_fault_found_in_a_file_that_was_read_before_has_its_place(tmp_path: Path) -> None:
    project = copied(ROOT, tmp_path / "project")
    kg.build(project)
    entities = project / "sources/entities.yaml"
    entities.write_text(entities.read_text("utf-8").replace("\nlloyd-austin:", "\nlloyd-austen:"), "utf-8")
    same_as_anew(project, tmp_path / "other")
    faults = [fault for fault in pipeline.build(find(project)).faults if "`lloyd-austin`" in fault.fault]
    assert faults
    for fault in faults:
        line = (project / fault.place.file).read_text("utf-8").splitlines()[fault.place.line - 1]
        assert line[fault.place.column - 1 :].startswith("lloyd-austin")


def test_an_edit_that_keeps_size_and_time_is_noticed_by_the_next_build(tmp_path: Path) -> None:
    project = synthetic.write(tmp_path / "project", 100)
    pipeline.build(find(project))
    path = project / "sources/a000000.yaml"
    stat = path.stat()
    path.write_text(path.read_text("utf-8").replace("title: Article 0", "title: Artikel 0", 1), "utf-8")
    os.utime(path, ns=(stat.st_atime_ns, stat.st_mtime_ns))
    assert releases.is_stale(find(project))
    same_as_anew(project, tmp_path / "other")
