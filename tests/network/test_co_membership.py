"""Who was in one body at one time: certainly, possibly or not as far as anybody says; only where it is asked for."""

from __future__ import annotations

import json
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.analysis import path, rank
from kg.base.errors import UsageError
from kg.base.project import Project
from kg.builder.in_parts import in_parts as opened
from kg.cli.main import run
from kg.cli.options import held
from kg.formats.parquet_network import ranked
from kg.graph.graph import Graph
from kg.model.records import Claim, Kind, Records
from kg.network import collapse, network
from kg.network.choice import Choice
from tests.examples import examples
from tests.graphs import graph_of, in_memory, lines
from tests.making import ARTICLES, ENTITIES, claim, core, entity
from tests.spark.in_parts import in_parts

ASKED: Any = {"layers": "co-membership"}


def was_in(
    who: str, when: str | None, fact: str, body: str = "a-foreign", type_: str = "Membership", **fields: Any
) -> Claim:
    roles: dict[str, tuple[str, ...]] = {"holder": (who,), "organization": (body,)}
    return claim(fields.pop("speaker", None), fact=fact, type=type_, roles=roles, when=when, id_=f"{fact}-c", **fields)


def ties(graph: Graph, **choice: Any) -> dict[str, tuple[str, str | None, str]]:
    """Source and target -> relation and body, days and certainty."""
    net = graph.network(**(choice or ASKED))
    return {
        f"{source} {target}": (f"{its['relation']} {its['within']}", its["day"], its["overlap"])
        for source, target, its in sorted(net.edges(data=True), key=lambda edge: edge[:2])
    }


def test_who_denies_that_the_other_was_there_is_not_named_for_the_two() -> None:
    graph = graph_of([
        was_in("ann", "2001/2005", "f", speaker="a-foreign"),
        was_in("bob", "2001/2005", "g", speaker="xan"),
        claim(
            "a-foreign", "denies", fact="g", type="Membership", article="gazette-1",
            roles={"holder": ("bob",), "organization": ("a-foreign",)},
        ),
    ])  # fmt: skip
    (its,) = [told for *_, told in graph.network(accepted=False, **ASKED).edges(data=True)]
    assert its["voices"] == ["xan"]


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2001-01-03/2007-01-03", "2005-03-01/2009-01-03", ("2005-03-01/2007-01-03", "certain")),
        ("2001-01-03/2007-01-03", "2005/2009", ("2005/2007-01-03", "certain")),
        ("2001/2005", "2004/..", ("2004/2005", "certain")),
        ("2001/..", "2004/..", ("2004/..", "certain")),
        ("2001/..", "../2010", ("2001/2010", "certain")),
        ("2001/", "2004/2009", ("2004/", "possible")),  # nobody says until when the first was there
        ("2001/", "2001-05-01/2009", ("2001/", "certain")),  # who had come by the end of the year
        ("2001/2005", "2003-06", ("2003-06", "possible")),  # on some day of June, and until when is not said
        ("2001/2005", "2003-06-02", ("2003-06-02", "certain")),
        ("2003-06-02", "2003-06-02", ("2003-06-02", "certain")),
        ("2003-06", "2003-06", ("2003-06", "possible")),
        ("2001/2005-06", "2005/2009", ("2005/2005-06", "possible")),
        ("2001-01-03/2005-06-30", "2005-06-30/2009-01-03", None),  # a handover, by the day,
        ("2001/2005", "2005/2009", None),  # or by the year
        ("2001/2005", "2005-06-01", ("2005-06-01", "possible")),  # who was there on a day need not have come on it
        ("2001/2005", "2006/2009", None),
        ("2003-06-02", "2003-06-03", None),
        (None, "2001/..", None),
    ],
)
def test_days_are_those_that_both_state(one: str | None, other: str, expected: tuple[str, str] | None) -> None:
    for first, second in ((one, other), (other, one)):
        found = ties(graph_of([was_in("ann", first, "m"), was_in("bob", second, "n")]))
        assert found == ({"ann bob": ("belonged-with a-foreign", *expected)} if expected else {})


