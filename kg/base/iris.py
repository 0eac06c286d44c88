"""The names of things: short ids as people write them, IRIs as RDF needs them; the one list of namespaces."""

from __future__ import annotations

import re
from functools import lru_cache

from msgspec import Struct

KG = "https://w3id.org/dramatis/kg#"
SAID = "https://w3id.org/dramatis/said#"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS = "http://www.w3.org/2000/01/rdf-schema#"
XSD = "http://www.w3.org/2001/XMLSchema#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
PROV = "http://www.w3.org/ns/prov#"
OA = "http://www.w3.org/ns/oa#"
SCHEMA = "https://schema.org/"
OWL = "http://www.w3.org/2002/07/owl#"
DCTERMS = "http://purl.org/dc/terms/"
SH = "http://www.w3.org/ns/shacl#"  # of the ontology's files only: no query needs a prefix for it
EDTF = "http://id.loc.gov/datatypes/edtf/EDTF"  # a datatype, not a namespace

# The prefixes of queries and of what is written.
VOCABULARIES = {
    "kg": KG,
    "dip": "https://w3id.org/dramatis/diplomacy#",
    "said": SAID,
    "prov": PROV,
    "oa": OA,
    "org": "http://www.w3.org/ns/org#",
    "sem": "http://semanticweb.cs.vu.nl/2009/11/sem/",
    "skos": SKOS,
    "schema": SCHEMA,
    "foaf": "http://xmlns.com/foaf/0.1/",
    "dcterms": DCTERMS,
    "rdf": RDF,
    "rdfs": RDFS,
    "owl": OWL,
    "xsd": XSD,
}
_THINGS = ("entity", "fact", "claim", "article", "document", "voice", "measure")


class Names(Struct, frozen=True):
    """IRIs of a project's things, under its own base.

    >>> names = Names("https://example.org/")
    >>> names.entity("asim-munir")
    'https://example.org/entity/asim-munir'
    >>> names.short("https://example.org/claim/thenews-2023-12-14/readout")
    'thenews-2023-12-14/readout'
    >>> names.short("https://w3id.org/dramatis/kg#one-sided")
    'one-sided'
    """

    base: str

    def entity(self, id_: str) -> str:
        """Name an entity."""
        return f"{self.base}entity/{id_}"

    def fact(self, id_: str) -> str:
        """Name a fact."""
        return f"{self.base}fact/{id_}"

    def participation(self, fact: str, role: str, filler: str) -> str:
        """Name the node between a fact and one of its fillers: who takes part, in which role."""
        return f"{self.base}fact/{fact}/{role}/{filler}"

    def article(self, id_: str) -> str:
        """Name an article, and the graph of its claims."""
        return f"{self.base}article/{id_}"

    def claim(self, key: str) -> str:
        """Name a claim by its key, ``article/id``."""
        return f"{self.base}claim/{key}"

    def evidence(self, key: str, number: int) -> str:
        """Name a claim's n-th piece of evidence, from 1."""
        return f"{self.base}claim/{key}/evidence/{number}"

    def document(self, id_: str) -> str:
        """Name a primary document."""
        return f"{self.base}document/{id_}"

    def voice(self, id_: str) -> str:
        """Name a voice; ``@`` stands in an IRI's path as it is (RFC 3986, section 3.3)."""
        return f"{self.base}voice/{id_}"

    def measure(self, id_: str) -> str:
        """Name a stored measure, and the graph of its scores."""
        return f"{self.base}measure/{id_}"

    def prefixes(self) -> dict[str, str]:
        """Give the prefixes that every query knows, the project's things among them."""
        return {**VOCABULARIES, **{thing: f"{self.base}{thing}/" for thing in _THINGS}}

    def short(self, iri: str) -> str:
        """Shorten an IRI to the id by which people name the thing; an IRI of elsewhere stays as it is."""
        start = self.start().match(iri)
        return iri[start.end() :] if start else iri

    def start(self) -> re.Pattern[str]:
        """Give a pattern of what stands before the ids of things and terms: one look at an IRI instead of twenty."""
        return _start(self.base)


@lru_cache(64)
def _start(base: str) -> re.Pattern[str]:
    known = [*(f"{base}{thing}/" for thing in _THINGS), *VOCABULARIES.values()]
    return re.compile("|".join(map(re.escape, known)))
