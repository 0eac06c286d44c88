"""What a result says of how it was computed."""

from __future__ import annotations

from importlib.metadata import version

import networkx as nx
import pytest

from kg.analysis import MEASURES, Method, groups, rank
from tests.analysis.test_analysis import cliques, graph, renamed


@pytest.mark.parametrize("measure", MEASURES)
def test_ranks_say_which_engine_computed_them(measure: str) -> None:
    engine = {"harmonic": "own", "eigenvector": "scipy"}.get(measure, "networkx")
    package = {"own": "dramatis"}.get(engine, engine)
    ranks = rank(graph("ann-bob", "bob-cid"), measure)
    assert ranks.method == Method(measure, engine, version(package))
    assert ranks.method.note() == ""


def test_any_part_of_ranks_says_so_too() -> None:
    ranks = rank(graph("ann-bob", "bob-cid"), "degree")
    assert getattr(ranks[:2], "method", None) == ranks.method
    assert ranks[0].entity == "bob"


@pytest.mark.parametrize(
    ("net", "engine"),
    [
        (nx.star_graph(98), "networkx"),
        (nx.star_graph(99), "own"),
        (nx.path_graph(699), "networkx"),
        (nx.path_graph(700), "networkit"),
        (nx.disjoint_union(nx.star_graph(700), nx.path_graph(70)), "networkit"),
    ],
    ids=["small", "wide", "long", "large-and-long", "long-in-part"],
)
def test_betweenness_is_computed_by_what_is_quick(net: nx.Graph[int], engine: str) -> None:
    ranks = rank(renamed(net), "betweenness")
    assert (ranks.method.engine, ranks.method.exact, ranks.method.threads) == (engine, True, 1)


def test_of_networkit_the_threads_are_told() -> None:
    method = rank(renamed(nx.path_graph(700)), "betweenness").method
    assert method == Method("betweenness", "networkit", version("networkit"), threads=1)
    assert method.note() == f"betweenness: exact, by NetworKit {version('networkit')} on 1 thread"


def test_groups_say_their_seed() -> None:
    found = groups(cliques(15, 15), seed=3)
    assert found.method == Method("communities", "networkx", version("networkx"), exact=False, seed=3)
    assert found.method.note() == (
        f"communities: by networkx {version('networkx')}, seed 3; another seed may divide otherwise"
    )
    assert repr(found).splitlines()[0] == "group  size  entities"
    assert repr(found).splitlines()[-1] == found.method.note()
    assert found._repr_html_().endswith(f"<p>{found.method.note()}</p>")
