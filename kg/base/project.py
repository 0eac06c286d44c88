"""A project: a folder with `kg.toml`, `sources/` and `ontology/`."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from msgspec import Struct

from kg.base.disk import hindrance
from kg.base.errors import Place, UsageError
from kg.base.iris import Names

SETTINGS = "kg.toml"
_BASE = re.compile(r"https?://[^\s<>\"{}|\\^`]+[/#]")


class Project(Struct, frozen=True):
    """Where a project lies, and what its `kg.toml` says.

    `title` heads the page; `base` is the IRI under which the project's things are named.
    """

    root: Path
    base: str
    title: str

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

    @property
    def names(self) -> Names:
        """IRIs of the project's things."""
        return Names(self.base)


def find(root: Path) -> Project:
    """Read a project's settings.

    Parameters
    ----------
    root
        The project's folder.

    Returns
    -------
    Project
        Its folders and settings; nothing is written.

    Raises
    ------
    UsageError
        If the folder is no project, saying what is missing, or a setting cannot be read.
    """
    settings = root / SETTINGS
    if not root.is_dir():
        raise UsageError(f"no such folder: `{root}`", "name a project: `--project DIR`, or make one: `kg init DIR`")
    if not settings.is_file():
        raise UsageError(f"no project in `{root}`: `{SETTINGS}` is missing", "`kg init DIR` makes a project")
    for folder in ("sources", "ontology"):
        if not (root / folder).is_dir():
            raise UsageError(
                f"no project in `{root}`: `{folder}/` is missing", f"`kg init DIR` shows what `{folder}/` holds"
            )
    try:
        if found := hindrance(settings):
            raise UsageError(*found, Place(SETTINGS))
        values = tomllib.loads(settings.read_text("utf-8"))
    except UnicodeDecodeError as error:
        raise UsageError(f"{SETTINGS}: not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{SETTINGS}: {error}", "see https://toml.io for the format") from error
    base, title = values.get("base"), values.get("title", root.resolve().name)
    if not isinstance(base, str) or not _BASE.fullmatch(base):
        raise UsageError(
            f"{SETTINGS}: `base` is {'missing' if base is None else f'no IRI that ends in /: `{base}`'}",
            'write an address of your own: base = "https://example.org/my-project/"',
            Place(SETTINGS) if base is None else None,
        )
    if not isinstance(title, str):
        raise UsageError(f"{SETTINGS}: `title` is no text", 'write title = "…"')
    return Project(root, base, title)
