"""The network: which edges are drawn, what they say, and what becomes of them when they are joined."""

from __future__ import annotations

import copy
import gc
from itertools import combinations
from typing import Any

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from kg.account.edges import edges
from kg.account.support import deniers, support
from kg.base.errors import AnalysisError, KgError, NotFoundError, UsageError
from kg.model.records import Claim
from kg.network import collapse, network
from tests.making import claim, core, judge, links


def drawn(*claims: Claim, **choice: Any) -> nx.MultiDiGraph[str]:
    return network(judge(*claims), links(), core(), **choice)


def ties(of: nx.MultiDiGraph[str], *names: str) -> dict[tuple[str, str], Any]:
    """The one edge of each pair: an attribute, or several."""
    found: dict[tuple[str, str], Any] = {}
    for one, other, attributes in of.edges(data=True):
        assert (one, other) not in found
        values = tuple(attributes[name] for name in names)
        found[one, other] = values[0] if len(names) == 1 else values
    return found


def nodes(of: nx.Graph[str]) -> list[tuple[str, dict[str, Any]]]:
    return [(node, dict(of.nodes[node])) for node in of]


def meeting(*who: str, **fields: Any) -> Claim:
    return claim(fields.pop("speaker", None), roles={"participant": who}, **fields)


def gathering(*, id_: str = "g", **roles: tuple[str, ...]) -> Claim:
    return claim(None, type="Gathering", fact="g", roles=roles, id_=id_)


def visit(who: str, host: str, fact: str = "v") -> Claim:
    return claim(None, type="Visit", fact=fact, roles={"agent": (who,), "host": (host,)}, id_=fact)


def statement(who: str, about: str, fact: str = "s") -> Claim:
    return claim(None, type="Statement", fact=fact, roles={"agent": (who,), "about": (about,)}, id_=fact)


ENDS: list[tuple[str, ...]] = [("ann",), ("bob",), ("cid",), ("ann", "bob"), ("ann", "bob", "cid")]


def _said() -> st.SearchStrategy[Claim]:
    """Draw a claim on the meeting, or on somebody's part in it."""
    return st.builds(
        lambda who, stance, article, scope, participants: claim(
            who, stance, article=article, scope=scope, roles={"participant": participants}
        ),
        st.sampled_from(("ann", "xan", None, "a-foreign", "b-foreign", "whisper")),
        st.sampled_from(("asserts", "asserts", "denies")), st.sampled_from(("herald-1", "gazette-1", "courier-1")),
        st.sampled_from(("fact", "roles")), st.sampled_from(ENDS),
    )  # fmt: skip


# -- what an edge says ---------------------------------------------------------------------------------------


def test_who_denies_an_end_is_not_named_for_an_edge_of_which_he_says_the_other() -> None:
    only: dict[str, tuple[str, ...]] = {"participant": ("cid",)}
    net = drawn(
        meeting("ann", "bob", speaker="a-foreign"),
        claim("whisper", scope="roles", roles=only, article="gazette-1"),
        claim("a-foreign", "denies", scope="roles", roles=only),
        accepted=False,
    )
    assert ties(net, "accepted", "voices") == {
        ("ann", "bob"): (True, ["aland"]),
        ("ann", "cid"): (False, ["anonymous@gazette-1"]),
        ("bob", "cid"): (False, ["anonymous@gazette-1"]),
    }


@given(st.lists(_said(), min_size=1, max_size=8))
def test_nobody_is_named_for_an_edge_who_does_not_assert_both_ends_and_denies_one(claims: list[Claim]) -> None:
    judged = judge(*claims)
    for fact in judged.facts.values():
        for edge in edges(fact, core(), accepted=False):
            told = support(fact, *edge.ends, judged.readings)
            denying = {*deniers((fact, *edge.ends), judged.readings)}
            one, other = ({*end.voices} for end in edge.ends)
            assert {*told.voices} == (one & other or (one | other) - denying)


