"""The same queries give the same rows here and at each server; where they do not, docs/stores.md says why."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.base.errors import KgWarning, QueryError
from kg.graph.graph import Graph
from kg.query.library import OURS, library
from kg.remote import store
from kg.remote.endpoint import Endpoint
from kg.remote.push import push_project
from kg.remote.record import records_at
from tests.conftest import started
from tests.remote.servers import Running

BASE = "https://w3id.org/dramatis/demo/"
FIRST, SECOND = f"<{BASE}article/thenews-2023-12-14>", f"<{BASE}article/arabnews-2025-07-26>"
CLAIMS = "SELECT ?claim ?fact { ?claim kg:fact ?fact } ORDER BY ?claim"
IN_GRAPHS = "SELECT ?claim ?g { GRAPH ?g { ?claim a kg:Claim } } ORDER BY ?claim"

QUERIES = {
    "count": "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "types": "SELECT ?type (COUNT(?s) AS ?n) { ?s a ?type } GROUP BY ?type ORDER BY ?type",
    "no claim in the account": CLAIMS,
    "claims in their graphs": IN_GRAPHS,
    "truth values": "SELECT ?fact ?is { ?fact kg:accepted ?is } ORDER BY ?fact",
    "filter by a truth value": "SELECT ?fact { ?fact kg:accepted true } ORDER BY ?fact",
    "numbers": "SELECT ?span ?start { GRAPH ?g { ?span oa:start ?start FILTER(?start > 2000) } } ORDER BY ?start ?span",
    "sum": "SELECT (SUM(?end) AS ?n) (MAX(?end) AS ?most) { GRAPH ?g { ?span oa:end ?end } }",
    "days": 'SELECT ?fact ?day { ?fact kg:earliest ?day FILTER(?day >= "2023-12-10"^^xsd:date) } ORDER BY ?day ?fact',
    "languages": "SELECT ?title (LANG(?title) AS ?in) { GRAPH ?g { ?a schema:headline ?title } } ORDER BY ?title",
    "filter by language": 'SELECT ?s ?l { ?s rdfs:label ?l FILTER(LANGMATCHES(LANG(?l), "en")) } ORDER BY ?s ?l',
    "datatypes": "SELECT DISTINCT (DATATYPE(?when) AS ?type) { ?fact kg:when ?when }",
    "words": 'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(LCASE(STR(?l)), "munir")) } ORDER BY ?s',
    "pattern": 'SELECT ?s { ?s rdfs:label ?l FILTER(REGEX(STR(?l), "^gen", "i")) } ORDER BY ?s',
    "optional": "SELECT ?f ?by { ?f a kg:Fact OPTIONAL { ?f kg:contested ?by } } ORDER BY ?f",
    "union": "SELECT ?x { { ?x a kg:Voice } UNION { ?x a kg:Fact } } ORDER BY ?x",
    "minus": "SELECT ?f { ?f a kg:Fact MINUS { ?f kg:accepted true } } ORDER BY ?f",
    "not exists": "SELECT ?f { ?f a kg:Fact FILTER NOT EXISTS { ?f kg:when ?w } } ORDER BY ?f",
    "values": "SELECT ?x ?l { VALUES ?x { entity:asim-munir entity:lloyd-austin } ?x rdfs:label ?l } ORDER BY ?x",
    "path from one end": "SELECT ?type { kg:Person rdfs:subClassOf* ?type } ORDER BY ?type",
    "path of one step or more": "SELECT ?x { entity:asim-munir kg:met+ ?x } ORDER BY ?x",
    "alternative": "SELECT ?x { entity:asim-munir kg:met|kg:attended-with ?x } ORDER BY ?x",
    "inverse": "SELECT ?x { entity:asim-munir ^kg:met ?x } ORDER BY ?x",
    "subquery": "SELECT ?f ?l { { SELECT ?f { ?f a kg:Fact } ORDER BY ?f LIMIT 5 } ?f kg:status ?l } ORDER BY ?f",
    "having": "SELECT ?p (COUNT(*) AS ?n) { ?f a kg:Fact ; ?p ?o } GROUP BY ?p HAVING (COUNT(*) > 40) ORDER BY ?p",
    "bind": 'SELECT ?name { ?f a kg:Fact BIND(STRAFTER(STR(?f), "/fact/") AS ?name) } ORDER BY ?name LIMIT 9',
    "if": 'SELECT ?f ?x { ?f kg:accepted ?is BIND(IF(?is, "yes", "no") AS ?x) } ORDER BY ?f',
    "ask": "ASK { entity:asim-munir kg:met ?x }",
    "ask of nothing": "ASK { entity:asim-munir kg:nothing ?x }",
    "construct": "CONSTRUCT { ?x kg:knows entity:asim-munir } WHERE { entity:asim-munir kg:met ?x }",
    "prefix of one's own": "PREFIX x: <https://w3id.org/dramatis/kg#> SELECT ?f { ?f a x:Fact } ORDER BY ?f LIMIT 3",
    "a comment": "# of facts\nSELECT ?f { ?f a kg:Fact } # no more\nORDER BY ?f LIMIT 3 # really",
    "letters": "SELECT ?s ?l { ?s skos:altLabel ?l } ORDER BY ?s ?l",
    "FROM": f"SELECT ?claim ?fact FROM {FIRST} {{ ?claim kg:fact ?fact }} ORDER BY ?claim",
    "FROM two": f"SELECT ?c ?fact FROM {FIRST} FROM {SECOND} {{ ?c kg:fact ?fact }} ORDER BY ?c",
    "FROM NAMED": f"SELECT ?claim FROM NAMED {SECOND} {{ GRAPH ?g {{ ?claim a kg:Claim }} }} ORDER BY ?claim",
    "FROM both": f"SELECT (COUNT(*) AS ?n) FROM {FIRST} FROM NAMED {SECOND} {{ ?c kg:fact ?f GRAPH ?g {{ ?d a ?t }} }}",
    "graphs of VALUES": f"SELECT ?c {{ VALUES ?g {{ {FIRST} }} GRAPH ?g {{ ?c a kg:Claim }} }} ORDER BY ?c",
    "a graph and any graph": f"SELECT ?c ?g {{ GRAPH {FIRST} {{ ?c kg:fact ?f }} GRAPH ?g {{ ?c a ?t }} }} ORDER BY ?c",
    "graph of a fact": "SELECT ?f ?g { ?f kg:status kg:reported GRAPH ?g { ?c kg:fact ?f } } ORDER BY ?f ?g ?c",
    "a claim by its name": r"SELECT ?f { GRAPH ?g { claim:thenews-2023-12-14\/readout kg:fact ?f } }",
    "filter of another group": "SELECT ?w { ?w a kg:Person MINUS { ?x kg:met ?y FILTER(?y = ?w) } } ORDER BY ?w",
    "filter within a union": (
        "SELECT ?w { ?w a kg:Person { ?x kg:met ?y FILTER(?y = ?w) } UNION { ?x kg:met ?w } } ORDER BY ?w"
    ),
    "double negation": "SELECT ?f { ?f a kg:Fact FILTER(!(!BOUND(?f))) } ORDER BY ?f",
    "count distinct": "SELECT (COUNT(DISTINCT ?s) AS ?n) { GRAPH ?g { ?c prov:wasAttributedTo ?s } }",
    "one graph": f"SELECT ?claim {{ GRAPH {FIRST} {{ ?claim a kg:Claim }} }} ORDER BY ?claim",
}  # fmt: skip
GIVEN: dict[str, Any] = {
    "entity": "asim-munir", "other": "lloyd-austin", "fact": "munir-austin-2023-12", "from": "2023-01-01",
    "to": "2025-12-31", "day": "2023-12-13", "text": "munir", "stand_ins": True,
}  # fmt: skip
BY_TYPE = {"entity": "asim-munir", "fact": "munir-austin-2023-12", "date": "2023-12-31", "text": "munir", "number": "2"}


def content(graph: Graph, text: str, **values: object) -> object:
    """Give what a query finds in a form that can be compared: rows in their order."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", KgWarning)
        found = graph.query(text, **values)
        return (
            found.form,
            found.variables,
            found.rows(),
            "" if found.form == "ask" else found.serialize("nt" if found.form == "construct" else "tsv"),
        )


