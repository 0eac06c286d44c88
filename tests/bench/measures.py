"""Print what measures of a large network cost: `python -m tests.bench.measures [ACTORS [TIES]]`.

Each is computed from the network as its engine holds it (of ours, numbered; of igraph, its own graph), on one thread,
and the best of three is kept; networkx once, since it takes long. Ties are drawn at random, with weights. igraph is
tried where `make readers` has installed it: it is under the GPL, and used by benches and tests alone. Seconds are those
of a core, so that other work on the machine counts less.
"""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import networkx as nx

from kg.analysis import betweenness, grouping, measures
from kg.analysis.numbered import LARGE, numbered
from tests.conftest import ROOT

ACTORS, TIES, SAMPLE = 10_000, 50_000, 200
READERS = ROOT / ".venv-readers/bin/python"
GOALS = {"betweenness": 15, "harmonic": 15, "communities": 50}  # how many times networkx's speed
_IGRAPH = """
import random, sys, time
import igraph
ties = [tuple(map(int, line.split())) for line in open(sys.argv[1])]
graph = igraph.Graph(int(sys.argv[2]), [tie[:2] for tie in ties], edge_attrs={"weight": [tie[2] for tie in ties]})
random.seed(0)
drawn = random.sample(range(graph.vcount()), int(sys.argv[3]))
works = {
    "betweenness": lambda: graph.betweenness(sources=drawn),
    "harmonic": graph.harmonic_centrality,
    "communities": lambda: graph.community_leiden("modularity", weights="weight", n_iterations=-1),
}
for name, work in works.items():
    start = time.process_time()
    work()
    print(name, time.process_time() - start)
"""


def drawn(actors: int, ties: int) -> nx.Graph[Any]:
    """Draw a network by a seed."""
    graph: nx.Graph[Any] = nx.gnm_random_graph(actors, ties, seed=1)
    draw = random.Random(1)
    for _, _, attributes in graph.edges(data=True):
        attributes["weight"] = draw.randint(1, 5)
    return graph


def seconds(work: Callable[[], object], times: int = 3) -> float:
    """Measure what a work costs, at best."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def of_igraph(graph: nx.Graph[int]) -> dict[str, float] | str:
    """Measure igraph, where it is installed; else say why not."""
    if not READERS.exists():
        return "not installed: `make readers`"
    with tempfile.TemporaryDirectory() as folder:
        ties, edges = Path(folder) / "ties", graph.edges(data=True)
        ties.write_text("".join(f"{a} {b} {its['weight']}\n" for a, b, its in edges), "utf-8")
        command = [str(READERS), "-c", _IGRAPH, str(ties), str(len(graph)), str(SAMPLE)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        return done.stderr.strip().splitlines()[-1]
    return {name: float(found) for name, found in map(str.split, done.stdout.splitlines())}


def main(actors: int, ties: int) -> None:
    """Measure, and print the figures beside each other."""
    names: dict[Any, str] = {actor: f"a{actor:07}" for actor in range(actors)}
    graph = numbered(nx.relabel_nodes(drawn(actors, ties), names)).graph
    ours = {
        "betweenness": lambda: betweenness.estimate(graph, SAMPLE, 0),
        "harmonic": lambda: measures.harmonic(graph),
        "communities": lambda: grouping.communities(graph, 0),
    }
    theirs: dict[str, Callable[[], object]] = {
        "betweenness": lambda: nx.betweenness_centrality(graph, k=SAMPLE, seed=0),
        "harmonic": lambda: nx.harmonic_centrality(graph),
        "communities": lambda: nx.community.louvain_communities(graph, weight="weight", seed=0),
    }
    grouping.communities(drawn(LARGE, LARGE), 0)  # its engine is imported before the clock runs
    igraph = of_igraph(graph)
    print(f"{actors:,} actors and {ties:,} ties; betweenness from {SAMPLE} actors; on one thread\n")
    print("| measure | ours, s | networkx, s | times its speed | aim | igraph, s |\n|---|---:|---:|---:|---|---:|")
    for name, work in ours.items():
        mine, its = seconds(work), seconds(theirs[name], 1)
        other = "" if isinstance(igraph, str) else f"{igraph[name]:.2f}"
        print(f"| {name} | {mine:.2f} | {its:.2f} | {its / mine:.0f} | at least {GOALS[name]} | {other} |", flush=True)
    if isinstance(igraph, str):
        print(f"\nigraph: {igraph}")


if __name__ == "__main__":
    given = [int(word) for word in sys.argv[1:]]
    main(*(given + [ACTORS, TIES][len(given) :]))
