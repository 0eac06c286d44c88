"""The account, with the entities and the ontology's named terms, as lines of the default graph."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from kg.account.edges import edges, not_drawn
from kg.account.facts import Account, FactAccount
from kg.account.voices import ANONYMOUS, is_anonymous
from kg.account.words import Slot, slots
from kg.base.iris import DCTERMS, EDTF, KG, SKOS
from kg.model.records import Claim, Entity, Scope, Stance
from kg.rdf.terms import LABEL, TYPE, Terms, boolean, day, literal, number


def account_lines(account: Account, claims: Iterable[Claim], terms: Terms) -> list[str]:
    """Write the account, its entities and voices, and the ontology's named terms.

    Parameters
    ----------
    account
        What the claims amount to.
    claims
        Those claims, and any that are not known.
    terms
        Names, ontology and entities.

    Returns
    -------
    list
        Lines without their line ends, each once, in order of code points.
    """
    voices = {voice for reading in account.readings.values() for voice in reading.voices}
    by_fact: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        if claim.key in account.readings:
            by_fact[claim.fact].append(claim)
    facts = (fact_stream(fact, by_fact[fact.fact], terms) for fact in account.facts.values())
    return sorted(set(background_stream(voices, terms)).union(*facts))


def background_stream(voices: Iterable[str], terms: Terms) -> Iterator[str]:
    """Write the ontology's named terms, the entities and the voices: in no order, some lines more than once."""
    yield from (f"{line} ." for line in _ontology(terms))
    for entity in terms.entities.values():
        yield from (f"{line} ." for line in _entity(entity, terms))
    for voice in voices:
        yield from voice_lines(voice, terms)
    for other, shown in terms.replaced.items():
        name = terms.names.entity if shown in terms.entities else terms.names.fact
        yield f"<{name(other)}> <{DCTERMS}isReplacedBy> <{name(shown)}> ."


def voice_lines(voice: str, terms: Terms) -> Iterator[str]:
    """Write one voice."""
    yield from (f"{line} ." for line in _voice(voice, terms))


def fact_stream(fact: FactAccount, claims: Iterable[Claim], terms: Terms) -> Iterator[str]:
    """Write the account of one fact, of which these are the known claims."""
    asserting = [claim for claim in claims if claim.stance is Stance.ASSERTS]
    yield from (f"{line} ." for line in _fact(fact, terms))
    yield from (f"{line} ." for line in _participations(fact, asserting, terms))
    yield from (f"{line} ." for line in _superseded(fact, asserting, terms))
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
    if undrawn := not_drawn(fact, terms.ontology):
        yield f"{me} <{KG}edgesNotDrawn> {number(undrawn)}"
    for term, others in (("fulfils", fact.fulfils), ("partOf", fact.part_of)):
        for other in others:
            yield f"{me} <{KG}{term}> <{names.fact(other)}>"


def _superseded(fact: FactAccount, asserting: Iterable[Claim], terms: Terms) -> Iterator[str]:
    """Write the claims that count for some filler, and for the fact itself no more."""
    of_fillers = {key for filler in fact.fillers.values() for key in filler.asserting}
    for claim in asserting:
        if claim.scope is Scope.FACT and claim.key in of_fillers and claim.key not in fact.asserting:
            yield f"<{terms.names.fact(fact.fact)}> <{KG}superseded> <{terms.names.claim(claim.key)}>"


def _participations(fact: FactAccount, asserting: Iterable[Claim], terms: Terms) -> Iterator[str]:
    """Write the fillers that stand otherwise than their fact, or for which a claim counts no more that else counts."""
    me, superseded = f"<{terms.names.fact(fact.fact)}>", _superseded_fillers(fact, asserting)
    for slot, filler in fact.fillers.items():
        if (filler.status, filler.contested) == (fact.status, fact.contested) and slot not in superseded:
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
        yield from (f"{part} <{KG}superseded> <{terms.names.claim(key)}>" for key in superseded.get(slot, ()))


def _superseded_fillers(fact: FactAccount, asserting: Iterable[Claim]) -> dict[Slot, list[str]]:
    """Find the claims that name a filler, and count for the fact or another filler, but for this one no more."""
    counting = {*fact.asserting}.union(*(filler.asserting for filler in fact.fillers.values()))
    found: dict[Slot, list[str]] = defaultdict(list)
    for claim in asserting:
        for slot in slots(claim) if claim.key in counting else ():
            if claim.key not in fact.fillers[slot].asserting:
                found[slot].append(claim.key)
    return found


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
