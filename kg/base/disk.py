"""Files on a disk that may fail: hashed, synced, and written whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import stat
from collections.abc import Iterable, Iterator
from pathlib import Path

from kg.base.errors import KgError, UsageError
from kg.base.file_names import leads_back
from kg.base.replacing import Stamp, make_new_file, replace_file

_WRITABLE = 0o222
_MOST_LINKS = 40  # as many as Linux follows
SETTINGS = "kg.toml"
_OWN = ("sources", "ontology", "texts", "queries", SETTINGS)  # of a project; what is there is no output's to replace
_OPEN_STREAM = re.compile(r"/proc/\d+/(task/\d+/)?fd/\d+")


class WriteError(KgError):
    """A file that cannot be written; what stood there before still does."""


class ChangedError(WriteError):
    """A file that somebody else has written since it was read; it is kept as they wrote it."""


def open_plain(path: Path, flags: int = os.O_RDONLY) -> int:
    """Open a file, and nothing but a plain one: a pipe would wait for whoever is at its other end.

    Parameters
    ----------
    path
        Of the file.
    flags
        Of `os.open`.

    Returns
    -------
    int
        The handle, to be closed by the caller.

    Raises
    ------
    OSError
        If it cannot be opened, or is a folder, a pipe, a device or a socket.

    >>> open_plain(Path("/dev/null"))
    Traceback (most recent call last):
    OSError: [Errno 22] no plain file: '/dev/null'
    """
    handle = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC | os.O_NOCTTY, 0o666)
    try:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(errno.EINVAL, "no plain file", str(path))
    except BaseException:
        os.close(handle)
        raise
    return handle


def read_plain(path: Path) -> bytes:
    """Read a file as a whole, and nothing but a plain one.

    Raises
    ------
    OSError
        If it cannot be read, or is a folder, a pipe, a device or a socket.
    """
    with os.fdopen(open_plain(path), "rb") as stream:
        return stream.read()


def sha256(path: Path) -> str:
    """Hash a file, and nothing but a plain one."""
    with os.fdopen(open_plain(path), "rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Make sure that a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(
    path: Path,
    data: str | bytes | Iterable[bytes],
    *,
    over: bytes | Stamp | None = None,
    is_source: bool = False,
    is_new: bool = False,
) -> None:
    """Write a file whole or not at all: to a fresh one beside it, synced, then renamed over it.

    Parameters
    ----------
    path
        Of the file; its mode is kept if it exists. A link is followed. A device, a pipe or an open stream
        (`/dev/stdout`) is never replaced: it is written to.
    data
        Text is written as UTF-8, its line ends as they are. Parts are written as they come.
    over
        What the file held when it was read: it is replaced only if it still does. Then it is edited, as `sed -i` does,
        even if it is read-only; its mode stays. Its `stamp` will do, of a file that is replaced and not edited.
    is_source
        Whether it is meant to be one of a project's sources, which else are never written over.
    is_new
        Whether no file is there; one that somebody else makes meanwhile is kept.

    Raises
    ------
    WriteError
        If it cannot be written, or is read-only or part of a project and not edited; a file that stood there is as it
        was. Also if it was replaced, and its name could not be synced: then the message says that the new file stands
        there.
    ChangedError
        If the file no longer holds what it held, or is there and was to be new.
    """
    if isinstance(data, str):
        data = data.encode("utf-8", "backslashreplace")  # such as the name of a file that is no UTF-8, in a comment
    parts = [data] if isinstance(data, bytes) else data
    real, is_stream = path, False
    try:
        if not isinstance(over, bytes):
            need_writable(path)
        real = Path(os.path.realpath(path))
        if is_stream := _is_stream(path):
            with path.open("wb") as stream:
                stream.writelines(parts)
        else:
            if not (isinstance(over, bytes) or is_source):
                _spare(path, real)
            _put(real, parts, over, is_new=is_new)
    except (OSError, ValueError) as error:  # a name that holds U+0000
        what = f"cannot be written: `{path}`: {reason(error)}"
        raise WriteError(what, "what stood there is as it was") from error
    if not is_stream:
        try:
            sync(real.parent)
        except OSError as error:
            what = f"`{path}` is written, but cannot be synced: {error.strerror or error}"
            raise WriteError(what, "what is new stands there, and may be lost if the power fails now") from error


def _spare(path: Path, real: Path) -> None:
    """Refuse to write over what a project is made of: its sources, ontology, texts, queries, settings and builds."""
    for folder in real.parents:
        first, *rest = real.relative_to(folder).parts
        is_own = rest[:1] and rest[0].startswith(".") if first == "build" else first in _OWN and real.exists()
        if is_own and os.path.lexists(folder / SETTINGS):
            raise WriteError(f"`{path}` is part of the project: nothing is written over it", "name another file")


def _is_stream(path: Path) -> bool:
    """Tell whether a path leads to a device, a pipe or a stream that is open already, such as `/dev/stdout`."""
    try:
        mode = path.stat().st_mode
    except FileNotFoundError:
        return False
    if stat.S_ISREG(mode):
        return any(_OPEN_STREAM.fullmatch(str(joint)) for joint in _joints(path))
    return not stat.S_ISDIR(mode)


def _joints(path: Path) -> Iterator[Path]:
    """Give a path, and each to which links lead from there, the folders around it resolved."""
    for _ in range(_MOST_LINKS):
        path = Path(os.path.realpath(path.parent), path.name)
        yield path
        if not path.is_symlink():
            return
        path = path.parent / path.readlink()


def _put(path: Path, parts: Iterable[bytes], over: bytes | Stamp | None, *, is_new: bool) -> None:
    if is_new:
        if not make_new_file(path, parts, 0o644):
            raise ChangedError(f"there is a file by now: `{path.name}`", "it is kept, and nothing was written")
        return
    mode = path.stat().st_mode if path.exists() else None
    if not isinstance(over, bytes) and mode is not None and not _is_writable(path, mode):
        raise PermissionError(errno.EACCES, "it is read-only")
    if not replace_file(path, parts, 0o644 if mode is None else mode & 0o7777, over):
        raise ChangedError("changed meanwhile: nothing written", "do it again, with the file as it is now")


def hindrance(path: Path) -> tuple[str, str] | None:
    """Find out what keeps a file from being read.

    Parameters
    ----------
    path
        Of the file. Nothing but a plain file is opened: a pipe would wait for a writer.

    Returns
    -------
    tuple or None
        What is wrong, and what to do; None: it can be read.

    >>> hindrance(Path(__file__)), hindrance(Path(__file__).parent)[0]
    (None, 'a folder, where a file is expected')
    """
    try:
        if leads_back(path):
            return "a link that leads back to a folder around it", "take the link away: that folder is read already"
        if path.is_dir():
            with os.scandir(path):  # one that cannot be listed says so
                return "a folder, where a file is expected", "call it something else, or keep it elsewhere"
        if path.is_file():
            with path.open("rb") as stream:
                stream.read(1)
            return None
        if path.is_symlink() and not path.exists():
            return "a link that leads to no file", "mend the link, or take it away"
        if path.exists():
            return "neither a file nor a folder", "put a file in its place"
    except (OSError, ValueError) as error:  # a name that is too long, or holds U+0000
        return f"cannot be read: {reason(error)}", "make it readable"
    return "no such file", "give the path of a file that can be read"


def need_folder(path: Path, hint: str) -> None:
    r"""Make sure that there is a folder.

    Parameters
    ----------
    path
        Where it is to be.
    hint
        What to do if it is not there.

    Raises
    ------
    UsageError
        If there is none, or the path cannot be looked at: since a name in it is too long, for example.

    >>> need_folder(Path("nowhere"), "name a folder")
    Traceback (most recent call last):
    kg.base.errors.UsageError: no such folder: `nowhere`
      hint: name a folder
    """
    try:
        is_there = path.is_dir()
    except (OSError, ValueError) as error:
        raise UsageError(f"no folder can be at `{path}`: {reason(error)}", hint) from error
    if not is_there:
        is_file = path.exists()
        raise UsageError(
            f"`{path}` is a file, where a folder is expected" if is_file else f"no such folder: `{path}`", hint
        )


def need_writable(path: Path) -> None:
    """Make sure that a file can be written, as far as can be told before there is something to write.

    Raises
    ------
    WriteError
        If it is a folder, is to lie in one that is not there, is read-only, or its name or folder cannot be written.
    """
    try:
        real = Path(os.path.realpath(path))
        if real.is_dir():
            raise WriteError(f"`{path}` is a folder", "name a file in it")
        need_folder(real.parent if path.is_symlink() else path.parent, "make it, or name another")
        if _is_stream(path):
            return
        mode = real.stat().st_mode if real.exists() else None
    except UsageError as error:  # one exit code, whatever keeps the file from being written
        raise WriteError(error.what, error.hint) from error
    except (OSError, ValueError) as error:  # a name that is too long, or a link that leads to itself
        raise WriteError(f"cannot be written: `{path}`: {reason(error)}", "name another") from error
    if mode is not None and not _is_writable(real, mode):
        raise WriteError(f"cannot be written: `{path}`: it is read-only", "what stood there is as it was")
    if not os.access(real.parent, os.W_OK | os.X_OK):
        raise WriteError(f"cannot be written: `{path}`: its folder is read-only", "name a file in another")


def _is_writable(path: Path, mode: int) -> bool:
    return bool(mode & _WRITABLE) and os.access(path, os.W_OK)


def need_no_folder(path: Path, hint: str) -> None:
    """Make sure that what is named as a file is no folder.

    Raises
    ------
    UsageError
        If it is one.
    """
    if os.path.isdir(path):  # noqa: PTH112 - this one never fails, as with a name that is too long
        raise UsageError(f"`{path}` is a folder, where a file is expected", hint)


def need_no_part_of_project(path: Path) -> None:
    """Make sure that what is to be written is none of what a project is made of.

    Raises
    ------
    WriteError
        If it is.
    """
    _spare(path, Path(os.path.realpath(path)))


def reason(error: OSError | ValueError) -> str:
    """Say in words what the system says of an error."""
    return getattr(error, "strerror", None) or str(error)
