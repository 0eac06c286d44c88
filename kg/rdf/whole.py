"""A whole graph as lines: the account, and every article with its claims."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from kg.account.facts import Account
from kg.model.records import Claim, Records
from kg.rdf.account import account_lines
from kg.rdf.claims import article_lines
from kg.rdf.terms import Terms

ACCOUNT = "account"


def segments_of(records: Records, account: Account, terms: Terms) -> Iterator[tuple[str, list[str]]]:
    """Write a graph in segments.

    Yields
    ------
    tuple
        A name, ``account`` or ``articles/<id>``, and its lines, in order.
    """
    by_article: dict[str, list[Claim]] = defaultdict(list)
    for claim in records.claims:
        by_article[claim.article].append(claim)
    yield ACCOUNT, account_lines(account, terms)
    for id_, article in records.articles.items():
        yield f"articles/{id_}", article_lines(article, by_article[id_], account.readings, terms)


def lines_of(records: Records, account: Account, terms: Terms) -> Iterator[str]:
    """Give all lines of a graph, segment by segment."""
    for _, lines in segments_of(records, account, terms):
        yield from lines
