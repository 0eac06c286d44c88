"""Measures beside chance: draws that keep all numbers of facts, drawn equally often, and what is said of them."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from contextlib import nullcontext
from itertools import combinations, product
from typing import Any

import networkx as nx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import groups, rank
from kg.base.errors import AnalysisError, KgWarning, UsageError
from kg.cli import main as cli
from kg.cli.options import held
from kg.graph.graph import Graph
from kg.report import chance
from kg.sensitivity.null_model import Chance, null_of_groups, null_of_pairs, null_of_rank
from kg.sensitivity.two_modes import TwoModes
from tests.conftest import same_under_any_hash_seed
from tests.examples import examples
from tests.graphs import graph_of
from tests.making import claim

PEOPLE = ("abe", "ann", "bob", "cid", "xan", "yan")
WIDE = {"kinds": "all", "layers": "all"}


NAMED = {"a": "abe", "n": "ann", "b": "bob", "c": "cid", "x": "xan", "y": "yan"}


def meetings(*pairs: str) -> Graph:
    """A graph of meetings, each written as the letters of who met, such as ``ab`` for Abe and Bob."""
    return facts_of(("Meeting", {"participant": [NAMED[one] for one in who]}) for who in pairs)


def messages(*pairs: str) -> Graph:
    """A graph of messages, each written as the initials of who wrote and to whom."""
    return facts_of(("Message", {"agent": [NAMED[two[0]]], "recipient": [NAMED[two[1]]]}) for two in pairs)


def facts_of(facts: Iterable[tuple[str, dict[str, list[str]]]]) -> Graph:
    """A graph of facts, each its type and who fills its roles; one paper asserts them all."""
    return graph_of(
        claim(None, fact=f"f-{at:02}", id_=f"f-{at:02}", type=type_, roles={its: tuple(who[its]) for its in who})
        for at, (type_, who) in enumerate(facts)
    )


def table(graph: Graph, **choice: Any) -> TwoModes:
    return TwoModes(graph.network(**choice), graph.account, graph.ontology)


def margins(its: TwoModes) -> tuple[Counter[Any], list[Any]]:
    """How many facts each actor has by ways and role, and each fact's number of actors in each role."""
    rows = [(tuple(sorted(ways)), role, places[role]) for ways, places in its.facts for role in places]
    return (
        Counter((ways, role, actor) for ways, role, actors in rows for actor in actors),
        [(ways, role, len(actors)) for ways, role, actors in rows],
    )


def state(its: TwoModes) -> tuple[Any, ...]:
    return tuple(tuple((role, tuple(sorted(actors))) for role, actors in places.items()) for _, places in its.facts)


# -- what a draw keeps -----------------------------------------------------------------------------------------

WHO = st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=4, unique=True)
FACTS = st.lists(
    st.one_of(
        st.tuples(st.just("Meeting"), st.fixed_dictionaries({"participant": WHO})),
        st.tuples(st.just("Message"), st.fixed_dictionaries({"agent": WHO, "recipient": WHO})),
        st.tuples(st.just("Action"), st.fixed_dictionaries({"agent": WHO, "act": st.just(["cooperate"])})),
        st.tuples(
            st.just("Action"), st.fixed_dictionaries({"agent": WHO, "recipient": WHO, "act": st.just(["assault"])})
        ),
        st.tuples(st.just("Gathering"), st.fixed_dictionaries({"representative": WHO, "participant": WHO})),
    ),
    max_size=10,
)  # what is done together joins its agents; the rest leads from agent to recipient


@settings(max_examples=examples(60))
@given(FACTS, st.booleans(), st.integers(0, 3))
def test_draws_keep_every_number_of_facts_and_actors(facts: Any, directed: bool, seed: int) -> None:
    its = table(facts_of(facts), directed=directed, **WIDE)
    before, shared = margins(its), [overlapping(places) for _, places in its.facts]
    for weights in its.draws(5, seed):
        assert margins(its) == before
        assert [overlapping(places) for _, places in its.facts] == shared  # nobody comes into a fact twice
        assert all(one != other and number > 0 for (one, other), number in weights.items())


def overlapping(places: dict[str, set[int]]) -> set[int]:
    return {actor for one, other in combinations(places.values(), 2) for actor in one & other}


