"""A project while claims are made on a page: what the page asks, as plain values. It joins the other modules."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg.annotation.document import ENTITIES, Document
from kg.base.errors import Fault, NotFoundError
from kg.base.folders import need_texts
from kg.base.hints import meant, named
from kg.base.project import Project
from kg.check.readings import check_all
from kg.desk.annotating import attempts, drafts, forms, selections, states, views
from kg.desk.annotating.changes import Changed, Changes
from kg.desk.annotating.sources import Current

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
        self._changes = Changes(project.root, project.sources, self._current.texts, annotator)
        self._kept: dict[str, tuple[int, Any]] = {}  # what was worked out, with the version of the sources it is of
        self._hashed: dict[str, tuple[Document, str]] = {}
        # By which a browser tells projects apart that were served at one address, one after the other.
        self._key = hashlib.sha256(bytes(project.root.resolve())).hexdigest()[:16]

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
        return states.listed(self._project, current.documents, self._faults(), current.split, self._annotator)

    def article(self, name: str, *, with_text: bool = False) -> Row:
        """Give an article with its claims, and its text where it is asked for."""
        row, path = views.article_view(self._refreshed(), name, with_text), self._path(name)
        undo, redo = self._changes.undoes(path), self._changes.redoes(path)
        return row | {"project": self._key, "draft": self.draft(name), "undo": undo, "redo": redo}

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
        """Say what the checker and the account would say of a claim; nothing is written.

        Parameters
        ----------
        name
            Of the annotation.
        asked
            `claim`; `was`, where it takes the place of one; `entity`, where one is to be made for it.
        """
        claim, was, entity, path = asked["claim"], asked.get("was"), asked.get("entity"), self._path(name)
        change = {"replace": {"was": was, "claim": claim}} if was else {"add": claim}
        others = {}
        if entity:
            file = self._project.sources.relative_to(self._project.root) / ENTITIES
            others[file.as_posix()] = self._changes.preview(path, {"entity": entity}).text
        its = self._changes.preview(path, change)
        return attempts.attempt(self._current, self._current.document(name).file, its.text, its.claim, others=others)

    def selection(self, name: str, start: int, end: int) -> Row:
        """Say what selected words can be."""
        return selections.selection(self._refreshed(), name, start, end)

    def apply(self, name: str, change: Mapping[str, Any]) -> Row:
        """Make a change, and give the article as it then is, with `told`, what was done."""
        path = self._path(name)
        return self._told(name, self._changes.apply(path, change))

    def undo(self, name: str) -> Row:
        """Take the last change back."""
        path = self._path(name)
        return self._told(name, self._changes.undo(path))

    def redo(self, name: str) -> Row:
        """Make the change again that was taken back."""
        path = self._path(name)
        return self._told(name, self._changes.redo(path))

    def draft(self, name: str) -> Row | None:
        """Give the draft of an article; None if there is none."""
        self._path(name)
        return drafts.read(self._project.sources, name)

    def keep_draft(self, name: str, draft: Mapping[str, Any] | None) -> Row:
        """Keep a draft, or take it away."""
        self._path(name)
        drafts.keep(self._project.sources, name, draft)
        return {"kept": True}

    def _told(self, name: str, changed: Changed) -> Row:
        return self.article(name) | {"told": changed.told}

    def _path(self, name: str) -> Path:
        """Give the path of an annotation of the project: no other name leads to a file."""
        return self._project.root / self._refreshed().document(name).file

    def _refreshed(self) -> Current:
        """Give the project as it stands now; a folder of texts may have come since the start."""
        if self._current.texts is None and (folder := self._folder_of_texts()) is not None:
            self._current, self._kept = Current(self._project, folder), {}
            self._changes = Changes(self._project.root, self._project.sources, folder, self._annotator)
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
