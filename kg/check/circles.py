"""Finds circles among things that name one another: facts that are parts of facts, entities that belong to entities."""

from __future__ import annotations

from collections.abc import Mapping

from kg.base.components import components

_MOST_SHOWN = 6


def circles(targets: Mapping[str, set[str]]) -> list[list[str]]:
    """Find circles, so many that without their links there is none left.

    What is on no circle, and what leads from one circle to another, changes nothing: it may be left out of `targets`.
    Every other link is followed once, from each thing the link to the least name first. `graphlib` finds one circle a
    run, and each run looks at everything: with thousands of circles that would take minutes.

    Parameters
    ----------
    targets
        What each thing names.

    Returns
    -------
    list
        The members of each circle in order, the least of them first, and again at the end. No link stands
        in two of them.

    >>> circles({"visit": {"talks"}, "talks": {"dinner", "tea"}, "dinner": {"visit"}})
    [['dinner', 'visit', 'talks', 'dinner']]
    """
    ahead = {thing: sorted(named, reverse=True) for thing, named in _inside(targets).items()}  # links not followed yet
    found: list[list[str]] = []
    for start in sorted(ahead):
        way, position = [start], {start: 0}
        while way:
            if not ahead.get(way[-1]):
                del position[way.pop()]  # a dead end: whoever leads here is on no further circle by that link
                continue
            target = ahead[way[-1]].pop()
            if target not in position:
                position[target] = len(way)
                way.append(target)
                continue
            members = way[position[target] :]
            for _ in members[1:]:  # the way goes on from the thing at which it met itself
                del position[way.pop()]
            least = members.index(min(members))
            found.append([*members[least:], *members[:least], members[least]])
    return found


def _inside(targets: Mapping[str, set[str]]) -> dict[str, set[str]]:
    """Keep the links between things that lead to each other."""
    number: dict[str, int] = {}  # of the strongly connected component of each
    for start in targets:
        for members in components(start, lambda thing: targets.get(thing, ()), number):
            number.update(dict.fromkeys(members, len(number)))
    return {thing: {its for its in named if number[its] == number[thing]} for thing, named in targets.items()}


def shown(members: list[str]) -> str:
    """Write a circle as a way, or as much of it as can be read.

    >>> shown(["a", "b", "a"])
    '`a` → `b` → `a`'
    """
    if len(members) > _MOST_SHOWN + 1:
        members = [*members[:_MOST_SHOWN], f"… {len(members) - 1 - _MOST_SHOWN} more …", members[-1]]
    return " → ".join(member if member.startswith("…") else f"`{member}`" for member in members)
