"""What the ontology and the project offer for each field of a claim: all at once, so that a page completes alone."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import msgspec

from kg.annotation.document import Document
from kg.annotation.field_guide import CLAIM_FIELDS, WORDS, WordEntry
from kg.annotation.jsonl_reader import SUFFIXES
from kg.desk.annotating.sources import Current
from kg.model.records import UNNAMED, Claim
from kg.ontology import FactType, Ontology, RoleRule, Term
from kg.snapshot.snapshot import Snapshot

Row = dict[str, Any]


def words(current: Current) -> Row:
    """Give all that a form of claims needs: fact types with their roles, words of fields, and what has an id.

    Parameters
    ----------
    current
        The project as it stands.

    Returns
    -------
    dict
        `types`, `kinds`, `stances`, `modes`, `scopes`, `evidence_kinds`, `fields`, `entities`, `facts`, `concepts`,
        `links`, `documents`, and `version`, which is another where anything of these is. Facts of suggested claims are
        none yet; one all of whose claims are refused has no status.
    """
    current.refresh()
    current.words = current.words or _all(current)
    return current.words


def _all(current: Current) -> Row:
    snapshot, model = current.snapshot, current.ontology
    found: Row = {
        "types": [_type(its, model) for its in model.types.values()],
        "kinds": [_term(its) for its in model.kinds.values()],
        "stances": [{"id": its.id, "meaning": its.definition} for its in model.stances.values()],
        "modes": _words(WORDS["claim", "mode"]),
        "scopes": _words(WORDS["claim", "scope"]),
        "evidence_kinds": _words(WORDS["evidence", "kind"]),
        "fields": {name: {"meaning": its.meaning, "example": its.example} for name, its in CLAIM_FIELDS.items()},
        "entities": [*_entities(snapshot)],
        "facts": [*_facts(current.documents, snapshot)],
        "concepts": [
            {"id": its.id, "label": its.label, "scheme": scheme, "meaning": its.definition}
            for its in model.concepts.values()
            for scheme in its.schemes
        ],
        "links": [{"id": its.id, "label": its.label, "upward": its.id in model.upward_links} for its in _terms(model)],
        "documents": sorted({its.document for its in _claims(current.documents) if its.document}),
    }
    return {"version": hashlib.sha256(msgspec.json.encode(found)).hexdigest(), **found}


def _terms(ontology: Ontology) -> Iterable[Term]:
    return ontology.links.values()


def _term(its: Term) -> Row:
    return {"id": its.id, "label": its.label, "meaning": its.definition}


def _words(entries: Mapping[str, WordEntry]) -> list[Row]:
    return [{"id": name, "meaning": its.meaning} for name, its in entries.items()]


def _type(its: FactType, ontology: Ontology) -> Row:
    rules = sorted(its.roles.values(), key=lambda rule: rule.role not in its.parties)
    return {
        **_term(its), "lasts": its.lasts, "phrase": its.phrase, "roles": [_role(rule, its, ontology) for rule in rules],
    }  # fmt: skip


def _role(rule: RoleRule, type_: FactType, ontology: Ontology) -> Row:
    its = ontology.roles[rule.role]
    return {
        "role": rule.role, "label": its.label, "meaning": its.definition,
        "classes": [kind for kind in ontology.kinds if kind in rule.kinds], "scheme": rule.scheme or "",
        "min": rule.min, "max": rule.max, "party": rule.role in type_.parties, "facts": rule.takes_fact,
    }  # fmt: skip


def _entities(snapshot: Snapshot) -> Iterator[Row]:
    for its in snapshot.records.entities.values():
        if its.id != UNNAMED:
            apart = snapshot.apart.get(its.id, "")
            yield {
                "id": its.id, "kind": its.kind.value, "name": its.name, "aliases": [*its.aliases],
                "side": its.side or "", "apart": apart,
            }  # fmt: skip


def _facts(documents: Iterable[Document], snapshot: Snapshot) -> Iterator[Row]:
    """Tell each fact that a claim names, sound or not, but for suggested ones: a later claim may mean it."""
    named: dict[str, str] = {}
    fillers: dict[str, dict[str, dict[str, None]]] = {}  # of each fact: role -> ids, in the order of the claims
    for claim in _claims(documents):
        id_ = snapshot.shown(claim.fact)
        named.setdefault(id_, claim.type)
        for role, ids in claim.roles.items():
            fillers.setdefault(id_, {}).setdefault(role, {}).update(dict.fromkeys(ids))
    teller = snapshot.teller.brief
    for id_, type_ in sorted(named.items()):
        its = snapshot.account.facts.get(id_)
        roles = {role: [*ids] for role, ids in sorted(fillers.get(id_, {}).items())}
        if its is None:
            yield {"id": id_, "type": type_, "words": "", "status": "", "roles": roles}
        else:
            told = {"type": its.type, "words": teller.heading(its), "status": its.status.value}
            yield {"id": id_, **told, "roles": roles}


def _claims(documents: Iterable[Document]) -> Iterator[Claim]:
    """Give the claims of all files, sound or not, those of files for programs aside unless they are sound."""
    for document in documents:
        yield from document.claims
        if not document.file.endswith(SUFFIXES):
            drafts = (its for its in document.drafts if isinstance(its.record, Claim) and its.has("fact"))
            yield from (its.record for its in drafts if isinstance(its.record, Claim))
