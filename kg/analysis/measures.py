"""Scores of actors, under networkx's names and definitions; in large networks, NetworKit computes what is slow.

Each measure takes a numbered network with at least one actor, and gives one score an actor, in their order.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import reduce
from itertools import count
from operator import or_

import networkx as nx

from kg.analysis.numbered import LARGE, one_thread, to_networkit
from kg.base.errors import AnalysisError

_AT_ONCE = 8192  # sources of walks, which take as many bits an actor
_MOST_STEPS = 20_000
_MOST_STRIDES = 64  # each twice as long as the one before
_CLOSE = 1e-12  # when an iteration has come to rest
_SAME = 1e-9  # relative difference between eigenvalues that are one


def degree(graph: nx.Graph[int]) -> list[float]:
    """How many actors each is tied to.

    Source
    ------
    Freeman 1978, doi:10.1016/0378-8733(78)90021-7; not divided by the number of others.

    >>> degree(nx.path_graph(3))
    [1, 2, 1]
    """
    return [graph.degree(actor) for actor in graph]


def strength(graph: nx.Graph[int]) -> list[float]:
    """Count, over the ties of each actor, the distinct facts on which they stand.

    Source
    ------
    Barrat et al. 2004, doi:10.1073/pnas.0400087101.

    >>> strength(nx.Graph([(0, 1, {"weight": 2}), (1, 2, {"weight": 3})]))
    [2, 5, 3]
    """
    return [graph.degree(actor, weight="weight") for actor in graph]


def betweenness(graph: nx.Graph[int]) -> list[float]:
    """Share of the shortest paths between others that run through each actor, in [0, 1].

    Source
    ------
    Freeman 1977, doi:10.2307/3033543; algorithm of Brandes 2001, doi:10.1080/0022250X.2001.9990249.

    >>> betweenness(nx.path_graph(3))
    [0.0, 1.0, 0.0]
    """
    if len(graph) < LARGE:
        scores = nx.betweenness_centrality(graph)
        return [scores[actor] for actor in graph]
    import networkit as nk

    with one_thread():
        found: list[float] = nk.centrality.Betweenness(to_networkit(graph), normalized=True).run().scores()
    return found


def harmonic(graph: nx.Graph[int]) -> list[float]:
    """Sum of one over the distance to every other actor, nothing for those out of reach: closeness by another mean.

    Source
    ------
    Marchiori and Latora 2000, doi:10.1016/S0378-4371(00)00311-3; Boldi and Vigna 2014,
    doi:10.1080/15427951.2013.865686. Many walks in one: Then et al. 2014, doi:10.14778/2735496.2735507.

    >>> harmonic(nx.path_graph(3))
    [1.5, 2.0, 1.5]
    """
    neighbours = [list(graph[actor]) for actor in graph]
    scores = [0.0] * len(neighbours)
    for first in range(0, len(neighbours), _AT_ONCE):
        _spread(neighbours, range(len(neighbours))[first : first + _AT_ONCE], scores)
    return scores


def _spread(neighbours: list[list[int]], sources: Sequence[int], scores: list[float]) -> None:
    """Walk from many sources at once, a bit for each, and score whom they reach at each distance.

    Several times faster than NetworKit's HarmonicCloseness, and of the same digits on any number of threads.
    """
    reached = [0] * len(neighbours)
    for bit, source in enumerate(sources):
        reached[source] = 1 << bit
    for distance in count(1):
        before = reached
        pairs = zip(before, neighbours, strict=True)
        reached = [reduce(or_, map(before.__getitem__, others), its) for its, others in pairs]
        if reached == before:
            return
        for actor, (old, new) in enumerate(zip(before, reached, strict=True)):
            scores[actor] += (new.bit_count() - old.bit_count()) / distance


def pagerank(graph: nx.Graph[int]) -> list[float]:
    """Share of its time that a walk spends with each actor: it follows a tie, by weight, or leaps 15 times in 100.

    Source
    ------
    Brin and Page 1998, doi:10.1016/S0169-7552(98)00110-X.

    >>> [round(score, 3) for score in pagerank(nx.path_graph(3))]
    [0.257, 0.486, 0.257]
    """
    scores = nx.pagerank(graph, max_iter=_MOST_STEPS, tol=_CLOSE / len(graph))
    return [scores[actor] for actor in graph]


def eigenvector(graph: nx.Graph[int]) -> list[float]:
    """Score each actor in proportion to the scores of those it is tied to, by weight; squares add up to 1.

    Where the network falls into parts, this is what the power method from equal scores tends to: a part whose
    leading eigenvalue is smaller than the largest scores 0, and parts that share the largest all score.

    Raises
    ------
    AnalysisError
        If the iteration does not come to rest, which large networks with no densest part may bring about.

    Source
    ------
    Bonacich 1972, doi:10.1080/0022250X.1972.9989806; with weights, Newman 2004, doi:10.1103/PhysRevE.70.056131.

    >>> [round(score, 3) for score in eigenvector(nx.path_graph(3))]
    [0.5, 0.707, 0.5]
    """
    parts = [_leading(graph.subgraph(sorted(part))) for part in nx.connected_components(graph)]
    largest = max(value for value, _ in parts)
    scores = dict.fromkeys(graph, 0.0)
    for value, vector in parts:
        if value >= largest * (1 - _SAME):
            reach = sum(vector.values())  # how much of equal scores lies along this vector
            scores |= {actor: reach * score for actor, score in vector.items()}
    length = sum(score**2 for score in scores.values()) ** 0.5
    return [score / length for score in scores.values()]


def _leading(part: nx.Graph[int]) -> tuple[float, dict[int, float]]:
    """Find the largest eigenvalue of a connected part, and its vector of length 1."""
    vector = _by_squaring(part) if len(part) < LARGE else _by_steps(part)
    return sum(
        2 * weight * vector[one] * vector[other] for one, other, weight in part.edges(data="weight", default=1)
    ), vector


def _by_squaring(part: nx.Graph[int]) -> dict[int, float]:
    """Take the power method in strides of 1, 2, 4, … steps: it comes to rest even where two eigenvalues are close."""
    actors = sorted(part)
    power = nx.to_numpy_array(part, nodelist=actors, weight="weight")
    power.flat[:: len(actors) + 1] += 1  # A + I, as networkx has it: A alone would swing for ever on two-sided networks
    for _ in range(_MOST_STRIDES):
        before, power = power, power @ power
        power /= power.max()
        if abs(power - before).max() < _CLOSE:
            break
    vector = power.sum(axis=1)
    vector /= (vector @ vector) ** 0.5
    return dict(zip(actors, vector.tolist(), strict=True))


def _by_steps(part: nx.Graph[int]) -> dict[int, float]:
    """Take the power method step by step, where squares of the whole matrix would not fit."""
    actors = sorted(part)
    ties = nx.to_scipy_sparse_array(part, nodelist=actors, weight="weight")
    vector = ties.sum(axis=1) * 1.0
    for _ in range(_MOST_STEPS):
        before, vector = vector, vector + ties @ vector
        vector /= (vector @ vector) ** 0.5
        if abs(vector - before).sum() < _CLOSE:
            return dict(zip(actors, vector.tolist(), strict=True))
    hint = "another measure, or fewer kinds, edges or layers"
    raise AnalysisError(f"eigenvector scores do not settle within {_MOST_STEPS} steps", hint)


MEASURES: dict[str, Callable[[nx.Graph[int]], list[float]]] = {
    "degree": degree,
    "strength": strength,
    "betweenness": betweenness,
    "harmonic": harmonic,
    "pagerank": pagerank,
    "eigenvector": eigenvector,
}
