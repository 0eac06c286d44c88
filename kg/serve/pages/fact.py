"""The page of a fact: how it stands and why, who says so in which words, and what it is part of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.account.facts import FactAccount
from kg.report.explanations import Explanation, explanation
from kg.serve.pages.conflicts import conflicts_of
from kg.serve.pages.items import evidence_of, finding, others_of, several, standing_of, step_words
from kg.serve.pages.lists import Listed, listed
from kg.serve.pages.things import Thing, missing
from kg.serve.pages.visit import Visit
from kg.serve.pages.weights import weight


def fact(visit: Visit, id_: str, part: str = "") -> Thing:
    """Find a fact, or the participation of one filler in it.

    Raises
    ------
    NotFoundError
        If no claim of the slice names it.
    """
    account = visit.graph.account.facts.get(id_)
    if account is None:
        raise missing(visit, "fact", id_)
    iri = visit.graph.project.names.fact(id_)
    return Thing("fact", id_, iri, lambda: _values(visit, account), lambda: explanation(visit.graph, account), part)


def _values(visit: Visit, account: FactAccount) -> dict[str, Any]:
    graph, told = visit.graph, explanation(visit.graph, account)
    type_ = graph.ontology.types[account.type]
    claims = listed(
        visit, "claims", "Who says what", told["claims"], lambda row: claim_of(visit, row), "claim", "", main="claims"
    )
    roles = _roles(visit, account)
    return {
        "heading": graph.teller.heading(account),
        "stands": standing_of(account),
        "told": told,
        "type": type_.label,
        "roles": roles,
        "differ": any(each["stands"] for role in roles for each in role["fillers"]),
        "voices": several(visit, "voice", account.voices),
        "deniers": several(visit, "voice", told["denied_by"]),
        "outlets": several(visit, "voice", account.outlets),
        "wholes": [_whole(visit, told, id_) for id_ in account.part_of],
        "fulfils": visit.links("fact", account.fulfils),
        "figures": _figures(told),
        "conflicts": conflicts_of(visit, graph.conflicts_by_fact.get(account.fact, ())),
        "steps": [_step(visit, its) for its in told["links"]],
        "others": others_of(visit, account),
        "claims": claims,
        "speaking": _findings(visit, "speaking", "Findings that speak about it", visit.index.facts_of, account),
        "parts_": _findings(visit, "parts", "Part of it, or makes it good", visit.index.parts_of, account),
    }


def _findings(visit: Visit, name: str, title: str, of: Mapping[str, list[FactAccount]], its: FactAccount) -> Listed:
    return listed(visit, name, title, of.get(its.fact, []), lambda each: finding(visit, each), "finding", "")


def _step(visit: Visit, its: dict[str, str]) -> dict[str, Any]:
    ends = {end: visit.link("entity", its[end]) for end in ("from", "to")}
    return {**ends, "link": step_words(visit, its["link"])}


def claim_of(visit: Visit, row: dict[str, Any]) -> dict[str, Any]:
    """Give a claim as `kg explain` does, with links for ids.

    Parameters
    ----------
    visit
        Who asks.
    row
        One of the `claims` of an explanation.
    """
    claim = visit.graph.claims[row["id"]]
    return {
        **row,
        "href": visit.address(f"/claim/{row['id']}"),
        "its_article": visit.link("article", row["article"]),
        "its_fact": visit.link("fact", claim.fact),
        "speakers": visit.links("entity", row["speaker"]),
        "relays": visit.links("entity", row["via"]),
        "its_voices": visit.links("voice", row["voices"]),
        "its_outlet": visit.link("voice", row["outlet"]),
        "its_document": visit.link("document", row["document"], row["document"]) if row["document"] else None,
        "whole": visit.link("fact", row["part_of"]) if row["part_of"] else None,
        "made_good": visit.link("fact", row["fulfils"]) if row["fulfils"] else None,
        "spans": evidence_of(visit, claim),
        "was_read": claim.was_read,
        "weight": weight(visit, claim),
    }


def _roles(visit: Visit, account: FactAccount) -> list[dict[str, Any]]:
    """Give each role with its fillers; of a filler that stands otherwise than the fact, how it stands."""
    ontology, found = visit.graph.ontology, dict[str, list[dict[str, Any]]]()
    for its in account.fillers.values():
        differs = (its.status, its.contested) != (account.status, account.contested)
        anchor = f"{its.role}-{its.filler}"
        entry = {"link": visit.filler(its.filler), "stands": standing_of(its) if differs else None, "anchor": anchor}
        found.setdefault(its.role, []).append(entry)
    return [{"role": ontology.roles[role].label, "fillers": fillers} for role, fillers in found.items()]


def _whole(visit: Visit, told: Explanation, id_: str) -> dict[str, Any]:
    known = visit.graph.account.facts.get(id_)
    not_accepted = id_ in {whole["fact"] for whole in told["part_of_not_accepted"]}
    stands = standing_of(known) if known else None
    return {"link": visit.link("fact", id_), "not_accepted": not_accepted, "stands": stands}


def _figures(told: Explanation) -> list[tuple[str, list[str]]]:
    """Give the figures of each name that claims give, each once."""
    found: dict[str, dict[str, None]] = {}
    for claim in told["claims"]:
        for name, figure in claim["values"].items():
            found.setdefault(name, {})[figure] = None
    return [(name, list(figures)) for name, figures in sorted(found.items())]
