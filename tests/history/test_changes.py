"""What was learnt between two days: each way a fact moves, the worked example day by day, and question 10."""

from __future__ import annotations

import html.parser
import json
import re
from itertools import pairwise
from typing import Any

import pytest

import kg
from kg.base.errors import UsageError
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Claim
from tests.conftest import copied
from tests.graphs import STRAIT, graph_of
from tests.making import claim
from tests.whole.test_strait import DAYS, HAND, tables

FIRST, LAST = "2023-12-14", "2023-12-20"
Row = dict[str, Any]


def learnt(*claims: Claim) -> Row:
    """What was learnt between the two days of the small world."""
    row: Row = graph_of(claims).diff(known_by=(FIRST, LAST)).row()
    return row


def moves(row: Row) -> list[tuple[str, str, str, list[str], str]]:
    return [(its["fact"], its["from"], its["to"], its["claims"], its["by"]) for its in row["moved"]]


# -- each way a fact moves -----------------------------------------------------------------------------------


def test_nothing_moves_where_nothing_is_published() -> None:
    row = learnt(claim("ann"))
    assert row == {
        "known_by": [FIRST, LAST],
        "appeared": [], "gone": [], "moved": [], "fillers": [], "times": [],
        "edges": {"came": [], "went": []},
        "ranks": [],
    }  # fmt: skip
    assert graph_of([claim("ann")]).diff(known_by=(FIRST, LAST)).lines() == ["nothing has changed"]


def test_a_fact_appears_with_its_edges_and_ranks() -> None:
    row = learnt(claim("ann", article="herald-2"))
    assert (row["appeared"], row["gone"], row["moved"]) == (["m"], [], [])
    assert row["edges"] == {
        "came": [
            {
                "source": "ann", "target": "bob", "relation": "met", "fact": "m", "status": "one-sided",
                "contested": None,
            }
        ],
        "went": [],
    }  # fmt: skip
    assert row["ranks"] == [
        {"entity": "ann", "label": "Ann", "measure": "degree", "from": None, "to": 1},
        {"entity": "bob", "label": "Bob", "measure": "degree", "from": None, "to": 1},
    ]


def test_a_second_side_moves_a_fact_and_its_word_is_named() -> None:
    row = learnt(claim("ann"), claim("bob", article="herald-2", id_="bob"))
    assert row["moved"] == [
        {
            "fact": "m", "from": "one-sided", "to": "on-record",
            "contested": {"from": None, "to": None},
            "accepted": {"from": True, "to": True},
            "claims": ["herald-2/bob"],
            "by": "claims",
        }
    ]  # fmt: skip
    assert row["edges"] == {"came": [], "went": []}


def test_a_word_that_decides_nothing_moved_nothing() -> None:
    row = learnt(
        claim("ann"),
        claim("bob", article="herald-2", id_="bob"),
        claim(None, "asks", article="gazette-2"),
        claim("cid", "denies", article="gazette-2", id_="cid"),
    )
    (its,) = row["moved"]
    assert (its["from"], its["to"], its["contested"]) == ("one-sided", "on-record", {"from": None, "to": "by-outsider"})
    assert its["claims"] == ["gazette-2/cid", "herald-2/bob"]


def test_a_fact_that_is_only_contested_now_has_moved_and_its_edge_went() -> None:
    row = learnt(claim("ann"), claim("bob", "denies", article="herald-2", id_="denial"))
    (its,) = row["moved"]
    assert (its["from"], its["to"], its["claims"]) == ("one-sided", "one-sided", ["herald-2/denial"])
    assert (its["contested"], its["accepted"]) == ({"from": None, "to": "by-party"}, {"from": True, "to": False})
    assert [edge["fact"] for edge in row["edges"]["went"]] == ["m"]
    assert [(its["entity"], its["from"], its["to"]) for its in row["ranks"]] == [("ann", 1, None), ("bob", 1, None)]


def test_a_retraction_moved_what_it_takes_back() -> None:
    row = learnt(claim("xan"), claim("xan", "retracts", article="herald-2", id_="back"))
    assert moves(row) == [("m", "reported", "retracted", ["herald-2/back"], "claims")]


def test_a_denial_taken_back_leaves_what_it_was_against() -> None:
    row = learnt(claim("ann"), claim("bob", "denies"), claim("bob", "retracts", article="herald-2", id_="back"))
    assert moves(row) == [("m", "one-sided", "one-sided", ["herald-2/back"], "claims")]
    assert row["moved"][0]["contested"] == {"from": "by-party", "to": None}
    assert [edge["fact"] for edge in row["edges"]["came"]] == ["m"]


