"""Verbs on who is who: judge that ids are the same or different, take a judgement back, find what may be one."""

from __future__ import annotations

import enum
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.cli.options import HERE, Top, Where, opened
from kg.cli.terminal import as_json, hand_over, say, tell
from kg.cli.verbs.typer_app import Format, app, first

if TYPE_CHECKING:
    from kg.desk.identity.judging import Judging

_Id = Annotated[str, typer.Argument(metavar="A")]
_Other = Annotated[str, typer.Argument(metavar="B")]
_By = Annotated[str | None, typer.Option("--by", metavar="NAME", envvar="KG_BY", help="Who decides.")]
_On = Annotated[str | None, typer.Option("--on", metavar="DAY", help="On which day; left out: today.")]
_Note = Annotated[str, typer.Option("--note", metavar="TEXT", help="Why.")]
_Yes = Annotated[bool, typer.Option("--yes", help="Write it even if something then stands otherwise.")]
_Dry = Annotated[bool, typer.Option("--dry-run", help="Only say what would change.")]


class _Form(enum.StrEnum):
    """How pairs are written."""

    TABLE = "table"
    JSON = "json"
    CSV = "csv"


@app.command()
def duplicates(
    project: Where = HERE,
    kind: Annotated[list[str] | None, typer.Option(metavar="KIND", help="Only this kind; `fact` is facts.")] = None,
    type: Annotated[list[str] | None, typer.Option(metavar="ID", help="Only facts of this type.")] = None,
    top: Top = None,
    format: Annotated[_Form, typer.Option("--format", help="How the answer is written.")] = _Form.TABLE,
    fresh: Annotated[bool, typer.Option("--fresh", help="Build first, if anything has changed since.")] = False,
) -> None:
    """List entities, and facts, that may be one, best first, with what speaks for it and against it."""
    from kg.desk.identity.duplicates import duplicates as find
    from kg.desk.identity.pairs import NONE, to_csv

    found = find(opened(project, fresh=fresh), kind or (), type or ())
    is_table = format is _Form.TABLE
    shown, cut = first(found.pairs, "pairs", top, Format.TABLE if is_table else Format.JSON, order="best")
    if format is _Form.CSV:
        hand_over(to_csv(shown))
    elif format is _Form.JSON:
        as_json([pair.row() for pair in shown])
    else:
        say(*(line for pair in shown for line in pair.lines()))
    tell(*filter(None, [cut]), *found.left_out)
    tell(counted(len(found.pairs), "pair that may be one", "pairs that may be one") if found.pairs else NONE)
    if is_table and found.pairs:
        tell(f"read each, then: kg same {found.pairs[0].a} {found.pairs[0].b}, or kg different …")


@app.command()
def same(
    a: _Id, b: _Other, project: Where = HERE, by: _By = None, on: _On = None, note: _Note = "", yes: _Yes = False,
    dry_run: _Dry = False,
) -> None:  # fmt: skip
    """Decide that two ids, of entities or of facts, name one thing, shown as A; say first what that changes."""
    from kg.model.judgements import Judgement

    judgement = Judgement(ids=(a, b), same=True, by=_who(by), day=_day(on), note=note)
    _decide(project, lambda judging: judging.judge(judgement), yes=yes, dry_run=dry_run)


@app.command()
def different(
    a: _Id, b: _Other, project: Where = HERE, by: _By = None, on: _On = None, note: _Note = "", dry_run: _Dry = False
) -> None:
    """Decide that two ids name different things, however alike they look: `kg duplicates` then passes them over."""
    from kg.model.judgements import Judgement

    judgement = Judgement(ids=(a, b), same=False, by=_who(by), day=_day(on), note=note)
    _decide(project, lambda judging: judging.judge(judgement), yes=True, dry_run=dry_run)


@app.command()
def split(
    a: _Id, b: Annotated[str | None, typer.Argument(metavar="[B]")] = None, project: Where = HERE, by: _By = None,
    on: _On = None, note: _Note = "", yes: _Yes = False, dry_run: _Dry = False,
) -> None:  # fmt: skip
    """Take back what joins A with others, or what names both A and B; it stays on record, and counts no more."""
    from kg.model.judgements import TakenBack

    back = TakenBack(by=_who(by), day=_day(on), note=note)
    ids = [a] if b is None else [a, b]
    _decide(project, lambda judging: judging.split(ids, back), yes=yes, dry_run=dry_run)


def _who(by: str | None) -> str:
    if by is None:
        raise UsageError("who decides?", "`--by NAME`, or set KG_BY in the environment")
    return by


def _day(on: str | None) -> str:
    from datetime import date

    return on or date.today().isoformat()


def _decide(project: Path, change: Callable[[Judging], None], *, yes: bool, dry_run: bool) -> None:
    """Say what a change would change, ask if anything does, and write it."""
    from kg.desk.identity.judging import Judging

    judging = Judging(project)
    change(judging)
    effects = judging.effects
    say(*judging.told, *filter(None, [judging.naming]), *effects.lines())
    tell(*judging.warnings)
    if dry_run:
        tell("dry run: nothing is written")
        return
    if effects and not yes and not _agreed():
        tell("nothing is written: `--yes` writes it all the same")
        raise typer.Exit(1)
    judging.write()
    tell("wrote sources/identity.yaml; `kg build` takes it in")


def _agreed() -> bool:
    """Ask at a terminal; elsewhere nobody can answer."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write("write it? [y/N] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().lower() in ("y", "yes")
