"""What an ontology declares, as frozen values named by their local names."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph
from msgspec import Struct

from kg.base.errors import Fault
from kg.ontology.earlier import ReplacedTerm


class Term(Struct, frozen=True, kw_only=True):
    """A named term with what people need to read it."""

    id: str  # the local name, unique in a project among the terms of its sort
    iri: str
    label: str
    definition: str


class Role(Term, frozen=True, kw_only=True):
    """A property that leads from a fact to what fills it; also a link of `entities.yaml`."""

    phrase: str = ""  # how its fillers read apart from their fact; empty if none is declared


class RoleRule(Struct, frozen=True, kw_only=True):
    """What the shape of a fact type says of one role."""

    role: str
    kinds: frozenset[str] = frozenset()  # of entities that may fill it
    takes_fact: bool = False
    scheme: str | None = None  # whose concepts may fill it
    min: int = 0
    max: int | None = None  # 1: functional


class Edge(Term, frozen=True, kw_only=True):
    """A property that shortcuts draw between entities."""

    symmetric: bool


class Layer(Term, frozen=True, kw_only=True):
    """A set of edges that may be measured together."""

    default: bool  # read where no layer is asked for


class Shortcut(Struct, frozen=True, kw_only=True):
    """A way from a role to a role of the same fact, drawn as an edge."""

    id: str
    source: str
    edge: str
    target: str
    layer: str
    shared_over: str | None = None  # the role whose accepted fillers are the delegations
    mutual: bool = False  # drawn without direction, whatever its edge: among those who act together


class Concept(Term, frozen=True, kw_only=True):
    """What fills a role without being an entity: an act, a nature, an attitude."""

    schemes: tuple[str, ...]
    broader: tuple[str, ...]
    notations: tuple[tuple[str, str], ...]  # scheme of codes, code
    phrase: str  # how it reads in the sentence of a fact; its label if nothing is declared
    tendency: str | None = None  # local name of one of the model's tendencies, if it has one by itself
    symmetric: bool = False  # done, or holding, from both sides alike


class FactType(Term, frozen=True, kw_only=True):
    """A sort of event or situation."""

    lasts: bool
    phrase: str  # the sentence of a fact that is asserted
    nominal: str = ""  # the noun phrase of a fact that is not; empty if none is declared
    parties: tuple[str, ...]
    always: tuple[str, ...] = ()  # roles that every fact of the type has, even where nobody knows who fills them
    roles: dict[str, RoleRule]  # in the order of the shape
    shortcuts: tuple[Shortcut, ...]
    ancestors: tuple[str, ...]  # IRIs, itself first, closed under rdfs:subClassOf within own terms
    notations: tuple[tuple[str, str], ...]
    bearer: str | None = None  # a tenure: the role from whose filler a way leads upward,
    seat: str | None = None  # the role that a post with a single holder fills,
    upward: tuple[str, ...] = ()  # and the roles to whose fillers the way leads
    where: tuple[str, str] | None = None  # role of those who are there in person, role of the place

    @property
    def holds(self) -> tuple[str, tuple[str, ...]] | None:
        """The role of who holds a post, serves or belongs somewhere, and those of what he holds; None of most types.

        A tenure says so. Else it is what lasts, has one party, and joins this one to others than places.
        """
        if self.bearer is not None:
            return self.bearer, self.upward
        leads = tuple(dict.fromkeys(its.target for its in self.shortcuts))
        is_held = self.lasts and len(self.parties) == 1 and {its.source for its in self.shortcuts} == {*self.parties}
        if not is_held or any("Place" in self.roles[role].kinds for role in leads):
            return None
        return self.parties[0], leads


class Coding(Struct, frozen=True):
    """What a code stands for.

    >>> Coding("Visit", "agent", "host", swapped=True).fillers("kenya", "jane-doe")
    {'agent': ('jane-doe',), 'host': ('kenya',)}
    >>> Coding("Meeting", "participant", "participant").fillers("mali", "chad")
    {'participant': ('chad', 'mali')}
    """

    type: str
    source: str  # the role that the source of a row fills
    target: str
    swapped: bool = False  # it tells the event from the other end: source and target change places
    symmetric: bool = False  # done by both: which of them is called the source says nothing
    role: str | None = None  # the role that the concept fills
    concept: str | None = None

    def fillers(self, source: str, target: str) -> dict[str, tuple[str, ...]]:
        """Give the roles of a fact; the same for both rows of what is coded from either end."""
        if self.swapped or (self.symmetric and self.source != self.target and target < source):
            source, target = target, source
        both: dict[str, tuple[str, ...]] = {self.source: (source,), self.target: (target,)}
        if self.source == self.target:
            both = {self.source: tuple(sorted({source, target}))}
        return both | ({self.role: (self.concept,)} if self.role and self.concept else {})

    def in_order(self, roles: Mapping[str, list[str]]) -> dict[str, list[str]]:
        """Give roles as the other end would tell them too: of what both do, source and target stand in order.

        >>> coding = Coding("Action", "agent", "recipient", symmetric=True)
        >>> coding.in_order({"agent": ["mali"], "recipient": ["chad"]})
        {'agent': ['chad'], 'recipient': ['mali']}
        """
        one, other = (roles.get(role, []) for role in (self.source, self.target))
        is_turned = self.symmetric and bool(one) and bool(other) and other < one
        return {**roles, self.source: other, self.target: one} if is_turned else dict(roles)


Codings = Mapping[tuple[str, str], Coding]  # scheme of codes, code -> what it stands for


class Ontology(Struct, frozen=True, kw_only=True):
    """Everything that a project's Turtle files declare, in the order of local names."""

    types: dict[str, FactType]
    roles: dict[str, Role]
    edges: dict[str, Edge]
    layers: dict[str, Layer]
    concepts: dict[str, Concept]
    schemes: dict[str, Term]
    kinds: dict[str, Term]
    statuses: dict[str, Term]
    stances: dict[str, Term]
    contestedness: dict[str, Term]
    model: dict[str, Term]  # the core's classes and properties that are no kind, role, link or edge, by their labels
    links: dict[str, Role]
    report_figures: dict[str, Term]  # names under `values` of what measures a report and not what happened
    upward_links: frozenset[str]
    containment: str  # the link by which a place lies inside another
    prefixes: dict[str, str]
    texts: dict[str, str]  # of the project's own files, by their names
    shapes_files: tuple[Path, ...]
    ancestors: dict[str, tuple[str, ...]]  # of each kind, IRIs, itself first
    triples: tuple[pyoxigraph.Triple, ...]
    codings: Codings = {}  # what the codes of event data sets stand for
    coded: Mapping[str, Coding] = {}  # fact type or concept -> what an event is that is coded as, or with, it
    replaced: dict[str, ReplacedTerm] = {}  # terms of an earlier edition that these files do not declare
    outdated: tuple[Fault, ...] = ()  # warnings: where these files declare what an earlier edition did
    outdated_names: dict[str, str] = {}  # of what they so declare, local name -> what is in its place today

    def kind_ancestors(self, kind: str) -> tuple[str, ...]:
        """Give the classes that an entity of this kind belongs to, its own first."""
        return self.ancestors[kind]

    def named_triples(self) -> Iterator[tuple[str, str, str]]:
        """Give what is declared of named terms, shapes apart, each term written as in N-Triples."""
        for triple in self.triples:
            yield str(triple.subject), str(triple.predicate), str(triple.object)
