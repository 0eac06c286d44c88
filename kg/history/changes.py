"""What differs between two accounts of one project: what was learnt between two days, or what a source carried.

Nothing is said of a fact that stands as it stood. Of one that moved, the claims that moved it are named: they are in
one of both accounts only.
"""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.account.edges import Edge, EdgeName, edges
from kg.account.facts import Account, FactAccount
from kg.account.standing import Standing
from kg.account.words import Slot
from kg.model.records import Claim, Stance, Status
from kg.ontology import Ontology

if TYPE_CHECKING:
    from kg.analysis import Rank


class Cause(enum.StrEnum):
    """Why a fact moved."""

    CLAIMS = "claims"  # claims on the fact itself
    FULFILMENT = "fulfilment"  # claims on another fact, which fulfils it
    SIDES = "sides"  # claims on a tenure, by which somebody has another side
    TIME = "time"  # nobody said anything; its day has passed


class FactMove(Struct, frozen=True):
    """A fact whose status, contestation or acceptance differs."""

    fact: str
    before: Standing
    after: Standing
    cause: Cause
    claims: tuple[str, ...]  # keys of those that moved it


class FillerMove(Struct, frozen=True):
    """A filler of a role that came, went, or moved otherwise than its fact."""

    fact: str
    role: str
    filler: str
    before: Standing
    after: Standing
    claims: tuple[str, ...]  # keys of those that name it, and are in one account only


class TimeChange(Struct, frozen=True):
    """A fact to which the claims give another time."""

    fact: str
    before: str | None  # EDTF
    after: str | None
    claims: tuple[str, ...]  # keys of those that state a time, and are in one account only


class RankShift(Struct, frozen=True):
    """An actor whose rank by a measure differs; None where it has no edge."""

    entity: str
    label: str
    measure: str
    before: int | None
    after: int | None


class Changes(Struct, frozen=True):
    """All that differs between two accounts; each list in order of ids."""

    known_by: tuple[str, str]
    appeared: tuple[str, ...]  # facts that no claim named before
    gone: tuple[str, ...]  # facts that no claim names any more
    moved: tuple[FactMove, ...]
    fillers: tuple[FillerMove, ...]
    times: tuple[TimeChange, ...]
    came: tuple[Edge, ...]  # accepted edges, of every kind and layer
    went: tuple[Edge, ...]
    ranks: tuple[RankShift, ...] = ()


def compare(before: Account, after: Account, claims: Mapping[str, Claim], ontology: Ontology) -> Changes:
    """Compare two accounts of claims of one project.

    Parameters
    ----------
    before, after
        Such as those of two days of knowledge, or with and without a source.
    claims
        Key -> claim; all those that either account knows.
    ontology
        Draws the edges.

    Returns
    -------
    Changes
        Without ranks, which `shifts` adds.
    """
    both = [(before.facts[fact], after.facts[fact]) for fact in before.facts if fact in after.facts]
    moving = _MovingClaims(before, after, claims)
    was, now = _edges(before, ontology), _edges(after, ontology)
    return Changes(
        known_by=(before.known_by, after.known_by),
        appeared=tuple(fact for fact in after.facts if fact not in before.facts),
        gone=tuple(fact for fact in before.facts if fact not in after.facts),
        moved=tuple(
            FactMove(old.fact, Standing.of(old), Standing.of(new), *moving.of(old, new))
            for old, new in both
            if Standing.of(old) != Standing.of(new)
        ),
        fillers=tuple(move for old, new in both for move in _filler_moves(old, new, claims)),
        times=tuple(
            TimeChange(old.fact, old.when.text, new.when.text, _timing(_changed(old, new), claims))
            for old, new in both
            if old.when.text != new.when.text
        ),
        came=tuple(edge for name, edge in now.items() if name not in was),
        went=tuple(edge for name, edge in was.items() if name not in now),
    )


def shifts(before: Sequence[Rank], after: Sequence[Rank], measure: str) -> tuple[RankShift, ...]:
    """List the actors whose rank differs: best first as they now stand, and last those without an edge any more.

    Parameters
    ----------
    before, after
        From `kg.analysis.rank`, by the same measure.
    measure
        Its name.

    >>> from kg.analysis import Rank
    >>> ann, bob = Rank("ann", "Ann", 1, 2.0), Rank("bob", "Bob", 1, 3.0)
    >>> for its in shifts([ann], [bob, Rank("ann", "Ann", 2, 2.0)], "degree"):
    ...     print(its.entity, its.before, its.after)
    bob None 1
    ann 1 2
    """
    was, now = ({its.entity: its.rank for its in ranks} for ranks in (before, after))
    labels = {its.entity: its.label for ranks in (before, after) for its in ranks}
    found = [
        RankShift(actor, labels[actor], measure, was.get(actor), now.get(actor))
        for actor in labels
        if was.get(actor) != now.get(actor)
    ]
    return tuple(sorted(found, key=lambda shift: (shift.after is None, shift.after or shift.before, shift.entity)))


