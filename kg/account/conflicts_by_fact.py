"""The conflicts of single facts, found as they are asked for: of most facts of a large account nobody asks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from kg.account.at_once import Held
from kg.account.conflicts import (
    Conflict,
    clashing_holders,
    conflicts,
    conflicts_by_fact,
    conflicts_of,
    gathered,
    holders_of,
    stays_of,
    whereabouts_of,
)
from kg.account.facts import Account
from kg.account.voices import Links
from kg.model.records import Claim


class ConflictsByFact(Mapping[str, list[Conflict]]):
    """The same as `conflicts_by_fact(conflicts(account, claims, links))`: the id of a fact -> those it has, if any.

    Who held a post and where a person was is told by many facts, so that these are gathered once, and compared only
    for the posts and persons of those facts that are asked for.

    Parameters
    ----------
    account, claims, links
        As of `kg.account.conflicts.conflicts`.
    """

    def __init__(self, account: Account, claims: Mapping[str, Claim], links: Links) -> None:
        self._account, self._claims, self._links = account, claims, links
        self._known: dict[tuple[bool, str], dict[str, list[Conflict]]] = {}

    def __getitem__(self, fact: str) -> list[Conflict]:
        if "_all" in vars(self):
            return self._all[fact]
        its = self._account.facts[fact]
        asked = {(True, post) for post, _ in holders_of(its, self._claims, self._links)}
        asked |= {(False, person) for person, _ in stays_of(its, self._claims, self._links)}
        others = [conflict for each in sorted(asked) for conflict in self._of(*each).get(fact, ())]
        found = sorted([*conflicts_of(its, self._claims, self._links), *others])
        if not found:
            raise KeyError(fact)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._all)

    def __len__(self) -> int:
        return len(self._all)

    @cached_property
    def _all(self) -> dict[str, list[Conflict]]:
        return conflicts_by_fact(conflicts(self._account, self._claims, self._links))

    @cached_property
    def _holders(self) -> dict[str, list[Held]]:
        facts = self._account.facts.values()
        return dict(gathered(each for fact in facts for each in holders_of(fact, self._claims, self._links)))

    @cached_property
    def _stays(self) -> dict[str, list[Held]]:
        facts = self._account.facts.values()
        return dict(gathered(each for fact in facts for each in stays_of(fact, self._claims, self._links)))

    def _of(self, is_post: bool, id_: str) -> dict[str, list[Conflict]]:
        """Find the conflicts of all facts about who held a post, or where a person was."""
        if (is_post, id_) not in self._known:
            if is_post:
                found = clashing_holders(id_, self._holders[id_])
            else:
                found = whereabouts_of(id_, self._stays[id_], self._links)
            self._known[is_post, id_] = conflicts_by_fact(found)
        return self._known[is_post, id_]
