"""Edges: what the ontology's shortcuts draw between the fillers of a fact. They are drawn and named here only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Container, Iterable, Iterator, Mapping
from itertools import combinations, permutations, product
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from kg.account.facts import FactAccount, Filler
from kg.model.records import Contested, Status
from kg.ontology import FactType, Ontology, Shortcut

MOST_EDGES = 200_000  # that one shortcut draws of one fact
FEW_EDGES = 12  # of one fact, that a list shows one by one

# Looked up for every edge, where an enum's properties are slow. A status is its own text, so either is a key.
STRENGTH: dict[str, int] = {status: status.strength for status in Status}


class EdgeName(NamedTuple):
    """What tells one edge from another; the order of edges is that of their names."""

    source: str
    target: str
    relation: str
    fact: str


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

    @property
    def name(self) -> EdgeName:
        """The name of the edge, by which it is known in whatever account it is drawn."""
        return EdgeName(self.source, self.target, self.relation, self.fact)

    @property
    def key(self) -> str:
        """The key of the edge among those that join the same two nodes of a network."""
        return f"{self.fact}/{self.relation}"

    @property
    def accepted(self) -> bool:
        """Whether its fact and both of its fillers are accepted."""
        return self.status.can_be_accepted and self.contested is not Contested.BY_PARTY

    def triples(self) -> Iterator[tuple[str, str, str]]:
        """Give it as source, relation and target; a symmetric edge holds in both directions."""
        yield self.source, self.relation, self.target
        if self.symmetric:
            yield self.target, self.relation, self.source


def edges(
    fact: FactAccount, ontology: Ontology, *, accepted: bool = True, shortcuts: Collection[Shortcut] | None = None
) -> Collection[Edge]:
    """Draw the edges of a fact, each once: of two that differ by the roles of their ends only, the better sourced.

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

    Returns
    -------
    collection of Edge
        In the order of the shortcuts and of the fillers' ids; without those of a shortcut that would draw more than
        `MOST_EDGES` (see `not_drawn`).

    Source
    ------
    The share of a gathering, 1/(delegations - 1): Newman 2001, doi:10.1103/PhysRevE.64.016132.
    """
    if accepted and not fact.accepted:
        return ()
    used = ways_of(fact, ontology, shortcuts)
    if len(fact.fillers) ** 2 > MOST_EDGES:  # else no need to count
        counts = _counts(fact)
        used = [its for its in used if joins(its, ontology, counts) <= MOST_EDGES]
    drawn = (edge for shortcut in used for edge in _drawn(fact, shortcut, ontology, accepted))
    if len(used) == 1 and all(shortcut.source == shortcut.target for shortcut in used):
        return list(drawn)  # a single way from a role to itself joins nobody twice
    found: dict[EdgeName, Edge] = {}
    for edge in drawn:
        other = found.setdefault(edge.name, edge)
        if other is not edge and _rating(edge) > _rating(other):
            found[edge.name] = edge
    return found.values()


def bundled(edges: Iterable[Edge]) -> list[list[Edge]]:
    """Gather edges that differ by their ends only, if they are more than `FEW_EDGES`; in the order of their names."""
    alike: dict[tuple[str, str, Status], list[Edge]] = {}
    for edge in edges:
        alike.setdefault((edge.fact, edge.relation, edge.status), []).append(edge)
    bundles = [bundle for its in alike.values() for bundle in ([its] if len(its) > FEW_EDGES else ([it] for it in its))]
    return sorted(bundles, key=lambda bundle: bundle[0].name)


def joins(shortcut: Shortcut, ontology: Ontology, counts: Mapping[str, int]) -> int:
    """Count the pairs that a shortcut joins, from the number of fillers of each role."""
    sources, targets = (counts.get(role, 0) for role in (shortcut.source, shortcut.target))
    if shortcut.source != shortcut.target:
        return sources * targets
    return sources * (sources - 1) // (2 if shortcut.mutual or ontology.edges[shortcut.edge].symmetric else 1)


def ways(type_: FactType, roles: Container[str], *, is_mutual: bool) -> Collection[Shortcut]:
    """Give the shortcuts of a fact: what nobody does alone joins those who fill one end, if nobody fills the other.

    Parameters
    ----------
    type_
        Of the fact.
    roles
        Those that have fillers.
    is_mutual
        Whether what is done in it is symmetric, such as an agreement.
    """
    return _ways(type_.shortcuts, roles) if is_mutual else type_.shortcuts


def ways_of(
    fact: FactAccount, ontology: Ontology, shortcuts: Collection[Shortcut] | None = None
) -> Collection[Shortcut]:
    """Give the shortcuts of a fact, as `ways` does: those of its type, or some of them.

    What is done in an accepted fact is what is accepted of it.
    """
    type_ = ontology.types[fact.type]
    used = type_.shortcuts if shortcuts is None else shortcuts
    if not any(rule.scheme for rule in type_.roles.values()):
        return used
    told = {(its.role, its.filler) for its in fact.fillers.values() if its.accepted or not fact.accepted}
    return _ways(used, {role for role, _ in fact.fillers}) if is_mutual(type_, told, ontology) else used


def _ways(shortcuts: Collection[Shortcut], roles: Container[str]) -> list[Shortcut]:
    return [
        replace(its, target=its.source, mutual=True) if its.source != its.target and its.target not in roles else its
        for its in shortcuts
    ]


def is_mutual(type_: FactType, told: Iterable[tuple[str, str]], ontology: Ontology) -> bool:
    """Tell whether a concept that is symmetric fills a role, of some roles with a filler each."""
    for role, filler in told:
        scheme, concept = type_.roles[role].scheme if role in type_.roles else None, ontology.concepts.get(filler)
        if concept and concept.symmetric and scheme in concept.schemes:
            return True
    return False


def not_drawn(fact: FactAccount, ontology: Ontology, shortcuts: Collection[Shortcut] | None = None) -> int:
    """Count the edges of a fact that are not drawn, since one shortcut would draw more than `MOST_EDGES` of them.

    All fillers count, accepted or not, so that a fact has its edges or has none whoever asks. Such a fact still joins
    its fillers in two modes.

    Parameters
    ----------
    fact
        Its account.
    ontology, shortcuts
        As of `edges`.
    """
    if len(fact.fillers) ** 2 <= MOST_EDGES:
        return 0
    counts, used = _counts(fact), ways_of(fact, ontology, shortcuts)
    return sum(many for its in used if (many := joins(its, ontology, counts)) > MOST_EDGES)


def _counts(fact: FactAccount) -> Mapping[str, int]:
    return Counter(role for role, _ in fact.fillers)


def _rating(edge: Edge) -> tuple[bool, int]:
    return edge.accepted, STRENGTH[edge.status]


def _drawn(fact: FactAccount, shortcut: Shortcut, ontology: Ontology, accepted: bool) -> Iterator[Edge]:
    """Draw what one shortcut says."""
    edge, layer, id_ = ontology.edges[shortcut.edge], shortcut.layer, fact.fact
    relation, symmetric = edge.id, edge.symmetric or shortcut.mutual
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
    return one if one is other or STRENGTH[one] <= STRENGTH[other] else other


def _worst(*contested: Contested | None) -> Contested | None:
    return next((by for by in Contested if by in contested), None)
