"""The account: what claims amount to, by the rule, for each fact and for each filler of its roles.

The same claims, links and day of knowledge give the same account, in whatever order they come. `counting` says which
claims count, `voices` whose they are, and `rule` which status that gives to a fact or a filler.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from kg.account.context import FactsToJudge, RuleContext
from kg.account.counting import Matter, Slot, Word
from kg.account.facts import NOTHING, Account, FactAccount, Filler, PreviousAccount, Reading, Withdrawal
from kg.account.rule import Verdict, judge
from kg.account.tally import FactClaims, outlet, party_days
from kg.account.voices import Links, UpwardStep, is_anonymous
from kg.model.records import Claim, Stance, Status

_ANNOUNCED = (Status.FULFILLED, Status.PLANNED, Status.LAPSED)  # what is announced, and by nobody asserted


class FactToJudge(Struct, frozen=True):
    """The claims on one fact, and whether an accepted fact fulfils it: enough to judge it in another process."""

    claims: list[Claim]
    fulfilled: bool


def judge_fact(context: RuleContext, fact: FactToJudge) -> tuple[FactAccount, dict[str, Reading]] | None:
    """Work out the account of one fact, and how its claims are read; None if all of them are withdrawn."""
    claims = context.claims_on_fact(fact.claims)
    return (_account_of(claims, fact.fulfilled), dict(_readings(claims))) if claims else None


def account(  # noqa: PLR0913 - the three that the model names, and two by which a slice is told from its whole
    claims: Iterable[Claim],
    links: Links,
    known_by: str | None = None,
    without: Withdrawal = NOTHING,
    *,
    previous: PreviousAccount | None = None,
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
        Voices, outlets and relays that are withdrawn: their claims are taken away, and what is narrated on them alone.
    previous
        An earlier account, of which the facts are taken over for which nothing has changed that the rule reads.
    day
        YYYY-MM-DD: the day on which plans are judged where all claims count; left out: the latest day of publication
        that is known.

    Returns
    -------
    Account
        An account of every fact that a known claim names; the same with `previous` as without.
    """
    to_judge = FactsToJudge(claims, links, known_by, without, day)
    fulfilled = to_judge.fulfilled()
    unchanged = to_judge.unchanged_since(previous, fulfilled) if previous else frozenset()
    facts: dict[str, FactAccount] = {}
    readings: dict[str, Reading] = {}
    for fact, of_fact in to_judge.claims.items():
        if previous and fact in unchanged:
            facts[fact] = previous.account.facts[fact]
            readings.update((key, previous.account.readings[key]) for key in facts[fact].claims)
        elif judged := judge_fact(to_judge.context, FactToJudge(of_fact, fact in fulfilled)):
            facts[fact] = judged[0]
            readings.update(judged[1])
    return Account(facts, dict(sorted(readings.items())), to_judge.context.day)


def _account_of(fact: FactClaims, fulfilled: bool) -> FactAccount:
    """Give the account of a fact and of its fillers."""
    tally = fact.tally(None, fulfilled=fulfilled)
    verdict = judge(tally)
    claims = {word.key: word.claim for word in fact.said}
    asserting = [word for word in fact.counted.fact if word.asserts]
    basis = _basis(fact, None, verdict)
    wholes = [word.claim.part_of for word in asserting or fact.counted.fact]
    return FactAccount(
        fact=fact.said[0].claim.fact,
        type=fact.type.id,
        label=min((claim.label for claim in claims.values() if claim.label), default=None),
        status=verdict.status,
        contested=verdict.contested,
        accepted=verdict.accepted,
        voices=tuple(sorted(tally.asserting)),
        outlets=_outlets(fact, basis),
        basis=basis,
        asserting=_keys(asserting),
        claims=tuple(claims),
        when=fact.when,
        fillers={slot: _filler(fact, slot, verdict, fulfilled) for slot in sorted(fact.counted.fillers)},
        links=_deciding_links(fact, basis),
        part_of=tuple(sorted({whole for whole in wholes if whole})),
        fulfils=tuple(sorted({word.claim.fulfils for word in asserting if word.claim.fulfils})),
    )


