"""The page of a claim: one speaker, in one article, taking one stance on one fact, on the evidence of spans of text."""

from __future__ import annotations

from typing import Any

from kg.model.records import Claim
from kg.report.explanations import explanation
from kg.serve.pages.fact import claim_of
from kg.serve.pages.items import finding, said
from kg.serve.pages.lists import listed
from kg.serve.pages.things import Thing, missing
from kg.serve.pages.visit import Visit


def claim(visit: Visit, key: str, part: str = "") -> Thing:
    """Find a claim, or a piece of its evidence, or one of its figures.

    Raises
    ------
    NotFoundError
        If the slice does not know it.
    """
    found = visit.graph.claims.get(key)
    if found is None:
        raise missing(visit, "claim", key)
    iri = visit.graph.project.names.claim(key)
    return Thing("claim", key, iri, lambda: _values(visit, found), lambda: _row(visit, found), part)


def _row(visit: Visit, its: Claim) -> dict[str, Any]:
    """Give a claim as `kg explain` does, with the fact that it is on."""
    told = explanation(visit.graph, visit.graph.account.facts[its.fact])
    (row,) = (each for each in told["claims"] if each["id"] == its.key)
    hashes = [span.sha256 for span in its.evidence]
    evidence = [{**each, "sha256": hash_} for each, hash_ in zip(row["evidence"], hashes, strict=True)]
    return {"fact": its.fact, "type": its.type, "roles": its.roles, **row, "evidence": evidence}


def _values(visit: Visit, its: Claim) -> dict[str, Any]:
    graph = visit.graph
    account, article = graph.account.facts[its.fact], graph.records.articles[its.article]
    roles = [
        {"role": graph.ontology.roles[role].label, "fillers": [visit.filler(each) for each in fillers]}
        for role, fillers in its.roles.items()
    ]
    others = visit.index.newest(key for key in account.claims if key != its.key)
    return {
        "heading": graph.teller.claim(its),
        "claim": claim_of(visit, _row(visit, its)),
        "finding": finding(visit, account),
        "roles": roles,
        "annotator": its.annotator or article.annotator,
        "others": listed(
            visit, "others", "Others on the same finding", others, lambda key: said(visit, key), "said",
            "Nobody else speaks of it.", main="others",
        ),
    }  # fmt: skip
