"""What a query gave, for people and for other libraries."""

from __future__ import annotations

import html
import io
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from copy import copy
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Self

import pyoxigraph

from kg.base.errors import QueryError
from kg.base.hints import LONGEST_CELL, several
from kg.base.iris import Names
from kg.base.letters import cut
from kg.query import dataframes
from kg.query.engine_process import head_of, line_of, named_alike
from kg.query.limits import Answer, not_answered
from kg.query.result_formats import (
    BYTE_ORDER_MARK,
    FORMATS,
    GIVES,
    Ending,
    Headed,
    Rows,
    SupportsWrite,
    graph_text,
    head_tsv,
    pages,
    read_again,
    read_answer,
    read_triples,
    rows_tsv,
    write_csv,
    write_rows,
)
from kg.query.store import Results
from kg.query.term_values import Iri, rows_of

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import rdflib

SHOWN = 50  # rows that a notebook shows
_LONGEST_TIP, _LONGEST_TURTLE = 400, 20_000  # characters that it shows of an IRI beside its id, and of triples
PAGE = 1_000  # rows of a page
Raw = Results | Answer
_FAILURES = (OSError, RuntimeError)  # of the engine
_TRIPLE = ("subject", "predicate", "object")


@lru_cache(256)
def _row(variables: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    made = namedtuple("Row", variables, rename=True)  # type: ignore[misc]  # its fields are those of a query
    return partial(tuple.__new__, made)  # what `_make` does, without a look at the length of each


class Result:
    """What a query gave: rows of a SELECT, the answer of an ASK, or the triples of a CONSTRUCT.

    Parameters
    ----------
    ask
        Asks the engine, whose results can be read only once; called again for another reading.
    names
        Shortens IRIs.
    """

    def __init__(self, ask: Callable[[], Raw], names: Names) -> None:
        self._ask, self._names = ask, names
        self._content: Any = None  # rows in tsv, triples, or the answer of an ASK
        self._rows: list[Any] | None = None
        self._answer: Answer | None = None  # what was read last, if it had limits
        self._first: Raw | None = ask()  # so that what cannot be answered fails here
        self.form, self.variables = _head(self._first)

    @property
    def cut(self) -> str:
        """Why there may be more, as far as has been read; empty if there is no more."""
        return self._answer.cut if self._answer else ""

    def read(self) -> Self:
        """Read all that is found, and keep it: what has limits is read within them."""
        self._found()
        return self

    def _opened(self) -> Raw:
        """Give what the engine found; it gives that but once, and is asked again if it was read in another way."""
        opened, self._first = self._ask() if self._first is None else self._first, None
        self._answer = opened if isinstance(opened, Answer) else None
        return opened

    def _found(self) -> Any:  # noqa: ANN401 - see `_content`
        """Give what was found, kept from the first reading that was not interrupted."""
        if self._content is None:
            try:
                self._content = self._taken(self._opened())
            except _FAILURES as error:
                raise not_answered(str(error)) from error
        return self._content

    def _taken(self, raw: Raw) -> Any:  # noqa: ANN401 - see `_content`
        if isinstance(raw, Answer):
            return self._taken_within(raw)
        if self.form == "select":
            assert isinstance(raw, pyoxigraph.QuerySolutions)
            return rows_tsv(raw)
        return named_alike(raw) if self.form == "construct" else raw  # type: ignore[arg-type]  # it has that form

    def _taken_within(self, answer: Answer) -> Any:  # noqa: ANN401 - see `_content`
        written = answer.read_all(head_tsv(self.variables) if self.form == "select" else b"")
        if self.form == "select":
            return written
        if self.form == "ask":
            return read_answer(written)
        parts = written.split(b"\n\n")
        return read_triples(parts[1] if len(parts) == 3 else parts[0])  # named the same way on every run, if in time

    def __bool__(self) -> bool:
        """Answer an ASK; of other forms, tell whether anything was found."""
        return bool(self.rows()[0]) if self.form == "ask" else len(self.rows()) > 0

    def __len__(self) -> int:
        """Count rows or triples; an ASK has one answer."""
        return len(self.rows())

    def __iter__(self) -> Iterator[Any]:
        """Give rows with a field for each variable (None where unbound), or triples of values."""
        return iter(self.rows())

    def __repr__(self) -> str:
        """Count what was found."""
        if self.form == "ask":
            return f"<Result: {str(bool(self)).lower()}>"
        what = ("triple" if self.form == "construct" else "row") + ("" if len(self) == 1 else "s")
        of = f" of {several([cut(name, LONGEST_CELL) for name in self.variables])}" if self.variables else ""
        return f"<Result: {len(self):,} {what}{of}{f'; {self.cut}' if self.cut else ''}>"

    def rows(self) -> list[Any]:
        """Give all rows as named tuples of Python values; of a CONSTRUCT, its triples; of an ASK, its answer.

        Raises
        ------
        QueryError
            If the engine fails on the way.
        """
        if self._rows is None:
            if self.form == "ask":
                self._rows = [bool(self._found())]
            elif self.form == "construct":
                written = head_tsv(_TRIPLE) + "".join(map(line_of, self._found())).encode()
                self._rows = sorted(set(rows_of(written, len(_TRIPLE), self._names)), key=repr)
            else:
                rows = rows_of(self._found(), len(self.variables), self._names)
                self._rows = list(map(_row(tuple(self.variables)), rows))
        return self._rows

    def short_rows(self) -> list[list[str]]:
        """Give rows as text, with short ids for IRIs: for tables."""
        return [list(map(_shown, row)) for row in self.rows()]

    def serialize(self, format: str, *, spreadsheet: bool = False) -> str:
        """Write the result in a standard format.

        Parameters
        ----------
        format
            json, xml, csv or tsv for rows; json or xml for an ASK; ttl, nt, trig, jsonld or rdfxml for a CONSTRUCT.
        spreadsheet
            In csv, a byte order mark before the first row, by which a spreadsheet knows UTF-8.

        Returns
        -------
        str
            The result; where it was cut, json, xml and the formats of graphs say so. In csv, an apostrophe leads each
            text that a spreadsheet would take for a formula.

        Raises
        ------
        QueryError
            If the format cannot hold such a result.
        """
        self.write(format, out := io.BytesIO(), spreadsheet=spreadsheet)
        return out.getvalue().decode()

    def write(self, format: str, out: SupportsWrite, *, spreadsheet: bool = False) -> None:
        """Write the result in a standard format, as `serialize` does, as UTF-8.

        Rows that have not been read are written as they are found, and not kept.

        Parameters
        ----------
        format, spreadsheet
            As of `serialize`.
        out
            Takes the parts of what is written.

        Raises
        ------
        QueryError
            If the format cannot hold such a result, or the engine fails on the way.
        """
        fits = FORMATS[self.form]
        if format not in fits:
            what = f"the query gives {GIVES[self.form]}, which `{format}` cannot hold"
            raise QueryError(what, f"use {', '.join(fits[:-1])} or {fits[-1]}")
        if self.form == "construct":
            out.write(graph_text(self._found(), format, self._names, self.cut).encode())
            return
        rows = self._found() if self.form == "ask" else self._lines()
        ending = Ending(out, format)
        try:
            if format == "csv" and not isinstance(rows, pyoxigraph.QueryBoolean):
                write_csv(self.variables, read_again(rows), ending, BYTE_ORDER_MARK if spreadsheet else "")
            else:
                write_rows(rows, ending, format)
        except _FAILURES as error:
            if isinstance(ending.failed, OSError):
                raise ending.failed from error  # of the file, not of the engine
            raise not_answered(str(error)) from error
        ending.finish(self.cut)

    def _lines(self) -> Rows:
        """Give the rows of a SELECT in tsv, below their head, to be read once; without limits, all are kept."""
        if self._content is None and isinstance(self._first, Answer):
            return Headed(head_tsv(self.variables), self._opened())  # type: ignore[arg-type]  # it is an Answer
        return io.BytesIO(self._found())

    def pages(self, size: int = PAGE) -> Iterator[Result]:
        """Give the rows of a SELECT in pages, each a result, as they are found; one at least."""
        for content in pages(self._lines(), size):
            page = copy(self)
            page._content, page._rows = content, None
            yield page

    def columns(self, *, iris: bool = False) -> dict[str, list[Any]]:
        """Give the rows of a SELECT by column: things by their short ids, or by their IRIs.

        Raises
        ------
        QueryError
            If the query is no SELECT.
        """
        if self.form != "select":
            raise QueryError(f"the query gives {GIVES[self.form]}, and no rows", "ask with SELECT")
        rows = rows_of(self._found(), len(self.variables), self._names, ids=not iris)
        cells = list(map(list, zip(*rows, strict=True))) or [[] for _ in self.variables]
        return dict(zip(self.variables, cells, strict=True))

    def to_pandas(self, *, iris: bool = False) -> pd.DataFrame:
        """Give the rows as a data frame of pandas, a typed column for each variable.

        Parameters
        ----------
        iris
            Whole IRIs instead of short ids.
        """
        return dataframes.to_pandas(self.columns(iris=iris))

    def to_polars(self, *, iris: bool = False) -> pl.DataFrame:
        """Give the rows as a data frame of polars; see `to_pandas`."""
        return dataframes.to_polars(self.columns(iris=iris))

    def to_arrow(self, *, iris: bool = False) -> pa.Table:
        """Give the rows as a table of Arrow; see `to_pandas`."""
        return dataframes.to_arrow(self.columns(iris=iris))

    def graph(self) -> rdflib.Graph:
        """Give the triples of a CONSTRUCT as an rdflib graph, with the project's prefixes.

        Raises
        ------
        QueryError
            If the query is no CONSTRUCT or DESCRIBE.
        """
        import rdflib

        graph = rdflib.Graph().parse(data=self.serialize("nt"), format="nt")
        for prefix, iri in self._names.prefixes().items():
            graph.bind(prefix, iri)
        return graph

    def _repr_html_(self) -> str:
        if self.form == "ask":
            return f"<pre>{str(bool(self)).lower()}</pre>"
        what = "rows" if self.form == "select" else "triples"
        cut_at = f"cut at {SHOWN} of {len(self):,} {what}"
        notes = [cut_at] if len(self) > SHOWN else [] if len(self) else [f"no {what}"]
        note = html.escape("; ".join([*notes, *([self.cut] if self.cut else [])]))
        return (self._table() if self.form == "select" else self._turtle()) + (f"<p>{note}</p>" if note else "")

    def _table(self) -> str:
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.variables)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows()[:SHOWN])
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _turtle(self) -> str:
        first = sorted(set(self._found()), key=str)[:SHOWN]
        return f"<pre>{html.escape(cut(graph_text(first, 'ttl', self._names), _LONGEST_TURTLE))}</pre>"


def _head(raw: Raw) -> tuple[str, list[str]]:
    """Tell the form of a query by its result, and the variables of a SELECT."""
    return (raw.form, raw.variables) if isinstance(raw, Answer) else head_of(raw)


def _shown(value: Any) -> str:  # noqa: ANN401 - a Python value of a row
    if isinstance(value, Iri):
        return value.short
    return "" if value is None else str(value).lower() if isinstance(value, bool) else str(value)


def _cell(value: Any) -> str:  # noqa: ANN401 - a Python value of a row
    title = f' title="{html.escape(cut(value, _LONGEST_TIP))}"' if isinstance(value, Iri) else ""
    return f"<td{title}>{html.escape(cut(_shown(value), LONGEST_CELL))}</td>"
