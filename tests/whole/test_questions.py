"""The questions that the two articles must answer: each in SPARQL, in Python and on the command line."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from kg import analysis
from kg.cli import main as cli
from kg.graph.graph import Graph
from tests.conftest import ROOT, copied

FIRST, SECOND = "thenews-2023-12-14", "arabnews-2025-07-26"
CONFERENCE = "regional-chiefs-conference-2025-07"
GUESTS = {"united-states", "kazakhstan", "kyrgyzstan", "tajikistan", "uzbekistan"}
WEEK = "2023-12-04~/2023-12-10~"


class Asked:
    """One graph, asked in three ways."""

    def __init__(self, graph: Graph, capture: pytest.CaptureFixture[str]) -> None:
        self.graph, self.capture = graph, capture

    def sparql(self, name: str, columns: str, **values: str) -> set[tuple[Any, ...]]:
        """The columns of a named query's rows, with short ids for IRIs."""
        rows = self.graph.query(name, **values)
        return {tuple(getattr(getattr(row, c), "short", getattr(row, c)) for c in columns.split()) for row in rows}

    def shell(self, line: str) -> Any:
        """The JSON that a command prints."""
        self.capture.readouterr()
        assert cli.run([*line.split(), "--project", str(self.graph.project.root), "--format", "json"]) == 0
        return json.loads(self.capture.readouterr().out)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = copied(ROOT, tmp_path_factory.mktemp("questions"))
    assert cli.run(["build", "--project", str(folder)]) == 0
    return folder


@pytest.fixture
def asked(built: Path, capsys: pytest.CaptureFixture[str]) -> Asked:
    import kg

    return Asked(kg.open(built), capsys)


def facts(rows: Iterable[dict[str, Any]]) -> set[str]:
    return {row["fact"] for row in rows}


def test_1_whom_did_asim_munir_meet_and_on_whose_word(asked: Asked) -> None:
    expected = {
        ("lloyd-austin", "2023-12-13", "one-sided", "us-department-of-defense"),
        ("thomas-west", WEEK, "one-sided", "thomas-west"),
    }
    assert asked.sparql("met", "who when status speaker", entity="asim-munir") == expected

    def told(row: dict[str, Any], explained: dict[str, Any]) -> tuple[str, ...]:
        (who,) = set(row["roles"]["participant"]) - {"asim-munir"}
        (basis,) = [claim for claim in explained["claims"] if claim["id"] in explained["basis"]]
        return who, row["when"], row["status"], basis["speaker"][0]

    rows = asked.graph.facts(entity="asim-munir", type="Meeting", accepted=True)
    assert {told(row, asked.graph.explain(row["fact"])) for row in rows} == expected
    rows = asked.shell("facts --entity asim-munir --type Meeting --accepted")
    assert {told(row, asked.shell(f"explain {row['fact']}")) for row in rows} == expected


def test_2_did_he_meet_antony_blinken(asked: Asked) -> None:
    expected = {
        ("unconfirmed", "asks", "the-news-international", "text"),
        ("unconfirmed", "declines", "us-department-of-state", "text"),
        ("unconfirmed", "declines", "us-department-of-state", "headline"),
        ("unconfirmed", "suggests", "unnamed-officials", "text"),
    }
    said = asked.sparql("claims", "stance speaker evidence", fact="munir-blinken-2023-12")
    assert {("unconfirmed", *its) for its in said} == expected
    ends = {"entity": "asim-munir", "other": "antony-blinken"}
    assert asked.sparql("tie-unaccepted", "edge status fact", **ends) == {
        ("met", "unconfirmed", "munir-blinken-2023-12")
    }
    for told in (asked.graph.between(*ends.values()).row(), asked.shell("between asim-munir antony-blinken")):
        assert [row["fact"] for row in told["unconfirmed"]] == ["munir-blinken-2023-12"]
        assert told["accepted"] == told["contested"] == told["denied"] == []
    for (row,) in (
        asked.graph.explain_between("asim-munir", "antony-blinken"),
        asked.shell("explain asim-munir antony-blinken"),
    ):
        assert not row["accepted"]
        assert {
            (row["status"], claim["stance"], claim["speaker"][0], span["kind"])
            for claim in row["claims"]
            for span in claim["evidence"]
        } == expected


