"""A fact that joins an act with an actor whom no claim of that act names is pointed out."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base.findings import Finding
from kg.check.crossed import check_crossed
from kg.model.records import Claim
from tests.making import claim, core

ACTS, ACTORS = ("praise", "threat", "criticism"), ("bob", "cid", "abe")


def said(acts: tuple[str, ...], about: tuple[str, ...], stance: str = "asserts", fact: str = "said") -> Claim:
    return claim(None, stance, type="Statement", fact=fact, roles={"agent": ("ann",), "act": acts, "about": about})


def found(*claims: Claim) -> list[tuple[int, Finding]]:
    return list(check_crossed(claims, core()))


def test_it_is_told_at_the_last_claim_of_that_act() -> None:
    ((number, finding),) = found(said(("threat",), ("bob",)), said(("praise",), ("cid",)), said(("threat",), ("abe",)))
    assert number == 1
    assert finding.is_warning
    assert "`said` joins `praise` with `abe`, and no claim names the two together" in finding.text


@pytest.mark.parametrize(
    "claims",
    [
        [said(("threat",), ("bob",))],
        [said(("threat",), ("bob",)), said(("threat",), ("cid",))],
        [said(("threat",), ("bob",)), said(("praise",), ("bob",))],
        [said(("threat",), ("bob",)), said(("praise",), ("cid",), "denies")],
        [said(("threat",), ("bob",)), said(("praise",), ("cid",), fact="other")],
        [said(("threat",), ("bob",)), said(("praise",), ())],
        [said(("threat", "praise"), ("bob", "cid")), said(("praise",), ("cid",))],
    ],
)
def test_what_claims_name_together_is_not(claims: list[Claim]) -> None:
    assert found(*claims) == []


def some(words: tuple[str, ...]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(st.sampled_from(words), max_size=2, unique=True).map(tuple)


@given(st.lists(st.tuples(some(ACTS), some(ACTORS)), max_size=5))
def test_any_pair_that_is_not_named_together_is_found(drawn: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> None:
    together = {pair for acts, actors in drawn for pair in product(acts, actors)}
    acts, actors = {act for act, _ in together}, {actor for _, actor in together}
    told = found(*(said(acts, about) for acts, about in drawn))
    assert bool(told) is (together != set(product(acts, actors)))
