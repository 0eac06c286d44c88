"""How much there is of what: facts of the crisis in the strait by hand, and what a group is a count of."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.base.errors import NotFoundError, UsageError
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Figure
from kg.report.counted.counts import Counts
from tests.conftest import ROOT
from tests.examples import examples
from tests.graphs import graph_of
from tests.making import claim


def numbers(counts: Counts) -> dict[str, tuple[int, int]]:
    """Accepted facts and others, by the label of the group."""
    return {its.label: (its.facts, its.others) for its in counts}


# Of the accepted facts seven have a hostile act: accusation, arrest, bomb, demand, obstruct, show-force, strike.
STRAIT: tuple[tuple[str, dict[str, tuple[int, int]]], ...] = (
    ("type", {"tenure": (9, 0), "action": (6, 5), "visit": (3, 1), "message": (3, 0), "meeting": (2, 1),
              "statement": (2, 0), "gathering": (1, 1), "conversation": (1, 0), "membership": (1, 0),
              "presence": (0, 1)}),
    ("layer", {"context": (10, 1), "contact": (7, 3), "action": (6, 5), "speech": (5, 0)}),
    ("status", {"on-record": (9, 1), "reported": (8, 0), "one-sided": (6, 0), "corroborated": (5, 0),
                "planned": (0, 2), "alleged": (0, 1), "denied": (0, 1), "fulfilled": (0, 1), "lapsed": (0, 1),
                "retracted": (0, 1), "unconfirmed": (0, 1)}),
    ("year", {"since 2029": (0, 1), "until 2030": (1, 0), "2031": (23, 4), "until 2031": (2, 0), "since 2031": (2, 0),
              "undated": (0, 4)}),
    ("month", {"since 2029-06": (0, 1), "until 2030-12": (1, 0), "2031-02": (1, 0), "2031-03": (22, 2),
               "until 2031-03": (2, 0), "since 2031-03": (2, 0), "2031-04": (0, 2), "undated": (0, 4)}),
    ("place", {"Ister": (3, 0), "Gull Rock": (2, 1), "Stolm": (2, 1), "Selk": (2, 0), "Harl": (1, 2),
               "Harl Strait": (1, 1), "no place": (18, 4)}),
    ("tendency", {"hostile": (7, 2), "cooperative": (4, 3), "no tendency": (17, 4)}),
)  # fmt: skip


@pytest.mark.parametrize(("by", "expected"), STRAIT, ids=[by for by, _ in STRAIT])
def test_the_facts_of_the_strait(strait: Graph, by: str, expected: dict[str, tuple[int, int]]) -> None:
    counts = strait.count(by)
    assert numbers(counts) == expected
    assert list(numbers(counts)) == list(expected)
    assert (counts.total.facts, counts.total.others) == (28, 9)
    assert counts.overlap == (by == "place")  # what was at Gull Rock, says one, was in the strait, says another


def test_why_others_are_not_accepted(strait: Graph) -> None:
    counts = strait.count("type")
    assert next(its.not_accepted for its in counts if its.groups[0].id == "Action") == {
        "contested by a party": 1, "denied": 1, "lapsed": 1, "planned": 1, "retracted": 1,
    }  # fmt: skip
    assert counts.told == (
        "28 accepted facts, 9 not accepted (2 contested by a party, 1 denied, 1 fulfilled, 1 lapsed, 2 planned, "
        "1 retracted, 1 unconfirmed)"
    )
    assert counts.total.by_status == {"on-record": 9, "corroborated": 5, "one-sided": 6, "reported": 8}


def test_several_dimensions_stand_together(strait: Graph) -> None:
    counts = strait.slice(entity="dagny-orr").count("type, month")
    assert numbers(counts) == {
        "visit · 2031-03": (2, 0),
        "visit · 2031-04": (0, 1),
        "meeting · 2031-02": (1, 0),
        "meeting · 2031-03": (1, 0),
        "meeting · undated": (0, 1),
        "conversation · 2031-03": (1, 0),
        "gathering · 2031-03": (1, 0),
        "message · 2031-03": (1, 0),
        "tenure · 2031-03": (1, 0),
    }
    newest = strait.slice(entity="dagny-orr").count(["type", "month"], sort="newest")
    assert list(numbers(newest))[:3] == [
        "meeting · 2031-03",
        "meeting · 2031-02",
        "meeting · undated",
    ]
    assert next(iter(strait.count("type", sort="name"))).label == "action"


def test_reports_are_articles_and_facts_are_counted_once(strait: Graph) -> None:
    """The boarding is asserted in four articles, two of them the Northern Wire's, and is one fact."""
    boarding = strait.slice(entity="amarant-crew").count("act", reports=True)
    assert [(its.groups[0].id, its.facts, its.reports) for its in boarding] == [("arrest", 1, 4), ("release", 1, 1)]
    by_publisher = strait.slice(entity="amarant-crew").count("publisher", reports=True)
    assert [(its.groups[0].id, its.facts, its.reports) for its in by_publisher] == [
        ("northern-wire", 2, 3), ("strait-events", 1, 1), ("velmark-post", 1, 1),
    ]  # fmt: skip
    assert by_publisher.overlap
    assert (by_publisher.total.facts, by_publisher.total.reports) == (2, 5)


