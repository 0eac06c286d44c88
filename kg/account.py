"""The account: what claims amount to, by the rule, for each fact and for each filler of its roles.

The rule is pure: the same claims, links and day of knowledge give the same account, in whatever order.
`counting` says which claims count, `voices` whose they are, `rule` what that makes of a matter, and
`conflicts` lists what cannot all be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from kg.counting import Counted, Slot, Word, count, slots, words
from kg.ontology import FactType
from kg.records import Claim, Contested, Stance, Status
from kg.rule import Tally, Verdict, judge
from kg.times import Period, time_of
from kg.voices import Links, Sides, Step, is_anonymous, tenures


class Filler(Struct, frozen=True):
    """What the claims on one filler of one role of a fact amount to."""

    role: str
    filler: str
    status: Status
    contested: Contested | None
    accepted: bool
    voices: tuple[str, ...]  # that assert it
    basis: tuple[str, ...]  # keys of the claims that decided
    asserting: tuple[str, ...]  # keys of the counting claims that assert it


class FactAccount(Struct, frozen=True):
    """What the claims on one fact amount to."""

    fact: str
    type: str
    label: str | None
    status: Status
    contested: Contested | None
    accepted: bool
    voices: tuple[str, ...]  # that assert it
    basis: tuple[str, ...]  # keys of the claims that decided
    asserting: tuple[str, ...]  # keys of the counting claims that assert it
    claims: tuple[str, ...]  # keys of all known claims
    when: Period
    fillers: dict[Slot, Filler]  # in order
    links: tuple[Step, ...]  # links and tenures that decided a voice or a party's side
    part_of: tuple[str, ...] = ()
    fulfils: tuple[str, ...] = ()

    def accepted_fillers(self, role: str) -> list[str]:
        """List the accepted fillers of a role, in order."""
        return [filler.filler for filler in self.fillers.values() if filler.role == role and filler.accepted]


class Reading(Struct, frozen=True):
    """How the rule took one claim: the voices that it gives, and whether it counts."""

    voices: tuple[str, ...]
    counts: bool


class Account(Struct, frozen=True):
    """The account of a set of claims."""

    facts: dict[str, FactAccount]  # by id, in order
    readings: dict[str, Reading]  # by key of claim, in order
    known_by: str


def account(
    claims: Iterable[Claim], links: Links, known_by: str | None = None, without: frozenset[str] = frozenset()
) -> Account:
    """Work out what claims amount to, by the rule.

    Parameters
    ----------
    claims
        Checked claims, in any order.
    links
        Entities, articles and fact types that the claims name.
    known_by
        YYYY-MM-DD; left out: the latest day of publication among the articles.
    without
        Voices that are withdrawn: their claims are taken away, and what an article narrates on their word.

    Returns
    -------
    Account
        An account of every fact that a known claim names.

    Raises
    ------
    SideError
        If the ways upward from a speaker or a party end in two places.
    """
    known_by = known_by or max((article.day for article in links.articles.values()), default="9999-12-31")
    said = words(claims, links, known_by)
    counted = {fact: count(its) for fact, its in said.items()}
    sides = Sides(links, tenures((w.claim for c in counted.values() for w in c.fact if w.asserts), links.types))
    if without:
        said = _withdraw(said, sides, without)
        counted = {fact: count(its) for fact, its in said.items()}
    cases = {fact: _Case(its, counted[fact], links, sides, known_by) for fact, its in said.items()}
    made_good = {
        fulfilled
        for case in cases.values()
        if (fulfils := {w.claim.fulfils for w in case.counted.fact if w.asserts and w.claim.fulfils})
        and judge(case.tally(None)).accepted
        for fulfilled in fulfils
    }
    facts = {fact: _finish(case, fact in made_good) for fact, case in cases.items()}
    readings = {key: reading for case in cases.values() for key, reading in _readings(case)}
    return Account(facts, dict(sorted(readings.items())), known_by)


def _withdraw(said: dict[str, list[Word]], sides: Sides, without: frozenset[str]) -> dict[str, list[Word]]:
    """Take voices away; what an article narrates on the word of a withdrawn source falls with it."""
    left: dict[str, list[Word]] = {}
    for fact, its in said.items():
        gone = [word for word in its if sides.voice(word.entity, word.claim.article, word.day) in without]
        kept = [word for word in its if word not in gone]
        cited = {word.claim.article for word in gone if word.asserts and not word.narrates}
        again = {word.claim.article for word in kept if word.asserts and not word.narrates}
        kept = [w for w in kept if not (w.narrates and w.asserts and w.claim.article in cited - again)]
        if kept:
            left[fact] = kept
    return left


class _Case:
    """All that the rule weighs on one fact: its words with their voices, and its parties with their sides."""

    def __init__(self, said: list[Word], counted: Counted, links: Links, sides: Sides, known_by: str) -> None:
        self.said, self.counted, self.links, self.sides = said, counted, links, sides
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


def _finish(case: _Case, fulfilled: bool) -> FactAccount:
    """Make the account of a fact, now that it is known whether an accepted fact fulfils it."""
    verdict = judge(case.tally(None, fulfilled=fulfilled))
    claims = {word.key: word.claim for word in case.said}
    asserting = [word for word in case.counted.fact if word.asserts]
    basis = _basis(case, None, verdict)
    parts = [word.claim.part_of for word in asserting or case.counted.fact]
    return FactAccount(
        fact=case.said[0].claim.fact,
        type=case.type.id,
        label=min((claim.label for claim in claims.values() if claim.label), default=None),
        status=verdict.status,
        contested=verdict.contested,
        accepted=verdict.accepted,
        voices=tuple(sorted(case.tally(None).asserting)),
        basis=basis,
        asserting=_keys(asserting),
        claims=tuple(claims),
        when=case.when,
        fillers={slot: _filler(case, slot, verdict, fulfilled) for slot in sorted(case.counted.fillers)},
        links=_deciding_links(case, basis),
        part_of=tuple(sorted({fact for fact in parts if fact})),
        fulfils=tuple(sorted({word.claim.fulfils for word in asserting if word.claim.fulfils})),
    )


def _filler(case: _Case, slot: Slot, of_fact: Verdict, fulfilled: bool) -> Filler:
    tally = case.tally(slot, fulfilled=fulfilled)
    verdict = judge(tally)
    plans = (Status.FULFILLED, Status.PLANNED, Status.LAPSED)
    status = of_fact.status if verdict.status in plans and of_fact.status in plans else verdict.status
    return Filler(
        *slot,
        status,
        verdict.contested,
        verdict.accepted and of_fact.accepted,
        tuple(sorted(tally.asserting)),
        _basis(case, slot, verdict),
        _keys([word for word in case.kept(slot) if word.asserts]),
    )


def _basis(case: _Case, slot: Slot | None, verdict: Verdict) -> tuple[str, ...]:
    """Name the claims that decided, among them the denials by which the matter is contested."""
    kept = case.kept(slot)
    decisive = {
        Status.RETRACTED: [w for w in case.said if w.claim.stance is Stance.RETRACTS] or case.said,
        Status.DENIED: [],
        Status.FULFILLED: [w for w in kept if w.claim.stance is Stance.ANNOUNCES],
        Status.PLANNED: [w for w in kept if w.claim.stance is Stance.ANNOUNCES],
        Status.LAPSED: [w for w in kept if w.claim.stance is Stance.ANNOUNCES],
        Status.UNCONFIRMED: kept or case.said,
        Status.ALLEGED: [w for w in kept if w.asserts and case.voice(w, slot)],
    }.get(verdict.status)
    if decisive is None:
        voiced = [(w, voice) for w in kept if w.asserts and (voice := case.voice(w, slot)) and not is_anonymous(voice)]
        decides = case.own(slot) or case.partial if verdict.status is Status.ON_RECORD else None
        decisive = [w for w, voice in voiced if decides is None or voice in decides]
    if verdict.contested or verdict.status is Status.DENIED:
        decisive = decisive + [w for w in kept if w.claim.stance is Stance.DENIES]
    return _keys(decisive)


def _deciding_links(case: _Case, basis: tuple[str, ...]) -> tuple[Step, ...]:
    """List the links and tenures by which the deciding claims got their voices, and the parties their sides."""
    steps = {s for w in case.said if w.key in basis for s in case.sides.way(w.entity, w.day)}
    for slot, its in case.parties.items():
        naming = [word for word in case.kept(slot) if word.asserts] if its else []
        steps.update(step for word in naming for step in case.sides.way(slot[1], word.day))
    return tuple(sorted(steps))


def _readings(case: _Case) -> Iterator[tuple[str, Reading]]:
    """Give for each claim the voices that it has on any matter, and whether it counts for one."""
    for key, claim in {word.key: word.claim for word in case.said}.items():
        matters = [None, *slots(claim)]
        counting = [(w, slot) for slot in matters for w in case.kept(slot) if w.key == key]
        if counting:
            voices = {voice for word, slot in counting if (voice := case.voice(word, slot))}
        else:
            voices = {case.voices[w] for w in case.said if w.key == key}
        yield key, Reading(tuple(sorted(voices)), bool(counting))


def _keys(decided: Iterable[Word]) -> tuple[str, ...]:
    return tuple(sorted({word.key for word in decided}))
