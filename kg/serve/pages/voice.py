"""The page of a voice or an outlet: what it says, what came through it, and by whom it is contradicted."""

from __future__ import annotations

from typing import Any

from kg.account.facts import FactAccount, Filler
from kg.account.support import against
from kg.account.voices import ANONYMOUS
from kg.base.letters import cut
from kg.serve.pages.items import finding, said, several
from kg.serve.pages.lists import listed
from kg.serve.pages.things import Thing, missing
from kg.serve.pages.visit import Visit


def voice(visit: Visit, id_: str, part: str = "") -> Thing:
    """Find a voice, or an outlet, which may be both.

    Raises
    ------
    NotFoundError
        If it is neither in the slice.
    """
    if id_ not in visit.index.by_voice and id_ not in visit.index.by_outlet:
        raise missing(visit, "voice", id_)
    names = visit.graph.project.names
    iri = names.voice(id_) if id_ in visit.index.by_voice else names.entity(id_)  # an outlet has no IRI of its own
    return Thing("voice", id_, iri, lambda: _values(visit, id_), lambda: _row(visit, id_), part)


def _row(visit: Visit, id_: str) -> dict[str, Any]:
    """Give what it says, and by whom it is contradicted."""
    opposed = _opposed(visit, id_)
    return {
        "voice": id_,
        "name": visit.name(id_),
        "is_voice": id_ in visit.index.by_voice,
        "is_outlet": id_ in visit.index.by_outlet,
        "claims": visit.index.by_voice.get(id_, []),
        "came_through_it": visit.index.by_outlet.get(id_, []),
        "contradicted": [{"fact": fact.fact, "by": others} for fact, others in opposed],
    }


def _opposed(visit: Visit, id_: str) -> list[tuple[FactAccount, list[str]]]:
    """Find the facts of which this voice asserts what others deny, or denies what others assert; and those others."""
    readings, found = visit.graph.account.readings, []
    claims = visit.graph.claims
    for fact in dict.fromkeys(claims[key].fact for key in visit.index.by_voice.get(id_, [])):
        account, others = visit.graph.account.facts[fact], set[str]()
        matters: list[FactAccount | Filler] = [account, *account.fillers.values()]
        for matter in matters:
            denying = {voice for key in against(matter) for voice in readings[key].voices}
            others |= denying if id_ in matter.voices else set()
            others |= {*matter.voices} if id_ in denying else set()
        if others - {id_}:
            found.append((account, sorted(others - {id_})))
    return found


def _values(visit: Visit, id_: str) -> dict[str, Any]:
    index, graph = visit.index, visit.graph
    says, through = index.newest(index.by_voice.get(id_, [])), index.newest(index.by_outlet.get(id_, []))
    speakers = sorted({speaker for key in says for speaker in graph.claims[key].speaker})
    article = id_.removeprefix(ANONYMOUS)
    return {
        "heading": visit.name(id_),
        "entity": visit.link("entity", id_) if id_ in graph.records.entities else None,
        "article": visit.link("article", article) if article in graph.records.articles else None,
        "is_voice": bool(says),
        "is_outlet": bool(through),
        "speakers": several(visit, "entity", speakers),
        "says": listed(
            visit, "says", f"What {cut(visit.name(id_), 60)} says", says, lambda key: said(visit, key), "said",
            "It says nothing in its own voice.", main="says",
        ),
        "opposed": listed(
            visit, "opposed", "By whom it is contradicted", _opposed(visit, id_),
            lambda its: {"finding": finding(visit, its[0]), "others": several(visit, "voice", its[1])}, "opposed",
            "Nobody denies what it asserts, or asserts what it denies.",
        ),
        "through": listed(
            visit, "through", "What came through it", through, lambda key: said(visit, key), "said",
            "Nothing came through it.", note="An outlet is the door through which a claim reached us.",
        ),
    }  # fmt: skip
