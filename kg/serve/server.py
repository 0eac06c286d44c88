"""Runs the server: an address, its application, and a clean stop."""

from __future__ import annotations

import logging
import resource
import signal
import socket
from collections.abc import Callable
from typing import Any

import uvicorn

from kg.base.errors import UsageError
from kg.serve.connections import MOST, Connection

_LONGEST_HEAD = 100_000  # bytes of a request before its body: a query may stand in its address
FILES = 8_192  # open files, if the system lets us
KEPT = 200  # of them for workers, files and what is under way
_STOP = 10  # seconds in which requests that are under way may end, unless told otherwise


class _OneLine(logging.Formatter):
    """Writes what libraries log in one line, without the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        """Write the message, and the error if there is one."""
        error = record.exc_info[1] if record.exc_info else None
        return " ".join(f"{record.name}: {record.getMessage()}{f': {error!r}' if error else ''}".split())


def _log_in_lines() -> None:
    """Let libraries log what went wrong, a line each, before one of them sets up what draws tracebacks in colours."""
    handler = logging.StreamHandler()
    handler.setFormatter(_OneLine())
    logging.basicConfig(handlers=[handler], level=logging.ERROR)


def _allow_open_files() -> int:
    """Allow as many open files as the system lets this process; give how many connections that leaves room for."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = FILES if most == resource.RLIM_INFINITY else min(FILES, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))
    return max(10, min(MOST, (wanted - KEPT) // 2))


def listening(host: str, port: int) -> socket.socket:
    """Take an address; port 0 is any that is free.

    Raises
    ------
    UsageError
        If it cannot be taken.
    """
    try:
        family, type_, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        # The protocol must be named: asyncio sends at once (TCP_NODELAY) only where it is told that this is TCP, and
        # the second part of an answer would else wait some 40 ms for the client's acknowledgement of the first.
        taken = socket.socket(family, type_, protocol)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except OSError as error:
        hint = "take another: `--port N`; 0 is any that is free"
        raise UsageError(f"cannot listen at {host}:{port}: {error.strerror or error}", hint) from error
    return taken


def run(make: Callable[[], Any], taken: socket.socket, ready: Callable[[], None], stop: int = _STOP) -> None:
    """Serve until SIGTERM or Ctrl-C.

    Parameters
    ----------
    make
        Makes the application, once whatever its libraries log has a place to go.
    taken
        Where it is served.
    ready
        Called once the server answers.
    stop
        Seconds in which requests that are under way may end.
    """
    _log_in_lines()
    Connection.most = _allow_open_files()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        make(),
        http=Connection,
        ws="none",
        lifespan="on",
        log_level="error",
        access_log=False,
        log_config=None,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_graceful_shutdown=stop,
    )
    for number in (signal.SIGINT, signal.SIGTERM):  # which uvicorn raises once more after a clean stop
        signal.signal(number, lambda *_: None)
    Server(config).run(sockets=[taken])
