"""An entity in facts: how each stands as far as this entity goes, and in which direction it takes part."""

from __future__ import annotations

from collections.abc import Collection

from msgspec import Struct

from kg.account.edges import STRENGTH
from kg.account.facts import FactAccount, Filler
from kg.account.standing import reservations
from kg.account.unaccepted import why
from kg.model.records import Contested, Status
from kg.network.acts import is_mutual
from kg.ontology import Ontology
from kg.snapshot.snapshot import Snapshot

TOGETHER, DONE, RECEIVED = "together", "done", "received"


class Participation(Struct, frozen=True):
    """A fact that names an entity, and how it stands as far as this entity goes."""

    fact: FactAccount
    fillers: tuple[Filler, ...]  # the entity in each of its roles, the best sourced first
    conflicts: tuple[str, ...]  # in what claims on the fact conflict

    @property
    def accepted(self) -> bool:
        """Whether the fact is accepted, with this entity in one of its roles."""
        return self.fillers[0].accepted

    @property
    def status(self) -> Status:
        """The weaker of the fact's status and the entity's in it."""
        return min((self.fact.status, self.fillers[0].status), key=STRENGTH.__getitem__)

    @property
    def contested(self) -> Contested | None:
        """Who denies the fact, or that the entity takes part in it: a party, if one does."""
        return next((by for by in Contested if by in (self.fact.contested, self.fillers[0].contested)), None)

    @property
    def voices(self) -> tuple[str, ...]:
        """Those that assert that the entity takes part."""
        return tuple(sorted({voice for its in self._counting for voice in its.voices}))

    @property
    def outlets(self) -> tuple[str, ...]:
        """Those through which the claims came that decided so."""
        return tuple(sorted({outlet for its in self._counting for outlet in its.outlets}))

    @property
    def claims(self) -> tuple[str, ...]:
        """The keys of the claims that decided so."""
        return tuple(sorted({key for its in self._counting for key in its.basis}))

    @property
    def roles(self) -> frozenset[str]:
        """The roles that count: those in which it is accepted, or where it is in none, all of them."""
        return frozenset(its.role for its in (self._counting if self.accepted else self.fillers))

    @property
    def is_open(self) -> bool:
        """Whether it is not accepted, or somebody denies it, or claims on it conflict."""
        return not self.accepted or self.contested is not None or bool(self.conflicts)

    @property
    def reason(self) -> str:
        """Why it is not accepted: since a party contests it, or by its status."""
        return why(self.status, self.contested)

    @property
    def mark(self) -> str:
        """By whom it is contested, and in what claims conflict; empty for most."""
        return reservations(self.contested and self.contested.value, self.conflicts)

    @property
    def _counting(self) -> list[Filler]:
        return [its for its in self.fillers if its.accepted] or [self.fillers[0]]


def participations(snapshot: Snapshot, entity: str) -> list[Participation]:
    """List the facts that name an entity, in the order of their ids, with how it stands in each.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    entity
        By the id by which it is shown.
    """
    found = []
    for fact in snapshot.account.facts.values():
        named = [its for (_, filler), its in fact.fillers.items() if filler == entity]
        if named:
            named.sort(key=lambda its: (its.accepted, STRENGTH[its.status]), reverse=True)
            conflicts = tuple(sorted({its.kind for its in snapshot.conflicts_by_fact.get(fact.fact, ())}))
            found.append(Participation(fact, tuple(named), conflicts))
    return found


def way_of(its: Participation, ontology: Ontology, layers: Collection[str]) -> str | None:
    """Tell whether an entity does something in a fact, or it is done to it, or several do it together.

    The ontology's shortcuts say so: what leads from one role to another is done by who fills the first to who fills the
    second, even where nobody fills one of them.

    Parameters
    ----------
    its
        The entity in a fact.
    ontology
        Whose shortcuts they are.
    layers
        Those that are looked at. Background that only lasts, such as a post, is nothing that is done.
    """
    type_ = ontology.types[its.fact.type]
    used = [shortcut for shortcut in type_.shortcuts if shortcut.layer in layers]
    ends = {role for shortcut in used for role in (shortcut.source, shortcut.target)}
    if its.roles & ends and is_mutual(its.fact, ontology, accepted=its.fact.accepted):
        return TOGETHER
    for way, roles in (
        (DONE, {shortcut.source for shortcut in used if shortcut.source != shortcut.target}),
        (RECEIVED, {shortcut.target for shortcut in used if shortcut.source != shortcut.target}),
        (TOGETHER, {shortcut.source for shortcut in used if shortcut.source == shortcut.target}),
    ):
        if its.roles & roles:
            return way
    return None
