"""Ranks of many networks that are nearly alike: the same as of each by itself, and estimated from the same actors."""

from __future__ import annotations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import Ranks, rank
from kg.analysis.measures import DIRECTED, MEASURES
from kg.analysis.numbered import Numbered, numbered
from kg.analysis.repeated import actors_drawn, rank_again


def network(size: int, seed: int, *, directed: bool = False) -> nx.Graph[str]:
    drawn = nx.gnm_random_graph(size, 2 * size, seed=seed, directed=directed)
    named: nx.Graph[str] = nx.relabel_nodes(drawn, {actor: f"a{actor:04}" for actor in drawn})
    if directed:
        named.graph["directed"] = True
    return named


def placed(ranks: Ranks) -> list[tuple[str, int, float]]:
    return [(its.entity, its.rank, round(its.score, 9)) for its in ranks]


@pytest.mark.parametrize("measure", sorted(MEASURES | DIRECTED))
@pytest.mark.parametrize("size", [20, 130])  # on both sides of where products of matrices are faster
def test_they_are_those_of_the_network_by_itself(measure: str, size: int) -> None:
    its = network(size, 7, directed=measure not in MEASURES)
    assert placed(rank_again(numbered(its), measure)) == placed(rank(its, measure))


@given(st.integers(min_value=4, max_value=30), st.integers(min_value=0, max_value=99), st.booleans(), st.data())
def test_an_estimate_follows_the_paths_of_those_who_are_drawn(
    size: int, seed: int, directed: bool, data: st.DataObject
) -> None:
    """Whoever is drawn and not in the network is passed over, as an actor without an edge is."""
    its = network(size, seed, directed=directed)
    drawn = data.draw(st.sets(st.sampled_from(sorted(its)), min_size=2))
    found = {each.entity: each.score for each in rank_again(numbered(its), "betweenness", {*drawn, "nobody"})}
    exact = nx.betweenness_centrality_subset(its, sorted(drawn), sorted(its))
    scale = (1 if directed else 2) * size / len(drawn) / ((size - 1) * (size - 2))
    assert found == {actor: pytest.approx(score * scale) for actor, score in exact.items()}


def test_too_few_to_estimate_from_are_measured_exactly() -> None:
    its = numbered(nx.path_graph(["ann", "bob", "cid"]))
    for drawn in ({"ann"}, {"nobody"}):
        assert [each.score for each in rank_again(its, "betweenness", drawn)] == [1, 0, 0]
    pair = numbered(nx.path_graph(["ann", "bob"]))
    assert [each.score for each in rank_again(pair, "betweenness", {"ann", "bob"})] == [0, 0]


def test_the_same_actors_are_drawn_as_for_one_network() -> None:
    its = network(40, 3)
    drawn = actors_drawn(numbered(its), "betweenness", 1, seed=5, sample=8)
    assert placed(rank_again(numbered(its), "betweenness", drawn)) == placed(rank(its, "betweenness", sample=8, seed=5))


def test_nothing_is_drawn_where_all_paths_can_be_followed() -> None:
    its: Numbered = numbered(network(300, 1))  # 600 ties: 180,000 paths
    assert actors_drawn(its, "betweenness", 16_000) is None
    assert actors_drawn(its, "harmonic", 10**9) is None
    assert len(actors_drawn(its, "betweenness", 17_000) or ()) == 200
    assert actors_drawn(its, "betweenness", 17_000, sample=300) is None
