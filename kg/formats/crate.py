"""A whole project as an RO-Crate: its sources, its account, its page, how to cite it, and under which terms.

A crate is a project itself: unpacked, it is checked and built like any other. The articles are cited, and their texts
are not in it. Files have fixed names, and nothing says when it was written: the same project gives the same bytes.

Source: RO-Crate Metadata Specification 1.1, Zenodo 2020, doi:10.5281/zenodo.4541002.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from kg.base.disk import (
    SETTINGS,
    WriteError,
    need_no_part_of_project,
    need_writable,
    read_plain,
    sync,
    write_whole,
)
from kg.base.errors import UsageError
from kg.base.folders import need_place_for_folder, write_folder
from kg.builder.fingerprints import files_of
from kg.builder.releases import is_stale
from kg.formats.crate_metadata import METADATA, metadata
from kg.formats.crate_reading import is_whole
from kg.formats.rdf_files import to_nquads
from kg.formats.tools.archives import archive

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot

ZIP = ".zip"
ACCOUNT, PAGE = "account.nq", "view.html"
_TERMS = ("LICENSE*", "LICENCE*", "COPYING*", "CITATION.cff", "README*")  # of a project, beside its sources


def write_crate(graph: Snapshot, path: Path, *, page: Callable[[], str], published: str = "") -> None:
    """Write a crate, whole or not at all.

    Parameters
    ----------
    graph
        The whole graph of a build that is not behind its sources.
    path
        Of the folder; or of the zip file, where the name ends so.
    page
        Gives the page of the graph.
    published
        The day on which the crate is published; left out, the last day on which any of its articles was.

    Raises
    ------
    UsageError
        If the graph is a slice, lies in no build, or its sources have changed since; if the day is none; if rocrate is
        not installed.
    WriteError
        If it cannot be written; what stood there is as it was.
    """
    need_place(path)
    _need_whole(graph)
    files = _files(graph, page)
    files = {METADATA: metadata(graph, files, published), **files}
    if path.suffix.lower() == ZIP:
        write_whole(path, archive(files))
        return
    write_folder(path, [*files], lambda folder: _fill(folder, files))


def need_place(path: Path) -> None:
    """Make sure that a crate can be written, as far as can be told before there is one.

    Raises
    ------
    WriteError
        If not; also if a folder stands there that is no crate, or one in which something was changed.
    """
    if path.suffix.lower() == ZIP:
        need_writable(path)
        return
    there = os.listdir(path) if path.is_dir() else []  # noqa: PTH208 - names
    need_place_for_folder(path, there)
    need_no_part_of_project(path)
    if there and not is_whole(path):
        what = f"`{path}` holds other things than an earlier crate, or one that was changed since"
        raise WriteError(what, "name a folder that is new, empty, or holds an earlier crate as it was written")


def _need_whole(graph: Snapshot) -> None:
    if graph.whole is not graph:
        raise UsageError("a crate is of a whole project, and this is a slice of one", "leave out what slices it")
    if str(graph.manifest.get("format", "")).startswith("spark"):
        what = "a crate is of a project with its sources, and a build on Spark has none beside it"
        raise UsageError(what, "`kg export crate --project DIR`, of the project that it was built of")
    if not graph.manifest or not graph.project.sources.is_dir():
        raise UsageError("a crate is of a project, and this graph lies in no build of one", "`kg build` makes one")
    if is_stale(graph.project):
        what = "sources, ontology or settings have changed since the build, so that its account is not theirs"
        raise UsageError(what, "build first: `--fresh`, or `kg build`")


def _files(graph: Snapshot, page: Callable[[], str]) -> dict[str, bytes]:
    """Give all files but the metadata, by their names."""
    project = graph.project
    root, paths = project.root, files_of(project)
    paths |= {f"ontology/{path.name}": path for path in sorted(project.ontology.glob("*.ttl"))}
    paths |= {f"queries/{path.name}": path for path in sorted((root / "queries").glob("*.rq"))}
    paths |= {path.name: path for pattern in _TERMS for path in sorted(root.glob(pattern)) if path.is_file()}
    assert SETTINGS in paths  # else it is no project
    try:
        read = {name: read_plain(path) for name, path in sorted(paths.items()) if not path.name.startswith(".")}
    except OSError as error:
        raise UsageError(f"cannot be read: `{error.filename}`: {error.strerror}", "make it readable") from error
    return read | {ACCOUNT: to_nquads(graph).encode(), PAGE: page().encode()}


def _fill(folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    for path in sorted({(folder / name).parent for name in files}):
        path.chmod(0o755)
        sync(path)
