"""What a worker of `kg serve` runs: the routes that answer, among them the verbs of the command line."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import NoReturn

from kg.cli import table
from kg.serve import queries, sparql, worker


def routes(setup: worker.Setup) -> Mapping[str, worker.Route]:
    """Name what answers each route."""
    return {
        "sparql": partial(sparql.answer, rows=setup.rows),
        "api/queries": partial(queries.answer, rows=setup.rows),
        "api": table.answer,
    }


def main() -> NoReturn:
    """Answer until the server closes the pipe."""
    worker.main(routes)
