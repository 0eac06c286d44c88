"""Who serves whom by the tenures that articles tell of, and which facts may turn where some articles are withdrawn."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import chain

from kg.account.context import all_below, tenures_of
from kg.account.counting import known
from kg.account.voices import Links, Tenure
from kg.model.records import Claim


class Serving:
    """The tenures among some claims.

    Parameters
    ----------
    claims
        All that the rule reads.
    links
        The entities and articles that they name.
    """

    def __init__(self, claims: Iterable[Claim], links: Links) -> None:
        self._links = links
        self.claims = known(claims, links, None)  # fact -> its claims, in order
        bearers = ((fact, links.types[its[0].type].bearer) for fact, its in self.claims.items())
        self._bearers = {fact: role for fact, role in bearers if role is not None}
        self._tenures = {fact: tenures_of(self.claims[fact], links) for fact in self._bearers}
        self._naming: dict[str, set[str]] = defaultdict(set)  # entity -> facts that name it, or on which it speaks
        for claim in chain.from_iterable(self.claims.values()):
            for entity in self._named_by(claim):
                self._naming[entity].add(claim.fact)

    def _named_by(self, claim: Claim) -> Iterable[str]:
        speakers = claim.speaker or (self._links.articles[claim.article].narrator,)
        return (*speakers, *claim.via, *chain.from_iterable(claim.roles.values()))

    def left(self, fact: str, gone: Collection[str]) -> list[Claim]:
        """Give the claims on a fact without those of some articles."""
        its = self.claims[fact]
        return [claim for claim in its if claim.article not in gone] if gone else its

    def without(self, gone: Collection[str]) -> list[Tenure]:
        """Give the tenures, in order, without what some articles say."""
        found: list[Tenure] = []
        for fact, its in self._tenures.items():
            left = self.left(fact, gone)
            found += its if len(left) == len(self.claims[fact]) else tenures_of(left, self._links) if left else ()
        return sorted(found)

    def facts_that_may_turn(self, gone: Collection[str] | None = None) -> set[str]:
        """Name the facts that name, or on which speaks, somebody who may be of another side without some articles.

        Parameters
        ----------
        gone
            The articles; left out: any.
        """
        bearers: set[str] = set()
        for fact, role in self._bearers.items():
            its = self.claims[fact]
            if gone is None or any(claim.article in gone for claim in its):
                bearers.update(chain.from_iterable(claim.roles.get(role, ()) for claim in its))
        if not bearers:
            return set()
        below = all_below(bearers, self._links, chain.from_iterable(self._tenures.values()))
        return set().union(*(self._naming.get(entity, ()) for entity in below))
