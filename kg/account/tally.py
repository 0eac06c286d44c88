"""A fact as a case: what was said of it, with the voices, and its parties with their sides; what the rule weighs."""

from __future__ import annotations

from kg.account.counting import Counted, Slot, Word, count
from kg.account.rule import Tally
from kg.account.voices import Links, Sides
from kg.model.period import Period, time_of
from kg.model.records import Stance
from kg.ontology import FactType


class Case:
    """All that the rule weighs on one fact: its words with their voices, and its parties with their sides."""

    def __init__(self, said: list[Word], links: Links, sides: Sides, known_by: str) -> None:
        self.said, self.counted, self.links, self.sides = said, count(said), links, sides
        counted = self.counted
        self.type = its = links.types[said[0].claim.type]
        self.voices = {word: sides.voice(word.entity, word.claim.article, word.day) for word in said}
        self.parties = {
            slot: self.sides_of(slot, naming)
            for slot, kept in counted.fillers.items()
            if slot[0] in its.parties and (naming := _naming(slot, kept, counted.fact))
        }
        self.partial = frozenset(side for of_one in self.parties.values() for side in of_one)
        self.when = _when(counted, its)
        self.passed = self.when.latest is not None and self.when.latest < known_by

    def sides_of(self, slot: Slot, naming: list[Word]) -> frozenset[str]:
        """Find the sides of a filler on the days on which it was named; who is anonymous has none."""
        entity = self.links.entities.get(slot[1])
        if entity is None or entity.anonymous:
            return frozenset()
        return frozenset(self.sides.side(entity.id, word.day).end for word in naming)

    def kept(self, slot: Slot | None) -> list[Word]:
        """List the words that count on the fact (None) or on a filler."""
        return self.counted.fact if slot is None else self.counted.fillers[slot]

    def voice(self, word: Word, slot: Slot | None) -> str | None:
        """Name the voice of a word on a matter; None if it narrates what its article attributes to another."""
        if word.narrates and word.asserts and word.key in self.counted.voiceless.get(slot, ()):
            return None
        return self.voices[word]

    def own(self, slot: Slot | None) -> frozenset[str]:
        """Give the sides of a filler of a party role, which must speak for itself; nothing for others."""
        if slot is None or slot[0] not in self.type.parties:
            return frozenset()
        return self.parties.get(slot) or self.sides_of(slot, self.kept(slot))

    def tally(self, slot: Slot | None, *, fulfilled: bool = False) -> Tally:
        """Gather what the rule looks at, for the fact (None) or for a filler."""
        kept, own = self.kept(slot), self.own(slot)
        is_party = slot is not None and slot[0] in self.type.parties
        return Tally(
            # A fact known only from claims on its fillers was never claimed itself, so it is not retracted.
            counting=bool(kept) or (slot is None and not any(word.of_fact for word in self.said)),
            asserting=frozenset(voice for word in kept if word.asserts and (voice := self.voice(word, slot))),
            asserters=frozenset(word.speaker for word in kept if word.asserts),
            deniers=frozenset(
                (word.speaker, self.voice(word, slot) or "") for word in kept if word.claim.stance is Stance.DENIES
            ),
            announced=any(word.claim.stance is Stance.ANNOUNCES for word in kept),
            fulfilled=fulfilled,
            passed=self.passed,
            parties=(own,) if is_party else tuple(self.parties.values()),
            partial=self.partial | own,
        )


def _naming(slot: Slot, kept: list[Word], of_fact: list[Word]) -> list[Word]:
    """List the words that name a party; who takes back a name has named it, and does not speak for it."""
    return [word for word in kept if word.asserts] + [
        word for word in of_fact if word.asserts and slot[1] in word.claim.roles.get(slot[0], ()) and word not in kept
    ]


def _when(counted: Counted, its: FactType) -> Period:
    """Time a fact by the claims that assert it; else by those that announce it; else by all that count."""
    counting = {w.key: w.claim for w in counted.fact}
    counting |= {w.key: w.claim for kept in counted.fillers.values() for w in kept}
    for stance in (Stance.ASSERTS, Stance.ANNOUNCES):
        if of_stance := [claim for claim in counting.values() if claim.stance is stance]:
            return time_of([claim.when for claim in of_stance if claim.when], lasts=its.lasts)
    return time_of([claim.when for claim in counting.values() if claim.when], lasts=its.lasts)
