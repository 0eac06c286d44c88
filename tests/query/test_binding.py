"""Values bound to variables stay values, whatever they hold and wherever the variable stands."""

from __future__ import annotations

import datetime
import unicodedata
from decimal import Decimal
from typing import Any

import pyoxigraph
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kg.base.errors import KgError, QueryError, UsageError
from kg.graph.graph import Graph
from kg.query.binding import bind, term
from kg.query.term_values import Iri
from kg.query.tokens import tokens

HOSTILE = [
    '" } ; DROP ALL #',
    "' } ; DROP ALL #",
    '\\" } ; DROP ALL #',
    '"""',
    "'''",
    '""" } SERVICE <http://127.0.0.1:1/> { """',
    "\\",
    "\\\\",
    'a\\"b\\\\"c',
    "\\u0022 } ; DROP ALL #",
    "\\\\u0022 } ; DROP ALL #",
    "\\U00000022 } #",
    "line\nbreak } UNION { ?s ?p ?o",
    "carriage\rreturn",
    "tab\there",
    "# no comment",
    "?what $what",
    "<https://e.org/met>",
    "> . ?s ?p ?o . <x",
    "} UNION { ?s ?p ?o",
    ") } GROUP BY ?s #",
    "@en",
    "^^<http://www.w3.org/2001/XMLSchema#integer>",
    "\x00\x07\x1b[31m\x7f\x85",
    "\u2028\u2029\ufeff\u202e",
    "🙂𝄞é",
    "",
    "SERVICE <http://127.0.0.1:1/> { ?s ?p ?o }",
    "%27%22",
    "AS ?what) (1",
]
SHOWN = [repr(text)[1:30] for text in HOSTILE]
hostile = pytest.mark.parametrize("value", HOSTILE, ids=SHOWN)

# Each gives the bound value back as ?seen, by another way.
WAYS = {
    "projected": "SELECT ?what ?seen { BIND(?what AS ?seen) }",
    "not projected": "SELECT ?seen { BIND(?what AS ?seen) }",
    "in an expression": "SELECT (?what AS ?seen) { }",
    "in a subquery": "SELECT ?seen { { SELECT (?what AS ?seen) { } } }",
    "in a subquery of a subquery": "SELECT ?seen { { SELECT ?seen { { SELECT ?seen { BIND(?what AS ?seen) } } } } }",
    "projected by a subquery": "SELECT ?seen { { SELECT ?what { } } BIND(?what AS ?seen) }",
    "in an aggregate": "SELECT (SAMPLE(?what) AS ?seen) { VALUES ?x { 1 2 } }",
    "in HAVING": "SELECT (?y AS ?seen) { BIND(?what AS ?y) } GROUP BY ?y HAVING (SAMPLE(?y) = ?what)",
    "grouped by": "SELECT (SAMPLE(?what) AS ?seen) { VALUES ?x { 1 2 } } GROUP BY ?what",
    "ordered by": "SELECT ?seen { BIND(?what AS ?seen) } ORDER BY ?what DESC(?what)",
    "in FILTER": "SELECT ?seen { BIND(?what AS ?seen) FILTER(?seen = ?what && BOUND(?what)) }",
    "in IN": "SELECT ?seen { BIND(?what AS ?seen) FILTER(?seen IN (1, ?what)) }",
    "in EXISTS": "SELECT ?seen { BIND(?what AS ?seen) FILTER EXISTS { FILTER(?what = ?what) } }",
    "in OPTIONAL": "SELECT ?seen { OPTIONAL { BIND(?what AS ?seen) } }",
    "in UNION": "SELECT ?seen { { BIND(?what AS ?seen) } UNION { FILTER(?what != ?what) } }",
    "in MINUS": "SELECT ?seen { BIND(?what AS ?seen) MINUS { VALUES ?seen { 1 } FILTER(?what = ?what) } }",
    "beside VALUES": "SELECT ?seen { VALUES ?x { 1 } BIND(?what AS ?seen) }",
    "of all variables": "SELECT * { BIND(?what AS ?seen) }",
    "of all distinct variables": "SELECT DISTINCT * WHERE { BIND(?what AS ?seen) } LIMIT 1",
    "in GRAPH": "SELECT DISTINCT ?seen { GRAPH ?g { ?claim kg:stance kg:asserts BIND(?what AS ?seen) } }",
    "beside a path": "SELECT DISTINCT ?seen { entity:asim-munir (kg:met|^kg:met)+ ?who BIND(?what AS ?seen) }",
    "with a dollar": "SELECT ($what AS ?seen) { }",
}


