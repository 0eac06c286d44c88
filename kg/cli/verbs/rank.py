"""The verb that orders the actors of a network by a measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import MOST_ROWS, rows_shown
from kg.cli.choosing import choosing
from kg.cli.in_parts import ONLY_READ, or_in_parts
from kg.cli.networks import drawn_as, notes_of
from kg.cli.options import Top, sliced
from kg.cli.ranking import RankFormat, Trials, as_csv, print_trials
from kg.cli.terminal import as_json, table, tell
from kg.cli.verbs.typer_app import app, first

if TYPE_CHECKING:
    from kg.analysis import Rank
    from kg.cli.in_parts import Asked
    from kg.graph.graph import Graph
    from kg.network.choice import Choice


def _rank_in_parts(
    build: Asked, choice: Choice, *, measure: str, top: int | None, sort: str, format: RankFormat, **_: object
) -> None:
    """Order the actors of a build in parts, read here or measured on Spark."""
    from kg import analysis
    from kg.cli.in_parts import ranked
    from kg.report.networks import in_rank_order, rank_row

    in_rank_order((), sort)  # whether there is such an order, before any work
    every = sort == "name" or (top is None and format is not RankFormat.TABLE)
    found = ranked(build, measure, choice, None if every else top or MOST_ROWS)
    ranks = in_rank_order(found.ranks, sort)
    shown = ranks[: top or (MOST_ROWS if format is RankFormat.TABLE else None)]
    if format is RankFormat.JSON:
        as_json([rank_row(its) for its in shown])
    elif format is RankFormat.CSV:
        as_csv([rank_row(its) for its in shown])
    if not ranks:
        tell(found.about, *filter(None, [found.left_out]))
        raise typer.Exit(1)
    more = "`--format json` gives all" if format is RankFormat.TABLE else ""
    notes = [*filter(None, [rows_shown(len(shown), found.actors, "actors", "", more), found.left_out]), ONLY_READ]
    notes += [*filter(None, [analysis.note(ranks)])] if format is RankFormat.TABLE else []
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
    without_each: Annotated[
        str | None,
        typer.Option(metavar="SORT", help="Ranks without each voice, outlet, relay, article or publisher in turn."),
    ] = None,
    halves: Annotated[bool, typer.Option("--halves", help="How often in the top ten of random halves.")] = False,
    draws: Annotated[int | None, typer.Option(metavar="N", min=1, help="How many halves; else 100.")] = None,
    seed: Annotated[int, typer.Option(metavar="N", help="By which halves are drawn.")] = 0,
    beside_unconfirmed: Annotated[
        bool, typer.Option("--beside-unconfirmed", help="Ranks with planned and unconfirmed edges too.")
    ] = False,
    format: Annotated[RankFormat, typer.Option("--format", help="How the answer is written.")] = RankFormat.TABLE,
) -> None:
    """Order actors by degree, strength, betweenness, harmonic, pagerank, eigenvector; in-degree, out-degree."""
    from kg import analysis
    from kg.report.networks import in_rank_order, rank_row

    trials = Trials.of(without_each, halves=halves, draws=draws, seed=seed, beside_unconfirmed=beside_unconfirmed)
    if trials or format is RankFormat.CSV:
        print_trials(graph, choice, measure, trials, top=top, sort=sort, format=format)
        return
    drawn = drawn_as(graph, choice)
    found = analysis.rank(drawn, measure)
    ranks = in_rank_order(found, sort)
    shown, cut = first(ranks, "actors", top, format, most=MOST_ROWS)
    if format is RankFormat.JSON:
        as_json([rank_row(its) for its in shown])
    if not ranks:
        raise typer.Exit(1)  # `analysis.rank` has said why
    note = "" if format is RankFormat.JSON else analysis.note(ranks)
    notes = [*notes_of(graph, choice, cut, note), *filter(None, [found.method.note()])]
    _end(ranks, len(shown), measure, format, [*notes, analysis.about(drawn)])


def _end(ranks: Sequence[Rank], number: int, measure: str, format: RankFormat, notes: list[str]) -> None:
    """Print the first ranks as a table, or below other formats what they leave out; last stands what they are of."""
    from kg.report.networks import rank_cells

    if format is not RankFormat.TABLE:
        tell(*notes[:-1])
        return
    table(("rank", "actor", "id", measure), rank_cells(ranks)[:number], note="\n".join(notes), right=(0, 3), ids=2)
