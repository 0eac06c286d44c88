"""Networks whose actors are numbered in the order of their ids, so that no measure depends on the order of input."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import networkx as nx
from msgspec import Struct

from kg.base.errors import AnalysisError, warn
from kg.network import collapse
from kg.network.gatherings import without_large

if TYPE_CHECKING:
    import networkit as nk

LARGE = 700  # actors from which on NetworKit is faster, even with the second that its import takes
FEW = 30  # actors below which ranks and groups say little


class Numbered(Struct, frozen=True):
    """A network without parallel edges, of actors 0, 1, 2 and so on."""

    ids: list[str]  # of actor 0, 1, 2 and so on
    labels: list[str]  # their names, in the same order
    graph: nx.Graph[int]  # edges keep their attributes; it is directed where the network was drawn so


def measured(network: nx.Graph[str]) -> nx.Graph[str]:
    """Give the part of a network that measures read: without the ties of large gatherings, unless it was drawn so.

    Parameters
    ----------
    network
        As of `numbered`; it stays as it was.

    Returns
    -------
    networkx.Graph
        As `kg.network.gatherings.without_large` gives it.

    Raises
    ------
    AnalysisError
        As of `kg.network.collapse`.
    """
    return without_large(collapse(network) if isinstance(network, nx.MultiDiGraph) else network)


def numbered(network: nx.Graph[str]) -> Numbered:
    """Give the actors of a network numbers.

    Parameters
    ----------
    network
        From `kg.network.network` or `collapse`, or any undirected networkx.Graph; it stays as it was.

    Returns
    -------
    Numbered
        With directions if it was drawn with them. Parallel edges joined, as `collapse` does; a tie without ``weight``
        weighs 1; nobody is tied to himself.

    Raises
    ------
    AnalysisError
        If the network has two modes; or is directed or has parallel edges, and `kg.network.network` did not draw it.
    """
    if isinstance(network, nx.MultiDiGraph):
        network = collapse(network)
    has_directions = bool(network.graph.get("directed"))
    if network.is_multigraph() or network.is_directed() != has_directions:
        raise AnalysisError(
            "the network is directed or has parallel edges", "give what `kg.network.network` or `collapse` returns"
        )
    ids = sorted(network)
    number = {actor: place for place, actor in enumerate(ids)}
    graph: nx.Graph[int] = nx.DiGraph() if has_directions else nx.Graph()
    graph.add_nodes_from(range(len(ids)))
    graph.add_edges_from(_renumbered(network, ids, number))
    return Numbered(ids, [str(network.nodes[actor].get("label", actor)) for actor in ids], graph)


def of_ties(
    ids: list[str], labels: list[str], ties: Iterable[tuple[int, int, int]], *, directed: bool = False
) -> Numbered:
    """Make a network of ties between numbers, as they are read from a table.

    Parameters
    ----------
    ids, labels
        Of the actors, in the order of their ids.
    ties
        Two numbers and the weight: each pair once, in order; without directions the smaller number first.
    directed
        Whether ties lead from the first to the second only.

    >>> of_ties(["ann", "bob"], ["Ann", "Bob"], [(0, 1, 3)]).graph.edges(data="weight")
    EdgeDataView([(0, 1, 3)])
    """
    graph: nx.Graph[int] = nx.DiGraph() if directed else nx.Graph()
    graph.add_nodes_from(range(len(ids)))
    graph.add_weighted_edges_from(ties)
    return Numbered(ids, labels, graph)


def _renumbered(
    network: nx.Graph[str], ids: list[str], number: dict[str, int]
) -> Iterator[tuple[int, int, dict[str, Any]]]:
    """Give the ties by their numbers, in order; without directions the smaller number first."""
    ties, is_directed = dict(network.adjacency()), network.is_directed()
    for first, one in enumerate(ids):
        for second, other in sorted((number[other], other) for other in ties[one]):
            if second > first or (is_directed and second != first):
                yield first, second, {"weight": 1, **ties[one][other]}


def warn_of_left_out(network: nx.Graph[str]) -> None:
    """Warn whoever measures a network of the stand-ins and their edges that it leaves out, if there are any."""
    if left_out := network.graph.get("left_out"):
        warn(left_out)


def to_networkit(graph: nx.Graph[int], *, weighted: bool = False) -> nk.Graph:
    """Copy a numbered network to NetworKit, which takes weights, if it is given them, for distances.

    Source
    ------
    Staudt, Sazonovs and Meyerhenke 2016, doi:10.1017/nws.2016.20.
    """
    import networkit as nk

    copy = nk.Graph(graph.number_of_nodes(), weighted=weighted, directed=graph.is_directed())
    for one, ties in graph.adjacency():  # twice as fast as its edges, which looks up for each whether it was given
        for other, its in ties.items():
            if other >= one or graph.is_directed():
                copy.addEdge(one, other, float(its.get("weight", 1)))
    return copy


@contextmanager
def one_thread() -> Iterator[None]:
    """Let NetworKit use one thread: where threads share a sum or a choice, its last digits differ from run to run."""
    import networkit as nk

    before = nk.getMaxNumberOfThreads()
    nk.setNumberOfThreads(1)
    try:
        yield
    finally:
        nk.setNumberOfThreads(before)