@hostile
@pytest.mark.parametrize("way", WAYS)
def test_a_hostile_text_stays_a_text(demo: Graph, way: str, value: str) -> None:
    assert [row.seen for row in demo.query(WAYS[way], what=value)] == [value]


def test_a_bound_variable_is_still_projected(demo: Graph) -> None:
    assert demo.query("SELECT ?what ?x { VALUES ?x { 1 } }", what="so").rows() == [("so", 1)]
    assert demo.query("SELECT * { VALUES ?x { 1 } FILTER(?what = 'so') }", what="so").rows() == [("so", 1)]


@hostile
def test_a_hostile_text_is_looked_for_and_not_obeyed(demo: Graph, value: str) -> None:
    assert demo.query("SELECT ?s { ?s rdfs:label ?label }", label=value).rows() == []
    assert demo.query("SELECT ?s { ?s ?p ?o . GRAPH ?g { ?s kg:note ?note } }", note=value).rows() == []
    assert not demo.query("ASK { FILTER(?what = 'something else') }", what=value)
    made = demo.query("CONSTRUCT { kg:x kg:note ?what } WHERE { }", what=value)
    assert [triple[2] for triple in made] == [value]


@hostile
def test_a_hostile_text_that_is_there_is_found(value: str) -> None:
    there, other = pyoxigraph.NamedNode("https://e.org/p"), pyoxigraph.NamedNode("https://e.org/s")
    store = pyoxigraph.Store()
    store.add(pyoxigraph.Quad(other, there, pyoxigraph.Literal(value), pyoxigraph.NamedNode("https://e.org/g")))
    for pattern in ("<p> ?what", "<p>|<q> ?what", "<q>*/<p> ?what", "!<q> ?what", "?p ?what . ?s ?p ?what"):
        group = f"GRAPH ?g {{ ?s {pattern} }}"
        for query in (group, f"{{ SELECT ?s ?g {{ {group} }} }}", f"FILTER EXISTS {{ {group} }} VALUES ?s {{ <s> }}"):
            asked = bind(f"BASE <https://e.org/> SELECT ?s {{ {query} }}", {"what": value})
            assert [row["s"] for row in store.query(asked)] == [other], asked  # type: ignore[union-attr] # one of the kinds of results: rows


@hostile
@pytest.mark.parametrize(
    "query",
    [
        "SELECT ?s { GRAPH ?what { ?s ?p ?o } }",
        "SELECT ?s { ?s ?what ?o }",
        "CONSTRUCT { kg:x ?what 1 } WHERE { }",
        "DESCRIBE ?what",
    ],
)
def test_a_hostile_text_is_refused_where_only_an_iri_can_stand(demo: Graph, query: str, value: str) -> None:
    with pytest.raises(QueryError) as caught:
        demo.query(query, what=value)
    assert str(caught.value) == (
        "a bound value cannot stand where its variable stands\n  hint: where only an IRI can, bind an IRI"
    )


@hostile
def test_what_is_no_iri_becomes_none(demo: Graph, value: str) -> None:
    with pytest.raises(UsageError, match=r"^cannot bind "):
        demo.query("SELECT ?s { ?s kg:met ?what }", what=Iri(value, "x"))
    with pytest.raises(KgError, match=r"^no such entity: |^`entity` is empty\n"):
        demo.query("met", entity=value)


@example("\uf900")
@given(st.text())
def test_any_text_stays_that_text_composed_as_names_are_kept(value: str) -> None:
    bound = bind("SELECT (?what AS ?seen) { { SELECT ?what { } } FILTER(STRLEN(?what) >= 0) }", {"what": value})
    (row,) = pyoxigraph.Store().query(bound)  # type: ignore[misc] # one of the kinds of results: rows
    assert row["seen"].value == unicodedata.normalize("NFC", value)


@given(st.text())
def test_a_value_is_one_token(value: str) -> None:
    (token,) = tokens(str(term(value)))
    assert token.lastgroup == "text"


