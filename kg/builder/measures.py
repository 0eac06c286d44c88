"""Measures kept in a build: the same build once more, with a graph for each, swapped in by the same rename.

A build is never changed. What is kept goes to a fresh folder that shares the files of the one that is served, so that a
measure of a large build costs no copy of it; killed at any moment, the build without the measure is still served. A new
build of the sources has none of them: they would speak of facts that may have changed.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.base.errors import StoreError, UsageError
from kg.base.project import Folders
from kg.builder.account_files import write_lines
from kg.builder.in_parts import is_of_parts
from kg.builder.manifest import MANIFEST, STORE_MANIFEST, UNSEALED, Sealed, seal, sealed_in, verify
from kg.builder.releases import current, fresh, is_built
from kg.builder.writer import STORE
from kg.query.loading import replace_graph

FOLDER = "measures"
ONE_MACHINE = "`kg build` makes one; what Spark has built, or an endpoint holds, keeps no measures"


def root_of(manifest: Mapping[str, Any]) -> str:
    """Give the root hash of a build that keeps measures.

    Parameters
    ----------
    manifest
        Of the build in which a graph lies; empty if it lies in none.

    Raises
    ------
    UsageError
        If there is no such build, or it lies in parts.

    >>> root_of({})
    Traceback (most recent call last):
    kg.base.errors.UsageError: this graph lies in no build that could keep a measure
      hint: `kg build` makes one; what Spark has built, or an endpoint holds, keeps no measures
    """
    root = "" if is_of_parts(manifest) else str(manifest.get("root", ""))
    if not root:
        raise UsageError("this graph lies in no build that could keep a measure", ONE_MACHINE)
    return root


def keep(project: Folders, root: str, id_: str, graph: str, lines: Iterable[str]) -> None:
    """Keep a measure in the build that is served; one of the same id that is there already is replaced.

    Parameters
    ----------
    project
        Whose build it is.
    root
        The root hash of the build that was measured.
    id_
        Of the measure.
    graph
        The IRI of its graph.
    lines
        Of its graph, without line ends, in order.

    Raises
    ------
    StoreError
        If another build is served by now, the build is in use or damaged, or the disk is full; what was served
        still is.
    """
    with fresh(project.build) as folder:
        sealed = sealed_in(current(project))
        if sealed.manifest["root"] != root:
            raise StoreError("another build is served by now than was measured", "measure again")
        sealed.compare_store()
        _share(sealed.folder, folder)
        path = folder / FOLDER / f"{id_}.nq"
        path.parent.mkdir(exist_ok=True)
        path.unlink(missing_ok=True)  # it may be shared: what is written must be a file of its own
        write_lines(path, list(lines))
        replace_graph(folder / STORE, graph, path)
        its = sealed.manifest
        seal(folder, its["base"], its["counts"], its["inputs"], sealed.seen)
        verify(folder)


class Kept(Struct, frozen=True):
    """A measure that the build that is served keeps."""

    id: str
    options: tuple[str, ...]  # of the slice and the network that were measured, in order

    @property
    def measure(self) -> str:
        """The name of the measure."""
        return self.id.rpartition("-")[0]


def kept(project: Folders) -> list[Kept]:
    """List the measures that are kept in the build that is served, by their ids; none if none is served.

    >>> kept(Folders(Path("nowhere")))
    []
    """
    with contextlib.suppress(StoreError):
        if is_built(project):
            sealed = sealed_in(current(project))
            return [Kept(Path(name).stem, tuple(_options(sealed.read(name)))) for name in _names(sealed)]
    return []


def lines_kept(project: Folders, root: str) -> list[str]:
    """Read the lines of all measures that are kept in the build that is served.

    Parameters
    ----------
    project
        Whose build it is.
    root
        The root hash of the build that is asked for.

    Raises
    ------
    StoreError
        If another build is served by now, or a measure is not what was written.
    """
    sealed = sealed_in(current(project))
    if sealed.manifest["root"] != root:
        raise StoreError("another build is served by now", "open the project again")
    return [line for name in _names(sealed) for line in sealed.read(name).decode().split("\n") if line]


def _names(sealed: Sealed) -> list[str]:
    return sorted(name for name in sealed.manifest["files"] if Path(name).parts[0] == FOLDER)


def _options(lines: bytes) -> list[str]:
    """Read the options in the lines of a measure: texts of ids and days, in which nothing is escaped."""
    return sorted(re.findall(r'Option> "([^"]*)"', lines.decode()))


def _share(old: Path, new: Path) -> None:
    """Put the files of a build into another folder: the large ones, which nobody rewrites, by a further name."""
    for path in sorted(old.rglob("*")):
        name = path.relative_to(old)
        if path.is_dir():
            (new / name).mkdir()
        elif name.parts[0] == STORE and path.suffix != ".sst":
            if path.name not in UNSEALED:  # the engine goes on writing these: they need to be its own
                shutil.copy2(path, new / name)
        elif name.as_posix() not in (MANIFEST, STORE_MANIFEST):
            try:
                os.link(path, new / name)
            except OSError:  # a file system without further names
                shutil.copy2(path, new / name)
