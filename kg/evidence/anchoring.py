"""Replaces the quotes of an annotation file by `at` and `sha256`; finds its spans again where the text was edited.

Source: W3C Web Annotation Data Model, section 4.2.5 (Text Position Selector).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from kg.annotation.yaml_tree import Value
from kg.base.errors import Fault
from kg.base.findings import KeyPath
from kg.base.folders import need_texts
from kg.evidence import article_text, line_ends, quotes
from kg.evidence.yaml_edits import Edits

_HEAD: KeyPath = ("article", "text")


class Anchored(Struct, frozen=True):
    """What became of one file: how many spans got a place or another place, and what stood in the way."""

    file: str
    spans: int
    is_changed: bool
    faults: list[Fault]


class _Span(Struct, frozen=True):
    """A piece of evidence that has a place, and where in the file it is written."""

    path: KeyPath
    start: int
    end: int
    sha256: str

    @property
    def length(self) -> int:
        return self.end - self.start


def anchor(path: Path, folder: Path, root: Path, *, keep: bool = False) -> Anchored:
    """Turn each `quote:` of a file's evidence into `at` and `sha256`, and complete `text: {file: …}`.

    A quote that stands in the text more than once needs to be lengthened, or `nth: 2` beside it.

    Parameters
    ----------
    path
        The annotation file.
    folder
        The folder of texts.
    root
        The project folder, to which places are relative.
    keep
        Whether quotes stay where they are, beside `at` and `sha256`: for projects that may keep the words.

    Returns
    -------
    Anchored
        With any fault, the file is as it was. A quote with `at` and `sha256` beside it stays, if all three agree.

    Raises
    ------
    UsageError
        If there is no such folder of texts.
    WriteError
        If the file cannot be written; it is as it was.
    """
    need_texts(folder)
    edits = Edits(path, root)
    text = text_of(edits, folder)
    if text is None:
        return _done(edits, 0)
    if _annotated(edits, text) is not None:
        what = line_ends.CHANGED.format(edits.values["article"]["text"]["file"])
        edits.fault((*_HEAD, "sha256"), what, line_ends.REPAIR)
        return _done(edits, 0)
    pin(edits, text, repairs=False)
    fresh = 0
    for piece_path, piece in evidence_of(edits.values):
        if "quote" in piece and _is_anchored(piece):
            _verify_quote(edits, piece_path, piece, text)
        elif "quote" in piece:
            _place_quote(edits, piece_path, text, keep=keep)
            fresh += 1
    return _done(edits, fresh)


def repair(path: Path, folder: Path, root: Path) -> Anchored:
    """Find the spans of a file's evidence again in an edited text, by their length and hash, and pin that text.

    Of several places with the same words the one is taken that lies where the nearest span with a single
    place leads to expect it.

    Parameters
    ----------
    path
        The annotation file.
    folder
        The folder of texts.
    root
        The project folder, to which places are relative.

    Returns
    -------
    Anchored
        Spans whose words stand nowhere are left as they are, each with a fault. If that is all of them, or
        the file or text cannot be read, the file is as it was.

    Raises
    ------
    UsageError
        If there is no such folder of texts.
    WriteError
        If the file cannot be written; it is as it was.
    """
    need_texts(folder)
    edits = Edits(path, root)
    text = text_of(edits, folder)
    if text is None:
        return _done(edits, 0)
    annotated = _annotated(edits, text)
    pin(edits, text, repairs=True)
    spans = [span for path, piece in evidence_of(edits.values) if (span := _span(path, piece)) is not None]
    if annotated is not None:
        return _move(edits, spans, annotated, text)
    found = _found_again(spans, text)
    if spans and not found:
        edits.fault((*_HEAD, "file"), "none of the evidence stands in this text", "name the text of this article")
        return _done(edits, 0)
    moved = {span: start for span, start in found.items() if start != span.start}
    for span, start in moved.items():
        edits.set((*span.path, "at", 0), str(start))
        edits.set((*span.path, "at", 1), str(start + span.length))
    done = _done(edits, len(moved))
    for span in spans:
        if span not in found:
            what = f"no longer in the text: the words that stood at [{span.start}, {span.end}]"
            edits.fault((*span.path, "at"), what, "write as `quote:` what the text says now, or take the evidence out")
    return Anchored(done.file, done.spans, done.is_changed, sorted(edits.faults))


def _annotated(edits: Edits, text: str) -> str | None:
    """Give the text that was annotated, if it differs from this one in its line ends alone."""
    sha256 = get(edits.values["article"]["text"], "sha256")
    return line_ends.as_annotated(text, sha256) if isinstance(sha256, str) and sha256 else None


def _move(edits: Edits, spans: list[_Span], annotated: str, text: str) -> Anchored:
    """Move spans to where the same words stand in a text with other line ends; those that never fitted stay."""
    fitting = [span for span in spans if article_text.digest(annotated[span.start : span.end]) == span.sha256]
    changed = 0
    for span in fitting:
        start, end = (line_ends.moved(position, annotated, text) for position in (span.start, span.end))
        sha256 = article_text.digest(text[start:end])
        changed += (start, end, sha256) != (span.start, span.end, span.sha256)
        for place, was, now in ((0, span.start, start), (1, span.end, end)):
            if was != now:
                edits.set((*span.path, "at", place), str(now))
        if sha256 != span.sha256:
            edits.set((*span.path, "sha256"), sha256)
    return _done(edits, changed)


def _done(edits: Edits, spans: int) -> Anchored:
    is_changed = not edits.faults and edits.write()
    return Anchored(edits.file, spans if is_changed else 0, is_changed, sorted(edits.faults))


def text_of(edits: Edits, folder: Path) -> str | None:
    """Read the text of the article; None if it needs none, and, with a fault, if it cannot be read."""
    if edits.faults:
        return None
    file = get(get(get(edits.values, "article"), "text"), "file")
    if not isinstance(file, str):
        if not any("quote" in piece or "at" in piece for _, piece in evidence_of(edits.values)):
            return None  # entities, or rows that nobody read: there are no words to look for
        edits.fault(_HEAD, "the article names no text", "write `text: {file: …}`")
        return None
    try:
        return article_text.read(folder, file)
    except article_text.TextError as error:
        edits.fault((*_HEAD, "file"), error.what, error.hint)
        return None


def pin(edits: Edits, text: str, *, repairs: bool) -> None:
    """Write the text's own hash and length where they are missing, or wrong and to be repaired."""
    head = edits.values["article"]["text"]
    fresh = {"sha256": article_text.digest(text), "characters": str(len(text))}
    for name, value in fresh.items():
        if head.get(name, value) == value:
            continue
        if head[name] and not repairs:
            what = f"the text has changed: `{head['file']}` is not the version that was annotated"
            edits.fault((*_HEAD, name), what, "`kg anchor --repair` finds the same words in the new text")
            return
        edits.set((*_HEAD, name), value)
    missing = {name: value for name, value in fresh.items() if name not in head}
    if missing:
        edits.add((*_HEAD, "file"), {name: (value, value) for name, value in missing.items()})


