"""Queries of every construct at every size: an answer or a refusal with its place, never the end of a process.

How many of each the engine stands was found by halving (Oxigraph 0.5, a stack of 8 MB): 2,400 triples, things to
describe or expressions, 2,000 nested groups, 6,000 unions, 9,000 filters or operators, 900 nested calls.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg import Limits
from kg.base.errors import QueryError
from kg.query.store import Store
from kg.query.tokens import MOST_JOINTS, guard

MOST = 100_000
SOME = Store.of(["<a:s> <a:p> <a:o> ."], {"kg": "https://e.org/"})
CONSTRUCTS: dict[str, Callable[[int], str]] = {
    "triples": lambda n: "ASK { " + "?x ?y ?z . " * n + "}",
    "triples distinct": lambda n: "ASK { " + "".join(f"?x{i} ?y{i} ?z{i} . " for i in range(n)) + "}",
    "triples constant": lambda n: "ASK { " + "".join(f"<a:s> <a:p{i}> <a:o> . " for i in range(n)) + "}",
    "triples star": lambda n: "ASK { " + "".join(f"?x <a:p{i}> ?y{i} . " for i in range(n)) + "}",
    "objects": lambda n: "ASK { ?x ?y " + " , ".join(["?z"] * n) + " }",
    "objects distinct": lambda n: "ASK { ?x ?y " + " , ".join(f"?z{i}" for i in range(n)) + " }",
    "pol": lambda n: "ASK { ?x " + " ; ".join(["?y ?z"] * n) + " }",
    "values rows": lambda n: "SELECT ?x { VALUES ?x { " + "1 " * n + "} }",
    "values tuples": lambda n: "SELECT * { VALUES (?x ?y) { " + "(1 2) " * n + "} }",
    "values wide": lambda n: (
        "SELECT * { VALUES (" + " ".join(f"?x{i}" for i in range(n)) + ") { (" + "1 " * n + ") } }"
    ),
    "values blocks": lambda n: "SELECT * { " + "VALUES ?x { 1 } " * n + "}",
    "values end": lambda n: "SELECT * { } VALUES ?x { " + "1 " * n + "}",
    "in": lambda n: "ASK { FILTER(1 IN (" + ",".join(["2"] * n) + ")) }",
    "concat": lambda n: "SELECT (CONCAT(" + ",".join(['"a"'] * n) + ") AS ?x) { }",
    "coalesce": lambda n: "SELECT (COALESCE(" + ",".join(["?z"] * n) + ") AS ?x) { }",
    "union": lambda n: "ASK { " + " UNION ".join(["{ ?x ?y ?z }"] * n) + " }",
    "union empty": lambda n: "ASK { " + " UNION ".join(["{}"] * n) + " }",
    "optional": lambda n: "ASK { " + "OPTIONAL { ?x ?y ?z } " * n + "}",
    "optional distinct": lambda n: "ASK { " + "".join(f"OPTIONAL {{ ?x{i} ?y ?z }} " for i in range(n)) + "}",
    "minus": lambda n: "ASK { " + "MINUS { ?x ?y ?z } " * n + "}",
    "groups": lambda n: "ASK { " + "{ ?x ?y ?z } " * n + "}",
    "graphs": lambda n: "ASK { " + "GRAPH ?g { ?x ?y ?z } " * n + "}",
    "filter": lambda n: "ASK { " + "FILTER(true) " * n + "}",
    "filter bare": lambda n: "ASK { ?x ?y ?z " + "FILTER isIRI(?x) " * n + "}",
    "bind": lambda n: "SELECT * { " + "".join(f"BIND(1 AS ?x{i}) " for i in range(n)) + "}",
    "exists": lambda n: "ASK { " + "FILTER EXISTS { ?x ?y ?z } " * n + "}",
    "or": lambda n: "ASK { FILTER(" + "||".join(["true"] * n) + ") }",
    "and": lambda n: "ASK { FILTER(" + "&&".join(["true"] * n) + ") }",
    "plus": lambda n: "SELECT (1" + "+1" * n + " AS ?x) {}",
    "plus signed": lambda n: "SELECT (1" + " +1" * n + " AS ?x) {}",
    "minus signed": lambda n: "SELECT (1" + " -1" * n + " AS ?x) {}",
    "times": lambda n: "SELECT (1" + "*1" * n + " AS ?x) {}",
    "not": lambda n: "ASK { FILTER(" + "!" * n + "true) }",
    "unary minus": lambda n: "ASK { FILTER(" + "- " * n + "1) }",
    "parens": lambda n: "ASK { FILTER(" + "(" * n + "1" + ")" * n + ") }",
    "nested groups": lambda n: "ASK " + "{" * n + "}" * n,
    "nested optional": lambda n: "ASK {" + "OPTIONAL {" * n + "}" * n + "}",
    "nested bnodes": lambda n: "ASK { ?x ?y " + "[ ?y " * n + "1" + "]" * n + "}",
    "nested lists": lambda n: "ASK { ?x ?y " + "(" * n + "1" + ")" * n + "}",
    "list": lambda n: "ASK { ?x ?y ( " + "1 " * n + ") }",
    "bnodes": lambda n: "ASK { " + "[] ?y ?z . " * n + "}",
    "bnode anon": lambda n: "ASK { ?x ?y " + ",".join(["[]"] * n) + " }",
    "path seq": lambda n: "ASK { ?x " + "/".join(["<a:p>"] * n) + " ?y }",
    "path alt": lambda n: "ASK { ?x " + "|".join(["<a:p>"] * n) + " ?y }",
    "path star": lambda n: "ASK { ?x " + "/".join(["<a:p>*"] * n) + " ?y }",
    "path inverse": lambda n: "ASK { ?x " + "^" * n + "<a:p> ?y }",
    "path inverse one": lambda n: "ASK { ?x " + "/".join(["^<a:p>"] * n) + " ?y }",
    "path nested": lambda n: "ASK { ?x " + "(" * n + "<a:p>" + ")*" * n + " ?y }",
    "path negated": lambda n: "ASK { ?x !(" + "|".join(["<a:p>"] * n) + ") ?y }",
    "path a": lambda n: "ASK { ?x " + "/".join(["a"] * n) + " ?y }",
    "describe": lambda n: "DESCRIBE " + " ".join(f"<a:{i}>" for i in range(n)),
    "describe same": lambda n: "DESCRIBE " + " ".join("<a:b>" for i in range(n)),
    "describe names": lambda n: "DESCRIBE " + " ".join(f"kg:a{i}" for i in range(n)),
    "describe vars": lambda n: "DESCRIBE " + " ".join(f"?a{i}" for i in range(n)) + " { }",
    "describe dollar": lambda n: "DESCRIBE " + " ".join(f"$a{i}" for i in range(n)) + " { ?x ?y ?z }",
    "select vars": lambda n: "SELECT " + " ".join(f"?a{i}" for i in range(n)) + " { }",
    "select exprs": lambda n: "SELECT " + " ".join(f"(1 AS ?a{i})" for i in range(n)) + " { }",
    "group by": lambda n: "SELECT (1 AS ?x) { } GROUP BY " + " ".join(f"?a{i}" for i in range(n)),
    "order by": lambda n: "SELECT * { ?a ?b ?c } ORDER BY " + " ".join(f"?a{i}" for i in range(n)),
    "order by desc": lambda n: "SELECT * { ?a ?b ?c } ORDER BY " + " ".join(f"DESC(?a{i})" for i in range(n)),
    "having": lambda n: "SELECT (COUNT(*) AS ?n) { } HAVING " + "(true) " * n,
    "aggregates": lambda n: "SELECT " + " ".join(f"(COUNT(*) AS ?a{i})" for i in range(n)) + " { }",
    "from": lambda n: "ASK " + " ".join(f"FROM <a:{i}>" for i in range(n)) + " { ?a ?b ?c }",
    "prefixes": lambda n: " ".join(f"PREFIX p{i}: <a:{i}>" for i in range(n)) + " ASK { }",
    "bases": lambda n: "BASE <http://a/> " * n + " ASK { }",
    "construct": lambda n: "CONSTRUCT { " + "<a:s> <a:p> <a:o> . " * n + "} WHERE { }",
    "construct where": lambda n: "CONSTRUCT WHERE { " + "?s ?p ?o . " * n + "}",
    "construct objects": lambda n: "CONSTRUCT { <a:s> <a:p> " + ",".join(f"<a:{i}>" for i in range(n)) + "} WHERE { }",
    "construct bnodes": lambda n: (
        "CONSTRUCT { " + " . ".join(f"_:a{i} <a:p> _:a{i + 1}" for i in range(n)) + "} WHERE { }"
    ),
    "subselect": lambda n: "ASK " + "{ SELECT * " * n + "{}" + "}" * n,
    "subselects": lambda n: "ASK {" + "{ SELECT * {?x ?y ?z} } " * n + "}",
    "if": lambda n: "SELECT (" + "IF(true,1," * n + "1" + ")" * n + " AS ?x) {}",
    "str nest": lambda n: "SELECT (" + "STR(" * n + "1" + ")" * n + " AS ?x) {}",
    "compare": lambda n: "ASK { FILTER(1" + " = 1" * n + ") }",
    "long text": lambda n: "SELECT ('" + "a" * n + "' AS ?x) {}",
    "long name": lambda n: "ASK { ?" + "a" * n + " ?b ?c }",
    "long iri": lambda n: "ASK { <a:" + "a" * n + "> ?b ?c }",
    "long number": lambda n: "SELECT (" + "1" * n + " AS ?x) {}",
    "comments": lambda n: "# a\n" * n + "ASK {}",
    "dots": lambda n: "ASK { ?x ?y ?z " + "." * n + "}",
    "semicolons": lambda n: "ASK { ?x ?y ?z " + ";" * n + "}",
    "triple terms": lambda n: "ASK { ?x ?y " + "<<( ?a ?b " * n + "?c" + " )>>" * n + " }",
    "reified": lambda n: "ASK { " + "<< " * n + "?a" + " ?b ?c >>" * n + " ?y ?z }",
    "annotations": lambda n: "ASK { ?x ?y ?z " + "{| ?p ?q " * n + "|}" * n + " }",
    "annotations row": lambda n: "ASK { ?x ?y ?z " + "{| ?p ?q |} " * n + " }",
    "lateral": lambda n: "ASK { " + "LATERAL { ?x ?y ?z } " * n + "}",
    "bracketed variables": lambda n: "ASK { FILTER(" + "+".join(f"?a{i}" for i in range(n)) + ") }",
    "bnode props": lambda n: "ASK { [ " + ";".join(["?p ?q"] * n) + " ] }",
    "construct lists": lambda n: "CONSTRUCT { ?x ?y ( " + "1 " * n + ") } WHERE { }",
    "regex nest": lambda n: "ASK { FILTER REGEX('a', '" + "(" * n + "a" + ")" * n + "') }",
    "regex alt": lambda n: "ASK { FILTER REGEX('a', '" + "a|" * n + "a') }",
    "regex count": lambda n: "ASK { FILTER REGEX('a', '" + "(a{0,9})" * n + "') }",
    "unicode escapes": lambda n: "ASK { ?x ?y '" + "\\u0041" * n + "' }",
}

STANDS = {
    "values rows", "values tuples", "values end", "in", "concat", "coalesce", "from", "bases", "long text", "long name",
    "long iri", "long number", "comments", "regex nest", "regex alt", "regex count", "unicode escapes",
}  # fmt: skip
# What is not refused, however many


def passes(query: str) -> bool:
    try:
        guard(query)
    except QueryError as error:
        place = error.place
    else:
        return True
    assert place is not None
    assert min(place.line, place.column) >= 1
    return False


def largest(construct: Callable[[int], str]) -> int:
    """Find how large a query may be, by doubling and halving."""
    most = 20
    while most < MOST and passes(construct(most)):
        most *= 2
    least = most // 2
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if passes(construct(middle)) else (least, middle)
    return least


@pytest.mark.parametrize("name", CONSTRUCTS)
def test_what_passes_the_guard_does_not_end_the_engine(name: str) -> None:
    construct = CONSTRUCTS[name]
    for query in map(construct, (10, largest(construct))):
        said = ""
        try:
            SOME.query_within(Limits(seconds=1, rows=1000, megabytes=2000), query).read_all()
        except QueryError as error:
            said = str(error)
        assert "has ended the engine" not in said
    assert passes(construct(MOST)) == (name in STANDS)


def test_what_is_refused_is_counted() -> None:
    with pytest.raises(QueryError) as caught:
        guard("ASK {\n" + "?x ?y ?z .\n" * 9000 + "}")
    assert str(caught.value) == (
        "query:501:10: more than 1,000 joints\n  ?x ?y ?z .\n           ^\n  hint: ask in several queries: each "
        "bracket and operator counts one; each triple, object, step of a path, item of a list and thing to describe "
        "counts two"
    )
    assert MOST_JOINTS == 1000


@pytest.mark.parametrize(
    "nested",
    ["!(", "!(1 * (", "! # or not\n(", "!STR(", "!!(", "!xsd:boolean("],
)
def test_negations_in_each_other_are_refused_before_the_parser_doubles_its_time_for_each(nested: str) -> None:
    closing = ")" * nested.count("(")
    for inside, many in (("1 1", 30), ("COUNT(DISTINCT ?x)", 9), ("true", 9)):
        with pytest.raises(QueryError, match=r"^query:\d+:\d+: more than 8 negations in each other\n"):
            Store.of([], {}).query(f"ASK {{ FILTER({nested * many}{inside}{closing * many}) }}")
    beside = " && ".join(["!(?o != 1)", "!BOUND(?s)"] * 20)
    assert bool(Store.of([], {}).query(f"ASK {{ ?s ?p ?o FILTER({beside}) }}")) is False


@pytest.mark.parametrize("call", ["<https://example.org/xsd#integer>(?o)", "x:integer(?o)", "y:f((?o))"])
def test_a_function_that_there_is_not_is_named_at_its_place(call: str) -> None:
    store = Store.of([], {"x": "https://example.org/xsd#"})
    asked = f"PREFIX y: <https://example.org/y#>\nASK {{ ?s ?p ?o\n FILTER({call}) }}"
    for ask in (lambda: store.query(asked), lambda: store.query_within(Limits(), asked)):
        with pytest.raises(QueryError) as caught:
            ask()
        assert str(caught.value).startswith(f"query:3:9: there is no function `{call.split('(')[0]}`\n")
