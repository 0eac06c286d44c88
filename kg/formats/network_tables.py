"""Networks as CSV: a line for each tie of two actors, or for each filler of a fact.

Items of a list are joined by spaces, None is empty text. The column `type` says what Gephi reads there: Undirected or
Directed.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from kg.account.figures import all_words, figures
from kg.formats.ties import actors_and_ties, drawn, in_words, was_read
from kg.query.result_formats import BYTE_ORDER_MARK, guarded

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kg.snapshot.snapshot import Snapshot

EDGE_COLUMNS = (
    "source", "target", "type", "label", "relation", "layer", "fact", "status", "contested", "accepted", "day",
    "earliest", "latest", "voices", "outlets", "claims", "read", "weight", "share", "part_of_not_accepted", "figures",
    "sentence",
)  # fmt: skip
TWO_MODE_COLUMNS = (
    "entity", "fact", "role", "status", "contested", "accepted", "voices", "outlets", "claims", "read",
    "part_of_not_accepted",
)  # fmt: skip


def to_csv(graph: Snapshot, *, spreadsheet: bool = False, everything: bool = False) -> str:
    """Write a line for each tie, with the sentences that name both its ends; options as in `Graph.export`."""
    _, ties = actors_and_ties(graph, everything=everything)
    rows = (
        {
            **{name: in_words(getattr(tie, name, None)) for name in EDGE_COLUMNS},
            "type": "Undirected" if tie.symmetric else "Directed",
            "figures": all_words(figures(graph.account.facts[tie.fact], graph.claims)),
            "sentence": graph.sentence_of_edge({"claims": tie.claims, "fact": tie.fact}, tie.source, tie.target),
        }
        for tie in ties
    )
    return csv_text(EDGE_COLUMNS, rows, spreadsheet=spreadsheet)


def to_two_mode_csv(graph: Snapshot, *, spreadsheet: bool = False, everything: bool = False) -> str:
    """Write a line for each filler of each fact; options as in `Graph.export`."""
    network = drawn(graph, mode="two-mode", everything=everything)
    rows = (
        {name: in_words(value) for name, value in {"accepted": True, **its}.items()}
        | {
            "entity": entity,
            "read": in_words(was_read(graph.claims, its["claims"])),
            "part_of_not_accepted": in_words([whole.fact for whole in graph.unaccepted_wholes.get(fact, ())]),
        }
        for entity, fact, _, its in sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    )
    return csv_text(TWO_MODE_COLUMNS, rows, spreadsheet=spreadsheet)


def csv_text(columns: Sequence[str], rows: Iterable[dict[str, str]], *, spreadsheet: bool) -> str:
    """Write rows as CSV in which no cell acts as a formula; for a spreadsheet, after a byte order mark."""
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")  # RFC 4180, section 2
    writer.writeheader()
    writer.writerows({name: guarded(cell) for name, cell in row.items()} for row in rows)
    return (BYTE_ORDER_MARK if spreadsheet else "") + out.getvalue()
