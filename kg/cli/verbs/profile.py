"""The verb that tells who an entity is."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import counted
from kg.cli.choosing import choosing
from kg.cli.options import Top, sliced
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.typer_app import As, Format, app

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


@app.command()
@sliced
@partial(
    choosing,
    but=("directed", "gatherings"),
    words={"kind": "Partners of these kinds; else actors.", "layer": "Partners by these layers; else as `kg dyads`."},
)
def profile(
    graph: Graph,
    choice: Choice,
    actor: Annotated[str, typer.Argument(metavar="ENTITY")],
    top: Top = None,
    format: As = Format.TABLE,
) -> None:
    """Tell on one screen who ENTITY is: posts, partners, acts, statements, trend, sources, and what is not settled."""
    from kg.report.profiles.profile_words import MOST

    its = graph.profile(actor, **choice)
    if format is Format.JSON:
        as_json(its.row(top))
        tell(*its.pairs.left_out)
        return
    say(*its.lines(top or MOST))
    tell(*its.pairs.left_out, f"{counted(len(its.found), 'finding')}, {graph.describes()}")
