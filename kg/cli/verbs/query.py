"""The verb that asks in SPARQL, in one's own words or by a named query."""

from __future__ import annotations

import enum
import io
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.errors import Place, QueryError, UsageError
from kg.base.hints import LONGEST_CELL, counted
from kg.base.letters import cut
from kg.cli.options import sliced
from kg.cli.terminal import HandingOver, as_json, below_each_other, remark, say, table, tell
from kg.cli.verbs.typer_app import app

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.query.result import Result


_ASK = 'kg query "SELECT …", kg query NAME, kg query -f FILE, kg query - for stdin; kg query --list'


class QueryFormat(enum.StrEnum):
    """How the answer to a query is written; ttl, nt, trig, jsonld and rdfxml are for CONSTRUCT and DESCRIBE."""

    TABLE = "table"
    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TTL = "ttl"
    NT = "nt"
    TRIG = "trig"
    JSONLD = "jsonld"
    RDFXML = "rdfxml"


@app.command()
@sliced
def query(
    graph: Graph,
    words: Annotated[list[str] | None, typer.Argument(metavar="[TEXT|NAME|-] [PARAMETER=VALUE]...")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="Read the query from a file.")] = None,
    list_: Annotated[bool, typer.Option("--list", help="List the named queries.")] = False,
    format: Annotated[QueryFormat, typer.Option("--format", help="How the answer is written.")] = QueryFormat.TABLE,
    spreadsheet: Annotated[bool, typer.Option("--spreadsheet", help="In csv: begin with a byte order mark.")] = False,
    seconds: Annotated[float, typer.Option(min=0, help="Stop after so many; 0: never.")] = 60,
    rows: Annotated[int, typer.Option(min=0, help="Stop at so many; 0: never.")] = 1_000_000,
    megabytes: Annotated[int, typer.Option(min=0, help="Stop at so much memory; 0: never.")] = 4_000,
    federate: Annotated[
        list[str] | None, typer.Option("--federate", metavar="HOST", help="Let SERVICE ask this host.")
    ] = None,
) -> None:
    """Ask in SPARQL 1.1, or ask a named query."""
    from kg.query.arguments import hosts_of
    from kg.query.limits import Limits

    if list_:
        _list(graph, format)
        return
    if spreadsheet and format is not QueryFormat.CSV:
        raise UsageError("`--spreadsheet` is for csv alone", "give `--format csv` with it")
    text, values = _asked(words or [], file)
    limits = Limits(seconds=seconds or None, rows=rows or None, megabytes=megabytes or None)
    try:
        result = graph.stream(text, limits, hosts_of(federate or []), **values)
    except QueryError as error:
        if file and error.place:
            error.place = Place(str(file), error.place.line, error.place.column)
        raise
    _print(result, format, spreadsheet)
    tell(*filter(None, [graph.not_shown(text, limits, **values)]), *_unknown(graph, text, result))
    if result.cut:
        tell(f"the result is cut: {result.cut}")
        raise typer.Exit(1)


def _unknown(graph: Graph, text: str, result: Result) -> list[str]:
    """Say which ids stand for others and, where nothing was found, which names nothing in the graph has."""
    from kg.graph.unknown_names import replaced_names, unknown_names

    unknown = unknown_names(graph, text)
    return [*replaced_names(graph, text), *(unknown if unknown and not result else [])]


def _list(graph: Graph, format: QueryFormat) -> None:
    from kg.query.library import faults, library
    from kg.report.queries import query_lines, query_row

    found = library(graph.project.root).values()
    if format is QueryFormat.JSON:
        as_json([query_row(its) for its in found])
    else:
        say(*(line for its in found for line in query_lines(its)))
    if refused := faults(graph.project.root):
        tell(*map(str, refused))
        raise typer.Exit(1)


def _asked(words: Sequence[str], file: Path | None) -> tuple[str, dict[str, str]]:
    """Divide the words of the command line into the query and the values of its parameters."""
    from kg.query.arguments import values_of

    text, pairs = (None, words) if file else (words[0] if words else None, words[1:])
    if text is None and file is None:
        raise UsageError("no query", _ASK)
    values = values_of(pairs)
    asked = _read(file) if file else _stdin() if text == "-" else text or ""
    if not asked.strip():
        raise UsageError(f"no query in {f'`{file}`' if file else 'stdin'}: it is empty", _ASK)
    return asked, values


def _read(file: Path) -> str:
    try:
        return file.read_text("utf-8-sig")
    except OSError as error:
        raise UsageError(f"cannot read `{file}`: {error.strerror or error}", "name a file that can be read") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"cannot read `{file}`: it is no UTF-8", "save it as UTF-8") from error


def _stdin() -> str:
    try:
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(encoding="utf-8", errors="strict")  # whatever the terminal's is: as in a file
        text = sys.stdin.read()
        text.encode()  # what was no UTF-8 may have been let in as halves of characters, which are none
    except UnicodeError as error:
        raise UsageError("cannot read stdin: it is no UTF-8", "give it UTF-8") from error
    return text.removeprefix("\ufeff")


def _print(result: Result, format: QueryFormat, spreadsheet: bool) -> None:
    if format is not QueryFormat.TABLE:
        out = HandingOver()
        result.write(format.value, out, spreadsheet=spreadsheet)
        out.end_line()
    elif result.form == "select":
        _rows(result)
    else:
        say(result.serialize("ttl").rstrip("\n") if result.form == "construct" else str(bool(result)).lower())


def _rows(result: Result) -> None:
    """Print rows as a table, or one below the other where a table would break the ids that stand in it.

    Long values are cut, and of many rows the first thousand are printed, as soon as they have been found; the other
    formats hold all.
    """
    from kg.query import dataframes

    pages = result.pages()
    page = next(pages)
    rows = [[cut(cell, LONGEST_CELL) for cell in row] for row in page.short_rows()]
    if is_table := _fits(result.variables, rows):
        kinds = map(dataframes.kind, page.columns().values())
        table(result.variables, rows, right=[at for at, kind in enumerate(kinds) if kind in ("int", "float")])
    else:
        below_each_other(result.variables, rows)
    there_is_more = next(pages, None) is not None  # how many more would take as long as to find them all
    more = f"the first {len(rows):,} rows are shown, and there are more: `--format csv` gives all"
    (remark if is_table else tell)(more if there_is_more else counted(len(rows), "row"))


def _fits(head: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    from rich.cells import cell_len

    widths = [max(map(cell_len, column)) for column in zip(head, *rows, strict=True)]
    return sum(widths) + 3 * len(widths) <= shutil.get_terminal_size().columns
