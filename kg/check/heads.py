"""All heads of articles of a project's documents: which are sound, and what could be read of the others."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from kg.annotation.document import Document
from kg.annotation.drafts import Draft
from kg.base.errors import Place
from kg.check.background import check_article, check_head
from kg.check.entities import Entities
from kg.check.notes import Notes, drafts_of
from kg.check.spans import check_text
from kg.check.twins import check_twins, one_id_for_two
from kg.model.records import Article


class Heads:
    """The heads of articles, as claims are checked against them: of two with one id the first.

    Parameters
    ----------
    documents
        In the order of their names.
    entities
        Those that publish.
    notes
        Where to note what is wrong.
    folder
        The folder of the articles' texts, if they are to be read.
    """

    def __init__(self, documents: Sequence[Document], entities: Entities, notes: Notes, folder: Path | None) -> None:
        self._entities, self._notes, self._folder = entities, notes, folder
        self._named = entities.named()
        self.articles: dict[str, Article] = {}  # sound ones, by id
        self.all: dict[str, Article] = {}  # of each article: what could be read of its head
        self.homes: dict[str, Document] = {}  # of each: the file in which its head stands
        self.texts: dict[str, str] = {}  # of those whose text was read
        for document in documents:
            for article in document.heads:
                self._take(article, document)
        for id_, finding in check_twins(self.articles.values(), self._place):
            self._notes.note(self.homes[id_], self.homes[id_].head_path(id_), finding)
        for document, draft, article in drafts_of(documents, Article):
            if article.id not in self.homes:
                self._take_draft(article, document, draft)
        self.articles = dict(sorted(self.articles.items()))

    def _place(self, id_: str) -> Place:
        return self.homes[id_].place(*self.homes[id_].head_path(id_), key=True)

    def _take(self, article: Article, document: Document) -> None:
        path = document.head_path(article.id)
        if article.id in self.homes:
            first = self.homes[article.id].file
            finding = one_id_for_two(article, first, in_record=not document.holds_whole_articles)
            self._notes.note(document, path, finding)
            return
        self.homes[article.id], self.all[article.id] = document, article
        self._notes.note_all(document, path, check_head(article, self._named))
        if not list(check_article(article, self._entities.sound)):
            self.articles[article.id] = article
        self._read_text(article, document)

    def _take_draft(self, article: Article, document: Document, draft: Draft) -> None:
        """Check a head that is refused, as far as it could be read, and read its text."""
        self.homes[article.id], self.all[article.id] = document, article
        self._notes.note_all(document, draft.path, check_head(article, self._named), draft)
        if draft.has("text") and draft.has("text", "file") and draft.has("text", "sha256"):
            self._read_text(article, document)

    def _read_text(self, article: Article, document: Document) -> None:
        """Read an article's text, if there is a folder of texts, and compare it with what the head says of it."""
        if self._folder is not None:
            text, found = check_text(article, self._folder)
            self._notes.note_all(document, document.head_path(article.id), found)
            if text is not None:
                self.texts[article.id] = text