def test_who_is_there_by_undated_facts_is_counted_and_not_joined() -> None:
    claims = [was_in("ann", None, "m"), was_in("bob", "2001/..", "n"), was_in("cid", None, "o")]
    net = graph_of(claims).network(**ASKED)
    told = "left out: 3 pairs in one body are not joined, since their overlap is not stated: facts without a time"
    assert (net.number_of_edges(), net.graph["left_out"]) == (0, told)
    assert net.graph["empty"].endswith(told)
    assert "left_out" not in graph_of([was_in("ann", None, "m")]).network(**ASKED).graph


def test_an_edge_says_on_what_it_stands() -> None:
    claims = [
        was_in("ann", "2001-01-03/2003-01-03", "m1", speaker="a-foreign"),
        was_in("ann", "2003-01-03/2005-01-03", "m2"),
        was_in("bob", "2002-01-03/2004-01-03", "n", article="gazette-1"),
        was_in("bob", "2004-06-01/2004-07-01", "o", article="gazette-1"),
        was_in("cid", "2004-01-03/2005-01-03", "p"),
    ]
    net = graph_of(claims).network(**ASKED)
    assert net.edges["ann", "bob", "a-foreign/belonged-with"] == {
        "fact": "m1",
        "relation": "belonged-with",
        "layer": "co-membership",
        "status": "reported",
        "contested": None,
        "day": "{2002-01-03..2004-01-03,2004-06-01..2004-07-01}",  # two terms of Ann follow one another
        "voices": ["aland", "gazette", "herald"],
        "outlets": ["gazette", "herald"],
        "claims": ["gazette-1/n-c", "gazette-1/o-c", "herald-1/m1-c", "herald-1/m2-c"],
        "share": 1.0,  # there were but two until Cid came, on the day on which Bob left
        "facts": ["m1", "m2", "n", "o"],
        "within": "a-foreign",
        "overlap": "certain",
    }
    assert net.edges["ann", "cid", "a-foreign/belonged-with"]["share"] == 0.5  # Bob was there for a month of it
    tie = collapse(net).edges["ann", "bob"]
    assert (tie["weight"], tie["facts"]) == (1, ["m1", "m2", "n", "o"])


def test_one_edge_a_body_and_each_declaration_by_itself() -> None:
    claims = [
        was_in("ann", "2001/..", "m"), was_in("bob", "2001/..", "n"),
        was_in("ann", "2001/..", "o", "gazette"), was_in("bob", "2001/..", "p", "gazette"),
        was_in("ann", "2001/..", "q", type_="Tenure"), was_in("cid", "2001/..", "r", type_="Tenure"),
    ]  # fmt: skip
    net = graph_of(claims).network(**ASKED)
    found = sorted((*edge[:2], edge[2]) for edge in net.edges(keys=True))
    assert found == [
        ("ann", "bob", "a-foreign/belonged-with"),
        ("ann", "bob", "gazette/belonged-with"),
        ("ann", "cid", "a-foreign/served-with"),  # and none of Bob, who belongs to what Cid serves
    ]
    assert [(its.entity, its.score) for its in rank(net, "strength")] == [("ann", 3), ("bob", 2), ("cid", 1)]
    both_ways = graph_of(claims).network(**ASKED, directed=True)
    assert (both_ways.number_of_edges(), [its.entities for its in path(both_ways, "cid", "bob")]) == (
        6,
        [("cid", "ann", "bob")],
    )


# -- asked for by name only ---------------------------------------------------------------------------------------


TWO = (was_in("ann", "2001/..", "m"), was_in("bob", "2001/..", "n"), claim(None, fact="met"))


@pytest.mark.parametrize(
    ("choice", "is_drawn"),
    [
        ({}, False),
        ({"layers": "all"}, False),
        ({"edges": "all"}, False),
        ({"kinds": "all", "layers": "all", "edges": "all"}, False),
        ({"layers": ["co-membership", "contact"]}, True),
        ({"layers": ["co-membership", "all"]}, True),
        ({"edges": "belonged-with"}, True),
        ({"edges": ["all", "belonged-with"]}, True),
        ({"edges": "served-with"}, False),
        ({"edges": "belonged-with", "layers": "all"}, True),
        ({"edges": "belonged-with", "layers": "contact"}, False),
        ({"edges": "met", "layers": "co-membership"}, False),
        ({"edges": "all", "layers": "co-membership"}, True),
        ({"layers": "co-membership", "acts": "all"}, False),
    ],
)
def test_it_is_drawn_only_where_its_edge_or_its_layer_is_named(choice: dict[str, Any], is_drawn: bool) -> None:
    relations = {its["relation"] for _, _, its in graph_of(TWO).network(**choice).edges(data=True)}
    assert ("belonged-with" in relations) is is_drawn


