"""What `neo4j-admin database import full` asks of its CSV files, checked as it would.

Source: Neo4j Operations Manual 5, Import: "CSV header format", "Node files", "Relationship files", "Property data
types".
"""

from __future__ import annotations

import csv
import datetime
import re
import shlex
from pathlib import Path
from typing import Any, NamedTuple

_FIELD = re.compile(r"(?P<name>[^:]*)(?::(?P<type>[A-Za-z_]+)(?:\((?P<space>[^)]*)\))?(?P<array>\[\])?)?")
_SPECIAL = {"ID", "LABEL", "START_ID", "END_ID", "TYPE", "IGNORE"}


def _boolean(text: str) -> bool:
    return {"true": True, "false": False}[text]


PROPERTIES: dict[str, Any] = {  # of the types that the manual lists, those that are used
    "string": str, "int": int, "long": int, "double": float, "float": float, "boolean": _boolean,
    "date": datetime.date.fromisoformat,
}  # fmt: skip


class Field(NamedTuple):
    """A field of a header."""

    name: str
    type: str
    space: str
    is_array: bool


class Imported(NamedTuple):
    """What an import would hold."""

    nodes: dict[tuple[str, str], dict[str, Any]]  # space and id -> properties; its labels are in ":LABEL"
    relationships: list[tuple[tuple[str, str], str, tuple[str, str], dict[str, Any]]]


def header(row: list[str]) -> list[Field]:
    """Read a header: `name:type`, the type `string` where none is given; no name twice."""
    fields = []
    for text in row:
        found = _FIELD.fullmatch(text)
        assert found, f"no field of a header: {text}"
        type_ = found["type"] or "string"
        assert type_ in _SPECIAL or type_ in PROPERTIES, f"no such type: {text}"
        assert found["name"] or type_ in _SPECIAL, f"a property without a name: {text}"
        fields.append(Field(found["name"], type_, found["space"] or "", bool(found["array"])))
    names = [its.name for its in fields if its.name]
    assert len(names) == len(set(names)), f"a name twice: {row}"
    return fields


def _rows(path: Path) -> tuple[list[Field], list[list[str]]]:
    with path.open(encoding="utf-8", newline="") as file:
        head, *rows = csv.reader(file)
    fields = header(head)
    assert all(len(row) == len(fields) for row in rows), f"{path.name}: more or fewer cells than the header has"
    return fields, rows


def _properties(fields: list[Field], row: list[str], delimiter: str) -> dict[str, Any]:
    found = {}
    for field, cell in zip(fields, row, strict=True):
        if field.type in PROPERTIES and cell != "":  # an empty cell is no property
            cast = PROPERTIES[field.type]
            found[field.name] = [cast(its) for its in cell.split(delimiter)] if field.is_array else cast(cell)
    return found


def _only(fields: list[Field], type_: str) -> int:
    (at,) = [at for at, its in enumerate(fields) if its.type == type_]
    return at


def options(readme: str) -> dict[str, list[str]]:
    """Read the options of the command in a note."""
    command = readme[readme.index("neo4j-admin") :].split("\n\n")[0]
    words = shlex.split(command)
    assert words[:4] == ["neo4j-admin", "database", "import", "full"]
    assert words[-1] == "neo4j", "the database stands last"
    found: dict[str, list[str]] = {}
    for word in words[4:-1]:
        name, _, value = word.removeprefix("--").partition("=")
        found.setdefault(name, []).append(value)
    return found


def imported(folder: Path) -> Imported:
    """Import a folder by the command of its note; every fault is an AssertionError."""
    given = options((folder / "README.txt").read_text("utf-8"))
    (code,) = given["array-delimiter"]
    delimiter = chr(int(code.removeprefix("U+"), 16)) if code.startswith("U+") else code
    nodes: dict[tuple[str, str], dict[str, Any]] = {}
    for name in given["nodes"]:
        fields, rows = _rows(folder / name)
        id_, label = _only(fields, "ID"), _only(fields, "LABEL")
        for row in rows:
            key = (fields[id_].space, row[id_])
            assert row[id_], f"{name}: a node without an id"
            assert key not in nodes, f"{name}: a node twice: {key}"
            labels = row[label].split(delimiter)
            assert all(re.fullmatch(r"[A-Za-z]\w*", its) for its in labels), f"{name}: {labels}"
            nodes[key] = {":LABEL": labels, **_properties(fields, row, delimiter)}
    relationships = []
    for name in given["relationships"]:
        fields, rows = _rows(folder / name)
        start, end, type_ = (_only(fields, its) for its in ("START_ID", "END_ID", "TYPE"))
        for row in rows:
            ends = (fields[start].space, row[start]), (fields[end].space, row[end])
            assert ends[0] in nodes, f"{name}: no such node: {ends[0]}"
            assert ends[1] in nodes, f"{name}: no such node: {ends[1]}"
            assert re.fullmatch(r"[A-Z][A-Z0-9_]*", row[type_]), f"{name}: {row[type_]}"
            relationships.append((ends[0], row[type_], ends[1], _properties(fields, row, delimiter)))
    listed = {"README.txt", *given["nodes"], *given["relationships"]}
    assert {its.name for its in folder.iterdir()} == listed, "a file that the command does not name"
    return Imported(nodes, relationships)