def test_by_voice_and_side(strait: Graph) -> None:
    shots = strait.slice(type="Action", on="2031-03-02", entity="orlund-navy")
    assert numbers(shots.count("voice")) == {"Kestria": (1, 0), "Nils Aker": (1, 0)}
    assert numbers(shots.count("side")) == {"Kestria": (1, 0), "Orlund": (1, 0)}
    assert numbers(shots.count("actor")) == {"Coastguard of Kestria": (1, 0), "Navy of Orlund": (1, 0)}
    denied = strait.slice(status="denied").count("voice")
    assert numbers(denied) == {"Brandt Line": (0, 1), "Kestria": (0, 1)}  # nobody asserts it: these two decided


def test_sources_are_counted_together_where_one_claim_is_of_both(strait: Graph) -> None:
    """The Herald says in its own pages what the Gazette says in its own: neither speaks in the other's."""
    graph = graph_of([claim(None), claim(None, article="gazette-1"), claim("ann", article="gazette-2")])
    assert numbers(graph.count("voice,outlet")) == {
        "Gazette · Gazette": (1, 0), "Herald · Herald": (1, 0), "Aland · Gazette": (1, 0),
    }  # fmt: skip
    assert numbers(graph.count("outlet,type,voice")).keys() == {
        "Gazette · meeting · Aland", "Gazette · meeting · Gazette", "Herald · meeting · Herald",
    }  # fmt: skip
    shots = strait.slice(type="Action", on="2031-03-02", entity="orlund-navy").count("voice,article", reports=True)
    assert [(its.label, its.reports) for its in shots] == [
        ("Kestria · tribune-2031-03-05", 1), ("Nils Aker · tribune-2031-03-10", 1),
    ]  # fmt: skip


def test_an_actor_is_counted_together_with_its_own_side(strait: Graph) -> None:
    shots = strait.slice(type="Action", on="2031-03-02", entity="orlund-navy")
    assert numbers(shots.count("actor,side")) == {
        "Coastguard of Kestria · Kestria": (1, 0),
        "Navy of Orlund · Orlund": (1, 0),
    }
    assert numbers(shots.count("side,month,actor")) == {
        "Kestria · 2031-03 · Coastguard of Kestria": (1, 0),
        "Orlund · 2031-03 · Navy of Orlund": (1, 0),
    }


@pytest.mark.parametrize(
    ("when", "month", "day"),
    [
        ("2023-12-05", "2023-12", "2023-12-05"),
        ("2023-12", "2023-12", "2023-12, day unknown"),
        ("2023", "2023, month unknown", "2023, day unknown"),
        ("2024-02", "2024-02", "2024-02, day unknown"),
        ("2023-12-20/2024-02-03", "2023-12 to 2024-02", "2023-12-20 to 2024-02-03"),
        ("../2021-08", "until 2021-08", "until 2021-08-31"),
        ("2021-08-03/..", "since 2021-08", "since 2021-08-03"),
        (None, "undated", "undated"),
    ],
)
def test_a_fact_is_in_a_month_if_all_its_possible_days_are(when: str | None, month: str, day: str) -> None:
    graph = graph_of([claim(None, when=when)])
    assert list(numbers(graph.count("month"))) == [month]
    assert list(numbers(graph.count("day"))) == [day]


