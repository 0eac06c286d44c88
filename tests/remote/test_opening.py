"""Opening a graph at an endpoint: by the settings, by its address, and what is then refused."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import kg
from kg.base.errors import KgError, StoreError, UsageError
from kg.base.settings import Elsewhere, read
from kg.cli.main import run
from kg.remote import store
from kg.remote.client import Deadline
from kg.remote.endpoint import Endpoint
from kg.remote.files import files_at, is_pushed, read_file
from kg.remote.push import How, push_project
from kg.remote.record import files_graph
from kg.remote.writing import writer_of
from tests.conftest import ROOT, started
from tests.remote.scripted import rows, scripted
from tests.remote.servers import Running, oxigraph

BASE = 'base = "https://example.org/p/"\n'


def test_the_addresses_of_a_store(tmp_path: Path) -> None:
    path = tmp_path / "kg.toml"
    assert read(path, BASE.encode()).store == Elsewhere()
    lines = 'store = "https://e.org/q"\nstore-update = "https://e.org/u"\nstore-graphs = "https://e.org/g"\n'
    assert read(path, (BASE + lines).encode()).store == Elsewhere(
        "https://e.org/q", "https://e.org/u", "https://e.org/g"
    )


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("store = 3", "kg.toml:2:1: `store` is no text"),
        ('store = ""', "kg.toml:2:1: `store`: http or https only"),
        ('store = "e.org/sparql"', "kg.toml:2:1: `store`: http or https only"),
        ('store = "https://me:secret@e.org/sparql"', "kg.toml:2:1: `store` holds a user or a password"),
        ('store-update = "https://e.org/u"', "kg.toml:2:1: `store-update` without `store`"),
        ('store-graph = "https://e.org/u"', "kg.toml:2:1: unknown setting `store-graph`"),
    ],
)
def test_settings_that_are_none(line: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as caught:
        read(tmp_path / "kg.toml", (BASE + line + "\n").encode())
    assert str(caught.value).startswith(message)
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["manifest.json", "ontology/../../a.ttl", "ontology/a/b.ttl", "/kg.toml", "ontology/.ttl"]
)
def test_no_other_file_comes_from_an_endpoint(name: str) -> None:
    assert not is_pushed(name)


def test_what_is_damaged_is_not_opened(tmp_path: Path) -> None:
    root = started(tmp_path / "own")
    (tmp_path / "server").mkdir()
    with oxigraph(tmp_path / "server") as server:
        push_project(root, server.query)
        endpoint = Endpoint(server.query)
        base = kg.open(root).project.base
        held = files_at(endpoint, base)
        assert {"kg.toml", "records.msgpack", "account.msgpack"} <= held.keys()
        assert read_file(endpoint, base, "kg.toml", held) == (root / "kg.toml").read_bytes()
        graph, part = files_graph(base), f"{files_graph(base)}/records.msgpack/0"
        update = f"DELETE WHERE {{ GRAPH <{graph}> {{ <{part}> ?p ?o }} }}"
        endpoint.client.fetched("POST", server.update, deadline=store_deadline(), fields={"update": update})
        opened = kg.open(endpoint=server.query)
        with pytest.raises(StoreError, match=r"damaged: 'records\.msgpack'"):
            opened.facts()
        for value in ('"bm8gemxpYg=="', '"***"'):
            writer_of(endpoint).replace(graph, [])
            push_project(root, server.query)
            endpoint.client.fetched("POST", server.update, deadline=store_deadline(), fields={"update": update})
            writer_of(endpoint).add(graph, [f"<{part}> <http://www.w3.org/1999/02/22-rdf-syntax-ns#value> {value} ."])
            with pytest.raises(StoreError, match="damaged"):
                kg.open(endpoint=server.query).facts()
        assert push_project(root, server.query, How(again=True)).written
        assert kg.open(endpoint=server.query).facts() == kg.open(root).facts()


def store_deadline() -> Deadline:
    return Deadline(20)


def test_a_build_that_is_pushed_meanwhile_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = started(tmp_path / "own")
    (tmp_path / "server").mkdir()
    with oxigraph(tmp_path / "server") as server:
        push_project(root, server.query)
        graph = kg.open(root, endpoint=server.query)
        assert graph.query("SELECT ?f { ?f a kg:Fact }")
        next((root / "sources").glob("*2*.yaml")).unlink()
        kg.build(root)
        push_project(root, server.query)
        monkeypatch.setattr(store, "AGAIN", 0)
        with pytest.raises(StoreError, match="holds another build than this one"):
            graph.query("SELECT ?f { ?f a kg:Fact }")


def test_an_endpoint_that_holds_nothing(folder: Path) -> None:
    with scripted(lambda _: rows()) as server:
        with pytest.raises(StoreError, match="holds no project"):
            kg.open(endpoint=server.address)
        with pytest.raises(StoreError, match="holds nothing of"):
            kg.open(folder, endpoint=server.address).facts()


def test_verbs_are_refused_where_the_endpoint_holds_another_build(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = started(tmp_path / "own")
    with scripted(lambda _: rows()) as server:
        toml = root / "kg.toml"
        toml.write_text(toml.read_text("utf-8") + f'\nstore = "{server.address}"\n', "utf-8")
        assert run(["build", "--project", str(root)]) == 0
        for words in (["facts"], ["query", "ASK {}"], ["network"], ["timeline"]):
            assert run([*words, "--project", str(root)]) == 1
            assert "kg push" in capsys.readouterr().err


def test_without_httpx_it_is_said_how_to_install_it(folder: Path) -> None:
    program = (
        "import sys; sys.modules['httpx2'] = None; "
        "sys.argv = ['kg', 'push', 'http://127.0.0.1:9/', '--project', sys.argv[1]]; "
        "from kg.cli.main import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(folder)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert done.returncode == 2
    assert done.stderr.startswith("httpx2 is not installed\n  hint: pip install")


def test_a_query_needs_no_httpx_where_no_store_is_set(folder: Path) -> None:
    program = (
        "import sys, kg; kg.open(sys.argv[1]).query('ASK {}').rows(); "
        "sys.exit('httpx2' in sys.modules or 'keyring' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program, str(folder)], check=False, cwd=ROOT).returncode == 0


def test_an_endpoint_is_refused_as_one_error(folder: Path, pushed: Running) -> None:
    with pytest.raises(KgError):
        kg.open(endpoint=pushed.query, base="https://example.org/other/")
