"""The page of a graph or of a slice of one."""

from __future__ import annotations

from typing import Any

from kg.account.voices import Links
from kg.base.errors import UsageError
from kg.base.hints import unknown
from kg.network.absence import no_edges
from kg.network.choice import Choice, choose
from kg.snapshot import slices
from kg.snapshot.areas import side_in
from kg.snapshot.cut_words import words_of
from kg.snapshot.snapshot import Snapshot
from kg.view.drawing import MOST_STEPS, Drawn, Look, draw
from kg.view.opening import around, opening
from kg.view.still import Still


def page_of(snapshot: Snapshot, **look: Any) -> Drawn:  # noqa: ANN401 - of several types
    """Write the page of a graph; that of a slice judges by the claims of all days, and by the voices of the slice.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    look
        How the page opens: what `kg.view.Look` has, such as ``focus``, ``steps`` (how far around the focus: 1, 2 or 3),
        ``everything`` (all actors, however many, and not only the most central) and ``quotes`` (False: without quoted
        words); and ``kinds``, ``layers`` and ``edges``, one name or several, as for a network: left out, the page opens
        with those that hold most, or in which the focus is seen (`kg.view.opening`).

    Raises
    ------
    UsageError, NotFoundError
        If there is no such option, kind, layer or edge.
    """
    if odd := [name for name in look if name not in (*Look.__annotations__, "edges")]:
        raise UsageError(*unknown("option of a page", odd[0], [*Look.__annotations__, "edges"]))
    whole, cut = snapshot.whole, snapshot.cut
    records, facts = slices.shown(whole.records, whole.ontology, whole.account, cut, snapshot.account)
    links = Links.of(records, snapshot.ontology)
    opens: dict[str, Any] = {"facts": facts, "known_by": cut.known_by, "withdrawn": cut.withdrawn.sources}
    choice = Choice(kinds=look.pop("kinds", None), layers=look.pop("layers", None), edges=look.pop("edges", None))
    shown = opening(choice, whole.account, snapshot.ontology, whole.records.entities)
    if (focus := look.get("focus")) and not any(its is not None for its in choice.values()):
        seen = (fact for id_, fact in snapshot.account.facts.items() if facts is None or id_ in facts)
        shown = around(focus, shown, seen, snapshot.ontology, records.entities)
    if cut.filters:  # which may leave out what is said of who serves whom
        opens["side"] = side_in(snapshot)
    opens["slice"] = words_of(cut.filters, cut.withdrawn, whole.teller)
    look = {"title": snapshot.project.title, "apart": whole.apart, **opens, **shown, **look}
    entities, articles, claims = records.entities, records.articles, records.claims
    page = draw(entities, articles, claims, links, snapshot.ontology, snapshot.account, **look)
    drawn = Choice(kinds=shown.get("kinds"), layers=shown.get("layers"), edges=shown.get("relations"), stand_ins=True)
    still = Still(
        snapshot, {**shown, **{name: look[name] for name in shown if name in look}}, look["slice"], look["title"],
        facts=look["facts"], lines=look.get("lines"), focus=look.get("focus"),
        steps=min(max(look.get("steps") or 1, 1), MOST_STEPS),
    )  # fmt: skip
    left_out = " ".join(filter(None, (page.left_out, _no_lines(snapshot, drawn))))
    return Drawn(page.html, left_out, still.picture)


def _no_lines(snapshot: Snapshot, choice: Choice) -> str:
    """Say why a page opens without lines, and where it has some; empty if it opens with some."""
    if snapshot.network(**choice).number_of_edges():
        return ""
    chosen = choose(choice, snapshot.records.entities.values(), snapshot.ontology)
    return no_edges(snapshot.account, snapshot.ontology, choice, chosen, on_page=True)
