"""Whoever asks a named query for what is accepted is told of what has the same shape and is not accepted."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.graph.graph import Graph
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
