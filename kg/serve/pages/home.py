"""The start page: what the graph is, how much of it is contested or unread, and where to go on."""

from __future__ import annotations

from collections import Counter
from typing import Any

from kg.account.standing import contested_by
from kg.model.records import Article, Status
from kg.report.conflicts import counts_of
from kg.report.facts import rests_on_rows
from kg.report.sources import missing_line
from kg.serve.exchange import Reply
from kg.serve.pages.article import title_of
from kg.serve.pages.lists import listed
from kg.serve.pages.rendering import page
from kg.serve.pages.visit import Visit

_MOST_SOURCES = 200  # of a sort that the form offers


def home(visit: Visit) -> Reply:
    """Answer with the start page."""
    graph = visit.graph
    articles = sorted(graph.records.articles.values(), key=lambda its: (its.day, its.id), reverse=True)

    def entry(its: Article) -> dict[str, Any]:
        published = its.published.text if its.is_dated else f"by {its.day}"
        said = len(visit.index.by_article.get(its.id, []))
        return {
            "link": visit.link("article", its.id, title_of(visit, its)),
            "publisher": visit.link("entity", its.publisher),
            "published": published,
            "claims": said,
        }

    return page(
        visit,
        "home",
        describes=graph.describes(),
        counts=_counts(visit),
        statuses=_statuses(visit),
        doubts=_doubts(visit),
        day=graph.account.known_by,
        sources=_sources(visit),
        articles=listed(
            visit, "articles", "Articles", articles, entry, "article", "There are no articles.", main="articles"
        ),
    )


def _sources(visit: Visit) -> list[str]:
    """Name what a slice can be without, as its parameter has it; of very many, the first."""
    index = visit.index
    every = {"voice": index.by_voice, "outlet": index.by_outlet, "article": index.by_article}
    return [f"{sort}:{id_}" for sort, its in every.items() for id_ in sorted(its)[:_MOST_SOURCES]]


def _counts(visit: Visit) -> list[tuple[int, str]]:
    graph = visit.graph
    numbers = (
        (len(graph.records.entities), "entity", "entities"), (len(graph.account.facts), "finding", "findings"),
        (len(graph.claims), "claim", "claims"), (len(visit.index.by_voice), "voice", "voices"),
        (len(visit.index.by_outlet), "outlet", "outlets"), (len(graph.records.articles), "article", "articles"),
    )  # fmt: skip
    return [(number, one if number == 1 else many) for number, one, many in numbers]


def _statuses(visit: Visit) -> list[dict[str, Any]]:
    """Count the facts by status, in the order in which the rule tries them; what a party contests is counted by itself.

    The same two numbers stand above the picture (`rowOf` of its script).
    """
    graph = visit.graph
    facts = graph.account.facts.values()
    counts = Counter(fact.status for fact in facts)
    contested = Counter(fact.status for fact in facts if fact.status.can_be_accepted and not fact.accepted)
    return [
        {
            "status": status.value,
            "label": graph.ontology.statuses[status.value].label,
            "count": counts[status] - contested[status],
            "contested": contested[status],
            "href": visit.address("/search", ("q", ""), ("status", status.value)),
        }
        for status in Status
        if counts[status]
    ]


def _doubts(visit: Visit) -> list[str]:
    """Say what is contested, in what claims conflict, what nobody read, and what is missing from the build."""
    graph, facts = visit.graph, visit.graph.account.facts.values()
    contested = Counter(fact.contested.value for fact in facts if fact.contested)
    unread = sum(rests_on_rows(graph, fact.basis) for fact in facts)
    refused = (graph.manifest.get("counts") or {}).get("refused", 0)
    conflicts = graph.conflicts()
    said = [f"{count:,} {contested_by(by)}" for by, count in sorted(contested.items())]
    lines = [
        f"{', '.join(said) or 'none contested'} of {len(facts):,} findings.",
        f"{counts_of(conflicts)}." if conflicts else "No claims conflict, and nobody denies a part of a finding alone.",
        _unread(unread) if unread else "",
        f"{missing_line({'refused': refused})}." if refused else "",
    ]
    return [line[0].upper() + line[1:] for line in lines if line]


def _unread(number: int) -> str:
    rest, them = ("rests", "it") if number == 1 else ("rest", "them")
    return f"{number:,} {rest} on rows of tables and data sets alone: nobody read {them} against a text."