def test_what_lasts_a_year_is_not_in_an_unknown_month_of_it() -> None:
    roles: dict[str, tuple[str, ...]] = {"holder": ("ann",), "organization": ("a-foreign",)}
    graph = graph_of([claim(None, type="Tenure", roles=roles, when="2023-01-01/2023-12-31")])
    assert list(numbers(graph.count("month"))) == ["2023-01 to 2023-12"]


def test_days_that_cannot_all_be_meant_are_told() -> None:
    graph = graph_of([claim(None, when="2023-12-05"), claim(None, article="gazette-1", when="2023-11-30")])
    assert list(numbers(graph.count("month"))) == ["2023-11 to 2023-12"]


def test_figures_are_added_up_of_accepted_facts_alone() -> None:
    def deed(fact: str, stance: str, **values: Figure) -> Any:
        roles: dict[str, tuple[str, ...]] = {"agent": ("bland",), "recipient": ("aland",), "act": ("attack",)}
        return claim(None, stance, fact=fact, type="Action", roles=roles, values=values)

    graph = graph_of(
        [
            deed("raid", "asserts", hurt=Figure("4", "6"), tone=Figure("-3", "-3")),
            deed("siege", "asserts", hurt=Figure("1", "1"), lost=Figure("20", None, "EUR")),
            deed("storm", "asks", hurt=Figure("500", "500")),
        ]
    )
    (its,) = graph.count("act", values="all")
    assert its.facts == 2
    assert graph.count("act", values="all").row()["groups"][0]["values"] == {
        "hurt": {"": {"low": "5", "high": "7", "facts": 2}},
        "lost": {"EUR": {"low": "20", "high": None, "facts": 1}},
    }
    assert graph.count("act", values="all").cells()[0] == (
        "attack", "2", "1", "hurt 5 to 7; lost at least 20 EUR",
    )  # fmt: skip
    assert [*graph.count("act", values=["lost"]).row()["groups"][0]["values"]] == ["lost"]
    with pytest.raises(UsageError, match="`tone` measures reports, and is not added up"):
        graph.count("act", values="tone")
    with pytest.raises(NotFoundError, match="no such figure: `hur`"):
        graph.count("act", values="hur")


def test_stand_ins_are_in_no_group_unasked() -> None:
    graph = graph_of([claim(None, roles={"participant": ("ann", "murmur")})])
    assert numbers(graph.count("actor")) == {"Ann": (1, 0)}
    note = "left out: 1 stand-in in 1 fact; `--stand-ins` includes them; in Python, `stand_ins=True`"
    assert graph.count("actor").notes() == [note]
    assert numbers(graph.count("actor", stand_ins=True)) == {"Ann": (1, 0), "Murmur": (1, 0)}
    assert numbers(graph.count("participant")) == {"Ann": (1, 0), "Murmur": (1, 0)}  # whatever fills a role


def test_what_there_is_not(strait: Graph) -> None:
    for by, error, what in (
        ("acts", NotFoundError, "no such dimension: `acts`"),
        ("type,type", UsageError, "`type` is named twice"),
        (",", UsageError, "no dimension to count by"),
    ):
        with pytest.raises(error, match=what):
            strait.count(by)
    with pytest.raises(UsageError, match="no such order: `oldest`"):
        strait.count("type", sort="oldest")
    with pytest.raises(NotFoundError) as raised:
        strait.count("weight")
    assert raised.value.hint == (
        "there are type, layer, status, tendency, voice, outlet, publisher, article, speaker, actor, side, year, "
        "month, day, and the roles of the ontology"
    )
    nothing = strait.slice(known_by="2030-01-01").count("type")
    assert nothing.empty == "no facts in this slice: 37 facts without `--known-by`"
    assert nothing._repr_html_() == f"<p>{nothing.empty}</p>"


