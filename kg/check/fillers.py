"""Checks one claim against its fact type: the type, its roles, what fills them, and how many.

This is the reading of SHACL's `sh:class`, `sh:minCount` and `sh:maxCount` for annotations, with the place of each
fault. Nothing here knows a fact type: the ontology says what each role takes.

Source: Shapes Constraint Language (SHACL), W3C Recommendation, 2017, sections 4.1 and 4.2.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from kg.base.errors import WARNING
from kg.base.findings import Finding
from kg.base.hints import listed, meant
from kg.model.records import ACTORS, Claim, Entity, Kind, Scope
from kg.ontology import Concept, FactType, Ontology, RoleRule

NO_ENTITY = "add it to sources/entities.yaml, or mend its entry there"
PLACES = frozenset({Kind.PLACE, Kind.COUNTRY})
_FAMILIES = {ACTORS: "an Actor", PLACES: "a Place", frozenset(Kind): "an Entity"}


class Known(Struct, frozen=True):
    """What a claim may name."""

    entities: Mapping[str, Entity]
    facts: Collection[str]  # named by any claim, sound or not: what becomes of them is found out later
    concepts: Mapping[str, Concept]


def check_type(claim: Claim, ontology: Ontology, known: Known) -> Iterator[Finding]:
    """Find what in a claim does not fit its fact type.

    Parameters
    ----------
    claim
        As read.
    ontology
        The fact types with their roles.
    known
        Entities, facts and concepts.

    Yields
    ------
    Finding
        Unknown type or role, unknown filler, filler of the wrong kind, too few or too many of them.
    """
    kind = ontology.types.get(claim.type)
    if kind is None:
        otherwise = f"fact types are {listed(ontology.types)}; `kg help NAME` explains one"
        hint = replacing(claim.type, ontology) or meant(claim.type, ontology.types, otherwise)
        yield Finding(("type",), f"unknown fact type `{claim.type}`", hint)
        return
    for role, fillers in claim.roles.items():
        rule = kind.roles.get(role)
        if rule is None:
            yield _unknown_role(role, kind, ontology)
            continue
        for position, filler in enumerate(fillers):
            entity = known.entities.get(filler)
            if (entity is None or not may_be(entity, rule.kinds)) and not _fits_otherwise(filler, rule, known):
                yield Finding(("roles", role, position), *_misfit(claim.fact, filler, rule, known, ontology))
            elif rule.scheme and filler in ontology.outdated_names:
                what = f"{WARNING}`{filler}` is a concept of the first edition"
                yield Finding(("roles", role, position), what, ontology.outdated_names[filler])
        if rule.max is not None and len(fillers) > rule.max:
            fault = f"`{claim.fact}`: `{role}` takes at most {rule.max}, here are {len(fillers)}"
            yield Finding(("roles", role), fault, "keep what the text says; what another speaker says is another claim")
    yield from _check_least(claim, kind)


def may_be(entity: Entity, kinds: Collection[str]) -> bool:
    """Tell whether an entity is of one of some kinds; one whose kind cannot be read may be of any."""
    return not entity.kind or entity.kind in kinds


def check_actors(claim: Claim, role: str, fillers: tuple[str, ...], known: Known) -> Iterator[Finding]:
    """Find who among the speakers or relays of a claim is unknown or cannot speak."""
    for position, filler in enumerate(fillers):
        fault = actor_fault(filler, f"`{claim.fact}`: `{role}`", known.entities)
        if fault is not None:
            yield Finding((role, position), *fault)


def actor_fault(filler: str, what: str, entities: Mapping[str, Entity]) -> tuple[str, str] | None:
    """Say what is wrong with an entity that should be one that can speak, or nothing."""
    entity = entities.get(filler)
    if entity is None:
        return f"unknown entity `{filler}`", meant(filler, entities, NO_ENTITY)
    if not may_be(entity, ACTORS):
        return f"{what} takes an Actor, `{filler}` is {_a(entity.kind)}", f"an Actor is one of: {_kinds(ACTORS)}"
    return None


def replacing(name: str, ontology: Ontology) -> str:
    """Say what has replaced a term of an earlier edition of the model; empty where a name is none."""
    return ontology.replaced[name].hint if name in ontology.replaced else ""


def _unknown_role(role: str, kind: FactType, ontology: Ontology) -> Finding:
    roles = f"its roles are {listed(kind.roles)}; `kg help {kind.id}`"
    if role in ontology.roles:
        return Finding(("roles", role), f"{_a(kind.id)} has no role `{role}`", roles, at_key=True)
    hint = replacing(role, ontology) or meant(role, kind.roles, f"this is {_a(kind.id)}: {roles}")
    return Finding(("roles", role), f"unknown role `{role}`", hint, at_key=True)


def _check_least(claim: Claim, kind: FactType) -> Iterator[Finding]:
    if claim.scope is Scope.ROLES:
        return  # such a claim speaks of the fillers that it names, and of no others
    has_unknown = not claim.roles.keys() <= kind.roles.keys()
    for role, rule in kind.roles.items():
        if has_unknown and role not in claim.roles:
            continue  # the unknown role may be this one, misspelt
        if rule.min and (count := len(claim.roles.get(role, ()))) < rule.min:
            path = ("roles", role) if role in claim.roles else ("roles",)
            fault = f"`{claim.fact}`: `{role}` takes at least {rule.min}, here {'is' if count == 1 else 'are'} {count}"
            yield Finding(path, fault, "name them all; a claim that takes the fact for granted says `scope: roles`")


def _fits_otherwise(filler: str, rule: RoleRule, known: Known) -> bool:
    """Tell whether what is no entity of the right kind is a fact or a concept that fits."""
    if rule.takes_fact and filler in known.facts:
        return True
    concept = known.concepts.get(filler) if rule.scheme else None
    return concept is not None and rule.scheme in concept.schemes


def _misfit(fact: str, filler: str, rule: RoleRule, known: Known, ontology: Ontology) -> tuple[str, str]:
    """Fault and hint for a filler that does not fit: it is something else, or nothing at all."""
    allowed = _allowed(rule, known)
    what = _what_it_is(filler, known)
    if what is not None:
        otherwise = f"an id of one of these kinds: {_kinds(rule.kinds)}" if rule.kinds else f"one of: {listed(allowed)}"
        return f"`{fact}`: `{rule.role}` takes {_takes(rule)}, `{filler}` is {what}", meant(filler, allowed, otherwise)
    if rule.kinds:
        word, otherwise = "entity or fact" if rule.takes_fact else "entity", NO_ENTITY
    elif rule.scheme:
        word, otherwise = "concept", f"`{rule.role}` takes: {listed(allowed)}; `kg help NAME` explains one"
    else:
        word, otherwise = "fact", "a fact is whatever a claim names in its field `fact`"
    hint = (rule.scheme and replacing(filler, ontology)) or meant(filler, allowed, otherwise)
    return f"unknown {word} `{filler}`", hint


def _what_it_is(filler: str, known: Known) -> str | None:
    entity = known.entities.get(filler)
    if entity is not None:
        return _a(entity.kind)
    if filler in known.facts:
        return "a fact"
    concept = known.concepts.get(filler)
    return None if concept is None else f"a concept of {' and '.join(f'`{scheme}`' for scheme in concept.schemes)}"


def _allowed(rule: RoleRule, known: Known) -> list[str]:
    """Return every id that the role takes."""
    found = [id_ for id_, entity in known.entities.items() if entity.kind in rule.kinds]
    if rule.takes_fact:
        found += known.facts
    if rule.scheme:
        found += [id_ for id_, concept in known.concepts.items() if rule.scheme in concept.schemes]
    return found


def _takes(rule: RoleRule) -> str:
    parts = [_family(rule.kinds)] if rule.kinds else []
    parts += ["a fact"] if rule.takes_fact else []
    parts += [f"a concept of `{rule.scheme}`"] if rule.scheme else []
    return " or ".join(parts)


def _family(kinds: frozenset[str]) -> str:
    known = [name for family, name in _FAMILIES.items() if family == kinds]
    return known[0] if known else " or ".join(_a(kind) for kind in sorted(kinds))


def _kinds(kinds: Iterable[str]) -> str:
    return ", ".join(kind for kind in Kind if kind in kinds)


def _a(noun: str) -> str:
    return f"{'an' if noun[0] in 'AEIOU' else 'a'} {noun}"
