"""Runs the server: an address, its application, and a clean stop."""

from __future__ import annotations

import signal
import socket
from collections.abc import Callable, Mapping
from typing import Any

import uvicorn

from kg.base.errors import UsageError
from kg.serve.app import app_of
from kg.serve.builds import Builds, Service
from kg.serve.connections import Connection
from kg.serve.metrics import Metrics
from kg.serve.safety import Door

_LONGEST_HEAD = 100_000  # bytes of a request before its body: a query may stand in its address
_STOP = 10  # seconds in which requests that are under way may end, after SIGTERM


def listening(host: str, port: int) -> socket.socket:
    """Take an address; port 0 is any that is free.

    Raises
    ------
    UsageError
        If it cannot be taken.
    """
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        taken = socket.socket(family, socket.SOCK_STREAM)
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(address)
    except OSError as error:
        hint = "take another: `--port N`; 0 is any that is free"
        raise UsageError(f"cannot listen at {host}:{port}: {error.strerror or error}", hint) from error
    return taken


def run(
    service: Service, taken: socket.socket, door: Door, described: Mapping[str, Any], ready: Callable[[], None]
) -> None:
    """Serve until SIGTERM or Ctrl-C.

    Parameters
    ----------
    service
        What is served.
    taken
        Where.
    door
        Who may ask.
    described
        The API, as OpenAPI describes it.
    ready
        Called once the server answers.
    """
    builds = Builds(service)

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            if self.started:
                ready()

    config = uvicorn.Config(
        app_of(builds, door, Metrics(), described),
        http=Connection,
        ws="none",
        lifespan="on",
        log_level="error",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        h11_max_incomplete_event_size=_LONGEST_HEAD,
        timeout_graceful_shutdown=_STOP,
    )
    for number in (signal.SIGINT, signal.SIGTERM):  # which uvicorn raises once more after a clean stop
        signal.signal(number, lambda *_: None)
    Server(config).run(sockets=[taken])
