"""Turtle files, read into one index of triples that still knows where each term stands."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from pathlib import Path
from typing import NoReturn

import pyoxigraph
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple

from kg.base.errors import OntologyError, Place
from kg.base.hints import named
from kg.base.iris import DCTERMS, OA, OWL, PROV, RDF, RDFS, SAID, SCHEMA, SH, SKOS, XSD

TYPE = f"{RDF}type"
_BOM = b"\xef\xbb\xbf"
_LARGEST = 10_000_000  # bytes of a file
_MOST_ABOVE = 100  # classes
_DEEPEST = 100  # brackets in brackets
_ID = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
# What RDF itself, and the files that are written, say of everything: no role, edge or fact type can be called so.
_OF_OTHERS = (RDF, RDFS, OWL, XSD, SKOS, SH, PROV, OA, SCHEMA, DCTERMS, SAID)
_OPAQUE = re.compile(  # texts, in each way to quote them, IRIs, and comments
    r'"""(?:\\.|[^\\])*?"""|"(?:\\.|[^"\\\n])*"'
    r"|'''(?:\\.|[^\\])*?'''|'(?:\\.|[^'\\\n])*'"
    r"|<[^<>\s]*>|#[^\n]*",
    re.DOTALL,
)
_BRACKET = re.compile(r"\\.|<[^<>\s]*>|(?P<opens>\[|\(|<<)|(?P<closes>\]|\)|>>)")  # escaped signs and IRIs have none

Node = str  # an IRI, or a blank node as `_:id`
Value = NamedNode | BlankNode | Literal | Triple


def local(iri: str) -> str:
    """Give the local name of an IRI.

    >>> local("https://w3id.org/dramatis/kg#on-record")
    'on-record'
    """
    return iri[max(iri.rfind("#"), iri.rfind("/")) + 1 :]


class TurtleFile:
    """One Turtle file: read at once, parsed when its triples are asked for."""

    def __init__(self, path: Path, read: Callable[[Path], bytes] = Path.read_bytes) -> None:
        self.path = path
        self.name = f"{path.parent.resolve().name}/{path.name}"
        if path.stat().st_size > _LARGEST:
            what = f"{path.stat().st_size:,} bytes: a file of an ontology has {_LARGEST:,} at most"
            raise OntologyError(what, "divide it", Place(self.name))
        raw = read(path).removeprefix(_BOM)
        try:
            self.text = unicodedata.normalize("NFC", raw.decode())  # letters composed, as in all that is read and asked
        except UnicodeDecodeError as fault:
            raise OntologyError(f"not UTF-8 at byte {fault.start}", "save it as UTF-8", Place(self.name)) from None

    @property
    def triples(self) -> list[Triple]:
        """Give what it states, in its order."""
        return self._parsed[0]

    @property
    def prefixes(self) -> dict[str, str]:
        """Give its prefixes, and what each stands for."""
        return self._parsed[1]

    @cached_property
    def _parsed(self) -> tuple[list[Triple], dict[str, str]]:
        self._refuse_depth()
        parser = pyoxigraph.parse(self.text, format=RdfFormat.TURTLE, rename_blank_nodes=True)
        try:
            triples = [quad.triple for quad in parser]
        except SyntaxError as fault:
            what = re.sub(r"^Parser error at .*?: ", "", fault.msg)
            place = Place(self.name, fault.lineno or 1, fault.offset or 1)
            raise OntologyError(f"not Turtle: {what}", "mend the syntax", place) from None
        if any(isinstance(triple.object, Triple) for triple in triples):
            raise OntologyError("triple terms of RDF 1.2 are not read", "write RDF 1.1", Place(self.name))
        return triples, dict(parser.prefixes)

    def _refuse_depth(self) -> None:
        """Refuse brackets that are nested so deeply that reading them would take minutes, or end the process."""
        depth = 0
        for its in _BRACKET.finditer(self._plain):
            depth += 1 if its["opens"] else -1 if its["closes"] else 0
            if depth > _DEEPEST:
                what = f"more than {_DEEPEST} brackets in brackets"
                raise OntologyError(what, "give the inner ones names", self.place(its.start()))

    def find(self, iri: str, start: int = 0, *, as_subject: bool = False) -> int | None:
        """Find where a term stands from a position on; comments and texts are passed over."""
        names = [f"<{re.escape(iri)}>"] + [
            rf"(?<![\w:.-]){re.escape(prefix + ':' + iri.removeprefix(space))}(?![\w:-])"
            for prefix, space in self.prefixes.items()
            if iri.startswith(space)
        ]
        pattern = re.compile(f"{'^' if as_subject else ''}(?:{'|'.join(names)})", re.MULTILINE)
        found = pattern.search(self._plain, start)
        return found.start() if found else None

    @cached_property
    def _plain(self) -> str:
        """Give the text with blanks for comments and texts."""
        return _OPAQUE.sub(lambda it: it[0] if it[0][0] == "<" else re.sub(r"[^\n]", " ", it[0]), self.text)

    def place_of(self, triple: Triple) -> Place:
        """Find a statement: its object, else its predicate, after the named term that leads to its subject."""
        way = [triple.predicate.value, *([triple.object.value] if isinstance(triple.object, NamedNode) else [])]
        subject, leads = triple.subject, {its.object: its for its in self.triples}
        while isinstance(subject, BlankNode) and subject in leads:  # each is left only once: a circle ends
            its = leads.pop(subject)
            subject, way = its.subject, [its.predicate.value, *way]
        position = 0
        if isinstance(subject, NamedNode):
            start = self.find(subject.value, as_subject=True)
            position = (self.find(subject.value) or 0) if start is None else start
        for term in way:
            after = self.find(term, position)
            position = position if after is None else after
        return self.place(position)

    def place(self, position: int) -> Place:
        """Give line and column of a position."""
        line = self.text.count("\n", 0, position) + 1
        return Place(self.name, line, position - (self.text.rfind("\n", 0, position) + 1) + 1)


class Turtle:
    """The union of several Turtle files; equal triples fold."""

    def __init__(self, files: Iterable[TurtleFile]) -> None:
        self.files = [*files]
        self.triples = list(dict.fromkeys(triple for file in self.files for triple in file.triples))
        self.mentioned: dict[str, None] = {}  # predicates, objects and datatypes, each once, in the order of the files
        self._index: dict[Node, dict[str, list[Value]]] = {}
        self._of_type: dict[str, list[Node]] = {}
        for triple in self.triples:
            subject, predicate, value = key(triple.subject), triple.predicate.value, triple.object
            self._index.setdefault(subject, {}).setdefault(predicate, []).append(value)
            target = value.datatype.value if isinstance(value, Literal) else key(value)
            self.mentioned[predicate] = self.mentioned[target] = None
            if predicate == TYPE:
                self._of_type.setdefault(target, []).append(subject)

    def subjects(self) -> Iterable[Node]:
        """Give all subjects, in the order of the files."""
        return self._index

    def of_type(self, iri: str) -> list[Node]:
        """Give the subjects of a type, in the order of the files."""
        return self._of_type.get(iri, [])

    def predicates(self, subject: Node) -> Iterable[str]:
        """Give what is said of a subject."""
        return self._index.get(subject, {})

    def nodes(self, subject: Node, predicate: str) -> list[Node]:
        """Give the named or blank nodes that a property leads to."""
        return [key(value) for value in self._values(subject, predicate) if not isinstance(value, Literal)]

    def literals(self, subject: Node, predicate: str) -> list[Literal]:
        """Give the literals that a property leads to."""
        return [value for value in self._values(subject, predicate) if isinstance(value, Literal)]

    def text(self, subject: Node, *predicates: str) -> str:
        """Give the text of the first property that has one, in English if there is a choice."""
        for predicate in predicates:
            found = sorted(self.literals(subject, predicate), key=lambda it: (it.language != "en", it.value))
            if found:
                return found[0].value
        return ""

    def is_true(self, subject: Node, predicate: str) -> bool:
        """Tell whether a property of a subject is true."""
        return any(value.value == "true" for value in self.literals(subject, predicate))

    def members(self, node: Node) -> Iterator[Node]:
        """Give the nodes of an RDF list.

        Raises
        ------
        ValueError
            If it is empty, or no list: it forks, goes round, does not end, or has a text in it.
        """
        seen: set[Node] = set()
        while node not in seen and node != f"{RDF}nil":
            seen.add(node)
            first, rest = self._values(node, f"{RDF}first"), self._values(node, f"{RDF}rest")
            if len(first) != 1 or len(rest) != 1 or isinstance(first[0], Literal) or isinstance(rest[0], Literal):
                raise ValueError("each rdf:first and each rdf:rest leads to one node, and the last to rdf:nil")
            yield key(first[0])
            node = key(rest[0])
        if node != f"{RDF}nil" or not seen:
            raise ValueError("the list goes in a circle" if seen else "the list is empty")

    def head(self, iri: str, *before: str) -> dict[str, str]:
        """Give what every term has: id, iri, label and definition; refuse a name that it cannot have."""
        self.refuse_name(iri, *before)
        label = self.text(iri, f"{RDFS}label", f"{SKOS}prefLabel") or local(iri).replace("-", " ")
        definition = self.text(iri, f"{SKOS}definition", f"{RDFS}comment")
        return {"id": local(iri), "iri": iri, "label": label, "definition": definition}

    def refuse_name(self, iri: str, *before: str) -> None:
        """Refuse what cannot be the name of a term of an ontology, where it is mentioned after some other terms."""
        space, id_ = iri.removesuffix(local(iri)), local(iri)
        if space in _OF_OTHERS:
            what = f"<{iri}> is a term of another vocabulary, which means something else"
            self.refuse(what, "declare a term of your own", *before, iri)
        if not _ID.fullmatch(id_):
            what = f"the local name {named(id_)} of <{iri}> cannot be used in annotations"
            self.refuse(what, "letters of A to Z, digits, - and _, a letter first", *before, iri)

    def ancestors(self, iri: str) -> list[str]:
        """Give a class and those above it that are declared with a label here; those of elsewhere are passed over."""
        found = {iri: None}
        waiting = [iri]
        for one in waiting:  # grows while it is read: nearest first, and a circle ends by itself
            for above in self.nodes(one, f"{RDFS}subClassOf"):
                if above not in found and self.literals(above, f"{RDFS}label"):
                    found[above] = None
                    waiting.append(above)
            if len(found) > _MOST_ABOVE:
                self.refuse(f"more than {_MOST_ABOVE} classes above `{local(iri)}`", "leave some out", iri)
        return waiting

    def place(self, *terms: str) -> Place:
        """Find the last of the terms, each sought from the one before, in the file that speaks of the first.

        Three that are a statement are found where that is made: several files may speak of its subject.
        """
        for triple in self.triples:
            if (key(triple.subject), triple.predicate.value, key(triple.object)) == terms:
                return self.place_of(triple)
        own, core = self.files[1:], self.files[:1]  # the core is not at fault where another file speaks of the term
        for files, as_subject in ((own, True), (own, False), (core, True), (core, False)):
            for file in files:
                position = file.find(terms[0], as_subject=as_subject)
                if position is not None:
                    for term in terms[1:]:
                        after = file.find(term, position)
                        position = position if after is None else after
                    return file.place(position)
        return Place(self.files[-1].name)

    def place_of(self, triple: Triple) -> Place:
        """Find a statement in the last file that makes it."""
        return next(file for file in reversed(self.files) if triple in file.triples).place_of(triple)

    def refuse(self, what: str, hint: str, *terms: str) -> NoReturn:
        """Raise a fault that stands at a term."""
        raise OntologyError(what, hint, self.place(*terms))

    def refuse_twice(self, subject: Node, predicate: str, what: str, hint: str = "keep one") -> NoReturn:
        """Raise a fault that stands at the last statement of a property that a term may have once."""
        for file in reversed(self.files):
            for triple in reversed(file.triples):
                if key(triple.subject) == subject and triple.predicate.value == predicate:
                    raise OntologyError(what, hint, file.place_of(triple))
        self.refuse(what, hint, subject)

    def _values(self, subject: Node, predicate: str) -> list[Value]:
        return self._index.get(subject, {}).get(predicate, [])


def key(node: Value) -> Node:
    """Name a node: its IRI, or `_:id`; a literal is named by its text."""
    assert not isinstance(node, Triple)  # refused where files are read
    return f"_:{node.value}" if isinstance(node, BlankNode) else node.value
