"""Queries as text: what may not be asked is refused before the engine sees it; faults are shown where they stand."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.base.errors import QueryError
from kg.query.store import Store
from kg.query.tokens import MOST_JOINTS, MOST_NESTED, guard, tokens
from tests.conftest import SOON

PREFIXES = {
    **{"kg": "https://e.org/kg#", "said": "https://e.org/said#"},
    **dict.fromkeys(["", "s", "services", "civil-service", "my.service"], "http://127.0.0.1:1/"),
}
SOME = Store.of(["<http://127.0.0.1:1/a> <http://127.0.0.1:1/a> <http://127.0.0.1:1/a> ."], PREFIXES)
EMPTY = Store.of([], PREFIXES)
ELSEWHERE = "<http://127.0.0.1:1/>"


@pytest.mark.parametrize(
    "query",
    [
        f"SELECT * {{ SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ service silent {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ SERVICESILENT{ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p trueSERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 1SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 1e0SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p :.SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s ?p 'x'SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        "SELECT * { SERVICE:x { ?s ?p ?o } }",
        "SELECT * { services:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p ?o OPTIONAL { Services:x # a comment\n { ?s ?p ?o } } }",
        "SELECT * { SERVICESILENTs:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p trueservices:x { ?s ?p ?o } }",
        "SELECT * { ?s ?p true.SERVICE:x { ?s ?p ?o } }",
        f"SELECT * {{ ?s ?p '''a\\''' '''}} SERVICE {ELSEWHERE} {{ ?s ?p '''b''' }} }}",
        f"SELECT * {{ ?s :a\\#b ?o . SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"SELECT * {{ ?s <http://e/\\u0041#x> ?o . SERVICE {ELSEWHERE} {{ ?s ?p ?o }} }}",
        f"# a comment\nSELECT * {{ # another SERVICE\n SERVICE # and one\n {ELSEWHERE} {{ ?s ?p ?o }} }}",
    ],
)
def test_no_query_leaves_this_machine(query: str) -> None:
    with pytest.raises(QueryError, match=r"^query:\d+:\d+: SERVICE is refused: no query leaves this machine\n"):
        EMPTY.query(query)


def test_what_may_be_a_comparison_hides_nothing() -> None:
    hidden = f"SELECT * {{ FILTER(1<:x#>'''\n||1) SERVICE {ELSEWHERE} {{ ?s ?p ?o }}\n#'''\n }}"
    with pytest.raises(QueryError) as caught:
        EMPTY.query(hidden)
    assert str(caught.value) == (
        "query:1:20: IRI or comparison?\n  SELECT * { FILTER(1<:x#>'''\n                     ^\n"
        "  hint: put blanks around `<`, or declare a PREFIX for the IRI"
    )


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s kg:service ?service }",
        "SELECT * { ?s ?p 'the Secret Service: SERVICE <http://e.org/> { }' }",
        "# which SERVICE?\nSELECT * { ?s <http://e.org/SERVICE> ?o }",
        'SELECT * { ?s ?p """a " SERVICE \\""" b""" }',
        "SELECT * { ?s services:kind ?o }",
        "SELECT * { ?s a services:Kind ; civil-service:grade my.service:1-2%20 , services:é.x . }",
        "SELECT * { GRAPH services:g { ?s services:kind|^services:kind ?o } }",
        "SELECT * FROM services:g { ?s ?p ?o }",
        "DESCRIBE services:x { ?s ?p services:y }",
        "PREFIX service: <http://127.0.0.1:1/> SELECT * { service:x service: service:SERVICE }",
    ],
)
def test_a_mere_word_is_no_call(query: str) -> None:
    assert list(EMPTY.query(query)) == []  # type: ignore[arg-type]


FRAGMENTS = st.sampled_from(
    [
        "'", '"', "'''", '"""', "\\", "#", "\n", "<", ">", " ", "{", "}", "(", ")", ".", "?s", "?p", ":a", ":.", "1",
        "true", "<http://e/x#>", "FILTER(1", "FILTER('')", "''", '""', "''''''", "@en", "^^:t", "||", "a", "_:b", "%41",
        "SERVICE", "SERVICE ", f"SERVICE{ELSEWHERE}{{}}", f" SERVICE {ELSEWHERE} {{ }} ", "SILENT",
        "services:x", "s:x", "GRAPH ", "civil-service:x",
    ]
)  # fmt: skip


