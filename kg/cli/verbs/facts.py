"""Verbs on the account: list facts, explain them, tell what is said of two entities, list conflicts."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import MOST_FACTS, counted
from kg.cli.options import Sort, Top, sliced
from kg.cli.terminal import as_json, say, table, tell
from kg.cli.verbs.typer_app import As, Format, app, first

if TYPE_CHECKING:
    from kg.graph.graph import Graph


@app.command()
@sliced
def facts(
    graph: Graph,
    accepted: Annotated[bool, typer.Option("--accepted", help="Only accepted facts.")] = False,
    top: Top = None,
    sort: Sort = "newest",
    format: As = Format.TABLE,
) -> None:
    """List facts with their status, roles and voices, the newest first."""
    from kg.account.unaccepted import not_shown, why
    from kg.report.emptiness import no_facts
    from kg.report.facts import fact_lines, fact_row, select
    from kg.report.ordering import in_order

    found = in_order(select(graph, accepted=accepted), sort)
    how = "`--format json` gives all; `--entity`, `--type` and `--status` give fewer"
    shown, cut = first(found, "facts", top, format, order=sort, more=how)
    others = [fact for fact in graph.account.facts.values() if accepted and not fact.accepted]
    left_out = [not_shown((why(fact.status, fact.contested) for fact in others), "kg facts")] if others else []
    if format is Format.JSON:
        as_json([fact_row(graph, fact) for fact in shown])
    if not found:
        tell(no_facts(graph, accepted=accepted), *left_out)
        raise typer.Exit(1)
    if format is not Format.JSON:
        say(*fact_lines(graph, shown))
    tell(*filter(None, [cut]))
    if format is not Format.JSON:
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
    from kg.report.emptiness import none_at_all
    from kg.report.explanations import explanation_lines

    files = rows or ()
    found = [graph.explain(fact, rows=files)] if other is None else graph.explain_between(fact, other, rows=files)
    none = "" if found else f"no claim names both {fact} and {other}"
    if format is Format.JSON:
        as_json(found[0] if other is None else found)
        tell(*filter(None, [none, none_at_all(graph)]))
        return
    if none:
        say(none)
        tell(*filter(None, [none_at_all(graph)]))
    for row in found:
        say(*explanation_lines(row), "")


@app.command()
@sliced
def between(
    graph: Graph,
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    top: Top = None,
    sort: Sort = "newest",
    format: As = Format.TABLE,
) -> None:
    """Tell what is said of A and B together: accepted, contested, denied, unconfirmed, or only shared; and by whom."""
    from kg.report.emptiness import none_at_all

    found = graph.between(a, b, sort=sort)
    if format is Format.JSON:
        as_json(found.row(top))
        tell(*filter(None, [*([] if found.ties else found.lines()), none_at_all(graph)]))
        return
    say(*found.lines(top or MOST_FACTS))
    tell(*filter(None, [f"{found.counts}, {graph.describes()}", none_at_all(graph)]))


@app.command()
@sliced
def conflicts(
    graph: Graph,
    every: Annotated[
        bool, typer.Option("--list", help="List conflicts of whereabouts too, not only count them.")
    ] = False,
    top: Top = None,
    sort: Annotated[str, typer.Option("--sort", metavar="ORDER", help="newest, oldest, most or name.")] = "newest",
    format: As = Format.TABLE,
) -> None:
    """List asserting claims that cannot all be so, and denials of a part of a fact; count whereabouts by day."""
    from kg.account.conflicts import WHEREABOUTS
    from kg.report.conflicts import conflict_row, conflict_sentences, counts_of, denied_facts
    from kg.report.emptiness import none_at_all
    from kg.report.facts import not_read

    found = graph.conflicts(sort=sort)
    if format is Format.JSON:
        listed, cut = first(found, "conflicts", top, format, order=sort)
        as_json([conflict_row(conflict) for conflict in listed])
        tell(*filter(None, [cut, "" if found else f"{counts_of(found)}, {graph.describes()}", none_at_all(graph)]))
        return
    if not every:
        _count_whereabouts(graph, top, sort)
    told = [conflict for conflict in found if every or conflict.kind != WHEREABOUTS]
    listed, cut = first(told, "conflicts", top, format, order=sort)
    say(*(line for conflict in listed for line in conflict_sentences(graph, conflict_row(conflict))))
    concerned = (graph.account.facts[id_] for id_ in sorted({id_ for conflict in found for id_ in conflict.facts}))
    tell(*filter(None, [cut, not_read(graph, concerned)]))
    tell(*filter(None, [f"{counts_of(found)}, {graph.describes()}", none_at_all(graph)]))
    if wholes := denied_facts(graph):
        tell(f"not shown: {counted(len(wholes), 'fact')} denied as a whole; `kg query disputed`")


def _count_whereabouts(graph: Graph, top: int | None, sort: str) -> None:
    """Print in how many places at once a person was, a line for each person and day."""
    from kg.report.conflicts import whereabouts, whereabouts_cells

    found = whereabouts(graph, sort)
    if found:
        head = ("day", "in two places at once", "id", "places", "facts")
        how = "`--list` tells who says so"
        shown, cut = first(found, "persons and days", top, Format.TABLE, order=sort, more=how)
        table(head, whereabouts_cells(graph, shown), note=cut or how, right=(3, 4), ids=2)
