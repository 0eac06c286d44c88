"""Facts in order of time, with what is known of how long situations lasted; those without a time stand apart."""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

from msgspec import Struct

from kg import plots
from kg.account import Account, FactAccount, Filler
from kg.conflicts import Conflict, certain
from kg.errors import UsageError
from kg.files import write_whole
from kg.records import Claim, Contested, Kind, Status
from kg.reports import Row, conflicts_by_fact, fact_row
from kg.sentences import Teller
from kg.voices import Links

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
        contested = f", contested {self.fact.contested.value}" if self.fact.contested else ""
        kinds = sorted({conflict.kind for conflict in self.conflicts})
        return contested + (f", claims conflict: {', '.join(kinds)}" if kinds else "")

    def row(self) -> Row:
        """Give the JSON of an entry: that of `kg facts`, with the time in detail."""
        return fact_row(self.fact, self.conflicts) | {
            "what": self.what,
            "lasts": self.lasts,
            "earliest": self.fact.when.earliest,
            "latest": self.fact.when.latest,
            "stretches": [{"from": its.first, "to": its.last, "known": its.known.value} for its in self.stretches],
        }


class Part(Struct, frozen=True):
    """How an entry stands for one actor, who may deny a part in what others are known for."""

    entry: Entry
    status: Status
    contested: Contested | None
    accepted: bool


class Track(Struct, frozen=True):
    """The row of an actor: what it is a party to, and what names a person."""

    actor: str
    label: str
    parts: tuple[Part, ...]


class Timeline(Struct, frozen=True):
    """Facts in order of time; in Jupyter it draws itself."""

    title: str
    known_by: str
    dated: tuple[Entry, ...]
    undated: tuple[Entry, ...]
    tracks: tuple[Track, ...]

    def row(self) -> Row:
        """Give the JSON of `kg timeline`."""
        return {"dated": [its.row() for its in self.dated], "undated": [its.row() for its in self.undated]}

    def lines(self) -> list[str]:
        """Write it for a terminal."""
        lines = [line for entry in self.dated for line in _lines(entry)]
        if self.undated:
            lines += [*([""] if lines else []), "undated", *(line for entry in self.undated for line in _lines(entry))]
        return lines

    def draw(self, format: str = "svg", *, rows: int = 30) -> bytes:
        """Draw it: one row an actor, marks by status, bars for situations.

        Parameters
        ----------
        format
            ``svg`` or ``png``.
        rows
            How many actors at most; those with the most facts are kept, and the picture says how many it leaves out.

        Raises
        ------
        UsageError
            If it is another format, there is more than can be told apart, or matplotlib is not installed.
        """
        return plots.picture(self, format, rows)

    def save(self, path: str | Path, *, rows: int = 30) -> Path:
        """Draw it into a file, whose name says in which format."""
        path = Path(path)
        write_whole(path, self.draw(path.suffix.removeprefix("."), rows=rows))
        return path

    def __repr__(self) -> str:
        """Count what is on it."""
        return f"<Timeline of {len(self.dated)} facts in order of time, and {len(self.undated)} undated>"

    def _repr_svg_(self) -> str | None:
        try:
            return self.draw().decode()
        except UsageError:  # too much, or no matplotlib: Jupyter then shows what `repr` says
            return None


def timeline(  # noqa: PLR0913 - what a graph is made of
    account: Account,
    claims: Mapping[str, Claim],
    links: Links,
    teller: Teller,
    *,
    conflicts: Iterable[Conflict] = (),
    entity: str | None = None,
) -> Timeline:
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
        From `kg.conflicts.conflicts`.
    entity
        Only facts that name it in some role.

    Returns
    -------
    Timeline
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
    return Timeline(
        title=teller.name(entity) if entity else "",
        known_by=account.known_by,
        dated=tuple(its for its in entries if its.stretches),
        undated=tuple(its for its in entries if not its.stretches),
        tracks=tuple(_tracks(entries, links, entity)),
    )


