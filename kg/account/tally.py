"""The claims on one fact, counted for the rule: what each matter is given a status by."""

from __future__ import annotations

from kg.account.counting import Counted, Matter, Slot, Word, count
from kg.account.rule import Tally
from kg.account.voices import Links, Sides
from kg.model.period import Period, time_of
from kg.model.records import Stance
from kg.ontology import FactType


class FactClaims:
    """The claims on one fact, split into words with their voices, and the fact's parties with their sides.

    A matter is the fact itself (None) or one filler of one of its roles.

    Parameters
    ----------
    said
        The words on the fact, at least one.
    links
        Entities and fact types.
    sides
        On which side an entity is.
    known_by
        YYYY-MM-DD: the day of knowledge.
    """

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

    def kept(self, matter: Matter) -> list[Word]:
        """List the words that count on a matter."""
        return self.counted.fact if matter is None else self.counted.fillers[matter]

    def voice(self, word: Word, matter: Matter) -> str | None:
        """Name the voice of a word on a matter; None if it narrates what its article attributes to another."""
        if word.narrates and word.asserts and word.key in self.counted.voiceless.get(matter, ()):
            return None
        return self.voices[word]

    def own_sides(self, matter: Matter) -> frozenset[str]:
        """Give the sides of a filler of a party role, which must speak for itself; nothing for other matters."""
        if matter is None or matter[0] not in self.type.parties:
            return frozenset()
        return self.parties.get(matter) or self.sides_of(matter, self.kept(matter))

    def tally(self, matter: Matter, *, fulfilled: bool = False) -> Tally:
        """Gather what the rule looks at to give a matter its status."""
        kept, own = self.kept(matter), self.own_sides(matter)
        is_party = matter is not None and matter[0] in self.type.parties
        return Tally(
            # A fact known only from claims on its fillers was never claimed itself, so it is not retracted.
            counting=bool(kept) or (matter is None and not any(word.of_fact for word in self.said)),
            asserting=frozenset(voice for word in kept if word.asserts and (voice := self.voice(word, matter))),
            asserters=frozenset(word.speaker for word in kept if word.asserts),
            deniers=frozenset(
                (word.speaker, self.voice(word, matter) or "") for word in kept if word.claim.stance is Stance.DENIES
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
