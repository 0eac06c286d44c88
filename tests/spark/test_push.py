"""A build in parts at an endpoint: the same statements as of the build on one machine, and no others."""

from __future__ import annotations

import gzip
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import kg
from kg.base.errors import StoreError
from kg.cli.main import run
from kg.remote import parts as graphs
from kg.remote import writing
from kg.remote.client import Deadline
from kg.remote.endpoint import Endpoint
from kg.remote.push import How, push_project
from kg.remote.record import Pushed, pushed_at, record_at
from kg.remote.writing import ByGraphStore, ByUpdate, writer_of
from tests.conftest import started
from tests.remote.conftest import _known, _oxigraph, _virtuoso, server  # noqa: F401 - fixtures
from tests.remote.servers import Running
from tests.spark.in_parts import BUILD, in_parts, seal


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A small project, of a base of its own."""
    return started(tmp_path / "own", base=f"https://example.org/{tmp_path.name}/")


@pytest.fixture
def out(tmp_path: Path, own: Path, server: Running) -> Iterator[Path]:  # noqa: F811 - a fixture
    """The same in parts; the endpoint holds nothing of it yet."""
    empty(server)
    yield in_parts(kg.open(own), tmp_path / "out")
    empty(server)


def empty(server: Running) -> None:  # noqa: F811 - a server
    """Take all away from oxigraph, which has but one default graph."""
    if server.name == "oxigraph":
        client = Endpoint(server.query).client
        client.fetched("POST", server.update, deadline=Deadline(9), fields={"update": "DROP ALL"})


def held(server: Running, own: Path) -> dict[str, Pushed | None]:  # noqa: F811 - a server
    """Give what was read back of each graph, but for the files of the build: how many statements, and their hash."""
    endpoint, base = Endpoint(server.query), kg.open(own).project.base
    return {
        graph.removeprefix(base): its
        for graph, its in pushed_at(endpoint, record_at(endpoint, base)).items()
        if graph != f"{base}push/files"
    }


def test_the_statements_are_those_of_the_build_on_one_machine(server: Running, own: Path, out: Path) -> None:  # noqa: F811 - a fixture
    done = push_project(out, server.query)
    in_parts_, written = held(server, own), done.written
    assert written == done.graphs == len(in_parts_) + 1
    again = push_project(own, server.query)
    assert again.written == 2, "the account, told by other hashes, and the files; no article"
    on_one_machine = held(server, own)
    assert in_parts_.keys() == on_one_machine.keys()
    for graph, its in in_parts_.items():
        other = on_one_machine[graph]
        assert its is not None
        assert other is not None
        assert (its.triples, its.checksum) == (other.triples, other.checksum), graph


@pytest.mark.parametrize("way", [ByGraphStore, ByUpdate])
def test_what_is_there_is_not_written_again(way: type, server: Running, own: Path, out: Path) -> None:  # noqa: F811 - a fixture
    settings = f'store-graphs = "{server.graphs}"' if way is ByGraphStore else f'store-update = "{server.update}"'
    toml = out / BUILD / "kg.toml"
    toml.write_text(f'{toml.read_text("utf-8")}\nstore = "{server.query}"\n{settings}\n', "utf-8")
    seal(out)
    first = push_project(out)
    assert first.written == first.graphs
    second = push_project(out, how=How(verify=True))
    assert (second.written, second.dropped, second.statements) == (0, 0, first.statements)
    endpoint = Endpoint(server.query, graphs=server.graphs)
    writer_of(endpoint).add(f"{kg.open(own).project.base}article/river-talks-2024-03-13", ["<a:a> <a:b> <a:c> ."])
    assert push_project(out).written == 1, "what was altered there"


def test_how_the_lines_are_cut_makes_no_difference(server: Running, own: Path, out: Path, tmp_path: Path) -> None:  # noqa: F811 - a fixture
    first = push_project(out, server.query)
    other = in_parts(kg.open(own), tmp_path / "other", parts=7)
    for part in sorted((other / BUILD / "nquads").iterdir()):
        part.with_name(f"{part.name}.gz").write_bytes(gzip.compress(part.read_bytes()))
        part.unlink()
    seal(other)
    second = push_project(other, server.query)
    assert (second.written, second.build) == (0, first.build)


@pytest.mark.parametrize("number", [1, 3, 30, 50])
def test_a_push_that_was_stopped_goes_on(
    number: int, server: Running, own: Path, out: Path, monkeypatch: pytest.MonkeyPatch  # noqa: F811 - a fixture
) -> None:  # fmt: skip
    monkeypatch.setattr(writing, "_BATCH", 100)
    monkeypatch.setattr(graphs, "_LINES", 50)
    send, sent = ByGraphStore._send, []

    def stopping(its: ByGraphStore, *request: Any) -> None:
        sent.append(request)
        if len(sent) == number:
            raise KeyboardInterrupt
        send(its, *request)

    with monkeypatch.context() as patched:
        patched.setattr(ByGraphStore, "_send", stopping)
        with pytest.raises(KeyboardInterrupt):
            push_project(out, server.query)
    with pytest.raises(StoreError):
        record_at(Endpoint(server.query), kg.open(own).project.base)
    push_project(out, server.query)
    assert push_project(out, server.query, How(verify=True)).written == 0
    in_parts_ = held(server, own)
    push_project(own, server.query)
    assert {graph: its and its.checksum for graph, its in in_parts_.items()} == {
        graph: its and its.checksum for graph, its in held(server, own).items()
    }


def test_the_verb_and_what_can_be_asked_there(
    server: Running, own: Path, out: Path, capsys: pytest.CaptureFixture[str]  # noqa: F811 - a fixture
) -> None:  # fmt: skip
    assert run(["push", server.query, "--project", str(out), "--format", "json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["written"] == told["graphs"]
    assert run(["push", server.query, "--project", str(out)]) == 0
    assert (
        capsys.readouterr().out
        == f"0 graphs of {told['graphs']} written: {told['statements']:,} statements at the endpoint, verified\n"
    )
    graph = kg.open(endpoint=server.query, base=kg.open(own).project.base)
    text = "SELECT ?fact { ?fact a kg:Fact }"
    assert sorted(graph.query(text)) == sorted(kg.open(own).query(text))
    with pytest.raises(StoreError) as caught:
        graph.facts()
    assert str(caught.value) == (
        f"the endpoint `{server.query}` holds a build that Spark has made, without its records\n"
        "  hint: in SPARQL all of it can be asked there; the rest is asked of the build's own folder"
    )


def test_a_part_that_is_not_what_was_written_is_not_pushed(server: Running, own: Path, out: Path) -> None:  # noqa: F811 - a fixture
    part = out / BUILD / "nquads" / "part-00001.nq"
    text = part.read_text("utf-8")
    part.write_text(text.replace("<", "<x", 1), "utf-8")
    with pytest.raises(StoreError) as caught:
        push_project(out, server.query)
    assert str(caught.value) == f"the build is damaged: `{part}`\n  hint: build it again: `kg build --on spark`"
    part.unlink()
    with pytest.raises(StoreError, match="is missing"):
        push_project(out, server.query)
    shutil.rmtree(out / BUILD)
    with pytest.raises(StoreError, match="is gone"):
        push_project(out, server.query)
