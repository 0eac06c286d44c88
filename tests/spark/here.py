"""What one machine makes of a project: the lines of `kg export nquads`, the counts, and what is refused and why."""

from __future__ import annotations

import re
import warnings
from pathlib import Path
from typing import Any, NamedTuple

import kg
from kg.annotation.compressed import lines as lines_in
from kg.annotation.json_line import LONGEST, LineError, may_hold_claim, record
from kg.annotation.jsonl_reader import is_lines
from kg.annotation.reader import read_all
from kg.base.errors import Fault
from kg.base.project import Project, find
from kg.check import Checked, check
from kg.formats.rdf_files import to_nquads
from kg.formats.table_rows import Row
from kg.formats.tables import ORDER, rows_of
from kg.ontology import Ontology

COUNTS = ("claims", "articles", "entities", "refused", "suggested", "aside")
Refused = tuple[str, int, str]  # file, line, what


class Here(NamedTuple):
    """A project as one machine builds it."""

    nquads: str
    counts: dict[str, int]
    refused: list[Refused]  # each fault that refuses a claim, in order
    faults: list[Refused]  # every fault, of whatever it is
    tables: dict[str, list[Row]]  # as `kg export parquet` has them


def built_here(folder: Path, its: Ontology, slices: dict[str, Any] | None = None) -> Here:
    """Build a project on one machine, and write the whole of it, or a slice, as N-Quads."""
    graph = kg.build(folder)
    checked = check(read_all(find(folder).sources, folder), its, None, find(folder).readings)
    counts = {
        "claims": len(checked.claims), "articles": len(checked.articles), "entities": len(checked.entities),
        "refused": checked.refused, "suggested": checked.suggested, "aside": sum(checked.aside.values()),
    }  # fmt: skip
    its_slice = graph.slice(**slices) if slices else graph
    faults = [(its.place.file, its.place.line, its.fault) for its in checked.faults if not its.is_warning]
    with warnings.catch_warnings(action="ignore"):  # that there are no edges, for one
        tables = {table: list(rows_of(its_slice, table)) for table in ORDER}
    return Here(to_nquads(its_slice), counts, refusals(find(folder), checked), faults, tables)


def refusals(project: Project, checked: Checked) -> list[Refused]:
    """List the faults that refuse claims: those about a claim, and not about an entity, a head or a judgement."""
    documents = {document.file: document for document in read_all(project.sources, project.root)}
    found = []
    for fault in checked.faults:
        document = documents.get(fault.place.file)
        if document is None or fault.is_warning:
            continue
        path = project.root / fault.place.file
        about_claim = _line_holds_claim(path, fault) if is_lines(path) else _below_claims(path, fault)
        if about_claim:
            found.append((fault.place.file, fault.place.line, fault.fault))
    return sorted(found)


def _line_holds_claim(path: Path, fault: Fault) -> bool:
    line = next(line for number, line in lines_in(path, LONGEST) if number == fault.place.line)
    try:
        return record(line.removeprefix(b"\xef\xbb\xbf"))[0] == "claim"
    except LineError:
        return may_hold_claim(line)


def _below_claims(path: Path, fault: Fault) -> bool:
    """Whether a fault of a YAML file stands in the list of claims, which is the last in drawn files."""
    before = path.read_text("utf-8").split("\n")[: fault.place.line]
    return any(re.match(r"claims:", line) for line in before) and not before[-1].startswith("claims:")


def nquads_here(folder: Path) -> str:
    """Build a project, and write it as N-Quads."""
    return to_nquads(kg.build(folder))
