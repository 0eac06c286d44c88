"""Servers and a project for the tests of stores elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import kg
from kg.graph.graph import Graph
from kg.remote.push import How, push_project
from tests.conftest import ROOT, copied
from tests.remote.servers import Running, oxigraph, virtuoso

SERVERS = ("oxigraph", "virtuoso")


@pytest.fixture(autouse=True)
def _known(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who the tests are at Virtuoso, as it comes; oxigraph asks nobody."""
    monkeypatch.setenv("KG_STORE_USER", "dba")
    monkeypatch.setenv("KG_STORE_PASSWORD", "dba")


@pytest.fixture(scope="session")
def _oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with oxigraph(tmp_path_factory.mktemp("oxigraph")) as its:
        yield its


@pytest.fixture(scope="session")
def _virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    with virtuoso(tmp_path_factory.mktemp("virtuoso")) as its:
        yield its


@pytest.fixture(params=SERVERS)
def server(request: pytest.FixtureRequest) -> Running:
    """Each of the servers; what a test pushes to it must be of a base of its own."""
    its: Running = request.getfixturevalue(f"_{request.param}")
    return its


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the two articles, built once; nobody changes it."""
    root = copied(ROOT, tmp_path_factory.mktemp("pushed"))
    kg.build(root)
    return root


@pytest.fixture
def pushed(server: Running, folder: Path) -> Running:
    """A server that holds the project of the two articles."""
    push_project(folder, server.query, How(replace=True))
    return server


@pytest.fixture(scope="session")
def local(folder: Path) -> Graph:
    """The same project, asked here."""
    return kg.open(folder)
