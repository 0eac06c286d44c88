"""Search: entities, findings, topics and articles whose names hold all the words that are asked for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any, TypeVar

from msgspec import Struct

from kg.account.facts import FactAccount
from kg.graph.graph import Graph
from kg.model.records import Article, Entity, Kind
from kg.report.emptiness import no_facts
from kg.report.ordering import in_order
from kg.serve.exchange import Reply
from kg.serve.pages.article import title_of
from kg.serve.pages.items import finding
from kg.serve.pages.lists import listed
from kg.serve.pages.rendering import page
from kg.serve.pages.visit import Visit

T = TypeVar("T", Entity, FactAccount, Article)
_MOST_WORDS, _LONGEST = 12, 200  # words that are looked for, and characters of what is asked


class _Texts(Struct, frozen=True):
    """What is searched: of each thing its words, plain; those of a name come first."""

    entities: list[tuple[str, Entity]]
    facts: list[tuple[str, FactAccount]]
    articles: list[tuple[str, Article]]


def search(visit: Visit) -> Reply:
    """Answer with what is found, in groups; without words, with all there is."""
    asked = visit.asked.first("q")[:_LONGEST]
    words, texts = plain(asked).split()[:_MOST_WORDS], _texts(visit.graph)
    entities = _found(texts.entities, words)
    entities = entities if words else sorted(entities, key=lambda its: (its.name.casefold(), its.id))
    topics = [its for its in entities if its.kind is Kind.TOPIC]
    others = [its for its in entities if its.kind is not Kind.TOPIC]
    facts = _found(texts.facts, words)
    articles = _found(texts.articles, words)
    none = f"No name holds {' and '.join(f'“{word}”' for word in words)}." if words else "There are none."
    kinds = visit.graph.ontology.kinds

    def entity(its: Entity) -> dict[str, Any]:
        called = "; ".join([kinds[its.kind.value].label, *its.aliases[:3]])
        return {"link": visit.link("entity", its.id), "note": called}

    def article(its: Article) -> dict[str, Any]:
        note = f"{visit.name(its.publisher)}, {its.published.text}"
        return {"link": visit.link("article", its.id, title_of(visit, its)), "note": note}

    no_findings = none if visit.graph.account.facts else no_facts(visit.graph)
    lists = [
        listed(visit, "entities", "Entities", others, entity, "plain", none),
        listed(visit, "facts", "Findings", in_order(facts), lambda its: finding(visit, its), "finding", no_findings),
        listed(visit, "topics", "Topics", topics, entity, "plain", none),
        listed(visit, "articles", "Articles", articles, article, "plain", none),
    ]
    total = sum(its.total for its in lists)
    found = [its for its in lists if its.total]
    words_for_one = ("entity", "finding", kinds[Kind.TOPIC.value].label.lower(), "article")
    single = dict(zip((its.name for its in lists), words_for_one, strict=True))
    counts = [(its, single[its.name] if its.total == 1 else its.title.lower()) for its in found]
    near = "" if total or not words else _near(visit.graph, asked)
    links = [] if total else [visit.link("entity", near)] if near else []
    return page(
        visit, "search", heading="Search", q=asked, total=total, counts=counts, nothing=none, meant=links,
        lists=found if words else lists,
    )  # fmt: skip


def _near(graph: Graph, asked: str) -> str:
    """Give the entity whose name or id is nearest to what is asked for; empty if none is near."""
    names = {
        plain(word): its.id for its in graph.records.entities.values() for word in (its.name, *its.aliases, its.id)
    }
    return names.get(next(iter(get_close_matches(plain(asked), names, 1, 0.7)), ""), "")


def plain(text: str) -> str:
    """Write a text without what a search passes over: case, accents, hyphens.

    >>> plain("Gül-Rock  Straße")
    'gul rock  strasse'
    """
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(" " if letter in "-_–" else letter for letter in letters if not unicodedata.combining(letter))


def _found(texts: Iterable[tuple[str, T]], words: list[str]) -> list[T]:
    """Take what holds all words; what begins with the first of them comes first."""
    held = [(text, its) for text, its in texts if all(word in text for word in words)]
    return [its for text, its in sorted(held, key=lambda each: not each[0].startswith(tuple(words[:1])))]


def _texts(graph: Graph) -> _Texts:
    held = vars(graph)  # they go when the graph does
    if "_texts_of_pages" not in held:
        held["_texts_of_pages"] = _read(graph)
    texts: _Texts = held["_texts_of_pages"]
    return texts


def _read(graph: Graph) -> _Texts:
    records, ontology = graph.records, graph.ontology
    also: dict[str, str] = {}  # other ids of what is shown by one
    for other, shown in records.replaced.items():
        also[shown] = f"{also.get(shown, '')} {other}"
    entities = [
        (plain(" ".join((its.name, *its.aliases, its.id)) + also.get(its.id, "")), its)
        for its in records.entities.values()
    ]
    names = {its.id: text for text, its in entities}
    facts, concepts = [], ontology.concepts
    for fact in graph.account.facts.values():
        named = dict.fromkeys(filler for _, filler in fact.fillers)
        words = (names.get(id_) or plain(concepts[id_].label if id_ in concepts else id_) for id_ in named)
        label = f"{fact.label or ''} {fact.fact}{also.get(fact.fact, '')} {ontology.types[fact.type].label}"
        facts.append((" ".join((plain(label).strip(), *words)), fact))
    articles = [
        (plain(" ".join((its.title, records.entities[its.publisher].name, its.published.text, its.id))), its)
        for its in records.articles.values()
    ]
    return _Texts(entities, facts, articles)
