"""One article and its claims, as the lines of the article's graph."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.account.facts import Reading
from kg.base.iris import EDTF, KG, OA, PROV, SAID, SCHEMA, XSD
from kg.model.records import Article, Claim, Evidence, Figure
from kg.rdf.terms import TYPE, Terms, boolean, day, literal


def article_lines(article: Article, claims: Iterable[Claim], readings: dict[str, Reading], terms: Terms) -> list[str]:
    """Write an article and its claims.

    Parameters
    ----------
    article
        Its head.
    claims
        Those of this article.
    readings
        How the rule took each claim, by key; a claim that the account does not know has neither voice nor count.
    terms
        Names, ontology and entities.

    Returns
    -------
    list
        Lines without their line ends, each once, in order of code points.
    """
    said = set(head_lines(article, terms))
    for claim in claims:
        said.update(claim_lines(claim, article, readings.get(claim.key), terms))
    return sorted(said)


def head_lines(article: Article, terms: Terms) -> Iterator[str]:
    """Write the head of an article, in no order."""
    end = f"<{terms.names.article(article.id)}> ."
    yield from (f"{line} {end}" for line in _head(article, terms))


def claim_lines(claim: Claim, article: Article, reading: Reading | None, terms: Terms) -> Iterator[str]:
    """Write one claim of an article, in no order; without a reading it has neither voice nor count.

    A line about a document may be that of other claims too.
    """
    end = f"<{terms.names.article(article.id)}> ."
    yield from (f"{line} {end}" for line in _claim(claim, article, terms))
    if reading:
        me = f"<{terms.names.claim(claim.key)}>"
        yield f"{me} <{KG}counts> {boolean(reading.counts)} {end}"
        yield from (f"{me} <{KG}voice> <{terms.names.voice(voice)}> {end}" for voice in reading.voices)


def _head(article: Article, terms: Terms) -> Iterator[str]:
    me = f"<{terms.names.article(article.id)}>"
    yield f"{me} {TYPE} <{SCHEMA}NewsArticle>"
    yield f"{me} {TYPE} <{KG}Article>"
    if article.title:
        yield f"{me} <{SCHEMA}headline> {literal(article.title, language=article.language)}"
    for term, actor in (("agency", article.agency), ("codedBy", article.coded_by)):
        if actor:
            yield f"{me} <{KG}{term}> <{terms.names.entity(actor)}>"
    yield f"{me} <{SCHEMA}publisher> <{terms.names.entity(article.publisher)}>"
    yield f"{me} <{SCHEMA}datePublished> {day(article.day)}"
    yield f"{me} <{KG}published> {literal(article.published.text, EDTF)}"
    yield f"{me} <{KG}publishedBasis> {literal(article.published_basis)}"
    for term, text in (
        (f"{SCHEMA}inLanguage", article.language),
        (f"{KG}retrieved", article.retrieved),
        (f"{KG}annotator", article.annotator),
        (f"{KG}note", article.note),
        (f"{KG}textSha256", article.text.sha256 if article.text else None),
    ):
        if text:
            yield f"{me} <{term}> {literal(text)}"
    for term, address in (("url", article.url), ("archivedAt", article.archived)):
        if address:
            yield f"{me} <{SCHEMA}{term}> {literal(address, f'{XSD}anyURI')}"


def _claim(claim: Claim, article: Article, terms: Terms) -> Iterator[str]:
    names = terms.names
    me = f"<{names.claim(claim.key)}>"
    yield f"{me} {TYPE} <{KG}Claim>"
    yield f"{me} <{KG}article> <{names.article(claim.article)}>"
    yield f"{me} <{KG}fact> <{names.fact(claim.fact)}>"
    yield f"{me} <{KG}stance> {terms.core(claim.stance)}"
    yield f"{me} <{KG}scope> {terms.core(f'scope-{claim.scope}')}"
    for its in terms.ontology.types[claim.type].ancestors:
        yield f"{me} <{SAID}type> <{its}>"
    for role, fillers in claim.roles.items():
        for filler in fillers:
            yield f"{me} {terms.said(role)} {terms.filler(claim.type, role, filler)}"
    if claim.when:
        yield f"{me} <{SAID}when> {literal(claim.when.text, EDTF)}"
        for term, bound in (("earliest", claim.when.earliest), ("latest", claim.when.latest)):
            if bound:
                yield f"{me} <{SAID}{term}> {day(bound)}"
    yield from _speech(claim, article, me, terms)
    yield from _remarks(claim, me, terms)
    for name, figure in claim.values.items():
        yield from _figure(name, figure, me)
    for position, span in enumerate(claim.evidence, 1):
        yield from _evidence(claim, span, me, names.evidence(claim.key, position), terms)


def _speech(claim: Claim, article: Article, me: str, terms: Terms) -> Iterator[str]:
    speakers = claim.speaker or (article.narrator,)
    yield f"{me} <{KG}anonymous> {boolean(any(terms.entities[speaker].anonymous for speaker in speakers))}"
    for speaker in speakers:
        yield f"{me} <{PROV}wasAttributedTo> <{terms.names.entity(speaker)}>"
    for position, relay in enumerate(claim.via, 1):
        yield f"{me} <{KG}via{position}> <{terms.names.entity(relay)}>"
    if claim.said:
        yield f"{me} <{KG}said> {literal(claim.said.text, EDTF)}"
    if claim.document:
        document = f"<{terms.names.document(claim.document)}>"
        yield f"{me} <{KG}document> {document}"
        yield f"{document} {TYPE} <{KG}Document>"


def _remarks(claim: Claim, me: str, terms: Terms) -> Iterator[str]:
    for term, text in (
        (f"{KG}mode", claim.mode),
        (f"{KG}qualifier", claim.qualifier),
        (f"{KG}note", claim.note),
        (f"{KG}annotator", claim.annotator),
        (f"{SAID}label", claim.label),
    ):
        if text:
            yield f"{me} <{term}> {literal(text)}"
    for term, fact in (("partOf", claim.part_of), ("fulfils", claim.fulfils)):
        if fact:
            yield f"{me} <{SAID}{term}> <{terms.names.fact(fact)}>"


def _figure(name: str, figure: Figure, me: str) -> Iterator[str]:
    it = f"{me[:-1]}/value/{name}>"
    yield f"{me} <{KG}value> {it}"
    yield f"{it} {TYPE} <{KG}Figure>"
    yield f"{it} <{KG}name> {literal(name)}"
    for term, bound in (("low", figure.low), ("high", figure.high)):
        if bound is not None:
            yield f"{it} <{KG}{term}> {literal(bound, f'{XSD}decimal')}"
    if figure.unit:
        yield f"{it} <{KG}unit> {literal(figure.unit)}"


def _evidence(claim: Claim, span: Evidence, me: str, it: str, terms: Terms) -> Iterator[str]:
    yield f"{me} <{KG}evidence> <{it}>"
    yield f"<{it}> {TYPE} <{OA}SpecificResource>"
    yield f"<{it}> {TYPE} <{KG}Evidence>"
    yield f"<{it}> <{OA}hasSource> <{terms.names.article(claim.article)}>"
    if span.sha256:
        yield f"<{it}> <{KG}sha256> {literal(span.sha256)}"
    if span.row is not None:
        yield f"<{it}> <{KG}row> {literal(span.row)}"
        return
    yield f"<{it}> <{OA}hasSelector> <{it}/selector>"
    yield f"<{it}> <{KG}evidenceKind> {literal(span.kind)}"
    yield f"<{it}/selector> {TYPE} <{OA}TextPositionSelector>"
    yield f'<{it}/selector> <{OA}start> "{span.start}"^^<{XSD}nonNegativeInteger>'
    yield f'<{it}/selector> <{OA}end> "{span.end}"^^<{XSD}nonNegativeInteger>'
