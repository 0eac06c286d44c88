"""The page of a graph or of a slice of one."""

from __future__ import annotations

from typing import Any

from kg.account.voices import Links
from kg.network.absence import no_edges
from kg.network.choice import Choice, choose
from kg.snapshot import slices
from kg.snapshot.snapshot import Snapshot
from kg.view.drawing import Drawn, draw


def page_of(snapshot: Snapshot, **look: Any) -> Drawn:  # noqa: ANN401 - see kg.view.Look
    """Write the page of a graph; that of a slice judges by the claims of all days, and by the voices of the slice.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    look
        How the page opens, as in `kg.view.Look`.
    """
    whole, cut = snapshot.whole, snapshot.cut
    records, facts = slices.shown(whole.records, whole.ontology, whole.account, cut, snapshot.account)
    links = Links.of(records, snapshot.ontology)
    opens = {"facts": facts, "known_by": cut.known_by, "withdrawn": cut.withdrawn.sources}
    look = {"title": snapshot.project.title, **opens, **look}
    entities, articles, claims = records.entities, records.articles, records.claims
    page = draw(entities, articles, claims, links, snapshot.ontology, snapshot.account, **look)
    choice = Choice(kinds=look.get("kinds"), layers=look.get("layers"), stand_ins=True)
    return Drawn(page.html, " ".join(filter(None, (page.left_out, _no_lines(snapshot, choice)))))


def _no_lines(snapshot: Snapshot, choice: Choice) -> str:
    """Say why a page opens without lines, and where it has some; empty if it opens with some."""
    if snapshot.network(**choice).number_of_edges():
        return ""
    chosen = choose(choice, snapshot.records.entities.values(), snapshot.ontology)
    return no_edges(snapshot.account, snapshot.ontology, choice, chosen, on_page=True)
