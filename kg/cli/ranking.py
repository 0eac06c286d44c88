"""What `kg rank` prints where it is asked how far a ranking can be trusted."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import typer
from msgspec import Struct

from kg.base.errors import UsageError
from kg.base.hints import MOST_ROWS, rows_shown
from kg.cli.networks import notes_of
from kg.cli.terminal import as_json, hand_over, table, tell

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


_WITHOUT = 4  # the column of ranks without a source
_NAMES = ("entity", "label", "rank", "score")  # of what every rank has


class RankFormat(enum.StrEnum):
    """How ranks are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


class Trials(Struct, frozen=True):
    """What a ranking is tried by; empty if by nothing."""

    without_each: str | None = None
    halves: int | None = None
    seed: int = 0
    beside_unconfirmed: bool = False

    def __bool__(self) -> bool:
        return self.without_each is not None or self.halves is not None or self.beside_unconfirmed

    @classmethod
    def of(
        cls, without_each: str | None, *, halves: bool, draws: int | None, seed: int, beside_unconfirmed: bool
    ) -> Trials:
        """Read the options of the command line.

        Raises
        ------
        UsageError
            If it is said how many halves are drawn, and none is asked for.
        """
        from kg.sensitivity.rankings import DRAWS

        if draws is not None and not halves:
            raise UsageError("`--draws` is of `--halves`", "add that, or leave `--draws` out")
        return cls(without_each, (draws or DRAWS) if halves else None, seed, beside_unconfirmed)


def print_trials(  # noqa: PLR0913 - what `kg rank` was asked
    graph: Graph, choice: Choice, measure: str, trials: Trials, *, top: int | None, sort: str, format: RankFormat
) -> None:
    """Print ranks with what becomes of them, in the order and the number that is asked for."""
    from kg import analysis

    its = graph.sensitivity(
        measure,
        trials.without_each,
        halves=trials.halves,
        seed=trials.seed,
        unconfirmed=trials.beside_unconfirmed,
        **choice,
    )
    ranks = its.ranking.ranks
    most = top or (MOST_ROWS if format is RankFormat.TABLE else None)
    more = "`--format json` gives all" if format is RankFormat.TABLE else ""
    cut = rows_shown(min(len(ranks), most or len(ranks)), len(ranks), "actors", "", more)
    if format is RankFormat.JSON:
        as_json(its.row(most, sort))
    elif format is RankFormat.CSV:
        columns = its.columns(most, sort)
        as_csv([dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)], [*columns])
    if not ranks:
        raise typer.Exit(1)  # it was said why
    notes = [*notes_of(graph, choice, cut, *its.notes()), *filter(None, [ranks.method.note()])]
    if format is not RankFormat.TABLE:
        tell(*notes)
        return
    note = "\n".join([*notes, analysis.about(its.ranking.network)])
    head, *rows = ([*_beneath(row, bool(its.each))] for row in (its.head(), *its.cells(most, sort)))
    table(
        [*head[:_WITHOUT], *(name.replace(" ", "\n", 1) for name in head[_WITHOUT:])],
        rows,
        note=note,
        right=(0, 3),
        ids=2,
    )


def _beneath(row: Sequence[str], is_tried: bool) -> Iterator[str]:
    """Set what moves an actor most below the range of its ranks: beside it, a terminal has no room for both."""
    yield from row[:_WITHOUT]
    if is_tried:
        yield "\n".join(filter(None, row[_WITHOUT : _WITHOUT + 2]))
    yield from row[_WITHOUT + 2 * is_tried :]


def as_csv(rows: Sequence[Mapping[str, Any]], names: Sequence[str] = _NAMES) -> None:
    """Write rows as CSV to stdout, below the names of their columns."""
    from kg.formats.network_tables import csv_text

    texts = ({name: "" if row[name] is None else str(row[name]) for name in names} for row in rows)
    hand_over(csv_text(names, texts, spreadsheet=False))
