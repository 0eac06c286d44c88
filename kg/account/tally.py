"""The claims on one fact, counted for the rule: what each matter is given a status by."""

from __future__ import annotations

from collections.abc import Collection

from kg.account.counting import Counted, Matter, Slot, Word, count, said_on
from kg.account.rule import Tally
from kg.account.voices import Links, Sides
from kg.model.period import Period, time_of
from kg.model.records import Claim, Stance
from kg.ontology import FactType

FIRST_DAY, LAST_DAY = "0001-01-01", "9999-12-31"


class FactClaims:
    """The claims on one fact, split into words with their voices, and the fact's parties with their sides.

    A matter is the fact itself (None) or one filler of one of its roles.

    Parameters
    ----------
    said
        The words on the fact, at least one of which is not withdrawn.
    links
        Entities and fact types.
    sides
        On which side an entity is.
    day
        YYYY-MM-DD: the day on which plans are judged.
    withdrawn
        Words that are taken away.
    """

    def __init__(
        self, said: list[Word], links: Links, sides: Sides, day: str, withdrawn: Collection[Word] = ()
    ) -> None:
        gone = set(withdrawn)
        self._lone_coders: dict[Matter, str | None] = {}  # asked for each word
        self.counted, self.links, self.sides = count(said, links, gone), links, sides
        self.said = said = [word for word in said if word not in gone]
        counted = self.counted
        self.type = its = links.types[said[0].claim.type]
        self.voices = {word: sides.voice(word.entity, word.claim.article, word.day) for word in said}
        self.parties = {
            slot: self.sides_of(slot, naming)
            for slot, kept in counted.fillers.items()
            if slot[0] in its.parties and (naming := _naming(slot, kept, counted.fact))
        }
        named = {role for role, _ in self.parties}
        self.unspoken = (frozenset[str](),) if set(its.always) - named else ()  # a party that nobody names
        self.partial = frozenset(side for of_one in self.parties.values() for side in of_one)
        self.when = _when(counted, its)
        self.passed = _passed(counted, self.when, its, day)

    def sides_of(self, slot: Slot, naming: list[Word]) -> frozenset[str]:
        """Find the sides of a filler at the times for which it was named; the anonymous have none."""
        entity = self.links.entities.get(slot[1])
        if entity is None or entity.anonymous:
            return frozenset()
        ends = (self.sides.side(entity.id, *party_days(word.claim, word.day)).end for word in naming)
        return frozenset(end for end in ends if end is not None)

    def kept(self, matter: Matter) -> list[Word]:
        """List the words that count on a matter."""
        return self.counted.fact if matter is None else self.counted.fillers[matter]

    def voice(self, word: Word, matter: Matter) -> str | None:
        """Name the voice of a word on a matter; None if it only tells what another voice stands for."""
        if word.narrates and word.asserts and word.key in self.counted.voiceless.get(matter, ()):
            return None
        if word.narrates and word.asserts and self._is_coder(word) and self.voices[word] != self._lone_coder(matter):
            return None
        return self.voices[word]

    def _is_coder(self, word: Word) -> bool:
        return self.links.articles[word.claim.article].is_coder

    def _lone_coder(self, matter: Matter) -> str | None:
        """Name the one coder that counts as a voice on a matter, which it does only where nobody else asserts."""
        if matter not in self._lone_coders:
            asserting = [word for word in self.kept(matter) if word.asserts]
            coders = [self.voices[word] for word in asserting if word.narrates and self._is_coder(word)]
            self._lone_coders[matter] = min(coders, default=None) if len(coders) == len(asserting) else None
        return self._lone_coders[matter]

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
            parties=(own,) if is_party else (*self.parties.values(), *self.unspoken),
            partial=self.partial | own,
        )


def _naming(slot: Slot, kept: list[Word], of_fact: list[Word]) -> list[Word]:
    """List the words that name a party; who takes back a name has named it, and does not speak for it."""
    there = set(kept)
    return [word for word in kept if word.asserts] + [
        word for word in of_fact if word.asserts and slot in word.slots and word not in there
    ]


def outlet(claim: Claim, links: Links, sides: Sides) -> str:
    """Name the outlet of a claim: the first relay that is not of the speaker's side, else the agency or publisher."""
    article = links.articles[claim.article]
    day = said_on(claim, article)
    own = {sides.voice(speaker, article.id, day) for speaker in claim.speaker or (article.narrator,)}
    foreign = (relay for relay in claim.via if sides.voice(relay, article.id, day) not in own)
    return next(foreign, article.narrator)


def party_days(claim: Claim, said: str) -> tuple[str, str]:
    """Give the days among which a party's side is asked for: the fact's as the claim dates it, else the day said."""
    when = claim.when
    return (when.earliest or FIRST_DAY, when.latest or LAST_DAY) if when else (said, said)


def _timed(counted: Counted) -> list[Claim]:
    """List the claims that may time a fact: those that count, on the fact or on its fillers only."""
    on_fact = {word.key for word in counted.fact}
    words = [word for kept in counted.fillers.values() for word in kept if not word.of_fact or word.key in on_fact]
    return list({word.key: word.claim for word in (*counted.fact, *words)}.values())


def _when(counted: Counted, its: FactType) -> Period:
    """Time a fact by the claims that assert it; else by those that announce it; else by all that count."""
    counting = _timed(counted)
    for stance in (Stance.ASSERTS, Stance.ANNOUNCES):
        if of_stance := [claim for claim in counting if claim.stance is stance]:
            return time_of([claim.when for claim in of_stance if claim.when], lasts=its.lasts)
    return time_of([claim.when for claim in counting if claim.when], lasts=its.lasts)


def _passed(counted: Counted, when: Period, its: FactType, today: str) -> bool:
    """Tell whether the time of a plan has passed: of a planned situation, its last named day."""
    last = when.latest
    if last is None and its.lasts:
        stated = [claim.when for claim in _timed(counted) if claim.stance is Stance.ANNOUNCES and claim.when]
        last = max((day for its in stated if (day := its.latest or its.begins)), default=None)
    return last is not None and last < today
