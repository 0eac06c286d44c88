"""Disagreement is shown: what is contested or in conflict is marked wherever it is listed or explained."""

from __future__ import annotations

import json
from typing import Any

import pytest

import kg
from kg.cli import main as cli
from kg.graph.graph import Graph
from kg.model.records import Claim
from kg.report.conflicts import conflict_row, denied_facts
from tests.conftest import copied
from tests.graphs import STRAIT, graph_of
from tests.making import claim


@pytest.fixture(scope="module")
def strait(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    folder = copied(STRAIT, tmp_path_factory.mktemp("strait"))
    kg.build(folder)
    return kg.open(folder)


def told(strait: Graph, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    assert cli.run([*arguments, "--project", str(strait.project.root)]) == 0
    return capsys.readouterr().out


def test_facts_are_marked_as_contested_and_as_in_conflict(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    rows: dict[str, Any] = {row["fact"]: row for row in strait.facts()}
    assert {fact: row["conflicts"] for fact, row in rows.items() if row["conflicts"]} == {
        "council-session": ["whereabouts"],
        "february-talks": ["place"],
        "orr-in-selk": ["whereabouts"],
        "pier-charge": ["hurt"],
    }
    assert {fact: row["contested"] for fact, row in rows.items() if row["contested"]} == {
        "gull-rock-radar": "by-party",
        "gull-rock-shots": "by-outsider",
        "ransom": "by-party",
    }
    lines = told(strait, capsys, "facts").splitlines()
    assert [line.rpartition(", claims conflict: ")[2] for line in lines if "claims conflict" in line] == [
        "whereabouts",
        "whereabouts",
        "hurt",
        "place",
    ]
    assert [line.rpartition(", contested ")[2] for line in lines if ", contested " in line] == [
        # The navy's part in the charge, which only an anonymous voice tells.
        "by a party · anonymous@tribune-2031-03-08 · in 1 outlet · denied by orlund",
        "by an outsider",
        "by a party",
        "by a party",
    ]


def test_an_explanation_shows_both_sides_of_a_conflict(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    row = strait.explain("orr-in-selk")
    assert row["conflicts"] == [
        {
            "kind": "whereabouts",
            "facts": ["council-session", "orr-in-selk"],
            "claims": ["post-2031-03-15/session-held", "radio-2031-03-14/orr-seen"],
            "values": ["stolm", "selk"],
            "entity": "dagny-orr",
            "sides": [
                {"value": "stolm", "claims": ["post-2031-03-15/session-held"]},
                {"value": "selk", "claims": ["radio-2031-03-14/orr-seen"]},
            ],
        }
    ]
    text = told(strait, capsys, "explain", "orr-in-selk")
    assert (
        "  claims conflict, whereabouts of dagny-orr: council-session / orr-in-selk\n"
        "    stolm: post-2031-03-15/session-held\n"
        "    selk: radio-2031-03-14/orr-seen\n"
    ) in text
    assert strait.explain("ransom")["conflicts"] == []
    assert "conflict" not in told(strait, capsys, "explain", "ransom")


def test_conflicts_are_told_with_the_sentences_of_both_sides(capsys: pytest.CaptureFixture[str], strait: Graph) -> None:
    lines = told(strait, capsys, "conflicts", "--known-by", "2031-03-10", "--type", "Tenure").splitlines()
    assert [line.partition("[")[2].rstrip("]") if "[" in line else line for line in lines] == [
        "single-holder of Harbour Master of Harl: aker-harbour-master / toll-harbour-master",
        "  nils-aker",
        "tribune-2031-03-10/aker-is-harbour-master",
        "  mira-toll",
        "tribune-2031-03-10/toll-is-harbour-master",
    ]
    assert lines[2].startswith("    - Harl Tribune of 2031-03-10: Nils Aker ")
    rows = json.loads(told(strait, capsys, "conflicts", "--format", "json"))
    assert [(row["kind"], row["values"]) for row in rows][-2:] == [
        ("denied-part", ["denied"]),
        ("denied-part", ["asserted", "denied"]),
    ]


@pytest.mark.parametrize(
    ("claims", "expected"),
    [
        ([claim("ann")], []),
        ([claim("ann"), claim("bob", "denies")], ["m"]),
        ([claim("bob", "denies"), claim("ann", fact="n")], ["m"]),
        ([claim("ann"), claim("xan", "denies", mode="implied")], ["m"]),
        ([claim("ann"), claim("bob", "denies", scope="roles", roles={"participant": ("bob",)})], []),
        ([claim("ann"), claim("ann", "retracts", article="herald-2")], []),
    ],
)
def test_facts_denied_as_a_whole_are_counted_beside_the_conflicts(claims: list[Claim], expected: list[str]) -> None:
    assert denied_facts(graph_of(claims)) == expected


def test_conflicts_say_where_the_facts_are_that_are_denied_as_a_whole(
    capsys: pytest.CaptureFixture[str], strait: Graph
) -> None:
    denied = denied_facts(strait)
    assert denied
    assert cli.run(["conflicts", "--project", str(strait.project.root)]) == 0
    told = capsys.readouterr().err.splitlines()[-1]
    assert told == f"not shown: {len(denied)} facts denied as a whole; `kg query disputed`"


def test_a_correction_ends_a_conflict_and_a_withdrawal_may(strait: Graph) -> None:
    def kinds(graph: Graph) -> list[str]:
        return [conflict.kind for conflict in graph.conflicts() if "amarant-boarding" in conflict.facts]

    assert kinds(strait.slice(known_by="2031-03-10")) == ["when"]
    assert kinds(strait.slice(known_by="2031-03-11")) == []
    assert kinds(strait.slice(known_by="2031-03-10", without="orlund-radio")) == []


def test_a_denial_is_contested_and_no_conflict() -> None:
    (row,) = graph_of([claim("ann", when="2023-12-11"), claim("bob", "denies", when="2023-12-13")]).facts()
    assert (row["contested"], row["conflicts"]) == ("by-party", [])


PARTS = [
    ([claim("ann"), claim("bob", "denies", scope="roles", roles={"participant": ("bob",)})], ["denied-part"]),
    ([claim("ann"), claim("ann", "retracts", article="herald-2", scope="roles", roles={"participant": ("bob",)})],
     ["retracted-part"]),
    ([claim("ann", when="2023-12-11"), claim("bob", when="2023-12-12"),
      claim("xan", "denies", scope="roles", roles={"participant": ("ann",)})], ["when", "denied-part"]),
    ([claim("ann"), claim("bob", "denies")], []),
    ([claim("ann")], []),
]  # fmt: skip


@pytest.mark.parametrize(("claims", "kinds"), PARTS)
def test_python_lists_the_conflicts_that_the_shell_prints(claims: list[Claim], kinds: list[str]) -> None:
    found = graph_of(claims).conflicts()
    assert [conflict.kind for conflict in found] == kinds
    assert [conflict_row(conflict)["kind"] for conflict in found] == kinds
    assert all(len(conflict.values) == len(conflict.claims) > 0 for conflict in found)


def test_python_and_the_shell_list_the_same_conflicts(strait: Graph, capsys: pytest.CaptureFixture[str]) -> None:
    rows = json.loads(told(strait, capsys, "conflicts", "--format", "json"))
    assert rows == [conflict_row(conflict) for conflict in strait.conflicts()]
