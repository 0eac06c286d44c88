"""Who an entity is in an account, on one screen: what `kg profile` prints."""

from __future__ import annotations

from typing import Any

from msgspec import structs, to_builtins

from kg.base.hints import counted
from kg.base.listings import first_lines
from kg.history.chronology import stretches
from kg.model.records import Contested
from kg.network.acts import happening
from kg.report.counted.dyads import dyads
from kg.report.facts import Row, rests_on_rows
from kg.report.networks import with_ends
from kg.report.profiles import profile_words
from kg.report.profiles.participations import DONE, RECEIVED, TOGETHER, Participation, participations, way_of
from kg.report.profiles.profile_parts import (
    BY,
    CONCERNING,
    TO,
    Post,
    Profiled,
    Statements,
    posts_of,
    said_of,
    side_of,
    spoken_by,
)
from kg.report.profiles.tallies import deeds, shares, trend
from kg.snapshot.snapshot import Snapshot


class Profile(Profiled, frozen=True):
    """What an account tells of one entity; in Jupyter it shows itself as a card."""

    def lines(self, top: int = profile_words.MOST) -> list[str]:
        """Write it for a terminal: of each list the first so many."""
        return profile_words.lines(self, top)

    def __repr__(self) -> str:
        """Count what names it, and write the first lines."""
        accepted = counted(sum(its.accepted for its in self.found), "accepted finding")
        head = f"<Profile of {self.entity.id}: {accepted} of {len(self.found):,}>"
        return first_lines(head, self.lines(), "`lines()` gives all")

    def _repr_html_(self) -> str:
        return profile_words.card(self)

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
            "side": self.side
            and {
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
            "partners": {
                way: structs.replace(self.pairs, pairs=tuple(self.partners(way)[:top])).row() for way in self.ways
            },
            **{way: its.row() for way, its in self.ways.items()},
            "statements": {of: self._statements(its) for of, its in self.statements.items()},
            "source": to_builtins(self.spoken),
            "trend": to_builtins(self.trend),
            "voices": to_builtins(self.voices[:top]),
            "outlets": to_builtins(self.outlets[:top]),
            "one_voice": sum(its.alone for its in self.voices),
            "one_outlet": sum(its.alone for its in self.outlets),
            "open": [self._part(its) for its in self.open[:top]],
            "left_out": list(self.pairs.left_out),
        }

    def _part(self, its: Participation) -> Row:
        return {
            "fact": its.fact.fact,
            "type": its.fact.type,
            "what": self.snapshot.teller.heading(its.fact),
            "when": its.fact.when.text,
            "status": its.status.value,
            "contested": its.contested and its.contested.value,
            "accepted": its.accepted,
            "conflicts": list(its.conflicts),
            "voices": list(its.voices),
            "outlets": list(its.outlets),
            "read": not rests_on_rows(self.snapshot, its.claims),
        }

    def _post(self, post: Post) -> Row:
        when = post.its.fact.when
        known = stretches(post.its.fact, self.snapshot.claims, lasts=True)
        times = {"earliest": when.earliest, "latest": when.latest, "stated": when.stated} | {
            "stretches": [{"from": its.first, "to": its.last, "known": its.known.value} for its in known]
        }
        return {"holders": list(post.holders), "seats": list(post.seats)} | self._part(post.its) | times

    def _statements(self, its: Statements) -> Row:
        latest = its.latest and {
            "fact": its.latest.fact,
            "what": self.snapshot.teller.heading(its.latest),
            "when": its.latest.when.text,
            "status": its.latest.status.value,
            "voices": list(its.latest.voices),
        }
        counts = {"accepted": its.accepted, "not_accepted": its.not_accepted, "voices": its.voices}
        return counts | {"latest": latest}


def profile(snapshot: Snapshot, entity: str, **choice: Any) -> Profile:  # noqa: ANN401 - see kg.network.network
    """Tell on one screen who an entity is, as far as an account goes.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    entity
        Its id, or another id of it.
    **choice
        With whom and by which edges it deals, as in `kg.report.counted.dyads.dyads`; all else is of all facts.

    Returns
    -------
    Profile
        Its `row()` is the JSON of `kg profile`. Facts are counted, and never reports of them. What is accepted is that
        as far as this entity goes: of a fact in which its part is denied, that part.

    Raises
    ------
    UsageError, NotFoundError
        If there is no such entity, or no such option of a network.
    """
    entity = snapshot.entity(entity)
    chosen, _ = with_ends(snapshot, choice, (entity,))  # type: ignore[arg-type] # options by their names
    ontology, layers = snapshot.ontology, happening(snapshot.ontology)
    found = participations(snapshot, entity)
    side, way = side_of(snapshot, entity)
    accepted = [its for its in found if its.accepted]
    ways: dict[str, list[Participation]] = {TOGETHER: [], DONE: [], RECEIVED: []}
    for its in found:
        if taken := way_of(its, ontology, layers):
            ways[taken].append(its)
    return Profile(
        snapshot=snapshot,
        entity=snapshot.records.entities[entity],
        side=side,
        way=way,
        found=tuple(found),
        posts=tuple(posts_of(found, ontology, is_holder=True)),
        holders=tuple(posts_of(found, ontology, is_holder=False)),
        pairs=dyads(snapshot, entity, **chosen),
        ways={name: deeds(its, ontology) for name, its in ways.items()},
        statements={of: said_of(found, ontology, of) for of in (BY, TO, CONCERNING)},
        spoken=spoken_by(snapshot, entity),
        trend=trend(its.fact for its in accepted),
        voices=tuple(shares(its.voices for its in accepted)),
        outlets=tuple(shares(its.outlets for its in accepted)),
    )
