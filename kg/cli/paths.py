"""Paths between two actors as they are printed: the shortest, or those that are in time."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from kg.base.errors import UsageError
from kg.cli import terminal
from kg.cli.terminal import say, tell

if TYPE_CHECKING:
    import networkx as nx

    from kg.graph.graph import Graph
    from kg.network.choice import Choice


def need_order(sort: str | None, *, in_time: bool) -> str:
    """Take the order of paths in time; without these there is none to choose.

    Raises
    ------
    UsageError
        If an order is given of paths that are not in time.
    """
    if sort is not None and not in_time:
        raise UsageError("`--sort` is of paths in time", "add `--in-time`; others are in the order of their steps")
    return sort or "fewest"


def show_shortest(  # noqa: PLR0913 - which paths, of what, and how they are printed
    graph: Graph, drawn: nx.MultiDiGraph[str], chosen: Choice, ends: tuple[str, str], k: int, *, as_json: bool
) -> None:
    """Print the shortest paths, or why there is none; then what else joins those on them and is not accepted."""
    from kg import analysis
    from kg.report.emptiness import no_way
    from kg.report.networks import not_on_path, path_lines, path_row

    paths = analysis.path(drawn, *ends, k)
    left_out = list(filter(None, [not_on_path(graph, paths, *ends, **chosen)]))
    if as_json:
        terminal.as_json([path_row(its, graph, drawn) for its in paths])
    if not paths:
        tell(no_way(graph, *ends, chosen), *left_out)
        raise typer.Exit(1)
    if not as_json:
        told: set[tuple[str, str]] = set()
        say(*(line for its in paths for line in path_lines(its, graph, drawn, told)), "", analysis.about(drawn))
    tell(*left_out)


def show_in_time(  # noqa: PLR0913 - which paths, of what, and how they are printed
    graph: Graph,
    drawn: nx.MultiDiGraph[str],
    chosen: Choice,
    ends: tuple[str, str],
    k: int,
    sort: str,
    *,
    as_json: bool,
) -> None:
    """Print the paths that are in time, as `show_shortest` does."""
    from kg import analysis
    from kg.report.emptiness import no_way
    from kg.report.in_time import no_way_in_time, not_certain, timed_lines, timed_row
    from kg.report.networks import not_on_path

    paths = analysis.path_in_time(drawn, *ends, k, sort=sort)
    left_out = list(filter(None, [not_on_path(graph, paths, *ends, **chosen)]))
    if as_json:
        terminal.as_json([timed_row(its, graph, drawn) for its in paths])
    if not paths:
        drawn.graph.pop("left_out", None)  # which has been said
        tell(no_way_in_time(drawn, *ends) or no_way(graph, *ends, chosen), *left_out)
        raise typer.Exit(1)
    if not as_json:
        say(*(line for its in paths for line in timed_lines(its, graph, drawn)), "", analysis.about(drawn))
    tell(*filter(None, [not_certain(paths)]), *left_out)
