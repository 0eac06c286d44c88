"""Claims as W3C Web Annotations: one annotation a claim, with a target for each span, and the claim as its body.

A target has a text position selector, and a text quote selector where the words may be kept. Its source is the IRI of
the article; the position counts in the text that was annotated, whose hash stands with it, never in the page at the
article's address. A row that nobody read has no place in a text: its target is the article as a whole.

Sources: Web Annotation Data Model, W3C Recommendation 2017, sections 3.2 (bodies and targets), 3.2.4 (textual bodies),
4.2.4 and 4.2.5 (selectors), 4.3 (states), 4.4 (scope), 5 (collections); JSON-LD 1.1, W3C Recommendation 2020.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.annotation.jsonl_writer import from_article
from kg.base.iris import EDTF, KG, PROV, SAID, SCHEMA, XSD
from kg.formats.spans import Span, Spans, unit_of
from kg.model.records import Article, Claim, Scope

if TYPE_CHECKING:
    from kg.base.iris import Names
    from kg.snapshot.snapshot import Snapshot

ANNO = "http://www.w3.org/ns/anno.jsonld"
_ONE, _MANY = {"@type": "@id"}, {"@type": "@id", "@container": "@list"}
_NAMES = ("kg:article", "kg:fact", "kg:document", "kg:stance", "kg:scope", "said:type", "said:partOf", "said:fulfils",
          "prov:wasAttributedTo", "kg:evidence", "kg:value", "kg:agency", "kg:codedBy", "schema:publisher")  # fmt: skip
_TEXTS = {"said:label": "label", "kg:mode": "mode", "kg:qualifier": "qualifier", "kg:annotator": "annotator",
          "kg:note": "note"}  # fmt: skip
HEAD = {  # terms of an article's head -> fields
    "schema:headline": "title", "schema:publisher": "publisher", "kg:agency": "agency", "kg:codedBy": "coded-by",
    "kg:published": "published", "kg:publishedBasis": "published-basis", "schema:url": "url",
    "schema:archivedAt": "archived", "kg:retrieved": "retrieved", "schema:inLanguage": "language",
    "kg:annotator": "annotator", "kg:note": "note",
}  # fmt: skip
_ACTORS = ("publisher", "agency", "coded-by")


def to_webannotation(graph: Snapshot, *, offsets: str = "", keep: bool = False) -> str:
    """Write a collection of annotations, one a claim, in the order of their keys.

    Parameters
    ----------
    graph
        Opened with texts where `keep`, or offsets other than code points, are wanted.
    offsets
        What positions count: `codepoints`, as the Recommendation has it and what nothing means, or `utf16`, as
        programs in a browser count.
    keep
        Whether the words, and some before and after them, stand in the file.

    Raises
    ------
    UsageError
        If texts are needed and missing, or are not those that were annotated.
    """
    spans, names = Spans(graph, unit_of(offsets), keep=keep), graph.project.names
    claims = [claim for _, claim in sorted(graph.claims.items())]
    items = [_annotation(graph, claim, spans) for claim in claims]
    articles = {claim.article: graph.records.articles[claim.article] for claim in claims}
    page = f"{names.base}annotations/1"
    collection = {
        "@context": [ANNO, _context(graph)],
        "id": f"{names.base}annotations",
        "type": "AnnotationCollection",
        "label": graph.project.title,
        "total": len(items),
        "kg:articles": [_head(its, names) for _, its in sorted(articles.items())],
        "first": {"id": page, "type": "AnnotationPage", "startIndex": 0, "items": items},
    }
    return json.dumps(collection, ensure_ascii=False, indent=1) + "\n"


def _context(graph: Snapshot) -> dict[str, Any]:
    """Say what our own terms mean; `via` and `label` of the Recommendation's context keep their meaning."""
    roles = {f"said:{role}": _ONE for role in sorted(graph.ontology.roles)}
    edtf = {term: {"@type": EDTF} for term in ("said:when", "kg:said", "kg:published")}
    numbers = {term: {"@type": f"{XSD}decimal"} for term in ("kg:low", "kg:high")}
    addresses = {term: {"@type": f"{XSD}anyURI"} for term in ("schema:url", "schema:archivedAt")}
    prefixes = {"kg": KG, "said": SAID, "prov": PROV, "schema": SCHEMA}
    names = dict.fromkeys(_NAMES, _ONE)
    return prefixes | names | {"kg:via": _MANY, "kg:articles": _ONE} | roles | edtf | numbers | addresses


def _annotation(graph: Snapshot, claim: Claim, spans: Spans) -> dict[str, Any]:
    article, names = graph.records.articles[claim.article], graph.project.names
    said_by = claim.annotator or article.annotator
    found = spans.of(claim)
    return {
        "id": f"{names.claim(claim.key)}/annotation",
        "type": "Annotation",
        "motivation": "describing",
        **({"creator": {"name": said_by}} if said_by else {}),
        "body": [_claim(graph, claim, found, spans), *_readable(graph, claim)],
        "target": [_target(claim, article, span, names) for span in found],
    }


