"""A build on Spark as it lies on a disk, made here from a graph: what is opened needs no Spark."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from kg.formats.parquet import schema_of
from kg.formats.tables import ORDER, rows_of
from kg.graph.graph import Graph

BUILD = "0123456789ab-1"
_FILE = 40  # rows of a file


def laid_out(graph: Graph, out: Path, ontology: Path | None = None) -> Path:
    """Write the tables of a graph, in files of few rows, its manifest, and the project's ontology, or another."""
    build = out / BUILD
    build.mkdir(parents=True)
    for table in ORDER:
        rows = list(rows_of(graph, table))
        if table == "facts":
            for row in rows:
                row["account"] = msgspec.msgpack.encode(graph.account.facts[row["fact"]])
        schema = schema_of(table)
        write(build / table, rows, schema.append(pa.field("account", pa.binary())) if table == "facts" else schema)
    edges = sorted(
        rows_of(graph, "edges"), key=lambda row: (row["target"], row["source"], row["relation"], row["fact"])
    )
    write(build / "edges_by_target", edges, schema_of("edges"))
    shutil.copytree(ontology or graph.project.ontology, build / "ontology")
    (build / "kg.toml").write_text(graph.project.settings or f'base = "{graph.project.base}"\n', "utf-8")
    manifest = {"format": "spark 1", "build": build.name, "base": graph.project.base, "slice": {}, "files": {},
                "counts": {"claims": len(graph.claims)}}  # fmt: skip
    (out / "manifest.json").write_text(json.dumps(manifest), "utf-8")
    return out


def write(folder: Path, rows: list[dict[str, Any]], schema: pa.Schema) -> None:
    """Write rows as Spark does: a file after the other, and at least one."""
    folder.mkdir()
    for number, start in enumerate(range(0, max(1, len(rows)), _FILE)):
        table = pa.Table.from_pylist(rows[start : start + _FILE], schema)
        pq.write_table(table, folder / f"part-{number:05d}.parquet", row_group_size=10)
