"""The time of a fact, from what its claims say of it."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from kg.model.dates import When, hull, intersection, overlaps, to_edtf


class Period(Struct, frozen=True):
    """When a fact happened or held: an EDTF text and the days that bound it.

    Where claims name days that cannot all be meant, the text is EDTF's "one of a set".
    """

    text: str | None = None
    earliest: str | None = None
    latest: str | None = None
    either: tuple[tuple[str | None, str | None], ...] = ()  # the days that cannot all be meant, if claims conflict
    stated: bool = False  # of a situation: whether claims state these bounds, and not only days on which it held

    @property
    def stretches(self) -> tuple[tuple[str | None, str | None], ...]:
        """First and last day of each span of days in which it may have been; one, unless claims conflict."""
        return self.either or ((self.earliest, self.latest),)


def time_of(whens: Sequence[When], *, lasts: bool) -> Period:
    """Unite what claims say of a fact's time.

    Parameters
    ----------
    whens
        The times that claims state, in any order.
    lasts
        Whether the fact is a situation: then their hull, else their intersection.

    Returns
    -------
    Period
        Empty if no claim states a time. An event's times that do not meet are listed, not resolved; so are intervals of
        a situation of which no day is in all, with what is attested outside them.

    Source
    ------
    Extended Date/Time Format (EDTF) Specification, Library of Congress 2019, level 2, set representation.

    >>> from kg.model.dates import parse
    >>> time_of([parse("2023-12"), parse("2023-12-13")], lasts=False).text
    '2023-12-13'
    >>> time_of([parse("2023-12-15"), parse("2023-12-13")], lasts=False).text
    '[2023-12-13,2023-12-15]'
    >>> held = time_of([parse("2023-12-14"), parse("2025-07-26")], lasts=True)
    >>> held.text, held.stated, time_of([parse("2023-12-14/2025-07-26")], lasts=True).stated
    ('2023-12-14/2025-07-26', False, True)
    >>> time_of([parse("2023-01-01/2023-01-05"), parse("2023-02"), parse("2023-02-10/2023-02-12")], lasts=True).text
    '[2023-01-01..2023-01-05,2023-02-10..2023-02-12]'
    """
    texts = {when.text: when for when in whens}
    if not texts:
        return Period()
    if len(texts) == 1:
        (when,) = texts.values()
        return Period(when.text, when.earliest, when.latest, stated=lasts and when.interval)
    if lasts and disputed(whens):
        stated = [when for when in whens if when.interval]
        return _one_of([*stated, *(when for when in whens if not any(overlaps(when, its) for its in stated))])
    meeting = None if lasts else intersection(whens)
    if not lasts and meeting is None:
        return _one_of(whens)
    earliest, latest = meeting or hull(whens)
    is_stated = lasts and _states(whens, earliest, latest)
    return Period(to_edtf(earliest, latest) or None, earliest, latest, stated=is_stated)


def disputed(whens: Sequence[When]) -> bool:
    """Tell whether claims give intervals of a situation of which no day is in all: they cannot all be meant.

    >>> from kg.model.dates import parse
    >>> disputed([parse("2020/2021"), parse("2021/2023")]), disputed([parse("2020/2021"), parse("2023/..")])
    (False, True)
    """
    stated = [when for when in whens if when.interval]
    return len(stated) > 1 and intersection(stated) is None


def _one_of(whens: Sequence[When]) -> Period:
    """List times that cannot all be meant."""
    earliest, latest = hull(whens)
    either = sorted({(when.earliest or "", when.latest or "") for when in whens})
    listed = ",".join(first if first == last else f"{first}..{last}" for first, last in either)
    return Period(f"[{listed}]", earliest, latest, tuple((first or None, last or None) for first, last in either))


def _states(whens: Sequence[When], earliest: str | None, latest: str | None) -> bool:
    """Tell whether intervals state the first and the last day of a situation, as far as these are known."""
    stated = [when for when in whens if when.interval]
    starts, ends = {when.earliest for when in stated}, {when.latest for when in stated}
    return (earliest, latest) != (None, None) and earliest in {None, *starts} and latest in {None, *ends}