def test_an_edge_says_who_says_so_where_and_whether_anyone_disagrees() -> None:
    net = drawn(meeting("bob", "ann", speaker="a-foreign", id_="readout", when="2023-12-13"))
    assert nodes(net) == [
        ("ann", {"label": "Ann", "kind": "Person"}),
        ("bob", {"label": "Bob", "kind": "Person"}),
    ]
    assert list(net.edges(keys=True, data=True)) == [
        (
            "ann",
            "bob",
            "m/met",
            {
                "fact": "m",
                "relation": "met",
                "layer": "contact",
                "status": "one-sided",
                "contested": None,
                "day": "2023-12-13",
                "voices": ["aland"],
                "outlets": ["herald"],
                "claims": ["herald-1/readout"],
                "share": 1.0,
            },
        )
    ]
    assert net.graph == {"mode": "one-mode", "describes": "reported contacts"}


def test_what_an_edge_says_are_plain_values() -> None:
    ((_, _, attributes),) = drawn(meeting("ann", "bob"), claim("c-foreign", "denies", article="gazette-1")).edges(
        data=True
    )
    assert (attributes["status"], attributes["contested"]) == ("reported", "by-outsider")
    assert {type(value) for value in attributes.values()} == {str, list, float, type(None)}


def test_two_reports_of_one_meeting_make_one_edge() -> None:
    net = drawn(meeting("ann", "bob", id_="a"), meeting("ann", "bob", article="gazette-1", id_="b"))
    assert ties(net, "status", "voices", "claims") == {
        ("ann", "bob"): ("corroborated", ["gazette", "herald"], ["gazette-1/b", "herald-1/a"])
    }


def test_an_edge_is_as_weak_as_its_weakest_part() -> None:
    both = [meeting("ann", "bob", id_="a"), meeting("ann", "bob", article="gazette-1", id_="b")]
    net = drawn(*both, meeting("cid", article="courier-1", scope="roles", id_="c"))
    assert ties(net, "status") == {
        ("ann", "bob"): "corroborated",
        ("ann", "cid"): "reported",
        ("bob", "cid"): "reported",
    }


def test_an_edge_names_who_speaks_of_both_or_where_nobody_does_of_either() -> None:
    net = drawn(meeting("ann", "bob", id_="a"), meeting("ann", "cid", article="gazette-1", id_="b"))
    assert ties(net, "voices", "claims") == {
        ("ann", "bob"): (["herald"], ["herald-1/a"]),
        ("ann", "cid"): (["gazette"], ["gazette-1/b"]),
        ("bob", "cid"): (["gazette", "herald"], ["gazette-1/b", "herald-1/a"]),
    }


def test_a_voice_may_name_the_two_in_two_claims_and_what_is_shown_names_both() -> None:
    net = drawn(
        meeting("ann", "bob", id_="a"),
        meeting("ann", "xan", article="gazette-1", id_="b"),
        meeting("bob", "yan", article="gazette-1", id_="c"),
    )
    assert ties(net, "voices", "claims")["ann", "bob"] == (
        ["gazette", "herald"],
        ["herald-1/a"],
    )


def test_who_names_neither_end_proves_no_edge() -> None:
    """The host tells who came as delegations; a newspaper names two persons, of whom the host says nothing."""
    net = drawn(
        claim("a-foreign", type="Gathering", fact="g", roles={"host": ("aland",), "participant": ("aland", "bland")}),
        claim(
            None, article="gazette-1", type="Gathering", fact="g", scope="roles", id_="seen",
            roles={"representative": ("ann", "bob")},
        ),
    )  # fmt: skip
    assert ties(net, "status", "voices", "claims") == {("ann", "bob"): ("reported", ["gazette"], ["gazette-1/seen"])}


def test_a_claim_that_names_both_in_other_roles_proves_no_edge() -> None:
    net = drawn(
        claim(None, type="Visit", fact="v", roles={"agent": ("ann",), "host": ("aland",)}, id_="told"),
        claim(None, article="gazette-1", type="Visit", fact="v", roles={"agent": ("xan",), "host": ("ann",)}, id_="no"),
        kinds="all",
    )  # fmt: skip
    assert ties(net, "claims")["ann", "aland"] == ["herald-1/told"]
    assert ties(net, "claims")["xan", "ann"] == ["gazette-1/no"]
    assert ties(net, "claims")["xan", "aland"] == ["gazette-1/no", "herald-1/told"]


