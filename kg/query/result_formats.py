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
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Protocol

import pyoxigraph
from pyoxigraph import BlankNode, Literal, Quad, QueryResultsFormat, RdfFormat, Triple

from kg.base.errors import QueryError
from kg.base.iris import Names
from kg.query.term_values import TEXT

TABULAR = {
    "json": QueryResultsFormat.JSON,
    "xml": QueryResultsFormat.XML,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
}
FORMATS = {"select": tuple(TABULAR), "ask": ("json", "xml"), "construct": ("ttl", "nt", "trig", "jsonld", "rdfxml")}
GIVES = {"select": "rows", "ask": "true or false", "construct": "a graph"}
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_NOT_IN_XML = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]")  # XML 1.0, section 2.2; in UTF-8
_BREAKING = re.compile(rb"[\x0b\x0c\x1c-\x1e]|\xc2\x85|\xe2\x80[\xa8\xa9]")  # in UTF-8: some readers end a line there
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


def head_tsv(variables: Sequence[str]) -> bytes:
    """Write the line that stands over the rows."""
    return ("\t".join(f"?{name}" for name in variables) + "\n").encode()


class Rows(Protocol):
    """Rows in tsv, read one after the other: a file, or the answer to a query with limits."""

    def read(self, size: int, /) -> bytes:
        """Give the next bytes; nothing at the end."""


_PART = 1 << 16  # bytes that are read at a time
_ENDS = {"json": b"}", "xml": b"</sparql>"}  # before which it is said that a result is cut
_LONGEST = 3  # bytes of a character that is written otherwise: it may come in two parts


class Headed:
    """Rows in tsv, with their head before them.

    Parameters
    ----------
    head
        A line.
    rows
        What follows.
    """

    def __init__(self, head: bytes, rows: Rows) -> None:
        self._part, self._at, self._rows = head, 0, rows

    def read(self, size: int, /) -> bytes:
        """Give the next bytes, no more than that; nothing at the end."""
        if self._at == len(self._part):
            self._part, self._at = self._rows.read(size), 0
        start, self._at = self._at, min(self._at + size, len(self._part))
        return self._part[start : self._at]


def pages(rows: Rows, size: int) -> Iterator[bytes]:
    r"""Give rows in pages, each with the head above up to so many rows; at least one page.

    >>> list(pages(io.BytesIO(b"?x\n1\n2\n3\n"), 2))
    [b'?x\n1\n2\n', b'?x\n3\n']
    """
    gathered: list[bytes] = []  # the head, and the rows of the next page
    rest = b""
    while part := rows.read(_PART):
        *lines, rest = (rest + part).split(b"\n")
        gathered += lines
        while len(gathered) > size + 1:
            yield b"\n".join([*gathered[: size + 1], b""])
            del gathered[1 : size + 1]
    yield b"\n".join([*gathered, b""])


class Ending:
    """What the engine writes of a result, on its way to a file; once all is written, it says that the result is cut.

    Parameters
    ----------
    out
        Takes what is written.
    format
        Of `TABULAR`.
    """

    def __init__(self, out: SupportsWrite, format: str) -> None:
        self._out, self._format, self._last = out, format, b""
        self._kept = len(_ENDS.get(format, b"")) or _LONGEST - 1
        self.failed: BaseException | None = None  # since the engine makes another error of it

    def write(self, part: bytes) -> int:
        """Write all but the end, which may be that of the whole."""
        try:
            whole = self._last + bytes(part)
            if self._format == "xml" and _NOT_IN_XML.search(whole):
                raise QueryError("a text holds a control character, which `xml` cannot hold", "use json, csv or tsv")
            whole = self._harmless(whole)
            self._out.write(whole[: -self._kept])
            self._last = whole[-self._kept :]
        except BaseException as error:
            self.failed = error
            raise
        return len(part)

    def _harmless(self, written: bytes) -> bytes:
        """Escape what a reader would take for the end of a line, as Turtle and XML write it."""
        if self._format == "tsv":
            return _BREAKING.sub(lambda found: b"\\u%04X" % ord(found[0].decode()), written)
        if self._format == "xml":
            return written.replace(b"\r", b"&#13;")  # else it is read as a line feed (XML 1.0, section 2.11)
        return written

    def flush(self) -> None:
        """Do nothing: there is more to come, until `finish`."""

    def finish(self, cut: str) -> None:
        """Write the end; json and xml say there why there may be more."""
        if cut and self._format == "json":
            self._out.write(f',"cut":{json.dumps(cut, ensure_ascii=False)}'.encode())
        elif cut and self._format == "xml":
            self._out.write(f"<!-- {cut} -->".encode())
        self._out.write(self._last)


