"""What is not accepted, and why; and which facts are part of such a one, which leaves their own status as it is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kg.account.facts import FactAccount
from kg.model.records import Contested, Status
from kg.ontology import FactType


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
    counts = ", ".join(f"{number} {reason}" for reason, number in sorted(Counter(reasons).items()))
    return f"not shown: {counts}; `{where}`" if counts else ""


def unaccepted_wholes(fact: FactAccount, facts: Mapping[str, FactAccount]) -> list[FactAccount]:
    """List the facts that are not accepted and of which a fact is a part, or a part of a part.

    Parameters
    ----------
    fact
        Its account.
    facts
        The accounts of all facts, by id.

    Returns
    -------
    list
        In order of their ids; the fact itself is not among them.
    """
    found: dict[str, FactAccount] = {}
    waiting = [*fact.part_of]
    while waiting:
        whole = facts.get(waiting.pop())
        if whole is not None and whole.fact not in found and whole.fact != fact.fact:
            found[whole.fact] = whole
            waiting += whole.part_of
    return [found[id_] for id_ in sorted(found) if not found[id_].accepted]


def part_words(wholes: Iterable[FactAccount], types: Mapping[str, FactType]) -> str:
    """Say of what is not accepted a fact is a part, such as ``part of a contested meeting``; empty if of nothing."""
    told = (
        f"{'contested' if its.contested is Contested.BY_PARTY else its.status.value} {types[its.type].label}"
        for its in wholes
    )
    named = [f"of {'an' if words[0] in 'aeiou' else 'a'} {words}" for words in dict.fromkeys(told)]
    return f"part {' and '.join(named)}" if named else ""
