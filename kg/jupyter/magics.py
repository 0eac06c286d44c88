"""Jupyter: `%load_ext kg` gives `%kg open PATH` and `%%sparql`, with completion. The only door to IPython.

    %kg open ..

    %%sparql -o meetings
    SELECT ?who ?when { … }

    %sparql met entity=asim-munir

Queries from a cell have the limits of the command line, so that an interrupt ends them within a second.
"""

from __future__ import annotations

import argparse
import json
import shlex
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any, NoReturn

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class
from msgspec import Struct

from kg import charts
from kg.base.errors import KgError, UsageError
from kg.graph import opening
from kg.graph.completion import Completer
from kg.graph.graph import Graph
from kg.query import dataframes
from kg.query.library import library
from kg.query.limits import USUAL
from kg.query.result import Result
from kg.view import Drawn

FORMATS = ("table", "graph", "json", "chart")
_HOW = "%%sparql [-o VARIABLE] [--format table|graph|json|chart] with a query below, or %sparql NAME PARAMETER=VALUE"


class _Parser(argparse.ArgumentParser):
    """Reads the line of a magic; what cannot be read is our own error."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, _HOW)


_LINE = _Parser(prog="%%sparql", add_help=False)
_LINE.add_argument("words", nargs="*")
_LINE.add_argument("-o", "--out")
_LINE.add_argument("--format", choices=FORMATS)


class _Stopped(KeyboardInterrupt):
    """An interrupt, shown without a traceback, which would take longer than to stop."""

    def _render_traceback_(self) -> list[str]:
        return ["stopped"]


class _Asked(Struct):
    """What a cell asks."""

    text: str
    values: dict[str, str]
    graph: str  # the variable that holds the graph; empty: the one that was opened


@magics_class
class KgMagics(Magics):
    """The magics, and the graph that they ask."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._ours = shell
        self._graph: Graph | None = None
        self._completer: Completer | None = None

    @line_magic
    def kg(self, line: str) -> Any:  # noqa: ANN401 - whatever is shown
        """Open a project, or list the named queries.

        `%kg open PATH [--texts DIR]` opens a project, builds it first if its sources have changed, and puts it into
        the variable `graph`. `%kg queries` lists what `%sparql NAME` can ask.
        """
        match shlex.split(line):
            case ["open", path]:
                return self._open(path, None)
            case ["open", path, "--texts", texts]:
                return self._open(path, texts)
            case ["queries"]:
                return _Queries(self._asked(""))
        raise UsageError(f"no such use: `%kg {line}`", "%kg open PATH [--texts DIR], or %kg queries")

    @line_cell_magic
    def sparql(self, line: str, cell: str = "") -> Any:  # noqa: ANN401 - whatever is shown
        """Ask the graph that `%kg open` opened: the query in the cell, or a named one with its parameters.

        `%%sparql [NAME] [PARAMETER=VALUE]… [-o VARIABLE] [--format table|graph|json|chart]`. NAME is that of a named
        query, or of a variable that holds another graph, such as a slice. With `-o` the answer goes to a variable: rows
        as a data frame, triples as an rdflib graph.
        """
        options = _LINE.parse_args(shlex.split(line))
        asked = _asked(options.words, cell, self._ours.user_ns)
        graph = self._asked(asked.graph)
        try:
            result = graph.query(asked.text, USUAL, **asked.values)
        except KeyboardInterrupt:
            raise _Stopped from None
        if options.out:
            self._ours.user_ns[options.out] = _value(result)
        return None if options.out and not options.format else _shown(graph, result, options.format or "table")

    def _open(self, path: str, texts: str | None) -> Graph:
        self._graph = opening.fresh(Path(path), texts=texts)
        self._completer = Completer(self._graph)
        self._ours.user_ns["graph"] = self._graph
        return self._graph

    def _asked(self, name: str) -> Graph:
        graph = self._ours.user_ns[name] if name else self._graph
        if graph is None:
            raise UsageError("no graph is open", "%kg open PATH")
        assert isinstance(graph, Graph)
        return graph

    @context_matcher()  # type: ignore[untyped-decorator]  # IPython's own has no types
    def complete(self, context: CompletionContext) -> SimpleMatcherResult:
        """Complete a query where it stands in a cell of ours; leave all else to others."""
        text = context.full_text
        if self._completer is None or not text.lstrip().startswith(("%%sparql", "%sparql")):
            return {"completions": []}
        lines = text.split("\n")
        cursor = sum(len(line) + 1 for line in lines[: context.cursor_line]) + context.cursor_position
        start = len(lines[0]) + 1
        if cursor < start or self._completer.names_a_query(lines[0]):
            here = lines[context.cursor_line][: context.cursor_position]
            replaced, found = self._completer.line(here if cursor < start else f"{lines[0]} {here}")
        else:
            replaced, found = self._completer.query(text[start:], cursor - start)
        completions = [SimpleCompletion(text=its, type="kg") for its in found]
        return {"completions": completions, "matched_fragment": replaced, "suppress": True}


