"""All entities of a project's documents: which are sound, which are refused and may be named all the same."""

from __future__ import annotations

from collections.abc import Sequence

from kg.annotation.document import Document
from kg.annotation.drafts import Draft
from kg.base.findings import Finding
from kg.check.background import check_circles, check_entity, without
from kg.check.notes import Notes, drafts_of
from kg.check.twins import check_case
from kg.model.records import Entity
from kg.ontology import Ontology


class Entities:
    """The entities of some documents, checked.

    Parameters
    ----------
    documents
        In the order of their names.
    ontology
        Says which links there are.
    notes
        Where to note what is wrong.
    """

    def __init__(self, documents: Sequence[Document], ontology: Ontology, notes: Notes) -> None:
        self._documents, self._ontology, self._notes = documents, ontology, notes
        self.homes: dict[str, Document] = {}  # of each: the file in which it stands
        self.drafted: dict[str, Entity] = {}  # those that are refused, which claims may name all the same
        self._drafts: dict[str, Draft] = {}
        self._seen: set[str] = set()
        self.sound = self._sound()

    def named(self) -> dict[str, Entity]:
        """Put together those that claims may name, sound or not, by id; made anew: not to be asked for each record."""
        return self.sound | self.drafted

    def _sound(self) -> dict[str, Entity]:
        """Take the sound entities by id, without what is wrong with their links; and keep the others as drafts."""
        sound: dict[str, Entity] = {}
        for document in self._documents:
            for entity in document.entities:
                if self._is_new(entity, document):
                    sound[entity.id] = entity
        for document, draft, entity in drafts_of(self._documents, Entity):
            if self._is_new(entity, document):
                self.drafted[entity.id], self._drafts[entity.id] = entity, draft
        for document, id_, finding in check_case(self._documents, self.homes):
            self._notes.note(document, (id_,), finding)
        entities = self._linked(sound | self.drafted, note=True)
        if self.drafted:  # what is kept of sound ones leads to sound ones only
            entities = self._linked(sound, note=False)
        return dict(sorted(entities.items()))

    def _is_new(self, entity: Entity, document: Document) -> bool:
        """Remember in which file an entity stands; whether it is the first of its id."""
        first = self.homes.setdefault(entity.id, document)
        if entity.id in self._seen:
            place = first.place(entity.id, key=True)
            fault = f"two entities with one id: `{entity.id}`, first at {place}"
            self._notes.note(document, (entity.id,), Finding((), fault, "leave one of them out", at_key=True))
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
                self._notes.note_all(self.homes[id_], (id_,), found, self._drafts.get(id_))
        for id_, found in check_circles(linked, self._ontology.upward_links).items():
            linked[id_] = without(linked[id_], found)
            if note:
                self._notes.note_all(self.homes[id_], (id_,), found, self._drafts.get(id_))
        return linked