def test_a_meeting_stays_a_meeting() -> None:
    """Ann and Bob only meet, Cid and Xan only write: no draw lets one of the first write to anybody."""
    both = [("Meeting", {"participant": ["ann", "bob"]}), ("Message", {"agent": ["cid"], "recipient": ["xan"]})]
    its = table(facts_of(both * 3), **WIDE)
    assert its.ids == ["ann", "bob", "cid", "xan"]
    assert list(its.draws(4, 0)) == [{(0, 1): 3, (2, 3): 3}] * 4


# -- all draws equally often -----------------------------------------------------------------------------------


def test_all_tables_with_these_numbers_are_drawn_equally_often() -> None:
    """Against all that there are, written out: 2,000 draws, each count within four standard deviations."""
    pairs = ("ab", "bc", "cn", "ax")
    degrees = Counter("".join(pairs))
    every = [
        some for some in product(combinations(sorted(degrees), 2), repeat=4) if Counter(sum(some, ())) == degrees
    ]  # by initials, in the order of the facts
    its = table(meetings(*pairs))
    found = Counter(state(its) for _ in its.draws(2000, 1))
    assert len(found) == len(every) == 204
    assert_even(found, 2000)


def test_a_circle_of_three_is_turned_round() -> None:
    """Each writes once and is written to once, and nobody to himself: trades of two alone would leave it as it is."""
    its = table(messages("ab", "bc", "ca"), directed=True, layers="speech")
    found = Counter(tuple(sorted(weights)) for weights in its.draws(1200, 1))
    assert sorted(found) == [((0, 1), (1, 2), (2, 0)), ((0, 2), (1, 0), (2, 1))]
    assert_even(found, 1200)


def test_facts_of_several_roles_reach_every_table() -> None:
    """Against all that there are, written out: nobody writes to himself, and each fact has as many as before."""
    roles = ("agent", "recipient")
    facts = [(["xan", "cid"], ["ann"]), (["cid"], ["bob"]), (["ann"], ["cid", "bob"])]
    its = table(facts_of(("Message", dict(zip(roles, who, strict=True))) for who in facts), directed=True, **WIDE)
    number = {actor: place for place, actor in enumerate(its.ids)}
    numbers = Counter(
        (role, number[one]) for who in facts for role, those in zip(roles, who, strict=True) for one in those
    )
    choices = [
        [
            tuple(zip(roles, (some, others), strict=True))
            for some in combinations(range(4), len(agents))
            for others in combinations(range(4), len(recipients))
            if set(some).isdisjoint(others)
        ]
        for agents, recipients in facts
    ]
    every = {
        each
        for each in product(*choices)
        if Counter((role, one) for places in each for role, those in places for one in those) == numbers
    }
    found = Counter(state(its) for _ in its.draws(1500, 1))
    assert found.keys() == every
    assert_even(found, 1500)


def assert_even(found: Counter[Any], draws: int) -> None:
    expected = draws / len(found)
    slack = (
        4 * (expected * (1 - 1 / len(found))) ** 0.5
    )  # of a binomial count; draws that follow each other are alike a little
    assert all(abs(number - expected) < slack for number in found.values()), sorted(found.values())


def test_the_same_seed_gives_the_same_draws_and_more_of_them_begin_alike() -> None:
    pairs = ("ab", "bc", "cn", "ax", "bn")
    first = list(table(meetings(*pairs)).draws(8, 7))
    assert list(table(meetings(*pairs)).draws(4, 7)) == first[:4]
    assert list(table(meetings(*pairs)).draws(8, 8)) != first


def test_ties_that_no_role_gives_are_refused() -> None:
    graph, strange = meetings("ab"), meetings("ab").network()
    strange.add_edge("abe", "cid", key="f-00/met", **strange.edges["abe", "bob", "f-00/met"])
    with pytest.raises(AnalysisError, match="the network has ties that the roles of its facts do not give"):
        TwoModes(strange, graph.account, graph.ontology)
    strange.add_edge("abe", "bob", key="z/met", **strange.edges["abe", "bob", "f-00/met"] | {"fact": "z"})
    with pytest.raises(AnalysisError, match="the network has an edge of `z`, which is no fact of this account"):
        TwoModes(strange, graph.account, graph.ontology)


