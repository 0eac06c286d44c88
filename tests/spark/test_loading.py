"""What docs/spark.md tells people to type works as it stands: built, opened, and loaded into real servers."""

from __future__ import annotations

import contextlib
import json
import os
import re
import shlex
import subprocess
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT, copied
from tests.house.test_docs import blocks
from tests.remote.servers import OXIGRAPH, end_of, free_port, oxigraph, virtuoso

PAGE = (ROOT / "docs" / "spark.md").read_text("utf-8")
ON_A_LAPTOP, SAME_BYTES, INTO_OXIGRAPH, INTO_VIRTUOSO, ON_A_CLUSTER, RANKED_HERE, _ = blocks(PAGE, "console")
IN_A_NOTEBOOK, _ = blocks(PAGE, "python")
COUNT = "SELECT (COUNT(*) AS ?n) WHERE {{ {} }}"


@pytest.fixture(scope="module")
def environment(
    spark: Path, spark_environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, str]:
    """What is set where the page's commands are typed: `kg` and `python` are those of the Python that has Spark."""
    folder = tmp_path_factory.mktemp("bin")
    command = folder / "kg"
    command.write_text(f'#!/bin/sh\nexec {shlex.quote(str(spark))} -m kg.cli.main "$@"\n', "utf-8")
    command.chmod(0o755)
    (folder / "oxigraph").symlink_to(OXIGRAPH)
    path = os.pathsep.join([str(folder), str(spark.parent), os.environ["PATH"]])
    return {**spark_environment, "PATH": path}


def type_lines(block: str, environment: dict[str, str], folder: Path) -> str:
    """Type the lines of a block, and give what they print."""
    lines = block.splitlines()
    assert all(line.startswith("$ ") for line in lines)
    program = "set -euo pipefail\n" + "\n".join(line[2:] for line in lines)
    done = subprocess.run(
        ["bash", "-c", program], cwd=folder, env=environment, capture_output=True, text=True, check=False, timeout=900
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def project(environment: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project of the two articles in a folder of its own, built as on a laptop."""
    root = tmp_path_factory.mktemp("servers") / "project"
    root.mkdir()
    first, *_ = ON_A_LAPTOP.splitlines()
    said = type_lines(first, environment, copied(ROOT, root))
    assert said == type_lines("$ kg build", environment, root)
    return root


@pytest.fixture(scope="module")
def manifest(project: Path) -> dict[str, Any]:
    return dict(json.loads((project / "build/spark/manifest.json").read_text("utf-8")))


def test_ranks_are_read_from_the_tables(environment: dict[str, str], project: Path) -> None:
    assert "asim-munir" in type_lines(RANKED_HERE, environment, project)


def asked(address: str, query: str) -> list[dict[str, Any]]:
    """Ask a server of this machine."""
    words = urllib.parse.urlencode({"query": query})
    request = urllib.request.Request(f"{address}?{words}", headers={"Accept": "application/sparql-results+json"})
    with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(request, timeout=60) as answer:
        return list(json.load(answer)["results"]["bindings"])


def counted(address: str, pattern: str) -> int:
    (row,) = asked(address, COUNT.format(pattern))
    return int(row["n"]["value"])


def test_no_block_of_the_page_is_left_out() -> None:
    assert sorted(set(re.findall(r"^```(.+)$", PAGE, re.MULTILINE))) == ["console", "python", "text"]


def test_a_build_on_a_laptop_is_asked_as_any_other(project: Path, environment: dict[str, str]) -> None:
    assert "Asim Munir and Lloyd Austin met" in type_lines(
        "\n".join(ON_A_LAPTOP.splitlines()[1:]), environment, project
    )


def test_the_bytes_are_those_of_one_machine(project: Path, environment: dict[str, str]) -> None:
    type_lines(SAME_BYTES, environment, project)


def test_oxigraph_loads_the_parts(project: Path, environment: dict[str, str], manifest: dict[str, Any]) -> None:
    type_lines(INTO_OXIGRAPH, environment, project)
    folder = project.parent / "oxigraph"
    folder.mkdir()
    (project / "store").rename(folder / "data")  # where the tests' server looks
    with oxigraph(folder) as server:
        there = counted(server.query, "?s ?p ?o") + counted(server.query, "GRAPH ?g { ?s ?p ?o }")
    assert there == manifest["counts"]["quads"]


def test_virtuoso_loads_the_parts(project: Path, environment: dict[str, str], manifest: dict[str, Any]) -> None:
    with virtuoso(project.parent) as server:
        port = re.findall(r"127\.0\.0\.1:(\d+)", (project.parent / "v.ini").read_text("utf-8"))[0]
        type_lines(INTO_VIRTUOSO.replace("1111", port), environment, project)
        base = manifest["base"]
        its = f'FILTER(STRSTARTS(STR(?g), "{base}"))'
        assert counted(server.query, f"GRAPH ?g {{ ?s ?p ?o }} {its}") == manifest["counts"]["quads"]
        assert counted(server.query, f"GRAPH <{base}account> {{ ?s ?p ?o }}") > 0


@contextlib.contextmanager
def background(line: str, environment: dict[str, str], folder: Path) -> Iterator[None]:
    """Run a program until the block ends."""
    with (folder / f"{line.split('.')[-2]}.out").open("wb") as out:
        process = subprocess.Popen(
            shlex.split(line), cwd=folder, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        yield
    finally:
        end_of(process)


def test_a_cluster_of_ones_own_builds_the_same(
    project: Path, environment: dict[str, str], manifest: dict[str, Any]
) -> None:
    ports = {"7077": free_port(), "8080": free_port()}
    block = re.sub("7077|8080", lambda its: str(ports[its[0]]), ON_A_CLUSTER)
    master, worker, *lines = block.splitlines()
    with (
        background(master.removeprefix("$ ").removesuffix(" &"), environment, project),
        background(worker.removeprefix("$ ").removesuffix(" &") + " --webui-port 0", environment, project),
    ):
        type_lines(
            "\n".join([f"$ until (exec 3<>/dev/tcp/127.0.0.1/{ports['7077']}) 2>&-; do sleep 0.2; done", *lines]),
            environment,
            project,
        )
    again = json.loads((project / "out/manifest.json").read_text("utf-8"))
    assert (again["root"], again["counts"]) == (manifest["root"], manifest["counts"])


def test_the_notebook(project: Path, environment: dict[str, str], spark: Path, tmp_path: Path) -> None:
    end = "\nassert 0 < len(around.account.facts) < len(graph.account.facts)\nsession.stop()\n"
    program = IN_A_NOTEBOOK.replace('"out"', repr(str(tmp_path / "out"))) + end
    done = subprocess.run(
        [spark, "-W", "ignore", "-c", program],
        cwd=project,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
