"""Folders of files that belong together, written whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Collection
from pathlib import Path

from kg.base.disk import WriteError, need_folder, need_no_part_of_project, reason, sync
from kg.base.errors import UsageError
from kg.base.leftovers import folder_in, sweep
from kg.base.replacing import exchange


def need_place_for_folder(path: Path, names: Collection[str]) -> None:
    """Make sure that a folder can be written, as far as can be told before there is something to write.

    Parameters
    ----------
    path
        Of the folder. One that is there may hold nothing but an earlier writing.
    names
        Of the files that it is to hold.

    Raises
    ------
    WriteError
        If it is a file, holds something else, is part of a project, or lies in a folder that is not there or is
        read-only.

    >>> need_place_for_folder(Path("nowhere/out"), ["a.csv"])
    Traceback (most recent call last):
    kg.base.disk.WriteError: no such folder: `nowhere`
      hint: make it, or name another
    """
    try:
        need_folder(path.parent, "make it, or name another")
        if os.path.lexists(path) and not path.is_dir():
            raise WriteError(f"`{path}` is a file, where a folder is to be written", "name a folder, new or empty")
        if path.is_dir() and path.samefile(os.curdir):
            raise WriteError(f"`{path}` is the folder you are in, which would be another afterwards", "name one in it")
        others = (
            sorted({its.name for its in path.iterdir()} - {name.partition("/")[0] for name in names})
            if path.is_dir()
            else []
        )
    except UsageError as error:  # one exit code, whatever keeps it from being written
        raise WriteError(error.what, error.hint) from error
    except (OSError, ValueError) as error:  # a name that is too long, or holds U+0000
        raise WriteError(f"cannot be written: `{path}`: {reason(error)}", "name another") from error
    if others:
        more = f" and {len(others) - 1:,} more" if others[1:] else ""
        what = f"`{path}` holds other things, which would be lost: `{others[0]}`{more}"
        raise WriteError(what, "name a folder that is new, empty, or holds an earlier export")
    need_no_part_of_project(path)
    if not os.access(os.path.realpath(path.parent), os.W_OK | os.X_OK):
        raise WriteError(f"cannot be written: `{path}`: its folder is read-only", "name a folder in another")


def need_texts(folder: Path | None) -> None:
    """Make sure that the folder of the articles' texts is there, if one is named.

    Raises
    ------
    UsageError
        If it is not.
    """
    if folder is not None:
        need_folder(folder, "name the folder of the articles' texts")


def write_folder(path: Path, names: Collection[str], fill: Callable[[Path], object]) -> None:
    """Write a folder whole or not at all: a fresh one beside it is filled, synced, and takes its place.

    Where the system cannot exchange two folders in one step, whoever is killed between two finds the earlier one beside
    it, called `.kg-…-old`.

    Parameters
    ----------
    path
        Of the folder; a link is followed. What an earlier writing left there is replaced.
    names
        Of the files that it is to hold.
    fill
        Writes these files into the folder that it is given.

    Raises
    ------
    WriteError
        If it cannot be written, or somebody has put something else into it meanwhile; what stood there is as it was.
    """
    need_place_for_folder(path, names)
    real = Path(os.path.realpath(path))
    try:
        sweep(real.parent)
        with folder_in(real.parent) as fresh:
            fresh.chmod(0o755)  # whatever the umask is
            fill(fresh)
            for name in sorted(names):
                (fresh / name).chmod(0o644)
                sync(fresh / name)
            sync(fresh)
            need_place_for_folder(path, names)
            _swap(fresh, real)
    except (OSError, ValueError) as error:
        what = f"cannot be written: `{path}`: {reason(error)}"
        raise WriteError(what, "what stood there is as it was") from error
    try:
        sync(real.parent)
    except OSError as error:
        what = f"`{path}` is written, but cannot be synced: {error.strerror or error}"
        raise WriteError(what, "what is new stands there, and may be lost if the power fails now") from error


def _swap(fresh: Path, real: Path) -> None:
    """Put a folder in the place of another, which then bears the name of the first, or is gone."""
    if not real.exists():
        fresh.rename(real)
    elif not exchange(fresh, real):
        _swap_in_two_steps(fresh, real)


def _swap_in_two_steps(fresh: Path, real: Path) -> None:
    """Rename one folder and then the other: what stood there bears a name that nobody sweeps, until all is done."""
    old = real.with_name(f".kg-{os.urandom(8).hex()}-old")
    try:
        real.rename(old)
        fresh.rename(real)
    except BaseException:
        if old.exists() and not real.exists():
            old.rename(real)
        raise
    shutil.rmtree(old, ignore_errors=True)
