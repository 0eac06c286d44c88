"""Facts in order of time, with what is known of how long situations lasted; those without a time stand apart."""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from kg.account.conflicts import Conflict, certain, conflicts_by_fact
from kg.account.facts import Account, FactAccount, Filler
from kg.account.standing import reservations
from kg.account.voices import Links
from kg.model.records import Claim, Contested, Kind, Status
from kg.snapshot.namesakes import label
from kg.snapshot.sentences import Teller

_LAST = "9999-12-31"
_ACTORS = (Kind.PERSON, Kind.POST, Kind.COUNTRY, Kind.ORGANIZATION, Kind.GROUP)  # in this order from the top


class Known(enum.StrEnum):
    """What is known of a stretch of time."""

    POSSIBLE = "possible"  # an event took place somewhere in it
    ATTESTED = "attested"  # a situation held throughout: between its first and its last attestation
    BOUNDED = "bounded"  # a situation began, ended, or held for a time somewhere in it: its bound is stated
    UNKNOWN = "unknown"  # nobody says since when, or until when, a situation held


class Stretch(Struct, frozen=True):
    """Days from the first to the last; None: without a bound."""

    first: str | None
    last: str | None
    known: Known


class Entry(Struct, frozen=True):
    """A fact on a timeline."""

    number: int  # in order of time
    fact: FactAccount
    what: str
    lasts: bool
    stretches: tuple[Stretch, ...]  # in order; none if it is undated
    conflicts: tuple[Conflict, ...]  # those that it is part of

    @property
    def marks(self) -> str:
        """Say what is contested, and in what claims conflict; empty for most."""
        contested = self.fact.contested
        return reservations(contested and contested.value, (conflict.kind for conflict in self.conflicts))


class Appearance(Struct, frozen=True):
    """How an entry stands for one actor, who may deny a part in what others are known for."""

    entry: Entry
    status: Status
    contested: Contested | None
    accepted: bool


class Track(Struct, frozen=True):
    """The row of an actor: what it is a party to, and what names a person."""

    actor: str
    label: str
    appearances: tuple[Appearance, ...]


class Chronology(Struct, frozen=True):
    """Facts in order of time, and the row of each actor."""

    title: str
    known_by: str
    dated: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    tracks: tuple[Track, ...]


def in_order(  # noqa: PLR0913 - what a graph is made of
    account: Account,
    claims: Mapping[str, Claim],
    links: Links,
    teller: Teller,
    *,
    conflicts: Iterable[Conflict] = (),
    entity: str | None = None,
) -> Chronology:
    """Put facts in order of time.

    Parameters
    ----------
    account
        The account of the claims.
    claims
        Key -> claim; those that the account knows.
    links
        Entities and fact types.
    teller
        Says what a fact is.
    conflicts
        From `kg.account.conflicts.conflicts`.
    entity
        Only facts that name it in some role.

    Returns
    -------
    Chronology
        By first possible day (of what is bounded on one side only, by that bound), then by last, then by id.
    """
    conflicting = conflicts_by_fact(conflicts)
    facts = [its for its in account.facts.values() if entity is None or entity in {filler for _, filler in its.fillers}]
    entries = [
        Entry(
            number,
            its,
            teller.heading(its),
            links.types[its.type].lasts,
            tuple(stretches(its, claims, lasts=links.types[its.type].lasts)),
            tuple(conflicting.get(its.fact, ())),
        )
        for number, its in enumerate(sorted(facts, key=_order), start=1)
    ]
    return Chronology(
        title=teller.name(entity) if entity else "",
        known_by=account.known_by,
        dated=tuple(its for its in entries if its.stretches),
        undated=tuple(its for its in entries if not its.stretches),
        tracks=tuple(_tracks(entries, links, teller.apart, entity)),
    )


def _order(fact: FactAccount) -> tuple[bool, str, str, str]:
    when = fact.when
    return when.text is None, when.earliest or when.latest or "", when.latest or _LAST, fact.fact


