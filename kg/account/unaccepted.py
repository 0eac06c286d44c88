"""What is not accepted, and why; and which facts are part of such a one, which leaves their own status as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from kg.account.facts import FactAccount
from kg.base.components import components
from kg.model.records import Contested, Status
from kg.ontology import FactType

MOST_WHOLES = 50  # that are listed of one fact


def why(status: Status, contested: Contested | None) -> str:
    """Say why a fact, a filler or an edge is not accepted: since a party contests it, or by its status.

    >>> why(Status.REPORTED, Contested.BY_PARTY), why(Status.DENIED, None)
    ('contested by a party', 'denied')
    """
    return "contested by a party" if contested is Contested.BY_PARTY else status.value


def not_shown(reasons: Iterable[str], where: str) -> str:
    """Say in one line what a list of accepted facts leaves out; empty if that is nothing.

    Parameters
    ----------
    reasons
        Of each fact that is left out, from `why`.
    where
        The command that shows these.

    >>> not_shown(["denied", "contested by a party", "denied"], "kg explain ann bob")
    'not shown: 1 contested by a party, 2 denied; `kg explain ann bob`'
    """
    counts = ", ".join(f"{number:,} {reason}" for reason, number in sorted(Counter(reasons).items()))
    return f"not shown: {counts}; `{where}`" if counts else ""


class Wholes(Struct, frozen=True):
    """What a fact is part of, or part of a part, and that is not accepted."""

    least: tuple[str, ...] = ()  # ids in order: of many the first
    kinds: dict[tuple[str, str], str] = {}  # standing and fact type -> the least id of such a one


class Part(Struct, frozen=True):
    """What is read of a fact's account to tell of what it is part; where there is no room for whole accounts."""

    fact: str
    type: str
    status: Status
    contested: Contested | None
    accepted: bool
    part_of: tuple[str, ...]


_Fact = FactAccount | Part


def unaccepted_wholes(facts: Mapping[str, _Fact]) -> dict[str, Wholes]:
    """Tell of each fact which ones that are not accepted it is part of, worked out from what these are part of.

    Parameters
    ----------
    facts
        The accounts of all facts, by id.

    Returns
    -------
    dict
        Of those facts that are part of such a one; a fact is no part of itself.
    """
    known = wholes_among(facts)
    found = {fact: _but(fact, its) for fact, its in known.items() if its.least}
    return {fact: its for fact, its in found.items() if its.least}


def wholes_among(facts: Mapping[str, _Fact]) -> dict[str, Wholes]:
    """Tell of each of some facts which of them that are not accepted it is part of; on a circle it may be its own.

    Parameters
    ----------
    facts
        By id: all of a project, or those that other facts are part of, from which `wholes_of` then tells the rest.
    """
    known: dict[str, Wholes] = {}

    def around(fact: str) -> list[str]:
        return [whole for whole in facts[fact].part_of if whole in facts]

    for start in facts:
        for members in components(start, around, known):
            wholes = {whole for member in members for whole in around(member)}
            joined = _joined(wholes, facts, [known[whole] for whole in wholes if whole in known])
            known.update(dict.fromkeys(members, joined))
    return known


def wholes_of(fact: _Fact, facts: Mapping[str, _Fact], known: Mapping[str, Wholes]) -> Wholes:
    """Tell which facts that are not accepted one fact is part of, from those that it is directly part of.

    Parameters
    ----------
    fact
        Its account.
    facts
        Those that others are part of, by id.
    known
        From `wholes_among`, of these.

    Returns
    -------
    Wholes
        Without any, if it is part of none.
    """
    if fact.fact in known:
        return _but(fact.fact, known[fact.fact])
    wholes = {whole for whole in fact.part_of if whole in facts}
    return _but(fact.fact, _joined(wholes, facts, [known[whole] for whole in wholes])) if wholes else Wholes()


def _joined(wholes: Iterable[str], facts: Mapping[str, _Fact], around: Iterable[Wholes]) -> Wholes:
    """Join wholes, those that are not accepted, with what these are part of."""
    own = [facts[whole] for whole in wholes if not facts[whole].accepted]
    least, kinds = {its.fact for its in own}, [((_standing(its), its.type), its.fact) for its in own]
    for beyond in around:
        least.update(beyond.least)
        kinds += beyond.kinds.items()
    return Wholes(tuple(sorted(least)[: MOST_WHOLES + 1]), dict(sorted(kinds, key=lambda kind: kind[1], reverse=True)))


def _but(fact: str, wholes: Wholes) -> Wholes:
    """Leave out a fact that is part of itself, which only a circle makes it."""
    return Wholes(
        tuple(id_ for id_ in wholes.least if id_ != fact)[:MOST_WHOLES],
        {kind: id_ for kind, id_ in wholes.kinds.items() if id_ != fact},
    )


def _standing(fact: _Fact) -> str:
    return "contested" if fact.contested is Contested.BY_PARTY else fact.status.value


def part_words(wholes: Wholes, types: Mapping[str, FactType]) -> str:
    """Say of what is not accepted a fact is a part, such as ``part of a contested meeting``; empty if of nothing."""
    ordered = sorted(wholes.kinds, key=wholes.kinds.__getitem__)
    told = dict.fromkeys(f"{standing} {types[type_].label}" for standing, type_ in ordered)
    named = [f"of {'an' if words[0] in 'aeiou' else 'a'} {words}" for words in told]
    return f"part {' and '.join(named)}" if named else ""
