"""The facts to judge, and what the rule reads beside their claims: entity links, tenures, the day, withdrawn voices."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from itertools import chain
from typing import TYPE_CHECKING

from msgspec import Struct, structs

from kg.account.counting import count, known
from kg.account.facts import NOTHING, Withdrawal
from kg.account.rule import judge
from kg.account.tally import FactClaims, outlet
from kg.account.voices import Links, Sides, Tenure, tenures
from kg.account.words import Matter, Word, split
from kg.model.records import Claim, Stance

if TYPE_CHECKING:
    from kg.account.facts import PreviousAccount

_LAST = "9999-12-31"


class RuleContext:
    """What the rule reads beside the claims on a fact.

    Parameters
    ----------
    links
        Entities, articles and fact types.
    serving
        Asserted tenures.
    day
        YYYY-MM-DD: the day on which plans are judged.
    without
        Sources that are withdrawn.
    """

    def __init__(self, links: Links, serving: Iterable[Tenure], day: str, without: Withdrawal = NOTHING) -> None:
        self.links, self.tenures, self.day, self.without = links, list(serving), day, without
        self._sides = Sides(links, self.tenures)

    def claims_on_fact(self, claims: list[Claim]) -> FactClaims | None:
        """Count the claims on one fact; None if all of them are withdrawn."""
        said = split(claims, self.links)
        withdrawn = self._withdrawn(said) if self.without else []
        if len(withdrawn) == len(said):
            return None
        return FactClaims(said, self.links, self._sides, self.day, withdrawn)

    def withdraws(self, claim: Claim) -> bool:
        """Tell whether a claim is withdrawn, or a joint one as to one of its speakers."""
        return bool(self.without) and bool(self._withdrawn(split([claim], self.links)))

    def _withdrawn(self, said: list[Word]) -> list[Word]:
        """List the words that fall with their voice, their outlet or a relay, and what is narrated on these alone."""
        its, sides = self.without, self._sides
        gone = [
            word
            for word in said
            if sides.voice(word.entity, word.claim.article, word.day) in its.voices
            or not its.relays.isdisjoint(word.claim.via)
            or (its.outlets and outlet(word.claim, self.links, sides) in its.outlets)
        ]
        taken = set(gone)
        return gone + _narrated_on(gone, [word for word in said if word not in taken])


def _narrated_on(gone: list[Word], left: list[Word]) -> list[Word]:
    """List what articles narrate on the word of withdrawn sources alone: of the fact, or of each filler named."""
    sources, others = (
        {(w.claim.article, matter) for w in words if w.asserts and not w.narrates for matter in _matters(w)}
        for words in (gone, left)
    )
    lost = sources - others
    return [
        word
        for word in left
        if word.narrates and word.asserts and all((word.claim.article, its) in lost for its in _narrated(word))
    ]


def _matters(word: Word) -> list[Matter]:
    return [None, *word.slots] if word.of_fact else [*word.slots]


def _narrated(word: Word) -> list[Matter]:
    return [None] if word.of_fact else [*word.slots]


def _as_asserted(said: list[Word], links: Links) -> Iterator[Claim]:
    """Give the counting claims that assert a fact, each with those fillers only that its speaker has not taken back."""
    counted = count(said, links)
    for word in counted.fact:
        if word.asserts:
            roles = {
                role: tuple(filler for filler in fillers if word in counted.fillers[role, filler])
                for role, fillers in word.claim.roles.items()
            }
            yield structs.replace(word.claim, roles=roles)


def tenures_of(claims: list[Claim], links: Links) -> list[Tenure]:
    """Read from the claims on one fact who serves where; nothing from a fact of another type."""
    if links.types[claims[0].type].bearer is None:
        return []
    return tenures(_as_asserted(split(claims, links), links), links.types)


def sides_known(claims: Iterable[Claim], links: Links, known_by: str | None = None) -> Sides:
    """Give the sides that the rule reads: by the links, and by who serves where, as claims that count assert it.

    Parameters
    ----------
    claims
        All that are known of the facts by which somebody serves; others are passed over.
    links
        Entities, articles and fact types.
    known_by
        YYYY-MM-DD: claims published later do not count; None: all count.
    """
    serving = (claim for claim in claims if links.types[claim.type].bearer is not None)
    found = known(serving, links, known_by)
    return Sides(links, sorted(chain.from_iterable(tenures_of(its, links) for its in found.values())))


def fulfilled_by(claims: list[Claim], context: RuleContext) -> set[str]:
    """Name the announced facts that one fact fulfils, which it does only if it is accepted."""
    if not any(claim.fulfils for claim in claims) or (fact := context.claims_on_fact(claims)) is None:
        return set()
    announced = {word.claim.fulfils for word in fact.counted.fact if word.asserts and word.claim.fulfils}
    return announced if judge(fact.tally(None)).accepted else set()


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
        YYYY-MM-DD: claims published later do not count; left out: all count.
    without
        Sources that are withdrawn.
    day
        YYYY-MM-DD: the day on which plans are judged if all claims count; left out: the latest known publication.
    """

    def __init__(
        self,
        claims: Iterable[Claim],
        links: Links,
        known_by: str | None = None,
        without: Withdrawal = NOTHING,
        day: str | None = None,
    ) -> None:
        self.claims = known(claims, links, known_by)
        serving = sorted(tenure for its in self.claims.values() for tenure in tenures_of(its, links))
        self.context = RuleContext(links, serving, known_by or day or latest_day(links), without)

    def fulfilled(self) -> frozenset[str]:
        """Name the announced facts that an accepted fact fulfils."""
        return frozenset(chain.from_iterable(fulfilled_by(claims, self.context) for claims in self.claims.values()))

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
        earlier = FactsToJudge(previous.claims, previous.links, day=previous.account.known_by)
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
        entities = all_below(bearers, later.links, earlier.tenures) if bearers else set()
        return cls(articles, entities, earlier.day != later.day)

    def touch(self, claim: Claim, context: RuleContext) -> bool:
        """Tell whether the rule may take a claim otherwise: a plan may lapse, a voice or a party may change sides."""
        if claim.article in self.articles or (self.is_other_day and claim.stance is Stance.ANNOUNCES):
            return True
        speakers = claim.speaker or (context.links.articles[claim.article].narrator,)
        if self.entities and not self.entities.isdisjoint((*speakers, *claim.via, *chain(*claim.roles.values()))):
            return True
        return context.withdraws(claim)


def all_below(tops: Collection[str], links: Links, serving: Iterable[Tenure]) -> set[str]:
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


def latest_day(links: Links) -> str:
    """Give the latest day of publication that is known; where of all only "by then" is known, the latest such day."""
    articles = links.articles.values()
    return max((its.day for its in articles if its.is_dated), default=max((its.day for its in articles), default=_LAST))
