"""Measures on Spark: what networkx says of the same network, and what is the same on every run."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from tests.spark.conftest import Measuring


def drawn(seed: int, *, directed: bool) -> nx.Graph[str]:
    """Draw a network at random that has all that can differ: components, chains, hubs, sinks, weights, odd ids."""
    rolled = random.Random(seed)
    network: nx.Graph[str] = nx.DiGraph() if directed else nx.Graph()
    for number in range(rolled.randrange(8, 20)):
        actors = [
            f"{rolled.choice('abz')}{'-' * rolled.randrange(2)}{number}-{its}" for its in range(rolled.randrange(2, 12))
        ]
        for _ in range(rolled.randrange(1, 2 * len(actors))):
            one, other = rolled.sample(actors, 2)
            network.add_edge(one, other, weight=rolled.choice([1, 1, 1, 2, 5]))
    return network


def pairs(network: nx.Graph[str]) -> list[list[Any]]:
    """Give its ties as `collapsed` does: without directions, from the smaller id."""
    ties = network.edges(data="weight", default=1)
    return [[*((one, other) if network.is_directed() else sorted((one, other))), facts] for one, other, facts in ties]


def groups(rows: list[list[Any]]) -> set[frozenset[str]]:
    """Gather those who are in one group; each is named by its least id."""
    found: dict[str, set[str]] = {}
    for entity, group in rows:
        found.setdefault(group, set()).add(entity)
    assert all(group == min(its) for group, its in found.items())
    return {frozenset(its) for its in found.values()}


@pytest.mark.parametrize(("seed", "directed"), [(1, False), (2, True)])
def test_scores_are_those_of_networkx(measuring: Measuring, seed: int, directed: bool) -> None:
    network = drawn(seed, directed=directed)
    wanted: dict[str, dict[str, float]] = {
        "degree": dict(network.degree()),
        "strength": dict(network.degree(weight="weight")),
        "pagerank": nx.pagerank(network, max_iter=20_000, tol=1e-13 / len(network)),
    }
    if isinstance(network, nx.DiGraph):
        wanted |= {"in-degree": dict(network.in_degree()), "out-degree": dict(network.out_degree())}
    for measure, scores in wanted.items():
        options = {"measure": measure, "directed": directed}
        found = dict(measuring("scores", pairs=pairs(network), parts=seed, options=options))
        assert found == pytest.approx(scores, rel=1e-8, abs=0), measure


def test_components_and_triangles_are_those_of_networkx(measuring: Measuring) -> None:
    for its in (drawn(3, directed=False), drawn(4, directed=True)):
        undirected = its.to_undirected()
        assert groups(measuring("components_of", pairs=pairs(its))) == set(
            map(frozenset, nx.connected_components(undirected))
        )
        assert dict(measuring("triangles_of", pairs=pairs(its))) == nx.triangles(undirected)


def test_a_chain_of_many_steps_is_one_component(measuring: Measuring) -> None:
    chain = [[f"a{number:03}", f"a{number + 1:03}", 1] for number in range(60)]
    assert {component for _, component in measuring("components_of", pairs=chain)} == {"a000"}


def test_communities_are_the_same_however_a_network_is_divided(measuring: Measuring) -> None:
    network = drawn(5, directed=False)
    found = [
        measuring("communities_of", pairs=pairs(network), parts=parts, options={"steps": 5}) for parts in (1, 3, 7)
    ]
    assert found[0] == found[1] == found[2]
    assert {entity for entity, _ in found[0]} == set(network)
    components = [set(its) for its in nx.connected_components(network)]
    assert all(any(group <= its for its in components) for group in groups(found[0]))


def test_communities_are_those_of_networkx_where_no_tie_matters(measuring: Measuring) -> None:
    """Cliques that are held together by many facts, each joined to the next by one."""
    network: nx.Graph[str] = nx.Graph()
    cliques = [[f"{name}{number}" for number in range(8)] for name in "abc"]
    for clique in cliques:
        network.add_edges_from(((one, other) for one in clique for other in clique if one < other), weight=3)
    network.add_weighted_edges_from([("a0", "b0", 1), ("b1", "c0", 1)])
    wanted = {frozenset(its) for its in nx.community.label_propagation_communities(network)}
    assert wanted == {frozenset(its) for its in cliques}
    assert groups(measuring("communities_of", pairs=pairs(network))) == wanted


def test_two_who_are_tied_to_each_other_alone_never_agree(measuring: Measuring) -> None:
    for steps in (4, 5):
        found = measuring("communities_of", pairs=[["ann", "bob", 1]], options={"steps": steps})
        assert found == [["ann", "ann"], ["bob", "bob"]]


def test_a_network_without_ties_has_no_scores(measuring: Measuring) -> None:
    for function in ("components_of", "communities_of", "triangles_of"):
        assert measuring(function, pairs=[]) == []
    for measure in ("degree", "pagerank"):
        assert measuring("scores", pairs=[], options={"measure": measure}) == []


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (
            {"measure": "in-degree"},
            "`in-degree` is of networks with directions\n"
            "  hint: `--directed` draws one; in Python, `directed=True`",
        ),
        (
            {"measure": "betweenness"},
            "`betweenness` is not measured on Spark\n"
            "  hint: without `--on spark` it is measured on one machine, where the network fits",
        ),
        ({"measure": "pagerang"}, "no such measure: `pagerang`\n  hint: did you mean `pagerank`?"),
    ],
)  # fmt: skip
def test_a_measure_that_there_is_not(measuring: Measuring, options: dict[str, Any], told: str) -> None:
    assert measuring.told("scores", pairs=[["ann", "bob", 1]], options=options)["error"] == told


def test_nothing_is_left_beside_the_build(measuring: Measuring, tmp_path: Path) -> None:
    options = {"beside": tmp_path.as_uri()}
    assert measuring("components_of", pairs=[["ann", "bob", 1]], options=options) == [["ann", "ann"], ["bob", "ann"]]
    assert list(tmp_path.iterdir()) == []
