"""A project while claims are made on a page: what the page asks, as plain values. It joins the other modules."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.annotation.document import Document
from kg.annotation.field_guide import CLAIM_FIELDS
from kg.annotation.yaml_writer import mapping
from kg.base.errors import Fault, NotFoundError, UsageError
from kg.base.folders import need_texts
from kg.base.hints import meant, named
from kg.base.project import Project
from kg.check.readings import check_all
from kg.desk.annotating import attempts, forms, selections, states, views
from kg.desk.annotating.sources import Current
from kg.evidence import article_text
from kg.evidence.yaml_edits import Edits

Row = dict[str, Any]
_TEXTS = "texts"  # where a project keeps its texts, unless another folder is named


class Workspace:
    """A project while claims are made on a page; for one thread at a time.

    Parameters
    ----------
    project
        The project.
    texts
        The folder of the articles' texts; None: `texts/` of the project, if there is one.
    annotator
        Who annotates, for files that do not say.

    Raises
    ------
    UsageError
        If there is no such folder of texts.
    OntologyError
        If the project's ontology cannot be read.
    """

    def __init__(self, project: Project, texts: Path | None, annotator: str = "") -> None:
        need_texts(texts)
        self._project, self._annotator, self._named_texts = project, annotator, texts
        self._current = Current(project, self._folder_of_texts())
        self._texts = states.Texts(self._current.texts)
        self._kept: dict[str, tuple[int, Any]] = {}  # what was worked out, with the version of the sources it is of
        self._hashed: dict[str, tuple[Document, str]] = {}

    def name_of(self, word: str) -> str:
        """Find an annotation by its name or the path of its file.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        path = Path(word)
        by_name = {its.name: self._project.root / its.file for its in self._articles()}
        name = next((name for name, file in by_name.items() if path.exists() and path.samefile(file)), word)
        if name not in by_name:
            near = path.name.removesuffix(".yaml")
            raise NotFoundError(f"no such article: {named(word)}", meant(near, by_name, "`kg add` adds one"))
        return name

    def listed(self) -> Row:
        """List the articles with how far each has come."""
        current = self._refreshed()
        return states.listed(self._project, current.documents, self._faults(), self._texts, self._annotator)

    def article(self, name: str, *, with_text: bool = False) -> Row:
        """Give an article with its claims, and its text where it is asked for."""
        row = views.article_view(self._refreshed(), name, with_text)
        return row | {"draft": self.draft(name), "undo": "", "redo": ""}

    def words(self) -> Row:
        """Give the words of the ontology and of the project, from which a form completes."""
        current = self._refreshed()
        found: Row = self._once("words", lambda: forms.words(current))
        return found

    def versions(self) -> Row:
        """Give the versions of all files, by which the page sees which have changed."""
        current = self._refreshed()
        files = {document.name: self._version(document) for document in self._articles()}
        return {"files": files, "words": self._once("words", lambda: forms.words(current))["version"]}

    def attempt(self, name: str, asked: Mapping[str, Any]) -> Row:
        """Say what the checker and the account would say of a claim; nothing is written."""
        document = self._refreshed().document(name)
        edits = self._plain_edits(document, asked["claim"])
        after = edits.changed()
        if after is None:
            raise UsageError(edits.faults[-1].fault, edits.faults[-1].hint)
        return attempts.attempt(self._current, document.file, after.text, asked["claim"].get("id", ""))

    def selection(self, name: str, start: int, end: int) -> Row:
        """Say what selected words can be."""
        return selections.selection(self._refreshed(), name, start, end)

    def apply(self, name: str, change: Mapping[str, Any]) -> Row:
        """Make a change."""
        document = self._refreshed().document(name)
        if "add" not in change:
            raise UsageError("only `add` can be done yet", "send `add`")
        edits = self._plain_edits(document, change["add"])
        if not edits.write():
            raise UsageError(edits.faults[-1].fault, edits.faults[-1].hint)
        return self.article(name) | {"told": f"added claim {change['add'].get('id', '')}"}

    def undo(self, name: str) -> Row:
        """Take the last change back."""
        self._refreshed().document(name)
        raise UsageError(f"nothing to undo in {named(name)}", "")

    def redo(self, name: str) -> Row:
        """Make the change again that was taken back."""
        self._refreshed().document(name)
        raise UsageError(f"nothing to redo in {named(name)}", "")

    def draft(self, name: str) -> Row | None:
        """Give the draft of an article."""
        return None

    def keep_draft(self, name: str, draft: Mapping[str, Any] | None) -> Row:
        """Keep a draft, or take it away."""
        self._refreshed().document(name)
        return {"kept": True}

    def _plain_edits(self, document: Document, claim: Mapping[str, Any]) -> Edits:
        edits = Edits(self._project.root / document.file, self._project.root)
        text, _ = self._current.text(document)
        claim = {field: claim[field] for field in CLAIM_FIELDS if field in claim}
        for its in claim.get("evidence", []):
            if "at" in its and text is not None:
                its["sha256"] = article_text.digest(text[its["at"][0] : its["at"][1]])
        edits.append(("claims",), mapping(claim, "  ", "- "), [_as_read(claim)])
        return edits

    def _refreshed(self) -> Current:
        """Give the project as it stands now; a folder of texts may have come since the start."""
        if self._current.texts is None and (folder := self._folder_of_texts()) is not None:
            self._current, self._texts, self._kept = Current(self._project, folder), states.Texts(folder), {}
        self._current.refresh()
        return self._current

    def _folder_of_texts(self) -> Path | None:
        own = self._project.root / _TEXTS
        return self._named_texts or (own if own.is_dir() else None)

    def _articles(self) -> list[Document]:
        return [its for its in self._refreshed().documents if its.reading_of]

    def _faults(self) -> list[Fault]:
        """List what is wrong in all files, those of readings that are not used too."""
        its = self._current
        found: list[Fault] = self._once(
            "faults", lambda: check_all(its.documents, its.ontology, its.texts, self._project.readings).faults
        )
        return found

    def _once(self, name: str, work: Any) -> Any:  # noqa: ANN401 - whatever is kept
        """Work something out once, as long as no file changes."""
        kept = self._kept.get(name)
        if kept is None or kept[0] != self._current.version:
            kept = self._kept[name] = (self._current.version, work())
        return kept[1]

    def _version(self, document: Document) -> str:
        """Give the hash of a file, worked out again only where it was read again."""
        kept = self._hashed.get(document.file)
        if kept is None or kept[0] is not document:
            kept = self._hashed[document.file] = (document, views.version(self._current, document))
        return kept[1]


def _as_read(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        return {key: _as_read(its) for key, its in value.items()}
    if isinstance(value, list):
        return [_as_read(its) for its in value]
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
