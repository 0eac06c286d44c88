"""Which claims count: the first part of the rule, for a fact and for each filler of its roles.

A claim that two speakers make jointly may count for the one and not for the other, who has said something else since.
So a claim is first split into words, one for each speaker: a word is what one speaker says in one claim.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from msgspec import Struct

from kg.account import incompatible
from kg.account.voices import Links
from kg.model.records import Article, Claim, Scope, Stance

Slot = tuple[str, str]  # a role and one of its fillers
Matter = Slot | None  # what a status is given to: a filler, or (None) the fact itself
_SUPERSEDING = (Stance.ASSERTS, Stance.ANNOUNCES, Stance.DENIES)


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


class Counted(Struct, frozen=True):
    """The words that count on one fact: for the fact, and for each filler of its roles.

    `voiceless` holds, for the fact (key None) and for a filler, the narrating words that rest on a source
    which the same article cites: they count, but are no voice.
    """

    fact: list[Word]
    fillers: dict[Slot, list[Word]]  # every filler that a claim names, even if no word counts
    voiceless: dict[Matter, frozenset[str]]  # keys of claims


def known(claims: Iterable[Claim], links: Links, known_by: str | None) -> dict[str, list[Claim]]:
    """Gather the claims published by a day, by fact.

    Parameters
    ----------
    claims
        In any order; a claim given twice is one claim.
    links
        Articles.
    known_by
        YYYY-MM-DD: articles published later (their latest possible day) are not known; None: all are.

    Returns
    -------
    dict
        Fact id -> its claims, ordered by their keys; facts in order.
    """
    by_key = {claim.key: claim for claim in claims if known_by is None or links.articles[claim.article].day <= known_by}
    found: dict[str, list[Claim]] = defaultdict(list)
    for key in sorted(by_key):
        found[by_key[key].fact].append(by_key[key])
    return dict(sorted(found.items()))


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


def count(said: list[Word], links: Links, withdrawn: Collection[Word] = ()) -> Counted:
    """Tell which words on one fact count, for the fact and for each filler.

    Parameters
    ----------
    said
        All words on the fact.
    links
        Fact types, and which place lies inside which.
    withdrawn
        Those of them that are taken away: they do not count, and what is narrated on them alone falls.

    Returns
    -------
    Counted
        The rule's first part, as it stands in the model: "Which claims count".
    """
    gone = set(withdrawn)
    left = [word for word in said if word not in gone]
    by_speaker: dict[str, list[Word]] = defaultdict(list)
    for word in left:
        by_speaker[word.speaker].append(word)
    fact: list[Word] = []
    fillers: dict[Slot, list[Word]] = {slot: [] for word in left for slot in word.slots}
    for words in by_speaker.values():
        judge = _Speaker(words, links)
        for word in words:
            if judge.retracted(word):
                continue
            if word.of_fact and judge.stands(word):
                fact.append(word)
            for slot in word.slots:
                if judge.stands_on(word, slot):
                    fillers[slot].append(word)
    order = {word: number for number, word in enumerate(said)}
    fact.sort(key=order.__getitem__)
    for kept in fillers.values():
        kept.sort(key=order.__getitem__)
    return _rest_on_sources(said, fact, fillers)


class _Speaker:
    """The words of one speaker on one fact: which of them later ones have taken the place of."""

    def __init__(self, words: list[Word], links: Links) -> None:
        self._links = links
        self._changed = len({word.day for word in words}) > 1  # claims of one day stand together
        self._retractions = [word for word in words if word.claim.stance is Stance.RETRACTS]
        self._later = [word for word in words if word.dated and word.claim.stance in _SUPERSEDING]

    def retracted(self, word: Word) -> bool:
        """Tell whether the speaker has taken the whole claim back; a retraction itself is no claim that counts."""
        if word.claim.stance is Stance.RETRACTS:
            return True
        return any(its.of_fact and its.day >= word.day for its in self._retractions)

    def stands(self, word: Word) -> bool:
        """Tell whether a claim on the fact has not been superseded by a later one on the fact."""
        return not any(
            later.of_fact and (_turns(later, word) or self._corrects(later, word)) for later in self._later_than(word)
        )

    def stands_on(self, word: Word, slot: Slot) -> bool:
        """Tell whether a claim that names a filler has not been superseded as to that filler."""
        if any(slot in its.slots and its.day >= word.day for its in self._retractions):
            return False
        return not any(self._supersedes(later, word, slot) for later in self._later_than(word))

    def _supersedes(self, later: Word, word: Word, slot: Slot) -> bool:
        names = slot in later.slots
        if names and _turns(later, word):
            return True  # of one filler the latest assertion or denial that names it stands, whatever its scope
        if later.of_fact is not word.of_fact:
            return False
        if word.of_fact:
            if _turns(later, word):
                return True
            return self._corrects(later, word) and self._gives_another(later, word, slot)
        if slot[0] not in later.claim.roles:
            return False
        judged = word.asserts or word.claim.stance is Stance.DENIES
        return (not judged and _turns(later, word)) or (
            self._corrects(later, word) and self._gives_another(later, word, slot)
        )

    def _gives_another(self, later: Word, word: Word, slot: Slot) -> bool:
        """Tell whether a correction gives another filler of a functional role, or corrects all that was said."""
        if slot in later.slots:
            return True
        return slot[0] in incompatible.roles(later.claim, word.claim, self._links, (slot[0],))

    def _corrects(self, later: Word, word: Word) -> bool:
        """Tell whether both say that it is, or will be, so, and cannot be had together."""
        return (
            later.claim.stance is word.claim.stance
            and later.claim.stance is not Stance.DENIES
            and incompatible.contradicts(later.claim, word.claim, self._links)
        )

    def _later_than(self, word: Word) -> Iterable[Word]:
        return (later for later in self._later if later.day > word.day) if self._changed else ()


def _turns(later: Word, word: Word) -> bool:
    """Tell whether a later word takes another stance; an announcement never takes the place of an assertion."""
    if later.claim.stance is word.claim.stance:
        return False
    return not (word.asserts and later.claim.stance is Stance.ANNOUNCES)


def _rest_on_sources(said: list[Word], fact: list[Word], fillers: dict[Slot, list[Word]]) -> Counted:
    """Take its voice from an article's own assertion of what it attributes to a source.

    Such a narration stands and falls with what it rests on: it counts while one of the assertions that the same
    article attributes to others counts, whatever these speakers have said elsewhere since.
    """
    if not any(word.narrates and word.asserts for word in said):
        return Counted(fact, fillers, {})
    voiceless: dict[Matter, frozenset[str]] = {}
    fact, voiceless[None], fallen = _resting(fact, _cited(word for word in said if word.of_fact))
    for slot, kept in fillers.items():
        cited = _cited(word for word in said if slot in word.slots)
        kept, voiceless[slot], _ = _resting([word for word in kept if word.key not in fallen], cited)
        fillers[slot] = kept
    return Counted(fact, fillers, voiceless)


def _cited(said: Iterable[Word]) -> dict[str, set[str]]:
    """For each article, the speakers to whom it attributes an assertion."""
    cited: dict[str, set[str]] = defaultdict(set)
    for word in said:
        if word.asserts and not word.narrates:
            cited[word.claim.article].add(word.speaker)
    return cited


def _resting(kept: list[Word], cited: dict[str, set[str]]) -> tuple[list[Word], frozenset[str], frozenset[str]]:
    """Keep the narrations whose sources still assert; give also the keys of those that rest on a source, and fall."""
    stands = {word.claim.article for word in kept if word.asserts and not word.narrates}
    resting = {w.key for w in kept if w.narrates and w.asserts and cited.get(w.claim.article)}
    fallen = frozenset(w.key for w in kept if w.key in resting and w.claim.article not in stands)
    return [w for w in kept if not (w.narrates and w.key in fallen)], frozenset(resting - fallen), fallen