@given(st.lists(FRAGMENTS, max_size=12))
def test_whatever_passes_asks_no_other_host(fragments: list[str]) -> None:
    query = f"SELECT * {{ {''.join(fragments)} }}"
    try:
        guard(query)
    except QueryError:
        return
    try:
        for _ in SOME.inner.query(query, prefixes=PREFIXES):  # type: ignore[union-attr] # one of the kinds of results: rows
            pass
    except SyntaxError:
        return
    except OSError as error:
        pytest.fail(f"asked another host: {query!r}: {error}")


@pytest.mark.parametrize(("opening", "closing"), ["()", "{}", "[]"])
def test_ten_thousand_nested_brackets_are_refused(opening: str, closing: str) -> None:
    with pytest.raises(QueryError, match=rf"^query:1:\d+: nested deeper than {MOST_NESTED}\n"):
        EMPTY.query(f"SELECT ?x {{ {opening * 10_000}{closing * 10_000} }}")


@pytest.mark.parametrize(
    "body",
    [
        "FILTER(" + "!" * 20_000 + "true)",
        "FILTER(0 = " + "+".join(["1"] * 20_000) + ")",
        "FILTER(" + "||".join(["true"] * 20_000) + ")",
        " UNION ".join(["{ ?x ?y ?z }"] * 20_000),
        " MINUS { ?x ?y ?z } " * 20_000,
        "".join(f" BIND(1 AS ?v{number}) " for number in range(20_000)),
        "?x " + "|".join([":p"] * 20_000) + " ?z",
    ],
    ids=["not", "plus", "or", "union", "minus", "bind", "path"],
)
def test_chains_that_would_end_the_process_are_refused(body: str) -> None:
    with pytest.raises(QueryError, match=rf"more than {MOST_JOINTS:,} joints"):
        EMPTY.query(f"SELECT ?x {{ {body} }}")


def test_a_long_list_of_values_is_no_chain() -> None:
    values = " ".join(f":x{number}" for number in range(5_000))
    assert list(EMPTY.query(f"SELECT ?x {{ VALUES ?x {{ {values} }} ?x :p ?y }}")) == []  # type: ignore[arg-type]


def test_tokens_are_read_as_the_engine_reads_them() -> None:
    text = "SELECT ?ä·b { ?ä·b :a\\#b 'it\\'s # no comment' , <http://e/#x> . 1.5e3 } # a comment"
    assert [(token.lastgroup, token[0]) for token in tokens(text)] == [
        ("word", "SELECT"), ("variable", "?ä·b"), ("mark", "{"), ("variable", "?ä·b"), ("local", ":a\\#b"),
        ("text", "'it\\'s # no comment'"), ("mark", ","), ("iri", "<http://e/#x>"), ("mark", "."), ("number", "1.5e3"),
        ("mark", "}"), ("comment", "# a comment"),
    ]  # fmt: skip


