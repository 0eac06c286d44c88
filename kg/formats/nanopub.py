"""A nanopublication for each claim, as TriG: what is said, on whose word and where, and how the account takes it.

The assertion uses the terms of claims (`said:`), with their stance, so that nobody takes a denial for what it denies.
None is signed or says when it was made: whoever publishes it adds both.

Source: Nanopublication Guidelines, nanopub.net, 2015 (four graphs: head, assertion, provenance, publication info).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from pyoxigraph import Literal, NamedNode, Quad, Triple

from kg import rdf
from kg.base.iris import DCTERMS, KG, PROV, RDF, RDFS, XSD

if TYPE_CHECKING:
    from kg.account.facts import FactAccount
    from kg.model.records import Claim
    from kg.snapshot.snapshot import Snapshot

_NP, _NPX = "http://www.nanopub.org/nschema#", "http://purl.org/nanopub/x/"
_TYPE = NamedNode(f"{RDF}type")
_SOURCING = frozenset(  # what a claim says of where it comes from; all else is what it asserts
    NamedNode(iri)
    for iri in (f"{PROV}wasAttributedTo", f"{KG}said", f"{KG}article", f"{KG}evidence", f"{KG}document",
                f"{KG}anonymous", f"{KG}annotator", f"{KG}note")
)  # fmt: skip
_RELAY = f"{KG}via"


def to_nanopub(graph: Snapshot) -> str:
    """Write a nanopublication for each claim, in order of their keys, below the prefixes that any of them uses."""
    terms = rdf.Terms.of(graph.records, graph.project.names, graph.ontology)
    prefixes = {"np": _NP, "npx": _NPX, "nanopub": f"{graph.project.base}nanopub/"}
    head: set[str] = set()
    bodies = []
    for _, claim in sorted(graph.claims.items()):  # one by one: all quads at once would be many times the text
        lines = rdf.to_trig(_nanopub(graph, claim, terms), graph.project.names, prefixes).split("\n")
        head.update(line for line in lines if line.startswith("@prefix "))
        bodies.append("\n".join(line for line in lines if not line.startswith("@prefix ")))
    return "".join(f"{line}\n" for line in sorted(head)) + "".join(bodies)


def _nanopub(graph: Snapshot, claim: Claim, terms: rdf.Terms) -> Iterator[Quad]:
    """Write the four graphs of one claim."""
    me = NamedNode(f"{terms.names.base}nanopub/{claim.key}")
    head, assertion, provenance, about = (
        NamedNode(f"{me.value}/{part}") for part in ("Head", "assertion", "provenance", "pubinfo")
    )
    yield Quad(me, _TYPE, NamedNode(f"{_NP}Nanopublication"), head)
    for name, part in (("Assertion", assertion), ("Provenance", provenance), ("PublicationInfo", about)):
        yield Quad(me, NamedNode(f"{_NP}has{name}"), part, head)
    article = graph.records.articles[claim.article]
    for its in rdf.quads(rdf.article_lines(article, [claim], {}, terms)):
        yield _within(its.triple, assertion if _is_said(its, terms.names.claim(claim.key)) else provenance)
    for speaker in claim.speaker or (article.narrator,):
        yield Quad(assertion, NamedNode(f"{PROV}wasAttributedTo"), NamedNode(terms.names.entity(speaker)), provenance)
    yield Quad(assertion, NamedNode(f"{PROV}hadPrimarySource"), NamedNode(terms.names.article(article.id)), provenance)
    for triple in _publication(graph, claim, me, terms):
        yield _within(triple, about)
    for triple in _account(graph.account.facts[claim.fact], claim, terms):
        yield _within(triple, about)


def _within(triple: Triple, graph: NamedNode) -> Quad:
    return Quad(triple.subject, triple.predicate, triple.object, graph)


def _is_said(its: Quad, claim: str) -> bool:
    """Tell whether a statement is what the claim asserts, and not where it comes from."""
    subject, predicate = str(its.subject)[1:-1], its.predicate
    if subject != claim:
        return subject.startswith(f"{claim}/value/")
    return predicate not in _SOURCING and not predicate.value.startswith(_RELAY)


def _publication(graph: Snapshot, claim: Claim, me: NamedNode, terms: rdf.Terms) -> Iterator[Triple]:
    """Say of the nanopublication what it introduces, who annotated it, and what it says in words."""
    yield Triple(me, NamedNode(f"{_NPX}introduces"), NamedNode(terms.names.claim(claim.key)))
    yield Triple(me, NamedNode(f"{DCTERMS}subject"), NamedNode(terms.names.fact(claim.fact)))
    yield Triple(me, NamedNode(f"{RDFS}label"), Literal(graph.teller.claim(claim)))
    if annotator := claim.annotator or graph.records.articles[claim.article].annotator:
        yield Triple(me, NamedNode(f"{DCTERMS}creator"), Literal(annotator))


def _account(fact: FactAccount, claim: Claim, terms: rdf.Terms) -> Iterator[Triple]:
    """Say how the account takes the fact, and whether this claim is among those that decided it."""
    it = NamedNode(terms.names.fact(fact.fact))
    yield Triple(it, NamedNode(f"{KG}status"), NamedNode(f"{KG}{fact.status.value}"))
    accepted = Literal("true" if fact.accepted else "false", datatype=NamedNode(f"{XSD}boolean"))
    yield Triple(it, NamedNode(f"{KG}accepted"), accepted)
    if fact.contested:
        yield Triple(it, NamedNode(f"{KG}contested"), NamedNode(f"{KG}{fact.contested.value}"))
    if claim.key in fact.basis:
        yield Triple(it, NamedNode(f"{KG}basis"), NamedNode(terms.names.claim(claim.key)))
