"""The verb that serves the graph to an assistant."""

from __future__ import annotations

import os
import signal
import sys
from types import FrameType

from kg.base.errors import STOPPED
from kg.cli.options import HERE, Texts, Where, opened
from kg.cli.terminal import tell
from kg.cli.verbs.typer_app import app


@app.command()
def mcp(project: Where = HERE, texts: Texts = None) -> None:
    """Serve the graph to an assistant, which starts this and speaks the Model Context Protocol on stdin and stdout."""
    from kg.serve.assistant import serve_stdio

    opened(project, texts)  # so that what cannot be served fails here, or is built
    if sys.stdin.isatty():
        tell("waiting for the Model Context Protocol on stdin: an assistant's program starts `kg mcp`, not a person")
    before = signal.signal(signal.SIGINT, _stop)
    try:
        serve_stdio(project, texts)
    finally:
        signal.signal(signal.SIGINT, before)


def _stop(_: int, __: FrameType | None) -> None:
    """End the process at once: a thread waits for stdin, which nothing else interrupts, and nothing is written here."""
    os.write(2, b"stopped\n")
    os._exit(STOPPED)
