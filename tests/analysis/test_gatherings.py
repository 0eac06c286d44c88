"""Large gatherings: measures leave their ties out unless told otherwise, and a ranking stands when one is added."""

from __future__ import annotations

import json
import random
import warnings
from itertools import combinations
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from kg.analysis import MEASURES, groups, path, rank
from kg.analysis.measures import DIRECTED
from kg.base.errors import AnalysisError, KgWarning
from kg.builder.in_parts import in_parts as opened
from kg.cli.main import run
from kg.cli.options import held
from kg.formats.parquet_network import ranked
from kg.graph.graph import Graph
from kg.model.records import Kind
from kg.network import collapse, network
from kg.network.choice import Choice
from kg.network.gatherings import MOST_DELEGATIONS, MOST_TIES
from tests.graphs import summit
from tests.making import ENTITIES, claim, core, entity, judge, links
from tests.spark.in_parts import in_parts

HINT = "`--gatherings` includes them; in Python, `gatherings=True`"
SEEDS = (1, 2, 3)


def drawn(*facts: tuple[str, tuple[str, ...], float], **graph: Any) -> nx.MultiDiGraph[str]:
    """A network of facts that join all their actors, with the share of each tie, as `kg.network.network` draws it.

    Meetings begin with an m, all others are gatherings.
    """
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph(mode="one-mode", gathered_by=("attended-with",), **graph)
    for fact, actors, share in facts:
        for one, other in combinations(sorted(actors), 2):
            relation = "met" if fact.startswith("m") else "attended-with"
            its = {"fact": fact, "relation": relation, "status": "reported", "voices": ["x"], "claims": [f"{fact}/c"]}
            net.add_edge(one, other, f"{fact}/{relation}", share=share, **its)
            if graph.get("directed"):
                net.add_edge(other, one, f"{fact}/{relation}", share=share, **its)
    return net


def crowd(number: int, first: int = 0) -> tuple[str, ...]:
    return tuple(f"p{actor:03}" for actor in range(first, first + number))


def society(seed: int) -> list[tuple[str, tuple[str, ...], float]]:
    """Meetings of two among 200, of whom some are met far more often than others."""
    ties = nx.barabasi_albert_graph(200, 3, seed=seed).edges
    return [(f"m-{number:04}", (f"p{a:03}", f"p{b:03}"), 1.0) for number, (a, b) in enumerate(sorted(ties))]


def top(net: nx.Graph[str], measure: str) -> set[str]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KgWarning)
        return {its.entity for its in rank(net, measure)[:10]}


@pytest.mark.parametrize("seed", SEEDS)
def test_a_gathering_of_fifty_keeps_nine_of_the_first_ten_by_every_measure(seed: int) -> None:
    meetings = society(seed)
    guests = tuple(random.Random(seed).sample(crowd(200), 50))
    by_delegations, by_persons = ("summit", guests, 1 / 49), ("summit", guests, 1.0)  # with and without delegations
    for gathering in (by_delegations, by_persons):
        for measure in MEASURES:
            before, after = top(drawn(*meetings), measure), top(drawn(*meetings, gathering), measure)
            assert len(before & after) >= 9, measure


def test_with_them_the_same_gathering_overturns_the_ranking() -> None:
    net = drawn(*society(1), ("summit", crowd(50, 150), 1 / 49), gatherings=True)
    assert len(top(net, "degree") & top(drawn(*society(1)), "degree")) < 9


@pytest.mark.parametrize(
    ("number", "share", "is_left_out"),
    [
        (MOST_DELEGATIONS, 1 / (MOST_DELEGATIONS - 1), False),
        (MOST_DELEGATIONS + 1, 1 / MOST_DELEGATIONS, True),
        (3, 1 / MOST_DELEGATIONS, True),  # three persons among many delegations
        (MOST_DELEGATIONS, 1.0, False),
        (MOST_DELEGATIONS + 1, 1.0, True),  # as many, of no delegation
    ],
)
def test_it_is_large_from_one_more_than_ten(number: int, share: float, is_left_out: bool) -> None:
    net = drawn(("summit", crowd(number), share), ("m", ("ann", "bob"), 1.0))
    ties = number * (number - 1) // 2
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        found = rank(net, "degree")
    note = f"left out: {ties} ties of 1 gathering of more than 10; {HINT}"
    assert [str(its.message) for its in told] == ([note] if is_left_out else [])
    assert len(found) == (2 if is_left_out else number + 2)
    assert MOST_TIES == 45


def test_a_meeting_of_many_is_measured_since_all_are_said_to_have_met() -> None:
    net = drawn(("m", crowd(30), 1.0))
    assert [its.score for its in rank(net, "degree")] == [29] * 30


def test_a_fact_that_joins_two_otherwise_too_counts_for_them() -> None:
    net = drawn(("summit", crowd(3), 1 / 49))
    net.add_edge(
        "p000",
        "p001",
        "summit/hosted",
        **{**net.edges["p000", "p001", "summit/attended-with"], "share": 1.0, "relation": "hosted"},
    )
    with pytest.warns(KgWarning, match=r"^left out: 2 ties of 1 gathering"):
        assert [(its.entity, its.score) for its in rank(net, "strength")] == [("p000", 1), ("p001", 1)]


def test_a_tie_that_stands_on_other_facts_too_weighs_as_many_as_these() -> None:
    net = drawn(
        ("a-summit", crowd(3), 1 / 49), ("b-summit", crowd(2), 1 / 30), ("m", crowd(2), 1.0), ("m2", crowd(2), 1.0)
    )
    for its in (net, collapse(net)):
        with pytest.warns(KgWarning, match=r"^left out: 4 ties of 2 gatherings of more than 10; "):
            assert [(each.entity, each.score) for each in rank(its, "strength")] == [("p000", 2), ("p001", 2)]
    assert collapse(net).edges["p000", "p001"]["weight"] == 4  # and nothing of what it was given is changed


