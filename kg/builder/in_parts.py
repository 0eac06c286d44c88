"""Builds that lie in parts, as Spark writes them: a folder whose manifest names what is served, read without Spark."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.base.disk import read_plain
from kg.base.errors import StoreError

MANIFEST = "manifest.json"
_FORMAT = "spark "  # with the number of the layout
_LAYOUT = f"{_FORMAT}1"
_AGAIN = "build it again: `kg build --on spark`"


class InParts(Struct, frozen=True):
    """A build in parts.

    Parameters
    ----------
    folder
        Of the build, inside the one that was written to.
    manifest
        What is told of it: its base, its counts, and of each file its bytes and SHA-256.
    """

    folder: Path
    manifest: dict[str, Any]

    @property
    def base(self) -> str:
        """The IRI under which the project's things are named."""
        return str(self.manifest["base"])

    def names(self, under: str, suffix: str = "") -> list[str]:
        """List the files in a folder of the build, in order."""
        return sorted(name for name in self.manifest["files"] if name.startswith(under) and name.endswith(suffix))

    def paths(self, table: str) -> list[Path]:
        """List the parts of a table, in order.

        Raises
        ------
        StoreError
            If the build has no such table, or a part is missing.
        """
        found = [self.folder / name for name in self.names(f"{table}/", ".parquet")]
        if not found:
            raise StoreError(f"the build in `{self.folder}` has no table `{table}`", _AGAIN)
        for path in found:
            if not path.is_file():
                raise StoreError(f"the build is damaged: `{path}` is missing", _AGAIN)
        return found

    def read(self, name: str) -> bytes:
        """Read a small file, and compare it with the manifest.

        Raises
        ------
        StoreError
            If it is not what was written.
        """
        try:
            data = read_plain(self.folder / name)
        except OSError as error:
            raise StoreError(f"the build cannot be read: `{name}`: {error.strerror or error}", _AGAIN) from error
        if hashlib.sha256(data).hexdigest() != self.manifest["files"][name]["sha256"]:
            raise StoreError(f"the build is damaged: {name}", _AGAIN)
        return data


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
    try:
        manifest = json.loads(read_plain(path))
        layout, folder = str(manifest.get("format", "")), out / str(manifest.get("build", ""))
        whole = isinstance(manifest["files"], dict) and isinstance(manifest["base"], str)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise StoreError(f"`{path}` is no manifest of a build", _AGAIN) from None
    if not layout.startswith(_FORMAT):
        return None
    if layout != _LAYOUT or not whole:
        raise StoreError(f"the build in `{out}` is of the layout `{layout}`, not `{_LAYOUT}`", _AGAIN)
    if not manifest.get("build") or not folder.is_dir():
        raise StoreError(f"the build that `{path}` names is gone", _AGAIN)
    return InParts(folder, manifest)
