"""With which side each actor is counted, and in whose area of the page it stands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from functools import cache

from kg.account.context import sides_known
from kg.account.facts import Account
from kg.account.voices import Links
from kg.model.records import Claim, Kind

AREAS = frozenset({Kind.COUNTRY, Kind.ORGANIZATION, Kind.GROUP})  # kinds of entities with which others are counted


def area_of(actors: Iterable[str], claims: Iterable[Claim], links: Links, account: Account) -> Callable[[str], str]:
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
    callable
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

    return area
