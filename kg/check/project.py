"""All documents of a project together: what is sound, what is refused, and every fault with its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from kg.account.voices import Links
from kg.annotation.document import Document
from kg.base.errors import WARNING, Fault
from kg.base.findings import Finding, KeyPath
from kg.check.background import check_article, check_circles, check_entity, without
from kg.check.claims import check_claim
from kg.check.facts import Numbered, check_agreement, check_announced, check_denied_parts, check_references
from kg.check.fillers import Known
from kg.check.sides import torn
from kg.check.spans import check_text
from kg.model.dates import When
from kg.model.records import UNNAMED, UNNAMED_SOURCES, Article, Claim, Entity
from kg.ontology import Ontology

NO_HEAD = 'add `{"article": {"id": …}}`, or mend it: until then its claims are refused'

_NO_DAY = When("9999-12-31", "9999-12-31", "9999-12-31")


class Checked(Struct, frozen=True):
    """What is sound in the sources of a project, and all that is wrong with them."""

    entities: dict[str, Entity]
    articles: dict[str, Article]
    claims: tuple[Claim, ...]
    faults: list[Fault]
    refused: int  # claims in the files less sound claims: nothing is dropped unnoticed


class _LocatedClaim(Struct, frozen=True):
    """A claim with the document, and the position in it, from which it was read."""

    claim: Claim
    document: Document
    position: int

    @property
    def path(self) -> KeyPath:
        return ("claims", self.position)


def check(documents: Iterable[Document], ontology: Ontology, texts: Path | None = None) -> Checked:
    """Check the documents of a project: everything that the schema of a file cannot say.

    Parameters
    ----------
    documents
        As read; in any order.
    ontology
        The fact types, roles, links and concepts.
    texts
        The folder of the articles' texts, to verify evidence against; without it only bounds are checked.

    Returns
    -------
    Checked
        Sound entities, articles and claims by id, and the faults by place. A claim with a fault is
        refused; an entity with a faulty link is kept without that link; warnings refuse nothing.
    """
    return _ProjectCheck(sorted(documents, key=lambda document: document.file), ontology, texts).checked()


class _ProjectCheck:
    """One check of a project: the steps in order, and the faults noted so far."""

    def __init__(self, documents: Sequence[Document], ontology: Ontology, folder: Path | None) -> None:
        self._documents = documents
        self._ontology = ontology
        self._folder = folder
        self._faults = [*ontology.outdated, *(fault for document in documents for fault in document.faults)]
        self._entity_homes: dict[str, Document] = {}  # of each entity: the file in which it stands
        self._homes: dict[str, Document] = {}  # of each article: the file in which its head stands
        self._texts: dict[str, str] = {}
        self._headless: list[_LocatedClaim] = []

    def checked(self) -> Checked:
        entities = self._entities()
        articles = self._articles(entities)
        read = self._read()
        if any(UNNAMED in item.claim.speaker for item in read):
            entities.setdefault(UNNAMED, UNNAMED_SOURCES)
        facts = frozenset(item.claim.fact for item in (*read, *self._headless))
        known = Known(entities, facts, self._ontology.concepts)
        heads = {article.id: article for document in self._documents for article in document.heads} | articles
        sound = [item for item in read if self._is_sound(item, heads[item.claim.article], known)]
        sound = [item for item in sound if item.claim.article in articles]
        for item in self._headless:  # to name their faults too; the text and the day of publication are not known
            self._is_sound(item, Article(id="", publisher="", published=_NO_DAY, coded_by=""), known)
        sound = self._refuse(sound, list(check_agreement([item.claim for item in sound])))
        while found := check_references([item.claim for item in sound], self._ontology, known):
            sound = self._refuse(sound, found)
        claims = tuple(item.claim for item in sound)
        ontology = self._ontology
        self._note_torn(claims, Links(entities, articles, ontology.types, ontology.upward_links, ontology.containment))
        self._refuse(sound, [*check_announced(claims), *check_denied_parts(claims)])
        kept = {id(item) for item in sound}
        self._note_of_refused(sound, [item for item in (*read, *self._headless) if id(item) not in kept], known)
        refused = sum(document.claims_in for document in self._documents) - len(claims)
        return Checked(entities, articles, claims, sorted(set(self._faults)), refused)

    def _entities(self) -> dict[str, Entity]:
        """Take the entities by id, without what is wrong with them."""
        homes = self._entity_homes
        entities: dict[str, Entity] = {}
        for document in self._documents:
            for entity in document.entities:
                if entity.id in entities:
                    first = homes[entity.id].place(entity.id, key=True)
                    fault = f"two entities with one id: `{entity.id}`, first at {first}"
                    self._note(document, (entity.id,), Finding((), fault, "leave one of them out", at_key=True))
                else:
                    entities[entity.id], homes[entity.id] = entity, document
        self._note_twins(homes)
        for id_, entity in entities.items():
            found = list(check_entity(entity, entities, self._ontology))
            self._note_all(homes[id_], (id_,), found)
            entities[id_] = without(entity, found)
        for id_, found in check_circles(entities, self._ontology.upward_links).items():
            self._note_all(homes[id_], (id_,), found)
            entities[id_] = without(entities[id_], found)
        return dict(sorted(entities.items()))

    def _note_torn(self, claims: Sequence[Claim], links: Links) -> None:
        """Report once each entity whose ways upward end in two places, at the entity: its claims still count."""
        for id_, ends in torn(claims, links).items():
            places = " and ".join(f"`{end}`" for end in ends)
            text = f"{WARNING}`{id_}`: its ways upward end in {places}, so that it speaks for neither"
            hint = f"say for which it speaks: `side: {ends[0]}`; where it merely belongs is `affiliated-with`"
            self._note(self._entity_homes[id_], (id_,), Finding((), text, hint, at_key=True))

    def _note_twins(self, homes: dict[str, Document]) -> None:
        """Look among the entities that were refused for ids that differ from a sound one by case only."""
        for document in self._documents:
            for id_ in document.refused_ids:
                twin = id_.lower()
                if id_ not in homes and twin in homes:
                    fault = f"`{id_}` differs by case only from `{twin}`, at {homes[twin].place(twin, key=True)}"
                    self._note(document, (id_,), Finding((), fault, "leave one of them out", at_key=True))

    def _articles(self, entities: dict[str, Entity]) -> dict[str, Article]:
        """Take the sound articles by id, and read their texts."""
        articles: dict[str, Article] = {}
        for document in self._documents:
            for article in document.heads:
                path = document.head_path(article.id)
                if article.id in self._homes:
                    first = self._homes[article.id].file
                    hint = "name one of the files otherwise: until then the claims of this one are refused"
                    fault = f"two articles with one id: `{article.id}`, first in {first}"
                    self._note(document, path, Finding((), fault, hint, at_key=True))
                    continue
                self._homes[article.id] = document
                found = list(check_article(article, entities))
                self._note_all(document, path, found)
                if not found:
                    articles[article.id] = article
                self._read_text(article, document)
        return dict(sorted(articles.items()))

    def _read_text(self, article: Article, document: Document) -> None:
        """Read an article's text, if there is a folder of texts, and compare it with what the head says of it."""
        if self._folder is not None:
            text, found = check_text(article, self._folder)
            self._note_all(document, document.head_path(article.id), found)
            if text is not None:
                self._texts[article.id] = text

    def _read(self) -> list[_LocatedClaim]:
        """Take the claims of every article, by article and id; of two with one key the first."""
        found: dict[str, _LocatedClaim] = {}
        for document in self._documents:
            for position, claim in zip(document.claim_index, document.claims, strict=True):
                item = _LocatedClaim(claim, document, position)
                home = self._homes.get(claim.article)
                if home is None and not document.holds_whole_articles:
                    fault = f"no sound head for the article `{claim.article}`"
                    self._note(document, item.path, Finding(("article",), fault, NO_HEAD))
                    self._headless.append(item)
                    continue
                if home is not document and document.holds_whole_articles:
                    self._headless.append(item)
                    continue  # the head of its article is refused, and a fault there says so
                first = found.setdefault(claim.key, item)
                if first is not item:
                    place = document.place(*first.path, "id")
                    fault = f"two claims with one id: `{claim.id}`, first at {place}"
                    self._note(document, item.path, Finding(("id",), fault, "a claim's id is unique in its article"))
        return [item for _, item in sorted(found.items())]

    def _note_of_refused(self, sound: list[_LocatedClaim], refused: list[_LocatedClaim], known: Known) -> None:
        """Note what else is wrong with refused claims, so that mending one fault brings no other to light."""
        types = self._ontology.types
        refused = [
            item for item in refused
            if item.claim.type in types and item.claim.roles.keys() <= types[item.claim.type].roles.keys()
        ]  # fmt: skip
        claims = [item.claim for item in (*sound, *refused)]
        for number, finding in (*check_agreement(claims), *check_references(claims, self._ontology, known)):
            if number >= len(sound):
                item = refused[number - len(sound)]
                self._note(item.document, item.path, finding)

    def _is_sound(self, item: _LocatedClaim, article: Article, known: Known) -> bool:
        """Check one claim by itself, and note what is wrong with it."""
        found = list(check_claim(item.claim, article, self._ontology, known, self._texts.get(article.id)))
        return not self._note_all(item.document, item.path, found)

    def _refuse(self, items: list[_LocatedClaim], found: list[Numbered]) -> list[_LocatedClaim]:
        """Note the findings and leave out the claims that they refuse."""
        refused = {
            number for number, finding in found if self._note(items[number].document, items[number].path, finding)
        }
        return [item for number, item in enumerate(items) if number not in refused]

    def _note_all(self, document: Document, path: KeyPath, found: Iterable[Finding]) -> bool:
        """Keep findings as faults; whether any of them refuses what they are about."""
        return any([self._note(document, path, finding) for finding in found])  # noqa: C419  (all are to be noted)

    def _note(self, document: Document, path: KeyPath, finding: Finding) -> bool:
        """Keep a finding as a fault; whether it refuses what it is about."""
        self._faults.append(document.fault(finding, path))
        return not finding.is_warning