def test_shared_edges_of_two_facts_are_refused() -> None:
    at = {"post": ("general",), "organization": ("a-defence",)}
    graph = graph_of(
        claim(None, fact=who, id_=who, type="Tenure", roles={"holder": (who,), **at}, when="2020-01-01/2022-01-01")
        for who in ("ann", "bob")
    )
    with pytest.raises(AnalysisError) as error:
        TwoModes(graph.network(edges="served-with"), graph.account, graph.ontology)
    assert (error.value.what, error.value.hint) == (
        "`ann` and `bob` are joined by two facts, and random draws are of those that one joins",
        "leave out shared edges, such as of who was in one body",
    )
    assert table(graph, **WIDE).weights() == {(0, 1): 1, (0, 2): 1}  # both served where they did, which is unasked


# -- values beside chance --------------------------------------------------------------------------------------

BROKER = ["ab", "nb", "cb"] * 2 + ["ax", "nx", "cx", "ay", "ny", "cy", "xy", "an"] * 3


@pytest.fixture(scope="module")
def thirty() -> Graph:
    return meetings(*BROKER)


def beside(graph: Graph, measure: str, **more: Any) -> dict[str, Chance]:
    found = null_of_rank(graph.network(), graph.account, graph.ontology, measure, draws=40, **more)
    assert [its.rank for its in found] == list(rank(graph.network(), measure))
    assert [its.chance.observed for its in found] == [its.rank.score for its in found]
    return {its.rank.entity: its.chance for its in found}


def test_a_mean_is_that_of_the_draws(thirty: Graph) -> None:
    """The table by itself, measured by networkx and averaged by hand."""
    its = table(thirty)
    drawn = []
    for weights in its.draws(40, 0):
        net: nx.Graph[int] = nx.Graph(list(weights))
        net.add_nodes_from(range(len(its.ids)))
        drawn.append(nx.betweenness_centrality(net)[its.ids.index("xan")])
    found = beside(thirty, "betweenness")["xan"]
    mean = sum(drawn) / 40
    assert found.mean == pytest.approx(mean)
    assert found.sd == pytest.approx((sum((its - mean) ** 2 for its in drawn) / 39) ** 0.5)
    assert found.z == pytest.approx((found.observed - mean) / found.sd)
    less, more = sum(its < found.observed - 1e-9 for its in drawn), sum(its > found.observed + 1e-9 for its in drawn)
    assert (found.less, found.same, found.more) == (less, 40 - less - more, more)
    assert found.reached == (40 - less) / 40


def test_what_the_numbers_of_facts_fix_is_the_same_in_every_draw(thirty: Graph) -> None:
    """Meetings are of two here: as many facts as an actor has, so strong it is."""
    for actor, its in beside(thirty, "strength").items():
        assert (its.mean, its.sd, its.z, its.less, its.same, its.more) == (its.observed, 0.0, None, 0, 40, 0), actor
        assert (its.words, its.reached) == ("the same in every draw", 1.0)


@pytest.mark.parametrize("measure", ["degree", "harmonic", "pagerank", "eigenvector"])
def test_every_measure_has_its_null_model(thirty: Graph, measure: str) -> None:
    assert sorted(beside(thirty, measure)) == list(PEOPLE)


@pytest.mark.parametrize("gatherings", [False, True])
def test_large_gatherings_are_drawn_where_they_are_measured(gatherings: bool) -> None:
    """Twelve delegations, seven of which never met anybody else: they have no rank, unless gatherings are asked for."""
    guests = ["aland", "bland", "cland", "a-foreign", "b-foreign", "c-foreign", "a-defence", *PEOPLE[:5]]
    met = [("Meeting", {"participant": [NAMED[one] for one in who]}) for who in BROKER]
    graph = facts_of([*met, ("Gathering", {"participant": guests})])
    network = graph.network(kinds="all", gatherings=gatherings)
    with (
        nullcontext()
        if gatherings
        else pytest.warns(KgWarning, match="left out: 66 ties of 1 gathering of more than 10")
    ):
        ranks = rank(network, "degree")
        found = null_of_rank(network, graph.account, graph.ontology, "degree", draws=20)
    assert [its.rank for its in found] == list(ranks)
    assert [its.chance.observed for its in found] == [its.score for its in ranks]
    assert len(found) == (13 if gatherings else 6)


