"""Whoever asks a named query for what is accepted is told of what has the same shape and is not accepted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.account.edges import edges
from kg.graph.graph import Graph
from kg.model.records import Claim, Status
from kg.query.library import library
from tests.graphs import graph_of
from tests.making import claim

# Queries that list what is accepted and nothing else, with what they are asked in the small world below.
OF_ACCEPTED: dict[str, dict[str, str]] = {
    "announced": {},
    "around": {"entity": "ann"},
    "brokers": {},
    "edges": {},
    "holders": {"post": "chief"},
    "met": {"entity": "ann"},
    "posts": {},
    "single-outlet": {},
    "single-voice": {},
    "tie": {"entity": "ann", "other": "bob"},
    "voices": {},
    "ways": {"entity": "ann", "other": "bob"},
}
# The others: they list claims, articles or names, or tell of every fact how it stands.
OF_ALL = {
    "anonymous",
    "articles",
    "claims",
    "disputed",
    "during",
    "find",
    "learnt",
    "measures",
    "parts",
    "shared",
    "statements",
} | {
    "statuses",
    "vacant",
}


@pytest.fixture(scope="module")
def contested() -> Graph:
    """A newspaper says that Ann met Bob, as was announced, and that Ann is chief; Ann's or Bob's side denies both."""
    return graph_of(
        [
            claim("b-foreign", "announces", fact="plan", when="2023-12-01"),
            claim(None, fulfils="plan"),
            claim("b-foreign", "denies", article="gazette-1"),
            claim(None, fact="t", type="Tenure", roles={"holder": ("ann",), "post": ("chief",)}),
            claim("ann", "denies", fact="t", type="Tenure", roles={"holder": ("ann",), "post": ("chief",)}),
        ]
    )


def test_every_query_is_of_the_one_sort_or_the_other() -> None:
    found = library(Path("nowhere"))
    companions = {name for query in found.values() for name in (query.not_shown, query.left_out) if name}
    assert found.keys() - companions == {*OF_ACCEPTED, *OF_ALL}
    assert {name for name, query in found.items() if query.not_shown} == {*OF_ACCEPTED}


@pytest.mark.parametrize("name", OF_ACCEPTED)
def test_a_contested_fact_of_the_shape_is_told(contested: Graph, name: str) -> None:
    line = contested.not_shown(name, **OF_ACCEPTED[name])
    assert line.startswith("not shown: ")
    assert "contested by a party" in line


@pytest.mark.parametrize("name", OF_ACCEPTED)
def test_where_all_is_accepted_nothing_is_told(name: str) -> None:
    graph = graph_of(
        [claim(None), claim(None, fact="t", type="Tenure", roles={"holder": ("ann",), "post": ("chief",)})]
    )
    assert graph.not_shown(name, **OF_ACCEPTED[name]) == ""


def test_only_what_one_voice_or_outlet_carries_is_of_that_shape() -> None:
    twice = [claim(None), claim(None, article="gazette-1"), claim("b-foreign", "denies", article="courier-1")]
    once = [claim("xan", fact="n"), claim("b-foreign", "denies", fact="n", article="gazette-1")]
    graph = graph_of([*twice, *once])
    for name in ("single-voice", "single-outlet"):
        assert graph.not_shown(name) == "not shown: 1 contested by a party; `kg explain n`"
        assert [row.fact.short for row in graph.query(f"{name}-unaccepted")] == ["n"]


def test_only_persons_lie_between_others() -> None:
    pair: dict[str, tuple[str, ...]] = {"participant": ("aland", "bob")}
    graph = graph_of([claim(None, roles=pair), claim("b-foreign", "denies", article="gazette-1", roles=pair)])
    assert graph.not_shown("brokers") == ""


PEOPLE = ("ann", "bob", "xan", None, "b-foreign", "a-foreign")


def _claims() -> st.SearchStrategy[list[Claim]]:
    """Draw claims on two meetings and a tenure, some about a single participant."""
    ends: list[tuple[str, ...]] = [("ann", "bob"), ("ann",), ("bob",), ("ann", "bob", "xan")]
    one = st.builds(
        lambda who, stance, article, scope, fact, participants: claim(
            who, stance, article=article, scope=scope, fact=fact, roles={"participant": participants}
        ),
        st.sampled_from(PEOPLE), st.sampled_from(["asserts", "denies"]),
        st.sampled_from(["herald-1", "gazette-1", "courier-1"]), st.sampled_from(["fact", "roles"]),
        st.sampled_from(["m", "n"]), st.sampled_from(ends),
    )  # fmt: skip
    return st.lists(one, min_size=1, max_size=9)


@given(claims=_claims())
def test_what_is_not_accepted_stands_as_its_weakest_part(claims: list[Claim]) -> None:
    graph = graph_of(claims)
    unaccepted = {
        (*sorted((its.source, its.target)), its.fact): (its.status.value, its.contested and its.contested.value)
        for fact in graph.account.facts.values()
        for its in edges(fact, graph.ontology, accepted=False)
        if not (fact.accepted and all(end.accepted for end in its.ends))
    }
    listed = {
        (*sorted((row.a.short, row.b.short)), row.fact.short): (
            row.status.short, row.contested.short if row.contested else None,
        )
        for row in graph.query("edges-unaccepted")
    }  # fmt: skip
    assert listed == unaccepted
    of_ann = {key: its for key, its in unaccepted.items() if "ann" in key[:2]}
    for name in ("met-unaccepted", "around-unaccepted"):
        found = {
            (row.fact.short, *(row.status.short, row.contested.short if row.contested else None))
            for row in graph.query(name, entity="ann")
        }
        assert found == {(key[2], *its) for key, its in of_ann.items()}


@pytest.mark.parametrize("name", ["met", "tie", "edges", "around", "brokers", "posts", "holders"])
def test_the_order_of_strength_is_the_account_s(name: str) -> None:
    text = library(Path("nowhere"))[f"{name}-unaccepted"].text
    (order,) = re.findall(r'BIND\("([a-z -]+)" AS \?weakest_first\)', text)
    assert order.split() == [its.value for its in sorted(Status, key=lambda its: its.strength)]
