"""The evidence of an annotation file that is edited in place, and the text that the file says it stands in."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from kg.annotation.yaml_tree import Value
from kg.base.errors import Fault
from kg.base.findings import KeyPath
from kg.evidence import article_text, line_ends
from kg.evidence.yaml_edits import Edits

HEAD: KeyPath = ("article", "text")
NO_CLAIMS = "no-claims"  # of an article's head: its sentences that are ticked off


class Anchored(Struct, frozen=True):
    """What became of one file: how many spans got a place or another place, and what stood in the way."""

    file: str
    spans: int
    is_changed: bool
    faults: list[Fault]


class Span(Struct, frozen=True):
    """A piece of evidence that has a place, and where in the file it is written."""

    path: KeyPath
    start: int
    end: int
    sha256: str

    @property
    def length(self) -> int:
        """How many code points it has."""
        return self.end - self.start

    def fits(self, text: str) -> bool:
        """Whether the words that were annotated stand at its place in a text."""
        return article_text.digest(text[self.start : self.end]) == self.sha256


def evidence_of(values: Value) -> Iterator[tuple[KeyPath, dict[str, Value]]]:
    """Each sentence that is ticked off and each piece of evidence, where it is a mapping, and where it stands."""
    yield from _mappings(get(get(values, "article"), NO_CLAIMS), ("article", NO_CLAIMS))
    claims = get(values, "claims")
    for number, claim in enumerate(claims if isinstance(claims, list) else []):
        yield from _mappings(get(claim, "evidence"), ("claims", number, "evidence"))


def _mappings(pieces: Value, path: KeyPath) -> Iterator[tuple[KeyPath, dict[str, Value]]]:
    for position, piece in enumerate(pieces if isinstance(pieces, list) else []):
        if isinstance(piece, dict):
            yield (*path, position), piece


def owner(values: Value, path: KeyPath) -> str:
    """Name what a piece stands in, of those that `evidence_of` gives: its claim, or `no-claims`.

    >>> owner({"claims": [{"id": "a"}]}, ("claims", 0, "evidence", 1)), owner({}, ("article", "no-claims", 0))
    ('a', 'no-claims')
    """
    return NO_CLAIMS if path[0] == "article" else str(get(values["claims"][path[1]], "id") or path[1])


def get(values: Value, name: str) -> Value:
    """Give a value of what may be a mapping; None if it is not, or has no such value."""
    return values.get(name) if isinstance(values, dict) else None


def span_of(path: KeyPath, piece: dict[str, Value]) -> Span | None:
    """Give a piece of evidence that has offsets and hash; None if it has not: `kg check` reports that."""
    match piece.get("at"), piece.get("sha256"):
        case [str(start), str(end)], str(sha256) if start.isdecimal() and end.isdecimal() and int(start) < int(end):
            return Span(path, int(start), int(end), sha256)
    return None


def text_of(edits: Edits, folder: Path) -> str | None:
    """Read the text of the article; None if it needs none, and, with a fault, if it cannot be read."""
    if edits.faults:
        return None
    file = get(get(get(edits.values, "article"), "text"), "file")
    if not isinstance(file, str):
        if not any("quote" in piece or "at" in piece for _, piece in evidence_of(edits.values)):
            return None  # entities, or rows that nobody read: there are no words to look for
        edits.fault(HEAD, "the article names no text", "write `text: {file: …}`")
        return None
    try:
        return article_text.read(folder, file)
    except article_text.TextError as error:
        edits.fault((*HEAD, "file"), error.what, error.hint)
        return None


def annotated(edits: Edits, text: str) -> str | None:
    """Give the text that was annotated, if it differs from this one in its line ends alone."""
    sha256 = get(edits.values["article"]["text"], "sha256")
    return line_ends.as_annotated(text, sha256) if isinstance(sha256, str) and sha256 else None


def pin(edits: Edits, text: str, *, repairs: bool) -> None:
    """Write the text's own hash and length where they are missing, or wrong and to be repaired."""
    head = edits.values["article"]["text"]
    fresh = {"sha256": article_text.digest(text), "characters": str(len(text))}
    for name, value in fresh.items():
        if head.get(name, value) == value:
            continue
        if head[name] and not repairs:
            what = f"the text has changed: `{head['file']}` is not the version that was annotated"
            edits.fault(
                (*HEAD, name),
                what,
                "`kg anchor --repair` finds the same words again; with `--old OLD-TEXT`, changed ones too",
            )
            return
        edits.set((*HEAD, name), value)
    missing = {name: value for name, value in fresh.items() if name not in head}
    if missing:
        edits.add((*HEAD, "file"), {name: (value, value) for name, value in missing.items()})


def done(edits: Edits, spans: int) -> Anchored:
    """Write what was edited, unless there is a fault, and say what became of the file."""
    is_changed = not edits.faults and edits.write()
    return Anchored(edits.file, spans if is_changed else 0, is_changed, sorted(edits.faults))
