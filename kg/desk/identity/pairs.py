"""Pairs of things that may be one: what speaks for it and against, and in which order they are worth reading."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from typing import Any

from msgspec import Struct

LEAST = 50  # a pair below is not listed
NONE = f"no two are alike enough to be listed: none has a score of {LEAST} or more"


class Pair(Struct, frozen=True):
    """Two ids that may name one thing.

    The score is a rank for reading, from 0 to 100: no probability, and no more is known of 90 than that it is worth
    reading before 80.
    """

    score: int
    sort: str  # entity or fact
    kind: str  # kind of the entities, type of the facts
    a: str
    b: str
    names: tuple[str, str]  # how each is called
    reasons: tuple[str, ...]
    against: tuple[str, ...]

    @property
    def order(self) -> tuple[int, str, str]:
        """Best first, then by ids."""
        return -self.score, self.a, self.b

    def row(self) -> dict[str, Any]:
        """Give it as JSON."""
        return {
            "score": self.score, "sort": self.sort, "kind": self.kind, "a": self.a, "b": self.b,
            "name_a": self.names[0], "name_b": self.names[1], "reasons": [*self.reasons], "against": [*self.against],
        }  # fmt: skip

    def lines(self) -> list[str]:
        """Write it for a terminal: how it ranks, the ids, how each is called, what speaks for it and against it."""
        both = self.names[0] if self.names[0] == self.names[1] else " · ".join(self.names)
        lines = [f"{self.score:>3}  {self.kind}: {self.a} · {self.b}", f"     {both}"]
        lines += [f"     for: {'; '.join(self.reasons)}"] if self.reasons else []
        return lines + ([f"     against: {'; '.join(self.against)}"] if self.against else [])


COLUMNS = ("score", "sort", "kind", "a", "b", "name_a", "name_b", "reasons", "against")


def to_csv(pairs: Iterable[Pair]) -> str:
    r"""Write pairs as a table, with a head; reasons are divided by "; ".

    >>> pair = Pair(80, "entity", "Person", "ann", "anne", ("Ann", "Anne"), ("names alike",), ())
    >>> to_csv([pair]).split("\r\n")[1]
    '80,entity,Person,ann,anne,Ann,Anne,names alike,'
    """
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for pair in pairs:
        row = pair.row()
        writer.writerow("; ".join(its) if isinstance(its := row[column], list) else its for column in COLUMNS)
    return out.getvalue()


class Found(Struct, frozen=True):
    """Pairs, best first, and what was left out and why, in lines."""

    pairs: list[Pair]
    left_out: list[str]
