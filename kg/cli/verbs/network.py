"""Verbs on the network: its edges, ranks of actors, paths between two of them, groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.errors import NotFoundError
from kg.base.hints import MOST_ROWS, counted, named, rows_shown
from kg.cli.choosing import choosing
from kg.cli.in_parts import ONLY_READ, or_in_parts
from kg.cli.options import Sort, Top, sliced
from kg.cli.terminal import as_json, say, table, tell
from kg.cli.verbs.typer_app import As, Format, app, first

if TYPE_CHECKING:
    from kg.analysis import Rank
    from kg.cli.in_parts import Asked
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


def _drawn(graph: Graph, choice: Choice) -> Any:  # noqa: ANN401 - networkx is imported late
    """Draw the network; one without edges holds the reason, with the options of the slice if that has no facts."""
    from kg.report.emptiness import no_edges

    network = graph.network(**choice)
    if not network.number_of_edges():
        network.graph["empty"] = no_edges(graph, network)
    return network


def _notes(graph: Graph, choice: Choice, cut: str, *notes: str) -> list[str]:
    """Say what a list of a network leaves out: what it cuts off, what nobody chose, and what is not accepted."""
    from kg.report.networks import not_chosen, not_in_network

    return [*filter(None, (cut, not_chosen(graph, choice), *notes, not_in_network(graph, **choice)))]


@app.command()
@sliced
@choosing
def network(graph: Graph, choice: Choice, top: Top = None, sort: Sort = "newest", format: As = Format.TABLE) -> None:
    """List the edges of the network that the measures read, the newest first."""
    from kg.analysis import about
    from kg.report.networks import edge_lines, edge_rows

    drawn = _drawn(graph, choice)
    rows = edge_rows(graph, drawn, sort)
    shown, cut = first(rows, "edges", top, format, order=sort)
    notes = _notes(graph, choice, cut, drawn.graph.get("left_out", "")) if rows else [drawn.graph["empty"]]
    if format is Format.JSON:
        as_json(shown)
    elif rows:
        say(*(line for row in shown for line in edge_lines(graph, row)))
        actors = f"{counted(len(rows), 'edge')} among {counted(len(drawn), 'actor')}"
        notes.append(f"{actors}: {about(drawn)}")
    tell(*notes)
    if not rows:
        raise typer.Exit(1)


def _rank_in_parts(build: Asked, choice: Choice, *, measure: str, top: int | None, sort: str, format: Format) -> None:
    """Order the actors of a build in parts, read here or measured on Spark."""
    from kg import analysis
    from kg.cli.in_parts import ranked
    from kg.report.networks import in_rank_order, rank_row

    in_rank_order((), sort)  # whether there is such an order, before any work
    every = sort == "name" or (top is None and format is Format.JSON)
    found = ranked(build, measure, choice, None if every else top or MOST_ROWS)
    ranks = in_rank_order(found.ranks, sort)
    shown = ranks[: top or (None if format is Format.JSON else MOST_ROWS)]
    if format is Format.JSON:
        as_json([rank_row(its) for its in shown])
    if not ranks:
        tell(found.about, *filter(None, [found.left_out]))
        raise typer.Exit(1)
    more = "" if format is Format.JSON else "`--format json` gives all"
    notes = [*filter(None, [rows_shown(len(shown), found.actors, "actors", "", more), found.left_out]), ONLY_READ]
    notes += [] if format is Format.JSON else [*filter(None, [analysis.note(ranks)])]
    _end_ranks(ranks, len(shown), measure, format, [*notes, found.about])


@app.command()
@or_in_parts(_rank_in_parts)
@sliced
@choosing
def rank(
    graph: Graph,
    choice: Choice,
    measure: Annotated[str, typer.Argument(metavar="MEASURE")],
    top: Top = None,
    sort: Annotated[str, typer.Option("--sort", metavar="ORDER", help="score or name.")] = "score",
    format: As = Format.TABLE,
) -> None:
    """Order actors by degree, strength, betweenness, harmonic, pagerank, eigenvector; in-degree, out-degree."""
    from kg import analysis
    from kg.report.networks import in_rank_order, rank_row

    drawn = _drawn(graph, choice)
    ranks = in_rank_order(analysis.rank(drawn, measure), sort)
    shown, cut = first(ranks, "actors", top, format, most=MOST_ROWS)
    if format is Format.JSON:
        as_json([rank_row(its) for its in shown])
    if not ranks:
        raise typer.Exit(1)  # `analysis.rank` has said why
    note = "" if format is Format.JSON else analysis.note(ranks)
    _end_ranks(ranks, len(shown), measure, format, [*_notes(graph, choice, cut, note), analysis.about(drawn)])


def _end_ranks(ranks: Sequence[Rank], number: int, measure: str, format: Format, notes: list[str]) -> None:
    """Print the first ranks as a table, or below them as JSON what they leave out; last stands what they are of."""
    from kg.report.networks import rank_cells

    if format is Format.JSON:
        tell(*notes[:-1])
        return
    table(("rank", "actor", "id", measure), rank_cells(ranks)[:number], note="\n".join(notes), right=(0, 3), ids=2)


@app.command()
@sliced
@choosing
def path(
    graph: Graph,
    choice: Choice,
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    k: Annotated[int, typer.Option("--k", min=1, help="How many paths at most.")] = 3,
    format: As = Format.TABLE,
) -> None:
    """Find the shortest ways from A to B, each step with the best of the facts that it rests on."""
    from kg import analysis
    from kg.report.emptiness import no_edges_of, no_way
    from kg.report.networks import not_on_path, path_lines, path_row, with_ends

    a, b = graph.entity(a), graph.entity(b)
    chosen, included = with_ends(graph, choice, (a, b))
    drawn = _drawn(graph, chosen)
    tell(*filter(None, [included]))
    for end in (a, b):
        if end not in drawn:
            tell(*filter(None, [not_on_path(graph, [], a, b, **chosen)]))
            raise NotFoundError(f"{named(end)} has no edge in this network", no_edges_of(graph, end, chosen))
    paths = analysis.path(drawn, a, b, k)
    left_out = list(filter(None, [not_on_path(graph, paths, a, b, **chosen)]))
    if format is Format.JSON:
        as_json([path_row(its, graph, drawn) for its in paths])
    if not paths:
        tell(no_way(graph, a, b, chosen), *left_out)
        raise typer.Exit(1)
    if format is not Format.JSON:
        told: set[tuple[str, str]] = set()
        say(*(line for its in paths for line in path_lines(its, graph, drawn, told)), "", analysis.about(drawn))
    tell(*left_out)


@app.command()
@sliced
@choosing
def groups(
    graph: Graph,
    choice: Choice,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also divide fewer than 30 actors.")] = False,
    top: Top = None,
    sort: Annotated[str, typer.Option("--sort", metavar="ORDER", help="size or name.")] = "size",
    format: As = Format.TABLE,
) -> None:
    """Divide actors into groups with more ties inside than between."""
    from kg import analysis
    from kg.report.networks import group_row, in_group_order, member_names

    drawn = _drawn(graph, choice)
    found = in_group_order(analysis.groups(drawn, anyway=anyway), graph, sort)
    shown, cut = first(found, "groups", top, format)
    if format is Format.JSON:
        as_json([group_row(its) for its in shown])
        tell(*_notes(graph, choice, cut))
        return
    rows = [(str(its.group), str(len(its.entities)), member_names(its, graph)) for its in shown]
    notes = [*_notes(graph, choice, cut), analysis.about(drawn)]
    table(("group", "size", "actors"), rows, note="\n".join(notes), right=(0, 1))
