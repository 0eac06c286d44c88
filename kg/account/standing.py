"""How a fact or a filler stands: its status, by whom it is contested, and whether it is accepted."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from kg.account.conflicts import Conflict
from kg.account.facts import FactAccount, Filler
from kg.model.records import Contested, Status


class Standing(Struct, frozen=True):
    """How a fact or a filler stands; None where it is not known at all."""

    status: Status | None = None
    contested: Contested | None = None
    accepted: bool = False

    @classmethod
    def of(cls, its: FactAccount | Filler | None) -> Standing:
        """Take it from an account."""
        return cls(its.status, its.contested, its.accepted) if its else cls()

    @property
    def text(self) -> str:
        """Say it in the words of the rule."""
        if self.status is None:
            return "not named"
        return f"{self.status.value}, contested {self.contested.value}" if self.contested else self.status.value


def reservations(fact: FactAccount, conflicts: Iterable[Conflict]) -> str:
    """Say by whom a fact is contested, and in what its claims conflict, to be read after what it is; empty for most."""
    contested = f", contested {fact.contested.value}" if fact.contested else ""
    kinds = sorted({conflict.kind for conflict in conflicts})
    return contested + (f", claims conflict: {', '.join(kinds)}" if kinds else "")