def test_it_is_in_no_rdf_page_table_or_export() -> None:
    graph = graph_of(TWO)
    assert not [line for line in lines(graph) if line.split()[1].endswith("#belonged-with>")]
    data = graph.view().html
    assert "belongs-to" in data
    assert not {"belonged-with", "served-with", "co-membership"} & {*data.split('"')}
    for format_ in ("graphml", "csv"):
        assert "belonged-with" not in graph.export(format_)
    with pytest.raises(UsageError) as caught:
        graph.view(layers="co-membership")
    assert str(caught.value) == (
        "a page has no edges that two facts share: `belonged-with`, `served-with`\n"
        "  hint: `kg network` lists them, and `kg rank`, `kg path` and `kg groups` follow them"
    )


def test_a_build_in_parts_says_that_it_has_none(tmp_path: Path) -> None:
    build = opened(in_parts(graph_of(TWO), tmp_path / "out"))
    assert build is not None
    with pytest.raises(UsageError) as caught:
        ranked(build, "degree", Choice(edges="belonged-with"))
    assert str(caught.value) == (
        "a build in parts has no edges that two facts share: `belonged-with`\n"
        "  hint: cut a slice of it, such as `--known-by DAY`: its facts are then read"
    )


def test_in_two_modes_the_holders_lead_to_their_facts() -> None:
    net = graph_of(TWO).network(**ASKED, mode="two-mode")
    assert sorted(net.edges()) == [("ann", "m"), ("bob", "n")]


def test_what_is_not_accepted_is_drawn_where_that_is_asked_for() -> None:
    claims = [was_in("ann", "2001/..", "m"), was_in("bob", "2001/..", "n", speaker="murmur")]
    graph = graph_of(claims)
    assert graph.network(**ASKED).number_of_edges() == 0
    ((_, _, its),) = graph.network(**ASKED, accepted=False).edges(data=True)
    assert (its["status"], its["accepted"], its["claims"]) == ("alleged", False, ["herald-1/m-c", "herald-1/n-c"])


def test_a_stand_in_is_left_out_and_a_body_that_is_one_joins_nobody(capsys: pytest.CaptureFixture[str]) -> None:
    crowd = entity("crowd", Kind.PERSON, anonymous=True)
    claims = [was_in("ann", "2001/..", "m"), was_in("crowd", "2001/..", "n")]
    claims += [was_in("ann", "2001/..", "o", "whisper"), was_in("bob", "2001/..", "p", "whisper")]
    records = Records(
        ENTITIES | {"crowd": crowd}, dict(sorted(ARTICLES.items())), tuple(sorted(claims, key=lambda c: c.key))
    )
    graph = in_memory(Project(Path(), "https://example.org/small/", "small"), records, core())
    net = graph.network(**ASKED)
    told = "left out: 1 stand-in with 1 edge; `--stand-ins` includes them; in Python, `stand_ins=True`"
    assert (net.number_of_edges(), net.graph["left_out"]) == (0, told)
    assert list(ties(graph, **ASKED, stand_ins=True)) == ["ann bob", "ann crowd"]


# -- many members -------------------------------------------------------------------------------------------------


def parliament(members: int, term: str) -> Graph:
    persons = {its.id: its for its in (entity(f"p{number:03}", Kind.PERSON) for number in range(members))}
    claims = [was_in(id_, term, f"t-{id_}", "house", "Tenure") for id_ in persons]
    everybody = ENTITIES | persons | {"house": entity("house", Kind.ORGANIZATION)}
    records = Records(everybody, dict(sorted(ARTICLES.items())), tuple(sorted(claims, key=lambda its: its.key)))
    return in_memory(Project(Path(), "https://example.org/small/", "small"), records, core())


