"""Files on a disk that may fail: hashed, synced, and written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from kg.errors import KgError


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
