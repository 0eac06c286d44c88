"""What a query gave, for people and for other libraries."""

from __future__ import annotations

import html
from collections import namedtuple
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import pyoxigraph

from kg import frames
from kg.errors import QueryError
from kg.limits import Found, Limits, found
from kg.names import Names
from kg.results.terms import Iri, Values
from kg.results.written import FORMATS, GIVES, graph_text, named_alike, read_again, rows_text, spreadsheet_text
from kg.store import Results as Raw

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa
    import rdflib

SHOWN = 50  # rows that a notebook shows


@lru_cache(256)
def _row(variables: tuple[str, ...]) -> Callable[[Iterable[Any]], Any]:
    made: Any = namedtuple("Row", variables, rename=True)  # type: ignore[misc]  # its fields are those of a query
    make: Callable[[Iterable[Any]], Any] = made._make
    return make


class Result:
    """What a query gave: rows of a SELECT, the answer of an ASK, or the triples of a CONSTRUCT.

    Parameters
    ----------
    ask
        Asks the engine, whose results can be read only once; called again for another reading.
    names
        Shortens IRIs.
    limits
        How much the query may take; without, as much as it wants.
    """

    def __init__(self, ask: Callable[[], Raw], names: Names, limits: Limits | None = None) -> None:
        self._ask, self._names = ask, names
        self._first: Raw | None = None
        self._found: Found | None = None
        if limits is None:
            self._first = ask()  # so that what cannot be answered fails here
            self.form, self.variables = _head(self._first)
        else:
            self._found = found(lambda: _opened(ask()), limits)
            self.form, self.variables = self._found.head
        self.cut = self._found.cut if self._found else ""  # why there may be more; empty if there is no more
        self._rows: list[Any] | None = None

    def _raw(self) -> Any:  # noqa: ANN401 - one of three unrelated types of the engine, told apart by `form`
        if self._found is not None:
            return self._found.rows[0] if self.form == "ask" else self._found.rows
        raw, self._first = self._first or self._ask(), None
        return raw

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
        what = "triples" if self.form == "construct" else f"rows of {', '.join(self.variables)}"
        return f"<Result: {len(self)} {what}{f'; {self.cut}' if self.cut else ''}>"

    def rows(self) -> list[Any]:
        """Give all rows as named tuples of Python values; of a CONSTRUCT, its triples; of an ASK, its answer.

        Raises
        ------
        QueryError
            If the engine fails on the way.
        """
        if self._rows is None:
            value = Values(self._names).of
            try:
                if self.form == "ask":
                    self._rows = [bool(self._raw())]
                elif self.form == "construct":
                    self._rows = sorted({tuple(map(value, triple)) for triple in named_alike(self._raw())}, key=repr)
                else:
                    make = _row(tuple(self.variables))
                    self._rows = [make(map(value, solution)) for solution in self._raw()]
            except (OSError, RuntimeError) as error:
                raise QueryError(f"the query cannot be answered: {error}") from error
        return self._rows

    def short_rows(self) -> list[list[str]]:
        """Give rows as text, with short ids for IRIs: for tables."""
        return [["" if v is None else v.short if isinstance(v, Iri) else str(v) for v in row] for row in self.rows()]

    def serialize(self, format: str, *, spreadsheet: bool = False) -> str:
        """Write the result in a standard format.

        Parameters
        ----------
        format
            json, xml, csv or tsv for rows; json or xml for an ASK; ttl, nt or trig for a CONSTRUCT.
        spreadsheet
            In csv, an apostrophe before each text that a spreadsheet would take for a formula.

        Returns
        -------
        str
            The result; where it was cut, json, xml and the formats of graphs say so.

        Raises
        ------
        QueryError
            If the format cannot hold such a result.
        """
        fits = FORMATS[self.form]
        if format not in fits:
            what = f"the query gives {GIVES[self.form]}, which `{format}` cannot hold"
            raise QueryError(what, f"use {', '.join(fits[:-1])} or {fits[-1]}")
        if self.form == "construct":
            return graph_text(self._raw(), format, self._names, self.cut)
        if spreadsheet and format == "csv":
            return spreadsheet_text(self.variables, self._raw())
        is_read = self._found is not None and self.form == "select"
        return rows_text(read_again(self.variables, self._raw()) if is_read else self._raw(), format, self.cut)

    def columns(self, *, iris: bool = False) -> dict[str, list[Any]]:
        """Give the rows of a SELECT by column: things by their short ids, or by their IRIs.

        Raises
        ------
        QueryError
            If the query is no SELECT.
        """
        if self.form != "select":
            raise QueryError(f"the query gives {GIVES[self.form]}, and no rows", "ask with SELECT")
        rows = self.rows()
        cells = list(map(list, zip(*rows, strict=True))) if rows else [[] for _ in self.variables]
        if not iris:
            cells = [[v.short if type(v) is Iri else v for v in column] for column in cells]
        return dict(zip(self.variables, cells, strict=True))

    def to_pandas(self, *, iris: bool = False) -> pd.DataFrame:
        """Give the rows as a data frame of pandas, a typed column for each variable.

        Parameters
        ----------
        iris
            Whole IRIs instead of short ids.
        """
        return frames.to_pandas(self.columns(iris=iris))

    def to_polars(self, *, iris: bool = False) -> pl.DataFrame:
        """Give the rows as a data frame of polars; see `to_pandas`."""
        return frames.to_polars(self.columns(iris=iris))

    def to_arrow(self, *, iris: bool = False) -> pa.Table:
        """Give the rows as a table of Arrow; see `to_pandas`."""
        return frames.to_arrow(self.columns(iris=iris))

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
        if self.form != "select":
            said = self.serialize("ttl") if self.form == "construct" else str(bool(self)).lower()
            return f"<pre>{html.escape(said)}</pre>"
        head = "".join(f"<th>{html.escape(name)}</th>" for name in self.variables)
        body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in self.rows()[:SHOWN])
        notes = [f"cut at {SHOWN} of {len(self)} rows"] if len(self) > SHOWN else []
        note = "; ".join([*notes, *([self.cut] if self.cut else [])])
        return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" + (
            f"<p>{html.escape(note)}</p>" if note else ""
        )


def _head(raw: Raw) -> tuple[str, list[str]]:
    """Tell the form of a query by its result, and the variables of a SELECT."""
    if isinstance(raw, pyoxigraph.QuerySolutions):
        return "select", [variable.value for variable in raw.variables]
    return ("ask" if isinstance(raw, pyoxigraph.QueryBoolean) else "construct"), []


def _opened(raw: Raw) -> tuple[tuple[str, list[str]], Iterable[Any]]:
    return _head(raw), [raw] if isinstance(raw, pyoxigraph.QueryBoolean) else raw


def _cell(value: Any) -> str:  # noqa: ANN401 - a Python value of a row
    if isinstance(value, Iri):
        return f'<td title="{html.escape(value)}">{html.escape(value.short)}</td>'
    return f"<td>{'' if value is None else html.escape(str(value))}</td>"
