"""Entries of lists: a finding with how it stands and who says so, a claim with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from kg.account.facts import FactAccount, Filler
from kg.account.standing import Standing
from kg.base.hints import MOST_LISTED
from kg.model.records import Claim
from kg.report.doubts import doubts_of
from kg.report.facts import disputed, filler_words, rests_on_rows
from kg.serve.pages.visit import Link, Visit


class Several(Struct, frozen=True):
    """Some links, and how many more there are."""

    links: list[Link]
    more: int = 0


class Finding(Struct, frozen=True):
    """A fact in a list."""

    what: Link
    status: str  # of the mark
    contested: str
    standing: str  # in the words of the rule
    accepted: bool
    voices: Several
    deniers: Several
    outlets: int
    was_read: bool
    conflicts: list[str]
    disputed: list[str]  # fillers that stand otherwise, in words


class Said(Struct, frozen=True):
    """A claim in a list."""

    key: str
    sentence: str
    href: str
    fact: Link
    voices: Several
    counts: bool
    was_read: bool
    stance: str


def several(visit: Visit, sort: str, ids: Iterable[str]) -> Several:
    """Lead to the first dozen of some things."""
    every = list(ids)
    return Several(visit.links(sort, every[:MOST_LISTED]), max(0, len(every) - MOST_LISTED))


def finding(visit: Visit, fact: FactAccount, *about: str) -> Finding:
    """Make an entry of a fact.

    Parameters
    ----------
    visit
        Who asks.
    fact
        Its account.
    about
        Entities that are named first, where it names many.
    """
    graph = visit.graph
    doubts = doubts_of(graph, fact)
    return Finding(
        what=visit.link("fact", fact.fact, graph.teller.brief.naming(*about).heading(fact)),
        status=fact.status.value,
        contested=fact.contested.value if fact.contested else "",
        standing=Standing.of(fact).text,
        accepted=fact.accepted,
        voices=several(visit, "voice", fact.voices),
        deniers=several(visit, "voice", doubts["denied_by"]),
        outlets=len(fact.outlets),
        was_read=not rests_on_rows(graph, fact.basis),
        conflicts=doubts["conflicts"],
        disputed=[filler_words(graph, filler) for filler in disputed(fact)[:MOST_LISTED]],
    )


def said(visit: Visit, key: str) -> Said:
    """Make an entry of a claim."""
    graph = visit.graph
    claim, reading = graph.claims[key], graph.account.readings[key]
    return Said(
        key=key,
        sentence=graph.teller.brief.claim(claim),
        href=visit.address(f"/claim/{key}"),
        fact=visit.link("fact", claim.fact),
        voices=several(visit, "voice", reading.voices),
        counts=reading.counts,
        was_read=claim.was_read,
        stance=claim.stance.value,
    )


def standing_of(its: FactAccount | Filler) -> dict[str, Any]:
    """Say how a fact or a filler stands: what the mark needs, and the words."""
    contested = its.contested.value if its.contested else ""
    return {"status": its.status.value, "contested": contested, "standing": Standing.of(its).text}


def evidence_of(visit: Visit, claim: Claim) -> list[dict[str, Any]]:
    """Give each piece of a claim's evidence: its words if the texts are at hand, else its place and its hash."""
    text = visit.graph.article_texts.get(claim.article)
    return [
        {
            "row": its.row,
            "start": its.start,
            "end": its.end,
            "kind": its.kind.value,
            "sha256": its.sha256,
            "text": text[its.start : its.end] if text is not None and its.row is None else None,
        }
        for its in claim.evidence
    ]
