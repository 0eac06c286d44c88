"""An article is added: its text to `texts/`, its head to an annotation file; both or neither."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, BinaryIO

from msgspec import Struct

from kg import ontology
from kg.annotation.document import Document
from kg.annotation.reader import ENTITIES, IDENTITY, read_all
from kg.annotation.scalars import FieldError, identifier
from kg.base.disk import ChangedError, WriteError, reason, write_whole
from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.base.project import Project, find
from kg.desk.articles.article_file import article_file
from kg.desk.articles.head import HeadField, head_fields, slug
from kg.desk.articles.incoming import Incoming, SourceError, incoming
from kg.desk.articles.kinds import Kind, kind_of
from kg.desk.articles.page import page_words
from kg.desk.articles.pdf import pdf_words
from kg.desk.articles.plain import text_words
from kg.desk.articles.stated import Words
from kg.evidence.article_text import digest
from kg.model.records import Text

TEXTS = "texts"
_NAME = "give it another: `--name NAME`"
_READERS: Mapping[Kind, Callable[[Incoming], Words]] = {
    Kind.TEXT: text_words, Kind.HTML: page_words, Kind.PDF: pdf_words,
}  # fmt: skip


class Added(Struct, frozen=True):
    """What came of an addition."""

    name: str  # the article's id
    file: Path  # of its annotation
    text: Path
    kind: str
    characters: int
    sha256: str
    fields: tuple[HeadField, ...] = ()
    notes: tuple[str, ...] = ()
    is_new: bool = True  # else the same text is here already, and nothing was written


def add(  # noqa: PLR0913 - all that is known of an article
    source: str, root: Path, stdin: BinaryIO, *, given: Mapping[str, str], name: str | None = None,
    kind: Kind | None = None, today: str | None = None,
) -> Added:  # fmt: skip
    """Add an article to a project.

    Parameters
    ----------
    source
        A path, `-` for stdin, or an address, which is then fetched.
    root
        The project's folder.
    stdin
        Where `-` is read.
    given
        Fields of the head, as typed; they go before what the source states.
    name
        The article's id; else made of the file's name, of the title, or of the end of the address.
    kind
        What it is; else found from its content.
    today
        The day that is written down as that on which an address was fetched.

    Returns
    -------
    Added
        Where text and annotation file lie, and what was found and missing.

    Raises
    ------
    KgError
        Of whatever is wrong. Nothing has been written then.
    """
    project = find(root)
    its_ontology = ontology.load(project.ontology)
    documents = read_all(project.sources, project.root)
    its = incoming(source, stdin)
    kind = kind or kind_of(its)
    words = _READERS[kind](its)
    try:
        data = words.text.encode()
    except UnicodeEncodeError:
        raise SourceError(f"`{its.shown}` holds halves of characters", "save it anew as UTF-8") from None
    entities = {entity.id: entity for document in documents for entity in document.entities}
    fields = head_fields(given, words.stated, entities)
    sha256 = digest(words.text)
    if known := _here_already(documents, sha256):
        article, document = known
        text = project.root / TEXTS / article.text.file
        here = f"the same text is here already, as `{article.id}`: nothing was written"
        return Added(
            article.id, project.root / document.file, text, kind, len(words.text), sha256, notes=(here,), is_new=False
        )
    id_ = _name(name, its, fields)
    file, text = project.sources / f"{id_}.yaml", project.root / TEXTS / f"{id_}.txt"
    _need_free(id_, file, text, documents, data)
    record = Text(file=text.name, sha256=sha256, characters=len(words.text))
    retrieved = today if its.address else None
    written = article_file(fields, record, its_ontology, shown=its.shown, retrieved=retrieved)
    _write_both(text, data, file, written)
    notes = (*its.notes, *words.notes, *_ignored(project))
    return Added(id_, file, text, kind, len(words.text), sha256, tuple(fields), notes)


def _here_already(documents: Sequence[Document], sha256: str) -> Any:  # noqa: ANN401 - an article and its document
    """Find the article that has a text of this hash; a file that stands there alone is completed instead."""
    found = (
        (head, document)
        for document in documents
        for head in _heads(document)
        if head.text and head.text.sha256 == sha256
    )
    return next(found, None)


def _heads(document: Document) -> list[Any]:
    """Give the heads of a document, those that lack something too."""
    from kg.model.records import Article

    return [*document.heads, *(draft.record for draft in document.drafts if isinstance(draft.record, Article))]


def _name(name: str | None, its: Incoming, fields: Sequence[HeadField]) -> str:
    """Give the article's id: as given, else of what it is called."""
    if name is not None:
        try:
            return identifier(name)
        except FieldError as error:
            raise UsageError(f"`--name`: {error.findings[0].text}", error.findings[0].hint) from None
    title = next(field.value for field in fields if field.name == "title")
    found = (slug(each) for each in ([title, its.stem] if its.address else [its.stem, title]))
    if id_ := next(filter(None, found), ""):
        return id_
    raise UsageError("nothing says what the article is to be called", "give it a name: `--name courier-2031-03-10`")


