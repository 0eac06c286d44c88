"""Verbs on the account: list facts, explain them, tell what is said of two entities, list conflicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import MOST_ROWS, counted, first_rows
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
    from kg.account.unaccepted import not_shown, why
    from kg.report.emptiness import no_facts
    from kg.report.facts import fact_lines, fact_row, select

    found = select(graph, accepted=accepted)
    others = [fact for fact in graph.account.facts.values() if accepted and not fact.accepted]
    left_out = [not_shown((why(fact.status, fact.contested) for fact in others), "kg facts")] if others else []
    if format is Format.JSON:
        as_json([fact_row(graph, fact) for fact in found])
    if not found:
        tell(no_facts(graph, accepted=accepted), *left_out)
        raise typer.Exit(1)
    if format is not Format.JSON:
        say(*fact_lines(graph, found[:MOST_ROWS]))
        how = "`--format json` gives all; `--entity`, `--type` and `--status` give fewer"
        tell(*filter(None, [first_rows(len(found[:MOST_ROWS]), len(found), "facts", how)]))
        tell(f"{counted(len(found), 'fact')}, {graph.describes()}")
    tell(*left_out)


@app.command()
@sliced
def explain(
    graph: Graph,
    fact: Annotated[str, typer.Argument(metavar="FACT|A")],
    other: Annotated[str | None, typer.Argument(metavar="[B]")] = None,
    rows: Annotated[list[Path] | None, typer.Option(metavar="FILE", help="Quote coded rows from their file.")] = None,
    format: As = Format.TABLE,
) -> None:
    """Explain a fact, or all facts that name both A and B: status, rule, and every claim with voice and span."""
    from kg.report.explanations import explanation_lines

    files = rows or ()
    found = [graph.explain(fact, rows=files)] if other is None else graph.explain_between(fact, other, rows=files)
    if format is Format.JSON:
        as_json(found[0] if other is None else found)
        return
    if not found:
        say(f"no claim names both {fact} and {other}")
    for row in found:
        say(*explanation_lines(row), "")


@app.command()
@sliced
def between(
    graph: Graph,
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    format: As = Format.TABLE,
) -> None:
    """Tell what is said of A and B together: accepted, contested, denied, unconfirmed, or only shared; and by whom."""
    found = graph.between(a, b)
    if format is Format.JSON:
        as_json(found.row())
        return
    say(*found.lines())
    tell(f"{found.counts}, {graph.describes()}")


@app.command()
@sliced
def conflicts(graph: Graph, format: As = Format.TABLE) -> None:
    """List asserting claims that cannot all be so, and denials of a part of a fact."""
    from kg.report.conflicts import conflict_row, conflict_sentences, counts_of, denied_facts

    found = graph.conflicts()
    if format is Format.JSON:
        as_json([conflict_row(conflict) for conflict in found])
        return
    say(*(line for conflict in found[:MOST_ROWS] for line in conflict_sentences(graph, conflict_row(conflict))))
    how = "`--format json` gives all"
    tell(*filter(None, [first_rows(len(found[:MOST_ROWS]), len(found), "conflicts", how)]))
    tell(f"{counts_of(found)}, {graph.describes()}")
    if wholes := denied_facts(graph):
        tell(f"not shown: {counted(len(wholes), 'fact')} denied as a whole; `kg query disputed`")
