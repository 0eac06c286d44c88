"""What is part of a fact that is not accepted says so, wherever it stands; and what an explanation tells of claims."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from kg.base.project import Project
from kg.graph.graph import Graph
from kg.model.records import Claim, Entity, Evidence, Figure, Kind, Records
from kg.report.explanations import explanation_lines
from kg.report.facts import fact_lines
from tests.graphs import graph_of, in_memory
from tests.making import ARTICLES, ENTITIES, claim, core

AGREED: dict[str, Any] = {
    "type": "Action",
    "fact": "stay-in-touch",
    "roles": {"agent": ("ann",), "recipient": ("bob",), "act": ("aid",)},
}
PART = claim("a-foreign", part_of="m", id_="agreed", **AGREED)
HELD, DENIED = claim("a-foreign", id_="met"), claim("b-foreign", "denies", article="gazette-1", id_="never")
NOTE = "part of a contested meeting"


def graph(*claims: Claim) -> Graph:
    return graph_of([PART, *claims])


@pytest.mark.parametrize(
    ("claims", "words"),
    [
        ([HELD, DENIED], "part of a contested meeting"),
        ([DENIED], "part of a denied meeting"),
        ([claim(None, "asks")], "part of an unconfirmed meeting"),
        ([claim("whisper")], "part of an alleged meeting"),
        ([HELD, claim("a-foreign", "retracts", article="herald-2")], "part of a retracted meeting"),
        ([HELD], ""),
        ([HELD, claim("c-foreign", "denies", article="gazette-1")], ""),
    ],
)
def test_a_part_says_of_what_it_is_a_part(claims: list[Claim], words: str) -> None:
    its = graph(*claims)
    assert its.part_words.get("stay-in-touch", "") == words
    assert its.teller.heading(its.fact("stay-in-touch")).endswith(f", {words}" if words else "Bob")
    assert its.fact("stay-in-touch").accepted, "its status stays its own"


def test_a_part_of_a_part_says_so_too() -> None:
    visit: dict[str, Any] = {"type": "Visit", "fact": "v", "roles": {"agent": ("ann",), "host": ("bland",)}}
    its = graph_of(
        [
            PART,
            claim("a-foreign", part_of="v"),
            claim("b-foreign", article="gazette-1"),
            claim("a-foreign", **visit),
            claim("b-foreign", "denies", article="gazette-1", **visit),
        ]
    )
    assert its.part_words == {"m": "part of a contested visit", "stay-in-touch": "part of a contested visit"}
    assert [whole.fact for whole in its.unaccepted_wholes["stay-in-touch"]] == ["v"]


def test_a_slice_that_leaves_the_whole_out_says_so_all_the_same() -> None:
    its = graph(HELD, DENIED)
    for kept in (
        its.slice(type="Action"),
        its.slice(status="one-sided", type="Action"),
        its.slice(known_by="2023-12-14"),
    ):
        assert kept.part_words["stay-in-touch"] == NOTE
    assert its.slice(type="Action", without="bland").part_words == {}


def test_every_list_and_sentence_says_so() -> None:
    its = graph(HELD, DENIED)
    fact = its.fact("stay-in-touch")
    whole = [{"fact": "m", "status": "one-sided", "contested": "by-party"}]
    assert fact_lines(its, [fact])[0].endswith(NOTE)
    assert [row["part_of_not_accepted"] for row in its.facts()] == [[], whole]
    assert its.explain("stay-in-touch")["part_of_not_accepted"] == whole
    assert "  part of m, which is not accepted: one-sided, contested by a party" in explanation_lines(
        its.explain("stay-in-touch")
    )
    assert its.sentence("stay-in-touch").endswith(f"({NOTE.capitalize()}.)")
    assert its.between("ann", "bob").row()["accepted"][0]["part_of_not_accepted"] == whole
    assert any(line.endswith(NOTE) for line in its.between("ann", "bob").lines())
    assert any(line.endswith(NOTE) for line in its.timeline().lines())
    assert its.timeline().row()["undated"][1]["part_of_not_accepted"] == whole
    assert any(line.endswith(NOTE) for line in its.diff(known_by=("2023-01-01", "2024-01-01")).lines())
    (edge,) = csv.DictReader(io.StringIO(its.export("csv")))
    assert edge["part_of_not_accepted"] == "m"
    assert edge["sentence"].endswith(f"({NOTE.capitalize()}.)")
    assert {row["part_of_not_accepted"] for row in csv.DictReader(io.StringIO(its.export("two-mode-csv")))} == {"m"}
    assert 'attr.name="part_of_not_accepted"' in its.export("graphml")
    assert [row.within.short for row in its.query("edges")] == ["m"]


# -- what an explanation tells -------------------------------------------------------------------------------


def test_an_explanation_tells_all_that_a_claim_says_of_itself() -> None:
    fields: dict[str, Any] = {
        "said": "2023-12-13",
        "document": "readout-1",
        "mode": "indirect",
        "qualifier": "first official",
    }
    whole = claim("a-foreign", fact="v", type="Visit", roles={"agent": ("ann",), "host": ("bland",)})
    its = graph_of(
        [claim("a-foreign", id_="told", part_of="v", note="a\nnote", **fields), claim(None, id_="own"), whole]
    )
    told, own = sorted(its.explain("m")["claims"], key=lambda row: row["id"], reverse=True)
    assert {name: told[name] for name in (*fields, "part_of", "note", "published")} == fields | {
        "part_of": "v", "note": "a\nnote", "published": "2023-12-14"
    }  # fmt: skip
    assert own["said"] is None
    lines = explanation_lines(its.explain("m"))
    assert "    said 2023-12-13; document readout-1; mode indirect; qualifier first official; part of v" in lines
    assert "    note: a note" in lines
    html = its.explain("m")._repr_html_()
    assert "<td>2023-12-13</td><td>readout-1</td><td>indirect</td>" in html


def test_an_explanation_shows_each_filler_that_stands_otherwise_and_who_denies_it() -> None:
    out = claim("bob", "denies", scope="roles", roles={"participant": ("bob",)}, article="gazette-1", id_="was-away")
    its = graph_of([claim("c-foreign", id_="met"), out])
    (row,) = its.explain("m")["except"]
    assert row == {
        "role": "participant",
        "filler": "bob",
        "status": "reported",
        "contested": "by-party",
        "accepted": False,
        "voices": ["cland"],
        "outlets": ["herald"],
        "denied_by": ["bland"],
        "claims": ["gazette-1/was-away", "herald-1/met"],
    }
    line = "participant bob: reported, contested by a party; asserted by cland; denied by bland"
    assert f"  {line}" in explanation_lines(its.explain("m"))
    assert fact_lines(its, [its.fact("m")]) == [
        "reported     A meeting of Ann",
        "             m · cland · in 1 outlet",
        "             participant Bob: reported, contested by a party · cland · in 1 outlet · denied by bland",
    ]


def test_a_list_of_facts_names_who_denies() -> None:
    its = graph_of([HELD, DENIED])
    assert fact_lines(its, [its.fact("m")])[1] == "             m · aland · in 1 outlet · denied by bland"
    (row,) = its.facts()
    assert (row["voices"], row["denied_by"]) == (["aland"], ["bland"])


def test_every_relay_of_a_claim_is_found() -> None:
    its = graph_of([claim("ann", via=("a-foreign", "gazette", "courier"))])
    rows = [(row.place, row.via.short) for row in its.query("claims", fact="m")]
    assert rows == [(1, "a-foreign"), (2, "gazette"), (3, "courier")]


def coded(speaker: str, id_: str, **rest: Any) -> Claim:
    """A row that nobody read against a text."""
    return structs.replace(claim(speaker, id_=id_, **rest), evidence=(Evidence(row="17"),))


@pytest.mark.parametrize(
    ("claims", "ending"),
    [
        ([coded("xan", "r1")], "xan · in 1 outlet · not read"),
        ([coded("xan", "r1"), coded("cid", "r2")], "cland, xan · in 1 outlet · not read"),
        ([coded("xan", "r1", stance="denies")], "not read · denied by xan"),
        ([coded("xan", "r1"), claim("cid", id_="told")], "cland, xan · in 1 outlet"),
        ([coded("xan", "r1"), claim("bob", "denies", id_="never")], "xan · in 1 outlet · denied by bland"),
        ([claim("xan", id_="told")], "xan · in 1 outlet"),
    ],
)
def test_lists_say_what_nobody_read(claims: list[Claim], ending: str) -> None:
    its = graph_of(claims)
    assert fact_lines(its, its.account.facts.values())[1].strip() == f"m · {ending}"
    read = "not read" not in ending
    assert its.facts()[0]["read"] is read
    assert its.timeline().lines()[1 if its.timeline().dated else 2].endswith(ending)
    rows = [row for group in its.between("ann", "bob").row().values() if isinstance(group, list) for row in group]
    assert [row["read"] for row in rows] == [read]
    assert any(line.endswith("not read") for line in its.between("ann", "bob").lines()) is not read


def test_a_claim_whose_figure_was_corrected_counts_only_for_what_the_correction_leaves() -> None:
    people: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob")}
    there = {**people, "place": ("capital",)}
    graph = graph_of(
        [
            claim("xan", said="2023-12-11", id_="nine", roles=there, values={"hurt": Figure("9", "9")}),
            claim("xan", said="2023-12-12", id_="seven", roles=people, values={"hurt": Figure("7", "7")}),
        ]
    )
    told = graph.explain("m")
    only = {its["id"]: its["counts_only_for"] for its in told["claims"]}
    assert only["herald-1/seven"] == []
    assert "place capital" in only["herald-1/nine"]
    (line,) = [its for its in explanation_lines(told) if "herald-1/nine at" in its]
    assert "counts only for" in line


def test_a_named_speaker_who_counts_as_anonymous_is_told_between_which_sides() -> None:
    links: dict[str, tuple[str, ...]] = {"member-of": ("a-foreign", "b-foreign")}
    zoe = Entity(id="zoe", kind=Kind.PERSON, name="Zoe", links=links)
    said = (claim("xan"), claim("zoe", stance="denies", article="gazette-1"), claim("whisper", article="gazette-2"))
    ordered = tuple(sorted(said, key=lambda its: its.key))
    records = Records(ENTITIES | {"zoe": zoe}, dict(sorted(ARTICLES.items())), ordered)
    told = in_memory(Project(Path(), "https://example.org/small/", "A small world"), records, core()).explain("m")
    assert told["denied_by"] == ["anonymous@gazette-1"]
    between = {its["article"]: its["between_sides"] for its in told["claims"]}
    assert between == {"gazette-1": {"zoe": ["aland", "bland"]}, "gazette-2": {}, "herald-1": {}}
    assert [line for line in explanation_lines(told) if "counts as" in line] == [
        "    counts as anonymous: zoe speaks for none of aland and bland; `side:` says for which"
    ]


def test_sides_are_told_in_a_slice_that_leaves_out_an_article_of_who_serves_where() -> None:
    links: dict[str, tuple[str, ...]] = {"member-of": ("a-foreign", "b-foreign")}
    zoe = Entity(id="zoe", kind=Kind.PERSON, name="Zoe", links=links)
    chief = Entity(id="chief", kind=Kind.POST, name="Chief", links={"part-of": ("a-foreign",)})
    served: dict[str, tuple[str, ...]] = {"holder": ("ann",), "post": ("chief",)}
    met: dict[str, tuple[str, ...]] = {"participant": ("zoe", "bob")}
    said = (
        claim("zoe", roles=met),
        claim(None, article="gazette-1", fact="ten", type="Tenure", roles=served),
    )
    ordered = tuple(sorted(said, key=lambda its: its.key))
    records = Records(ENTITIES | {"zoe": zoe, "chief": chief}, dict(sorted(ARTICLES.items())), ordered)
    graph = in_memory(Project(Path(), "https://example.org/small/", "A small world"), records, core())
    told = graph.slice(entity="zoe").explain("m")
    assert told["claims"][0]["between_sides"] == {"zoe": ["aland", "bland"]}
