"""What cannot be had together: two times, two fillers of a functional role, or two figures that claims give."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal

from kg.account.voices import Links
from kg.model.dates import When, overlaps
from kg.model.records import Claim, Figure


def times(a: When, b: When, *, lasts: bool) -> bool:
    """Tell whether two times that claims give of one fact cannot both be meant.

    Parameters
    ----------
    a, b
        As two claims give them.
    lasts
        Whether the fact is a situation: then only a stated end or start can be contradicted.

    >>> from kg.model.dates import parse
    >>> times(parse("2024-03-13"), parse("2024-03-14"), lasts=False)
    True
    >>> times(parse("2024-03-13"), parse("2024-03-14"), lasts=True)
    False
    """
    return any(_outside(other, bounds) for bounds, other in ((a, b), (b, a))) if lasts else not overlaps(a, b)


def _outside(other: When, bounds: When) -> bool:
    """Tell whether a situation is attested, or begun or ended, outside the bounds that another claim states."""
    if not bounds.interval:
        return False
    ended = bounds.latest is not None and other.earliest is not None and other.earliest > bounds.latest
    not_begun = bounds.earliest is not None and other.latest is not None and other.latest < bounds.earliest
    return ended or not_begun


def places(a: str, b: str, links: Links) -> bool:
    """Tell whether two fillers of a functional role differ, and neither lies inside the other."""
    return not (links.places.is_inside(a, b) or links.places.is_inside(b, a))


def figures(a: Figure, b: Figure) -> bool:
    """Tell whether two figures of one name are of one unit and do not overlap; nothing is ever converted.

    >>> from kg.model.records import Figure
    >>> figures(Figure("12", "12"), Figure("15", None)), figures(Figure("12", "12", "EUR"), Figure("15", "15", "USD"))
    (True, False)
    """
    if a.unit != b.unit:
        return False
    return _below(a, b) or _below(b, a)


def _below(a: Figure, b: Figure) -> bool:
    return a.high is not None and b.low is not None and Decimal(a.high) < Decimal(b.low)


def roles(a: Claim, b: Claim, links: Links, among: Collection[str] | None = None) -> set[str]:
    """Name the functional roles to which two claims on one fact give fillers that cannot both be meant.

    Parameters
    ----------
    a, b
        Two claims.
    links
        Fact types, and which place lies inside which.
    among
        Only these roles; None: all.
    """
    rules = links.types[a.type].roles
    shared = (a.roles.keys() & b.roles.keys()) if among is None else (a.roles.keys() & b.roles.keys() & set(among))
    return {
        role
        for role in shared
        if role in rules and rules[role].max == 1
        and any(places(one, other, links) for one in a.roles[role] for other in b.roles[role])
    }  # fmt: skip


def contradicts(a: Claim, b: Claim, links: Links) -> bool:
    """Tell whether two claims on one fact give a time, a functional role or a figure that cannot be had together.

    Figures that measure the report (`Links.report_figures`) say nothing of the fact.
    """
    if a.when and b.when and times(a.when, b.when, lasts=links.types[a.type].lasts):
        return True
    shared = (a.values.keys() & b.values.keys()) - links.report_figures
    if any(figures(a.values[name], b.values[name]) for name in shared):
        return True
    return bool(roles(a, b, links))
