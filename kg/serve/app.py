"""The application: from a request to the worker that answers it, and back."""

from __future__ import annotations

import asyncio
import contextlib
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

from msgspec import structs
from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.base.errors import KgError
from kg.serve.assistant_over_http import Assistants
from kg.serve.builds import Builds
from kg.serve.exchange import Asked, Reply, as_json
from kg.serve.metrics import MEDIA_TYPE, Metrics, log_line
from kg.serve.process import ExceededError
from kg.serve.refusals import refused
from kg.serve.safety import HEADERS, Door, decoded
from kg.serve.sparql import FORM
from kg.serve.verbs import API
from kg.serve.worker import Call
from kg.serve.workers import Answered, BusyError

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

STATIC = Path(__file__).parent / "static"
LEFT = 499  # what is logged where the client has gone before there was an answer
_CLOSE = {"Connection": "close"}
BODY = 64_000  # bytes
BODY_SECONDS = 10.0  # in which a body must have come
QUERIES = ("sparql", "api/queries")  # routes that are answered by the pool of queries
WORKERS = ("api/queries", "sparql", "api", "reconcile")  # routes that workers answer, by how their path begins
OWN = ("healthz", "metrics", "static", "mcp", "api/openapi.json")
PAGES = "pages"  # the route of all other paths