@pytest.mark.parametrize("name", QUERIES)
def test_a_query_gives_the_same_rows(name: str, pushed: Running, folder: Path, local: Graph) -> None:
    graph = kg.open(folder, endpoint=pushed.query)
    ours, theirs = content(local, QUERIES[name]), content(graph, QUERIES[name])
    assert theirs[:3] == ours[:3]  # type: ignore[index]  # of rows, a tuple
    assert ours[2] != [] or name in ("no claim in the account", "inverse")  # type: ignore[index]  # of rows, a tuple


@pytest.mark.parametrize("name", sorted(library(OURS.parent)))
def test_a_named_query_gives_the_same_rows(name: str, pushed: Running, folder: Path, local: Graph) -> None:
    query = library(folder)[name]
    values = {key: GIVEN.get(key, BY_TYPE.get(type_)) for key, type_ in query.parameters.items()}
    graph = kg.open(folder, endpoint=pushed.query)
    assert content(graph, name, **values)[:3] == content(local, name, **values)[:3]  # type: ignore[index]  # of rows, a tuple


def test_graphs_of_another_project_are_not_found(pushed: Running, folder: Path, local: Graph, tmp_path: Path) -> None:
    if pushed.name == "oxigraph":  # it holds but one project
        return
    push_project(started(tmp_path / "other", "https://example.org/other/"), pushed.query)
    graph = kg.open(folder, endpoint=pushed.query)
    for text in (IN_GRAPHS, QUERIES["count distinct"], "articles"):
        assert content(graph, text) == content(local, text)


