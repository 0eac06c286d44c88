"""The verb that orders the actors of a network by a measure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import MOST_ROWS, rows_shown
from kg.cli.choosing import choosing
from kg.cli.in_parts import ONLY_READ, or_in_parts
from kg.cli.networks import drawn_as, notes_of
from kg.cli.options import Seed, Top, sliced
from kg.cli.terminal import as_json, table, tell
from kg.cli.verbs.typer_app import As, Format, app, first

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
    format: Format,
) -> None:
    """Order the actors of a build in parts, read here or measured on Spark."""
    from kg import analysis
    from kg.cli.in_parts import ranked
    from kg.report.networks import in_rank_order, rank_row

    in_rank_order((), sort)  # whether there is such an order, before any work
    every = sort == "name" or (top is None and format is Format.JSON)
    most = None if every else top or MOST_ROWS
    found = ranked(build, measure, choice, most, sample=sample, seed=seed, exact=exact)
    ranks = in_rank_order(found.ranks, sort)
    shown = ranks[: top or (None if format is Format.JSON else MOST_ROWS)]
    if format is Format.JSON:
        as_json([rank_row(its) for its in shown])
    if not ranks:
        tell(found.about, *filter(None, [found.left_out]))
        raise typer.Exit(1)
    more = "" if format is Format.JSON else "`--format json` gives all"
    notes = [*filter(None, [rows_shown(len(shown), found.actors, "actors", "", more), found.left_out]), ONLY_READ]
    notes += [] if format is Format.JSON else [*filter(None, [analysis.note(ranks)])]
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
    format: As = Format.TABLE,
) -> None:
    """Order actors by degree, strength, betweenness, harmonic, pagerank, eigenvector, core; in-degree, out-degree."""
    from kg import analysis
    from kg.report.networks import in_rank_order, rank_row

    drawn = drawn_as(graph, choice)
    found = analysis.rank(drawn, measure, sample=sample, seed=seed, exact=exact)
    ranks = in_rank_order(found, sort)
    shown, cut = first(ranks, "actors", top, format, most=MOST_ROWS)
    if format is Format.JSON:
        as_json([rank_row(its) for its in shown])
    if not ranks:
        raise typer.Exit(1)  # `analysis.rank` has said why
    note = "" if format is Format.JSON else analysis.note(ranks)
    notes = [*notes_of(graph, choice, cut, note), *filter(None, [found.method.note()])]
    _end(ranks, len(shown), measure, format, [*notes, analysis.about(drawn)])


def _end(ranks: Sequence[Rank], number: int, measure: str, format: Format, notes: list[str]) -> None:
    """Print the first ranks as a table, or below them as JSON what they leave out; last stands what they are of."""
    from kg.report.networks import rank_cells

    if format is Format.JSON:
        tell(*notes[:-1])
        return
    table(("rank", "actor", "id", measure), rank_cells(ranks)[:number], note="\n".join(notes), right=(0, 3), ids=2)
