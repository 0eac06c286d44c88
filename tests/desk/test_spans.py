"""What is found by place is what looking through all of it finds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.desk.suggestions.quotations import Quotation
from kg.desk.suggestions.spans import Apart, InOrder

pairs = st.lists(st.tuples(st.integers(0, 30), st.integers(1, 9)).map(lambda its: (its[0], sum(its))), max_size=9)
places = st.integers(0, 40)


@given(pairs, places, places)
def test_stretches_cover_what_the_pairs_cover(given_pairs: list[tuple[int, int]], first: int, last: int) -> None:
    apart = Apart(given_pairs)
    covered = {at for start, end in given_pairs for at in range(start, end)}
    assert apart.around(first) == (first in covered)
    assert bool(apart.touching(first, last)) == any(at in covered for at in range(first, last))


@given(pairs, places, places)
def test_what_starts_in_a_stretch(given_pairs: list[tuple[int, int]], first: int, last: int) -> None:
    items = [Quotation(*pair) for pair in given_pairs]
    found = InOrder(items).starting(first, last)
    assert sorted(found) == sorted(its for its in items if first <= its.start < last)
