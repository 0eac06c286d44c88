"""Ranks and groups beside what chance alone would give: what `kg rank --null` and `kg groups --null` print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.errors import UsageError
from kg.base.hints import MOST_ROWS
from kg.cli.networks import drawn_as, notes_of, or_none
from kg.cli.terminal import as_json, hand_over, table, tell
from kg.cli.verbs.typer_app import TableFormat, first

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice

WithNull = Annotated[bool, typer.Option("--null", help="Beside random draws with the same numbers of facts.")]
Draws = Annotated[int | None, typer.Option("--draws", metavar="N", min=1, help="With --null: how many; else 200.")]


def need_null(*, null: bool, draws: int | None) -> None:
    """Refuse a number of draws where none are asked for."""
    if draws is not None and not null:
        raise UsageError("`--draws` is of `--null`", "add that, or leave `--draws` out")


def rank_beside_chance(  # noqa: PLR0913 - the options of `kg rank`
    graph: Graph,
    choice: Choice,
    measure: str,
    draws: int | None,
    *,
    sample: int | None,
    seed: int,
    exact: bool,
    top: int | None,
    sort: str,
    format: TableFormat,
) -> None:
    """Order the actors of a network by a measure, each beside what random draws give it."""
    from kg import analysis
    from kg.report.chance import COLUMNS, HEAD, OF_CHANCE, null
    from kg.report.networks import in_rank_order
    from kg.report.tabular import separated
    from kg.sensitivity.null_model import DRAWS

    in_rank_order((), sort)  # whether there is such an order, before any work
    drawn = drawn_as(graph, choice)
    with or_none(format, COLUMNS):
        found = null(graph, measure, network=drawn, draws=draws or DRAWS, seed=seed, sample=sample, exact=exact)
    found = found.sorted(sort)
    shown, cut = first(found.row(), "actors", top, format, most=MOST_ROWS)
    notes = [*notes_of(graph, choice, cut, found.first_in_words), found.note]
    if format is TableFormat.JSON:
        as_json(shown)
    elif format is not TableFormat.TABLE:
        hand_over(separated(COLUMNS, found.flat()[: len(shown)], format.value))
    if format is not TableFormat.TABLE:
        tell(*notes)
        return
    head = (*HEAD, measure, *OF_CHANCE)
    cells = found.cells()[: len(shown)]
    notes.append(analysis.about(drawn, not_read=False))
    table(head, cells, note="\n".join(notes), right=(0, 3, 4, 5, 6), ids=2)


def groups_beside_chance(graph: Graph, drawn: Any, draws: int | None, seed: int) -> str:  # noqa: ANN401 - networkx is imported late
    """Say in a line how well a network divides into groups, and how well random draws do."""
    from kg.report.chance import null_of_groups
    from kg.sensitivity.null_model import DRAWS

    return null_of_groups(graph, network=drawn, draws=draws or DRAWS, seed=seed).line
