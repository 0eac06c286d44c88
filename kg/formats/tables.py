"""The graph as six tables: entities, articles, claims, facts, fillers and edges; their columns stand in `tables.tsv`.

Records stand in them without loss. Rows are in the order of the columns that `ORDER` names, so that a reader who asks
for one fact, filler or actor can pass over the rest.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.formats.table_rows import (
    Row,
    article_row,
    claim_told,
    edge_row,
    entity_with_side,
    fact_row,
    filler_rows,
)
from kg.formats.ties import actors_and_ties, side_of

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot

ORDER = {
    "entities": ("id",),
    "articles": ("id",),
    "claims": ("fact", "key"),
    "facts": ("fact",),
    "fillers": ("filler", "fact", "role"),
    "edges": ("source", "target", "relation", "fact"),
}


class Column(Struct, frozen=True):
    """A column of a table."""

    table: str
    name: str
    type: str  # text, texts, day, yes-no, number, fraction, or a list of parts
    what: str

    @property
    def parts(self) -> dict[str, str]:
        """Name the parts of each item of a list, with their types; none of what is no such list."""
        if not self.type.startswith("list of "):
            return {}
        names = (part.partition(":") for part in self.type.removeprefix("list of ").split(", "))
        return {name: type_ or "text" for name, _, type_ in names}


@cache
def columns() -> dict[str, list[Column]]:
    """Read the columns of each table."""
    _, *lines = Path(__file__).with_name("tables.tsv").read_text("utf-8").splitlines()
    found: dict[str, list[Column]] = {table: [] for table in ORDER}
    for line in lines:
        column = Column(*line.split("\t"))
        found[column.table].append(column)
    return found


def rows_of(graph: Snapshot, table: str, *, everything: bool = False) -> Iterator[Row]:
    """Give the rows of a table, in order.

    Parameters
    ----------
    graph
        Whose account it is.
    table
        A name in `ORDER`.
    everything
        Among edges, also those that are not accepted.
    """
    if table == "edges":
        return _edges(graph, everything=everything)
    return _ROWS[table](graph)


def _entities(graph: Snapshot) -> Iterator[Row]:
    entities = graph.records.entities
    sides = side_of(graph, entities)
    return (entity_with_side(its, sides.get(id_), entities) for id_, its in sorted(entities.items()))


def _articles(graph: Snapshot) -> Iterator[Row]:
    return (article_row(its) for _, its in sorted(graph.records.articles.items()))


def _claims(graph: Snapshot) -> Iterator[Row]:
    articles, readings = graph.records.articles, graph.account.readings
    for claim in sorted(graph.claims.values(), key=lambda its: (its.fact, its.key)):
        yield claim_told(claim, readings[claim.key], articles[claim.article], graph.teller)


def _facts(graph: Snapshot) -> Iterator[Row]:
    for id_, its in sorted(graph.account.facts.items()):
        kinds = [conflict.kind for conflict in graph.conflicts_by_fact.get(id_, ())]
        yield fact_row(its, graph.claims, graph.account.readings, kinds, graph.teller)


def _fillers(graph: Snapshot) -> Iterator[Row]:
    entities, types, readings = graph.records.entities, graph.ontology.types, graph.account.readings
    every = (filler_rows(its, readings, types[its.type].roles, entities) for its in graph.account.facts.values())
    return iter(sorted(chain.from_iterable(every), key=lambda row: [row[name] for name in ORDER["fillers"]]))


def _edges(graph: Snapshot, *, everything: bool) -> Iterator[Row]:
    ties = actors_and_ties(graph, everything=everything)[1]
    return map(edge_row, sorted(ties, key=lambda its: (its.source, its.target, its.relation, its.fact)))


_ROWS = {"entities": _entities, "articles": _articles, "claims": _claims, "facts": _facts, "fillers": _fillers}
