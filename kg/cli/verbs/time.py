"""Verbs on time and on sources: what was learnt, in what order it happened, and what rests on a single source."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kg.base.hints import counted
from kg.cli.options import sliced
from kg.cli.terminal import as_json, deliver, hand_over, say, tell
from kg.cli.verbs.network import Anonymous, Edges, Kinds, Layers, choice_of
from kg.cli.verbs.typer_app import As, Format, app
from kg.snapshot.cut_options import day_of

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
    anonymous: Anonymous = False,
    format: Annotated[DiffFormat, typer.Option("--format", help="How the answer is written.")] = DiffFormat.TABLE,
) -> None:
    """Tell what was learnt between day A and day B: facts, statuses and what moved them, edges, ranks."""
    for argument, day in (("A", a), ("B", b)):
        day_of(day, f"`{argument}`")
    learnt = graph.diff(known_by=(a, b), measure=measure, anonymous=anonymous)
    tell(*filter(None, [learnt.left_out]))
    if format is DiffFormat.JSON:
        as_json(learnt.row())
    elif format is DiffFormat.HTML:
        hand_over(learnt.html())
    else:
        say(*learnt.lines())
        tell(f"known by {' and by '.join(learnt.changes.known_by)}, {graph.describes()}")


@app.command()
@sliced
def timeline(
    graph: Graph,
    actor: Annotated[str | None, typer.Argument(metavar="ENTITY")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Draw it: .svg or .png; - for stdout.")
    ] = None,
    rows: Annotated[int, typer.Option(min=1, help="How many actors are drawn at most.")] = 30,
    format: As = Format.TABLE,
) -> None:
    """List facts in order of time, with status and voices, undated ones apart; or draw them."""
    found = graph.timeline(actor)
    if not (found.dated or found.undated):
        _nothing(graph, actor, format)
    if output is not None:
        format_ = "svg" if output == Path("-") else output.suffix.removeprefix(".")
        deliver(found.draw(format_, rows=rows), output)
    elif format is Format.JSON:
        as_json(found.row())
    else:
        say(*found.lines())
        dated = counted(len(found.dated), "fact")
        counts = f"{dated} in order of time, {len(found.undated)} undated, {graph.describes()}"
        tell(*filter(None, (found.left_out, counts)))


def _nothing(graph: Graph, actor: str | None, format: Format) -> NoReturn:
    """Say why there is nothing to put in order."""
    from kg.report.emptiness import no_facts

    if format is Format.JSON:
        as_json({"dated": [], "undated": []})
    facts = counted(len(graph.account.facts), "fact")
    tell(no_facts(graph) if not graph.account.facts else f"no facts that name {actor}: {facts} without it")
    raise typer.Exit(1)


@app.command()
@sliced
def fragile(
    graph: Graph,
    a: Annotated[str | None, typer.Argument(metavar="A")] = None,
    b: Annotated[str | None, typer.Argument(metavar="B")] = None,
    by: Annotated[str, typer.Option(metavar="SORT", help="Of source: voice, outlet, relay or article.")] = "voice",
    kind: Kinds = None,
    edge: Edges = None,
    layer: Layers = None,
    anonymous: Anonymous = False,
    format: As = Format.TABLE,
) -> None:
    """Find facts, edges and paths (or the path from A to B) that fall with a single source, and what is left then."""
    choice = choice_of(kind, edge, layer, anonymous)
    found = graph.fragile(*filter(None, (a, b)), by=by, **choice)
    if format is Format.JSON:
        as_json(found.row())
        tell(*filter(None, [found.note]))
        return
    say(*found.lines(graph.account, graph.teller.brief))
    tell(*([found.note] if found.note else []), f"{found.counts}, {graph.describes()}")
    if a is not None and b is not None and not found.paths:
        from kg.report.emptiness import no_way

        tell(no_way(graph, a, b, choice))
        raise typer.Exit(1)
