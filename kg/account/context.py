"""Which facts are to be judged, and with what before the judge: the background, the day, and whose words are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from kg.account.counting import Word, count, known, split
from kg.account.facts import NOTHING, Withdrawal
from kg.account.rule import judge
from kg.account.tally import Case, outlet
from kg.account.voices import Links, Sides, Tenure, tenures
from kg.model.records import Claim, Stance

if TYPE_CHECKING:
    from kg.account.facts import Before


class Chamber:
    """All that it takes to make a case of any fact.

    Parameters
    ----------
    links
        Entities, articles and fact types.
    serving
        Asserted tenures.
    known_by
        YYYY-MM-DD: the day of knowledge.
    without
        Voices that are withdrawn.
    """

    def __init__(self, links: Links, serving: Iterable[Tenure], day: str, without: Withdrawal = NOTHING) -> None:
        self.links, self.tenures, self.day, self.without = links, list(serving), day, without
        self._sides = Sides(links, self.tenures)

    def case(self, claims: list[Claim]) -> Case | None:
        """Make the case of a fact of its claims; None if all of them are withdrawn."""
        said = split(claims, self.links)
        gone = self._withdrawn(said) if self.without else []
        return Case(said, self.links, self._sides, self.day, gone) if len(gone) < len(said) else None

    def withdraws(self, claim: Claim) -> bool:
        """Tell whether a claim, or a part of a joint one, is withdrawn."""
        return bool(self.without) and bool(self._withdrawn(split([claim], self.links)))

    def _withdrawn(self, said: list[Word]) -> list[Word]:
        """List the words that fall with their voice, their outlet or one of their relays."""
        its, sides = self.without, self._sides
        return [
            word
            for word in said
            if sides.voice(word.entity, word.claim.article, word.day) in its.voices
            or not its.relays.isdisjoint(word.claim.via)
            or (its.outlets and outlet(word.claim, self.links, sides) in its.outlets)
        ]


class Docket:
    """All facts that are to be judged, each made a case of when it is its turn: many facts do not fit side by side."""

    def __init__(
        self,
        claims: Iterable[Claim],
        links: Links,
        known_by: str | None = None,
        without: Withdrawal = NOTHING,
        day: str | None = None,
    ) -> None:
        self.day = known_by or day or latest_day(links)
        self.claims = known(claims, links, known_by)
        serving = (its for its in self.claims.values() if links.types[its[0].type].bearer is not None)
        counted = [word.claim for its in serving for word in count(split(its, links), links).fact if word.asserts]
        self.chamber = Chamber(links, tenures(counted, links.types), self.day, without)

    def made_good(self) -> frozenset[str]:
        """Name the facts that an accepted fact fulfils."""
        found: set[str] = set()
        for its in self.claims.values():
            if any(claim.fulfils for claim in its) and (case := self.chamber.case(its)):
                fulfilled = {w.claim.fulfils for w in case.counted.fact if w.asserts and w.claim.fulfils}
                found |= fulfilled if judge(case.tally(None)).accepted else set()
        return frozenset(found)

    def same(self, before: Before, made_good: frozenset[str]) -> frozenset[str]:
        """Name the facts for which all that the rule reads is as it was."""
        there = Docket(before.claims, before.links, day=before.account.known_by)
        mine, other, links = self.chamber.tenures, there.chamber.tenures, self.chamber.links
        if before.links.entities != links.entities:
            return frozenset()
        articles = {id_ for id_, its in links.articles.items() if its != before.links.articles.get(id_)}
        turned = made_good ^ there.made_good()
        moved = _below({its.step.source for its in {*mine} ^ {*other}}, links, other)

        def reads_the_same(claim: Claim) -> bool:
            if claim.article in articles or (claim.stance is Stance.ANNOUNCES and self.day != there.day):
                return False
            speakers = claim.speaker or (links.articles[claim.article].narrator,)
            if moved and not moved.isdisjoint((*speakers, *claim.via, *chain(*claim.roles.values()))):
                return False
            return not self.chamber.withdraws(claim)

        return frozenset(
            fact
            for fact, its in self.claims.items()
            if fact not in turned and there.claims.get(fact) == its and all(map(reads_the_same, its))
        )


def _below(tops: set[str], links: Links, serving: Iterable[Tenure]) -> set[str]:
    """Name everyone whose way upward may have led through one of these, and these themselves."""
    lower: dict[str, set[str]] = defaultdict(set)
    for entity in links.entities.values() if tops else ():
        linked = (entity.links[link] for link in links.upward & entity.links.keys())
        for up in chain(*linked, [entity.side] if entity.side else []):
            lower[up].add(entity.id)
    for tenure in serving:
        lower[tenure.step.target].add(tenure.step.source)
    found, waiting = set(tops), list(tops)
    while waiting:
        fresh = lower[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


def latest_day(links: Links) -> str:
    """Give the day on which plans are judged unless asked otherwise: the latest day of publication that is known."""
    return max((its.day for its in links.articles.values() if its.is_dated), default="9999-12-31")
