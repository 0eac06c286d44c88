"""Results in the standard formats.

Sources: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats, W3C Recommendations 2013. RDF 1.1 Turtle, N-Triples
and TriG, 2014. RDF Dataset Canonicalization, 2024 (names of blank nodes). OWASP, CSV Injection (formulas).
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, Literal, Quad, QueryResultsFormat, Triple

from kg.names import Names
from kg.results.terms import TEXT

TABULAR = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
FORMATS = {"select": tuple(TABULAR), "ask": ("json", "xml"), "construct": ("ttl", "nt", "trig")}
GIVES = {"select": "rows", "ask": "true or false", "construct": "a graph"}
_FORMULA = tuple("=+-@\t\r")  # what makes a spreadsheet calculate a cell instead of showing it


def rows_text(raw: pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean, format: str, cut: str = "") -> str:
    """Write a result of the engine in json, xml, csv or tsv; if it is cut, json and xml say so."""
    written = (raw.serialize(format=TABULAR[format]) or b"").decode()
    if cut and format == "json":
        return json.dumps(json.loads(written) | {"cut": cut}, ensure_ascii=False, separators=(",", ":"))
    if cut and format == "xml":
        return written.replace("<results>", f"<!-- {cut} --><results>", 1)
    return written


def read_again(variables: Sequence[str], solutions: Iterable[Sequence[Any]]) -> pyoxigraph.QuerySolutions:
    """Make rows that have been read into a result of the engine, which knows how to write each format."""
    lines = ["\t".join(f"?{name}" for name in variables)]
    lines += ["\t".join("" if term is None else str(term) for term in solution) for solution in solutions]
    again = pyoxigraph.parse_query_results("\n".join([*lines, ""]), format=QueryResultsFormat.TSV)
    assert isinstance(again, pyoxigraph.QuerySolutions)
    return again


def spreadsheet_text(variables: Sequence[str], solutions: Iterable[Sequence[Any]]) -> str:
    r"""Write rows as CSV in which no text can act as a formula: an apostrophe stands before what would.

    >>> spreadsheet_text(["what"], [[Literal("=1+1")], [Literal(-1)]])
    "what\r\n'=1+1\r\n-1\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variables)
    for solution in solutions:
        cells = ["" if term is None else getattr(term, "value", str(term)) for term in solution]
        numbers = [isinstance(term, Literal) and term.datatype.value != TEXT and not term.language for term in solution]
        writer.writerow(
            f"'{cell}" if cell.startswith(_FORMULA) and not number else cell
            for cell, number in zip(cells, numbers, strict=True)
        )
    return out.getvalue()


def named_alike(triples: Iterable[Triple]) -> list[Triple]:
    """Name the blank nodes of triples in the same way on every run."""
    its = list(triples)
    if not any(type(term) is BlankNode for triple in its for term in triple):
        return its
    dataset = pyoxigraph.Dataset(Quad(*triple) for triple in its)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def graph_text(triples: Iterable[Triple], format: str, names: Names, cut: str = "") -> str:
    """Write triples in ttl, nt or trig, in order; if they are cut, a comment says so."""
    from kg.rdf import to_trig, to_turtle  # here, since most results are rows

    its = named_alike(triples)
    if format == "nt":
        written = "".join(sorted({f"{triple} .\n" for triple in its}))
    elif format == "trig":
        written = to_trig((Quad(*triple) for triple in its), names)
    else:
        written = to_turtle(its, names)
    return f"# {cut}\n{written}" if cut else written