def _asked(words: list[str], cell: str, variables: Mapping[str, Any]) -> _Asked:
    """Tell apart the query, the values of its parameters, and the variable that holds the graph."""
    names = [word for word in words if "=" not in word]
    graph = next((name for name in names if isinstance(variables.get(name), Graph)), "")
    asked = [name for name in names if name != graph]
    pairs = [word for word in words if "=" in word]
    if asked:  # a named query: the cell may hold its parameters, one a line
        pairs += [line.strip() for line in cell.splitlines() if line.strip()]
    if len(asked) > 1 or not (asked or cell.strip()):
        raise UsageError("one query, please", _HOW)
    values = {}
    for pair in pairs:
        name, sign, value = pair.partition("=")
        if not sign or not name.strip().isidentifier():
            raise UsageError(f"no parameter with its value: `{pair}`", "write NAME=VALUE, such as entity=asim-munir")
        values[name.strip()] = value.strip()
    return _Asked(asked[0] if asked else cell, values, graph)


def _value(result: Result) -> Any:  # noqa: ANN401 - a data frame, an rdflib graph or a bool
    if result.form == "select":
        return result.to_pandas()
    return bool(result) if result.form == "ask" else result.graph()


# -- what is shown --------------------------------------------------------------------------------------------


class _Queries:
    """The named queries."""

    def __init__(self, graph: Graph) -> None:
        self._rows = [
            (its.name, " ".join(f"{name}={type_.upper()}" for name, type_ in its.parameters.items()), its.question)
            for its in library(graph.project.root).values()
        ]

    def __repr__(self) -> str:
        return "\n".join(f"{' '.join(filter(None, row[:2]))}\n    {row[2]}" for row in self._rows)

    def _repr_html_(self) -> str:
        head = "".join(f"<th>{name}</th>" for name in ("name", "parameters", "question"))
        rows = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in self._rows)
        return f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"


class _Page(Struct):
    """A page, under a line on what it leaves out."""

    drawn: Drawn

    def __repr__(self) -> str:
        return repr(self.drawn)

    def _repr_html_(self) -> str:
        note = f"<p>{escape(self.drawn.left_out)}</p>" if self.drawn.left_out else ""
        return note + self.drawn._repr_html_()


class _Json(Struct):
    """SPARQL 1.1 Query Results JSON, to be unfolded."""

    text: str

    def __repr__(self) -> str:
        return self.text

    def _repr_json_(self) -> Any:  # noqa: ANN401 - JSON
        return json.loads(self.text)


class _Chart(Struct):
    """A picture."""

    svg: str

    def __repr__(self) -> str:
        return "<chart>"

    def _repr_svg_(self) -> str:
        return self.svg


def _shown(graph: Graph, result: Result, format: str) -> Any:  # noqa: ANN401 - whatever can be displayed
    if format == "graph":
        return _Page(graph.draw(result))
    if format == "json":
        return _Json(result.serialize("json"))
    return _Chart(_bars(result)) if format == "chart" else result


def _bars(result: Result) -> str:
    """Draw bars: the first column of numbers by the first column of anything else, or how often that occurs."""
    columns = result.columns()
    numbers = next((name for name, column in columns.items() if dataframes.kind(column) in ("int", "float")), None)
    names = next((name for name in columns if name != numbers), None)
    if names is None:
        raise UsageError("nothing to name the bars by", "select a name and a number: ?status (COUNT(?fact) AS ?facts)")
    labels = ["" if value is None else str(value) for value in columns[names]]
    if numbers is not None:
        return charts.bars(labels, [float(value or 0) for value in columns[numbers]], f"{numbers} by {names}")
    counted = dict.fromkeys(labels, 0)
    for label in labels:
        counted[label] += 1
    return charts.bars(list(counted), list(counted.values()), f"rows by {names}")


def load(shell: InteractiveShell) -> None:
    """Register magics and completion, and let our own errors be shown as they are meant: without a traceback."""
    magics = KgMagics(shell)
    shell.register_magics(magics)
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(magics.complete)
    KgError._render_traceback_ = lambda self: str(self).splitlines()  # type: ignore[attr-defined]
