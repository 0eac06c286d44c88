"""Finds the spans of an annotation file again where the text was edited, and reports what became of each.

With the text as it was at hand, by the words, their surroundings and, as a proposal, what is most like them
(`relocating`); else by the words that stand beside the offsets as a quote, or by length and hash alone.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct, structs

from kg.base.errors import UsageError
from kg.base.folders import need_texts
from kg.base.hints import unknown
from kg.evidence import article_text, line_ends, quotes
from kg.evidence.relocating import Outcome, Place, nearest, relocate
from kg.evidence.spans import (
    HEAD,
    NO_CLAIMS,
    Anchored,
    Span,
    annotated,
    done,
    evidence_of,
    get,
    owner,
    pin,
    span_of,
    text_of,
)
from kg.evidence.yaml_edits import Edits

_WRITE = "write as `quote:` what the text says now, or take the evidence out"
_TICK = "write as `quote:` the sentence that is there now, if it too is about no actor, or take it out"

Located = tuple[Place, str | None]  # where a span now stands, and its words as far as they are known


class Accepted(Struct, frozen=True):
    """Which proposals are written: those of some claims, and those of changed words that fit so well."""

    claims: tuple[str, ...] = ()
    least: float | None = None  # a score from 0 to 100

    def takes(self, claim: str, place: Place) -> bool:
        """Whether a proposal is accepted. Which of several same words is meant is only ever said claim by claim."""
        is_good = self.least is not None and place.score is not None and place.score >= self.least
        return place.is_proposed and (claim in self.claims or (place.outcome is Outcome.CHANGED and is_good))


NOTHING = Accepted()


class Repair(Struct, frozen=True):
    """What became of one span: its claim, where it stood, where it stands or may stand, and the words of both.

    Of a sentence that is ticked off, `no-claims` stands in the claim's place.
    """

    claim: str
    span: Span
    place: Place
    was: str | None  # the words, as far as they are known
    now: str | None
    is_accepted: bool = False  # a proposal that was written since it was asked for


class Repaired(Struct, frozen=True):
    """What became of a file and of each of its spans, in the order of the file."""

    done: Anchored
    spans: tuple[Repair, ...] = ()


def repair(path: Path, folder: Path, root: Path, *, old: Path | None = None, accepted: Accepted = NOTHING) -> Repaired:
    """Find the spans of a file's evidence again in an edited text, and pin that text.

    Parameters
    ----------
    path
        The annotation file.
    folder
        The folder of texts.
    root
        The project folder, to which places are relative.
    old
        The text as it was annotated: a file, or a folder in which it is called as the article says. Without it a span
        is looked for by its length and hash, and of several places with the same words the one is taken that lies where
        the nearest span with a single place leads to expect it; one with a `quote:` kept beside it by its words too.
    accepted
        The proposals that are written.

    Returns
    -------
    Repaired
        Spans without a certain place are left as they are, each with a fault that shows what is proposed, unless that
        is accepted. If that is all of them, or the file or a text cannot be read, the file is as it was.

    Raises
    ------
    UsageError
        If there is no such folder of texts, or the file has no claim of a name that is accepted.
    WriteError
        If the file cannot be written; it is as it was.

    Source
    ------
    W3C Web Annotation Data Model, sections 4.2.4 and 4.2.5.
    """
    need_texts(folder)
    edits = Edits(path, root)
    text = text_of(edits, folder)
    _need_claims(edits, accepted)
    before = None if text is None or old is None else _before(edits, old, text)
    if text is None or edits.faults:
        return Repaired(done(edits, 0))
    before_ends = annotated(edits, text)
    pin(edits, text, repairs=True)
    spans = [span for where, piece in evidence_of(edits.values) if (span := span_of(where, piece)) is not None]
    if before_ends is not None:
        return _move_with_line_ends(edits, spans, before_ends, text)
    found = _located(edits, spans, before, text)
    if spans and all(place.outcome is Outcome.GONE for place, _ in found.values()):
        edits.fault((*HEAD, "file"), "none of the evidence stands in this text", "name the text of this article")
        return Repaired(done(edits, 0))
    repairs = tuple(_repaired(edits, span, found[span], text, accepted) for span in spans)
    changed = [its for its in repairs if its.is_accepted or its.place.outcome is Outcome.MOVED]
    for its in changed:
        _write(edits, its)
    its_done = done(edits, len(changed))
    for its in repairs:
        if not its.is_accepted and its.place.outcome not in (Outcome.KEPT, Outcome.MOVED):
            edits.fault((*its.span.path, "at"), *_left(its))
    return Repaired(structs.replace(its_done, faults=sorted(edits.faults)), repairs)


def _before(edits: Edits, old: Path, text: str) -> str | None:
    """Read the text as it was; None, with a fault, if it is not the one that was annotated."""
    head = edits.values["article"]["text"]
    file, folder = (head["file"], old) if old.is_dir() else (old.name, old.parent)
    try:
        before = article_text.read(folder, file)
    except article_text.TextError as error:
        edits.fault((*HEAD, "file"), error.what, "`--old` names the text as it was, or a folder with it")
        return None
    sha256 = get(head, "sha256")
    if not isinstance(sha256, str) or sha256 in ("", article_text.digest(before), article_text.digest(text)):
        return before  # that version, or, where the new text is pinned, perhaps that of what was left then
    if (its := line_ends.as_annotated(before, sha256)) is not None:
        return its
    what = f"the old text is not the version that was annotated: `{old}`"
    edits.fault((*HEAD, "sha256"), what, "`--old` names that version; without it spans are found by their hashes")
    return None


def _need_claims(edits: Edits, accepted: Accepted) -> None:
    claims = get(edits.values, "claims")
    known = {str(get(claim, "id")) for claim in (claims if isinstance(claims, list) else [])}
    known |= {NO_CLAIMS} if get(get(edits.values, "article"), NO_CLAIMS) else set()
    for id_ in accepted.claims:
        if id_ not in known and not edits.faults:
            what, hint = unknown("claim", id_, known)
            raise UsageError(f"{edits.file}: {what}", hint)


def _located(edits: Edits, spans: Sequence[Span], before: str | None, text: str) -> dict[Span, Located]:
    """Find the place of each span, and its words as far as they are known."""
    fitting = {span for span in spans if before is not None and span.fits(before)}
    if before is not None and get(edits.values["article"]["text"], "sha256") == article_text.digest(text):
        fitting -= {span for span in fitting if span.fits(text)}  # repaired before, but for what was left
    others = [span for span in spans if span not in fitting]
    by_hash = _found_again(others, text)
    found: dict[Span, Located] = {}
    for span in spans:
        if before is not None and span in fitting:
            found[span] = relocate(span.start, span.end, before, text), before[span.start : span.end]
        elif span in by_hash:
            start, places = by_hash[span]
            outcome = Outcome.KEPT if start == span.start else Outcome.MOVED
            how = "hash" if places < 2 else f"nearest of {places}"
            found[span] = Place(outcome, start, start + span.length, how), text[start : start + span.length]
        else:
            words = _kept_words(edits, span)
            found[span] = nearest(words, text) if words else Place(Outcome.GONE), words
    return found


def _kept_words(edits: Edits, span: Span) -> str | None:
    """Give the words of a quote that stands beside a place, if they are those that were annotated."""
    piece = edits.values
    for step in span.path:
        piece = piece[step]
    quote = get(piece, "quote")
    if not isinstance(quote, str):
        return None
    return next((its for its in _forms(quote) if article_text.digest(its) == span.sha256), None)


def _forms(words: str) -> tuple[str, str]:
    return words, unicodedata.normalize("NFD", words)


def _repaired(edits: Edits, span: Span, found: Located, text: str, accepted: Accepted) -> Repair:
    place, was = found
    claim = owner(edits.values, span.path)
    now = None if place.outcome is Outcome.GONE else text[place.start : place.end]
    return Repair(claim, span, place, was, now, accepted.takes(claim, place))


def _write(edits: Edits, its: Repair) -> None:
    """Write the new place of a span; of other words the hash too, and the quote that is kept beside it."""
    assert its.now is not None  # it has a place
    for number, was, now in ((0, its.span.start, its.place.start), (1, its.span.end, its.place.end)):
        if was != now:
            edits.set((*its.span.path, "at", number), str(now))
    sha256 = article_text.digest(its.now)
    if sha256 == its.span.sha256:
        return
    edits.set((*its.span.path, "sha256"), sha256)
    if _kept_words(edits, its.span) is not None:
        edits.set((*its.span.path, "quote"), quotes.quoted(its.now), unicodedata.normalize("NFC", its.now))


def _left(its: Repair) -> tuple[str, str]:
    """Say what became of a span that is left as it was, and what is proposed."""
    at, write = f"[{its.span.start}, {its.span.end}]", _TICK if its.span.path[0] == "article" else _WRITE
    if its.place.outcome is Outcome.GONE:
        return f"no longer in the text: the words that stood at {at}", write
    proposed = f"at [{its.place.start}, {its.place.end}], score {its.place.score}: {quotes.quoted(its.now or '')}"
    hint = f"`--accept {its.claim}` writes what is proposed; else {write}"
    if its.place.outcome is Outcome.UNSURE:
        return f"which of the same words is meant by {at} cannot be told ({its.place.how}); proposed {proposed}", hint
    return f"other words in the text than stood at {at}; proposed {proposed}", hint


def _move_with_line_ends(edits: Edits, spans: list[Span], before: str, text: str) -> Repaired:
    """Move spans to where the same words stand in a text with other line ends; those that never fitted stay."""
    repairs = []
    for span in (each for each in spans if each.fits(before)):
        start, end = (line_ends.moved(position, before, text) for position in (span.start, span.end))
        is_same = (start, end, article_text.digest(text[start:end])) == (span.start, span.end, span.sha256)
        place = Place(Outcome.KEPT if is_same else Outcome.MOVED, start, end, "line ends")
        claim = owner(edits.values, span.path)
        repairs.append(Repair(claim, span, place, before[span.start : span.end], text[start:end]))
    moved = [its for its in repairs if its.place.outcome is Outcome.MOVED]
    for its in moved:
        _write(edits, its)
    return Repaired(done(edits, len(moved)), tuple(repairs))


def _found_again(spans: list[Span], text: str) -> dict[Span, tuple[int, int]]:
    """Where each span now starts, and at how many places its words stand; those that stand nowhere are left out."""
    shift = 0
    places: dict[Span, list[tuple[int, int]]] = {}
    for span in sorted(spans, key=lambda span: (span.start, span.end, span.path)):
        start = quotes.moved(text, span.length, span.sha256, span.start + shift)
        if start is not None:
            places[span] = quotes.places(text, text[start : start + span.length])
            if len(places[span]) == 1:
                shift = start - span.start  # what follows is expected to have moved as far
    single = [(span.start, found[0][0] - span.start) for span, found in places.items() if len(found) == 1]
    chosen: dict[Span, tuple[int, int]] = {}
    for span, found in places.items():
        near = min(single, key=lambda pair: abs(pair[0] - span.start), default=(0, 0))
        expected = span.start + near[1]
        chosen[span] = min((start for start, _ in found), key=lambda start: abs(start - expected)), len(found)
    return chosen
