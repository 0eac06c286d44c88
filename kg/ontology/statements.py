"""Refuses statements that are Turtle, but that mean nothing here.

Such are values of the wrong sort, texts that cannot be shown, additions to terms of the core and of standard
vocabularies, and classes, concepts or properties that are above themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise
from pathlib import Path

import pyoxigraph
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple

from kg.base.errors import OntologyError
from kg.base.hints import code_point
from kg.base.iris import KG, OWL, RDF, RDFS, SAID, SH, SKOS, XSD
from kg.base.letters import without_needed
from kg.ontology.turtle import TYPE, Turtle, key, local

_LINES = frozenset({f"{RDFS}label", f"{SKOS}prefLabel", f"{KG}phrase", f"{KG}nominal"})  # one a language
_TEXTS = _LINES | {f"{RDFS}comment", f"{SKOS}definition"}
_CODES = frozenset({f"{SKOS}notation", f"{KG}swapped"})
_BOOLEANS = frozenset(f"{KG}{name}" for name in ("upward", "containment", "defaultLayer", "symmetric"))
_TO_TERMS = frozenset({
    TYPE, f"{RDFS}subClassOf", f"{RDFS}subPropertyOf", f"{RDFS}domain", f"{RDFS}range", f"{SKOS}broader",
    f"{SKOS}inScheme", f"{SH}targetClass", f"{SH}property", f"{SH}path", f"{SH}class", f"{SH}or",
    *(f"{KG}{name}" for name in (
        "party", "always", "shortcut", "sharedEdge", "from", "edge", "to", "layer", "sharedOver", "within", "bearer",
        "seat", "leadsTo", "who", "whereabouts", "scheme", "codedAs", "codedSource", "codedTarget",
    )),
})  # fmt: skip
_OF_OURS = _TEXTS | _CODES | _BOOLEANS | _TO_TERMS
_STANDARD = (RDF, RDFS, OWL, XSD, SKOS, SH, SAID)
_UPWARD = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf", f"{SKOS}broader")
_LONGEST = 1_000  # characters of a label or a phrase: what a sentence may take
_OWN_HINT = "declare a term in a namespace of your own, and state it of that"


def refuse_meaningless(turtle: Turtle, core: Path) -> None:
    """Refuse statements of a project's own files that no reader of them could mean.

    Parameters
    ----------
    turtle
        All files, the core first.
    core
        The folder of the ontology that comes with the package, which may speak of the core's terms.

    Raises
    ------
    OntologyError
        For the first such statement, at its place.
    """
    core_terms = {key(triple.subject) for triple in turtle.files[0].triples}
    ours = _shipped(core) if any(_is_about_core(triple) for file in turtle.files[1:] for triple in file.triples) else {}
    said: dict[tuple[str, str, str | None], Literal] = {}
    for file in turtle.files[1:]:
        for triple in file.triples:
            fault = _value_fault(triple) or _subject_fault(triple, ours, core_terms) or _repeated(triple, said)
            if fault:
                raise OntologyError(*fault, file.place_of(triple))
    _refuse_circles(turtle)


def _is_about_core(triple: Triple) -> bool:
    return isinstance(triple.subject, NamedNode) and triple.subject.value.startswith(KG)


def _shipped(core: Path) -> dict[str, set[Triple]]:
    """Give what the files that come with the package say of terms of the core's namespace."""
    found: dict[str, set[Triple]] = {}
    for path in sorted(core.glob("*.ttl")):
        for quad in pyoxigraph.parse(path=path, format=RdfFormat.TURTLE):
            if _is_about_core(quad.triple):
                found.setdefault(key(quad.triple.subject), set()).add(quad.triple)
    return found


def _value_fault(triple: Triple) -> tuple[str, str] | None:
    """Tell what is wrong with the object of a statement."""
    predicate, value = triple.predicate.value, triple.object
    if predicate not in _OF_OURS and (
        not isinstance(value, Literal) or (value.direction is None and value.value.isprintable())
    ):
        return None
    what = f"{shown(predicate)} of {shown(key(triple.subject))}"
    if not isinstance(value, Literal):
        is_value = predicate in _TEXTS | _CODES | _BOOLEANS
        return (f"{what} leads to a term, not to a value", "write a text in quotes, or true") if is_value else None
    if predicate in _TO_TERMS:
        return f"{what} is a text, not a term", "write the term without quotes, with its prefix"
    if value.direction is not None:
        return f"{what} gives a direction of its text", "write RDF 1.1: the language only"
    if predicate in _BOOLEANS and (value.datatype.value != f"{XSD}boolean" or value.value not in ("true", "false")):
        return f"{what} is neither true nor false", "write true, without quotes, or leave it out"
    if predicate in _TEXTS and value.datatype.value not in (f"{XSD}string", f"{RDF}langString"):
        return f"{what} is no text", "write it in quotes"
    return _text_fault(what, value.value, is_line=predicate in _LINES)


