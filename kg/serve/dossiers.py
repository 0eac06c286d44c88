"""What is known of each entity at a glance: its side, the posts that it is said to hold, its facts; and its names."""

from __future__ import annotations

from collections import Counter, defaultdict
from functools import cached_property
from weakref import WeakKeyDictionary

from msgspec import Struct

from kg.account.context import sides_known
from kg.account.facts import FactAccount
from kg.account.voices import Sides
from kg.base.letters import folded
from kg.base.likeness import Names
from kg.graph.graph import Graph
from kg.model.records import Entity, Kind, Status
from kg.report.ordering import in_order
from kg.snapshot.sentences import both

_SIDES = frozenset({Kind.COUNTRY, Kind.ORGANIZATION, Kind.GROUP})  # kinds of entities that may be their own side
_MOST_TOLD = 3  # posts that a description names


class Holding(Struct, frozen=True):
    """A fact by which an entity holds posts, or serves somewhere."""

    fact: FactAccount
    posts: tuple[str, ...]
    at: tuple[str, ...]  # for which organizations


class Dossiers:
    """What is known of each entity of a graph, worked out when it is first asked for.

    Parameters
    ----------
    graph
        The whole, or a slice.
    """

    def __init__(self, graph: Graph) -> None:
        self.entities, self._replaced = graph.records.entities, graph.records.replaced
        self._ontology, self._links, self._account = graph.ontology, graph.links, graph.account
        self._claims, self._teller = graph.claims, graph.teller.brief

    @cached_property
    def names(self) -> Names:
        """The ids, other ids, names and aliases of all entities."""
        known = [(its.id, name) for its in self.entities.values() for name in (its.name, *its.aliases, its.id)]
        return Names([*known, *((id_, other) for other, id_ in self._replaced.items() if id_ in self.entities)])

    @cached_property
    def facts(self) -> dict[str, list[FactAccount]]:
        """The facts that name each entity."""
        found: dict[str, list[FactAccount]] = defaultdict(list)
        for fact in self._account.facts.values():
            for filler in {filler for _, filler in fact.fillers}:
                found[filler].append(fact)
        return found

    @cached_property
    def titles(self) -> dict[str, str]:
        """The words of the id and the title of each fact, each after a blank."""
        return {id_: f" {folded(id_)} {folded(its.label or '')}" for id_, its in self._account.facts.items()}

    @cached_property
    def _tenures(self) -> list[FactAccount]:
        types = self._ontology.types
        return [fact for fact in self._account.facts.values() if types[fact.type].bearer is not None]

    @cached_property
    def _sides(self) -> Sides:
        claims = (self._claims[key] for fact in self._tenures for key in fact.claims)
        return sides_known(claims, self._links, self._account.known_by)

    @cached_property
    def _holdings(self) -> dict[str, list[Holding]]:
        found: dict[str, list[Holding]] = defaultdict(list)
        for fact in in_order(self._tenures):
            type_ = self._ontology.types[fact.type]
            by_role: dict[str, list[str]] = defaultdict(list)
            for role, filler in fact.fillers:
                by_role[role].append(filler)
            at = tuple(its for role in type_.upward if role != type_.seat for its in by_role[role])
            for holder in by_role[type_.bearer or ""]:
                found[holder].append(Holding(fact, tuple(by_role[type_.seat or ""]), at))
        return found

    def side(self, entity: str) -> str | None:
        """Name the side for which an entity speaks on the last day of the graph; None where none, or two, are known."""
        its = self.entities[entity]
        if its.anonymous:
            return None
        end = self._sides.side(entity, self._account.known_by).end
        return None if end == entity and its.kind not in _SIDES else end

    def holdings(self, entity: str) -> list[Holding]:
        """List the facts by which an entity holds posts, accepted or not, the newest first."""
        return self._holdings.get(entity, [])

    def posts(self, entity: str) -> list[str]:
        """List the posts that an entity holds by accepted facts, each once."""
        return list(dict.fromkeys(post for its in self.holdings(entity) if its.fact.accepted for post in its.posts))

    def roles(self, entity: str) -> list[str]:
        """List the roles in which facts name an entity."""
        return sorted(
            {role for fact in self.facts.get(entity, ()) for role, filler in fact.fillers if filler == entity}
        )

    def statuses(self, entity: str) -> dict[str, int]:
        """Count the facts that name an entity by status, the best sourced first."""
        counts = Counter(fact.status for fact in self.facts.get(entity, ()))
        return {status.value: counts[status] for status in sorted(counts, key=lambda its: -its.strength)}

    def days(self, entity: str) -> tuple[str | None, str | None]:
        """Give the first and the last day on which facts that name an entity may have been, if they are known."""
        whens = [fact.when for fact in self.facts.get(entity, ())]
        first = min((its.earliest for its in whens if its.earliest), default=None)
        return first, max((its.latest for its in whens if its.latest), default=None)

    def description(self, entity: str) -> str:
        """Tell in a line what an entity is: its kind, posts and side."""
        its, side, posts = self.entities[entity], self.side(entity), self.posts(entity)
        told = [self._ontology.kinds[its.kind.value].label, *(["stand-in, named by nobody"] if its.anonymous else [])]
        if posts:
            more = [f"{len(posts) - _MOST_TOLD:,} other posts"] if len(posts) > _MOST_TOLD else []
            told.append(f"said to be {both([*map(self._teller.name, posts[:_MOST_TOLD]), *more])}")
        if side is not None and side != entity:
            told.append(f"side: {self._teller.name(side)}")
        return "; ".join(told)

    def kinds(self) -> list[Kind]:
        """List the kinds that entities are of."""
        there = {its.kind for its in self.entities.values()}
        return [kind for kind in Kind if kind in there]

    def is_of(self, entity: Entity, kind: str) -> bool:
        """Tell whether an entity is of a kind, or of one below it: a country is a place as well."""
        return self._ontology.kinds[kind].iri in self._ontology.kind_ancestors(entity.kind.value)


_KNOWN: WeakKeyDictionary[Graph, Dossiers] = WeakKeyDictionary()
STATUSES = [status.value for status in sorted(Status, key=lambda its: -its.strength)]


def dossiers(graph: Graph) -> Dossiers:
    """Give the dossiers of a graph, kept as long as it is."""
    if graph not in _KNOWN:
        _KNOWN[graph] = Dossiers(graph)
    return _KNOWN[graph]
