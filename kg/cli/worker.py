"""What a worker of `kg serve` runs: the routes that answer, among them the verbs of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING, NoReturn

from kg.serve import queries, sparql, worker

if TYPE_CHECKING:
    from kg.graph.graph import Graph
    from kg.serve.exchange import Asked, Reply


def routes(setup: worker.Setup) -> Mapping[str, worker.Route]:
    """Name what answers each route."""
    return {
        "sparql": partial(sparql.answer, rows=setup.rows),
        "api/queries": partial(queries.answer, rows=setup.rows),
        "api": _late("kg.cli.table"),
        "reconcile": _late("kg.serve.reconcile"),
        "assistant": _late("kg.serve.assistant_over_http"),
        "pages": _late("kg.serve.pages"),
    }


def _late(module: str) -> worker.Route:
    """Answer by the `answer` of a module that is imported then: workers that answer queries are ready sooner."""

    def answer(graph: Graph, asked: Asked) -> Reply:
        reply: Reply = import_module(module).answer(graph, asked)
        return reply

    return answer


def main() -> NoReturn:
    """Answer until the server closes the pipe."""
    worker.main(routes)
