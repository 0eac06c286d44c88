"""To bind a value is to restrict: the open query's solutions with this value, before they are grouped or counted."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pyoxigraph
import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base.errors import UsageError
from kg.graph.graph import Graph
from kg.query.binding import bind
from kg.query.groups import read_query
from kg.query.term_values import Iri

BASE = "PREFIX : <https://e.org/> "
THINGS = [f":{name}" for name in "abcd"]
PREDICATES = [":p", ":q"]
VARIABLES = ["?who", "?x", "?y"]


@st.composite
def triples(draw: st.DrawFn) -> str:
    ends = st.sampled_from([*VARIABLES, "?who", ":a", ":b"])
    path = draw(st.sampled_from([":p", ":q", ":p", "?r", "^:p", ":p/:q", ":p|:q", ":p*", ":p?", ":q+"]))
    more = draw(st.sampled_from(["", "", f" ; :q {draw(ends)}", f" , {draw(ends)}"])) if path[0] != "?" else ""
    return f"{draw(ends)} {path} {draw(ends)}{more} . "


def elements(depth: int) -> st.SearchStrategy[str]:
    name, number = st.sampled_from(VARIABLES), st.integers(0, 99)
    plain = [
        triples(),
        triples(),
        triples(),
        st.builds("FILTER({} {} {}) ".format, name, st.sampled_from(["=", "!="]), name),
        st.builds("BIND({} AS ?z{}) ".format, name, number),
    ]
    if not depth:
        return st.one_of(plain)
    inner = groups(depth - 1)
    selected = st.sampled_from(["*", "?who ?x", "DISTINCT ?who", "?x"])
    nested = [
        st.builds("OPTIONAL {{ {}}} ".format, inner),
        st.builds("MINUS {{ {}}} ".format, inner),
        st.builds("{{ {}}} UNION {{ {}}} ".format, inner, inner),
        st.builds("{{ {}}} ".format, inner),
        st.builds("GRAPH {} {{ {}}} ".format, st.sampled_from(["?g", "?who", ":g"]), inner),
        st.builds("FILTER EXISTS {{ {}}} ".format, inner),
        st.builds("FILTER NOT EXISTS {{ {}}} ".format, inner),
        st.builds("{{ SELECT {} {{ {}}} }} ".format, selected, inner),
        st.builds("{{ SELECT {0} (COUNT(?x) AS ?n{1}) {{ {2}}} GROUP BY {0} }} ".format, name, number, inner),
        st.builds("{{ SELECT ?who ?x {{ {}}} ORDER BY ?who ?x LIMIT {} }} ".format, inner, st.integers(1, 3)),
    ]
    return st.one_of(*plain, *nested)


def groups(depth: int) -> st.SearchStrategy[str]:
    return st.lists(elements(depth), min_size=1, max_size=3).map("".join)


@st.composite
def stores(draw: st.DrawFn) -> pyoxigraph.Store:
    lines = st.tuples(*map(st.sampled_from, (THINGS, PREDICATES, THINGS, ["", "", ":g"])))
    store = pyoxigraph.Store()
    for line in draw(st.lists(lines, min_size=6, max_size=16)):
        subject, predicate, thing, graph = (pyoxigraph.NamedNode(f"https://e.org/{its[1:]}") for its in line)
        given_graph = graph if line[3] else pyoxigraph.DefaultGraph()
        store.add(pyoxigraph.Quad(subject, predicate, thing, given_graph))
    return store


def rows(store: pyoxigraph.Store, query: str) -> list[dict[str, str]]:
    found: Any = store.query(query)
    names = [variable.value for variable in found.variables]
    return [{name: str(value) for name, value in zip(names, row, strict=True) if value is not None} for row in found]


def counted(found: list[dict[str, str]]) -> Counter[Any]:
    return Counter(tuple(sorted(row.items())) for row in found)


@given(stores(), groups(2), st.sampled_from(["a", "b", "c", "elsewhere"]))
def test_a_bound_value_is_what_filtering_afterwards_keeps(store: pyoxigraph.Store, body: str, name: str) -> None:
    query = f"{BASE}SELECT * {{ {body}}}"
    value = Iri(f"https://e.org/{name}", name)
    parsed = read_query(query)
    assert parsed is not None
    assert parsed.where is not None
    try:
        found = rows(store, query)
    except SyntaxError:  # such as a BIND to what has a value
        return
    if not parsed.mentions("who"):
        return
    try:
        bound = bind(query, {"who": value})
    except UsageError:
        return
    answer = rows(store, bound)
    if not parsed.where.gives("who"):  # a parameter: there is nothing to restrict
        return
    kept = [row for row in found if row.get("who") == f"<{value}>"]
    assert counted(answer) == counted(kept), bound
    counting = f"{BASE}SELECT (COUNT(*) AS ?n) {{ {body}}}"
    (count,) = rows(store, bind(counting, {"who": value}))
    assert count["n"].startswith(f'"{len(kept)}"')
    grouped = f"{BASE}SELECT ?who (COUNT(*) AS ?n) {{ {body}}} GROUP BY ?who"
    of_all = [row for row in rows(store, grouped) if row.get("who") == f"<{value}>"]
    assert counted(rows(store, bind(grouped, {"who": value}))) == counted(of_all)
    assert bool(store.query(bind(f"{BASE}ASK {{ {body}}}", {"who": value}))) == bool(kept)


MET_NOBODY = "?who a kg:Person MINUS { ?who kg:met ?anyone }"


@pytest.mark.parametrize("form", ["SELECT ?who { %s }", "SELECT * { %s }", "SELECT DISTINCT ?who { { %s } }"])
def test_minus_takes_away_what_it_takes_without_a_value(demo: Graph, form: str) -> None:
    munir = demo.iri("asim-munir")
    assert demo.query(form % MET_NOBODY, who=munir).rows() == []
    assert demo.query(f"SELECT (COUNT(*) AS ?n) {{ {MET_NOBODY} }}", who=munir).rows() == [(0,)]
    assert not demo.query(f"ASK {{ {MET_NOBODY} }}", who=munir)


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?who ?n { { SELECT ?who (COUNT(?x) AS ?n) { ?who kg:met ?x } GROUP BY ?who } }",
        "SELECT ?who ?n { SELECT ?who (COUNT(?x) AS ?n) { ?who kg:met ?x } GROUP BY ?who }",
        "SELECT DISTINCT ?who { { SELECT DISTINCT ?who { ?who kg:met ?x } } }",
        "SELECT ?who ?x { { SELECT ?who ?x { ?who kg:met ?x } ORDER BY ?who ?x LIMIT 3 } }",
        "SELECT ?x ?who { ?x a kg:Person OPTIONAL { ?x kg:met ?who } }",
    ],
)
def test_rows_of_a_value_are_those_of_the_open_query(demo: Graph, query: str) -> None:
    for who in {row.who for row in demo.query(query)} - {None}:
        kept = [row for row in demo.query(query) if row.who == who]
        assert sorted(demo.query(query, who=who).rows()) == sorted(kept)


@pytest.mark.parametrize(
    "inner", ["VALUES ?x { :a :b }", "{ VALUES ?x { :a } }", "BIND(:a AS ?x)", "OPTIONAL { ?x :p ?y }"]
)
def test_a_graph_in_which_no_triple_is_looked_for_is_restricted_too(inner: str) -> None:
    store = pyoxigraph.Store()
    store.add(pyoxigraph.Quad(*(pyoxigraph.NamedNode(f"https://e.org/{name}") for name in "apbg")))
    query = f"{BASE}SELECT * {{ GRAPH ?who {{ {inner} }} }}"
    for name in ("g", "elsewhere"):
        value = Iri(f"https://e.org/{name}", name)
        kept = [row for row in rows(store, query) if row.get("who") == f"<{value}>"]
        assert counted(rows(store, bind(query, {"who": value}))) == counted(kept)


def test_the_short_form_of_construct_is_restricted(demo: Graph) -> None:
    made = demo.query("CONSTRUCT WHERE { ?a kg:met ?who }", who=demo.iri("asim-munir"))
    assert sorted(a.short for a, _, _ in made) == ["lloyd-austin", "thomas-west"]


@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?who ?n { ?who a kg:Person { SELECT (COUNT(?x) AS ?n) { ?who kg:met ?x } } }",
        "SELECT ?who { ?who a kg:Person MINUS { ?x kg:met ?y FILTER(?y = ?who) } }",
        "SELECT ?who { ?who a kg:Person { ?x kg:met ?y FILTER(?y = ?who) } UNION { ?x kg:met ?who } }",
    ],
)
def test_one_name_for_two_variables_is_refused(demo: Graph, query: str) -> None:
    with pytest.raises(UsageError, match=r"`\?who` within these braces is another variable than outside\n  hint: "):
        demo.query(query, who=demo.iri("asim-munir"))


@pytest.mark.parametrize("glued", ["?x a trueOPTIONAL { ?x ?p ?who }", "?who ?p ?x LATERAL { ?x ?p ?who }"])
def test_what_cannot_be_told_apart_is_refused(demo: Graph, glued: str) -> None:
    with pytest.raises(UsageError):
        demo.query(f"SELECT * {{ {glued} }}", who="x")
