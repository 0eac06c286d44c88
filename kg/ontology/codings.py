"""What the codes of event data sets stand for here: a fact type, an act, and the roles of a row's source and target."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.base.hints import meant
from kg.base.iris import KG, SKOS
from kg.ontology.terms import Coding, Codings, Concept, FactType
from kg.ontology.turtle import Turtle, local


def read_codings(turtle: Turtle, types: Mapping[str, FactType], concepts: Mapping[str, Concept]) -> Codings:
    """Read what each code of each scheme of codes stands for.

    Parameters
    ----------
    turtle
        All files of the ontology.
    types, concepts
        As they were read from it; their notations are the codes.

    Returns
    -------
    dict
        By scheme and code. A type whose coded events have no source and target, and a concept of a scheme that is of
        no fact type, have no coding.

    Raises
    ------
    OntologyError
        If a role is named that the fact type does not have.
    """
    found: dict[tuple[str, str], Coding] = {}
    for iri, codes, coding in [*_of_types(turtle, types), *_of_concepts(turtle, types, concepts)]:
        swapped = {(local(its.datatype.value), its.value) for its in turtle.literals(iri, f"{KG}swapped")}
        for code in codes:
            found[code] = Coding(
                coding.type, coding.source, coding.target, code in swapped, coding.symmetric, coding.role,
                coding.concept,
            )  # fmt: skip
    return found


def read_coded(turtle: Turtle, types: Mapping[str, FactType], concepts: Mapping[str, Concept]) -> dict[str, Coding]:
    """Read what an event is that is coded as a fact type or with a concept, by their local names, whatever the code."""
    some = [*_of_types(turtle, types), *_of_concepts(turtle, types, concepts)]
    return {local(iri): coding for iri, _, coding in some}


def _of_types(
    turtle: Turtle, types: Mapping[str, FactType]
) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Coding]]:
    for kind in types.values():
        if ends := _ends(turtle, kind):
            yield kind.iri, kind.notations, Coding(kind.id, *ends, symmetric=ends[0] == ends[1])


def _of_concepts(
    turtle: Turtle, types: Mapping[str, FactType], concepts: Mapping[str, Concept]
) -> Iterator[tuple[str, tuple[tuple[str, str], ...], Coding]]:
    by_iri = {kind.iri: kind for kind in types.values()}
    for concept in concepts.values():
        schemes = turtle.nodes(concept.iri, f"{SKOS}inScheme")
        kind = next((by_iri[its] for of in schemes for its in turtle.nodes(of, f"{KG}codedAs") if its in by_iri), None)
        ends = _ends(turtle, kind) if kind else None
        if kind is None or ends is None:
            continue
        role = next((its.role for its in kind.roles.values() if its.scheme in concept.schemes), None)
        target = _role(turtle, concept.iri, "codedTarget", kind) or ends[1]
        both = concept.symmetric or ends[0] == target
        yield concept.iri, concept.notations, Coding(kind.id, ends[0], target, False, both, role, concept.id)


def _ends(turtle: Turtle, kind: FactType) -> tuple[str, str] | None:
    source, target = (_role(turtle, kind.iri, name, kind) for name in ("codedSource", "codedTarget"))
    return (source, target) if source and target else None


def _role(turtle: Turtle, iri: str, name: str, kind: FactType) -> str | None:
    """Give the role that a term names, which is one of the fact type."""
    named = turtle.nodes(iri, f"{KG}{name}")
    for role in map(local, named):
        if role not in kind.roles:
            what = f"kg:{name} of `{local(iri)}` names `{role}`, which is no role of `{kind.id}`"
            turtle.refuse(what, meant(role, kind.roles, f"its roles are: {', '.join(kind.roles)}"), iri, f"{KG}{name}")
    if len(named) > 1:
        turtle.refuse_twice(iri, f"{KG}{name}", f"`{local(iri)}` gives kg:{name} twice")
    return local(named[0]) if named else None
