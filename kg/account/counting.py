"""Which claims count: the first part of the rule, for a fact and for each filler of its roles."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable

from msgspec import Struct

from kg.account.superseding import Standing
from kg.account.voices import Links
from kg.account.words import Matter, Slot, Word
from kg.model.records import Claim


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
        judge = Standing(words, links)
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


def _rest_on_sources(said: list[Word], fact: list[Word], fillers: dict[Slot, list[Word]]) -> Counted:
    """Take its voice from an article's own assertion of what it attributes to a source.

    Such a narration stands and falls with what it rests on: it counts while one of the assertions that the same
    article attributes to others counts, whatever these speakers have said elsewhere since.
    """
    if not any(word.narrates and word.asserts for word in said):
        return Counted(fact, fillers, {})
    voiceless: dict[Matter, frozenset[str]] = {}
    fact, voiceless[None], fallen = _resting(fact, _cited(word for word in said if word.of_fact))
    naming: dict[Slot, list[Word]] = defaultdict(list)
    for word in said:
        for slot in word.slots:
            naming[slot].append(word)
    for slot, kept in fillers.items():
        cited = _cited(naming[slot])
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
