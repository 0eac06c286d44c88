"""What a cell shows: a table, the page of a graph, JSON, a chart, or the list of named queries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from msgspec import Struct

from kg import charts
from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.base.letters import cut
from kg.base.listings import html_table
from kg.graph.graph import Graph
from kg.query import dataframes
from kg.query.library import library
from kg.query.result import Result
from kg.report.queries import LONGEST_QUESTION, parameters_of, query_lines
from kg.view import Drawn
from kg.view.notebook import Bundle

_LONGEST_TEXT = 10_000  # characters of JSON, where no tree can be shown
FORMATS = ("table", "graph", "json", "chart")


class Queries:
    """The named queries."""

    def __init__(self, graph: Graph) -> None:
        self._queries = list(library(graph.project.root).values())

    def __repr__(self) -> str:
        return "\n".join(line for query in self._queries for line in query_lines(query))

    def _repr_html_(self) -> str:
        rows = ((query.name, parameters_of(query), cut(query.question, LONGEST_QUESTION)) for query in self._queries)
        return html_table(("name", "parameters", "question"), rows)


class Page(Struct):
    """A page, below a sentence on what it leaves out."""

    drawn: Drawn

    def __repr__(self) -> str:
        return repr(self.drawn)

    def _repr_html_(self) -> str:
        return str(self._repr_mimebundle_()[0]["text/html"])

    def _repr_mimebundle_(self, **_: Any) -> tuple[Bundle, Bundle]:  # noqa: ANN401 - IPython says what it would take
        note = f"<p>{escape(self.drawn.left_out)}</p>" if self.drawn.left_out else ""
        data, more = self.drawn._repr_mimebundle_()
        return {**data, "text/html": note + data["text/html"]}, more


class Json(Struct):
    """A result in SPARQL 1.1 Query Results JSON, which Jupyter shows as a tree to be unfolded."""

    text: str

    def __repr__(self) -> str:
        return cut(self.text, _LONGEST_TEXT)

    def _repr_json_(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.text)


class Chart(Struct):
    """A picture, as SVG."""

    svg: str
    alt: str

    def __repr__(self) -> str:
        return f"<chart: {self.alt}>"

    def _repr_svg_(self) -> str:
        return self.svg

    def _repr_html_(self) -> str:
        return charts.embedded(self.svg.encode(), self.alt)


def shown(graph: Graph, result: Result, format: str) -> Any:  # noqa: ANN401 - whatever can be displayed
    """Give a result as something that Jupyter shows.

    Parameters
    ----------
    graph
        Which was asked.
    result
        What it answered.
    format
        One of `FORMATS`.

    Raises
    ------
    QueryError, UsageError
        If a page or a chart cannot be made of such a result.
    """
    if format == "graph":
        return Page(graph.draw(result))
    if format == "json":
        return Json(result.serialize("json"))
    return _bars(result) if format == "chart" else result


def _bars(result: Result) -> Chart:
    """Draw bars: the first column of numbers by the first column of anything else, or how often that occurs."""
    columns = result.columns()
    numbers = next((name for name, column in columns.items() if dataframes.kind(column) in ("int", "float")), None)
    names = next((name for name in columns if name != numbers), None)
    if names is None:
        raise UsageError("nothing to name the bars by", "select a name and a number: ?status (COUNT(?fact) AS ?facts)")
    labels = ["" if value is None else str(value) for value in columns[names]]
    if numbers is not None:
        return _chart(labels, [float(value or 0) for value in columns[numbers]], f"{numbers} by {names}")
    found = Counter(labels)
    return _chart(list(found), list(found.values()), f"rows by {names}")


def _chart(names: list[str], numbers: Sequence[float], title: str) -> Chart:
    return Chart(charts.bars(names, numbers, title), f"Bars: {title}, {counted(len(names), 'row')}")