def app_of(builds: Builds, door: Door, metrics: Metrics, described: Mapping[str, Any]) -> Starlette:
    """Make the application.

    Parameters
    ----------
    builds
        Who answers.
    door
        Who may ask.
    metrics
        Counts.
    described
        The API, as OpenAPI describes it.
    """

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        await builds.start()
        try:
            async with assistants.running():
                yield
        finally:
            await builds.close()

    assistants, asks = Assistants(builds), _Asks(builds)
    routes = [
        Route("/healthz", _Fixed(lambda: as_json({"build": builds.serving.name, "status": "ok"}))),
        Route("/metrics", _Fixed(lambda: Reply(metrics.text(builds), MEDIA_TYPE))),
        Route(f"{API}/openapi.json", _Fixed(lambda: as_json(described))),
        Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
        *assistants.routes,
        Mount("/", asks),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.add_middleware(_Guarded, door=door, metrics=metrics)
    return app


class _Fixed:
    """Answers with what the server itself knows."""

    def __init__(self, reply: Callable[[], Reply]) -> None:
        self._reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await _send(send, self._reply())


class _Guarded:
    """Refuses whom the door refuses, adds the headers of every answer, logs and counts."""

    def __init__(self, app: Any, door: Door, metrics: Metrics) -> None:  # noqa: ANN401 - an ASGI application
        self._app, self._door, self._metrics = app, door, metrics

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers, start, status = decoded(scope["headers"]), time.perf_counter(), LEFT
        origin = headers.get("Origin", "")
        shared = {"Access-Control-Allow-Origin": origin} if self._door.is_program(scope["path"], origin) else {}

        async def sending(message: MutableMapping[str, Any]) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = _with(message.get("headers", []), HEADERS | shared)
            await send(message)

        try:
            why = self._door.refused(scope["path"], headers)
            if why is None:
                await self._app(scope, receive, sending)
            else:
                asked = Asked(scope["path"], accept=headers.get("Accept", ""))
                await _send(sending, refused(asked, KgError(*why[1:]), why[0]), _challenge(why[0]))
        finally:
            seconds = time.perf_counter() - start
            self._metrics.count(_route(scope["path"]), status, seconds)
            sys.stderr.write(log_line(scope["method"], scope["path"], status, seconds) + "\n")


def _challenge(status: int) -> dict[str, str]:
    return {"WWW-Authenticate": 'Basic realm="Dramatis", charset="UTF-8", Bearer'} if status == 401 else {}


def _with(headers: list[tuple[bytes, bytes]], more: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    there = {name.lower() for name, _ in headers}
    lower = {name.lower().encode(): value.encode("latin-1") for name, value in more.items()}
    return [*headers, *((name, value) for name, value in lower.items() if name not in there)]


def _route(path: str) -> str:
    """Name the route of a path, which is one of few: for counts."""
    inner = path.removeprefix("/")
    return next((its for its in (*OWN, *WORKERS) if inner == its or inner.startswith(f"{its}/")), PAGES)


class _Asks:
    """Hands a request to a worker, and its answer back; if the client goes away, the worker is ended."""

    def __init__(self, builds: Builds) -> None:
        self._builds = builds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        route = _route(scope["path"])
        asked = _asked(scope, route)
        try:
            async with asyncio.timeout(BODY_SECONDS):
                body = await _body(receive)
        except TimeoutError:
            await _send(send, refused(asked, KgError("the body has not come in time", "send it at once"), 408), _CLOSE)
            return
        if body is None:
            what = f"the body is longer than {BODY:,} bytes"
            await _send(send, refused(asked, KgError(what, "ask for less"), 413), _CLOSE)
            return
        asked = _with_body(asked, body, is_form=asked.media_type == FORM and route not in QUERIES)
        await self._hand_over(Call(route, asked), receive, send)

    async def _hand_over(self, call: Call, receive: Receive, send: Send) -> None:
        """Ask a worker while it is watched whether the client is still there."""
        asking = asyncio.ensure_future(self._builds.ask(call, is_query=call.route in QUERIES))
        leaving = asyncio.ensure_future(_left(receive))
        try:
            await asyncio.wait((asking, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():
                return
            answered, build = asking.result()
            await _send_on(send, answered, build)
        except BusyError as error:
            await _send(send, refused(call.asked, error, 429), {"Retry-After": "1"})
        except ExceededError as error:
            await _send(send, refused(call.asked, error, 503))
        except KgError as error:
            await _send(send, refused(call.asked, error, 503))
        finally:
            leaving.cancel()
            asking.cancel()
            await asyncio.gather(asking, leaving, return_exceptions=True)


def _asked(scope: Scope, route: str) -> Asked:
    """Read a request but for its body."""
    headers, path = decoded(scope["headers"]), scope["path"].removeprefix("/")
    if route in WORKERS:
        path = path.removeprefix(route).removeprefix("/")
    accept = headers.get("Accept", "")
    if route.startswith("api") and accept in ("", "*/*"):
        accept = "*/*, application/json"  # what is wrong is told in JSON, too
    values = parse_qsl(scope["query_string"].decode("utf-8", "replace"), keep_blank_values=True)
    return Asked(
        path,
        tuple(values),
        accept,
        media_type=headers.get("Content-Type", "").partition(";")[0].strip().lower(),
        method=scope["method"],
        origin=f"{scope.get('scheme', 'http')}://{headers.get('Host', '')}",
    )


def _with_body(asked: Asked, body: bytes, *, is_form: bool) -> Asked:
    """Add the body; the fields of a form are values too, but for SPARQL, which reads its forms by itself."""
    fields = parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True) if is_form else []
    return structs.replace(asked, body=body, values=(*asked.values, *fields))


async def _body(receive: Receive) -> bytes | None:
    """Read the body; None if it is too long."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return b"".join(parts)
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > BODY:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


async def _left(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass


async def _send(send: Send, reply: Reply, more: Mapping[str, str] | None = None) -> None:
    """Send an answer that is there."""
    headers = {
        "Content-Type": reply.media_type,
        "Content-Length": str(len(reply.body)),
        **reply.headers,
        **(more or {}),
    }
    await send(_start(reply.status, headers))
    await send({"type": "http.response.body", "body": reply.body})


async def _send_on(send: Send, answered: Answered, build: str) -> None:
    """Send on the answer of a worker as it comes, with the name of the build that it is of."""
    head = answered.head
    headers = {"Content-Type": head.media_type, "Content-Length": str(head.size), **head.headers, "Kg-Build": build}
    try:
        await send(_start(head.status, headers))
        async for part in answered.body:
            await send({"type": "http.response.body", "body": part, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    finally:
        await answered.body.aclose()  # type: ignore[attr-defined]  # it is a generator


def _start(status: int, headers: Mapping[str, str]) -> dict[str, Any]:
    pairs = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status, "headers": pairs}
