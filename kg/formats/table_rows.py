"""The rows of one entity, article, claim, fact or tie, from itself and from little beside it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import to_builtins

from kg.account.support import deniers
from kg.formats.ties import Tie, country_of, was_read
from kg.model.records import Article, Claim, Entity, Evidence

if TYPE_CHECKING:
    from kg.account.facts import FactAccount, Filler, Reading
    from kg.ontology import RoleRule
    from kg.snapshot.sentences import Teller

Row = dict[str, Any]
_ARTICLE = (
    "id", "title", "publisher", "agency", "coded_by", "published_basis", "url", "archived", "retrieved", "language",
    "annotator", "note",
)  # fmt: skip
_CLAIM = ("key", "article", "id", "fact", "type", "label", "document", "mode", "part_of", "fulfils", "qualifier",
          "annotator", "note")  # fmt: skip
_TIE = (
    "source", "target", "relation", "fact", "symmetric", "label", "layer", "status", "contested", "accepted", "day",
    "weight", "share", "voices", "outlets", "claims", "read", "part_of_not_accepted",
)  # fmt: skip


def entity_row(its: Entity) -> Row:
    """Give the columns of an entity that hold its record."""
    return {
        "id": its.id,
        "kind": its.kind.value,
        "name": its.name,
        "aliases": [*its.aliases],
        "links": [{"link": link, "target": target} for link, targets in its.links.items() for target in targets],
        "identifiers": [{"scheme": scheme, "value": value} for scheme, value in its.identifiers.items()],
        "single_holder": its.single_holder,
        "side": its.side,
        "anonymous": its.anonymous,
        "note": its.note or None,
    }


def entity_with_side(its: Entity, side: str | None, entities: Mapping[str, Entity]) -> Row:
    """Give the row of an entity, with whom it speaks for."""
    return entity_row(its) | {"speaks_for": side, "country": country_of(entities, side)}


def article_row(its: Article) -> Row:
    """Give the row of an article's head."""
    text = its.text
    return {
        **{name: getattr(its, name) or None for name in _ARTICLE},
        "published": its.published.text,
        "first_day": _day(its.published.earliest),
        "last_day": _day(its.published.latest),
        "text_file": text and text.file,
        "text_sha256": text and text.sha256,
        "text_characters": text and text.characters,
        "no_claims": [{"start": tick.start, "end": tick.end, "sha256": tick.sha256} for tick in its.no_claims],
    }


def claim_row(its: Claim) -> Row:
    """Give the columns of a claim that hold its record."""
    return {
        **{name: getattr(its, name) or None for name in _CLAIM},
        "stance": its.stance.value,
        "scope": its.scope.value,
        "roles": [{"role": role, "filler": filler} for role, fillers in its.roles.items() for filler in fillers],
        "speaker": [*its.speaker],
        "via": [*its.via],
        "when": its.when and its.when.text,
        "earliest": _day(its.when.earliest if its.when else None),
        "latest": _day(its.when.latest if its.when else None),
        "said": its.said and its.said.text,
        "values": [{"name": name, **to_builtins(figure)} for name, figure in its.values.items()],
        "evidence": [_span(span) for span in its.evidence],
        "read": its.was_read,
    }


def _span(its: Evidence) -> Row:
    if its.row is not None:
        return {"kind": None, "start": None, "end": None, "sha256": its.sha256 or None, "row": its.row}
    return {"kind": its.kind.value, "start": its.start, "end": its.end, "sha256": its.sha256 or None, "row": None}


def claim_told(claim: Claim, reading: Reading, article: Article, teller: Teller) -> Row:
    """Give the row of a claim, with how the rule reads it and what it says."""
    return claim_row(claim) | {
        "speakers": [*(claim.speaker or (article.narrator,))],
        "voices": [*reading.voices],
        "outlet": reading.outlet,
        "counts": reading.counts,
        "sentence": teller.claim(claim),
    }


def fact_row(
    its: FactAccount,
    claims: Mapping[str, Claim],
    readings: Mapping[str, Reading],
    conflicts: Iterable[str],
    teller: Teller,
) -> Row:
    """Give the row of a fact.

    Parameters
    ----------
    its
        Its account.
    claims, readings
        Those on it, by key; others may be among them.
    conflicts
        The kinds of its conflicts.
    teller
        Which says what it is.
    """
    return _standing(its, readings) | {
        "fact": its.fact,
        "type": its.type,
        "label": its.label,
        "what": teller.heading(its),
        "when": its.when.text,
        "earliest": _day(its.when.earliest),
        "latest": _day(its.when.latest),
        "claims": [*its.claims],
        "part_of": [*its.part_of],
        "fulfils": [*its.fulfils],
        "conflicts": sorted({*conflicts}),
        "read": was_read(claims, its.basis),
    }


def filler_rows(
    fact: FactAccount,
    readings: Mapping[str, Reading],
    roles: Mapping[str, RoleRule],
    entities: Mapping[str, Entity],
) -> Iterator[Row]:
    """Give the rows of what fills the roles of a fact.

    Parameters
    ----------
    fact, readings
        As of `fact_row`.
    roles
        Of its type.
    entities
        By id.
    """
    for its in fact.fillers.values():
        sort = sort_of(roles[its.role], its.filler, entities)
        names = {"filler": its.filler, "fact": fact.fact, "role": its.role, "sort": sort}
        yield names | _standing(its, readings)


def sort_of(rule: RoleRule, filler: str, entities: Mapping[str, Entity]) -> str:
    """Tell whether what fills a role is an entity, a concept or a fact."""
    if rule.scheme is not None:
        return "concept"
    return "entity" if filler in entities else "fact"


def edge_row(tie: Tie) -> Row:
    """Give the row of an edge."""
    row = {name: getattr(tie, name) for name in _TIE}
    return row | {"earliest": _day(tie.earliest), "latest": _day(tie.latest)}


def _standing(its: FactAccount | Filler, readings: Mapping[str, Reading]) -> Row:
    return {
        "status": its.status.value,
        "contested": its.contested and its.contested.value,
        "accepted": its.accepted,
        "voices": [*its.voices],
        "outlets": [*its.outlets],
        "denied_by": [*deniers([its], readings)],
        "basis": [*its.basis],
        "asserting": [*its.asserting],
    }


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
