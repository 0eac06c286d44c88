"""The figures that claims give of a fact, as each gives them: nothing is added up, converted or chosen."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kg.account.facts import FactAccount
from kg.model.records import Claim, Figure, Scope, Stance


def figures(fact: FactAccount, claims: Mapping[str, Claim]) -> dict[str, list[Figure]]:
    """Gather the figures of a fact.

    Parameters
    ----------
    fact
        Its account.
    claims
        By key.

    Returns
    -------
    dict
        Name -> what the claims give that assert the fact, each figure once, by unit and size; where nobody asserts it,
        what those give that decided its status, but for denials.
    """
    of_fillers = {key for its in fact.fillers.values() for key in its.asserting if claims[key].scope is Scope.ROLES}
    keys = {*fact.asserting, *of_fillers}
    if not keys:
        keys = {key for key in fact.basis if claims[key].stance not in (Stance.DENIES, Stance.RETRACTS)}
    found: dict[str, set[Figure]] = {}
    for key in keys:
        for name, figure in claims[key].values.items():
            found.setdefault(name, set()).add(figure)
    return {name: sorted(its, key=_size) for name, its in sorted(found.items())}


def _size(figure: Figure) -> tuple[str, Decimal, Decimal]:
    least, most = (Decimal(bound if bound is not None else end) for bound, end in _ends(figure))
    return figure.unit or "", least, most


def _ends(figure: Figure) -> tuple[tuple[str | None, str], tuple[str | None, str]]:
    return (figure.low, "-Infinity"), (figure.high, "Infinity")


def figure_words(figure: Figure) -> str:
    """Write a figure for people.

    >>> figure_words(Figure("1250000.5", "1250000.5", "EUR")), figure_words(Figure("12", "2000"))
    ('1,250,000.5 EUR', '12 to 2,000')
    >>> figure_words(Figure("20", None)), figure_words(Figure(None, "0.5", "km"))
    ('at least 20', 'at most 0.5 km')
    """
    low, high = (None if bound is None else f"{Decimal(bound):,f}" for bound in (figure.low, figure.high))
    if low is None or high is None:
        number = f"at most {high}" if low is None else f"at least {low}"
    else:
        number = low if low == high else f"{low} to {high}"
    return f"{number} {figure.unit}" if figure.unit else number


def all_words(found: Mapping[str, list[Figure]]) -> str:
    """Write figures for people: where claims differ, each of them.

    >>> all_words({"amount": [Figure("13", "13", "EUR"), Figure("20", None, "EUR")], "deaths": [Figure("4", "4")]})
    'amount 13 EUR or at least 20 EUR; deaths 4'
    """
    return "; ".join(f"{name} {' or '.join(map(figure_words, its))}" for name, its in found.items())
