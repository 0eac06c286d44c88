"""With which side each actor is counted, and in whose area of the page it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache
from typing import TYPE_CHECKING

from kg.account.context import sides_known
from kg.account.facts import Account
from kg.account.voices import Links, is_anonymous
from kg.account.words import said_on
from kg.base.hints import several
from kg.model.records import ACTORS, Claim, Kind, Records
from kg.snapshot.slices import Cut, cut_account

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot

AREAS = frozenset({Kind.COUNTRY, Kind.ORGANIZATION, Kind.GROUP})  # kinds of entities with which others are counted


class Areas:
    """Tells the area of an actor by its id, and who of several has one without speaking for it.

    Parameters
    ----------
    area
        The id of an actor -> that of its area.
    between
        Actors whose links lead to several sides, in order.
    """

    def __init__(self, area: Callable[[str], str], between: Iterable[str]) -> None:
        self._area, self.between = area, tuple(between)

    def __call__(self, id_: str) -> str:
        """Give the id of an actor's area."""
        return self._area(id_)

    def told(self, name: Callable[[str], str]) -> str:
        """Say in a line who is counted with one of several sides and speaks for none; empty if nobody is.

        Parameters
        ----------
        name
            The id of an entity -> its name.
        """
        found = [f"{name(id_)} with {name(area)}" for id_ in self.between if (area := self(id_)) != id_]
        which = f"between sides, and counted with one of them: {several(found)}; `side:` says for which an actor speaks"
        return which if found else ""


def before_filters(snapshot: Snapshot) -> tuple[Records, Account]:
    """Give what a slice has before its filters leave facts out: with what is said of who serves whom."""
    if not snapshot.cut.filters:
        return snapshot.records, snapshot.account
    whole, cut = snapshot.whole, Cut(snapshot.cut.known_by, snapshot.cut.withdrawn)
    return cut_account(whole.records, whole.ontology, whole.account, cut)


def side_in(snapshot: Snapshot) -> Areas:
    """Tell with which side an actor of a graph is counted; filters hide nothing of who serves whom.

    Parameters
    ----------
    snapshot
        The whole, or a slice.

    Returns
    -------
    Areas
        As of `area_of`, of all actors that facts name.
    """
    records, account = before_filters(snapshot)
    named = {filler for fact in account.facts.values() for _, filler in fact.fillers}
    actors = sorted(id_ for id_ in named if id_ in records.entities and records.entities[id_].kind in ACTORS)
    claims = [claim for claim in records.claims if claim.key in account.readings]
    return area_of(actors, claims, Links.of(records, snapshot.ontology), account)


def between_sides(snapshot: Snapshot, claims: Iterable[Claim]) -> dict[str, dict[str, tuple[str, ...]]]:
    """Find named speakers that count as anonymous ones do, since they speak for none of several sides.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    claims
        Some of its claims.

    Returns
    -------
    dict
        Key of a claim -> speaker -> the places in which its ways upward end, of many the first few; of those claims
        only that have such a speaker.
    """
    links = Links.of(snapshot.records, snapshot.ontology)
    asked: dict[str, tuple[str, list[str]]] = {}
    for claim in claims:
        article = links.articles[claim.article]
        named = [its for its in claim.speaker or (article.narrator,) if not links.is_anonymous(its)]
        if named and any(map(is_anonymous, snapshot.account.readings[claim.key].voices)):
            asked[claim.key] = (said_on(claim, article), named)
    if not asked:
        return {}
    records, account = before_filters(snapshot)
    known = [claim for claim in records.claims if claim.key in account.readings]
    sides = sides_known(known, Links.of(records, snapshot.ontology), account.known_by)
    every = {key: {its: sides.side(its, day).ends for its in named} for key, (day, named) in asked.items()}
    torn = {key: {its: ends for its, ends in of.items() if len(ends) > 1} for key, of in every.items()}
    return {key: its for key, its in torn.items() if its}


def area_of(actors: Iterable[str], claims: Iterable[Claim], links: Links, account: Account) -> Areas:
    """Tell the area of an actor.

    Parameters
    ----------
    actors
        Ids of entities: all that are counted by side.
    claims
        Those that say who holds which post; of these, the ones that count are looked at.
    links
        The entities, and the links between them.
    account
        Of these claims.

    Returns
    -------
    Areas
        The id of an actor -> that of the side for which it speaks, or its own. Whose links lead to several sides, as to
        a party and to the chamber in which all parties sit, speaks for none of them, but stands with the one that most
        such actors share, unless more than half of them do.
    """
    sides = sides_known(claims, links, account.known_by)

    @cache
    def ends(id_: str) -> tuple[str, ...]:
        found = sides.side(id_, account.known_by).ends
        return found if len(found) == 1 else tuple(end for end in found if links.entities[end].kind in AREAS)

    between = [id_ for id_ in actors if len(ends(id_)) > 1]
    shared = Counter(end for id_ in between for end in ends(id_))

    @cache
    def area(id_: str) -> str:
        side = min(ends(id_), key=lambda end: (shared[end] * 2 > len(between), -shared[end], end), default=id_)
        return side if links.entities[side].kind in AREAS else id_

    return Areas(area, between)
