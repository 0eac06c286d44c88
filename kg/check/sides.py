"""Finds speakers and parties who belong to two sides: the rule cannot tell whose voice such a speaker is."""

from __future__ import annotations

from collections.abc import Sequence

from kg.account.counting import count, said_on, words
from kg.account.voices import Links, Sides, tenures
from kg.base.errors import SideError
from kg.base.findings import Finding
from kg.check.facts import Numbered
from kg.model.records import Claim

_EVER = "9999-12-31"  # a day of knowledge after all others: nothing is left out for being published later


def check_sides(claims: Sequence[Claim], links: Links) -> list[Numbered]:
    """Find claims whose speaker, or a party of whose fact, belongs to two sides on the day on which it speaks.

    Parameters
    ----------
    claims
        Sound claims otherwise.
    links
        What the rule reads beside them.

    Returns
    -------
    list
        The position of each such claim, with what is wrong; an entity is named once for each claim.
    """
    serving = words((claim for claim in claims if links.types[claim.type].bearer), links, _EVER)
    asserted = (word.claim for said in serving.values() for word in count(said).fact if word.asserts)
    sides = Sides(links, tenures(asserted, links.types))
    looked_at: dict[tuple[str, str], Finding | None] = {}
    found: list[Numbered] = []
    for number, claim in enumerate(claims):
        article = links.articles[claim.article]
        day = said_on(claim, article)
        named = {filler for role in links.types[claim.type].parties for filler in claim.roles.get(role, ())}
        for entity in sorted(named.union(claim.speaker or (article.publisher,))):
            if (entity, day) not in looked_at:
                looked_at[entity, day] = _two_ends(sides, entity, day) if entity in links.entities else None
            if finding := looked_at[entity, day]:
                found.append((number, finding))
    return found


def _two_ends(sides: Sides, entity: str, day: str) -> Finding | None:
    try:
        sides.way(entity, day)
    except SideError as error:
        return Finding((), error.what, error.hint)
    return None
