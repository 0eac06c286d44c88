"""An answer of a query, whole and written in one format, or refused since it has too many rows: for a server."""

from __future__ import annotations

import io
from collections.abc import Sequence
from itertools import islice
from typing import Any

from pyoxigraph import NamedNode, QueryBoolean, QueryResultsFormat, QuerySolutions, Triple

from kg.base.errors import QueryError, TooManyRowsError
from kg.base.iris import RDF, Names
from kg.query.engine_process import named_alike
from kg.query.limits import not_answered
from kg.query.result_formats import Ending, graph_text, read_again, write_csv, write_rows
from kg.query.store import Results


class _Counted(io.BytesIO):
    """Takes rows in tsv, no more than there may be."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most, self._lines = most, 0

    def write(self, part: Any) -> int:  # noqa: ANN401 - bytes
        written = bytes(part)
        self._lines += written.count(b"\n")
        if self._lines > self._most + 1:  # the first is the head
            raise TooManyRowsError(self._most)
        return super().write(written)


def written(raw: Results, format: str, names: Names, most: int) -> bytes:
    r"""Write an answer in a standard format, if it has no more rows, or triples, than there may be.

    Parameters
    ----------
    raw
        What the engine gave, of which nothing has been read.
    format
        json, xml, csv or tsv for rows; json or xml for an ASK; ttl, nt, trig, rdfxml or jsonld for triples.
    names
        Shortens IRIs.
    most
        Rows.

    Raises
    ------
    TooManyRowsError
        If there are more.
    QueryError
        If the engine fails on the way, or the format cannot hold the answer.

    >>> from pyoxigraph import Store
    >>> store = Store()
    >>> written(store.query("SELECT ?x { VALUES ?x { 1 2 } }"), "csv", Names("https://e.org/"), 2)
    b'x\r\n1\r\n2\r\n'
    """
    try:
        if isinstance(raw, QuerySolutions):
            return _rows(raw, format, most)
        if isinstance(raw, QueryBoolean):
            ending = Ending(out := io.BytesIO(), format)
            write_rows(raw, ending, format)
            ending.finish("")
            return out.getvalue()
        triples = list(islice(raw, most + 1))
    except QueryError:
        raise
    except (OSError, RuntimeError) as error:
        raise not_answered(str(error)) from error
    if len(triples) > most:
        raise TooManyRowsError(most)
    return graph_text(named_alike(triples), format, names).encode()


_SERVICE = "http://www.w3.org/ns/sparql-service-description#"
_FORMATS = {  # media type -> what the W3C calls the format (https://www.w3.org/ns/formats/)
    "application/sparql-results+json": "SPARQL_Results_JSON",
    "application/sparql-results+xml": "SPARQL_Results_XML",
    "text/csv": "SPARQL_Results_CSV",
    "text/tab-separated-values": "SPARQL_Results_TSV",
    "text/turtle": "Turtle",
    "application/n-triples": "N-Triples",
    "application/trig": "TriG",
    "application/rdf+xml": "RDF_XML",
    "application/ld+json": "JSON-LD",
}


def described(endpoint: str, formats: Sequence[str], format: str, names: Names) -> bytes:
    """Describe a service that answers queries.

    Parameters
    ----------
    endpoint
        Its IRI.
    formats
        The media types in which it answers.
    format, names
        As of `written`.

    Source
    ------
    SPARQL 1.1 Service Description, W3C Recommendation 2013, section 3.
    """
    service, a, node = NamedNode(endpoint), NamedNode(f"{RDF}type"), NamedNode
    terms = [
        (a, node(f"{_SERVICE}Service")),
        (node(f"{_SERVICE}endpoint"), service),
        (node(f"{_SERVICE}supportedLanguage"), node(f"{_SERVICE}SPARQL11Query")),
        *((node(f"{_SERVICE}resultFormat"), node(f"http://www.w3.org/ns/formats/{_FORMATS[its]}")) for its in formats),
    ]
    return graph_text((Triple(service, *its) for its in terms), format, names).encode()


def _rows(raw: QuerySolutions, format: str, most: int) -> bytes:
    """Write rows: first in tsv, where each is a line, and counted."""
    variables = [variable.value for variable in raw.variables]
    counted = _Counted(most)
    raw.serialize(counted, QueryResultsFormat.TSV)
    rows = io.BytesIO(counted.getvalue())
    ending = Ending(out := io.BytesIO(), format)
    if format == "csv":
        write_csv(variables, read_again(rows), ending)
    else:
        write_rows(rows, ending, format)
    ending.finish("")
    return out.getvalue()
