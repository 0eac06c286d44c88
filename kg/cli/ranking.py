"""What `kg rank` prints where it is asked how far a ranking can be trusted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec import Struct

from kg.base.errors import UsageError
from kg.base.hints import MOST_ROWS, rows_shown
from kg.cli.networks import notes_of
from kg.cli.terminal import as_json, hand_over, table, tell

if TYPE_CHECKING:
    from kg.cli.verbs.typer_app import TableFormat
    from kg.graph.graph import Graph
    from kg.network.choice import Choice

_EACH = "Ranks without each voice, outlet, relay, article or publisher in turn."
WithoutEach = Annotated[str | None, typer.Option("--without-each", metavar="SORT", help=_EACH)]
InHalves = Annotated[bool, typer.Option("--halves", help="How often in the top ten of random halves of the articles.")]
BesideUnconfirmed = Annotated[
    bool, typer.Option("--beside-unconfirmed", help="Ranks with planned and unconfirmed edges too.")
]
Draws = Annotated[
    int | None,
    typer.Option("--draws", metavar="N", min=1, max=10_000, help="With --halves, --null: how many; else 100, 200."),
]
_WITHOUT = 4  # the column of ranks without a source


class Trials(Struct, frozen=True):
    """What a ranking is tried by; empty if by nothing."""

    without_each: str | None = None
    halves: int | None = None
    beside_unconfirmed: bool = False

    def __bool__(self) -> bool:
        return self.without_each is not None or self.halves is not None or self.beside_unconfirmed

    @classmethod
    def of(
        cls, without_each: str | None, *, halves: bool, draws: int | None, beside_unconfirmed: bool, null: bool
    ) -> Trials:
        """Read the options of the command line.

        Raises
        ------
        UsageError
            If it is said how many are drawn, and neither halves nor random networks (`null`) are; if a ranking is tried
            by both.
        """
        if draws is not None and not (halves or null):
            raise UsageError("`--draws` is of `--halves` and `--null`", "add one of them, or leave `--draws` out")
        if null and (without_each is not None or halves or beside_unconfirmed):
            raise UsageError("`--null` with `--without-each`, `--halves` or `--beside-unconfirmed`", "ask one by one")
        number = None
        if halves:
            from kg.sensitivity.halves import DRAWS  # here, since most ranks are not tried

            number = draws or DRAWS
        return cls(without_each, number, beside_unconfirmed)


def print_trials(  # noqa: PLR0913 - what `kg rank` was asked
    graph: Graph,
    choice: Choice,
    measure: str,
    trials: Trials,
    *,
    top: int | None,
    sort: str,
    format: TableFormat,
    **how: Any,  # noqa: ANN401 - as of `kg.analysis.rank`
) -> None:
    """Print ranks with what becomes of them, in the order and the number that is asked for."""
    from kg import analysis
    from kg.cli.verbs.typer_app import TableFormat  # here, since the verbs import this module
    from kg.report.networks import in_rank_order
    from kg.report.tabular import separated

    in_rank_order((), sort)  # whether there is such an order, before any work
    asked = {"halves": trials.halves, "unconfirmed": trials.beside_unconfirmed, **how, **choice}
    its = graph.sensitivity(measure, trials.without_each, **asked)
    ranks = its.ranking.ranks
    most = top or (MOST_ROWS if format is TableFormat.TABLE else None)
    more = "`--format json` gives all" if format is TableFormat.TABLE else ""
    cut = rows_shown(min(len(ranks), most or len(ranks)), len(ranks), "actors", "", more)
    if format is TableFormat.JSON:
        as_json(its.row(most, sort))
    elif format is not TableFormat.TABLE:
        hand_over(separated(*its.flat(most, sort), format.value))
    if not ranks:
        raise typer.Exit(1)  # it was said why
    few = analysis.note(ranks) if format is TableFormat.TABLE else ""
    notes = [*notes_of(graph, choice, cut, few, *its.notes()), *filter(None, [ranks.method.note()])]
    if format is not TableFormat.TABLE:
        tell(*notes)
        return
    head, *rows = ([*_beneath(row, bool(its.each))] for row in (its.head(), *its.cells(most, sort)))
    names = [*head[:_WITHOUT], *(name.replace(" ", "\n", 1) for name in head[_WITHOUT:])]
    notes.append(analysis.about(its.ranking.network, not_read=False))
    table(names, rows, note="\n".join(notes), right=(0, 3), ids=2)


def _beneath(row: Sequence[str], is_tried: bool) -> Iterator[str]:
    """Set what moves an actor most below the range of its ranks: beside it, a terminal has no room for both."""
    yield from row[:_WITHOUT]
    if is_tried:
        yield "\n".join(filter(None, row[_WITHOUT : _WITHOUT + 2]))
    yield from row[_WITHOUT + 2 * is_tried :]
