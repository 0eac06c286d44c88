"""All documents of a project together: what is sound, what is refused, and every fault with its place."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from kg.account.voices import Links
from kg.annotation.document import Document
from kg.annotation.drafts import Draft
from kg.annotation.schema import NO_DAY
from kg.base.errors import Fault, Place
from kg.base.findings import Finding, KeyPath
from kg.check.background import check_article, check_circles, check_entity, check_head, without
from kg.check.claims import check_claim
from kg.check.facts import (
    Numbered,
    check_agreement,
    check_announced,
    check_crowds,
    check_denied_parts,
    check_references,
    resting_on_nothing,
)
from kg.check.fillers import Known
from kg.check.identity import settle
from kg.check.located import LocatedClaim, falling, located, named_by
from kg.check.sides import torn_findings
from kg.check.spans import check_text
from kg.check.twins import check_case, check_twins, one_id_for_two
from kg.check.uniting import Replaced, claim_with
from kg.model.judgements import Judgement
from kg.model.records import UNNAMED, UNNAMED_SOURCES, Article, Claim, Entity, Records
from kg.ontology import Ontology

NO_HEAD = 'add `{"article": {"id": …}}`, or mend it: until then its claims are refused'
_NO_HEAD = Article(id="", publisher="", published=NO_DAY, coded_by="")

T = TypeVar("T")


class Checked(Struct, frozen=True):
    """What is sound in the sources of a project, and all that is wrong with them."""

    entities: dict[str, Entity]
    articles: dict[str, Article]
    claims: tuple[Claim, ...]
    faults: list[Fault]
    refused: int  # claims in the files less all others: nothing is dropped unnoticed
    suggested: int = 0  # claims in the files that are suggestions, and never built
    judgements: tuple[Judgement, ...] = ()
    replaced: dict[str, str] = {}  # other ids -> the id that is shown
    aside: dict[str, int] = {}  # files of readings that are not chosen -> the claims in them


def check_used(
    documents: Iterable[Document], ontology: Ontology, texts: Path | None = None, elsewhere: Collection[str] = ()
) -> Checked:
    """Check documents of which each article has one: everything that the schema of a file cannot say.

    Parameters
    ----------
    documents
        As read; in any order.
    ontology
        The fact types, roles, links and concepts.
    texts
        The folder of the articles' texts, to verify evidence against; without it only bounds are checked.
    elsewhere
        Facts of readings that are not used: a judgement may name them.

    Returns
    -------
    Checked
        Sound entities, articles and claims by id, and the faults by place. A claim with a fault is
        refused; an entity with a faulty link is kept without that link; warnings refuse nothing.
    """
    return _ProjectCheck(sorted(documents, key=lambda document: document.file), ontology, texts, elsewhere).checked()


class _ProjectCheck:
    """One check of a project: the steps in order, and the faults noted so far."""

    def __init__(
        self, documents: Sequence[Document], ontology: Ontology, folder: Path | None, elsewhere: Collection[str]
    ) -> None:
        self._documents = documents
        self._ontology = ontology
        self._folder = folder
        self._elsewhere = elsewhere
        self._faults = [*ontology.outdated, *(fault for document in documents for fault in document.faults)]
        self._noted: dict[str, tuple[Document, list[tuple[KeyPath, Finding]]]] = {}  # by file; placed at the end
        self._entity_homes: dict[str, Document] = {}  # of each entity: the file in which it stands
        self._homes: dict[str, Document] = {}  # of each article: the file in which its head stands
        self._texts: dict[str, str] = {}
        self._seen: set[str] = set()  # ids of entities
        self._drafted: dict[str, Entity] = {}  # entities that are refused, which claims may name all the same
        self._entity_drafts: dict[str, Draft] = {}
        self._heads: dict[str, Article] = {}  # of each article: what could be read of its head

    def checked(self) -> Checked:
        entities = self._entities()
        articles = self._articles(entities)
        read = self._read()
        if any(UNNAMED in item.claim.speaker for item in read):
            entities.setdefault(UNNAMED, UNNAMED_SOURCES)
        facts = frozenset(item.claim.fact for item in read if item.names_fact)
        known = Known(entities | self._drafted, facts, self._ontology.concepts)
        sound = [item for item in read if self._is_sound(item, known) and self._homes_of(item)]
        sound = self._without_fallen(sound, articles)
        sound = self._refuse(sound, list(check_agreement([item.claim for item in sound], self._ontology)))
        sound = self._refuse(sound, check_references([item.claim for item in sound], known))
        resting = resting_on_nothing([item.claim for item in sound], self._ontology, known)
        sound = [item for number, item in enumerate(sound) if number not in resting]
        kept = {id(item) for item in sound}
        refused = [item for item in read if id(item) not in kept and item.names_fact]
        its = self._settle(Records(entities, articles, tuple(item.claim for item in sound)), refused)
        self._note_torn([item.claim for item in read if item.claim.type in self._ontology.types], its)
        self._note_of_all(sound, refused, known, its.replaced)
        suggested = sum(document.suggested for document in self._documents)
        count = sum(document.claims_in for document in self._documents) - len(its.claims) - suggested
        found = (document.all_faults(noted) for document, noted in self._noted.values())
        faults = sorted({*self._faults, *itertools.chain.from_iterable(found)})
        return Checked(its.entities, its.articles, its.claims, faults, count, suggested, its.judgements, its.replaced)

    def _settle(self, records: Records, refused: list[LocatedClaim]) -> Records:
        """Apply the judgements of identity, and note what is wrong with them."""
        unsound = {*self._drafted, *self._elsewhere, *(item.claim.fact for item in refused)}
        records, found = settle(self._documents, records, unsound, self._ontology)
        for document, path, finding in found:
            self._note(document, path, finding)
        return records

    def _entities(self) -> dict[str, Entity]:
        """Take the sound entities by id, without what is wrong with their links; and keep the others as drafts."""
        sound: dict[str, Entity] = {}
        for document in self._documents:
            for entity in document.entities:
                if self._is_new(entity, document):
                    sound[entity.id] = entity
        for document, draft, entity in self._drafts(Entity):
            if self._is_new(entity, document):
                self._drafted[entity.id], self._entity_drafts[entity.id] = entity, draft
        for document, id_, finding in check_case(self._documents, self._entity_homes):
            self._note(document, (id_,), finding)
        entities = self._linked(sound | self._drafted, note=True)
        if self._drafted:  # what is kept of sound ones leads to sound ones only
            entities = self._linked(sound, note=False)
        return dict(sorted(entities.items()))

    def _is_new(self, entity: Entity, document: Document) -> bool:
        """Remember in which file an entity stands; whether it is the first of its id."""
        first = self._entity_homes.setdefault(entity.id, document)
        if entity.id in self._seen:
            place = first.place(entity.id, key=True)
            fault = f"two entities with one id: `{entity.id}`, first at {place}"
            self._note(document, (entity.id,), Finding((), fault, "leave one of them out", at_key=True))
            return False
        self._seen.add(entity.id)
        return True

    def _linked(self, entities: dict[str, Entity], *, note: bool) -> dict[str, Entity]:
        """Take links and sides that cannot be followed from entities."""
        linked = dict(entities)
        for id_, entity in entities.items():
            found = list(check_entity(entity, entities, self._ontology))
            linked[id_] = without(entity, found)
            if note:
                self._note_all(self._entity_homes[id_], (id_,), found, self._entity_drafts.get(id_))
        for id_, found in check_circles(linked, self._ontology.upward_links).items():
            linked[id_] = without(linked[id_], found)
            if note:
                self._note_all(self._entity_homes[id_], (id_,), found, self._entity_drafts.get(id_))
        return linked

    def _drafts(self, kind: type[T]) -> Iterator[tuple[Document, Draft, T]]:
        """Give the drafts of one kind of record, each with its document."""
        for document in self._documents:
            for draft in document.drafts:
                if isinstance(draft.record, kind):
                    yield document, draft, draft.record

    def _note_torn(self, claims: Sequence[Claim], records: Records) -> None:
        """Report once each entity whose ways upward end in two places, at the entity: its claims still count."""
        known = [claim for claim in claims if claim.article in records.articles]
        merged = [claim_with(claim, records.replaced, self._ontology) for claim in known]
        for id_, finding in torn_findings(merged, Links.of(records, self._ontology)):
            self._note(self._entity_homes[id_], (id_,), finding)

    def _articles(self, entities: dict[str, Entity]) -> dict[str, Article]:
        """Take the sound articles by id, and read their texts."""
        articles: dict[str, Article] = {}
        for document in self._documents:
            for article in document.heads:
                path = document.head_path(article.id)
                if article.id in self._homes:
                    first = self._homes[article.id].file
                    self._note(
                        document, path, one_id_for_two(article, first, in_record=not document.holds_whole_articles)
                    )
                    continue
                self._homes[article.id], self._heads[article.id] = document, article
                self._note_all(document, path, check_head(article, entities | self._drafted))
                if not list(check_article(article, entities)):
                    articles[article.id] = article
                self._read_text(article, document)
        for id_, finding in check_twins(articles.values(), self._place_of_head):
            self._note(self._homes[id_], self._homes[id_].head_path(id_), finding)
        self._draft_articles(entities | self._drafted)
        return dict(sorted(articles.items()))

    def _place_of_head(self, id_: str) -> Place:
        return self._homes[id_].place(*self._homes[id_].head_path(id_), key=True)

    def _draft_articles(self, entities: dict[str, Entity]) -> None:
        """Check the heads that are refused, as far as they could be read, and read their texts."""
        for document, draft, article in self._drafts(Article):
            if article.id in self._homes:
                continue
            self._homes[article.id], self._heads[article.id] = document, article
            self._note_all(document, draft.path, check_head(article, entities), draft)
            if draft.has("text") and draft.has("text", "file") and draft.has("text", "sha256"):
                self._read_text(article, document)

    def _read_text(self, article: Article, document: Document) -> None:
        """Read an article's text, if there is a folder of texts, and compare it with what the head says of it."""
        if self._folder is not None:
            text, found = check_text(article, self._folder)
            self._note_all(document, document.head_path(article.id), found)
            if text is not None:
                self._texts[article.id] = text

    def _read(self) -> list[LocatedClaim]:
        """Take the claims of every article, by article and id, sound or not; of two with one key the first."""
        found: dict[str, LocatedClaim] = {}
        for item in located(self._documents):
            claim, document = item.claim, item.document
            home = self._homes.get(claim.article)
            if home is None and not document.holds_whole_articles and claim.article:
                fault = f"no sound head for the article `{claim.article}`"
                self._note(document, item.path, Finding(("article",), fault, NO_HEAD))
            key = claim.key if self._homes_of(item) else f"{document.file} {claim.key}"
            if item.draft is not None and not item.draft.has("id"):
                key = f"{document.file} {item.position}"
            first = found.setdefault(key, item)
            if first is not item:
                fault = f"two claims with one id: `{claim.id}`, first at {first.document.place(*first.path, 'id')}"
                self._note(document, item.path, Finding(("id",), fault, "a claim's id is unique in its article"))
                refused = item.draft or Draft(item.path, claim)
                found[f"{claim.key} {item.position}"] = LocatedClaim(claim, document, item.position, refused)
        return [item for _, item in sorted(found.items())]

    def _homes_of(self, item: LocatedClaim) -> bool:
        """Whether the head of a claim's article is that under which the claim stands."""
        home = self._homes.get(item.claim.article)
        return home is item.document or (home is not None and not item.document.holds_whole_articles)

    def _note_of_all(
        self, sound: list[LocatedClaim], refused: list[LocatedClaim], known: Known, replaced: Replaced
    ) -> None:
        """Note what else is wrong with refused claims, so that mending one fault brings no other to light."""
        items = [*sound, *refused]
        claims = [item.claim for item in items]
        faults = [*check_agreement(claims, self._ontology), *check_references(claims, known)]
        told = {(number, finding.path) for number, finding in faults}
        one = [claim_with(claim, replaced, self._ontology) for claim in claims]
        hints = (*check_announced(one), *check_denied_parts(one), *check_crowds(one, self._ontology))
        noted = [(number, finding) for number, finding in faults if number >= len(sound)]
        noted += [(number, finding) for number, finding in hints if (number, finding.path) not in told]
        for number, finding in noted:
            item = items[number]
            self._note_all(item.document, item.path, [finding], item.draft)

    def _is_sound(self, item: LocatedClaim, known: Known) -> bool:
        """Check one claim by itself, and note what is wrong with it."""
        claim, article, text = item.claim, _NO_HEAD, None
        if self._homes_of(item):  # else neither the text nor the day of publication is known
            article, text = self._heads[claim.article], self._texts.get(claim.article)
        found = check_claim(claim, article, self._ontology, known, text)
        return not self._note_all(item.document, item.path, found, item.draft) and item.draft is None

    def _without_fallen(self, items: list[LocatedClaim], articles: dict[str, Article]) -> list[LocatedClaim]:
        """Leave out claims whose article is refused, or that name what is: that has a fault of its own.

        At an id that is given twice it is said how many claims fall with it.
        """
        refused = self._drafted.keys() - self._ontology.concepts.keys()
        heads = self._heads
        kept = [item for item in items if item.claim.article in articles]
        if refused:
            kept = [item for item in kept if refused.isdisjoint(named_by(item.claim, heads[item.claim.article]))]
            ids = {id(item) for item in kept}
            twice = {id_ for id_ in refused if self._entity_homes[id_].gives_twice(id_)}
            for id_, finding in falling([item for item in items if id(item) not in ids], heads, twice):
                self._note(self._entity_homes[id_], (id_,), finding)
        return kept

    def _refuse(self, items: list[LocatedClaim], found: list[Numbered]) -> list[LocatedClaim]:
        """Note the findings and leave out the claims that they refuse."""
        refused = {
            number for number, finding in found if self._note(items[number].document, items[number].path, finding)
        }
        return [item for number, item in enumerate(items) if number not in refused]

    def _note_all(
        self, document: Document, path: KeyPath, found: Iterable[Finding], draft: Draft | None = None
    ) -> bool:
        """Keep findings as faults, but for those about what a draft lacks; whether any refuses what it is about."""
        told = [finding for finding in found if draft is None or not draft.hides(finding)]
        return any([self._note(document, path, finding) for finding in told])  # noqa: C419  (all are to be noted)

    def _note(self, document: Document, path: KeyPath, finding: Finding) -> bool:
        """Keep a finding as a fault, unless its file is no UTF-8; whether it refuses what it is about."""
        if document.source.is_utf_8:
            self._noted.setdefault(document.file, (document, []))[1].append((path, finding))
        return not finding.is_warning
