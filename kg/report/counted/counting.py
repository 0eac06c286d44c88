"""Facts counted group by group, accepted ones apart from the others: what `kg.report.counted.counts` shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import product

from msgspec import Struct

from kg.account.facts import FactAccount
from kg.account.unaccepted import why
from kg.base.hints import NEWEST
from kg.model.records import Claim
from kg.report.counted.dimensions import Dimension, Group, carrying
from kg.report.counted.sums import Sums, flat_sums, sums, sums_row
from kg.report.facts import Row
from kg.snapshot.snapshot import Snapshot

MOST, NAME = "most", "name"
ORDERS = (MOST, NEWEST, NAME)
BETWEEN = " · "  # the labels of the groups of several dimensions
Key = tuple[Group, ...]


class Count(Struct, frozen=True):
    """How many facts there are in one group of each dimension."""

    groups: Key
    facts: int  # accepted ones
    by_status: dict[str, int]  # status -> how many of these, the best sourced first
    not_accepted: dict[str, int]  # why -> how many more there are, such as "denied" or "contested by a party"
    reports: int | None  # articles that tell of the accepted ones, one each fact; None: not asked for
    read: int  # accepted ones of which somebody read a claim that decided: the others are rows of a data set
    values: Sums  # of the accepted ones

    @property
    def ids(self) -> tuple[str | None, ...]:
        """The id of the group of each dimension; None: of what has none."""
        return tuple(None if its.is_none else its.id for its in self.groups)

    @property
    def others(self) -> int:
        """How many facts are not accepted."""
        return sum(self.not_accepted.values())

    @property
    def label(self) -> str:
        """The names of its groups."""
        return BETWEEN.join(its.label for its in self.groups)


def count_row(its: Count, by: Sequence[str]) -> Row:
    """Give a count as JSON: the id and the label of the group of each dimension, and its numbers."""
    ids = {f"{name}": id_ for name, id_ in zip(by, its.ids, strict=True)}
    labels = {f"{name}_label": group.label for name, group in zip(by, its.groups, strict=True)}
    reports = {} if its.reports is None else {"reports": its.reports}
    numbers = {"facts": its.facts, "by_status": its.by_status, "not_accepted": its.not_accepted}
    return ids | labels | numbers | reports | {"read": its.read, "values": sums_row(its.values)}


def flat_count(its: Count, by: Sequence[str]) -> Row:
    """Give a count as a row of plain values."""
    row = count_row(its, by)
    del row["by_status"], row["values"]
    return row | {"not_accepted": its.others} | flat_sums(its.values)


def keys_of(fact: FactAccount, by: Sequence[Dimension], claims: Mapping[str, Claim]) -> list[Key]:
    """Name the groups of a fact, one of each dimension, which occur together.

    Sources do where one claim is of all of them, since what two tell is not told by the one through the other; an actor
    and a side where that is its own. Everything else goes with everything.
    """
    found = list(product(*(each.groups(fact) for each in by)))
    if len(found) == 1:
        return found
    sources = [place for place, its in enumerate(by) if its.of_claim]
    if len(sources) > 1:
        told = {
            its for key in carrying(fact) for its in product(*(_groups(by[place], claims[key]) for place in sources))
        }
        found = [key for key in found if tuple(key[place].id for place in sources) in told] or found
    actors = [place for place, its in enumerate(by) if its.of_actor]
    return [key for key in found if _is_one_actor([by[place] for place in actors], [key[place] for place in actors])]


def _groups(by: Dimension, claim: Claim) -> list[str]:
    """Name the groups of one source that a claim is of; one without any is in the group of what has none."""
    return list(by.of_claim(claim) if by.of_claim else ()) or [""]


def _is_one_actor(by: Sequence[Dimension], groups: Sequence[Group]) -> bool:
    """Tell whether one actor is of all groups: of an actor and a side, whether that is the side of this actor."""
    ids = {its.name: group.id for its, group in zip(by, groups, strict=True)}
    return all(
        not (actor := ids.get("actor")) or its.of_actor is None or its.of_actor(actor) == ids[its.name] for its in by
    )


class GroupCounter:
    """Counts the facts of a group."""

    def __init__(self, snapshot: Snapshot, by: Sequence[Dimension], values: Collection[str], *, reports: bool) -> None:
        self._claims, self._by, self._wants_reports = snapshot.claims, by, reports
        self._values = frozenset(values)
        self._coded = frozenset(key for key, claim in snapshot.claims.items() if not claim.was_read)

    def of(self, key: Key, facts: Sequence[FactAccount]) -> Count:
        """Count the facts of one group of each dimension, or of no dimension."""
        accepted = [fact for fact in facts if fact.accepted]
        statuses = Counter(fact.status for fact in accepted)
        others = Counter(why(fact.status, fact.contested) for fact in facts if not fact.accepted)
        return Count(
            key,
            len(accepted),
            {its.value: statuses[its] for its in sorted(statuses, key=lambda status: -status.strength)},
            dict(sorted(others.items())),
            self._reports(key, accepted) if self._wants_reports else None,
            sum(not self._coded.issuperset(fact.basis) for fact in accepted),
            sums(accepted, self._claims, only=self._values) if self._values else {},
        )

    def _reports(self, key: Key, facts: Iterable[FactAccount]) -> int:
        """Count the articles that tell of facts; by sources, only what is of the group."""
        tests = [(its.of_claim, group.id) for its, group in zip(self._by, key, strict=False) if its.of_claim]
        found = set()
        for fact in facts:
            for claim in (self._claims[each] for each in carrying(fact)):
                if all(id_ in of_claim(claim) for of_claim, id_ in tests):
                    found.add((fact.fact, claim.article))
        return len(found)


def in_order(counts: Iterable[Count], by: Sequence[Dimension], order: str) -> list[Count]:
    """Put groups in an order, dimension by dimension; a group of an earlier one is as large as all of it."""
    found, sizes = list(counts), dict[tuple[Key, Group], tuple[int, int]]()
    for its in found:
        for place, group in enumerate(its.groups):
            facts, others = sizes.get((its.groups[:place], group), (0, 0))
            sizes[its.groups[:place], group] = (facts + its.facts, others + its.others)
    for place in reversed(range(len(by))):
        found.sort(key=lambda its: (its.groups[place].label.casefold(), its.groups[place].id))
        if by[place].is_time:
            found.sort(key=lambda its: its.groups[place].when, reverse=order == NEWEST)
        elif order != NAME:
            found.sort(key=lambda its: sizes[its.groups[:place], its.groups[place]], reverse=True)
        found.sort(key=lambda its: its.groups[place].is_none)
    return found
