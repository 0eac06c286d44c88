"""Foreign formats, one function each: the account and its claims for other people's tools."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from kg.formats.networks import to_csv, to_gexf, to_graphml, to_two_mode_csv
from kg.formats.quads import to_bundle, to_jsonld, to_nquads, to_trig, to_turtle
from kg.formats.records import to_jsonl

if TYPE_CHECKING:
    from kg.graph import Graph

FORMATS: dict[str, Callable[[Graph], str]] = {
    "bundle": to_bundle,
    "csv": to_csv,
    "gexf": to_gexf,
    "graphml": to_graphml,
    "jsonl": to_jsonl,
    "jsonld": to_jsonld,
    "nquads": to_nquads,
    "trig": to_trig,
    "turtle": to_turtle,
    "two-mode-csv": to_two_mode_csv,
}
