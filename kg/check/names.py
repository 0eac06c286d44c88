"""Names of files and folders that no later reader could write down: those that are not UTF-8."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from kg.annotation.source_text import NOT_UTF_8
from kg.base.errors import Fault, Place
from kg.base.file_names import escaped, is_utf_8
from kg.base.project import Folders


def check_names(project: Folders, texts: Path | None = None) -> list[Fault]:
    """Check the names of whatever lies in a project, and in a folder of texts.

    Parameters
    ----------
    project
        Its folder. What is hidden, and what was built, is passed over.
    texts
        The folder of the articles' texts.

    Returns
    -------
    list
        A fault for each name that is not UTF-8, at its path, in which that name is escaped.
    """
    found = {path for folder in (project.root, texts) if folder for path in _odd(folder, project.build)}
    places = (path.relative_to(project.root) if path.is_relative_to(project.root) else path for path in found)
    return sorted(Fault(Place(escaped(place.as_posix())), *NOT_UTF_8) for place in places)


def _odd(top: Path, left_out: Path) -> Iterator[Path]:
    for place, folders, files in os.walk(top):
        folders[:] = [name for name in folders if not name.startswith(".") and Path(place, name) != left_out]
        yield from (Path(place, name) for name in (*folders, *files) if not is_utf_8(name))
