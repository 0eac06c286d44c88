"""Facts as rows, the JSON of `kg facts`, and as lines: how each stands, who asserts it and who denies it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from typing import Any

from kg.account.facts import FactAccount, Filler
from kg.account.figures import figures
from kg.account.standing import Standing
from kg.account.support import against, deniers
from kg.base.hints import LONGEST_CELL, MOST_LISTED, NEWEST, OLDEST, counted, several
from kg.base.letters import cut
from kg.base.listings import Cells, Listing
from kg.report.doubts import doubts_of, mark
from kg.snapshot.slices import OneOrMore
from kg.snapshot.snapshot import Snapshot

Row = dict[str, Any]
_INDENT = 13  # columns of a status


def select(
    snapshot: Snapshot,
    *,
    status: OneOrMore = None,
    type: OneOrMore = None,
    entity: OneOrMore = None,
    accepted: bool = False,
) -> list[FactAccount]:
    """Pick facts, in no order of their own; the options are those of `Graph.facts`."""
    narrowed = (
        snapshot.slice(status=status, type=type, entity=entity)
        if (status, type, entity) != (None, None, None)
        else snapshot
    )
    return [fact for fact in narrowed.account.facts.values() if fact.accepted or not accepted]


def fact_row(snapshot: Snapshot, fact: FactAccount) -> Row:
    """Give a fact as a row.

    Parameters
    ----------
    snapshot
        Whose account it is.
    fact
        Its account.

    Returns
    -------
    dict
        As `kg facts --format json` prints it: all that is claimed of the fact; in `except` what stands otherwise than
        it does; in `values` the figures that claims give; in `part_of_not_accepted` the facts that it is part of and
        that are not accepted; in `conflicts` in what its claims conflict; and in `read` whether anybody read a claim
        that decided, and not only rows of a table.
    """
    return {
        "fact": fact.fact,
        "type": fact.type,
        "label": fact.label,
        "status": fact.status.value,
        "accepted": fact.accepted,
        "when": fact.when.text,
        "roles": _roles(fact),
        "except": [filler_row(snapshot, filler) for filler in exceptions(fact)],
        "voices": list(fact.voices),
        "outlets": list(fact.outlets),
        "part_of_not_accepted": wholes_row(snapshot, fact.fact),
        "claims": list(fact.claims),
        "read": not rests_on_rows(snapshot, fact.basis),
        "values": values_row(snapshot, fact),
    } | doubts_of(snapshot, fact)


def listed(rows: Iterable[Row], order: str) -> Listing[Row]:
    """Make a list of facts, which shows the first of them as a table."""
    return Listing(rows, "facts", _cells, order if order in (NEWEST, OLDEST) else "first")


def _cells(row: Row) -> Cells:
    who = dict.fromkeys(id_ for ids in row["roles"].values() for id_ in ids)
    told = {name: row[name] for name in ("fact", "type", "status", "accepted", "when")}
    return told | {"names": [*who], "voices": row["voices"], "claims": len(row["claims"])}


def fact_lines(snapshot: Snapshot, facts: Iterable[FactAccount]) -> list[str]:
    """Write facts for people: how each stands and what it is; below, its id, who says so, and what of it is denied."""
    lines = []
    for fact in facts:
        what = f"{snapshot.teller.brief.heading(fact)}{mark(doubts_of(snapshot, fact))}"
        lines.append(f"{fact.status.value:<{_INDENT}}{what}")
        lines += (f"{'':<{_INDENT}}{line}" for line in lines_below(snapshot, fact))
    return lines


def lines_below(snapshot: Snapshot, fact: FactAccount) -> Iterator[str]:
    """Write what stands below a fact in a list: its id, who asserts and who denies it, and each disputed filler."""
    yield f"{fact.fact}{who_says(snapshot, fact)}"
    found = disputed(fact)
    for filler in found[:MOST_LISTED]:
        yield f"{filler_words(snapshot, filler)}{who_says(snapshot, filler)}"
    if len(found) > MOST_LISTED:
        yield f"{len(found) - MOST_LISTED:,} more fillers are disputed; `kg explain {fact.fact}`"


def who_says(snapshot: Snapshot, matter: FactAccount | Filler) -> str:
    """Write the voices that assert a fact or a filler, in how many outlets, and those that deny it."""
    asserted = f" · {several(matter.voices)}" if matter.voices else ""
    if matter.voices and matter.outlets:
        asserted += f" · in {counted(len(matter.outlets), 'outlet')}"
    if rests_on_rows(snapshot, matter.basis):
        asserted += " · not read"
    denied_by = deniers([matter], snapshot.account.readings)
    return asserted + (f" · denied by {several(denied_by)}" if denied_by else "")


def rests_on_rows(snapshot: Snapshot, claims: Collection[str]) -> bool:
    """Tell whether claims, by their keys, are all rows of a table or data set, which nobody read against a text."""
    return bool(claims) and not any(snapshot.claims[key].was_read for key in claims)


def not_read(snapshot: Snapshot, facts: Iterable[FactAccount], what: str = "fact") -> str:
    """Say how many of some facts rest on rows alone; empty if none does."""
    those = list(facts)
    unread = sum(rests_on_rows(snapshot, fact.basis) for fact in those)
    many, rest = "" if len(those) == 1 else "s", "rests" if unread == 1 else "rest"
    which = f"{unread:,} of {len(those):,} {what}{many} {rest} on rows of data sets alone"
    return f"not read: {which}; `--read` leaves them out" if unread else ""


def exceptions(fact: FactAccount) -> list[Filler]:
    """List the fillers that stand otherwise than their fact."""
    return [its for its in fact.fillers.values() if (its.status, its.contested) != (fact.status, fact.contested)]


def disputed(fact: FactAccount) -> list[Filler]:
    """List the fillers that somebody denies, or took back, otherwise than with the whole fact."""
    return [filler for filler in exceptions(fact) if not {*against(filler)} <= {*against(fact)}]


def filler_row(snapshot: Snapshot, filler: Filler) -> Row:
    """Give a filler as a row."""
    return {
        "role": filler.role,
        "filler": filler.filler,
        "status": filler.status.value,
        "contested": filler.contested and filler.contested.value,
        "accepted": filler.accepted,
        "voices": list(filler.voices),
        "outlets": list(filler.outlets),
        "denied_by": list(deniers([filler], snapshot.account.readings)),
        "claims": list(filler.basis),
    }


def filler_words(snapshot: Snapshot, filler: Filler) -> str:
    """Say how a filler stands, such as ``participant Bob: reported, contested by a party``."""
    role = cut(snapshot.ontology.roles[filler.role].label, LONGEST_CELL)
    return f"{role} {snapshot.teller.brief.name(filler.filler)}: {Standing.of(filler).text}"


def values_row(snapshot: Snapshot, fact: FactAccount) -> dict[str, list[str]]:
    """Give the figures of a fact as JSON: of each name those that claims give, as these give them."""
    return {name: [*map(str, its)] for name, its in figures(fact, snapshot.claims).items()}


def wholes_row(snapshot: Snapshot, fact: str) -> list[Row]:
    """Give the facts that are not accepted and of which one is a part, as JSON."""
    return [
        {"fact": its.fact, "status": its.status.value, "contested": its.contested and its.contested.value}
        for its in snapshot.unaccepted_wholes.get(fact, ())
    ]


def _roles(fact: FactAccount) -> dict[str, list[str]]:
    roles: dict[str, list[str]] = {}
    for filler in fact.fillers.values():
        roles.setdefault(filler.role, []).append(filler.filler)
    return roles
