"""Faults, coverage and the counts of a build as rows and as lines: what `kg check` and `kg build` print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.base.errors import Fault, Place
from kg.base.hints import counted
from kg.base.letters import cut
from kg.evidence.proofreading import Proof, Shown
from kg.evidence.quotes import quoted
from kg.report.facts import Row

_LONGEST = 400  # characters of a sentence that no evidence touches
_ONE = {  # the singulars of what is counted
    "articles": "article", "claims": "claim", "facts": "fact", "voices": "voice", "entities": "entity", "quads": "quad",
}  # fmt: skip
NO_FACTS = (
    "no facts yet: an article's claims stand in a file of their own, such as `sources/herald-2024-03-05.yaml`; "
    "`kg init DIR` writes an example"
)


def no_facts_yet(counts: Mapping[str, Any]) -> str:
    """Say why a project as a whole has no facts, and what to do.

    Parameters
    ----------
    counts
        Of its build: `suggested` and `refused` are claims that are in its files and were not built.

    >>> no_facts_yet({"suggested": 1, "refused": 2})
    'no facts: 1 suggested claim (take `suggested: true` away if it is right), 2 refused claims (`kg check` says why)'
    """
    ways = {"suggested": "take `suggested: true` away if it is right", "refused": "`kg check` says why"}
    told = [f"{counted(counts[name], f'{name} claim')} ({way})" for name, way in ways.items() if counts.get(name)]
    return f"no facts: {', '.join(told)}" if told else NO_FACTS


def fault_row(fault: Fault) -> Row:
    """Give a fault as `kg check --format json` prints it."""
    place = fault.place
    return {"file": place.file, "line": place.line, "column": place.column, "fault": fault.fault, "hint": fault.hint}


def coverage_lines(rows: Iterable[Row]) -> list[str]:
    """Write for people how many sentences of each article some evidence touches, which ones none does, and its state.

    Parameters
    ----------
    rows
        From `kg.check.run.coverage_rows`.
    """
    lines = []
    for row in rows:
        touched = row["sentences"] - len(row["untouched"])
        sentences = counted(row["sentences"], "sentence")
        ticked = f", {len(row['ticked']):,} ticked off as holding nothing about actors" if row["ticked"] else ""
        state = f"; {row['state']}" if row["state"] else ""
        lines.append(f"{row['article']}: {touched} of {sentences} touched ({row['share']:.0%}){ticked}{state}")
        lines += [f"  {s['start']}-{s['end']}: {cut(' '.join(s['text'].split()), _LONGEST)}" for s in row["untouched"]]
    return lines


def count_lines(counts: Mapping[str, Any]) -> list[str]:
    """Write the counts of a build for people.

    >>> count_lines({"claims": 3, "facts": 2, "by_status": {"reported": 2}})
    ['3 claims, 2 facts', 'facts by status: 2 reported']
    >>> count_lines({"articles": 1, "by_status": {}})
    ['1 article']
    """
    lines = [_listed({name: number for name, number in counts.items() if name != "by_status"})]
    return [*lines, f"facts by status: {_listed(counts['by_status'])}"] if counts["by_status"] else lines


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number:,} {_ONE.get(name, name) if number == 1 else name}" for name, number in counts.items())


def missing_line(counts: Mapping[str, Any]) -> str:
    """Say that what is faulty is missing from a build, and how many claims that are."""
    refused = counts["refused"]
    says = "it says" if refused == 1 else "they say"
    what = f"{counted(refused, 'claim')} refused: what {says}" if refused else "what is faulty"
    return f"{what} is missing from this build"


def refusals(rows: Iterable[Row], refused: int, where: str) -> list[str]:
    """Write for people the first of what a build on Spark refuses, and where the others lie.

    Parameters
    ----------
    rows
        The first of them, as the table `refused` has them.
    refused
        How many claims are refused.
    where
        The folder of that table.

    >>> row = {"file": "a.jsonl", "line": 3, "column": 1, "what": "no `id`", "hint": ""}
    >>> refusals([row], 5, "out/refused")
    ['a.jsonl:3:1: no `id`', '… all refusals of 5 claims, with file and line: `out/refused` (Parquet)']
    """
    shown = [str(Fault(Place(row["file"], row["line"], row["column"]), row["what"], row["hint"])) for row in rows]
    if not refused:
        return shown
    return [*shown, f"… all refusals of {counted(refused, 'claim')}, with file and line: `{where}` (Parquet)"]


def proof_rows(found: Proof) -> list[Row]:
    """Give the evidence of an annotation file, with its words, as `kg show --format json` prints it."""
    return [{"line": it.line, "claim": it.claim, "words": it.words, "note": it.why} for it in found.evidence]


def proof_lines(found: Proof) -> list[str]:
    """Write an annotation file with the words of its evidence, each in a comment below the line that points to it.

    >>> from kg.evidence.proofreading import Shown
    >>> proof_lines(Proof(["  - at: [0, 3]"], [Shown(1, "a", "She")]))
    ['  - at: [0, 3]', '    # "She"']
    """
    by_line: dict[int, list[Shown]] = {}
    for shown in found.evidence:
        by_line.setdefault(shown.line, []).append(shown)
    lines = []
    for number, line in enumerate(found.lines, 1):
        lines.append(line)
        indent = " " * (len(line) - len(line.lstrip(" -")))
        lines += [f"{indent}# {_proof_of(shown)}" for shown in by_line.get(number, [])]
    return lines[:-1] if lines and not lines[-1] else lines


def _proof_of(shown: Shown) -> str:
    words = "" if shown.words is None else quoted(shown.words)
    return " ".join(part for part in (f"({shown.why})" if shown.why else "", words) if part)