def _filler(fact: FactClaims, slot: Slot, of_fact: Verdict, fulfilled: bool) -> Filler:
    """Give the account of a filler; of what is announced, it has the status of its fact, and it needs its fact."""
    tally = fact.tally(slot, fulfilled=fulfilled)
    verdict = judge(tally)
    both_announced = verdict.status in _ANNOUNCED and of_fact.status in _ANNOUNCED
    basis = _basis(fact, slot, verdict)
    return Filler(
        *slot,
        status=of_fact.status if both_announced else verdict.status,
        contested=verdict.contested,
        accepted=verdict.accepted and of_fact.accepted,
        voices=tuple(sorted(tally.asserting)),
        outlets=_outlets(fact, basis),
        basis=basis,
        asserting=_keys(word for word in fact.kept(slot) if word.asserts),
    )


def _outlets(fact: FactClaims, basis: Iterable[str]) -> tuple[str, ...]:
    """Name the outlets through which the deciding claims came."""
    deciding = {word.claim.key: word.claim for word in fact.said}
    return tuple(sorted({outlet(deciding[key], fact.links, fact.sides) for key in basis}))


def _basis(fact: FactClaims, matter: Matter, verdict: Verdict) -> tuple[str, ...]:
    """Name the claims that decided, among them the denials by which the matter is contested."""
    status, kept = verdict.status, fact.kept(matter)
    if status is Status.RETRACTED:
        deciding = [word for word in fact.said if word.claim.stance is Stance.RETRACTS] or fact.said
    elif status is Status.UNCONFIRMED:
        deciding = kept or fact.said
    elif status in _ANNOUNCED:
        deciding = [word for word in kept if word.claim.stance is Stance.ANNOUNCES]
    else:
        deciding = _deciding_assertions(fact, matter, status)
    if verdict.contested or status is Status.DENIED:
        deciding = deciding + [word for word in kept if word.claim.stance is Stance.DENIES]
    return _keys(deciding)


def _deciding_assertions(fact: FactClaims, matter: Matter, status: Status) -> list[Word]:
    """List the assertions by anonymous voices if there are no others, by the parties on record, else by all named."""
    voiced = [(word, voice) for word in fact.kept(matter) if word.asserts and (voice := fact.voice(word, matter))]
    if status is Status.ALLEGED:
        return [word for word, _ in voiced]
    if status is Status.ON_RECORD:
        parties = fact.own_sides(matter) or fact.partial
        return [word for word, voice in voiced if voice in parties]
    return [word for word, voice in voiced if not is_anonymous(voice)]


def _deciding_links(fact: FactClaims, basis: tuple[str, ...]) -> tuple[UpwardStep, ...]:
    """List the links and tenures by which the deciding claims got their voices, and the parties their sides."""
    deciding = set(basis)
    steps = {step for word in fact.said if word.key in deciding for step in fact.sides.way(word.entity, word.day)}
    for slot, sides in fact.parties.items():
        naming = [word for word in fact.kept(slot) if word.asserts] if sides else []
        steps.update(step for word in naming for step in fact.sides.way(slot[1], *party_days(word.claim, word.day)))
    return tuple(sorted(steps))


def _readings(fact: FactClaims) -> Iterator[tuple[str, Reading]]:
    """Give for each claim the voices that it has on any matter, and whether it counts for one."""
    counting: dict[str, set[str]] = {}  # key of a claim that counts on some matter -> its voices there
    said: dict[str, set[str]] = {}  # key of a claim -> the voices of its words
    matters: list[Matter] = [None, *fact.counted.fillers]
    for matter in matters:
        for word in fact.kept(matter):
            voices, voice = counting.setdefault(word.key, set()), fact.voice(word, matter)
            voices.update([voice] if voice else [])
    for word in fact.said:
        said.setdefault(word.key, set()).add(fact.voices[word])
    for key, claim in {word.key: word.claim for word in fact.said}.items():
        of_claim = tuple(sorted(counting.get(key, said[key])))
        yield key, Reading(of_claim, key in counting, outlet(claim, fact.links, fact.sides))


def _keys(words: Iterable[Word]) -> tuple[str, ...]:
    return tuple(sorted({word.key for word in words}))