class SupportsWrite(Protocol):
    """Takes what is written."""

    def write(self, part: bytes, /) -> object:
        """Take a part."""


def write_rows(rows: Rows | pyoxigraph.QueryBoolean, ending: Ending, format: str) -> None:
    """Write rows that stand in tsv, or the answer of an ASK, in json, xml, csv or tsv, as they are read."""
    results = rows if isinstance(rows, pyoxigraph.QueryBoolean) else read_again(rows)
    try:
        results.serialize(ending, TABULAR[format])  # type: ignore[arg-type]  # it writes
    finally:
        del results  # Only this thread may free it, and whoever keeps a traceback keeps the names of this frame.


def read_answer(written: bytes) -> pyoxigraph.QueryBoolean:
    """Make the answer of an ASK, `true` or `false`, a result of the engine again.

    >>> bool(read_answer(b"true"))
    True
    """
    again = pyoxigraph.parse_query_results(b'{"head":{},"boolean":%s}' % written, format=QueryResultsFormat.JSON)
    assert isinstance(again, pyoxigraph.QueryBoolean)
    return again


def read_json(results: Rows) -> pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean:
    """Read results in json as they come, of whatever server.

    Raises
    ------
    SyntaxError
        If they are none; also on the way.
    """
    return pyoxigraph.parse_query_results(results, format=QueryResultsFormat.JSON)  # type: ignore[arg-type]  # it reads


def read_triples(written: bytes) -> list[Triple]:
    """Read triples in N-Triples, as the engine's process or a server has written them."""
    quads = pyoxigraph.parse(written, format=RdfFormat.N_TRIPLES, lenient=True, rename_blank_nodes=False)
    return [quad.triple for quad in quads]


def read_again(rows: Rows) -> pyoxigraph.QuerySolutions:
    """Make rows that stand in tsv a result of the engine again, which knows how to write each format."""
    again = pyoxigraph.parse_query_results(rows, format=QueryResultsFormat.TSV)  # type: ignore[arg-type]  # it reads
    assert isinstance(again, pyoxigraph.QuerySolutions)
    return again


def write_csv(variables: Sequence[str], solutions: Iterable[Sequence[Any]], out: SupportsWrite, mark: str = "") -> None:
    r"""Write rows as CSV, after a byte order mark if one is given; no text can act as a formula.

    >>> write_csv(["what"], [[Literal("=1+1")], [Literal(-1)]], out := io.BytesIO())
    >>> out.getvalue().decode()
    "what\r\n'=1+1\r\n-1\r\n"
    """
    text = io.TextIOWrapper(_Through(out), "utf-8", newline="")  # type: ignore[type-var]  # it is a file
    text.write(mark)
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(variables)
    for solution in solutions:
        cells = ["" if term is None else _cell(term) for term in solution]
        texts = [isinstance(term, Literal) and term.datatype.value == TEXT for term in solution]
        writer.writerow(
            guarded(cell) if text or not _NUMBER.fullmatch(cell) else cell
            for cell, text in zip(cells, texts, strict=True)
        )
    text.flush()


class _Through(io.RawIOBase):
    """Hands on what is written, as a file of Python's own."""

    def __init__(self, out: SupportsWrite) -> None:
        self._out = out

    def writable(self) -> bool:
        return True

    def write(self, part: Any) -> int:  # noqa: ANN401 - bytes
        self._out.write(bytes(part))
        return len(part)


def _cell(term: Any) -> str:  # noqa: ANN401 - a term of the engine's
    return str(term) if isinstance(term, BlankNode | Triple) else str(term.value)


def guarded(cell: str) -> str:
    """Write an apostrophe before a text that a spreadsheet would take for a formula.

    >>> guarded("=1+1"), guarded("1+1")
    ("'=1+1", '1+1')
    """
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def graph_text(triples: Iterable[Triple], format: str, names: Names, cut: str = "") -> str:
    """Write triples in ttl, nt, trig, jsonld or rdfxml, in order; if they are cut, a comment says so, where one can."""
    from kg.rdf import to_jsonld, to_rdfxml, to_trig, to_turtle  # here, since most results are rows

    if format in ("jsonld", "rdfxml"):
        if cut:
            raise QueryError(f"the graph is cut, which `{format}` cannot say: {cut}", "ask for less, or use ttl")
        return to_rdfxml(triples, names) if format == "rdfxml" else to_jsonld((Quad(*its) for its in triples), names)
    if format == "nt":
        written = "".join(sorted({f"{triple} .\n" for triple in triples}))
    elif format == "trig":
        written = to_trig((Quad(*triple) for triple in triples), names)
    else:
        written = to_turtle(triples, names)
    return f"# {cut}\n{written}" if cut else written
