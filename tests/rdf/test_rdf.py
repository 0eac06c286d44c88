"""The account and the claims as RDF: what a query may meet, and what it may not."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from functools import cache

import pyshacl
import pytest
import rdflib
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode
from rdflib.namespace import SH

import kg
from kg.base.iris import KG, RDF, SAID, XSD
from kg.graph.graph import Graph
from kg.model.records import Records, Scope
from kg.rdf import Terms, lines_of, projected, quads
from tests.conftest import ROOT
from tests.making import ARTICLES, ENTITIES, claim, core, judge

# rdflib's own readers call what rdflib deprecates.
QUIET = pytest.mark.filterwarnings("ignore:(Dataset|ConjunctiveGraph):DeprecationWarning")
NAMES = Terms(kg.Names("https://e.org/"), core(), ENTITIES)


def lines(*claims: kg.Claim) -> list[str]:
    ordered = tuple(sorted(claims, key=lambda its: its.key))
    return list(lines_of(Records(ENTITIES, ARTICLES, ordered), judge(*claims), NAMES))


def test_what_is_not_accepted_reaches_no_plain_query() -> None:
    written = lines(claim("ann", "denies"), claim("whisper", fact="n"), claim("ann", "announces", fact="o"))
    default = [line for line in written if line.startswith("<https://e.org/") and not line.endswith("/herald-1> .")]
    assert default
    assert not [line for line in default if f"<{KG}met>" in line or f"<{KG}participant> <https://e.org/" in line]
    assert not [line for line in default if "/fact/" in line and "diplomacy#Meeting>" in line]
    assert sum("#status>" in line for line in default) == 3
    assert sum("said#participant>" in line for line in written) == 6


def test_an_accepted_meeting_reads_as_model_md_shows_it() -> None:
    told = set(lines(claim("ann")))
    for line in (
        f"<https://e.org/fact/m> <{RDF}type> <https://w3id.org/dramatis/diplomacy#Meeting> .",
        f"<https://e.org/fact/m> <{KG}participant> <https://e.org/entity/ann> .",
        f"<https://e.org/fact/m> <{KG}status> <{KG}one-sided> .",
        f"<https://e.org/entity/ann> <{KG}met> <https://e.org/entity/bob> .",
        f"<https://e.org/entity/bob> <{KG}met> <https://e.org/entity/ann> .",
        f"<https://e.org/fact/m> <{KG}participation> <https://e.org/fact/m/participant/ann> .",
        f"<https://e.org/fact/m/participant/ann> <{KG}fillerStatus> <{KG}on-record> .",
    ):
        assert line in told


def test_account_and_claims_share_no_predicate_but_their_type(demo: Graph) -> None:
    account: set[str] = set()
    claims: set[str] = set()
    for quad in demo.store.quads():
        (account if quad.graph_name == DefaultGraph() else claims).add(quad.predicate.value)
    assert account & claims == {f"{RDF}type"}


def test_no_blank_nodes_and_every_twin_in_its_place(demo: Graph) -> None:
    for quad in demo.store.quads():
        assert not isinstance(quad.subject, BlankNode)
        assert not isinstance(quad.object, BlankNode)
        assert (quad.graph_name == DefaultGraph()) <= (not quad.predicate.value.startswith(SAID))


@pytest.mark.parametrize(
    "text",
    [
        "SELECT ?a ?b { ?a kg:met ?b }",
        "SELECT ?fact ?who { ?fact a dip:Meeting ; kg:participant ?who }",
        "SELECT ?fact ?status { ?fact kg:status ?status }",
        "SELECT ?who ?name { ?who a kg:Person ; rdfs:label ?name }",
        "SELECT ?fact { ?fact a kg:Event }",
    ],
)
def test_the_plainest_query_is_the_same_under_a_union_default_graph(demo: Graph, text: str) -> None:
    store = demo.store
    plain, union = (sorted(map(str, store.query(text, union=union))) for union in (False, True))  # type: ignore[arg-type] # one of the kinds of results: rows
    assert plain == union
    assert plain


def test_each_article_is_one_named_graph(demo: Graph) -> None:
    graphs = {str(graph.value) for graph in demo.store.inner.named_graphs() if isinstance(graph, NamedNode)}
    assert graphs == {demo.project.names.article(id_) for id_ in demo.records.articles}


def test_a_claim_carries_relays_in_order_voice_and_spans(demo: Graph) -> None:
    row = next(
        iter(
            demo.query(
                """SELECT ?speaker ?via ?voice ?start ?end { GRAPH ?g {
                claim:arabnews-2025-07-26\\/munir-appeal prov:wasAttributedTo ?speaker ;
                    kg:via1 ?via ; kg:voice ?voice ;
                    kg:evidence/oa:hasSelector [ oa:start ?start ; oa:end ?end ] } } ORDER BY ?start LIMIT 1"""
            )
        )
    )
    assert (row.speaker.short, row.via.short, row.voice.short) == ("asim-munir", "ispr", "pakistan")
    assert row.start < row.end


def shapes(*, ask_for_fillers: bool = True, lowered: bool = False) -> rdflib.Graph:
    graph = rdflib.Graph().parse(ROOT / "ontology" / "shapes.ttl")
    if not ask_for_fillers:
        graph.remove((None, SH.minCount, None))
    if lowered:
        for shape in {*graph.subjects(SH.path), *graph.subjects(SH.targetClass)}:
            graph.add((shape, SH.severity, SH.Warning))
    return graph


@cache
def background() -> rdflib.Graph:
    """The ontology's named terms, among them the concepts that fill roles."""
    graph = rdflib.Graph()
    for name in ("kg.ttl", "acts.ttl"):
        graph.parse(ROOT / "ontology" / name)
    return graph


