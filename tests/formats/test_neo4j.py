"""The files for Neo4j's import: sound by its own rules, whole, and plain to ask."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest
from msgspec import structs

import kg
from kg.base.errors import KgWarning
from kg.formats.neo4j import FILES, type_of
from kg.graph.graph import Graph
from kg.model.records import Evidence, Figure
from tests.conftest import Golden, started
from tests.formats.neo4j_rules import Imported, header, imported
from tests.graphs import graph_of
from tests.making import claim


def read(graph: Graph, folder: Path, **options: bool) -> Imported:
    graph.export("neo4j", folder, **options)
    return imported(folder)


@pytest.mark.parametrize("which", ["demo", "strait"])
@pytest.mark.parametrize("everything", [False, True])
def test_every_file_keeps_the_rules_of_the_import(
    which: str, everything: bool, demo: Graph, strait: Graph, tmp_path: Path
) -> None:
    graph = {"demo": demo, "strait": strait}[which]
    found = read(graph, tmp_path / "out", everything=everything)
    counts = Counter(its[":LABEL"][0] for its in found.nodes.values())
    assert counts == {
        "Entity": len(graph.records.entities), "Fact": len(graph.account.facts), "Claim": len(graph.claims),
        "Article": len(graph.records.articles), "Concept": len(graph.ontology.concepts),
    }  # fmt: skip
    types = Counter(type_ for _, type_, _, _ in found.relationships)
    fillers = [its for fact in graph.account.facts.values() for its in fact.fillers.values()]
    assert types["FILLS"] == sum(its.accepted for its in fillers)
    assert types["FILLS"] + types["IS_SAID_TO_FILL"] == len(fillers)
    assert types["SPEAKS_OF"] == types["STANDS_IN"] == len(graph.claims)
    network = graph.network(kinds="all", layers="all", stand_ins=True, accepted=not everything)
    assert sum("relation" in said for *_, said in found.relationships) == network.number_of_edges()


@pytest.mark.parametrize(
    "bad",
    [
        ["id:ID", "name:text"], ["name", "name:string"], ["id:ID(A", "x"], [":string"], ["a:int[", "b"], [":LABELS"],
    ],
)  # fmt: skip
def test_the_rules_refuse_what_the_import_refuses(bad: list[str]) -> None:
    with pytest.raises(AssertionError):
        header(bad)


def test_what_is_not_accepted_fills_no_role_and_draws_no_tie(tmp_path: Path) -> None:
    denied = claim("b-foreign", "denies", article="gazette-1", id_="no")
    graph = graph_of([claim("a-foreign", id_="yes", when="2023-12-13"), denied])
    with pytest.warns(KgWarning, match="^no edges: 1 edge not accepted"):
        found = read(graph, tmp_path / "out")
    bob, fact = ("Thing", "bob"), ("Thing", "m")
    assert found.nodes[fact][":LABEL"] == ["Fact"], "and not Accepted"
    assert [(its[1], its[3]["role"]) for its in found.relationships if its[:1] == (bob,) and its[2] == fact] == [
        ("IS_SAID_TO_FILL", "participant")
    ]
    assert not any(its[1] == "MET" for its in found.relationships)
    every = read(graph, tmp_path / "all", everything=True)
    (tie,) = [its for its in every.relationships if its[1] == "MET"]
    assert (tie[0], tie[2], tie[3]["accepted"], tie[3]["contested"]) == (("Thing", "ann"), bob, False, "by-party")
    assert tie[3]["symmetric"] is True
    assert {its[2] for its in found.relationships if its[:2] == (fact, "RESTS_ON")} == {
        ("Claim", "gazette-1/no"), ("Claim", "herald-1/yes")
    }  # fmt: skip


def test_whatever_a_cell_holds_is_read_back(tmp_path: Path) -> None:
    odd = 'a "b", c; d\\n\n\u2028e\x1ff'
    graph = graph_of(
        [
            structs.replace(
                claim(None, id_="c", note=odd),
                values={"hurt": Figure("20", None, "people")},
                evidence=(Evidence(row="17"), Evidence(start=1, end=2)),
            )
        ]
    )
    ann = structs.replace(graph.records.entities["ann"], aliases=("A; B", "C|D", 'E"F', "x\x1fy"))
    graph.__dict__["records"] = structs.replace(graph.records, entities={**graph.records.entities, "ann": ann})
    found = read(graph, tmp_path / "out")
    assert found.nodes["Thing", "ann"]["aliases"] == ["A; B", "C|D", 'E"F', "xy"]
    said = found.nodes["Claim", "herald-1/c"]
    assert (said["note"], said["values"], said["evidence"]) == (
        odd.replace("\x1f", ""), ["hurt:20::people"], ["::::17", "text:1:2::"],
    )  # fmt: skip


def test_a_filler_of_which_nothing_is_known_leads_nowhere(tmp_path: Path) -> None:
    about = claim(None, type="Statement", fact="s", roles={"agent": ("ann",), "about": ("m",)})
    graph = graph_of([about, claim(None)])
    assert any(its[0] == ("Thing", "m") and its[1] == "FILLS" for its in read(graph, tmp_path / "a").relationships)
    with pytest.warns(KgWarning, match="^no edges"):
        found = read(graph.slice(type="Statement"), tmp_path / "b")
    assert not any(("Thing", "m") in (its[0], its[2]) for its in found.relationships)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("met", "MET"), ("attended-with", "ATTENDED_WITH"), ("spokeOf", "SPOKE_OF"), ("part-of", "PART_OF")],
)
def test_a_type_is_written_as_cypher_writes_types(name: str, expected: str) -> None:
    assert type_of(name) == expected


def test_a_small_project(tmp_path: Path, golden: Golden) -> None:
    graph = kg.open(started(tmp_path / "p"))
    read(graph, tmp_path / "out", everything=True)
    for name in FILES:
        if name != "concepts.csv":  # all those of the ontology
            golden(f"exports/neo4j/{name}", (tmp_path / "out" / name).read_bytes().decode())
