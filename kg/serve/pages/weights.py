"""What a claim weighs in how its fact stands, in words: whether it decided, adds no voice, or no longer counts."""

from __future__ import annotations

from kg.account.facts import FactAccount
from kg.account.voices import is_anonymous
from kg.account.words import said_on
from kg.base.hints import several
from kg.model.records import Claim, Scope, Stance, Status
from kg.serve.pages.visit import Visit

_TOOK_PLACE = {
    Stance.ASSERTS: "says otherwise", Stance.ANNOUNCES: "announces it", Stance.DENIES: "denies it",
    Stance.RETRACTS: "takes that back",
}  # fmt: skip


def weight(visit: Visit, claim: Claim) -> str:
    """Say whether a claim is among those that decide how its fact stands, and if not, why.

    Parameters
    ----------
    visit
        Who asks.
    claim
        One of the slice.
    """
    graph, fact = visit.graph, visit.graph.account.facts[claim.fact]
    if not graph.account.readings[claim.key].counts:
        return _no_longer(visit, claim, fact)
    if claim.key in fact.basis:
        return "counts: the finding stands as it does by this"
    if only := _only_for(visit, claim, fact):
        return f"counts only for {several(only)}"
    return f"counts, but does not decide: {_why_not(visit, claim, fact)}"


def _why_not(visit: Visit, claim: Claim, fact: FactAccount) -> str:
    """Say what decides in its place, as the rule has it."""
    graph, voices = visit.graph, visit.graph.account.readings[claim.key].voices
    article = graph.records.articles[claim.article]
    if claim.scope is not Scope.FACT:
        return "it speaks of the names in it, and not of the whole"
    if claim.stance is not Stance.ASSERTS:
        return "others assert it" if fact.asserting else "what others say goes further"
    if not voices and article.coded_by:
        return "rows that nobody read add no voice where others assert the same"
    if not voices:
        return "it adds no voice of its own, since the same article gives the source that says so"
    if fact.status is Status.ON_RECORD:
        return "what is on record stands by the word of the parties' own sides"
    if all(map(is_anonymous, voices)):
        return "anonymous voices decide only where no named voice asserts it"
    return "other claims do"


def _no_longer(visit: Visit, claim: Claim, fact: FactAccount) -> str:
    """Name what took its place: the last that the same speakers said on the fact since."""
    if claim.stance is Stance.RETRACTS:
        return "takes back what the same speaker had said, and says nothing beside"
    graph = visit.graph
    articles, speakers = graph.records.articles, set(visit.index.speakers(claim))
    day = said_on(claim, articles[claim.article])
    later = [
        (said_on(its, articles[its.article]), its)
        for its in (graph.claims[key] for key in fact.claims)
        if its.key != claim.key and its.stance in _TOOK_PLACE and speakers & {*visit.index.speakers(its)}
    ]
    found = max((each for each in later if each[0] >= day), key=lambda each: (each[0], each[1].key), default=None)
    if found is None:
        return "no longer counts: the source on whose word it was told no longer says so"
    who = several([visit.name(id_) for id_ in sorted(speakers & {*visit.index.speakers(found[1])})])
    return f"no longer counts: {who} {_TOOK_PLACE[found[1].stance]} on {found[0]}, in {visit.name(found[1].article)}"


def _only_for(visit: Visit, claim: Claim, fact: FactAccount) -> list[str]:
    """Name the fillers for which an assertion still counts, where its speaker's later word replaced the rest."""
    if claim.scope is not Scope.FACT or claim.stance is not Stance.ASSERTS or claim.key in fact.asserting:
        return []
    return [visit.name(its.filler) for its in fact.fillers.values() if claim.key in its.asserting]
