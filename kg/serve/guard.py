"""What happens to every request and answer: who may ask, the headers of every answer, the log and the counts."""

from __future__ import annotations

import sys
import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from urllib.parse import urlsplit

from kg.base.errors import KgError
from kg.serve.exchange import JSON, Asked, Reply
from kg.serve.metrics import Metrics, log_line
from kg.serve.refusals import refused
from kg.serve.safety import HEADERS, Door, decoded

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

QUERIES = ("sparql", "api/queries")  # routes that are answered by the pool of queries
WORKERS = ("api/queries", "sparql", "api", "reconcile")  # routes that workers answer, by how their path begins
OWN = ("healthz", "metrics", "static", "mcp", "api/openapi.json")
PAGES = "pages"  # the route of all other paths
LEFT = 499  # what is logged where the client has gone before there was an answer


class Guarded:
    """Refuses whom the door refuses, adds the headers of every answer, logs and counts."""

    def __init__(
        self,
        app: Any,  # noqa: ANN401 - an ASGI application
        door: Door,
        metrics: Metrics,
        is_logged: Callable[[int], bool] = lambda status: True,
    ) -> None:
        self._app, self._door, self._metrics, self._is_logged = app, door, metrics, is_logged

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or refuse."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        if not scope["path"].startswith("/"):  # the absolute form of an address (RFC 9112, section 3.2.2)
            scope = {**scope, "path": urlsplit(scope["path"]).path or "/"}
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
                accept = JSON if self._door.by_script else headers.get("Accept", "")
                answer = refused(Asked(scope["path"], accept=accept), KgError(*why[1:]), why[0])
                await send_reply(sending, answer, _challenge(why[0], self._door))
        finally:
            seconds = time.perf_counter() - start
            self._metrics.count(route_of(scope["path"]), status, seconds)
            if self._is_logged(status):
                sys.stderr.write(log_line(scope["method"], scope["path"], status, seconds) + "\n")


def _challenge(status: int, door: Door) -> dict[str, str]:
    return {"WWW-Authenticate": door.challenge} if status == 401 else {}


def _with(headers: list[tuple[bytes, bytes]], more: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    there = {name.lower() for name, _ in headers}
    lower = {name.lower().encode(): value.encode("latin-1") for name, value in more.items()}
    return [*headers, *((name, value) for name, value in lower.items() if name not in there)]


def route_of(path: str) -> str:
    """Name the route of a path, which is one of few: for counts."""
    inner = path.removeprefix("/")
    return next((its for its in (*OWN, *WORKERS) if inner == its or inner.startswith(f"{its}/")), PAGES)


async def send_reply(send: Send, reply: Reply, more: Mapping[str, str] | None = None) -> None:
    """Send an answer that is there."""
    headers = {
        "Content-Type": reply.media_type,
        "Content-Length": str(len(reply.body)),
        **reply.headers,
        **(more or {}),
    }
    await send(start_of(reply.status, headers))
    await send({"type": "http.response.body", "body": reply.body})


def start_of(status: int, headers: Mapping[str, str]) -> dict[str, Any]:
    """Write the message that begins an answer."""
    pairs = [(name.lower().encode(), value.encode("latin-1", "replace")) for name, value in headers.items()]
    return {"type": "http.response.start", "status": status, "headers": pairs}
