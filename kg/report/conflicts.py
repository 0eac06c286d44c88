"""Claims that cannot all be so, and parts of facts that are denied or taken back: what `kg conflicts` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.account.conflicts import Conflict
from kg.account.support import against, deniers
from kg.base.hints import LONGEST_CELL, MOST_LISTED, counted
from kg.base.letters import cut
from kg.model.records import Status
from kg.report.facts import Row, disputed
from kg.snapshot.snapshot import Snapshot

DENIED_PART, RETRACTED_PART = "denied-part", "retracted-part"
_MOST_SIDES = 20  # of a conflict, shown below one of its facts


class Part(Conflict, frozen=True):
    """A filler that somebody denies, or took back, where the fact as a whole stands otherwise.

    `kind` is ``denied-part`` or ``retracted-part``, `entity` the filler, `values` say what the claims do.
    """

    role: str = ""


def conflicts(snapshot: Snapshot) -> list[Conflict]:
    """List asserting claims that cannot all be so, and then the parts of facts that are denied or taken back."""
    return [*snapshot.conflicts_of_claims(), *_parts(snapshot)]


def _parts(snapshot: Snapshot) -> Iterator[Part]:
    for fact in snapshot.account.facts.values():
        for filler in disputed(fact):
            is_retracted = filler.status is Status.RETRACTED
            sides = {"asserted": filler.asserting, "taken back" if is_retracted else "denied": against(filler)}
            sides = {value: keys for value, keys in sides.items() if keys}
            kind = RETRACTED_PART if is_retracted else DENIED_PART
            values, claims = tuple(sides), tuple(sides.values())
            yield Part(kind, (fact.fact,), values, claims, filler.filler, role=filler.role)


def conflict_row(conflict: Conflict) -> Row:
    """Give a conflict as a row; `sides` tells which claims give which value."""
    row: Row = {
        "kind": conflict.kind,
        "facts": list(conflict.facts),
        "claims": sorted({key for keys in conflict.claims for key in keys}),
        "values": list(conflict.values),
        "entity": conflict.entity,
        "sides": [
            {"value": value, "claims": list(keys)} for value, keys in zip(conflict.values, conflict.claims, strict=True)
        ],
    }
    return row | ({"role": conflict.role} if isinstance(conflict, Part) else {})


def counts_of(found: Iterable[Conflict]) -> str:
    """Count conflicts of claims, and parts of facts that are denied or taken back.

    >>> counts_of([Conflict("when", ("a",), (), ()), Part("retracted-part", ("a",), (), ())])
    '1 conflict of claims, 0 parts of facts denied, 1 taken back'
    """
    kinds = [conflict.kind if isinstance(conflict, Part) else "" for conflict in found]
    taken_back = f", {number} taken back" if (number := kinds.count(RETRACTED_PART)) else ""
    denied = counted(kinds.count(DENIED_PART), "part of a fact", "parts of facts")
    return f"{counted(kinds.count(''), 'conflict of claims', 'conflicts of claims')}, {denied} denied{taken_back}"


def denied_facts(snapshot: Snapshot) -> list[str]:
    """Name the facts that somebody denies as a whole, whether or not anybody asserts them."""
    return [fact.fact for fact in snapshot.account.facts.values() if deniers([fact], snapshot.account.readings)]


def conflict_lines(row: Row) -> list[str]:
    """Write a conflict for people: what it is about, and below each other its values with the keys of their claims."""
    of = f" of {row['entity']}" if row["entity"] else ""
    sides = [f"    {side['value']}: {', '.join(side['claims'])}" for side in row["sides"][:_MOST_SIDES]]
    if more := len(row["sides"]) - len(sides):
        sides.append(f"    … and {more:,} more: `kg conflicts` shows them")
    left = len(row["facts"]) - _MOST_SIDES
    facts = [*row["facts"][:_MOST_SIDES], *([f"{left:,} more"] if left > 0 else [])]
    return [f"  claims conflict, {row['kind']}{of}: {' / '.join(facts)}", *sides]


def conflict_sentences(snapshot: Snapshot, row: Row) -> list[str]:
    """Write a conflict for people, each value with the attributed sentences of its claims."""
    teller, claims = snapshot.teller.brief, snapshot.claims
    role = f"{cut(snapshot.ontology.roles[row['role']].label, LONGEST_CELL)} " if "role" in row else ""
    of = f" of {role}{teller.name(row['entity'])}" if row["entity"] else ""
    lines = [f"{row['kind']}{of}: {' / '.join(row['facts'])}"]
    where = f"`kg explain {row['facts'][0]}` tells all"
    for side in row["sides"][:MOST_LISTED]:
        lines.append(f"  {side['value']}")
        lines += [f"    - {teller.claim(claims[key])} [{key}]" for key in side["claims"][:MOST_LISTED]]
        if len(side["claims"]) > MOST_LISTED:
            lines.append(f"    - {len(side['claims']) - MOST_LISTED:,} more claims; {where}")
    if len(row["sides"]) > MOST_LISTED:
        lines.append(f"  {len(row['sides']) - MOST_LISTED:,} more values; {where}")
    return lines
