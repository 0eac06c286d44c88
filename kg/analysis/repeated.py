"""Ranks of many networks that are nearly alike, such as those without one source after another."""

from __future__ import annotations

from collections.abc import Collection
from random import Random

from kg.analysis.betweenness import LEAST_SAMPLE, MOST_PATHS, estimate
from kg.analysis.methods import OWN, Method
from kg.analysis.numbered import Numbered
from kg.analysis.ranks import SAMPLED, Ranks, ordered, rank_numbered

FROM = 200  # actors from whom paths are followed where all are too many
_FEWEST = 3  # actors of whom one can stand between two others


def actors_drawn(
    net: Numbered, measure: str, times: int, seed: int = 0, sample: int | None = None
) -> frozenset[str] | None:
    """Draw the actors from whom a measure is estimated in each of many networks; None: it is exact in all of them.

    Parameters
    ----------
    net
        One of them.
    measure
        As of `kg.analysis.rank`.
    times
        How many they are: beyond 3,000 million paths in all (networks, times actors, times ties), which take some
        minutes, betweenness is estimated.
    seed
        Of the draw.
    sample
        How many are drawn; left out, 200 where there are too many paths.

    >>> from kg.analysis.numbered import of_ties
    >>> star = of_ties([str(n) for n in range(1000)], ["x"] * 1000, [(0, n, 1) for n in range(1, 1000)])
    >>> actors_drawn(star, "betweenness", 3000), len(actors_drawn(star, "betweenness", 4000))
    (None, 200)
    """
    size = len(net.ids)
    if sample is None and times * size * net.graph.number_of_edges() > MOST_PATHS:
        sample = FROM
    if measure != SAMPLED or sample is None or sample >= size:
        return None
    return frozenset(Random(seed).sample(net.ids, sample))


def rank_again(net: Numbered, measure: str, drawn: Collection[str] | None = None) -> Ranks:
    """Order the actors of a network as `rank_numbered` does; where it is estimated, from the same ones each time.

    Parameters
    ----------
    net, measure
        As of `kg.analysis.ranks.rank_numbered`.
    drawn
        From which actors the measure is estimated, by their ids, where they are in the network; left out, it is exact.

    Raises
    ------
    UsageError, AnalysisError
        As of `kg.analysis.rank`.

    >>> from kg.analysis.numbered import of_ties
    >>> [(its.rank, its.entity) for its in rank_again(of_ties(["a", "b", "c"], ["A", "B", "C"], [(0, 1, 1)]), "degree")]
    [(1, 'a'), (1, 'b'), (3, 'c')]
    """
    chosen = [number for number, id_ in enumerate(net.ids) if drawn is not None and id_ in drawn]
    if measure != SAMPLED or len(chosen) < LEAST_SAMPLE or len(net.ids) < _FEWEST:
        return rank_numbered(net, measure, exact=measure == SAMPLED)
    found = estimate(net.graph, len(chosen), 0, chosen)
    return ordered(net.ids, net.labels, found.scores, Method.of(measure, OWN, exact=len(chosen) == len(net.ids)))
