"""Judgements of identity: ids that name one thing, or different things, who says so, and on which day."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct


class TakenBack(Struct, frozen=True, kw_only=True):
    """Who has taken a judgement back, and on which day; it then no longer counts, and stays on record."""

    by: str
    day: str
    note: str = ""


class Judgement(Struct, frozen=True, kw_only=True):
    """What somebody decided of two or more ids, of entities or of facts: that they name one thing, or different ones.

    >>> Judgement(ids=("kyiv", "kiev"), same=True, by="im", day="2031-04-30").word
    'same'
    """

    ids: tuple[str, ...]
    same: bool
    by: str
    day: str  # a day, as EDTF
    note: str = ""
    taken_back: TakenBack | None = None

    @property
    def word(self) -> str:
        """The word by which a file says what was decided."""
        return "same" if self.same else "different"

    @property
    def counts(self) -> bool:
        """Whether nobody has taken it back."""
        return self.taken_back is None


def groups(judgements: Iterable[Judgement]) -> list[tuple[str, ...]]:
    """Join ids that counting judgements call the same, directly or by way of others.

    Returns
    -------
    list
        The groups, each with its ids in the order in which they are first named, the groups by their first. The
        order of judgements decides nothing but that order; so does how ids are spread over judgements.

    >>> def same(*ids: str) -> Judgement:
    ...     return Judgement(ids=ids, same=True, by="im", day="2031-04-30")
    >>> groups([same("a", "b"), same("x", "y"), same("c", "b")])
    [('a', 'b', 'c'), ('x', 'y')]
    """
    above: dict[str, str] = {}

    def top(id_: str) -> str:
        while (higher := above[id_]) != id_:
            above[id_] = above[higher]  # halves the way for whoever asks next
            id_ = higher
        return id_

    for judgement in judgements:
        if judgement.same and judgement.counts:
            for id_ in judgement.ids:
                above.setdefault(id_, id_)
                above[top(id_)] = top(judgement.ids[0])
    found: dict[str, list[str]] = {}
    for id_ in above:  # in the order in which they are first named
        found.setdefault(top(id_), []).append(id_)
    return [tuple(ids) for ids in found.values()]
