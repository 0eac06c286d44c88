"""Networks for other programs: what each edge says, which direction it has, and what the programs make of it."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from msgspec import structs

import kg
from kg.base.errors import KgWarning, UsageError
from kg.formats import FORMATS
from kg.formats.ties import TIE_FIELDS
from kg.graph.graph import Graph
from kg.model.records import Evidence
from tests.conftest import ROOT, Golden, started
from tests.formats import reading
from tests.formats.reading import Edge, Read
from tests.graphs import graph_of
from tests.making import claim

THREE = [
    claim(None, fact=f"m-{one}-{other}", roles={"participant": (one, other)}, id_=f"{one}-{other}")
    for one, other in (("ann", "bob"), ("ann", "cid"), ("bob", "cid"))
]
VISIT = claim(None, type="Visit", fact="v", roles={"agent": ("ann",), "host": ("bland",)}, id_="visit")
DENIED = [
    claim("a-foreign", fact="d", roles={"participant": ("ann", "xan")}, id_="yes"),
    claim("a-foreign", "denies", article="herald-2", fact="d", roles={"participant": ("ann", "xan")}, id_="no"),
]
CONTESTED = [
    claim("a-foreign", fact="c", roles={"participant": ("abe", "bob")}, id_="met"),
    claim("b-foreign", "denies", article="gazette-1", fact="c", roles={"participant": ("abe", "bob")}, id_="not-met"),
]
XML = {"graphml": reading.graphml, "gexf": reading.gexf}


def read(graph: Graph, format: str) -> Read:
    return XML[format](graph.export(format))


# -- direction -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", XML)
def test_a_symmetric_edge_stands_once_and_has_no_direction(format: str) -> None:
    found = read(graph_of([*THREE, VISIT]), format)
    assert sorted(its.said["fact"] for its in found.edges.values()) == ["m-ann-bob", "m-ann-cid", "m-bob-cid", "v"]
    assert {id_: its.directed for id_, its in found.edges.items()} == {
        "m-ann-bob:met:ann:bob": False,
        "m-ann-cid:met:ann:cid": False,
        "m-bob-cid:met:bob:cid": False,
        "v:visited:ann:bland": True,
    }
    assert found.default == "directed"
    assert nx.pagerank(found.both_ways(), weight="weight")["bob"] == pytest.approx(
        nx.pagerank(found.both_ways(), weight="weight")["cid"]
    )


@pytest.mark.parametrize("format", XML)
@pytest.mark.parametrize("roles", [(("bob",), ("ann",)), (("ann", "bob"), ("ann", "bob"))])
def test_what_both_sides_did_alike_has_no_direction(format: str, roles: tuple[tuple[str, ...], ...]) -> None:
    acts = ("cease-fire", "aid")
    clash = [
        claim(None, type="Action", fact=act, roles={"agent": roles[0], "recipient": roles[1], "act": (act,)})
        for act in acts
    ]
    edges = read(graph_of(clash), format).edges
    assert {id_: its.directed for id_, its in edges.items() if its.said["fact"] == "cease-fire"} == {
        "cease-fire:acted-on:ann:bob": False
    }
    assert {its.directed for its in edges.values() if its.said["fact"] == "aid"} == {True}


@pytest.mark.parametrize("format", [*XML, "cytoscape"])
def test_three_equals_are_equal_in_the_programs_that_measure(tmp_path: Path, format: str) -> None:
    text = graph_of(THREE).export(format)
    if format == "cytoscape":
        network = nx.cytoscape_graph(json.loads(text))
    else:
        network = nx.parse_graphml(text) if format == "graphml" else nx.read_gexf(io.BytesIO(text.encode()))
    assert (network.is_directed(), network.number_of_edges()) == (False, 3)
    third = {name: pytest.approx(1 / 3) for name in ("ann", "bob", "cid")}
    assert nx.pagerank(network, weight="weight") == third
    if format == "graphml":
        (tmp_path / "three.graphml").write_text(text, "utf-8")
        assert reading.outside("pagerank.py", tmp_path / "three.graphml") == {"directed": False, "scores": third}


@pytest.mark.parametrize(("format", "words"), [("graphml", "directed=false"), ("gexf", "Undirected edge found")])
def test_what_networkx_does_not_read_it_refuses_and_does_not_misread(format: str, words: str) -> None:
    text = graph_of([*THREE, VISIT]).export(format)
    with pytest.raises(nx.NetworkXError, match=words):
        nx.parse_graphml(text) if format == "graphml" else nx.read_gexf(io.BytesIO(text.encode()))


def test_cytoscape_says_direction_of_the_whole_so_that_symmetric_edges_then_lead_both_ways() -> None:
    mixed = nx.cytoscape_graph(json.loads(graph_of([*THREE, VISIT]).export("cytoscape")))
    assert (mixed.is_directed(), mixed.is_multigraph()) == (True, True)
    found = {(one, other, its["reverse"]) for one, other, its in mixed.edges(data=True)}
    assert found == {
        ("ann", "bob", False), ("bob", "ann", True), ("ann", "cid", False), ("cid", "ann", True),
        ("bob", "cid", False), ("cid", "bob", True), ("ann", "bland", False),
    }  # fmt: skip
    elements = json.loads(graph_of([*THREE, VISIT]).export("cytoscape"))["elements"]
    ids = [its["data"]["id"] for its in (*elements["nodes"], *elements["edges"])]
    assert len(ids) == len(set(ids)) == 4 + 7


def test_every_format_has_the_same_edges(strait: Graph) -> None:
    network = strait.network(kinds="all", layers="all", stand_ins=True)
    expected = sorted((its["fact"], its["relation"], *sorted(ends)) for *ends, its in network.edges(data=True))
    rows = csv.DictReader(io.StringIO(strait.export("csv")))
    drawn = nx.cytoscape_graph(json.loads(strait.export("cytoscape")))
    assert sorted((row["fact"], row["relation"], *sorted((row["source"], row["target"]))) for row in rows) == expected
    assert (
        sorted((s["fact"], s["relation"], *sorted(e)) for *e, s in drawn.edges(data=True) if not s["reverse"])
        == expected
    )
    for format in XML:
        edges = read(strait, format).edges.values()
        assert sorted((e.said["fact"], e.said["relation"], *sorted((e.source, e.target))) for e in edges) == expected
        assert all(its.directed != its.said["symmetric"] for its in edges)


# -- what nodes and edges say --------------------------------------------------------------------------------


def test_nodes_say_for_whom_they_speak_and_of_which_country_they_are() -> None:
    graph = graph_of(
        [
            claim(None, fact="x", roles={"participant": ("ann", "xan")}),
            claim(None, roles={"participant": ("whisper", "ann")}),
        ]
    )
    expected = {
        "ann": {"label": "Ann", "kind": "Person", "side": "aland", "country": "aland", "anonymous": False},
        "whisper": {"label": "Whisper", "kind": "Group", "anonymous": True},
        "xan": {"label": "Xan", "kind": "Person", "side": "xan", "anonymous": False},
    }
    assert read(graph, "graphml").nodes == expected
    nodes = {
        id_: {name: v for name, v in its.items() if name != "when"} for id_, its in read(graph, "gexf").nodes.items()
    }
    assert nodes == expected
    assert dict(nx.cytoscape_graph(json.loads(graph.export("cytoscape"))).nodes(data=True)) == {
        id_: {"id": id_, "value": id_, "name": its["label"], **its} for id_, its in expected.items()
    }


@pytest.mark.parametrize("format", XML)
def test_an_edge_says_what_it_is_and_on_whose_word(format: str) -> None:
    found = read(graph_of([claim("a-foreign", id_="said", when="2023-12-13")]), format)
    (edge,) = found.edges.values()
    assert edge == Edge("ann", "bob", directed=False, said={})
    assert edge.said | {"when": None} == {
        "symmetric": True, "label": "met", "relation": "met", "layer": "contact", "fact": "m", "status": "one-sided",
        "accepted": True, "day": "2023-12-13", "earliest": "2023-12-13", "latest": "2023-12-13", "weight": 1.0,
        "share": 1.0, "voices": "aland", "outlets": "herald", "claims": "herald-1/said", "read": True, "when": None,
    }  # fmt: skip


@pytest.mark.parametrize("format", [*XML, "cytoscape", "csv", "two-mode-csv"])
def test_what_nobody_read_says_so_on_every_edge(format: str) -> None:
    coded = structs.replace(claim(None), evidence=(Evidence(row="17"),))
    text = graph_of([coded]).export(format)
    if format in XML:
        assert [its.said["read"] for its in XML[format](text).edges.values()] == [False]
    elif format == "cytoscape":
        assert [its["data"]["read"] for its in json.loads(text)["elements"]["edges"]] == [False]
    else:
        assert {row["read"] for row in csv.DictReader(io.StringIO(text))} == {"false"}


@pytest.mark.parametrize(
    ("when", "type_", "expected"),
    [
        ("2023-12-13", "Meeting", [("2023-12-13", "2023-12-13")]),
        ("2023-12", "Meeting", [("2023-12-01", "2023-12-31")]),
        ("2023-12-04~", "Meeting", [("2023-12-03", "2023-12-05")]),
        ("../2021-08", "Meeting", [(None, "2021-08-31")]),
        ("2021-08/..", "Meeting", [("2021-08-01", None)]),
        (None, "Meeting", [(None, None)]),
    ],
)
def test_the_days_of_an_edge_are_its_time_in_gexf(when: str | None, type_: str, expected: Any) -> None:
    text = graph_of([claim(None, type=type_, when=when)]).export("gexf")
    (edge,) = reading.gexf(text).edges.values()
    assert edge.said["when"] == expected
    assert ('mode="dynamic" timeformat="date"' in text) == (when is not None)


def test_days_that_cannot_all_be_meant_are_spells() -> None:
    two = [claim(None, when="2023-12-13"), claim(None, article="gazette-1", when="2023-12-15")]
    (edge,) = read(graph_of(two), "gexf").edges.values()
    assert edge.said["when"] == [("2023-12-13", "2023-12-13"), ("2023-12-15", "2023-12-15")]
    assert edge.said["day"] == "[2023-12-13,2023-12-15]"


NAMES = ['"A" & <B>', "a\tb", "]]>", "Zoë 田", "'", "a\nb", "\x01\x0b", "line\rreturn", "&amp;"]


@pytest.mark.parametrize("name", NAMES)
def test_whatever_a_name_holds_is_read_back(name: str) -> None:
    graph = graph_of([claim(None)])
    entity = structs.replace(graph.records.entities["ann"], name=name)
    graph.__dict__["records"] = structs.replace(graph.records, entities={**graph.records.entities, "ann": entity})
    plain = name.replace("\x01\x0b", "")
    assert read(graph, "graphml").nodes["ann"].get("label", "") == plain
    assert read(graph, "gexf").nodes["ann"]["label"] == plain
    elements = json.loads(graph.export("cytoscape"))["elements"]
    assert elements["nodes"][0]["data"]["name"] == name


# -- what is not accepted ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format", [*XML, "cytoscape", "csv", "two-mode-csv"])
def test_ties_that_are_not_accepted_are_in_no_network_unasked_and_marked_in_all(format: str) -> None:
    graph = graph_of([*THREE, *DENIED, *CONTESTED])
    marks = {}
    for everything in (False, True):
        text = graph.export(format, everything=everything)
        if format in XML:
            said = [its.said for its in XML[format](text).edges.values()]
        elif format == "cytoscape":
            said = [its["data"] for its in json.loads(text)["elements"]["edges"]]
        else:
            said = list(csv.DictReader(io.StringIO(text)))
        marks[everything] = {
            (its["fact"], its["status"], its.get("contested") or "", its["accepted"] in (True, "true")) for its in said
        }
    accepted = {(f"m-{ends}", "reported", "", True) for ends in ("ann-bob", "ann-cid", "bob-cid")}
    assert marks == {
        False: accepted,
        True: {*accepted, ("d", "denied", "", False), ("c", "one-sided", "by-party", False)},
    }


def test_all_is_for_networks_alone() -> None:
    with pytest.raises(UsageError) as refused:
        graph_of(THREE).export("turtle", everything=True)
    assert refused.value.what == "`--all` is for networks and what holds edges"
    assert refused.value.hint == "use csv, cytoscape, gexf, graphml, neo4j, parquet or two-mode-csv"


def test_what_a_network_does_not_hold_is_told() -> None:
    with pytest.warns(KgWarning, match="^no edges"):
        assert read(graph_of(DENIED), "graphml").edges == {}
    assert read(graph_of(THREE), "graphml").edges, "and nothing is told where nothing is left out"


# -- schemas and files ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("everything", [False, True])
def test_gexf_is_valid_by_its_schema(strait: Graph, demo: Graph, tmp_path: Path, everything: bool) -> None:
    odd = [claim(None, when="2023-12-13"), claim(None, article="gazette-1", when="2023-12-15"), VISIT]
    for graph in (strait, demo, graph_of(odd)):
        (tmp_path / "n.gexf").write_text(graph.export("gexf", everything=everything), "utf-8")
        assert reading.outside("schema.py", ROOT / "tests/formats/gexf-1.2/gexf.xsd", tmp_path / "n.gexf") == []


@pytest.mark.parametrize("format", ["graphml", "gexf", "cytoscape", "csv", "two-mode-csv"])
def test_a_small_project_in_each_format(tmp_path: Path, golden: Golden, format: str) -> None:
    graph = kg.open(started(tmp_path / "p"))
    golden(f"exports/small.{format}", graph.export(format, everything=True))
    assert graph.export(format) == graph.slice(status=["on-record", "reported"]).export(format)


def test_every_field_of_a_tie_is_written(strait: Graph) -> None:
    text = strait.export("graphml")
    assert all(f'attr.name="{name}"' in text for name in TIE_FIELDS)
    assert set(TIE_FIELDS) - {"symmetric"} <= set(next(csv.reader(io.StringIO(strait.export("csv")))))


def test_formats_stand_in_order() -> None:
    assert list(FORMATS) == sorted(FORMATS)
