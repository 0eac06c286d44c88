"""Entries of lists: a finding with how it stands and who says so, a claim with its sentence."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from kg.account.facts import FactAccount, Filler
from kg.account.standing import Standing
from kg.base.hints import MOST_LISTED
from kg.model.records import Claim, Stance
from kg.report.doubts import doubts_of
from kg.report.facts import disputed, filler_words, rests_on_rows
from kg.serve.pages.visit import Link, Visit

_VERBS = {
    Stance.ANNOUNCES: "announced by", Stance.SUGGESTS: "suggested by", Stance.ASKS: "asked about by",
    Stance.DECLINES: "neither confirmed nor denied by", Stance.RETRACTS: "taken back by",
}  # fmt: skip


class Several(Struct, frozen=True):
    """Some links, and how many more there are."""

    links: list[Link]
    more: int = 0


class Others(Struct, frozen=True):
    """Whose claims decided how a fact stands that nobody asserts."""

    verb: str
    voices: Several


class Finding(Struct, frozen=True):
    """A fact in a list."""

    what: Link
    status: str  # of the mark
    contested: str
    standing: str  # in the words of the rule
    accepted: bool
    voices: Several
    others: list[Others]  # where nobody asserts it, who announced, suggested or asked
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
        others=others_of(visit, fact),
        deniers=several(visit, "voice", doubts["denied_by"]),
        outlets=len(fact.outlets),
        was_read=not rests_on_rows(graph, fact.basis),
        conflicts=doubts["conflicts"],
        disputed=[filler_words(graph, filler) for filler in disputed(fact)[:MOST_LISTED]],
    )


def others_of(visit: Visit, fact: FactAccount) -> list[Others]:
    """Tell of a fact that nobody asserts who announced it, suggested it, asked about it or took it back."""
    if fact.voices:
        return []
    found: dict[Stance, dict[str, None]] = {}
    for claim in (visit.graph.claims[key] for key in fact.basis):
        if claim.stance in _VERBS:
            found.setdefault(claim.stance, {}).update(dict.fromkeys(visit.graph.account.readings[claim.key].voices))
    return [Others(_VERBS[stance], several(visit, "voice", found[stance])) for stance in _VERBS if found.get(stance)]


def step_words(visit: Visit, link: str) -> Link:
    """Say in words by what somebody is on a side: a tenure, which has a page, or what is noted of an entity."""
    facts = visit.whole.account.facts
    if link in facts:
        return visit.link("fact", link, visit.graph.ontology.types[facts[link].type].label)
    return Link("its side, as noted" if link == "side" else link.replace("-", " "), "")


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
