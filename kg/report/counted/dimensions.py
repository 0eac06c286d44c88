"""By what facts are counted: their type, status, time and sources, who takes part, and the roles of the ontology."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from kg.account.facts import FactAccount, Filler
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import meant, named
from kg.model.records import ACTORS, Claim
from kg.snapshot.areas import side_in
from kg.snapshot.snapshot import Snapshot

UNDATED = "undated"
OWN = ("type", "layer", "status", "tendency", "voice", "outlet", "publisher", "article", "speaker", "actor", "side")
_NEVER = ("", "")  # the days of what is no time
OfClaim = Callable[[Claim], Iterable[str]]
_PERIODS = {"year": 4, "month": 7, "day": 10}  # name -> letters of a day that name its period


class Group(Struct, frozen=True, order=True):
    """One group of a dimension, in the order of groups: by what sorts it, then by its id."""

    is_none: bool  # what has no group there: at the end
    when: tuple[str, str]  # of a time: its first and last day
    id: str
    label: str


class Dimension(Struct, frozen=True):
    """By what facts are counted."""

    name: str
    groups: Callable[[FactAccount], list[Group]]  # of a fact; never none
    of_claim: OfClaim | None = None  # of a source: the ids of the groups a claim is of
    of_actor: Callable[[str], str] | None = None  # of actors: the id of the group an actor is of
    is_time: bool = False
    note: str = ""  # what is to be known of its groups


def dimensions(snapshot: Snapshot, names: Iterable[str], left_out: Callable[[str, str], bool]) -> list[Dimension]:
    """Look up dimensions by their names.

    Parameters
    ----------
    snapshot
        Whose facts are counted.
    names
        ``type``, ``layer``, ``status``, ``voice``, ``outlet``, ``publisher``, ``article``, ``speaker``, ``actor``,
        ``side``, ``tendency``, ``year``, ``month``, ``day``, or the id of a role.
    left_out
        Id of an actor, id of the fact -> whether it is counted nowhere; asked of those that take part.

    Raises
    ------
    UsageError
        If there is no such dimension, or one is named twice.
    """
    names = list(names)
    if twice := [name for place, name in enumerate(names) if name in names[:place]]:
        raise UsageError(f"`{twice[0]}` is named twice", "name each dimension once")
    return [_Dimensions(snapshot, left_out).named(name) for name in names]


def names_of(snapshot: Snapshot) -> list[str]:
    """Name all dimensions, those of the ontology's roles at the end."""
    return list(dict.fromkeys((*OWN, *_PERIODS, *sorted(_roles(snapshot)))))


def _roles(snapshot: Snapshot) -> set[str]:
    return {role for type_ in snapshot.ontology.types.values() for role in type_.roles}


