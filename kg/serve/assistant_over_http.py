"""Assistants at `/mcp`: calls of tools come by the Model Context Protocol over HTTP, and a worker answers each.

Source: Model Context Protocol, specification of 2025-06-18, transports: Streamable HTTP.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

from kg.base.errors import KgError
from kg.serve.assistant import server_of
from kg.serve.assistant_facts import Json
from kg.serve.assistant_tools import answer_tool
from kg.serve.exchange import Asked, Reply, as_json
from kg.serve.worker import Call

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.serve.builds import Builds

PATH = "/mcp"
BODY = 64_000  # bytes
_ROUTE = "assistant"  # of a worker; no path of the server leads to it


def answer(graph: Graph, asked: Asked) -> Reply:
    """Answer a call of the tool that the path names, in a worker."""
    return as_json(answer_tool(graph, asked.path, json.loads(asked.body)))


class Assistants:
    """What answers at `/mcp`.

    Parameters
    ----------
    builds
        Whose workers are asked.

    Attributes
    ----------
    app
        An ASGI application, for POST alone: no stream is kept open.
    """

    def __init__(self, builds: Builds) -> None:
        from mcp.server.transport_security import TransportSecuritySettings

        self._builds = builds
        self._loop: asyncio.AbstractEventLoop | None = None
        self._server = server_of(self._ask)
        # Which hosts and pages may ask is decided for all paths at once: see `kg.serve.safety`.
        checked = TransportSecuritySettings(enable_dns_rebinding_protection=False)
        self.app = self._server.streamable_http_app(
            streamable_http_path=PATH, stateless_http=True, json_response=True, max_request_body_size=BODY,
            transport_security=checked,
        )  # fmt: skip

    @contextlib.asynccontextmanager
    async def running(self) -> AsyncIterator[None]:
        """Answer for as long as the block lasts."""
        self._loop = asyncio.get_running_loop()
        async with self._server.session_manager.run():
            yield

    def _ask(self, tool: str, arguments: dict[str, Any]) -> Json:
        """Ask a worker, from a thread of the protocol's own."""
        assert self._loop is not None
        return asyncio.run_coroutine_threadsafe(self._asked(tool, arguments), self._loop).result()

    async def _asked(self, tool: str, arguments: dict[str, Any]) -> Json:
        asked = Asked(tool, accept="application/json", body=json.dumps(arguments).encode())
        answered, _ = await self._builds.ask(Call(_ROUTE, asked))
        told = json.loads(b"".join([part async for part in answered.body]))
        if answered.head.status != 200:
            raise KgError(told["error"], told["hint"])
        answer: Json = told
        return answer
