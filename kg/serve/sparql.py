"""The SPARQL protocol, for queries alone: what is asked, of which dataset, in which format it is answered.

Sources: SPARQL 1.1 Protocol, W3C Recommendation 2013, sections 2.1 (query) and 2.2 (update: refused). SPARQL 1.1
Service Description, 2013. SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats, 2013. RFC 9110, section 12.5.1.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.base.errors import KgError, NotFoundError, UsageError
from kg.serve.exchange import Asked, Reply, fields_of
from kg.serve.negotiation import best
from kg.serve.refusals import refused

if TYPE_CHECKING:
    from kg.graph.graph import Graph

FORM = "application/x-www-form-urlencoded"
QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
ROWS = {  # media type -> format; the first is what anyone gets
    "application/sparql-results+json": "json",
    "application/sparql-results+xml": "xml",
    "text/csv": "csv",
    "text/tab-separated-values": "tsv",
    "application/json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
    "text/plain": "tsv",
}
GRAPHS = {
    "text/turtle": "ttl",
    "application/n-triples": "nt",
    "application/trig": "trig",
    "application/rdf+xml": "rdfxml",
    "application/ld+json": "jsonld",
    "application/json": "jsonld",
    "application/xml": "rdfxml",
    "text/plain": "nt",
}
_OFFERED = {
    "select": ROWS,
    "ask": {media: format for media, format in ROWS.items() if format in ("json", "xml")},
    "construct": GRAPHS,
}
_TEXT = ("text/csv", "text/tab-separated-values", "text/turtle", "text/plain", "text/xml")
_HOW = (
    "as `query` in the address (GET), as `query` in a form, or as the body, with Content-Type: application/sparql-query"
)
PARAMETERS = ("query", "default-graph-uri", "named-graph-uri")


class _RefusedError(KgError):
    """An operation that this server does not do, with the status that says so."""

    def __init__(self, status: int, what: str, hint: str) -> None:
        super().__init__(what, hint)
        self.status = status


def answer(graph: Graph, asked: Asked, rows: int) -> Reply:
    """Answer a query that came by the SPARQL protocol, or describe the service if none did.

    Parameters
    ----------
    graph
        Whose store is asked.
    asked
        The operation.
    rows
        How many rows or triples an answer has at most; one with more is refused.
    """
    if asked.path:
        raise NotFoundError(f"no such path: `/sparql/{asked.path}`", "queries go to `/sparql`")
    try:
        text, values = _operation(asked)
    except _RefusedError as error:
        allow = {"Allow": "GET, HEAD, OPTIONS, POST"} if error.status == 405 else {}
        told = refused(asked, error, error.status)
        return Reply(told.body, told.media_type, told.status, {**told.headers, **allow})
    if text is None:
        return _described(graph, asked)
    return _answered(graph, asked, text, _dataset(values), rows)


def _operation(asked: Asked) -> tuple[str | None, list[tuple[str, str]]]:
    """Find the query and the parameters of an operation; there is no query where the service is to be described."""
    is_read = asked.method in ("GET", "HEAD")
    values = list(asked.values) if is_read else _posted(asked)
    if is_read and not values:
        return None, []
    if any(name in ("update", "using-graph-uri", "using-named-graph-uri") for name, _ in values):
        raise _RefusedError(403, "updates are refused: this server only answers", "edit the sources, and `kg build`")
    queries = [value for name, value in values if name == "query"]
    if len(queries) != 1:
        raise UsageError("no query" if not queries else f"{len(queries)} queries in one operation", f"send one, {_HOW}")
    if not queries[0].strip():
        raise UsageError("the query is empty", f"send one, {_HOW}")
    return queries[0], values


def _posted(asked: Asked) -> list[tuple[str, str]]:
    """Read the parameters of an operation that came by POST."""
    if asked.method != "POST":
        raise _RefusedError(405, f"{asked.method} is not for queries", "use GET or POST")
    if asked.media_type == FORM:
        its = [pair for pair in asked.values if pair[0] in PARAMETERS[1:]]
        return [*its, *fields_of(_decoded(asked.body))]
    if asked.media_type == UPDATE:
        return [("update", "")]
    if asked.media_type != QUERY:
        raise _RefusedError(415, f"a body of type `{asked.media_type or 'none'}`", _HOW)
    return [*asked.values, ("query", _decoded(asked.body))]


def _decoded(body: bytes) -> str:
    try:
        return body.decode()
    except UnicodeDecodeError as error:
        raise UsageError(f"the body is no UTF-8, at byte {error.start}", "send it in UTF-8") from None


def _dataset(values: list[tuple[str, str]]) -> tuple[list[str], list[str]] | None:
    """Find the graphs that the operation names; they replace those that the query names (section 2.1.4)."""
    default = [value for name, value in values if name == "default-graph-uri"]
    named = [value for name, value in values if name == "named-graph-uri"]
    return (default, named) if default or named else None


def _answered(graph: Graph, asked: Asked, text: str, dataset: tuple[list[str], list[str]] | None, rows: int) -> Reply:
    from kg.query.bounded import written
    from kg.query.earlier_terms import earlier_terms, refuse_earlier_terms
    from kg.query.engine_process import head_of

    if found := earlier_terms(text, graph.project.names.prefixes()):
        refuse_earlier_terms(text, found, graph.ontology.replaced)
    raw = graph.store.query(text, dataset=dataset)
    return in_format(asked, head_of(raw)[0], lambda format: written(raw, format, graph.project.names, rows))


def in_format(asked: Asked, form: str, write: Callable[[str], bytes], **headers: str) -> Reply:
    """Answer in the format that the client wants most.

    Parameters
    ----------
    asked
        By whom.
    form
        Of the query: select, ask or construct.
    write
        Writes the answer in a format.
    headers
        Further ones.
    """
    offered = _OFFERED[form]
    media_type = best(asked.accept, list(offered))
    if media_type is None:
        what = f"nothing of what you accept can hold this answer: `{asked.accept}`"
        return refused(asked, KgError(what, f"accept {', '.join(offered)}"), 406)
    charset = "; charset=utf-8" if media_type in _TEXT else ""
    return Reply(write(offered[media_type]), f"{media_type}{charset}", headers={"Vary": "Accept"} | headers)


def _described(graph: Graph, asked: Asked) -> Reply:
    """Describe the service (SPARQL 1.1 Service Description, section 2); browsers are sent to the editor."""
    from kg.query.bounded import described

    media_type = best(asked.accept, [*GRAPHS, "text/html"])
    if media_type == "text/html":
        return Reply(b"", status=303, headers={"Location": "/query", "Vary": "Accept"})
    format = GRAPHS.get(media_type or "", "ttl")
    formats = [*list(ROWS)[:4], *list(GRAPHS)[:5]]
    body = described(f"{asked.origin}/sparql", formats, format, graph.project.names)
    return Reply(body, f"{media_type or 'text/turtle'}; charset=utf-8", headers={"Vary": "Accept"})
