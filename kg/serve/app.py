"""The application: from a request to the worker that answers it, and back."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, MutableMapping
from pathlib import Path
from typing import Any
from urllib.parse import unquote_to_bytes

from msgspec import structs
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.base.errors import KgError, UsageError
from kg.serve.assistant_over_http import PATH, Assistants
from kg.serve.bodies import CLOSE, body_in_time, left
from kg.serve.builds import Builds
from kg.serve.exchange import Asked, Reply, as_json, fields_of
from kg.serve.guard import PAGES, QUERIES, WORKERS, Guarded, Receive, Scope, Send, route_of, send_reply, start_of
from kg.serve.metrics import MEDIA_TYPE, Metrics
from kg.serve.refusals import refused
from kg.serve.safety import Door, decoded
from kg.serve.sparql import FORM
from kg.serve.verbs import API
from kg.serve.worker import Call
from kg.serve.workers import Answered, BusyError

STATIC = Path(__file__).parent / "static"
GRACE = 0.5  # seconds for which a worker may go on though its client has gone
_READING = ("GET", "HEAD", "POST")
_METHODS = {  # of routes that take others, or fewer
    "sparql": ("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"),  # which says itself what it takes
    "reconcile": ("GET", "HEAD", "POST", "OPTIONS"),
    "api": ("GET", "HEAD"),
    "api/queries": ("GET", "HEAD"),
}
BODY = 64_000  # bytes


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
        Route("/healthz", _Fixed(lambda: _health(builds)), methods=["GET"]),
        Route("/metrics", _Fixed(lambda: Reply(metrics.text(builds), MEDIA_TYPE)), methods=["GET"]),
        Route(f"{API}/openapi.json", _Fixed(lambda: as_json(described)), methods=["GET"]),
        Mount("/static", StaticFiles(directory=STATIC, check_dir=False)),
        Route(PATH, _Whole(assistants.app)),
        Mount("/", asks),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.add_middleware(Guarded, door=door, metrics=metrics)
    return app


def _health(builds: Builds) -> Reply:
    """Say which build is served, and whether there is anybody to answer."""
    told = {"build": builds.serving.name, "status": "ok" if builds.is_well else "no worker"}
    return as_json(told, 200 if builds.is_well else 503)


class _Fixed:
    """Answers with what the server itself knows."""

    def __init__(self, reply: Callable[[], Reply]) -> None:
        self._reply = reply

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await send_reply(send, self._reply())


class _Whole:
    """Reads a request whole, in time and no longer than it may be, before an application of others sees it."""

    def __init__(self, app: Any) -> None:  # noqa: ANN401 - an ASGI application
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Hand the request on, or refuse it."""
        if scope["method"] != "POST":
            asked = Asked("", accept="application/json")
            why = KgError(f"{scope['method'][:20]} is not for assistants", "use POST")
            await send_reply(send, refused(asked, why, 405), {"Allow": "POST"})
            return
        body = await body_in_time(receive, send, Asked("", accept="application/json"), BODY)
        if body is None:
            return
        is_read = False

        async def receiving() -> MutableMapping[str, Any]:
            nonlocal is_read
            if is_read:
                return await receive()
            is_read = True
            return {"type": "http.request", "body": body, "more_body": False}

        with contextlib.suppress(ClientDisconnect):
            await self._app({**scope, "path": PATH, "root_path": ""}, receiving, send)


class _Asks:
    """Hands a request to a worker, and its answer back; if the client goes away, the worker is ended."""

    def __init__(self, builds: Builds) -> None:
        self._builds = builds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        its = route_of(scope["path"])
        route = its if its in WORKERS else PAGES
        try:
            asked = _asked(scope, route)
        except UsageError as error:
            await send_reply(send, refused(Asked("", accept=decoded(scope["headers"]).get("Accept", "")), error, 400))
            return
        if asked.method not in _METHODS.get(route, _READING):
            allow = ", ".join(_METHODS.get(route, _READING))
            why = KgError(f"{asked.method[:20]} is not for this address", f"use {allow}")
            await send_reply(send, refused(asked, why, 405), {"Allow": allow})
            return
        body = await body_in_time(receive, send, asked, BODY)
        if body is None:
            return
        try:
            asked = _with_body(asked, body, is_form=asked.media_type == FORM and route not in QUERIES)
        except UsageError as error:
            await send_reply(send, refused(asked, error, 400))
            return
        await self._hand_over(Call(route, asked), receive, send)

    async def _hand_over(self, call: Call, receive: Receive, send: Send) -> None:
        """Ask a worker while it is watched whether the client is still there."""
        asking = asyncio.ensure_future(self._builds.ask(call, is_query=call.route in QUERIES))
        leaving = asyncio.ensure_future(left(receive))
        try:
            await asyncio.wait((asking, leaving), return_when=asyncio.FIRST_COMPLETED)
            if not asking.done():  # the client has gone: what is short is answered all the same, and its worker kept
                await asyncio.wait([asking], timeout=GRACE)
                return
            answered, build = asking.result()
            await _send_on(send, answered, build)
        except asyncio.CancelledError:  # the server stops, and this has taken too long
            await send_reply(send, refused(call.asked, KgError("the server stops", "ask again later"), 503), CLOSE)
        except BusyError as error:
            await send_reply(send, refused(call.asked, error, 429), {"Retry-After": "1"})
        except KgError as error:
            await send_reply(send, refused(call.asked, error, 503))
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
    try:
        unquote_to_bytes(scope.get("raw_path", b"")).decode()
        values = fields_of(scope["query_string"].decode())
    except UnicodeDecodeError:
        raise UsageError("the address is no UTF-8", "encode it in UTF-8") from None
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
    fields = fields_of(body.decode("utf-8", "replace")) if is_form else []
    return structs.replace(asked, body=body, values=(*asked.values, *fields))


async def _send_on(send: Send, answered: Answered, build: str) -> None:
    """Send on the answer of a worker as it comes, with the name of the build that it is of."""
    head = answered.head
    headers = {"Content-Type": head.media_type, "Content-Length": str(head.size), **head.headers, "Kg-Build": build}
    try:
        await send(start_of(head.status, headers))
        left = head.size
        async for part in answered.body:
            left -= len(part)
            await send({"type": "http.response.body", "body": part, "more_body": left > 0})
        if not head.size:
            await send({"type": "http.response.body", "body": b""})
    finally:
        await answered.body.aclose()  # type: ignore[attr-defined]  # it is a generator
