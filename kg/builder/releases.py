"""A fresh folder beside the old one, swapped in by one rename: killed at any moment, one of the two is served whole."""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import weakref
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.base.disk import open_plain, sync
from kg.base.errors import StoreError
from kg.base.project import Folders
from kg.builder.fingerprints import files_of, hashes, seen
from kg.builder.manifest import sealed_in

CURRENT = "current"  # a link to the build that is served
SHOWN = ("manifest.json", "segments", "store")  # links beside it, which lead through it
NO_LONGER_SHOWN = ("graph.nq",)  # such a link of an earlier layout, which would lead nowhere
BUILDS, LOCK, FRESH_LINK = ".builds", ".lock", f"{CURRENT}.new"
_GONE = ".gone-"  # how the name of a build begins while it is taken away
_TRIES = 100  # how often a build may be replaced while it is being opened


@contextmanager
def fresh(folder: Path) -> Iterator[Path]:
    """Give a fresh folder; swap it in when the block ends well, else take it away again.

    Whatever happens, and whenever, the build that is served is never taken away.
    """
    builds, new = folder / BUILDS, None
    try:
        _make_room(folder, builds, folder / LOCK)
        with _locked(folder / LOCK):
            _show(folder)
            before = _served(folder)
            new = builds / f"{max(map(int, _numbered(builds)), default=0) + 1:06d}"
            try:
                new.mkdir()
                yield new
                _swap(folder, new)
            finally:  # also after Ctrl-C, which may come just when the link has been renamed
                if _served(folder) != new.name:
                    shutil.rmtree(new, ignore_errors=True)
            _sweep(builds, {new.name, before})
    except OSError as error:
        where = f"`{error.filename}`: " if error.filename else ""
        why = f"{where}{error.strerror or error}"
        if new is not None and _served(folder) == new.name:
            hint = "the new build is served; build once more when that is mended"
            raise StoreError(f"cannot finish after the build: {why}", hint) from error
        hint = "the previous build is kept" if _served(folder) else "build again when that is mended"
        raise StoreError(f"cannot write the build: {why}", hint) from error


def _make_room(folder: Path, builds: Path, lock: Path) -> None:
    """Make the folders that builds go to.

    Raises
    ------
    StoreError
        If something else stands in the place of one, or of the file of the lock: it is not touched.
    """
    for path, sort, is_one in ((folder, "folder", Path.is_dir), (builds, "folder", Path.is_dir),
                               (lock, "file", Path.is_file)):  # fmt: skip
        if os.path.lexists(path) and not is_one(path):
            hint = "move it away, or the whole folder if it was copied from elsewhere; nothing was built"
            raise StoreError(f"`{path}` is in the way: `kg build` keeps a {sort} there", hint)
    builds.mkdir(parents=True, exist_ok=True)


def _show(folder: Path) -> None:
    """Put the links in their places which lead through the one to the build that is served.

    Raises
    ------
    StoreError
        If something else stands in one of the places: it may be somebody's, and is not touched.
    """
    links = {name: Path(CURRENT) / name for name in SHOWN}
    for name in (*links, CURRENT, FRESH_LINK):
        path = folder / name
        is_free = not os.path.lexists(path)
        if not is_free and not (path.is_symlink() and links.get(name, path.readlink()) == path.readlink()):
            hint = "move it away, or the whole folder if it was copied from elsewhere; nothing was built"
            raise StoreError(f"`{path}` is in the way: `kg build` keeps a link there", hint)
        if is_free and name in links:
            path.symlink_to(links[name])
    for name in NO_LONGER_SHOWN:
        if (folder / name).is_symlink() and (folder / name).readlink().parts[:1] == (CURRENT,):
            (folder / name).unlink()


def _swap(folder: Path, new: Path) -> None:
    """Let the link lead to a new build: one rename, all of which is on the disk before and after."""
    sync(new.parent)
    link = folder / FRESH_LINK
    link.unlink(missing_ok=True)
    link.symlink_to(Path(BUILDS) / new.name)
    link.rename(folder / CURRENT)
    sync(folder)


def _served(folder: Path) -> str:
    """Give the name of the build that is served; empty if there is none."""
    try:
        return (folder / CURRENT).readlink().name
    except OSError:
        return ""


def _numbered(builds: Path) -> list[str]:
    """Name the builds in their folder; what else lies there is not ours."""
    return [path.name for path in builds.iterdir() if path.name.isascii() and path.name.isdigit() and path.is_dir()]


def _sweep(builds: Path, kept: set[str]) -> None:
    """Take away the builds that are neither kept nor held by anybody who has them open."""
    for name in sorted(_numbered(builds)):
        if name not in kept:
            with contextlib.suppress(OSError), _handle_of(builds / name) as handle:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)  # held by nobody
                (builds / name).rename(builds / (_GONE + name))
    for path in builds.glob(f"{_GONE}*"):
        shutil.rmtree(path, ignore_errors=True)


@contextmanager
def _handle_of(folder: Path) -> Iterator[int]:
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield handle
    finally:
        os.close(handle)


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with os.fdopen(open_plain(path, os.O_RDWR | os.O_CREAT), "wb") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise StoreError("the build is in use by another process", "wait until it has ended") from None
        yield


class Held:
    """A build whose files stay as long as this object is there, whatever is built meanwhile.

    Parameters
    ----------
    folder
        Of the build. It is locked for sharing; where a file system knows no locks, it is only opened.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        weakref.finalize(self, os.close, self._handle)
        with contextlib.suppress(OSError):
            fcntl.flock(self._handle, fcntl.LOCK_SH | fcntl.LOCK_NB)


def hold(project: Folders) -> Held:
    """Hold the build that is served.

    Raises
    ------
    StoreError
        If there is none yet, or it cannot be read.
    """
    for _ in range(_TRIES):
        with contextlib.suppress(FileNotFoundError):  # replaced just now
            held = Held(current(project))
            if held.folder.is_dir():
                return held
    raise StoreError("the build is replaced too often to be read", "wait until nobody builds it")


def current(project: Folders) -> Path:
    """Find the build that is served.

    Raises
    ------
    StoreError
        If there is none yet, or it cannot be read.
    """
    folder = _found(project)
    if folder is None:
        raise StoreError(f"`{project.root}` is not built yet", "run `kg build`")
    return folder


def is_built(project: Folders) -> bool:
    """Tell whether a build is served."""
    return _found(project) is not None


def _found(project: Folders) -> Path | None:
    link = project.build / CURRENT
    try:
        folder = link.resolve(strict=True)
        with os.scandir(folder):
            return folder
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, RuntimeError) as error:  # in Python 3.11, a link that leads to itself is a RuntimeError
        why = getattr(error, "strerror", None) or error
        hint = "make it readable, or move `build/` away and run `kg build`"
        raise StoreError(f"the build cannot be read: `{link}`: {why}", hint) from error


def is_stale(project: Folders) -> bool:
    """Tell whether a source, the ontology or the settings are no longer what the build was made of.

    A file whose size and time are those of the build is not read again.
    """
    sealed = sealed_in(current(project))
    inputs, files = sealed.manifest["inputs"], files_of(project)
    looked = {name: tuple(its) for name, its in sealed.seen.items()}
    same = {name: inputs.get(name, "") for name, its in seen(files).items() if looked.get(name) == its}
    return bool(inputs != hashes(files, same))