def test_a_parliament_beyond_the_bound_is_not_drawn_and_that_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = parliament(535, "2001-01-03/2003-01-03")
    monkeypatch.setattr("kg.network.co_membership.MOST_EDGES", 142_844)
    net = graph.network(**ASKED)
    told = (
        "left out: 142,845 edges within `house`: over 142,844 of one body are not drawn "
        "(`kg export two-mode-csv` has who is in it)"
    )
    assert (net.number_of_edges(), net.graph["left_out"]) == (0, told)


def test_bodies_of_more_than_ten_are_measured_since_they_are_asked_for() -> None:
    graph = parliament(30, "2001-01-03/2003-01-03")
    net = graph.network(edges="served-with")
    assert {its["share"] for _, _, its in net.edges(data=True)} == {1 / 29}
    assert [its.score for its in rank(net, "degree")] == [29] * 30


Terms = st.lists(
    st.tuples(st.sampled_from(["ann", "bob", "cid", "xan"]), st.integers(0, 12), st.integers(1, 6)),
    min_size=2,
    max_size=7,
)


@settings(max_examples=examples(60), deadline=None)
@given(Terms)
def test_exact_terms_are_as_a_count_of_days_has_them(terms: list[tuple[str, int, int]]) -> None:
    start = date(2031, 1, 1)
    claims, days = [], {who: set[int]() for who, _, _ in terms}
    for number, (who, first, length) in enumerate(terms):
        when = "/".join(str(start + timedelta(days=day)) for day in (first, first + length))
        claims.append(was_in(who, when, f"t{number}"))
        days[who] |= {*range(first, first + length)}  # nights: of who leaves on a day, the one before was the last
    net = graph_of(claims).network(**ASKED)
    wanted = {pair for pair in combinations(sorted(days), 2) if days[pair[0]] & days[pair[1]]}
    assert {(source, target) for source, target in net.edges()} == wanted
    for source, target, its in net.edges(data=True):
        both = sorted(days[source] & days[target])
        runs = [[both[0]]]
        for day in both[1:]:
            runs[-1].append(day) if day == runs[-1][-1] + 1 else runs.append([day])
        found = its["day"].strip("{}").replace("..", "/").split(",")
        spans = [tuple(str(start + timedelta(days=day)) for day in (run[0], run[-1] + 1)) for run in runs]
        assert [tuple(each.split("/")) for each in found] == spans
        assert its["overlap"] == "certain"
        members = [sum(bool(its & {*run}) for its in days.values()) for run in runs]
        assert its["share"] == max(1 / (number - 1) for number in members)


# -- as the verbs show it -----------------------------------------------------------------------------------------


def test_the_verbs_show_it(capsys: pytest.CaptureFixture[str]) -> None:
    claims = [
        was_in("ann", "2001-01-03/2007-01-03", "m"),
        was_in("bob", "2005/..", "n"),
        was_in("abe", None, "o"),
        claim("c-foreign", "denies", fact="n", type="Membership", roles={"holder": ("bob",)}, id_="denial"),
    ]
    with held(graph_of(claims)):
        assert run(["network", "--layer", "co-membership"]) == 0
        out, err = capsys.readouterr()
        assert out.splitlines() == [
            "2005/2007-01-03 reported     Ann – belonged with – Bob, contested by an outsider",
            "                         m, n · herald · in 1 outlet · certain overlap within a-foreign · denied by cland",
        ]
        assert err.splitlines() == [
            "left out: 2 pairs in one body are not joined, since their overlap is not stated: facts without a time",
            "1 edge among 2 actors: reported co-memberships in these sources: 1 article, 1 voice",
        ]
        assert run(["path", "ann", "bob", "--edge", "belonged-with", "--format", "json"]) == 0
        (found,) = json.loads(capsys.readouterr().out)
        assert found["steps"][0]["facts"] == ["m", "n"]
        assert run(["help", "Membership"]) == 0
        assert capsys.readouterr().out.splitlines()[-1] == (
            "  shared edge belonged-with: joins each holder with the others of one organization at one time, "
            "where it or its layer, co-membership, is asked for by name"
        )


def test_without_claims_no_overlap_is_certain() -> None:
    graph = graph_of(TWO)
    net = network(graph.account, graph.links, graph.ontology, **ASKED)
    assert [its["overlap"] for _, _, its in net.edges(data=True)] == ["possible"]
