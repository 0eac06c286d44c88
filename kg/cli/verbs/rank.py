"""The verb that orders the actors of a network by a measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.errors import UsageError
from kg.base.hints import MOST_ROWS, rows_shown
from kg.cli.chance import WithNull, rank_beside_chance
from kg.cli.choosing import choosing
from kg.cli.in_parts import ONLY_READ, or_in_parts
from kg.cli.networks import drawn_as, notes_of
from kg.cli.options import Seed, Top, sliced
from kg.cli.ranking import BesideUnconfirmed, Draws, InHalves, Trials, WithoutEach, print_trials
from kg.cli.storing import KEEPS, KEPT, Day, Store, need_store, store_ranks
from kg.cli.terminal import as_json, hand_over, table, tell
from kg.cli.verbs.typer_app import AsTable, TableFormat, app, first

if TYPE_CHECKING:
    from kg.analysis import Rank
    from kg.cli.in_parts import Asked
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


Sample = Annotated[int | None, typer.Option("--sample", metavar="K", min=2, help="Estimate betweenness from K actors.")]
Exact = Annotated[bool, typer.Option("--exact", help="Follow all paths, however many they are.")]


def _rank_in_parts(
    build: Asked,
    choice: Choice,
    *,
    measure: str,
    top: int | None,
    sort: str,
    sample: int | None,
    seed: int,
    exact: bool,
    format: TableFormat,
    **others: object,
) -> None:
    """Order the actors of a build in parts, read here or measured on Spark."""
    from kg import analysis
    from kg.builder.in_parts import BY_SLICE
    from kg.cli.in_parts import ranked
    from kg.report.networks import in_rank_order

    for name in (name for name, value in others.items() if value):
        what = f"`--{name.replace('_', '-')}` is not of a build in parts, of which only ties are read"
        raise UsageError(what, KEPT if name in KEEPS else BY_SLICE)
    in_rank_order((), sort)  # whether there is such an order, before any work
    every = sort == "name" or (top is None and format is not TableFormat.TABLE)
    most = None if every else top or MOST_ROWS
    found = ranked(build, measure, choice, most, sample=sample, seed=seed, exact=exact)
    ranks = in_rank_order(found.ranks, sort)
    shown = ranks[: top or (MOST_ROWS if format is TableFormat.TABLE else None)]
    _hand_over(shown, format)
    if not ranks:
        tell(found.about, *filter(None, [found.left_out]))
        raise typer.Exit(1)
    more = "`--format json` gives all" if format is TableFormat.TABLE else ""
    notes = [*filter(None, [rows_shown(len(shown), found.actors, "actors", "", more), found.left_out]), ONLY_READ]
    notes += [*filter(None, [analysis.note(ranks)])] if format is TableFormat.TABLE else []
    _end(ranks, len(shown), measure, format, [*notes, *filter(None, [found.ranks.method.note()]), found.about])


@app.command()
@or_in_parts(_rank_in_parts)
@sliced
@choosing
def rank(
    graph: Graph,
    choice: Choice,
    measure: Annotated[str, typer.Argument(metavar="MEASURE")],
    top: Top = None,
    sort: Annotated[str, typer.Option("--sort", metavar="ORDER", help="score or name.")] = "score",
    sample: Sample = None,
    seed: Seed = 0,
    exact: Exact = False,
    without_each: WithoutEach = None,
    halves: InHalves = False,
    beside_unconfirmed: BesideUnconfirmed = False,
    null: WithNull = False,
    draws: Draws = None,
    store: Store = False,
    day: Day = None,
    format: AsTable = TableFormat.TABLE,
) -> None:
    """Order actors by degree, strength, betweenness, harmonic, pagerank, eigenvector, core; in-degree, out-degree."""
    from kg import analysis
    from kg.report.networks import in_rank_order

    how: dict[str, Any] = {"top": top, "sort": sort, "format": format, "sample": sample, "seed": seed}
    trials = Trials.of(without_each, halves=halves, draws=draws, beside_unconfirmed=beside_unconfirmed, null=null)
    need_store(graph, store=store, day=day, alone=not (trials or null))
    if trials:
        print_trials(graph, choice, measure, trials, exact=exact, **how)
    elif null:
        rank_beside_chance(graph, choice, measure, draws, exact=exact, **how)
    if trials or null:
        return
    drawn = drawn_as(graph, choice)
    found = analysis.rank(drawn, measure, sample=sample, seed=seed, exact=exact)
    ranks = in_rank_order(found, sort)
    shown, cut = first(ranks, "actors", top, format, most=MOST_ROWS)
    _hand_over(shown, format)
    if not ranks:
        raise typer.Exit(1)  # `analysis.rank` has said why
    note = analysis.note(ranks) if format is TableFormat.TABLE else ""
    notes = [*notes_of(graph, choice, cut, note), *filter(None, [found.method.note()])]
    _end(ranks, len(shown), measure, format, [*notes, analysis.about(drawn, not_read=False)])
    if store:
        store_ranks(graph, found, choice, day)


def _hand_over(ranks: Sequence[Rank], format: TableFormat) -> None:
    """Write ranks for programs; nothing where a table is asked for."""
    from kg.report.networks import rank_row
    from kg.report.tabular import separated

    rows = [rank_row(its) for its in ranks]
    if format is TableFormat.JSON:
        as_json(rows)
    elif format is not TableFormat.TABLE:
        hand_over(separated(("entity", "label", "rank", "score"), rows, format.value))


def _end(ranks: Sequence[Rank], number: int, measure: str, format: TableFormat, notes: list[str]) -> None:
    """Print the first ranks as a table, or below other formats what they leave out; last stands what they are of."""
    from kg.report.networks import rank_cells

    if format is not TableFormat.TABLE:
        tell(*notes[:-1])
        return
    table(("rank", "actor", "id", measure), rank_cells(ranks)[:number], note="\n".join(notes), right=(0, 3), ids=2)