def test_more_graphs_than_can_be_listed(
    pushed: Running, folder: Path, local: Graph, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if pushed.name == "oxigraph":  # nothing is listed
        return
    monkeypatch.setattr(store, "MOST_LISTED", 1)
    graph = kg.open(folder, endpoint=pushed.query)
    with pytest.raises(QueryError, match="2 graphs of articles are more than a request can list, and GRAPH needs it"):
        graph.query(QUERIES["one graph"])
    if len(records_at(Endpoint(pushed.query))) == 1:
        assert content(graph, IN_GRAPHS) == content(local, IN_GRAPHS)
    push_project(started(tmp_path / "other", "https://example.org/another/"), pushed.query)
    with pytest.raises(QueryError, match="and the endpoint holds other projects too"):
        kg.open(folder, endpoint=pushed.query).query(IN_GRAPHS)


def test_what_virtuoso_answers_wrongly_is_answered_here(pushed: Running, folder: Path, local: Graph) -> None:
    graph = kg.open(folder, endpoint=pushed.query)
    if pushed.name == "virtuoso":
        with pytest.warns(KgWarning, match="answered here, from the records: Virtuoso answers wrongly"):
            found = graph.query("edges").rows()
    else:
        found = graph.query("edges").rows()
    assert found == local.query("edges").rows()


def test_every_verb_answers_alike(pushed: Running, folder: Path, local: Graph) -> None:
    for graph in (kg.open(endpoint=pushed.query, base=BASE), kg.open(folder, endpoint=pushed.query)):
        assert graph.facts() == local.facts()
        assert graph.explain("munir-austin-2023-12") == local.explain("munir-austin-2023-12")
        assert sorted(graph.network().edges) == sorted(local.network().edges)
        assert str(graph.between("asim-munir", "lloyd-austin")) == str(local.between("asim-munir", "lloyd-austin"))
        assert graph.view(focus="asim-munir").html == local.view(focus="asim-munir").html
        past, expected = (its.slice(known_by="2023-12-31") for its in (graph, local))
        assert past.facts() == expected.facts()
        assert content(past, "met", entity="asim-munir") == content(expected, "met", entity="asim-munir")
        for format in ("nquads", "turtle", "graphml"):
            assert graph.export(format) == local.export(format)
