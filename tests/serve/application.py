"""A server for tests: a thread that asks the pages' own function, and gives files of `/static/`, as `kg serve` does."""

from __future__ import annotations

import contextlib
import socket
import threading
import time
from collections.abc import Iterator
from urllib.parse import parse_qsl

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.base.errors import KgError, NotFoundError
from kg.graph.graph import Graph
from kg.serve.exchange import Asked, Reply
from kg.serve.pages import answer
from kg.serve.refusals import refused
from tests.conftest import ROOT

STATIC = ROOT / "kg" / "serve" / "static"
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)


def replied(graph: Graph, asked: Asked) -> Reply:
    """Answer as the server does: what is wrong becomes a page or JSON of its own."""
    try:
        return answer(graph, asked)
    except KgError as error:
        return refused(asked, error, 404 if isinstance(error, NotFoundError) else 400, graph.project.title)


def sparql(graph: Graph, asked: Asked) -> Reply:
    """Answer a query in the one format that the editor asks for, or in Turtle."""
    try:
        result = graph.query(asked.first("query"))
        format_, media_type = (
            ("ttl", "text/turtle") if result.form == "construct" else ("json", "application/sparql-results+json")
        )
        return Reply(result.serialize(format_).encode(), media_type)
    except KgError as error:
        return refused(asked, error, 400)


def application(graph: Graph) -> Starlette:
    """Make the server of a graph; requests are answered one after the other, as by a worker."""
    lock = threading.Lock()

    async def ask(request: Request) -> Response:
        values = list(request.query_params.multi_items())
        body = await request.body()
        media_type = request.headers.get("content-type", "").partition(";")[0]
        if media_type == "application/x-www-form-urlencoded":
            values += parse_qsl(body.decode(), keep_blank_values=True)
        asked = Asked(
            request.url.path, tuple(values), ", ".join(request.headers.getlist("accept")), body, media_type,
            request.method, str(request.base_url).rstrip("/"),
        )  # fmt: skip
        with lock:
            reply = sparql(graph, asked) if request.url.path == "/sparql" else replied(graph, asked)
        heads = {"Content-Security-Policy": POLICY, "X-Content-Type-Options": "nosniff", **reply.headers}
        return Response(reply.body, reply.status, heads, reply.media_type)

    return Starlette(
        routes=[
            Mount("/static", StaticFiles(directory=STATIC)),
            Route("/{path:path}", ask, methods=["GET", "POST"]),
        ]
    )


@contextlib.contextmanager
def served(graph: Graph) -> Iterator[str]:
    """Serve a graph on 127.0.0.1 until the block ends; gives the address, without a slash at its end."""
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(application(graph), log_level="error", lifespan="off"))
        thread = threading.Thread(target=server.run, args=([listening],), daemon=True)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{listening.getsockname()[1]}"
        server.should_exit = True
        thread.join()
