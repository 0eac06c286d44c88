"""A build in parts, made without Spark: the tables of a graph, its N-Quads cut into files, and a whole manifest."""

from __future__ import annotations

import hashlib
import json
from itertools import pairwise
from pathlib import Path

from pyarrow import parquet

from kg.formats.tables import ORDER
from kg.graph.graph import Graph
from tests.spark.laid_out import BUILD, laid_out

__all__ = ["BUILD", "in_parts", "seal"]


def in_parts(graph: Graph, out: Path, parts: int = 3) -> Path:
    """Write a build as Spark does, its N-Quads in so many files."""
    folder = laid_out(graph, out) / BUILD
    lines = graph.export("nquads").splitlines(keepends=True)
    cuts = [len(lines) * number // parts for number in range(parts + 1)]
    (folder / "nquads").mkdir()
    for number, (start, end) in enumerate(pairwise(cuts)):
        (folder / "nquads" / f"part-{number:05}.nq").write_text("".join(lines[start:end]), "utf-8")
    seal(out)
    return out


def seal(out: Path) -> None:
    """Write into the manifest what lies there."""
    path, build = out / "manifest.json", out / BUILD
    files = {
        f"nquads/{its.name}": {"sha256": hashlib.sha256(its.read_bytes()).hexdigest()}
        for its in sorted((build / "nquads").iterdir())
    }
    rows = {
        table: {"rows": sum(parquet.read_metadata(its).num_rows for its in (build / table).iterdir())}
        for table in ORDER
    }
    path.write_text(json.dumps(json.loads(path.read_text("utf-8")) | {"files": files | rows}), "utf-8")
