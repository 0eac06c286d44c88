"""Verbs on who deals with whom, and on how much there is of what."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.errors import UsageError
from kg.base.hints import MOST_FACTS, MOST_ROWS
from kg.cli.chance import Draws, WithNull, need_null
from kg.cli.choosing import StandIns, choosing
from kg.cli.options import Seed, Top, sliced
from kg.cli.terminal import as_json, deliver, hand_over, say, table, tell, tell_json
from kg.cli.verbs.typer_app import AsTable, TableFormat, app

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.network.choice import Choice
    from kg.report.counted.counts import Counts
    from kg.report.counted.dyads import Dyads

_STDOUT = Path("-")
_OUTPUT = typer.Option("-o", "--output", metavar="FILE", help="Draw it: .svg or .png; - for stdout.")
_OF_PAIRS = partial(
    choosing,
    but=("directed", "gatherings"),
    words={"kind": "Kinds of entities; else actors.", "layer": "Layers; else all in which something happens."},
)


@app.command()
@sliced
@_OF_PAIRS
def dyads(
    graph: Graph,
    choice: Choice,
    actor: Annotated[str | None, typer.Argument(metavar="ENTITY")] = None,
    by: Annotated[str, typer.Option(metavar="SORT", help="Pairs of: actor, or side.")] = "actor",
    output: Annotated[Path | None, _OUTPUT] = None,
    rows: Annotated[int | None, typer.Option(min=1, help="With -o: how many are drawn at most; else 30.")] = None,
    null: WithNull = False,
    draws: Draws = None,
    seed: Seed = 0,
    top: Top = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="ORDER", help="most, newest, cooperative, hostile, voices or name.")
    ] = "most",
    format: AsTable = TableFormat.TABLE,
) -> None:
    """Count what joins each two actors or sides (or ENTITY to others): by status, act, day and source."""
    from kg.sensitivity.null_model import DRAWS

    need_null(null=null, draws=draws)
    if rows is not None and output is None:
        raise UsageError("`--rows` is of a picture", "add `-o FILE.svg`, or leave `--rows` out; `--top` is of the list")
    is_list = _is_list(top, output, format)
    found = graph.dyads(actor, by=by, sort=sort, **choice)
    if null and found.pairs:
        found = found.null(draws or DRAWS, seed)
    most = top or (MOST_FACTS if is_list else None)
    if output is not None and found.pairs:
        from kg import charts  # here, since most tables are not drawn

        _deliver(found.draw(_picture(output), rows=rows or charts.MOST_SQUARE), output, format)
    _hand_over(found, top, output, format)
    if is_list:
        say(*found.lines(most or MOST_FACTS))
    if not found.pairs:
        tell(found.empty, *found.left_out)
        raise typer.Exit(1)
    tell(*found.notes(most), *([f"{found.counts}, {graph.describes()}"] if format is TableFormat.TABLE else []))


@app.command()
@sliced
def count(
    graph: Graph,
    by: Annotated[
        list[str],
        typer.Option(metavar="DIM[,DIM]", help="Such as type, status, voice, outlet, month, actor, side, act."),
    ],
    reports: Annotated[bool, typer.Option("--reports", help="Also how many articles tell of accepted ones.")] = False,
    values: Annotated[
        list[str] | None, typer.Option("--values", metavar="NAME", help="Add up a figure of accepted facts; or all.")
    ] = None,
    stand_ins: StandIns = False,
    output: Annotated[Path | None, _OUTPUT] = None,
    top: Top = None,
    sort: Annotated[str, typer.Option("--sort", metavar="ORDER", help="most, newest or name.")] = "most",
    format: AsTable = TableFormat.TABLE,
) -> None:
    """Count facts, never reports, by type, status, source, time, actor, side or role: accepted ones, others beside."""
    is_list = _is_list(top, output, format)
    found = graph.count(",".join(by), reports=reports, values=values, stand_ins=stand_ins, sort=sort)
    most = top or (MOST_ROWS if is_list else None)
    if output is not None and found.counts:
        _deliver(found.draw(_picture(output)), output, format)
    _hand_over(found, top, output, format)
    if not found.counts:
        tell(found.empty)
        raise typer.Exit(1)
    if is_list:
        table(found.head, found.cells(most), right=found.numbers, ids=1 if found.has_ids else None)
    tell(*found.notes(most), *([f"{found.told}, {graph.describes()}"] if format is TableFormat.TABLE else []))


def _is_list(top: int | None, output: Path | None, format: TableFormat) -> bool:
    """Tell whether a list is printed: not beside a picture alone, of which `--top` is not."""
    if top is not None and output is not None and format is TableFormat.TABLE:
        raise UsageError(
            "`--top` is of a list, and only a picture is asked for", "leave it out, or add `--format json`"
        )
    return format is TableFormat.TABLE and output is None


def _hand_over(found: Dyads | Counts, top: int | None, output: Path | None, format: TableFormat) -> None:
    """Write what programs read: as JSON, which gives way to a picture on stdout, or as a table."""
    if format is TableFormat.JSON:
        (tell_json if output == _STDOUT else as_json)(found.row(top))
    elif format is not TableFormat.TABLE:
        from kg.report.tabular import separated

        hand_over(separated(*found.flat(top), format.value))


def _picture(output: Path) -> str:
    """Tell in which format a picture is written, by the name of its file."""
    return "svg" if output == _STDOUT else output.suffix.removeprefix(".")


def _deliver(picture: bytes, output: Path, format: TableFormat) -> None:
    if output == _STDOUT and format in (TableFormat.CSV, TableFormat.TSV):
        raise UsageError("a picture and a table cannot both go to stdout", "name a file: `-o FILE.svg`")
    deliver(picture, output)
