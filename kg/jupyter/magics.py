"""Jupyter: `%load_ext kg` gives `%kg open PATH` and `%%sparql`, with completion. The only door to IPython.

    %kg open ..

    %%sparql -o meetings
    SELECT ?who ?when { … }

    %sparql met entity=asim-munir

Queries from a cell have the limits of the command line, so that an interrupt ends them within a second.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping
from typing import Any, NoReturn

from IPython.core.completer import CompletionContext, SimpleCompletion, SimpleMatcherResult, context_matcher
from IPython.core.interactiveshell import InteractiveShell
from IPython.core.magic import Magics, line_cell_magic, line_magic, magics_class, no_var_expand
from IPython.utils.text import DollarFormatter
from msgspec import Struct

from kg.base.errors import KgError, UsageError
from kg.graph import opening
from kg.graph.completion import Completer
from kg.graph.graph import Graph
from kg.jupyter.displays import FORMATS, Queries, shown
from kg.jupyter.lines import QUOTE, unquoted, words_of
from kg.query.arguments import values_of
from kg.query.limits import USUAL
from kg.query.result import Result

_HOW = "%%sparql [-o VARIABLE] [--format table|graph|json|chart] with a query below, or %sparql NAME PARAMETER=VALUE"


_HOW_TO_OPEN = '%kg open PATH [--texts DIR], or %kg queries; a PATH with blanks stands in "…"'


class _Parser(argparse.ArgumentParser):
    """Reads the line of `%%sparql`; what it cannot read is a UsageError, where argparse would end the process."""

    def error(self, message: str) -> NoReturn:
        raise UsageError(message, _HOW)


_LINE = _Parser(prog="%%sparql", add_help=False)
_LINE.add_argument("words", nargs="*")
_LINE.add_argument("-o", "--out")
_LINE.add_argument("--format", choices=FORMATS)


class _Stopped(KeyboardInterrupt):
    """An interrupt, shown in a word: IPython would take longer to write a traceback than the query to stop."""

    def _render_traceback_(self) -> list[str]:
        return ["stopped"]


class _Request(Struct):
    """What a cell asks."""

    text: str  # the query, or its name
    values: dict[str, str]  # of its parameters
    graph: str  # the variable that holds the graph; empty: the graph that `%kg open` opened


@magics_class
class KgMagics(Magics):
    """The magics, and the graph that `%kg open` opened."""

    def __init__(self, shell: InteractiveShell) -> None:
        super().__init__(shell)
        self._shell = shell
        self._graph: Graph | None = None
        self._completer: Completer | None = None

    @no_var_expand
    @line_magic
    def kg(self, line: str) -> Any:  # noqa: ANN401 - whatever is shown
        """Open a project, or list the named queries.

        `%kg open PATH [--texts DIR]` opens a project, builds it first if its sources have changed, and puts it into
        the variable `graph`. `%kg queries` lists what `%sparql NAME` can ask.
        """
        match words_of(line, self._filled):
            case ["open", path]:
                return self._open(path, None)
            case ["open", path, "--texts", texts]:
                return self._open(path, texts)
            case ["queries"]:
                return Queries(self._graph_named(""))
        raise UsageError(f"no such use: `%kg {line}`", _HOW_TO_OPEN)

    @no_var_expand
    @line_cell_magic
    def sparql(self, line: str, cell: str = "") -> Any:  # noqa: ANN401 - whatever is shown
        """Ask the graph that `%kg open` opened: the query in the cell, or a named one with its parameters.

        `%%sparql [NAME] [PARAMETER=VALUE]… [-o VARIABLE] [--format table|graph|json|chart]`. NAME is that of a named
        query, or of a variable that holds another graph, such as a slice. With `-o` the answer goes to a variable: rows
        as a data frame, triples as an rdflib graph.
        """
        options = _LINE.parse_args(words_of(line, self._filled))
        request = _request(options.words, cell, self._shell.user_ns, self._filled)
        graph = self._graph_named(request.graph)
        if options.out is not None and not options.out.isidentifier():
            raise UsageError(f"no name of a variable: `{options.out}`", _HOW)
        try:
            result = graph.query(request.text, USUAL, **request.values)
            not_shown = graph.not_shown(request.text, USUAL, **request.values)
        except KeyboardInterrupt:
            raise _Stopped from None
        sys.stdout.write(f"{not_shown}\n" if not_shown else "")
        if options.out:
            self._shell.user_ns[options.out] = _value(result)
        return None if options.out and not options.format else shown(graph, result, options.format or "table")

    def _open(self, path: str, texts: str | None) -> Graph:
        self._graph = opening.fresh(path, texts=texts)
        self._completer = Completer(self._graph)
        self._shell.user_ns["graph"] = self._graph
        return self._graph

    def _filled(self, text: str) -> str:
        """Fill in variables of the notebook: `{name}`, or `$name` where there is one."""
        try:
            return str(DollarFormatter().vformat(text, [], dict(self._shell.user_ns)))
        except Exception as error:  # whatever the expression between the braces raises
            hint = "name a variable of the notebook, or write {{ and }} for braces themselves"
            raise UsageError(f"cannot fill in `{text}`: {type(error).__name__}: {error}", hint) from None

    def _graph_named(self, name: str) -> Graph:
        """Give the graph that a variable holds; without a name, the one that was opened."""
        graph = self._shell.user_ns[name] if name else self._graph
        if graph is None:
            raise UsageError("no graph is open", "%kg open PATH")
        assert isinstance(graph, Graph)
        return graph

    @context_matcher()  # type: ignore[untyped-decorator]  # IPython's own has no types
    def complete(self, context: CompletionContext) -> SimpleMatcherResult:
        """Complete a query in a cell of `%sparql` or `%%sparql`; leave other cells to IPython's own completion."""
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


def _request(words: list[str], cell: str, variables: Mapping[str, Any], fill: Callable[[str], str]) -> _Request:
    """Divide a line and the cell below it into the query, values of parameters, and the variable of a graph."""
    names = [word for word in words if "=" not in word]
    graph = next((name for name in names if isinstance(variables.get(name), Graph)), "")
    asked = [name for name in names if name != graph]
    pairs = [word for word in words if "=" in word]
    if asked:  # a named query: the cell may hold its parameters, one a line
        lines = (line.partition("=") for line in cell.split("\n") if line.strip())
        pairs += [f"{name}{sign}{fill(unquoted(value.strip()))}" for name, sign, value in lines]
    if len(asked) > 1 or not (asked or cell.strip()):
        raise UsageError("one query, please", f"{_HOW}; {QUOTE}" if asked else _HOW)
    # Blanks around `=` are allowed here, where a shell would read words of their own.
    values = values_of("=".join(part.strip() for part in pair.split("=", 1)) for pair in pairs)
    return _Request(asked[0] if asked else cell, values, graph)


def _value(result: Result) -> Any:  # noqa: ANN401 - a data frame, an rdflib graph or a bool
    if result.form == "select":
        return result.to_pandas()
    return bool(result) if result.form == "ask" else result.graph()


def load(shell: InteractiveShell) -> None:
    """Register the magics and the completion, and let IPython show our own errors without a traceback."""
    if "KgMagics" in shell.magics_manager.registry:  # by `%reload_ext kg`: the graph stays open
        return
    magics = KgMagics(shell)
    shell.register_magics(magics)
    if shell.Completer is not None:
        shell.Completer.custom_matchers.append(magics.complete)
    KgError._render_traceback_ = lambda self: str(self).splitlines()  # type: ignore[attr-defined] # what IPython asks errors for