def test_the_narration_that_names_both_is_shown_beside_its_source_that_names_one() -> None:
    net = drawn(
        claim("b-foreign", roles={"participant": ("bob",)}, scope="roles", id_="source"),
        meeting("ann", "bob", id_="narrated"),
    )
    assert ties(net, "claims") == {("ann", "bob"): ["herald-1/narrated"]}


def test_of_what_nobody_asserts_only_the_claims_on_both_ends_are_shown() -> None:
    net = drawn(
        meeting("ann", "bob", stance="asks", id_="asks"),
        meeting("ann", "cid", stance="suggests", article="gazette-1", id_="hints"),
        claim("cid", "denies", roles={"participant": ("cid",)}, scope="roles", article="courier-1", id_="was-away"),
        accepted=False,
    )
    assert ties(net, "claims") == {
        ("ann", "bob"): ["herald-1/asks"],
        ("ann", "cid"): ["courier-1/was-away"],
        ("bob", "cid"): ["courier-1/was-away"],
    }


def test_a_directed_edge_runs_from_its_first_role_to_its_second() -> None:
    assert ties(drawn(visit("xan", "ann")), "relation") == {("xan", "ann"): "visited"}


def test_a_symmetric_edge_stands_once_from_the_smaller_id_to_the_larger() -> None:
    net = drawn(meeting("cid", "ann", "bob"))
    assert list(net.edges(keys=True)) == [("ann", "bob", "m/met"), ("ann", "cid", "m/met"), ("bob", "cid", "m/met")]


def test_a_symmetric_edge_may_join_two_roles() -> None:
    edge = structs.replace(core().edges["visited"], symmetric=True)
    ontology = structs.replace(core(), edges=core().edges | {"visited": edge})
    net = network(judge(visit("xan", "ann"), visit("ann", "bob", "w")), links(), ontology)
    assert ties(net, "claims") == {("ann", "xan"): ["herald-1/v"], ("ann", "bob"): ["herald-1/w"]}


def test_an_edge_of_a_fact_knows_what_is_said_of_both_its_ends() -> None:
    of = judge(meeting("bob", "ann", id_="a"), meeting("ann", article="gazette-1", scope="roles", id_="b")).facts["m"]
    (edge,) = edges(of, core())
    assert (edge.source, edge.target) == ("ann", "bob")
    assert [(end.filler, end.asserting) for end in edge.ends] == [
        ("ann", ("gazette-1/b", "herald-1/a")),
        ("bob", ("herald-1/a",)),
    ]


def test_the_edges_of_a_fact_may_be_those_of_some_shortcuts() -> None:
    of = judge(gathering(participant=("aland", "bland"), representative=("ann", "bob"))).facts["g"]
    _, representatives = core().types["Gathering"].shortcuts
    pairs = [(edge.source, edge.target) for edge in edges(of, core(), shortcuts=[representatives])]
    assert pairs == [("ann", "bob")]
    assert len(list(edges(of, core()))) == 2


def test_nobody_is_tied_to_himself() -> None:
    net = drawn(statement("ann", "ann"), layers="speech")
    assert (list(net), net.number_of_edges()) == ([], 0)


@pytest.mark.parametrize(
    ("delegations", "share"), [(("aland",), 1.0), (("aland", "bland"), 1.0), (("aland", "bland", "cland"), 0.5)]
)
def test_a_gathering_is_shared_among_its_delegations(delegations: tuple[str, ...], share: float) -> None:
    net = drawn(gathering(participant=delegations, representative=("ann", "bob", "cid")), kinds="all")
    assert set(ties(net, "share").values()) == {share}
    assert set(ties(net, "relation")) == {*combinations(delegations, 2), *combinations(("ann", "bob", "cid"), 2)}


def test_a_pair_joined_twice_by_one_fact_and_relation_is_one_edge_the_better_sourced() -> None:
    net = drawn(
        gathering(participant=("ann", "bob"), id_="a"),
        claim(None, article="gazette-1", type="Gathering", fact="g", roles={"representative": ("ann", "bob")}, id_="b"),
        claim(None, article="courier-1", type="Gathering", fact="g", roles={"representative": ("ann", "bob")}, id_="c"),
    )
    assert ties(net, "status", "relation") == {("ann", "bob"): ("corroborated", "attended-with")}


