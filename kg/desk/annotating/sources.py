"""The project while claims are made: its files, read again only where they have changed, and what they amount to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from kg import ontology
from kg.account.compute import account
from kg.account.facts import PreviousAccount
from kg.account.voices import Links
from kg.annotation import yaml_tree
from kg.annotation.document import Document
from kg.annotation.reader import paths, read, read_source
from kg.annotation.source_text import decode
from kg.annotation.yaml_tree import Value
from kg.base.errors import Fault, NotFoundError
from kg.base.gc_pause import without_collecting
from kg.base.hints import meant, named
from kg.base.project import Project
from kg.base.settings import Readings
from kg.check import check
from kg.check.project import Checked
from kg.check.states import head_of
from kg.desk.annotating.states import Texts
from kg.desk.suggestions.suggesting import Sources
from kg.evidence import article_text
from kg.model.records import Records
from kg.ontology import Ontology
from kg.snapshot.loaders import in_memory
from kg.snapshot.snapshot import Snapshot

Row = dict[str, Any]
Stamp = tuple[int, int, int]  # of a file: its size, when it was written, and which file it is


class Judged(Struct, frozen=True):
    """What documents amount to: what is sound and what is wrong, with the account of what is sound."""

    checked: Checked
    snapshot: Snapshot

    @property
    def claims(self) -> frozenset[str]:
        """The keys of the sound claims."""
        return frozenset(self.snapshot.claims)


class Current:
    """A project's sources as they stand, and what they amount to; for one thread at a time.

    Parameters
    ----------
    project
        The project.
    texts
        The folder of the articles' texts; None: there is none, and evidence is not compared with it.

    Raises
    ------
    OntologyError
        If the project's ontology cannot be read.
    """

    def __init__(self, project: Project, texts: Path | None) -> None:
        self.project, self.texts, self.split = project, texts, Texts(texts)
        self._read: dict[Path, tuple[Stamp, Document]] = {}
        self._of_ontology: dict[Path, Stamp] = {}
        self._judged: dict[tuple[str, str], Judged] = {}
        self._latest: dict[tuple[str, str], Judged] = {}  # of an earlier state: what has not changed is taken over
        self._values: tuple[Document, Value] | None = None
        self.words: Row = {}  # what forms need, as long as no file changes
        self.documents: list[Document] = []
        self.scenes: dict[str, object] = {}  # what was found in the text that was looked at last
        self.ontology: Ontology
        self.version = 0  # grows whenever a file has changed
        self.refresh()

    def refresh(self) -> bool:
        """Read again what has changed on the disk since the last time; whether anything has.

        A file is taken to be as it was where its size and the time at which it was written are the same.

        Raises
        ------
        UsageError
            If the folder of sources is gone.
        OntologyError
            If the ontology has changed and cannot be read.
        """
        stamps = _stamps(self.project.ontology.glob("*.ttl"))
        is_other = not self.version or stamps != self._of_ontology
        if is_other:
            self.ontology, self._of_ontology = ontology.load(self.project.ontology), stamps
            self._latest = {}
        found = {}
        for path in paths(self.project.sources, self.project.root):
            stamp, kept = _stamp(path), self._read.get(path)  # before it is read: what is written then is read again
            found[path] = kept if kept and kept[0] == stamp else (stamp, read(path, self.project.root))
        is_other |= [*found] != [*self._read] or any(found[path] is not self._read[path] for path in found)
        if is_other:
            self._read, self.documents = found, [document for _, document in found.values()]
            self._latest |= self._judged
            self._judged = {}
            self.__dict__.pop("sources", None)
            self.version += 1
            self.words, self.scenes = {}, {}
        return is_other

    @cached_property
    def sources(self) -> Sources:
        """The same, as suggestions are made from them."""
        return Sources(self.project, self.documents)

    @property
    def checked(self) -> Checked:
        """What is sound in the sources and what is wrong, by the readings that the project uses."""
        return self.judged().checked

    @property
    def snapshot(self) -> Snapshot:
        """The account of what is sound, and what tells it in words."""
        return self.judged().snapshot

    def document(self, name: str) -> Document:
        """Find an annotation by its name: that of an article, or of a reading of one.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        by_name = {its.name: its for its in self.documents if its.reading_of}
        if name not in by_name:
            raise NotFoundError(f"no such article: {named(name)}", meant(name, by_name, "`kg add` adds one"))
        return by_name[name]

    def text(self, document: Document) -> tuple[str | None, str]:
        """Give the text of an article; None with the reason and what to do where it cannot be had."""
        head = head_of(document)
        if head is None or head.text is None:
            hint = "write `text: {file: …}`, then run `kg anchor`"
            return None, f"the article names no text: {hint}"
        if self.texts is None:
            return None, "there is no folder of texts: name it with `--texts DIR`"
        try:
            return article_text.read(self.texts, head.text.file), ""
        except article_text.TextError as error:
            return None, f"{error.what}: {error.hint}" if error.hint else error.what

    def values(self, document: Document) -> Value:
        """Give what stands in a file as plain values; those of the file that was asked for last are kept."""
        if self._values is None or self._values[0] is not document:
            self._values = (document, values_of(document))
        return self._values[1]

    def judged(self, file: str = "") -> Judged:
        """Check the sources and give their account; the reading of an article that the file holds is the one used.

        Parameters
        ----------
        file
            Of an annotation, from the project folder; empty: as the project chooses.
        """
        readings, key = self._readings(file)
        if key not in self._judged:
            self._judged[key] = self.judge(self.documents, readings, self._latest.get(key))
        return self._judged[key]

    def tried(self, file: str, changed: Mapping[str, str]) -> tuple[list[Document], Judged, Judged]:
        """Give documents and account as they are, and as they would be with other texts of some files.

        Parameters
        ----------
        file
            The annotation that is edited: it is the reading that counts.
        changed
            File, from the project folder -> its text.

        Returns
        -------
        tuple
            The documents with these texts, what the sources amount to, and what they would.
        """
        documents = self.documents
        for its, text in changed.items():
            documents = with_text(documents, its, text)
        readings, before = Sources(self.project, documents).readings(_of_file(documents, file)), self.judged(file)
        return documents, before, self.judge(documents, readings, before)

    def with_changed(self, file: str, text: str) -> list[Document]:
        """Give the documents as they would be with another text of one file; nothing is written or kept."""
        return with_text(self.documents, file, text)

    @without_collecting()
    def judge(self, documents: list[Document], readings: Readings, earlier: Judged | None = None) -> Judged:
        """Check documents and give their account; of an earlier one, facts are taken over that have not changed."""
        checked = check(documents, self.ontology, self.texts, readings)
        records = Records(checked.entities, checked.articles, checked.claims, checked.judgements, checked.replaced)
        links = Links.of(records, self.ontology)
        previous = None
        if earlier is not None:
            its = earlier.snapshot
            previous = PreviousAccount(its.records.claims, its.links, its.account)
        found = account(records.claims, links, previous=previous)
        model = self.ontology
        loaders = in_memory(self.project.names, lambda: model, lambda: (records, found))
        return Judged(checked, Snapshot(self.project, loaders))

    def _readings(self, file: str) -> tuple[Readings, tuple[str, str]]:
        """Give which readings are used where a file is edited, and what tells this choice from others."""
        document = _of_file(self.documents, file)
        if document is None or any(its is document for its in self.sources.used()):
            return self.project.readings, ("", "")
        return self.sources.readings(document), (document.reading_of, document.reading)


