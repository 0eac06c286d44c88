"""Verbs on several annotations of one article: how far they agree, and a third one made of two."""

from __future__ import annotations

import enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.cli.options import Texts, Top
from kg.cli.terminal import as_json, hand_over, say, table, tell
from kg.cli.verbs.typer_app import Format, app, first

if TYPE_CHECKING:
    from kg.desk.agreements.agreement import Agreement


class _Written(enum.StrEnum):
    """How the agreement of two annotations is written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@app.command()
def agree(
    a: Annotated[Path, typer.Argument(metavar="A")],
    b: Annotated[Path, typer.Argument(metavar="B")],
    texts: Texts = None,
    top: Top = None,
    format: Annotated[
        _Written, typer.Option("--format", help="csv: what differs, a row each; json: all.")
    ] = _Written.TABLE,
) -> None:
    """Say how far two annotations of one article agree, and where they differ."""
    from kg.desk.agreements.agreement import compare
    from kg.desk.agreements.agreement_lines import agreement_row, as_csv
    from kg.desk.agreements.readings import read_both, text_of

    one, other = read_both(a, b)
    text = text_of((one, other), texts)
    found = compare(one, other)
    if format is _Written.JSON:
        as_json(agreement_row(found, text))
    elif format is _Written.CSV:
        hand_over(as_csv(found, text))
    else:
        _print(found, text, top)


def _print(found: Agreement, text: str | None, top: int | None) -> None:
    from kg.desk.agreements.agreement_lines import alpha_cells, difference_cells, found_cells, head_lines

    alphas = alpha_cells(found)
    say(*head_lines(found), "")
    table(["found", "A", "B", "both", "precision", "recall", "F1"], found_cells(found), right=range(1, 7))
    say("")
    table(["Krippendorff's alpha", "units", "alike", "alpha"], alphas, right=(1, 2))
    if found.differences:
        shown, note = first(found.differences, "differences", top, Format.TABLE, order="first")
        say("")
        table(["claim (A / B)", "differs in", "A", "B"], [difference_cells(its, text) for its in shown])
        tell(*filter(None, [note]))
    else:
        tell("they differ in nothing" if found.a.claims else "neither has a claim that can be compared")


@app.command()
def adjudicate(
    a: Annotated[Path, typer.Argument(metavar="A")],
    b: Annotated[Path, typer.Argument(metavar="B")],
    output: Annotated[Path, typer.Option("-o", "--output", metavar="C", help="The third file; - for stdout.")],
    take: Annotated[
        list[str] | None, typer.Option(metavar="A|B|FIELD=A", help="Take A or B, in all that differs or in a field.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Write over a file that is there.")] = False,
) -> None:
    """Write a third annotation of two: what both say, and the rest marked for a decision."""
    from kg.base.disk import need_writable, read_plain, write_whole
    from kg.desk.agreements.adjudication import adjudicate as decide
    from kg.desk.agreements.adjudication import taking
    from kg.desk.agreements.agreement import compare
    from kg.desk.agreements.readings import name_note, need_replaceable, not_built, read_both

    taken = taking(take or [])
    is_stdout = output == Path("-")
    if not is_stdout:
        need_writable(output)
    if not is_stdout and output.exists() and not replace:
        raise UsageError(f"there is a file already: `{output}`", "name another, or write over it: `--replace`")
    held = read_plain(output) if not is_stdout and output.is_file() else None
    one, other = read_both(a, b)
    if held is not None:
        need_replaceable(output, one, a, b)
    found = decide(compare(one, other), taken)
    if is_stdout:
        hand_over(found.text)
    else:
        write_whole(output, found.text, over=held, is_source=True, is_new=held is None)
    tell(*filter(None, [name_note(output, one), f"left out: {', '.join(found.left_out)}" if found.left_out else ""]))
    tell(found.summary, *([] if is_stdout else [f"wrote {output}"]))
    if not is_stdout and (found.open_pairs or found.open_single):
        tell("next: take `suggested: true` away from what is right; delete the rest; then `kg check`")
    for its in filter(lambda its: its.left_out, (one, other)):
        tell(f"{counted(its.left_out, 'claim')} of `{its.file}` suggested or with a fault: left out; see `kg check`")
    if note := not_built(output, one):
        tell(note)
