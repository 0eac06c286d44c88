"""Networks by what is done: acts with narrower ones, cooperative or hostile ones; and networks with directions."""

from __future__ import annotations

from typing import Any

import pytest

from kg.account.edges import edges
from kg.base.errors import NotFoundError, UsageError
from kg.model.records import Claim
from kg.network import collapse, network
from tests.making import claim, core, judge, links


def action(fact: str, act: str | None, agent: str = "ann", recipient: str = "bob", **more: Any) -> Claim:
    roles: dict[str, tuple[str, ...]] = {"agent": (agent,), "recipient": (recipient,)}
    if act is not None:
        roles["act"] = (act,)
    return claim(None, fact=fact, roles=roles, **{"type": "Action", "id_": fact} | more)


QUARREL: dict[str, tuple[str, ...]] = {"agent": ("ann",), "recipient": ("cid",), "nature": ("dispute",)}
STORY = [
    action("bombed", "bomb"),
    action("assaulted", "assault"),
    action("raided", "attack-from-the-air"),
    action("helped", "aid"),
    action("did", None),
    action("asked", "demand", type="Statement"),
    action("praised", "praise", type="Statement", agent="bob", recipient="cid"),
    claim(None, type="Relationship", fact="quarrelled", id_="quarrelled", roles=QUARREL),
    claim(None, fact="met", id_="met"),
]


def facts(claims: list[Claim] = STORY, **choice: Any) -> list[str]:
    net = network(judge(*claims), links(), core(), **choice)
    return sorted({edge["fact"] for _, _, edge in net.edges(data=True)})


@pytest.mark.parametrize(
    ("choice", "there"),
    [
        ({"acts": "bomb"}, ["bombed"]),
        ({"acts": "attack"}, ["raided"]),
        ({"acts": "assault"}, ["assaulted", "bombed", "raided"]),
        ({"acts": ["aid", "bomb"]}, ["bombed", "helped"]),
        ({"acts": "request"}, ["asked"]),
        ({"acts": "dispute"}, ["quarrelled"]),
        ({"acts": "all"}, ["asked", "assaulted", "bombed", "helped", "praised", "quarrelled", "raided"]),
        ({"hostile": True}, ["asked", "assaulted", "bombed", "quarrelled", "raided"]),
        ({"cooperative": True}, ["helped", "praised"]),
        ({"hostile": True, "layers": "speech"}, ["asked"]),
        ({"hostile": True, "acts": "request"}, ["asked"]),
        ({"cooperative": True, "acts": "request"}, []),
        ({"hostile": True, "cooperative": True, "layers": "speech"}, ["asked", "praised"]),
        ({"hostile": False, "cooperative": False, "acts": None}, ["met"]),
        ({}, ["met"]),
    ],
)  # fmt: skip
def test_facts_are_chosen_by_what_is_done(choice: dict[str, Any], there: list[str]) -> None:
    assert facts(**choice) == there


def test_two_modes_and_unaccepted_facts_are_chosen_alike() -> None:
    net = network(judge(*STORY), links(), core(), mode="two-mode", acts="assault")
    assert [node for node, its in net.nodes(data=True) if its["bipartite"]] == ["assaulted", "bombed", "raided"]
    denied = action("denied", "bomb", article="gazette-1")
    denied = claim("bob", "denies", type="Action", fact="denied", id_="d", roles=dict(denied.roles))
    assert facts([denied], hostile=True) == []
    assert facts([denied], hostile=True, accepted=False) == ["denied"]


def test_what_there_is_not_is_refused_and_what_was_meant_is_asked() -> None:
    with pytest.raises(NotFoundError, match="no such act: `atack`"):
        facts(acts="atack")
    with pytest.raises(UsageError, match="no such option of a network: `anonymous`\n  hint: it is called `stand_ins`"):
        facts(anonymous=True)
    with pytest.raises(UsageError, match="a two-mode network has no directions"):
        facts(mode="two-mode", directed=True)


@pytest.mark.parametrize(
    ("choice", "words"),
    [
        (
            {"cooperative": True, "acts": "request"},
            "no edges among persons by the act `request` that are cooperative: ",
        ),
        ({"hostile": True, "layers": "contact"}, "no edges among persons that are hostile in the layer contact: "),
        ({"acts": "veto"}, "9 edges by other acts (without `--act`)"),
        ({"cooperative": True, "acts": "request"}, "(without `--act` and `--cooperative`)"),
        ({"acts": "bomb", "kinds": "Country"}, "1 edge among other kinds (`--kind all`)"),
    ],
)
def test_an_empty_network_says_which_acts_would_fill_it(choice: dict[str, Any], words: str) -> None:
    assert words in network(judge(*STORY), links(), core(), **choice).graph["empty"]


