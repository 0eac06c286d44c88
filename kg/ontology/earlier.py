"""What an earlier edition of the model had and this one has not: terms and statements, and what has replaced each.

The table is `first_edition.ttl`. Nothing of it is part of a project's ontology.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from msgspec import Struct

from kg.base.errors import WARNING, Fault
from kg.base.iris import OWL, RDF, RDFS, SKOS
from kg.ontology.turtle import Turtle, TurtleFile, local

_TABLE = Path(__file__).with_name("first_edition.ttl")
_BY, _NOTE = "http://purl.org/dc/terms/isReplacedBy", f"{SKOS}changeNote"
_COPY = "`kg init` in an empty folder writes today's files, `kg help first-edition` tells what else has changed"


class ReplacedTerm(Struct, frozen=True):
    """A term that is gone, and the one to use in its place."""

    id: str  # local name
    iri: str
    name: str  # with its prefix, as Turtle has it
    by_id: str
    by_name: str
    note: str

    @property
    def hint(self) -> str:
        """Say what an annotation has in its place."""
        return f"since the second edition, `{self.by_id}` has taken its place: {self.note}"

    @property
    def term_hint(self) -> str:
        """Say what Turtle and SPARQL have in its place."""
        return f"since the second edition, `{self.by_name}` has taken its place: {self.note}"


class ReplacedStatement(Struct, frozen=True):
    """A statement that is gone, of a term that is still there."""

    subject: str  # IRIs; the object may be a literal's text
    predicate: str
    object: str
    name: str  # subject, predicate and object, as Turtle has them
    object_name: str
    by_name: str
    note: str


@lru_cache
def replaced_terms() -> dict[str, ReplacedTerm]:
    """Give the terms that are gone, by their IRIs.

    >>> all(term.by_name and term.note for term in replaced_terms().values())
    True
    """
    table = Turtle([TurtleFile(_TABLE)])
    found = {}
    for iri in table.subjects():
        if table.is_true(iri, f"{OWL}deprecated"):
            by = table.nodes(iri, _BY)[0]
            note = table.text(iri, _NOTE)
            found[iri] = ReplacedTerm(local(iri), iri, _name(table, iri), local(by), _name(table, by), note)
    return found


@lru_cache
def replaced_statements() -> tuple[ReplacedStatement, ...]:
    """Give the statements that are gone, of terms that are still there.

    >>> {len(its.name.split()) for its in replaced_statements()}
    {3}
    """
    table = Turtle([TurtleFile(_TABLE)])
    found = []
    for iri in table.subjects():
        if not table.nodes(iri, f"{RDF}subject"):
            continue
        triple = [_values(table, iri, f"{RDF}{part}")[0] for part in ("subject", "predicate", "object")]
        name, note = " ".join(_name(table, part) for part in triple), table.text(iri, _NOTE)
        by, value = (_name(table, term) for term in (table.nodes(iri, _BY)[0], triple[2]))
        found.append(ReplacedStatement(triple[0], triple[1], triple[2], name, value, by, note))
    return tuple(found)


def replaced_in(turtle: Turtle) -> Iterator[Fault]:
    """Point out what a project's own Turtle still declares as an earlier edition did, each at its place.

    Parameters
    ----------
    turtle
        The files of a project's ontology.

    Yields
    ------
    Fault
        Warnings: the project's own declaration stands, and means what it meant.
    """
    for term in _declared(turtle):
        what = f"{WARNING}`{term.name}` is a term of the first edition"
        yield Fault(turtle.place(term.iri), what, f"{term.term_hint}; {_COPY}")
    for its in _stated(turtle):
        what = f"{WARNING}`{its.name}` is a statement of the first edition"
        hint = f"since the second edition, `{its.by_name}` has taken its place: {its.note}; {_COPY}"
        yield Fault(turtle.place(its.subject, its.predicate, its.object), what, hint)


def replaced_names(turtle: Turtle) -> dict[str, str]:
    """Name what annotations use of such declarations: terms that are gone, and classes that mean something else today.

    Returns
    -------
    dict
        Local name -> what to write, or to know, today.
    """
    found = {term.id: term.hint for term in _declared(turtle)}
    return found | {local(its.subject): its.note for its in _stated(turtle) if its.predicate == f"{RDFS}subClassOf"}


def _declared(turtle: Turtle) -> list[ReplacedTerm]:
    return [term for iri, term in replaced_terms().items() if list(turtle.predicates(iri))]


def _stated(turtle: Turtle) -> list[ReplacedStatement]:
    return [its for its in replaced_statements() if its.object in _values(turtle, its.subject, its.predicate)]


def _values(turtle: Turtle, subject: str, predicate: str) -> list[str]:
    return [*turtle.nodes(subject, predicate), *(text.value for text in turtle.literals(subject, predicate))]


def _name(table: Turtle, iri: str) -> str:
    """Write an IRI with its prefix; a literal in quotes."""
    for prefix, space in table.files[0].prefixes.items():
        if iri.startswith(space):
            return f"{prefix}:{iri.removeprefix(space)}"
    return f'"{iri}"'
