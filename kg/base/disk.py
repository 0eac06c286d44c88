"""Files on a disk that may fail: hashed, synced, and written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from kg.base.errors import KgError


class WriteError(KgError):
    """A file that cannot be written; what stood there before still does."""


def sha256(path: Path) -> str:
    """Hash a file."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Make sure that a file, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def write_whole(path: Path, data: str | bytes) -> None:
    """Write a file: to a fresh one beside it, synced, then renamed over it.

    Parameters
    ----------
    path
        Of the file; its mode is kept if it exists.
    data
        Text is written as UTF-8, its line ends as they are.

    Raises
    ------
    WriteError
        If it cannot be written; nothing has changed then.
    """
    import tempfile  # here, since most runs write nothing

    fresh: Path | None = None
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        fresh = Path(name)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data.encode() if isinstance(data, str) else data)
            stream.flush()
            os.fsync(stream.fileno())
        fresh.chmod(path.stat().st_mode & 0o7777 if path.exists() else 0o644)
        fresh.replace(path)
    except OSError as error:
        if fresh is not None:
            fresh.unlink(missing_ok=True)
        raise WriteError(f"cannot be written: `{path}`: {error.strerror}", "what stood there is as it was") from error


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
    if leads_back(path):
        return "a link that leads back to a folder around it", "take the link away: that folder is read already"
    try:
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
    except OSError as error:
        return f"cannot be read: {error.strerror or error}", "make it readable"
    return "no such file", "give the path of a file that can be read"


def leads_back(path: Path) -> bool:
    """Tell whether a path is a link to a folder that holds it: who followed it would walk in a circle."""
    return (
        path.is_symlink()
        and path.is_dir()
        and path.resolve() in {parent.resolve() for parent in path.absolute().parents}
    )