FAULTS = {
    "SELECT ?x { ?x foo:bar ?y }": (
        "query:1:16: unknown prefix `foo:`\n"
        "  SELECT ?x { ?x foo:bar ?y }\n"
        "                 ^\n"
        "  hint: known are civil-service, kg, my.service, s, said, services; or declare it: PREFIX foo: <…>"
    ),
    "SELECT ?x { ?x sadi:y ?z }": (
        "query:1:16: unknown prefix `sadi:`\n"
        "  SELECT ?x { ?x sadi:y ?z }\n"
        "                 ^\n"
        "  hint: did you mean `said`?"
    ),
    "SELECT ?x { ?x kg:bar ?y": (
        "query:1:11: `{` is never closed\n  SELECT ?x { ?x kg:bar ?y\n            ^\n  hint: write `}` where it ends"
    ),
    "SELECT * { ?s ?p ?o ) }": (
        "query:1:21: `)` closes nothing\n"
        "  SELECT * { ?s ?p ?o ) }\n"
        "                      ^\n"
        "  hint: write `(` where it begins, or leave it out"
    ),
    "SELEC ?x { ?x kg:bar ?y }": (
        "query:1:1: a query cannot begin with `SELEC`\n  SELEC ?x { ?x kg:bar ?y }\n  ^\n  hint: did you mean `SELECT`?"
    ),
    "SELECT ?x\n{\n  FILTR(?x) }": (
        "query:3:3: unknown word `FILTR`\n    FILTR(?x) }\n    ^\n  hint: did you mean `FILTER`?"
    ),
    "select ?x where { ?x a 'abc }": (
        "query:1:24: the text that begins with ' never ends\n"
        "  select ?x where { ?x a 'abc }\n"
        "                         ^\n"
        "  hint: write ' where it ends"
    ),
    "# why?\nPREFIX e: <http://e.org/>\nDROP ALL": (
        "query:3:1: DROP is refused: the store is made by `kg build` alone\n"
        "  DROP ALL\n"
        "  ^\n"
        "  hint: change the sources and build again"
    ),
    "LOAD <http://e.org/>": (
        "query:1:1: LOAD is refused: the store is made by `kg build` alone\n"
        "  LOAD <http://e.org/>\n"
        "  ^\n"
        "  hint: change the sources and build again"
    ),
    " # nothing": (
        'query:1:1: an empty query\n   # nothing\n  ^\n  hint: ask something: "SELECT ?fact { ?fact a kg:Fact }"'
    ),
    "SELECT ?a ?b WHERE { ?a kg:p ?b } ORDER ?a": (
        "query:1:41: not SPARQL from here on: expected `BY`\n"
        "  SELECT ?a ?b WHERE { ?a kg:p ?b } ORDER ?a\n"
        "                                          ^"
    ),
    "SELECT ?x {\n  BIND('äöü𝄞' AS ?y) FILTER ?x }": (
        "query:2:29: not SPARQL from here on\n    BIND('äöü𝄞' AS ?y) FILTER ?x }\n                              ^\n"
        "  hint: put what is tested into brackets: FILTER(…)"
    ),
    "": 'query:1:1: an empty query\n  hint: ask something: "SELECT ?fact { ?fact a kg:Fact }"',
    "SELECT ?f { ?f kg:p kg:a/b }": (
        "query:1:26: unknown word `b`\n"
        "  SELECT ?f { ?f kg:p kg:a/b }\n"
        "                           ^\n"
        "  hint: if the slash belongs to the id, write kg:a\\/b"
    ),
    "SELECT ?a { { SELECT (IF(?a, 1, 2) AS ?b), ?a { ?a kg:p ?c } } }": (
        "query:1:42: a comma between what is selected\n"
        "  SELECT ?a { { SELECT (IF(?a, 1, 2) AS ?b), ?a { ?a kg:p ?c } } }\n"
        "                                           ^\n"
        "  hint: put a blank there alone"
    ),
    "SELECT ?a { ?a kg:p ?b, ?c FILTER(?b IN (1, 2)) } GROUP BY ?a HAVING ?a > 1": (
        "query:1:70: not SPARQL from here on\n"
        "  SELECT ?a { ?a kg:p ?b, ?c FILTER(?b IN (1, 2)) } GROUP BY ?a HAVING ?a > 1\n"
        "                                                                       ^\n"
        "  hint: put what is tested into brackets: HAVING(…)"
    ),
    "SELECT ?a (COUNT(?b) AS ?n) { ?a kg:p ?b }": (
        "query:1:8: `?a` is neither grouped by nor within an aggregate\n"
        "  SELECT ?a (COUNT(?b) AS ?n) { ?a kg:p ?b }\n"
        "         ^\n"
        "  hint: beside an aggregate, select only what is grouped by"
    ),
    "SELECT ?x { ?x ?y ?z BIND(1 AS ?x) }": (
        "query:1:32: `?x` has a value before BIND gives it one\n"
        "  SELECT ?x { ?x ?y ?z BIND(1 AS ?x) }\n"
        "                                 ^\n"
        "  hint: take another name"
    ),
}


@pytest.mark.parametrize("query", FAULTS)
def test_a_fault_is_shown_where_it_stands(query: str) -> None:
    with pytest.raises(QueryError) as caught:
        EMPTY.query(query)
    assert str(caught.value) == FAULTS[query]


@pytest.mark.parametrize("long", ["a" * 200_000, " " * 200_000, "FILTER " * 30_000, "FILTER" + " " * 200_000])
def test_what_stands_before_a_fault_may_be_long(long: str) -> None:
    begun = time.perf_counter()
    with pytest.raises(QueryError):
        EMPTY.query(f"SELECT ?x {{ ?x ?y ?z }} # x\n{long} ?x > 3")
    assert time.perf_counter() - begun < SOON


def test_of_a_long_line_the_part_around_the_fault_is_shown() -> None:
    with pytest.raises(QueryError) as caught:
        EMPTY.query("SELECT ?x { " + "?x kg:p ?x . " * 60 + "FILTR(?x) " + "?x kg:p ?x . " * 40 + "}")
    line, caret = str(caught.value).splitlines()[1:3]
    assert line[caret.index("^") :].startswith("FILTR(?x)")
    assert len(line) < 200
