"""Entities whose ways upward end in two places: until they say which is their side, they speak for nobody."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.account.counting import count, known
from kg.account.tally import party_days
from kg.account.voices import MOST_ENDS, Links, Sides, tenures
from kg.account.words import said_on, split
from kg.base.errors import WARNING
from kg.base.findings import Finding
from kg.model.records import Claim


def torn(claims: Sequence[Claim], links: Links) -> dict[str, tuple[str, ...]]:
    """Find speakers and parties whose ways upward end in two places.

    Parameters
    ----------
    claims
        Sound claims.
    links
        What the rule reads beside them.

    Returns
    -------
    dict
        Entity -> the places in which its ways end, of the first claim that asks for its side; in order of ids.
    """
    serving = known((claim for claim in claims if links.types[claim.type].bearer), links, None)
    counted = (word.claim for its in serving.values() for word in count(split(its, links), links).fact if word.asserts)
    sides = Sides(links, tenures(counted, links.types))
    found: dict[str, tuple[str, ...]] = {}
    for claim in claims:
        article = links.articles[claim.article]
        day = said_on(claim, article)
        parties = {filler for role in links.types[claim.type].parties for filler in claim.roles.get(role, ())}
        asked = [(speaker, (day, day)) for speaker in claim.speaker or (article.narrator,)]
        asked += [(party, party_days(claim, day)) for party in sorted(parties)]
        for entity, days in asked:
            if entity not in found and entity in links.entities and not links.is_anonymous(entity):
                ends = sides.side(entity, *days).ends
                if len(ends) > 1:
                    found[entity] = ends
    return dict(sorted(found.items()))


def torn_findings(claims: Sequence[Claim], links: Links) -> Iterator[tuple[str, Finding]]:
    """Say of each entity that is torn so, by its id, in which places its ways end; parameters as of `torn`."""
    for id_, ends in torn(claims, links).items():
        places = " and ".join(f"`{end}`" for end in ends) + (" and others" if len(ends) == MOST_ENDS else "")
        text = f"{WARNING}`{id_}`: its ways upward end in {places}, so that it speaks for neither"
        hint = f"say for which it speaks: `side: {ends[0]}`; where it merely belongs is `affiliated-with`"
        yield id_, Finding((), text, hint, at_key=True)
