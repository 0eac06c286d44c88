"""Sources withdrawn one at a time, and the account of what each touches: by the rule, as a slice without it has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct, structs

from kg.account.compute import FactToJudge, judge_fact
from kg.account.context import RuleContext, fulfilled_by
from kg.account.facts import NOTHING, Account, FactAccount, Reading, Withdrawal
from kg.account.voices import Links, is_anonymous
from kg.base.errors import UsageError
from kg.base.hints import unknown
from kg.model.records import Claim, Records, Stance
from kg.ontology import Ontology
from kg.sensitivity.serving import Serving
from kg.snapshot import slices
from kg.snapshot.slices import Cut, Withdrawn
from kg.snapshot.snapshot import Snapshot

SOURCES = ("voice", "outlet", "relay", "article", "publisher")
_OF_ARTICLES = ("article", "publisher")  # sorts of sources whose claims are left out, as a slice leaves out articles


class Baseline(Struct, frozen=True):
    """The records from which sources are withdrawn, and an account: of all facts, since the rule needs them all."""

    records: Records
    account: Account
    ontology: Ontology
    without: Withdrawal = NOTHING  # sources that are withdrawn from the account already, and not from the records


class WithoutSource(Struct, frozen=True):
    """The facts that may stand otherwise without a source, and their account without it."""

    touched: set[str]
    account: Account


def baseline_of(snapshot: Snapshot) -> Baseline:
    """Give the claims of a snapshot with those that a slice leaves out: they may say who serves whom."""
    whole, cut = snapshot.whole, Cut(snapshot.cut.known_by, snapshot.cut.withdrawn)
    records, its = slices.cut_account(whole.records, whole.ontology, whole.account, cut)
    if cut.withdrawn.sources:  # what these say of who serves whom is read all the same
        read = Cut(cut.known_by, Withdrawn(cut.withdrawn.articles))
        records, _ = slices.cut_account(whole.records, whole.ontology, whole.account, read)
    return Baseline(records, its, whole.ontology, cut.withdrawn.sources)


def withdrawals(baseline: Baseline, by: str, *, accepted_only: bool) -> Iterator[tuple[str, WithoutSource]]:
    """Withdraw each source, and account for the facts that this may touch.

    Parameters
    ----------
    baseline
        The claims, and what they amount to.
    by
        Of what sort a source is, a word of `SOURCES`: the articles of a ``publisher`` are withdrawn together.
    accepted_only
        Whether it is only asked which accepted facts and fillers are not accepted without it: then facts are passed
        over of which claims alone tell that they stand. Else all facts that it speaks of are accounted for.

    Yields
    ------
    tuple
        The id of a source, and what it touches; in the order of the ids, those that touch nothing left out.

    Raises
    ------
    UsageError
        If there is no such sort of source.
    """
    need_known(by)
    links = Links.of(baseline.records, baseline.ontology)
    every = {claim.key: claim for claim in baseline.records.claims}
    claims = {key: claim for key, claim in every.items() if key in baseline.account.readings}
    serving, facts = Serving(every.values(), links), baseline.account.facts
    tenures = serving.without(())
    fulfilling: dict[str, set[str]] = {}
    for fact in facts.values():
        for announced in fact.fulfils:
            fulfilling.setdefault(announced, set()).add(fact.fact)
    carriers = _carriers(baseline, claims, links, by) if accepted_only else {}
    for source, its in sorted(_sources(baseline, links, by).items()):
        gone = {every[key].article for key in its} if by in _OF_ARTICLES else set()
        touched = {its for its in {every[key].fact for key in its} if source in carriers.get(its, {source})}
        # Whoever served by what is gone may be of another side, wherever he speaks or is named.
        touched = (touched | serving.facts_that_may_turn(gone)) & facts.keys()
        if touched:
            left = serving.without(gone) if gone else tenures
            context = RuleContext(links, left, baseline.account.known_by, _also(baseline.without, by, source))
            others = set().union(*(fulfilling.get(fact, ()) for fact in touched))
            made_good = set().union(*(fulfilled_by(serving.left(fact, gone), context) for fact in others))
            yield source, WithoutSource(touched, _judged(touched, made_good, context, serving, gone))


def _judged(
    facts: Iterable[str], made_good: Collection[str], context: RuleContext, serving: Serving, gone: Collection[str]
) -> Account:
    """Account for some facts, of which some are made good by others, without what some articles say."""
    found: dict[str, FactAccount] = {}
    readings: dict[str, Reading] = {}
    for fact in sorted(facts):
        claims = serving.left(fact, gone)
        if claims and (judged := judge_fact(context, FactToJudge(claims, fact in made_good))):
            found[fact] = judged[0]
            readings |= judged[1]
    return Account(found, readings, context.day)


def _carriers(baseline: Baseline, claims: Mapping[str, Claim], links: Links, by: str) -> dict[str, frozenset[str]]:
    """Name, of each accepted fact for which claims alone tell that, the sources without which it may fall.

    Where nobody retracts, or denies what he has also spoken of otherwise, a fact or a filler stands as long as a named
    voice asserts it that rests on nobody else: without some source, no assertion of another source counts less than
    before, and no denial more. So only a source that is behind all such claims on the fact, or on one of its accepted
    fillers, needs to be withdrawn by the rule. Facts of which that cannot be told are left out.
    """
    doubtful, cited = set(), set()  # facts; facts with articles that attribute an assertion to somebody else
    words = Counter((its.fact, who) for its in claims.values() for who in its.speaker or (its.article,))
    for claim in claims.values():
        repeated = any(words[claim.fact, who] > 1 for who in claim.speaker or (claim.article,))
        if claim.stance is Stance.RETRACTS or (claim.stance is Stance.DENIES and repeated):
            doubtful.add(claim.fact)
        elif claim.stance is Stance.ASSERTS and set(claim.speaker) - {links.articles[claim.article].narrator}:
            cited.add((claim.fact, claim.article))
    behind = {
        key: names
        for key, claim in claims.items()
        if (names := _behind(claim, baseline.account.readings[key], links, by, (claim.fact, claim.article) in cited))
    }
    found: dict[str, frozenset[str]] = {}
    for fact in baseline.account.facts.values():
        matters = [fact.asserting, *(filler.asserting for filler in fact.fillers.values() if filler.accepted)]
        standing = [[behind[key] for key in keys if key in behind] for keys in matters]
        if fact.accepted and fact.fact not in doubtful and all(standing):
            found[fact.fact] = frozenset().union(*(frozenset.intersection(*names) for names in standing))
    return found


def _behind(claim: Claim, reading: Reading, links: Links, by: str, is_cited: bool) -> frozenset[str] | None:
    """Name the sources with which a claim goes; None if it may also fall with another, or is no named voice's."""
    article = links.articles[claim.article]
    narrates = not claim.speaker or article.narrator in claim.speaker
    if len(claim.speaker) > 1 or len(reading.voices) != 1 or is_anonymous(reading.voices[0]):
        return None
    if narrates and (is_cited or article.is_coder):
        return None
    return frozenset(_names(claim, reading, links, by))


