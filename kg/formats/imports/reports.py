"""What became of each row of an import: mapped, folded, or refused and why; and which names were unknown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from kg.base.hints import counted, named

MOST_LINES = 10_000  # refused rows that are listed one by one
MOST_SHOWN = 8  # of one sort, in the report for people
SORTS = ("actors", "codes", "publishers")


class Report:
    """Counts what becomes of the rows of an import.

    >>> report = Report()
    >>> report.read, report.mapped = 2, 1
    >>> report.refuse(3, "no source")
    >>> report.to_json()["refused"]
    [{'line': 3, 'reason': 'no source'}]
    """

    def __init__(self) -> None:
        self.read = self.mapped = 0
        self.notes: list[str] = []  # what a reader should know, such as what a format does not say
        self.alike: list[tuple[str, str]] = []  # two names that may be one
        self.folded_by: Counter[str] = Counter()  # fact type -> rows that told what another row's claim tells
        self._reasons: Counter[str] = Counter()
        self._refused: list[dict[str, Any]] = []
        self._unmatched: dict[str, Counter[str]] = {sort: Counter() for sort in SORTS}

    @property
    def refused(self) -> int:
        """How many rows were refused."""
        return self._reasons.total()

    @property
    def folded(self) -> int:
        """How many rows tell what the claim of another row tells."""
        return self.folded_by.total()

    def fold(self, kind: str, rows: int) -> None:
        """Count rows that are folded into the claim of another, on a fact of this type."""
        self.folded_by[kind] += rows

    def refuse(self, line: int, reason: str, value: str = "") -> None:
        """Count a row that is not usable; the value is shown beside its line, and does not make a reason of its own."""
        self._reasons[reason] += 1
        if len(self._refused) < MOST_LINES:
            told = f"{reason}: {named(value)}" if value else reason
            self._refused.append({"line": line, "reason": told})

    def miss(self, sort: str, name: str, rows: int = 1) -> None:
        """Count a name or code that no table knows, by the rows that it stands in; sorts are `SORTS`."""
        self._unmatched[sort][name] += rows

    def to_json(self) -> dict[str, Any]:
        """Give all that was counted; of unmatched names, how many rows each stands in, the most frequent first."""
        found: dict[str, Any] = {
            "read": self.read, "mapped": self.mapped, "folded": self.folded,
            "folded_by": dict(_frequent(self.folded_by)), "refused": self._refused,
            "unmatched": {sort: dict(_frequent(its)) for sort, its in self._unmatched.items()},
            "alike": [list(pair) for pair in self.alike], "notes": self.notes,
        }  # fmt: skip
        if self.refused > len(self._refused):
            found["refused_not_listed"] = self.refused - len(self._refused)
        return found

    def lines(self) -> Iterator[str]:
        """Write the report for people."""
        yield (
            f"{counted(self.read, 'row')} read: {self.mapped:,} mapped, {self.folded:,} of them folded into the claim "
            f"of another row, {self.refused:,} refused"
        )
        if self.folded_by:
            shown = [f"{many:,} of {kind or 'others'}" for kind, many in _frequent(self.folded_by)[:MOST_SHOWN]]
            yield f"folded: {', '.join(shown)}"
        if self._reasons:
            yield "refused:"
        for reason, many in _frequent(self._reasons)[:MOST_SHOWN]:
            first = [str(its["line"]) for its in self._refused if its["reason"].startswith(reason)][:3]
            yield f"  {many:>7,}  {reason} (line {', '.join(first)}{' …' if many > 3 else ''})"
        yield from _more(len(self._reasons), "reasons")
        for sort, names in self._unmatched.items():
            if names:
                yield f"in no table: {counted(len(names), sort.removesuffix('s'))}"
                yield from (f"  {many:>7,}  {name}" for name, many in _frequent(names)[:MOST_SHOWN])
                yield from _more(len(names), sort)
        if self.alike:
            yield f"names that may be one: {counted(len(self.alike), 'pair')}"
            yield from (f"           {one} – {other}" for one, other in self.alike[:MOST_SHOWN])
            yield from _more(len(self.alike), "pairs")
        yield from self.notes


def _frequent(counts: Counter[str]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda its: (-its[1], its[0]))


def _more(number: int, things: str) -> Iterator[str]:
    if number > MOST_SHOWN:
        yield f"           and {number - MOST_SHOWN:,} more {things}: `--format json` lists all"
