"""Whether an import may be written where a file stands: nothing that somebody made by hand is lost by it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from msgspec import DecodeError, Struct
from msgspec.json import Decoder

from kg.base.errors import UsageError
from kg.base.hints import counted, listed
from kg.formats.imports.streams import lines

STDIN = Path("-")
SUFFIX = ".jsonl"
_ANOTHER = "name another file, or take this one away"


class _Head(Struct, rename="kebab"):
    coded_by: str = ""
    annotator: str = ""
    text: Any = None


class _Piece(Struct):
    at: Any = None
    quote: Any = None


class _Claim(Struct):
    evidence: list[_Piece] = []
    annotator: str = ""


class _Entity(Struct):
    id: str = ""


class _Line(Struct, forbid_unknown_fields=True):
    """A record, as far as it tells whether it was imported."""

    article: _Head | None = None
    claim: _Claim | None = None
    entity: _Entity | None = None


_decode = Decoder(_Line).decode


class Standing:
    """What stands in a file that an import replaces, compared with what comes in its place.

    Parameters
    ----------
    path
        Of the file.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._entities: set[str] = set()
        self._coders: set[str] = set()
        self._claims = self._claims_now = 0
        self._coders_now: set[str] = set()
        for line in lines(path):
            self._claims += _counted(line, self._entities.add, self._coders)

    def take(self, line: bytes) -> None:
        """Take a line of what comes."""
        self._claims_now += _counted(line, self._entities.discard, self._coders_now)

    def gone(self) -> list[str]:
        """Say what stood there and is no more, once all lines were taken.

        Raises
        ------
        UsageError
            If all that stands there came from another data set.
        """
        if self._coders and self._coders_now and self._coders.isdisjoint(self._coders_now):
            was, now = listed(sorted(self._coders)), listed(sorted(self._coders_now))
            raise UsageError(f"`{self._path}` is kept: it is coded by {was}, and this by {now}", _ANOTHER)
        notes = []
        if (fewer := self._claims - self._claims_now) > 0:
            notes.append(f"{counted(fewer, 'claim')} fewer than stood in the file before: {self._claims_now:,} now")
        if self._entities:
            notes.append(
                f"{counted(len(self._entities), 'entity', 'entities')} that stood in the file before, and no more: "
                f"{listed(self._entities)}; `kg check` says whether others of your files name them"
            )
        return notes


def _counted(line: bytes, entity: Callable[[str], None], coders: set[str]) -> bool:
    """Hand over the id of an entity, or add whoever coded an article; whether a line is a claim."""
    its = _read(line) or _Line()
    if its.entity:
        entity(its.entity.id)
    if its.article:
        coders.add(its.article.coded_by)
    return its.claim is not None


def _read(line: bytes) -> _Line | None:
    """Read a line; None if it is no record."""
    try:
        return _decode(line) if line.strip() else _Line()
    except (DecodeError, UnicodeDecodeError):
        return None


def need_imported(output: Path) -> None:
    """Make sure that nothing but what was imported stands where an import is to be written.

    Raises
    ------
    UsageError
        If its name is none of JSON Lines; or if something else stands there: an article or a claim that somebody read,
        or anything that is no record.
    """
    if output == STDIN or output.is_char_device() or output.is_fifo():
        return
    if output.suffix != SUFFIX:
        raise UsageError(f"`{output}` is to be JSON Lines", f"name a file that ends in `{SUFFIX}`, or `-`")
    if output.is_file() and output.stat().st_size and (found := _not_imported(output)):
        raise UsageError(f"`{output}` is kept: {found}", _ANOTHER)


def _not_imported(output: Path) -> str:
    """Say what in a file was not imported; empty if all was."""
    articles = 0
    for number, line in enumerate(lines(output), start=1):
        if (its := _read(line)) is None:
            return f"line {number:,} is no record"
        if its.article and not its.article.coded_by:
            return f"the article in line {number:,} is not `coded-by` anybody: somebody read it"
        if its.article and (its.article.text is not None or its.article.annotator):
            return f"the article in line {number:,} has a `text` or an `annotator`: somebody read it"
        if its.claim and (its.claim.annotator or any(piece.at or piece.quote for piece in its.claim.evidence)):
            return f"the claim in line {number:,} has a span or an `annotator`: somebody read it"
        articles += its.article is not None
    return "" if articles else "no article in it is `coded-by` anybody, and so nothing says that it was imported"
