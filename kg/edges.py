"""Edges: what the ontology's shortcuts draw between the fillers of a fact."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations

from msgspec import Struct

from kg.account import FactAccount, Filler
from kg.ontology import Ontology
from kg.records import Contested, Status


class Edge(Struct, frozen=True):
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
        share = _share(fact, shortcut.shared_over, accepted=accepted)
        sources, targets = (_fillers(fact, role, accepted=accepted) for role in (shortcut.source, shortcut.target))
        pairs = (
            combinations(sources, 2)
            if edge.symmetric and shortcut.source == shortcut.target
            else ((a, b) for a in sources for b in targets)
        )
        for a, b in pairs:
            if a.filler == b.filler:
                continue
            first, second = sorted((a, b), key=lambda f: f.filler) if edge.symmetric else (a, b)
            yield Edge(
                source=first.filler,
                target=second.filler,
                relation=edge.id,
                layer=shortcut.layer,
                fact=fact.fact,
                symmetric=edge.symmetric,
                status=min((fact.status, a.status, b.status), key=lambda status: status.strength),
                contested=_worst(fact.contested, a.contested, b.contested),
                share=share,
            )


def _fillers(fact: FactAccount, role: str, *, accepted: bool) -> list[Filler]:
    return [f for f in fact.fillers.values() if f.role == role and (f.accepted or not accepted)]


def _share(fact: FactAccount, shared_over: str | None, *, accepted: bool) -> float:
    delegations = len(_fillers(fact, shared_over, accepted=accepted)) if shared_over else 0
    return 1 / (delegations - 1) if delegations > 1 else 1.0


def _worst(*contested: Contested | None) -> Contested | None:
    return next((c for c in (Contested.BY_PARTY, Contested.BY_OUTSIDER) if c in contested), None)
