"""The application: the page and its scripts, which hold nothing of the project, and the JSON behind the token."""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from starlette.applications import Starlette
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from kg.base.disk import ChangedError, WriteError
from kg.base.errors import KgError, NotFoundError
from kg.desk.annotating.changes import ConflictError
from kg.desk.annotating.steps import NothingError
from kg.desk.annotating.workspace import Workspace
from kg.serve.annotate import bodies
from kg.serve.annotate.one_thread import BusyError, OneThread
from kg.serve.annotate.routes import BELOW, MethodError, Work, work_of
from kg.serve.bodies import CLOSE, body_in_time, left
from kg.serve.exchange import HTML, JSON, Asked, Reply, as_json, refusal
from kg.serve.guard import LEFT, Guarded, Receive, Scope, Send, send_reply
from kg.serve.metrics import Metrics
from kg.serve.safety import Door, decoded

_FOLDER = Path(__file__).parents[1]
FREE = ("/", "/static/")  # what needs no token
_STATUSES = (  # of what is wrong; else 400
    (NotFoundError, 404),
    (MethodError, 405),
    (ConflictError, 409),
    (NothingError, 409),
    (ChangedError, 409),
    (WriteError, 507),
    (BusyError, 503),
)
_log = logging.getLogger("kg")


def door_of(port: int, token: str) -> Door:
    """Say who may ask: whoever has the token, by a script of the page, and anybody for the page itself."""
    return Door(port, token=token, free=FREE, by_script=True)


def app_of(workspace: Workspace, door: Door) -> Starlette:
    """Make the application.

    Parameters
    ----------
    workspace
        Who does what is asked.
    door
        Who may ask.
    """
    thread = OneThread()

    @contextlib.asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        try:
            yield
        finally:
            await asyncio.to_thread(thread.close)

    routes = [
        Route("/", _Shell(), methods=["GET"]),
        Mount("/static", StaticFiles(directory=_FOLDER / "static", check_dir=False)),
        Mount("/", _Asks(workspace, thread)),
    ]
    app = Starlette(routes=routes, lifespan=lifespan)
    app.add_middleware(Guarded, door=door, metrics=Metrics(), is_logged=_is_logged)
    return app


def _is_logged(status: int) -> bool:
    """Log what is refused or goes wrong: what the page asks at every key would hide the address that was printed."""
    return status >= 400 and status not in (LEFT, 409, 503)


class _Shell:
    """Answers with the page, which is the same for every project."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer."""
        await send_reply(send, Reply((_FOLDER / "templates/annotate.html").read_bytes(), HTML))


class _Asks:
    """Reads a request, has it done, and answers in JSON."""

    def __init__(self, workspace: Workspace, thread: OneThread) -> None:
        self._workspace, self._thread = workspace, thread

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            return
        asked = Asked(scope["path"], accept=JSON, method=scope["method"])
        try:
            if not scope["path"].startswith(BELOW):
                raise NotFoundError("no such address", "the page is at `/`")
            work = work_of(self._workspace, scope["method"], scope["path"])
            if scope["method"] != "GET":
                _need_json(decoded(scope["headers"]).get("Content-Type", ""))
        except KgError as error:
            await send_reply(send, _refused(asked, error))
            return
        body = await body_in_time(receive, send, asked, bodies.MOST)
        if body is not None:
            await self._answer(asked, work, body, receive, send)

    async def _answer(self, asked: Asked, work: Work, body: bytes, receive: Receive, send: Send) -> None:
        """Have it done while it is watched whether the client is still there."""
        leaving = asyncio.ensure_future(left(receive))
        doing = asyncio.ensure_future(self._done(asked, work, body))
        try:
            waited = (doing,) if work.writes else (doing, leaving)
            await asyncio.wait(waited, return_when=asyncio.FIRST_COMPLETED)
            if doing.done():
                await send_reply(send, doing.result())
        except asyncio.CancelledError:  # the server stops, and this has taken too long
            why = BusyError("the server stops", "start it again: what was answered is written")
            await send_reply(send, _refused(asked, why), CLOSE)
        finally:
            leaving.cancel()
            doing.cancel()
            await asyncio.gather(doing, leaving, return_exceptions=True)

    async def _done(self, asked: Asked, work: Work, body: bytes) -> Reply:
        try:
            told = bodies.read(body)
            return as_json(await self._thread.do(lambda: work.do(told), writes=work.writes, newest=work.newest))
        except KgError as error:
            return _refused(asked, error)
        except Exception as error:  # a fault of ours: the page says so, and goes on
            _log.exception("%s %s", asked.method, asked.path)
            why = KgError(f"this went wrong inside: {error!r}", "load the page again, and tell who makes it")
            return refusal(asked, why, 500)


def _need_json(media_type: str) -> None:
    """Make sure that a request comes from a script: no form of another page can send this type."""
    if media_type.partition(";")[0].strip().lower() != JSON:
        raise _MediaTypeError("no JSON is sent", "send `Content-Type: application/json`")


class _MediaTypeError(KgError):
    """A body of another type than JSON."""


def _refused(asked: Asked, error: KgError) -> Reply:
    """Answer with what is wrong, and, where two versions differ, with both."""
    status = 415 if isinstance(error, _MediaTypeError) else 400
    status = next((its for kind, its in _STATUSES if isinstance(error, kind)), status)
    headers = {"Allow": error.allowed} if isinstance(error, MethodError) else {}
    if isinstance(error, BusyError):
        headers["Retry-After"] = "1"
    if isinstance(error, ConflictError):
        both = {"theirs": error.theirs, "yours": error.yours}
        return as_json({"error": error.what, "hint": error.hint, **both}, status)
    plain = refusal(asked, error, status)
    return Reply(plain.body, plain.media_type, plain.status, {**plain.headers, **headers})
