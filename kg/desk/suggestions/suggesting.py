"""Suggestions for one article of a project: found in its text, and written into its annotation file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from kg import ontology
from kg.annotation.document import Document
from kg.annotation.reader import ENTITIES, read, read_all
from kg.annotation.yaml_tree import Value
from kg.base.errors import Fault, NotFoundError, UsageError
from kg.base.folders import need_texts
from kg.base.hints import listed, meant
from kg.base.project import Project, find
from kg.base.settings import Readings
from kg.check.readings import choose
from kg.desk.suggestions.language import load
from kg.desk.suggestions.proposals import Found, Knowledge, Proposal, find_all
from kg.desk.suggestions.spans import Apart
from kg.desk.suggestions.unknown_names import UnknownName
from kg.desk.suggestions.yaml_claims import UNKNOWN, claim_lines, claim_value, unknown_lines
from kg.evidence import quotes
from kg.evidence.article_text import is_quote_of
from kg.evidence.spans import evidence_of, pin, text_of
from kg.evidence.yaml_edits import Edits, get_list
from kg.model.records import Article, Claim, Entity

ENGLISH = "en"  # where an article does not say its language
CLAIMS = ("claims",)
MOST = 500  # claims that are suggested at once: as many as somebody will look at


class Suggested(Struct, frozen=True, kw_only=True):
    """What was suggested for one article."""

    file: str
    article: str
    text: str = ""
    found: Found = Found()
    proposals: tuple[tuple[str, Proposal], ...] = ()  # id, and what is proposed
    unknown: tuple[UnknownName, ...] = ()  # those of which the file does not speak yet
    known: int = 0  # proposals for words on which a claim of the file rests already
    further: int = 0  # proposals beyond those that are made at once
    lines: tuple[str, ...] = ()  # as they are written
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()
    is_changed: bool = False


class Sources(Struct, frozen=True):
    """What a project's sources hold, sound by their form."""

    project: Project
    documents: list[Document]
    _known: dict[str, Knowledge] = {}

    @property
    def entities(self) -> dict[str, Entity]:
        """Entities by id."""
        return {its.id: its for document in self.documents for its in document.entities}

    @property
    def claims(self) -> list[Claim]:
        """Claims of all articles, without those suggested and those of readings that are not used."""
        return [claim for document in self.used() for claim in document.claims]

    def used(self, reading: Document | None = None) -> list[Document]:
        """Give the documents of which each article has one, a certain reading of some article among them if asked."""
        return choose(self.documents, self.readings(reading)).used

    def readings(self, reading: Document | None = None) -> Readings:
        """Give which of several annotations is used, a certain reading of some article among them if asked."""
        readings = self.project.readings
        if reading and any(its.file == reading.file for its in self.documents):
            readings = Readings(readings.chosen | {reading.reading_of: reading.reading}, readings.place)
        return readings

    def knowledge(self, code: str | None) -> Knowledge:
        """Give what is known beside an article in some language."""
        code = code or ENGLISH
        if code not in self._known:
            language, model = load(code, self.project.root / "languages"), ontology.load(self.project.ontology)
            self._known[code] = Knowledge(self.entities, self.claims, model, language)
        return self._known[code]


def sources_of(root: Path) -> Sources:
    """Read the sources of a project.

    Raises
    ------
    UsageError
        If there is no project.
    """
    project = find(root)
    return Sources(project, read_all(project.sources, project.root))


def suggest(sources: Sources, named: str, texts: Path | None, *, keep: bool = False, is_dry: bool = False) -> Suggested:
    """Suggest claims for an article, and write them at the end of its file.

    Parameters
    ----------
    sources
        Of the project.
    named
        The article's id, or the path of its annotation file.
    texts
        The folder of texts; None: `texts` of the project.
    keep
        Whether the words are to stand beside their places: for projects that may keep them.
    is_dry
        Whether nothing is to be written.

    Returns
    -------
    Suggested
        What is new, the first `MOST`. With any fault, the file is as it was. Words on which a claim of the file rests
        already, suggested or not, are not proposed again.

    Raises
    ------
    NotFoundError
        If there is no such article.
    UsageError
        If there is no such folder of texts, or the file of the language is none.
    WriteError
        If the file cannot be written; it is as it was.
    """
    folder = texts or sources.project.root / "texts"
    need_texts(folder)
    path = path_of(sources, named)
    edits = Edits(path, sources.project.root)
    text = text_of(edits, folder)
    article, document = head_of_file(path, sources.project.root)
    id_ = document.reading_of
    if text is None:
        if not edits.faults:
            edits.fault(("article",), "the article names no text", "write `text: {file: …}`")
        return Suggested(file=edits.file, article=id_, faults=_faults(edits))
    pin(edits, text, repairs=False)
    knowledge = sources.knowledge(article.language if article else None)
    found = find_all(text, article, id_, knowledge)
    taken = Apart(taken_spans(edits.values, text))
    fresh = [its for its in found.proposals if not taken.touching(its.start, its.end)]
    named_ids = with_ids(fresh[:MOST], edits.values)
    unknown = [its for its in found.unknown if f"{UNKNOWN}{its.name}, " not in edits.whole_text]
    lines = _written(edits, named_ids, unknown, text, keep=keep) if named_ids and not edits.faults else []
    changed = not is_dry and not edits.faults and bool(lines) and edits.write()
    return Suggested(
        file=edits.file, article=id_, text=text, found=found, proposals=tuple(named_ids), unknown=tuple(unknown),
        known=len(found.proposals) - len(fresh), further=len(fresh[MOST:]), lines=tuple(lines), faults=_faults(edits),
        notes=_notes(article, knowledge), is_changed=changed,
    )  # fmt: skip


