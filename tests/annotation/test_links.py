"""Links below the sources: followed, each file read once, circles and links to nowhere named."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from kg.annotation.reader import read_all


@pytest.fixture
def root(tmp_path: Path) -> Path:
    project = tmp_path / "project"
    written(project / "sources" / "entities.yaml", "kyiv: {kind: Place, name: Kyiv}")
    written(
        tmp_path / "archive" / "old" / "paper-1.yaml", "article: {title: T, publisher: p, published: 2024}\nclaims: []"
    )
    return project


def written(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def told(root: Path) -> list[str]:
    documents = read_all(root / "sources", root)
    return [f"{document.file}: {'; '.join(fault.fault for fault in document.faults)}" for document in documents]


def test_a_linked_folder_is_read_like_one_that_stands_there(root: Path) -> None:
    (root / "sources/2024").symlink_to("../../archive")
    assert told(root) == ["sources/2024/old/paper-1.yaml: ", "sources/entities.yaml: "]


def test_a_link_inside_a_linked_folder_is_followed(root: Path) -> None:
    (root.parent / "archive/more").symlink_to(written(root.parent / "more/paper-2.yaml", "").parent)
    (root / "sources/2024").symlink_to("../../archive")
    assert [line.partition(":")[0] for line in told(root)] == [
        "sources/2024/more/paper-2.yaml", "sources/2024/old/paper-1.yaml", "sources/entities.yaml",
    ]  # fmt: skip


def test_a_file_is_read_once_however_it_is_reached(root: Path) -> None:
    written(root / "sources/new/paper-3.yaml", "article: {title: T, publisher: p, published: 2024}\nclaims: []")
    (root / "sources/a-link").symlink_to("new")  # before `new` in order: its own name is still the one that counts
    (root / "sources/z-link").symlink_to("../../archive")
    (root / "sources/y-link").symlink_to("../../archive")
    (root / "sources/paper-1.yaml").symlink_to("../../archive/old/paper-1.yaml")
    (root / "sources/again.yaml").symlink_to("new/paper-3.yaml")
    os.link(root / "sources/new/paper-3.yaml", root.parent / "other-name")
    found = told(root)
    assert len(found) == 3
    assert "sources/new/paper-3.yaml: " in found
    assert sum("paper-1.yaml" in line for line in found) == 1


@pytest.mark.parametrize("target", [".", "..", "../..", "../sources", "new/../../sources"])
def test_a_circle_of_links_is_named(root: Path, target: str) -> None:
    (root / "sources/new").mkdir()
    (root / "sources/round").symlink_to(target)
    assert "sources/round: a link that leads back to a folder around it" in told(root)
    assert "sources/entities.yaml: " in told(root)


def test_a_circle_through_folders_outside_is_named(root: Path) -> None:
    (root.parent / "archive/back").symlink_to("../project/sources")
    (root / "sources/out").symlink_to("../../archive")
    assert "sources/out/back: a link that leads back to a folder around it" in told(root)
    assert "sources/out/old/paper-1.yaml: " in told(root)


def test_folders_that_link_to_each_other_are_each_read_once(root: Path) -> None:
    for name, other in (("a", "b"), ("b", "c"), ("c", "a")):
        written(
            root / f"sources/{name}/paper-{name}.yaml", "article: {title: T, publisher: p, published: 2024}\nclaims: []"
        )
        (root / f"sources/{name}/{other}").symlink_to(f"../{other}")
    assert sum(".yaml: " in line for line in told(root)) == 4


@pytest.mark.parametrize("name", ["2024", "2024.yaml"])
def test_a_link_that_leads_nowhere_is_named(root: Path, name: str) -> None:
    (root / "sources" / name).symlink_to("../../gone")
    assert f"sources/{name}: a link that leads to no file" in told(root)
    (root / "sources" / "self").symlink_to("self")
    assert any(
        line.startswith("sources/self: a link that leads to no") or "cannot be read" in line for line in told(root)
    )


def test_what_is_hidden_is_passed_over(root: Path) -> None:
    (root / "sources/.old").symlink_to("../../archive")
    (root / "sources/.#lock").symlink_to("someone@here")
    assert told(root) == ["sources/entities.yaml: "]
