"""The page of an article: its citation, and its claims. Of its text only what evidence quotes, if texts are at hand."""

from __future__ import annotations

from typing import Any

from kg.base.addresses import address_fault
from kg.model.records import Article
from kg.serve.pages.items import evidence_of, said
from kg.serve.pages.lists import listed
from kg.serve.pages.things import Thing, missing
from kg.serve.pages.visit import Visit


def article(visit: Visit, id_: str, part: str = "") -> Thing:
    """Find an article.

    Raises
    ------
    NotFoundError
        If the slice does not know it.
    """
    found = visit.graph.records.articles.get(id_)
    if found is None:
        raise missing(visit, "article", id_)
    iri = visit.graph.project.names.article(id_)
    return Thing("article", id_, iri, lambda: _values(visit, found), lambda: _row(visit, found), part)


def _row(visit: Visit, its: Article) -> dict[str, Any]:
    """Give an article's citation, and the keys of its claims."""
    return {
        "article": its.id,
        "title": its.title,
        "publisher": its.publisher,
        "agency": its.agency,
        "coded_by": its.coded_by,
        "published": its.published.text,
        "published_basis": its.published_basis,
        "url": its.url,
        "archived": its.archived,
        "retrieved": its.retrieved,
        "language": its.language,
        "annotator": its.annotator,
        "note": its.note,
        "text_sha256": its.text.sha256 if its.text else None,
        "claims": sorted(visit.index.by_article.get(its.id, [])),
    }


def _quoted(visit: Visit, key: str) -> dict[str, Any]:
    """Make an entry of a claim, with the words that it quotes where the texts are at hand."""
    spans = evidence_of(visit, visit.graph.claims[key])
    return {"said": said(visit, key), "quotes": [its["text"] for its in spans if its["text"] is not None]}


def title_of(visit: Visit, its: Article) -> str:
    """Give an article's title; of what has none, whose rows it holds."""
    return its.title or visit.name(its.id)


def _values(visit: Visit, its: Article) -> dict[str, Any]:
    keys = sorted(visit.index.by_article.get(its.id, []))
    refused = [] if visit.kept else [each for each in visit.graph.records.claims if each.article == its.id]
    return {
        "heading": title_of(visit, its),
        "row": _row(visit, its),
        "publisher": visit.link("entity", its.publisher),
        "agency": visit.link("entity", its.agency) if its.agency else None,
        "coder": visit.link("entity", its.coded_by) if its.coded_by else None,
        "addresses": [
            (words, address) for words, address in (("article", its.url), ("archived copy", its.archived))
            if address and not address_fault(address)
        ],
        "is_dated": its.is_dated,
        "day": its.day,
        "claims": listed(
            visit, "claims", "What it says", keys, lambda key: _quoted(visit, key), "quoted",
            "It has no claims." if not refused else "None of its claims counts.", main="claims",
        ),
    }  # fmt: skip
