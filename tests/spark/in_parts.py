"""A build in parts, made without Spark: of what one machine exports, cut into files."""

from __future__ import annotations

import hashlib
import json
import shutil
from itertools import pairwise
from pathlib import Path

from kg.formats.tables import ORDER
from kg.graph.graph import Graph

BUILD = "0123456789ab-1"


def in_parts(graph: Graph, out: Path, parts: int = 3) -> Path:
    """Write a build as Spark does: tables, N-Quads in so many parts, ontology and settings, and the manifest."""
    folder = out / BUILD
    out.mkdir(parents=True, exist_ok=True)
    graph.export("parquet", out / "tables")
    for table in ORDER:
        (folder / table).mkdir(parents=True)
        (out / "tables" / f"{table}.parquet").rename(folder / table / "part-00000.parquet")
    shutil.rmtree(out / "tables")
    lines = graph.export("nquads").splitlines(keepends=True)
    cuts = [len(lines) * number // parts for number in range(parts + 1)]
    (folder / "nquads").mkdir()
    for number, (start, end) in enumerate(pairwise(cuts)):
        (folder / "nquads" / f"part-{number:05}.nq").write_text("".join(lines[start:end]), "utf-8")
    (folder / "ontology").mkdir()
    for name, text in graph.ontology.texts.items():
        (folder / "ontology" / name).write_text(text, "utf-8")
    (folder / "kg.toml").write_text(graph.project.settings, "utf-8")
    seal(out, graph.project.base)
    return out


def seal(out: Path, base: str) -> None:
    """Write the manifest of what lies there."""
    folder = out / BUILD
    files = {
        path.relative_to(folder).as_posix(): {
            "bytes": path.stat().st_size,
            "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
        }
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    manifest = {"format": "spark 1", "base": base, "build": BUILD, "counts": {}, "files": files, "root": "0" * 64}
    (out / "manifest.json").write_text(json.dumps(manifest), "utf-8")
