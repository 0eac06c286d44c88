"""Refuses statements that are good RDF and would change what a term means, but that nothing here follows.

What only explains (rdfs:seeAlso, skos:note, dcterms:…) or maps a term to another vocabulary is kept.
"""

from __future__ import annotations

from collections.abc import Mapping

from pyoxigraph import BlankNode, NamedNode, Triple

from kg.base.errors import OntologyError
from kg.base.hints import meant
from kg.base.iris import KG, OWL, RDF, RDFS, SKOS
from kg.ontology import sorts as of
from kg.ontology.shapes import Shapes
from kg.ontology.statements import shown
from kg.ontology.terms import Ontology, RoleRule
from kg.ontology.turtle import TYPE, Turtle, key, local

Fault = tuple[str, str]

_FACTS = (of.FACT_TYPE, of.ABOVE)
_SAID_OF = {  # of which sorts each property is read
    f"{RDFS}subClassOf": _FACTS,
    f"{SKOS}broader": (of.CONCEPT,),
    f"{SKOS}inScheme": (of.CONCEPT,),
    f"{SKOS}notation": (*_FACTS, of.CONCEPT),
    f"{KG}phrase": (*_FACTS, of.ROLE, of.CONCEPT),
    **dict.fromkeys((f"{KG}{name}" for name in "upward containment".split()), (of.LINK,)),
    **dict.fromkeys((f"{KG}{name}" for name in "from edge to layer sharedOver within".split()), (of.SHORTCUT,)),
    **dict.fromkeys((f"{KG}{name}" for name in "tendency symmetric".split()), (of.CONCEPT,)),
    **dict.fromkeys(
        (f"{KG}{name}" for name in "nominal party always shortcut bearer seat leadsTo who whereabouts".split()), _FACTS
    ),
    **dict.fromkeys((f"{KG}sharedEdge", f"{KG}codedSource", f"{KG}swapped"), _FACTS),
    f"{KG}defaultLayer": (of.LAYER,),
    f"{KG}codedAs": (of.SCHEME,),
    f"{KG}codedTarget": (*_FACTS, of.CONCEPT),
    f"{KG}scheme": (of.SHAPE,),
}  # fmt: skip
_PROPERTY = (f"{RDF}Property", f"{OWL}ObjectProperty")
_TYPES = {  # which classes a term of each sort may be a member of, other vocabularies aside
    **dict.fromkeys(_FACTS, (f"{OWL}Class", f"{RDFS}Class")),
    of.ROLE: _PROPERTY,
    of.EDGE: (*_PROPERTY, f"{OWL}SymmetricProperty"),
    of.LINK: (*_PROPERTY, f"{KG}Link"),
    of.LAYER: (f"{KG}Layer",),
    of.SHORTCUT: (f"{KG}Shortcut",),
    of.CONCEPT: (f"{SKOS}Concept",),
    of.SCHEME: (f"{SKOS}ConceptScheme",),
}
_INDIVIDUALS = (of.LAYER, of.SHORTCUT, of.CONCEPT, of.SCHEME)
_READ = {  # what may be said of a term in these vocabularies
    RDFS: "label comment seeAlso isDefinedBy subClassOf subPropertyOf domain range",
    OWL: "versionInfo versionIRI priorVersion backwardCompatibleWith incompatibleWith imports equivalentClass "
    "equivalentProperty disjointWith differentFrom deprecated",
    SKOS: "prefLabel altLabel hiddenLabel notation definition note changeNote editorialNote example historyNote "
    "scopeNote inScheme topConceptOf hasTopConcept broader related exactMatch closeMatch broadMatch narrowMatch "
    "relatedMatch member memberList",
}
_SAYS_NOTHING = {f"{RDFS}label", f"{RDFS}comment", f"{SKOS}prefLabel", f"{SKOS}definition"}  # passed over, to be fast
_HINTS = {
    f"{OWL}sameAs": "of two terms of yours keep one; to a term of another vocabulary write skos:exactMatch",
    f"{OWL}inverseOf": "draw the other way by a kg:Shortcut of its own, or make the edge an owl:SymmetricProperty",
    f"{OWL}propertyChainAxiom": "edges are drawn by a kg:Shortcut only",
    f"{SKOS}narrower": "write skos:broader of the narrower concept",
    f"{SKOS}broaderTransitive": "write skos:broader, step by step",
    f"{SKOS}narrowerTransitive": "write skos:broader of the narrower concept",
    f"{OWL}FunctionalProperty": "write sh:maxCount 1 in the shape of each fact type",
    f"{OWL}SymmetricProperty": "only an edge is symmetric, or a concept (kg:symmetric true)",
    f"{OWL}DatatypeProperty": "entities, facts and concepts fill roles; a number stands under `values` of a claim",
}  # fmt: skip
_MAPPING = (f"{RDFS}subPropertyOf", f"{OWL}equivalentClass", f"{OWL}equivalentProperty")
_ENTITY_HINT = "an entity is declared in `sources/entities.yaml`, a fact by the claims that name it: take this out"
_PLACE_HINTS = {
    f"{RDFS}subClassOf": "take it out: only fact types are below one another; a concept is by skos:broader",
    f"{KG}phrase": "take it out, or name the role by sh:path in a shape",
}
_MAY_BE_ABOVE = tuple(f"{KG}{name}" for name in ("Event", "Situation", "Fact"))


