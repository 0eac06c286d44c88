"""What the words mean by which pages say how something stands: each status, and by whom it is contested."""

from __future__ import annotations

from kg.account.rule import ROWS
from kg.model.records import Status
from kg.serve.exchange import Reply
from kg.serve.pages.rendering import page
from kg.serve.pages.visit import Visit


def words(visit: Visit) -> Reply:
    """Answer with each status, what it means and by which row of the rule something gets it."""
    terms = visit.graph.ontology.statuses
    statuses = [
        {
            "status": status.value,
            "label": terms[status.value].label,
            "means": terms[status.value].definition,
            "rule": ROWS[status],
            "accepted": status.can_be_accepted,
        }
        for status in Status
    ]
    return page(visit, "words", heading="What the statuses mean", statuses=statuses)