# -- what is chosen ------------------------------------------------------------------------------------------

EVERYTHING = (
    meeting("ann", "bob", "aland"),
    visit("xan", "ann"),
    statement("ann", "yan"),
    claim(None, type="Relationship", fact="r", roles={"agent": ("ann",), "recipient": ("cid",)}, id_="r"),
)


@pytest.mark.parametrize(
    ("choice", "pairs"),
    [
        ({}, {"ann-bob", "xan-ann"}),
        ({"kinds": None, "edges": None, "layers": None}, {"ann-bob", "xan-ann"}),
        ({"kinds": ["Person", "Country"]}, {"aland-ann", "aland-bob", "ann-bob", "xan-ann"}),
        ({"kinds": "Country"}, set()),
        ({"kinds": "all", "edges": "met"}, {"aland-ann", "aland-bob", "ann-bob"}),
        ({"edges": ["visited", "spoke-of"]}, {"xan-ann", "ann-yan"}),
        ({"layers": ["speech"]}, {"ann-yan"}),
        ({"edges": ["met"], "layers": ["speech"]}, set()),
        ({"edges": "all", "layers": "contact"}, {"ann-bob", "xan-ann"}),
        ({"layers": "all"}, {"ann-bob", "xan-ann", "ann-yan", "ann-cid"}),
        ({"kinds": ["all"], "edges": ["met"], "layers": ["all"]}, {"aland-ann", "aland-bob", "ann-bob"}),
        ({"edges": "all"}, {"ann-bob", "xan-ann", "ann-yan", "ann-cid"}),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_kinds_edges_and_layers_are_chosen(choice: dict[str, Any], pairs: set[str]) -> None:
    net = drawn(*EVERYTHING, **choice)
    assert {f"{one}-{other}" for one, other in net.edges()} == pairs
    assert set(net) == {end for pair in pairs for end in pair.split("-")}, "only who has an edge is a node"


@pytest.mark.parametrize(
    ("choice", "error", "message"),
    [
        ({"kinds": ["Persn"]}, UsageError, "no such kind: `Persn`\n  hint: did you mean `Person`?"),
        ({"edges": "mett"}, NotFoundError, "no such edge: `mett`\n  hint: did you mean `met`?"),
        (
            {"layers": "gossip"},
            NotFoundError,
            "no such layer: `gossip`\n  hint: there are `action`, `co-membership`, `contact`, `context`, `speech`",
        ),
        ({"mode": "three-mode"}, UsageError, "no such mode: `three-mode`\n  hint: there are `one-mode`, `two-mode`"),
        ({"kind": "Person"}, UsageError, "no such option of a network: `kind`\n  hint: did you mean `kinds`?"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_what_does_not_exist_cannot_be_chosen(choice: dict[str, Any], error: type[KgError], message: str) -> None:
    with pytest.raises(error) as caught:
        drawn(*EVERYTHING, **choice)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        ({"layers": ["contact", "speech"]}, "reported contacts and speeches"),
        ({"layers": "all"}, "reported actions, contacts, contexts and speeches"),
        ({"edges": "spoke-of"}, "reported speeches"),
        ({"edges": "met", "layers": "speech"}, "reported edges"),
        ({"accepted": False}, "contacts, accepted or not,"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_a_network_says_what_its_edges_are(choice: dict[str, Any], words: str) -> None:
    assert drawn(*EVERYTHING, **choice).graph["describes"] == words


# -- what is not accepted ------------------------------------------------------------------------------------


def test_what_is_not_accepted_is_drawn_only_when_asked_for() -> None:
    contested = (
        meeting("ann", "bob", id_="says"),
        claim("bob", "denies", roles={"participant": ("bob",)}, scope="roles", article="gazette-1", id_="was-not"),
        meeting("ann", "cid", article="courier-1", id_="also"),
    )
    asked = meeting("xan", "yan", fact="n", stance="asks", id_="was-he")
    assert ties(drawn(*contested, asked), "status") == {("ann", "cid"): "reported"}
    net = drawn(*contested, asked, accepted=False)
    assert ties(net, "accepted", "status", "contested") == {
        ("ann", "bob"): (False, "reported", "by-party"),
        ("ann", "cid"): (True, "reported", None),
        ("bob", "cid"): (False, "reported", "by-party"),
        ("xan", "yan"): (False, "unconfirmed", None),
    }
    assert ties(net, "voices", "claims")["xan", "yan"] == ([], ["herald-1/was-he"])
    assert ties(net, "voices", "claims")["bob", "cid"] == (
        ["courier", "herald"],
        ["courier-1/also", "gazette-1/was-not", "herald-1/says"],
    )


def test_the_claims_of_what_is_not_accepted_are_those_that_decided_so() -> None:
    net = drawn(
        meeting("ann", "bob", id_="says"),
        claim("ann", "denies", roles={}, article="gazette-1", id_="never"),
        accepted=False,
    )
    assert ties(net, "accepted", "claims") == {("ann", "bob"): (False, ["gazette-1/never", "herald-1/says"])}


@pytest.mark.parametrize("choice", [{}, {"accepted": False}], ids=["accepted", "any"])
def test_who_takes_part_twice_is_joined_by_the_part_that_is_accepted(choice: dict[str, Any]) -> None:
    net = drawn(
        gathering(participant=("ann", "bob"), representative=("ann", "bob"), id_="says"),
        claim(
            "c-foreign",
            article="gazette-1",
            type="Gathering",
            fact="g",
            roles={"representative": ("ann", "bob")},
            id_="saw",
        ),
        claim("ann", "denies", type="Gathering", fact="g", roles={"participant": ("ann",)}, scope="roles", id_="no"),
        **choice,
    )
    assert ties(net, "status", "contested", "claims") == {
        ("ann", "bob"): ("corroborated", None, ["gazette-1/saw", "herald-1/says"])
    }
    assert [tie["accepted"] for _, _, tie in net.edges(data=True) if choice] == [True] * len(choice)


def test_a_weaker_edge_that_is_accepted_goes_before_a_stronger_one_that_is_not() -> None:
    def of_gathering(speaker: str | None, stance: str, article: str, role: str, *who: str) -> Claim:
        fields: dict[str, Any] = {"type": "Gathering", "fact": "g", "roles": {role: who}, "id_": article}
        return claim(speaker, stance, article=article, scope="roles" if stance == "denies" else "fact", **fields)

    net = drawn(
        of_gathering(None, "asserts", "herald-1", "participant", "ann", "bob"),
        of_gathering(None, "asserts", "gazette-1", "participant", "ann", "bob"),
        of_gathering("ann", "denies", "herald-2", "participant", "ann"),
        of_gathering(None, "asserts", "courier-1", "representative", "ann", "bob"),
        accepted=False,
    )
    assert ties(net, "accepted", "status", "contested", "claims") == {
        ("ann", "bob"): (True, "reported", None, ["courier-1/courier-1"])
    }


# -- two modes -----------------------------------------------------------------------------------------------


def test_in_two_modes_actors_and_facts_are_nodes() -> None:
    net = drawn(
        meeting("ann", "bob", when="2023-12-13", id_="a", label="the Meal"),
        gathering(host=("abe",), representative=("ann",), participant=("aland",)),
        statement("xan", "yan"),
        mode="two-mode",
    )
    assert dict(nodes(net)) == {
        "abe": {"bipartite": 0, "label": "Abe", "kind": "Person"},
        "ann": {"bipartite": 0, "label": "Ann", "kind": "Person"},
        "bob": {"bipartite": 0, "label": "Bob", "kind": "Person"},
        "g": {
            "bipartite": 1,
            "label": "g",
            "type": "Gathering",
            "status": "reported",
            "contested": None,
            "day": None,
        },
        "m": {
            "bipartite": 1,
            "label": "the Meal",
            "type": "Meeting",
            "status": "reported",
            "contested": None,
            "day": "2023-12-13",
        },
    }
    assert sorted(net.edges(keys=True)) == [
        ("abe", "g", "g/host"),
        ("ann", "g", "g/representative"),
        ("ann", "m", "m/participant"),
        ("bob", "m", "m/participant"),
    ]
    assert net.edges["ann", "m", "m/participant"] == {
        "fact": "m",
        "role": "participant",
        "status": "reported",
        "contested": None,
        "voices": ["herald"],
        "outlets": ["herald"],
        "claims": ["herald-1/a"],
    }


def test_in_two_modes_only_who_takes_part_and_what_has_anyone_are_nodes() -> None:
    net = drawn(
        meeting("aland", "bland"),
        meeting("ann", "bob", "cid", fact="n"),
        claim("bob", "denies", fact="n", roles={"participant": ("bob",)}, scope="roles", id_="no"),
        mode="two-mode",
    )
    assert list(net) == ["ann", "cid", "n"]
    assert set(nodes(net)[2][1].items()) >= {("bipartite", 1), ("status", "reported")}


def test_in_two_modes_too_what_is_not_accepted_is_asked_for() -> None:
    asked = meeting("xan", "yan", stance="asks", id_="was-he")
    assert list(drawn(asked, mode="two-mode")) == []
    net = drawn(asked, mode="two-mode", accepted=False)
    assert list(net.edges(data="accepted")) == [("xan", "m", False), ("yan", "m", False)]
    assert list(net.edges(data="claims")) == [("xan", "m", ["herald-1/was-he"]), ("yan", "m", ["herald-1/was-he"])]


# -- joined --------------------------------------------------------------------------------------------------


def test_a_pair_weighs_as_many_facts_as_it_stands_on() -> None:
    net = drawn(
        meeting("ann", "bob", id_="a"),
        meeting("ann", "bob", article="gazette-1", id_="b"),
        visit("bob", "ann", "v1"),
        visit("ann", "bob", "v2"),
        gathering(participant=("ann", "bob", "cid")),
    )
    simple = collapse(net)
    assert simple.edges["bob", "ann"] == {
        "weight": 4,
        "share": 3.5,
        "facts": ["g", "m", "v1", "v2"],
        "relations": ["attended-with", "met", "visited"],
        "status": "reported",
        "voices": ["gazette", "herald"],
        "claims": ["gazette-1/b", "herald-1/a", "herald-1/g", "herald-1/v1", "herald-1/v2"],
        "fewest_voices": 1,
        "large": {},
    }
    assert simple.edges["ann", "cid"]["weight"] == 1
    assert simple.graph == net.graph
    assert nodes(simple) == nodes(net)


def test_one_fact_that_joins_a_pair_by_two_relations_is_one_fact() -> None:
    net: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for relation, share in (("met", 1.0), ("attended-with", 0.5)):
        attributes = {"fact": "m", "relation": relation, "status": "reported", "voices": [], "claims": []}
        net.add_edge("ann", "bob", f"m/{relation}", share=share, **attributes)
    tie = collapse(net).edges["ann", "bob"]
    assert (tie["weight"], tie["share"]) == (1, 1.0)


def test_joining_leaves_the_network_as_it_was() -> None:
    net = drawn(*EVERYTHING, kinds="all", layers="all")
    before = copy.deepcopy(net)
    simple = collapse(net)
    simple.nodes["ann"]["label"] = "changed"
    for _, _, tie in simple.edges(data=True):
        tie["voices"].append("changed")
    assert nx.utils.graphs_equal(net, before)


def test_what_has_no_pairs_of_actors_is_not_joined() -> None:
    with pytest.raises(AnalysisError) as caught:
        collapse(drawn(*EVERYTHING, mode="two-mode"))
    assert str(caught.value) == "a two-mode network has no pairs of actors to collapse\n  hint: draw it in one mode"
    with pytest.raises(AnalysisError) as caught:
        collapse(nx.MultiDiGraph([("ann", "bob")]))
    assert str(caught.value) == "the edge from `ann` to `bob` has no fact\n  hint: collapse what `network` gives"


def test_the_garbage_collector_is_on_again_afterwards() -> None:
    assert gc.isenabled()
    drawn(*EVERYTHING)
    with pytest.raises(UsageError):
        drawn(*EVERYTHING, mode="none")
    assert gc.isenabled()


# -- whatever the claims are ---------------------------------------------------------------------------------

PEOPLE = ("ann", "abe", "bob", "cid", "xan")


@st.composite
def worlds(draw: st.DrawFn) -> list[Claim]:
    """Up to eight claims on up to four facts of three types, by publishers, parties and others."""
    some = st.lists(st.sampled_from((*PEOPLE, "aland", "bland")), min_size=1, max_size=4, unique=True).map(tuple)
    speakers = st.sampled_from((None, "ann", "bob", "c-foreign", "whisper"))
    claims = []
    for number in range(draw(st.integers(1, 8))):
        fact, type_, names = draw(
            st.sampled_from(
                [
                    ("m", "Meeting", ("participant",)),
                    ("n", "Meeting", ("participant",)),
                    ("g", "Gathering", ("participant", "representative", "host")),
                    ("v", "Visit", ("agent", "host")),
                ]
            )
        )
        roles = {name: draw(some) for name in names}
        fields = {"stance": draw(st.sampled_from(("asserts", "asserts", "asserts", "denies", "asks")))}
        article = draw(st.sampled_from(("herald-1", "gazette-1", "courier-1")))
        claims.append(
            claim(draw(speakers), **fields, article=article, fact=fact, type=type_, roles=roles, id_=f"c{number}")
        )
    return claims


@given(worlds(), st.randoms(use_true_random=False))
def test_the_order_of_claims_changes_nothing(claims: list[Claim], random: Any) -> None:
    shuffled = random.sample(claims, len(claims))
    for choice in ({"kinds": "all"}, {"accepted": False}, {"mode": "two-mode"}):
        one, other = drawn(*claims, **choice), drawn(*shuffled, **choice)
        assert nodes(one) == nodes(other)
        assert list(one.edges(keys=True, data=True)) == list(other.edges(keys=True, data=True))


@given(worlds(), st.booleans())
def test_the_network_has_the_edges_that_facts_have_and_no_others(claims: list[Claim], accepted: bool) -> None:
    of = judge(*claims)
    net = network(of, links(), core(), kinds="all", layers="all", accepted=accepted)
    expected = {
        (edge.source, edge.target, f"{edge.fact}/{edge.relation}")
        for fact in of.facts.values()
        for edge in edges(fact, core(), accepted=accepted)
    }
    assert set(net.edges(keys=True)) == expected
    assert list(net) == sorted({end for edge in expected for end in edge[:2]})


@given(worlds())
def test_what_is_accepted_is_the_same_whether_or_not_the_rest_is_drawn(claims: list[Claim]) -> None:
    every, only = drawn(*claims, kinds="all", accepted=False), drawn(*claims, kinds="all")
    for _, _, tie in (*every.edges(data=True), *only.edges(data=True)):
        del tie["share"]  # counts the delegations that are drawn
    accepted = {tie[:3]: tie[3] for tie in every.edges(keys=True, data=True) if tie[3].pop("accepted")}
    assert accepted == {tie[:3]: tie[3] for tie in only.edges(keys=True, data=True)}


@given(worlds())
def test_every_accepted_edge_rests_on_a_claim_and_a_voice(claims: list[Claim]) -> None:
    given_keys = {its.key for its in claims}
    for _, _, attributes in drawn(*claims, kinds="all", layers="all").edges(data=True):
        assert attributes["voices"]
        assert attributes["claims"]
        assert set(attributes["claims"]) <= given_keys


@given(worlds())
def test_joining_keeps_who_is_tied_to_whom(claims: list[Claim]) -> None:
    net = drawn(*claims, kinds="all", layers="all")
    simple = collapse(net)
    assert {actor: set(simple[actor]) for actor in simple} == {
        actor: set(nx.all_neighbors(net, actor)) for actor in net
    }
    assert all(tie["weight"] == len(tie["facts"]) for _, _, tie in simple.edges(data=True))


@given(worlds())
def test_two_actors_with_an_edge_take_part_in_its_fact(claims: list[Claim]) -> None:
    two = drawn(*claims, kinds="all", layers="all", mode="two-mode")
    for one, other, edge in drawn(*claims, kinds="all", layers="all").edges(data=True):
        assert two.has_edge(one, edge["fact"])
        assert two.has_edge(other, edge["fact"])