class _Dimensions:
    """Makes dimensions of a snapshot."""

    def __init__(self, snapshot: Snapshot, left_out: Callable[[str, str], bool]) -> None:
        self._snapshot, self._left_out = snapshot, left_out
        self._ontology, self._entities = snapshot.ontology, snapshot.records.entities
        articles, readings = snapshot.records.articles, snapshot.account.readings
        self._sources: dict[str, OfClaim] = {
            "voice": lambda claim: readings[claim.key].voices,
            "outlet": lambda claim: (readings[claim.key].outlet,),
            "publisher": lambda claim: (articles[claim.article].publisher,),
            "article": lambda claim: (claim.article,),
            "speaker": lambda claim: claim.speaker or (articles[claim.article].narrator,),
        }

    def named(self, name: str) -> Dimension:
        """Make the dimension of a name."""
        ontology = self._ontology
        if name in _PERIODS:
            return Dimension(name, lambda fact: [period(fact, name, lasts=self._lasts(fact))], is_time=True)
        if name in self._sources:
            return self._of_sources(name)
        if name == "type":
            return Dimension(name, self._by(lambda its: [its.type], name, lambda id_: ontology.types[id_].label))
        if name == "layer":
            return Dimension(name, self._by(self._layers, name, lambda id_: ontology.layers[id_].label))
        if name == "status":
            return Dimension(name, self._by(lambda its: [its.status.value], name, str))
        if name == "tendency":
            return Dimension(name, self._by(self._tendencies, name, str))
        if name == "actor":
            return Dimension(name, self._by(self._actors, name), of_actor=str)
        if name == "side":
            side, brief = side_in(self._snapshot), self._snapshot.teller.brief
            groups = self._by(lambda its: map(side, self._actors(its)), "actor")
            return Dimension(name, groups, of_actor=side, note=side.told(brief.name))
        if name not in _roles(self._snapshot):
            others = f"there are {', '.join((*OWN, *_PERIODS))}, and the roles of the ontology"
            raise NotFoundError(f"no such dimension: {named(name)}", meant(name, names_of(self._snapshot), others))
        label = ontology.roles[name].label
        return Dimension(name, self._by(lambda its: (each.filler for each in _told(its) if each.role == name), label))

    def _by(
        self, ids: Callable[[FactAccount], Iterable[str]], thing: str, label: Callable[[str], str] | None = None
    ) -> Callable[[FactAccount], list[Group]]:
        """Group facts by ids; what has none is in a group of its own."""
        naming, none = label or self._snapshot.teller.brief.name, [Group(True, _NEVER, "", f"no {thing}")]
        made: dict[str, Group] = {}

        def groups(fact: FactAccount) -> list[Group]:
            found = list(dict.fromkeys(ids(fact)))
            for id_ in found:
                if id_ not in made:
                    made[id_] = Group(False, _NEVER, id_, naming(id_))
            return [made[id_] for id_ in found] or none

        return groups

    def _lasts(self, fact: FactAccount) -> bool:
        return self._ontology.types[fact.type].lasts

    def _layers(self, fact: FactAccount) -> Iterator[str]:
        """Name the layers in which edges of such facts lie, whether this one draws any or not."""
        return (its.layer for its in self._ontology.types[fact.type].shortcuts)

    def _tendencies(self, fact: FactAccount) -> Iterator[str]:
        for its in _told(fact):
            concept = self._ontology.concepts.get(its.filler)
            if concept and concept.tendency:
                yield concept.tendency

    def _actors(self, fact: FactAccount) -> Iterator[str]:
        for its in _told(fact):
            entity = self._entities.get(its.filler)
            if entity and entity.kind in ACTORS and not (entity.anonymous and self._left_out(its.filler, fact.fact)):
                yield its.filler

    def _of_sources(self, name: str) -> Dimension:
        """Make the dimension of a sort of source: what the claims that carry a fact are of."""
        of_claim, claims = self._sources[name], self._snapshot.claims
        own: dict[str, Callable[[FactAccount], Iterable[str]]] = {
            "voice": lambda fact: fact.voices,
            "outlet": lambda fact: fact.outlets,
        }

        def ids(fact: FactAccount) -> Iterable[str]:
            found = own[name](fact) if name in own else ()
            return found or (id_ for key in carrying(fact) for id_ in of_claim(claims[key]))

        return Dimension(name, self._by(ids, name, str if name == "article" else self._source), of_claim)

    def _source(self, id_: str) -> str:
        return self._snapshot.teller.brief.name(id_) if id_ in self._entities else id_


def carrying(fact: FactAccount) -> tuple[str, ...]:
    """Name the claims that carry a fact: those that assert it; where none does, those that decided its status."""
    return fact.asserting or fact.basis


def _told(fact: FactAccount) -> list[Filler]:
    """Give who and what fills the roles of a fact: of an accepted one what is accepted, else all that is claimed."""
    return [its for its in fact.fillers.values() if its.accepted or not fact.accepted]


def period(fact: FactAccount, unit: str, *, lasts: bool) -> Group:
    """Give the period in which a fact was, if all of its possible days are in one; else a group that says which.

    Parameters
    ----------
    fact
        Its account.
    unit
        ``year``, ``month`` or ``day``.
    lasts
        Whether it is a situation, which then held throughout and not on some day of it.

    Returns
    -------
    Group
        Such as ``2031-03``, ``2031-03 to 2031-04``, ``2031, month unknown``, ``since 2029-06``, or ``undated``.
    """
    first, last, letters = fact.when.earliest, fact.when.latest, _PERIODS[unit]
    if first is None and last is None:
        return Group(True, _NEVER, "", UNDATED)
    if first is None or last is None:
        day = (first or last or "")[:letters]
        words = f"since {day}" if last is None else f"until {day}"
        return Group(False, (day, "~" if last is None else ""), words, words)
    begins, ends = first[:letters], last[:letters]
    if begins == ends:
        return Group(False, (begins, ""), begins, begins)
    whole = "" if lasts else _whole(first, last)
    words = f"{whole}, {unit} unknown" if whole else f"{begins} to {ends}"
    return Group(False, (begins, ends), words, words)


def _whole(first: str, last: str) -> str:
    """Name the year or the month that begins and ends on two days; empty if there is none."""
    if first[:4] == last[:4] and (first[5:], last[5:]) == ("01-01", "12-31"):
        return first[:4]
    ends = monthrange(int(first[:4]), int(first[5:7]))[1]
    return first[:7] if first[:7] == last[:7] and (first[8:], last[8:]) == ("01", f"{ends:02d}") else ""
