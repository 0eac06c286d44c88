"""A whole graph as lines: the account, and every article with its claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.account.facts import Account, Reading
from kg.model.records import Claim, Records
from kg.rdf.account import account_lines
from kg.rdf.claims import article_lines
from kg.rdf.terms import Terms


def lines_by_article(records: Records, readings: dict[str, Reading], terms: Terms) -> Iterator[tuple[str, list[str]]]:
    """Write articles with their claims, one article after the other.

    Yields
    ------
    tuple
        The id of an article, and its lines, in order.
    """
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in records.claims:
        by_article[claim.article].append(claim)
    for id_, article in records.articles.items():
        yield id_, article_lines(article, by_article[id_], readings, terms)


def lines_of(records: Records, account: Account, terms: Terms) -> Iterator[str]:
    """Give all lines of a graph, each once: those of the account, then those of each article."""
    yield from account_lines(account, records.claims, terms)
    for _, lines in lines_by_article(records, account.readings, terms):
        yield from lines
