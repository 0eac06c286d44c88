"""The project while claims are made: read again only where something has changed."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.base.errors import NotFoundError, OntologyError
from kg.desk.annotating.sources import Current
from tests.desk.trying import WIRE, copied_strait, current_of, with_claim

SOUND = {"fact": "x", "type": "Meeting", "roles": {"participant": ["orlund", "velmark"]}, "stance": "asserts"}


@pytest.fixture
def current(tmp_path: Path) -> Current:
    return current_of(copied_strait(tmp_path))


def test_only_a_changed_file_is_read_again(current: Current) -> None:
    before, version = {its.file: its for its in current.documents}, current.version
    assert not current.refresh()
    path = current.project.sources / f"{WIRE}.yaml"
    path.write_text(with_claim(current.project.root, SOUND), "utf-8")
    assert current.refresh()
    after = {its.file: its for its in current.documents}
    assert [file for file in after if after[file] is not before[file]] == [f"sources/{WIRE}.yaml"]
    assert current.version == version + 1
    assert "x" in current.snapshot.account.facts


def test_a_file_of_the_same_size_is_read_again_where_it_was_written(current: Current) -> None:
    path = current.project.sources / f"{WIRE}.yaml"
    path.write_text(path.read_text("utf-8").replace("ister-talks", "istar-talks"), "utf-8")
    os.utime(path, ns=(1, 2))
    assert current.refresh()
    assert "istar-talks" in current.snapshot.account.facts


def test_files_that_come_and_go_are_seen(current: Current) -> None:
    path = current.project.sources / "wire-2031-03-25.yaml"
    path.write_text("article: {title: A, publisher: northern-wire, published: 2031-03-25}\nclaims: []\n", "utf-8")
    assert current.refresh()
    assert current.document("wire-2031-03-25").claims_in == 0
    path.unlink()
    assert current.refresh()
    with pytest.raises(NotFoundError) as caught:
        current.document("wire-2031-03-25")
    assert str(caught.value) == "no such article: `wire-2031-03-25`\n  hint: did you mean `wire-2031-03-24`?"


def test_another_ontology_is_read_again_and_a_broken_one_says_so(current: Current) -> None:
    path = current.project.ontology / "diplomacy.ttl"
    text = path.read_text("utf-8")
    path.write_text(text.replace('"meeting"@en', '"encounter"@en'), "utf-8")
    assert current.refresh()
    assert current.ontology.types["Meeting"].label == "encounter"
    path.write_text(text + "oops", "utf-8")
    with pytest.raises(OntologyError):
        current.refresh()
    path.write_text(text, "utf-8")
    assert current.refresh()
    assert current.ontology.types["Meeting"].label == "meeting"


def test_the_account_is_the_same_as_of_a_project_that_is_read_anew(current: Current) -> None:
    path = current.project.sources / f"{WIRE}.yaml"
    for claim in (SOUND, SOUND | {"id": "other", "stance": "denies", "speaker": ["orlund-foreign-ministry"]}):
        current.judged()  # what has not changed since is taken over
        path.write_text(with_claim(current.project.root, claim), "utf-8")
        current.refresh()
        anew = current_of(current.project.root)
        assert current.snapshot.account == anew.snapshot.account
        assert current.checked == anew.checked


def test_a_text_in_memory_changes_nothing_that_is_kept(current: Current) -> None:
    documents = current.with_changed(f"sources/{WIRE}.yaml", with_claim(current.project.root, SOUND))
    assert [its.file for its in documents] == [its.file for its in current.documents]
    assert sum(its.claims_in for its in documents) == sum(its.claims_in for its in current.documents) + 1
    assert "x" not in current.snapshot.account.facts
    new = current.with_changed("sources/a-new-one.yaml", "article: {}\nclaims: []\n")
    assert len(new) == len(documents) + 1
    assert new == sorted(new, key=lambda its: its.file)
