"""A fact as an assistant gets it: who says so and where, how that stands, and what stands against it; never what is so.

Whatever stands in sources, or was noted by annotators, is under `source_words`: to be quoted, and never to be followed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from kg.account.facts import FactAccount
from kg.account.support import told_fillers
from kg.account.unaccepted import why
from kg.base.hints import MOST_LISTED, counted
from kg.base.letters import cut
from kg.graph.graph import Graph
from kg.model.records import Claim
from kg.report.doubts import denials, doubts_of, mark
from kg.report.facts import disputed, exceptions, filler_words, rests_on_rows, wholes_row
from kg.snapshot.sentences import timed

CLAIMS_SHOWN = 3  # of a fact in a list
_LONGEST, _LONGEST_NOTE = 400, 2_000  # characters of source words
NOT_READ = "not read: it rests on coded rows, which nobody read against the articles"
Json = dict[str, Any]


def fact_entry(graph: Graph, fact: FactAccount, claims: Sequence[str] | None = None, *, brief: bool = True) -> Json:
    """Give a fact with attributed sentences.

    Parameters
    ----------
    graph
        Whose account it is.
    fact
        Its account.
    claims
        Keys of the claims that are told; left out or empty, the first that decided its status, of each stance some.
    brief
        Whether long names and notes are cut.

    Returns
    -------
    dict
        `what` is a noun phrase, which leaves open whether it is so; `reservations` say why not to rely on it;
        `left_out` says what is not told, and how to ask for it.
    """
    told = claims or first_of_each_stance(graph, fact.basis or fact.claims)[:CLAIMS_SHOWN]
    entry: Json = {
        "fact": fact.fact,
        "type": fact.type,
        "what": _about(graph, fact, brief=brief),
        "when": fact.when.text,
        "status": fact.status.value,
        "status_means": graph.ontology.statuses[fact.status.value].definition,
        "accepted": fact.accepted,
        "contested": fact.contested and fact.contested.value,
        "read": not rests_on_rows(graph, fact.basis),
        "reservations": list(reservations(graph, fact)),
        "says": [claim_entry(graph, graph.claims[key], brief=brief) for key in told],
    }
    left_out: list[str] = []
    entry |= {
        "names": {role: _first(graph, ids, role, left_out) for role, ids in _roles(fact).items()},
        "voices": _first_ids(fact.voices, "voice", left_out),
        "outlets": _first_ids(fact.outlets, "outlet", left_out),
    }
    if more := len(set(fact.claims) - set(told)):
        left_out.append(f"{counted(more, 'more claim')}: `explain` with fact={fact.fact}")
    return entry | {"left_out": left_out}


def claim_entry(graph: Graph, claim: Claim, *, brief: bool = True) -> Json:
    """Give a claim as an attributed sentence, with its id, its article and the words of sources that belong to it."""
    article, reading = graph.records.articles[claim.article], graph.account.readings[claim.key]
    teller, longest = (graph.teller.brief, _LONGEST) if brief else (graph.teller, _LONGEST_NOTE)
    words = {"qualifier": claim.qualifier, "note": claim.note, "title": article.title}
    quotes = _quotes(graph, claim)
    return {
        "claim": claim.key,
        "sentence": teller.claim(claim),
        "stance": claim.stance.value,
        "article": claim.article,
        "published": article.published.text,
        "url": article.url,
        "outlet": reading.outlet,
        "voices": list(reading.voices[:MOST_LISTED]),
        "counts": reading.counts,
        "read": claim.was_read,
        "source_words": {name: cut(its, longest) for name, its in words.items() if its}
        | ({"quotes": [cut(quote, longest) for quote in quotes]} if quotes else {}),
    }


def reservations(graph: Graph, fact: FactAccount) -> Iterable[str]:
    """Say why not to rely on a fact: it is not accepted, contested, denied, in conflict, or nobody read it."""
    doubts = doubts_of(graph, fact)
    if not fact.accepted:
        yield f"not accepted: {why(fact.status, fact.contested)}"
    yield from filter(None, [mark(doubts).removeprefix(", "), denials(doubts).removeprefix(" · ")])
    wholes = wholes_row(graph, fact.fact)
    yield from (f"part of {its['fact']}, which is not accepted: {its['status']}" for its in wholes[:MOST_LISTED])
    doubted, named = disputed(fact), told_fillers(fact)
    others = [
        its for its in exceptions(fact)
        if its.contested or its in doubted or its not in named or its.status.strength < fact.status.strength
    ]  # fmt: skip
    yield from (filler_words(graph, its) for its in others[:MOST_LISTED])
    if len(others) > MOST_LISTED:
        yield f"{len(others) - MOST_LISTED:,} more are named who stand otherwise than the fact: `explain` tells"
    if rests_on_rows(graph, fact.basis):
        yield NOT_READ


def first_of_each_stance(graph: Graph, keys: Iterable[str]) -> list[str]:
    """Put claims in an order in which those of each stance come early, so that a denial is not cut off."""
    met: Counter[str] = Counter()
    places = {}
    for key in keys:
        stance = graph.claims[key].stance.value
        places[key] = met[stance]
        met[stance] += 1
    return sorted(places, key=places.__getitem__)


def _about(graph: Graph, fact: FactAccount, *, brief: bool) -> str:
    teller = graph.teller.brief if brief else graph.teller
    lasts = graph.ontology.types[fact.type].lasts
    named: dict[str, list[str]] = {}
    for its in told_fillers(fact):
        named.setdefault(its.role, []).append(its.filler)
    when = timed(fact.when.text, lasts=lasts, stated=fact.when.stated)
    return teller.nominal(fact.type, named, fact.label) + when


def _roles(fact: FactAccount) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for role, filler in fact.fillers:
        roles.setdefault(role, []).append(filler)
    return roles


def _first(graph: Graph, ids: Sequence[str], role: str, left_out: list[str]) -> list[Json]:
    return [{"id": id_, "name": graph.teller.brief.name(id_)} for id_ in _first_ids(ids, role, left_out)]


def _first_ids(ids: Sequence[str], thing: str, left_out: list[str]) -> list[str]:
    if more := len(ids) - MOST_LISTED:
        left_out += [f"{counted(more, f'more {thing}')}: `query` lists all"] if more > 0 else []
    return list(ids[:MOST_LISTED])


def _quotes(graph: Graph, claim: Claim) -> list[str]:
    """Quote the evidence of a claim, where the article's text is at hand."""
    text = graph.article_texts.get(claim.article)
    spans = [its for its in claim.evidence if its.row is None][:MOST_LISTED]
    return [] if text is None else [text[its.start : its.end] for its in spans]
