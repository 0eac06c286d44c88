"""The account as values: what the claims on each fact, and on each filler of its roles, amount to."""

from __future__ import annotations

from msgspec import Struct

from kg.account.voices import Links, UpwardStep
from kg.account.words import Slot
from kg.model.period import Period
from kg.model.records import Claim, Contested, Status


class Filler(Struct, frozen=True):
    """What the claims on one filler of one role of a fact amount to."""

    role: str
    filler: str
    status: Status
    contested: Contested | None
    accepted: bool
    voices: tuple[str, ...]  # that assert it
    outlets: tuple[str, ...]  # through which the claims came that decided the status
    basis: tuple[str, ...]  # keys of the claims that decided, with the denials by which it is contested
    asserting: tuple[str, ...]  # keys of the counting claims that assert it


class FactAccount(Struct, frozen=True):
    """What the claims on one fact amount to."""

    fact: str
    type: str
    label: str | None
    status: Status
    contested: Contested | None
    accepted: bool
    voices: tuple[str, ...]  # that assert it
    outlets: tuple[str, ...]  # through which the claims came that decided the status
    basis: tuple[str, ...]  # keys of the claims that decided, with the denials by which it is contested
    asserting: tuple[str, ...]  # keys of the counting claims that assert it
    claims: tuple[str, ...]  # keys of all known claims
    when: Period
    fillers: dict[Slot, Filler]  # in order
    links: tuple[UpwardStep, ...]  # links and tenures that decided a voice or a party's side
    part_of: tuple[str, ...] = ()
    fulfils: tuple[str, ...] = ()


class Reading(Struct, frozen=True):
    """How the rule reads one claim: whose voices it is, whether it counts, and through which outlet it came."""

    voices: tuple[str, ...]
    counts: bool
    outlet: str


class Withdrawal(Struct, frozen=True):
    """Sources that are withdrawn: each takes its claims away, and what is narrated on them alone."""

    voices: frozenset[str] = frozenset()
    outlets: frozenset[str] = frozenset()  # with all that came through them
    relays: frozenset[str] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.voices or self.outlets or self.relays)


NOTHING = Withdrawal()


class Account(Struct, frozen=True):
    """The account of a set of claims."""

    facts: dict[str, FactAccount]  # by id, in order
    readings: dict[str, Reading]  # by key of claim, in order
    known_by: str


class PreviousAccount(Struct, frozen=True):
    """An account that was worked out earlier, by the same ontology, with the claims and links that it rests on."""

    claims: tuple[Claim, ...]
    links: Links
    account: Account
