"""Files and projects of INCEpTION, both ways: XMI files with their type system, or the archive of a whole project.

INCEpTION exports an annotated document as a ZIP of the XMI file and its type system, and a project as a ZIP that has
such files for each user under `annotation/`, if UIMA CAS XMI is chosen as its secondary format.

Source: INCEpTION User Guide, "UIMA CAS XMI" and "Export backup archive".
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from kg.base.errors import Place
from kg.formats.tools.archives import archive, members
from kg.formats.tools.inception_settings import exported_project
from kg.formats.tools.layers import Layered, ToolError
from kg.formats.tools.uima import from_xmi, to_xmi, types_xml
from kg.model.records import Entity
from kg.ontology import Ontology

TYPES = "TypeSystem.xml"
PROJECT = "exportedproject.json"
XMI, ZIP = ".xmi", ".zip"
_INITIAL, _CURATED = "INITIAL_CAS", "CURATION_USER"  # which INCEpTION lists among users, and which are none


def files_of(articles: list[Layered]) -> dict[str, str]:
    """Write articles as XMI, and the type system beside them; name of the file -> what it holds."""
    return {TYPES: types_xml(), **{f"{its.name}{XMI}": to_xmi(its) for its in articles}}


def project_archive(title: str, articles: list[Layered], ontology: Ontology, entities: Mapping[str, Entity]) -> bytes:
    """Write a project, to be imported by INCEpTION: its layers and tag sets, and the articles as they are annotated."""
    sources = {f"{its.name}{XMI}": to_xmi(its).encode() for its in articles}
    its = exported_project(title, ontology, entities, sources)
    files = {f"source/{name}": content for name, content in sources.items()}
    return archive({PROJECT: json.dumps(its, ensure_ascii=False, indent=1).encode(), **files})


def from_files(data: bytes, file: str, types: bytes | None = None) -> Iterator[Layered]:
    """Read a file of INCEpTION: XMI, the archive of a document or of a project.

    Parameters
    ----------
    data
        What it holds.
    file
        Its name.
    types
        The type system beside an XMI file.

    Raises
    ------
    ToolError
        If it cannot be read; see `uima.from_xmi`.
    """
    if file.endswith(XMI):
        yield from_xmi(data, _document(PurePosixPath(file).name), file, types)
        return
    inside = dict(members(data, file, (XMI, ZIP, TYPES)))
    annotated = {name: its for name, its in inside.items() if _whose(name) is not None}
    some = annotated or inside
    found = 0
    for name, content in some.items():
        path = PurePosixPath(name)
        whose = _whose(name)
        document = _document(path.name if whose is None else path.parts[-2])
        if name.endswith(XMI):
            beside = inside.get(str(path.with_name(TYPES)), types)
            yield from_xmi(content, document, f"{file}/{name}", beside, whose or "")
            found += 1
        elif name.endswith(ZIP):
            within = dict(members(content, f"{file}/{name}", (XMI, TYPES)))
            for each, its in within.items():
                if each.endswith(XMI):
                    of = document if whose is not None else _document(PurePosixPath(each).name)
                    yield from_xmi(its, of, f"{file}/{name}/{each}", within.get(TYPES), whose or "")
                    found += 1
    if not found:
        what, hint = "no XMI in it", "choose UIMA CAS XMI (XML 1.0) as the format, or as the secondary format"
        raise ToolError(what, hint, Place(file))


def _document(name: str) -> str:
    for ending in (XMI, ZIP, ".txt"):
        name = name.removesuffix(ending)
    return name


def _whose(name: str) -> str | None:
    """Give the user whose annotations a file of a project holds; None: it holds nobody's."""
    path = PurePosixPath(name)
    if len(path.parts) < 3 or path.parts[-3] not in ("annotation", "curation"):
        return None
    user = _document(path.name)
    if user in (_INITIAL, TYPES):
        return None
    return "curation" if user == _CURATED else user
