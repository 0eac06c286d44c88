"""Claims that cannot all be so, and denials of a part of a fact, as rows and as lines: what `kg conflicts` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.account.conflicts import Conflict
from kg.account.support import against, deniers
from kg.account.whereabouts import Whereabouts, whereabouts_by_day
from kg.base.hints import LONGEST_CELL, MOST_LISTED, NEWEST, OLDEST, counted
from kg.base.letters import cut
from kg.model.records import Status
from kg.report.facts import Row, disputed
from kg.report.ordering import days, known, oldest_first
from kg.snapshot.snapshot import Snapshot

DENIED_PART = "denied-part"
ORDERS = (NEWEST, OLDEST, "most", "name")
_MOST_TOLD = 3  # claims on one value
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
    """Write a conflict for people: each value, those with most claims first, with attributed sentences of claims."""
    teller, claims = snapshot.teller.brief, snapshot.claims
    role = f"{cut(snapshot.ontology.roles[row['role']].label, LONGEST_CELL)} " if "role" in row else ""
    of = f" of {role}{teller.name(row['entity'])}" if row["entity"] else ""
    more = len(row["facts"]) - MOST_LISTED
    facts = " / ".join([*row["facts"][:MOST_LISTED], *([f"{more:,} more"] if more > 0 else [])])
    lines = [f"{row['kind']}{of}: {facts}"]
    where = f"`kg explain {row['facts'][0]}` tells all"
    sides = sorted(row["sides"], key=lambda side: -len(side["claims"]))
    for side in sides[:MOST_LISTED]:
        lines.append(f"  {side['value']}")
        lines += [f"    - {teller.claim(claims[key])} [{key}]" for key in side["claims"][:_MOST_TOLD]]
        if len(side["claims"]) > _MOST_TOLD:
            lines.append(f"    - {counted(len(side['claims']) - _MOST_TOLD, 'more claim')}; {where}")
    if len(sides) > MOST_LISTED:
        lines.append(f"  {len(sides) - MOST_LISTED:,} more values; {where}")
    return lines


def conflict_rows(snapshot: Snapshot, sort: str = NEWEST) -> list[Row]:
    """Give all conflicts, and after them all denials of parts, as rows.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    sort
        ``newest`` or ``oldest``: by the days of their facts, undated ones at the end; ``most``: those with most claims
        first; ``name``: by their kind and by whom they are about.

    Raises
    ------
    UsageError
        If there is no such order.
    """
    known(sort, ORDERS)
    found = [conflict_row(conflict) for conflict in snapshot.conflicts()], [*denial_rows(snapshot)]
    return [row for rows in found for row in _in_order(snapshot, rows, sort)]


def _in_order(snapshot: Snapshot, rows: Iterable[Row], sort: str) -> list[Row]:
    facts = snapshot.account.facts
    by_name = sorted(rows, key=lambda row: (row["kind"], row["entity"] or ""))
    if sort == "most":
        return sorted(by_name, key=lambda row: -len(row["claims"]))
    if sort == OLDEST:
        return sorted(by_name, key=lambda row: min(oldest_first(facts[fact]) for fact in row["facts"]))
    if sort == NEWEST:
        return sorted(by_name, key=lambda row: max(days(facts[fact]) for fact in row["facts"]), reverse=True)
    return by_name


def whereabouts(snapshot: Snapshot, sort: str = NEWEST) -> list[Whereabouts]:
    """Count conflicts of whereabouts by person and day; ``most``: those with most places first, otherwise see above."""
    known(sort, ORDERS)
    found = whereabouts_by_day(snapshot.account, snapshot.claims, snapshot.links)
    found.sort(key=lambda its: (snapshot.teller.name(its.person), its.person))
    if sort in ("most", NEWEST, OLDEST):
        found.sort(key=lambda its: len(its.places), reverse=True)
    if sort in (NEWEST, OLDEST):
        found.sort(key=lambda its: its.when, reverse=sort == NEWEST)
    return found


def whereabouts_cells(snapshot: Snapshot, found: Iterable[Whereabouts]) -> list[tuple[str, ...]]:
    """Give the day, the person, how many places and by how many facts, as text."""
    name = snapshot.teller.brief.name
    return [(its.when, name(its.person), its.person, str(len(its.places)), str(len(its.facts))) for its in found]
