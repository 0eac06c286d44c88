"""Sums of the figures of facts: once a fact, a range where claims differ, and each unit by itself."""

from __future__ import annotations

from collections.abc import Collection, Container, Iterable, Mapping
from decimal import Context, Decimal
from typing import TypedDict

from msgspec import Struct

from kg.account.facts import FactAccount
from kg.account.figures import figure_words, figures
from kg.model.records import Claim, Figure

_EXACT = Context(prec=10_000)  # digits: nothing is rounded


class SumRow(TypedDict):
    """A sum as JSON: decimals as texts; null is an open end."""

    low: str | None
    high: str | None
    facts: int


class Sum(Struct, frozen=True):
    """The sum of one figure over facts that all give it in one unit."""

    low: Decimal | None  # None: open, since the figure of one of them is
    high: Decimal | None
    facts: int  # that give it

    def row(self) -> SumRow:
        """Give it as JSON."""
        return {"low": _text(self.low), "high": _text(self.high), "facts": self.facts}

    def words(self, unit: str = "") -> str:
        """Write it for people.

        >>> Sum(Decimal(6), Decimal(9), 1).words(), Sum(Decimal(1200), None, 3).words("EUR")
        ('6 to 9', 'at least 1,200 EUR')
        >>> Sum(None, None, 2).words("t")
        'unknown t'
        """
        if self.low is None and self.high is None:
            return f"unknown {unit}".rstrip()
        return figure_words(Figure(_text(self.low), _text(self.high), unit or None))


Sums = dict[str, dict[str, Sum]]  # name -> unit, empty where there is none -> its sum


def sums(
    facts: Iterable[FactAccount],
    claims: Mapping[str, Claim],
    *,
    only: Container[str] | None = None,
    without: Container[str] = (),
) -> Sums:
    """Add up the figures of facts.

    Parameters
    ----------
    facts
        Each of which counts once, however many claims it has.
    claims
        By key.
    only
        Names of figures that are added up; None: all,
    without
        but for these: those that measure reports, such as how often an event was mentioned.

    Returns
    -------
    dict
        Name -> unit -> sum. Of a fact whose claims give several figures the least and the most are taken, so that the
        sum is a range; an open end stays open. What stands in several units is added up in each by itself.
    """
    found: dict[tuple[str, str], tuple[Decimal | None, Decimal | None, int]] = {}
    for fact in facts:
        if not any(claims[key].values for key in fact.claims):
            continue
        for name, its in figures(fact, claims).items():
            if name in without or (only is not None and name not in only):
                continue
            for unit in {figure.unit or "" for figure in its}:
                low, high = _range([figure for figure in its if (figure.unit or "") == unit])
                least, most, number = found.get((name, unit), (Decimal(0), Decimal(0), 0))
                found[name, unit] = (_plus(least, low), _plus(most, high), number + 1)
    by_name: Sums = {}
    for (name, unit), its_sum in sorted(found.items()):
        by_name.setdefault(name, {})[unit] = Sum(*its_sum)
    return by_name


def sums_row(found: Sums) -> dict[str, dict[str, SumRow]]:
    """Give sums as JSON."""
    return {name: {unit: its.row() for unit, its in units.items()} for name, units in found.items()}


def flat_sums(found: Sums) -> dict[str, Decimal | int | None]:
    """Give sums as columns of a table: a low and a high end for each figure and unit, and how many facts give it.

    >>> flat_sums({"hurt": {"": Sum(Decimal(6), Decimal(9), 1)}})
    {'hurt low': Decimal('6'), 'hurt high': Decimal('9'), 'hurt facts': 1}
    """
    flat: dict[str, Decimal | int | None] = {}
    for name, units in found.items():
        for unit, its in units.items():
            of = f"{name} {unit}".rstrip()
            flat |= {f"{of} low": its.low, f"{of} high": its.high, f"{of} facts": its.facts}
    return flat


def sums_words(found: Sums, most: int | None = None) -> str:
    """Write sums for people: all of them, or the first so many figures, and how many more there are.

    >>> sums_words({"hurt": {"": Sum(Decimal(6), Decimal(9), 1)}, "lost": {}}, 1)
    'hurt 6 to 9 and 1 more'
    """
    told = [f"{name} {' and '.join(its.words(unit) for unit, its in units.items())}" for name, units in found.items()]
    more = len(told[most:]) if most else 0
    return "; ".join(told[:most]) + (f" and {more:,} more" if more else "")


def _range(some: Collection[Figure]) -> tuple[Decimal | None, Decimal | None]:
    lows = [None if its.low is None else Decimal(its.low) for its in some]
    highs = [None if its.high is None else Decimal(its.high) for its in some]
    low = None if None in lows else min(its for its in lows if its is not None)
    return low, None if None in highs else max(its for its in highs if its is not None)


def _plus(one: Decimal | None, other: Decimal | None) -> Decimal | None:
    return None if one is None or other is None else _EXACT.add(one, other)


def _text(bound: Decimal | None) -> str | None:
    return None if bound is None else f"{_EXACT.normalize(bound):f}"
