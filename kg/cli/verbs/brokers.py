"""The verb that counts between whom actors stand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.hints import MOST_ROWS, rows_shown
from kg.cli.choosing import choosing
from kg.cli.networks import notes_of, or_none
from kg.cli.options import Top, sliced
from kg.cli.terminal import as_json, hand_over, table, tell
from kg.cli.verbs.typer_app import AsTable, TableFormat, app

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice

_BY = Annotated[str, typer.Option("--by", metavar="WHAT", help="Groups: side, country or kind.")]
_SORT = Annotated[str, typer.Option("--sort", metavar="ORDER", help="most, name, or a role, such as liaison.")]


@app.command()
@sliced
@choosing
def brokers(
    graph: Graph,
    choice: Choice,
    by: _BY = "side",
    top: Top = None,
    sort: _SORT = "most",
    format: AsTable = TableFormat.TABLE,
) -> None:
    """Count between whom actors stand: within a side, for it, or between others."""
    from kg.report.brokers import HEAD, ROLES_TOLD, columns
    from kg.report.tabular import separated

    with or_none(format, columns(by)):
        found = graph.brokers(by, sort=sort, **choice)
    shown = found.brokers[: top or (MOST_ROWS if format is TableFormat.TABLE else None)]
    more = "`--format json` gives all" if format is TableFormat.TABLE else ""
    cut = rows_shown(len(shown), len(found), "actors", sort, more)
    notes = notes_of(graph, choice, cut, *found.left_out)
    if format is TableFormat.JSON:
        as_json(found.row(len(shown)))
    elif format is not TableFormat.TABLE:
        hand_over(separated(*found.flat(len(shown)), format.value))
    elif shown:
        both = (
            "" if choice.get("directed") else "without directions each two count both ways; `--directed` follows them"
        )
        note = "\n".join(filter(None, [ROLES_TOLD, both, *notes, found.about]))
        table(("actor", "id", *HEAD), found.cells(len(shown)), note=note, right=range(2, 8), ids=1)
        return
    tell(*notes)
    if not shown:
        raise typer.Exit(1)
