"""The measures: by hand where a hand can, against networkx and brute force where it cannot."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable
from functools import partial
from itertools import combinations, pairwise
from typing import Any

import networkx as nx
import pytest
import scipy.sparse.linalg
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import MEASURES, Group, Path, Rank, Step, about, groups, note, ordinals, path, rank
from kg.base.errors import AnalysisError, KgError, KgWarning, NotFoundError, UsageError
from kg.network import collapse, network
from tests.conftest import same_under_any_hash_seed
from tests.making import claim, core, judge, links


def graph(*ties: str) -> nx.Graph[str]:
    """A network of ties written ``ann-bob``, or ``ann-bob-3`` with a weight."""
    net: nx.Graph[str] = nx.Graph()
    for one, other, *weight in (tie.split("-") for tie in ties):
        net.add_edge(one, other, weight=int(weight[0]) if weight else 1)
    return net


def renamed(net: nx.Graph[Any]) -> nx.Graph[str]:
    """The same with text for names, in the order of the numbers."""
    return nx.relabel_nodes(net, {actor: f"a{actor:04}" for actor in net})


def scores(net: nx.Graph[str], measure: str) -> dict[str, float]:
    return {its.entity: its.score for its in rank(net, measure)}


def meetings() -> nx.MultiDiGraph[str]:
    """Ann met Bob twice, once as two papers say, and Bob met Cid; Abe met nobody."""
    return network(
        judge(
            claim(None, roles={"participant": ("ann", "bob")}, id_="a"),
            claim(None, roles={"participant": ("ann", "bob")}, article="gazette-1", id_="b"),
            claim("a-foreign", fact="n", roles={"participant": ("ann", "bob")}, id_="c"),
            claim("murmur", fact="o", roles={"participant": ("abe", "bob")}, id_="d"),
            claim(None, fact="p", roles={"participant": ("bob", "cid")}, id_="e"),
        ),
        links(),
        core(),
    )


# -- ranks ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        ("degree", [("bob", 1, 2), ("ann", 2, 1), ("cid", 2, 1)]),
        ("strength", [("bob", 1, 3), ("ann", 2, 2), ("cid", 3, 1)]),
        ("betweenness", [("bob", 1, 1.0), ("ann", 2, 0.0), ("cid", 2, 0.0)]),
        ("harmonic", [("bob", 1, 2.0), ("ann", 2, 1.5), ("cid", 2, 1.5)]),
        # x = 0.05 + 0.85 y with y of bob divided 2 : 1, and all add up to 1
        ("pagerank", [("bob", 1, 0.4864864865), ("ann", 2, 0.3256756757), ("cid", 3, 0.1878378378)]),
        # the vector (2, √5, 1) of the eigenvalue √5, made 1 long
        ("eigenvector", [("bob", 1, 0.7071067812), ("ann", 2, 0.6324555320), ("cid", 3, 0.3162277660)]),
        ("core", [("ann", 1, 1), ("bob", 1, 1), ("cid", 1, 1)]),
    ],
)
def test_each_measure_by_hand(measure: str, expected: list[tuple[str, int, float]]) -> None:
    for net in (meetings(), collapse(meetings()), graph("ann-bob-2", "cid-bob")):
        assert [(its.entity, its.rank, its.score) for its in rank(net, measure)] == expected


def test_every_measure_is_tried_by_hand() -> None:
    assert list(MEASURES) == ["degree", "strength", "betweenness", "harmonic", "pagerank", "eigenvector", "core"]


def test_a_rank_says_whose_it_is() -> None:
    assert rank(meetings(), "degree")[0] == Rank("bob", "Bob", 1, 2)
    assert rank(graph("ann-bob"), "degree")[0] == Rank("ann", "ann", 1, 1)


def test_ties_share_a_rank_and_are_shown_as_ties() -> None:
    ranks = rank(graph("a-b", "b-c", "c-d", "d-e"), "betweenness")
    assert [(its.entity, its.rank) for its in ranks] == [("c", 1), ("b", 2), ("d", 2), ("a", 4), ("e", 4)]
    assert ordinals(ranks) == ["1", "2=", "2=", "4=", "4="]


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(
    "net", [nx.cycle_graph(7), nx.circular_ladder_graph(11), nx.petersen_graph(), nx.complete_bipartite_graph(3, 3)]
)
def test_noise_of_the_arithmetic_makes_no_difference_between_equals(net: nx.Graph[int], measure: str) -> None:
    ranks = rank(renamed(net), measure)
    assert [its.rank for its in ranks] == [1] * len(net)
    assert len({its.score for its in ranks}) == 1
    assert [its.entity for its in ranks] == sorted(renamed(net))


@pytest.mark.parametrize("measure", MEASURES)
def test_an_empty_network_has_no_ranks(measure: str) -> None:
    assert rank(nx.Graph(), measure) == []
    with pytest.warns(KgWarning, match="^no edges among persons in the layer contact: there are no facts$"):
        assert rank(network(judge(), links(), core()), measure) == []


@pytest.mark.parametrize("measure", MEASURES)
def test_a_measure_leaves_the_network_as_it_was(measure: str) -> None:
    net = meetings()
    before = net.copy()
    rank(net, measure)
    assert nx.utils.graphs_equal(net, before)


@pytest.mark.parametrize("measure", MEASURES)
def test_who_is_tied_to_himself_is_not_tied(measure: str) -> None:
    assert rank(graph("ann-bob", "bob-cid", "bob-bob"), measure) == rank(graph("ann-bob", "bob-cid"), measure)


NOT_SIMPLE = (
    "the network is directed or has parallel edges\n  hint: give what `kg.network.network` or `collapse` returns"
)


@pytest.mark.parametrize(
    ("net", "measure", "error", "message"),
    [
        (graph("a-b"), "degre", UsageError, "no such measure: `degre`\n  hint: did you mean `degree`?"),
        (
            graph("a-b"),
            "fame",
            UsageError,
            "no such measure: `fame`\n  hint: there are `betweenness`, `core`, `degree`, `eigenvector`, "
            "`harmonic`, `in-degree`, `out-degree`, `pagerank`, `strength`",
        ),
        (nx.DiGraph([("a", "b")]), "degree", AnalysisError, NOT_SIMPLE),
        (nx.MultiGraph([("a", "b")]), "degree", AnalysisError, NOT_SIMPLE),
        (
            nx.MultiDiGraph([("a", "b")]),
            "degree",
            AnalysisError,
            "the edge from `a` to `b` has no fact\n  hint: collapse what `network` gives",
        ),
        (
            nx.MultiDiGraph(mode="two-mode"),
            "degree",
            AnalysisError,
            "a two-mode network has no pairs of actors to collapse\n  hint: draw it in one mode",
        ),
    ],
    ids=["near", "far", "directed", "parallel", "foreign", "two-mode"],
)
def test_what_cannot_be_ranked_is_refused(net: nx.Graph[str], measure: str, error: type[KgError], message: str) -> None:
    with pytest.raises(error) as caught:
        rank(net, measure)
    assert str(caught.value) == message


# -- under networkx's definitions, whatever computes ----------------------------------------------------------

REFERENCES: dict[str, Callable[[nx.Graph[str]], Any]] = {
    "betweenness": nx.betweenness_centrality,
    "harmonic": nx.harmonic_centrality,
    "pagerank": lambda net: nx.pagerank(net, tol=1e-13, max_iter=1000),
    "core": nx.core_number,
    "eigenvector": lambda net: nx.eigenvector_centrality(net, tol=1e-13, max_iter=100_000, weight="weight"),
}


def weighted(net: nx.Graph[Any]) -> nx.Graph[str]:
    """The same with weights from 1 to 5."""
    for number, (one, other) in enumerate(net.edges):
        net.edges[one, other]["weight"] = 1 + number % 5
    return renamed(net)


SMALL = {
    "pair": weighted(nx.path_graph(2)),
    "path": weighted(nx.path_graph(9)),
    "star": weighted(nx.star_graph(8)),
    "two-sided": weighted(nx.complete_bipartite_graph(4, 6)),
    "club": renamed(nx.karate_club_graph()),
    "parts": weighted(nx.disjoint_union_all([nx.complete_graph(5), nx.path_graph(4), nx.star_graph(2)])),
    "sparse": weighted(nx.gnm_random_graph(60, 55, seed=2)),
    "dense": weighted(nx.gnm_random_graph(40, 200, seed=3)),
    "hubs": weighted(nx.barabasi_albert_graph(120, 3, seed=4)),
}


@pytest.mark.parametrize("size", ["small", "middle", "large"])
@pytest.mark.parametrize("measure", REFERENCES)
@pytest.mark.parametrize("name", SMALL)
def test_scores_are_those_of_networkx(name: str, measure: str, size: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if size != "small":
        monkeypatch.setattr("kg.analysis.measures.LARGE", 3)
        monkeypatch.setattr("kg.analysis.measures._AT_ONCE", 7)
        monkeypatch.setattr("kg.analysis.betweenness._AT_ONCE", 7)
        monkeypatch.setattr("kg.analysis.measures.MIDDLE", 1 if size == "middle" else 1000)
    expected = REFERENCES[measure](SMALL[name])
    assert scores(SMALL[name], measure) == pytest.approx(expected, abs=1e-8)


def test_eigenvector_scores_of_parts() -> None:
    """A ring of four and a triangle have the same eigenvalue, 2; a pair has 1."""
    found = scores(graph("a-b", "b-c", "c-d", "d-a", "k-l", "l-m", "m-k", "x-y"), "eigenvector")
    assert found == dict.fromkeys("abcdklm", 0.377964473) | {"x": 0.0, "y": 0.0}


def test_eigenvector_scores_of_one_actor_and_of_actors_without_ties() -> None:
    net: nx.Graph[str] = nx.Graph()
    net.add_nodes_from("abcd")
    assert scores(net, "eigenvector") == dict.fromkeys("abcd", 0.5)
    assert scores(nx.Graph([("a", "a")]), "eigenvector") == {"a": 1.0}


def test_eigenvector_scores_settle_where_two_eigenvalues_are_close() -> None:
    found = scores(renamed(nx.path_graph(300)), "eigenvector")
    exact = [math.sqrt(2 / 301) * math.sin(math.pi * (place + 1) / 301) for place in range(300)]
    assert [found[f"a{place:04}"] for place in range(300)] == pytest.approx(exact, abs=1e-9)


def test_eigenvector_scores_that_do_not_settle_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("scipy.sparse.linalg.eigsh", partial(scipy.sparse.linalg.eigsh, maxiter=1))
    with pytest.raises(AnalysisError) as caught:
        rank(renamed(nx.path_graph(300)), "eigenvector")
    assert str(caught.value) == (
        "eigenvector scores do not settle\n  hint: another measure, or fewer kinds, edges or layers"
    )


@pytest.mark.parametrize("measure", MEASURES)
def test_a_large_network_has_the_same_digits_every_time(measure: str) -> None:
    nk = importlib.import_module("networkit")
    nk.setNumberOfThreads(2)
    net = weighted(nx.barabasi_albert_graph(900, 2, seed=5))
    first, second = rank(net, measure), rank(net, measure)
    assert first == second
    assert len(first) == 900
    assert nk.getMaxNumberOfThreads() == 2


# -- paths ---------------------------------------------------------------------------------------------------


def ways(net: nx.Graph[str], a: str, b: str, k: int = 3) -> list[str]:
    return ["".join(its.entities) for its in path(net, a, b, k)]


def test_a_step_names_its_facts_their_weakest_status_and_the_fewest_voices() -> None:
    assert path(meetings(), "cid", "ann") == [
        Path(
            2,
            ("cid", "bob", "ann"),
            (Step("cid", "bob", ("p",), "reported", 1), Step("bob", "ann", ("m", "n"), "one-sided", 1)),
        )
    ]


def test_paths_come_by_length_then_by_ids() -> None:
    net = graph("a-y", "y-z", "a-x", "x-z", "a-b", "b-c", "c-z", "a-d", "d-c")
    assert ways(net, "a", "z", 5) == ["axz", "ayz", "abcz", "adcz"]
    assert ways(net, "z", "a", 1) == ["zxa"]


def test_paths_that_are_not_there() -> None:
    net = graph("a-b", "c-d")
    assert path(net, "a", "d") == []
    assert path(net, "a", "a") == [Path(0, ("a",), ())]
    for names in (("a", "nobody"), ("nobody", "a")):
        with pytest.raises(NotFoundError) as caught:
            path(net, *names)
        assert str(caught.value) == (
            "`nobody` has no edge in this network\n  hint: other kinds, edges or layers may have one"
        )
    with pytest.raises(NotFoundError) as caught:
        path(meetings(), "ann", "bobb")
    assert str(caught.value) == "`bobb` has no edge in this network\n  hint: did you mean `bob`?"
    with pytest.raises(UsageError) as refused:
        path(net, "a", "b", 0)
    assert str(refused.value) == "0 paths cannot be found\n  hint: ask for one or more"


def test_many_ways_of_one_length_are_not_all_walked() -> None:
    """Ten rows of ten, each tied to all of the next: 10**9 ways of ten steps."""
    net: nx.Graph[str] = nx.Graph()
    rows = [["s"], *([f"{row}{place}" for place in range(10)] for row in range(9)), ["t"]]
    for row, after in pairwise(rows):
        net.add_edges_from((one, other) for one in row for other in after)
    middle = [f"{row}0" for row in range(8)]
    assert [its.entities for its in path(net, "s", "t", 2)] == [
        ("s", *middle, "80", "t"),
        ("s", *middle, "81", "t"),
    ]


# -- groups --------------------------------------------------------------------------------------------------


def cliques(*sizes: int) -> nx.Graph[str]:
    """Cliques in a row, each tied to the next by one tie."""
    net: nx.Graph[int] = nx.disjoint_union_all([nx.complete_graph(size) for size in sizes])
    starts = [sum(sizes[:place]) for place in range(len(sizes))]
    net.add_edges_from(pairwise(starts))
    return renamed(net)


@pytest.mark.parametrize("large", [700, 0], ids=["louvain", "leiden"])
def test_groups_come_largest_first_then_by_ids(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.grouping.LARGE", large)
    names = [f"a{number:04}" for number in range(36)]
    assert groups(cliques(10, 16, 10)) == [
        Group(1, tuple(names[10:26])),
        Group(2, tuple(names[:10])),
        Group(3, tuple(names[26:])),
    ]


@pytest.mark.parametrize("large", [700, 0], ids=["louvain", "leiden"])
def test_groups_go_by_weight(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.grouping.LARGE", large)
    for near, far, expected in ((9, 1, [("a", "b"), ("c", "d")]), (1, 9, [("a", "d"), ("b", "c")])):
        ring = graph(f"a-b-{near}", f"b-c-{far}", f"c-d-{near}", f"d-a-{far}")
        assert [its.entities for its in groups(ring, anyway=True)] == expected


def test_few_actors_are_not_grouped_unless_anyway() -> None:
    with pytest.raises(AnalysisError) as caught:
        groups(meetings())
    assert str(caught.value) == (
        "3 actors are too few to group: below 30, chance alone makes groups\n"
        "  hint: `--anyway` groups them all the same; in Python, `anyway=True`"
    )
    assert groups(meetings(), anyway=True) == [Group(1, ("ann", "bob", "cid"))]
    assert groups(nx.Graph(), anyway=True) == []
    with pytest.raises(AnalysisError, match=r"^29 actors are too few"):
        groups(cliques(15, 14))
    assert len(groups(cliques(15, 15))) == 2


@pytest.mark.parametrize("large", [700, 0], ids=["louvain", "leiden"])
def test_a_seed_fixes_the_groups(large: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.analysis.grouping.LARGE", large)
    net = renamed(nx.gnm_random_graph(200, 500, seed=6))
    assert groups(net) == groups(net) == groups(net, seed=0)
    assert groups(net, seed=1) != groups(net), "here two seeds divide differently"


def test_a_large_network_is_grouped_without_leaving_anyone_out() -> None:
    net = renamed(nx.connected_watts_strogatz_graph(800, 6, 0.05, seed=7))
    found = groups(net)
    assert found == groups(net)
    assert sorted(actor for group in found for actor in group.entities) == sorted(net)
    assert nx.community.modularity(net, [set(group.entities) for group in found]) > 0.8


def test_no_hash_seed_changes_ranks_paths_or_groups() -> None:
    program = (
        "import networkx as nx; from kg.analysis import MEASURES, groups, path, rank;"
        "net = nx.relabel_nodes(nx.gnm_random_graph(120, 300, seed=8), str);"
        "print(*[list(rank(net, its)) for its in MEASURES], list(groups(net)), path(net, '3', '77', 5), sep='\\n')"
    )
    assert same_under_any_hash_seed("-c", program).count(b"\n") == 9


# -- notes ---------------------------------------------------------------------------------------------------


def test_a_table_says_what_it_describes() -> None:
    assert about(meetings()) == "reported contacts in these sources: 2 articles, 3 voices"
    assert about(collapse(meetings())) == about(meetings())
    visit = claim(None, type="Visit", roles={"agent": ("ann",), "host": ("aland",)})
    empty = network(judge(visit), links(), core())
    assert about(empty) == "no edges among persons in the layer contact: 1 edge among other kinds (`--kind all`)"
    assert about(nx.Graph([("ann", "bob")])) == "edges in these sources: 0 articles, 0 voices"
    two_mode = network(judge(claim("ann")), links(), core(), mode="two-mode")
    assert about(two_mode) == "reported contacts in these sources: 1 article, 1 voice"
    all_statuses = network(judge(claim("ann")), links(), core(), accepted=False)
    assert about(all_statuses) == "contacts, accepted or not, in these sources: 1 article, 1 voice"


def test_ranks_of_few_say_how_little_they_mean() -> None:
    few = "scores are above zero; ranks of so few mean little"
    assert note(rank(meetings(), "degree")) == f"3 of 3 {few}"
    assert note(rank(meetings(), "betweenness")) == "1 of 3 scores is above zero; ranks of so few mean little"
    assert note(rank(renamed(nx.path_graph(29)), "betweenness")) == f"27 of 29 {few}"
    assert note(rank(renamed(nx.path_graph(30)), "betweenness")) == ""
    assert note([]) == f"0 of 0 {few}"


# -- whatever the network is ---------------------------------------------------------------------------------

ACTORS = "abcdefg"


@st.composite
def networks(draw: st.DrawFn) -> list[tuple[str, str, int]]:
    """Ties, with weights, among up to seven actors."""
    pairs = draw(st.lists(st.sampled_from(list(combinations(ACTORS, 2))), min_size=1, unique=True))
    return [(*pair, draw(st.integers(1, 3))) for pair in pairs]


def made(ties: list[tuple[str, str, int]]) -> nx.Graph[str]:
    net: nx.Graph[str] = nx.Graph()
    net.add_weighted_edges_from(ties)
    return net


@given(networks(), st.randoms(use_true_random=False))
def test_the_order_of_input_changes_nothing(ties: list[tuple[str, str, int]], random: Any) -> None:
    turned = [(other, one, weight) if random.random() < 0.5 else (one, other, weight) for one, other, weight in ties]
    one, other = made(ties), made(random.sample(turned, len(turned)))
    for measure in MEASURES:
        assert rank(one, measure) == rank(other, measure)
    assert groups(one, anyway=True) == groups(other, anyway=True)
    a, b = min(one), max(one)
    assert path(one, a, b, 4) == path(other, a, b, 4)


@given(networks(), st.integers(1, 8))
def test_paths_are_the_first_of_all_paths(ties: list[tuple[str, str, int]], k: int) -> None:
    net = made(ties)
    a, b = min(net), max(net)
    every = sorted(nx.all_simple_paths(net, a, b), key=lambda way: (len(way), way))
    assert [list(its.entities) for its in path(net, a, b, k)] == every[:k]


@given(networks())
def test_measures_of_any_network_are_those_of_networkx(ties: list[tuple[str, str, int]]) -> None:
    net = made(ties)
    for measure in ("betweenness", "harmonic", "pagerank", "core"):
        assert scores(net, measure) == pytest.approx(REFERENCES[measure](net), abs=1e-8)


@given(networks())
def test_ranks_count_as_in_a_competition(ties: list[tuple[str, str, int]]) -> None:
    for measure in MEASURES:
        ranks = rank(made(ties), measure)
        assert [its.rank for its in ranks] == [1 + sum(o.score > its.score for o in ranks) for its in ranks]
        assert ranks == sorted(ranks, key=lambda its: (-its.score, its.entity))


@given(networks())
def test_groups_divide_all_actors(ties: list[tuple[str, str, int]]) -> None:
    found = groups(made(ties), anyway=True)
    assert sorted(actor for group in found for actor in group.entities) == sorted(made(ties))
    assert [group.group for group in found] == list(range(1, len(found) + 1))