def _target(claim: Claim, article: Article, span: Span, names: Names) -> dict[str, Any]:
    source = {"source": names.article(article.id), **({"scope": article.url} if article.url else {})}
    its = {"id": names.evidence(claim.key, span.number), "type": "SpecificResource", **source}
    if span.its.row is not None:
        return its | {"selector": []}  # an empty list, without which Recogito's adapter fails at the whole file
    position = {"type": "TextPositionSelector", "start": span.start, "end": span.end}
    quote = []
    if span.words is not None:
        around = {"prefix": span.before, "suffix": span.after}
        quote = [{"type": "TextQuoteSelector", "exact": span.words, **{k: v for k, v in around.items() if v}}]
    state = {"type": "oa:State", "kg:textSha256": article.text.sha256} if article.text else None
    return its | {"selector": [*quote, position], **({"state": state} if state else {})}


def _claim(graph: Snapshot, claim: Claim, found: list[Span], spans: Spans) -> dict[str, Any]:
    """Write what a claim says, in the terms of its RDF; lists keep their order, in which relays mean something."""
    names, ontology = graph.project.names, graph.ontology
    roles = ontology.types[claim.type].roles
    body: dict[str, Any] = {
        "id": names.claim(claim.key),
        "type": "kg:Claim",
        "purpose": "describing",
        "kg:article": names.article(claim.article),
        "kg:fact": names.fact(claim.fact),
        "said:type": ontology.types[claim.type].iri,
        "kg:stance": f"kg:{claim.stance.value}",
        "kg:scope": f"kg:scope-{claim.scope.value}" if claim.scope is not Scope.FACT else None,
        "said:when": claim.when and claim.when.text,
        "prov:wasAttributedTo": [names.entity(its) for its in claim.speaker],
        "kg:via": [names.entity(its) for its in claim.via],
        "kg:document": claim.document and names.document(claim.document),
        "kg:said": claim.said and claim.said.text,
        "said:partOf": claim.part_of and names.fact(claim.part_of),
        "said:fulfils": claim.fulfils and names.fact(claim.fulfils),
        **{term: getattr(claim, field) for term, field in _TEXTS.items()},
    }
    for role, fillers in claim.roles.items():
        of_concepts = roles[role].scheme is not None
        body[f"said:{role}"] = [ontology.concepts[its].iri if of_concepts else _thing(graph, its) for its in fillers]
    body["kg:value"] = [_figure(names.claim(claim.key), name, claim) for name in claim.values]
    body["kg:evidence"] = [_evidence(names.evidence(claim.key, span.number), span) for span in found]
    body["kg:offsets"] = spans.unit.value
    return {term: value for term, value in body.items() if value not in (None, [], "")}


def _thing(graph: Snapshot, filler: str) -> str:
    names = graph.project.names
    return names.entity(filler) if filler in graph.records.entities else names.fact(filler)


def _figure(claim: str, name: str, its: Claim) -> dict[str, Any]:
    figure = its.values[name]
    parts = {"kg:low": figure.low, "kg:high": figure.high, "kg:unit": figure.unit}
    filled = {term: value for term, value in parts.items() if value is not None}
    return {"id": f"{claim}/value/{name}", "type": "kg:Figure", "kg:name": name, **filled}


def _evidence(iri: str, span: Span) -> dict[str, Any]:
    """Say of a piece of evidence what its target has no place for: programs keep a body whole, and targets not."""
    its = span.its
    if its.row is not None:
        return {"id": iri, "kg:row": its.row, **({"kg:sha256": its.sha256} if its.sha256 else {})}
    return {"id": iri, "kg:evidenceKind": its.kind.value, "kg:sha256": its.sha256}


def _readable(graph: Snapshot, claim: Claim) -> list[dict[str, Any]]:
    """Write for people, in any program that shows annotations: type and stance as tags, the attributed sentence."""
    tags = (graph.ontology.types[claim.type].label, claim.stance.value)
    told = {"type": "TextualBody", "purpose": "describing", "format": "text/plain", "language": "en"}
    return [
        *({"type": "TextualBody", "purpose": "tagging", "value": tag} for tag in tags),
        told | {"value": graph.teller.claim(claim)},
    ]


def _head(article: Article, names: Names) -> dict[str, Any]:
    fields = from_article(article)
    head: dict[str, Any] = {"id": names.article(article.id), "type": "schema:NewsArticle"}
    for term, field in HEAD.items():
        if (value := fields.get(field)) is not None:
            head[term] = names.entity(value) if field in _ACTORS else value
    if article.text:
        its = article.text
        head["kg:text"] = {"kg:file": its.file, "kg:textSha256": its.sha256, "kg:characters": its.characters}
    return head
