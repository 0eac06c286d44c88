"""Verbs on the account: list facts, explain them, list conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import sliced
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.typer_app import As, Format, app

if TYPE_CHECKING:
    from kg.graph.graph import Graph


@app.command()
@sliced
def facts(
    graph: Graph,
    accepted: Annotated[bool, typer.Option("--accepted", help="Only accepted facts.")] = False,
    format: As = Format.TABLE,
) -> None:
    """List facts with their status, roles and voices."""
    from kg.report.facts import listed

    rows = graph.facts(accepted=accepted)
    if format is Format.JSON:
        as_json(rows)
        return
    found = [graph.account.facts[row["fact"]] for row in rows]
    say(*listed(found, graph.teller, {row["fact"]: row["conflicts"] for row in rows}))
    tell(f"{len(rows)} facts, {graph.describes()}")


@app.command()
@sliced
def explain(
    graph: Graph,
    fact: Annotated[str, typer.Argument(metavar="FACT|A")],
    other: Annotated[str | None, typer.Argument(metavar="[B]")] = None,
    format: As = Format.TABLE,
) -> None:
    """Explain a fact, or all facts that name both A and B: status, rule, and every claim with voice and span."""
    from kg.report.facts import explained

    told = graph.explain(fact, other)
    if format is Format.JSON:
        as_json(told)
        return
    rows = told if isinstance(told, list) else [told]
    if not rows:
        say(f"no claim names both {fact} and {other}")
    for row in rows:
        say(*explained(row), "")


@app.command()
@sliced
def conflicts(graph: Graph, format: As = Format.TABLE) -> None:
    """List asserting claims that cannot all be so."""
    from kg.report.facts import conflict_row, sides_told

    rows = [conflict_row(conflict) for conflict in graph.conflicts()]
    if format is Format.JSON:
        as_json(rows)
        return
    say(*(line for row in rows for line in sides_told(row, graph.claims, graph.teller)))
    tell(f"{len(rows)} conflicts, {graph.describes()}")