def test_3_who_was_coas_with_what_rank_on_which_days(asked: Asked) -> None:
    expected = {
        ("asim-munir", "coas", "2023-12-14"), ("asim-munir", "coas", "2025-07-26"),
        ("asim-munir", "rank-general", "2023-12-14"), ("asim-munir", "rank-field-marshal", "2025-07-26"),
    }  # fmt: skip
    assert asked.sparql("holders", "holder held when", post="coas") == expected
    attested = {
        (claim.roles["holder"][0], claim.roles["post"][0], claim.when.text)
        for claim in asked.graph.claims.values()
        if claim.type == "Tenure" and "asim-munir" in claim.roles["holder"] and claim.when
    }
    assert attested == expected
    rows = asked.shell("facts --entity asim-munir --type Tenure")
    assert {(row["roles"]["post"][0], row["when"]) for row in rows} == {
        ("coas", "2023-12-14/2025-07-26"), ("rank-general", "2023-12-14"), ("rank-field-marshal", "2025-07-26"),
    }  # fmt: skip


def test_4_who_took_part_in_the_conference(asked: Asked) -> None:
    parts = asked.sparql("parts", "role filler accepted", fact=CONFERENCE)
    themes = asked.sparql("parts", "role filler qualifier", fact=CONFERENCE)
    assert {filler for role, filler, accepted in parts if role == "participant" and accepted} == GUESTS | {"pakistan"}
    assert {filler for role, filler, _ in parts if role == "host"} == {"pakistan"}
    assert {filler for role, filler, _ in parts if role == "representative"} == {"asim-munir", "michael-kurilla"}
    assert {filler for _, filler, qualifier in themes if qualifier == "theme"} == {"strengthening-bonds-securing-peace"}
    name = asked.graph.records.entities["strengthening-bonds-securing-peace"].name
    assert name == "Strengthening Bonds, Securing Peace"
    (row,) = [its for its in asked.graph.facts(type="Gathering") if its["fact"] == CONFERENCE]
    (same,) = asked.shell("facts --type Gathering")
    for told in (row, same):
        assert set(told["roles"]["participant"]) == GUESTS | {"pakistan"}
        assert told["roles"]["host"] == ["pakistan"]
        assert told["roles"]["representative"] == ["asim-munir", "michael-kurilla"]


def test_5_the_shortest_way_from_jilani_to_kurilla(asked: Asked) -> None:
    ends = {"entity": "jalil-abbas-jilani", "other": "michael-kurilla"}
    assert asked.sparql("ways", "steps first second", **ends) == {(3, "thomas-west", "asim-munir")}
    steps = [
        (
            "jalil-abbas-jilani",
            "thomas-west",
            ("west-jilani-2023-12",),
            {f"{FIRST}/west-met-jilani", f"{FIRST}/west-met-jilani-week"},
        ),
        (
            "thomas-west",
            "asim-munir",
            ("munir-west-2023-12",),
            {f"{FIRST}/west-met-munir", f"{FIRST}/west-met-munir-week"},
        ),
        ("asim-munir", "michael-kurilla", (CONFERENCE,), None),
    ]
    (way,) = analysis.path(asked.graph.network(), "jalil-abbas-jilani", "michael-kurilla", k=1)
    (same,) = asked.shell("path jalil-abbas-jilani michael-kurilla --k 1")
    assert [(step.source, step.target, step.facts) for step in way.steps] == [its[:3] for its in steps]
    assert [(step["from"], step["to"], tuple(step["facts"])) for step in same["steps"]] == [its[:3] for its in steps]
    for one, other, (fact,), claims in steps:
        rests_on = asked.sparql("tie", "fact claim", entity=one, other=other)
        assert {its for its, _ in rests_on} == {fact}
        if claims:
            assert {claim for _, claim in rests_on} == claims


def test_6_who_is_in_both_articles_and_who_lies_between(asked: Asked) -> None:
    both = {actor for (actor,) in asked.sparql("shared", "actor")}
    assert {"asim-munir", "pakistan", "united-states", "ispr"} <= both
    assert not both & {"thomas-west", "michael-kurilla", "lloyd-austin"}
    seen = [
        {
            filler
            for claim in asked.graph.slice(article=article).claims.values()
            for filler in (*claim.speaker, *(f for fillers in claim.roles.values() for f in fillers))
        }
        for article in (FIRST, SECOND)
    ]
    assert {"asim-munir", "pakistan", "united-states"} <= seen[0] & seen[1]
    assert {person for (person,) in asked.sparql("brokers", "person")} == {"thomas-west", "asim-munir"}
    ranks = analysis.rank(asked.graph.network(), "betweenness")
    assert [its.entity for its in ranks if its.score > 0] == ["thomas-west", "asim-munir"]
    assert [row["entity"] for row in asked.shell("rank betweenness") if row["score"] > 0] == [
        "thomas-west",
        "asim-munir",
    ]


