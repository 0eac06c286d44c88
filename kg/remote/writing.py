"""Writing graphs to an endpoint in batches: by the Graph Store Protocol, or by SPARQL Update.

Sources: SPARQL 1.1 Graph Store HTTP Protocol, sections 5.3 to 5.5; SPARQL 1.1 Update, sections 3.1.1 and 3.2.2; SPARQL
1.1 Protocol, section 2.2.1 (update by a form): W3C Recommendations 2013.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from kg.base.errors import StoreError, UsageError
from kg.remote.client import Deadline
from kg.remote.endpoint import TRIPLES, Endpoint

DEFAULT = ""  # stands for the default graph
_BATCH, _UPDATE_BATCH = 20_000, 1_000  # statements; Virtuoso refuses an update of 5,000
_BYTES, _UPDATE_BYTES = 8_000_000, 500_000


class Writer(Protocol):
    """Writes graphs; `DEFAULT` names the default graph."""

    def replace(self, graph: str, lines: Sequence[str]) -> None:
        """Make these N-Triples all that a graph holds."""

    def add(self, graph: str, lines: Sequence[str]) -> None:
        """Add N-Triples to a graph."""

    def drop(self, graph: str) -> None:
        """Take a graph away, if there is one."""


def writer_of(endpoint: Endpoint) -> Writer:
    """Choose how an endpoint is written to.

    Raises
    ------
    UsageError
        If it is not known where.
    """
    if endpoint.graphs:
        return ByGraphStore(endpoint)
    if endpoint.update:
        return ByUpdate(endpoint)
    what = f"it is not known where the endpoint `{endpoint.client.shown}` is written to"
    raise UsageError(what, "set `store-update` (SPARQL Update) or `store-graphs` (Graph Store Protocol) in kg.toml")


class ByGraphStore:
    """Writes by the Graph Store Protocol."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def replace(self, graph: str, lines: Sequence[str]) -> None:
        """Put the first batch, and post the others to it."""
        first, *others = batches(lines, _BATCH, _BYTES) or [[]]
        self._send("PUT", graph, first)
        for batch in others:
            self._send("POST", graph, batch)

    def add(self, graph: str, lines: Sequence[str]) -> None:
        """Post N-Triples to a graph."""
        for batch in batches(lines, _BATCH, _BYTES):
            self._send("POST", graph, batch)

    def drop(self, graph: str) -> None:
        """Take a graph away, if there is one."""
        try:
            self._send("DELETE", graph, None)
        except StoreError as error:
            if " answers 404" not in error.what:
                raise

    def _send(self, method: str, graph: str, lines: Sequence[str] | None) -> None:
        endpoint = self._endpoint
        body = None if lines is None else (TRIPLES, "".join(f"{line}\n" for line in lines).encode())
        # By the protocol, `default` has no value; an empty one is the same to every server tried.
        fields = {"graph": graph} if graph else {"default": ""}
        deadline = Deadline(endpoint.seconds)
        endpoint.client.fetched(method, endpoint.graphs, deadline=deadline, fields=fields, body=body)


class ByUpdate:
    """Writes by SPARQL Update."""

    def __init__(self, endpoint: Endpoint) -> None:
        self._endpoint = endpoint

    def replace(self, graph: str, lines: Sequence[str]) -> None:
        """Take the graph away, and insert batch by batch."""
        self.drop(graph)
        self.add(graph, lines)

    def add(self, graph: str, lines: Sequence[str]) -> None:
        """Insert N-Triples into a graph."""
        for batch in batches(lines, _UPDATE_BATCH, _UPDATE_BYTES):
            data = "\n".join(batch)
            self._send(f"INSERT DATA {{ GRAPH <{graph}> {{\n{data}\n}} }}" if graph else f"INSERT DATA {{\n{data}\n}}")

    def drop(self, graph: str) -> None:
        """Take a graph away, if there is one."""
        self._send(f"DROP SILENT GRAPH <{graph}>" if graph else "DROP SILENT DEFAULT")

    def _send(self, text: str) -> None:
        endpoint = self._endpoint
        endpoint.client.fetched("POST", endpoint.update, deadline=Deadline(endpoint.seconds), fields={"update": text})


def batches(lines: Sequence[str], most: int, most_bytes: int) -> list[Sequence[str]]:
    """Cut lines into batches: no more than so many, and not much more than so many bytes.

    >>> batches(["a", "bb", "c"], 2, 100), batches(["a", "bb", "c"], 9, 2)
    ([['a', 'bb'], ['c']], [['a', 'bb'], ['c']])
    """
    return list(_batches(lines, most, most_bytes))


def _batches(lines: Sequence[str], most: int, most_bytes: int) -> Iterator[Sequence[str]]:
    start = size = 0
    for number, line in enumerate(lines):
        if number - start == most or size >= most_bytes:
            yield lines[start:number]
            start, size = number, 0
        size += len(line)
    if start < len(lines):
        yield lines[start:]
