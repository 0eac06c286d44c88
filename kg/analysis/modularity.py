"""How much more ties lie inside the groups of a division than between them."""

from __future__ import annotations

from collections.abc import Iterable

import networkx as nx

from kg.analysis.grouping import groups
from kg.analysis.numbered import Numbered


def modularity_found(net: Numbered, seed: int = 0) -> float:
    """Divide a network as `groups` does, and give the modularity of that division, by weight.

    Parameters
    ----------
    net
        From `kg.analysis.numbered`; of however few actors.
    seed
        As of `groups`.

    Returns
    -------
    float
        0 for a network without ties.

    Source
    ------
    Newman and Girvan 2004, doi:10.1103/PhysRevE.69.026113; with directions, Leicht and Newman 2008,
    doi:10.1103/PhysRevLett.100.118703.

    >>> from kg.analysis.numbered import of_ties
    >>> two_pairs = of_ties(["ann", "bob", "cid", "dan"], ["Ann", "Bob", "Cid", "Dan"], [(0, 1, 1), (2, 3, 1)])
    >>> modularity_found(two_pairs)
    0.5
    """
    if not net.graph.number_of_edges():
        return 0.0
    named: nx.Graph[str] = nx.DiGraph(directed=True) if net.graph.is_directed() else nx.Graph()
    named.add_nodes_from(net.ids)
    named.add_weighted_edges_from((net.ids[one], net.ids[other], weight) for one, other, weight in _ties(net.graph))
    number = {actor: place for place, actor in enumerate(net.ids)}
    found = (map(number.__getitem__, group.entities) for group in groups(named, seed, anyway=True))
    return _modularity(net.graph, found)


def _ties(graph: nx.Graph[int]) -> Iterable[tuple[int, int, int]]:
    return graph.edges(data="weight", default=1)


def _modularity(graph: nx.Graph[int], division: Iterable[Iterable[int]]) -> float:
    found: float = nx.community.modularity(graph, [set(group) for group in division], weight="weight")
    return found
