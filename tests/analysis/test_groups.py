"""Actors divided by reach and by depth, against networkx; and communities that no thread or process changes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib.metadata import version
from itertools import combinations

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import Group, Method, groups
from kg.base.errors import UsageError
from kg.cli.main import run
from kg.cli.options import held
from kg.graph.graph import Graph
from tests.analysis.test_analysis import graph, renamed
from tests.conftest import ROOT

NET = graph("a-b", "b-c", "c-a", "c-d", "x-y")  # a triangle with a tail, and a pair


@st.composite
def networks(draw: st.DrawFn) -> nx.Graph[str]:
    pairs = st.sampled_from(list(combinations(range(9), 2)))
    return renamed(nx.Graph(draw(st.lists(pairs, min_size=1, unique=True))))


def test_components_and_cores_by_hand() -> None:
    assert groups(NET, by="components") == [Group(1, ("a", "b", "c", "d")), Group(2, ("x", "y"))]
    assert groups(NET, by="core") == [Group(2, ("a", "b", "c")), Group(1, ("d", "x", "y"))]
    assert groups(NET, by="core").method == Method("core", "networkx", version("networkx"))
    assert groups(NET, by="components").method == Method("components", "networkx", version("networkx"))
    one_way: nx.Graph[str] = nx.DiGraph([("a", "b"), ("c", "b"), ("x", "y")], directed=True)
    assert groups(one_way, by="components") == [Group(1, ("a", "b", "c")), Group(2, ("x", "y"))]
    assert groups(nx.Graph(), by="core") == groups(nx.Graph(), by="components") == []


@given(networks())
def test_components_and_cores_are_those_of_networkx(net: nx.Graph[str]) -> None:
    found = {frozenset(its.entities) for its in groups(net, by="components")}
    assert found == {frozenset(its) for its in nx.connected_components(net)}
    shells = groups(net, by="core")
    for its in shells:
        assert set(its.entities) == set(nx.k_shell(net, its.group))
    assert sorted(actor for its in shells for actor in its.entities) == sorted(net)


def test_another_way_to_group_is_refused() -> None:
    with pytest.raises(UsageError) as caught:
        groups(NET, by="cliques")
    assert str(caught.value) == (
        "no such way to group: `cliques`\n  hint: there are `communities`, `components`, `core`"
    )


def test_communities_of_a_large_network_are_the_same_in_another_process_with_more_threads() -> None:
    """Unasked, Leiden runs on all threads, and then divides otherwise from run to run."""
    program = (
        "import json, networkx as nx, networkit as nk; from kg.analysis import groups; nk.setNumberOfThreads(2);"
        "net = nx.relabel_nodes(nx.gnm_random_graph(900, 2700, seed=3), lambda actor: f'a{actor:04}');"
        "print(json.dumps([its.entities for its in groups(net, seed=11)]))"
    )
    environment = os.environ | {"PYTHONPATH": str(ROOT), "OMP_NUM_THREADS": "4"}
    ran = subprocess.run([sys.executable, "-c", program], capture_output=True, check=True, env=environment)
    found = groups(renamed(nx.gnm_random_graph(900, 2700, seed=3)), seed=11)
    assert json.loads(ran.stdout) == [list(its.entities) for its in found]
    assert found.method == Method("communities", "networkit", version("networkit"), exact=False, seed=11, threads=1)
    assert found.method.note() == (
        f"communities: by NetworKit {version('networkit')} on 1 thread, seed 11; another seed may divide otherwise"
    )
    assert groups(renamed(nx.gnm_random_graph(900, 2700, seed=3)), seed=-1), "any number will do"


def test_the_command_divides_by_reach_and_by_depth(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["groups", "--kind", "all", "--layer", "contact"]
    with held(strait):
        assert run([*words, "--by", "components", "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out) == [
            {"group": 1, "entities": ["dagny-orr", "ilse-marwen"]},
            {"group": 2, "entities": ["kestria", "orlund"]},
        ]
        assert run([*words, "--by", "core"]) == 0
        lines = capsys.readouterr().out.splitlines()
        assert lines[0].split() == ["core", "size", "actors"]
        assert " ".join(lines[2].split()) == "1 4 Dagny Orr, Ilse Marwen, Kestria, Orlund"
        assert run([*words, "--anyway", "--seed", "7"]) == 0
    assert f"communities: by networkx {version('networkx')}, seed 7; another" in capsys.readouterr().out
