"""Which claims count: the first part of the rule, for a fact and for each filler of its roles.

A claim that two speakers make jointly may count for the one and not for the other, who has said something else since.
So a claim is first split into words, one for each speaker: a word is what one speaker says in one claim.
"""

from __future__ import annotations

from collections import defaultdict
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
    narrates: bool  # a publisher in its own voice
    key: str  # of the claim; this and the next are asked so often that they are worked out once
    asserts: bool  # whether the speaker says that it is so
    of_fact: bool  # whether the claim speaks of the fact, and not of fillers only
    slots: tuple[Slot, ...]  # the fillers that the claim names


class Counted(Struct, frozen=True):
    """The words that count on one fact: for the fact, and for each filler of its roles.

    `voiceless` holds, for each matter, the claims by which an article narrates what it also attributes to a source:
    they count, but are no voice.
    """

    fact: list[Word]
    fillers: dict[Slot, list[Word]]  # every filler that a claim names, even if no word counts
    voiceless: dict[Matter, frozenset[str]]  # keys of claims


def known(claims: Iterable[Claim], links: Links, known_by: str) -> dict[str, list[Claim]]:
    """Gather the claims published by a day, by fact.

    Parameters
    ----------
    claims
        In any order; a claim given twice is one claim.
    links
        Articles.
    known_by
        YYYY-MM-DD: articles published later (their latest possible day) are not known.

    Returns
    -------
    dict
        Fact id -> its claims, ordered by their keys; facts in order.
    """
    by_key = {claim.key: claim for claim in claims if links.articles[claim.article].day <= known_by}
    found: dict[str, list[Claim]] = defaultdict(list)
    for key in sorted(by_key):
        found[by_key[key].fact].append(by_key[key])
    return dict(sorted(found.items()))


def words(claims: Iterable[Claim], links: Links, known_by: str) -> dict[str, list[Word]]:
    """Split the claims published by a day into words, by fact; as `known`, and of each fact as `split`."""
    return {fact: split(its, links) for fact, its in known(claims, links, known_by).items()}


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
        for entity in claim.speaker or (article.publisher,):
            speaker = f"{entity}@{article.id}" if links.entities[entity].anonymous else entity
            narrates = entity == article.publisher
            found.append(Word(claim, entity, speaker, day, narrates, key, asserts, of_fact, named))
    return found


def said_on(claim: Claim, article: Article) -> str:
    """Give the latest possible day on which a claim was said, never after its article's publication."""
    return min(claim.said.latest or article.day, article.day) if claim.said else article.day


def slots(claim: Claim) -> list[Slot]:
    """List the fillers that a claim names, each with its role."""
    return [(role, filler) for role, fillers in claim.roles.items() for filler in fillers]


def count(said: list[Word]) -> Counted:
    """Tell which words on one fact count, for the fact and for each filler.

    A speaker's strictly later assertion, announcement or denial supersedes his earlier words of the same
    scope; of a filler, his latest word that names it stands, whatever its scope, so that who corrects one
    name of a list corrects that name. A retraction removes its speaker's words of that day and before.
    """
    latest: dict[tuple[str, Matter], str] = {}
    retracted: dict[tuple[str, Matter], str] = {}
    for word in said:
        matters: list[Matter] = [None] if word.of_fact else []
        if word.claim.stance is Stance.RETRACTS:
            _note_day(retracted, word, matters or word.slots)
        elif word.claim.stance.supersedes:
            _note_day(latest, word, [*matters, *word.slots])
    fact: list[Word] = []
    fillers: dict[Slot, list[Word]] = {}
    for word in said:
        stands = word.claim.stance is not Stance.RETRACTS and word.day > retracted.get((word.speaker, None), "")
        of_fact = stands and word.of_fact and word.day >= latest.get((word.speaker, None), "")
        if of_fact:
            fact.append(word)
        for slot in word.slots:
            kept = fillers.setdefault(slot, [])
            mine = (word.speaker, slot)
            if (of_fact if word.of_fact else stands) and latest.get(mine, "") <= word.day > retracted.get(mine, ""):
                kept.append(word)
    return _without_leaning_voices(said, fact, fillers)


def _note_day(days: dict[tuple[str, Matter], str], word: Word, matters: Iterable[Matter]) -> None:
    """Keep the latest day on which a speaker has spoken of these matters."""
    for matter in matters:
        days[word.speaker, matter] = max(days.get((word.speaker, matter), ""), word.day)


def _without_leaning_voices(said: list[Word], fact: list[Word], fillers: dict[Slot, list[Word]]) -> Counted:
    """Take its voice from what an article narrates and also attributes to a source: the narration leans on the source.

    Such a narration stands and falls with its source: it counts while one of the speakers whom the same
    article cites for it still asserts it.
    """
    if not any(word.narrates and word.asserts for word in said):
        return Counted(fact, fillers, {})
    voiceless: dict[Matter, frozenset[str]] = {}
    fact, voiceless[None] = _leaning(fact, _cited(word for word in said if word.of_fact))
    for slot, kept in fillers.items():
        cited = _cited(word for word in said if slot in word.slots)
        fillers[slot], voiceless[slot] = _leaning(kept, cited)
    stands = {word.key for word in fact}
    for slot, kept in fillers.items():
        fillers[slot] = [w for w in kept if not (w.narrates and w.asserts and w.of_fact) or w.key in stands]
    return Counted(fact, fillers, voiceless)


def _cited(said: Iterable[Word]) -> dict[str, set[str]]:
    """For each article, the speakers to whom it attributes an assertion."""
    cited: dict[str, set[str]] = defaultdict(set)
    for word in said:
        if word.asserts and not word.narrates:
            cited[word.claim.article].add(word.speaker)
    return cited


def _leaning(kept: list[Word], cited: dict[str, set[str]]) -> tuple[list[Word], frozenset[str]]:
    """Give the words that count still, and the claims among them that lean on a source."""
    asserting = {word.speaker for word in kept if word.asserts and not word.narrates}
    leaning = {w.key for w in kept if w.narrates and w.asserts and cited.get(w.claim.article)}
    fallen = {w.key for w in kept if w.key in leaning and not cited[w.claim.article] & asserting}
    return [w for w in kept if not (w.narrates and w.key in fallen)], frozenset(leaning - fallen)
