"""A file or a folder gets its name in one step: whoever looks sees the old or the new, and never neither."""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from kg.base.leftovers import alone_in, fresh_in, make_file, sweep

_NONE_SUCH = (errno.EPERM, errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP)  # what a system says that knows no such step
_AT_HERE, _NEW, _EXCHANGE = -100, 1, 2  # AT_FDCWD, RENAME_NOREPLACE, RENAME_EXCHANGE. Source: Linux, fcntl.h and fs.h


Stamp = tuple[int, ...]


def stamp(path: Path) -> Stamp | None:
    """Tell a file from what it is after any change, without reading it; None where there is none."""
    try:
        its = path.stat()
    except OSError:
        return None
    return its.st_dev, its.st_ino, its.st_size, its.st_mtime_ns, its.st_ctime_ns


def replace_file(path: Path, parts: Iterable[bytes], mode: int, over: bytes | Stamp | None = None) -> bool:
    """Put a file in the place of another, or where there is none.

    Parameters
    ----------
    path
        Of the file; no link.
    parts
        What it is to hold.
    mode
        Its permissions.
    over
        What must stand there, or its stamp; None: whatever does.

    Returns
    -------
    bool
        Whether it was put there: not, if something else stands there than `over`.
    """
    alone = contextlib.nullcontext() if over is None else alone_in(path.parent)
    with _written_beside(path, parts, mode) as fresh, alone:
        if over is not None and not _stands(path, over):
            fresh.unlink()
            return False
        fresh.replace(path)
    return True


def _stands(path: Path, over: bytes | Stamp) -> bool:
    return stamp(path) == over if isinstance(over, tuple) else path.is_file() and path.read_bytes() == over


def make_new_file(path: Path, parts: Iterable[bytes], mode: int) -> bool:
    """Put a file where there is none: renaming would replace what somebody just put there, unless the system is told.

    Parameters
    ----------
    path
        Of the file.
    parts
        What it is to hold.
    mode
        Its permissions.

    Returns
    -------
    bool
        Whether it was put there: not, if something stands there, were it a link.
    """
    with _written_beside(path, parts, mode) as fresh, alone_in(path.parent):
        try:
            if not os.path.lexists(path):
                return _renamed(fresh, path, _NEW) or _linked(fresh, path)
        except FileExistsError:
            pass
        fresh.unlink()
    return False


def _linked(fresh: Path, path: Path) -> bool:
    """Give a file a further name that nothing has, and take the first away."""
    try:
        os.link(fresh, path)
    except OSError as error:
        if error.errno not in _NONE_SUCH:
            raise
        fresh.rename(path)  # a file system without further names
    with contextlib.suppress(OSError):  # what cannot be taken away now is swept later
        fresh.unlink(missing_ok=True)
    return True


@contextmanager
def _written_beside(path: Path, parts: Iterable[bytes], mode: int) -> Iterator[Path]:
    """Write a temporary file beside a path, synced; held while the block gives it its name, or else taken away."""
    sweep(path.parent)
    fresh = fresh_in(path.parent)  # named before it is made: Ctrl-C may come just then
    try:
        with os.fdopen(make_file(fresh), "wb") as stream:  # open, and so held, until it has its name
            stream.writelines(parts)
            stream.flush()
            os.fsync(stream.fileno())
            fresh.chmod(mode)
            yield fresh
    except BaseException:  # Ctrl-C too
        fresh.unlink(missing_ok=True)
        raise


def exchange(one: Path, other: Path) -> bool:
    """Let two files or folders take each other's names, in one step.

    Returns
    -------
    bool
        Whether it was done: not, where the system or the file system knows no such step.

    Raises
    ------
    OSError
        If it cannot be done for another reason.

    Source: Linux, renameat2(2), RENAME_EXCHANGE; Python has no name for it.
    """
    return _renamed(one, other, _EXCHANGE)


def _renamed(one: Path, other: Path, how: int) -> bool:
    """Rename as renameat2(2) of Linux does; False where there is no such call."""
    import ctypes  # here, since few files are new, and few folders are written again

    call = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if call is None:
        return False
    if call(_AT_HERE, os.fsencode(one), _AT_HERE, os.fsencode(other), how) == 0:
        return True
    found = ctypes.get_errno()
    if found in _NONE_SUCH:
        return False
    raise OSError(found, os.strerror(found), str(one))
