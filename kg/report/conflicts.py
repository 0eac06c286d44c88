"""Claims that cannot all be so, and parts of facts that are denied or taken back: what `kg conflicts` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.account.conflicts import Conflict
from kg.account.support import against, deniers
from kg.account.whereabouts import Whereabouts, whereabouts_by_day
from kg.base.hints import LONGEST_CELL, MOST_LISTED, NEWEST, OLDEST, counted
from kg.base.letters import cut
from kg.base.listings import Cells, Listing
from kg.model.records import Status
from kg.report.facts import Row, disputed
from kg.report.ordering import days, known, oldest_first
from kg.snapshot.snapshot import Snapshot

DENIED_PART, RETRACTED_PART = "denied-part", "retracted-part"
ORDERS = (NEWEST, OLDEST, "most", "name")
_MOST_TOLD = 3  # claims on one value
_MOST_SIDES = 20  # of a conflict, shown below one of its facts


class Part(Conflict, frozen=True):
    """A filler that somebody denies, or took back, where the fact as a whole stands otherwise.

    `kind` is ``denied-part`` or ``retracted-part``, `entity` the filler, `values` say what the claims do.
    """

    role: str = ""


def conflicts(snapshot: Snapshot, sort: str = NEWEST) -> Listing[Conflict]:
    """List asserting claims that cannot all be so, and then the parts of facts that are denied or taken back.

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
    found: tuple[Iterable[Conflict], ...] = (snapshot.conflicts_of_claims(), _parts(snapshot))
    ordered = (conflict for some in found for conflict in _in_order(snapshot, some, sort))
    return Listing(ordered, "conflicts", _cells, sort if sort in (NEWEST, OLDEST) else "first")


def _cells(its: Conflict) -> Cells:
    told = {"kind": its.kind, "of": its.entity, "facts": its.facts, "values": its.values}
    return told | {"claims": len({key for keys in its.claims for key in keys})}


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
    taken_back = f", {number:,} taken back" if (number := kinds.count(RETRACTED_PART)) else ""
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


def _in_order(snapshot: Snapshot, found: Iterable[Conflict], sort: str) -> list[Conflict]:
    facts = snapshot.account.facts
    by_name = sorted(found, key=lambda its: (its.kind, its.entity or ""))
    if sort == "most":
        return sorted(by_name, key=lambda its: -len({key for keys in its.claims for key in keys}))
    if sort == OLDEST:
        return sorted(by_name, key=lambda its: min(oldest_first(facts[fact]) for fact in its.facts))
    if sort == NEWEST:
        return sorted(by_name, key=lambda its: max(days(facts[fact]) for fact in its.facts), reverse=True)
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
