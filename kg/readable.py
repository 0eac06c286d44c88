"""Whether a file can be read at all; if not, why not, and what to do about it."""

from __future__ import annotations

import os
from pathlib import Path


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