def test_time_alone_lets_a_plan_lapse() -> None:
    plan = claim("ann", "announces", when="2023-12-16")
    assert moves(learnt(plan)) == [("m", "planned", "lapsed", [], "time")]
    again = claim("bob", "announces", when="2023-12-16", article="herald-2")
    assert moves(learnt(plan, again)) == [("m", "planned", "lapsed", [], "time")]
    sooner = claim("ann", "announces", when="2023-12-15", article="herald-2", id_="sooner")
    assert moves(learnt(claim("ann", "announces", when="2024"), sooner)) == [
        ("m", "planned", "lapsed", ["herald-2/sooner"], "claims")
    ]


def test_a_plan_is_made_good_by_claims_on_another_fact() -> None:
    row = learnt(
        claim("ann", "announces", when="2023-12-16"),
        claim("bob", fact="n", fulfils="m", article="herald-2", id_="kept"),
        claim(None, "asks", fact="n", article="gazette-2"),
    )
    assert moves(row) == [("m", "planned", "fulfilled", ["herald-2/kept"], "fulfilment")]
    assert row["appeared"] == ["n"]


def test_a_tenure_gives_an_old_word_another_voice() -> None:
    """Xan reported; now it is known that Xan serves Aland's ministry: a party's word."""
    serves = claim(
        None, type="Tenure", fact="t", article="gazette-2", id_="serves",
        roles={"holder": ("xan",), "organization": ("a-foreign",)},
    )  # fmt: skip
    row = learnt(claim("xan"), serves)
    assert moves(row) == [("m", "reported", "one-sided", ["gazette-2/serves"], "sides")]


def test_a_name_that_makes_another_a_party_moves_the_fact() -> None:
    """On record while Ann is the only party; then a third side says that Bob was there."""
    alone: dict[str, tuple[str, ...]] = {"participant": ("ann",)}
    row = learnt(
        claim("ann", roles=alone),
        claim("xan", scope="roles", roles={"participant": ("bob",)}, article="herald-2", id_="bob-too"),
    )
    assert moves(row) == [("m", "on-record", "one-sided", ["herald-2/bob-too"], "claims")]
    assert [(its["filler"], its["from"], its["to"], its["claims"]) for its in row["fillers"]] == [
        ("bob", None, "reported", ["herald-2/bob-too"])
    ]


def test_who_denies_a_part_loses_it_while_the_fact_stands() -> None:
    three: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob", "cid")}
    only_bob: dict[str, tuple[str, ...]] = {"participant": ("bob",)}
    row = learnt(
        claim("ann", roles=three), claim("bob", "denies", scope="roles", roles=only_bob, article="herald-2", id_="away")
    )
    assert row["moved"] == []
    assert row["fillers"] == [
        {
            "fact": "m", "role": "participant", "filler": "bob", "from": "one-sided", "to": "one-sided",
            "contested": {"from": None, "to": "by-party"},
            "accepted": {"from": True, "to": False},
            "claims": ["herald-2/away"],
        }
    ]  # fmt: skip
    assert [(edge["source"], edge["target"]) for edge in row["edges"]["went"]] == [("ann", "bob"), ("bob", "cid")]


def test_a_filler_that_is_only_no_longer_accepted_moves_with_its_fact() -> None:
    """Bob denies the meeting, not its place: the place stands as it stood, and falls with the fact."""
    there: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob"), "place": ("capital",)}
    row = learnt(claim("ann", roles=there), claim("bob", "denies", article="herald-2", id_="never"))
    assert moves(row) == [("m", "one-sided", "one-sided", ["herald-2/never"], "claims")]
    assert "place" not in {its["role"] for its in row["fillers"]}


def test_a_corrected_day_is_learnt_though_no_status_moves() -> None:
    row = learnt(claim("ann", when="2023-12-11"), claim("ann", when="2023-12-12", article="herald-2", id_="later"))
    assert row["moved"] == []
    assert row["times"] == [{"fact": "m", "from": "2023-12-11", "to": "2023-12-12", "claims": ["herald-2/later"]}]
    dated = learnt(claim("ann"), claim("ann", when="2023-12-12", article="herald-2", id_="later"))
    assert dated["times"] == [{"fact": "m", "from": None, "to": "2023-12-12", "claims": ["herald-2/later"]}]


def test_a_filtered_slice_may_lose_facts() -> None:
    graph = graph_of([claim("ann"), claim("bob", article="herald-2")]).slice(status="one-sided")
    row = graph.diff(known_by=(FIRST, LAST)).row()
    assert (row["appeared"], row["gone"], row["moved"]) == ([], ["m"], [])


