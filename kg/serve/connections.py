"""Connections that cannot hold the server up: deadlines for headers and for reading, and a cap on their number.

uvicorn has a deadline only for the pause between two requests. A connection whose request has not come whole within
`HEADERS` seconds is closed, and one whose client does not read for `READING` seconds is cut.
"""

from __future__ import annotations

import asyncio
from typing import Any

from uvicorn.protocols.http.h11_impl import H11Protocol

HEADERS = 10.0  # seconds from the first byte of a request, or from the connection, to the end of its headers
READING = 30.0  # seconds for which a client may leave an answer unread
MOST = 1_000  # connections at a time, if the system allows so many open files
_REFUSED = (
    b"HTTP/1.1 429 Too Many Requests\r\nRetry-After: 1\r\nConnection: close\r\n"
    b"Content-Type: text/plain; charset=utf-8\r\nContent-Length: 21\r\n\r\ntoo many connections\n"
)


class Connection(H11Protocol):
    """A connection with deadlines."""

    most = MOST
    cycle: Any  # None until the first request has come, though uvicorn types it otherwise
    _deadline: asyncio.TimerHandle | None = None  # for the headers that are awaited
    _unread: asyncio.TimerHandle | None = None  # for what the client does not read

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401 - as asyncio has it
        """Take a connection, unless there are too many."""
        super().connection_made(transport)
        if len(self.connections) > self.most:
            transport.write(_REFUSED)
            transport.close()
            return
        self._await_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        """Forget its deadlines."""
        super().connection_lost(exc)
        for timer in (self._deadline, self._unread):
            if timer is not None:
                timer.cancel()

    def data_received(self, data: bytes) -> None:
        """Take bytes; the deadline ends once the headers are there, and begins again with the next request."""
        if self._deadline is None and (self.cycle is None or self.cycle.response_complete):
            self._await_headers()
        super().data_received(data)
        if self._deadline is not None and self.cycle is not None and not self.cycle.response_complete:
            self._deadline.cancel()
            self._deadline = None

    def timeout_keep_alive_handler(self) -> None:
        """Close a connection that has been idle; cut it if the client does not read what is left."""
        super().timeout_keep_alive_handler()
        self._await_reading()

    def pause_writing(self) -> None:
        """Wait for the client to read, but not for ever."""
        super().pause_writing()
        self._await_reading()

    def resume_writing(self) -> None:
        """Go on: the client reads."""
        super().resume_writing()
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None

    def _await_headers(self) -> None:
        self._deadline = self.loop.call_later(HEADERS, self._late)

    def _await_reading(self) -> None:
        if self._unread is None:
            self._unread = self.loop.call_later(READING, self.transport.abort)

    def _late(self) -> None:
        self._deadline = None
        if self.cycle is None or self.cycle.response_complete:
            self.transport.close()
            self._await_reading()
