"""Measures, paths and groups of networks with directions, against networkx."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import networkx as nx
import pytest

from kg.analysis import groups, path, rank
from kg.analysis.numbered import LARGE
from kg.base.errors import AnalysisError


def net(*ties: str) -> nx.DiGraph[str]:
    """A network with directions, of ties such as `a-b`, or `a-b-3` with a weight."""
    graph: nx.DiGraph[str] = nx.DiGraph(directed=True)
    for tie in ties:
        one, other, *weight = tie.split("-")
        graph.add_edge(one, other, weight=int(weight[0]) if weight else 1)
    return graph


STAR = net("a-b", "c-b", "d-b", "b-e", "e-a")
REFERENCES: dict[str, Callable[[nx.DiGraph[str]], Any]] = {
    "degree": lambda graph: dict(graph.degree()),
    "in-degree": lambda graph: dict(graph.in_degree()),
    "out-degree": lambda graph: dict(graph.out_degree()),
    "strength": lambda graph: dict(graph.degree(weight="weight")),
    "betweenness": nx.betweenness_centrality,
    "harmonic": nx.harmonic_centrality,
    "pagerank": lambda graph: nx.pagerank(graph, tol=1e-13, max_iter=1000),
    "core": nx.core_number,
}


def chords(size: int) -> nx.DiGraph[str]:
    """A ring one way, with chords the other way."""
    graph: nx.DiGraph[str] = nx.DiGraph(directed=True)
    for number in range(size):
        graph.add_edge(f"n{number:04}", f"n{(number + 1) % size:04}", weight=1 + number % 3)
        graph.add_edge(f"n{(number * 7) % size:04}", f"n{(number * 3) % size:04}", weight=1)
    graph.remove_edges_from(list(nx.selfloop_edges(graph)))
    return graph


@pytest.mark.parametrize("measure", REFERENCES)
@pytest.mark.parametrize("graph", [STAR, chords(40), chords(LARGE + 1)], ids=["small", "middle", "large"])
def test_each_measure_follows_directions_as_networkx_does(graph: nx.DiGraph[str], measure: str) -> None:
    expected = REFERENCES[measure](graph)
    for its in rank(graph, measure):
        assert its.score == pytest.approx(expected[its.entity], rel=1e-8, abs=1e-9)


def test_three_who_meet_each_other_have_equal_ranks_and_who_only_leads_has_not() -> None:
    three = net("a-b", "b-a", "b-c", "c-b", "a-c", "c-a")
    assert {round(its.score, 6) for its in rank(three, "pagerank")} == {0.333333}
    assert [its.entity for its in rank(net("a-b", "c-b"), "in-degree")] == ["b", "a", "c"]


def test_what_needs_directions_or_none_says_so() -> None:
    with pytest.raises(AnalysisError, match="`in-degree` is of networks with directions\n  hint: `--directed`"):
        rank(nx.Graph([("a", "b")]), "in-degree")
    with pytest.raises(AnalysisError, match="`eigenvector` is of networks without directions"):
        rank(STAR, "eigenvector")


@pytest.mark.parametrize(
    ("a", "b", "ways"),
    [
        ("a", "e", [("a", "b", "e")]),
        ("e", "b", [("e", "a", "b")]),
        ("b", "d", []),
        ("b", "a", [("b", "e", "a")]),
        ("d", "a", [("d", "b", "e", "a")]),
    ],
)
def test_a_path_follows_directions(a: str, b: str, ways: list[tuple[str, ...]]) -> None:
    assert [its.entities for its in path(STAR, a, b)] == ways


def test_paths_are_those_of_networkx_in_order() -> None:
    graph = chords(30)
    for b in ("n0007", "n0019"):
        ways = sorted(nx.all_simple_paths(graph, "n0000", b, cutoff=12), key=lambda way: (len(way), way))
        assert [list(its.entities) for its in path(graph, "n0000", b, k=3)] == ways[:3]


def test_groups_are_told_by_directions_in_large_networks_too() -> None:
    rings = nx.disjoint_union(*(nx.cycle_graph(400, create_using=nx.DiGraph) for _ in range(2)))
    graph: nx.DiGraph[str] = nx.DiGraph(directed=True)
    graph.add_edges_from((f"n{one:04}", f"n{other:04}") for one, other in rings.edges)
    found = groups(graph)
    assert all(len({member < "n0400" for member in group.entities}) == 1 for group in found)
    assert sum(len(group.entities) for group in found) == 800
    assert found == groups(graph)
