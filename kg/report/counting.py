"""Facts counted group by group, accepted ones apart from the others: what `kg.report.counts` shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct

from kg.account.facts import FactAccount
from kg.account.unaccepted import why
from kg.base.hints import NEWEST
from kg.report.dimensions import Dimension, Group, carrying
from kg.report.facts import Row
from kg.report.sums import Sums, flat_sums, sums, sums_row
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
