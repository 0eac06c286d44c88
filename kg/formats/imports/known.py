"""The entities that a project has already, so that an import names them as the project does, and gives none twice."""

from __future__ import annotations

from pathlib import Path

from kg.annotation import jsonl_reader, reader
from kg.annotation.compressed import lines
from kg.annotation.json_line import LONGEST, LineError, record
from kg.annotation.record_fields import Findings
from kg.annotation.schema import read_entity
from kg.base.project import Folders
from kg.model.records import Entity

_ENTITY = b'{"entity"'


def entities_of(project: Folders, output: Path) -> dict[str, Entity]:
    """Read the entities of a project's sources.

    Parameters
    ----------
    project
        Where they lie.
    output
        The file that is written anew: what only it holds is not known.

    Returns
    -------
    dict
        By id. Faults of the sources are passed over here: `kg check` tells them.
    """
    found: dict[str, Entity] = {}
    for path in sorted(project.sources.rglob("*")):
        if path.is_file() and path.resolve() != output.resolve():
            some = of_lines(path) if jsonl_reader.is_lines(path) else _of_yaml(path, project.root)
            for entity in some:
                found.setdefault(entity.id, entity)
    return found


def _of_yaml(path: Path, root: Path) -> list[Entity]:
    return list(reader.read(path, root).entities) if path.name == reader.ENTITIES else []


def of_lines(path: Path) -> list[Entity]:
    """Read the entities of a file of JSON Lines, whose other lines are passed over unread."""
    found = []
    for _, line in lines(path, LONGEST):
        if line.startswith(_ENTITY):
            try:
                _, fields = record(line)
            except LineError:
                continue
            if isinstance(fields, dict):
                entity = read_entity(str(fields.pop("id", "")), fields, (), Findings())
                found += [entity] if entity else []
    return found
