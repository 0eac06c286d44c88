"""Conflicts as pages show them: which claims give which value, never resolved."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from kg.account.conflicts import Conflict
from kg.base.hints import MOST_LISTED
from kg.report.conflicts import conflict_row
from kg.serve.pages.visit import Visit


def conflicts_of(visit: Visit, found: Iterable[Conflict]) -> list[dict[str, Any]]:
    """Give conflicts with links to their facts and claims; of many, the first dozen.

    Parameters
    ----------
    visit
        Who asks.
    found
        In order.
    """
    every = list(found)
    rows = [conflict_row(conflict) for conflict in every[:MOST_LISTED]]
    return [
        {
            "kind": row["kind"],
            "of": visit.filler(row["entity"]) if row["entity"] else None,
            "facts": visit.links("fact", row["facts"][:MOST_LISTED]),
            "sides": [_side(visit, side) for side in row["sides"][:MOST_LISTED]],
            "more": len(every) - len(rows),
        }
        for row in rows
    ]


def _side(visit: Visit, side: dict[str, Any]) -> dict[str, Any]:
    keys = side["claims"]
    links = [visit.link("claim", key, _source(visit, key)) for key in keys[:MOST_LISTED]]
    return {"value": side["value"], "claims": links, "more": len(keys) - len(links)}


def _source(visit: Visit, key: str) -> str:
    """Name a claim by whose word it is and where."""
    claim, graph = visit.graph.claims[key], visit.graph
    article = graph.records.articles[claim.article]
    speakers = " and ".join(visit.name(its) for its in claim.speaker or (article.narrator,))
    return f"{speakers}, in {visit.name(claim.article)}"
