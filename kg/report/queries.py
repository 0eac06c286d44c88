"""The named queries as rows and as lines: what `kg query --list` and `%kg queries` print."""

from __future__ import annotations

from kg.base.letters import cut
from kg.query.library import Query
from kg.report.facts import Row

LONGEST_QUESTION = 200  # characters of what a query answers, in a list


def query_row(query: Query) -> Row:
    """Give a named query as `kg query --list --format json` prints it."""
    return {"name": query.name, "question": query.question, "parameters": query.parameters}


def parameters_of(query: Query) -> str:
    """Write what a named query has to be told, in the form in which it is told it.

    >>> parameters_of(Query("", "met", "", {"entity": "entity", "start": "date"}))
    'entity=ENTITY start=DATE'
    """
    return " ".join(f"{name}={type_.upper()}" for name, type_ in query.parameters.items())


def query_lines(query: Query) -> list[str]:
    """Write a named query for people: how it is asked, and below what it answers."""
    return [" ".join(filter(None, (query.name, parameters_of(query)))), f"    {cut(query.question, LONGEST_QUESTION)}"]
