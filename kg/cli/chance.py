"""Ranks and groups beside what chance alone would give: what `kg rank --null` and `kg groups --null` print."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.base.errors import UsageError
from kg.base.hints import MOST_ROWS
from kg.cli.networks import drawn_as, notes_of
from kg.cli.terminal import as_json, table, tell
from kg.cli.verbs.typer_app import Format, first

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice

WithNull = Annotated[bool, typer.Option("--null", help="Beside random draws with the same numbers of facts.")]
Draws = Annotated[int | None, typer.Option("--draws", metavar="N", help="With --null: how many; else 200.")]
Seed = Annotated[int | None, typer.Option("--seed", metavar="N", help="Another seed gives other draws.")]


def need_null(*, null: bool, **given: int | None) -> None:
    """Refuse what is said of draws where none are asked for."""
    for name, value in given.items():
        if value is not None and not null:
            raise UsageError(f"`--{name}` is of `--null`", f"add that, or leave `--{name}` out")


def rank_beside_chance(  # noqa: PLR0913 - the options of `kg rank`
    graph: Graph,
    choice: Choice,
    measure: str,
    draws: int | None,
    seed: int | None,
    *,
    top: int | None,
    sort: str,
    format: Format,
) -> None:
    """Order the actors of a network by a measure, each beside what random draws give it."""
    from kg import analysis
    from kg.report.chance import HEAD, OF_CHANCE, null
    from kg.report.networks import in_rank_order

    in_rank_order((), sort)  # whether there is such an order, before any work
    drawn = drawn_as(graph, choice)
    found = null(graph, measure, network=drawn, **_given(draws, seed)).sorted(sort)
    shown, cut = first(found.row(), "actors", top, format, most=MOST_ROWS)
    notes = [*notes_of(graph, choice, cut, found.first_in_words), found.note]
    if format is Format.JSON:
        as_json(shown)
        tell(*notes)
        return
    head = (*HEAD, measure, *OF_CHANCE)
    cells = found.cells()[: len(shown)]
    table(head, cells, note="\n".join([*notes, analysis.about(drawn)]), right=(0, 3, 4, 5, 6), ids=2)


def groups_beside_chance(graph: Graph, drawn: Any, draws: int | None, seed: int | None) -> str:  # noqa: ANN401 - networkx is imported late
    """Say in a line how well a network divides into groups, and how well random draws do."""
    from kg.report.chance import null_of_groups

    return null_of_groups(graph, network=drawn, **_given(draws, seed)).line


def _given(draws: int | None, seed: int | None) -> dict[str, int]:
    return {name: value for name, value in (("draws", draws), ("seed", seed)) if value is not None}
