"""Terms of N-Quads, written as text: records become lines without an object for every term between.

Source: RDF 1.1 N-Quads, W3C Recommendation 2014, section 4 (canonical form).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph
from msgspec import Struct

from kg.base.iris import KG, RDF, RDFS, SAID, XSD, Names
from kg.model.records import Entity, Records
from kg.ontology import Ontology

TYPE = f"<{RDF}type>"
LABEL = f"<{RDFS}label>"
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f]')
_ESCAPES = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def literal(text: str, datatype: str | None = None, language: str | None = None) -> str:
    r"""Write a literal.

    >>> print(literal('a "b"\n'), literal("talks", language="en"))
    "a \"b\"\n" "talks"@en
    """
    plain = _ESCAPED.sub(lambda found: _ESCAPES.get(found[0]) or f"\\u{ord(found[0]):04X}", text)
    if language:
        return f'"{plain}"@{language}'
    return f'"{plain}"^^<{datatype}>' if datatype else f'"{plain}"'


def day(text: str) -> str:
    """Write a day."""
    return f'"{text}"^^<{XSD}date>'


def boolean(value: bool) -> str:
    """Write true or false."""
    return f'"{"true" if value else "false"}"^^<{XSD}boolean>'


def number(value: int) -> str:
    """Write a count."""
    return f'"{value}"^^<{XSD}integer>'


def quads(lines: Iterable[str]) -> list[pyoxigraph.Quad]:
    """Read lines of N-Quads back, in order; for tests and small slices."""
    return list(pyoxigraph.parse("\n".join(lines).encode(), format=pyoxigraph.RdfFormat.N_QUADS))


class Terms(Struct, frozen=True):
    """What a writer of lines needs to name things: the project's IRIs, its ontology and its entities."""

    names: Names
    ontology: Ontology
    entities: Mapping[str, Entity]
    replaced: dict[str, str] = {}  # other ids of entities and facts -> the id that is shown

    @classmethod
    def of(cls, records: Records, names: Names, ontology: Ontology) -> Terms:
        """Gather what names the things of some records."""
        return cls(names, ontology, records.entities, records.replaced)

    def filler(self, type_: str, role: str, filler: str) -> str:
        """Name what fills a role: a concept of the role's scheme, an entity, or a fact."""
        rule = self.ontology.types[type_].roles[role]
        if rule.scheme is not None:
            return f"<{self.ontology.concepts[filler].iri}>"
        return f"<{self.names.entity(filler)}>" if filler in self.entities else f"<{self.names.fact(filler)}>"

    def role(self, role: str) -> str:
        """Name a role as the account uses it."""
        return f"<{self.ontology.roles[role].iri}>"

    @staticmethod
    def said(role: str) -> str:
        """Name a role as claims use it."""
        return f"<{SAID}{role}>"

    @staticmethod
    def core(term: str) -> str:
        """Name a term of the model itself: a status, a stance, a kind."""
        return f"<{KG}{term}>"