def test_a_network_says_by_which_acts_it_was_drawn() -> None:
    assert network(judge(*STORY), links(), core(), acts="bomb").graph["describes"] == "reported actions (bomb)"
    hostile = network(judge(*STORY), links(), core(), hostile=True, layers="speech").graph["describes"]
    assert hostile == "reported hostile speeches"


# -- a statement with a recipient is an edge ----------------------------------------------------------------


def test_a_statement_to_somebody_is_an_edge_of_the_layer_of_speech_or_of_all() -> None:
    assert "asked" in facts(layers="speech")
    assert "asked" in facts(layers="all")
    assert "asked" in facts(edges="spoke-to")
    empty = network(judge(action("asked", "demand", type="Statement")), links(), core()).graph["empty"]
    assert empty.endswith("1 edge in the layer speech (`--layer speech`)")


# -- directions ------------------------------------------------------------------------------------------------


def directed(*claims: Claim, **choice: Any) -> list[tuple[str, str, str]]:
    net = network(judge(*claims), links(), core(), layers="all", directed=True, **choice)
    return sorted((one, other, edge["fact"]) for one, other, edge in net.edges(data=True))


def test_symmetric_edges_and_acts_go_both_ways_and_others_one() -> None:
    assert directed(claim(None)) == [("ann", "bob", "m"), ("bob", "ann", "m")]
    assert directed(action("x", "bomb")) == [("ann", "bob", "x")]
    assert directed(action("x", "bomb", "bob", "ann")) == [("bob", "ann", "x")]
    assert directed(action("x", "cease-fire")) == [("ann", "bob", "x"), ("bob", "ann", "x")]
    assert directed(action("x", "praise", type="Statement")) == [("ann", "bob", "x")]


def test_a_pair_is_joined_by_direction_only_where_the_network_has_them() -> None:
    claims = judge(action("x", "bomb"), action("y", "aid", "bob", "ann"))
    plain = collapse(network(claims, links(), core(), layers="all"))
    assert [(one, other, its["weight"]) for one, other, its in plain.edges(data=True)] == [("ann", "bob", 2)]
    both = collapse(network(claims, links(), core(), layers="all", directed=True))
    assert both.is_directed()
    assert sorted(both.edges(data="weight")) == [("ann", "bob", 1), ("bob", "ann", 1)]


def test_who_is_agent_and_recipient_of_one_fact_keeps_its_own_edges() -> None:
    both = action("x", "cease-fire")
    roles = {"agent": ("ann", "bob"), "recipient": ("ann", "bob"), "act": ("cease-fire",)}
    mutual = claim(None, type="Action", fact="x", id_="x", roles=roles)
    assert directed(mutual) == directed(both) == [("ann", "bob", "x"), ("bob", "ann", "x")]


# -- what nobody does alone -----------------------------------------------------------------------------------


def together(act: str, *agents: str, fact: str = "x", **more: tuple[str, ...]) -> Claim:
    return claim(None, type="Action", fact=fact, id_=fact, roles={"agent": agents, "act": (act,), **more})


@pytest.mark.parametrize(
    ("told", "pairs"),
    [
        (together("agree", "ann", "bob"), [("ann", "bob")]),
        (together("sign-agreement", "bob", "ann"), [("ann", "bob")]),
        (together("cease-fire", "ann", "bob", "cid"), [("ann", "bob"), ("ann", "cid"), ("bob", "cid")]),
        (together("clash", "ann", "bob", recipient=("cid",)), [("ann", "cid"), ("bob", "cid")]),  # two against a third
        (together("sanction", "ann", "bob"), []),
        (together("sanction", "ann", "bob", recipient=("cid",)), [("ann", "cid"), ("bob", "cid")]),
        (together("agree", "ann"), []),
        (
            claim(None, type="Relationship", fact="x", roles={"agent": ("ann", "bob"), "nature": ("border",)}),
            [("ann", "bob")],
        ),
        (claim(None, type="Statement", fact="x", roles={"agent": ("ann", "bob"), "act": ("praise",)}), []),
    ],
)  # fmt: skip
def test_who_does_together_what_nobody_does_alone_is_joined(told: Claim, pairs: list[tuple[str, str]]) -> None:
    net = network(judge(told), links(), core(), layers="all")
    assert sorted(tuple(sorted(pair)) for pair in net.edges()) == pairs
    is_mutual = not told.roles.get("recipient")
    both = sorted({(one, other) for pair in pairs for one, other in (pair, pair[::-1])}) if is_mutual else pairs
    if "clash" not in told.roles.get("act", ()):
        assert [its[:2] for its in directed(told)] == both


def test_a_symmetric_edge_between_agents_holds_in_both_directions_in_rdf() -> None:
    (edge,) = edges(judge(together("agree", "bob", "ann")).facts["x"], core())
    assert list(edge.triples()) == [("ann", "acted-on", "bob"), ("bob", "acted-on", "ann")]
