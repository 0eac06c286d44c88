"""The orders in which facts are listed: the newest first, unless asked otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from kg.account.facts import FactAccount
from kg.base.errors import UsageError
from kg.base.hints import NEWEST, OLDEST, unknown

T = TypeVar("T")

_UNDATED, _OPEN = "", "~"  # before and after all days
_BY: dict[str, tuple[Callable[[FactAccount], object], bool]] = {  # order -> what is compared, whether the most is first
    NEWEST: (lambda fact: days(fact), True),
    OLDEST: (lambda fact: oldest_first(fact), False),
    "status": (lambda fact: fact.status.strength, True),
    "voices": (lambda fact: len(fact.voices), True),
    "claims": (lambda fact: len(fact.claims), True),
    "id": (lambda fact: fact.fact, False),
}
ORDERS = tuple(_BY)


def in_order(facts: Iterable[FactAccount], order: str = NEWEST) -> list[FactAccount]:
    """Put facts in an order.

    Parameters
    ----------
    facts
        In any order.
    order
        ``newest``: by the first day on which each may have been, the last first, undated ones at the end; ``oldest``:
        the other way round, undated ones at the end too; ``status``, ``voices``, ``claims``: the best sourced first;
        ``id``: by their ids. Of facts that are equal by it the better sourced are first, then the newer ones, then it
        goes by type and by who takes part: no id that is only a code gives an order that says nothing.

    Raises
    ------
    UsageError
        If there is no such order.
    """
    compared, is_most_first = _BY[known(order, ORDERS)]
    found = sorted(facts, key=lambda fact: (fact.type, tuple(fact.fillers), fact.fact))
    found.sort(key=days, reverse=True)
    found.sort(key=_sourced)
    found.sort(key=compared, reverse=is_most_first)  # type: ignore[arg-type] # each of them gives what can be compared
    return found


def ranked(items: Iterable[T], fact_of: Callable[[T], FactAccount], order: str = NEWEST) -> list[T]:
    """Put items in the order of the fact that belongs to each; those of one fact stay as they were."""
    items = list(items)
    facts = {fact.fact: fact for fact in map(fact_of, items)}
    place = {fact.fact: number for number, fact in enumerate(in_order(facts.values(), order))}
    return sorted(items, key=lambda it: place[fact_of(it).fact])


def known(order: str, orders: Sequence[str]) -> str:
    """Make sure that there is such an order.

    Raises
    ------
    UsageError
        If there is none.
    """
    if order not in orders:
        raise UsageError(*unknown("order", order, orders))
    return order


def days(fact: FactAccount) -> tuple[str, str]:
    """Give what orders facts by time: their first and last possible day; of an undated one, what is before all days."""
    when = fact.when
    if when.text is None:
        return _UNDATED, _UNDATED
    return when.earliest or when.latest or _UNDATED, when.latest or _OPEN


def oldest_first(fact: FactAccount) -> tuple[bool, tuple[str, str]]:
    """Give what orders facts by time, undated ones at the end."""
    return fact.when.text is None, days(fact)


def _sourced(fact: FactAccount) -> tuple[int, int, int]:
    return -fact.status.strength, -len(fact.voices), -len(fact.claims)