def evidence_of(values: Value) -> Iterator[tuple[KeyPath, dict[str, Value]]]:
    """Each piece of evidence that is a mapping, and where it stands."""
    claims = get(values, "claims")
    for number, claim in enumerate(claims if isinstance(claims, list) else []):
        pieces = get(claim, "evidence")
        for position, piece in enumerate(pieces if isinstance(pieces, list) else []):
            if isinstance(piece, dict):
                yield ("claims", number, "evidence", position), piece


def get(values: Value, name: str) -> Value:
    """Give a value of what may be a mapping; None if it is not, or has no such value."""
    return values.get(name) if isinstance(values, dict) else None


def _span(path: KeyPath, piece: dict[str, Value]) -> _Span | None:
    """Give a piece of evidence that has offsets and hash; None if it has not: `kg check` reports that."""
    match piece.get("at"), piece.get("sha256"):
        case [str(start), str(end)], str(sha256) if start.isdecimal() and end.isdecimal() and int(start) < int(end):
            return _Span(path, int(start), int(end), sha256)
    return None


def _is_anchored(piece: dict[str, Value]) -> bool:
    return _span((), piece) is not None


def _verify_quote(edits: Edits, path: KeyPath, piece: dict[str, Value], text: str) -> None:
    """See whether a quote that was kept is what stands at the place beside it."""
    span = _span(path, piece)
    assert span is not None  # only evidence with a place is asked about
    words = text[span.start : span.end]
    if article_text.digest(words) != span.sha256 or not article_text.is_quote_of(piece["quote"], span.sha256):
        what = f"`quote`, `at` and `sha256` do not agree: at [{span.start}, {span.end}] stands {quotes.quoted(words)}"
        edits.fault((*path, "quote"), what, "leave `at` and `sha256` out, and `kg anchor --keep` writes them anew")