def _text_fault(what: str, text: str, *, is_line: bool) -> tuple[str, str] | None:
    if is_line and not text.strip():
        return f"{what} is empty", "write it, or leave it out"
    if is_line and len(text) > _LONGEST:
        return f"{what} has {len(text):,} characters: {_LONGEST:,} at most", "shorten it"
    unseen = next((its for its in _unseen(text) if is_line or its < " "), None)
    return (f"{what} has the character {code_point(unseen)}, which is not seen", "take it out") if unseen else None


def _unseen(text: str) -> Iterator[str]:
    """Give what has no place in a text of one line; joiners where no script needs them among it."""
    if not text.isprintable():
        blank = {"\n", "\t", "\r"}
        yield from (its for its in text if its < " " and its not in blank)
        yield from (its for its in without_needed(text) if not (its.isprintable() or its.isspace()))
        yield from (its for its in text if its in "\n\t\r\u2028\u2029\x0b\x0c\x85")


def _subject_fault(triple: Triple, ours: dict[str, set[Triple]], core: set[str]) -> tuple[str, str] | None:
    """Tell whether a statement is about a term that is not the project's to speak of."""
    subject = key(triple.subject)
    if not isinstance(triple.subject, NamedNode):
        return None
    if subject.removesuffix(local(subject)) in _STANDARD and not _declares(triple):
        return f"a statement about {shown(subject)}, a term of another vocabulary", _OWN_HINT
    if not subject.startswith(KG) or triple in ours.get(subject, ()):
        return None
    if subject in core:
        return f"an addition to {shown(subject)}, a term of the core", _OWN_HINT
    if subject not in ours:
        return f"{shown(subject)} is no term of the core, and its namespace is the core's", _OWN_HINT
    return None  # an edge or a shape of the domain, which a project may change


def _declares(triple: Triple) -> bool:
    """Tell whether a statement only says which sort of term its subject is, as files do that are opened alone."""
    return triple.predicate.value == TYPE and isinstance(triple.object, NamedNode) and _of_schema(triple.object.value)


def _of_schema(iri: str) -> bool:
    return iri.startswith((OWL, RDFS)) or iri == f"{RDF}Property"


def _repeated(triple: Triple, said: dict[tuple[str, str, str | None], Literal]) -> tuple[str, str] | None:
    predicate, value = triple.predicate.value, triple.object
    if predicate in _LINES | _BOOLEANS and isinstance(value, Literal):
        about = key(triple.subject)
        if said.setdefault((about, predicate, value.language), value) != value:
            of = f" in the language `{value.language}`" if value.language else ""
            return f"{shown(about)} gives {shown(predicate)} twice{of}", "keep one"
    return None


def _refuse_circles(turtle: Turtle) -> None:
    for predicate in _UPWARD:
        of = [triple for triple in turtle.triples if triple.predicate.value == predicate]
        above: dict[str, list[str]] = {}
        for triple in of:
            above.setdefault(key(triple.subject), []).append(key(triple.object))
        try:
            TopologicalSorter(above).prepare()
        except CycleError as error:
            way = [*reversed(error.args[1])]
            names = " → ".join(f"`{local(iri)}`" for iri in (way if len(way) < 8 else [*way[:6], "…", way[-1]]))
            ends = set(pairwise(way))
            own = [its for its in of if (key(its.subject), key(its.object)) in ends]
            what, hint = f"{shown(predicate)} goes in a circle: {names}", "take one step of it out"
            raise OntologyError(what, hint, turtle.place_of(own[-1])) from None


def shown(iri: str) -> str:
    """Write a term as a message does: with a prefix that everybody knows, else its local name.

    >>> shown(f"{SKOS}broader"), shown("https://example.org/mine#Duel")
    ('skos:broader', '`Duel`')
    """
    known = {KG: "kg:", SH: "sh:", SKOS: "skos:", RDFS: "rdfs:", RDF: "rdf:", OWL: "owl:", XSD: "xsd:", SAID: "said:"}
    space = iri.removesuffix(local(iri))
    return f"{known[space]}{local(iri)}" if space in known else f"`{local(iri)}`"
