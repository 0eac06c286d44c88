"""Whose voice a claim is: the way upward from a speaker to the side that it speaks for."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from kg.account.places import Places
from kg.base.components import components
from kg.model.records import UNNAMED, Article, Claim, Entity, Kind, Records
from kg.ontology import FactType, Ontology

ANONYMOUS = "anonymous@"
_ENDS = frozenset({Kind.ORGANIZATION, Kind.GROUP})  # posts and persons are passed through, and are never ends
MOST_ENDS = 7  # of ways upward that are told: there may be others then, but with two an entity speaks for nobody
_MOST_STEPS = 50  # of one way upward that are listed


class Links(Struct, frozen=True, dict=True):
    """The background that the rule reads beside the claims."""

    entities: Mapping[str, Entity]
    articles: dict[str, Article]
    types: dict[str, FactType]
    upward: frozenset[str]  # names of the links that lead from an entity to what it belongs to
    containment: str = "part-of"  # the link by which one place lies inside another
    report_figures: frozenset[str] = frozenset()  # names under `values` that measure a report and not what happened

    @classmethod
    def of(cls, records: Records, ontology: Ontology) -> Links:
        """Gather the background of a project's claims."""
        return cls.among(records.entities, records.articles, ontology)

    @classmethod
    def among(cls, entities: Mapping[str, Entity], articles: dict[str, Article], ontology: Ontology) -> Links:
        """Gather the background of some entities and articles."""
        figures = frozenset(ontology.report_figures)
        return cls(entities, articles, ontology.types, ontology.upward_links, ontology.containment, figures)

    @cached_property
    def places(self) -> Places:
        """Which place lies inside which."""
        return Places(self.entities, self.containment)

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
    """Where the ways upward from an entity end, and how the way to a single end begins."""

    ends: tuple[str, ...]  # of many the first few; one, unless the entity stands between and does not say for whom
    step: UpwardStep | None = None  # the first on the way; None for whoever is the end itself
    steps: int = 0  # how many there are on the way

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
        every = [tenure for its in self._serving.values() for tenure in its]
        self._begins = sorted({tenure.begins for tenure in every})
        self._ends = sorted({tenure.ends for tenure in every})
        self._known: dict[tuple[int, int], _Climb] = {}

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
            A country, else the last organization or group, else the entity itself.
        """
        return self._climb(first, last or first).side(entity)

    def voice(self, entity: str, article: str, day: str) -> str:
        """Name the voice of a speaker: the end of its side, or the article's anonymous voice.

        Whose ways upward end in two places counts as an anonymous speaker does, until it says which is its side.
        """
        if self._links.is_anonymous(entity):
            return ANONYMOUS + article
        return self.side(entity, day).end or ANONYMOUS + article

    def way(self, entity: str, first: str, last: str | None = None) -> tuple[UpwardStep, ...]:
        """List the steps that decided a side, all but the first of a long way as one that counts them.

        None for who speaks for itself, for two sides, or is anonymous.
        """
        if self._links.is_anonymous(entity):
            return ()
        climb = self._climb(first, last or first)
        found: list[UpwardStep] = []
        side = climb.side(entity)
        while side.end and side.step:
            if len(found) == _MOST_STEPS and side.steps > 1:
                return (*found, UpwardStep(side.step.source, f"… {side.steps} steps …", side.end))
            found.append(side.step)
            side = climb.side(side.step.target) if side.steps > 1 else Side(side.ends)
        return tuple(found)

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

    def _climb(self, first: str, last: str) -> _Climb:
        """Give what is known for some days: all days between which no tenure begins or ends are alike."""
        alike = bisect_right(self._begins, last), bisect_left(self._ends, first)
        if alike not in self._known:
            self._known[alike] = _Climb(self, first, last)
        return self._known[alike]


class _Climb:
    """The sides on one day, each worked out from those above it: every entity is looked at once, whoever is asked for.

    What leads in a circle, by tenures or sides, is on one side: whatever lies beyond the circle, else the least
    of its members that can be a side.
    """

    def __init__(self, sides: Sides, first: str, last: str) -> None:
        self._sides, self._first, self._last = sides, first, last
        self._known: dict[str, Side] = {}

    def side(self, entity: str) -> Side:
        """Find the ends, and the step towards them."""
        if entity not in self._known:
            self._search(entity)
        return self._known[entity] if self._known[entity].ends else Side((entity,))

    def _search(self, start: str) -> None:
        above: dict[str, list[UpwardStep]] = {}

        def targets(entity: str) -> list[str]:
            above[entity] = self._above(entity)
            return [step.target for step in above[entity] if self._sides.record(step.target) is not None]

        for members in components(start, targets, self._known):
            self._know({member: above.pop(member) for member in members})

    def _know(self, above: dict[str, list[UpwardStep]]) -> None:
        """Remember the side of one entity, or of all on a circle, whose steps these are; all above them is known."""
        ends: set[str] = set()
        sides: dict[str, Side] = {}
        for member, steps in above.items():
            for step in steps:
                beyond = self._known.get(step.target)
                if beyond is not None and beyond.ends:
                    ends.update(beyond.ends)
                    sides.setdefault(member, Side((), step, beyond.steps + 1))
        if not ends:
            own = {end: member for member in above if (end := self._end(member)) is not None}
            if own:
                end = min(own)
                ends, member = {end}, end if end in above else own[end]
                sides[member] = Side(()) if end == member else Side((), UpwardStep(member, "side", end), 1)
        found = tuple(sorted(ends)[:MOST_ENDS])
        for member in _towards(sides, above):
            self._known[member] = Side(found, sides[member].step, sides[member].steps)
        for member in above:
            self._known.setdefault(member, Side(found))

    def _end(self, entity: str) -> str | None:
        """Name the end of the ways from an entity where no step leads on to another."""
        record = self._sides.record(entity)
        if record is None:
            return None
        if record.side is not None:
            return record.side  # a person or post that is said to be the side is its end
        return entity if record.kind is Kind.COUNTRY or record.kind in _ENDS else None

    def _above(self, entity: str) -> list[UpwardStep]:
        record = self._sides.record(entity)
        if record is None or record.side == entity or (record.side is None and record.kind is Kind.COUNTRY):
            return []
        if record.side is not None:
            return [UpwardStep(entity, "side", record.side)]
        return self._sides.steps(record, self._first, self._last)


def _towards(sides: dict[str, Side], above: dict[str, list[UpwardStep]]) -> list[str]:
    """Add to the members of a circle from which a step leads on the others, each with its step towards the nearest."""
    below: dict[str, list[UpwardStep]] = defaultdict(list)
    for steps in above.values():
        for step in steps:
            if step.target in above:
                below[step.target].append(step)
    reached = list(sides)
    for member in reached:  # grows while it is read
        for step in below[member]:
            if step.source not in sides:
                sides[step.source] = Side((), step, sides[member].steps + 1)
                reached.append(step.source)
    return reached
