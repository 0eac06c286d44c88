"""Circles among things that name one another: the parts of parts, and what belongs to what."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

_MOST_SHOWN = 6


def circles(targets: Mapping[str, set[str]]) -> list[list[str]]:
    """Find circles, so many that without their steps there is none left.

    Parameters
    ----------
    targets
        What each thing names.

    Returns
    -------
    list
        The members of each circle in order, the least of them first, and again at the end. No step stands
        in two of them.

    >>> circles({"visit": {"talks"}, "talks": {"dinner", "tea"}, "dinner": {"visit"}})
    [['dinner', 'visit', 'talks', 'dinner']]
    """
    left = {source: set(named) for source, named in targets.items()}
    sources = _turned(targets)
    _take_out(left, sources, [thing for thing in {**left, **sources} if not left.get(thing)])
    found: list[list[str]] = []
    for start in sorted(left):
        way, met = [start], {start: 0}
        while way:
            if way[-1] not in left:
                del met[way.pop()]
                continue
            step = min(left[way[-1]])
            if step not in met:
                met[step] = len(way)
                way.append(step)
                continue
            members = way[met[step] :]  # the way goes on from the first of them, so that no step is gone twice
            for _ in members[1:]:
                del met[way.pop()]
            found.append(_from_the_least(members))
            for source, target in pairwise(found[-1]):
                left[source].discard(target)
            _take_out(left, sources, [member for member in members if not left[member]])
    return found


def shown(members: list[str]) -> str:
    """Write a circle as a way, or as much of it as can be read.

    >>> shown(["a", "b", "a"])
    '`a` → `b` → `a`'
    """
    if len(members) > _MOST_SHOWN + 1:
        members = [*members[:_MOST_SHOWN], f"… {len(members) - 1 - _MOST_SHOWN} more …", members[-1]]
    return " → ".join(member if member.startswith("…") else f"`{member}`" for member in members)


def _turned(targets: Mapping[str, set[str]]) -> dict[str, list[str]]:
    """By what each thing is named."""
    sources: dict[str, list[str]] = {}
    for source, named in targets.items():
        for target in named:
            sources.setdefault(target, []).append(source)
    return sources


def _from_the_least(members: list[str]) -> list[str]:
    least = members.index(min(members))
    return [*members[least:], *members[:least], members[least]]


def _take_out(left: dict[str, set[str]], sources: Mapping[str, list[str]], ends: list[str]) -> None:
    """Take out what names nothing, then what names only that, and so on: it is part of no circle."""
    while ends:
        end = ends.pop()
        left.pop(end, None)
        for source in sources.get(end, ()):
            if source in left:
                left[source].discard(end)
                if not left[source]:
                    ends.append(source)