def test_pairs_have_theirs(thirty: Graph) -> None:
    """Abe met Ann three times, and Bob twice; nobody else is in the place of a pair that never met."""
    found = null_of_pairs(thirty.network(), thirty.account, thirty.ontology, draws=40)
    assert len(found) == 11
    assert (found["abe", "ann", False].observed, found["abe", "bob", False].observed) == (3, 2)
    assert all(its.draws == 40 for its in found.values())
    assert not any({one, other} == {"bob", "xan"} for one, other, _ in found)


def test_pairs_are_those_of_dyads() -> None:
    """Meetings and cooperation of both alike, messages and assaults from one to the other, and a large gathering."""
    people = [NAMED[one] for one in "anbcxy"]
    two = [[one, other] for one in people for other in people if one != other]
    guests = ["aland", "bland", "cland", "a-foreign", "b-foreign", "c-foreign", "a-defence", *people]
    facts: list[tuple[str, dict[str, list[str]]]] = [("Gathering", {"participant": guests})]
    for number, (one, other) in enumerate(two):
        facts += [
            ("Meeting", {"participant": [one, other]}),
            ("Message", {"agent": [one], "recipient": [other, people[number % 6]]}),
            ("Action", {"agent": [one, other, people[number % 5]], "act": ["cooperate"]}),
            ("Action", {"agent": [other], "recipient": [one], "act": ["assault"]}),
        ]
    graph = facts_of(facts)
    dyads = graph.dyads()
    found = chance.null_of_pairs(graph, draws=20, **dyads.choice)
    assert {key: its.observed for key, its in found.items()} == {
        (its.source, its.target, its.directed): its.accepted for its in dyads.pairs
    }
    assert {leads for _, _, leads in found} == {False, True}
    assert any(its.sd for its in found.values())


def test_pairs_of_dyads_stand_beside_chance(thirty: Graph) -> None:
    beside = thirty.dyads("abe").null(40, seed=3)
    whole = chance.null_of_pairs(thirty, draws=40, seed=3, **thirty.dyads().choice)
    assert len(beside.pairs) == 4
    assert beside.chances is not None
    rows = {(row["source"], row["target"]): row["random"] for row in beside.row()}
    for one, other in (("abe", "ann"), ("abe", "bob")):
        its = whole[one, other, False]
        assert rows[one, other] == chance.chance_row(its)["random"]
        assert any(line.strip().startswith(f"{its.words} · ") for line in beside.lines())
    flat = beside.to_pandas().set_index("target")
    assert flat.loc["ann", "random_mean"] == whole["abe", "ann", False].mean
    assert (
        "beside 40 random draws (seed 3) that keep the numbers of facts: of each actor in each role, and of actors in "
        "each fact"
    ) in beside.notes()
    assert "random" not in thirty.dyads("abe").row()[0]
    with pytest.raises(UsageError) as raised:
        thirty.dyads(by="side").null()
    assert str(raised.value) == "chance is of pairs of actors, and these are of sides\n  hint: leave out `--by side`"


def test_groups_have_theirs(thirty: Graph) -> None:
    network = thirty.network()
    division = [set(group.entities) for group in groups(network, anyway=True)]
    found = null_of_groups(network, thirty.account, thirty.ontology, draws=40)
    simple: nx.Graph[str] = nx.Graph()
    for one, other in network.edges():
        simple.add_edge(one, other, weight=simple.get_edge_data(one, other, {"weight": 0})["weight"] + 1)
    assert found.observed == pytest.approx(nx.community.modularity(simple, division, weight="weight"))
    assert found.draws == 40


