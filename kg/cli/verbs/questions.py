"""Verbs on who deals with whom, and on how much there is of what."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import MOST_FACTS
from kg.cli.choosing import choosing
from kg.cli.options import Top, sliced
from kg.cli.terminal import as_json, deliver, hand_over, say, tell, tell_json
from kg.cli.verbs.typer_app import AsTable, TableFormat, app

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice
    from kg.report.dyads import Dyads

_OUTPUT = typer.Option("-o", "--output", metavar="FILE", help="Draw it: .svg or .png; - for stdout.")
_OF_PAIRS = partial(
    choosing,
    only=("kind", "edge", "layer", "act", "cooperative", "hostile", "stand_ins"),
    words={"kind": "Kinds of entities; else actors.", "layer": "Layers; else all in which something happens."},
)


@app.command()
@sliced
@_OF_PAIRS
def dyads(
    graph: Graph,
    choice: Choice,
    actor: Annotated[str | None, typer.Argument(metavar="ENTITY")] = None,
    by: Annotated[str, typer.Option(metavar="SORT", help="Pairs of: actor, or side.")] = "actor",
    output: Annotated[Path | None, _OUTPUT] = None,
    rows: Annotated[int, typer.Option(min=1, help="How many are drawn at most.")] = 30,
    top: Top = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="ORDER", help="most, newest, cooperative, hostile, voices or name.")
    ] = "most",
    format: AsTable = TableFormat.TABLE,
) -> None:
    """Count what joins each two actors or sides (or ENTITY to others): by status, act, day and source."""
    found = graph.dyads(actor, by=by, sort=sort, **choice)
    _written(found, output, rows, top, format)
    if not found.pairs:
        tell(found.empty, *found.left_out)
        raise typer.Exit(1)
    tell(*found.notes(top or (MOST_FACTS if format is TableFormat.TABLE else None)))
    if format is TableFormat.TABLE:
        tell(f"{found.counts}, {graph.describes()}")


def _written(found: Dyads, output: Path | None, rows: int, top: int | None, format: TableFormat) -> None:
    """Write pairs, or draw them."""
    if output is not None and found.pairs:
        deliver(found.draw("svg" if output == Path("-") else output.suffix.removeprefix("."), rows=rows), output)
    if format is TableFormat.JSON:
        (tell_json if output == Path("-") else as_json)(found.row(top))
    elif format is not TableFormat.TABLE:
        from kg.report.tabular import separated

        hand_over(separated(*found.flat(top), format.value))
    elif output is None:
        say(*found.lines(top or MOST_FACTS))