def test_ranks_by_another_measure() -> None:
    graph = graph_of([claim("ann"), claim("ann", fact="n", roles={"participant": ("ann", "cid")}, article="herald-2")])
    row = graph.diff(known_by=(FIRST, LAST), measure="betweenness").row()
    assert [(its["entity"], its["measure"], its["from"], its["to"]) for its in row["ranks"]] == [
        ("bob", "betweenness", 1, 2),
        ("cid", "betweenness", None, 2),
    ]


@pytest.mark.parametrize(
    ("days", "measure", "message"),
    [
        (("tomorrow", LAST), "degree",
         "`known_by`: no date: `tomorrow`\n  hint: write YYYY-MM-DD, YYYY-MM or YYYY, or an interval: START/END"),
        ((LAST, FIRST), "degree", f"`{FIRST}` is before `{LAST}`\n  hint: give the earlier day first"),
        ((LAST,), "degree", "`known_by`: 1 day\n  hint: give two, the earlier first"),
        ((FIRST, "2023-12-01/.."), "degree",
         "`known_by`: no last day in `2023-12-01/..`\n  hint: write a day: YYYY-MM-DD"),
        ((FIRST, LAST), "degre", "no such measure: `degre`\n  hint: did you mean `degree`?"),
    ],
)  # fmt: skip
def test_bad_days_and_measures(days: Any, measure: str, message: str) -> None:
    with pytest.raises(UsageError) as caught:
        graph_of([claim("ann")]).diff(known_by=days, measure=measure)
    assert str(caught.value) == message


# -- how it is told ------------------------------------------------------------------------------------------


def test_a_diff_is_told_in_words() -> None:
    told = graph_of([claim("ann", when="2023-12-11"), claim("bob", article="herald-2", when="2023-12-11", id_="bob")])
    assert told.diff(known_by=(FIRST, LAST)).lines() == [
        "1 fact moved",
        "  one-sided → on-record",
        "               Ann and Bob met on 2023-12-11",
        "               m",
        "               Bob, in Herald of 2023-12-20: Ann and Bob met on 2023-12-11. [herald-2/bob]",
    ]


