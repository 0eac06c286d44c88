r"""Faults of a query of which the engine's parser gives no place, or a wrong one: each at its line and column."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base.errors import QueryError
from kg.query.limits import Limits
from kg.query.store import Store

PREFIXES = {"kg": "https://e.org/kg#", "xsd": "http://www.w3.org/2001/XMLSchema#"}
EMPTY = Store.of([], PREFIXES)

# Each with the part that is at fault between « and », which are taken out, and the message.
AT_FAULT = {
    'ASK { ?a ?b "a"«@toolongtagxxxxxxxxx-» }': "`@toolongtagxxxxxxxxx-` is no language tag",
    'ASK { ?a ?b "a"«@toolongtagxxxxxxxxx-»! }': "`@toolongtagxxxxxxxxx-` is no language tag",
    'ASK { FILTER(lang("a"«@abcdefghij») = "x") }': "`@abcdefghij` is no language tag",
    'ASK { ?a ?b "a"«@123» }': "`@123` is no language tag",
    'ASK { ?a ?b "a" , "b"«@en_US» }': "`@en_US` is no language tag",
    'ASK { ?a ?b "a"«@en-» }': "`@en-` is no language tag",
    'ASK { ?a ?b "a"«@» }': "`@` is no language tag",
    'ASK { ?a ?b "a"«@a» }': "`@a` is no language tag",
    'ASK { ?a ?b "a"«@en--foo» }': "`@en--foo` is no language tag",
    "ASK { VALUES ?x { 'a'@en 'b'«@en-a» } }": "`@en-a` is no language tag",
    'ASK { ?a ?b "a «\\uD800»" }': "`\\uD800` is no character",
    'ASK { ?a ?b "\\u0041 «\\uD83D»\\uDE00" }': "`\\uD83D` is no character",
    'ASK { ?a ?b """x\ny «\\U00110000» z""" }': "`\\U00110000` is no character",
    "SELECT (GROUP_CONCAT(?a; SEPARATOR='«\\uDC00»') AS ?x) { ?a ?b ?c }": "`\\uDC00` is no character",
    'ASK { ?a ?b "C:\\\\x «\\q»" }': "`\\q` is no escape",
    'ASK { ?a ?b "«\\u12»" }': "`\\u12` is no escape",
    'ASK { ?a ?b "«\\U0001F60»" }': "`\\U0001F60` is no escape",
    "ASK { ?a ?b «<http://[/>» }": "`<http://[/>` is no IRI: Invalid character '[' in host",
    "ASK { ?a ?b «<http://e.org:port/>» }": "`<http://e.org:port/>` is no IRI: Invalid character 'p'",
    "ASK { ?a ?b <http://e.org/> , «<http://e.org/%zz>» }":
        "`<http://e.org/%zz>` is no IRI: Invalid IRI percent encoding '%zz'",
    "ASK { ?a ?b «<http://e.org/a b>» }": "`<http://e.org/a b>` is no IRI: Invalid IRI code point ' '",
    "ASK { ?a ?b «<http://e.org/{}>» }": "`<http://e.org/{}>` is no IRI: Invalid IRI code point '{'",
    "ASK { ?a ?b <http://e.org/«\\uD800»> }": "`\\uD800` is no character",
    "ASK { ?a ?b «<http://e.org/\\u0020>» }": "`<http://e.org/\\u0020>` is no IRI: Invalid IRI code point ' '",
    "ASK { ?a ?b <http://e.org/«\\n»> }": "`\\n` is no escape",
    "ASK { ?a ?b <http://e.org/«\\u00»> }": "`\\u00` is no escape",
    "ASK { ?a ?b «<rel>» }": "`<rel>` is relative, and there is no BASE",
    "ASK { ?a ?b «<>» }": "`<>` is relative, and there is no BASE",
    "ASK { ?a ?b «<../x>» }": "`<../x>` is relative, and there is no BASE",
    "ASK { ?a ?b «<?x=1>» }": "`<?x=1>` is relative, and there is no BASE",
    "ASK { ?a ?b «<1:x>» }": "`<1:x>` is relative, and there is no BASE",
    "ASK { ?a ?b «<:x>» }": "`<:x>` is relative, and there is no BASE",
    'ASK { ?a ?b "x"^^«<rel>» }': "`<rel>` is relative, and there is no BASE",
    "ASK { FILTER(?a = «<rel>») }": "`<rel>` is relative, and there is no BASE",
    "ASK { FILTER(«<rel>»(1)) }": "`<rel>` is relative, and there is no BASE",
    "ASK FROM «<rel>» { ?a ?b ?c }": "`<rel>` is relative, and there is no BASE",
    "ASK FROM NAMED «<http://[>» { ?a ?b ?c }": "`<http://[>` is no IRI: Invalid character '[' in host",
    "DESCRIBE kg:a «<rel>»": "`<rel>` is relative, and there is no BASE",
    "SELECT * { VALUES (?x ?y) { (<http://e.org/> «<rel>») } }": "`<rel>` is relative, and there is no BASE",
    "SELECT * { GRAPH «<rel>» { ?a ?b ?c } }": "`<rel>` is relative, and there is no BASE",
    "BASE «<http://[/>» ASK { ?a ?b <x> }": "`<http://[/>` is no IRI: Invalid character '[' in host",
    "BASE «<x>» ASK { ?a ?b <x> }": "`<x>` is relative, and there is no BASE",
    "BASE <urn:x> ASK { ?a ?b «<//[>» }": "`<//[>` gives no IRI with its BASE",
    "PREFIX p: «<http://[>» ASK { ?a ?b p:x }": "`<http://[>` is no IRI: Invalid character '[' in host",
    "PREFIX p: «<rel>» ASK { ?a ?b ?c }": "`<rel>` is relative, and there is no BASE",
    "# which?\nPREFIX p: <http://e.org:>\nASK { ?a ?b «p:port» }":
        "`p:port` gives no IRI: Invalid character 'p'",
    "ASK { ?a ?b kg:«\\[» }": "`\\[` is no escape in a name",
    "ASK { ?a ?b kg:a«%»zz }": "a `%` without two hexadecimal digits",
    "SELECT * { ?a ?b ?c } LIMIT «99999999999999999999999»": "LIMIT takes a whole number up to 18446744073709551615",
    "SELECT * { ?a ?b ?c } LIMIT 1 OFFSET «18446744073709551616»":
        "OFFSET takes a whole number up to 18446744073709551615",
    "SELECT * { ?a ?b ?c } LIMIT «-1»": "LIMIT takes a whole number up to 18446744073709551615",
    "SELECT * { ?a ?b ?c } limit «1.5»": "LIMIT takes a whole number up to 18446744073709551615",
    "SELECT * { ?a ?b ?c } LIMIT «?n»": "LIMIT takes a whole number up to 18446744073709551615",
    "SELECT * { VALUES (?a ?b) { (1 2) «(»1) } }": "1 value for 2 variables",
    "SELECT ?x { ?x ?y ?z } VALUES (?a) { «(»-1 'x'@en 'y'^^xsd:string) }": "3 values for 1 variable",
    "SELECT * { VALUES (?a «?a») { (1 2) } }": "`?a` stands twice among the variables of VALUES",
    "SELECT ?a «?a» { ?a ?b ?c }": "`?a` is selected twice",
    "SELECT ?a { { SELECT (1 AS ?x) (2 AS «?x») {} } }": "`?x` is selected twice",
    "SELECT (?a AS «?b») { ?a ?b ?c }": "`?b` has a value before AS gives it one",
    "SELECT «*» { ?a ?b ?c { SELECT ?z { ?z ?y ?x } } } GROUP BY ?a": "`*` beside GROUP BY or an aggregate",
    "SELECT «*» { ?a ?b ?c } ORDER BY COUNT(?a)": "`*` beside GROUP BY or an aggregate",
    "SELECT (COUNT(*) AS ?n) «?a» { ?a ?b ?c }": "`?a` is neither grouped by nor within an aggregate",
    "SELECT ?b «?a» { ?a ?b ?c } GROUP BY ?b": "`?a` is neither grouped by nor within an aggregate",
    "SELECT (STR(«?a») AS ?x) (MAX(?c) AS ?y) { ?a ?b ?c }": "`?a` is neither grouped by nor within an aggregate",
    "SELECT (COUNT(?a) AS ?n) (MAX(?c) + «?n» AS ?m) { ?a ?b ?c }":
        "`?n` is neither grouped by nor within an aggregate",
    "SELECT ?a { ?a ?b _:x . OPTIONAL { ?a ?b «_:x» } }": "`_:x` stands in another group already",
    "ASK { ?a ?b ?c FILTER(«xsd:integer»(1, 2)) }": "`xsd:integer` takes 1 argument, not 2",
}  # fmt: skip


def _asked(marked: str) -> tuple[str, str]:
    """Take the marks out of a query; also give the line and column at which the first one stood."""
    before = marked[: marked.index("«")]
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
    return marked.replace("«", "").replace("»", ""), f"query:{line}:{column}: "


@pytest.mark.parametrize("marked", AT_FAULT)
@pytest.mark.parametrize("ask", [EMPTY.query, lambda text: EMPTY.query_within(Limits(), text).read_all()])
def test_a_fault_that_the_engine_does_not_place_is_shown_where_it_stands(
    marked: str, ask: Callable[[str], object]
) -> None:
    query, where = _asked(marked)
    with pytest.raises(QueryError) as caught:
        list(ask(query))  # type: ignore[call-overload]  # rows, or what fails before there are any
    said = str(caught.value).split("\n")
    assert said[0] == f"{where}{AT_FAULT[marked]}"
    caret = said[2].index("^")
    first = marked[marked.index("«") + 1 :].split("»")[0]
    assert said[1][caret:].startswith(first.split("\n")[0])
    assert re.match(r"  hint: \S", said[3])


FINE = [
    "SELECT ?a { ?a kg:p ?b FILTER(?b<?a&&?b>3) }",
    "SELECT ?a { ?a kg:p ?b FILTER(?b<kg:a&&kg:b>?a) }",
    "SELECT ?a { ?a kg:p ?b FILTER(IF(?b<1,?a>2,?b<abs(?b)&&?a>3)) }",
    'SELECT ?a { ?a kg:p "x"@en-GB , "\\u00e9\\t\\\\"@x-y , \'\\U0001F600\' , <http://e.org/é> , kg:a\\,b , kg:%41 }',
    "BASE <http://e.org/> PREFIX p: <rel/> SELECT ?a { ?a <> <../x> , p:x . <?q> p: 'x'^^<t> }",
    "SELECT ?b (COUNT(?a) AS ?n) (MAX(?c) + COALESCE(?x, 1) AS ?m) { ?a ?b ?c } GROUP BY ?b LIMIT 5 OFFSET 0",
    "SELECT ?k (SAMPLE(?a) AS ?s) { ?a ?b ?c } GROUP BY (STR(?b) AS ?k)",
    "SELECT ?a { VALUES (?a ?b) { (kg:a UNDEF) (-1 'x'@en) ('y'^^xsd:string true) } VALUES () { () } }",
    "SELECT ?a { ?a ?b _:x . _:x ?c ?d FILTER(?d > 1) _:x ?e _:y }",
    "SELECT * { ?a ?b ?c { SELECT ?a (COUNT(?x) AS ?n) { ?a ?y ?x } GROUP BY ?a } }",
]


@pytest.mark.parametrize("query", FINE)
def test_what_is_right_is_never_called_a_fault(query: str) -> None:
    list(EMPTY.query(query))  # type: ignore[arg-type]  # rows
    spoilt = f"{query} ENOUGH"
    with pytest.raises(QueryError, match=rf"^query:1:{len(query) + 2}: unknown word `ENOUGH`\n"):
        EMPTY.query(spoilt)


@given(
    st.text(st.sampled_from("abAB-_0:/.%[]@\\u#? é"), max_size=8),
    st.sampled_from(["<{}>", "'x'@{}", "'{}'", "kg:{}"]),
)
def test_no_term_is_refused_without_a_place_of_its_own(inside: str, around: str) -> None:
    found = refusal(f"SELECT ?x {{\n ?x kg:p\n   {around.format(inside)}\n }}")
    assert found is None or (found.place is not None and (found.place.line, found.place.column) >= (3, 3)), found


def refusal(query: str) -> QueryError | None:
    """What a query is refused for, if it is."""
    try:
        list(EMPTY.query(query))  # type: ignore[arg-type]  # rows
    except QueryError as error:
        return error
    return None
