"""What is known of an entity: posts over time, its side, whom it deals with, on whose word, and what is contested."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from kg.account.edges import edges
from kg.account.facts import FactAccount, Filler
from kg.account.voices import Side
from kg.model.records import Entity
from kg.serve.pages.items import standing_of, step_words
from kg.serve.pages.visit import Visit

_FIRST, _LAST = "", "9999-12-31"


def parts_of(visit: Visit, id_: str) -> list[tuple[FactAccount, Filler]]:
    """Give the parts of an entity in facts: each fact with the filler, once for each role."""
    return [
        (fact, filler)
        for fact in visit.index.facts_of.get(id_, [])
        for filler in fact.fillers.values()
        if filler.filler == id_
    ]


def days(parts: Iterable[tuple[FactAccount, Filler]]) -> str:
    """Say from which day to which the accepted facts are; empty if nothing is accepted.

    Parameters
    ----------
    parts
        From `parts_of`.
    """
    whens = [fact.when for fact, filler in parts if fact.accepted and filler.accepted]
    first = min((when.earliest or when.latest or "" for when in whens if when.text), default="")
    last = max((when.latest or when.earliest or "" for when in whens if when.text), default="")
    if not first or not last:
        return "no finding has a day" if whens else ""
    return first if first == last else f"{first} to {last}"


def posts(visit: Visit, id_: str, *, held: bool) -> list[dict[str, Any]]:
    """List, in order of time, the posts and organizations that an entity serves; or who serves there.

    Parameters
    ----------
    visit
        Who asks.
    id_
        The entity.
    held
        True: what it holds; False: who holds it.
    """
    types, found = visit.graph.ontology.types, []
    for fact, filler in parts_of(visit, id_):
        type_ = types[fact.type]
        if (
            type_.bearer is None
            or (filler.role == type_.bearer) is not held
            or filler.role not in (type_.bearer, *type_.upward)
        ):
            continue
        wanted = type_.upward if held else (type_.bearer,)
        others = [its for its in fact.fillers.values() if its.role in wanted and its.filler != id_]
        parts: list[FactAccount | Filler] = [fact, filler, *others]
        weak = next((its for its in parts if not its.accepted), None)
        found.append(
            {
                "others": [visit.filler(its.filler) for its in others],
                "fact": visit.link("fact", fact.fact, fact.when.text or "undated"),
                "stands": standing_of(weak) if weak else None,
                "order": (fact.when.earliest or fact.when.latest or _LAST, fact.fact),
            }
        )
    return sorted(found, key=lambda its: its["order"])


def side(visit: Visit, entity: Entity) -> dict[str, Any]:
    """Tell for which side an entity speaks at the latest day, and by which steps that is so."""
    day = visit.graph.account.known_by
    if entity.anonymous:
        return {"ends": [], "steps": [], "anonymous": True}
    found: Side = visit.index.sides.side(entity.id, day)
    way = visit.index.sides.way(entity.id, day)
    steps = [
        {"from": visit.name(its.source), "link": step_words(visit, its.link).text, "to": visit.name(its.target)}
        for its in way
    ]
    return {"ends": visit.links("entity", found.ends), "steps": steps, "anonymous": False}


def partners(visit: Visit, id_: str) -> list[dict[str, Any]]:
    """List those to whom accepted edges join an entity, those with most facts first, with the usual relations.

    Who serves where is told as posts, and is no partner.
    """
    graph, facts = visit.graph, defaultdict[str, dict[str, None]](dict)
    relations: dict[str, Counter[str]] = defaultdict(Counter)
    for fact in visit.index.facts_of.get(id_, []):
        if graph.ontology.types[fact.type].bearer is not None:
            continue
        for edge in edges(fact, graph.ontology):
            if id_ in (edge.source, edge.target):
                other = edge.target if edge.source == id_ else edge.source
                facts[other][fact.fact] = None
                relations[other][graph.ontology.edges[edge.relation].label] += 1
    ordered = sorted(
        (other for other in facts if other in graph.records.entities), key=lambda its: (-len(facts[its]), its)
    )
    return [
        {"id": other, "facts": list(facts[other]), "relations": [name for name, _ in relations[other].most_common(3)]}
        for other in ordered
    ]


def sources(visit: Visit, id_: str) -> dict[str, Any]:
    """Tell on whose word the facts of an entity rest: the voices that assert its part, and the outlets."""
    readings = visit.graph.account.readings
    claims = dict.fromkeys(key for _, filler in parts_of(visit, id_) for key in filler.asserting)
    voices = Counter(voice for key in claims for voice in readings[key].voices)
    outlets = Counter(readings[key].outlet for key in claims)
    return {"claims": len(claims), "voices": shares(voices), "outlets": shares(outlets)}


def shares(counts: Counter[str]) -> list[tuple[str, int, float]]:
    """Give ids with their counts and their shares in all, the largest first."""
    every = sum(counts.values())
    return [(id_, count, count / every) for id_, count in sorted(counts.items(), key=lambda its: (-its[1], its[0]))]


def contested(visit: Visit, id_: str) -> list[FactAccount]:
    """List the facts of which somebody contests the whole or the part of an entity, or on which claims conflict."""
    found = {
        fact.fact: fact
        for fact, filler in parts_of(visit, id_)
        if fact.contested or filler.contested or fact.fact in visit.graph.conflicts_by_fact
    }
    return list(found.values())
