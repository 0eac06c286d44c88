"""The SPARQL protocol, rule by rule. Each test cites the section that it holds the server to.

P: SPARQL 1.1 Protocol, W3C Recommendation 2013. D: SPARQL 1.1 Service Description, 2013. J, X, C: SPARQL 1.1 Query
Results JSON Format, XML Format, and CSV and TSV Formats, 2013. H: HTTP Semantics, RFC 9110.
"""

from __future__ import annotations

import csv
import io
import json
import xml.etree.ElementTree as ET
from typing import Any

import httpx2
import pytest
import rdflib
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import JSON, SPARQLWrapper

from kg.graph.graph import Graph
from tests.serve.serving import Served

MET = "SELECT ?who { entity:asim-munir kg:met ?who } ORDER BY ?who"
BASE = "https://w3id.org/dramatis/demo/"
RESULTS = "application/sparql-results+json"
SD = rdflib.Namespace("http://www.w3.org/ns/sparql-service-description#")


def who(reply: httpx2.Response) -> list[str]:
    assert reply.status_code == 200, reply.text
    return [row["who"]["value"].removeprefix(f"{BASE}entity/") for row in reply.json()["results"]["bindings"]]


@pytest.fixture(scope="module")
def met(demo: Graph) -> list[str]:
    found = [row.who.short for row in demo.query(MET)]
    assert len(found) > 1
    return found


def test_by_get(served: Served, met: list[str]) -> None:
    """P 2.1.1: the query stands in the address, encoded."""
    assert who(served.get("/sparql", params={"query": MET})) == met


def test_by_post_of_a_form(served: Served, met: list[str]) -> None:
    """P 2.1.2: all parameters stand in the form."""
    assert who(served.post("/sparql", data={"query": MET})) == met


def test_by_post_of_the_query(served: Served, met: list[str]) -> None:
    """P 2.1.3: the body is the query, in UTF-8; the dataset stands in the address."""
    headers = {"Content-Type": "application/sparql-query; charset=utf-8"}
    assert who(served.post("/sparql", content=MET, headers=headers)) == met


@pytest.mark.parametrize("count", [0, 2])
def test_exactly_one_query(served: Served, count: int) -> None:
    """P 2.1: exactly one query string; P 2.1.6: else 400."""
    reply = served.post("/sparql", data={"query": [MET] * count, "other": "x"})
    assert reply.status_code == 400
    assert "query" in reply.text


@pytest.mark.parametrize(
    ("body", "type_"),
    [("update=CLEAR+ALL", "application/x-www-form-urlencoded"), ("CLEAR ALL", "application/sparql-update")],
)
def test_updates_are_refused(served: Served, body: str, type_: str) -> None:
    """P 2.2 with P 2.1.6: a server may refuse an operation, and says so."""
    reply = served.post("/sparql", content=body, headers={"Content-Type": type_})
    assert (reply.status_code, reply.text.partition(":")[0]) == (403, "updates are refused")


@pytest.mark.parametrize("update", ["DROP ALL", "LOAD <https://example.org/>", "INSERT DATA { <a:b> <a:b> 1 }"])
def test_an_update_in_the_place_of_a_query_is_no_query(served: Served, update: str) -> None:
    """P 2.1: the query must be one of SPARQL's query language."""
    reply = served.ask(update)
    assert reply.status_code == 400
    assert "query:1:1" in reply.text


def test_other_bodies_and_methods(served: Served) -> None:
    """P 2.1.3 and H 15.5.16, 15.5.6: other media types are 415, other methods 405 with those that are allowed."""
    assert served.post("/sparql", content="x", headers={"Content-Type": "text/plain"}).status_code == 415
    with served.client() as client:
        reply = client.put("/sparql", content=MET)
    assert (reply.status_code, "POST" in reply.headers["allow"]) == (405, True)