def test_a_data_frame_and_how_counts_show_themselves(strait: Graph, tmp_path: Path) -> None:
    counts = strait.count("act,month", values="hurt")
    frame = counts.to_pandas()
    assert frame.columns.tolist() == [
        "act", "act_label", "month", "month_label", "facts", "not_accepted", "read",
        "hurt low", "hurt high", "hurt facts",
    ]  # fmt: skip
    assert frame["facts"].sum() == 28
    assert frame[frame["act"] == "bomb"][["hurt low", "hurt high"]].to_numpy().tolist() == [[6.0, 9.0]]
    assert repr(strait.count("status")).splitlines()[:3] == [
        f"<Counts by status: {counts.told}>",
        "status        facts  not accepted",
        "on-record     9      1",
    ]
    html = counts._repr_html_()
    assert html.startswith('<img alt="Bars: facts by act and month" src="data:image/svg+xml;base64,')
    assert counts.draw() == counts.draw()
    assert counts.save(tmp_path / "facts.png").read_bytes().startswith(b"\x89PNG")
    with pytest.raises(UsageError, match="no such picture: `gif`"):
        counts.save(tmp_path / "facts.gif")


def test_the_shell(strait: Graph, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    project = ("--project", str(strait.project.root))
    page = (ROOT / "docs" / "questions.md").read_text("utf-8")
    assert cli.run(["count", "--by", "month", "--values", "hurt", *project]) == 0
    out = "".join(f"{line.rstrip()}\n" for line in capsys.readouterr().out.splitlines())
    assert f"$ kg count --by month --values hurt\n{out}" in page
    assert cli.run(["count", "--by", "actor", "--top", "2", "--format", "json", *project]) == 0
    said = capsys.readouterr()
    assert json.loads(said.out) == strait.count("actor").row(2)
    assert said.err == (
        "the first 2 of 32 groups are shown: `--top N` shows more, `--format json` gives all\n"
        "groups overlap: a fact counts in each of its groups\n"
        "not read: 1 accepted fact is rows of data sets alone; `--read` leaves them out\n"
    )
    assert cli.run(["count", "--by", "type", "--format", "csv", "--top", "1", *project]) == 0
    assert capsys.readouterr().out == "type,type_label,facts,not_accepted,read\r\nTenure,tenure,9,0,9\r\n"
    assert cli.run(["count", "--by", "type", "-o", str(tmp_path / "facts.svg"), *project]) == 0
    assert (tmp_path / "facts.svg").read_bytes() == strait.count("type").draw()
    assert cli.run(["count", "--by", "type", "--known-by", "2030-01-01", *project]) == 1


@given(
    st.lists(
        st.tuples(
            st.sampled_from(("m", "n", "o")),
            st.sampled_from(("asserts", "denies", "asks")),
            st.sampled_from((None, "a-foreign", "b-foreign", "murmur")),
            st.sampled_from(("herald-1", "gazette-1", "herald-2")),
            st.sampled_from((None, "2023", "2023-12", "2023-12-05", "2024-01-01/..")),
        ),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=examples(30), deadline=None)
def test_groups_hold_every_fact_and_each_once(some: list[tuple[str, str, str | None, str, str | None]]) -> None:
    graph = graph_of(
        claim(speaker, stance, fact=fact, article=article, when=when, id_=f"c{n}")
        for n, (fact, stance, speaker, article, when) in enumerate(some)
    )
    facts = graph.account.facts.values()
    for by in ("type", "status", "month", "voice", "outlet", "publisher", "article", "speaker", "actor", "status,day",
               "voice,outlet", "outlet,voice,article", "publisher,speaker,actor", "actor,side"):  # fmt: skip
        counts = graph.count(by, reports=True)
        assert counts.total.facts == sum(fact.accepted for fact in facts)
        assert counts.total.facts + counts.total.others == len(facts)
        in_groups = sum(its.facts + its.others for its in counts)
        assert (in_groups > len(facts)) == counts.overlap
        assert in_groups >= len(facts)
        assert all((its.reports or 0) >= its.facts for its in counts)
        assert all(sum(its.by_status.values()) == its.facts for its in counts)
