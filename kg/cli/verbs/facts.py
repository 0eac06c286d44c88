"""Verbs on the account: list facts, explain them, list conflicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import counted
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
    from kg.report.emptiness import no_facts
    from kg.report.facts import fact_lines, fact_rows, select

    found = select(graph, accepted=accepted)
    if format is Format.JSON:
        as_json(fact_rows(graph, found))
    if not found:
        tell(no_facts(graph, accepted=accepted))
        raise typer.Exit(1)
    if format is not Format.JSON:
        say(*fact_lines(graph, found))
        tell(f"{counted(len(found), 'fact')}, {graph.describes()}")


@app.command()
@sliced
def explain(
    graph: Graph,
    fact: Annotated[str, typer.Argument(metavar="FACT|A")],
    other: Annotated[str | None, typer.Argument(metavar="[B]")] = None,
    format: As = Format.TABLE,
) -> None:
    """Explain a fact, or all facts that name both A and B: status, rule, and every claim with voice and span."""
    from kg.report.facts import explanation_lines

    rows = [graph.explain(fact)] if other is None else graph.explain_between(fact, other)
    if format is Format.JSON:
        as_json(rows[0] if other is None else rows)
        return
    if not rows:
        say(f"no claim names both {fact} and {other}")
    for row in rows:
        say(*explanation_lines(row), "")


@app.command()
@sliced
def conflicts(graph: Graph, format: As = Format.TABLE) -> None:
    """List asserting claims that cannot all be so."""
    from kg.report.facts import conflict_row, conflict_sentences

    rows = [conflict_row(conflict) for conflict in graph.conflicts()]
    if format is Format.JSON:
        as_json(rows)
        return
    say(*(line for row in rows for line in conflict_sentences(row, graph.claims, graph.teller)))
    tell(f"{len(rows)} conflict{'' if len(rows) == 1 else 's'}, {graph.describes()}")
