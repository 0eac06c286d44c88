"""Edges: what the ontology's shortcuts draw between the fillers of a fact."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import combinations, permutations, product

from msgspec import Struct

from kg.account.facts import FactAccount, Filler
from kg.model.records import Contested, Status
from kg.ontology import Ontology, Shortcut

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
    ends: tuple[Filler, Filler]  # what the claims on the source and on the target amount to


def edges(
    fact: FactAccount, ontology: Ontology, *, accepted: bool = True, shortcuts: Iterable[Shortcut] | None = None
) -> Iterator[Edge]:
    """Draw the edges of a fact.

    Parameters
    ----------
    fact
        Its account.
    ontology
        Whose shortcuts say which roles an edge joins.
    accepted
        Whether only accepted fillers of an accepted fact are joined; else all that is claimed.
    shortcuts
        Those of its type that are drawn; left out, all.

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
    for shortcut in ontology.types[fact.type].shortcuts if shortcuts is None else shortcuts:
        edge, layer, id_ = ontology.edges[shortcut.edge], shortcut.layer, fact.fact
        relation, symmetric = edge.id, edge.symmetric
        share = _share(fact, shortcut.shared_over) if shortcut.shared_over else 1.0
        for one, other in _pairs(fact, shortcut, symmetric, accepted):
            source, target = one.filler, other.filler
            if source == target:
                continue
            if symmetric and source > target:
                one, other, source, target = other, one, target, source
            # No `min` with a key, which takes as long as all the rest.
            status = _weaker(_weaker(fact.status, one.status), other.status)
            contested = fact.contested or one.contested or other.contested
            if contested:
                contested = _worst(fact.contested, one.contested, other.contested)
            yield Edge(source, target, relation, layer, id_, symmetric, status, contested, share, (one, other))


def _pairs(fact: FactAccount, shortcut: Shortcut, symmetric: bool, accepted: bool) -> Iterator[tuple[Filler, Filler]]:
    """Pair the fillers that a shortcut joins; those of one role, without direction, once."""
    sources = _fillers(fact, shortcut.source, accepted)
    if shortcut.source != shortcut.target:
        return product(sources, _fillers(fact, shortcut.target, accepted))
    return combinations(sources, 2) if symmetric else permutations(sources, 2)


def _fillers(fact: FactAccount, role: str, accepted: bool) -> list[Filler]:
    return [f for f in fact.fillers.values() if f.role == role and (f.accepted or not accepted)]


def _share(fact: FactAccount, shared_over: str) -> float:
    """Divide a gathering among its delegations: the accepted ones, or all where the fact itself is not accepted."""
    delegations = len(_fillers(fact, shared_over, fact.accepted))
    return 1 / (delegations - 1) if delegations > 1 else 1.0


def _weaker(one: Status, other: Status) -> Status:
    return one if one is other or _STRENGTH[one] <= _STRENGTH[other] else other


def _worst(*contested: Contested | None) -> Contested | None:
    return next((by for by in Contested if by in contested), None)
