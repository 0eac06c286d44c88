"""How far the annotation of an article has come: the one rule that `kg check --coverage` and the page tell it by."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from kg.annotation.document import Document
from kg.base.errors import Fault
from kg.evidence.coverage import Pieces, marked, pieces_of
from kg.evidence.coverage import Span as At
from kg.model.records import Article, Claim

DRAFTS = ".drafts"  # below the sources: claims that are begun and not yet in their file


class State(enum.StrEnum):
    """How far an article has come, in the order in which one takes articles up."""

    BEGUN = "begun"
    UNTOUCHED = "untouched"  # no claim, but for suggested ones, and no sentence ticked off
    COMPLETE = "complete"  # each sentence has a claim or is ticked off; nothing is suggested, and no draft waits
    CHECKED = "checked"  # complete, and `kg check` finds no fault in the file


class ArticleState(Struct, frozen=True):
    """How far an annotation file has come, and the counts by which that is told."""

    state: State
    claims: int  # sound or not, without those that are suggested
    suggested: int
    faults: int
    warnings: int
    sentences: dict[str, int]  # by their mark: `claim`, `nothing`, `open`; all 0 where the text is not there


def state_of(
    document: Document, text: str | Pieces | None, faults: Iterable[Fault], *, has_draft: bool = False
) -> ArticleState:
    r"""Tell how far the annotation of an article has come.

    Parameters
    ----------
    document
        Its file of YAML, as read.
    text
        The article's text, or where its pieces are (`kg.evidence.coverage.pieces_of`); None: it is not there, so that
        nobody can say whether the article is complete. What nobody read (`coded-by`) has none and needs none.
    faults
        What `kg check` finds in the project; those of other files are passed over.
    has_draft
        Whether a claim waits that is begun and not saved.

    Returns
    -------
    ArticleState
        Warnings are no faults. A file that cannot be read as a whole is begun.

    >>> from kg.annotation.reader import read_source
    >>> from kg.annotation.source_text import SourceText
    >>> head = "article: {title: A, publisher: p, published: 2031-03-10}"
    >>> its = read_source(SourceText("sources/a.yaml", f"{head}\nclaims: []"))
    >>> state_of(its, "They met here. They left again.", []).state, state_of(its, None, []).sentences
    (<State.UNTOUCHED: 'untouched'>, {'claim': 0, 'nothing': 0, 'open': 0})
    """
    found = [fault for fault in faults if fault.place.file == document.file]
    warnings = sum(fault.is_warning for fault in found)
    claims, head = document.claims_in - document.suggested, head_of(document)
    pieces = pieces_of(text) if isinstance(text, str) else text
    if pieces is None and head is not None and head.text is None and head.coded_by is not None:
        pieces = ()
    ticks = [(tick.start, tick.end) for tick in head.no_claims] if head else []
    counts = Counter(mark for _, _, mark in marked(pieces or (), spans_of(document), ticks))
    is_complete = not (pieces is None or counts["open"] or document.suggested or has_draft or document.unread)
    state = State.CHECKED if is_complete and len(found) == warnings else State.COMPLETE if is_complete else State.BEGUN
    if not (claims or ticks or document.unread):
        state = State.UNTOUCHED
    sentences = {mark: counts[mark] for mark in ("claim", "nothing", "open")}
    return ArticleState(state, claims, document.suggested, len(found) - warnings, warnings, sentences)


def spans_of(document: Document) -> Iterator[At]:
    """Give start and end of the evidence of all claims of a file that are not suggested, sound or not."""
    refused = (draft.record for draft in document.drafts if isinstance(draft.record, Claim))
    return ((span.start, span.end) for claim in (*document.claims, *refused) for span in claim.evidence)


def head_of(document: Document) -> Article | None:
    """Give the head of the article of a file, as far as it could be read."""
    refused = (draft.record for draft in document.drafts if isinstance(draft.record, Article))
    return document.article or next(refused, None)


def draft_of(sources: Path, name: str) -> Path:
    """Name the file in which a claim of an annotation waits that is begun and not saved.

    >>> draft_of(Path("sources"), "thenews-2023-12-14").as_posix()
    'sources/.drafts/thenews-2023-12-14.json'
    """
    return sources / DRAFTS / f"{name}.json"
