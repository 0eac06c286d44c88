"""The build of a project that is served, and whether its sources have changed since."""

from __future__ import annotations

from pathlib import Path

from kg.errors import StoreError
from kg.inputs import files_of, hashes, seen
from kg.manifest import looked_at, manifest_of
from kg.project import Project
from kg.swap import CURRENT


def current(project: Project) -> Path:
    """Find the build that is served.

    Raises
    ------
    StoreError
        If there is none yet.
    """
    folder = (project.build / CURRENT).resolve()
    if not folder.is_dir():
        raise StoreError(f"`{project.root}` is not built yet", "run `kg build`")
    return folder


def is_stale(project: Project) -> bool:
    """Tell whether a source or a term of the ontology is no longer what the build was made of.

    A file whose size and time are those of the build is not read again.
    """
    folder = current(project)
    inputs = manifest_of(folder)["inputs"]
    files = files_of(project)
    looked = {name: tuple(its) for name, its in looked_at(folder).items()}
    same = {name: inputs.get(name, "") for name, its in seen(files).items() if looked.get(name) == its}
    return bool(inputs != hashes(files, same))
