"""Verbs on time and on sources: what was learnt, in what order it happened, and what rests on a single source."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from kg.base.errors import NotFoundError
from kg.base.hints import MOST_FACTS, counted
from kg.cli.choosing import StandIns, choosing
from kg.cli.options import Top, sliced
from kg.cli.terminal import as_json, deliver, hand_over, say, tell, tell_json
from kg.cli.verbs.typer_app import As, Format, app
from kg.snapshot.cut_options import day_of

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


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
    stand_ins: StandIns = False,
    format: Annotated[DiffFormat, typer.Option("--format", help="How the answer is written.")] = DiffFormat.TABLE,
) -> None:
    """Tell what was learnt between day A and day B: facts, statuses and what moved them, edges, ranks."""
    from kg.report.emptiness import none_at_all

    for argument, day in (("A", a), ("B", b)):
        day_of(day, f"`{argument}`")
    learnt = graph.diff(known_by=(a, b), measure=measure, stand_ins=stand_ins)
    tell(*filter(None, [learnt.left_out]))
    if format is DiffFormat.JSON:
        as_json(learnt.row())
        tell(*filter(None, [*(learnt.lines() if learnt.is_empty else []), none_at_all(graph)]))
    elif format is DiffFormat.HTML:
        hand_over(learnt.html())
    else:
        say(*learnt.lines())
        known = f"known by {' and by '.join(learnt.changes.known_by)}, {graph.describes()}"
        tell(*filter(None, [known, none_at_all(graph)]))


@app.command()
@sliced
def timeline(
    graph: Graph,
    actor: Annotated[str | None, typer.Argument(metavar="ENTITY")] = None,
    output: Annotated[
        Path | None, typer.Option("-o", "--output", metavar="FILE", help="Draw it: .svg or .png; - for stdout.")
    ] = None,
    rows: Annotated[int, typer.Option(min=1, help="How many actors are drawn at most.")] = 30,
    top: Top = None,
    sort: Annotated[str, typer.Option("--sort", metavar="ORDER", help="newest or oldest.")] = "newest",
    format: As = Format.TABLE,
) -> None:
    """List facts in order of time, the newest first, with status and voices, undated ones apart; or draw them."""
    found = graph.timeline(actor)
    if not (found.dated or found.undated):
        _nothing(graph, actor, format)
    if output is not None:
        format_ = "svg" if output == Path("-") else output.suffix.removeprefix(".")
        deliver(found.draw(format_, rows=rows), output)
        if format is Format.JSON:
            (tell_json if output == Path("-") else as_json)(found.row(top, sort))
    elif format is Format.JSON:
        as_json(found.row(top, sort))
        tell(*filter(None, [found.left_out(top, sort) if top else ""]))
    else:
        say(*found.lines(top or MOST_FACTS, sort))
        dated = counted(len(found.dated), "fact")
        counts = f"{dated} in order of time, {len(found.undated):,} undated, {graph.describes()}"
        tell(*filter(None, (found.left_out(top or MOST_FACTS, sort), counts)))


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
@choosing
def fragile(
    graph: Graph,
    choice: Choice,
    a: Annotated[str | None, typer.Argument(metavar="A")] = None,
    b: Annotated[str | None, typer.Argument(metavar="B")] = None,
    by: Annotated[
        str | None, typer.Option(metavar="SORT", help="Of source: voice, outlet, relay, article or publisher.")
    ] = None,
    every: Annotated[bool, typer.Option("--list", help="List what falls with each source, and what is left.")] = False,
    top: Top = None,
    sort: Annotated[str, typer.Option("--sort", metavar="ORDER", help="most or name, of sources.")] = "most",
    format: As = Format.TABLE,
) -> None:
    """Sum up which single source carries how much; or list facts, edges and paths (from A to B) that fall with it."""
    from kg.report.emptiness import none_at_all
    from kg.report.facts import not_read
    from kg.report.fragile import SORTS, Fragile, carried, summary_left_out, summary_lines

    if format is Format.TABLE and not (a or every or top or any(choice.values())):
        found = [carried(graph, each) for each in ([by] if by else SORTS)]
        say(*summary_lines(graph, found))
        accepted = (fact for fact in graph.account.facts.values() if fact.accepted)
        notes = [summary_left_out(found), not_read(graph, accepted, "accepted fact")]
        tell(*filter(None, [*notes, graph.describes(), none_at_all(graph)]))
        return
    ends = [graph.entity(end) for end in (a, b) if end]
    try:
        its = graph.fragile(*ends, by=by or "voice", **choice)
    except NotFoundError:
        if format is Format.JSON:
            as_json(Fragile(by or "voice", (), (), (), "").row())
        raise
    most = top or (None if format is Format.JSON else MOST_FACTS)
    if format is Format.JSON:
        as_json(its.first(most, sort).row())
        counts = "" if its.facts or its.edges or its.paths else f"{its.counts}, {graph.describes()}"
        tell(*filter(None, [its.left_out(most), its.note, counts, none_at_all(graph)]))
    else:
        say(*its.lines(graph.account, graph.teller.brief, most, sort))
        tell(*filter(None, [its.note, f"{its.counts}, {graph.describes()}", none_at_all(graph)]))
    if a is not None and b is not None and not its.paths:
        from kg.report.emptiness import no_way

        tell(no_way(graph, a, b, choice))
        raise typer.Exit(1)
