"""Faults, coverage and the counts of a build as rows and as lines: what `kg check` and `kg build` print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.base.errors import Fault
from kg.base.hints import counted
from kg.report.facts import Row

NO_FACTS = (
    "no facts yet: an article's claims stand in a file of their own, such as `sources/herald-2024-03-05.yaml`; "
    "`kg init DIR` writes an example"
)


def fault_row(fault: Fault) -> Row:
    """Give a fault as `kg check --format json` prints it."""
    place = fault.place
    return {"file": place.file, "line": place.line, "column": place.column, "fault": fault.fault, "hint": fault.hint}


def coverage_lines(rows: Iterable[Row]) -> list[str]:
    """Write for people how many sentences of each article some evidence touches, and which ones none does.

    Parameters
    ----------
    rows
        From `kg.check.run.coverage_rows`.
    """
    lines = []
    for row in rows:
        touched = row["sentences"] - len(row["untouched"])
        lines.append(f"{row['article']}: {touched} of {row['sentences']} sentences touched ({row['share']:.0%})")
        lines += [f"  {s['start']}-{s['end']}: {s['text']}" for s in row["untouched"]]
    return lines


def count_lines(counts: Mapping[str, Any]) -> list[str]:
    """Write the counts of a build for people.

    >>> count_lines({"claims": 3, "entities": 1, "facts": 2, "by_status": {"reported": 2}})
    ['3 claims, 1 entity, 2 facts', 'facts by status: 2 reported']
    """
    lines = [", ".join(_counted(number, name) for name, number in counts.items() if name != "by_status")]
    by_status = ", ".join(f"{number} {status}" for status, number in counts["by_status"].items())
    return [*lines, f"facts by status: {by_status}"] if by_status else lines


def _counted(number: int, things: str) -> str:
    """Write a number with the thing that it counts, whose plural is given; "refused" has no other form."""
    if number != 1 or not things.endswith("s"):
        return f"{number} {things}"
    return f"1 {things.removesuffix('ies')}y" if things.endswith("ies") else f"1 {things.removesuffix('s')}"


def missing_line(counts: Mapping[str, Any]) -> str:
    """Say that what is faulty is missing from a build, and how many claims that are."""
    refused = counts["refused"]
    what = f"{counted(refused, 'claim')} refused: what {'it says' if refused == 1 else 'they say'}"
    return f"{what if refused else 'what is faulty'} is missing from this build"
