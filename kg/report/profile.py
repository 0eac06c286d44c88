"""Who an entity is in an account, on one screen: what `kg profile` prints."""

from __future__ import annotations

from collections import Counter
from typing import Any

from msgspec import Struct

from kg.account.facts import FactAccount
from kg.account.voices import Side, Sides, UpwardStep, tenures
from kg.base.hints import several
from kg.model.records import Contested, Entity, Kind, Stance
from kg.report.dyads import Dyad, Dyads, dyads
from kg.report.facts import Row, rests_on_rows, values_row
from kg.report.networks import with_ends
from kg.report.ordering import in_order, oldest_first, ranked
from kg.report.participations import DONE, RECEIVED, TOGETHER, Participation, participations, way_of
from kg.report.tallies import Deeds, Share, Trend, deeds, shares, trend
from kg.snapshot import slices
from kg.snapshot.slices import Cut
from kg.snapshot.snapshot import Snapshot

BY, TO, ABOUT = "by", "to", "about"
_SIDES = frozenset({Kind.COUNTRY, Kind.ORGANIZATION, Kind.GROUP})  # kinds that can be a side of their own


class Post(Struct, frozen=True):
    """A fact by which somebody holds a post, serves or belongs somewhere."""

    its: Participation
    holders: tuple[str, ...]
    seats: tuple[str, ...]  # the posts and the organizations, as far as they stand no worse than the fact


class Statements(Struct, frozen=True):
    """What an entity says, or what is said to it or about it."""

    accepted: int
    not_accepted: dict[str, int]  # status, or by whom contested -> facts
    latest: FactAccount | None  # of those that are accepted, and if none is, of the others
    voices: dict[str, int]  # on whose word the accepted ones rest -> how many


class Profile(Struct, frozen=True):
    """What an account tells of one entity; in Jupyter it shows itself as a card."""

    snapshot: Snapshot
    entity: Entity
    side: Side | None  # for whom it speaks at the end; None: a stand-in, which speaks for nobody in particular
    way: tuple[UpwardStep, ...]  # the links and posts that lead to its side
    found: tuple[Participation, ...]  # all facts that name it, in the order of their ids
    posts: tuple[Post, ...]  # that it holds, in order of time
    holders: tuple[Post, ...]  # who holds it, if it is a post, or serves or belongs to it
    pairs: Dyads  # with whom it deals, in each direction
    ways: dict[str, Deeds]  # together, done, received
    statements: dict[str, Statements]  # by it, to it, about it
    trend: Trend  # of what is accepted
    voices: tuple[Share, ...]  # on which it rests
    outlets: tuple[Share, ...]

    @property
    def accepted(self) -> list[Participation]:
        """The facts that are accepted, with this entity in them."""
        return [its for its in self.found if its.accepted]

    @property
    def open(self) -> list[Participation]:
        """What is not accepted, or denied by somebody, or conflicts: the least settled first, then the newest."""
        found = ranked((its for its in self.found if its.is_open), lambda its: its.fact)
        return sorted(found, key=lambda its: (its.contested is not Contested.BY_PARTY, its.accepted))

    @property
    def days(self) -> tuple[str | None, str | None]:
        """The first and the last day of what is accepted, as far as bounds are known."""
        whens = [its.fact.when for its in self.accepted]
        firsts = [day for when in whens if (day := when.earliest or when.latest)]
        lasts = [day for when in whens if (day := when.latest or when.earliest)]
        return min(firsts, default=None), max(lasts, default=None)

    @property
    def by_status(self) -> dict[str, int]:
        """How many facts stand how, as far as this entity goes: the best sourced first."""
        counts = Counter(its.status for its in self.found)
        return {its.value: counts[its] for its in sorted(counts, key=lambda its: -its.strength)}

    def partners(self, way: str) -> list[Dyad]:
        """Give the pairs that it is in: `together`, or what it has `done` to others, or `received` from them."""
        if way == TOGETHER:
            return [pair for pair in self.pairs if not pair.directed]
        id_ = self.entity.id
        return [pair for pair in self.pairs if pair.directed and (pair.source == id_) == (way == DONE)]

    def row(self, top: int | None = None) -> Row:
        """Give the JSON of `kg profile`; of each list all, or the first so many."""
        snapshot, its = self.snapshot, self.entity
        first, last = self.days
        rested = [its.claims for its in self.accepted]
        return {
            "entity": its.id,
            "name": snapshot.teller.name(its.id),
            "kind": its.kind.value,
            "aliases": list(its.aliases),
            "anonymous": its.anonymous,
            "side": self.side and {
                "ends": list(self.side.ends),
                "way": [{"from": step.source, "link": step.link, "to": step.target} for step in self.way],
                "day": snapshot.account.known_by,
            },
            "first": first,
            "last": last,
            "findings": len(self.found),
            "by_status": self.by_status,
            "accepted": len(self.accepted),
            "contested": sum(its.contested is Contested.BY_PARTY for its in self.found),
            "contested_by_outsider": sum(its.contested is Contested.BY_OUTSIDER for its in self.found),
            "conflicting": sum(bool(its.conflicts) for its in self.found),
            "read": sum(not rests_on_rows(snapshot, keys) for keys in rested),
            "posts": [self._post(post) for post in self.posts[:top]],
            "holders": [self._post(post) for post in self.holders[:top]],
            "partners": {way: _rows(self.pairs, self.partners(way)[:top]) for way in self.ways},
            **{way: its.row() for way, its in self.ways.items()},
            "statements": {of: self._statements(its) for of, its in self.statements.items()},
            "trend": {"unit": self.trend.unit, "counts": self.trend.counts}
            | {"wider": self.trend.wider, "undated": self.trend.undated},
            "voices": [_share(its) for its in self.voices[:top]],
            "outlets": [_share(its) for its in self.outlets[:top]],
            "one_voice": sum(its.alone for its in self.voices),
            "one_outlet": sum(its.alone for its in self.outlets),
            "open": [self._part(its) | {"conflicts": list(its.conflicts)} for its in self.open[:top]],
            "left_out": list(self.pairs.left_out),
        }  # fmt: skip
