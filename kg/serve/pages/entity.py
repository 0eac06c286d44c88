"""The page of an entity: its profile, its findings by status, and what it says and what is said of it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from kg.account.facts import FactAccount
from kg.base.letters import cut
from kg.model.records import Entity, Status
from kg.report.facts import fact_row
from kg.report.ordering import in_order
from kg.serve.pages import profile
from kg.serve.pages.items import finding, said, several
from kg.serve.pages.lists import Listed, listed
from kg.serve.pages.things import Thing, missing
from kg.serve.pages.visit import Visit
from kg.view.opening import lines_of

_FEW = 12  # partners and sources that a profile shows
_LONGEST_NAME = 60  # characters of it above a list
_MOST_ROWS = 1_000  # facts in its JSON


def entity(visit: Visit, id_: str, part: str = "") -> Thing:
    """Find an entity.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    found = visit.graph.records.entities.get(id_)
    if found is None:
        raise missing(visit, "entity", id_)
    iri = visit.graph.project.names.entity(id_)
    return Thing("entity", id_, iri, lambda: _values(visit, found), lambda: _row(visit, found), part)


def _row(visit: Visit, its: Entity) -> dict[str, Any]:
    """Give an entity as JSON: its record, its side, and the rows of its facts; of many the newest, and how many."""
    graph, id_ = visit.graph, its.id
    facts = in_order(visit.index.facts_of.get(id_, []))
    return {
        "entity": id_,
        "kind": its.kind.value,
        "name": its.name,
        "aliases": list(its.aliases),
        "links": {name: list(targets) for name, targets in its.links.items()},
        "identifiers": its.identifiers,
        "anonymous": its.anonymous,
        "side": [] if its.anonymous else list(visit.index.sides.side(id_, graph.account.known_by).ends),
        "partners": [{"entity": each["id"], "facts": len(each["facts"])} for each in profile.partners(visit, id_)],
        "fact_count": len(facts),
        "facts": [fact_row(graph, fact) for fact in facts[:_MOST_ROWS]],
        "claim_count": len(visit.index.by_speaker.get(id_, [])),
        "claims_by_it": visit.index.newest(visit.index.by_speaker.get(id_, []))[:_MOST_ROWS],
    }


def _values(visit: Visit, its: Entity) -> dict[str, Any]:
    graph, index, id_ = visit.graph, visit.index, its.id
    partners, sources = profile.partners(visit, id_), profile.sources(visit, id_)
    says = index.newest(index.by_speaker.get(id_, []))
    others = index.newest(set(index.naming.get(id_, [])) - set(says))
    name = cut(its.name, _LONGEST_NAME)
    disputed = in_order(profile.contested(visit, id_))
    return {
        "heading": its.name,
        "its": its,
        "kind": graph.ontology.kinds[its.kind.value].label,
        "background": [(name, visit.links("entity", targets)) for name, targets in sorted(its.links.items())],
        "days": profile.days(profile.parts_of(visit, id_)),
        "side": profile.side(visit, its),
        "posts": profile.posts(visit, id_, held=True)[:_FEW],
        "holders": profile.posts(visit, id_, held=False)[:_FEW],
        "partners": [_partner(visit, each) for each in partners[:_FEW]],
        "more_partners": max(0, len(partners) - _FEW),
        "claims_behind": sources["claims"],
        "voices": _shares(visit, sources["voices"]),
        "outlets": _shares(visit, sources["outlets"]),
        "is_drawn": bool(lines_of(id_, index.facts_of.get(id_, []), graph.ontology, graph.records.entities)),
        "is_voice": id_ in index.by_voice or id_ in index.by_outlet,
        "disputed": listed(
            visit, "contested", "Contested", disputed, lambda fact: finding(visit, fact, id_), "finding",
            "Nobody contests it, and no claims conflict.",
        ),
        "findings": _findings(visit, id_),
        "says": listed(
            visit, "by", f"What {name} says", says, lambda key: said(visit, key), "said",
            _why_none(visit, id_, "by_speaker", "No claim is in its words."),
        ),
        "of": listed(
            visit, "of", f"What others say of {name}", others, lambda key: said(visit, key), "said",
            _why_none(visit, id_, "naming", "No claim of others names it."),
        ),
        "relayed": several(visit, "claim", index.newest(index.by_relay.get(id_, []))),
    }  # fmt: skip


def _findings(visit: Visit, id_: str) -> Listed:
    """List the facts that name an entity, the best sourced statuses first, of each the newest first."""
    order = list(Status)
    facts = sorted(in_order(visit.index.facts_of.get(id_, [])), key=lambda fact: -fact.status.strength)
    counts = {status: len(list(group)) for status, group in groupby(facts, key=lambda fact: fact.status)}
    words = ", ".join(
        f"{counts[status]} {visit.graph.ontology.statuses[status.value].label}" for status in order if status in counts
    )

    def make(fact: FactAccount) -> object:
        return finding(visit, fact, id_)

    empty = _why_none(visit, id_, "facts_of", "No claim names it in a role.")
    return listed(visit, "findings", "Findings", facts, make, "finding", empty, main="findings", note=words)


def _why_none(visit: Visit, id_: str, index: str, otherwise: str) -> str:
    """Say why a list is empty: by the slice, if there is something without it."""
    if not visit.kept:
        return otherwise
    from kg.serve.pages.index import index_of

    there = len(getattr(index_of(visit.whole), index).get(id_, []))
    return f"None in this slice; without it there are {there}." if there else otherwise


def _partner(visit: Visit, its: dict[str, Any]) -> dict[str, Any]:
    return {"link": visit.link("entity", its["id"]), "count": len(its["facts"]), "relations": its["relations"]}


def _shares(visit: Visit, found: list[tuple[str, int, float]]) -> dict[str, Any]:
    every = sum(count for _, count, _ in found)
    shown = [
        {"link": visit.link("voice", id_), "percent": (200 * count + every) // (2 * every)}  # a half is rounded up
        for id_, count, _ in found[:_FEW]
    ]
    return {"shown": shown, "more": max(0, len(found) - _FEW), "all": len(found)}
