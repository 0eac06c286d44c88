"""What the checker and the account would say of a claim while it is made, before anything is written."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import Any

from kg.annotation.document import Document
from kg.annotation.field_guide import CLAIM_FIELDS
from kg.annotation.schema import UNKNOWN
from kg.annotation.yaml_tree import Value
from kg.base.errors import WARNING, Fault
from kg.base.findings import KeyPath
from kg.desk.annotating.effects import effects, rows
from kg.desk.annotating.sources import Current, Judged, own_faults, values_of
from kg.desk.annotating.times import time_words
from kg.model.records import Claim, Scope
from kg.ontology import Ontology
from kg.snapshot.snapshot import Snapshot

Row = dict[str, Any]
_TIMES = ("when", "said")
_WARNING = WARNING.rstrip(": ")
_LINES = re.compile(r":\d+:\d+")  # of places that a fault names


def attempt(
    current: Current, file: str, text_after: str, claim_id: str, *, others: Mapping[str, str] | None = None
) -> Row:
    """Try a claim: what is wrong with it, what it lacks, how it reads, and what it changes in the account.

    Parameters
    ----------
    current
        The project as it stands.
    file
        The annotation's file, from the project folder.
    text_after
        The text that it would have with the claim.
    claim_id
        The claim's id in this text; one that is not in it is a claim that is taken away. Empty: the last without an id.
    others
        Other files that would change with it, such as the file of entities: file -> text.

    Returns
    -------
    dict
        `faults` by the field that each is about; `lacks`, the fields and roles that are needed and not given yet, which
        are no faults meanwhile; `sentence`, empty as long as it cannot be told; `times` in words; `effects`, empty as
        long as the claim is refused.
    """
    current.refresh()
    documents, before, after = current.tried(file, {**(others or {}), file: text_after})
    document = next(its for its in documents if its.file == file)
    position, value = _claim_in(document, claim_id)
    if value is None and document.unread:
        return _row(faults=[fault_row(fault, "") for fault in own_faults(after, document)])
    caused = list(_caused(documents, before, after, (document.file, position)))
    if value is None:
        faults = [fault_row(fault, field) for field, fault in caused]
        return _row(faults=faults, effects=_effects(before, after, f"{document.reading_of}/{claim_id}"))
    found = [*_claims_faults(after, document, position), *caused]
    lacking = list(_lacking(value, current.ontology))
    claim = _read(document, position)
    is_sound = claim is not None and claim.key in after.snapshot.claims and _is_kept(document, position)
    type_ = current.ontology.types.get(str(value.get("type", "")))
    return _row(
        faults=[fault_row(fault, field) for field, fault in found if not _is_lack(field, fault, lacking)],
        lacks=lacking,
        sentence=_sentence(claim, value, after, is_sound=is_sound),
        times={
            field: time_words(its, lasts=field == "when" and type_ is not None and type_.lasts)
            if isinstance(its := value.get(field, ""), str)
            else ""
            for field in _TIMES
        },
        effects=_effects(before, after, claim.key) if is_sound and claim is not None else [],
    )


def fault_row(fault: Fault, field: str) -> Row:
    """Give a fault as it goes over the wire, with the field that it is about."""
    what = fault.fault.removeprefix(f"`{UNKNOWN}`: ")  # which stands for a fact that is not given yet
    return {
        "field": field, "what": what, "hint": fault.hint, _WARNING: fault.is_warning,
        "line": fault.place.line, "column": fault.place.column,
    }  # fmt: skip


def field_of(path: KeyPath) -> str:
    """Name a field by the keys and positions that lead to it from its claim.

    >>> field_of(("roles", "participant", 1)), field_of(())
    ('roles.participant.1', '')
    """
    return ".".join(map(str, path))


def split_faults(faults: Iterable[Fault], document: Document) -> tuple[dict[int, list[tuple[str, Fault]]], list[Fault]]:
    """Sort the faults of a file by claims.

    Parameters
    ----------
    faults
        Of the file.
    document
        The file.

    Returns
    -------
    tuple
        Position of a claim -> its faults, each with its field; and those of the rest of the file.
    """
    by_claim: dict[int, list[tuple[str, Fault]]] = {}
    rest = []
    for fault in faults:
        match document.path_of(fault):
            case ("claims", int(position), *path):
                by_claim.setdefault(position, []).append((field_of(tuple(path)), fault))
            case _:
                rest.append(fault)
    return by_claim, rest


def claims_of(values: Value) -> list[Value]:
    """List the claims that stand in a file, sound or not."""
    found = values.get("claims", [])
    return found if isinstance(found, list) else []


def _row(**given: Any) -> Row:  # noqa: ANN401 - JSON
    return {"faults": [], "lacks": [], "sentence": "", "times": dict.fromkeys(_TIMES, ""), "effects": [], **given}


def _effects(before: Judged, after: Judged, key: str) -> list[Row]:
    return [*rows(effects(before.snapshot, after.snapshot, key))]


def _claim_in(document: Document, id_: str) -> tuple[int, dict[str, Value] | None]:
    """Find a claim by its id: of two with one id the last, which is the one that is refused for it."""
    for position, value in reversed(list(enumerate(claims_of(values_of(document))))):
        if isinstance(value, dict) and value.get("id", "") == id_:
            return position, value
    return -1, None


def _claims_faults(after: Judged, document: Document, position: int) -> Iterator[tuple[str, Fault]]:
    """Give what is wrong with a claim, and with its file as a whole, which refuses the claim too."""
    by_claim, rest = split_faults(own_faults(after, document), document)
    yield from by_claim.get(position, ())
    if document.unread or document.article is None:
        yield from (("", fault) for fault in rest)


def _caused(
    documents: Iterable[Document], before: Judged, after: Judged, claim: tuple[str, int]
) -> Iterator[tuple[str, Fault]]:
    """Give what is wrong elsewhere only with this claim there: of two claims that differ, the checker names the later.

    Each has the field that it is about, where it is about another claim: it is that field in which the two differ.
    """
    known = {_apart_from_lines(fault) for fault in before.checked.faults}
    by_file = {document.file: document for document in documents}
    for fault in after.checked.faults:
        document = by_file.get(fault.place.file)
        if document is None or _apart_from_lines(fault) in known:
            continue
        match document.path_of(fault):
            case ("claims", int(position), *path):
                if (document.file, position) != claim:
                    yield field_of(tuple(path)), fault
            case ("article", *_) | None if document.file == claim[0] and document.article is None:
                pass  # told already: it refuses the claim
            case _:
                yield "", fault


def _apart_from_lines(fault: Fault) -> tuple[str, str]:
    return fault.place.file, _LINES.sub("", fault.fault)


def _read(document: Document, position: int) -> Claim | None:
    """Give a claim as far as it could be read."""
    sound = zip(document.claim_index, document.claims, strict=True)
    refused = ((its.path[-1], its.record) for its in document.drafts if isinstance(its.record, Claim))
    return next((claim for number, claim in [*sound, *refused] if number == position), None)


def _is_kept(document: Document, position: int) -> bool:
    """Whether a claim is the first of its id in the file: another one stands for that id."""
    number = dict(zip(document.claim_index, range(len(document.claims)), strict=True)).get(position)
    if number is None:
        return False
    return all(its.id != document.claims[number].id for its in document.claims[:number])


def _lacking(value: Mapping[str, Value], ontology: Ontology) -> Iterator[str]:
    """Name the fields and roles that are needed and that a claim does not give yet, in the order of a form."""
    for field, entry in CLAIM_FIELDS.items():
        if entry.needed and not value.get(field):
            yield field
        type_ = ontology.types.get(str(value.get("type", "")))
        if field == "roles" and type_ is not None and value.get("scope") != Scope.ROLES:
            roles = value.get("roles")
            given = roles if isinstance(roles, dict) else {}
            for role, rule in type_.roles.items():
                if _number(given.get(role)) < rule.min:
                    yield f"roles.{role}"


def _number(fillers: Value) -> int:
    return len(fillers) if isinstance(fillers, list) else 1 if fillers else 0


def _is_lack(field: str, fault: Fault, lacking: Collection[str]) -> bool:
    """Whether a fault says no more than that something is not given yet."""
    for its in lacking:
        first, _, role = its.partition(".")
        if role and field in (first, its) and f"`{role}` takes at least" in fault.fault:
            return True
        if not role and (field == its or (not field and fault.fault == f"no `{its}`")):
            return True
    return False


def _sentence(claim: Claim | None, value: Mapping[str, Value], after: Judged, *, is_sound: bool) -> str:
    """Tell a claim, sound or not, as soon as there is enough of it that it says nothing else than it will."""
    snapshot = after.snapshot
    if claim is None:
        return ""
    if is_sound:
        return snapshot.teller.claim(snapshot.claims[claim.key])
    is_told = claim.type in snapshot.ontology.types and str(value.get("stance")) in snapshot.ontology.stances
    is_known = claim.article in snapshot.records.articles and UNKNOWN not in _named(claim)
    lacks = [its for its in _lacking(value, snapshot.ontology) if its not in ("id", "fact", "evidence")]
    return snapshot.teller.claim(claim) if is_told and is_known and not lacks and _is_right(claim, snapshot) else ""


def _named(claim: Claim) -> list[str]:
    return [*claim.speaker, *claim.via, *(filler for fillers in claim.roles.values() for filler in fillers)]


def _is_right(claim: Claim, snapshot: Snapshot) -> bool:
    """Whether all that a claim names is there: else its sentence would name something by its id."""
    known = {*snapshot.records.entities, *snapshot.ontology.concepts, *snapshot.account.facts}
    rules = snapshot.ontology.types[claim.type].roles
    return {*_named(claim)} <= known and claim.roles.keys() <= rules.keys()
