"""What chance alone would give: measures beside those of random networks with the same numbers of facts.

Each draw keeps how many facts every actor takes part in, and how many actors every fact has (`two_modes`). What an
actor scores in the draws is what its number of facts gives it; only what goes beyond that says something of whom it
shares them with. It is no test of a hypothesis: reports are no random sample of what happened.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec import Struct

from kg.account.facts import Account
from kg.analysis import Rank
from kg.analysis.modularity import modularity_found
from kg.analysis.numbered import FEW, warn_of_left_out
from kg.analysis.ranks import rank, rank_numbered
from kg.base.errors import AnalysisError, EmptyError, UsageError
from kg.base.hints import counted
from kg.ontology import Ontology
from kg.sensitivity.two_modes import TwoModes, Weights

if TYPE_CHECKING:
    import networkx as nx

T = TypeVar("T", bound=Hashable)
Pair = tuple[str, str, bool]  # two actors, and whether what ties them leads from the first to the second
DRAWS = 200
LEAST_DRAWS = 20
SAME = "the same in every draw"
_NOISE = 1e-9  # of the largest value; a smaller difference is rounding


class Chance(Struct, frozen=True):
    """A value beside what random draws give in its place."""

    observed: float
    mean: float
    sd: float  # of the draws, from their mean; 0 where all are the same
    less: int  # draws that give less than was observed
    same: int  # as much
    more: int

    @property
    def draws(self) -> int:
        """How many draws there are."""
        return self.less + self.same + self.more

    @property
    def z(self) -> float | None:
        """How many standard deviations lie between the value and the mean; None where all draws are the same."""
        return (self.observed - self.mean) / self.sd if self.sd else None

    @property
    def reached(self) -> float:
        """Share of the draws that give at least as much."""
        return (self.same + self.more) / self.draws

    @property
    def words(self) -> str:
        """Say in words how often draws give less, or more.

        >>> Chance(4.0, 2.0, 1.0, 198, 1, 1).words, Chance(1.0, 2.0, 1.0, 1, 1, 198).words
        ('more than in 198 of 200 draws', 'less than in 198 of 200 draws')
        >>> Chance(2.0, 2.0, 0.0, 0, 200, 0).words
        'the same in every draw'
        """
        if self.same == self.draws:
            return SAME
        which, number = ("more", self.less) if self.less >= self.more else ("less", self.more)
        return f"{which} than in {number:,} of {self.draws:,} draws"


class ActorChance(Struct, frozen=True):
    """The place of one actor by a measure, beside what random draws give it."""

    rank: Rank
    chance: Chance


def null_of_rank(  # noqa: PLR0913 - what is measured, and how it is drawn
    network: nx.MultiDiGraph[str],
    account: Account,
    ontology: Ontology,
    measure: str,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    sample: int | None = None,
    exact: bool = False,
) -> list[ActorChance]:
    """Rank the actors of a network, and find for each what it scores in random draws with the same numbers of facts.

    Parameters
    ----------
    network
        From `kg.network.network`, in one mode.
    account, ontology
        Those that it was drawn from.
    measure
        As of `kg.analysis.rank`.
    draws
        How many random networks, at least 20.
    seed
        The same seed gives the same draws.
    sample, exact
        As of `kg.analysis.rank`: of the network and of each draw.

    Returns
    -------
    list
        All actors, in the order of their ranks.

    Raises
    ------
    UsageError
        If there is no such measure, or the draws are fewer than 20.
    AnalysisError
        If the network rests on fewer than 30 facts, or is none that the measure is of.

    Source
    ------
    As of `kg.sensitivity.two_modes.TwoModes.draws`.
    """
    table = _table(network, account, ontology, draws)
    ranks = rank(network, measure, sample=sample, seed=seed, exact=exact)
    sample = ranks.method.sample  # of a large network unasked; its draws are measured as it is
    observed = {its.entity: its.score for its in ranks}

    how: dict[str, Any] = {"exact": True} if sample is None else {"sample": sample, "seed": seed}

    def scores(weights: Weights) -> dict[str, float]:
        return {its.entity: its.score for its in rank_numbered(table.numbered(weights), measure, **how)}

    found = _beside(observed, scores, table.draws(draws, seed))
    return [ActorChance(its, found[its.entity]) for its in ranks]


def null_of_groups(
    network: nx.MultiDiGraph[str], account: Account, ontology: Ontology, *, draws: int = DRAWS, seed: int = 0
) -> Chance:
    """Find how well a network divides into groups, and how well random draws with the same numbers of facts do.

    Parameters
    ----------
    network, account, ontology, draws, seed
        As of `null_of_rank`.

    Returns
    -------
    Chance
        Of the modularity of the division that `kg.analysis.groups` finds, by weight.

    Raises
    ------
    UsageError, AnalysisError
        As by `null_of_rank`.

    Source
    ------
    Random networks divide well, too: Guimerà, Sales-Pardo and Amaral 2004, doi:10.1103/PhysRevE.70.025101.
    """
    table = _table(network, account, ontology, draws)
    warn_of_left_out(network)

    def value(weights: Weights) -> dict[str, float]:
        return {"": modularity_found(table.numbered(weights))}

    return _beside(value(table.weights()), value, table.draws(draws, seed))[""]


def null_of_pairs(
    network: nx.MultiDiGraph[str], account: Account, ontology: Ontology, *, draws: int = DRAWS, seed: int = 0
) -> dict[Pair, Chance]:
    """Count the facts that tie each two actors, and how many do in random draws with the same numbers of facts.

    Parameters
    ----------
    network, account, ontology, draws, seed
        As of `null_of_rank`.

    Returns
    -------
    dict
        Two ids, and whether the facts lead from the first to the second -> what chance gives, for all that are tied, in
        order. Of what holds both ways, and in a network that was drawn without directions, the smaller id stands first.

    Raises
    ------
    UsageError, AnalysisError
        As by `null_of_rank`.
    """
    table = _table(network, account, ontology, draws)
    observed = dict(sorted(table.findings().items()))
    found = _beside(observed, lambda _: table.findings(), table.draws(draws, seed))
    return {(table.ids[one], table.ids[other], leads): chance for (one, other, leads), chance in found.items()}


def _table(network: nx.MultiDiGraph[str], account: Account, ontology: Ontology, draws: int) -> TwoModes:
    if draws < LEAST_DRAWS:
        raise UsageError(f"{counted(draws, 'draw')} say little of chance", f"at least {LEAST_DRAWS}")
    if empty := network.graph.get("empty"):
        raise EmptyError("no facts to draw at random", empty)
    table = TwoModes(network, account, ontology)
    if (facts := len(table.facts)) < FEW:
        raise AnalysisError(
            f"{counted(facts, 'fact')} {'is' if facts == 1 else 'are'} too few to compare with chance: "
            f"below {FEW}, draws with the same numbers of facts are nearly all alike",
            "`--kind all` and `--layer all` take in others, unless that has been asked for",
        )
    return table


def _beside(
    observed: Mapping[T, float], measured: Callable[[Weights], Mapping[T, float]], draws: Iterable[Weights]
) -> dict[T, Chance]:
    """Put each value beside those that draws give in its place; nothing where they do not name it."""
    noise = _NOISE * max(map(abs, observed.values()), default=0.0)
    tallies = {key: _Tally(value, noise) for key, value in observed.items()}
    for weights in draws:
        found = measured(weights)
        for key, tally in tallies.items():
            tally.add(found.get(key, 0.0))
    return {key: tally.chance() for key, tally in tallies.items()}


class _Tally:
    """What draws have given so far in the place of one value, without keeping each.

    Mean and squares are kept as by Welford 1962, doi:10.1080/00401706.1962.10490022: of values that are all the same
    the deviation is 0, and no rounding.
    """

    __slots__ = ("less", "mean", "more", "noise", "number", "observed", "squares")

    def __init__(self, observed: float, noise: float) -> None:
        self.observed, self.noise = observed, noise
        self.number = self.less = self.more = 0
        self.mean = self.squares = 0.0

    def add(self, value: float) -> None:
        self.number += 1
        off = value - self.mean
        self.mean += off / self.number
        self.squares += off * (value - self.mean)
        self.less += value < self.observed - self.noise
        self.more += value > self.observed + self.noise

    def chance(self) -> Chance:
        sd = (self.squares / (self.number - 1)) ** 0.5
        same = self.number - self.less - self.more
        return Chance(self.observed, self.mean, sd if sd > self.noise else 0.0, self.less, same, self.more)
