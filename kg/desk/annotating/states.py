"""The articles of a project with how far each has come, in the order in which one takes them up."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg.annotation.document import Document
from kg.base.errors import Fault
from kg.base.project import Project
from kg.check.states import ArticleState as ArticleState
from kg.check.states import State, draft_of, head_of
from kg.check.states import state_of as state_of
from kg.evidence import article_text
from kg.evidence.coverage import Pieces, pieces_of

Row = dict[str, Any]
Stamp = tuple[int, int, int]  # of a file: when it was written, its size, and which file it is
_ORDER = list(State)
_NO_ARTICLE = "no article yet: `kg add FILE` adds one"


class _Split(Struct, frozen=True):
    """A text that was split, and the file that it was read from."""

    path: Path
    stamp: Stamp
    pieces: Pieces


class Texts:
    """The texts of a project's articles, each read and split once and again only where its file has changed.

    Parameters
    ----------
    folder
        The folder of texts; None: there is none, and so no text.
    """

    def __init__(self, folder: Path | None) -> None:
        self._folder = folder
        self._split: dict[str, _Split] = {}

    def pieces(self, file: str) -> Pieces | None:
        """Give where the pieces of a text are; None if it is not there, or cannot be read as what it should be.

        Parameters
        ----------
        file
            As in the article's `text: {file: …}`.

        >>> from tempfile import TemporaryDirectory
        >>> with TemporaryDirectory() as folder:
        ...     _ = Path(folder, "a.txt").write_text("They met here.")
        ...     texts = Texts(Path(folder))
        ...     texts.pieces("a.txt"), texts.pieces("b.txt")
        (((0, 14, True),), None)
        """
        if self._folder is None:
            return None
        kept = self._split.get(file)
        if kept is not None and _stamp(kept.path) == kept.stamp:
            return kept.pieces
        self._split.pop(file, None)
        try:
            path = article_text.path_of(self._folder, file)
            stamp = _stamp(path)  # before it is read: what is written meanwhile is then read once more
            pieces = pieces_of(article_text.read(self._folder, file))
        except (article_text.TextError, OSError, ValueError):
            return None  # `kg check` names what is missing or cannot be read
        if stamp is not None:
            self._split[file] = _Split(path, stamp, pieces)
        return pieces


def listed(
    project: Project, documents: Sequence[Document], faults: Iterable[Fault], texts: Texts, annotator: str = ""
) -> Row:
    """List the articles of a project with how far each has come.

    Parameters
    ----------
    project
        The project.
    documents
        Its files as read, in any order.
    faults
        What is wrong with them: those of all readings (`kg.check.readings.check_all`), or the state of the ones that
        are not used rests on what is wrong with their form alone.
    texts
        The texts, kept from one list to the next.
    annotator
        Who annotates, where a file does not say.

    Returns
    -------
    dict
        `project`, `annotator`, `articles`, `elsewhere`, `notes`. An article is an annotation file: each reading of one
        is an entry of its own. Those that are begun come first, then the untouched, the complete and the checked; in
        each by the day of publication, then by name. One whose file cannot be read as a whole has the fault as its
        `problem`. `notes` names files that are no annotations and cannot be read.
    """
    by_file: dict[str, list[Fault]] = {}
    for fault in faults:
        by_file.setdefault(fault.place.file, []).append(fault)
    rows, notes = [], []
    for document in documents:
        own = by_file.get(document.file) or list(document.faults)
        if document.reading_of:
            rows.append(_row(project, document, own, texts))
        elif document.unread and own:
            notes.append(str(own[0]))
    rows.sort(key=lambda its: its[:-1])
    return {
        "project": project.title, "annotator": annotator, "articles": [row for *_, row in rows],
        "elsewhere": elsewhere(documents), "notes": sorted(notes) if rows or notes else [_NO_ARTICLE],
    }  # fmt: skip


def elsewhere(documents: Iterable[Document]) -> str:
    """Say how many claims stand in files of JSON Lines, which are for programs; nothing where there are none.

    >>> from kg.annotation.document import Lines
    >>> elsewhere([Lines("sources/a.jsonl", claims_in=1204), Lines("sources/b.jsonl")])
    '1,204 claims of 1 file of JSON Lines are edited elsewhere'
    """
    counts = [its.claims_in for its in documents if not its.holds_whole_articles and its.claims_in]
    if not counts:
        return ""
    number, files = sum(counts), f"{len(counts):,} file{'' if len(counts) == 1 else 's'}"
    what, are = ("claim", "is") if number == 1 else ("claims", "are")
    return f"{number:,} {what} of {files} of JSON Lines {are} edited elsewhere"


def _row(project: Project, document: Document, faults: list[Fault], texts: Texts) -> tuple[int, str, str, str, Row]:
    """Give the entry of an article behind what it is sorted by."""
    head, read = head_of(document), _read_of(document)
    pieces = texts.pieces(head.text.file) if head and head.text else None
    has_draft = draft_of(project.sources, document.name).is_file()
    its = state_of(document, pieces, faults, has_draft=has_draft)
    row = {
        "name": document.name,
        **{field: getattr(head, field) or "" if field in read else "" for field in ("title", "publisher")},
        "published": head.published.text if head and "published" in read else "",
        "language": (head and head.language) or "",
        "annotator": (head and head.annotator) or document.reading,
        "state": its.state.value, "claims": its.claims, "suggested": its.suggested, "faults": its.faults,
        "warnings": its.warnings, "sentences": its.sentences, "has_text": pieces is not None, "has_draft": has_draft,
        "file": document.file, "problem": str(faults[0]) if document.unread and faults else "",
    }  # fmt: skip
    day = (head.published.earliest or head.published.latest or "") if head else "~"  # without a day: last
    return _ORDER.index(its.state), day, document.name, document.file, row


def _read_of(document: Document) -> set[str]:
    """Name the fields of an article's head that were read, and have no stand-in."""
    fields = {"title", "publisher", "published"}
    if document.article is not None:
        return fields
    draft = next((its for its in document.drafts if its.record is head_of(document)), None)
    return {field for field in fields if draft is not None and draft.has(field)}


def _stamp(path: Path) -> Stamp | None:
    """Tell by what a file's change is known; None where there is no such file."""
    try:
        its = path.stat()
    except (OSError, ValueError):
        return None
    return its.st_mtime_ns, its.st_size, its.st_ino
