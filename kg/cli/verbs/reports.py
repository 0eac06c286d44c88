"""Verbs on reports: cite facts and claims, and verify a text that cites them."""

from __future__ import annotations

import enum
import sys
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import MOST_ROWS
from kg.cli.options import sliced
from kg.cli.terminal import as_json, hand_over, say, tell
from kg.cli.verbs.typer_app import As, Format, app

if TYPE_CHECKING:
    from kg.graph.graph import Graph


class CitationFormat(enum.StrEnum):
    """How citations are written."""

    MD = "md"
    BIBTEX = "bibtex"
    CSL = "csl"
    JSON = "json"


@app.command()
@sliced
def cite(
    graph: Graph,
    ids: Annotated[list[str], typer.Argument(metavar="FACT|CLAIM...")],
    format: Annotated[CitationFormat, typer.Option("--format", help="How they are written.")] = CitationFormat.MD,
) -> None:
    """Cite facts, by the claims that decided, or claims: who says so, where, how that stands, a reference to check."""
    hand_over(str(graph.cite(ids, format.value)))
    cut = graph.cut
    if cut.withdrawn or cut.filters:
        tell("statuses are those of this slice: `kg verify` needs the same words")


@app.command()
@sliced
def verify(
    graph: Graph,
    report: Annotated[Path, typer.Argument(metavar="REPORT.md|-")],
    top: Annotated[int | None, typer.Option("--top", metavar="N", min=1, help="Only the first so many.")] = None,
    format: As = Format.TABLE,
) -> None:
    """Find in a report what cites nothing, has moved, is quoted wrongly, or is cited without saying how it stands."""
    found = graph.verify(report) if report != Path("-") else graph.verify(sys.stdin.buffer.read(), "stdin")
    with suppress(BrokenPipeError):  # whoever reads may have seen enough: the exit code stays
        if format is Format.JSON:
            as_json(found.row()[:top])
        else:
            say(*found.lines(top or MOST_ROWS))
        sys.stdout.flush()
    tell(*filter(None, [found.left_out(top or MOST_ROWS) if format is Format.TABLE else ""]))
    tell(*found.remarks, f"{found.file}: {found.counts}")
    if not found.is_clean:
        raise typer.Exit(1)