def test_7_who_said_what_about_pakistan(asked: Asked) -> None:
    columns = "agent act attitude speaker via"
    told = asked.sparql("statements", columns, entity="pakistan")
    assert told == {
        ("united-states", "commitment", "supportive", "us-department-of-state", None),
        ("united-states", "commitment", None, "the-news-international", None),  # gives the day
        ("united-states", "position", "supportive", "us-department-of-state", None),
        ("united-states", "support", "supportive", "thomas-west", None),
        ("united-states", "support", None, "the-news-international", None),  # gives the week
        ("conference-delegates", "praise", "supportive", "arab-news", None),
    }
    named = {
        "us-important-partner-2023-12",
        "us-partnership-commitment-2023-12", "west-resolve-2023-12", "west-second-resolve-2023-12",
        "delegates-praise-2025-07-26",
    }  # fmt: skip
    for rows in (asked.graph.facts(type="Statement"), asked.shell("facts --type Statement")):
        assert facts(row for row in rows if "pakistan" in row["roles"].get("about", ())) == named


def test_8_which_claims_rest_on_anonymous_sources(asked: Asked) -> None:
    expected = {f"{FIRST}/{name}" for name in ("austin-hinted", "blinken-hinted", "security-advisor-hinted")}
    assert {claim for (claim,) in asked.sparql("anonymous", "claim")} == expected
    voice = f"anonymous@{FIRST}"
    assert {key for key, reading in asked.graph.account.readings.items() if voice in reading.voices} == expected
    rows = [asked.shell(f"explain {row['fact']}") for row in asked.shell(f"facts --voice {voice}")]
    assert {claim["id"] for row in rows for claim in row["claims"] if voice in claim["voices"]} == expected


def test_9_what_rests_on_a_single_voice_and_what_would_be_lost(asked: Asked) -> None:
    single = {fact for (fact,) in asked.sparql("single-voice", "fact")}
    assert {"munir-austin-2023-12", "munir-west-2023-12", CONFERENCE} <= single
    assert "munir-coas" not in single
    rows = asked.graph.facts(accepted=True)
    assert facts(row for row in rows if len(row["voices"]) == 1) == single
    rows = asked.shell("facts --accepted")
    assert facts(row for row in rows if len(row["voices"]) == 1) == single
    left = asked.graph.slice(without="united-states")
    lost = facts(asked.graph.facts(accepted=True)) - facts(left.facts(accepted=True))
    assert {"munir-austin-2023-12", "munir-west-2023-12", "us-important-partner-2023-12"} <= lost
    assert not left.query("ASK { entity:asim-munir kg:met ?who }")
    assert facts(asked.shell("facts --accepted --without united-states")) == facts(left.facts(accepted=True))
    assert facts(asked.shell(f"facts --accepted --without {SECOND}")) == {
        row["fact"] for row in asked.graph.slice(without=SECOND).facts(accepted=True)
    }


def test_11_who_holds_which_post_and_which_are_named_without_a_holder(asked: Asked) -> None:
    expected = {
        ("coas", "asim-munir", "pakistan-army"),
        ("us-secretary-of-defense", "lloyd-austin", "us-department-of-defense"),
        ("us-secretary-of-state", "antony-blinken", "us-department-of-state"),
        ("us-special-representative-afghanistan", "thomas-west", "united-states"),
        ("pakistan-foreign-minister", "jalil-abbas-jilani", "pakistan"),
        ("pakistan-special-representative-afghanistan", "asif-durrani", "pakistan"),
        ("pakistan-interior-secretary", "aftab-akbar-durrani", "pakistan"),
        ("uscentcom-commander", "michael-kurilla", "uscentcom"),
    }
    assert {row for row in asked.sparql("posts", "post holder organization") if row[2]} == expected
    for rows in (asked.graph.facts(type="Tenure"), asked.shell("facts --type Tenure")):
        assert {
            (row["roles"]["post"][0], row["roles"]["holder"][0], row["roles"]["organization"][0])
            for row in rows
            if "organization" in row["roles"]
        } == expected
    assert asked.sparql("vacant", "post") == {("us-national-security-advisor",)}


def test_12_which_announced_events_were_made_good(asked: Asked) -> None:
    assert asked.sparql("announced", "fact status good") == {
        ("ispr-announced-meetings", "fulfilled", "munir-austin-2023-12")
    }
    for rows in (
        asked.graph.facts(status=["fulfilled", "planned", "lapsed"]),
        asked.shell("facts --status fulfilled --status planned --status lapsed"),
    ):
        assert facts(rows) == {"ispr-announced-meetings"}
    hinted = {"munir-blinken-2023-12", "munir-us-security-advisor-2023-12"}  # never reported to have taken place
    assert hinted <= facts(asked.shell("facts --status unconfirmed --type Meeting"))
