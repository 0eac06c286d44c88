"""The tables of a build on Spark: row for row those of `kg export parquet`, in order over all files."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pyarrow.parquet as pq
import pytest

import kg
from kg.account.facts import FactAccount
from kg.formats.tables import ORDER
from kg.graph.graph import Graph
from tests.conftest import copied
from tests.graphs import STRAIT
from tests.spark.crossing_project import made

Rows = list[dict[str, Any]]
PROJECTS = ("strait", "crossing")  # of the second, heads are joined


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Graph]:
    folder = tmp_path_factory.mktemp("projects")
    strait = copied(STRAIT, folder / "strait")
    kg.build(strait)
    return {"crossing": kg.open(made(folder / "crossing")), "strait": kg.open(strait)}


@pytest.fixture(scope="module")
def written(
    built: dict[str, Graph], spark: Path, spark_environment: Mapping[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    out = tmp_path_factory.mktemp("tables")
    folders = [str(built[name].project.root) for name in PROJECTS]
    command = [str(spark), "-m", "tests.spark.making_tables", str(out), *folders]
    ran = subprocess.run(command, env=spark_environment, capture_output=True, text=True, timeout=600)
    assert ran.returncode == 0, ran.stderr[-3000:]
    return out


def rows(folder: Path) -> Rows:
    """Read the files of a table one after the other, by their names."""
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


def exported(graph: Graph, folder: Path) -> dict[str, Rows]:
    graph.export("parquet", folder)
    return {table: pq.read_table(folder / f"{table}.parquet").to_pylist() for table in ORDER}


@pytest.mark.parametrize("number", range(len(PROJECTS)))
def test_the_tables_are_those_of_one_machine(
    number: int, built: dict[str, Graph], written: Path, tmp_path: Path
) -> None:
    graph = built[PROJECTS[number]]
    expected = exported(graph, tmp_path / "one")
    found = {table: rows(written / str(number) / table) for table in ORDER}
    accounts = [msgspec.msgpack.decode(row.pop("account"), type=FactAccount) for row in found["facts"]]
    assert found == expected
    assert accounts == [graph.account.facts[row["fact"]] for row in expected["facts"]]
    order = ("target", "source", "relation", "fact")
    by_target = sorted(expected["edges"], key=lambda row: [row[name] for name in order])
    assert rows(written / str(number) / "edges_by_target") == by_target


def test_a_table_of_several_files_has_the_types_of_one(built: dict[str, Graph], written: Path, tmp_path: Path) -> None:
    built["crossing"].export("parquet", tmp_path / "one")
    for table in ORDER:
        files = sorted((written / "1" / table).glob("*.parquet"))
        assert len(files) > 1 or table == "entities"
        one = pq.read_schema(tmp_path / "one" / f"{table}.parquet")
        schema = pq.read_schema(files[0])
        assert schema.names == [*one.names, *(["account"] if table == "facts" else [])]
        assert [str(schema.field(name).type) for name in one.names] == [str(its.type) for its in one]


def test_the_project_tries_what_crosses_facts(built: dict[str, Graph]) -> None:
    graph = built["crossing"]
    assert graph.manifest["counts"]["refused"] == 0
    kinds = {conflict.kind for conflict in graph.conflicts()}
    assert kinds == {"hurt", "place", "single-holder", "whereabouts", "when"}
    assert graph.apart == {"ann": "A Foreign", "ann-three": "General", "ann-two": "B Foreign"}
    wholes = {fact: [its.fact for its in found] for fact, found in graph.unaccepted_wholes.items()}
    assert {name: wholes[name] for name in ("v-4", "w-4", "both")} == {
        "v-4": ["v-0"], "w-4": ["w-2"], "both": ["v-0", "w-2"],
    }  # fmt: skip
    assert "w-1" not in wholes
    drawn: list[tuple[str, str, str]] = list(graph.network(kinds="all", layers="all").edges(data="fact"))
    assert [its for its in drawn if its[2] == "a-2"] == [("xan", "ann", "a-2")]  # done by both: turned round in tables
