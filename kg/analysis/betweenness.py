"""Betweenness by the shortest paths of many actors at once: of all of them, or estimated from some."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from random import Random
from typing import TYPE_CHECKING, Any

import networkx as nx
from msgspec import Struct

if TYPE_CHECKING:
    from scipy.sparse import sparray

MOST_PATHS = 3_000_000_000  # actors times ties: up to here all paths are followed unasked, in some two minutes
SAMPLE = 2_000  # actors that are drawn unasked beyond that
LEAST_SAMPLE = 2  # of one score there is no spread
_AT_ONCE = 32  # actors whose paths are followed together: measured, as few fit into the processor's cache
_MOST_CELLS = 4_000_000  # of a table of those and all actors: 32 MB
_WIDE = 40  # steps up to which this is the quickest way to follow all paths: most rows of a longer one are idle
_LONGEST = 120  # steps up to which it is tried at all: distances are numbers of one byte
_SURE = 0.95  # how probable it is that no score is off by more than the error
_Column = Any  # numpy has no door of its own here: these are the arrays that scipy gives


class Estimate(Struct, frozen=True):
    """Scores of all actors, in their order, with how far they may be off."""

    scores: list[float]
    error: float  # with a probability of 95 %, no score is farther from the exact one
    standard_error: float  # the largest of any score, as the spread within the sample shows


def is_wide(graph: nx.Graph[int]) -> bool:
    """Tell whether no shortest path of a numbered network is long, as far as a quick search shows.

    No path has more than twice as many steps as the longest from any one actor. Networks with directions are not
    searched, and are no such networks.

    >>> is_wide(nx.star_graph(4)), is_wide(nx.path_graph(90))
    (True, False)
    """
    if graph.is_directed():
        return False
    seen: set[int] = set()
    for start in graph:
        if start not in seen:
            distances = nx.single_source_shortest_path_length(graph, start)
            if max(distances.values()) * 2 > _WIDE:
                return False
            seen.update(distances)
    return True


def exact(graph: nx.Graph[int]) -> list[float]:
    """Give the share of the shortest paths between others that run through each actor, of a network that `is_wide`.

    Parameters
    ----------
    graph
        Numbered.

    Returns
    -------
    list
        One score an actor, as of networkx.

    Source
    ------
    Freeman 1977, doi:10.2307/3033543; as `estimate`, from all actors.

    >>> exact(nx.path_graph(3))
    [0.0, 1.0, 0.0]
    """
    total = [0.0] * len(graph)
    for shares, _ in _shares(graph, range(len(graph))):
        total = [before + new for before, new in zip(total, shares, strict=True)]
    pairs = max(1, (len(graph) - 1) * (len(graph) - 2))
    return [whole / pairs for whole in total]


def estimate(graph: nx.Graph[int], sample: int, seed: int, drawn: Sequence[int] | None = None) -> Estimate:
    """Estimate the share of the shortest paths between others that run through each actor.

    Parameters
    ----------
    graph
        Numbered, of three actors or more.
    sample
        How many of its actors are drawn, each once: the shortest paths from these to all others are followed. From 2
        to as many as there are.
    seed
        Of the draw.
    drawn
        These actors, in order, where they are drawn already: as many as `sample` says.

    Returns
    -------
    Estimate
        Scores on the scale of the exact ones, right in the mean over all draws. The error holds for all of them
        together, in any network: the bound of Serfling, of draws without repetition, for every actor.

    Source
    ------
    Brandes and Pich 2007, doi:10.1142/S0218127407018403. Error: Hoeffding 1963, doi:10.2307/2282952, in the form of
    Serfling 1974, doi:10.1214/aos/1176342611, over all actors (Boole's inequality); standard error without
    repetition: Cochran 1977, Sampling Techniques, section 2.6. Paths of many actors at once, as products of matrices:
    Kepner and Gilbert 2011, doi:10.1137/1.9780898719918, chapter 6.

    >>> found = estimate(nx.path_graph(4), sample=4, seed=0)
    >>> [round(score, 6) for score in found.scores], round(found.standard_error, 6)
    ([0.0, 0.666667, 0.666667, 0.0], 0.0)
    """
    size = len(graph)
    drawn = sorted(Random(seed).sample(range(size), sample)) if drawn is None else drawn
    total, squares = [0.0] * size, [0.0] * size
    for shares, their_squares in _shares(graph, drawn):
        total = [before + new for before, new in zip(total, shares, strict=True)]
        squares = [before + new for before, new in zip(squares, their_squares, strict=True)]
    scale = size / ((size - 1) * (size - 2))
    spread = max(square - whole * whole / sample for square, whole in zip(squares, total, strict=True)) / (sample - 1)
    return Estimate(
        [whole / sample * scale for whole in total],
        size / (size - 1) * math.sqrt((1 - (sample - 1) / size) * math.log(2 * size / (1 - _SURE)) / (2 * sample)),
        scale * math.sqrt(max(spread, 0.0) * (1 - sample / size) / sample),
    )


def _shares(graph: nx.Graph[int], drawn: Sequence[int]) -> Iterator[tuple[list[float], list[float]]]:
    """Give, part by part of those drawn, each actor's shares of the paths from these added, and their squares added."""
    ties: sparray = nx.to_scipy_sparse_array(graph, nodelist=range(len(graph)), weight=None).astype(float)
    back = ties.T.tocsr() if graph.is_directed() else ties
    at_once = max(1, min(_AT_ONCE, _MOST_CELLS // len(graph)))
    for first in range(0, len(drawn), at_once):
        sources = drawn[first : first + at_once]
        found = _together(ties, back, sources)
        if found is None:
            yield from (_apart(graph, source) for source in sources)
        else:
            yield found.sum(axis=1).tolist(), (found**2).sum(axis=1).tolist()


def _apart(graph: nx.Graph[int], source: int) -> tuple[list[float], list[float]]:
    """Follow the paths of one actor, where some are long."""
    found = nx.betweenness_centrality_subset(graph, [source], list(graph))
    shares = [found[actor] * (1 if graph.is_directed() else 2) for actor in range(len(graph))]
    return shares, [share**2 for share in shares]


def _together(ties: sparray, back: sparray, sources: Sequence[int]) -> _Column | None:
    """Follow the shortest paths from several actors to all others: a column each, a row for every actor on the way.

    Brandes' two passes, of 2001, as products of a sparse matrix: away from the sources, paths are counted step by
    step; back to them, each actor's share is passed on to those before it. None, if a path is too long for that.

    Kept beside NetworKit, measured on one thread: of 10,000 actors and 50,000 ties 0.15 s against the 0.47 s of its
    EstimateBetweenness for 200 sources, and the shares of each source stand apart, from which the error comes; of 3,000
    actors and 15,000 ties, for all sources, 0.6 s against 1.9 s. To be measured again with each new release of it.
    """
    start = _columns(ties.shape[0], sources)
    paths, distance, step = start.copy(), start.astype("int8") - 1, 0  # -1: not reached
    while True:
        start = back @ start
        start *= distance < 0
        new = start > 0
        if not new.any():
            break
        step += 1
        if step > _LONGEST:
            return None
        distance[new] = step
        paths += start
    shares = paths * 0.0
    per_path = 1 / paths.clip(1)
    for at in range(step, 0, -1):
        passed = (1 + shares) * per_path
        passed *= distance == at
        passed = ties @ passed
        passed *= paths
        passed *= distance == at - 1
        shares += passed
    shares[distance == 0] = 0.0
    return shares


def _columns(size: int, sources: Sequence[int]) -> _Column:
    """Make a table of a row an actor and a column a source, with a one where the two are the same."""
    from scipy.sparse import coo_array

    ones = ([1.0] * len(sources), (list(sources), range(len(sources))))
    return coo_array(ones, shape=(size, len(sources))).toarray()
