"""What a server leaves out without a word is noticed; and limits hold for what it gives."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest

import kg
from kg.base.errors import KgWarning, QueryError, StoreError
from kg.base.iris import Names
from kg.query.limits import Limits
from kg.query.result import Result
from kg.remote.answers import Question, RemoteAnswer
from kg.remote.counting import count_of, gives_dataset, solutions_of
from kg.remote.endpoint import Endpoint
from tests.remote.scripted import JSON, Reply, Request, number, rows, scripted
from tests.remote.servers import ROWS, Running

ALL = "SELECT ?x { ?x ?y ?z }"
ENOUGH = Limits(seconds=20)


def result(address: str, text: str = ALL, form: str = "select", limits: Limits | None = ENOUGH) -> Result:
    question = Question(Endpoint(address), text, form)
    return Result(lambda: RemoteAnswer(question, limits), Names("https://e.org/"))


def server_of(count: int, *values: str, **headers: str) -> Callable[[Request], Reply]:
    """Answer each query in these rows, and each that counts in a number."""
    return lambda request: number(count) if "COUNT" in request.query else rows(*values, **headers)


@pytest.mark.parametrize(("count", "told"), [(2, ""), (3, "the endpoint gave 2 of 3 rows")])
def test_rows_are_counted_where_no_server_tells(count: int, told: str) -> None:
    with scripted(server_of(count, "a", "b")) as server:
        found = result(server.address).read()
    assert (len(found), found.cut) == (2, told)


def test_no_row_at_all_may_be_cut_too() -> None:
    with scripted(server_of(7)) as server:
        assert result(server.address).read().cut == "the endpoint gave 0 of 7 rows"


def test_a_server_that_tells_is_asked_only_if_it_does() -> None:
    with scripted(server_of(3, "a", "b", Server="Virtuoso/07")) as server:
        assert result(server.address).read().cut == ""
        assert len(server.asked) == 1
        server.answer = server_of(3, "a", "b", Server="Virtuoso/07", X_SPARQL_MaxRows="2")
        assert result(server.address).read().cut == "the endpoint gave 2 of 3 rows"
        server.answer = server_of(2, "a", "b", Server="Virtuoso/07", X_SPARQL_MaxRows="2")
        assert result(server.address).read().cut == "", "it has no more than it may give"


def test_what_cannot_be_counted_is_said() -> None:
    def answer(request: Request) -> Reply:
        return Reply(500, b"no counting here") if "COUNT" in request.query else rows("a")

    with scripted(answer) as server:
        told = result(server.address).read().cut
    assert told.startswith("the endpoint gave 1 rows, and whether there are more cannot be told: ")
    assert "no counting here" in told


def test_without_limits_a_warning_tells() -> None:
    with scripted(server_of(3, "a")) as server, pytest.warns(KgWarning, match="cut: the endpoint gave 1 of 3 rows"):
        assert result(server.address, limits=None).read().cut


def test_triples_are_counted_by_their_solutions() -> None:
    def answer(request: Request) -> Reply:
        if "COUNT" in request.query:
            return number(3)
        if "CONSTRUCT" in request.query:
            return Reply(
                200, b"<https://e.org/a> <https://e.org/b> <https://e.org/c> .\n", {"Content-Type": "text/plain"}
            )
        return rows("a")

    with scripted(answer) as server:
        found = result(server.address, "CONSTRUCT { ?a ?b ?c } { ?a ?b ?c }", "construct").read()
    assert (len(found), found.cut) == (1, "the endpoint made its triples of 1 of 3 rows")


@pytest.mark.parametrize(
    ("limits", "told"),
    [
        (Limits(seconds=20, rows=3), "stopped at 3 rows: there are more"),
        (Limits(seconds=20, megabytes=1), "stopped at 1 MB of the answer: there are more"),
    ],
)
def test_limits_hold(limits: Limits, told: str) -> None:
    with scripted(server_of(9, *["x" * 1000] * 5000)) as server:
        found = result(server.address, limits=limits).read()
    assert found.cut == told
    assert 0 < len(found) < 5000


def test_rows_that_came_in_time_are_given() -> None:
    whole = rows(*map(str, range(5000))).body
    assert isinstance(whole, bytes)
    parts = [whole[start : start + 20_000] for start in range(0, len(whole), 20_000)]
    slow = Reply(200, parts, {"Content-Type": JSON}, pause=0.3)
    with scripted(lambda _: slow) as server:
        start = time.monotonic()
        found = result(server.address, limits=Limits(seconds=1)).read()
        assert time.monotonic() - start < 3
    assert found.cut == "stopped after 1 s: there may be more"
    assert 0 < len(found) < 5000


def test_an_answer_that_breaks_off_is_no_result() -> None:
    whole = rows(*map(str, range(5000)))
    whole.missing = 10
    with scripted(lambda _: whole) as server, pytest.raises(StoreError, match="breaks off"):
        result(server.address).read()


def test_what_virtuoso_leaves_out(pushed: Running, folder: Path) -> None:
    graph = kg.open(folder, endpoint=pushed.query)
    total = graph.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows()[0].n
    found = graph.query("SELECT ?s ?p ?o { ?s ?p ?o }", ENOUGH)
    made = graph.query("CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", ENOUGH)
    exact = graph.query(f"SELECT ?s ?p ?o {{ ?s ?p ?o }} LIMIT {ROWS}", ENOUGH)
    assert exact.cut == ""
    if pushed.name == "virtuoso":
        assert found.cut == f"the endpoint gave {ROWS:,} of {total:,} rows"
        assert made.cut == f"the endpoint made its triples of {ROWS:,} of {total:,} rows"
    else:
        assert (found.cut, made.cut) == ("", "")
        assert (len(found), len(made)) == (total, total)


@pytest.mark.parametrize(
    ("text", "counting"),
    [
        ("SELECT ?s { ?s ?p ?o }", "SELECT (COUNT(*) AS ?rows) WHERE { { SELECT ?s { ?s ?p ?o }\n} }"),
        (
            "PREFIX a: <https://e.org/> "
            "SELECT DISTINCT ?rows FROM NAMED a:g FROM a:h WHERE { GRAPH ?g { ?rows a:b ?c } } # end",
            "PREFIX a: <https://e.org/> SELECT (COUNT(*) AS ?rows_) FROM NAMED a:g FROM a:h WHERE { { "
            "SELECT DISTINCT ?rows WHERE { GRAPH ?g { ?rows a:b ?c } } # end\n} }",
        ),
        ("ASK { ?s ?p ?o }", ""),
        ("DESCRIBE <https://e.org/a>", ""),
    ],
)
def test_how_rows_are_counted(text: str, counting: str) -> None:
    assert count_of(text) == counting


def test_of_which_solutions_triples_are_made() -> None:
    assert solutions_of("CONSTRUCT FROM <g:g> WHERE { ?s ?p ?o }") == "SELECT * FROM <g:g> WHERE { ?s ?p ?o }"
    assert solutions_of("DESCRIBE <https://e.org/a>") == ""
    assert gives_dataset("CONSTRUCT FROM <g:g> WHERE { ?s ?p ?o }")


def test_a_fault_of_a_query_is_found_here(pushed: Running, folder: Path) -> None:
    graph = kg.open(folder, endpoint=pushed.query)
    with pytest.raises(QueryError, match=r"query:1:8") as caught:
        graph.query("SELECT x { ?s ?p ?o }")
    assert caught.value.place is not None
    with pytest.raises(QueryError, match="SERVICE is refused"):
        graph.query("SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
