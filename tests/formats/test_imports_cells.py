"""Whatever stands in the cells of event data: what an import counts as mapped, `kg check` accepts."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import ontology
from kg.check.run import check_project
from kg.cli.new_project import start
from kg.formats.imports import importing, lookups
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.reports import Report
from kg.ontology import Ontology
from tests.conftest import ROOT
from tests.examples import examples
from tests.formats.test_imports_events import SAMPLES

FORMATS = [("icews", "icews.tab", 1), ("gdelt", "gdelt.csv", 0), ("ucdp", "ucdp.csv", 1), ("polecat", "polecat.txt", 1)]
CELLS = (
    "", "NA", "x", "0", "-0", "1e999", "12..5", "many..", "..", "1..2", "999999999999999.5", "1_000", "101", "101 ",
    "s1_x", "a b/c", "\u0000", "\u202e", "\u00e9", "e\u0301", "\ufeff", "\u3000", "2021-05-03", "2021-02-30",
    "20210503", "9999-12-31", "040", "043", "Kenya", "Police (Kenya)", "(Kenya)", " (Kenya)", "https://x.example/a b",
    "javascript:1", "icews", "fact", "\\", "'", '"', "501", "502", "1.0", "2",
)  # fmt: skip


@cache
def terms() -> Ontology:
    return ontology.load(ROOT / "ontology")


def imported(kind: str, path: Path, project: Path, **options: Any) -> Report:
    """Bring a file into a project."""
    gathering = Gathering(Report())
    importing.IMPORTERS[kind](gathering, terms(), lookups.Tables(), **options).read(path)
    with gathering:
        (project / "sources/brought.jsonl").write_bytes(b"".join(gathering.records()))
    return gathering.report


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("cells")
    start(folder / "project")
    for path in (folder / "project/sources").iterdir():
        path.unlink()
    return folder


changes = st.lists(st.tuples(st.integers(0, 99), st.integers(0, 99), st.sampled_from(CELLS)), min_size=1, max_size=8)


@pytest.mark.parametrize("its", FORMATS, ids=lambda its: str(its[0]))
@settings(deadline=None, max_examples=examples(12), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=changes, order=st.integers(0, 9))
def test_what_is_mapped_has_no_fault(
    its: tuple[str, str, int], changes: list[tuple[int, int, str]], order: int, folder: Path
) -> None:
    kind, name, head = its
    lines = (SAMPLES / name).read_text("utf-8").splitlines()
    mark = "," if kind == "ucdp" else "\t"
    rows = [line.split(mark) for line in lines[head:]]
    for row, cell, text in changes:
        cells = rows[row % len(rows)]
        cells[cell % len(cells)] = text
    random.Random(order).shuffle(rows)
    (folder / "rows").write_text("\n".join([*lines[:head], *(mark.join(cells) for cells in rows)]) + "\n", "utf-8")
    options = {"mentions": SAMPLES / "gdelt-mentions.csv"} if kind == "gdelt" and order % 2 else {}
    report = imported(kind, folder / "rows", folder / "project", **options)
    assert report.read == report.mapped + report.refused
    faults, _ = check_project(folder / "project", [], None)
    assert [str(fault.fault) for fault in faults if not fault.is_warning] == []
