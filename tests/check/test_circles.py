"""Circles are found by the links inside them alone, so that what leads to them or away changes nothing."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from kg.base.components import components
from kg.check.circles import circles

NAMES = st.sampled_from("abcdefgh")
WAYS = st.dictionaries(NAMES, st.sets(NAMES, max_size=4), max_size=8)


def inside(targets: dict[str, set[str]]) -> dict[str, set[str]]:
    """Keep the links between members of one strongly connected component."""
    of: dict[str, int] = {}
    for start in sorted(targets):
        for members in components(start, lambda its: sorted(targets.get(its, ())), of):
            of |= dict.fromkeys(members, len(of))
    return {its: {other for other in others if of[other] == of[its]} for its, others in targets.items()}


def test_a_way_into_a_circle_does_not_change_it() -> None:
    circle = {"b": {"c"}, "c": {"b", "d"}, "d": {"b"}}
    assert circles(circle) == [["b", "c", "b"]]
    assert circles(circle | {"a": {"c"}}) == circles(circle)
    assert circles(circle | {"a": {"d"}, "d": {"b", "x"}}) == circles(circle)


@given(WAYS)
def test_links_outside_circles_change_nothing(targets: dict[str, set[str]]) -> None:
    assert circles(targets) == circles(inside(targets))


@given(WAYS)
def test_without_the_links_of_circles_there_is_none_left(targets: dict[str, set[str]]) -> None:
    taken = {link for members in circles(targets) for link in pairwise(members)}
    left = {its: {other for other in others if (its, other) not in taken} for its, others in targets.items()}
    assert circles(left) == []
