"""A fresh folder beside the old one, swapped in by one rename: killed at any moment, the old build is whole."""

from __future__ import annotations

import fcntl
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.base.disk import sync
from kg.base.errors import StoreError
from kg.base.project import Project
from kg.builder.fingerprints import files_of, hashes, seen
from kg.builder.manifest import looked_at, manifest_of

CURRENT = "current"  # a link to the build that is served
SHOWN = ("manifest.json", "segments", "store")  # links beside it, which lead through it
NO_LONGER_SHOWN = ("graph.nq",)  # such a link of an earlier layout, which would lead nowhere


@contextmanager
def fresh(folder: Path) -> Iterator[Path]:
    """Give a fresh folder; swap it in when the block ends well, else take it away again."""
    builds = folder / ".builds"
    try:
        builds.mkdir(parents=True, exist_ok=True)
        with _locked(folder / ".lock"):
            numbers = [int(path.name) for path in builds.iterdir() if path.name.isdigit()]
            new = builds / f"{max(numbers, default=0) + 1:06d}"
            new.mkdir()
            try:
                yield new
                _swap(folder, new)
            except BaseException:
                shutil.rmtree(new, ignore_errors=True)
                raise
            _sweep(builds, new)
    except OSError as error:
        raise StoreError(f"cannot write the build: {error.strerror or error}", "the previous build is kept") from error


def _swap(folder: Path, fresh: Path) -> None:
    link = folder / f"{CURRENT}.new"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(".builds") / fresh.name)
    link.rename(folder / CURRENT)
    sync(folder)
    for name in NO_LONGER_SHOWN:
        (folder / name).unlink(missing_ok=True)
    for name in SHOWN:
        if not (folder / name).is_symlink():
            (folder / name).symlink_to(Path(CURRENT) / name)


def _sweep(builds: Path, fresh: Path) -> None:
    """Take away all builds but this one and the one before it, which someone may still have open."""
    for path in sorted(path for path in builds.iterdir() if path != fresh)[:-1]:
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError("the build is in use by another process", "wait until it has ended") from None
        yield


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
