"""The claims on one fact, counted for the rule: what each matter is given a status by."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection

from kg.account.counting import Counted, count
from kg.account.rule import Tally
from kg.account.voices import Links, Sides
from kg.account.words import Matter, Slot, Word, said_on
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
        self.counted, self.links, self.sides = count(said, links, gone), links, sides
        self.said = said = [word for word in said if word not in gone]
        counted = self.counted
        self.type = its = links.types[said[0].claim.type]
        self.naming: dict[Slot, list[Word]] = defaultdict(list)
        for word in said:
            for slot in word.slots:
                self.naming[slot].append(word)
        self._retracting = [word for word in said if word.claim.stance is Stance.RETRACTS]
        self._lone_coders: dict[Matter, str | None] = {}  # asked for each word
        of_fact = {word for word in counted.fact if word.asserts}
        self.voices = {word: sides.voice(word.entity, word.claim.article, word.day) for word in said}
        self.parties = {
            slot: self.sides_of(slot, naming)
            for slot, kept in counted.fillers.items()
            if slot[0] in its.parties and (naming := _naming(self.naming[slot], kept, of_fact))
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

    def retractions(self, matter: Matter) -> list[Word]:
        """List the words that take back a matter: of a filler, those on the whole fact too."""
        retracting = self._retracting
        return [word for word in retracting if matter is None or word.of_fact or matter in word.slots]

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
            coders = [word for word in asserting if word.narrates and self._is_coder(word)]
            alone = len(coders) == len(asserting)
            self._lone_coders[matter] = min((self.voices[word] for word in coders), default=None) if alone else None
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


def _naming(naming: list[Word], kept: list[Word], of_fact: set[Word]) -> list[Word]:
    """List the words that name a party; who takes back a name has named it, and does not speak for it."""
    taken_back = of_fact - set(kept)
    return [word for word in kept if word.asserts] + [word for word in naming if word in taken_back]


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
    """Time a fact by the claims that assert it or fillers of it; if nobody asserts it, else by plans, else by all."""
    counting = _timed(counted)
    timing = [claim.when for claim in counting if claim.when and claim.stance is Stance.ASSERTS]
    if not timing and not any(word.asserts for word in counted.fact):
        plans = [claim for claim in counting if claim.stance is Stance.ANNOUNCES]
        timing = [claim.when for claim in plans or counting if claim.when]
    return time_of(timing, lasts=its.lasts)


def _passed(counted: Counted, when: Period, its: FactType, today: str) -> bool:
    """Tell whether the time of a plan has passed: of a planned situation, its last named day."""
    stated = [claim.when for claim in _timed(counted) if claim.stance is Stance.ANNOUNCES and claim.when]
    last = (when if when.text else time_of(stated, lasts=its.lasts)).latest  # who asserts it may give no time
    if last is None and its.lasts:
        last = max((day for its in stated if (day := its.latest or its.begins)), default=None)
    return last is not None and last < today
