"""A pair of actors or of sides as JSON, as a row of a table, and as cells for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from kg.model.records import Status
from kg.report.chance import chance_row
from kg.report.counted.pairing import TENDENCIES, Dyad
from kg.report.counted.sums import flat_sums, sums_row
from kg.report.facts import Row
from kg.sensitivity.null_model import Chance, Pair

_STATUSES = [its.value for its in sorted(Status, key=lambda its: -its.strength)]
COLUMNS = (  # of a table for programs; those of figures follow
    "source", "source_label", "target", "target_label", "directed", "findings", "accepted", *_STATUSES, "contested",
    "contested_by_outsider", *TENDENCIES, "first", "last", "voices", "outlets", "read", "acts",
)  # fmt: skip
HEAD = ("accepted", "other", *TENDENCIES, "first", "last", "voices", "outlets")  # of a table for people


def pair_row(pair: Dyad, name: Callable[[str], str], chances: Mapping[Pair, Chance] | None = None) -> Row:
    """Give a pair as `kg dyads --format json` prints it, with what chance gives it where that is asked for."""
    chance = (chances or {}).get(pair.key)
    asked = {} if chances is None else {"random": None} if chance is None else chance_row(chance)
    return asked | {
        "source": pair.source,
        "source_label": name(pair.source),
        "target": pair.target,
        "target_label": name(pair.target),
        "directed": pair.directed,
        "findings": pair.findings,
        "by_status": pair.by_status,
        "accepted": pair.accepted,
        "contested": pair.contested,
        "contested_by_outsider": pair.contested_by_outsider,
        "acts": pair.acts,
        **{name: getattr(pair, name) for name in TENDENCIES},
        "first": pair.first,
        "last": pair.last,
        "voices": list(pair.voices),
        "outlets": list(pair.outlets),
        "values": sums_row(pair.values),
        "read": pair.read,
    }


def flat_row(pair: Dyad, name: Callable[[str], str], chances: Mapping[Pair, Chance] | None = None) -> Row:
    """Give a pair as a row of plain values: of voices and outlets how many there are, and a column for each status."""
    row = pair_row(pair, name, chances)
    values = flat_sums(pair.values) | {f"random_{what}": its for what, its in (row.get("random") or {}).items()}
    acts = "; ".join(f"{act} {number}" for act, number in pair.acts.items())
    statuses = {status: pair.by_status.get(status, 0) for status in _STATUSES}
    found = row | statuses | {"voices": len(pair.voices), "outlets": len(pair.outlets), "acts": acts}
    return {column: found[column] for column in COLUMNS} | values


def cells(pair: Dyad) -> tuple[str, ...]:
    """Give the numbers and days of a pair as text, in the order of `HEAD`."""
    numbers = (pair.accepted, pair.findings - pair.accepted, pair.cooperative, pair.hostile)
    sources = (len(pair.voices), len(pair.outlets))
    return (*map("{:,}".format, numbers), pair.first or "", pair.last or "", *map("{:,}".format, sources))


def contests(pair: Dyad) -> str:
    """Say how many findings of a pair are contested, and by whom; empty for most."""
    by = ((pair.contested, "a party"), (pair.contested_by_outsider, "an outsider"))
    told = [f"{number:,} contested by {whom}" for number, whom in by if number]
    return ", ".join(told)
