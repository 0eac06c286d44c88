"""Verbs on the network: ranks of actors, paths between two of them, groups."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.errors import NotFoundError
from kg.base.hints import MOST_ROWS, first_rows, named
from kg.cli.options import sliced
from kg.cli.terminal import as_json, say, table, tell
from kg.cli.verbs.typer_app import As, Format, app

if TYPE_CHECKING:
    from kg.graph.graph import Graph

Kinds = Annotated[list[str] | None, typer.Option(metavar="KIND", help="Kinds of entities; persons unless given.")]
Edges = Annotated[list[str] | None, typer.Option(metavar="EDGE", help="Edges, such as met.")]
Layers = Annotated[list[str] | None, typer.Option(metavar="LAYER", help="Layers; contact unless given.")]
Anonymous = Annotated[bool, typer.Option("--anonymous", help="Also anonymous entities: stand-ins for many or nobody.")]


def choice_of(
    kind: list[str] | None, edge: list[str] | None, layer: list[str] | None, anonymous: bool
) -> dict[str, Any]:
    """Gather the options of a network, as `kg.network.network` takes them."""
    return {"kinds": kind or None, "edges": edge or None, "layers": layer or None, "anonymous": anonymous}


def _network(graph: Graph, choice: dict[str, Any]) -> Any:  # noqa: ANN401 - networkx is imported late
    """Draw the network; one without edges holds the reason, with the options of the slice if that has no facts."""
    from kg.report.emptiness import no_edges

    network = graph.network(**choice)
    if not network.number_of_edges():
        network.graph["empty"] = no_edges(graph, network)
    return network


@app.command()
@sliced
def rank(
    graph: Graph,
    measure: Annotated[str, typer.Argument(metavar="MEASURE")],
    kind: Kinds = None,
    edge: Edges = None,
    layer: Layers = None,
    anonymous: Anonymous = False,
    top: Annotated[int | None, typer.Option(min=1, help="Only the first so many.")] = None,
    format: As = Format.TABLE,
) -> None:
    """Order actors by degree, strength, betweenness, harmonic, pagerank or eigenvector."""
    from kg import analysis
    from kg.report.networks import not_in_network, rank_cells, rank_row

    choice = choice_of(kind, edge, layer, anonymous)
    network = _network(graph, choice)
    ranks = analysis.rank(network, measure)
    if format is Format.JSON:
        as_json([rank_row(its) for its in ranks[:top]])
    if not ranks:
        raise typer.Exit(1)  # `analysis.rank` has said why
    if format is Format.JSON:
        tell(*filter(None, [not_in_network(graph, **choice)]))
        return
    shown = rank_cells(ranks)[: top or MOST_ROWS]
    left_out = "" if top else first_rows(len(shown), len(ranks), "actors", "`--top N` shows more")
    notes = (left_out, analysis.note(ranks), not_in_network(graph, **choice), analysis.about(network))
    table(("rank", "actor", "id", measure), shown, note="\n".join(filter(None, notes)), right=(0, 3))


@app.command()
@sliced
def path(
    graph: Graph,
    a: Annotated[str, typer.Argument(metavar="A")],
    b: Annotated[str, typer.Argument(metavar="B")],
    edge: Edges = None,
    kind: Kinds = None,
    layer: Layers = None,
    anonymous: Anonymous = False,
    k: Annotated[int, typer.Option("--k", min=1, help="How many paths at most.")] = 3,
    format: As = Format.TABLE,
) -> None:
    """Find the shortest ways from A to B, each step with the facts that it rests on."""
    from kg import analysis
    from kg.report.emptiness import no_edges_of, no_way
    from kg.report.networks import not_on_path, path_lines, path_row, with_ends

    choice, included = with_ends(graph, choice_of(kind, edge, layer, anonymous), (a, b))
    network = _network(graph, choice)
    tell(*filter(None, [included]))
    for end in (a, b):
        if end not in network:
            tell(*filter(None, [not_on_path(graph, [], a, b, **choice)]))
            raise NotFoundError(f"{named(end)} has no edge in this network", no_edges_of(graph, end, choice))
    paths = analysis.path(network, a, b, k)
    left_out = list(filter(None, [not_on_path(graph, paths, a, b, **choice)]))
    if format is Format.JSON:
        as_json([path_row(its, network) for its in paths])
    if not paths:
        tell(no_way(graph, a, b, choice), *left_out)
        raise typer.Exit(1)
    if format is not Format.JSON:
        say(*(line for its in paths for line in path_lines(its, graph, network)), "", analysis.about(network))
    tell(*left_out)


@app.command()
@sliced
def groups(
    graph: Graph,
    kind: Kinds = None,
    edge: Edges = None,
    layer: Layers = None,
    anonymous: Anonymous = False,
    anyway: Annotated[bool, typer.Option("--anyway", help="Also divide fewer than 30 actors.")] = False,
    format: As = Format.TABLE,
) -> None:
    """Divide actors into groups with more ties inside than between."""
    from kg import analysis
    from kg.report.networks import group_row, member_names, not_in_network

    choice = choice_of(kind, edge, layer, anonymous)
    network = _network(graph, choice)
    found = analysis.groups(network, anyway=anyway)
    if format is Format.JSON:
        as_json([group_row(its) for its in found])
        tell(*filter(None, [not_in_network(graph, **choice)]))
        return
    rows = [(str(its.group), member_names(its, graph)) for its in found[:MOST_ROWS]]
    left_out = first_rows(len(rows), len(found), "groups", "`--format json` gives all")
    notes = (left_out, not_in_network(graph, **choice), analysis.about(network))
    table(("group", "actors"), rows, note="\n".join(filter(None, notes)), right=(0,))
