"""Measures beside what chance alone would give: what `kg rank MEASURE --null` and `kg groups --null` print."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.base.listings import Cells, Listing
from kg.query import dataframes
from kg.report.facts import Row
from kg.report.networks import in_rank_order, plain, rank_cells, rank_row
from kg.sensitivity import null_model
from kg.sensitivity.null_model import DRAWS, ActorChance, Chance, Pair
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

HEAD = ("rank", "actor", "id")  # then the measure, and what chance gives
OF_CHANCE = ("random", "z", "more than in")
COLUMNS = ("entity", "label", "rank", "score", "mean", "sd", "z", "less", "same", "more", "reached")  # for programs


class Null(Struct, frozen=True):
    """Actors in the order of their ranks, each beside what random draws with the same numbers of facts give it."""

    measure: str
    seed: int
    draws: int
    actors: tuple[ActorChance, ...]

    def __repr__(self) -> str:
        """Write the first rows, and what the columns say."""
        return "\n".join(filter(None, [repr(self._listing), self.first_in_words, self.note]))

    def _repr_html_(self) -> str:
        notes = filter(None, [self.first_in_words, self.note])
        return self._listing._repr_html_() + "".join(f"<p>{escape(note)}</p>" for note in notes)

    @property
    def _listing(self) -> Listing[ActorChance]:
        return Listing(self.actors, "actors", self._cells, "best")

    def _cells(self, its: ActorChance) -> Cells:
        place = {"rank": its.rank.rank, "entity": its.rank.entity, "label": its.rank.label}
        return {**place, self.measure: its.rank.score, "random": its.chance.mean, "z": its.chance.z} | {
            "in words": its.chance.words
        }

    @property
    def note(self) -> str:
        """Say what the columns are."""
        return (
            f"random: the mean of {self.draws:,} random draws (seed {self.seed}) that keep the numbers of facts: of "
            "each actor in each role, and of actors in each fact; z: how many standard deviations of the draws lie "
            "between; more than in: how many draws give less"
        )

    @property
    def first_in_words(self) -> str:
        """Say of the first actor how often draws give it less, or more; empty where there is nobody."""
        if not self.actors:
            return ""
        its = self.actors[0]
        return f"{its.rank.label}: {self.measure} {its.chance.words}, with the same numbers of facts"

    def row(self) -> list[Row]:
        """Give the JSON of `kg rank MEASURE --null`."""
        return [rank_row(its.rank) | chance_row(its.chance) for its in self.actors]

    def flat(self) -> list[Row]:
        """Give a row of plain values for each actor, whose columns are `COLUMNS`."""
        return [{name: its[name] for name in its if name != "random"} | its["random"] for its in self.row()]

    def sorted(self, sort: str) -> Null:
        """Put the actors in an order, as `kg.report.networks.in_rank_order` has it."""
        of = {its.rank.entity: its for its in self.actors}
        ordered = in_rank_order([its.rank for its in self.actors], sort)
        return Null(self.measure, self.seed, self.draws, tuple(of[its.entity] for its in ordered))

    def cells(self) -> list[tuple[str, ...]]:
        """Give the rows of a table for a terminal, whose columns are `HEAD`, the measure and `OF_CHANCE`."""
        scores = [its.chance.observed for its in self.actors]
        both = plain([*scores, *(its.chance.mean for its in self.actors)])
        ranks = rank_cells([its.rank for its in self.actors])
        return [
            (*place[:3], both[number], both[number + len(scores)], *chance_cells(its.chance))
            for number, (place, its) in enumerate(zip(ranks, self.actors, strict=True))
        ]

    def to_pandas(self) -> pd.DataFrame:
        """Give the rows as a data frame of pandas: those of `row`, with a column for each thing that draws tell."""
        rows = self.flat()
        return dataframes.to_pandas({name: [row[name] for row in rows] for name in COLUMNS})


class NullOfGroups(Struct, frozen=True):
    """How well a network divides into groups, beside random draws with the same numbers of facts."""

    seed: int
    chance: Chance

    def __repr__(self) -> str:
        return self.line

    def _repr_html_(self) -> str:
        return f"<p>{escape(self.line)}</p>"

    @property
    def line(self) -> str:
        """Say it in a line."""
        its = self.chance
        z = "" if its.z is None else f", z {_z(its)}"
        observed, mean = plain([its.observed, its.mean])
        return (
            f"modularity {observed}; of random draws with the same numbers of facts (seed {self.seed}) {mean}{z}: "
            f"{its.words}"
        )

    def row(self) -> Row:
        """Give it as JSON."""
        return {"modularity": self.chance.observed} | chance_row(self.chance)


def chance_row(chance: Chance) -> Row:
    """Give what chance alone gives in the place of a value, as JSON has it.

    >>> chance_row(Chance(4.0, 2.0, 1.0, 198, 1, 1))["random"]["z"]
    2.0
    """
    return {
        "random": {
            "mean": chance.mean,
            "sd": chance.sd,
            "z": chance.z,
            "less": chance.less,
            "same": chance.same,
            "more": chance.more,
            "reached": chance.reached,
        }
    }


def chance_cells(chance: Chance) -> tuple[str, str]:
    """Give what stands in a table behind a value and its mean: z, and in how many draws it is less.

    >>> chance_cells(Chance(4.0, 2.0, 1.0, 198, 1, 1)), chance_cells(Chance(2.0, 2.0, 0.0, 0, 200, 0))
    (('2.0', '198 of 200'), ('', 'all the same'))
    """
    if chance.same == chance.draws:
        return "", "all the same"
    return _z(chance), f"{chance.less:,} of {chance.draws:,}"


def _z(chance: Chance) -> str:
    """Write z with one digit, and no minus before nothing."""
    return "" if chance.z is None else f"{round(chance.z, 1) + 0.0:.1f}"


def null(  # noqa: PLR0913 - what is measured, and how it is drawn
    snapshot: Snapshot,
    measure: str,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    sample: int | None = None,
    exact: bool = False,
    network: nx.MultiDiGraph[str] | None = None,
    **choice: Any,  # noqa: ANN401 - see kg.network.network
) -> Null:
    """Rank actors by a measure, each beside what random draws with the same numbers of facts give it.

    Parameters
    ----------
    snapshot
        Whose network is measured.
    measure, draws, seed, sample, exact
        As of `kg.sensitivity.null_model.null_of_rank`.
    network
        What `snapshot.network(**choice)` has drawn, if that is there.
    **choice
        As of `kg.network.network`.

    Raises
    ------
    UsageError, AnalysisError
        As by `kg.sensitivity.null_model.null_of_rank`.
    """
    drawn = snapshot.network(**choice) if network is None else network
    of = (drawn, snapshot.account, snapshot.ontology)
    found = null_model.null_of_rank(*of, measure, draws=draws, seed=seed, sample=sample, exact=exact)
    return Null(measure, seed, draws, tuple(found))


def null_of_groups(
    snapshot: Snapshot,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    network: nx.MultiDiGraph[str] | None = None,
    **choice: Any,  # noqa: ANN401 - see kg.network.network
) -> NullOfGroups:
    """Find how well actors divide into groups, beside random draws with the same numbers of facts.

    Parameters
    ----------
    snapshot, draws, seed, network, choice
        As of `null`.

    Raises
    ------
    UsageError, AnalysisError
        As by `kg.sensitivity.null_model.null_of_groups`.
    """
    drawn = snapshot.network(**choice) if network is None else network
    return NullOfGroups(
        seed, null_model.null_of_groups(drawn, snapshot.account, snapshot.ontology, draws=draws, seed=seed)
    )


def null_of_pairs(
    snapshot: Snapshot,
    *,
    draws: int = DRAWS,
    seed: int = 0,
    **choice: Any,  # noqa: ANN401 - see kg.network.network
) -> dict[Pair, Chance]:
    """Count the accepted findings of each pair of actors, as `dyads` does, beside those of random draws.

    Parameters
    ----------
    snapshot, draws, seed
        As of `null`.
    **choice
        As of `kg.network.network`: what `kg.report.counted.dyads.Dyads.choice` says. Large gatherings are counted.

    Returns
    -------
    dict
        Source, target and whether it is directed, as a pair has them -> what chance gives.

    Raises
    ------
    UsageError, AnalysisError
        As by `kg.sensitivity.null_model.null_of_pairs`.
    """
    drawn = snapshot.network(**{**choice, "directed": True, "gatherings": True})
    return null_model.null_of_pairs(drawn, snapshot.account, snapshot.ontology, draws=draws, seed=seed)
