"""What was made of an ontology's files is kept while the process runs, and never stands in for other files."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from kg.base.errors import OntologyError
from kg.ontology import core_folder, load
from kg.ontology.remembered import MOST

OWN = """\
@prefix kg: <https://w3id.org/dramatis/kg#> .
@prefix my: <https://example.org/my#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

my:{name} a skos:Concept ; skos:inScheme my:moods ; skos:prefLabel "{name}"@en .
my:moods a skos:ConceptScheme ; skos:prefLabel "moods"@en .
"""


def folder(tmp_path: Path, name: str = "ontology") -> Path:
    return Path(shutil.copytree(core_folder(), tmp_path / name))


def test_the_same_files_elsewhere_are_read_once_and_name_their_own_place(tmp_path: Path) -> None:
    one, other = load(folder(tmp_path / "a")), load(folder(tmp_path / "b"))
    assert one.types is other.types
    assert one.shapes_files == (tmp_path / "a/ontology/shapes.ttl",)
    assert other.shapes_files == (tmp_path / "b/ontology/shapes.ttl",)


def test_a_file_that_changed_is_read_anew_whatever_its_times_say(tmp_path: Path) -> None:
    its = folder(tmp_path)
    (its / "own.ttl").write_text(OWN.format(name="calm"), "utf-8")
    before = (its / "own.ttl").stat()
    assert "calm" in load(its).concepts
    (its / "own.ttl").write_text(OWN.format(name="glum"), "utf-8")
    os.utime(its / "own.ttl", ns=(before.st_atime_ns, before.st_mtime_ns))
    assert {"calm", "glum"} & {*load(its).concepts} == {"glum"}
    (its / "own.ttl").unlink()
    assert not {"calm", "glum"} & {*load(its).concepts}


def test_a_file_of_another_name_is_another_ontology(tmp_path: Path) -> None:
    its = folder(tmp_path)
    (its / "own.ttl").write_text(OWN.format(name="calm"), "utf-8")
    assert "own.ttl" in load(its).texts
    (its / "own.ttl").rename(its / "moods.ttl")
    assert {"own.ttl", "moods.ttl"} & {*load(its).texts} == {"moods.ttl"}


def test_a_fault_is_found_each_time_and_at_its_own_place(tmp_path: Path) -> None:
    for name in ("terms", "terms", "words"):
        its = folder(tmp_path / name, name) if not (tmp_path / name).exists() else tmp_path / name / name
        (its / "own.ttl").write_text(OWN.format(name="calm").replace('"calm"', '""'), "utf-8")
        with pytest.raises(OntologyError) as caught:
            load(its)
        assert str(caught.value) == (
            f"{name}/own.ttl:5:51: skos:prefLabel of `calm` is empty\n  hint: write it, or leave it out"
        )


def test_what_an_earlier_edition_declared_is_told_at_its_place_in_each_folder(tmp_path: Path) -> None:
    old = OWN.format(name="calm").replace("my:calm", "<https://w3id.org/dramatis/diplomacy#rejection>")
    for name in ("terms", "words"):
        its = folder(tmp_path / name, name)
        (its / "own.ttl").write_text(old, "utf-8")
        assert [(fault.place.file, fault.place.line) for fault in load(its).outdated] == [(f"{name}/own.ttl", 5)]


def test_only_some_are_kept(tmp_path: Path) -> None:
    its = folder(tmp_path)
    first = load(its)
    for number in range(MOST):
        assert load(its).types is first.types, "what is asked for stays"
        (its / "own.ttl").write_text(OWN.format(name=f"mood-{number}"), "utf-8")
        load(its)
        (its / "own.ttl").unlink()
    assert load(its).types is first.types
    for number in range(MOST):
        (its / "own.ttl").write_text(OWN.format(name=f"other-{number}"), "utf-8")
        load(its)
    (its / "own.ttl").unlink()
    assert load(its).types is not first.types
    assert load(its).types == first.types