def stretches(fact: FactAccount, claims: Mapping[str, Claim], *, lasts: bool) -> list[Stretch]:
    """Tell what is known of a fact's time.

    Parameters
    ----------
    fact
        Its account.
    claims
        Key -> claim; at least those that assert it.
    lasts
        Whether it is a situation.

    Returns
    -------
    list
        In order: of an event, each stretch in which it may have been; of a situation, what is unknown, bounded and
        attested; where claims conflict on when it was, each time that they give, and nothing between. Nothing of an
        undated fact.
    """
    if fact.when.text is None:
        return []
    if lasts and not fact.when.either:
        return _of_situation(fact, claims)
    known = Known.BOUNDED if lasts else Known.POSSIBLE
    return [Stretch(first, last, known) for first, last in fact.when.stretches]


def _of_situation(fact: FactAccount, claims: Mapping[str, Claim]) -> list[Stretch]:
    """Tell how long a situation held: the days from `start` to `end`, those before, and those after."""
    asserting = {*fact.asserting, *(key for filler in fact.fillers.values() for key in filler.asserting)}
    whens = [when for key in sorted(asserting) if (when := claims[key].when)]
    start = min((when.earliest for when in whens if when.earliest), default=fact.when.earliest)
    end = max((when.latest for when in whens if when.latest), default=fact.when.latest)
    first, last = certain(fact, claims)
    if first <= last:
        start, end = min(first, start or first), max(last, end or last)
        held = [
            *([Stretch(start, first, Known.BOUNDED)] if start < first else []),
            Stretch(first, None if last == _LAST else last, Known.ATTESTED),
            *([Stretch(last, end, Known.BOUNDED)] if last < end else []),
        ]
    else:
        start, end = start or end, end or start
        held = [Stretch(start, end, Known.BOUNDED)]
    is_start_stated = any(when.interval and when.earliest for when in whens)
    is_end_stated = last == _LAST or any(when.interval and when.latest for when in whens)
    before = [] if is_start_stated else [Stretch(None, start, Known.UNKNOWN)]
    after = [] if is_end_stated else [Stretch(end, None, Known.UNKNOWN)]
    return before + held + after


def _tracks(entries: list[Entry], links: Links, apart: Mapping[str, str], entity: str | None) -> Iterator[Track]:
    """Give each actor its row: the entity that is asked for first, then by kind, then by first fact."""
    appearances: dict[str, list[Appearance]] = {}
    for entry in entries:
        parties = links.types[entry.fact.type].parties
        for actor, its in _by_actor(entry.fact.fillers.values()).items():
            record = links.entities.get(actor)
            if record and (actor == entity or record.kind is Kind.PERSON or any(f.role in parties for f in its)):
                appearances.setdefault(actor, []).append(_appearance(entry, its))

    def place(actor: str) -> tuple[bool, int, int, str]:
        kind = links.entities[actor].kind
        first = appearances[actor][0].entry.number
        return actor != entity, _ACTORS.index(kind) if kind in _ACTORS else len(_ACTORS), first, actor

    for actor in sorted(appearances, key=place):
        yield Track(actor, label(links.entities[actor].name, apart.get(actor)), tuple(appearances[actor]))


def _by_actor(fillers: Iterable[Filler]) -> dict[str, list[Filler]]:
    found: dict[str, list[Filler]] = {}
    for filler in fillers:
        found.setdefault(filler.filler, []).append(filler)
    return found


def _appearance(entry: Entry, fillers: list[Filler]) -> Appearance:
    """Say how an actor stands in a fact: by the best sourced of its roles, and never better than the fact itself."""
    best = max(fillers, key=lambda its: (its.accepted, its.status.strength))
    status = min(entry.fact.status, best.status, key=lambda status: status.strength)
    return Appearance(entry, status, best.contested or entry.fact.contested, best.accepted)
