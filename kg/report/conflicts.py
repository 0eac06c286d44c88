"""Claims that cannot all be so, and denials of a part of a fact, as rows and as lines: what `kg conflicts` prints."""

from __future__ import annotations

from collections.abc import Iterator

from kg.account.conflicts import Conflict
from kg.account.support import against, deniers
from kg.base.hints import LONGEST_CELL, MOST_LISTED
from kg.base.letters import cut
from kg.model.records import Status
from kg.report.facts import Row, disputed
from kg.snapshot.snapshot import Snapshot

DENIED_PART = "denied-part"
_MOST_SIDES = 20  # of a conflict, shown below one of its facts


def conflict_row(conflict: Conflict) -> Row:
    """Give a conflict as a row; `sides` tells which claims give which value."""
    sides = zip(conflict.values, conflict.claims, strict=True)
    return _row(conflict.kind, conflict.facts, conflict.entity, sides=dict(sides))


def denial_rows(snapshot: Snapshot) -> Iterator[Row]:
    """Give each filler that somebody denies, where the fact as a whole stands otherwise, in the shape of a conflict."""
    for fact in snapshot.account.facts.values():
        for filler in disputed(fact):
            denial = "taken back" if filler.status is Status.RETRACTED else "denied"
            sides = {"asserted": filler.asserting, denial: against(filler)}
            sides = {value: keys for value, keys in sides.items() if keys}
            yield _row(DENIED_PART, (fact.fact,), filler.filler, sides=sides) | {"role": filler.role}


def denied_facts(snapshot: Snapshot) -> list[str]:
    """Name the facts that somebody denies as a whole, whether or not anybody asserts them."""
    return [fact.fact for fact in snapshot.account.facts.values() if deniers([fact], snapshot.account.readings)]


def _row(kind: str, facts: tuple[str, ...], entity: str | None, *, sides: dict[str, tuple[str, ...]]) -> Row:
    return {
        "kind": kind,
        "facts": list(facts),
        "claims": sorted({key for keys in sides.values() for key in keys}),
        "values": list(sides),
        "entity": entity,
        "sides": [{"value": value, "claims": list(keys)} for value, keys in sides.items()],
    }


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
