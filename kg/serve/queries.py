"""The named queries over HTTP: `/api/queries` lists them, `/api/queries/NAME?entity=…` asks one.

Source: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats, W3C Recommendations 2013.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.base.errors import NotFoundError, TooManyRowsError, UsageError
from kg.base.hints import unknown
from kg.serve.exchange import Asked, Reply, as_json, noted
from kg.serve.sparql import in_format

if TYPE_CHECKING:
    from kg.graph.graph import Graph


def answer(graph: Graph, asked: Asked, rows: int) -> Reply:
    """List the named queries, or answer one in the format that the client accepts.

    Parameters
    ----------
    graph
        Whose store is asked.
    asked
        Its path is the query's name, or empty; its values are those of the query's parameters.
    rows
        How many rows or triples an answer has at most; one with more is refused.
    """
    from kg.query.library import library
    from kg.report.queries import query_row

    if asked.method not in ("GET", "HEAD"):
        raise UsageError(f"{asked.method} is not for questions", "use GET")
    known, name = library(graph.project.root), asked.path.strip("/")
    if not name:
        return as_json([query_row(its) for its in known.values()])
    if name not in known:
        raise NotFoundError(*unknown("query", name, known))
    values = dict(asked.values)
    if len(values) < len(asked.values):
        raise UsageError("a parameter is given twice", "give each once")
    result = graph.query(name, **values)
    if len(result) > rows:
        raise TooManyRowsError(rows)
    notes = noted(graph.not_shown(name, **values).splitlines())
    return in_format(asked, result.form, lambda format: result.serialize(format).encode(), **notes)
