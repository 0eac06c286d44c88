"""Betweenness from a sample: what it estimates, how far it may be off, and when it is drawn."""

from __future__ import annotations

import math
from importlib.metadata import version
from itertools import combinations
from random import Random

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import Method, Ranks, rank
from kg.base.errors import KgWarning, UsageError
from kg.cli.main import run
from kg.cli.options import held
from kg.graph.graph import Graph
from tests.analysis.test_analysis import graph, renamed

FAR = renamed(nx.path_graph(130))  # more steps than are followed for many actors at once


def by_actor(ranks: Ranks) -> dict[str, float]:
    return {its.entity: its.score for its in ranks}


def directed(ties: list[tuple[int, int]]) -> nx.DiGraph[str]:
    return renamed(nx.DiGraph(ties, directed=True))  # type: ignore[return-value] # the same class


def by_networkx(net: nx.Graph[str], sample: int, seed: int) -> dict[str, float]:
    """The shares of the paths from those drawn, counted by networkx, on the scale of all paths."""
    ids = sorted(net)
    drawn = [ids[place] for place in Random(seed).sample(range(len(ids)), sample)]
    found = nx.betweenness_centrality_subset(net, drawn, ids)
    both_ways = 1 if net.is_directed() else 2  # networkx counts a pair without direction once
    scale = both_ways * len(ids) / sample / ((len(ids) - 1) * (len(ids) - 2))
    return {actor: score * scale for actor, score in found.items()}


@given(st.data(), st.booleans())
def test_scores_are_those_of_the_paths_from_the_sample(data: st.DataObject, has_directions: bool) -> None:
    ties = [(one, other) for one, other in combinations(range(9), 2)]
    ties += [(other, one) for one, other in ties] if has_directions else []
    chosen = data.draw(st.lists(st.sampled_from(ties), min_size=4, unique=True))
    net = directed(chosen) if has_directions else renamed(nx.Graph(chosen))
    sample, seed = data.draw(st.integers(2, len(net))), data.draw(st.integers(0, 99))
    ranks = rank(net, "betweenness", sample=sample, seed=seed)
    if sample == len(net):
        assert by_actor(ranks) == pytest.approx(nx.betweenness_centrality(net), abs=1e-9)
        assert ranks.method.exact
        return
    assert by_actor(ranks) == pytest.approx(by_networkx(net, sample, seed), abs=1e-9)
    exact = by_actor(rank(net, "betweenness"))
    assert ranks.method.error is not None
    assert max(abs(score - exact[actor]) for actor, score in by_actor(ranks).items()) <= ranks.method.error


@pytest.mark.parametrize("net", [FAR, directed([(place, place + 1) for place in range(130)])], ids=["both", "one-way"])
def test_paths_of_many_steps_are_followed_to_their_end(net: nx.Graph[str]) -> None:
    assert by_actor(rank(net, "betweenness", sample=7)) == pytest.approx(by_networkx(net, 7, 0), abs=1e-9)


def test_the_error_by_hand() -> None:
    """Of five in a row, the last two are drawn."""
    assert sorted(Random(0).sample(range(5), 2)) == [3, 4]
    ranks = rank(graph("a-b", "b-c", "c-d", "d-e"), "betweenness", sample=2)
    # From d: c carries 2 (b, a), b carries 1. From e: d carries 3, c 2, b 1. Times 5/2, of 4 · 3 ordered pairs.
    expected = {"a": 0, "b": 2, "c": 4, "d": 3, "e": 0}
    assert by_actor(ranks) == pytest.approx({actor: shares * 5 / 2 / 12 for actor, shares in expected.items()})
    method = ranks.method
    assert (method.engine, method.exact, method.sample, method.seed, method.threads) == ("own", False, 2, 0, 1)
    # Serfling: 5/4 · √((1 − 1/5) · ln(2 · 5 / 0.05) / (2 · 2))
    assert method.error == pytest.approx(1.25 * math.sqrt(0.8 * math.log(200) / 4))
    # d carries 0 and 3: a variance of 4.5, of 3 fifths as the rest is not drawn, halved, in units of 5/12.
    assert method.standard_error == pytest.approx(5 / 12 * math.sqrt(4.5 * 0.6 / 2))


def test_a_seed_fixes_the_sample() -> None:
    net = renamed(nx.barabasi_albert_graph(120, 2, seed=1))
    first, again, other = (rank(net, "betweenness", sample=20, seed=seed) for seed in (5, 5, 6))
    assert first == again != other
    assert (first.method.seed, other.method.seed) == (5, 6)


@pytest.mark.parametrize(
    ("measure", "options", "message"),
    [
        (
            "degree",
            {"sample": 3},
            "`degree` takes no sample\n  hint: `betweenness` does; all others are exact, and quick",
        ),
        ("betweenness", {"sample": 1}, "a sample of 1 is too small\n  hint: draw 2 or more"),
        (
            "betweenness",
            {"sample": 3, "exact": True},
            "what is estimated from a sample is not exact\n  hint: give a sample, or ask for exact scores",
        ),
    ],
)
def test_a_sample_that_cannot_be_drawn_is_refused(measure: str, options: dict[str, int], message: str) -> None:
    with pytest.raises(UsageError) as caught:
        rank(FAR, measure, **options)  # type: ignore[arg-type] # `exact` is a truth value
    assert str(caught.value) == message


def test_where_all_paths_take_minutes_a_sample_is_drawn_unless_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.ranks.MOST_PATHS", 130 * 129 - 1)
    monkeypatch.setattr("kg.analysis.ranks.SAMPLE", 10)
    told = (
        "^`betweenness` is estimated, as all paths of 130 actors and 129 ties take minutes: "
        "`--exact` waits for exact scores; in Python, `exact=True`$"
    )
    with pytest.warns(KgWarning, match=told):
        ranks = rank(FAR, "betweenness")
    assert (ranks.method.sample, ranks.method.exact) == (10, False)
    assert rank(FAR, "betweenness", exact=True).method == Method("betweenness", "networkx", version("networkx"))
    monkeypatch.setattr("kg.analysis.ranks.MOST_PATHS", 130 * 129)
    assert rank(FAR, "betweenness").method.exact


def test_an_estimate_says_so_wherever_it_is_shown() -> None:
    ranks = rank(graph("a-b", "b-c", "c-d", "d-e"), "betweenness", sample=2)
    line = (
        f"betweenness: estimated from 2 actors, seed 0, by Dramatis {version('dramatis')}: with a probability of 95 % "
        "no score is off by more than 1.3; the largest standard error is 0.48; `--exact` follows all paths"
    )
    assert ranks.method.note() == line
    assert repr(ranks).splitlines()[-1] == repr(ranks[:1]).splitlines()[-1] == line
    assert ranks._repr_html_().endswith(f"<p>{line}</p>")


def test_the_command_says_from_whom_it_estimates(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["rank", "betweenness", "--kind", "all", "--layer", "all", "--sample", "5", "--seed", "3"]
    with held(strait):
        assert run([*words, "--format", "json"]) == 0
        notes = capsys.readouterr().err.splitlines()
        assert run(words) == 0
    assert notes[-1].startswith("betweenness: estimated from 5 actors, seed 3, by Dramatis ")
    assert notes[-1] in " ".join(capsys.readouterr().out.split())
