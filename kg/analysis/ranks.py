"""Ranks: actors in the order of their scores by a measure, those of equal scores with one rank."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, SupportsIndex, overload

from msgspec import Struct

from kg.analysis.betweenness import LEAST_SAMPLE, MOST_PATHS, SAMPLE, estimate
from kg.analysis.measures import DIRECTED, MEASURES, method
from kg.analysis.methods import OWN, Computed, Method
from kg.analysis.numbered import Numbered, measured, numbered, warn_of_left_out
from kg.base.errors import AnalysisError, UsageError, warn
from kg.base.hints import unknown
from kg.base.listings import Cells, Listing

if TYPE_CHECKING:
    import networkx as nx

SAMPLED = "betweenness"  # the one measure that can be estimated from a sample
_DIGITS = 10  # of the best score; a smaller difference is rounding, and no difference between actors


class Rank(Struct, frozen=True):
    """The place of one actor by a measure."""

    entity: str
    label: str
    rank: int  # ties share it, and the next starts after them: 1, 1, 3
    score: float


class Ranks(Computed[Rank]):
    """Actors in the order of a measure, with how it was computed: a list that shows its first.

    Parameters
    ----------
    items
        Best first.
    method
        How their scores were computed.
    """

    def __init__(self, items: Iterable[Rank], method: Method) -> None:
        super().__init__(items, "actors", _cells, "best", method=method)

    @overload
    def __getitem__(self, place: SupportsIndex, /) -> Rank: ...

    @overload
    def __getitem__(self, place: slice, /) -> Listing[Rank]: ...

    def __getitem__(self, place: SupportsIndex | slice, /) -> Rank | Listing[Rank]:
        """Give a rank; of the first ones, or any other part, a list that says too how they were computed."""
        if isinstance(place, slice):
            return Ranks(super().__getitem__(place), self.method)
        return super().__getitem__(place)


class Ranked(Struct, frozen=True):
    """Ranks of a build in parts, which is not here as a graph, with what is said below them."""

    ranks: Ranks  # in order: all, or the first; they say how they were computed
    actors: int  # how many there are in all
    about: str  # what the network is of; where it has no edges, why
    left_out: str  # stand-ins that nobody asked for; empty where there are none


def rank(
    network: nx.Graph[str], measure: str, *, sample: int | None = None, seed: int = 0, exact: bool = False
) -> Ranks:
    """Order the actors of a network by a measure.

    Parameters
    ----------
    network
        From `kg.network.network` or `collapse`. Ties of large gatherings are not read unless it was drawn with
        ``gatherings=True``: n actors without them.
    measure
        A name in `MEASURES`: degree, strength, betweenness, harmonic, pagerank, eigenvector or core; in a network that
        was drawn with directions also in-degree and out-degree, and no eigenvector.
    sample
        From how many actors, drawn at random, betweenness is estimated. Left out, it is exact; beyond 3,000 million
        paths (actors times ties), which take some two minutes, it is estimated from 2,000, and a warning says so.
    seed
        Of the draw.
    exact
        Follow all paths, however many these are.

    Returns
    -------
    list
        n ranks, best first, ties by id; none for an empty network, with a warning that says why it is empty. Scores
        that differ by less than the tenth digit of the best score are a tie. A warning says how many stand-ins
        the network leaves out, and how many ties of gatherings. As text and in a notebook it shows the first; `method`
        says how scores were computed.

    Raises
    ------
    UsageError
        If there is no such measure; if a sample is asked of another measure, of fewer than 2 actors, or as well as
        exact scores.
    AnalysisError
        If the network is none that measures are defined for, or an iteration does not come to rest.

    >>> import networkx as nx
    >>> for its in rank(nx.path_graph(["ann", "bob", "cid"]), "betweenness"):
    ...     print(its.rank, its.entity, its.score)
    1 bob 1.0
    2 ann 0.0
    2 cid 0.0
    """
    if measure not in MEASURES | DIRECTED:
        raise UsageError(*unknown("measure", measure, MEASURES | DIRECTED))
    network = measured(network)
    net = numbered(network)
    _function(net, measure)  # whether there is one, before a warning
    if empty := network.graph.get("empty"):
        warn(empty)
    else:
        warn_of_left_out(network)
    return rank_numbered(net, measure, sample=sample, seed=seed, exact=exact)


def rank_numbered(
    net: Numbered, measure: str, *, sample: int | None = None, seed: int = 0, exact: bool = False
) -> Ranks:
    """Order the actors of a network that has numbers already, as `rank` does.

    Parameters
    ----------
    net
        From `kg.analysis.numbered.of_ties`.
    measure, sample, seed, exact
        As of `rank`.

    Raises
    ------
    UsageError, AnalysisError
        As of `rank`.
    """
    function = _function(net, measure)
    drawn = _drawn(net, measure, sample, exact=exact)
    if drawn is None:
        return ordered(net.ids, net.labels, function(net.graph) if net.ids else [], method(measure, net.graph))
    found = estimate(net.graph, drawn, seed)
    estimated = {"exact": False, "sample": drawn, "seed": seed}
    errors = {"error": found.error, "standard_error": found.standard_error}
    return ordered(net.ids, net.labels, found.scores, Method.of(measure, OWN, **estimated, **errors))


def _drawn(net: Numbered, measure: str, sample: int | None, *, exact: bool) -> int | None:
    """Tell from how many actors a measure is estimated; None: it is exact, as from all of them."""
    if sample is not None:
        if exact:
            raise UsageError("what is estimated from a sample is not exact", "give a sample, or ask for exact scores")
        if measure != SAMPLED:
            raise UsageError(f"`{measure}` takes no sample", f"`{SAMPLED}` does; all others are exact, and quick")
        if sample < LEAST_SAMPLE:
            raise UsageError(f"a sample of {sample} is too small", f"draw {LEAST_SAMPLE} or more")
    elif measure == SAMPLED and not exact and len(net.ids) * net.graph.number_of_edges() > MOST_PATHS:
        sample = SAMPLE
        many = f"{len(net.ids):,} actors and {net.graph.number_of_edges():,} ties"
        how = "`--exact` waits for exact scores; in Python, `exact=True`"
        warn(f"`{SAMPLED}` is estimated, as all paths of {many} take minutes: {how}")
    return sample if sample is not None and sample < len(net.ids) else None


def _function(net: Numbered, measure: str) -> Callable[..., list[float]]:
    """Find the function that computes a measure, of networks that have directions or have none."""
    if measure not in MEASURES | DIRECTED:
        raise UsageError(*unknown("measure", measure, MEASURES | DIRECTED))
    measures = DIRECTED if net.graph.is_directed() else MEASURES
    if measure not in measures:
        how = "`--directed` draws one; in Python, `directed=True`"
        which = "with"
        if net.graph.is_directed():
            how, which = f"leave out `--directed`, or take {', '.join(DIRECTED)}", "without"
        raise AnalysisError(f"`{measure}` is of networks {which} directions", how)
    return measures[measure]


def ordered(ids: Sequence[str], labels: Sequence[str], scores: Sequence[float], method: Method) -> Ranks:
    """Order actors by scores that they have, as `rank` does.

    Parameters
    ----------
    ids, labels, scores
        Of the actors, in the order of their ids.
    method
        How the scores were computed.

    >>> ranks = ordered(["ann", "bob", "cid"], ["Ann", "Bob", "Cid"], [1.0, 2.0, 1.0], Method.of("degree", "networkx"))
    >>> [(its.rank, its.entity) for its in ranks], ranks.method.measure
    ([(1, 'bob'), (2, 'ann'), (2, 'cid')], 'degree')
    """
    found = (Rank(ids[actor], labels[actor], place, score) for place, score, actor in sorted(_places(scores)))
    return Ranks(found, method)


def _cells(its: Rank) -> Cells:
    return {"rank": its.rank, "entity": its.entity, "label": its.label, "score": its.score}


def ordinals(ranks: Sequence[Rank]) -> list[str]:
    """Write the ranks, each tie marked as one.

    >>> ordinals([Rank("ann", "Ann", 1, 2.0), Rank("bob", "Bob", 1, 2.0), Rank("cid", "Cid", 3, 1.0)])
    ['1=', '1=', '3']
    """
    shared = Counter(its.rank for its in ranks)
    return [f"{its.rank}=" if shared[its.rank] > 1 else str(its.rank) for its in ranks]


def _places(scores: Sequence[float]) -> Iterator[tuple[int, float, int]]:
    """Give rank, rounded score and number of each actor; those of a tie get the score of its first."""
    best = max(scores, default=0) or 1
    digits = _DIGITS - 1 - math.floor(math.log10(best))
    noise = 10.0**-digits
    leader, place = math.inf, 0
    for count, actor in enumerate(sorted(range(len(scores)), key=lambda actor: -scores[actor]), start=1):
        if leader - scores[actor] > noise:
            leader, place = scores[actor], count
        yield place, round(leader, digits), actor
