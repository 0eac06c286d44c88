"""In how many places one person was at once, day by day: conflicts of whereabouts, counted as people count them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from kg.account.at_once import Held
from kg.account.conflicts import clashing_stays
from kg.account.facts import Account
from kg.account.places import Places, SomePlaces
from kg.account.voices import Links
from kg.model.records import Claim


class Whereabouts(Struct, frozen=True, order=True):
    """Places in which claims put one person at once, of which each lies apart from another."""

    person: str
    when: str  # EDTF: a day, or the days during all of which these stays went on
    places: tuple[str, ...]  # in order, without those that are around another of them
    facts: tuple[str, ...]  # in order


def whereabouts_by_day(account: Account, claims: Mapping[str, Claim], links: Links) -> list[Whereabouts]:
    """Count by person and day in which places, of which none is inside the other, a person was at once.

    Parameters
    ----------
    account, claims, links
        As of `kg.account.conflicts.conflicts`.

    Returns
    -------
    list
        By person and day: one for each day or stretch of days on which something began that clashes.
    """
    stays = clashing_stays(account, claims, links)
    return sorted(its for person, bundle in stays for its in _by_day(person, bundle, links.places))


def _by_day(person: str, bundle: list[Held], places: Places) -> Iterator[Whereabouts]:
    """Go through the stays of one person as they begin: whatever goes on at once does so when the last of it begins."""
    ordered = sorted(bundle, key=lambda its: its.begin)
    going_on: list[Held] = []
    for number, its in enumerate(ordered):
        going_on = [*(other for other in going_on if other.end >= its.begin), its]
        if number + 1 < len(ordered) and ordered[number + 1].begin == its.begin:
            continue  # not all that begins here is there yet
        apart = _apart(going_on, places)
        if apart:
            first, last = its.days[0], min(other.days[1] for other in going_on)
            facts = tuple(sorted({other.fact for other in going_on if other.value in apart}))
            innermost = {place for place in apart if not _is_around_another(place, apart, places)}
            yield Whereabouts(person, first if first == last else f"{first}/{last}", tuple(sorted(innermost)), facts)


def _apart(stays: list[Held], places: Places) -> set[str]:
    """Name the places of some stays that lie apart from one that another fact gives."""
    every, by_fact = SomePlaces(places), defaultdict[str, SomePlaces](lambda: SomePlaces(places))
    for its in stays:
        every.add(its.value)
        by_fact[its.fact].add(its.value)
    return {its.value for its in stays if every.apart(its.value) > by_fact[its.fact].apart(its.value)}


def _is_around_another(place: str, others: Iterable[str], places: Places) -> bool:
    return any(other != place and places.is_inside(other, place) for other in others)