def _place_quote(edits: Edits, path: KeyPath, text: str, *, keep: bool) -> None:
    """Put `at` and `sha256` where a quote stands."""
    piece = _get_at(edits.values, path)
    quote = edits.text((*path, "quote"))
    if not quote:
        edits.fault((*path, "quote"), "the quote is empty", "write the words as they stand in the text")
        return
    if "at" in piece or "sha256" in piece:
        edits.fault(
            (*path, "quote"),
            "evidence has both `quote` and `at` or `sha256`",
            "keep one of the two",
        )
        return
    place = _place(edits, path, text, quote, piece.get("nth"))
    if place is None:
        return
    start, end = place
    sha256 = article_text.digest(text[start:end])
    fields = {"at": (f"[{start}, {end}]", [str(start), str(end)]), "sha256": (sha256, sha256)}
    if keep and not article_text.is_quote_of(piece["quote"], sha256):
        edits.fault(
            (*path, "quote"),
            "the quote cannot be kept: the text mixes composed and decomposed letters here",
            "anchor it without `--keep`",
        )
    elif not keep:
        edits.replace(path, [name for name in ("quote", "nth") if name in piece], fields)
    elif "nth" in piece:
        edits.replace(path, ["nth"], fields)
    else:
        edits.add((*path, "quote"), fields)


def _place(edits: Edits, path: KeyPath, text: str, quote: str, nth: object) -> tuple[int, int] | None:
    """Find the one place that a quote means; None, with a fault, if that cannot be told."""
    found = quotes.places(text, quote)
    if not found:
        edits.fault((*path, "quote"), *quotes.missing(text, quote))
    elif nth is None and len(found) > 1:
        edits.fault((*path, "quote"), *quotes.ambiguous(text, quote, found))
    elif nth not in (None, *map(str, range(1, len(found) + 1))):
        what = f"`nth` is none of 1 to {len(found)}: so often does the quote stand in the text"
        edits.fault((*path, "nth"), what, "count from 1, in the order of the text")
    else:
        return found[int(str(nth or 1)) - 1]
    return None


def _get_at(values: Value, path: KeyPath) -> Value:
    for step in path:
        values = values[step]
    return values


def _found_again(spans: list[_Span], text: str) -> dict[_Span, int]:
    """Where each span now starts; those that stand nowhere are left out."""
    shift = 0
    places: dict[_Span, list[tuple[int, int]]] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.end, span.path)):
        start = quotes.moved(text, span.length, span.sha256, span.start + shift)
        if start is not None:
            places[span] = quotes.places(text, text[start : start + span.length])
            if len(places[span]) == 1:
                shift = start - span.start  # what follows is expected to have moved as far
    single = [(span.start, found[0][0] - span.start) for span, found in places.items() if len(found) == 1]
    chosen: dict[_Span, int] = {}
    for span, found in places.items():
        near = min(single, key=lambda pair: abs(pair[0] - span.start), default=(0, 0))
        expected = span.start + near[1]
        chosen[span] = min((start for start, _ in found), key=lambda start: abs(start - expected))
    return chosen
