"""What a build is made of: the files of a project, their sizes and times, and their hashes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from kg.annotation.reader import paths
from kg.base.disk import SETTINGS, sha256
from kg.base.project import Folders
from kg.ontology import is_core

Seen = dict[str, tuple[int, int]]  # file -> bytes, and when it was last written to, in nanoseconds
Step = Callable[[str, int, int], None]  # what is being done, how much of it is, and of how much
SLACK = 2_000_000_000  # nanoseconds: the coarsest clock of a file system


def files_of(project: Folders) -> dict[str, Path]:
    """List the files that a build is made of, by name; what is hidden is not read, nor the package's own core."""
    terms = (path for path in project.ontology.glob("*.ttl") if not is_core(path))
    files = (*paths(project.sources, project.root), *terms, project.root / SETTINGS)
    named = {path.relative_to(project.root).as_posix(): path for path in files if path.is_file()}
    return {name: named[name] for name in sorted(named) if not named[name].name.startswith(".")}


def seen(files: Mapping[str, Path]) -> Seen:
    """Look at the sizes and times of files, which is faster than to read them."""
    stats = {name: path.stat() for name, path in files.items()}
    return {name: (its.st_size, its.st_mtime_ns) for name, its in stats.items()}


def settled(looked: Seen, made: Path) -> Seen:
    """Leave out files written to just before something was made: written to again, they may show the same time."""
    now = made.stat().st_mtime_ns
    return {name: its for name, its in looked.items() if its[1] < now - SLACK}


def hashes(files: Mapping[str, Path], known: Mapping[str, str] | None = None) -> dict[str, str]:
    """Hash files, but for those whose hash is known; one that cannot be read has none, and is read to be reported."""
    known = known or {}
    found = {name: known.get(name) or digest_of(path) for name, path in files.items()}
    return {name: digest for name, digest in found.items() if digest}


def digest_of(path: Path) -> str:
    """Hash a file; empty if it cannot be read, or is no plain file."""
    try:
        return sha256(path) if path.is_file() else ""
    except OSError:
        return ""
