"""The account, with the entities and the ontology's named terms, as lines of the default graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.account.edges import edges
from kg.account.facts import Account, FactAccount
from kg.account.voices import ANONYMOUS, is_anonymous
from kg.base.iris import EDTF, KG, SKOS
from kg.model.records import Entity
from kg.rdf.terms import LABEL, TYPE, Terms, boolean, day, literal


def account_lines(account: Account, terms: Terms) -> list[str]:
    """Write the account, its entities and voices, and the ontology's named terms.

    Parameters
    ----------
    account
        What the claims amount to.
    terms
        Names, ontology and entities.

    Returns
    -------
    list
        Lines without their line ends, each once, in order of code points.
    """
    voices = {voice for reading in account.readings.values() for voice in reading.voices}
    facts = (fact_stream(fact, terms) for fact in account.facts.values())
    return sorted(set(background_stream(voices, terms)).union(*facts))


def background_stream(voices: Iterable[str], terms: Terms) -> Iterator[str]:
    """Write the ontology's named terms, the entities and the voices: in no order, some lines more than once."""
    yield from (f"{line} ." for line in _ontology(terms))
    for entity in terms.entities.values():
        yield from (f"{line} ." for line in _entity(entity, terms))
    for voice in voices:
        yield from (f"{line} ." for line in _voice(voice, terms))


def fact_stream(fact: FactAccount, terms: Terms) -> Iterator[str]:
    """Write the account of one fact."""
    yield from (f"{line} ." for line in _fact(fact, terms))
    if fact.accepted:
        yield from (f"{line} ." for line in _accepted(fact, terms))


def _ontology(terms: Terms) -> Iterable[str]:
    return (f"{s} {p} {o}" for s, p, o in terms.ontology.named_triples())


def _entity(entity: Entity, terms: Terms) -> Iterator[str]:
    me = f"<{terms.names.entity(entity.id)}>"
    for kind in terms.ontology.kind_ancestors(entity.kind):
        yield f"{me} {TYPE} <{kind}>"
    yield f"{me} {LABEL} {literal(entity.name)}"
    for alias in entity.aliases:
        yield f"{me} <{SKOS}altLabel> {literal(alias)}"
    for link, targets in entity.links.items():
        for target in targets:
            yield f"{me} <{terms.ontology.links[link].iri}> <{terms.names.entity(target)}>"
    for scheme, value in entity.identifiers.items():
        yield f"{me} <{SKOS}notation> {literal(value, f'{KG}{scheme}')}"
    if entity.single_holder:
        yield f"{me} <{KG}singleHolder> {boolean(True)}"
    if entity.anonymous:
        yield f"{me} <{KG}anonymousEntity> {boolean(True)}"
    if entity.side:
        yield f"{me} <{KG}side> <{terms.names.entity(entity.side)}>"


def _voice(voice: str, terms: Terms) -> Iterator[str]:
    me = f"<{terms.names.voice(voice)}>"
    yield f"{me} {TYPE} <{KG}Voice>"
    if is_anonymous(voice):
        yield f"{me} {LABEL} {literal('anonymous sources of ' + voice.removeprefix(ANONYMOUS))}"
    else:
        yield f"{me} {LABEL} {literal(terms.entities[voice].name)}"
        yield f"{me} <{KG}voiceOf> <{terms.names.entity(voice)}>"


def _fact(fact: FactAccount, terms: Terms) -> Iterator[str]:
    """Write what is there for every fact, accepted or not: its status, and what that rests on."""
    names = terms.names
    me = f"<{names.fact(fact.fact)}>"
    yield f"{me} {TYPE} <{KG}Fact>"
    yield f"{me} <{KG}status> {terms.core(fact.status)}"
    yield f"{me} <{KG}accepted> {boolean(fact.accepted)}"
    if fact.contested:
        yield f"{me} <{KG}contested> {terms.core(fact.contested)}"
    if fact.label:
        yield f"{me} {LABEL} {literal(fact.label)}"
    yield from (f"{me} <{KG}basis> <{names.claim(key)}>" for key in fact.basis)
    yield from (f"{me} <{KG}assertedBy> <{names.voice(voice)}>" for voice in fact.voices)
    yield from (f"{me} <{KG}outlet> <{names.entity(outlet)}>" for outlet in fact.outlets)
    if fact.when.text:
        yield f"{me} <{KG}when> {literal(fact.when.text, EDTF)}"
    for term, bound in (("earliest", fact.when.earliest), ("latest", fact.when.latest)):
        if bound:
            yield f"{me} <{KG}{term}> {day(bound)}"
    for term, others in (("fulfils", fact.fulfils), ("partOf", fact.part_of)):
        for other in others:
            yield f"{me} <{KG}{term}> <{names.fact(other)}>"
    yield from _participations(fact, me, terms)


def _participations(fact: FactAccount, me: str, terms: Terms) -> Iterator[str]:
    """Write the fillers whose status differs from their fact's."""
    for filler in fact.fillers.values():
        if (filler.status, filler.contested) == (fact.status, fact.contested):
            continue
        part = f"<{terms.names.participation(fact.fact, filler.role, filler.filler)}>"
        yield f"{me} <{KG}participation> {part}"
        yield f"{part} {TYPE} <{KG}Participation>"
        yield f"{part} <{KG}role> {terms.role(filler.role)}"
        yield f"{part} <{KG}filler> {terms.filler(fact.type, filler.role, filler.filler)}"
        yield f"{part} <{KG}fillerStatus> {terms.core(filler.status)}"
        yield f"{part} <{KG}fillerAccepted> {boolean(filler.accepted)}"
        if filler.contested:
            yield f"{part} <{KG}fillerContested> {terms.core(filler.contested)}"


def _accepted(fact: FactAccount, terms: Terms) -> Iterator[str]:
    """Write what is there for accepted facts only: types, roles and edges."""
    me = f"<{terms.names.fact(fact.fact)}>"
    for its in terms.ontology.types[fact.type].ancestors:
        yield f"{me} {TYPE} <{its}>"
    for filler in fact.fillers.values():
        if filler.accepted:
            yield f"{me} {terms.role(filler.role)} {terms.filler(fact.type, filler.role, filler.filler)}"
    for edge in edges(fact, terms.ontology):
        for source, relation, target in edge.triples():
            yield f"{_end(source, terms)} <{terms.ontology.edges[relation].iri}> {_end(target, terms)}"


def _end(end: str, terms: Terms) -> str:
    return f"<{terms.names.entity(end) if end in terms.entities else terms.names.fact(end)}>"
