"""Turtle, TriG, JSON-LD and RDF/XML for people: prefixes in order, one subject a paragraph.

Source: RDF 1.1 Turtle, RDF 1.1 TriG and RDF 1.1 XML Syntax, W3C Recommendations 2014.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import pyoxigraph
from pyoxigraph import RdfFormat

from kg.base.errors import QueryError
from kg.base.iris import Names

# Line ends and controls that stand in literals as they are, and at which some readers break a line, or stop.
_NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, section 2.2
_BREAKING = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")


def to_turtle(triples: Iterable[pyoxigraph.Triple], names: Names) -> str:
    """Write triples as Turtle.

    Parameters
    ----------
    triples
        In any order; they are written in order.
    names
        Whose prefixes shorten the IRIs; those that nothing uses are left out.
    """
    ordered = sorted(set(triples), key=str)
    return _tidied(pyoxigraph.serialize(ordered, format=RdfFormat.TURTLE, prefixes=names.prefixes()))


def to_trig(quads: Iterable[pyoxigraph.Quad], names: Names, more: Mapping[str, str] | None = None) -> str:
    """Write quads as TriG: the default graph first, then each named graph; `more` prefixes shorten IRIs too."""
    ordered = sorted(set(quads), key=_by_graph)
    prefixes = {**names.prefixes(), **(more or {})}
    return _tidied(pyoxigraph.serialize(ordered, format=RdfFormat.TRIG, prefixes=prefixes))


def to_jsonld(quads: Iterable[pyoxigraph.Quad], names: Names) -> str:
    """Write quads as expanded JSON-LD 1.1, a named graph for each article."""
    ordered = sorted(set(quads), key=_by_graph)
    written = pyoxigraph.serialize(ordered, format=RdfFormat.JSON_LD)
    return (written or b"[]").decode() + "\n"


def to_rdfxml(triples: Iterable[pyoxigraph.Triple], names: Names) -> str:
    """Write triples as RDF 1.1 XML.

    Raises
    ------
    QueryError
        If a property's IRI cannot be the name of an element, or a text cannot stand in XML.
    """
    ordered = sorted(set(triples), key=str)
    try:
        written = pyoxigraph.serialize(ordered, format=RdfFormat.RDF_XML, prefixes=names.prefixes()) or b""
    except (OSError, ValueError) as error:
        raise QueryError(f"RDF/XML cannot hold this: {error}", "use Turtle or N-Triples") from error
    if _NOT_IN_XML.search(text := written.decode()):
        raise QueryError("a text holds a control character, which RDF/XML cannot hold", "use Turtle or N-Triples")
    return text


def _escaped(found: re.Match[str]) -> str:
    return f"\\u{ord(found[0]):04X}"


def _by_graph(quad: pyoxigraph.Quad) -> tuple[bool, str, str]:
    return quad.graph_name != pyoxigraph.DefaultGraph(), str(quad.graph_name), str(quad.triple)


def _tidied(written: bytes | None) -> str:
    """Sort the prefixes, which come in no order, drop the unused, and set subjects apart."""
    lines = _BREAKING.sub(_escaped, (written or b"").decode()).split("\n")[:-1]
    head = sorted(line for line in lines if line.startswith("@prefix "))
    body = [line for line in lines if not line.startswith("@prefix ")]
    text = "\n".join(body)
    used = [line for line in head if f"{line.split()[1]}" in text]
    spaced: list[str] = []
    for line in body:
        starts = line and not line[0].isspace() and line != "}"
        nested = line.startswith("\t") and not line.startswith("\t\t") and spaced and spaced[-1].endswith(" .")
        if starts or nested:
            spaced.append("")
        spaced.append(line.replace("\t", "    "))
    return "\n".join([*used, *spaced]) + "\n"
