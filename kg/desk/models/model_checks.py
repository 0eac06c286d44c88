"""What `kg check` says of claims that are not in any file yet: they are checked with all the others of the project."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from kg.annotation import jsonl_reader
from kg.annotation.document import Document
from kg.check import check
from kg.model.records import Entity
from kg.ontology import Ontology

_FILE = "asked.jsonl"


def faults_of(
    claims: Sequence[Mapping[str, Any]],
    entities: Iterable[Entity],
    documents: Sequence[Document],
    ontology: Ontology,
    texts: Path,
) -> list[list[str]]:
    """Check claims as if they stood in the project.

    Parameters
    ----------
    claims
        Each with the id of its `article`.
    entities
        New ones that they name.
    documents
        All of the project.
    ontology
        Of the project.
    texts
        The folder of the articles' texts.

    Returns
    -------
    list
        For each claim, what is wrong with it, in the checker's words; warnings refuse nothing and are left out.
    """
    lines = [{"entity": _fields(entity)} for entity in entities]
    first = len(lines) + 1
    lines += [{"claim": dict(claim)} for claim in claims]
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:  # outside the project: nothing else reads it
        path = Path(folder, _FILE)
        path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), "utf-8")
        document = jsonl_reader.read(path, Path(folder))
        checked = check([*documents, document], ontology, texts)
    found: list[list[str]] = [[] for _ in claims]
    for fault in checked.faults:
        if fault.place.file == _FILE and not fault.is_warning and (fault.place.line or 0) >= first:
            what = f"{fault.fault} ({fault.hint})" if fault.hint else fault.fault
            found[fault.place.line - first].append(what)
    return found


def _fields(entity: Entity) -> dict[str, Any]:
    more = {"aliases": list(entity.aliases)} if entity.aliases else {}
    return {"id": entity.id, "kind": str(entity.kind), "name": entity.name, **more}