class Page(html.parser.HTMLParser):
    """Collects the elements and the text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[str] = []
        self.texts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.elements.append(tag)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_the_page_takes_nothing_for_markup_and_asks_no_host() -> None:
    hostile = "<script>alert(1)</script> & “quotes”"
    told = graph_of([claim("ann", "announces", type="Gathering", label=hostile, when="2023-12-16")])
    text = told.diff(known_by=(FIRST, LAST)).html()
    page = Page(text)
    assert "script" not in page.elements
    assert any(hostile in data for data in page.texts)
    assert re.findall(r"https?:|src=|href=|url\(", text) == []
    assert "default-src 'none'" in text
    assert text == told.diff(known_by=(FIRST, LAST)).html()


def test_a_notebook_shows_the_first_of_many_and_says_so() -> None:
    many = [claim("ann", fact=f"f{n:02d}", article="herald-2", id_=f"c{n:02d}") for n in range(60)]
    diff = graph_of(many).diff(known_by=(FIRST, LAST))
    shown = diff._repr_html_()
    assert "<h4>60 facts appeared</h4>" in shown
    assert (shown.count("<td>one-sided</td>"), "cut at 50: `.row()` has them all" in shown) == (100, True)
    assert diff.html().count("<li><b>one-sided</b>") == 120  # facts and edges


# -- the worked example: every move of every day, and what moved it, worked out by hand ------------------------


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = copied(STRAIT, tmp_path_factory.mktemp("strait"))
    kg.build(folder)
    return kg.open(folder)


MOVERS = {
    ("2031-03-04", "amarant-boarding"): ("claims", ["radio-2031-03-04/boarding-owned"]),
    ("2031-03-05", "gull-rock-shots"): ("claims", ["tribune-2031-03-05/shots-told"]),
    ("2031-03-06", "amarant-boarding"): ("claims", ["post-2031-03-06/boarding-confirmed"]),
    ("2031-03-06", "arms-for-kestria"): ("claims", ["post-2031-03-06/arms-denied"]),
    ("2031-03-11", "gull-rock-radar"): ("claims", ["wire-2031-03-11/radar-denied"]),
    ("2031-03-11", "strait-mines"): ("claims", ["wire-2031-03-11/mines-withdrawn"]),
    ("2031-03-14", "inspection-plan"): ("time", []),
    ("2031-03-14", "orr-minister"): ("claims", ["radio-2031-03-14/orr-is-minister"]),
    ("2031-03-15", "council-plan"): ("fulfilment", ["post-2031-03-15/session-held"]),
    ("2031-03-17", "february-talks"): ("claims", ["lantern-2031-03-17/february-owned"]),
    ("2031-03-17", "marwen-in-stolm"): ("claims", ["lantern-2031-03-17/marwen-still-there"]),
    ("2031-03-17", "marwen-minister"): ("claims", ["lantern-2031-03-17/marwen-is-minister"]),
    # The fishermen deny it as well on that day, which moves nothing: a party denied it before.
    ("2031-03-18", "gull-rock-shots"): ("sides", ["tribune-2031-03-18/aker-had-left"]),
    ("2031-03-20", "falk-navy"): ("claims", ["lantern-2031-03-20/falk-served"]),
    ("2031-03-20", "gull-rock-radar"): ("claims", ["lantern-2031-03-20/radar-letter"]),
    ("2031-03-20", "ransom"): ("claims", ["lantern-2031-03-20/ransom-denied"]),
    ("2031-03-24", "gull-rock-shots"): ("claims", ["wire-2031-03-24/shots-denial-withdrawn"]),
    ("2031-04-16", "accord-signing"): ("time", []),
    ("2031-04-17", "orr-in-harl"): ("time", []),
}


def ways() -> dict[str, dict[str, str]]:
    """The way of each fact, as it is written down: day -> how it stands from then on."""
    rows = tables((HAND / "facts.md").read_text("utf-8"))["fact"]
    return {fact: {f"2031-{step[:5]}": step[6:] for step in way.split(", ")} for fact, way in rows}


def standing(status: str, contested: str | None) -> str:
    return f"{status} ({contested})" if contested else status


@pytest.mark.parametrize(("before", "day"), list(pairwise(DAYS)), ids=DAYS[1:])
def test_every_day_appears_and_moves_what_is_written_down(strait: Graph, before: str, day: str) -> None:
    row = strait.diff(known_by=(before, day)).row()
    first = {fact: min(way) for fact, way in ways().items()}
    assert row["appeared"] == sorted(fact for fact, seen in first.items() if seen == day)
    assert row["gone"] == []
    moved = {its["fact"]: standing(its["to"], its["contested"]["to"]) for its in row["moved"]}
    assert moved == {fact: way[day] for fact, way in ways().items() if day in way and first[fact] < day}
    movers = {(day, its["fact"]): (its["by"], its["claims"]) for its in row["moved"]}
    assert movers == {key: its for key, its in MOVERS.items() if key[0] == day}


def test_a_man_who_was_not_there_loses_his_edges_and_the_others_keep_theirs(strait: Graph) -> None:
    row = strait.diff(known_by=("2031-03-15", "2031-03-17")).row()
    went = [(edge["source"], edge["target"], edge["fact"]) for edge in row["edges"]["went"]]
    assert went == [
        ("dagny-orr", "jon-berg-minister", "council-session"),
        ("ilse-marwen", "jon-berg-minister", "council-session"),
    ]
    came = [(edge["source"], edge["relation"], edge["target"], edge["fact"]) for edge in row["edges"]["came"]]
    assert came == [
        ("dagny-orr", "met", "ilse-marwen", "february-talks"),
        ("edda-lind", "serves", "narrows-council", "lind-secretary"),
        ("pauli-rask", "serves", "narrows-council", "rask-secretary"),
    ]
    assert [(its["entity"], its["from"], its["to"]) for its in row["ranks"]] == [("jon-berg-minister", 1, None)]


def test_days_that_were_corrected(strait: Graph) -> None:
    row = strait.diff(known_by=("2031-03-10", "2031-03-11")).row()
    assert row["times"] == [
        {
            "fact": "amarant-boarding", "from": "[2031-03-01,2031-03-02]", "to": "2031-03-02",
            "claims": ["wire-2031-03-11/boarding-corrected"],
        },
        {"fact": "strait-mines", "from": "2031-03-03", "to": None, "claims": ["wire-2031-03-11/mines-withdrawn"]},
    ]  # fmt: skip


def test_the_command_line_says_the_same(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    where = ["--project", str(strait.project.root)]
    found = strait.diff(known_by=("2031-03-06", "2031-03-17"))
    for format, expected in (("json", found.row()), ("table", found.lines()), ("html", found.html())):
        assert cli.run(["diff", "2031-03-06", "2031-03-17", "--format", format, *where]) == 0
        out = capsys.readouterr().out
        told = json.loads(out) if format == "json" else out.splitlines() if format == "table" else out
        assert told == expected
    assert cli.run(["diff", "2031-03-17", "2031-03-06", *where]) == 2
    assert capsys.readouterr().err == "`2031-03-06` is before `2031-03-17`\n  hint: give the earlier day first\n"
    assert cli.run(["diff", "2031-03-17", *where]) == 2


# -- question 10: what could be known on 2023-12-31, and what has been learnt since? --------------------------

NEW = [
    "central-asia-afghanistan-proximity", "central-asia-exposure", "central-asian-military-leaders-in-islamabad",
    "delegates-praise-2025-07-26", "international-forces-withdrawal-2021-08", "kurilla-general",
    "kurilla-uscentcom-commander", "munir-appeal-2025-07-26", "munir-commitment-2025-07-26", "munir-field-marshal",
    "munir-opening-address-2025-07-26", "munir-welcome-2025-07-26", "pakistan-afghanistan-border",
    "pakistan-calls-for-cooperation", "pakistan-us-thaw", "participants-commitment-2025-07-26",
    "regional-chiefs-conference-2025-07", "us-presence-in-afghanistan",
]  # fmt: skip
DAY, SINCE = "2023-12-31", "2025-12-31"


def test_question_10_in_python(demo: Graph) -> None:
    past = demo.slice(known_by=DAY)
    assert {claim.article for claim in past.claims.values()} == {"thenews-2023-12-14"}
    assert past.fact("munir-coas").status == "reported"
    assert past.fact("ispr-announced-meetings").status == "fulfilled"
    assert past.fact("munir-blinken-2023-12").status == "unconfirmed"
    row = demo.diff(known_by=(DAY, SINCE)).row()
    assert row["appeared"] == NEW
    assert [(its["fact"], its["from"], its["to"], its["by"]) for its in row["moved"]] == [
        ("munir-coas", "reported", "corroborated", "claims")
    ]
    assert {key.partition("/")[0] for its in row["moved"] for key in its["claims"]} == {"arabnews-2025-07-26"}
    assert row["edges"]["went"] == []
    assert [
        (edge["source"], edge["relation"], edge["target"])
        for edge in row["edges"]["came"]
        if "munir" in edge["source"] and edge["relation"] == "attended-with"
    ] == [("asim-munir", "attended-with", "michael-kurilla")]


def test_question_10_in_sparql(demo: Graph) -> None:
    ask = "SELECT ?fact { ?fact kg:status ?status } ORDER BY ?fact"
    past = {row.fact.short for row in demo.slice(known_by=DAY).query(ask)}
    now = {row.fact.short for row in demo.slice(known_by=SINCE).query(ask)}
    assert (sorted(now - past), past - now) == (NEW, set())
    learnt_since = """SELECT ?fact (MIN(?published) AS ?first) {
        GRAPH ?article { ?claim kg:fact ?fact . ?article schema:datePublished ?published }
    } GROUP BY ?fact HAVING (MIN(?published) > "2023-12-31"^^xsd:date) ORDER BY ?fact"""
    assert [row.fact.short for row in demo.query(learnt_since)] == NEW


def test_question_10_on_the_command_line(demo: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    def told(*arguments: str) -> Any:
        assert cli.run([*arguments, "--format", "json", "--project", str(demo.project.root)]) == 0
        return json.loads(capsys.readouterr().out)

    past = {row["fact"]: row["status"] for row in told("facts", "--known-by", DAY)}
    assert past["munir-coas"] == "reported"
    assert not past.keys() & set(NEW)
    row = told("diff", DAY, SINCE)
    assert row["appeared"] == NEW
    assert [its["fact"] for its in row["moved"]] == ["munir-coas"]


@pytest.mark.parametrize(
    ("given", "named", "typed"),
    [
        (("2023-12-14", "2023-12-20"), None, '("2023-12-14", "2023-12-20")'),
        ((("2023-12-14", "2023-12-20"),), None, '("2023-12-14", "2023-12-20")'),
        ((), None, '("A", "B")'),
        (("2023-12-14",), None, '("A", "B")'),
        (("2023-12-14",), (FIRST, LAST), '("A", "B")'),
        ((), "2023-12-14", '("A", "B")'),
        ((1, None, 2), None, '("A", "B")'),
    ],
)
def test_days_that_are_not_given_by_name_are_refused_with_what_to_type(given: Any, named: Any, typed: str) -> None:
    with pytest.raises(UsageError) as refused:
        graph_of([claim("ann")]).diff(*given, known_by=named)
    assert refused.value.what == "`diff` takes its days by name"
    assert refused.value.hint == f"two days of knowledge, the earlier first: `diff(known_by={typed})`"
