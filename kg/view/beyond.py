"""What joins actors whom a page leaves out, counted by their sides, so that its matrix counts everything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping

from kg.account.edges import STRENGTH, Edge, edges
from kg.account.facts import FactAccount
from kg.model.records import Entity
from kg.ontology import Ontology
from kg.view.payload import Json
from kg.view.selection import Limited

CONTESTED = "contested"  # the row of the legend for what a party contests
Sides = tuple[str, str]  # the ids of two sides, the smaller first
Way = tuple[str, str, str, tuple[str, ...]]  # row of the legend, layer, relation, kinds of both ends


def beyond(
    chosen: Limited,
    facts: Iterable[FactAccount],
    ontology: Ontology,
    entities: Mapping[str, Entity],
    side: Callable[[str], str],
) -> Json:
    """Count the findings that join two actors of whom the page does not draw the line.

    Parameters
    ----------
    chosen
        What the page shows.
    facts
        All that the page is of, drawn or not, as it opens.
    ontology, entities
        The project's.
    side
        Gives the side of an actor.

    Returns
    -------
    dict
        ``actors``: side -> how many of its actors the page leaves out. ``rows``: lists of two sides, a type of facts,
        the ways in which lines that the page leaves out join them (row of the legend, layer, relation, kinds of the
        ends; the best sourced first), and how many findings do so: each once for two sides. A finding of which the page
        has another line between the same two sides has a row of its own, which ends with its id: filters may hide that
        line, and it may be worse sourced.
    """
    if not chosen.left_out:
        return {"actors": {}, "rows": []}
    counts: Counter[tuple[Sides, str, tuple[Way, ...], str]] = Counter()
    for fact in facts:
        undrawn, drawn = _undrawn(fact, chosen, ontology, entities, side)
        for sides, ways in undrawn.items():
            best = sorted(ways, key=lambda way: (-ways[way], way))
            counts[sides, fact.type, tuple(best), fact.fact if sides in drawn else ""] += 1
    return {
        "actors": dict(sorted(Counter(side(id_) for id_ in chosen.beyond).items())),
        "rows": [
            [*sides, type_, ways, count, *([fact] if fact else [])]
            for (sides, type_, ways, fact), count in sorted(counts.items())
        ],
    }


def sides_of(found: Json) -> set[str]:
    """Name the sides in what `beyond` gives."""
    return {side for row in found["rows"] for side in row[:2]}.union(found["actors"])


def _undrawn(
    fact: FactAccount,
    chosen: Limited,
    ontology: Ontology,
    entities: Mapping[str, Entity],
    side: Callable[[str], str],
) -> tuple[dict[Sides, dict[Way, int]], set[Sides]]:
    """Find how a fact joins sides by lines that are not drawn, how well each is sourced, and what drawn ones join."""
    found: dict[Sides, dict[Way, int]] = {}
    drawn: set[Sides] = set()
    for edge in edges(fact, ontology, accepted=False):
        if edge.source not in entities or edge.target not in entities:
            continue
        pair = (min(edge.source, edge.target), max(edge.source, edge.target))
        if chosen.lines is not None and pair not in chosen.lines:
            continue
        one, other = sorted((side(edge.source), side(edge.target)))
        if fact.fact in chosen.facts and pair in chosen.pairs:
            drawn.add((one, other))
            continue
        kinds = tuple(sorted({entities[end].kind.value for end in (edge.source, edge.target)}))
        its = found.setdefault((one, other), {})
        way = (_row(edge), edge.layer, edge.relation, kinds)
        its[way] = max(its.get(way, 0), STRENGTH[edge.status] + len(STRENGTH) * edge.accepted)
    return found, drawn


def _row(its: Edge) -> str:
    """Give the row of the legend, as `findings.js` does."""
    return its.status.value if its.accepted or not its.status.can_be_accepted else CONTESTED
