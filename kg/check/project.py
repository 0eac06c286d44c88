"""All documents of a project together: what is sound, what is refused, and every fault with its place."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from kg.account.voices import Links
from kg.annotation.document import Document
from kg.base.errors import Fault
from kg.check.claims import check_claim
from kg.check.crossed import check_crossed
from kg.check.entities import Entities
from kg.check.facts import check_announced, check_crowds, check_denied_parts
from kg.check.fillers import Known
from kg.check.heads import Heads
from kg.check.identity import settle
from kg.check.located import (
    LocatedClaim,
    fallen_with,
    falling,
    given_twice,
    key_of,
    located,
    without_head,
)
from kg.check.notes import Notes
from kg.check.sides import torn_findings
from kg.check.together import also_wrong, kept
from kg.check.uniting import Replaced, claim_with
from kg.model.judgements import Judgement
from kg.model.records import UNNAMED, UNNAMED_SOURCES, Article, Claim, Entity, Records
from kg.ontology import Ontology


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
        self._elsewhere = elsewhere
        self._faults = [*ontology.outdated, *(fault for document in documents for fault in document.faults)]
        self._notes = Notes()
        self._entities = Entities(documents, ontology, self._notes)
        self._heads = Heads(documents, self._entities, self._notes, folder)

    def checked(self) -> Checked:
        read = self._read()
        entities = self._entities.sound
        if any(UNNAMED in item.claim.speaker for item in read):
            entities.setdefault(UNNAMED, UNNAMED_SOURCES)
        facts = frozenset(item.claim.fact for item in read if item.names_fact)
        known = Known(self._entities.named(), facts, self._ontology.concepts)
        sound = [item for item in read if self._is_sound(item, known) and self._homes_of(item)]
        sound = self._without_fallen(sound)
        sound, found = kept(sound, self._ontology, known, known.facts)
        for item, finding in found:
            self._notes.note(item.document, item.path, finding)
        ids = {id(item) for item in sound}
        refused = [item for item in read if id(item) not in ids and item.names_fact]
        its = self._settle(Records(entities, self._heads.articles, tuple(item.claim for item in sound)), refused)
        self._note_torn([item.claim for item in read if item.claim.type in self._ontology.types], its)
        self._note_of_all(sound, refused, known, its.replaced)
        suggested = sum(document.suggested for document in self._documents)
        count = sum(document.claims_in for document in self._documents) - len(its.claims) - suggested
        faults = sorted({*self._faults, *self._notes.faults()})
        return Checked(its.entities, its.articles, its.claims, faults, count, suggested, its.judgements, its.replaced)

    def _settle(self, records: Records, refused: list[LocatedClaim]) -> Records:
        """Apply the judgements of identity, and note what is wrong with them."""
        unsound = {*self._entities.drafted, *self._elsewhere, *(item.claim.fact for item in refused)}
        records, found = settle(self._documents, records, unsound, self._ontology)
        for document, path, finding in found:
            self._notes.note(document, path, finding)
        return records

    def _note_torn(self, claims: Sequence[Claim], records: Records) -> None:
        """Report once each entity whose ways upward end in two places, at the entity: its claims still count."""
        known = [claim for claim in claims if claim.article in records.articles]
        merged = [claim_with(claim, records.replaced, self._ontology) for claim in known]
        for id_, finding in torn_findings(merged, Links.of(records, self._ontology)):
            self._notes.note(self._entities.homes[id_], (id_,), finding)

    def _read(self) -> list[LocatedClaim]:
        """Take the claims of every article, by article and id, sound or not; of two with one key the first."""
        found: dict[tuple[str, str, int], LocatedClaim] = {}
        for item in located(self._documents):
            if item.claim.article not in self._heads.homes and not item.document.holds_whole_articles:
                self._notes.note_all(item.document, item.path, without_head(item.claim))
            key = key_of(item, is_homed=self._homes_of(item))
            first = found.setdefault((key, "", 0), item)
            if first is not item:
                place = first.document.place(*first.path, "id")
                self._notes.note(item.document, item.path, given_twice(item.claim.id, place))
                found[item.claim.key, item.document.file, item.position] = item.refused()
        return [item for _, item in sorted(found.items())]

    def _homes_of(self, item: LocatedClaim) -> bool:
        """Whether the head of a claim's article is that under which the claim stands."""
        home = self._heads.homes.get(item.claim.article)
        return home is item.document or (home is not None and not item.document.holds_whole_articles)

    def _note_of_all(
        self, sound: list[LocatedClaim], refused: list[LocatedClaim], known: Known, replaced: Replaced
    ) -> None:
        """Note what else is wrong with refused claims, so that mending one fault brings no other to light."""
        noted, told = also_wrong(sound, refused, self._ontology, known)
        items = [*sound, *refused]
        one = [claim_with(item.claim, replaced, self._ontology) for item in items]
        hints = (
            *check_announced(one),
            *check_denied_parts(one),
            *check_crowds(one, self._ontology),
            *check_crossed(one, self._ontology),
        )
        noted += [(items[number], finding) for number, finding in hints if (number, finding.path) not in told]
        for item, finding in noted:
            self._notes.note_all(item.document, item.path, [finding], item.draft)

    def _is_sound(self, item: LocatedClaim, known: Known) -> bool:
        """Check one claim by itself, and note what is wrong with it."""
        claim, article, text = item.claim, None, None
        if self._homes_of(item):  # else neither the text nor the day of publication is known
            article, text = self._heads.all[claim.article], self._heads.texts.get(claim.article)
        found = check_claim(claim, article, self._ontology, known, text)
        return not self._notes.note_all(item.document, item.path, found, item.draft) and item.draft is None

    def _without_fallen(self, items: list[LocatedClaim]) -> list[LocatedClaim]:
        """Leave out claims whose article is refused, or that name what is: that has a fault of its own.

        At an id that is given twice it is said how many claims fall with it.
        """
        refused = self._entities.drafted.keys() - self._ontology.concepts.keys()
        heads = self._heads.all
        kept = [item for item in items if item.claim.article in self._heads.articles]
        if refused:
            kept = [item for item in kept if not fallen_with(item.claim, heads[item.claim.article], refused)]
            ids = {id(item) for item in kept}
            twice = {id_ for id_ in refused if self._entities.homes[id_].gives_twice(id_)}
            for id_, finding in falling([item for item in items if id(item) not in ids], heads, twice):
                self._notes.note(self._entities.homes[id_], (id_,), finding)
        return kept
