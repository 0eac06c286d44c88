"""A project: a folder with `kg.toml`, `sources/` and `ontology/`."""

from __future__ import annotations

import tomllib
import unicodedata
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.base.addresses import base_fault
from kg.base.disk import hindrance
from kg.base.errors import Place, UsageError
from kg.base.iris import Names

SETTINGS = "kg.toml"
EXAMPLE_BASE = "https://example.org/my-project/"


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
    `kg.toml` as it was read.
    """

    base: str
    title: str
    settings: str = ""

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
    if not root.is_dir():
        raise UsageError(f"no such folder: `{root}`", "name a project: `--project DIR`, or make one: `kg init DIR`")
    if not (root / SETTINGS).is_file():
        raise UsageError(f"no project in `{root}`: `{SETTINGS}` is missing", "`kg init DIR` makes a project")
    for folder in ("sources", "ontology"):
        if not (root / folder).is_dir():
            raise UsageError(
                f"no project in `{root}`: `{folder}/` is missing", f"`kg init DIR` shows what `{folder}/` holds"
            )
    return Folders(root)


def find(root: Path, settings: Path | None = None) -> Project:
    """Read a project's settings.

    Parameters
    ----------
    root
        The project's folder.
    settings
        The file that is read instead of the project's own `kg.toml`: a build keeps the one it was made by.

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
    text, values = _read(settings or root / SETTINGS)
    title = values.get("title", root.resolve().name)
    if not isinstance(title, str):
        raise UsageError(f"{SETTINGS}: `title` is no text", 'write title = "…"')
    return Project(root, _base(text, values.get("base")), title, text)


def _read(settings: Path) -> tuple[str, dict[str, Any]]:
    try:
        if found := hindrance(settings):
            raise UsageError(*found, Place(SETTINGS))
        text = settings.read_text("utf-8")
        return text, tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageError(f"{SETTINGS}: not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{SETTINGS}: {error}", "see https://toml.io for the format") from error


def _base(text: str, value: object) -> str:
    """Take the base out of the settings, its letters composed, as queries and what is typed have them."""
    if not isinstance(value, str):
        what = f"`base` is {'missing' if value is None else 'no text'}"
        raise UsageError(what, f'write an address of your own: base = "{EXAMPLE_BASE}"', Place(SETTINGS))
    base = unicodedata.normalize("NFC", value)
    if fault := base_fault(base):
        line = next((n for n, line in enumerate(text.split("\n"), 1) if line.lstrip().startswith("base")), 1)
        raise UsageError(f"`base` is {fault[0]}", fault[1], Place(SETTINGS, line))
    return base
