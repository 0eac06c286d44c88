"""The verb that suggests claims."""

from __future__ import annotations

from typing import Annotated

import typer

from kg.base.errors import UsageError, fault_lines
from kg.cli.options import HERE, Texts, Where
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.typer_app import As, Format, app


@app.command()
def suggest(
    articles: Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE]...")] = None,
    project: Where = HERE,
    texts: Texts = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Write each `quote:` beside its place: may you keep it?")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be written, and write nothing.")] = False,
    score: Annotated[bool, typer.Option("--score", help="Compare suggestions with what is annotated instead.")] = False,
    format: As = Format.TABLE,
) -> None:
    """Suggest claims in an article's file: names, days and speakers found in its text, never built until looked at."""
    if score:
        from kg.desk.scoring import score_lines, score_project, score_rows

        scores = score_project(project, articles or [], texts)
        as_json(score_rows(scores)) if format is Format.JSON else say(*score_lines(scores))
        return
    from kg.desk.suggesting import suggest as suggest_for
    from kg.desk.telling import rows_of, said_of

    if not articles:
        raise UsageError("no article is named", "name its id, or its file in `sources/`: `kg suggest ARTICLE`")
    is_dry = dry_run or format is Format.JSON
    done = [suggest_for(project, each, texts, keep=keep, is_dry=is_dry) for each in articles]
    if format is Format.JSON:
        as_json([rows_of(each) for each in done])
    for each in done:
        if format is not Format.JSON and dry_run:
            say(*each.lines)
        tell(*fault_lines(each.faults), *said_of(each, is_dry=is_dry))
    if any(each.faults for each in done):
        raise typer.Exit(1)
