"""The verb that serves the graph over HTTP."""

from __future__ import annotations

import os
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.cli.options import HERE, Texts, Where, opened
from kg.cli.terminal import tell
from kg.cli.verbs.typer_app import app

PORT, HOME = 8000, "127.0.0.1"
SHORTEST = 16  # characters of a token


@app.command()
def serve(
    port: Annotated[int, typer.Option(min=0, max=65535, help="Where it listens; 0 is any that is free.")] = PORT,
    seconds: Annotated[float, typer.Option(min=0.1, help="How long a query may take.")] = 5,
    megabytes: Annotated[int, typer.Option(min=200, help="How much memory a query may take.")] = 1024,
    rows: Annotated[int, typer.Option(min=1, help="How many rows an answer may have.")] = 100_000,
    workers: Annotated[int, typer.Option(min=1, max=64, help="How many queries are answered at a time.")] = 8,
    waiting: Annotated[int, typer.Option(min=0, help="How many requests may wait in line.")] = 64,
    host: Annotated[str, typer.Option(metavar="ADDRESS", help="Where else than at 127.0.0.1; needs a token.")] = HOME,
    allow_host: Annotated[list[str] | None, typer.Option(metavar="NAME", help="A name it may be called by.")] = None,
    token_file: Annotated[Path | None, typer.Option(metavar="FILE", help="Holds the token; else KG_TOKEN.")] = None,
    project: Where = HERE,
    texts: Texts = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Build first, if anything has changed.")] = False,
) -> None:
    """Serve the graph over HTTP at 127.0.0.1: SPARQL, pages, an API of the verbs, reconciliation, assistants."""
    _need_what_serves()
    from kg.cli.table import verbs
    from kg.serve.app import app_of
    from kg.serve.builds import Builds, Service
    from kg.serve.metrics import Metrics
    from kg.serve.process import Room
    from kg.serve.safety import Door
    from kg.serve.server import listening, run
    from kg.serve.verbs import openapi

    token = _token(token_file)
    if not token and host not in ("127.0.0.1", "localhost", "::1"):
        hint = "set KG_TOKEN, or name a file that holds one: `--token-file FILE`"
        raise UsageError(f"at `{host}` others could ask: a token is needed", hint)
    graph = opened(project, texts, fresh=fresh)
    described = openapi(verbs().values(), graph.project.title, version("dramatis"))
    taken = listening(host, port)
    number = taken.getsockname()[1]
    door = Door(number, (*(allow_host or ()), *([] if host == HOME else [_written(host)])), token)
    queries = Room(seconds=seconds, megabytes=megabytes, workers=workers, waiting=waiting)
    service = Service(project.resolve(), "kg.cli.worker", texts and texts.resolve(), queries, rows=rows)
    ready = f"serving http://{_written(host)}:{number}/ (Ctrl-C stops)"
    run(lambda: app_of(Builds(service), door, Metrics(), described), taken, lambda: tell(ready))


def _written(host: str) -> str:
    """Write a host as it stands in an address."""
    return f"[{host}]" if ":" in host else host


def _token(file: Path | None) -> str:
    """Read the token that whoever asks has to send; empty if there is none.

    Raises
    ------
    UsageError
        If the file cannot be read, or the token is too short to be one.
    """
    if file is None and "KG_TOKEN" not in os.environ:
        return ""
    try:
        token = (os.environ["KG_TOKEN"] if file is None else file.read_text("utf-8")).strip()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"cannot read `{file}`: {error}", "name a file that holds the token") from error
    if len(token) < SHORTEST or not token.isascii() or not token.isprintable():
        hint = "make one: `python -c 'import secrets; print(secrets.token_urlsafe())'`"
        raise UsageError(f"the token is no {SHORTEST} characters of ASCII", hint)
    return token


def _need_what_serves() -> None:
    """Make sure that what the server stands on is installed.

    Raises
    ------
    UsageError
        If it is not, with the command that installs it.
    """
    for library in ("starlette", "uvicorn", "jinja2", "prometheus_client"):
        if find_spec(library) is None:
            raise UsageError(f"`kg serve` needs {library}, which is not installed", to_install(library))