def _edges(account: Account, ontology: Ontology) -> dict[EdgeName, Edge]:
    """Draw the accepted edges, in order of their names."""
    return dict(sorted((edge.name, edge) for fact in account.facts.values() for edge in edges(fact, ontology)))


def _changed(old: FactAccount, new: FactAccount) -> list[str]:
    """Name the claims on a fact that one account knows and the other does not."""
    return sorted(set(old.claims) ^ set(new.claims))


def _timing(changed: Iterable[str], claims: Mapping[str, Claim]) -> tuple[str, ...]:
    """Keep the claims that state a time, or by a retraction take one away."""
    return tuple(key for key in changed if claims[key].when or claims[key].stance is Stance.RETRACTS)


def _filler_moves(old: FactAccount, new: FactAccount, claims: Mapping[str, Claim]) -> Iterable[FillerMove]:
    with_fact = (Standing.of(old), Standing.of(new))
    slots: list[Slot] = sorted({*old.fillers, *new.fillers})
    for slot in slots:
        role, filler = slot
        was, now = Standing.of(old.fillers.get(slot)), Standing.of(new.fillers.get(slot))
        if was.text != now.text and (was, now) != with_fact:  # what is accepted only with its fact moves with its fact
            naming = tuple(key for key in _changed(old, new) if filler in claims[key].roles.get(role, ()))
            yield FillerMove(old.fact, role, filler, was, now, naming)


class _MovingClaims:
    """Finds the claims that moved a fact from one account to the other."""

    def __init__(self, before: Account, after: Account, claims: Mapping[str, Claim]) -> None:
        self._accounts, self._claims = (before, after), claims
        self._fulfilling: dict[str, set[str]] = {}  # announced fact -> the facts that fulfil it
        for account in self._accounts:
            for fact in account.facts.values():
                for announced in fact.fulfils:
                    self._fulfilling.setdefault(announced, set()).add(fact.fact)

    def of(self, old: FactAccount, new: FactAccount) -> tuple[Cause, tuple[str, ...]]:
        """Name the cause, and the claims: those that decide before those that only count."""
        changed, statuses = _changed(old, new), {old.status, new.status}
        if statuses == {Status.PLANNED, Status.LAPSED} and old.when.latest == new.when.latest:
            return Cause.TIME, ()
        if statuses in ({Status.PLANNED, Status.FULFILLED}, {Status.LAPSED, Status.FULFILLED}):
            return Cause.FULFILMENT, self._elsewhere(self._fulfilling.get(old.fact, ()))
        if decisive := self._decisive(old, new, changed):
            return Cause.CLAIMS, decisive
        tenures = self._elsewhere({step.link for step in set(old.links) ^ set(new.links)})
        if any(self._has_another_voice(key) for key in old.claims):
            return Cause.SIDES, tenures
        weighing = tuple(key for key in changed if self._weighs(key))
        return (Cause.CLAIMS, weighing) if weighing else (Cause.SIDES, tenures)

    def _decisive(self, old: FactAccount, new: FactAccount, changed: list[str]) -> tuple[str, ...]:
        """Pick the claims that bear on what moved: a denial makes a fact denied or contested, and nothing else."""
        stances = {key: self._claims[key].stance for key in changed}
        found: set[str] = set()
        if old.status is not new.status:
            is_denial_one = Status.DENIED in (old.status, new.status)
            found.update(
                key
                for key in changed
                if (key in new.basis or key in old.basis) and (is_denial_one or stances[key] is not Stance.DENIES)
            )
        if old.contested is not new.contested:
            found.update(key for key in changed if stances[key] in (Stance.DENIES, Stance.RETRACTS))
        return tuple(sorted(found))

    def _has_another_voice(self, key: str) -> bool:
        """Tell whether a claim that both accounts know is another's voice in one than in the other."""
        before, after = (account.readings.get(key) for account in self._accounts)
        return before is not None and after is not None and before.voices != after.voices

    def _weighs(self, key: str) -> bool:
        counts = any(key in account.readings and account.readings[key].counts for account in self._accounts)
        return counts or self._claims[key].stance is Stance.RETRACTS

    def _elsewhere(self, facts: Collection[str]) -> tuple[str, ...]:
        """Name the claims on other facts that are in one account only, first those that decide; a link has none."""
        known: list[set[str]] = [set(), set()]
        decisive: set[str] = set()
        for keys, account in zip(known, self._accounts, strict=True):
            for fact in sorted(account.facts.keys() & set(facts)):
                keys.update(account.facts[fact].claims)
                decisive.update(account.facts[fact].basis)
        changed = sorted(known[0] ^ known[1])
        return tuple(key for key in changed if key in decisive) or tuple(key for key in changed if self._weighs(key))
