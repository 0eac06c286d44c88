"""The part of a list that an answer to an assistant has, and what is said of the rest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, TypeVar

from kg.base.errors import UsageError

T = TypeVar("T")
MOST = 50  # things in one answer
Top = Annotated[int, f"How many at most, up to {MOST}."]
Skip = Annotated[int, "How many of the first to pass over."]


def part(found: Sequence[T], top: int, skip: int, things: str, left_out: list[str]) -> Sequence[T]:
    """Take the part of a list that is asked for, and say what it leaves out.

    Parameters
    ----------
    found
        The list.
    top, skip
        How many to take at most, and how many of the first to pass over.
    things
        What they are.
    left_out
        Lines that say what is left out, to which others are added.

    Raises
    ------
    UsageError
        If `top` is less than 1, or `skip` less than 0.

    >>> lines = []
    >>> part("abcdef", 2, 0, "letters", lines), lines
    ('ab', ['4 more letters: ask with skip=2'])
    """
    for name, number, least in (("top", top, 1), ("skip", skip, 0)):
        if number < least:
            raise UsageError(f"`{name}` is {number}", f"give {least} or more")
    shown = found[skip : skip + min(top, MOST)]
    if more := len(found) - skip - len(shown):
        left_out += [f"{more:,} more {things}: ask with skip={skip + len(shown)}"] if more > 0 else []
    if skip and found:
        left_out.append(f"the first {min(skip, len(found)):,} {things}: ask with skip=0")
    return shown
