"""What an endpoint holds of a project: a graph that tells it, written along with what is pushed.

The graph `push` below the project's base says of which build the graphs are, once all of them are there; and of each
graph that belongs to the project, once it is there, how many statements it has, the checksum of their canonical forms,
and the hash of the file that they come from. It is written in vocabularies that are in use, since these are no terms of
the model.

Sources: Describing Linked Datasets with the VoID Vocabulary, W3C 2011; SPARQL 1.1 Service Description, W3C 2013;
SPDX 2.3 (checksums); DCMI Metadata Terms.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from kg.base.errors import StoreError
from kg.base.hints import listed, named
from kg.base.iris import DCTERMS, XSD
from kg.rdf.terms import TYPE, literal
from kg.remote.endpoint import Endpoint

LAYOUT = "dramatis push 1"  # of this graph; another number is another layout
_VOID, _SD = "http://rdfs.org/ns/void#", "http://www.w3.org/ns/sparql-service-description#"
_CHECKSUM = "http://spdx.org/rdf/terms#checksumValue"
_PART, _SOURCE = f"{DCTERMS}isPartOf", f"{DCTERMS}identifier"
_PAGE = 500  # rows that are asked for at a time
_PREFIXES = f"PREFIX void: <{_VOID}> PREFIX dcterms: <{DCTERMS}> PREFIX sd: <{_SD}> "


class Pushed(Struct, frozen=True):
    """One graph as it was pushed: the hash of what it was made from, how many statements it has, and their checksum."""

    source: str
    triples: int
    checksum: str


class Record(Struct, frozen=True):
    """What an endpoint says of a project.

    Attributes
    ----------
    base
        Of the project.
    build
        Which build it holds; empty while one is being pushed.
    account
        The graph of the account, where that is not the default graph.
    """

    base: str
    build: str = ""
    account: str = ""

    @property
    def graph(self) -> str:
        """The graph in which this is told."""
        return record_graph(self.base)

    def lines(self) -> list[str]:
        """Write what is told of the whole, but for the build, which is told last."""
        me = f"<{self.graph}>"
        told = [
            f"{me} {TYPE} <{_VOID}Dataset> .",
            f"{me} <{_VOID}uriSpace> {literal(self.base)} .",
            f"{me} <{DCTERMS}conformsTo> {literal(LAYOUT)} .",
        ]
        return told + ([f"{me} <{_SD}defaultGraph> <{self.account}> ."] if self.account else [])

    def build_line(self, build: str) -> str:
        """Write that all of a build is there."""
        return f"<{self.graph}> <{_SOURCE}> {literal(build)} ."

    def owned(self, graph: str) -> str:
        """Write that a graph belongs to the project, whatever is in it yet."""
        return f"<{graph}> <{_PART}> <{self.graph}> ."

    def pushed(self, graph: str, its: Pushed) -> list[str]:
        """Write that a graph is there."""
        return [
            f"<{graph}> <{_SOURCE}> {literal(its.source)} .",
            f"<{graph}> <{_VOID}triples> {literal(str(its.triples), f'{XSD}integer')} .",
            f"<{graph}> <{_CHECKSUM}> {literal(its.checksum)} .",
        ]


def record_graph(base: str) -> str:
    """Name the graph that tells what an endpoint holds of a project."""
    return f"{base}push"


def files_graph(base: str) -> str:
    """Name the graph that holds the files of a build by which a graph is opened where there is no project."""
    return f"{base}push/files"


def build_id(files: Mapping[str, Mapping[str, Any]]) -> str:
    """Name a build by what it holds: quads, records, account and ontology, but not the settings.

    Parameters
    ----------
    files
        Name -> size and SHA-256, as `manifest.json` has them.
    """
    its = (name for name in files if not name.startswith("measures/"))  # these are not pushed
    kept = sorted(name for name in its if name.endswith((".nq", ".msgpack", ".ttl")))
    return hashlib.sha256("".join(f"{files[name]['sha256']}  {name}\n" for name in kept).encode()).hexdigest()


def records_at(endpoint: Endpoint) -> list[Record]:
    """Find the projects of which an endpoint holds something."""
    found = endpoint.rows(
        f"{_PREFIXES}SELECT ?base ?layout ?build ?account WHERE {{ GRAPH ?push {{ "
        "?push a void:Dataset ; void:uriSpace ?base ; dcterms:conformsTo ?layout . "
        "OPTIONAL { ?push dcterms:identifier ?build } OPTIONAL { ?push sd:defaultGraph ?account } } "
        'FILTER(STRSTARTS(STR(?layout), "dramatis push ")) } ORDER BY ?base'
    )
    records = []
    for base, layout, build, account in found:
        if layout.value != LAYOUT:
            what = f"what was pushed of {named(base.value)} is of another layout: {named(layout.value)}"
            raise StoreError(what, "push it again by this version: `kg push`")
        records.append(Record(base.value, build.value if build else "", account.value if account else ""))
    return records


def record_at(endpoint: Endpoint, base: str | None) -> Record:
    """Find what an endpoint holds of a project, all of which must be there.

    Parameters
    ----------
    base
        Of the project; None: of the only one.

    Raises
    ------
    StoreError
        If it holds nothing, or several projects where none is named, or one that is not whole.
    """
    records = records_at(endpoint)
    where = f"the endpoint `{endpoint.client.shown}`"
    found = [record for record in records if base is None or record.base == base]
    if not found:
        of = "no project" if base is None else f"nothing of {named(base)}"
        others = f"; it holds {listed([each.base for each in records])}" if records else ""
        raise StoreError(f"{where} holds {of}{others}", "push one: `kg push`")
    if len(found) > 1:
        bases = listed([each.base for each in found])
        raise StoreError(f"{where} holds several projects: {bases}", f'name one: `base="{found[0].base}"`')
    if not found[0].build:
        raise StoreError(f"{where} holds a build that is not whole", "finish the push: `kg push`")
    return found[0]


def pushed_at(endpoint: Endpoint, record: Record) -> dict[str, Pushed | None]:
    """List the graphs that belong to a project at an endpoint; None: it is not known what is in one."""
    found: dict[str, Pushed | None] = {}
    last = ""
    while True:
        page = endpoint.rows(
            f"SELECT ?graph ?source ?triples ?checksum WHERE {{ GRAPH <{record.graph}> {{ "
            f"?graph <{_PART}> <{record.graph}> "
            f"OPTIONAL {{ ?graph <{_SOURCE}> ?source ; <{_VOID}triples> ?triples ; <{_CHECKSUM}> ?checksum }} }} "
            f"FILTER(STR(?graph) > {literal(last)}) }} ORDER BY STR(?graph) LIMIT {_PAGE}"
        )
        if not page:
            return found
        for graph, source, triples, sum_ in page:
            found[graph.value] = Pushed(source.value, int(triples.value), sum_.value) if source else None
        last = max(found)


def values(iris: Iterable[str]) -> str:
    """Write IRIs for VALUES."""
    return " ".join(f"<{iri}>" for iri in iris)