def test_an_iri_reaches_every_place_of_a_pattern(demo: Graph) -> None:
    munir = demo.iri("asim-munir")
    asked = (
        "SELECT ?who { { SELECT ?who ?entity { ?who kg:met ?entity } } GRAPH ?g { ?c ?p ?entity } } "
        "GROUP BY ?who ORDER BY ?who"
    )
    assert [row.who.short for row in demo.query(asked, entity=munir)] == ["lloyd-austin", "thomas-west"]
    met = Iri("https://w3id.org/dramatis/kg#met", "met")
    assert [row.who.short for row in demo.query("SELECT ?who { entity:lloyd-austin ?edge ?who }", edge=met)] == [
        "asim-munir"
    ]
    article = demo.iri("arabnews-2025-07-26")
    assert demo.query("SELECT (COUNT(?c) AS ?n) { GRAPH ?g { ?c a kg:Claim } }", g=article).rows() == [(25,)]


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        (3, 3),
        (-3, -3),
        (0.5, 0.5),
        (Decimal("0.10"), Decimal("0.1")),
        (True, True),
        (datetime.date(2023, 12, 13), datetime.date(2023, 12, 13)),
        (
            datetime.datetime(2023, 12, 13, 10, tzinfo=datetime.UTC),
            datetime.datetime(2023, 12, 13, 10, tzinfo=datetime.UTC),
        ),
        (Iri("https://e.org/x", "x"), "https://e.org/x"),
    ],
    ids=str,
)
def test_a_value_keeps_its_type(demo: Graph, value: Any, kept: Any) -> None:
    ((seen,),) = demo.query("SELECT ?what { }", what=value)
    assert (seen, Iri if isinstance(seen, Iri) else type(seen)) == (kept, type(value))


def test_dates_and_numbers_compare(demo: Graph) -> None:
    asked = "SELECT (COUNT(?f) AS ?n) { ?f a kg:Fact ; kg:earliest ?d FILTER(?d > ?day) }"
    ((after,),) = demo.query(asked, day=datetime.date(2024, 1, 1))
    ((all_,),) = demo.query(asked, day=datetime.date(1900, 1, 1))
    assert 0 < after < all_


@pytest.mark.parametrize(
    ("query", "said"),
    [
        (
            "SELECT ?who { ?who kg:met ?x }",
            "the query has no variable `?what`\n  hint: bind a variable that it names",
        ),
        (
            "SELECT ?what { BIND(1 AS ?what) }",
            "`?what` is given a value by the query itself\n  hint: bind a variable that it leaves open",
        ),
        (
            "SELECT (COUNT(*) AS ?what) { }",
            "`?what` is given a value by the query itself\n  hint: bind a variable that it leaves open",
        ),
        (
            "SELECT ?x { VALUES (?x ?what) { (1 2) } }",
            "`?what` is given a value by the query itself\n  hint: bind a variable that it leaves open",
        ),
        (
            "ASK { FILTER(?a<kg:b&&?what>?c) }",
            "IRI or comparison? `<kg:b&&?what>`\n  hint: put blanks around `<`, or declare a PREFIX for the IRI",
        ),
    ],
)
def test_what_cannot_be_bound_is_refused(demo: Graph, query: str, said: str) -> None:
    with pytest.raises(UsageError) as caught:
        demo.query(query, what="x")
    assert str(caught.value) == said


def test_what_is_no_value_is_refused(demo: Graph) -> None:
    with pytest.raises(
        UsageError, match=r"^cannot bind a list\n  hint: bind text, numbers, dates, or an IRI of a result$"
    ):
        demo.query("SELECT ?what { }", what=["a", "b"])
    with pytest.raises(UsageError, match=r"^cannot bind '\\ud800': "):
        demo.query("SELECT ?what { }", what="\ud800")


def test_where_no_value_can_stand_the_query_says_so(demo: Graph) -> None:
    with pytest.raises(QueryError) as caught:
        demo.query("SELECT ?s { ?s ?p ?o } LIMIT ?n", n=3)
    assert str(caught.value).startswith("query:1:30: ")
    with pytest.raises(QueryError) as caught:
        demo.query("CONSTRUCT { ?s ?what ?o } WHERE { ?s kg:met ?o }", what="text")
    assert str(caught.value) == (
        "a bound value cannot stand where its variable stands\n  hint: where only an IRI can, bind an IRI"
    )


def test_a_fault_is_shown_in_the_words_of_its_author(demo: Graph) -> None:
    with pytest.raises(QueryError) as caught:
        demo.query("SELECT ?what { FILTR(?what) }", what="a long text that is not in the query")
    assert str(caught.value).splitlines()[1] == "  SELECT ?what { FILTR(?what) }"


def test_strings_comments_and_iris_are_passed_over() -> None:
    query = "SELECT ?x { ?x <http://e.org/?what> '?what', \"$what\" . # ?what\n ?x :a\\?what ?what }"
    assert bind(query, {"what": 1}) == f"{query[:-2]} VALUES ?what {{ {term(1)} }}  }}"
