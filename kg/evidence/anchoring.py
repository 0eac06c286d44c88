"""Replaces the quotes of an annotation file by `at` and `sha256`.

Source: W3C Web Annotation Data Model, section 4.2.5 (Text Position Selector).
"""

from __future__ import annotations

from pathlib import Path

from kg.annotation.yaml_tree import Value
from kg.base.findings import KeyPath
from kg.base.folders import need_texts
from kg.evidence import article_text, line_ends, quotes
from kg.evidence.spans import HEAD, Anchored, annotated, done, evidence_of, pin, span_of, text_of
from kg.evidence.yaml_edits import Edits


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
        return done(edits, 0)
    if annotated(edits, text) is not None:
        what = line_ends.CHANGED.format(edits.values["article"]["text"]["file"])
        edits.fault((*HEAD, "sha256"), what, line_ends.REPAIR)
        return done(edits, 0)
    pin(edits, text, repairs=False)
    fresh = 0
    for piece_path, piece in evidence_of(edits.values):
        if "quote" in piece and _is_anchored(piece):
            _verify_quote(edits, piece_path, piece, text)
        elif "quote" in piece:
            _place_quote(edits, piece_path, text, keep=keep)
            fresh += 1
    return done(edits, fresh)


def _is_anchored(piece: dict[str, Value]) -> bool:
    return span_of((), piece) is not None


def _verify_quote(edits: Edits, path: KeyPath, piece: dict[str, Value], text: str) -> None:
    """See whether a quote that was kept is what stands at the place beside it."""
    span = span_of(path, piece)
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
