"""Verbs on time and on sources: what was learnt, in what order it happened, and what rests on a single source."""

from __future__ import annotations

import enum
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import sliced
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.network import Edges, Kinds, Layers
from kg.cli.verbs.typer_app import As, Format, app

if TYPE_CHECKING:
    from kg.graph.graph import Graph


class DiffFormat(enum.StrEnum):
    """How a diff is written."""

    TABLE = "table"
    JSON = "json"
    HTML = "html"


@app.command()
@sliced
def diff(
    graph: Graph,
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    measure: Annotated[str, typer.Option(metavar="MEASURE", help="By which ranks are compared.")] = "degree",
    format: Annotated[DiffFormat, typer.Option("--format", help="How the answer is written.")] = DiffFormat.TABLE,
) -> None:
    """Tell what was learnt between day A and day B: facts, statuses and what moved them, edges, ranks."""
    learnt = graph.diff(known_by=(a, b), measure=measure)
    if format is DiffFormat.JSON:
        as_json(learnt.row())
    elif format is DiffFormat.HTML:
        sys.stdout.write(learnt.html())
    else:
        say(*learnt.lines())
        tell(f"known by {' and by '.join(learnt.changes.known_by)}, {graph.describes()}")


@app.command()
@sliced
def timeline(
    graph: Graph,
    actor: Annotated[str | None, typer.Argument(metavar="ENTITY")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Draw it: .svg or .png.")
    ] = None,
    rows: Annotated[int, typer.Option(min=1, help="How many actors are drawn at most.")] = 30,
    format: As = Format.TABLE,
) -> None:
    """List facts in order of time, with status and voices, undated ones apart; or draw them."""
    found = graph.timeline(actor)
    if output is not None:
        tell(f"wrote {found.save(output, rows=rows)}")
    elif format is Format.JSON:
        as_json(found.row())
    else:
        say(*found.lines())
        tell(f"{len(found.dated)} facts in order of time, {len(found.undated)} undated, {graph.describes()}")


@app.command()
@sliced
def fragile(
    graph: Graph,
    a: Annotated[str | None, typer.Argument(metavar="A")] = None,
    b: Annotated[str | None, typer.Argument(metavar="B")] = None,
    by: Annotated[str, typer.Option(metavar="SORT", help="Of source: voice, publisher or article.")] = "voice",
    kind: Kinds = None,
    edge: Edges = None,
    layer: Layers = None,
    format: As = Format.TABLE,
) -> None:
    """Find facts, edges and paths (or the path from A to B) that fall with a single source, and what is left then."""
    found = graph.fragile(*filter(None, (a, b)), by=by, kinds=kind or None, edges=edge or None, layers=layer or None)
    if format is Format.JSON:
        as_json(found.row())
        return
    say(*found.lines(graph.account, graph.teller))
    if a is not None and not found.paths:
        say(f"no way from {a} to {b}")
    tell(*([found.note] if found.note else []), f"{found.counts}, {graph.describes()}")
