"""The verb that serves the page on which claims are made."""

from __future__ import annotations

import secrets
from importlib.util import find_spec
from socket import socket
from typing import Annotated
from urllib.parse import quote

import typer

from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.cli.options import HERE, Texts, Where
from kg.cli.terminal import tell
from kg.cli.verbs.typer_app import app

HOME, STOP = "127.0.0.1", 1  # seconds in which a request that is under way may end
PORT = 8010  # where it is free: a browser keeps what is typed by address, and finds it there after a new start


@app.command()
def annotate(
    article: Annotated[str | None, typer.Argument(metavar="[ARTICLE]", help="What to begin with.")] = None,
    project: Where = HERE,
    texts: Texts = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="Where it listens; else 8010 if it is free. 0: any that is.")
    ] = None,
    annotator: Annotated[str, typer.Option(metavar="NAME", help="Who annotates: for files that do not say.")] = "",
    show: Annotated[bool, typer.Option("--open", help="Open it in a browser.")] = False,
) -> None:
    """Serve a page at 127.0.0.1 on which claims are made: it writes only below `sources/`."""
    for library in ("starlette", "uvicorn", "jinja2", "prometheus_client"):
        if find_spec(library) is None:
            raise UsageError(f"`kg annotate` needs {library}, which is not installed", to_install(library))
    from kg.base.project import find
    from kg.desk.annotating.workspace import Workspace
    from kg.serve.annotate.app import app_of, door_of
    from kg.serve.server import listening, run

    workspace = Workspace(find(project), texts, annotator)
    name = workspace.name_of(article) if article is not None else ""
    taken, token = listening(HOME, port) if port is not None else _usual(), secrets.token_urlsafe()
    number = taken.getsockname()[1]
    address = f"http://{HOME}:{number}/#{token}" + (f"/{quote(name)}" if name else "")

    def ready() -> None:
        tell(f"annotating at {address} (Ctrl-C stops)")
        if show:
            import webbrowser

            webbrowser.open(address)

    run(lambda: app_of(workspace, door_of(number, token)), taken, ready, stop=STOP)


def _usual() -> socket:
    """Take the usual port, or, where somebody has it, any that is free."""
    from kg.serve.server import listening

    try:
        return listening(HOME, PORT)
    except UsageError:
        return listening(HOME, 0)
