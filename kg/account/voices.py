"""Whose voice a claim is: the way upward from a speaker to the side that it speaks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from kg.base.errors import SideError
from kg.model.records import Article, Claim, Entity, Kind, Records
from kg.ontology import FactType, Ontology

ANONYMOUS = "anonymous@"
_ENDS = frozenset({Kind.ORGANIZATION, Kind.GROUP})  # posts and persons are passed through, and are never ends


class Links(Struct, frozen=True):
    """The background that the rule reads beside the claims."""

    entities: dict[str, Entity]
    articles: dict[str, Article]
    types: dict[str, FactType]
    upward: frozenset[str]  # names of the links that lead from an entity to what it belongs to
    containment: str = "part-of"  # the link by which one place lies inside another

    @classmethod
    def of(cls, records: Records, ontology: Ontology) -> Links:
        """Gather the background of a project's claims."""
        return cls(records.entities, records.articles, ontology.types, ontology.upward_links, ontology.containment)


class UpwardStep(Struct, frozen=True, order=True):
    """One step from an entity towards its side: by a link of `entities.yaml`, or by an asserted tenure."""

    source: str
    link: str  # the name of the link, or the id of the tenure
    target: str


class Tenure(Struct, frozen=True, order=True):
    """A fact that somebody serves somewhere: the step upward that it makes, and on which days."""

    step: UpwardStep
    begins: str = ""  # stated not to have begun before this day
    ends: str = "9999-12-31"  # stated to have ended by this day

    def holds_on(self, day: str) -> bool:
        """Whether it is not stated to have ended before that day, or to begin after it."""
        return self.begins <= day <= self.ends


class Side(Struct, frozen=True):
    """Where the way upward from an entity ends, and the steps that led there."""

    end: str
    way: tuple[UpwardStep, ...] = ()


def is_anonymous(voice: str) -> bool:
    """Whether a voice is that of one article's anonymous sources.

    >>> is_anonymous("anonymous@thenews-2023-12-14"), is_anonymous("pakistan")
    (True, False)
    """
    return voice.startswith(ANONYMOUS)


def tenures(claims: Iterable[Claim], types: dict[str, FactType]) -> list[Tenure]:
    """Read from asserting claims who serves where, with the bounds that any of them states.

    Parameters
    ----------
    claims
        Counting claims that assert; those of other fact types than tenures are passed over.
    types
        The ontology's fact types; a tenure is one that declares a bearer.

    Returns
    -------
    list
        One tenure for each fact, bearer and target, in order.
    """
    bounds: dict[UpwardStep, tuple[str, str]] = {}
    whens: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for claim in claims:
        kind = types[claim.type]
        if kind.bearer is None:
            continue
        when = claim.when
        begins = when.earliest or "" if when and when.interval else ""
        ends = when.latest or "9999-12-31" if when and when.interval else "9999-12-31"
        whens[claim.fact].append((begins, ends))
        for bearer in claim.roles.get(kind.bearer, ()):
            for role in kind.upward:
                for target in claim.roles.get(role, ()):
                    bounds[UpwardStep(bearer, claim.fact, target)] = ("", "")
    return sorted(
        Tenure(step, max(begins for begins, _ in whens[step.link]), min(ends for _, ends in whens[step.link]))
        for step in bounds
    )


class Sides:
    """The side of every entity on every day, worked out when asked and remembered.

    Parameters
    ----------
    links
        Entities with their links.
    serving
        Asserted tenures, as `tenures` gives them.
    """

    def __init__(self, links: Links, serving: Iterable[Tenure] = ()) -> None:
        self._links = links
        self._serving: dict[str, list[Tenure]] = defaultdict(list)
        for tenure in serving:
            self._serving[tenure.step.source].append(tenure)
        self._known: dict[tuple[str, str], Side] = {}

    def side(self, entity: str, day: str) -> Side:
        """Find where the ways upward from an entity end on a day.

        Parameters
        ----------
        entity
            An entity's id.
        day
            YYYY-MM-DD: the day on which the claim was said.

        Returns
        -------
        Side
            A country, else the last organization or group, else the entity itself; with the steps.

        Raises
        ------
        SideError
            If the ways end in two places and the entity does not say which is its side.
        """
        key = (entity, day if self._serving else "")  # nothing but tenures hangs on the day
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = self._find(entity, day)
        return found

    def voice(self, entity: str, article: str, day: str) -> str:
        """Name the voice of a speaker: the end of its side, or the article's anonymous voice."""
        if self._links.entities[entity].anonymous:
            return ANONYMOUS + article
        return self.side(entity, day).end

    def way(self, entity: str, day: str) -> tuple[UpwardStep, ...]:
        """List the steps that decided a side; none for who speaks for itself or is anonymous."""
        return () if self._links.entities[entity].anonymous else self.side(entity, day).way

    def _find(self, entity: str, day: str) -> Side:
        ends = self._ends(entity, day, (), frozenset())
        if not ends:
            return Side(entity)
        if len(ends) > 1:
            places = " and ".join(f"`{end}`" for end in sorted(ends))
            raise SideError(
                f"`{entity}`: its ways upward end in {places} on {day}",
                f"say which it speaks for, in entities.yaml: `side: {min(ends)}`",
            )
        end, way = ends.popitem()
        return Side(end, way)

    def _ends(
        self, entity: str, day: str, way: tuple[UpwardStep, ...], seen: frozenset[str]
    ) -> dict[str, tuple[UpwardStep, ...]]:
        """Collect each end with the first way that leads to it; a circle of links is walked once."""
        record = self._links.entities.get(entity)
        if record is None or entity in seen:
            return {}
        if record.side is not None and record.side != entity:
            step = UpwardStep(entity, "side", record.side)
            return self._ends(record.side, day, (*way, step), seen | {entity}) or {record.side: (*way, step)}
        if record.kind is Kind.COUNTRY or record.side == entity:
            return {entity: way}
        found: dict[str, tuple[UpwardStep, ...]] = {}
        for step in self._steps(record, day):
            for end, its_way in self._ends(step.target, day, (*way, step), seen | {entity}).items():
                found.setdefault(end, its_way)
        if not found and record.kind in _ENDS:
            return {entity: way}
        return found

    def _steps(self, record: Entity, day: str) -> list[UpwardStep]:
        background = [
            UpwardStep(record.id, link, target)
            for link in sorted(self._links.upward & record.links.keys())
            for target in record.links[link]
        ]
        return background + [tenure.step for tenure in self._serving.get(record.id, ()) if tenure.holds_on(day)]
