"""A report compared with the graph: references, statuses, quotations and voices, each finding at its line and column.

What a sentence says is never judged: only its references, its marks (`kg.report.citations.marks`) and what stands in
quotation marks. docs/reports.md has the grammar.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from pathlib import Path

from kg.annotation import source_text
from kg.annotation.source_text import SourceText
from kg.base.errors import KgError
from kg.base.hints import MOST_LISTED, counted
from kg.base.listings import Listing
from kg.report.citations import markdown_text
from kg.report.citations.cited_sentences import Cited, CitedSentence, cited_sentences, distinct, references_in, words_of
from kg.report.citations.cited_things import Problem, Thing, Things
from kg.report.citations.finding_kinds import Kind
from kg.report.citations.markdown_text import Markdown, Passage
from kg.report.citations.marks import marks_in
from kg.report.citations.moved_things import moved, span_problem
from kg.report.citations.quotation_checks import LENIENT, Texts
from kg.report.citations.quotations import Quotation, block_words, quotations
from kg.report.citations.references import KINDS, bare_addresses
from kg.report.citations.sentence_checks import Lack, needless, unmarked, voices_cited
from kg.report.citations.verified import Finding, Verified, cells
from kg.snapshot.snapshot import Snapshot

LARGEST = 50_000_000  # bytes of a report


def read_report(report: Path | bytes, file: str) -> SourceText:
    """Read a report from a file, or as it stands in one.

    Raises
    ------
    KgError
        At its place, if it cannot be read, is too large, or is no UTF-8.
    """
    source = (
        source_text.decode(report, file) if isinstance(report, bytes) else source_text.load(report, Path(), LARGEST)
    )
    for fault in source.faults:
        if not source.is_utf_8 or not source.text:
            raise KgError(fault.fault, fault.hint, fault.place)
    return source


def verify(snapshot: Snapshot, report: str | bytes | Path, file: str = "report") -> Verified:
    """Compare a report with a graph.

    Parameters
    ----------
    snapshot
        The whole, or a slice. Quotations are compared if it has texts.
    report
        Markdown, as a text or as the bytes of one in UTF-8, or the path of a file of it.
    file
        How places name a report that is not in a file.

    Returns
    -------
    Verified
        What was found, in the order of the text.

    Raises
    ------
    KgError
        If a file cannot be read, or is no UTF-8.
    """
    source = SourceText(file, report.removeprefix("\ufeff")) if isinstance(report, str) else read_report(report, file)
    return _Verifying(snapshot, source).done()


class _Verifying:
    """One report on its way through."""

    def __init__(self, snapshot: Snapshot, source: SourceText) -> None:
        self._snapshot, self._names = snapshot, snapshot.project.names
        self._report: Markdown = markdown_text.read(source.text)
        self._source = SourceText(source.file, self._report.text)
        self._things, self._texts = Things(snapshot), Texts(snapshot)
        self._found: list[Finding] = []
        self._builds: dict[str, list[int]] = defaultdict(list)  # of references whose things have not moved
        self._counts: Counter[str] = Counter()

    def done(self) -> Verified:
        own = [references_in(passage, self._names) for passage in self._report.passages]
        notes: dict[str, list[Cited]] = defaultdict(list)
        for passage, references in zip(self._report.passages, own, strict=True):
            if passage.note is not None:
                notes[passage.note] += references
        notes = {label: distinct(references) for label, references in notes.items()}
        called = self._footnotes(notes)
        before: list[Cited] = []  # what the last sentence before a block quote cites
        quotes: dict[int, list[Cited]] = {}  # number of each block quote -> what its words are attached to
        for passage, references in zip(self._report.passages, own, strict=True):
            if passage.quote is not None:
                found = [*references, *(its for call in passage.calls for its in notes.get(call.label, ()))]
                quotes.setdefault(passage.quote, []).extend(found)
        for passage, references in zip(self._report.passages, own, strict=True):
            for its in references:
                self._reference(its)
            told = cited_sentences(passage, references, notes)
            for sentence in told:
                self._sentence(sentence, is_called=passage.note in called)
            self._unclosed(passage, [its for sentence in told for its in sentence.every])
            if passage.quote is not None:
                self._block_quote(passage, references, quotes[passage.quote] or before)
            elif passage.note is None:
                before = [*told[-1].every] if told and told[-1].end == len(passage.text) else []
        self._odd_parts()
        return self._verified()

    def _find(self, at: int, kind: Kind, what: str, hint: str = "") -> None:
        self._found.append(Finding(self._source.place(at), kind, what, hint))

    def _footnotes(self, notes: dict[str, list[Cited]]) -> set[str]:
        """Say which footnotes are called and not there, or there with references and never called.

        Given are those that the text calls: who calls one from a footnote alone says nothing of it in a sentence.
        """
        called, by_text = set[str](), set[str]()
        for passage in self._report.passages:
            for call in passage.calls:
                called.add(call.label)
                if passage.note is None:
                    by_text.add(call.label)
                if call.label not in self._report.notes:
                    self._find(
                        call.at,
                        Kind.FOOTNOTE,
                        f"no such footnote: `[^{call.label}]`",
                        f"write it: `[^{call.label}]: …`",
                    )
        for label, references in notes.items():
            if references and label not in called:
                what = f"the footnote `[^{label}]` is called nowhere: its references belong to no sentence"
                self._find(self._report.notes[label], Kind.FOOTNOTE, what, f"call it where it belongs: `[^{label}]`")
        return by_text

    def _reference(self, its: Cited) -> None:
        """Judge a reference by itself: whether it can be read, there is such a thing, and it has not moved."""
        self._counts["references"] += 1
        for odd in its.reference.odd:
            self._find(its.at, Kind.MALFORMED, f"the reference cannot be read: {odd}", "`kg cite` writes it")
        thing = self._things.of(its.reference)
        if isinstance(thing, Problem):
            self._find(its.at, Kind.UNKNOWN, *thing)
            return
        given = its.reference.id.partition("/")[0]
        shown = thing.id.partition("/")[0]
        if its.reference.kind in KINDS and given != shown:
            self._find(its.at, Kind.RENAMED, f"`{given}` is called `{shown}` now", "both are understood")
        text = self._texts.text(thing.article.id) if thing.article and its.reference.span else None
        problem = moved(its.reference, thing, its.marks)
        if problem:
            self._find(its.at, Kind.MOVED, *problem)
        elif span := span_problem(its.reference, thing, self._things.evidence(thing.id), text):
            self._find(its.at, Kind.SPAN, *span)
        elif (build := its.reference.fields.get("build", "")) and not _is_of(build, self._things.build):
            self._builds[build].append(its.at)

    def _sentence(self, sentence: CitedSentence, *, is_called: bool) -> None:
        """Judge what a sentence says of what it cites; that of a footnote which is called is said by who calls it."""
        self._counts["sentences"] += 1
        things = self._pairs(sentence.every)
        if not is_called:
            for kind, lacks in (
                (Kind.UNMARKED, unmarked(sentence, things)),
                (Kind.MARK, needless(sentence, things) if things else ()),
                (Kind.VOICES, voices_cited(sentence, things)),
            ):
                self._lacks(kind, lacks)
        if sentence.passage.quote is None:
            for quotation in sentence.quotations:
                self._quotation(sentence.passage, quotation.start, [quotation], [its for _, its in things])

    def _unclosed(self, passage: Passage, cited: list[Cited]) -> None:
        """Say which quotation marks of a passage that cites something quote nothing."""
        if not cited or passage.quote is not None:
            return
        for at in self._texts.unclosed(passage.text, list({its.id: its for _, its in self._pairs(cited)}.values())):
            what = f"the quotation mark {passage.text[at]} is never closed: what stands behind it is not compared"
            self._find(passage.origin(at), Kind.UNCLOSED, what, "close it in the same paragraph")

    def _lacks(self, kind: Kind, lacks: Iterable[Lack]) -> None:
        for its in lacks:
            self._find(its.at, kind, its.what, its.hint)

    def _pairs(self, cited: Iterable[Cited]) -> list[tuple[Cited, Thing]]:
        """Give references with what they are of, where there is such a thing."""
        found = ((its, self._things.of(its.reference)) for its in cited)
        return [(its, thing) for its, thing in found if isinstance(thing, Thing)]

    def _quotation(self, passage: Passage, place: int, told: Sequence[Quotation | str], things: list[Thing]) -> None:
        """Judge quoted words, or the first of several ways to read what is quoted that stands in a text."""
        verdicts = [self._texts.verdict(its, things) for its in told]
        verdict = next((its for its in verdicts if its is None or its.kind in LENIENT), verdicts[0])
        if verdict is None:
            return
        if verdict.kind is Kind.NOT_COMPARED:
            self._counts["not compared"] += 1
            if self._snapshot.texts is None:  # which is said once
                return
        self._find(passage.origin(place), verdict.kind, verdict.what, verdict.hint)

    def _block_quote(self, passage: Passage, own: list[Cited], cited: list[Cited]) -> None:
        """Judge a paragraph of a block quote that is attached to references: all of its words are quoted."""
        if not cited:
            return
        text = words_of(passage, own, marks_in(passage.text))
        things = [thing for _, thing in self._pairs(cited)]
        for start, told in block_words(text):
            inner = [its for words in told for its in quotations(words) if _is_all_of(its, words)]
            self._quotation(passage, start, inner[:1] or told, things)

    def _odd_parts(self) -> None:
        """Say what was not read, and which builds references are of."""
        for at in self._report.too_deep:
            self._find(at, Kind.NESTED, "blocks nested too deep to be read", "take some of the levels away")
        for at, html in self._report.html:
            if bare_addresses(html.replace("](", "] "), self._names):
                self._find(at, Kind.HTML, "a reference in HTML is not read", "write it as a link: `[…](…)`")
        for build, places in self._builds.items():
            which = f"{counted(len(places), 'reference')} of build {build}"
            what = f"{which}: what they cite has the status that it had; roles, times and figures are not compared"
            self._find(min(places), Kind.OLDER, what, f"this is build {self._things.build or 'of no name'}")

    def _verified(self) -> Verified:
        counts, remarks = self._counts, list[str]()
        if not counts["references"]:
            remarks.append(f"no reference in it: those of this project begin with {self._names.base}")
        if counts["not compared"] and self._snapshot.texts is None:
            how = "`--texts DIR` (`texts=` in Python) names the folder of the articles’ texts"
            remarks.append(f"quotations were not compared: {how}")
        problems = [f"`{article}`: {why}" for article, why in sorted(self._texts.problems.items())]
        remarks += problems[:MOST_LISTED]
        if left_out := len(problems) - MOST_LISTED if len(problems) > MOST_LISTED else 0:
            remarks.append(f"{left_out:,} more texts are not at hand, or others than those that were annotated")
        found = Listing(sorted(self._found), "findings", cells)
        return Verified(
            self._source.file, found, counts["references"], counts["sentences"], self._texts.compared,
            counts["not compared"], tuple(remarks),
        )  # fmt: skip


def _is_all_of(its: Quotation, words: str) -> bool:
    return its.start == 0 and not words[its.end :].strip(" .,;:")


def _is_of(given: str, build: str) -> bool:
    """Whether a reference names this build; one that lies in no build is of all."""
    return not build or build.startswith(given) or given.startswith(build)
