"""Paths in time: each step may follow the one before, or certainly does; by hand, and against all ways there are."""

from __future__ import annotations

import json
from itertools import pairwise, product

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import path_in_time
from kg.base.errors import AnalysisError, KgError, NotFoundError, UsageError
from kg.cli.main import run
from kg.cli.options import held
from kg.graph.graph import Graph
from kg.model.records import Claim
from kg.network import collapse
from tests.examples import examples
from tests.graphs import graph_of
from tests.making import claim

Ties = list[tuple[str, str, tuple[int, int] | None]]


def drawn(ties: Ties, *, directed: bool = False) -> nx.MultiDiGraph[str]:
    """A network of facts on some days of January 2031, each a fact of its own; None: undated."""
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph(mode="one-mode", **({"directed": True} if directed else {}))
    for number, (one, other, days) in enumerate(ties):
        day = None if days is None else f"2031-01-{days[0]:02}/2031-01-{days[1]:02}"
        net.add_edge(one, other, f"f{number}/met", fact=f"f{number}", day=day, status="reported", voices=["x"])
    return net


def found(net: nx.MultiDiGraph[str], a: str, b: str, k: int = 3, sort: str = "fewest") -> list[tuple[str, bool]]:
    return [("".join(its.entities), its.certain) for its in path_in_time(net, a, b, k, sort=sort)]


@pytest.mark.parametrize(
    ("ties", "expected"),
    [
        ([("a", "b", (1, 1)), ("b", "c", (2, 2))], [("abc", True)]),
        ([("a", "b", (2, 2)), ("b", "c", (1, 1))], []),  # the second step was before the first
        ([("a", "b", (1, 1)), ("b", "c", (1, 1))], [("abc", False)]),  # on one day: either may have been first
        ([("a", "b", (1, 5)), ("b", "c", (3, 8))], [("abc", False)]),
        ([("a", "b", (1, 5)), ("b", "c", (6, 8))], [("abc", True)]),
        ([("a", "b", None), ("b", "c", (6, 8))], [("abc", False)]),  # an undated fact never follows certainly
        ([("a", "b", (1, 1)), ("b", "c", None)], [("abc", False)]),
        ([("a", "c", None)], [("ac", True)]),  # one step follows nothing
        ([("a", "b", (5, 5)), ("a", "b", (1, 1)), ("b", "c", (3, 3))], [("abc", True)]),  # by the earlier of two facts
        ([("a", "b", (1, 9)), ("b", "c", (4, 4)), ("c", "d", (1, 3))], [("abc", False)]),
        # through b at once if on the right day, or surely over d and e
        (
            [("a", "b", (3, 3)), ("b", "c", (3, 3)), ("a", "d", (1, 1)), ("d", "e", (2, 2)), ("e", "c", (3, 3))],
            [("adec", True), ("abc", False)],
        ),
    ],
)
def test_ways_by_hand(ties: Ties, expected: list[tuple[str, bool]]) -> None:
    assert found(drawn(ties), "a", "c") == expected


def test_a_possible_way_needs_one_choice_of_days_for_all_its_steps() -> None:
    """Each two steps that follow each other could; the first and the last cannot, with the second between them."""
    net = drawn([("a", "b", (5, 5)), ("b", "c", (1, 9)), ("c", "d", (1, 3))])
    assert (found(net, "a", "c"), found(net, "b", "d"), found(net, "a", "d")) == (
        [("abc", False)],
        [("bcd", False)],
        [],
    )


def test_the_earliest_arrival_may_take_more_steps() -> None:
    net = drawn([("a", "c", (9, 9)), ("a", "b", (1, 1)), ("b", "c", (2, 2))])
    assert found(net, "a", "c") == [("ac", True), ("abc", True)]
    assert found(net, "a", "c", sort="earliest") == [("abc", True), ("ac", True)]


def test_steps_follow_directions_where_the_network_has_them() -> None:
    ties: Ties = [("b", "a", (1, 1)), ("b", "c", (2, 2))]
    assert found(drawn(ties), "a", "c") == [("abc", True)]
    assert found(drawn(ties, directed=True), "a", "c") == []


def test_each_step_names_the_fact_on_which_it_stands() -> None:
    net = drawn([("a", "b", (5, 5)), ("a", "b", (1, 1)), ("b", "c", (3, 3))])
    (its,) = path_in_time(net, "a", "c")
    assert ([step.facts for step in its.steps], its.days) == (
        [("f1",), ("f2",)],
        ("2031-01-01/2031-01-01", "2031-01-03/2031-01-03"),
    )
    assert (its.length, its.steps[0].status, its.steps[0].voices) == (2, "reported", 1)
    assert path_in_time(net, "a", "a")[0].length == 0


@pytest.mark.parametrize(
    ("ends", "error", "message"),
    [
        (("a", "z", 1), NotFoundError, "`z` has no edge in this network"),
        (("a", "b", 0), UsageError, "0 paths cannot be found\n  hint: ask for one or more"),
    ],
)
def test_what_cannot_be_found_is_said(ends: tuple[str, str, int], error: type[KgError], message: str) -> None:
    with pytest.raises(error) as caught:
        path_in_time(drawn([("a", "b", (1, 1))]), *ends)
    assert str(caught.value).startswith(message)


