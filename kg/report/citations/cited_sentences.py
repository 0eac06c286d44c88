"""The sentences of a report that cite something: their references, marks and quotations, each with its place."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from kg.base.iris import Names
from kg.evidence.coverage import sentences
from kg.report.citations.markdown_inline import NO_TEXT
from kg.report.citations.markdown_text import BETWEEN_CELLS, Passage
from kg.report.citations.marks import Mark, marks_in, marks_of
from kg.report.citations.quotations import Quotation, quotations
from kg.report.citations.references import Reference, bare_addresses, reference

_WORD = re.compile(r"[^\W_]")
_EMPTY = re.compile(r"[(\uff08]\s*(?:[,;/]\s*)*[)\uff09]")


class Cited(Struct, frozen=True):
    """A reference where it stands."""

    reference: Reference
    at: int  # offset in the document
    start: int  # of the label, in the passage
    end: int
    marks: tuple[str, ...] | None  # what the label says, if it is made of marks


class CitedSentence(Struct, frozen=True):
    """A sentence that cites something, or a row of a table that does."""

    passage: Passage
    start: int
    end: int
    cited: tuple[Cited, ...]  # in itself
    noted: tuple[Cited, ...]  # in the footnotes that it calls
    marks: tuple[Mark, ...]
    quotations: tuple[Quotation, ...]

    at: int  # offset in the document of what is cited first

    @property
    def every(self) -> tuple[Cited, ...]:
        """All references, those of footnotes last."""
        return (*self.cited, *self.noted)


def references_in(passage: Passage, names: Names) -> list[Cited]:
    """Find the references of a passage: links, and addresses that stand bare."""
    found = list[Cited]()
    for link in passage.links:
        if its := reference(link.href, names):
            label = marks_of(passage.text[link.start : link.end])
            found.append(Cited(its, link.at, link.start, link.end, None if label is None else tuple(label)))
    bare = bare_addresses(passage.text, names)
    for start, end in _apart(bare, [(its.start, its.end) for its in found]):  # what leads elsewhere may be labelled so
        if its := reference(passage.text[start:end], names):
            found.append(Cited(its, passage.origin(start), start, end, None))
    return sorted(found, key=lambda its: (its.start, its.at))


def distinct(cited: Iterable[Cited]) -> list[Cited]:
    """Keep of several references to one thing, with labels of the same marks, the first."""
    found = {
        (its.reference.kind, its.reference.id, its.reference.fields.get("known-by"), its.marks): its
        for its in reversed([*cited])
    }
    return sorted(found.values(), key=lambda its: its.at)


def cited_sentences(
    passage: Passage, own: Sequence[Cited], notes: Mapping[str, Sequence[Cited]]
) -> list[CitedSentence]:
    """Part a passage into sentences, and give those that cite something.

    Parameters
    ----------
    passage
        Of a report.
    own
        Its references, from `references_in`.
    notes
        Label of each footnote -> the references in it.

    Returns
    -------
    list
        In order. What stands in quotation marks is never parted. A reference behind the end of a sentence belongs to
        it, where nothing but references and marks stands between.
    """
    calls = [call for call in passage.calls if notes.get(call.label)]
    if not own and not calls:
        return []
    text = passage.text.replace("\n", " ")
    every = list(marks_in(text))
    outside = set(_apart([(mark.start, mark.end) for mark in every], [(its.start, its.end) for its in own]))
    marks = [mark for mark in every if (mark.start, mark.end) in outside]
    quoted = quotations(text, BETWEEN_CELLS)
    starts = [0] if BETWEEN_CELLS in text else _starts(text, own, marks, quoted)
    parts: list[tuple[list[Cited], list[Cited], list[Mark], list[Quotation]]] = [([], [], [], []) for _ in starts]
    for its in own:
        parts[_part(starts, its.start, text)][0].append(its)
    called: dict[tuple[int, str], int] = {}  # number of a sentence, and a footnote -> where it calls that first
    for call in calls:
        called.setdefault((_part(starts, call.place, text), call.label), call.at)
    firsts: dict[int, int] = {}
    for (number, label), at in called.items():
        parts[number][1].extend(notes[label])
        firsts.setdefault(number, at)
    for mark in marks:
        parts[_part(starts, mark.start, text)][2].append(mark)
    for quotation in quoted:
        parts[_part(starts, quotation.start, text)][3].append(quotation)
    ends = [*starts[1:], len(text)]
    found = []
    for number, (cited, noted, its_marks, its_quotations) in enumerate(parts):
        if cited or noted:
            at = cited[0].at if cited else firsts[number]
            its_parts = (tuple(cited), tuple(noted), tuple(its_marks), tuple(its_quotations))
            found.append(CitedSentence(passage, starts[number], ends[number], *its_parts, at))
    return found


def _apart(spans: Iterable[tuple[int, int]], others: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Give those of some spans that overlap none of others, which do not overlap each other.

    >>> _apart([(0, 3), (4, 6), (8, 9)], [(5, 7)])
    [(0, 3), (8, 9)]
    """
    known = sorted(others)
    starts = [start for start, _ in known]
    found = []
    for start, end in spans:
        near = bisect_left(starts, end) - 1
        if near < 0 or known[near][1] <= start:
            found.append((start, end))
    return found


def _part(starts: Sequence[int], place: int, text: str) -> int:
    """Give the number of the sentence to which a place belongs; what clings to the end of one belongs to that."""
    number = bisect_right(starts, place) - 1
    clings = number > 0 and starts[number] == place and not text[place - 1].isspace()
    return number - 1 if clings else number


def _starts(text: str, own: Sequence[Cited], marks: Sequence[Mark], quoted: Sequence[Quotation]) -> list[int]:
    """Find where sentences start: a mark behind a blank may begin one, a reference never does."""
    spans = [(mark.start, mark.end) for mark in marks]
    labels = [(its.start, its.end) for its in own]
    bare = _filled(text, [*spans, *labels])
    empty = [its.span() for its in _EMPTY.finditer(bare)]
    bare = _filled(bare, empty)
    told = _filled(text, [(its.start, its.end) for its in own if its.marks is not None])
    begin = {span for span in spans if text[span[0]] == "[" and (not span[0] or text[span[0] - 1].isspace())}
    told = _filled(told, [span for span in spans if span not in begin])
    told = _filled(_filled(told, begin, "X"), empty)
    firsts, starts = [its.start for its in quoted], [0]
    for piece in sentences(told)[1:]:
        near = bisect_right(firsts, piece.start) - 1
        is_quoted = near >= 0 and firsts[near] < piece.start < quoted[near].end
        if not is_quoted and _WORD.search(bare, piece.start, piece.end):
            starts.append(piece.start)
    return starts


def _filled(text: str, spans: Iterable[tuple[int, int]], sign: str = " ") -> str:
    """Write blanks, or another sign, in the place of some parts, so that all places stay."""
    parts, at = list[str](), 0
    for start, end in sorted(spans):
        if start >= at:
            parts += [text[at:start], sign * (end - start)]
            at = end
    return "".join([*parts, text[at:]])


def words_of(passage: Passage, own: Iterable[Cited], marks: Iterable[Mark]) -> str:
    """Give the words of a passage without references and marks; line ends stay."""
    told = _filled(passage.text, [*((its.start, its.end) for its in own), *((its.start, its.end) for its in marks)])
    return _filled(told, [its.span() for its in _EMPTY.finditer(told)]).replace(NO_TEXT, " ")
