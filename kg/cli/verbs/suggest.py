"""The verb that suggests claims."""

from __future__ import annotations

import datetime
from pathlib import Path
from typing import Annotated, NamedTuple

import typer

from kg.base.errors import UsageError, fault_lines
from kg.base.hints import named
from kg.cli.options import HERE, Texts, Where
from kg.cli.terminal import as_json, say, tell
from kg.cli.verbs.typer_app import As, Format, app

_MODEL = Annotated[
    str | None, typer.Option("--model", metavar="URL", help="Ask a model at an OpenAI-compatible endpoint.")
]
_CALLED = Annotated[str | None, typer.Option("--model-name", metavar="NAME", help="Which model there.")]
_ON = Annotated[str | None, typer.Option("--on", metavar="DAY", help="With --model: the day to be recorded; today.")]
_SECONDS = Annotated[float, typer.Option("--seconds", metavar="N", min=0.1, help="With --model: for each request.")]
_PIECE = Annotated[
    int, typer.Option("--piece", metavar="N", min=500, help="With --model: characters of the text in a request.")
]


class _Asked(NamedTuple):
    """How a model is asked."""

    url: str
    name: str | None
    on: str | None
    seconds: float
    piece: int


@app.command()
def suggest(
    articles: Annotated[list[str] | None, typer.Argument(metavar="[ARTICLE]...")] = None,
    project: Where = HERE,
    texts: Texts = None,
    keep: Annotated[
        bool, typer.Option("--keep", help="Write each `quote:` beside its place: may you keep it?")
    ] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Print what would be written, and write nothing.")] = False,
    model: _MODEL = None,
    model_name: _CALLED = None,
    on: _ON = None,
    seconds: _SECONDS = 120,
    piece: _PIECE = 12_000,
    score: Annotated[bool, typer.Option("--score", help="Compare suggestions with what is annotated instead.")] = False,
    format: As = Format.TABLE,
) -> None:
    """Suggest claims in an article's file: names, days and speakers found in its text, never built until looked at."""
    asked = _Asked(model, model_name, on, seconds, piece) if model is not None else None
    if asked and not asked.name:
        raise UsageError("`--model` needs `--model-name`", "name the model as its endpoint calls it: it is recorded")
    if asked and keep:
        raise UsageError("`--keep` is not for `--model`", "leave one of them out")
    if score:
        _score(articles or [], project, texts, asked, format)
        return
    from kg.desk.suggestions.suggesting import sources_of
    from kg.desk.suggestions.suggesting import suggest as suggest_for
    from kg.desk.suggestions.telling import rows_of, said_of

    if not articles:
        raise UsageError("no article is named", "name its id, or its file in `sources/`: `kg suggest ARTICLE`")
    is_dry = dry_run or format is Format.JSON
    if asked:
        _by_model(asked, articles, project, texts, is_dry, format)
        return
    sources = sources_of(project)
    done = [suggest_for(sources, each, texts, keep=keep, is_dry=is_dry) for each in articles]
    if format is Format.JSON:
        as_json([rows_of(each) for each in done])
    for each in done:
        if format is not Format.JSON and dry_run:
            say(*each.lines)
        tell(*fault_lines(each.faults), *said_of(each, is_dry=is_dry))
    if any(each.faults for each in done):
        raise typer.Exit(1)


def _score(articles: list[str], project: Path, texts: Path | None, asked: _Asked | None, format: Format) -> None:
    """Compare suggestions with what is annotated; claims by a model, if one is asked."""
    from kg.desk.suggestions.scoring import score_lines, score_project, score_rows

    proposer = None
    if asked:
        from kg.desk.models.model_endpoint import Model
        from kg.desk.models.model_file import proposer_of

        model = Model(asked.url, asked.name or "", seconds=asked.seconds)
        proposer = proposer_of(model, _day(asked.on), asked.piece, tell)
    scores = score_project(project, articles, texts, proposer)
    as_json(score_rows(scores)) if format is Format.JSON else say(*score_lines(scores))


def _by_model(
    asked: _Asked, articles: list[str], project: Path, texts: Path | None, is_dry: bool, format: Format
) -> None:
    """Ask a model, and tell what came of it."""
    from kg.desk.models.model_endpoint import Model
    from kg.desk.models.model_file import model_rows, suggest_by_model, told_of

    model, on = Model(asked.url, asked.name or "", seconds=asked.seconds), _day(asked.on)
    done = [
        suggest_by_model(project, each, texts, model, on, is_dry=is_dry, longest=asked.piece, step=tell)
        for each in articles
    ]
    if format is Format.JSON:
        as_json([model_rows(each) for each in done])
    for each in done:
        if format is not Format.JSON and is_dry:
            say(*each.lines)
        tell(*fault_lines(each.faults), *told_of(each, is_dry=is_dry))
    if any(each.faults for each in done):
        raise typer.Exit(1)


def _day(on: str | None) -> str:
    """Give the day that is recorded: the one that is given, else today, which no other module looks up."""
    if on is None:
        return datetime.datetime.now(datetime.UTC).date().isoformat()
    try:
        return datetime.date.fromisoformat(on).isoformat()
    except ValueError:
        raise UsageError(f"`--on`: no day: {named(on)}", "write it as YYYY-MM-DD") from None
