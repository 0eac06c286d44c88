"""The rows on which claims rest, found again in the file that they came from, by the hashes of their bytes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import DecodeError, Raw
from msgspec.json import decode

from kg.account.facts import FactAccount
from kg.annotation.compressed import DamagedError, blocks
from kg.base.disk import hindrance
from kg.base.errors import KgError, Place, UsageError
from kg.formats.imports.reports import Report
from kg.formats.imports.streams import lines
from kg.formats.imports.tabular.headers import EmptyError
from kg.formats.imports.tabular.opening import Settings, opened, sheets_of
from kg.model.records import Claim

Paths = str | Path | Iterable[str | Path]


def rows_under(facts: Iterable[FactAccount], claims: Mapping[str, Claim], paths: Paths) -> dict[str, str] | None:
    """Find the rows on which facts rest in files, as `rows_with` does; None where no file is given."""
    files = [paths] if isinstance(paths, str | Path) else [*paths]
    if not files:
        return None
    evidence = (its for fact in facts for key in fact.claims for its in claims[key].evidence)
    wanted = frozenset(its.sha256 for its in evidence if its.row is not None and its.sha256)
    return rows_with([Path(path) for path in files], wanted)


def rows_with(paths: Sequence[Path], wanted: frozenset[str]) -> dict[str, str]:
    """Find rows by their hashes.

    Parameters
    ----------
    paths
        Of files of rows, plain or packed.
    wanted
        SHA-256 of the bytes of each row, without the line end.

    Returns
    -------
    dict
        Hash -> the row as text. What is not found is not there, or is not as it was when its hash was taken.

    Raises
    ------
    UsageError, KgError
        If a file is not there, or cannot be read to its end.
    """
    found: dict[str, str] = {}
    for path in paths:
        if fault := hindrance(path):
            raise UsageError(f"`{path}`: {fault[0]}", fault[1])
        try:
            for raw, text in _rows(path):
                if len(found) == len(wanted):
                    break
                if (digest := hashlib.sha256(raw).hexdigest()) in wanted:
                    found.setdefault(digest, raw.decode("utf-8", "replace") if text is None else text)
        except DamagedError as error:
            raise KgError(f"{Place(str(path), error.line)}: cannot be read further: {error}", error.hint) from error
    return found


def _rows(path: Path) -> Iterator[tuple[bytes, str | None]]:
    """Give the bytes of each line, and then of what an importer takes for a row; with its text, where it is another."""
    for line in lines(path):
        yield line.rstrip(b"\r\n"), None
    if next(blocks(path), b"").lstrip(b"\xef\xbb\xbf \t\r\n")[:1] in (b"{", b"["):
        with suppress(DecodeError):  # JSON Lines, whose rows are lines
            yield from ((part, None) for part in _parts(b"".join(blocks(path)).removeprefix(b"\xef\xbb\xbf")))
        return
    for sheet in sheets_of(path):
        with suppress(EmptyError), opened(path, Settings(sheet=sheet), (), Report()) as table:
            yield from ((row.raw, " | ".join(row.cells)) for row in table.rows)


def _parts(document: bytes | Raw) -> Iterator[bytes]:
    """Give each object of a JSON document as it stands there, at any depth."""
    start = bytes(document).lstrip()[:1]
    if start == b"{":
        yield bytes(document)
        for value in decode(document, type=dict[str, Raw]).values():
            yield from _parts(value)
    elif start == b"[":
        for value in decode(document, type=list[Raw]):
            yield from _parts(value)
