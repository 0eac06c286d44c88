"""A project: a folder with `kg.toml`, `sources/` and `ontology/`."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

from msgspec import Struct

from kg.base.disk import SETTINGS, need_folder
from kg.base.errors import UsageError
from kg.base.file_names import is_utf_8
from kg.base.hints import named
from kg.base.iris import Names
from kg.base.settings import Elsewhere, Readings, read


class Folders(Struct, frozen=True):
    """Where a project lies."""

    root: Path

    @property
    def sources(self) -> Path:
        """The folder of annotation files."""
        return self.root / "sources"

    @property
    def ontology(self) -> Path:
        """The folder of the domain's Turtle."""
        return self.root / "ontology"

    @property
    def build(self) -> Path:
        """The folder that builds go to."""
        return self.root / "build"


class Project(Folders, frozen=True):
    """Where a project lies, and what its `kg.toml` says.

    `title` heads the page; `base` is the IRI under which the project's things are named; `settings` is the text of
    `kg.toml` as it was read; `store` is where its quads are asked, if they are asked elsewhere; `readings` says which
    of several annotations of an article is used.
    """

    base: str
    title: str
    settings: str = ""
    store: Elsewhere = Elsewhere()
    readings: Readings = Readings()

    @property
    def names(self) -> Names:
        """IRIs of the project's things."""
        return Names(self.base)


def located(root: Path) -> Folders:
    """Find a project's folders, whatever its settings say.

    Raises
    ------
    UsageError
        If the folder is no project, saying what is missing.
    """
    need_folder(root, "name a project: `--project DIR`, or make one: `kg init DIR`")
    if not os.path.lexists(root / SETTINGS):
        raise UsageError(f"no project in `{root}`: `{SETTINGS}` is missing", _where_one_is(root))
    for folder in ("sources", "ontology"):
        if not (root / folder).is_dir():
            raise UsageError(
                f"no project in `{root}`: `{folder}/` is missing", f"`kg init DIR` shows what `{folder}/` holds"
            )
    need_utf_8(root)
    return Folders(root)


def _where_one_is(root: Path) -> str:
    """Name the nearest folder above that is a project, as a path to type here; else say how to make one."""
    for above in Path(os.path.realpath(root)).parents:
        if (above / SETTINGS).is_file() and (above / "sources").is_dir():
            path = str(above if root.is_absolute() else os.path.relpath(above))
            return f"there is one in `{path}`: go there, or `--project {shlex.quote(path)}`"
    return "`kg init DIR` makes a project"


def need_utf_8(root: Path) -> None:
    """Make sure that the folders on the way to a project, and its own, have names in UTF-8, as the store needs them.

    Raises
    ------
    UsageError
        If one has not.
    """
    for name in root.resolve().parts:
        if not is_utf_8(name):
            raise UsageError(f"a folder's name that is no UTF-8: {named(name)}", "call the folder something else")


def find(root: Path, settings: bytes | None = None) -> Project:
    """Read a project's settings.

    Parameters
    ----------
    root
        The project's folder.
    settings
        What is taken instead of the project's own `kg.toml`: a build keeps the one it was made by.

    Returns
    -------
    Project
        Its folders and settings; nothing is written.

    Raises
    ------
    UsageError
        If the folder is no project, saying what is missing, or a setting cannot be read.
    """
    located(root)
    found = read(root / SETTINGS, settings)
    title = root.resolve().name if found.title is None else found.title
    return Project(root, found.base, title, found.text, found.store, found.readings)
