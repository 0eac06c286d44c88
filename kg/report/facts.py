"""Facts, explanations and conflicts: as rows, the JSON of `kg facts`, `kg explain` and `kg conflicts`, and as lines."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.account.conflicts import Conflict
from kg.account.facts import FactAccount
from kg.account.rule import ROWS
from kg.account.standing import reservations
from kg.model.records import Claim, Evidence
from kg.snapshot.sentences import Teller
from kg.snapshot.slices import OneOrMore
from kg.snapshot.snapshot import Snapshot

Row = dict[str, Any]


def select(
    snapshot: Snapshot,
    *,
    status: OneOrMore = None,
    type: OneOrMore = None,
    entity: OneOrMore = None,
    accepted: bool = False,
) -> list[FactAccount]:
    """Pick facts, in order of their ids; the options are those of `Graph.facts`."""
    narrowed = snapshot.slice(status=status, type=type, entity=entity) if status or type or entity else snapshot
    return [fact for fact in narrowed.account.facts.values() if fact.accepted or not accepted]


def fact_rows(snapshot: Snapshot, facts: Iterable[FactAccount]) -> list[Row]:
    """Give facts of a snapshot as rows."""
    return [fact_row(fact, snapshot.conflicts_by_fact.get(fact.fact, ())) for fact in facts]


def fact_lines(snapshot: Snapshot, facts: Iterable[FactAccount]) -> list[str]:
    """Write facts for people: the status, what it is, in what its claims conflict; below, the id and the voices."""
    lines = []
    for fact in facts:
        reserved = reservations(fact, snapshot.conflicts_by_fact.get(fact.fact, ()))
        voices = f" · {', '.join(fact.voices)}" if fact.voices else ""
        lines.append(f"{fact.status.value:<13}{snapshot.teller.heading(fact)}{reserved}")
        lines.append(f"{'':<13}{fact.fact}{voices}")
    return lines


def fact_row(fact: FactAccount, conflicts: Iterable[Conflict] = ()) -> Row:
    """Give a fact as a row.

    Parameters
    ----------
    fact
        Its account.
    conflicts
        Those that it is part of.

    Returns
    -------
    dict
        As `kg facts --format json` prints it: all that is claimed of the fact, in `except` what stands otherwise than
        it does, and in `conflicts` in what its claims conflict.
    """
    return {
        "fact": fact.fact,
        "type": fact.type,
        "label": fact.label,
        "status": fact.status.value,
        "contested": fact.contested and fact.contested.value,
        "accepted": fact.accepted,
        "when": fact.when.text,
        "roles": _roles(fact),
        "except": [
            {
                "role": filler.role,
                "filler": filler.filler,
                "status": filler.status.value,
                "contested": filler.contested and filler.contested.value,
            }
            for filler in fact.fillers.values()
            if (filler.status, filler.contested) != (fact.status, fact.contested)
        ],
        "voices": list(fact.voices),
        "outlets": list(fact.outlets),
        "claims": list(fact.claims),
        "conflicts": sorted({conflict.kind for conflict in conflicts}),
    }


def _roles(fact: FactAccount) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for filler in fact.fillers.values():
        roles.setdefault(filler.role, []).append(filler.filler)
    return roles


def explanation(snapshot: Snapshot, fact: FactAccount) -> Row:
    """Explain a fact: its status with the rule's row, and every claim with its speaker, voice and evidence.

    Parameters
    ----------
    snapshot
        Whose account it is; if it has texts, evidence is quoted.
    fact
        Its account.

    Returns
    -------
    dict
        As `kg explain --format json` prints it. `links` are the steps by which a voice or a party got its side.
    """
    return {
        "fact": fact.fact,
        "type": fact.type,
        "label": fact.label,
        "status": fact.status.value,
        "contested": fact.contested and fact.contested.value,
        "accepted": fact.accepted,
        "rule": _rule(fact),
        "when": fact.when.text,
        "basis": list(fact.basis),
        "links": [{"from": step.source, "link": step.link, "to": step.target} for step in fact.links],
        "sentence": snapshot.teller.fact(fact, snapshot.claims),
        "claims": [_claim(snapshot, snapshot.claims[key]) for key in fact.claims],
        "conflicts": [conflict_row(conflict) for conflict in snapshot.conflicts_by_fact.get(fact.fact, ())],
    }


def _rule(fact: FactAccount) -> str:
    contested = f"; contested {fact.contested.value}" if fact.contested else ""
    return f"{fact.status.value}: {ROWS[fact.status]}{contested}"


def _claim(snapshot: Snapshot, claim: Claim) -> Row:
    article, reading = snapshot.records.articles[claim.article], snapshot.account.readings[claim.key]
    text = snapshot.article_texts.get(claim.article)
    return {
        "id": claim.key,
        "article": claim.article,
        "speaker": list(claim.speaker or (article.narrator,)),
        "via": list(claim.via),
        "document": claim.document,
        "stance": claim.stance.value,
        "scope": claim.scope.value,
        "said": (claim.said or article.published).text,
        "voices": list(reading.voices),
        "counts": reading.counts,
        "qualifier": claim.qualifier,
        "note": claim.note,
        "sentence": snapshot.teller.claim(claim),
        "evidence": [_evidence(span, text) for span in claim.evidence],
    }


def _evidence(span: Evidence, text: str | None) -> Row:
    if span.row is not None:
        return {"row": span.row, "read": False}
    words = text[span.start : span.end] if text is not None else None
    return {"start": span.start, "end": span.end, "kind": span.kind.value, "text": words}


def conflict_row(conflict: Conflict) -> Row:
    """Give a conflict as a row; `sides` tells which claims give which value."""
    return {
        "kind": conflict.kind,
        "facts": list(conflict.facts),
        "claims": sorted({key for keys in conflict.claims for key in keys}),
        "values": list(conflict.values),
        "entity": conflict.entity,
        "sides": [
            {"value": value, "claims": list(keys)} for value, keys in zip(conflict.values, conflict.claims, strict=True)
        ],
    }


def explanation_lines(row: Row) -> list[str]:
    """Write an explanation for people: the fact, its status and why, and each claim on a line of its own."""
    verdict = "accepted" if row["accepted"] else "not accepted: no line is drawn"
    lines = [
        f"{row['fact']} ({row['type']}{', ' + row['when'] if row['when'] else ''})",
        f"  {row['rule']} ({verdict})",
    ]
    for claim in row["claims"]:
        spans = ", ".join(f"{span['start']}-{span['end']} {span['kind']}" for span in claim["evidence"])
        voices = ", ".join(claim["voices"]) or "none of its own"
        lines.append(f"  - {claim['sentence']}")
        lines.append(f"    {claim['id']} at {spans}; voice: {voices}{'' if claim['counts'] else '; does not count'}")
        lines += [f"    “{' '.join(span['text'].split())}”" for span in claim["evidence"] if span["text"]]
    lines += [line for conflict in row["conflicts"] for line in conflict_lines(conflict)]
    if row["links"]:
        steps = "; ".join(f"{step['from']} {step['link']} {step['to']}" for step in row["links"])
        lines.append(f"  whose voice: {steps}")
    return lines


def conflict_lines(row: Row) -> list[str]:
    """Write a conflict for people: what it is about, and below each other its values with the keys of their claims."""
    of = f" of {row['entity']}" if row["entity"] else ""
    sides = [f"    {side['value']}: {', '.join(side['claims'])}" for side in row["sides"]]
    return [f"  claims conflict, {row['kind']}{of}: {' / '.join(row['facts'])}", *sides]


def conflict_sentences(row: Row, claims: Mapping[str, Claim], teller: Teller) -> list[str]:
    """Write a conflict for people, each value with the attributed sentences of its claims."""
    of = f" of {teller.name(row['entity'])}" if row["entity"] else ""
    lines = [f"{row['kind']}{of}: {' / '.join(row['facts'])}"]
    for side in row["sides"]:
        lines.append(f"  {side['value']}")
        lines += [f"    - {teller.claim(claims[key])} [{key}]" for key in side["claims"]]
    return lines
