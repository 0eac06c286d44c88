"""A build is committed by its manifest, whatever other builds of the same folder do at that moment."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, cast

import pytest

from kg.base.errors import StoreError
from kg.builder.in_parts import in_parts
from kg.spark.places import Place
from kg.spark.release import Attempt, commit, manifest_at


class OnDisk:
    """A place on this machine's disks, without Java: what `Place` is to a file system of Spark's."""

    def __init__(self, path: Path) -> None:
        self.path, self.shown, self.name = path, str(path), path.name

    def __truediv__(self, name: str) -> OnDisk:
        return OnDisk(self.path / name)

    def exists(self) -> bool:
        return self.path.exists()

    def inside(self) -> list[OnDisk]:
        return [OnDisk(path) for path in sorted(self.path.iterdir())]

    def seconds_since_change(self, now: float) -> float:
        return now - self.path.stat().st_mtime

    def read(self) -> bytes:
        return self.path.read_bytes()

    def write(self, data: bytes, first: OnDisk) -> None:
        first.path.write_bytes(data)
        first.path.replace(self.path)

    def rename(self, other: OnDisk) -> None:
        self.path.rename(other.path)

    def remove(self) -> None:
        shutil.rmtree(self.path)


def begun(out: Path, number: int) -> Attempt:
    """Begin a build."""
    folder = out / f".attempt-{number}"
    folder.mkdir(parents=True)
    earlier = frozenset(path.name for path in out.glob("[0-9]*-*"))
    return Attempt(cast("Place", OnDisk(out)), cast("Place", OnDisk(folder)), earlier)


def told(number: int) -> dict[str, Any]:
    return {"root": str(number) * 64, "base": "https://example.org/", "files": {}}


def served(out: Path) -> str:
    found = in_parts(out)
    assert found is not None
    return found.folder.name


def test_a_build_that_is_just_being_committed_is_not_swept_by_another(tmp_path: Path) -> None:
    commit(begun(tmp_path, 1), told(1))
    one, other = begun(tmp_path, 2), begun(tmp_path, 3)

    def ends_too(step: str) -> None:
        if step == "renamed":
            commit(other, told(3))
            assert served(tmp_path) == "333333333333-1"

    commit(one, told(2), ends_too)
    assert served(tmp_path) == "222222222222-1"


def test_builds_before_the_last_are_swept(tmp_path: Path) -> None:
    for number in (1, 2, 3):
        commit(begun(tmp_path, number), told(number))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["222222222222-1", "333333333333-1", "manifest.json"]
    assert served(tmp_path) == "333333333333-1"


@pytest.mark.parametrize("text", ["", "{", "[]", "null", '{"format": "spark 1", "build": 7}'])
def test_a_manifest_that_cannot_be_read(text: str, tmp_path: Path) -> None:
    path = tmp_path / "manifest.json"
    path.write_text(text, "utf-8")
    with pytest.raises(StoreError) as caught:
        manifest_at(cast("Place", OnDisk(tmp_path)), "take it away")
    assert str(caught.value) == f"`{path}` is no manifest of a build\n  hint: take it away"


def test_a_manifest_of_something_else_and_none(tmp_path: Path) -> None:
    place = cast("Place", OnDisk(tmp_path))
    assert manifest_at(place) == {}
    (tmp_path / "manifest.json").write_text('{"format": "web"}', "utf-8")
    assert manifest_at(place) is None
