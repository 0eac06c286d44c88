"""An order in which those that much joins stand near to one another: of the rows and columns of a matrix."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

_LIGHT = 0.01  # weight of what joins every two, beside 1 of a finding
_STEPS = 400  # of the power iteration
_EVEN = 1e-6  # of all findings: no end has more of them
_ROUNDED = 6  # decimals to which values are compared, so that the last digits decide nothing


def in_series(names: Iterable[str], pairs: Iterable[tuple[str, str, float]]) -> list[str]:
    """Put names in an order by the Fiedler vector of the graph whose edges weigh as much as there is between two.

    Parameters
    ----------
    names
        What is put in order; fewer than three stay in the order of their texts.
    pairs
        Two names and a weight; the same two may occur again, and add up. Others than `names` are passed over.

    Returns
    -------
    list
        All names, from the end at which there is more. It is the order of the matrix on a page
        (`kg/view/web/sides.js`): the graph is lightly joined throughout, so that it has one piece.

    Source
    ------
    Atkins, Boman and Hendrickson 1998, A spectral algorithm for seriation, doi:10.1137/S0097539795285771.

    >>> in_series("abcd", [("a", "c", 5), ("c", "b", 1), ("b", "d", 5)])
    ['d', 'b', 'c', 'a']
    >>> in_series("abcd", [("a", "b", 1), ("b", "c", 1), ("c", "d", 9)])
    ['d', 'c', 'b', 'a']
    """
    ids = sorted(names)
    if len(ids) < 3:
        return ids
    at = {id_: place for place, id_ in enumerate(ids)}
    weights = [[_LIGHT] * len(ids) for _ in ids]
    for one, other, weight in pairs:
        if one in at and other in at and one != other:
            weights[at[one]][at[other]] += weight
            weights[at[other]][at[one]] += weight
    values = _fiedler(weights)
    return sorted(ids, key=lambda id_: (round(values[at[id_]], _ROUNDED), id_))


def _fiedler(weights: Sequence[Sequence[float]]) -> list[float]:
    """Find the vector by which neighbours differ least, by power iteration on what is left of the Laplacian."""
    degrees = [math.fsum(row) - row[place] for place, row in enumerate(weights)]
    shift = 2 * max(degrees)
    vector = _centred([math.sin(place + 1) for place in range(len(weights))])  # any that is not constant
    for _ in range(_STEPS):
        vector = _centred(
            [
                (shift - degrees[place]) * vector[place]
                + sum(weight * vector[other] for other, weight in enumerate(row))
                for place, row in enumerate(weights)
            ]
        )
    lean = math.fsum(value * degree for value, degree in zip(vector, degrees, strict=True))
    is_even = abs(lean) <= _EVEN * math.fsum(degrees)
    sign = next((value for value in vector if abs(value) > 1e-9), 1.0) if is_even else -lean
    return [value * math.copysign(1.0, sign) for value in vector]


def _centred(vector: Sequence[float]) -> list[float]:
    """Give a vector without its mean, of length 1."""
    mean = math.fsum(vector) / len(vector)
    length = math.sqrt(math.fsum((value - mean) ** 2 for value in vector)) or 1.0
    return [(value - mean) / length for value in vector]
