"""The page of the API: each verb with its parameters; to programs, the same as JSON."""

from __future__ import annotations

from collections.abc import Sequence

from kg.graph.graph import Graph
from kg.serve.exchange import HTML, JSON, Asked, Reply, as_json
from kg.serve.negotiation import best
from kg.serve.pages.rendering import page
from kg.serve.pages.visit import Visit
from kg.serve.verbs import Verb, as_rows


def api(graph: Graph, asked: Asked, verbs: Sequence[Verb]) -> Reply:
    """List what can be asked.

    Parameters
    ----------
    graph
        Of which the page is.
    asked
        The request.
    verbs
        The table.
    """
    if best(asked.accept, (JSON, HTML)) == JSON:
        return as_json(as_rows(verbs), Vary="Accept")
    return page(Visit(graph, asked), "api", heading="API", verbs=verbs)
