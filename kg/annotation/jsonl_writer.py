"""Records to JSON Lines, a record a line: what `kg.annotation.jsonl_reader` reads back to the same records."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec

from kg.model.judgements import Judgement, TakenBack
from kg.model.records import Article, Claim, Entity, Evidence, EvidenceKind, Records, Scope, Text

_encode = msgspec.json.Encoder().encode
_NOTHING: tuple[Any, ...] = (None, "", (), {}, False)


def written(records: Records) -> Iterator[bytes]:
    r"""Write records: entities, then each article, then all claims; what is left out has its default.

    Yields
    ------
    bytes
        Lines with their line ends.

    >>> from kg.model.records import Kind
    >>> kyiv = Entity(id="kyiv", kind=Kind.PLACE, name="Kyiv")
    >>> list(written(Records({"kyiv": kyiv}, {}, ())))
    [b'{"entity":{"id":"kyiv","kind":"Place","name":"Kyiv"}}\n']
    """
    for entity in records.entities.values():
        yield _line("entity", from_entity(entity))
    for article in records.articles.values():
        yield _line("article", {"id": article.id, **from_article(article)})
    for claim in records.claims:
        yield _line("claim", {"article": claim.article, **from_claim(claim)})
    for judgement in records.judgements:
        yield _line("judgement", from_judgement(judgement))


def from_entity(entity: Entity) -> dict[str, Any]:
    """Give an entity's fields, its id among them."""
    return _filled(
        id=entity.id, kind=entity.kind, name=entity.name, aliases=entity.aliases, links=entity.links,
        identifiers=entity.identifiers, single_holder=entity.single_holder, side=entity.side,
        anonymous=entity.anonymous, note=entity.note,
    )  # fmt: skip


def from_article(article: Article) -> dict[str, Any]:
    """Give the fields of an article's head, without its id, which is the file's name where it has one."""
    return _filled(
        title=article.title, publisher=article.publisher, agency=article.agency, published=article.published.text,
        published_basis=article.published_basis if article.published_basis != "text" else None, url=article.url,
        archived=article.archived, retrieved=article.retrieved, language=article.language,
        annotator=article.annotator, coded_by=article.coded_by, note=article.note,
        text=article.text and _from_text(article.text),
        no_claims=[_from_evidence(span) for span in article.no_claims] or None,
    )  # fmt: skip


def from_claim(claim: Claim) -> dict[str, Any]:
    """Give a claim's fields, without its article."""
    return _filled(
        id=claim.id, fact=claim.fact, type=claim.type, label=claim.label, roles=claim.roles,
        when=claim.when and claim.when.text, speaker=claim.speaker, via=claim.via, document=claim.document,
        stance=claim.stance, scope=claim.scope if claim.scope is not Scope.FACT else None,
        said=claim.said and claim.said.text, mode=claim.mode, part_of=claim.part_of, fulfils=claim.fulfils,
        evidence=[_from_evidence(span) for span in claim.evidence], qualifier=claim.qualifier,
        annotator=claim.annotator, note=claim.note, values={name: str(figure) for name, figure in claim.values.items()},
    )  # fmt: skip


def from_judgement(its: Judgement) -> dict[str, Any]:
    """Give the fields of a judgement of identity."""
    back = its.taken_back and _from_taken_back(its.taken_back)
    return _filled(**{its.word: its.ids}, by=its.by, day=its.day, note=its.note, taken_back=back)


def _from_taken_back(its: TakenBack) -> dict[str, Any]:
    return _filled(by=its.by, day=its.day, note=its.note)


def _from_evidence(span: Evidence) -> dict[str, Any]:
    if span.row is not None:
        return _filled(row=span.row, sha256=span.sha256)
    kind = span.kind if span.kind is not EvidenceKind.TEXT else None
    return _filled(at=[span.start, span.end], sha256=span.sha256, kind=kind)


def _from_text(text: Text) -> dict[str, Any]:
    return {"file": text.file, "sha256": text.sha256, "characters": text.characters}


def _filled(**fields: Any) -> dict[str, Any]:  # noqa: ANN401 - values of any field
    """Leave out what is empty, and write names as files do."""
    return {name.replace("_", "-"): value for name, value in fields.items() if value not in _NOTHING}


def _line(kind: str, fields: dict[str, Any]) -> bytes:
    return _encode({kind: fields}) + b"\n"
