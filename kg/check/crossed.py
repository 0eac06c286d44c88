"""Points out acts and actors that a fact joins, though no claim names the two together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from kg.base.errors import WARNING
from kg.base.findings import Finding
from kg.base.hints import named
from kg.model.records import Claim, Stance
from kg.network.acts import act_schemes
from kg.ontology import FactType, Ontology

_HINT = "if they do not belong together, give what is done to each a fact of its own"


def check_crossed(claims: Sequence[Claim], ontology: Ontology) -> Iterator[tuple[int, Finding]]:
    """Point out where a fact joins an act with an actor whom every claim of that act leaves out for another.

    Parameters
    ----------
    claims
        Claims, sound or not.
    ontology
        Says which roles take acts, and which an edge joins.

    Yields
    ------
    tuple
        The position of the last claim that names such an act, and a warning that names the act and the actor: one for
        each role of a fact.
    """
    by_fact: dict[str, list[int]] = {}
    for number, claim in enumerate(claims):
        if claim.stance is Stance.ASSERTS and claim.type in ontology.types:
            by_fact.setdefault(claim.fact, []).append(number)
    schemes = act_schemes(ontology)
    for fact, numbers in by_fact.items():
        type_ = ontology.types[claims[numbers[0]].type]
        acts = [role for role, rule in type_.roles.items() if rule.scheme in schemes]
        for role in _ends(type_) if acts and len(numbers) > 1 else ():
            yield from _crossed(fact, role, {number: claims[number].roles for number in numbers}, acts)


def _ends(type_: FactType) -> list[str]:
    return sorted({role for shortcut in type_.shortcuts for role in (shortcut.source, shortcut.target)})


def _crossed(
    fact: str, role: str, roles: Mapping[int, Mapping[str, Sequence[str]]], act_roles: Sequence[str]
) -> Iterator[tuple[int, Finding]]:
    """Look at one role of a fact, by the numbers of the claims that assert it."""
    told: dict[tuple[str, str], int] = {}
    for number, its in roles.items():
        acts = [act for name in act_roles for act in its.get(name, ())]
        told |= {(act, actor): number for act in acts for actor in its.get(role, ())}
    apart = sorted({(act, actor) for act, _ in told for _, actor in told} - told.keys())
    for act, actor in apart[:1]:
        what = f"{named(fact)} joins {named(act)} with {named(actor)}, and no claim names the two together"
        last = max(number for (its, _), number in told.items() if its == act)
        yield last, Finding(("roles",), f"{WARNING}{what}: a fact joins all that its claims name", _HINT)