def test_with_directions_a_tie_is_counted_once() -> None:
    net = drawn(("summit", crowd(11), 1.0), ("m", ("ann", "bob"), 1.0), directed=True)
    with pytest.warns(KgWarning, match=r"^left out: 55 ties of 1 gathering of more than 10; "):
        assert [its.entity for its in rank(net, "in-degree")] == ["ann", "bob"]


def test_where_nothing_else_is_tied_it_says_so() -> None:
    net = drawn(("summit", crowd(3), 1 / 49))
    told = f"no other ties to measure; left out: 3 ties of 1 gathering of more than 10; {HINT}"
    with pytest.warns(KgWarning) as warned:
        assert rank(net, "degree") == []
    assert [str(its.message) for its in warned] == [told]
    with pytest.raises(AnalysisError) as caught:
        groups(net, anyway=True)
    assert str(caught.value) == f"nobody to group\n  hint: {told}"


def test_groups_leave_them_out_too_and_paths_do_not() -> None:
    net = drawn(("summit", crowd(40), 1 / 39), ("m", ("p000", "p001"), 1.0))
    with pytest.warns(KgWarning, match="^left out: 780 ties of 1 gathering"):
        assert [its.entities for its in groups(net, anyway=True)] == [("p000", "p001")]
    assert [its.length for its in path(net, "p002", "p003", k=1)] == [1]
    with_them = drawn(("summit", crowd(40), 1 / 39), gatherings=True)
    assert [len(its.entities) for its in groups(with_them)] == [40]


# -- through the account, the shell, and builds in parts --------------------------------------------------------


GUESTS = tuple(f"p{number:02}" for number in range(30))
NOTE = f"left out: 435 ties of 1 gathering of more than 10; {HINT}"


@pytest.fixture(scope="module")
def graph() -> Graph:
    return summit()


def test_the_account_draws_them_and_measures_leave_them_out(graph: Graph) -> None:
    net = graph.network()
    assert (net.number_of_edges(), len(net)) == (437, 30)
    with pytest.warns(KgWarning) as told:
        assert [(its.entity, its.score) for its in rank(net, "degree")] == [("p01", 2), ("p00", 1), ("p02", 1)]
    assert [str(its.message) for its in told] == [NOTE]
    assert [its.score for its in rank(graph.network(gatherings=True), "degree")] == [29] * 30


@pytest.mark.parametrize("directed", [False, True])
@pytest.mark.parametrize("gatherings", [False, True])
@pytest.mark.parametrize("kinds", ["Person", "all"])
def test_a_build_in_parts_leaves_out_the_same(
    graph: Graph, tmp_path: Path, kinds: str, gatherings: bool, directed: bool
) -> None:
    build = opened(in_parts(graph, tmp_path / "out"))
    assert build is not None
    choice = Choice(kinds=kinds, gatherings=gatherings, directed=directed)
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always")
        wanted = rank(graph.network(**choice), "strength")
    found = ranked(build, "strength", choice)
    assert [(its.entity, its.score) for its in found.ranks] == [(its.entity, its.score) for its in wanted]
    assert found.left_out == "".join(str(its.message) for its in told)


def test_a_build_in_parts_of_nothing_else_says_so(tmp_path: Path) -> None:
    small = summit().slice(type="Gathering")
    build = opened(in_parts(small, tmp_path / "out"))
    assert build is not None
    found = ranked(build, "degree", Choice())
    assert ([*found.ranks], found.left_out) == ([], "")
    with pytest.warns(KgWarning) as told:
        assert rank(small.network(), "degree") == []
    assert [str(its.message) for its in told] == [found.about]


@pytest.mark.parametrize("format", ["table", "json"])
def test_the_verbs_say_so_once_and_have_the_option(
    graph: Graph, capsys: pytest.CaptureFixture[str], format: str
) -> None:
    with held(graph):
        for words, is_told in (("rank degree", True), ("groups --anyway", True), ("path p00 p29", False)):
            assert run([*words.split(), "--format", format]) == 0
            out, err = capsys.readouterr()
            assert (err.count(NOTE), (out + err).count("left out")) == (is_told, is_told), words
            assert run([*words.split(), "--format", format, "--gatherings"]) == 0
            assert "left out" not in "".join(capsys.readouterr())
        assert run(["network", "--format", "json"]) == 0
        assert len(json.loads(capsys.readouterr().out)) == 437


def test_no_measure_ranks_a_stand_in_unless_asked() -> None:
    everybody = ENTITIES | {"crowd": entity("crowd", Kind.PERSON, anonymous=True)}
    pairs = [("ann", "crowd"), ("bob", "crowd"), ("cid", "crowd"), ("ann", "bob"), ("bob", "cid")]
    claims = [claim(None, fact=f"m{number}", roles={"participant": pair}) for number, pair in enumerate(pairs)]
    account = judge(*claims, entities=everybody)
    for directed in (False, True):
        for measure in DIRECTED if directed else MEASURES:
            with pytest.warns(KgWarning, match="1 stand-in with 3 edges"):
                found = rank(network(account, links(everybody), core(), directed=directed), measure)
            assert {its.entity for its in found} == {"ann", "bob", "cid"}
            asked = rank(network(account, links(everybody), core(), directed=directed, stand_ins=True), measure)
            assert "crowd" in {its.entity for its in asked}
