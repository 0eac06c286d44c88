"""The records (entities, articles and claims) as JSON Lines, which `kg build` of another project reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.annotation.jsonl_writer import written

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot


def to_jsonl(graph: Snapshot) -> str:
    """Write entities, articles and claims, a record a line."""
    return b"".join(written(graph.records)).decode()
