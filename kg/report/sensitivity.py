"""How far a ranking can be trusted, as rows and as cells: what `kg rank --without-each` and its like print."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.analysis import Rank, note, ordinals
from kg.base.hints import LONGEST_CELL, counted, rows_shown, several
from kg.base.letters import cut
from kg.base.listings import SHOWN_IN_NOTEBOOK, first_lines, html_table
from kg.report.emptiness import no_edges
from kg.report.facts import Row
from kg.report.networks import in_rank_order, plain, rank_cells, rank_row
from kg.report.tabular import frame
from kg.sensitivity.halves import FIRST, Halves, in_halves
from kg.sensitivity.rankings import EachWithdrawn, How, Ranking, RankRange, beside_unconfirmed, without_each
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import pandas as pd

_ARTICLES = {"outlet": "an", "article": "an"}  # before the name of a sort; else "a"
_OUT = "out"
_LONGEST_SOURCE = LONGEST_CELL // 4
_BASE = ("entity", "label", "rank", "score")
_OF_EACH = ("best", "worst", "out", "mover", "moved_to")
_OF_HALVES = ("among_first",)
_OF_UNCONFIRMED = ("rank_with_unconfirmed", "score_with_unconfirmed")


class RankSensitivity(Struct, frozen=True):
    """A ranking with what becomes of it when sources are withdrawn, or unconfirmed edges are counted too."""

    ranking: Ranking
    each: EachWithdrawn | None  # None, and so on: not asked for
    halves: Halves | None
    unconfirmed: tuple[Sequence[Rank], int] | None  # the ranks, and how many edges there are besides accepted ones

    def __repr__(self) -> str:
        """Say what was tried, and write the first ranks below each other."""
        names, rows = self.head(), self.cells()
        if not rows:
            return f"<{self.counts}>"
        wide = [max(map(len, column)) for column in zip(names, *rows, strict=True)]
        lines = ["  ".join(cell.ljust(width) for cell, width in zip(row, wide, strict=True)) for row in (names, *rows)]
        return first_lines(f"<{self.counts}>", [line.rstrip() for line in lines], "`row()` has all")

    def _repr_html_(self) -> str:
        rows = self.cells()[:SHOWN_IN_NOTEBOOK]
        if not rows:
            return "<p>no actors</p>"
        left_out = rows_shown(len(rows), len(self.ranking.ranks), "actors", "", "`to_pandas()` gives all")
        notes = [*filter(None, [left_out, note(self.ranking.ranks)]), *self.notes()]
        return html_table(self.head(), rows) + "".join(f"<p>{escape(line)}</p>" for line in notes)

    @property
    def counts(self) -> str:
        """Say of how many actors it tells, and what was withdrawn."""
        tried = [
            *([f"without each of {counted(self.each.sources, self.each.by)}"] if self.each else []),
            *([f"in {counted(self.halves.draws, 'half', 'halves')} of the articles"] if self.halves else []),
            *(["beside unconfirmed edges"] if self.unconfirmed else []),
        ]
        return ", ".join([f"{self.ranking.measure} of {counted(len(self.ranking.ranks), 'actor')}", *tried])

    def row(self, top: int | None = None, sort: str = "score") -> list[Row]:
        """Give the JSON of `kg rank` with its options: a row for each actor, or for the first so many."""
        return [self._row(its) for its in in_rank_order(self.ranking.ranks, sort)[:top]]

    def _row(self, its: Rank) -> Row:
        row = rank_row(its)
        if self.each:
            found = self.each.ranges[its.entity]
            row["without_each"] = {
                "by": self.each.by,
                "best": found.best,
                "worst": found.worst,
                "out": list(found.out),
                "mover": found.mover,
                "moved_to": found.moved_to,
            }
        if self.halves:
            row["among_first"] = self.halves.among_first.get(its.entity, 0.0)
        if self.unconfirmed:
            other = self._beside[its.entity]
            row["with_unconfirmed"] = {"rank": other.rank, "score": other.score}
        return row

    @property
    def _beside(self) -> dict[str, Rank]:
        return {its.entity: its for its in self.unconfirmed[0]} if self.unconfirmed else {}

    def flat(self, top: int | None = None, sort: str = "score") -> tuple[list[str], list[Row]]:
        """Give the same as `row` with each value by itself, and the names of the columns; sources out are counted."""
        names = [
            *_BASE,
            *(_OF_EACH if self.each else ()),
            *(_OF_HALVES if self.halves else ()),
            *(_OF_UNCONFIRMED if self.unconfirmed else ()),
        ]
        return names, [_flat(row) for row in self.row(top, sort)]

    def to_pandas(self) -> pd.DataFrame:
        """Give a data frame, with a row for each actor."""
        return frame(*self.flat())

    def head(self) -> list[str]:
        """Name the columns of a table."""
        return [
            *("rank", "actor", "id", self.ranking.measure),
            *([f"without {_a(self.each.by)}", "moved most by"] if self.each else []),
            *([f"in top {FIRST}"] if self.halves else []),
            *(["with unconfirmed"] if self.unconfirmed else []),
        ]

    def cells(self, top: int | None = None, sort: str = "score") -> list[list[str]]:
        """Write the rows of a table as text."""
        ranks = in_rank_order(self.ranking.ranks, sort)
        rows = [list(row) for row in rank_cells(ranks)]
        beside = self._beside_cells()
        for its, row in zip(ranks, rows, strict=True):
            if self.each:
                row += _range_cells(self.each.ranges[its.entity])
            if self.halves:
                row.append(_share(self.halves.among_first.get(its.entity, 0.0)))
            if self.unconfirmed:
                row.append(beside[its.entity])
        return rows[:top]

    def _beside_cells(self) -> dict[str, str]:
        ranks = self.unconfirmed[0] if self.unconfirmed else []
        told = zip(ranks, ordinals(ranks), plain([its.score for its in ranks]), strict=True)
        return {its.entity: f"{place} ({score})" for its, place, score in told}

    def notes(self) -> list[str]:
        """Say what the columns tell, and which actors are in the network only without a source, or unconfirmed."""
        name = self.ranking.snapshot.teller.brief.name
        lines: list[str] = []
        if self.each:
            by = self.each.by
            turns = f"the ranks when each of {counted(self.each.sources, by)} is withdrawn in turn"
            tells = f"this is sensitivity, and no interval of confidence{_from(self.each.sample)}"
            lines.append(f"without {_a(by)}: {turns} ({_OUT}: no edge is left); {tells}")
            if self.each.others:
                others = self.each.others.items()
                found = [f"{name(actor)} ({cut(several(its), _LONGEST_SOURCE)})" for actor, its in others]
                lines.append(f"in the network only without {_a(by)}: {several(found)}")
        if self.halves:
            its = self.halves
            drawn = f"{counted(its.draws, 'half', 'halves')} of {its.articles:,} articles, drawn by the seed {its.seed}"
            lines.append(f"in top {FIRST}: in how many of {drawn}{_from(its.sample)}")
        if self.unconfirmed:
            ranks, edges = self.unconfirmed
            more = f"{edges:,} planned or unconfirmed {'edge is' if edges == 1 else 'edges are'}"
            lines.append(f"with unconfirmed: {more} counted too, none that a party denies")
            known = {its.entity for its in self.ranking.ranks}
            if found := [f"{cut(its.label, _LONGEST_SOURCE)} ({its.rank})" for its in ranks if its.entity not in known]:
                lines.append(f"in the network only with unconfirmed edges (rank): {several(found)}")
        return lines


def sensitivity(  # noqa: PLR0913 - ways to try a ranking
    snapshot: Snapshot,
    measure: str,
    by: str | None = "voice",
    *,
    halves: int | None = None,
    unconfirmed: bool = False,
    sample: int | None = None,
    seed: int = 0,
    exact: bool = False,
    **choice: Any,  # noqa: ANN401 - see kg.network.network
) -> RankSensitivity:
    """Tell how far the ranks of actors move when sources are withdrawn, or unconfirmed edges are counted too.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    measure
        As of `kg.analysis.rank`.
    by
        Each ``voice``, ``outlet``, ``relay``, ``article`` or ``publisher`` is withdrawn in turn; None: none is.
    halves
        How often a random half of the articles is withdrawn; None: never.
    sample, seed, exact
        As of `kg.analysis.rank`; halves are drawn by the same seed.
    unconfirmed
        Whether actors are ranked, too, by accepted, planned and unconfirmed edges together.
    choice
        By which edges, as in `kg.network.network`.

    Returns
    -------
    RankSensitivity
        Its `row()` is the JSON of `kg rank` with these options.

    Raises
    ------
    UsageError
        If there is no such measure, or sort of source.
    AnalysisError
        If halves are asked for of fewer than 30 articles.
    """
    drawn = snapshot.network(**choice)
    if not drawn.number_of_edges():
        drawn.graph["empty"] = no_edges(snapshot, drawn)
    ranking = Ranking.of(snapshot, measure, drawn, How(sample, seed, exact), **choice)
    return RankSensitivity(
        ranking,
        None if by is None else without_each(ranking, by),
        None if halves is None else in_halves(ranking, halves),
        beside_unconfirmed(ranking) if unconfirmed else None,
    )


def _from(sample: int | None) -> str:
    """Say that rankings are estimated; empty where they are exact."""
    return "" if sample is None else f"; each ranking is estimated from the same {sample:,} actors"


def _a(by: str) -> str:
    return f"{_ARTICLES.get(by, 'a')} {by}"


def _range_cells(its: RankRange) -> list[str]:
    """Write the range of an actor's ranks, and what moves it most.

    >>> _range_cells(RankRange(1, 3, (), "aland", 3)), _range_cells(RankRange(None, None, ("a", "b"), "a", None))
    (['1–3', 'aland → 3'], ['out', 'a, 1 more → out'])
    """
    places = [] if its.best is None else [str(its.best) if its.best == its.worst else f"{its.best}–{its.worst}"]
    shown = ", ".join([*places, *([_OUT] if its.out else [])])
    if its.mover is None:
        return [shown, ""]
    more = f", {len(its.out) - 1:,} more" if len(its.out) > 1 else ""
    return [shown, f"{cut(its.mover, _LONGEST_SOURCE)}{more} → {_OUT if its.moved_to is None else its.moved_to}"]


def _share(share: float) -> str:
    """Write a share of halves, such that neither none nor all is said of some.

    >>> _share(1.0), _share(0.004), _share(0.25), _share(0.0), _share(0.999)
    ('100%', '<1%', '25%', '0%', '>99%')
    """
    if 0 < share < 0.01:
        return "<1%"
    return ">99%" if 0.99 < share < 1 else f"{share:.0%}"


def _flat(row: Row) -> Row:
    """Give each value of a row by itself."""
    flat = {name: row[name] for name in _BASE}
    if each := row.get("without_each"):
        flat |= {name: each[name] for name in _OF_EACH} | {"out": len(each["out"])}
    if "among_first" in row:
        flat["among_first"] = row["among_first"]
    if beside := row.get("with_unconfirmed"):
        flat |= {f"{name}_with_unconfirmed": value for name, value in beside.items()}
    return flat
