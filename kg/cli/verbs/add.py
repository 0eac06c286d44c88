"""The verb that begins an annotation: `kg add FILE|URL|-`."""

from __future__ import annotations

import datetime
import enum
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.options import HERE, Where
from kg.cli.terminal import as_json, table, tell
from kg.cli.verbs.typer_app import As, Format, app

if TYPE_CHECKING:
    from kg.desk.articles.adding import Added


class Sort(enum.StrEnum):
    """What an article may come as."""

    TEXT = "text"
    HTML = "html"
    PDF = "pdf"


_FROM = Annotated[str, typer.Argument(metavar="FILE|URL|-", help="`-` is stdin; a URL is fetched.")]
_AS = Annotated[Sort | None, typer.Option("--as", help="What it is, where its content does not tell.")]
_NAME = Annotated[str | None, typer.Option("--name", metavar="ID", help="The article's id, which names its files.")]
_TITLE = Annotated[str | None, typer.Option("--title", help="Its title.")]
_PUBLISHER = Annotated[str | None, typer.Option("--publisher", metavar="ID|NAME", help="Who published it.")]
_AGENCY = Annotated[str | None, typer.Option("--agency", metavar="ID|NAME", help="The agency whose text it is.")]
_PUBLISHED = Annotated[str | None, typer.Option("--published", metavar="DAY", help="The day of publication.")]
_URL = Annotated[str | None, typer.Option("--url", help="Its address.")]
_LANGUAGE = Annotated[str | None, typer.Option("--language", metavar="CODE", help="Its language, such as `en`.")]


@app.command()
def add(
    source: _FROM,
    project: Where = HERE,
    name: _NAME = None,
    title: _TITLE = None,
    publisher: _PUBLISHER = None,
    agency: _AGENCY = None,
    published: _PUBLISHED = None,
    url: _URL = None,
    language: _LANGUAGE = None,
    as_: _AS = None,
    format: As = Format.TABLE,
) -> None:
    """Add an article: its text to `texts/`, what it says of itself to a new annotation file."""
    from kg.desk.articles import adding
    from kg.desk.articles.kinds import Kind

    fields = {
        "title": title, "publisher": publisher, "agency": agency, "published": published, "url": url,
        "language": language,
    }  # fmt: skip
    given = {field: value for field, value in fields.items() if value is not None}
    today = datetime.datetime.now(datetime.UTC).date().isoformat()  # the one place that knows the day
    kind = None if as_ is None else Kind(as_)
    added = adding.add(source, project, sys.stdin.buffer, given=given, name=name, kind=kind, today=today)
    if format is Format.JSON:
        as_json(adding.added_row(added))
    elif added.is_new:
        rows = [(its.name, its.value or "missing", _where(its.where, its.new)) for its in added.fields]
        table(("field", "value", "where, or why not"), [*rows, ("text", str(added.text), adding.length(added))])
    tell(*added.notes)
    if added.is_new:
        tell(f"wrote {added.text}", f"wrote {added.file}", f"next: {_next(added, project)}")


def _where(where: str, new: str) -> str:
    return f"{where}; no entity yet" if new else where


def _next(added: Added, project: Path) -> str:
    """Say what to do now."""
    from kg.desk.articles.head import missing

    file, texts = shlex.quote(str(added.file)), shlex.quote(str(added.text.parent))
    lacking = [field.name for field in missing(added.fields)]
    new = [field.value for field in added.fields if field.new]
    steps = [f"write what is missing ({', '.join(lacking)}) in {file}"] if lacking else []
    steps += [f"add {' and '.join(f'`{each}`' for each in new)} to sources/entities.yaml"] if new else []
    where = "" if project == HERE else f" --project {shlex.quote(str(project))}"
    page = f"make claims on a page by kg annotate{where}"
    claims = (
        f"{page}, or write them in {file}, then kg anchor {file} --texts {texts}, or begin by kg suggest {file}{where}"
    )
    return "; ".join([*steps, claims])
