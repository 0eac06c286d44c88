"""What may not stand in the repository, and what must agree in it: the lock, the version, notebooks."""

from __future__ import annotations

import importlib.metadata
import json
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import yaml
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.conftest import ROOT

WORDS_IN_A_ROW = 9
MADE = re.compile(r"^(\.venv.*|\.cache|\.git|\.\w+_cache|build|dist|__pycache__|\.ipynb_checkpoints)$")


def files() -> list[Path]:
    """List the project's own files, without what was made."""

    def walk(folder: Path) -> Iterator[Path]:
        for path in sorted(folder.iterdir()):
            if not MADE.match(path.name):
                yield from walk(path) if path.is_dir() else [path]

    return list(walk(ROOT))


def texts() -> Iterator[tuple[str, str]]:
    """Give each file that is text, by its name; the faulty files under tests/ may be in any encoding."""
    for path in files():
        data = path.read_bytes()
        if b"\0" not in data:
            yield path.relative_to(ROOT).as_posix(), data.decode("utf-8", "replace")


def runs(text: str) -> set[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return {tuple(words[start : start + WORDS_IN_A_ROW]) for start in range(len(words) - WORDS_IN_A_ROW + 1)}


def test_no_sentence_of_the_articles_is_in_the_repository(shared: Path) -> None:
    articles = [path.read_text("utf-8") for path in sorted((shared / "articles").glob("*.txt"))]
    assert articles
    titles = {run for text in articles for run in runs(text.strip().splitlines()[0])}
    known = {run for text in articles for run in runs(text)} - titles
    copied = [f"{name}: {' '.join(min(runs(text) & known))}" for name, text in texts() if runs(text) & known]
    assert copied == []


def test_no_path_of_one_machine_is_in_the_repository() -> None:
    places = re.compile(r"(?<![\w.])/(home|root|work|Users|mnt)/\w|\b[A-Z]:\\Users", re.MULTILINE)
    own = re.compile(rf"(?<![\w.]){re.escape(str(ROOT))}\b")
    found = [name for name, text in texts() if places.search(text) or own.search(text)]
    assert found == []


def test_the_lock_names_versions_only_and_leaves_nothing_out() -> None:
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    pins = [Requirement(line) for line in lines if not line.startswith("#")]
    assert [str(pin) for pin in pins if pin.url or not str(pin.specifier).startswith("==")] == []
    locked = {canonicalize_name(pin.name): pin.specifier for pin in pins}
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    apart = ("docs", "ftm", "labelstudio", "readers", "spark")
    extras = {name: extra for name, extra in project["optional-dependencies"].items() if name not in apart}
    optional = [text for extra in extras.values() for text in extra]
    wanted, todo = set(), [Requirement(text) for text in project["dependencies"] + optional]
    while todo:
        requirement = todo.pop()
        name = canonicalize_name(requirement.name)
        if name not in wanted and (requirement.marker is None or requirement.marker.evaluate({"extra": ""})):
            wanted.add(name)
            if name in locked and importlib.metadata.version(name) in locked[name]:  # `make lowest` has others
                todo += map(Requirement, importlib.metadata.requires(name) or [])
    assert wanted - set(locked) == set()


def test_the_lock_of_the_site_names_versions_only_and_has_what_is_declared() -> None:
    lines = (ROOT / "requirements-docs.lock").read_text("utf-8").splitlines()
    pins = {canonicalize_name(its.name): its for its in (Requirement(line) for line in lines if line[0] != "#")}
    assert [str(pin) for pin in pins.values() if pin.url or not re.fullmatch("==[^,]+", str(pin.specifier))] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [Requirement(text) for text in project["optional-dependencies"]["docs"]]
    assert declared
    locked = {str(its): str(pins[canonicalize_name(its.name)].specifier).removeprefix("==") for its in declared}
    assert [its for its in declared if locked[str(its)] not in its.specifier] == []


def test_the_lock_of_followthemoney_has_what_is_declared() -> None:
    lines = (ROOT / "requirements-ftm.lock").read_text("utf-8").splitlines()
    pins = {canonicalize_name(its.name): its for its in (Requirement(line) for line in lines if line[0] != "#")}
    assert [str(pin) for pin in pins.values() if pin.url or not re.fullmatch("==[^,]+", str(pin.specifier))] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    (declared,) = [Requirement(text) for text in project["optional-dependencies"]["ftm"]]
    assert str(pins[canonicalize_name(declared.name)].specifier).removeprefix("==") in declared.specifier


def test_the_lock_of_spark_has_what_is_declared() -> None:
    lines = (ROOT / "requirements-spark.lock").read_text("utf-8").splitlines()
    pins = {canonicalize_name(its.name): its for its in (Requirement(line) for line in lines if line[0] != "#")}
    assert [str(pin) for pin in pins.values() if pin.url or not re.fullmatch("==[^,]+", str(pin.specifier))] == []
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = [Requirement(text) for name in ("remote", "spark") for text in project["optional-dependencies"][name]]
    locked = {str(its): str(pins[canonicalize_name(its.name)].specifier).removeprefix("==") for its in declared}
    assert [its for its in declared if locked[str(its)] not in its.specifier] == []


def test_one_version_is_told_everywhere() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    citation = yaml.safe_load((ROOT / "CITATION.cff").read_text("utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(citation)
    assert citation["version"] == version
    newest = re.search(r"^## (\S+?),? ", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert newest[1] == version


def test_notebooks_are_stored_without_outputs() -> None:
    paths = sorted((ROOT / "notebooks").glob("*.ipynb"))
    assert paths
    cells = [(path.name, cell) for path in paths for cell in json.loads(path.read_text("utf-8"))["cells"]]
    code = [(name, cell) for name, cell in cells if cell["cell_type"] == "code"]
    assert [
        (name, "".join(cell["source"])) for name, cell in code if cell["outputs"] or cell["execution_count"] is not None
    ] == []
