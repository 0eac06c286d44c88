"""What is given to be added: a file, stdin or an address, as bytes, with all that is known of them from outside."""

from __future__ import annotations

import re
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from urllib.parse import unquote, urlsplit

from msgspec import Struct

from kg.base.disk import hindrance
from kg.base.errors import KgError

MOST_BYTES = 50_000_000
STDIN = "-"
_PIPE = "give its words on stdin: `kg add -`"
_IS_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://").match


class SourceError(KgError):
    """Something given that cannot be read, or whose words cannot be told."""


class Incoming(Struct, frozen=True):
    """Bytes, and where they came from."""

    data: bytes
    shown: str  # the name by which messages call it
    stem: str = ""  # of its name, without ending; empty: it has none that says anything
    address: str | None = None  # where it was fetched, in the end
    media_type: str = ""  # what the server called it
    charset: str = ""
    notes: tuple[str, ...] = ()


def incoming(source: str, stdin: BinaryIO) -> Incoming:
    """Read what is to be added.

    Parameters
    ----------
    source
        A path, `-` for stdin, or an address of http or https, which is then fetched.
    stdin
        Where `-` is read.

    Returns
    -------
    Incoming
        The bytes as they are.

    Raises
    ------
    SourceError
        If there is no such file, it cannot be read, is empty, or is longer than 50 MB.
    FetchError
        If the address cannot be fetched.
    UsageError
        If it is an address of another kind.

    >>> import io
    >>> incoming("-", io.BytesIO(b"They met.")).data
    b'They met.'
    """
    if _IS_ADDRESS(source):
        its = _fetched(source)
    elif source == STDIN:
        its = Incoming(stdin.read(MOST_BYTES + 1), "stdin")
    else:
        its = _of_file(Path(source))
    if len(its.data) > MOST_BYTES:
        raise SourceError(f"more than {MOST_BYTES:,} bytes: `{its.shown}`", "add one article at a time")
    if not its.data.strip():
        raise SourceError(f"nothing in `{its.shown}`", "add a file that holds the article")
    return its


def _of_file(path: Path) -> Incoming:
    if found := hindrance(path):
        what, hint = found
        hint = "name a file in it" if path.is_dir() else _PIPE if path.exists() and not path.is_file() else hint
        raise SourceError(f"`{path}`: {what}", hint)
    try:
        with path.open("rb") as stream:
            return Incoming(stream.read(MOST_BYTES + 1), str(path), path.stem)
    except OSError as error:
        raise SourceError(f"`{path}` cannot be read: {error.strerror or error}", "make it readable") from error


def _fetched(address: str) -> Incoming:
    """Fetch an address, and say where it led."""
    from kg.remote.fetching import fetched  # here, since it needs a library that most uses do without

    found = fetched(address)
    media_type, _, rest = found.content_type.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.IGNORECASE)
    notes = [f"{address} led to {found.address}"] if found.redirections else []
    notes.append(f"fetched {found.address}, {len(found.data):,} bytes")
    stem = PurePosixPath(unquote(urlsplit(found.address).path)).stem
    return Incoming(
        found.data, found.address, "" if stem.startswith("index") else stem, found.address, media_type.strip().lower(),
        charset[1] if charset else "", tuple(notes),
    )  # fmt: skip
