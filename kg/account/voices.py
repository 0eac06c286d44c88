"""Whose voice a claim is: the way upward from a speaker to the side that it speaks for."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from kg.model.records import UNNAMED, Article, Claim, Entity, Kind, Records
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

    def is_anonymous(self, entity: str) -> bool:
        """Tell whether an entity stands for somebody whom the source does not name."""
        record = self.entities.get(entity)
        return entity == UNNAMED if record is None else record.anonymous


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

    def may_hold(self, first: str, last: str) -> bool:
        """Tell whether it is not stated to have ended before the first of some days, or to begin after the last."""
        return self.begins <= last and first <= self.ends


class Side(Struct, frozen=True):
    """Where the ways upward from an entity end, and the steps that led to the first end."""

    ends: tuple[str, ...]  # one, unless the entity stands between two and does not say which it speaks for
    way: tuple[UpwardStep, ...] = ()

    @property
    def end(self) -> str | None:
        """The one end; None where there are two."""
        return self.ends[0] if len(self.ends) == 1 else None


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
        self._known: dict[tuple[str, str, str], Side] = {}

    def side(self, entity: str, first: str, last: str | None = None) -> Side:
        """Find where the ways upward from an entity end on some day.

        Parameters
        ----------
        entity
            An entity's id.
        first, last
            YYYY-MM-DD: the days among which that day is; `last` left out: that single day.

        Returns
        -------
        Side
            A country, else the last organization or group, else the entity itself; with the steps.
        """
        key = (entity, first, last or first) if self._serving else (entity, "", "")  # only tenures hang on the day
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = _Climb(self, first, last or first).side(entity)
        return found

    def voice(self, entity: str, article: str, day: str) -> str:
        """Name the voice of a speaker: the end of its side, or the article's anonymous voice.

        Whose ways upward end in two places counts as an anonymous speaker does, until it says which is its side.
        """
        if self._links.is_anonymous(entity):
            return ANONYMOUS + article
        return self.side(entity, day).end or ANONYMOUS + article

    def way(self, entity: str, first: str, last: str | None = None) -> tuple[UpwardStep, ...]:
        """List the steps that decided a side; none for who speaks for itself, for two sides, or is anonymous."""
        if self._links.is_anonymous(entity):
            return ()
        side = self.side(entity, first, last)
        return side.way if side.end else ()

    def record(self, entity: str) -> Entity | None:
        """Give the record of an entity, if there is one."""
        return self._links.entities.get(entity)

    def steps(self, record: Entity, first: str, last: str) -> list[UpwardStep]:
        """List the steps that lead upward from an entity: links first, then tenures that may hold."""
        background = [
            UpwardStep(record.id, link, target)
            for link in sorted(self._links.upward & record.links.keys())
            for target in record.links[link]
        ]
        return background + [its.step for its in self._serving.get(record.id, ()) if its.may_hold(first, last)]


class _Climb:
    """One search upward from an entity, which enters each entity once: linear in the links that there are."""

    def __init__(self, sides: Sides, first: str, last: str) -> None:
        self._sides, self._first, self._last = sides, first, last
        self._came: dict[str, UpwardStep] = {}  # entity -> the step by which it was entered first
        self._ends: dict[str, None] = {}  # in the order in which they were found

    def side(self, entity: str) -> Side:
        """Find the ends."""
        self._search(entity)
        ends = tuple(sorted(self._ends)) or (entity,)
        return Side(ends, self._way(entity, ends[0]) if self._ends else ())

    def _search(self, entity: str) -> None:
        """Go upward in depth, without recursion; an organization or group from which no way leads on is an end."""
        reaches: dict[str, bool] = {}  # entity -> whether an end lies above it, known once it has been left
        entered = {entity}
        waiting: list[tuple[str, list[UpwardStep], int]] = [(entity, self._above(entity), 0)]
        while waiting:
            at, steps, number = waiting.pop()
            if number < len(steps):
                waiting.append((at, steps, number + 1))
                target = steps[number].target
                if target not in entered and self._sides.record(target) is not None:
                    entered.add(target)
                    self._came[target] = steps[number]
                    waiting.append((target, self._above(target), 0))
                continue
            leads_on = any(reaches.get(step.target, False) for step in steps)
            reaches[at] = self._is_end(at, leads_on=leads_on) or leads_on

    def _is_end(self, entity: str, *, leads_on: bool) -> bool:
        record = self._sides.record(entity)
        if record is None:
            return False
        is_end = record.kind is Kind.COUNTRY or record.side == entity or (not leads_on and record.kind in _ENDS)
        if record.side is not None and record.side != entity:
            is_end = False
            if not leads_on:
                self._ends.setdefault(record.side)  # a person or post that is said to be the side is its end
                self._came.setdefault(record.side, UpwardStep(entity, "side", record.side))
                return True
        if is_end:
            self._ends.setdefault(entity)
        return is_end

    def _above(self, entity: str) -> list[UpwardStep]:
        record = self._sides.record(entity)
        if record is None or record.side == entity or (record.side is None and record.kind is Kind.COUNTRY):
            return []
        if record.side is not None:
            return [UpwardStep(entity, "side", record.side)]
        return self._sides.steps(record, self._first, self._last)

    def _way(self, entity: str, end: str) -> tuple[UpwardStep, ...]:
        steps: list[UpwardStep] = []
        while end != entity:
            steps.append(self._came[end])
            end = self._came[end].source
        return tuple(reversed(steps))
