"""Builds that lie in parts, as Spark writes them: a folder whose manifest names what is served, read without Spark."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.base.disk import SETTINGS, read_plain, sha256
from kg.base.errors import StoreError

MANIFEST = "manifest.json"
_FORMAT = "spark "  # with the number of the layout
LAYOUT = f"{_FORMAT}1"
BY_SLICE = "cut a slice of it, such as `--known-by DAY`: its facts are then read"
AGAIN = "build it again: `kg build --on spark`"


class InParts(Struct, frozen=True):
    """A build in parts.

    Parameters
    ----------
    folder
        Of the build, inside the one that was written to.
    manifest
        What is told of it: its base, its counts, of each part of N-Quads its SHA-256, of each table its rows.
    """

    folder: Path
    manifest: dict[str, Any]

    @property
    def base(self) -> str:
        """The IRI under which the project's things are named."""
        return str(self.manifest["base"])

    def quads(self) -> list[str]:
        """List the parts of N-Quads, in order."""
        return sorted(name for name in self.manifest["files"] if name.startswith("nquads/"))

    def small(self) -> list[str]:
        """List the settings and the files of the ontology."""
        found = [self.folder / SETTINGS, *sorted((self.folder / "ontology").glob("*.ttl"))]
        return [path.relative_to(self.folder).as_posix() for path in found]

    def rows(self, table: str) -> int | None:
        """Tell how many rows a table has; None where the manifest does not say."""
        found = self.manifest["files"].get(table, {}).get("rows")
        return found if isinstance(found, int) else None

    def paths(self, table: str) -> list[Path]:
        """List the parts of a table, in order.

        Raises
        ------
        StoreError
            If the build has no such table.
        """
        found = sorted((self.folder / table).glob("part-*.parquet"))
        if not found:
            raise StoreError(f"the build is damaged: its table `{table}` is missing", AGAIN)
        return found

    def read(self, name: str) -> bytes:
        """Read a small file.

        Raises
        ------
        StoreError
            If it cannot be read.
        """
        try:
            return read_plain(self.folder / name)
        except OSError as error:
            raise StoreError(f"the build cannot be read: `{name}`: {error.strerror or error}", AGAIN) from error

    def need_same(self, name: str) -> None:
        """Make sure that a part of N-Quads is what was written.

        Raises
        ------
        StoreError
            If it is not, or is not there.
        """
        path = self.folder / name
        if not path.is_file():
            raise StoreError(f"the build is damaged: `{path}` is missing", AGAIN)
        if sha256(path) != self.manifest["files"][name]["sha256"]:
            raise StoreError(f"the build is damaged: `{path}`", AGAIN)


def in_parts(out: Path) -> InParts | None:
    """Read the manifest of a folder; None where nothing says that a build lies there in parts.

    Raises
    ------
    StoreError
        If it cannot be read, is of another layout, or the build that it names is gone.

    >>> in_parts(Path("a-folder-that-there-is-not")) is None
    True
    """
    path = out / MANIFEST
    if not path.is_file():
        return None
    manifest = manifest_in(read_plain(path), str(path))
    if manifest is None:
        return None
    folder = out / manifest["build"]
    if not folder.is_dir():
        raise StoreError(f"the build that `{path}` names is gone", AGAIN)
    return InParts(folder, manifest)


def is_of_parts(manifest: Mapping[str, Any]) -> bool:
    """Tell whether a manifest is that of a build in parts.

    >>> is_of_parts({"format": LAYOUT}), is_of_parts({})
    (True, False)
    """
    return str(manifest.get("format", "")).startswith(_FORMAT)


def manifest_in(data: bytes, where: str, hint: str = AGAIN) -> dict[str, Any] | None:
    """Read a manifest; None where it is not that of a build in parts.

    Parameters
    ----------
    data
        Of the file.
    where
        What the file is called.
    hint
        What to do about one that cannot be read.

    Raises
    ------
    StoreError
        If it cannot be read, or is of another layout.
    """
    try:
        manifest = json.loads(data)
        layout = str(manifest.get("format", ""))
        if not is_of_parts(manifest):
            return None
        whole = isinstance(manifest["files"], dict) and isinstance(manifest["base"], str) and bool(manifest["build"])
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StoreError(f"`{where}` is no manifest of a build", hint) from None
    if layout != LAYOUT or not whole:
        raise StoreError(f"`{where}` is of the layout `{layout}`, not `{LAYOUT}`", hint)
    return dict(manifest)
