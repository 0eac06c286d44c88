"""RDF for other stores and editors: N-Quads, Turtle, TriG, JSON-LD, and the bundle for Protégé and pySHACL."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Triple

from kg import rdf
from kg.base.errors import UsageError
from kg.base.iris import RDF, SH, VOCABULARIES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.snapshot.snapshot import Snapshot

_TYPE = NamedNode(f"{RDF}type")
_ONTOLOGY = NamedNode(f"{VOCABULARIES['owl']}Ontology")


def to_nquads(graph: Snapshot, measures: bool = False) -> str:
    """Write every quad on a line, in order: the lines of the build's segments, sorted; if asked, stored measures too.

    They do not come from the store, since the engine writes `"7"^^xsd:nonNegativeInteger` as an `xsd:integer`.
    """
    terms = rdf.Terms.of(graph.records, graph.project.names, graph.ontology)
    kept = _measures(graph) if measures else []
    return "".join(f"{line}\n" for line in sorted([*rdf.lines_of(graph.records, graph.account, terms), *kept]))


def to_turtle(graph: Snapshot) -> str:
    """Write the account as Turtle; claims, which are graphs of their own, need TriG."""
    return rdf.to_turtle(_account(graph), graph.project.names)


def to_trig(graph: Snapshot) -> str:
    """Write the account, and each article's claims as a named graph."""
    return rdf.to_trig(_unmeasured(graph), graph.project.names)


def to_jsonld(graph: Snapshot) -> str:
    """Write the account, and each article's claims as a named graph, as expanded JSON-LD."""
    return rdf.to_jsonld(_unmeasured(graph), graph.project.names)


def to_bundle(graph: Snapshot) -> str:
    """Write ontology, shapes and account as one Turtle file, under one ontology header.

    Every shape's severity is Warning, since claims that an account keeps may conflict.
    """
    base = NamedNode(graph.project.base)
    triples = {triple for triple in _account(graph) if triple.object != _ONTOLOGY}
    for triple in _shapes(graph):
        triples.add(triple)
        if triple.predicate.value in (f"{SH}path", f"{SH}targetClass"):
            triples.add(Triple(triple.subject, NamedNode(f"{SH}severity"), NamedNode(f"{SH}Warning")))
    triples.add(Triple(base, _TYPE, _ONTOLOGY))
    return rdf.to_turtle(triples, graph.project.names)


def _measures(graph: Snapshot) -> list[str]:
    """Read the lines of the measures that the build of a graph keeps."""
    from kg.builder.measures import lines_kept, root_of

    if graph.whole is not graph:
        raise UsageError("`--measures` is of the whole build, and this is a slice", "leave out one of them")
    return lines_kept(graph.project, root_of(graph.manifest))


def _unmeasured(graph: Snapshot) -> Iterator[Quad]:
    """Give the quads of a store but those of stored measures, which are of one machine's build."""
    start = graph.project.names.measure("")
    for quad in graph.store.quads():
        if not (isinstance(quad.graph_name, NamedNode) and quad.graph_name.value.startswith(start)):
            yield quad


def _account(graph: Snapshot) -> Iterator[Triple]:
    for quad in graph.store.inner.quads_for_pattern(None, None, None, DefaultGraph()):
        yield quad.triple


def _shapes(graph: Snapshot) -> list[Triple]:
    """Read the SHACL shapes; their blank nodes get names that are the same on every run."""
    read = [
        quad
        for path in graph.ontology.shapes_files
        for quad in pyoxigraph.parse(path=str(path), format=RdfFormat.TURTLE)
    ]
    named = pyoxigraph.Dataset(quad for quad in read if quad.object != _ONTOLOGY)
    named.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    return [quad.triple for quad in named]
