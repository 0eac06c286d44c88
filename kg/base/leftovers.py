"""Temporary files and folders beside what is written, and the sweeping of those that a killed process has left.

Whoever makes one holds a lock on it (flock), which the system takes away when the process ends, however it ends. So
what can be locked is nobody's any more. The name says on which host it was made, since some network file systems keep
locks on each host apart: what another host has made is never touched. Where there are no locks, nothing is swept.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import re
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

_HOST = hashlib.sha256(os.uname().nodename.encode()).hexdigest()[:8]
_OURS = re.compile(rf"\.kg-{_HOST}-[0-9a-f]{{16}}")


def fresh_in(folder: Path) -> Path:
    """Name a temporary file or folder that nobody has made yet."""
    return folder / f".kg-{_HOST}-{os.urandom(8).hex()}"


def make_file(path: Path) -> int:
    """Make a temporary file, and hold it as long as the handle is open.

    Parameters
    ----------
    path
        From `fresh_in`.

    Returns
    -------
    int
        The handle, for writing.
    """
    while True:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
        try:
            if _held(handle, path):
                return handle
        except BaseException:  # Ctrl-C too
            os.close(handle)
            raise
        os.close(handle)


@contextmanager
def folder_in(parent: Path) -> Iterator[Path]:
    """Make a temporary folder, hold it while the block runs, and take it away."""
    path = fresh_in(parent)  # named before it is made: Ctrl-C may come just then
    handle = -1
    try:
        while handle < 0:
            path.mkdir(mode=0o700)
            handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            if not _held(handle, path):
                os.close(handle)
                handle = -1
        yield path
    finally:
        shutil.rmtree(path, ignore_errors=True)
        if handle >= 0:
            os.close(handle)


@contextmanager
def alone_in(folder: Path) -> Iterator[None]:
    """Keep other programs of ours from replacing files of a folder while the block runs, where there are locks.

    Between looking at what a file holds and giving its name to another one, nobody else may do the same.
    """
    handle = -1
    try:
        with contextlib.suppress(OSError):  # a folder that cannot be opened, or a file system without locks
            handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
            fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        if handle >= 0:
            os.close(handle)


def _held(handle: int, path: Path) -> bool:
    """Lock what was just made; tell whether it is still there: another process may have swept it before."""
    with contextlib.suppress(OSError):  # a file system without locks
        fcntl.flock(handle, fcntl.LOCK_EX)
    return os.path.lexists(path)


@cache  # once for each folder: a process may write thousands of files into one
def sweep(folder: Path) -> None:
    """Take away the temporary files and folders whose processes are gone; whatever else lies there stays."""
    try:
        names = [name for name in os.listdir(folder) if _OURS.fullmatch(name)]  # noqa: PTH208 - names alone are faster
    except OSError:
        return
    for name in names:
        with contextlib.suppress(OSError):  # it is held, or gone
            _take_away(folder / name)


def _take_away(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        its = os.fstat(handle)
        is_same = os.path.samestat(its, path.lstat())  # and not swept by another process, and then made again
        if not is_same or its.st_uid != os.geteuid():
            return
        if stat.S_ISDIR(its.st_mode):
            shutil.rmtree(path, ignore_errors=True)
        elif stat.S_ISREG(its.st_mode):
            path.unlink()
    finally:
        os.close(handle)
