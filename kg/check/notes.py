"""What is wrong with the records of documents, noted while they are checked, and given places at the end."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeVar

from kg.annotation.document import Document
from kg.annotation.drafts import Draft
from kg.base.errors import Fault
from kg.base.findings import Finding, KeyPath

T = TypeVar("T")


class Notes:
    """The findings of one check, by file: places are looked for once, when all is known.

    >>> from kg.annotation.source_text import SourceText
    >>> document, notes = Document("a.yaml", source=SourceText("a.yaml", "kyiv: {side: x}")), Notes()
    >>> notes.note(document, ("kyiv",), Finding(("side",), "unknown entity `x`", "mend it"))
    True
    >>> notes.faults()
    [Fault(place=Place(file='a.yaml', line=1, column=14), fault='unknown entity `x`', hint='mend it')]
    """

    def __init__(self) -> None:
        self._noted: dict[str, tuple[Document, list[tuple[KeyPath, Finding]]]] = {}

    def note(self, document: Document, path: KeyPath, finding: Finding) -> bool:
        """Keep a finding, unless its file is no UTF-8; whether it refuses what it is about."""
        if document.source.is_utf_8:
            self._noted.setdefault(document.file, (document, []))[1].append((path, finding))
        return not finding.is_warning

    def note_all(self, document: Document, path: KeyPath, found: Iterable[Finding], draft: Draft | None = None) -> bool:
        """Keep findings, but for those about what a draft lacks; whether any refuses what it is about."""
        told = told_of(found, draft)
        return any([self.note(document, path, finding) for finding in told])  # noqa: C419  (all are to be noted)

    def faults(self) -> list[Fault]:
        """Give what was noted as faults, each at its place."""
        found = (document.all_faults(noted) for document, noted in self._noted.values())
        return [*itertools.chain.from_iterable(found)]


def told_of(found: Iterable[Finding], draft: Draft | None) -> list[Finding]:
    """Leave out of findings what is a mere consequence of what could not be read of a draft."""
    return [finding for finding in found if draft is None or not draft.hides(finding)]


def drafts_of(documents: Sequence[Document], kind: type[T]) -> Iterator[tuple[Document, Draft, T]]:
    """Give the drafts of one kind of record, each with its document."""
    for document in documents:
        for draft in document.drafts:
            if isinstance(draft.record, kind):
                yield document, draft, draft.record
