"""Verbs on the network: its edges, paths between two actors, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.cli.chance import Draws, WithNull, groups_beside_chance, need_null
from kg.cli.choosing import choosing
from kg.cli.networks import drawn_as, notes_of, or_none
from kg.cli.options import Seed, Sort, Top, sliced
from kg.cli.terminal import as_json, say, table, tell
from kg.cli.verbs.typer_app import As, Format, app, first

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


@app.command()
@sliced
@choosing
def network(graph: Graph, choice: Choice, top: Top = None, sort: Sort = "newest", format: As = Format.TABLE) -> None:
    """List the edges of the network that the measures read, the newest first."""
    from kg.analysis import about
    from kg.report.networks import edge_lines, edge_row, in_edge_order

    drawn = drawn_as(graph, choice)
    edges = in_edge_order(graph, drawn, sort)
    listed, cut = first(edges, "edges", top, format, order=sort)
    shown = [edge_row(graph, edge) for edge in listed]
    notes = notes_of(graph, choice, cut, drawn.graph.get("left_out", "")) if edges else [drawn.graph["empty"]]
    if format is Format.JSON:
        as_json(shown)
    elif edges:
        say(*(line for row in shown for line in edge_lines(graph, row)))
        actors = f"{counted(len(edges), 'edge')} among {counted(len(drawn), 'actor')}"
        notes.append(f"{actors}: {about(drawn, not_read=False)}")
    tell(*notes)
    if not edges:
        raise typer.Exit(1)


@app.command()
@sliced
@choosing
def path(
    graph: Graph,
    choice: Choice,
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    k: Annotated[int, typer.Option("--k", min=1, help="How many paths at most.")] = 3,
    in_time: Annotated[bool, typer.Option("--in-time", help="Only steps that can follow each other in time.")] = False,
    sort: Annotated[str | None, typer.Option("--sort", metavar="ORDER", help="In time: fewest or earliest.")] = None,
    format: As = Format.TABLE,
) -> None:
    """Find the shortest ways from A to B, each step with the best of the facts that it rests on."""
    from kg.cli.paths import need_order, show_in_time, show_shortest
    from kg.report.emptiness import need_edges_of
    from kg.report.networks import not_on_path, with_ends

    order = need_order(sort, in_time=in_time)
    a, b = graph.entity(a), graph.entity(b)
    chosen, included = with_ends(graph, choice, (a, b))
    drawn = drawn_as(graph, chosen)
    tell(*filter(None, [included]))
    if a not in drawn or b not in drawn:
        if format is Format.JSON:
            as_json([])
        tell(*filter(None, [not_on_path(graph, [], a, b, **chosen)]))
        need_edges_of(graph, drawn, (a, b), chosen)
    if in_time:
        show_in_time(graph, drawn, chosen, (a, b), k, order, as_json=format is Format.JSON)
    else:
        show_shortest(graph, drawn, chosen, (a, b), k, as_json=format is Format.JSON)


@app.command()
@sliced
@choosing
def groups(
    graph: Graph,
    choice: Choice,
    by: Annotated[str, typer.Option("--by", metavar="WHAT", help="communities, components or core.")] = "communities",
    seed: Seed = 0,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also divide fewer than 30 actors.")] = False,
    top: Top = None,
    sort: Annotated[str, typer.Option("--sort", metavar="ORDER", help="size or name.")] = "size",
    null: WithNull = False,
    draws: Draws = None,
    format: As = Format.TABLE,
) -> None:
    """Divide actors: with more ties inside than between, within reach of each other, or by how deep they are."""
    from kg import analysis
    from kg.report.networks import group_row, in_group_order, member_names

    need_null(null=null, draws=draws)
    if null and by != "communities":
        raise UsageError(f"`--null` is of communities, not of {by}", "leave out `--null`, or `--by`")
    drawn = drawn_as(graph, choice)
    with or_none(format):
        found = analysis.groups(drawn, seed, anyway=anyway, by=by)
    shown, cut = first(in_group_order(found, graph, sort), "groups", top, format)
    beside = groups_beside_chance(graph, drawn, draws, seed) if null else ""
    notes = [*notes_of(graph, choice, cut, beside), *filter(None, [found.method.note()])]
    if format is Format.JSON:
        as_json([group_row(its) for its in shown])
        tell(*notes)
        return
    rows = [(str(its.group), str(len(its.entities)), member_names(its, graph)) for its in shown]
    note = "\n".join([*notes, analysis.about(drawn, not_read=False)])
    table(("core" if by == "core" else "group", "size", "actors"), rows, note=note, right=(0, 1))
