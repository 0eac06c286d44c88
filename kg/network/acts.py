"""Which facts a choice takes by what is done in them: acts with all narrower ones, cooperative or hostile ones."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kg.account.facts import FactAccount
from kg.base.errors import NotFoundError
from kg.base.hints import meant, named
from kg.ontology import Concept, Ontology


def tendencies(choice: Mapping[str, Any], ontology: Ontology) -> list[str]:
    """Name the tendencies that are asked for; each is an option of the name that it has in the ontology."""
    known = {concept.tendency for concept in ontology.concepts.values() if concept.tendency}
    return sorted(tendency for tendency in known if choice.get(tendency))


def wanted_acts(acts: Iterable[str] | None, tending: Iterable[str], ontology: Ontology) -> frozenset[str] | None:
    """Give the concepts of which a fact must name one.

    Parameters
    ----------
    acts
        Ids of concepts; None: any.
    tending
        Tendencies, of which a concept must have one; none: any or no tendency.
    ontology
        Which concepts there are, and which is narrower than which.

    Returns
    -------
    frozenset or None
        Ids; None where facts without any are taken too.

    Raises
    ------
    NotFoundError
        If there is no such concept.
    """
    tending = set(tending)
    if acts is None and not tending:
        return None
    concepts = ontology.concepts
    found = set(concepts) if acts is None else narrower(acts, ontology)
    return frozenset(id_ for id_ in found if not tending or concepts[id_].tendency in tending)


def narrower(acts: Iterable[str], ontology: Ontology) -> set[str]:
    """Give some concepts with all that are narrower, at any depth.

    Raises
    ------
    NotFoundError
        If there is no such concept.
    """
    below: dict[str, list[str]] = {}
    for concept in ontology.concepts.values():
        for broader in concept.broader:
            below.setdefault(broader, []).append(concept.id)
    waiting = list(acts)
    for act in waiting:
        if act not in ontology.concepts:
            hint = meant(act, ontology.concepts, "`kg help` names the concepts of the ontology")
            raise NotFoundError(f"no such act: {named(act)}", hint)
    found: set[str] = set()
    while waiting:
        act = waiting.pop()
        if act not in found:
            found.add(act)
            waiting += below.get(act, ())
    return found


def concepts_of(fact: FactAccount, ontology: Ontology, *, accepted: bool) -> Iterator[Concept]:
    """Give the concepts that fill roles of a fact: accepted ones, or all that are claimed."""
    rules = ontology.types[fact.type].roles
    for filler in fact.fillers.values():
        if rules[filler.role].scheme and filler.filler in ontology.concepts and (filler.accepted or not accepted):
            yield ontology.concepts[filler.filler]


def names_any(acts: frozenset[str] | None, fact: FactAccount, ontology: Ontology, *, accepted: bool) -> bool:
    """Tell whether a fact names one of some acts; None: any fact does."""
    return acts is None or any(its.id in acts for its in concepts_of(fact, ontology, accepted=accepted))


def is_mutual(fact: FactAccount, ontology: Ontology, *, accepted: bool) -> bool:
    """Tell whether what is done in a fact is done by both sides alike, as a ceasefire is."""
    return any(concept.symmetric for concept in concepts_of(fact, ontology, accepted=accepted))


def acts_of(fact: FactAccount, ontology: Ontology, *, accepted: bool) -> Iterator[Concept]:
    """Give the acts that a fact names: concepts of a scheme in which some are cooperative or hostile.

    A medium, or what a relationship is, is no act.
    """
    schemes = act_schemes(ontology)
    return (its for its in concepts_of(fact, ontology, accepted=accepted) if not schemes.isdisjoint(its.schemes))


def act_schemes(ontology: Ontology) -> frozenset[str]:
    """Name the schemes of acts: those in which a concept has a tendency."""
    return frozenset(scheme for its in ontology.concepts.values() if its.tendency for scheme in its.schemes)


def happening(ontology: Ontology) -> frozenset[str]:
    """Name the layers in which something happens, and not only what lasts is drawn."""
    return frozenset(s.layer for its in ontology.types.values() if not its.lasts for s in its.shortcuts)
