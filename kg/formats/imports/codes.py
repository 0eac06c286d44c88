"""A user's own table of codes: what each stands for, in the place of what the ontology says.

CSV in UTF-8 with a header. Columns: `code`; `type`, a fact type; `source` and `target`, the roles that they fill (left
out: those of the type); `swapped` and `symmetric` (`yes`). Any other column is the name of a role that a concept fills,
and holds the concept: what is done, for a fact type that has such a role. Only `code` and `type` are needed.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping
from pathlib import Path

from kg.base.errors import Place
from kg.base.hints import meant, named
from kg.formats.imports.lookups import TableError, read_text, yes
from kg.ontology import Coding, FactType, Ontology

COLUMNS = ("code", "type", "source", "target", "swapped", "symmetric")


def own(path: Path | None, ontology: Ontology) -> dict[str, Coding]:
    """Read a user's table of codes; none where no path is given."""
    return read(read_text(path), str(path), ontology) if path else {}


def read(text: str, file: str, ontology: Ontology) -> dict[str, Coding]:
    """Read a table of codes.

    Parameters
    ----------
    text
        Of the table.
    file
        Its name, for faults.
    ontology
        Declares the fact types, roles and concepts that it names.

    Raises
    ------
    TableError
        If it lacks a column, or names what the ontology does not declare.
    """
    lines = csv.DictReader(text.splitlines(keepends=True))
    header = lines.fieldnames or []
    if missing := [name for name in COLUMNS[:2] if name not in header]:
        raise TableError(f"{Place(file)}: no column `{missing[0]}`", f"the columns are: {', '.join(COLUMNS)}")
    fillable = {rule.role for kind in ontology.types.values() for rule in kind.roles.values() if rule.scheme}
    for name in header:
        if name not in (*COLUMNS, *fillable):
            hint = meant(name, (*COLUMNS, *fillable), f"the columns are: {', '.join((*COLUMNS, *sorted(fillable)))}")
            raise TableError(f"{Place(file)}: no column of a table of codes: {named(name)}", hint)
    found = {}
    for line in lines:
        cells = {name: (cell or "").strip() for name, cell in line.items() if name}
        if any(cells.values()):
            found[cells["code"]] = _coding(cells, Place(file, lines.line_num), ontology)
    return found


def _coding(cells: Mapping[str, str], place: Place, ontology: Ontology) -> Coding:
    if not cells["code"]:
        raise TableError(f"{place}: no code", "give the code as the data writes it")
    if (kind := ontology.types.get(cells["type"])) is None:
        hint = meant(cells["type"], ontology.types, f"the fact types are: {', '.join(ontology.types)}")
        raise TableError(f"{place}: no fact type: {named(cells['type'])}", hint)
    role, concept = _concept(cells, kind, place, ontology)
    declared = ontology.coded.get(concept or "") or ontology.coded.get(kind.id)
    source = _role(cells.get("source", ""), kind, place) or (declared.source if declared else "")
    target = _role(cells.get("target", ""), kind, place) or (declared.target if declared else "")
    if not (source and target):
        hint = f"give both: the roles of {kind.id} are: {', '.join(kind.roles)}"
        raise TableError(f"{place}: source and target fill no role", hint)
    symmetric = yes(cells.get("symmetric", ""), "symmetric", place) or source == target
    if concept and not cells.get("symmetric"):
        symmetric = symmetric or ontology.concepts[concept].symmetric
    return Coding(kind.id, source, target, yes(cells.get("swapped", ""), "swapped", place), symmetric, role, concept)


def _role(name: str, kind: FactType, place: Place) -> str:
    if name and name not in kind.roles:
        hint = meant(name, kind.roles, f"its roles are: {', '.join(kind.roles)}")
        raise TableError(f"{place}: no role of {kind.id}: {named(name)}", hint)
    return name


def _concept(
    cells: Mapping[str, str], kind: FactType, place: Place, ontology: Ontology
) -> tuple[str | None, str | None]:
    """Find the role of a fact type that a concept fills, and the concept."""
    given = [(name, cell) for name, cell in cells.items() if cell and name not in COLUMNS]
    if not given:
        return None, None
    (role, name), *more = given
    if more:
        raise TableError(f"{place}: two concepts: {named(name)} and {named(more[0][1])}", "keep one")
    scheme = kind.roles[role].scheme if role in kind.roles else None
    fitting = [its.id for its in ontology.concepts.values() if scheme and scheme in its.schemes]
    if name not in fitting:
        hint = meant(name, fitting, f"such as: {', '.join(fitting[:5])}" if fitting else "leave it empty")
        raise TableError(f"{place}: no concept that may be the {role} of a {kind.id}: {named(name)}", hint)
    return role, name