def values_of(document: Document) -> Value:
    """Give what stands in a file as plain values; an empty mapping where it cannot be read so far.

    What is not allowed in a file, and named by a fault of its form, is empty here.
    """
    found = yaml_tree.read(document.source).documents
    return _plain(found[0]) if found and isinstance(found[0], dict) else {}


def _plain(value: Value) -> Value:
    if value.__class__ is str:
        return value
    if isinstance(value, dict):
        return {key: _plain(its) for key, its in value.items() if not key.startswith("\0")}
    return [_plain(its) for its in value] if isinstance(value, list) else ""


def own_faults(judged: Judged, document: Document) -> list[Fault]:
    """List what is wrong in one file, by place."""
    return [fault for fault in judged.checked.faults if fault.place.file == document.file]


def with_text(documents: list[Document], file: str, text: str) -> list[Document]:
    """Give documents as they would be with another text of one file, which there may not be yet."""
    changed = read_source(decode(text.encode("utf-8", "surrogatepass"), file))
    if all(its.file != file for its in documents):
        return sorted([*documents, changed], key=lambda its: its.file)
    return [changed if its.file == file else its for its in documents]


def _of_file(documents: list[Document], file: str) -> Document | None:
    return next((its for its in documents if file and its.file == file and its.reading_of), None)


def _stamp(path: Path) -> Stamp:
    try:
        its = path.stat()
    except OSError:
        return (-1, -1, -1)  # a link that leads nowhere: reading it says so
    return (its.st_size, its.st_mtime_ns, its.st_ino)


def _stamps(found: Iterable[Path]) -> dict[Path, Stamp]:
    return {path: _stamp(path) for path in sorted(found)}
