"""How a fact or a filler stands: its status, by whom it is contested, and whether it is accepted."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

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
        return f"{self.status.value}, {contested_by(self.contested)}" if self.contested else self.status.value


def contested_by(whom: Contested | str) -> str:
    """Say by whom something is contested.

    >>> contested_by("by-party"), contested_by(Contested.BY_OUTSIDER)
    ('contested by a party', 'contested by an outsider')
    """
    return f"contested by {'a party' if whom == Contested.BY_PARTY else 'an outsider'}"


def reservations(contested: str | None, kinds: Iterable[str]) -> str:
    """Say by whom a fact is contested, and in what its claims conflict, to be read after what it is; empty for most.

    >>> reservations("by-outsider", ["when", "amount", "when"]), reservations(None, [])
    (', contested by an outsider, claims conflict: amount, when', '')
    """
    by = f", {contested_by(contested)}" if contested else ""
    several = sorted(set(kinds))
    return by + (f", claims conflict: {', '.join(several)}" if several else "")
