"""Words: what one speaker says in one claim.

A claim that two speakers make jointly may count for the one and not for the other, who has said something else since.
So a claim is first split into words, one for each speaker.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kg.account.voices import Links
from kg.model.records import Article, Claim, Scope, Stance

Slot = tuple[str, str]  # a role and one of its fillers
Matter = Slot | None  # what a status is given to: a filler, or (None) the fact itself


class Word(Struct, frozen=True, eq=False):
    """What one speaker says in one claim."""

    claim: Claim
    entity: str  # the speaker's entity
    speaker: str  # who it is when words are compared: an anonymous speaker only within one article
    day: str  # the latest possible day on which it was said, never after publication
    dated: bool  # whether it is known when it was said: else it takes the place of nothing
    narrates: bool  # the newspaper, agency or coder in its own voice
    key: str  # of the claim; this and the next are asked so often that they are worked out once
    asserts: bool  # whether the speaker says that it is so
    of_fact: bool  # whether the claim speaks of the fact, and not of fillers only
    slots: tuple[Slot, ...]  # the fillers that the claim names


def split(claims: Iterable[Claim], links: Links) -> list[Word]:
    """Split the claims on one fact into words, in order.

    Parameters
    ----------
    claims
        In order of their keys.
    links
        Entities and articles.
    """
    found: list[Word] = []
    for claim in claims:
        article, key, named = links.articles[claim.article], claim.key, tuple(slots(claim))
        day, asserts, of_fact = said_on(claim, article), claim.stance is Stance.ASSERTS, claim.scope is Scope.FACT
        for entity in claim.speaker or (article.narrator,):
            speaker = f"{entity}@{article.id}" if links.is_anonymous(entity) else entity
            narrates, dated = entity == article.narrator, is_dated(claim, article)
            found.append(Word(claim, entity, speaker, day, dated, narrates, key, asserts, of_fact, named))
    return found


def said_on(claim: Claim, article: Article) -> str:
    """Give the latest possible day on which a claim was said, never after its article's publication."""
    return min(claim.said.latest or article.day, article.day) if claim.said else article.day


def is_dated(claim: Claim, article: Article) -> bool:
    """Tell whether it is known when a claim was said: on a stated day, or on a day of publication that is known."""
    return article.is_dated or (claim.said is not None and claim.said.latest is not None)


def slots(claim: Claim) -> list[Slot]:
    """List the fillers that a claim names, each with its role."""
    return [(role, filler) for role, fillers in claim.roles.items() for filler in fillers]