def _order(fact: FactAccount) -> tuple[bool, str, str, str]:
    when = fact.when
    return when.text is None, when.earliest or when.latest or "", when.latest or _LAST, fact.fact


def stretches(fact: FactAccount, claims: Mapping[str, Claim], *, lasts: bool) -> Iterator[Stretch]:
    """Tell what is known of a fact's time.

    Parameters
    ----------
    fact
        Its account.
    claims
        Key -> claim; at least those that assert it.
    lasts
        Whether it is a situation.

    Yields
    ------
    Stretch
        In order: of an event, each stretch in which it may have been; of a situation, what is unknown, bounded and
        attested. Nothing of an undated fact.
    """
    when = fact.when
    if when.text is None:
        return
    if not lasts:
        yield from (Stretch(first, last, Known.POSSIBLE) for first, last in when.stretches)
        return
    asserting = {*fact.asserting, *(key for filler in fact.fillers.values() for key in filler.asserting)}
    whens = [its for key in sorted(asserting) if (its := claims[key].when)]
    earliest = min((its.earliest for its in whens if its.earliest), default=when.earliest)
    latest = max((its.latest for its in whens if its.latest), default=when.latest)
    first, last = certain(fact, claims)
    is_open = last == _LAST
    attested = first <= last
    if not any(its.interval and its.earliest for its in whens):
        yield Stretch(None, min(first, earliest or first) if attested else earliest or latest, Known.UNKNOWN)
    if attested:
        if earliest and earliest < first:
            yield Stretch(earliest, first, Known.BOUNDED)
        yield Stretch(first, None if is_open else last, Known.ATTESTED)
        if latest and last < latest:
            yield Stretch(last, latest, Known.BOUNDED)
    else:
        yield Stretch(earliest or latest, latest or earliest, Known.BOUNDED)
    if not is_open and not any(its.interval and its.latest for its in whens):
        yield Stretch(max(last, latest or last) if attested else latest or earliest, None, Known.UNKNOWN)


def _tracks(entries: list[Entry], links: Links, entity: str | None) -> Iterator[Track]:
    """Give each actor its row: the entity that is asked for first, then by kind, then by first fact."""
    parts: dict[str, list[Part]] = {}
    for entry in entries:
        parties = links.types[entry.fact.type].parties
        for actor, its in _by_actor(entry.fact.fillers.values()).items():
            record = links.entities.get(actor)
            if record and (actor == entity or record.kind is Kind.PERSON or any(f.role in parties for f in its)):
                parts.setdefault(actor, []).append(_part(entry, its))
    namesakes = Counter(links.entities[actor].name for actor in parts)

    def place(actor: str) -> tuple[bool, int, int, str]:
        kind = links.entities[actor].kind
        first = parts[actor][0].entry.number
        return actor != entity, _ACTORS.index(kind) if kind in _ACTORS else len(_ACTORS), first, actor

    for actor in sorted(parts, key=place):
        name = links.entities[actor].name
        yield Track(actor, f"{name} ({actor})" if namesakes[name] > 1 else name, tuple(parts[actor]))


def _by_actor(fillers: Iterable[Filler]) -> dict[str, list[Filler]]:
    found: dict[str, list[Filler]] = {}
    for filler in fillers:
        found.setdefault(filler.filler, []).append(filler)
    return found


def _part(entry: Entry, fillers: list[Filler]) -> Part:
    """Say how an actor stands in a fact: by the best sourced of its roles, and never better than the fact itself."""
    best = max(fillers, key=lambda its: (its.accepted, its.status.strength))
    status = min(entry.fact.status, best.status, key=lambda status: status.strength)
    return Part(entry, status, best.contested or entry.fact.contested, best.accepted)


def _lines(entry: Entry) -> list[str]:
    fact = entry.fact
    voices = f" · {', '.join(fact.voices)}" if fact.voices else ""
    return [
        f"{fact.when.text or '':<24}{fact.status.value:<13}{entry.what}{entry.marks}",
        f"{'':<37}{fact.fact}{voices}",
    ]
