"""A build at an endpoint: all of it, only what has changed, and nothing that is somebody else's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.base.errors import StoreError, UsageError
from kg.cli.main import run
from kg.graph.graph import Graph
from kg.remote import writing
from kg.remote.client import Deadline
from kg.remote.endpoint import Endpoint
from kg.remote.push import How, push_project
from kg.remote.writing import ByGraphStore, ByUpdate, writer_of
from tests.conftest import started
from tests.remote.servers import Running, oxigraph


@pytest.fixture
def own(tmp_path: Path, server: Running) -> Iterator[Path]:
    """A small project, of which the endpoint holds nothing yet: oxigraph has but one default graph."""
    root = started(tmp_path / "own", base=f"https://example.org/{tmp_path.name}/")
    empty(server)
    yield root
    empty(server)


def empty(server: Running) -> None:
    """Take all away from oxigraph, which has but one default graph."""
    if server.name == "oxigraph":
        client = Endpoint(server.query).client
        client.fetched("POST", server.update, deadline=Deadline(9), fields={"update": "DROP ALL"})


def test_what_is_pushed_is_what_is_asked(pushed: Running, folder: Path, local: Graph) -> None:
    for graph in (kg.open(endpoint=pushed.query), kg.open(folder, endpoint=pushed.query)):
        assert graph.records == local.records
        assert graph.account == local.account
        assert sorted(graph.query("SELECT ?fact { ?fact a kg:Fact }")) == sorted(
            local.query("SELECT ?fact { ?fact a kg:Fact }")
        )
        assert graph.query("ASK { entity:asim-munir kg:met entity:lloyd-austin }")
        assert graph.export("trig") == local.export("trig")


def test_only_what_has_changed_is_pushed_again(server: Running, own: Path) -> None:
    first = push_project(own, server.query)
    assert (first.written, first.dropped) == (first.graphs, 0)
    second = push_project(own, server.query)
    assert (second.written, second.statements, second.build) == (0, first.statements, first.build)
    article = next((own / "sources").glob("*2*.yaml"))
    text = article.read_text("utf-8")
    article.write_text(text.replace("\n  title:", "\n  note: read twice\n  title:", 1), "utf-8")
    kg.build(own)
    third = push_project(own, server.query)
    assert third.build != first.build
    assert third.written == 2, "the article, and the files with the records"
    article.unlink()
    kg.build(own)
    assert push_project(own, server.query).dropped == 1
    assert kg.open(endpoint=server.query, base=kg.open(own).project.base).records == kg.open(own).records


@pytest.mark.parametrize("way", [ByGraphStore, ByUpdate])
def test_both_ways_of_writing(way: type, server: Running, own: Path) -> None:
    graphs, update = (server.graphs, "") if way is ByGraphStore else ("", server.update)
    endpoint = Endpoint(server.query, graphs=graphs, update=update)
    assert type(writer_of(endpoint)) is way
    toml = own / "kg.toml"
    setting = f'store-graphs = "{server.graphs}"' if way is ByGraphStore else f'store-update = "{server.update}"'
    toml.write_text(toml.read_text("utf-8") + f'\nstore = "{server.query}"\n{setting}\n', "utf-8")
    kg.build(own)
    done = push_project(own)
    assert done.written == done.graphs
    assert kg.open(own).query("SELECT ?fact { ?fact a kg:Fact }")


def test_a_push_that_was_stopped_goes_on(server: Running, own: Path) -> None:
    class StoppedError(Exception):
        pass

    def stop(what: str, done: int, of: int) -> None:
        if done == 1:
            raise StoppedError

    with pytest.raises(StoppedError):
        push_project(own, server.query, step=stop)
    base = kg.open(own).project.base
    with pytest.raises(StoreError, match="holds a build that is not whole"):
        kg.open(own, endpoint=server.query).facts()
    assert push_project(own, server.query).written > 0
    assert kg.open(endpoint=server.query, base=base).account == kg.open(own).account


@pytest.mark.parametrize("number", [1, 2, 5, 12, 40])
def test_a_push_that_was_stopped_within_a_graph_goes_on(
    number: int, server: Running, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "_BATCH", 50)
    send, sent = ByGraphStore._send, []

    def stopping(its: ByGraphStore, *request: Any) -> None:
        sent.append(request)
        if len(sent) == number:
            raise KeyboardInterrupt
        send(its, *request)

    with monkeypatch.context() as patched:
        patched.setattr(ByGraphStore, "_send", stopping)
        with pytest.raises(KeyboardInterrupt):
            push_project(own, server.query)
    local = kg.open(own)
    with pytest.raises(StoreError):
        kg.open(own, endpoint=server.query).facts()
    push_project(own, server.query)
    graph = kg.open(own, endpoint=server.query)
    assert graph.facts() == local.facts()
    for text in ("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s kg:fact ?o } }"):
        assert graph.query(text).rows() == local.query(text).rows()


def test_another_build_is_refused(server: Running, own: Path) -> None:
    push_project(own, server.query)
    article = next((own / "sources").glob("*2*.yaml"))
    article.unlink()
    kg.build(own)
    with pytest.raises(StoreError, match="holds another build than this one") as caught:
        kg.open(own, endpoint=server.query).facts()
    assert "kg push" in caught.value.hint


def test_what_others_put_there_is_not_written_over(server: Running, own: Path) -> None:
    base = kg.open(own).project.base
    article = next(iter(kg.open(own).records.articles))
    endpoint = Endpoint(server.query)
    writer_of(endpoint).replace(f"{base}article/{article}", ["<https://e.org/a> <https://e.org/b> <https://e.org/c> ."])
    with pytest.raises(StoreError, match=r"1 statement in .* that no push of this project has written"):
        push_project(own, server.query)
    assert push_project(own, server.query, How(replace=True)).written


def test_what_was_altered_there_is_pushed_again(server: Running, own: Path) -> None:
    push_project(own, server.query)
    base = kg.open(own).project.base
    article = next(iter(kg.open(own).records.articles))
    endpoint = Endpoint(server.query)
    writer_of(endpoint).add(f"{base}article/{article}", ["<https://e.org/a> <https://e.org/b> <https://e.org/c> ."])
    assert push_project(own, server.query).written == 1


def test_what_was_exchanged_there_is_found_by_its_checksum(server: Running, own: Path) -> None:
    push_project(own, server.query)
    base = kg.open(own).project.base
    graph = f"{base}article/{next(iter(kg.open(own).records.articles))}"
    endpoint = Endpoint(server.query)
    row = endpoint.rows(f"SELECT ?s ?p ?o {{ GRAPH <{graph}> {{ ?s ?p ?o FILTER(ISIRI(?o)) }} }} LIMIT 1")[0]
    statement = " ".join(map(str, row))
    update = f"DELETE DATA {{ GRAPH <{graph}> {{ {statement} }} }}"
    endpoint.client.fetched("POST", server.update, deadline=Deadline(9), fields={"update": update})
    writer_of(endpoint).add(graph, ["<https://e.org/a> <https://e.org/b> <https://e.org/c> ."])
    assert push_project(own, server.query).written == 0, "as many statements as before"
    assert push_project(own, server.query, How(verify=True)).written == 1
    assert push_project(own, server.query, How(verify=True)).written == 0


def test_two_projects_at_one_endpoint(server: Running, own: Path, folder: Path) -> None:
    push_project(own, server.query)
    if server.name == "oxigraph":  # the account is its default graph, and there is but one
        with pytest.raises(StoreError, match="holds the account of another project in its default graph"):
            push_project(folder, server.query)
        assert push_project(folder, server.query, How(replace=True)).written
        with pytest.raises(StoreError, match="not whole"):
            kg.open(own, endpoint=server.query).query("ASK {}")
        return
    push_project(folder, server.query, How(replace=True))
    for root in (own, folder):
        graph = kg.open(root, endpoint=server.query)
        assert len(graph.query("SELECT ?fact { ?fact a kg:Fact }")) == len(graph.account.facts)
    with pytest.raises(StoreError, match="holds several projects"):
        kg.open(endpoint=server.query)


def test_a_default_graph_that_is_all_graphs_together(tmp_path: Path, folder: Path, local: Graph) -> None:
    with oxigraph(tmp_path, "--union-default-graph") as server:
        push_project(folder, server.query)
        graph = kg.open(folder, endpoint=server.query)
        for text in (
            "SELECT ?s { ?s a kg:Claim }",
            "SELECT ?s { GRAPH ?g { ?s a kg:Claim } }",
            "SELECT ?s { ?s a kg:Fact }",
        ):
            assert sorted(graph.query(text)) == sorted(local.query(text))


def test_the_verb(server: Running, own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["push", server.query, "--project", str(own)]) == 0
    assert "written" in capsys.readouterr().out
    assert run(["push", server.query, "--project", str(own), "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["written"] == 0
    toml = own / "kg.toml"
    toml.write_text(toml.read_text("utf-8") + f'\nstore = "{server.query}"\n', "utf-8")
    assert run(["push", "--project", str(own)]) == 0
    assert "building" in capsys.readouterr().err
    assert run(["query", "ASK { ?s a kg:Fact }", "--project", str(own)]) == 0
    assert capsys.readouterr().out == "true\n"


def test_no_endpoint_is_named(folder: Path) -> None:
    with pytest.raises(UsageError, match="no endpoint"):
        push_project(folder)
