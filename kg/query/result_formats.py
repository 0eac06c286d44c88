"""Results in the standard formats.

Sources: SPARQL 1.1 Query Results JSON, XML, CSV and TSV Formats, W3C Recommendations 2013. RDF 1.1 Turtle, N-Triples
and TriG, 2014. RDF Dataset Canonicalization, 2024 (names of blank nodes). Extensible Markup Language (XML) 1.0, 2008.
OWASP, CSV Injection (formulas).
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterable, Sequence
from typing import Any

import pyoxigraph
from pyoxigraph import BlankNode, Literal, Quad, QueryResultsFormat, Triple

from kg.base.errors import QueryError
from kg.base.iris import Names
from kg.query.term_values import TEXT

TABULAR = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
FORMATS = {"select": tuple(TABULAR), "ask": ("json", "xml"), "construct": ("ttl", "nt", "trig")}
GIVES = {"select": "rows", "ask": "true or false", "construct": "a graph"}
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, section 2.2
_BREAKING = re.compile("[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # at which some readers of lines end one
_FORMULA = tuple(
    "=+-@\t\r\n\uff1d\uff0b\uff0d\uff20"
)  # also in full width: what makes a spreadsheet calculate a cell instead of showing it
BYTE_ORDER_MARK = "\ufeff"  # first in a file: by it, a spreadsheet knows UTF-8


class _InterruptibleBuffer(io.BytesIO):
    """Takes what the engine writes by a call of Python each time: in such a call, Python raises a KeyboardInterrupt."""

    def write(self, part: Any) -> int:  # noqa: ANN401 - bytes
        return super().write(part)


def rows_tsv(solutions: pyoxigraph.QuerySolutions) -> bytes:
    """Let the engine write rows in tsv, all at once; it can be interrupted."""
    buffer = _InterruptibleBuffer()
    solutions.serialize(buffer, QueryResultsFormat.TSV)
    return buffer.getvalue()


def line_of(solution: Iterable[Any]) -> str:
    r"""Write a row, or a triple, in tsv: a line break ends it, and no term holds one, nor a tab.

    >>> line_of([Literal("a\tb"), None])
    '"a\\tb"\t\n'
    """
    terms = (f"<<( {term} )>>" if type(term) is Triple else "" if term is None else str(term) for term in solution)
    return "\t".join(terms) + "\n"


def lines_tsv(variables: Sequence[str], lines: Iterable[str]) -> bytes:
    """Put the head over rows that have been written line by line."""
    head = "\t".join(f"?{name}" for name in variables)
    return "".join([head, "\n", *lines]).encode()


def rows_text(rows: bytes | pyoxigraph.QueryBoolean, format: str, cut: str = "") -> str:
    """Write rows that stand in tsv, or the answer of an ASK, in json, xml, csv or tsv; if cut, json and xml say so."""
    results = read_again(rows) if isinstance(rows, bytes) else rows
    written = (results.serialize(format=TABULAR[format]) or b"").decode()
    if format == "tsv":
        return _BREAKING.sub(lambda found: f"\\u{ord(found[0]):04X}", written)  # as Turtle writes a term
    if cut and format == "json":
        return json.dumps(json.loads(written) | {"cut": cut}, ensure_ascii=False, separators=(",", ":"))
    if format == "xml" and _NOT_IN_XML.search(written):
        raise QueryError("a text holds a control character, which `xml` cannot hold", "use json, csv or tsv")
    if format == "xml":
        written = written.replace("\r", "&#13;")  # as it is, it would be read as a line feed (XML 1.0, 2.11)
        return written.replace("<results>", f"<!-- {cut} --><results>", 1) if cut else written
    return written


def read_again(rows: bytes) -> pyoxigraph.QuerySolutions:
    """Make rows that stand in tsv a result of the engine again, which knows how to write each format."""
    again = pyoxigraph.parse_query_results(rows, format=QueryResultsFormat.TSV)
    assert isinstance(again, pyoxigraph.QuerySolutions)
    return again


def csv_text(variables: Sequence[str], solutions: Iterable[Sequence[Any]]) -> str:
    r"""Write rows as CSV in which no text can act as a formula; numbers stay as they are.

    >>> csv_text(["what"], [[Literal("=1+1")], [Literal(-1)]])
    "what\r\n'=1+1\r\n-1\r\n"
    """
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(variables)
    for solution in solutions:
        cells = ["" if term is None else _cell(term) for term in solution]
        texts = [isinstance(term, Literal) and term.datatype.value == TEXT for term in solution]
        writer.writerow(
            guarded(cell) if text or not _NUMBER.fullmatch(cell) else cell
            for cell, text in zip(cells, texts, strict=True)
        )
    return out.getvalue()


def _cell(term: Any) -> str:  # noqa: ANN401 - a term of the engine's
    return str(term) if isinstance(term, BlankNode | Triple) else str(term.value)


def guarded(cell: str) -> str:
    """Write an apostrophe before a text that a spreadsheet would take for a formula.

    >>> guarded("=1+1"), guarded("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def named_alike(triples: Iterable[Triple]) -> list[Triple]:
    """Name the blank nodes of triples in the same way on every run."""
    given = list(triples)
    if not any(type(term) is BlankNode for triple in given for term in triple):
        return given
    dataset = pyoxigraph.Dataset(Quad(*triple) for triple in given)
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in dataset]


def graph_text(triples: Iterable[Triple], format: str, names: Names, cut: str = "") -> str:
    """Write triples in ttl, nt or trig, in order; if they are cut, a comment says so."""
    from kg.rdf import to_trig, to_turtle  # here, since most results are rows

    named = named_alike(triples)
    if format == "nt":
        written = "".join(sorted({f"{triple} .\n" for triple in named}))
    elif format == "trig":
        written = to_trig((Quad(*triple) for triple in named), names)
    else:
        written = to_turtle(named, names)
    return f"# {cut}\n{written}" if cut else written
