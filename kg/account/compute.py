"""The account: what claims amount to, by the rule, for each fact and for each filler of its roles.

The rule is pure: the same claims, links and day of knowledge give the same account, in whatever order.
`counting` says which claims count, `voices` whose they are, `rule` what that makes of a matter, and
`conflicts` lists what cannot all be so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from kg.account.context import Chamber, Docket
from kg.account.counting import Slot, Word, slots
from kg.account.facts import Account, Before, FactAccount, Filler, Reading, NOTHING, Withdrawal
from kg.account.rule import Verdict, judge
from kg.account.tally import Case, outlet, party_days
from kg.account.voices import Links, Step, is_anonymous
from kg.model.records import Claim, Stance, Status

Judged = tuple[FactAccount, dict[str, Reading]]  # a fact, and how its claims were taken


class Job(Struct, frozen=True):
    """A fact that is to be judged: its claims, and whether an accepted fact fulfils it."""

    claims: list[Claim]
    fulfilled: bool


def judged(chamber: Chamber, job: Job) -> Judged | None:
    """Judge one fact; None if all claims on it are withdrawn."""
    case = chamber.case(job.claims)
    return (_finish(case, job.fulfilled), dict(_readings(case))) if case else None


def account(
    claims: Iterable[Claim],
    links: Links,
    known_by: str | None = None,
    without: Withdrawal = NOTHING,
    before: Before | None = None,
    day: str | None = None,
) -> Account:
    """Work out what claims amount to, by the rule.

    Parameters
    ----------
    claims
        Checked claims, in any order.
    links
        Entities, articles and fact types that the claims name.
    known_by
        YYYY-MM-DD: claims published later do not count; left out: all count.
    without
        Voices, outlets and relays that are withdrawn: their claims are taken away, and what is narrated on their word.
    before
        An earlier account, of which the facts are taken over for which nothing has changed that the rule reads.
    day
        YYYY-MM-DD: the day on which plans are judged, where all claims count; left out: the latest closed day of
        publication among the articles.

    Returns
    -------
    Account
        An account of every fact that a known claim names; the same with `before` as without.
    """
    docket = Docket(claims, links, known_by, without, day)
    made_good = docket.made_good()
    same = docket.same(before, made_good) if before else frozenset()
    facts: dict[str, FactAccount] = {}
    readings: dict[str, Reading] = {}
    for fact, its in docket.claims.items():
        if before and fact in same:
            facts[fact] = before.account.facts[fact]
            readings.update((key, before.account.readings[key]) for key in facts[fact].claims)
        elif found := judged(docket.chamber, Job(its, fact in made_good)):
            facts[fact] = found[0]
            readings.update(found[1])
    return Account(facts, dict(sorted(readings.items())), docket.day)


def _finish(case: Case, fulfilled: bool) -> FactAccount:
    """Make the account of a fact, now that it is known whether an accepted fact fulfils it."""
    verdict = judge(case.tally(None, fulfilled=fulfilled))
    claims = {word.key: word.claim for word in case.said}
    asserting = [word for word in case.counted.fact if word.asserts]
    basis = _basis(case, None, verdict)
    outlets = _outlets(case)
    parts = [word.claim.part_of for word in asserting or case.counted.fact]
    return FactAccount(
        fact=case.said[0].claim.fact,
        type=case.type.id,
        label=min((claim.label for claim in claims.values() if claim.label), default=None),
        status=verdict.status,
        contested=verdict.contested,
        accepted=verdict.accepted,
        voices=tuple(sorted(case.tally(None).asserting)),
        outlets=_of(basis, outlets),
        basis=basis,
        asserting=_keys(asserting),
        claims=tuple(claims),
        when=case.when,
        fillers={slot: _filler(case, slot, verdict, fulfilled, outlets) for slot in sorted(case.counted.fillers)},
        links=_deciding_links(case, basis),
        part_of=tuple(sorted({fact for fact in parts if fact})),
        fulfils=tuple(sorted({word.claim.fulfils for word in asserting if word.claim.fulfils})),
    )


def _outlets(case: Case) -> dict[str, str]:
    """Name for each claim the outlet through which it came."""
    return {word.key: outlet(word.claim, case.links, case.sides) for word in case.said}


def _of(basis: Iterable[str], outlets: dict[str, str]) -> tuple[str, ...]:
    return tuple(sorted({outlets[key] for key in basis}))


def _filler(case: Case, slot: Slot, of_fact: Verdict, fulfilled: bool, outlets: dict[str, str]) -> Filler:
    tally = case.tally(slot, fulfilled=fulfilled)
    verdict = judge(tally)
    plans = (Status.FULFILLED, Status.PLANNED, Status.LAPSED)
    status = of_fact.status if verdict.status in plans and of_fact.status in plans else verdict.status
    basis = _basis(case, slot, verdict)
    return Filler(
        *slot,
        status,
        verdict.contested,
        verdict.accepted and of_fact.accepted,
        tuple(sorted(tally.asserting)),
        _of(basis, outlets),
        basis,
        _keys([word for word in case.kept(slot) if word.asserts]),
    )


def _basis(case: Case, slot: Slot | None, verdict: Verdict) -> tuple[str, ...]:
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


def _deciding_links(case: Case, basis: tuple[str, ...]) -> tuple[Step, ...]:
    """List the links and tenures by which the deciding claims got their voices, and the parties their sides."""
    steps = {s for w in case.said if w.key in basis for s in case.sides.way(w.entity, w.day)}
    for slot, its in case.parties.items():
        naming = [word for word in case.kept(slot) if word.asserts] if its else []
        steps.update(step for word in naming for step in case.sides.way(slot[1], *party_days(word.claim, word.day)))
    return tuple(sorted(steps))


def _readings(case: Case) -> Iterator[tuple[str, Reading]]:
    """Give for each claim the voices that it has on any matter, and whether it counts for one."""
    for key, claim in {word.key: word.claim for word in case.said}.items():
        matters = [None, *slots(claim)]
        counting = [(w, slot) for slot in matters for w in case.kept(slot) if w.key == key]
        if counting:
            voices = {voice for word, slot in counting if (voice := case.voice(word, slot))}
        else:
            voices = {case.voices[w] for w in case.said if w.key == key}
        yield key, Reading(tuple(sorted(voices)), bool(counting), outlet(claim, case.links, case.sides))


def _keys(decided: Iterable[Word]) -> tuple[str, ...]:
    return tuple(sorted({word.key for word in decided}))