def test_head(served: Served) -> None:
    """H 9.3.2: as GET, without the body."""
    with served.client() as client:
        reply = client.head("/sparql", params={"query": MET})
    assert (reply.status_code, reply.content, int(reply.headers["content-length"]) > 0) == (200, b"", True)


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("", RESULTS),
        ("*/*", RESULTS),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("text/csv;q=0.9, text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
        ("text/html, application/xhtml+xml;q=0.9, text/csv;q=0.1", "text/csv; charset=utf-8"),
        ("application/json", "application/json"),
        ("application/sparql-results+json;q=0, */*", "application/sparql-results+xml"),
    ],
)
def test_negotiation(served: Served, accept: str, type_: str) -> None:
    """P 2.1.5 and H 12.5.1: the format is that of the highest quality."""
    assert served.ask(MET, Accept=accept).headers["content-type"] == type_


def test_nothing_acceptable(served: Served) -> None:
    """H 15.5.7: 406, with what there is."""
    reply = served.ask(MET, Accept="image/png")
    assert (reply.status_code, RESULTS in reply.text) == (406, True)


def test_json_results(served: Served, met: list[str]) -> None:
    """J 3: head and results; a term has its type and value, a literal its language or datatype."""
    reply = served.ask('SELECT ?a ?b ?c ?d { VALUES (?a ?b ?c) { ("é"@fr 1 <a:b>) } }')
    head, rows = reply.json()["head"], reply.json()["results"]["bindings"]
    assert head == {"vars": ["a", "b", "c", "d"]}
    integer = "http://www.w3.org/2001/XMLSchema#integer"
    assert rows == [
        {
            "a": {"type": "literal", "value": "é", "xml:lang": "fr"},
            "b": {"type": "literal", "value": "1", "datatype": integer},
            "c": {"type": "uri", "value": "a:b"},
        }
    ]
    assert served.ask("ASK {}").json() == {"head": {}, "boolean": True}


def test_xml_results(served: Served, met: list[str]) -> None:
    """X 2: the names of variables, then a result a row."""
    space = "{http://www.w3.org/2005/sparql-results#}"
    root = ET.fromstring(served.ask(MET, Accept="application/sparql-results+xml").text)
    assert [its.get("name") for its in root.iter(f"{space}variable")] == ["who"]
    assert [str(its.text).rpartition("/")[2] for its in root.iter(f"{space}uri")] == met


def test_csv_and_tsv_results(served: Served, met: list[str]) -> None:
    """C 3 and 4: names in the first line; CSV ends lines by CRLF, TSV writes terms as SPARQL does."""
    written = served.ask(MET, Accept="text/csv").text
    assert written.startswith("who\r\n")
    assert [row[0].rpartition("/")[2] for row in csv.reader(io.StringIO(written))][1:] == met
    tsv = served.ask(MET, Accept="text/tab-separated-values").text.splitlines()
    assert tsv == ["?who", *(f"<{BASE}entity/{its}>" for its in met)]


def test_csv_of_an_ask_is_not_acceptable(served: Served) -> None:
    """C 1: CSV and TSV hold results of SELECT alone."""
    assert served.ask("ASK {}", Accept="text/csv").status_code == 406


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")  # which rdflib's own reader of JSON-LD uses
@pytest.mark.parametrize(
    ("type_", "format"),
    [
        ("text/turtle", "turtle"),
        ("application/n-triples", "nt"),
        ("application/rdf+xml", "xml"),
        ("application/ld+json", "json-ld"),
        ("application/trig", "turtle"),  # no graph of it has a name
    ],
)
def test_graphs(served: Served, demo: Graph, type_: str, format: str) -> None:
    """P 2.1.5: CONSTRUCT and DESCRIBE give graphs, in whatever of RDF's formats is wanted."""
    query = "CONSTRUCT { ?a kg:met ?b } { ?a kg:met ?b }"
    reply = served.ask(query, Accept=type_)
    assert reply.headers["content-type"].startswith(type_)
    read = rdflib.Graph().parse(data=reply.text, format=format)
    triples = {tuple(map(str, its)) for its in read}
    assert triples == {tuple(map(str, its)) for its in demo.query(query).graph()}


