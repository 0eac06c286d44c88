"""SERVICE asks the hosts that are named on the command line, and no others, whatever it is written like."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import kg
from kg.base.errors import QueryError, UsageError
from kg.cli.main import run
from kg.graph.graph import Graph
from kg.query.limits import USUAL, Limits
from kg.query.tokens import guard, services
from tests.remote.scripted import Reply, rows, scripted
from tests.remote.servers import Running

HOSTS = ("e.org", "127.0.0.1:8080")
REFUSED = [
    "ASK { SERVICE <https://f.org/> { ?s ?p ?o } }",
    "ASK { SERVICE <https://e.org.f.org/> { ?s ?p ?o } }",
    "ASK { SERVICE <https://e.org@f.org/> { ?s ?p ?o } }",
    "ASK { SERVICE <https://e.org:443@f.org/> { ?s ?p ?o } }",
    "ASK { SERVICE <https://f.org/?e.org/> { ?s ?p ?o } }",
    "ASK { SERVICE <https://e.org:8080/> { ?s ?p ?o } }",
    "ASK { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }",
    "ASK { SERVICE <http://127.0.0.1:80800/> { ?s ?p ?o } }",
    "ASK { SERVICE <file:///etc/passwd> { ?s ?p ?o } }",
    "ASK { SERVICE <//e.org/> { ?s ?p ?o } }",
    "BASE <https://f.org/> ASK { SERVICE <e.org> { ?s ?p ?o } }",
    "PREFIX e: <https://e.org/> ASK { SERVICE e:sparql { ?s ?p ?o } }",
    "ASK { VALUES ?x { <https://e.org/> } SERVICE ?x { ?s ?p ?o } }",
    "ASK { SERVICE $x { ?s ?p ?o } }",
    "ASK { SERVICE <https://e.\\u006frg/> { ?s ?p ?o } }",
    "ASK { SERVICE <https://e.org\\u0040f.org/> { ?s ?p ?o } }",
    "ASK { FILTER(trueSERVICE <https://e.org/> { ?s ?p ?o }) }",
    "ASK { SERVICESILENT <https://e.org/> { ?s ?p ?o } }",
    "ASK { SERVICE SILENT SILENT <https://e.org/> { ?s ?p ?o } }",
    "ASK { SERVICE <https://e.org/> { SERVICE <https://f.org/> { ?s ?p ?o } } }",
    "ASK { SERVICE # <https://e.org/> {\n <https://f.org/> { ?s ?p ?o } }",
    "ASK { SERVICE <https://e.org> <https://f.org/> { ?s ?p ?o } }",
]


@pytest.mark.parametrize("text", REFUSED)
def test_hosts_that_are_not_named_are_refused(text: str) -> None:
    with pytest.raises(QueryError, match="SERVICE is refused"):
        guard(text, HOSTS)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <https://e.org/sparql?a=b> { ?s ?p ?o } }",
        "ASK { SERVICE <https://E.ORG:443/> { ?s ?p ?o } }",
        "ASK { service silent <http://e.org:80> { ?s ?p ?o } }",
        "ASK { SERVICE <http://127.0.0.1:8080/query> { ?s ?p ?o } }",
        "ASK { SERVICE # here\n <https://e.org/> { ?s ?p ?o } }",
    ],
)
def test_hosts_that_are_named_are_asked(text: str) -> None:
    guard(text, HOSTS)
    assert len(services(text, HOSTS)) == 1
    with pytest.raises(QueryError, match="no query leaves this machine"):
        guard(text)


def text_of(address: str) -> str:
    return f"SELECT ?x {{ SERVICE <{address}> {{ ?x ?y ?z }} }} ORDER BY ?x"


def test_the_shell_asks_another_host(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with scripted(lambda _: rows("a", "b")) as server:
        host = server.address.split("/")[2]
        words = ["query", text_of(server.address), "--project", str(folder), "--format", "json"]
        assert run([*words, "--federate", host]) == 0
        found = json.loads(capsys.readouterr().out)
        assert [row["x"]["value"] for row in found["results"]["bindings"]] == ["a", "b"]
        assert run(words) == 1
        assert run([*words, "--federate", "elsewhere.example"]) == 1
        assert len(server.asked) == 1
    assert run([*words, "--federate", f"http://{host}/"]) == 2


def test_a_redirection_leads_nowhere(local: Graph) -> None:
    with (
        scripted(lambda _: rows("secret")) as other,
        scripted(lambda _: Reply(307, b"", {"Location": other.address})) as server,
    ):
        host = server.address.split("/")[2]
        with pytest.raises(QueryError):
            local.stream(text_of(server.address), USUAL, (host,)).rows()
        assert other.asked == []


def test_other_ways_of_asking_do_not(local: Graph, pushed: Running, folder: Path) -> None:
    with scripted(lambda _: rows("a")) as server:
        host = server.address.split("/")[2]
        for graph in (local, local.slice(known_by="2023-12-31")):
            with pytest.raises(QueryError, match="SERVICE is refused"):
                graph.query(text_of(server.address), USUAL)
            with pytest.raises(QueryError, match="SERVICE is refused"):
                graph.stream(text_of(server.address))
        with pytest.raises(UsageError, match="--federate"):
            kg.open(folder, endpoint=pushed.query).stream(text_of(server.address), USUAL, (host,))
        assert server.asked == []


def test_another_server_is_asked_beside_the_build(local: Graph, pushed: Running) -> None:
    host = pushed.query.split("/")[2]
    text = f"SELECT ?f {{ ?f kg:accepted true SERVICE <{pushed.query}> {{ ?f kg:status kg:reported }} }} ORDER BY ?f"
    if pushed.name == "virtuoso":  # it never answers a query that is no form, as the engine sends it
        with pytest.raises(QueryError, match="stopped after 2 s"):
            local.stream(text, Limits(seconds=2), (host,)).rows()
        return
    found = local.stream(text, USUAL, (host,)).rows()
    assert found == local.query("SELECT ?f { ?f kg:accepted true ; kg:status kg:reported } ORDER BY ?f").rows()
