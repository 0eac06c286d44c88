"""An endpoint: where it is asked and written to, and rows of its answers for our own questions."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import urlsplit

from kg.base.errors import StoreError, UsageError
from kg.base.settings import Elsewhere
from kg.query.result_formats import read_json
from kg.remote.client import SECONDS, Client, Deadline, Fields, need_address
from kg.remote.credentials import credentials_for
from kg.remote.servers import Server, beside, server_of

JSON, TRIPLES = "application/sparql-results+json", "application/n-triples"
_NAMES_OF = {JSON: ("json",), TRIPLES: ("n-triples", "text/plain")}  # how an answer names the format


class Endpoint:
    """A SPARQL endpoint, with the addresses that it is written to by.

    Parameters
    ----------
    address
        Where it is asked.
    graphs, update
        Where it is written to, by the Graph Store Protocol and by SPARQL Update; left out, of a server that is
        known, these are found.
    seconds
        How long each of our own questions may take.

    Raises
    ------
    UsageError
        If an address is none, holds a password, or is of another host than the first.
    """

    def __init__(self, address: str, *, graphs: str = "", update: str = "", seconds: float = SECONDS) -> None:
        need_address(address, "the endpoint")
        for name, other in (("store-graphs", graphs), ("store-update", update)):
            if other:
                need_address(other, f"`{name}`")
                if urlsplit(other)[:2] != urlsplit(address)[:2]:
                    raise UsageError(f"`{name}` is of another host than the endpoint", "credentials are for one host")
        self.address, self._graphs, self._update, self.seconds = address, graphs, update, seconds
        self.client = Client(address, credentials_for(address))
        self._server: Server | None = None

    def __repr__(self) -> str:
        return f"<Endpoint {self.client.shown}>"

    @property
    def server(self) -> Server:
        """What is known of the server, by what it calls itself."""
        if self._server is None:
            self.asks("ASK { }")
        assert self._server is not None
        return self._server

    @property
    def graphs(self) -> str:
        """Where graphs are put; empty if it is written to by updates."""
        return self._graphs or ("" if self._update else beside(self.address, self.server, self.server.graphs))

    @property
    def update(self) -> str:
        """Where updates are sent; empty if that is not known."""
        return self._update or beside(self.address, self.server, self.server.update)

    @contextmanager
    def opened(self, text: str, accept: str, deadline: Deadline, dataset: Fields | None = None) -> Iterator[Any]:
        """Ask a query, by a form and for one format, and give the answer while it is read.

        Raises
        ------
        StoreError
            If it comes in another format.
        """
        fields = {"query": text, **(dataset or {})}
        with self.client.opened("POST", self.address, deadline=deadline, fields=fields, accept=accept) as response:
            kind = response.headers.get("Content-Type", "")
            if not any(name in kind for name in _NAMES_OF[accept]):
                raise self.client.not_that(response, accept)
            self._server = server_of(response.headers.get("Server", ""))
            yield response

    def rows(self, text: str, dataset: Fields | None = None) -> list[tuple[Any, ...]]:
        """Ask one of our own questions, and give its rows as terms; no more than a server gives at once."""
        solutions = self._results(text, dataset)
        return [tuple(row) for row in solutions]

    def asks(self, text: str, dataset: Fields | None = None) -> bool:
        """Ask one of our own questions that is answered by yes or no."""
        return bool(self._results(text, dataset))

    def count(self, text: str, dataset: Fields | None = None) -> int:
        """Ask one of our own questions that is answered by a number."""
        rows = self.rows(text, dataset)
        if len(rows) != 1 or len(rows[0]) != 1 or rows[0][0] is None or not rows[0][0].value.isdigit():
            raise StoreError(
                f"the endpoint `{self.client.shown}` does not answer a count by a number", "ask its keeper"
            )
        return int(rows[0][0].value)

    def _results(self, text: str, dataset: Fields | None) -> Any:  # noqa: ANN401 - one of two types of the engine
        deadline = Deadline(self.seconds)
        with self.opened(text, JSON, deadline, dataset) as response:
            body = b"".join(self.client.parts(response, deadline))
        results: Any = None
        try:
            results = read_json(io.BytesIO(body))
            return list(results) if hasattr(results, "variables") else bool(results)
        except (SyntaxError, ValueError) as error:
            raise broken(self.client, str(error)) from None
        finally:
            del results  # a traceback would hold it


def endpoint_of(address: str | None, store: Elsewhere) -> Endpoint:
    """Find an endpoint: the one that is named, else that of the settings, whose other addresses are for it alone."""
    if address is None or address == store.query:
        return Endpoint(store.query, graphs=store.graphs, update=store.update)
    return Endpoint(address)


def broken(client: Client, why: str) -> StoreError:
    """Say that an answer cannot be read to its end."""
    return StoreError(f"the answer of the endpoint `{client.shown}` cannot be read: {why}", "ask again")