def test_the_dataset_of_the_operation(served: Served, demo: Graph) -> None:
    """P 2.1.4: graphs of the operation make the dataset, whatever the query names itself."""
    article = next(iter(demo.records.articles))
    graph = next(
        its.g for its in demo.query("SELECT DISTINCT ?g { GRAPH ?g { ?s ?p ?o } }") if article in str(its.g.short)
    )
    inside = f"{BASE}article/{article}" if not str(graph).startswith("http") else str(graph)
    count = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"

    def number(query: str, **dataset: str | list[str]) -> int:
        reply = served.get("/sparql", params={"query": query, **dataset})
        assert reply.status_code == 200, reply.text
        return int(reply.json()["results"]["bindings"][0]["n"]["value"])

    whole = number(f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{inside}> {{ ?s ?p ?o }} }}")
    assert whole > 0
    assert number(count, **{"default-graph-uri": inside}) == whole
    assert number("SELECT (COUNT(*) AS ?n) FROM <a:none> { ?s ?p ?o }", **{"default-graph-uri": inside}) == whole
    named = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
    assert number(named, **{"named-graph-uri": inside}) == whole
    assert number(count, **{"named-graph-uri": inside}) == 0, "no default graph is named, so it is empty"
    assert number(named, **{"default-graph-uri": inside}) == 0
    assert served.get("/sparql", params={"query": count, "default-graph-uri": "no iri"}).status_code == 400


def test_malformed_queries(served: Served) -> None:
    """P 2.1.6: a query that is none is 400, and the body says what is wrong, here with its place."""
    reply = served.ask("SELECT ?s { ?s a ", Accept="application/json")
    assert reply.status_code == 400
    assert reply.json() == {"error": reply.json()["error"], "hint": "write `}` where it ends", "line": 1, "column": 11}


def test_the_service_describes_itself(served: Served) -> None:
    """D 2: who asks for the endpoint without a query gets RDF that describes it."""
    read = rdflib.Graph().parse(data=served.get("/sparql").text, format="turtle")
    service = rdflib.URIRef(f"{served.address}/sparql")
    assert (service, SD.endpoint, service) in read
    assert (service, SD.supportedLanguage, SD.SPARQL11Query) in read
    assert len(list(read.objects(service, SD.resultFormat))) == 9


def test_prefixes_of_the_project_are_known(served: Served) -> None:
    assert served.ask("ASK { entity:asim-munir a kg:Entity }").json()["boolean"] is True


def test_sparqlwrapper(served: Served, met: list[str]) -> None:
    for method in ("GET", "POST"):
        wrapper = SPARQLWrapper(f"{served.address}/sparql", returnFormat=JSON)
        wrapper.setQuery(MET)
        wrapper.setMethod(method)
        found: Any = wrapper.queryAndConvert()
        rows = found["results"]["bindings"]
        assert [row["who"]["value"].rpartition("/")[2] for row in rows] == met


def test_the_store_of_rdflib(served: Served, met: list[str]) -> None:
    graph = rdflib.Graph(SPARQLStore(f"{served.address}/sparql", returnFormat="json"))
    who, knows = rdflib.URIRef(f"{BASE}entity/asim-munir"), rdflib.URIRef("https://w3id.org/dramatis/kg#met")
    assert sorted(str(its).rpartition("/")[2] for its in graph.objects(who, knows)) == met


def test_rows_beyond_the_limit_are_refused_and_not_cut(served: Served) -> None:
    product = "SELECT ?a { VALUES ?x { %s } VALUES ?a { %s } }" % ((" ".join(map(str, range(400))),) * 2)
    reply = served.ask(product, Accept="application/json")
    assert reply.status_code == 503
    assert json.loads(reply.text)["error"] == "more than 100,000 rows"
