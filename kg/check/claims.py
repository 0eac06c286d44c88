"""Checks one claim by itself: its actors, its times, its evidence, and its fact type (see `fillers`)."""

from __future__ import annotations

from collections.abc import Iterator

from kg.annotation.schema import NO_DAY
from kg.base.errors import WARNING
from kg.base.findings import Finding
from kg.check.fillers import Known, check_actors, check_type
from kg.check.spans import check_bounds, check_words
from kg.model.records import Article, Claim, EvidenceKind, Scope, Stance
from kg.ontology import Ontology

_NO_HEAD = Article(id="", publisher="", published=NO_DAY, coded_by="")  # by which nothing is wrong with any claim


def check_claim(
    claim: Claim, article: Article | None, ontology: Ontology, known: Known, text: str | None
) -> Iterator[Finding]:
    """Find what is wrong with one claim, whatever the others say.

    Parameters
    ----------
    claim
        As read.
    article
        The head of the article that it stands in; None where there is none, so that nothing hangs on it.
    ontology
        The fact types with their roles.
    known
        Entities, facts and concepts.
    text
        The article's text, if there is one to compare with.

    Yields
    ------
    Finding
        Faults, and warnings.
    """
    article = article or _NO_HEAD
    if claim.fact in known.entities:
        fault = f"`{claim.fact}` is the id of an entity, and cannot be that of a fact as well"
        yield Finding(("fact",), fault, "name the fact otherwise: `about` must be able to tell them apart")
    yield from check_type(claim, ontology, known)
    yield from check_actors(claim, "speaker", claim.speaker, known)
    if claim.via:
        yield from check_actors(claim, "via", claim.via, known)
    for field, narrator in (("publisher", article.publisher), ("agency", article.agency)):
        if narrator in claim.via:
            hint = f"leave it out: that the {field} relays goes without saying"
            yield Finding(("via", claim.via.index(narrator)), f"`via` names the {field}, `{narrator}`", hint)
    if claim.mode == "implied" and claim.stance is Stance.ASSERTS:
        hint = "write `stance: suggests`: words that do not name a fact assert it at most so"
        yield Finding(("mode",), "an implied assertion", hint)
    if claim.scope is Scope.ROLES and not claim.roles:
        yield Finding(("scope",), "`scope: roles` without roles says nothing", "name the fillers that it speaks of")
    yield from _check_times(claim, article, ontology)
    if claim.evidence and all(span.kind is EvidenceKind.FILE_PHOTO for span in claim.evidence):
        hint = "caption words that give a place, a time or somebody's post are `kind: caption`; else drop the claim"
        yield Finding(("evidence",), f"a file photo alone shows nothing of `{claim.fact}`", hint)
    yield from _check_rows(claim, article)
    yield from check_bounds(claim, article)
    if text is not None:
        yield from check_words(claim, article, text)


def _check_times(claim: Claim, article: Article, ontology: Ontology) -> Iterator[Finding]:
    last = article.published.latest or NO_DAY.text  # of a head that is refused there may be no last day
    if claim.said is not None and (claim.said.earliest or "") > last:
        fault = f"`said: {claim.said.text}` is after the publication of `{article.id}`, {article.published.text}"
        yield Finding(("said",), fault, "an article tells only what was said before it: correct one of the days")
    kind = ontology.types.get(claim.type)
    if claim.when is not None and claim.type in ontology.outdated_names:
        what = f"{WARNING}`when: {claim.when.text}` will mean something else for a {claim.type} of today's ontology"
        yield Finding(("when",), what, ontology.outdated_names[claim.type])
    if claim.when is None or kind is None or kind.lasts:
        return
    if claim.stance is Stance.ASSERTS and (claim.when.earliest or "") > last:
        fault = f"{WARNING}asserted for {claim.when.text}, after its publication, {article.published.text}"
        yield Finding(("when",), fault, "what is to come is announced: `stance: announces`")


def _check_rows(claim: Claim, article: Article) -> Iterator[Finding]:
    """Look for rows in an article that somebody read, and for spans in one that nobody did: these would be forged."""
    for position, span in enumerate(claim.evidence):
        if span.row is None and article.coded_by and article.text is None:
            fault = f"a span in what nobody read: `{article.id}` is coded by `{article.coded_by}` and names no text"
            yield Finding(("evidence", position), fault, "give the row: `row: …`; or name the text: `text: {file: …}`")
        if span.row is not None and article.coded_by is None:
            hint = "say in the article's head who made the rows: `coded-by: …`; or give a span"
            yield Finding(("evidence", position, "row"), "a row in an article that somebody read", hint)
