"""The spans on which claims rest, as other programs count them, and with the words where these may be kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from kg.base.errors import UsageError
from kg.base.hints import unknown
from kg.base.letters import is_between_letters
from kg.evidence.article_text import digest
from kg.evidence.offsets import Offsets, Unit

if TYPE_CHECKING:
    from kg.model.records import Claim, Evidence
    from kg.snapshot.snapshot import Snapshot

CONTEXT = 32  # code points before and after a quote, as Hypothesis keeps them; fewer where a letter would be cut


class Span(Struct, frozen=True):
    """A piece of evidence: of a row, neither place nor words."""

    number: int  # from 1
    its: Evidence
    start: int = 0  # in the unit that was asked for
    end: int = 0
    words: str | None = None  # None: they are not to be kept
    before: str = ""
    after: str = ""


class Spans:
    """Gives the spans of a graph's claims in one unit.

    Parameters
    ----------
    graph
        Opened with the articles' texts, unless only code points are asked for, without words.
    unit
        What offsets count.
    keep
        Whether the words go with them.

    Raises
    ------
    UsageError
        If the texts are needed, and the graph was opened without.
    """

    def __init__(self, graph: Snapshot, unit: Unit = Unit.CODE_POINTS, *, keep: bool = False) -> None:
        if graph.texts is None and (keep or unit is not Unit.CODE_POINTS):
            what = "`--keep` takes words from the articles' texts" if keep else f"only the texts know {unit.words}"
            raise UsageError(what, "add `--texts DIR`")
        self.unit, self._graph, self._keep = unit, graph, keep
        self._offsets: tuple[str, Offsets] | None = None  # of the article that was asked for last

    def of(self, claim: Claim) -> list[Span]:
        """Give the spans of a claim, in order.

        Raises
        ------
        UsageError
            If a text is given that is not the one that was annotated.
        """
        text = self._graph.article_texts.get(claim.article)
        return [self._span(claim, number, its, text) for number, its in enumerate(claim.evidence, 1)]

    def _span(self, claim: Claim, number: int, its: Evidence, text: str | None) -> Span:
        if its.row is not None or (text is None and self._needs_none(claim)):
            return Span(number, its, its.start, its.end)
        assert text is not None  # else it has been refused
        words = text[its.start : its.end]
        if its.end > len(text) or digest(words) != its.sha256:
            what = f"the text of `{claim.article}` has changed: the words of `{claim.key}` do not stand at their place"
            raise UsageError(
                what, "`kg anchor --repair` finds the same words again; with `--old OLD-TEXT`, changed ones too"
            )
        offsets = self._of_text(claim.article, text)
        start, end = offsets.from_code_points(its.start), offsets.from_code_points(its.end)
        if not self._keep:
            return Span(number, its, start, end)
        return Span(number, its, start, end, words, _before(text, its.start), _after(text, its.end))

    def _needs_none(self, claim: Claim) -> bool:
        if self._keep or self.unit is not Unit.CODE_POINTS:
            what = f"`{claim.article}` names no text, which `--keep` and offsets but code points need"
            raise UsageError(what, f"leave it out: `--without {claim.article}`, or name its text: `text: {{file: …}}`")
        return True

    def _of_text(self, article: str, text: str) -> Offsets:
        if self._offsets is None or self._offsets[0] != article:
            self._offsets = article, Offsets(text, self.unit)
        return self._offsets[1]


def unit_of(name: str) -> Unit:
    """Read the name of a unit; nothing is code points.

    >>> unit_of("utf16")
    <Unit.UTF_16: 'utf16'>
    """
    if not name:
        return Unit.CODE_POINTS
    known = {unit.value: unit for unit in Unit}
    if name not in known:
        raise UsageError(*unknown("unit of offsets", name, known))
    return known[name]


def _before(text: str, end: int) -> str:
    start = max(0, end - CONTEXT)
    while start < end and not is_between_letters(text, start):
        start += 1
    return text[start:end]


def _after(text: str, start: int) -> str:
    end = min(len(text), start + CONTEXT)
    while end > start and not is_between_letters(text, end):
        end -= 1
    return text[start:end]