def test_only_edges_of_single_facts_have_days() -> None:
    told = "only edges of single facts have days on which one follows another"
    with pytest.raises(AnalysisError, match=told):
        path_in_time(collapse(graph_of([claim(None)]).network()), "ann", "bob")
    with pytest.raises(UsageError, match="no such order: `fastest`\n  hint: there are `earliest`, `fewest`"):
        path_in_time(drawn([("a", "b", (1, 1))]), "a", "b", sort="fastest")


# -- against all ways that there are --------------------------------------------------------------------------------

Span = st.one_of(st.none(), st.tuples(st.integers(1, 6), st.integers(0, 3)).map(lambda its: (its[0], sum(its))))
Some = st.lists(st.tuples(st.sampled_from("abcde"), st.sampled_from("abcde"), Span), min_size=1, max_size=9)


def over(choice: tuple[tuple[int, int], ...], *, certain: bool) -> int | None:
    """Tell when some facts, one after another, are over: certainly, or at the earliest; None if that cannot be."""
    if certain:
        return choice[-1][1] if all(one[1] < other[0] for one, other in pairwise(choice)) else None
    time = 0
    for first, last in choice:
        time = max(time, first)
        if time > last:
            return None
    return time


def every_way(ties: Ties, *, directed: bool, certain: bool, sort: str) -> list[str]:
    facts: dict[str, list[tuple[int, int]]] = {}
    for one, other, days in ties:
        for ends in [one + other] if directed else {one + other, other + one}:
            facts.setdefault(ends, []).append(days or (0, 10**7))
    known: list[tuple[int, int, str]] = []
    waiting = ["a"]
    while waiting:
        way = waiting.pop()
        waiting += [
            way + other for other in "abcde" if other not in way and way[-1] + other in facts and way[-1] != "e"
        ]
        if way[-1] == "e":
            steps = [facts[one + other] for one, other in pairwise(way)]
            arrivals = [when for choice in product(*steps) if (when := over(choice, certain=certain)) is not None]
            known += [(min(arrivals) if sort == "earliest" else 0, len(way), way)] if arrivals else []
    return [way for _, _, way in sorted(known)]


@settings(max_examples=examples(100), deadline=None)
@given(Some, st.booleans(), st.sampled_from(["fewest", "earliest"]), st.integers(1, 6))
def test_the_first_ways_are_those_of_all_ways(ties: Ties, directed: bool, sort: str, k: int) -> None:
    ties = [("a", "b", None), ("e", "d", None), *(tie for tie in ties if tie[0] != tie[1])]
    certain, possible = (every_way(ties, directed=directed, certain=its, sort=sort) for its in (True, False))
    wanted = [(way, True) for way in certain[:k]]
    wanted += [(way, False) for way in possible if way not in certain][: k - len(wanted)]
    assert found(drawn(ties, directed=directed), "a", "e", k, sort) == wanted


# -- as the verb shows them -----------------------------------------------------------------------------------------


def chain(*days: str | None) -> Graph:
    """Ann met Bob, who met Cid, who met Abe, each on a day."""
    pairs = [("ann", "bob"), ("bob", "cid"), ("cid", "abe")]
    claims: list[Claim] = [
        claim(None, fact=f"m{number}", id_=f"c{number}", roles={"participant": ends}, when=when)
        for number, (ends, when) in enumerate(zip(pairs, days, strict=False))
    ]
    return graph_of([*claims, claim(None, fact="late", id_="late", roles={"participant": pairs[0]}, when="2024")])


def test_the_verb_says_of_each_way_whether_it_is_in_time(capsys: pytest.CaptureFixture[str]) -> None:
    with held(chain("2023-11-02", "2023-11-30", "2023-11")):
        assert run(["path", "ann", "cid", "--in-time"]) == 0
        out, err = capsys.readouterr()
        assert out.splitlines() == [
            "2 steps: Ann – Bob – Cid",
            "  certainly in time: 2023-11-02, then 2023-11-30",
            "  Ann – Bob: reported, 1 voice",
            "    Herald of 2023-12-14: Ann and Bob met on 2023-11-02.",
            "  Bob – Cid: reported, 1 voice",
            "    Herald of 2023-12-14: Bob and Cid met on 2023-11-30.",
            "",
            "reported contacts in these sources: 1 article, 1 voice",
        ]
        assert err == ""
        assert run(["path", "ann", "abe", "--in-time", "--format", "json"]) == 0
        out, err = capsys.readouterr()
        (found,) = json.loads(out)
        assert (found["in_time"], found["days"]) == ("possibly", ["2023-11-02", "2023-11-30", "2023-11"])
        assert [[edge["fact"] for edge in step["edges"]] for step in found["steps"]] == [["m0"], ["m1"], ["m2"]]
        assert err == "it is only possibly in time: days overlap, or are not stated\n"


def test_a_way_that_is_not_in_time_is_told_apart_from_none(capsys: pytest.CaptureFixture[str]) -> None:
    with held(chain("2023-11-02", None, "2023-10")):
        assert run(["path", "ann", "abe", "--in-time", "--sort", "earliest"]) == 1
        told = "no way from ann to abe on which each step can follow the one before: without `--in-time` there is one"
        assert capsys.readouterr().err.splitlines() == [f"{told} of 3 steps"]
        assert run(["path", "ann", "cid", "--in-time", "--directed"]) == 0
        assert "  possibly in time: 2023-11-02, then undated" in capsys.readouterr().out.splitlines()
        assert run(["path", "ann", "abe", "--sort", "earliest"]) == 2
        assert capsys.readouterr().err.splitlines() == [
            "`--sort` is of paths in time",
            "  hint: add `--in-time`; others are in the order of their steps",
        ]
