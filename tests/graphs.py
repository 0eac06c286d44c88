"""Graphs for tests: of a few claims in the small world of `making`, without a build."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from kg.account.compute import account
from kg.account.voices import Links
from kg.base.project import Project
from kg.graph.graph import Graph
from kg.model.records import Article, Claim, Kind, Records
from kg.ontology import Ontology
from kg.rdf import Terms, lines_of
from kg.snapshot import loaders
from tests.making import ARTICLES, ENTITIES, claim, core, entity

STRAIT = Path(__file__).parent / "projects" / "strait"


def graph_of(claims: Iterable[Claim], articles: Mapping[str, Article] = ARTICLES) -> Graph:
    """Give the graph of some claims in the small world, in whatever order they come."""
    ordered = tuple(sorted({claim.key: claim for claim in claims}.values(), key=lambda claim: claim.key))
    records = Records(ENTITIES, dict(sorted(articles.items())), ordered)
    return in_memory(Project(Path(), "https://example.org/small/", "A small world"), records, core())


def in_memory(project: Project, records: Records, its: Ontology, known_by: str | None = None) -> Graph:
    """Put a graph together without a build."""
    accounted = (records, account(records.claims, Links.of(records, its), known_by))
    return Graph(project, loaders.in_memory(project.names, lambda: its, lambda: accounted))


def summit() -> Graph:
    """Thirty persons, p00 to p29, were at a summit of which no delegations are named; p00 and p02 met p01 apart."""
    persons = {its.id: its for its in (entity(f"p{number:02}", Kind.PERSON) for number in range(30))}
    guests = tuple(persons)
    claims = (
        claim(None, fact="summit", type="Gathering", roles={"representative": guests}),
        claim(None, fact="talks", roles={"participant": guests[:2]}),
        claim(None, fact="more-talks", roles={"participant": guests[1:3]}),
    )
    ordered = tuple(sorted(claims, key=lambda its: its.key))
    records = Records(ENTITIES | persons, dict(sorted(ARTICLES.items())), ordered)
    return in_memory(Project(Path(), "https://example.org/small/", "A small world"), records, core())


def lines(graph: Graph) -> list[str]:
    """Write a graph as sorted lines of N-Quads."""
    terms = Terms(graph.project.names, graph.ontology, graph.records.entities)
    return sorted(set(lines_of(graph.records, graph.account, terms)))


def statuses(graph: Graph) -> dict[str, str]:
    """Say how each fact stands, in a word: its status, and a `!` if a party contests it."""
    return {
        fact.fact: fact.status.value + ("!" if fact.contested == "by-party" else "")
        for fact in graph.account.facts.values()
    }
