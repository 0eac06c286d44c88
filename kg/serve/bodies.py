"""The body of a request: read whole, in time, and no longer than it may be; and whether the client is still there."""

from __future__ import annotations

import asyncio

from starlette.requests import ClientDisconnect

from kg.base.errors import KgError
from kg.serve.exchange import Asked
from kg.serve.guard import Receive, Send, send_reply
from kg.serve.refusals import refused

CLOSE = {"Connection": "close"}  # of an answer after which the rest of a request is not awaited
SECONDS = 10.0  # in which a body must have come


async def body_in_time(receive: Receive, send: Send, asked: Asked, most: int) -> bytes | None:
    """Read the body of a request; None if it was refused, or the client has gone.

    Parameters
    ----------
    receive, send
        Of the request.
    asked
        The request, for the form of a refusal.
    most
        Bytes.
    """
    try:
        async with asyncio.timeout(SECONDS):
            body = await _body(receive, most)
    except TimeoutError:
        await send_reply(send, refused(asked, KgError("the body has not come in time", "send it at once"), 408), CLOSE)
        return None
    except ClientDisconnect:
        return None
    if body is None:
        why = KgError(f"the body is longer than {most:,} bytes", "ask for less")
        await send_reply(send, refused(asked, why, 413), CLOSE)
    return body


async def _body(receive: Receive, most: int) -> bytes | None:
    """Read the body; None if it is too long."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        parts.append(message.get("body", b""))
        size += len(parts[-1])
        if size > most:
            return None
        if not message.get("more_body"):
            return b"".join(parts)


async def left(receive: Receive) -> None:
    """Wait until the client has gone."""
    while (await receive())["type"] != "http.disconnect":
        pass