def test_what_is_too_few_is_refused() -> None:
    with pytest.raises(AnalysisError) as error:
        meetings(*BROKER[:29]).null("degree")
    assert (error.value.what, error.value.hint) == (
        "29 facts are too few to compare with chance: below 30, draws with the same numbers of facts are nearly all "
        "alike",
        "`--kind all` and `--layer all` take in others, unless that has been asked for",
    )
    with pytest.raises(UsageError) as usage:
        meetings(*BROKER).null("degree", draws=19)
    with pytest.raises(UsageError, match=r"^what is estimated from a sample is not exact"):
        meetings(*BROKER).null("betweenness", sample=5, exact=True)
    assert (usage.value.what, usage.value.hint) == ("19 draws say little of chance", "at least 20")
    with pytest.raises(AnalysisError, match="no facts to draw at random"):
        meetings().null("degree")


# -- as it is shown --------------------------------------------------------------------------------------------


def test_it_shows_itself(thirty: Graph) -> None:
    found = thirty.null("strength", draws=20)
    assert repr(found).splitlines()[:2] == [
        "rank  entity  label  strength  random  z  in words",
        "1     xan     Xan    12        12         the same in every draw",
    ]
    assert repr(found).splitlines()[-2:] == [
        "Xan: strength the same in every draw, with the same numbers of facts",
        "random: the mean of 20 random draws (seed 0) that keep the numbers of facts: of each actor in each role, and "
        "of actors in each fact; z: how many standard deviations of the draws lie between; more than in: how many "
        "draws give less",
    ]
    assert found._repr_html_().startswith("<table><thead><tr><th>rank</th>")
    assert list(found.to_pandas().columns) == [
        *("entity", "label", "rank", "score"),
        *("mean", "sd", "z", "less", "same", "more", "reached"),
    ]
    groups_ = thirty.null_of_groups(draws=20)
    assert groups_.row()["modularity"] == groups_.chance.observed
    assert groups_._repr_html_() == f"<p>{groups_!r}</p>"


def typed(graph: Graph, *words: str) -> int:
    with held(graph):
        return cli.run(list(words))


def test_ranks_beside_chance_on_the_command_line(thirty: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(thirty, "rank", "strength", "--null", "--draws", "20", "--top", "1") == 0
    out, told = capsys.readouterr()
    assert [line.split() for line in out.splitlines()[:3:2]] == [
        ["rank", "actor", "id", "strength", "random", "z", "more", "than", "in"],
        ["1=", "Xan", "xan", "12", "12", "all", "the", "same"],
    ]
    assert (out + told).replace("\n", " ").count("Xan: strength the same in every draw") == 1
    assert (
        typed(thirty, "rank", "degree", "--null", "--draws", "20", "--seed", "3", "--format", "json", "--top", "2") == 0
    )
    rows = json.loads(capsys.readouterr().out)
    assert rows == thirty.null("degree", draws=20, seed=3).row()[:2]
    assert [sorted(row["random"]) for row in rows] == [["less", "mean", "more", "reached", "same", "sd", "z"]] * 2


def test_groups_beside_chance_on_the_command_line(thirty: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(thirty, "groups", "--anyway", "--null", "--draws", "20", "--format", "json") == 0
    assert capsys.readouterr().err.splitlines()[0] == thirty.null_of_groups(draws=20).line


OF_BOTH = "`--draws` is of `--halves` and `--null`"


@pytest.mark.parametrize(
    ("words", "code", "told"),
    [
        (("--null", "--draws", "5"), 2, "5 draws say little of chance\n  hint: at least 20\n"),
        (("--draws", "50"), 2, f"{OF_BOTH}\n  hint: add one of them, or leave `--draws` out\n"),
        (("--null", "--sort", "size"), 2, "no such order: `size`\n  hint: there are `name`, `score`\n"),
    ],
)
def test_what_is_asked_wrongly(
    thirty: Graph, words: tuple[str, ...], code: int, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert typed(thirty, "rank", "degree", *words) == code
    assert capsys.readouterr().err == told


def test_too_few_facts_are_no_fault_of_the_call(capsys: pytest.CaptureFixture[str]) -> None:
    assert typed(meetings("ab"), "rank", "degree", "--null") == 1
    assert capsys.readouterr().err.startswith("1 fact is too few to compare with chance: below 30, ")


def test_it_is_the_same_under_any_hash_seed() -> None:
    code = "from tests.sensitivity.test_null_model import *; print(meetings(*BROKER).null('degree', draws=20).row())"
    assert same_under_any_hash_seed("-c", code).count(b"'reached'") == len(PEOPLE)
