"""Krippendorff's alpha for two annotators, by nltk, and the distances between values. Only this module imports `nltk`.

Sources: Krippendorff 2004, Content Analysis, 2nd edition, chapter 11; Krippendorff 2011, Computing Krippendorff's
alpha-reliability, https://repository.upenn.edu/asc_papers/43; Hayes and Krippendorff 2007,
doi:10.1080/19312450709336664.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from datetime import date
from typing import Any

from msgspec import Struct

from kg.base.errors import UsageError
from kg.base.installing import to_install
from kg.model.dates import When

Distance = Callable[[Any, Any], float]
NO_TIME = ()
_OPEN = 0.5  # the distance of two times that share a day, of which one is open


class Alpha(Struct, frozen=True):
    """Alpha over some units, how many these are, and in how many both say the same; or why it is undefined."""

    units: int
    alike: int
    value: float | None
    why: str = ""

    def __str__(self) -> str:
        return f"undefined: {self.why}" if self.value is None else f"{self.value:.3f}"


def alpha(units: Sequence[tuple[Hashable, Hashable]], distance: Distance, nothing: str = "no claim matches") -> Alpha:
    """Compute Krippendorff's alpha of two annotators.

    Parameters
    ----------
    units
        What each of the two says of each unit: n pairs.
    distance
        Between two values, from 0 (the same) to 1.
    nothing
        Why there may be no unit.

    Returns
    -------
    Alpha
        1 less the observed by the expected disagreement. Without a unit, of one unit, and where all values are the
        same, nothing disagrees by chance and alpha is undefined (Krippendorff 2011): that is said, and never called 1.

    Raises
    ------
    UsageError
        If nltk is not installed.

    >>> print(alpha([("a", "a"), ("a", "b"), ("b", "b"), ("a", "a")], differs))
    0.533
    >>> print(alpha([("a", "a"), ("a", "a")], differs))
    undefined: no variation
    """
    alike = sum(not distance(one, other) for one, other in units)
    if not units:
        return Alpha(0, 0, None, nothing)
    if len(units) == 1:
        return Alpha(1, alike, None, "one unit")
    data = [(coder, number, pair[place]) for number, pair in enumerate(units) for place, coder in enumerate("AB")]
    try:
        value = _task()(data=data, distance=distance).alpha()
    except ZeroDivisionError:  # values that are written differently, and at no distance
        return Alpha(len(units), alike, None, "no variation")
    except ValueError:
        return Alpha(len(units), alike, None, "too many values")
    if len({label for _, _, label in data}) == 1:
        return Alpha(len(units), alike, None, "no variation")
    return Alpha(len(units), alike, round(value, 4))


def differs(one: Hashable, other: Hashable) -> float:
    """Give the distance of two names: 0 if they are the same, else 1.

    >>> differs("asserts", "denies")
    1.0
    """
    return float(one != other)


def masi(one: frozenset[str], other: frozenset[str]) -> float:
    """Give the distance of two sets: 1 less the share of what both have, the less the less one holds the other.

    Source: Passonneau 2006, Measuring agreement on set-valued items (MASI): the share is Jaccard's, times 1
    for the same sets, 2/3 where one holds the other, 1/3 where they overlap.

    >>> round(masi(frozenset("ab"), frozenset("a")), 4), masi(frozenset(), frozenset())
    (0.6667, 0.0)
    """
    if one == other:
        return 0.0
    if not one & other:
        return 1.0
    return float(_masi()(one, other))


def time(when: When | None) -> tuple[str | None, ...]:
    """Give what is compared of a time: its first and last possible day; nothing of none."""
    return NO_TIME if when is None else (when.earliest, when.latest)


def time_distance(one: tuple[str | None, ...], other: tuple[str | None, ...]) -> float:
    """Give the distance of two times: 1 less the days that both may mean by the days that either may.

    The same days are at no distance, a time and none at 1, and so are times without a common day. Where two share
    days, and either is open on a side, there is no number of days: the distance is 1/2.

    >>> time_distance(("2023-12-01", "2023-12-10"), ("2023-12-06", "2023-12-10"))
    0.5
    >>> time_distance((), (None, "2023-12-10")), time_distance((None, "2023-12-10"), ("2023-12-10", "2023-12-10"))
    (1.0, 0.5)
    """
    if one == other:
        return 0.0
    if NO_TIME in (one, other):
        return 1.0
    starts, ends = [a[0] for a in (one, other) if a[0]], [a[1] for a in (one, other) if a[1]]
    if starts and ends and max(starts) > min(ends):
        return 1.0
    if len(starts) + len(ends) < 4:
        return _OPEN
    return 1 - _days(max(starts), min(ends)) / _days(min(starts), max(ends))


def _days(first: str, last: str) -> int:
    return (date.fromisoformat(last) - date.fromisoformat(first)).days + 1


def _task() -> Any:  # noqa: ANN401 - nltk's
    try:
        from nltk.metrics.agreement import AnnotationTask
    except ImportError as error:
        raise UsageError("nltk is not installed", to_install("nltk")) from error
    return AnnotationTask


def _masi() -> Distance:
    try:
        from nltk.metrics.distance import masi_distance
    except ImportError as error:
        raise UsageError("nltk is not installed", to_install("nltk")) from error
    found: Distance = masi_distance
    return found