def refuse_unfollowed(turtle: Turtle, sorts: Mapping[str, str], ontology: Ontology, shapes: Shapes) -> None:
    """Refuse what a project's own files say of terms, and what nobody would follow.

    Parameters
    ----------
    turtle
        All files, the core first.
    sorts
        Of which sort each term is, by its IRI.
    ontology, shapes
        As read from them.

    Raises
    ------
    OntologyError
        For the first such statement, at its place.
    """
    check = _Check(turtle, sorts, ontology, shapes)
    for file in turtle.files[1:]:
        for triple in file.triples:
            if triple.predicate.value not in _SAYS_NOTHING and (fault := check.fault(triple)):
                raise OntologyError(*fault, file.place_of(triple))
    check.refuse_unreached()


class _Check:
    """What is known while the statements are looked through."""

    def __init__(self, turtle: Turtle, sorts: Mapping[str, str], ontology: Ontology, shapes: Shapes) -> None:
        self._turtle, self._sorts, self._ontology, self._shapes = turtle, sorts, ontology, shapes
        self._core = {key(triple.subject) for triple in turtle.files[0].triples}
        labelled = (iri for iri in turtle.subjects() if turtle.literals(iri, f"{RDFS}label"))
        self._spaces = {iri.removesuffix(local(iri)) for iri in labelled}

    def fault(self, triple: Triple) -> Fault | None:
        """Tell what is wrong with a statement, if anything is."""
        if key(triple.subject) in self._core:
            return None  # a copy of the core
        found = self._unread(triple) or self._misplaced(triple)
        if found or not isinstance(triple.object, NamedNode):
            return found
        subject, predicate, target = key(triple.subject), triple.predicate.value, triple.object.value
        if predicate in (TYPE, f"{RDFS}subClassOf"):
            return (self._type if predicate == TYPE else self._above)(subject, target)
        if predicate in (f"{RDFS}domain", f"{RDFS}range"):
            return self._bound(local(predicate), subject, target)
        return self._leading(subject, predicate, target)

    def _unread(self, triple: Triple) -> Fault | None:
        """Refuse words of RDFS, OWL and SKOS that are not read, or that there are not."""
        predicate = triple.predicate.value
        space, name = predicate.removesuffix(local(predicate)), local(predicate)
        if space in _READ and name not in (known := _READ[space].split()):
            hint = _HINTS.get(predicate) or meant(name, known, "take it out, or say it in a rdfs:comment")
            return f"{shown(predicate)} of {shown(key(triple.subject))} is not read", hint
        if predicate == f"{OWL}deprecated" and getattr(triple.object, "value", "") != "false":
            what = f"owl:deprecated of {shown(key(triple.subject))} is not read: claims could use it all the same"
            return what, "take the term out, or say in a rdfs:comment what to use in its place"
        return None

    def _misplaced(self, triple: Triple) -> Fault | None:
        """Refuse what is read of terms of another sort only."""
        subject, predicate = key(triple.subject), triple.predicate.value
        in_shape = isinstance(triple.subject, BlankNode) or subject in self._shapes.nodes
        sort = of.SHAPE if in_shape else self._sorts.get(subject)
        if predicate in _SAID_OF:
            if sort in _SAID_OF[predicate] or (predicate == f"{RDFS}subClassOf" and sort is None):
                return None
            read = " or ".join(its for its in _SAID_OF[predicate] if its != of.ABOVE)
            which = f"is {of.with_article(sort)}" if sort else "is none here"
            hint = _PLACE_HINTS.get(predicate, "take it out, or state it of the term that is meant")
            return f"{shown(predicate)} of {shown(subject)}, which {which}: it is read of a {read} only", hint
        if predicate.startswith(KG):
            what = f"{shown(predicate)} of {shown(subject)}"
            return f"{what}: it is said of claims, facts and entities, and not in an ontology", "take it out"
        return None

    def _type(self, subject: str, target: str) -> Fault | None:
        """Refuse a class of which a term of its sort cannot be a member."""
        sort = self._sorts.get(subject, "")
        known = _TYPES.get(sort, ()) + ((f"{OWL}NamedIndividual",) if sort in _INDIVIDUALS else ())
        is_ours = target.startswith(KG) or target in self._sorts
        is_standard = sort in _TYPES and target.startswith((RDF, RDFS, OWL, SKOS))
        if target in known or not (is_ours or is_standard):
            return None
        what = f"{shown(subject)} is {of.with_article(sort)}, and cannot be" if sort else f"{shown(subject)} cannot be"
        return f"{what} a member of {shown(target)}", _ENTITY_HINT if is_ours else _HINTS.get(target, "take it out")

    def _above(self, subject: str, target: str) -> Fault | None:
        """Refuse a class that is below one that is declared nowhere, or below which no fact type can be."""
        if not self._turtle.literals(target, f"{RDFS}label"):
            if target.removesuffix(local(target)) in self._spaces or self._turtle.nodes(target, f"{RDFS}subClassOf"):
                classes = [local(iri) for iri, sort in self._sorts.items() if sort in _FACTS]
                hint = meant(local(target), classes, "declare it, with rdfs:label and rdfs:subClassOf")
                return f"{shown(target)}, above {shown(subject)}, is declared nowhere with a rdfs:label", hint
            return None
        above = [iri for iri in self._turtle.ancestors(subject)[1:] if iri in self._core]
        hint = "a fact type is below kg:Event or kg:Situation; the kinds of entities are the core's"
        for iri in above:
            if iri not in _MAY_BE_ABOVE:
                return f"{shown(subject)} cannot be below {shown(iri)}", hint
        if above and subject not in self._sorts:
            return f"{shown(subject)} is below {shown(above[-1])}, and neither happens nor lasts", hint
        return None

    def _bound(self, name: str, subject: str, target: str) -> Fault | None:
        """Refuse a domain or a range that asks for more than shapes do: only shapes are read."""
        sort, id_ = self._sorts.get(subject), local(subject)
        types = self._ontology.types.values()
        if target not in self._sorts and target not in self._core:
            return None
        if sort == of.ROLE and name == "domain":
            fits = all(target in type_.ancestors for type_ in types if id_ in type_.roles)
        elif sort == of.ROLE:
            fits = all(self._is_within(type_.roles[id_], target) for type_ in types if id_ in type_.roles)
        elif sort == of.EDGE:
            ends = ["source" if name == "domain" else "target"]
            ends = ["source", "target"] if self._ontology.edges[id_].symmetric else ends
            drawn = [(type_, cut) for type_ in types for cut in type_.shortcuts if cut.edge == id_]
            fits = all(self._is_within(type_.roles[getattr(cut, end)], target) for type_, cut in drawn for end in ends)
        else:
            fits = sort is None or target == f"{KG}Entity"
        if fits:
            return None
        what = f"rdfs:{name} of {shown(subject)} asks for {shown(target)}, and what is read does not"
        return what, "take it out; which fillers a role takes is said by sh:class in a shape"

    def _is_within(self, rule: RoleRule, target: str) -> bool:
        """Tell whether all that may fill a role is of a class."""
        kinds = {kind for kind in rule.kinds if target not in self._ontology.ancestors[kind]}
        takes_fact = rule.takes_fact and target != f"{KG}Fact"
        return not (kinds or takes_fact or (rule.scheme and target != f"{SKOS}Concept"))

    def _leading(self, subject: str, predicate: str, target: str) -> Fault | None:
        """Refuse a statement for the term to which it leads."""
        if predicate in _MAPPING and (target in self._sorts or target in self._core):
            hint = "keep one of the two; only to terms of other vocabularies is a term mapped so"
            what = f"{shown(predicate)} of {shown(subject)}"
            return f"{what} leads to {shown(target)}, a term of this ontology, and nothing follows it", hint
        if predicate == f"{OWL}disjointWith" and target in self._turtle.ancestors(subject):
            return f"{shown(subject)} is below {shown(target)}, and disjoint with it", "take one of the two out"
        if predicate == f"{OWL}imports" and target not in self._turtle.of_type(f"{OWL}Ontology"):
            return f"owl:imports of <{target}>: nothing is fetched", "put its file into `ontology/`, or take this out"
        for name, sort, known, otherwise in (
            (
                "broader",
                of.CONCEPT,
                self._ontology.concepts,
                "to a concept of another vocabulary write skos:broadMatch",
            ),
            ("inScheme", of.SCHEME, self._ontology.schemes, "declare it as a skos:ConceptScheme"),
        ):
            if predicate == f"{SKOS}{name}" and self._sorts.get(target) != sort:
                what = f"skos:{name} of {shown(subject)} names {shown(target)}, which is no {sort} here"
                return what, meant(local(target), known, otherwise)
        return None

    def refuse_unreached(self) -> None:
        """Refuse shapes, shortcuts and concepts that no fact type reaches."""
        turtle = self._turtle
        for target in self._shapes.targets():
            shape = self._shapes.shape(target)
            if self._sorts.get(target) not in _FACTS and not shape.startswith(KG):
                what = f"shape `{local(shape)}` is for {shown(target)}, which is no fact type"
                turtle.refuse(what, "shapes are read of fact types, and of classes above them", shape, target)
        ways = [f"{KG}shortcut", f"{KG}sharedEdge"]
        used = {cut for iri in turtle.subjects() for way in ways for cut in turtle.nodes(iri, way)}
        for cut in turtle.of_type(f"{KG}Shortcut"):
            if cut not in used:
                hint = f"write `kg:shortcut` of the fact type that {shown(cut)} belongs to"
                turtle.refuse(f"shortcut {shown(cut)} belongs to no fact type, and draws nothing", hint, cut)
        for concept in self._ontology.concepts.values():
            if not concept.schemes:
                hint = "say in which, with skos:inScheme"
                turtle.refuse(f"concept `{concept.id}` is in no scheme, so that no role takes it", hint, concept.iri)
