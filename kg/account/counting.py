"""Which claims count: the first part of the rule, word by word and filler by filler."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from msgspec import Struct

from kg.account.voices import Links
from kg.model.records import Article, Claim, Scope, Stance

Slot = tuple[str, str]  # a role and one of its fillers


class Word(Struct, frozen=True, eq=False):
    """What one speaker says in one claim; a joint statement is one word for each speaker."""

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

    `voiceless` holds, for the fact (key None) and for a filler, the narrating words that lean on a source
    which the same article cites: they count, but are no voice.
    """

    fact: list[Word]
    fillers: dict[Slot, list[Word]]  # every filler that a claim names, even if no word counts
    voiceless: dict[Slot | None, frozenset[str]]  # keys of claims


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
    latest: dict[tuple[str, Slot | None], str] = {}
    retracted: dict[tuple[str, Slot | None], str] = {}
    for word in said:
        marks: list[Slot | None] = [None] if word.of_fact else []
        if word.claim.stance is Stance.RETRACTS:
            _raise(retracted, word, marks if word.of_fact else list(word.slots))
        elif word.claim.stance.supersedes:
            _raise(latest, word, marks + list(word.slots))
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
    return _lean(said, fact, fillers)


def _raise(days: dict[tuple[str, Slot | None], str], word: Word, marks: list[Slot | None]) -> None:
    for mark in marks:
        days[word.speaker, mark] = max(days.get((word.speaker, mark), ""), word.day)


def _lean(said: list[Word], fact: list[Word], fillers: dict[Slot, list[Word]]) -> Counted:
    """Take its voice from an article's own assertion of what it attributes to a source.

    Such a narration stands and falls with its source: it counts while one of the speakers whom the same
    article cites for it still asserts it.
    """
    if not any(word.narrates and word.asserts for word in said):
        return Counted(fact, fillers, {})
    voiceless: dict[Slot | None, frozenset[str]] = {}
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
    asserting = {word.speaker for word in kept if word.asserts and not word.narrates}
    leaning = {w.key for w in kept if w.narrates and w.asserts and cited.get(w.claim.article)}
    fallen = {w.key for w in kept if w.key in leaning and not cited[w.claim.article] & asserting}
    return [w for w in kept if not (w.narrates and w.key in fallen)], frozenset(leaning - fallen)
