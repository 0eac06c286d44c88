"""Brokerage roles: by hand, against all triples, and what chance would give against all divisions."""

from __future__ import annotations

from collections import Counter
from itertools import combinations, permutations
from statistics import fmean

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.analysis import Broker, BrokerRoles, brokerage
from kg.base.errors import AnalysisError, KgWarning
from tests.analysis.test_analysis import graph, meetings

NAMES = "abcdefg"


@st.composite
def divided(draw: st.DrawFn, most: int = 7) -> tuple[nx.Graph[str], dict[str, str]]:
    """A network of few actors, with directions or without, and a group for most of them."""
    has_directions = draw(st.booleans())
    ties = list((permutations if has_directions else combinations)(NAMES[:most], 2))
    net: nx.Graph[str] = nx.DiGraph(directed=True) if has_directions else nx.Graph()
    net.add_edges_from(draw(st.lists(st.sampled_from(ties), min_size=1, unique=True)))
    groups = draw(st.dictionaries(st.sampled_from(NAMES), st.sampled_from(["x", "y", "z"]), min_size=4))
    return net, groups


def by_definition(net: nx.Graph[str], groups: dict[str, str]) -> dict[str, Counter[str]]:
    """The roles of each actor, by looking at every three of them in every order."""
    found: dict[str, Counter[str]] = {actor: Counter() for actor in net if actor in groups}
    for first, broker, last in permutations(sorted(found), 3):
        if net.has_edge(first, broker) and net.has_edge(broker, last) and not net.has_edge(first, last):
            one, own, other = groups[first], groups[broker], groups[last]
            role = {
                (True, True, True): "coordinator",
                (False, True, False): "gatekeeper",
                (True, False, False): "representative",
                (False, False, True): "itinerant",
                (False, False, False): "liaison",
            }[one == own, own == other, one == other]
            found[broker][role] += 1
    return found


def roles(its: BrokerRoles) -> Counter[str]:
    return +Counter({role: int(getattr(its, role)) for role in BrokerRoles.__struct_fields__})


@given(divided())
def test_roles_are_those_of_all_triples(case: tuple[nx.Graph[str], dict[str, str]]) -> None:
    net, groups = case
    found = brokerage(net, groups)
    assert {its.entity: roles(its.counts) for its in found} == by_definition(net, groups)
    assert found == sorted(found, key=lambda its: (-its.total, its.entity))
    assert set(found.ungrouped) == set(net) - set(groups)
    for its in found:
        assert its.total == roles(its.counts).total()
        assert its.expected.total == pytest.approx(its.total if len(found) > 2 else 0)


@given(divided(most=5))
def test_what_is_expected_is_the_mean_of_all_divisions(case: tuple[nx.Graph[str], dict[str, str]]) -> None:
    net, groups = case
    actors = sorted(set(net) & set(groups))
    dealt = [dict(zip(actors, its, strict=True)) for its in permutations(groups[actor] for actor in actors)]
    each = [{its.entity: its.counts for its in brokerage(net, groups)} for groups in dealt]
    for its in brokerage(net, groups):
        for role in BrokerRoles.__struct_fields__:
            mean = fmean(getattr(one[its.entity], role) for one in each)
            assert getattr(its.expected, role) == pytest.approx(mean)


def test_each_role_by_hand() -> None:
    """Of Aland are a and b, of Bland c and d, of Cland e; all ties lead through b."""
    net: nx.DiGraph[str] = nx.DiGraph([("a", "b"), ("c", "b"), ("b", "d"), ("b", "e"), ("b", "a")], directed=True)
    groups = {"a": "aland", "b": "aland", "c": "bland", "d": "bland", "e": "cland"}
    found = brokerage(net, groups)
    # a>b>d and a>b>e out of Aland; c>b>a into it; c>b>d between two of Bland; c>b>e between Bland and Cland.
    assert found[0].counts == BrokerRoles(coordinator=0, gatekeeper=1, representative=2, itinerant=1, liaison=1)
    assert [its.entity for its in found] == ["b", "a", "c", "d", "e"]
    assert [its.total for its in found] == [5, 0, 0, 0, 0]
    # Of 60 ordered triples: none of one group; 2·1·3 of each pair of Aland's and of Bland's; the others of three.
    assert found[0].expected == BrokerRoles(0, 5 * 12 / 60, 5 * 12 / 60, 5 * 12 / 60, 5 * 24 / 60)
    assert (found.method.engine, found.method.exact) == ("own", True)


def test_without_directions_each_two_count_both_ways() -> None:
    (broker, *_) = brokerage(meetings(), {"ann": "aland", "bob": "bland", "cid": "aland"})
    assert broker == Broker("bob", "Bob", "bland", BrokerRoles(itinerant=2), BrokerRoles(0, 2 / 3, 2 / 3, 2 / 3, 0))


def test_who_is_in_no_group_is_left_out_and_named() -> None:
    found = brokerage(graph("a-b", "b-c", "c-d"), {"a": "x", "b": "x", "c": "x"})
    assert found.ungrouped == ("d",)
    assert [(its.entity, its.total) for its in found] == [("b", 2), ("a", 0), ("c", 0)]
    assert brokerage(graph("a-b"), {}) == []


def test_nobody_brokers_by_a_large_gathering_alone() -> None:
    net = graph("a-b", "b-c")
    net.edges["b", "c"].update(facts=["summit"], share=0.01, large={"summit": 0.01})
    told = r"^left out: 1 tie of 1 gathering of more than 10; `--gatherings` includes them"
    with pytest.warns(KgWarning, match=told):
        found = brokerage(net, dict.fromkeys("abc", "x"))
    assert [(its.entity, its.total) for its in found] == [("a", 0), ("b", 0)]
    net.graph["gatherings"] = True
    assert brokerage(net, dict.fromkeys("abc", "x"))[0].total == 2


def test_a_network_without_edges_says_why() -> None:
    with pytest.raises(AnalysisError) as caught:
        brokerage(nx.Graph(empty="no edges among persons"), {})
    assert str(caught.value) == "nobody can stand between others\n  hint: no edges among persons"


def test_an_actor_between_thousands_takes_no_walk_over_all_pairs() -> None:
    """A star of 20,000: 400 million pairs, which a walk over them would take minutes for."""
    star: nx.Graph[str] = nx.Graph(("hub", f"a{number:05}") for number in range(20_000))
    groups = {actor: actor[-1] for actor in star}
    hub = brokerage(star, groups)[0]
    assert hub.total == 20_000 * 19_999
    assert hub.counts.itinerant == 10 * 2_000 * 1_999
