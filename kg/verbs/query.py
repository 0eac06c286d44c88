"""The verb that asks in SPARQL."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.errors import UsageError
from kg.options import sliced
from kg.tables import say, table
from kg.verbs.app import app

if TYPE_CHECKING:
    from kg.graph import Graph


class QueryFormat(enum.StrEnum):
    """How the answer to a query is written; ttl and nt are for CONSTRUCT."""

    TABLE = "table"
    JSON = "json"
    XML = "xml"
    CSV = "csv"
    TSV = "tsv"
    TTL = "ttl"
    NT = "nt"


@app.command()
@sliced
def query(
    graph: Graph,
    text: Annotated[str | None, typer.Argument(metavar="TEXT|-")] = None,
    file: Annotated[Path | None, typer.Option("-f", "--file", help="Read the query from a file.")] = None,
    format: Annotated[QueryFormat, typer.Option("--format", help="How the answer is written.")] = QueryFormat.TABLE,
) -> None:
    """Ask in SPARQL 1.1."""
    result = graph.query(_query_text(text, file))
    if format is not QueryFormat.TABLE:
        sys.stdout.write(result.serialize(format.value).rstrip("\n") + "\n")
    elif result.form == "select":
        table(result.variables, result.short_rows(), note=f"{len(result)} rows")
    else:
        say(result.serialize("ttl").rstrip("\n") if result.form == "construct" else str(bool(result)).lower())


def _query_text(text: str | None, file: Path | None) -> str:
    if (text is None) == (file is None):
        raise UsageError("one query, please", 'kg query "SELECT …", kg query -f FILE, or kg query - for stdin')
    if text == "-":
        return sys.stdin.read()
    if file is None:
        return text or ""
    try:
        return file.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read `{file}`: {error}", "name a file of UTF-8 text") from error
