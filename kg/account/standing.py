"""How a fact or a filler stands: its status, by whom it is contested, and whether it is accepted."""

from __future__ import annotations

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
    def told(self) -> str:
        """Say it in the words of the rule."""
        if self.status is None:
            return "not named"
        return f"{self.status.value}, contested {self.contested.value}" if self.contested else self.status.value
