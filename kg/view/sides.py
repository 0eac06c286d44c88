"""For whom each actor speaks: the side in whose area it stands on the page."""

from __future__ import annotations

from collections.abc import Iterable

from kg.account.facts import Account
from kg.account.voices import Links, Sides, tenures
from kg.model.records import Claim, Kind, Stance

_AREAS = frozenset({Kind.COUNTRY, Kind.ORGANIZATION, Kind.GROUP})  # kinds of entities that have an area of the page


def areas_of(actors: Iterable[str], claims: Iterable[Claim], links: Links, account: Account) -> dict[str, str]:
    """Give each actor the id of its area: that of the side for which it speaks, or its own.

    Parameters
    ----------
    actors
        Ids of entities.
    claims
        Those that say who holds which post; of these, the ones that count are looked at.
    links
        The entities, and the links between them.
    account
        Of these claims.
    """
    counting = (c for c in claims if c.stance is Stance.ASSERTS and _counts(c, account))
    sides = Sides(links, tenures(counting, links.types))
    found = {}
    for id_ in actors:
        side = sides.side(id_, account.known_by).end or id_  # where links lead to two sides, it stands by itself
        found[id_] = side if links.entities[side].kind in _AREAS else id_
    return found


def _counts(claim: Claim, account: Account) -> bool:
    reading = account.readings.get(claim.key)
    return reading is not None and reading.counts
