"""Which facts are to be judged, and with what before the judge: the background, the day, and whose words are gone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import chain
from typing import TYPE_CHECKING

from kg.account.counting import Word, count, known, said_on, split
from kg.account.rule import judge
from kg.account.tally import Case
from kg.account.voices import Links, Sides, Tenure, tenures
from kg.model.records import Article, Claim, Stance

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

    def __init__(
        self, links: Links, serving: Iterable[Tenure], known_by: str, without: frozenset[str] = frozenset()
    ) -> None:
        self.links, self.tenures, self.known_by, self.without = links, list(serving), known_by, without
        self._sides = Sides(links, self.tenures)

    def case(self, claims: list[Claim]) -> Case | None:
        """Make the case of a fact of its claims; None if all of them are withdrawn."""
        said = split(claims, self.links)
        if self.without:
            said = _withdraw(said, self._sides, self.without)
        return Case(said, self.links, self._sides, self.known_by) if said else None

    def withdraws(self, speakers: Iterable[str], article: Article, day: str) -> bool:
        """Tell whether the voice of any of these speakers is withdrawn."""
        return bool(self.without) and any(
            self._sides.voice(speaker, article.id, day) in self.without for speaker in speakers
        )


class Docket:
    """All facts that are to be judged, each made a case of when it is its turn: many facts do not fit side by side."""

    def __init__(
        self, claims: Iterable[Claim], links: Links, known_by: str | None = None, without: frozenset[str] = frozenset()
    ) -> None:
        self.known_by = known_by or max((article.day for article in links.articles.values()), default="9999-12-31")
        self.claims = known(claims, links, self.known_by)
        serving = (its for its in self.claims.values() if links.types[its[0].type].bearer is not None)
        counted = [word.claim for its in serving for word in count(split(its, links)).fact if word.asserts]
        self.chamber = Chamber(links, tenures(counted, links.types), self.known_by, without)

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
        there = Docket(before.claims, before.links, before.account.known_by)
        mine, other, links = self.chamber.tenures, there.chamber.tenures, self.chamber.links
        if before.links.entities != links.entities:
            return frozenset()
        articles = {id_ for id_, its in links.articles.items() if its != before.links.articles.get(id_)}
        turned = made_good ^ there.made_good()
        moved = _below({its.step.source for its in {*mine} ^ {*other}}, links, other)

        def reads_the_same(claim: Claim) -> bool:
            if claim.article in articles or (claim.stance is Stance.ANNOUNCES and self.known_by != there.known_by):
                return False
            article = links.articles[claim.article]
            speakers = claim.speaker or (article.publisher,)
            if moved and not moved.isdisjoint((*speakers, *chain(*claim.roles.values()))):
                return False
            return not self.chamber.withdraws(speakers, article, said_on(claim, article))

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


def _withdraw(said: list[Word], sides: Sides, without: frozenset[str]) -> list[Word]:
    """Take voices away; what an article narrates on the word of a withdrawn source falls with it."""
    gone = [word for word in said if sides.voice(word.entity, word.claim.article, word.day) in without]
    kept = [word for word in said if word not in gone]
    cited = {word.claim.article for word in gone if word.asserts and not word.narrates}
    again = {word.claim.article for word in kept if word.asserts and not word.narrates}
    return [w for w in kept if not (w.narrates and w.asserts and w.claim.article in cited - again)]
