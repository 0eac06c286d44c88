"""The facts to judge, and what the rule reads beside their claims: entity links, tenures, the day, withdrawn voices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.account.counting import Word, count, known, said_on, split
from kg.account.rule import judge
from kg.account.tally import FactClaims
from kg.account.voices import Links, Sides, Tenure, tenures
from kg.model.records import Article, Claim, Stance

if TYPE_CHECKING:
    from kg.account.facts import PreviousAccount


class RuleContext:
    """What the rule reads beside the claims on a fact.

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

    def claims_on_fact(self, claims: list[Claim]) -> FactClaims | None:
        """Count the claims on one fact; None if all of them are withdrawn."""
        said = split(claims, self.links)
        if self.without:
            said = _withdraw(said, self._sides, self.without)
        return FactClaims(said, self.links, self._sides, self.known_by) if said else None

    def withdraws(self, speakers: Iterable[str], article: Article, day: str) -> bool:
        """Tell whether the voice of any of these speakers is withdrawn."""
        return bool(self.without) and any(
            self._sides.voice(speaker, article.id, day) in self.without for speaker in speakers
        )


class FactsToJudge:
    """The claims on every fact that is to be judged, and what the rule reads beside them.

    The claims of a fact are counted when its turn comes: of many facts there is no room for all counts at once.

    Parameters
    ----------
    claims
        Checked claims, in any order.
    links
        Entities, articles and fact types.
    known_by
        YYYY-MM-DD; left out: the latest day of publication among the articles.
    without
        Voices that are withdrawn.
    """

    def __init__(
        self, claims: Iterable[Claim], links: Links, known_by: str | None = None, without: frozenset[str] = frozenset()
    ) -> None:
        known_by = known_by or max((article.day for article in links.articles.values()), default="9999-12-31")
        self.claims = known(claims, links, known_by)
        of_tenures = (its for its in self.claims.values() if links.types[its[0].type].bearer is not None)
        counted = [word.claim for its in of_tenures for word in count(split(its, links)).fact if word.asserts]
        self.context = RuleContext(links, tenures(counted, links.types), known_by, without)

    def fulfilled(self) -> frozenset[str]:
        """Name the announced facts that an accepted fact fulfils."""
        found: set[str] = set()
        for claims in self.claims.values():
            if any(claim.fulfils for claim in claims) and (fact := self.context.claims_on_fact(claims)):
                announced = {w.claim.fulfils for w in fact.counted.fact if w.asserts and w.claim.fulfils}
                found |= announced if judge(fact.tally(None)).accepted else set()
        return frozenset(found)

    def unchanged_since(self, previous: PreviousAccount, fulfilled: frozenset[str]) -> frozenset[str]:
        """Name the facts for which everything that the rule reads is as it was for an earlier account.

        Parameters
        ----------
        previous
            The earlier account.
        fulfilled
            From `fulfilled`: a fact may be fulfilled now and not then.
        """
        context = self.context
        if previous.links.entities != context.links.entities:
            return frozenset()
        earlier = FactsToJudge(previous.claims, previous.links, previous.account.known_by)
        turned = fulfilled ^ earlier.fulfilled()
        differences = _Differences.between(earlier.context, context)
        return frozenset(
            fact
            for fact, claims in self.claims.items()
            if fact not in turned
            and earlier.claims.get(fact) == claims
            and not any(differences.touch(claim, context) for claim in claims)
        )


class _Differences(Struct, frozen=True):
    """What the rule reads otherwise than it did for an earlier account of the same entities."""

    articles: set[str]  # whose head is another
    entities: set[str]  # whose way upward may be another
    is_other_day: bool

    @classmethod
    def between(cls, earlier: RuleContext, later: RuleContext) -> _Differences:
        """Compare what is read for two accounts."""
        then = earlier.links.articles
        articles = {id_ for id_, article in later.links.articles.items() if article != then.get(id_)}
        bearers = {tenure.step.source for tenure in {*earlier.tenures} ^ {*later.tenures}}
        entities = _all_below(bearers, later.links, earlier.tenures) if bearers else set()
        return cls(articles, entities, earlier.known_by != later.known_by)

    def touch(self, claim: Claim, context: RuleContext) -> bool:
        """Tell whether the rule may take a claim otherwise: a plan may lapse, a voice or a party may change sides."""
        if claim.article in self.articles or (self.is_other_day and claim.stance is Stance.ANNOUNCES):
            return True
        article = context.links.articles[claim.article]
        speakers = claim.speaker or (article.publisher,)
        if self.entities and not self.entities.isdisjoint((*speakers, *chain(*claim.roles.values()))):
            return True
        return context.withdraws(speakers, article, said_on(claim, article))


def _all_below(tops: Collection[str], links: Links, serving: Iterable[Tenure]) -> set[str]:
    """Name everyone whose way upward may have led through one of these, and these themselves."""
    lower: dict[str, set[str]] = defaultdict(set)
    for entity in links.entities.values():
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
    still_cited = {word.claim.article for word in kept if word.asserts and not word.narrates}
    return [w for w in kept if not (w.narrates and w.asserts and w.claim.article in cited - still_cited)]
