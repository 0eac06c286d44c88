"""A project while claims are made on a page: what the page asks, as plain values."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from kg import ontology
from kg.annotation.document import ENTITIES, Document
from kg.annotation.field_guide import CLAIM_FIELDS, WORDS
from kg.annotation.reader import read_all
from kg.annotation.yaml_writer import mapping
from kg.base.disk import read_plain
from kg.base.errors import Fault, NotFoundError, UsageError
from kg.base.folders import need_texts
from kg.base.hints import meant, named
from kg.base.project import Project
from kg.check import check
from kg.evidence import article_text
from kg.evidence.coverage import is_sentence, sentences
from kg.evidence.yaml_edits import Edits, get_list
from kg.ontology import Ontology

Row = dict[str, Any]
_MANY = ("speaker", "via")


class Workspace:
    """A project while claims are made on a page; one thread at a time.

    Parameters
    ----------
    project
        The project.
    texts
        The folder of the articles' texts.
    annotator
        Who annotates, for files that do not say.
    """

    def __init__(self, project: Project, texts: Path | None, annotator: str = "") -> None:
        need_texts(texts)
        self._project, self._annotator = project, annotator
        own = project.root / "texts"
        self._texts = texts or (own if own.is_dir() else None)
        self._ontology: Ontology = ontology.load(project.ontology)

    def name_of(self, word: str) -> str:
        """Find an annotation by its name or the path of its file.

        Raises
        ------
        NotFoundError
            If there is none.
        """
        names = self._names()
        name = Path(word).name.removesuffix(".yaml")
        if name not in names:
            raise NotFoundError(f"no such article: {named(word)}", meant(name, sorted(names), "`kg add` adds one"))
        return name

    def listed(self) -> Row:
        """List the articles with their states."""
        rows = []
        for name, document in self._names().items():
            article = self.article(name)
            marks = [mark for _, _, mark in article["sentences"]]
            rows.append({
                "name": name, **{key: article["head"].get(key, "") for key in ("title", "publisher", "published")},
                "language": article["head"].get("language", ""), "annotator": article["head"].get("annotator", ""),
                "state": article["state"], "claims": document.claims_in, "suggested": document.suggested,
                "faults": sum(not fault.is_warning for fault in document.faults), "warnings": 0,
                "sentences": {key: marks.count(key) for key in ("claim", "nothing", "open")},
                "has_text": article["problem"] == "", "has_draft": False, "file": document.file,
            })  # fmt: skip
        return {
            "project": self._project.title, "annotator": self._annotator, "articles": rows, "elsewhere": "",
            "notes": [] if rows else ["no article yet: `kg add FILE` adds one"],
        }  # fmt: skip

    def article(self, name: str, *, with_text: bool = False) -> Row:
        """Give an article with its claims, and its text where it is asked for."""
        document = self._document(name)
        edits = Edits(self._project.root / document.file, self._project.root)
        head = edits.values.get("article", {}) if isinstance(edits.values, dict) else {}
        text, problem = self._text(head)
        claims = [_on_the_wire(each) for each in get_list(edits.values, ("claims",))]
        spans = [its["at"] for claim in claims for its in claim.get("evidence", []) if "at" in its]
        row: Row = {
            "name": name, "file": document.file, "version": self._version(document.file),
            "head": {key: str(value) for key, value in head.items() if isinstance(value, str)},
            "direction": "rtl" if head.get("language", "") in ("ar", "fa", "ur", "he", "ps") else "ltr",
            "problem": problem, "sentences": [[s.start, s.end, _mark(s, spans)] for s in sentences(text)],
            "claims": self._claims(document, claims), "faults": [], "draft": None,
            "state": "begun" if claims else "untouched", "undo": "", "redo": "",
        }  # fmt: skip
        return row | ({"text": text} if with_text else {})

    def words(self) -> Row:
        """Give the words of the ontology and of the project."""
        checked = check(self._documents(), self._ontology, self._texts, self._project.readings)
        its = self._ontology
        return {
            "version": self._version("sources/entities.yaml"),
            "types": [self._type(id_) for id_ in its.types],
            "kinds": [{"id": k.id, "label": k.label, "meaning": k.definition} for k in its.kinds.values()],
            "stances": [{"id": s.id, "meaning": s.definition} for s in its.stances.values()],
            **{
                key: [{"id": id_, "meaning": its.meaning} for id_, its in WORDS.get(field, {}).items()]
                for key, field in (("modes", "mode"), ("scopes", "scope"), ("evidence_kinds", "evidence-kind"))
            },
            "fields": {n: {"meaning": f.meaning, "example": f.example} for n, f in CLAIM_FIELDS.items()},
            "entities": [
                {"id": e.id, "kind": str(e.kind), "name": e.name, "aliases": list(e.aliases), "side": e.side or ""}
                for e in checked.entities.values()
            ],
            "facts": [
                {"id": fact, "type": type_, "words": fact, "status": ""}
                for fact, type_ in sorted({(claim.fact, claim.type) for claim in checked.claims})
            ],
            "concepts": [
                {"id": c.id, "label": c.label, "scheme": next(iter(c.schemes), "")} for c in its.concepts.values()
            ],
            "links": [{"id": x.id, "label": x.label, "upward": x.id in its.upward_links} for x in its.links.values()],
            "documents": sorted({claim.document for claim in checked.claims if claim.document}),
        }

    def versions(self) -> Row:
        """Give the versions of all files, to see which have changed."""
        files = {name: self._version(document.file) for name, document in self._names().items()}
        return {"files": files, "words": self._version("sources/entities.yaml")}

    def attempt(self, name: str, asked: Mapping[str, Any]) -> Row:
        """Say what the checker would say of a claim."""
        claim = asked.get("claim") or {}
        lacks = [field for field in ("fact", "type", "stance", "evidence") if not claim.get(field)]
        return {"faults": [], "lacks": lacks, "sentence": "", "times": {"when": "", "said": ""}, "effects": []}

    def selection(self, name: str, start: int, end: int) -> Row:
        """Say what selected words can be."""
        text = self.article(name, with_text=True)["text"]
        return {
            "start": start, "end": end, "words": text[start:end], "entities": [], "days": [],
            "speech": {"verb": "", "speakers": []}, "types": [], "facts": [],
            "new_entity": {"id": "", "name": text[start:end]}, "kind": "text",
        }  # fmt: skip

    def apply(self, name: str, change: Mapping[str, Any]) -> Row:
        """Make a change."""
        if "add" not in change:
            raise UsageError("only `add` can be done yet", "send `add`")
        document = self._document(name)
        edits = Edits(self._project.root / document.file, self._project.root)
        text, _ = self._text(edits.values.get("article", {}))
        claim = dict(change["add"])
        for its in claim.get("evidence", []):
            if "at" in its:
                its["sha256"] = article_text.digest(text[its["at"][0] : its["at"][1]])
        claim = {field: claim[field] for field in CLAIM_FIELDS if field in claim}
        edits.append(("claims",), mapping(claim, "  ", "- "), [_as_read(claim)])
        if not edits.write():
            raise UsageError(*(edits.faults[-1].fault, edits.faults[-1].hint))
        return self.article(name) | {"told": f"added claim {claim.get('id', '')}"}

    def undo(self, name: str) -> Row:
        """Take the last change back."""
        raise UsageError(f"nothing to undo in {named(name)}", "")

    def redo(self, name: str) -> Row:
        """Make the change again that was taken back."""
        raise UsageError(f"nothing to redo in {named(name)}", "")

    def draft(self, name: str) -> Row | None:
        """Give the draft of an article."""
        return None

    def keep_draft(self, name: str, draft: Mapping[str, Any] | None) -> Row:
        """Keep a draft, or take it away."""
        self._document(name)
        return {"kept": True}

    def _documents(self) -> list[Document]:
        return read_all(self._project.sources, self._project.root)

    def _names(self) -> dict[str, Document]:
        found = [its for its in self._documents() if its.reading_of and not its.file.endswith(f"/{ENTITIES}")]
        return {its.file.rpartition("/")[2].removesuffix(".yaml"): its for its in found}

    def _document(self, name: str) -> Document:
        names = self._names()
        if name not in names:
            raise NotFoundError(f"no such article: {named(name)}", meant(name, sorted(names), "`kg add` adds one"))
        return names[name]

    def _version(self, file: str) -> str:
        try:
            return hashlib.sha256(read_plain(self._project.root / file)).hexdigest()
        except OSError:
            return ""

    def _text(self, head: Mapping[str, Any]) -> tuple[str, str]:
        file = head.get("text", {}).get("file", "") if isinstance(head.get("text"), dict) else ""
        if self._texts is None or not file:
            return "", "no text: `kg add` keeps one, or name their folder: `--texts DIR`"
        try:
            return article_text.read(self._texts, file), ""
        except article_text.TextError as error:
            return "", f"{error.what}: {error.hint}"

    def _claims(self, document: Document, claims: list[Row]) -> list[Row]:
        lines = [document.place("claims", number).line for number in range(len(claims))]
        ends = [*lines[1:], 1 << 31][: len(lines)]
        faults = check(self._documents(), self._ontology, self._texts, self._project.readings).faults
        own = [fault for fault in faults if fault.place.file == document.file]
        return [
            {
                "claim": claim, "line": line, "words": "", "status": "", "contested": "",
                "suggested": claim.get("suggested") == "true",
                "faults": [_fault(each) for each in own if line <= each.place.line < end],
            }
            for claim, line, end in zip(claims, lines, ends, strict=True)
        ]  # fmt: skip

    def _type(self, id_: str) -> Row:
        its = self._ontology.types[id_]
        return {
            "id": id_, "label": its.label, "lasts": its.lasts, "phrase": its.phrase, "meaning": its.definition,
            "roles": [
                {
                    "role": rule.role, "label": self._ontology.roles[rule.role].label,
                    "classes": sorted(rule.kinds), "scheme": rule.scheme or "", "min": rule.min, "max": rule.max,
                    "party": rule.role in its.parties, "facts": rule.takes_fact,
                }
                for rule in its.roles.values()
            ],
        }  # fmt: skip


def _fault(fault: Fault) -> Row:
    return {
        "field": "", "what": fault.fault, "hint": fault.hint, "warning": fault.is_warning,
        "line": fault.place.line, "column": fault.place.column,
    }  # fmt: skip


def _mark(piece: Any, spans: list[list[int]]) -> str:  # noqa: ANN401
    if not is_sentence(piece):
        return "apart"
    return "claim" if any(start < piece.end and end > piece.start for start, end in spans) else "open"


def _on_the_wire(claim: Mapping[str, Any]) -> Row:
    found = dict(claim)
    for field in _MANY:
        if field in found and not isinstance(found[field], list):
            found[field] = [found[field]]
    if isinstance(found.get("roles"), dict):
        found["roles"] = {role: its if isinstance(its, list) else [its] for role, its in found["roles"].items()}
    found["evidence"] = [
        its | ({"at": list(map(int, its["at"]))} if "at" in its else {}) for its in found.get("evidence", [])
    ]
    return found


def _as_read(value: Any) -> Any:  # noqa: ANN401
    if isinstance(value, Mapping):
        return {key: _as_read(its) for key, its in value.items()}
    if isinstance(value, list):
        return [_as_read(its) for its in value]
    return ("true" if value else "false") if isinstance(value, bool) else str(value)
