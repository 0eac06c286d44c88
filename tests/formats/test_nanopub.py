"""Nanopublications: one a claim, valid by the library's own check, and never to be taken for what they deny."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from msgspec import structs
from rdflib import RDF, URIRef

import kg
from kg.base.iris import KG, PROV, SAID
from kg.graph.graph import Graph
from kg.model.records import Figure
from tests.conftest import Golden, started
from tests.formats import reading
from tests.graphs import graph_of
from tests.making import claim

NP = "http://www.nanopub.org/nschema#"
BASE = "https://example.org/small/"


def read(graph: Graph) -> dict[str, rdflib.Graph]:
    """Give each named graph, by its name; the default graph has none."""
    lines: dict[str, list[str]] = defaultdict(list)
    for quad in pyoxigraph.parse(graph.export("nanopub").encode(), format=pyoxigraph.RdfFormat.TRIG):
        lines[getattr(quad.graph_name, "value", "")].append(f"{quad.triple} .")
    return {name: rdflib.Graph().parse(data="\n".join(its), format="nt") for name, its in lines.items()}


def part(data: dict[str, rdflib.Graph], key: str, name: str) -> rdflib.Graph:
    return data[f"{BASE}nanopub/{key}/{name}"]


@pytest.mark.parametrize("which", ["demo", "strait"])
def test_each_claim_is_a_valid_nanopublication(which: str, demo: Graph, strait: Graph, tmp_path: Path) -> None:
    graph = {"demo": demo, "strait": strait}[which]
    (tmp_path / "n.trig").write_text(graph.export("nanopub"), "utf-8")
    found = reading.outside("nanopublications.py", tmp_path / "n.trig")
    assert sorted(found["valid"]) == [f"{graph.project.base}nanopub/{key}" for key in sorted(graph.claims)]
    assert found["other graphs"] == []
    assert {its["head"] for its in found["valid"].values()} == {4}


def test_what_is_said_and_where_it_comes_from_stand_apart() -> None:
    its = structs.replace(
        claim("a-foreign", id_="c", when="2023-12-13", said="2023-12-14", document="readout", note="n", annotator="AB"),
        via=("gazette",),
        values={"deaths": Figure("12", "12")},
    )
    data = read(graph_of([its]))
    said, sourced, about = (part(data, "herald-1/c", name) for name in ("assertion", "provenance", "pubinfo"))
    me, entity = URIRef(f"{BASE}claim/herald-1/c"), f"{BASE}entity/"
    assert said.value(me, URIRef(f"{KG}stance")) == URIRef(f"{KG}asserts")
    assert set(said.objects(me, URIRef(f"{SAID}participant"))) == {URIRef(f"{entity}ann"), URIRef(f"{entity}bob")}
    assert {*said.predicates()}.isdisjoint({*sourced.predicates()} - {RDF.type})
    figure = URIRef(f"{me}/value/deaths")
    assert {me, figure} == {*said.subjects()}
    whole = URIRef(f"{BASE}nanopub/herald-1/c/assertion")
    assert sourced.value(whole, URIRef(f"{PROV}wasAttributedTo")) == URIRef(f"{entity}a-foreign")
    assert sourced.value(whole, URIRef(f"{PROV}hadPrimarySource")) == URIRef(f"{BASE}article/herald-1")
    for name in ("said", "via1", "document", "evidence", "note", "annotator"):
        assert sourced.value(me, URIRef(f"{KG}{name}")) is not None, name
    np = URIRef(f"{BASE}nanopub/herald-1/c")
    label = "A Foreign, via Gazette, in Herald of 2023-12-14: Ann and Bob met on 2023-12-13."
    assert str(about.value(np, rdflib.RDFS.label)) == label
    assert str(about.value(np, rdflib.DCTERMS.creator)) == "AB"
    assert about.value(np, rdflib.DCTERMS.created) is None, "no clock is read"


def test_the_basis_of_the_account_is_linked_by_the_claims_that_decided() -> None:
    claims = [
        claim("a-foreign", id_="yes"),
        claim("b-foreign", "denies", article="gazette-1", id_="no"),
        claim(None, "asks", article="courier-1", id_="asked"),
    ]
    graph = graph_of(claims)
    data, fact = read(graph), URIRef(f"{BASE}fact/m")
    linked = set()
    for its in claims:
        about = part(data, its.key, "pubinfo")
        assert about.value(fact, URIRef(f"{KG}status")) == URIRef(f"{KG}one-sided")
        assert about.value(fact, URIRef(f"{KG}contested")) == URIRef(f"{KG}by-party")
        assert about.value(fact, URIRef(f"{KG}accepted")).toPython() is False  # type: ignore[union-attr] # there is one
        linked |= {*about.objects(fact, URIRef(f"{KG}basis"))}
    assert linked == {URIRef(f"{BASE}claim/{key}") for key in graph.fact("m").basis}


def test_no_assertion_uses_the_words_of_the_account(strait: Graph) -> None:
    data = read(strait)
    roles = {URIRef(its.iri) for its in (*strait.ontology.roles.values(), *strait.ontology.edges.values())}
    assertions = [graph for name, graph in data.items() if name.endswith("/assertion")]
    assert len(assertions) == len(strait.claims)
    assert all(roles.isdisjoint(graph.predicates()) for graph in assertions)


def test_all_is_in_named_graphs_and_the_same_every_time(strait: Graph) -> None:
    assert {name.rsplit("/", 1)[-1] for name in read(strait)} == {"Head", "assertion", "provenance", "pubinfo"}
    assert strait.export("nanopub") == strait.export("nanopub")


def test_a_small_project(tmp_path: Path, golden: Golden) -> None:
    golden("exports/small.nanopub.trig", kg.open(started(tmp_path / "p")).export("nanopub"))
