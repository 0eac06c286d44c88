"""Which sort of term each one is: a fact type, a role, an edge and so on; each is of one sort, and has its own name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from kg.base.hints import named
from kg.base.iris import KG, OWL, RDFS, SH, SKOS
from kg.ontology.terms import Concept, Edge, FactType, Ontology, Term
from kg.ontology.turtle import Turtle, key, local

FACT_TYPE, ABOVE, ROLE, EDGE = "fact type", "class above fact types", "role", "edge"
LINK, LAYER, SHORTCUT, CONCEPT, SCHEME, SHAPE = "link", "layer", "shortcut", "concept", "scheme", "shape"
_OTHER = "call one of them something else"


def sorts_of(
    turtle: Turtle, types: Mapping[str, FactType], roles: Iterable[str], edges: Mapping[str, Edge]
) -> dict[str, str]:
    """Tell of which sort each term is: IRI -> sort. What is of none is missing.

    Raises
    ------
    OntologyError
        For a term that is of two sorts, or another word of the core: what is written of it would mix.
    """
    facts = dict.fromkeys(type_.iri for type_ in types.values())
    above = [iri for type_ in types.values() for iri in type_.ancestors if iri not in facts]
    sorts: dict[str, Iterable[str]] = {FACT_TYPE: facts, ROLE: roles, EDGE: [edge.iri for edge in edges.values()]}
    classes = {LINK: "Link", LAYER: "Layer", SHORTCUT: "Shortcut"}
    sorts |= {sort: turtle.of_type(f"{KG}{name}") for sort, name in classes.items()}
    sorts |= {CONCEPT: turtle.of_type(f"{SKOS}Concept"), SCHEME: turtle.of_type(f"{SKOS}ConceptScheme")}
    sorts |= {SHAPE: turtle.of_type(f"{SH}NodeShape"), ABOVE: above}
    core = {key(triple.subject) for triple in turtle.files[0].triples}
    known: dict[str, str] = {}
    for sort, iris in sorts.items():
        for iri in dict.fromkeys(iris):
            is_word = iri in core and (sort == EDGE or (sort == ROLE and not turtle.text(iri, f"{KG}phrase")))
            if is_word or iri in known:
                other = "a word of the core" if is_word else with_article(known[iri])
                where = (_drawn_by(turtle, iri), f"{KG}edge", iri) if sort == EDGE else (iri,)
                turtle.refuse(f"`{local(iri)}` is {other}, and no {sort}", "declare a term of your own", *where)
            known[iri] = sort
    return known


def with_article(sort: str) -> str:
    """Write a sort of term with its article.

    >>> with_article("edge"), with_article("role")
    ('an edge', 'a role')
    """
    return f"an {sort}" if sort == EDGE else f"a {sort}"


def _drawn_by(turtle: Turtle, edge: str) -> str:
    return [cut for cut in turtle.of_type(f"{KG}Shortcut") if edge in turtle.nodes(cut, f"{KG}edge")][-1]


def refuse_shared(turtle: Turtle, ontology: Ontology) -> None:
    """Refuse names, labels and codes that two terms share, so that nobody could tell which of them is meant.

    Raises
    ------
    OntologyError
        At the later of the two terms.
    """
    _refuse_names_of_core(turtle, ontology)
    _refuse_shared_names(turtle, ontology)
    for sort, terms in (*_named_alike(ontology).items(), (LAYER, ontology.layers)):
        _refuse_labels(turtle, f"{sort}s", terms.values())
    for scheme in ontology.schemes:
        within = [concept for concept in ontology.concepts.values() if scheme in concept.schemes]
        _refuse_labels(turtle, f"concepts of `{scheme}`", within)
    _refuse_codes(turtle, ontology)


def _named_alike(ontology: Ontology) -> dict[str, Mapping[str, Term]]:
    """Give the terms that annotations and networks call by their local names, by sort."""
    return {ROLE: ontology.roles, FACT_TYPE: ontology.types, EDGE: ontology.edges, LINK: ontology.links}


def _refuse_names_of_core(turtle: Turtle, ontology: Ontology) -> None:
    """Refuse a fact type that is called like a kind of entity, or like another class of the core."""
    classes = [iri for iri in turtle.of_type(f"{OWL}Class") if iri.startswith(KG)]
    folded = {local(iri).casefold(): iri for iri in classes}
    for type_ in ontology.types.values():
        other = folded.get(type_.id.casefold())
        if other and other != type_.iri:
            what = f"fact type `{type_.id}` is called like kg:{local(other)}, a class of the core"
            turtle.refuse(what, "call it something else", type_.iri)


def _refuse_shared_names(turtle: Turtle, ontology: Ontology) -> None:
    """Refuse one local name for two of what annotations and networks call by it, whatever the sorts."""
    met: dict[str, tuple[str, Term]] = {}
    for sort, terms in _named_alike(ontology).items():
        for term in terms.values():
            first, other = met.setdefault(term.id, (sort, term))
            if first != sort:
                both = f"{with_article(first)} and {with_article(sort)} are both called `{term.id}`"
                what = f"{both}: <{other.iri}> and <{term.iri}>"
                turtle.refuse(what, _OTHER, _in_order(turtle, other, term)[1].iri)


def _refuse_labels(turtle: Turtle, sorts: str, terms: Iterable[Term]) -> None:
    met: dict[str, Term] = {}
    for term in terms:
        other = met.setdefault(term.label.casefold(), term)
        if other is not term:
            first, later = _in_order(turtle, other, term)
            what = f"two {sorts} are labelled {named(later.label)}: `{first.id}` and `{later.id}`"
            labels = (f"{RDFS}label", f"{SKOS}prefLabel")
            label = next((its for its in labels if turtle.text(later.iri, its)), later.iri)
            turtle.refuse(what, "label one of them otherwise: readers see nothing else", later.iri, label)


def _refuse_codes(turtle: Turtle, ontology: Ontology) -> None:
    """Refuse a code of another scheme that two terms claim: rows with that code could be either."""
    met: dict[tuple[str, str], FactType | Concept] = {}
    coded: list[FactType | Concept] = [*ontology.types.values(), *ontology.concepts.values()]
    for term in coded:
        for code in term.notations:
            other = met.setdefault(code, term)
            if other is not term:
                one, later = _in_order(turtle, other, term)
                what = f"skos:notation {named(code[1])} ({code[0]}) is given to `{one.id}` and to `{later.id}`"
                hint = "a code stands for one of them: leave it out at the other"
                turtle.refuse(what, hint, later.iri, f"{SKOS}notation")


def _in_order(turtle: Turtle, one: Term, other: Term) -> tuple[Term, Term]:
    """Give two terms in the order of the files, which speak of the core's own first."""
    order = list(turtle.subjects())
    places = {its.iri: order.index(its.iri) if its.iri in order else len(order) for its in (one, other)}
    return (one, other) if places[one.iri] <= places[other.iri] else (other, one)
