"""Two hundred hostile queries: each is refused or ended at a limit, and the server answers the next one.

Kinds: products and paths that explode, texts and orders that grow, deep nesting, regular expressions, SERVICE and LOAD
in every disguise. How soon the next answer comes is measured in `make bench`.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from kg.query.limits import memory
from tests.serve.serving import Served, serving

PATTERN = "?a{0} ?b{0} ?c{0}"
LIMITS = ("--seconds", "0.4", "--megabytes", "300", "--rows", "5000", "--workers", "3")


def products() -> Iterator[str]:
    for width in range(3, 13):
        patterns = " . ".join(PATTERN.format(number) for number in range(width))
        yield f"SELECT (COUNT(*) AS ?n) {{ {patterns} }}"
        yield f"SELECT DISTINCT ?a0 {{ {patterns} }} ORDER BY ?c0"
        yield f"SELECT * {{ {patterns} FILTER(?a0 = ?c{width - 1} && ?a1 = ?c0 && STR(?a0) < STR(?c1)) }}"
        yield f"ASK {{ {patterns} FILTER(false) }}"
        yield f"CONSTRUCT {{ ?a0 ?b1 ?c0 }} {{ {patterns} }}"


def paths() -> Iterator[str]:
    for step in ("(!<a:x>)", "(!<a:x>|^!<a:x>)", "(kg:claim|^kg:claim|!<a:x>)"):
        for times in ("*", "+", "*/!<a:x>*", "*/^!<a:x>*/!<a:x>*"):
            yield f"SELECT (COUNT(*) AS ?n) {{ ?x {step}{times} ?y . ?y {step}{times} ?z }}"
            yield f"SELECT * {{ ?x {step}{times} ?y . ?y {step}{times} ?z . ?z {step}{times} ?x }} ORDER BY ?z"
    for length in range(4, 12):
        yield f"SELECT (COUNT(*) AS ?n) {{ ?x {'/'.join(['(!<a:x>|^!<a:x>)'] * length)} ?y }}"


def bombs() -> Iterator[str]:
    for doublings in range(20, 36, 2):
        binds = " ".join(f"BIND(CONCAT(?v{number}, ?v{number}) AS ?v{number + 1})" for number in range(doublings))
        yield f'SELECT (STRLEN(?v{doublings}) AS ?n) {{ BIND("0123456789" AS ?v0) {binds} }}'
        yield f"SELECT ?v{doublings} {{ ?s ?p ?o BIND(STR(?s) AS ?v0) {binds} }} ORDER BY ?v{doublings}"
    for width in range(3, 9):
        patterns = " . ".join(PATTERN.format(number) for number in range(width))
        yield f"SELECT * {{ {patterns} }} ORDER BY DESC(CONCAT(STR(?a0), STR(?c1))) LIMIT 1"
        yield f"SELECT (GROUP_CONCAT(STR(?c0)) AS ?t) {{ {patterns} }}"
        yield f"SELECT ?b0 (GROUP_CONCAT(DISTINCT ?c1; separator='x') AS ?t) {{ {patterns} }} GROUP BY ?b0"


def nested() -> Iterator[str]:
    for depth in (50, 101, 1_000, 5_000, 10_000):
        yield f"ASK {'{' * depth}{'}' * depth}"
        yield f"SELECT * {{ FILTER({'(' * depth}1{')' * depth}) }}"
        yield f"ASK {{ FILTER({'!' * depth}true) }}"
        yield f"ASK {{ FILTER({'+'.join(['1'] * depth)} > 0) }}"
        yield f"ASK {{ ?s {'^' * depth}<a:b> ?o }}"
        yield f"SELECT * {{ {'{ SELECT * ' * depth}{{}}{' }' * depth} }}"
        yield f"ASK {{ {' UNION '.join(['{ ?s ?p ?o }'] * depth)} }}"


def expressions() -> Iterator[str]:
    for pattern in ("(a+)+$", "(a|a)*b", "(.*)*x", "((a{1,99}){1,99}){1,99}", "(x+x+)+y", "\\\\p{L}{1,500}{1,50}"):
        yield f'SELECT * {{ ?s ?p ?o . ?a ?b ?c FILTER(REGEX(CONCAT(STR(?o), STR(?c), "{"a" * 60}"), "{pattern}")) }}'
        yield f'SELECT (REPLACE("{"a" * 5_000}", "{pattern}", "$0$0$0") AS ?x) {{ ?s ?p ?o . ?q ?r ?t }}'


def elsewhere() -> Iterator[str]:
    for call in (
        "SERVICE <http://127.0.0.1:9/> { ?s ?p ?o }", "service<http://127.0.0.1:9/>{?s ?p ?o}",
        "SeRvIcE SILENT <http://127.0.0.1:9/> { ?s ?p ?o }", "FILTER(true)SERVICE<http://127.0.0.1:9/>{}",
        "OPTIONAL { SERVICE ?s { ?s ?p ?o } }", "FILTER EXISTS { SERVICE <http://127.0.0.1:9/> { } }",
        "# \n SERVICE # \n <http://127.0.0.1:9/> { }", "{ SELECT * { SERVICE <http://127.0.0.1:9/> { } } }",
        "BIND(1 AS ?x)SERVICE <http://127.0.0.1:9/> {}", "VALUES ?u { <http://127.0.0.1:9/> } SERVICE ?u { ?s ?p ?o }",
        "\\u0053ERVICE <http://127.0.0.1:9/> {}", "SERVI\\u0043E <http://127.0.0.1:9/> {}",
        "MINUS { SERVICE SILENT <http://127.0.0.1:9/> {} }", "GRAPH ?g { SERVICE <http://127.0.0.1:9/> {} }",
    ):  # fmt: skip
        yield f"SELECT * {{ {call} }}"
        yield f"ASK {{ ?s ?p 'a # b' . {call} }}"
    yield from (
        "LOAD <http://127.0.0.1:9/>", "load silent <http://127.0.0.1:9/>",
        "LOAD <http://127.0.0.1:9/> INTO GRAPH <a:b>",
        "PREFIX a: <a:> LOAD <http://127.0.0.1:9/>", "SELECT * {} ; LOAD <http://127.0.0.1:9/>", "# a\nLOAD <a:b>",
        "INSERT { ?s ?p 1 } WHERE { ?s ?p ?o }", "DELETE WHERE { ?s ?p ?o }", "CREATE GRAPH <a:b>",
        "COPY <a:b> TO <a:c>", "ASK {} DROP ALL", "WITH <a:b> DELETE { ?s ?p ?o } WHERE {}",
    )  # fmt: skip


QUERIES = [*products(), *paths(), *bombs(), *nested(), *expressions(), *elsewhere()]


@pytest.fixture(scope="module")
def tight(demo_folder: Path) -> Iterator[Served]:
    with serving(demo_folder, *LIMITS) as its:
        yield its


def test_there_are_two_hundred() -> None:
    assert len(set(QUERIES)) >= 200


@pytest.mark.parametrize("part", range(8))
def test_whatever_is_asked_the_next_is_answered(tight: Served, part: int) -> None:
    fresh = httpx2.Limits(max_keepalive_connections=0)  # a server may close a connection that a busy machine left idle
    with tight.client(limits=fresh) as client:
        for query in QUERIES[part::8]:
            reply = client.post("/sparql", data={"query": query}, headers={"Accept": "application/json"})
            assert reply.status_code in (200, 400, 413, 503), (query[:200], reply.text)
            if reply.status_code == 503:
                assert reply.json()["error"].startswith(("the request was stopped: it ", "more than 5,000 rows"))
            assert client.get("/sparql", params={"query": "ASK {}"}).json()["boolean"] is True
    assert tight.process.poll() is None
    assert memory(tight.process.pid) < 200


@pytest.mark.parametrize("query", list(elsewhere()))
def test_nothing_is_asked_elsewhere_and_nothing_is_changed(tight: Served, query: str) -> None:
    assert tight.ask(query).status_code == 400


def test_no_worker_is_left_at_work(tight: Served) -> None:
    """What was ended has ended: no process of the server burns a processor."""
    children = Path(f"/proc/{tight.process.pid}/task/{tight.process.pid}/children").read_text().split()
    before = [_ticks(child) for child in children]
    assert 0 < len(children) <= 3 + 2 + 2
    time.sleep(1)
    after = [_ticks(child) for child in children]
    assert sum(after) - sum(before) < 50, "hundredths of a second in one second"


def _ticks(process: str) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0
    return int(fields[11]) + int(fields[12])
