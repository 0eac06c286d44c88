"""The account and its claims in formats that other programs read: a function for each format.

- `network_files`: GraphML, GEXF and CSV.
- `rdf_files`: N-Quads, Turtle, TriG, JSON-LD, and one file with ontology, shapes and account, for Protégé and pySHACL.
- `ftm`: entities and ties of FollowTheMoney.
- `ftm_schema`: what FollowTheMoney's own library says of its schemata.
- `imports`: foreign data to records.
- `jsonl`: the records as JSON Lines.
"""

from __future__ import annotations

from collections.abc import Callable

from kg.formats.ftm import to_ftm
from kg.formats.jsonl import to_jsonl
from kg.formats.network_files import to_csv, to_gexf, to_graphml, to_two_mode_csv
from kg.formats.rdf_files import to_bundle, to_jsonld, to_nquads, to_trig, to_turtle

FORMATS: dict[str, Callable[..., str]] = {  # each takes a `kg.snapshot.snapshot.Snapshot`
    "bundle": to_bundle,
    "csv": to_csv,
    "ftm": to_ftm,
    "gexf": to_gexf,
    "graphml": to_graphml,
    "jsonl": to_jsonl,
    "jsonld": to_jsonld,
    "nquads": to_nquads,
    "trig": to_trig,
    "turtle": to_turtle,
    "two-mode-csv": to_two_mode_csv,
}
FOR_SPREADSHEETS = ("csv", "two-mode-csv")  # the formats that take `spreadsheet`