def _need_free(id_: str, file: Path, text: Path, documents: Sequence[Document], data: bytes) -> None:
    """Make sure that neither an article nor a text of that name is there; the very same text may be."""
    if file.name in (ENTITIES, IDENTITY):
        raise WriteError(f"`{file.name}` holds no article, but what all articles share", _NAME)
    taken = next((its.file for its in documents for head in _heads(its) if head.id == id_), None)
    if taken is None and any(its.file.endswith(f"/{file.name}") and not _heads(its) for its in documents):
        raise WriteError(f"`{file.name}` is there already, and cannot be read", "mend it first: `kg check` says how")
    if taken or os.path.lexists(file):
        raise WriteError(f"there is an article `{id_}` already, in `{taken or file}`, with another text", _NAME)
    if os.path.lexists(text) and not (text.is_file() and text.read_bytes() == data):
        raise WriteError(f"there is another text already: `{text}`", _NAME)


def _write_both(text: Path, data: bytes, file: Path, written: str) -> None:
    """Write the text, then the annotation file; where that fails, or Ctrl-C comes, the text is taken away again."""
    is_ours = not os.path.lexists(text)  # else from a run that was killed between the two
    has_folder = text.parent.is_dir()
    try:
        text.parent.mkdir(exist_ok=True)
    except OSError as error:
        raise WriteError(f"cannot be made: `{text.parent}`: {reason(error)}", "nothing was written") from error
    try:
        if is_ours:
            try:
                write_whole(text, data, is_source=True, is_new=True)
            except WriteError:  # what stands there, if anything does, is somebody's who was faster
                is_ours = False
                raise
        write_whole(file, written, is_source=True, is_new=True)
    except BaseException as error:  # Ctrl-C too
        if is_ours and (isinstance(error, ChangedError) or not file.exists()):
            text.unlink(missing_ok=True)
            if not has_folder:
                _take_away(text.parent)
        raise


def _take_away(folder: Path) -> None:
    try:
        folder.rmdir()
    except OSError:
        return  # somebody else has put something there meanwhile


def _ignored(project: Project) -> tuple[str, ...]:
    """Say so if git would take the texts along: they are their publishers'."""
    root = project.root.resolve()
    for folder in (root, *root.parents):
        names = (TEXTS, f"{TEXTS}/", *((f"/{TEXTS}", f"/{TEXTS}/") if folder == root else ()), f"**/{TEXTS}/", "*")
        try:
            lines = (folder / ".gitignore").read_text("utf-8", "replace").splitlines()
        except OSError:
            lines = []
        if {*names} & {line.strip() for line in lines}:
            return ()
        if (folder / ".git").exists():
            break
    return (f"git is not told to leave the texts out: write `/{TEXTS}/` into `.gitignore`, unless they are your own",)


def added_row(added: Added) -> dict[str, Any]:
    """Give what came of an addition as JSON has it."""
    return {
        "article": added.name,
        "file": str(added.file),
        "text": str(added.text),
        "kind": added.kind,
        "characters": added.characters,
        "sha256": added.sha256,
        "is-new": added.is_new,
        "fields": [
            {"field": its.name, "value": its.value or None, "where": its.where, "new-entity": bool(its.new)}
            for its in added.fields
        ],
        "notes": list(added.notes),
    }


def length(added: Added) -> str:
    """Tell how long a text is."""
    return f"{added.kind}, {counted(added.characters, 'character')}"