def _also(without: Withdrawal, by: str, source: str) -> Withdrawal:
    """Withdraw one source more."""
    if by in _OF_ARTICLES:
        return without  # its claims are left out beforehand
    field = f"{by}s"
    return structs.replace(without, **{field: getattr(without, field) | {source}})


def sources_of(baseline: Baseline, by: str) -> list[str]:
    """Name the sources of a sort, in order.

    Raises
    ------
    UsageError
        If there is no such sort of source.
    """
    need_known(by)
    return sorted(_sources(baseline, Links.of(baseline.records, baseline.ontology), by))


def need_known(by: str) -> None:
    """Refuse a sort of source that there is not.

    Raises
    ------
    UsageError
        If it is not in `SOURCES`.
    """
    if by not in SOURCES:
        raise UsageError(*unknown("source", by, SOURCES))


def _sources(baseline: Baseline, links: Links, by: str) -> dict[str, set[str]]:
    """Name the claims of each source; by voices, a claim that gives no voice of its own carries nothing.

    An article has those too that are withdrawn already: of who serves whom they are read until it is withdrawn itself.
    """
    found: dict[str, set[str]] = {}
    for claim in baseline.records.claims:
        key, reading = claim.key, baseline.account.readings.get(claim.key)
        if reading is not None or by in _OF_ARTICLES:
            for name in _names(claim, reading, links, by):
                found.setdefault(name, set()).add(key)
    return found


def _names(claim: Claim, reading: Reading | None, links: Links, by: str) -> tuple[str, ...]:
    """Name the sources of a claim that are of one sort."""
    if by == "relay":
        return claim.via
    if by in _OF_ARTICLES or reading is None:
        return (claim.article if by == "article" else links.articles[claim.article].publisher,)
    return reading.voices if by == "voice" else (reading.outlet,)
