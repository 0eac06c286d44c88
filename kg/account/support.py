"""Which claims and voices an edge rests on, and who denies a fact or a filler: what may be printed as evidence of it.

A sentence that names neither end of an edge proves nothing about the edge, whatever it says of the fact.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from kg.account.edges import STRENGTH
from kg.account.facts import FactAccount, Filler, Reading
from kg.model.records import Contested, Status

Matter = FactAccount | Filler


class Support(Struct, frozen=True, gc=False):
    """What an edge rests on."""

    voices: tuple[str, ...]  # that assert both ends; where none does, those that assert either and deny nothing of it
    outlets: tuple[str, ...]  # through which the claims came that decided the edge's status
    claims: tuple[str, ...]  # keys of the claims that assert both ends; where none does, those that assert either


def support(fact: FactAccount, one: Filler, other: Filler, readings: Mapping[str, Reading]) -> Support:
    """Gather what asserts that two fillers of one fact are joined.

    Parameters
    ----------
    fact
        The account of the fact.
    one, other
        The account of each filler, each in the role that the edge joins.
    readings
        Key of claim -> whose voices it is.

    Returns
    -------
    Support
        Voices and claims, in order. A voice may name one end in one claim and the other in another.
    """
    voices = asserting(one.voices, other.voices, (fact, one, other), readings)
    return Support(voices, outlets(fact, one, other), _shared(one.asserting, other.asserting))


def asserting(
    one: tuple[str, ...], other: tuple[str, ...], matters: Iterable[Matter], readings: Mapping[str, Reading]
) -> tuple[str, ...]:
    """Name the voices that assert that two are joined.

    Parameters
    ----------
    one, other
        The voices that assert each of the two.
    matters
        What joins them, and they: facts and fillers.
    readings
        Key of claim -> whose voices it is.

    Returns
    -------
    tuple
        Those that assert both, in order. Where none does, those that assert either, without whoever denies any of the
        matters: of the two together he says the contrary.
    """
    voices = _shared(one, other)
    if one == other or not {*one}.isdisjoint(other):
        return voices
    denying = deniers(matters, readings)
    return tuple(its for its in voices if its not in denying) if denying else voices


def outlets(fact: FactAccount, *ends: Filler) -> tuple[str, ...]:
    """Name the outlets through which the claims came that decided how fillers of a fact stand together.

    Parameters
    ----------
    fact
        The account of the fact.
    ends
        The accounts of one or two of its fillers.

    Returns
    -------
    tuple
        The outlets of those fillers whose status is the weakest, and where it is the fact's alone, the fact's. Of two
        such fillers those outlets that they share, or where they share none, of either.
    """
    weakest = min((fact.status, *(end.status for end in ends)), key=STRENGTH.__getitem__)
    deciding: list[Matter] = [end for end in ends if end.status is weakest] or [fact]
    return _shared(deciding[0].outlets, deciding[-1].outlets)


def against(matter: Matter) -> tuple[str, ...]:
    """Name the claims that deny, or took back, a fact or a filler, if they decided how it stands."""
    if not matter.contested and matter.status not in (Status.DENIED, Status.RETRACTED):
        return ()
    return tuple(key for key in matter.basis if key not in matter.asserting)


def told_fillers(fact: FactAccount) -> list[Filler]:
    """Give the fillers by which a fact is named: those that stand no worse than it does.

    Parameters
    ----------
    fact
        The account of the fact.

    Returns
    -------
    list
        Of an accepted fact, the accepted ones. Of another, those whose own claims carry them as far as it, and that no
        party denies or took back alone.
    """
    fillers = list(fact.fillers.values())
    if fact.accepted:
        return [its for its in fillers if its.accepted]
    least, whole = _degree(fact.status), {*against(fact)}
    return [its for its in fillers if _degree(its.status) >= least and not _is_denied_alone(its, whole)]


def _is_denied_alone(its: Filler, whole: Collection[str]) -> bool:
    return its.contested is Contested.BY_PARTY and not {*against(its)} <= {*whole}


def _degree(status: Status) -> int:
    """Tell how far claims carry something: it can be accepted, is alleged, announced, suggested, or not even that."""
    if status.can_be_accepted:
        return 4
    others = {Status.ALLEGED: 3, Status.UNCONFIRMED: 1, Status.DENIED: 0, Status.RETRACTED: 0}
    return others.get(status, 2)


def decided(fact: FactAccount, one: Filler, other: Filler) -> tuple[str, ...]:
    """Name the claims by which two fillers are not joined: what asserts it, with what denies the fact or an end.

    Where nobody asserts or denies it, these are the claims that ask, announce or suggest it of both ends.
    """
    asserting = _shared(one.asserting, other.asserting)
    denying = (key for matter in (fact, one, other) for key in against(matter))
    return tuple(sorted({*asserting, *denying})) or _shared(one.basis, other.basis)


def deniers(matters: Iterable[Matter], readings: Mapping[str, Reading]) -> tuple[str, ...]:
    """Name the voices that deny a fact or fillers, in order.

    Parameters
    ----------
    matters
        A fact, a filler, or an edge's fact with both ends.
    readings
        Key of claim -> whose voices it is.
    """
    denied = (matter for matter in matters if matter.status is not Status.RETRACTED)
    return tuple(sorted({voice for matter in denied for key in against(matter) for voice in readings[key].voices}))


def _shared(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    """Give what stands in both, in order; where nothing does, what stands in either."""
    if one == other:  # as of most edges
        return one
    return tuple(sorted({*one} & {*other} or {*one, *other}))
