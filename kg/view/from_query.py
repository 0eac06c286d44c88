"""The page of what a query found: the edges that its triples or rows name, each with the facts that it rests on."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from kg.account.edges import edges
from kg.base.errors import QueryError
from kg.base.hints import counted
from kg.query.result import Result
from kg.query.term_values import Iri
from kg.snapshot.snapshot import Snapshot
from kg.view.drawing import Drawn
from kg.view.from_snapshot import page_of

_COLUMNS = ("a", "edge", "b")
Line = tuple[str, str, str]  # two ids, and the id of the edge between them


def page_of_result(graph: Snapshot, result: Result) -> Drawn:
    """Write the page of what a query found: its lines and no others.

    Parameters
    ----------
    graph
        Which was asked.
    result
        Of a CONSTRUCT, or of a SELECT with ?a ?edge ?b; other columns are not looked at.

    Returns
    -------
    Drawn
        A page that says how many of the lines are no edges of the account.

    Raises
    ------
    QueryError
        If the result has no such columns, or names no edge of the account.
    """
    wanted = set(_lines(graph, result))
    found = [
        edge
        for fact in graph.account.facts.values()
        for edge in edges(fact, graph.ontology)
        if not wanted.isdisjoint(edge.triples())
    ]
    if not found:
        raise QueryError("the result names no edge of the account", "ask for ?a ?edge ?b, as `kg query edges` does")
    entities = graph.records.entities
    known = {triple for edge in found for triple in edge.triples()}
    page = page_of(
        graph,
        facts={edge.fact for edge in found},
        lines={(min(edge.source, edge.target), max(edge.source, edge.target)) for edge in found},
        kinds={entities[end].kind.value for edge in found for end in (edge.source, edge.target) if end in entities},
        layers={edge.layer for edge in found},
    )
    others = len(wanted - known)
    are = "is no edge of the account, and is" if others == 1 else "are no edges of the account, and are"
    notice = f"{others} of {counted(len(wanted), 'line')} {are} left out." if others else ""
    return Drawn(page.html, " ".join(filter(None, (notice, page.left_out))), page.still)


def _lines(graph: Snapshot, result: Result) -> Iterator[Line]:
    """Read the lines that a result names; what is no edge at all is another matter."""
    relations = {edge.iri: edge.id for edge in graph.ontology.edges.values()}
    if result.form == "select" and not set(_COLUMNS) <= set(result.variables):
        raise QueryError(f"no ?a ?edge ?b: the result has {', '.join(result.variables)}", "name the columns so")
    places = [result.variables.index(name) for name in _COLUMNS] if result.form == "select" else [0, 1, 2]
    for row in result.rows() if result.form != "ask" else ():
        a, edge, b = (row[place] for place in places)
        yield _id(graph, a), relations.get(str(edge), str(edge)), _id(graph, b)


def _id(graph: Snapshot, value: Any) -> str:  # noqa: ANN401 - a Python value of a row
    if isinstance(value, Iri) and value.startswith(graph.project.names.entity("")):
        return value.short
    return str(value)
