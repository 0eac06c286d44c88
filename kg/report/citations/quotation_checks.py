"""Whether the quotations of a report stand in the texts that it cites for them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from kg.base.passages import most_alike
from kg.evidence import article_text
from kg.evidence.quotes import shortened
from kg.model.records import Claim
from kg.report.citations.cited_things import Thing
from kg.report.citations.citing import citation
from kg.report.citations.finding_kinds import Kind
from kg.report.citations.footnotes import flat, own_words
from kg.report.citations.quotations import EXACT, Quotation, Source, compared, folded, unclosed
from kg.snapshot.snapshot import Snapshot

_MOST_NEAREST = 40  # quotations for which the nearest passage is looked for
_LONGEST_SOUGHT = 2_000  # characters of such
_MOST_OWN = 100  # things of which our own words are taken out of a passage
_LEAST_ALIKE = 55.0  # of 100
_LETTER = re.compile(r"\w")


class Verdict(NamedTuple):
    """What is to be said of a quotation: a fault, a note, or that it was not compared."""

    kind: Kind
    what: str
    hint: str = ""


LENIENT = (Kind.LOOSE, Kind.OUTSIDE)


class Texts:
    """The texts of articles, each read when a quotation first needs it, and what our own citations say."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot, self._folder = snapshot, snapshot.texts
        self._sources: dict[str, Source | None] = {}
        self._own: dict[str, list[str]] = {}
        self._nearest = 0
        self.problems: dict[str, str] = {}  # article -> why its text is not compared
        self.compared = 0

    def text(self, article: str) -> str | None:
        """Give the text of an article; None if it is not at hand."""
        its = self.source(article)
        return None if its is None else its.text

    def source(self, article: str) -> Source | None:
        """Give the text of an article, ready to be searched; None if it is not at hand."""
        if article not in self._sources:
            self._sources[article] = self._read(article, self._folder)
        return self._sources[article]

    def _read(self, article: str, folder: Path | None) -> Source | None:
        its = self._snapshot.records.articles[article].text
        if folder is None or its is None:
            return None
        try:
            text = article_text.read(folder, its.file)
        except article_text.TextError as error:
            self.problems[article] = error.what
            return None
        if article_text.digest(text) != its.sha256:
            self.problems[article] = f"the text is not the one that was annotated: `{its.file}`"
            return None
        return Source.of(text)

    def _has_text(self, article: str) -> bool:
        return self._snapshot.records.articles[article].text is not None

    def verdict(self, quoted: Quotation | str, things: Sequence[Thing]) -> Verdict | None:
        """Judge a quotation by what it is attached to; None if it is found word for word, or is no article's.

        Parameters
        ----------
        quoted
            In quotation marks, or the words of a block quote.
        things
            What the references are of to which it is attached.
        """
        words = (quoted if isinstance(quoted, str) else quoted.words).replace("\n", " ")
        if not _LETTER.search(words):
            return None
        articles = _articles(things)
        if not articles:  # who is named only is no source
            return None
        sources = [(article, source) for article in articles if (source := self.source(article))]
        how = {article: compared(words, source) for article, source in sources}
        exact = [article for article, its in how.items() if its == EXACT]
        outside = self._outside(words, exact, things) if exact else None
        if exact and not outside:
            self.compared += 1
            return None
        if self._is_own(quoted, things):
            return None
        self.compared += 1
        for article, its in how.items():
            if its and not exact:
                what = f"the quotation stands in `{article}` but for {its}: {shortened(words)}"
                return Verdict(Kind.LOOSE, what)
        return outside or self._nowhere(words, articles, sources)

    def _nowhere(self, words: str, articles: Sequence[str], sources: Sequence[tuple[str, Source]]) -> Verdict:
        """Say that a quotation was not found, or could not be looked for."""
        lacking = [article for article in articles if self._has_text(article) and not self.source(article)]
        if lacking or not sources:
            self.compared -= 1
            which = ", ".join(lacking) or "any article"
            return Verdict(Kind.NOT_COMPARED, f"not compared with the text of {which}: {shortened(words)}")
        what = f"the quotation stands in no cited text: {shortened(words)}"
        return Verdict(Kind.QUOTATION, what, self._near(words, sources))

    def _outside(self, words: str, articles: Sequence[str], things: Sequence[Thing]) -> Verdict | None:
        """Say that words stand in a text, but in no evidence of what is cited."""
        spans = {
            (claim.article, span.start, span.end)
            for its in things
            for claim in _claims(its)
            for span in claim.evidence
            if span.row is None
        }
        if not spans or any(its.article for its in things):
            return None
        for article in articles:
            source = self.source(article)
            found = source.places(words) if source else []
            if not found or any(
                start < last and first < end for start, end in found for of, first, last in spans if of == article
            ):
                return None
        where = f"the quotation stands in `{'`, `'.join(articles)}`"
        return Verdict(Kind.OUTSIDE, f"{where}, but not in the evidence of what is cited: {shortened(words)}")

    def _is_own(self, quoted: Quotation | str, things: Sequence[Thing]) -> bool:
        """Whether words are a title, or quoted in the sentence that tells what is cited: they quote no article's text.

        Of a block quote, all words must be such a sentence.
        """
        if isinstance(quoted, str):
            return any(_bare(quoted) == _bare(told) for its in things for told in self._words_of(its))
        words, marked = folded(quoted.words), folded(quoted.marked)
        return any(words == told or marked in told for its in things for told in self._words_of(its))

    def unclosed(self, text: str, things: Sequence[Thing]) -> list[int]:
        """Find the quotation marks of a passage that are never closed, but for those that stand so in our own words."""
        found, rest = unclosed(text), text.replace("\n", " ")
        if found and len(things) <= _MOST_OWN:
            own = {flat(told).rstrip(" .") for its in things for told in self._told(its)}
            for told in sorted(own, key=len, reverse=True):
                rest = rest.replace(told, " ")
        return found if found and unclosed(rest) else []

    def _words_of(self, its: Thing) -> list[str]:
        if its.id not in self._own:
            self._own[its.id] = [folded(words) for words in self._told(its)]
        return self._own[its.id]

    def _told(self, its: Thing) -> list[str]:
        told = [_title(its.snapshot, article) for article in _articles([its])]
        if its.fact is not None:
            told += own_words(citation(its.snapshot, its.id if its.claim else its.fact.fact).row())
        return [words for words in told if words]

    def _near(self, words: str, sources: Iterable[tuple[str, Source]]) -> str:
        """Name the passage that is most like a quotation."""
        self._nearest += 1
        if self._nearest > _MOST_NEAREST or len(words) > _LONGEST_SOUGHT:
            return ""
        tried = [(article, source, most_alike(words, source.text)) for article, source in sources]
        found = [(its[2], article, source.text[its[0] : its[1]], its) for article, source, its in tried if its]
        best = max(found, key=lambda its: its[0], default=None)
        if best is None or best[0] < _LEAST_ALIKE:
            return "correct the words, or cite the claim whose article has them"
        return f"nearest, in `{best[1]}` at [{best[3][0]}, {best[3][1]}]: {shortened(best[2])}"


def _bare(words: str) -> str:
    """Write a sentence without the blanks and the stop at its end, between which a reference has stood."""
    return folded(words).rstrip(" .")


def _title(snapshot: Snapshot, article: str) -> str:
    return snapshot.records.articles[article].title


def _claims(its: Thing) -> Iterator[Claim]:
    if its.claim is not None:
        yield its.claim
    elif its.fact is not None:
        yield from (its.snapshot.claims[key] for key in its.fact.claims)


def _articles(things: Iterable[Thing]) -> list[str]:
    found = dict[str, None]()
    for its in things:
        if its.article is not None:
            found[its.article.id] = None
        found.update(dict.fromkeys(sorted({claim.article for claim in _claims(its)})))
    return list(found)
