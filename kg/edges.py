"""Edges: what the ontology's shortcuts draw between the fillers of a fact."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations, product

from msgspec import Struct

from kg.account import FactAccount, Filler
from kg.ontology import Ontology
from kg.records import Contested, Status

_STRENGTH = {status: status.strength for status in Status}  # looked up for every edge


class Edge(Struct, frozen=True, gc=False):
    """One edge between two fillers of one fact; a symmetric one runs from the smaller id to the larger."""

    source: str
    target: str
    relation: str
    layer: str
    fact: str
    symmetric: bool
    status: Status  # the weakest of the fact's and of both fillers'
    contested: Contested | None
    share: float


def edges(fact: FactAccount, ontology: Ontology, *, accepted: bool = True) -> Iterator[Edge]:
    """Draw the edges of a fact.

    Parameters
    ----------
    fact
        Its account.
    ontology
        Whose shortcuts say which roles an edge joins.
    accepted
        Whether only accepted fillers of an accepted fact are joined; else all that is claimed.

    Yields
    ------
    Edge
        In the order of the shortcuts and of the fillers' ids.

    Source
    ------
    The share of a gathering, 1/(delegations - 1): Newman 2001, doi:10.1103/PhysRevE.64.016132.
    """
    if accepted and not fact.accepted:
        return
    for shortcut in ontology.types[fact.type].shortcuts:
        edge = ontology.edges[shortcut.edge]
        share = _share(fact, shortcut.shared_over) if shortcut.shared_over else 1.0
        sources = _fillers(fact, shortcut.source, accepted)
        alike = shortcut.source == shortcut.target
        if alike and edge.symmetric:
            pairs: Iterator[tuple[Filler, Filler]] = combinations(sources, 2)
        else:
            pairs = product(sources, sources if alike else _fillers(fact, shortcut.target, accepted))
        for one, other in pairs:
            if one.filler == other.filler:
                continue
            if edge.symmetric and one.filler > other.filler:
                one, other = other, one
            yield Edge(
                one.filler,
                other.filler,
                edge.id,
                shortcut.layer,
                fact.fact,
                edge.symmetric,
                min(fact.status, one.status, other.status, key=_STRENGTH.__getitem__),
                _worst(fact.contested, one.contested, other.contested),
                share,
            )


def _fillers(fact: FactAccount, role: str, accepted: bool) -> list[Filler]:
    return [f for f in fact.fillers.values() if f.role == role and (f.accepted or not accepted)]


def _share(fact: FactAccount, shared_over: str) -> float:
    """Divide a gathering among its delegations: the accepted ones, or all where the fact itself is not accepted."""
    delegations = len(_fillers(fact, shared_over, fact.accepted))
    return 1 / (delegations - 1) if delegations > 1 else 1.0


def _worst(*contested: Contested | None) -> Contested | None:
    if Contested.BY_PARTY in contested:
        return Contested.BY_PARTY
    return Contested.BY_OUTSIDER if Contested.BY_OUTSIDER in contested else None