def test_every_claim_passes_the_shapes_alone(demo: Graph) -> None:
    graph = demo
    terms = Terms(graph.project.names, graph.ontology, graph.records.entities)
    whole, parts = shapes(), shapes(ask_for_fillers=False)
    for its in graph.records.claims:
        data = "\n".join(projected(its, graph.records.articles[its.article], terms))
        conforms, _, report = pyshacl.validate(
            background() + rdflib.Graph().parse(data=data, format="nt"),
            shacl_graph=whole if its.scope is Scope.FACT else parts,
        )
        assert conforms, f"{its.key}: {report}"


def test_a_claim_that_breaks_a_shape_does_not_pass() -> None:
    lonely = claim("ann", roles={"participant": ("ann",)})
    data = "\n".join(projected(lonely, ARTICLES["herald-1"], NAMES))
    conforms, _, report = pyshacl.validate(
        background() + rdflib.Graph().parse(data=data, format="nt"), shacl_graph=shapes()
    )
    assert not conforms
    assert "MinCount" in report


def test_the_account_raises_no_violation(demo: Graph) -> None:
    text = "".join(
        f"{quad.triple} .\n" for quad in demo.store.inner.quads_for_pattern(None, None, None, DefaultGraph())
    )
    data = rdflib.Graph().parse(data=text, format="nt")
    _, results, _ = pyshacl.validate(data, shacl_graph=shapes(lowered=True))
    assert (None, SH.resultSeverity, SH.Violation) not in results


@QUIET
def test_the_dataset_is_the_same_data(demo: Graph) -> None:
    dataset = demo.dataset()
    assert sum(1 for _ in dataset.quads()) == len(demo.store)
    rows = dataset.query("SELECT ?who { entity:asim-munir kg:met ?who }")
    assert {str(row[0]).rsplit("/", 1)[-1] for row in rows} == {"lloyd-austin", "thomas-west"}  # type: ignore[index] # one of the kinds of results: rows


@QUIET
def test_turtle_and_trig_are_read_back_by_others(demo: Graph) -> None:
    graph = demo
    account = rdflib.Graph().parse(data=graph.export("turtle"), format="turtle")
    assert len(account) == len(list(graph.store.inner.quads_for_pattern(None, None, None, DefaultGraph())))
    trig = rdflib.Dataset().parse(data=graph.export("trig"), format="trig")
    assert sum(1 for _ in trig.quads()) == len(graph.store)


def test_turtle_is_written_for_people(demo: Graph) -> None:
    text = demo.export("turtle")
    assert text.startswith("@prefix ")
    paragraph = next(part for part in text.split("\n\n") if part.startswith("fact:munir-austin-2023-12 a "))
    assert "    kg:status kg:one-sided ;" in paragraph
    assert len(re.findall(r"<http", paragraph)) <= 2


def test_the_bundle_is_one_ontology_that_validates(demo: Graph) -> None:
    bundle = rdflib.Graph().parse(data=demo.export("bundle"), format="turtle")
    assert len(set(bundle.subjects(rdflib.RDF.type, rdflib.OWL.Ontology))) == 1
    _, results, _ = pyshacl.validate(bundle, shacl_graph=bundle)
    assert (None, SH.resultSeverity, SH.Violation) not in results


def test_bytes_do_not_depend_on_the_order_of_claims() -> None:
    claims = [claim("ann"), claim("bob"), claim("xan", article="gazette-1"), claim(None, "denies", article="gazette-2")]
    written = lines(*claims)
    for seed in range(5):
        random.Random(seed).shuffle(claims)
        assert lines(*claims) == written


def test_lines_are_canonical_n_quads(demo: Graph) -> None:
    for part in demo.export("nquads").splitlines():
        (quad,) = quads([part])
        assert f"{quad} ." == part


def test_nasty_literals_survive() -> None:
    note = 'a "b" \\ c\n\td é 漢 \u2028 \x07'
    (found,) = [quad.object for quad in quads(lines(claim("ann", note=note))) if quad.predicate.value == f"{KG}note"]
    assert found == Literal(note)


def iter_dates(graph: Graph) -> Iterator[str]:
    for quad in graph.store.quads():
        if isinstance(quad.object, Literal) and quad.object.datatype == NamedNode(f"{XSD}date"):
            yield quad.object.value


def test_every_day_is_a_day(demo: Graph) -> None:
    days = list(iter_dates(demo))
    assert days
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", day) for day in days)