def taken_spans(values: Value, text: str) -> list[tuple[int, int]]:
    """Give the spans on which claims of a file rest, suggested or not; of quotes without a place, where they stand."""
    taken = []
    for _, piece in evidence_of(values):
        match piece.get("at"):
            case [str(start), str(end)] if start.isdecimal() and end.isdecimal():
                taken.append((int(start), int(end)))
            case None if isinstance(piece.get("quote"), str):
                taken += quotes.places(text, str(piece["quote"]))
    return taken


def with_ids(proposals: Iterable[Proposal], values: Value) -> list[tuple[str, Proposal]]:
    """Give proposals ids by where they stand, that no claim of the file has."""
    used = {str(claim.get("id")) for claim in get_list(values, CLAIMS) if isinstance(claim, Mapping)}
    named = []
    for proposal in proposals:
        id_, number = f"s-{proposal.start}", 1
        while id_ in used:
            number += 1
            id_ = f"s-{proposal.start}-{number}"
        used.add(id_)
        named.append((id_, proposal))
    return named


def _written(
    edits: Edits, proposals: Sequence[tuple[str, Proposal]], unknown: Sequence[UnknownName], text: str, *, keep: bool
) -> list[str]:
    lines = ["", *unknown_lines(unknown)] if unknown else []
    items: list[Value] = []
    for id_, its in proposals:
        words = unicodedata.normalize("NFC", text[its.start : its.end])  # as annotation files are read
        quote = words if keep and is_quote_of(words, its.sha256) else None
        lines += ["", *claim_lines(its, id_, quote)]
        items.append(claim_value(its, id_, quote))
    edits.append(CLAIMS, lines, items)
    return lines


def path_of(sources: Sources, named: str) -> Path:
    """Find the file of an article that is named by its id or by its file.

    Raises
    ------
    NotFoundError
        If there is none.
    UsageError
        If it stands in JSON Lines, is the file of entities, or has several readings of which none is chosen.
    """
    if named.endswith(ENTITIES):
        raise UsageError(f"`{named}` holds no article", "name the file of an article, or its id")
    if named.endswith(".yaml"):
        return Path(named)
    root = sources.project.root
    ids = {its.reading_of: root / its.file for its in sources.used() if its.reading_of}
    ids |= {f"{its.reading_of}.{its.reading}": root / its.file for its in sources.documents if its.reading}
    if named in ids:
        return ids[named]
    if files := sorted(its.file for its in sources.documents if its.reading_of == named):
        raise UsageError(f"`{named}` has {len(files)} readings, and none is chosen", f"name a file: {listed(files)}")
    if any(head.id == named for document in sources.documents for head in document.heads):
        raise UsageError(f"`{named}` stands in JSON Lines", "suggestions are written to YAML files only")
    hint = meant(named, ids, "name the file of an article in `sources/`, or its id")
    raise NotFoundError(f"no article `{named}`", hint)


def head_of_file(path: Path, root: Path) -> tuple[Article | None, Document]:
    """Read the head of an article, sound or not, with its document, whose name gives its id."""
    document = read(path, root)
    drafts = [draft for draft in document.drafts if isinstance(draft.record, Article)]
    head = document.article or next((draft.record for draft in drafts if draft.has("published")), None)
    return head, document


def _faults(edits: Edits) -> tuple[Fault, ...]:
    return tuple(sorted(edits.faults))


def _notes(article: Article | None, knowledge: Knowledge) -> tuple[str, ...]:
    notes = []
    if article is None or article.language is None:
        notes.append("the article does not say its `language:`: it is read as English")
    if not knowledge.language.is_known and article:
        notes.append(f"no file of the language `{article.language}`: its words are not known, names alone are found")
    if article is None or article.published.earliest != article.published.latest:
        notes.append("no day of publication: `yesterday`, weekdays and the like are not resolved")
    return tuple(notes)
