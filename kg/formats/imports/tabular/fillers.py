"""Cells to the entities that they name: by the map's tables, the project's names, countries, and else new ones."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

from msgspec import structs

from kg.annotation.scalars import FieldError, name
from kg.base.findings import KeyPath
from kg.base.hints import named, several
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Entry, TableError, shipped
from kg.formats.imports.naming import id_of, short_hash
from kg.formats.imports.streams import RefusedRow
from kg.formats.imports.tabular.cells import NOTHING
from kg.formats.imports.tabular.fields import Cells, Source
from kg.model.records import UNNAMED, Entity, Kind

Key = tuple[str, str]  # name and id of an entity
_BETWEEN = re.compile(r"[,;/&|+]|\b(?:and|und|et|y|e|i|en|og|och)\b")  # between the names of several, in some languages
_NOTHING = {its.casefold() for its in NOTHING}
_MANY = "persons whose names may be those of several (`split:` in the map divides a cell)"
_ADDRESS = re.compile(r"https?://|www\.", re.IGNORECASE)
_SITE = "names that are addresses (`url:` in the map takes them, and `site: true` makes their hosts publishers)"
_NOBODY = "names that may stand for nobody (`empty:` in the map passes over them)"


@cache
def _countries() -> dict[str, Entry]:
    some = shipped("countries").items()
    return {name: structs.replace(its, entity=structs.replace(its.entity, kind=Kind.COUNTRY)) for name, its in some}


class Fillers:
    """Finds the entity of each name, and adds it to the gathering only once a row that names it can be used.

    Parameters
    ----------
    gathering
        Takes the entities.
    names
        The map's tables of names.
    """

    def __init__(self, gathering: Gathering, names: Mapping[str, Entry]) -> None:
        self.made = Counter[str]()  # entities that are new, by their kinds
        self._odd: dict[str, list[str]] = {_SITE: [], _MANY: [], _NOBODY: []}  # names of such
        self._gathering, self._names = gathering, names
        self._countries = _countries()
        self._by_id = {its.entity.id: its for its in (*self._countries.values(), *names.values())}
        self._found: dict[tuple[KeyPath, str], Entity] = {}  # by the path of the source, and its text
        self._kinds: dict[Key, Kind] = {}  # of those that were added
        self._new: set[Key] = set()  # those of whom a cell is all that is known
        self._given: dict[Key, str] = {}  # the id under which an entity was added

    def of(self, cells: Cells, source: Source, sort: str) -> list[Entity]:
        """Give the entities that a source names in a row; they are not added yet.

        Raises
        ------
        RefusedRow
            If one is in no table, and the map says no kind.
        """
        if source.entity is not None:
            return [source.entity]
        found = []
        for text in cells.parts(source):
            key = (source.path, text)
            its = self._found.get(key) or self._entity(text, source)
            if its is None:
                self._gathering.report.miss(sort, text)
                raise RefusedRow("a name that is in no table, and for which the map gives no `kind`", text)
            self._found[key] = its
            _need_one_kind(self._kinds.get(key_of(its)), its)
            found.append(its)
        return found

    def site(self, host: str) -> Entity | None:
        """Give the publisher of a host: as a table or the project names it, else an organization of the host's name."""
        return self._entity(host, Source(kind=Kind.ORGANIZATION))

    def fault_of(self, text: str) -> str:
        """Say what is wrong with the name or id of an entity that a map gives; empty if nothing is."""
        try:
            return "" if self._entity(text, Source()) else "no such entity"
        except RefusedRow as refused:
            return refused.reason

    def of_all(self, cells: Cells, sources: Sequence[Source]) -> list[Entity]:
        """Give the actors that several sources name in a row, each as often as it is named."""
        return [its for source in sources for its in self.of(cells, source, "actors")]

    def add(self, entity: Entity) -> str:
        """Add an entity, and what it is linked to; give its id."""
        key = key_of(entity)
        if key in self._given:
            return self._given[key]
        if entity.id == UNNAMED or self._gathering.has(entity):
            id_ = entity.id
        else:
            links = {link: tuple(map(self._linked, ids)) for link, ids in entity.links.items()}
            id_ = self._gathering.add_entity(structs.replace(entity, links=links))
            if key in self._new and not self._gathering.knows(id_):
                self._count(entity)
        self._kinds[key] = entity.kind
        self._given[key] = id_
        return id_

    def notes(self) -> Iterator[str]:
        """Say which entities are new, and which of their names may be none, or several."""
        if made := [f"{many:,} {kind}" for kind, many in sorted(self.made.items()) if many]:
            yield f"entities that neither the project nor a table of names has: {several(made)}"
        for what, names in self._odd.items():
            if names:
                yield f"{what}: {several([named(its) for its in sorted(names)])}"

    def _count(self, entity: Entity) -> None:
        self.made[entity.kind] += 1
        if _ADDRESS.match(entity.name):
            self._odd[_SITE].append(entity.name)
        elif entity.name.casefold() in _NOTHING:
            self._odd[_NOBODY].append(entity.name)
        elif entity.kind is Kind.PERSON and _BETWEEN.search(entity.name):
            self._odd[_MANY].append(entity.name)

    def _entity(self, text: str, source: Source) -> Entity | None:
        text = source.lookup.get(text, text)
        if entry := source.table.get(text) or self._names.get(text):
            return _of(entry)
        if known := self._gathering.of_project(text):
            return known
        if text == UNNAMED:
            return Entity(id=UNNAMED, kind=Kind.GROUP, name=UNNAMED, anonymous=True)
        if text in self._by_id:
            return _of(self._by_id[text])
        if source.kind in (None, Kind.COUNTRY) and (entry := self._countries.get(text)):
            return _of(entry)
        if source.kind is None:
            return None
        if not any(map(str.isalnum, text)):
            raise RefusedRow(
                "a name without a letter; if it stands for an empty cell, the map can say so: `empty:`", text
            )
        try:
            its = Entity(id=id_of(name(text)), kind=source.kind, name=text)
        except FieldError as error:
            raise RefusedRow(f"no name: {error.findings[0].text.partition(' in `')[0]}", text) from error
        self._new.add(key_of(its))
        return its

    def _linked(self, to: str) -> str:
        """Give the id of what an entity is linked to, by its id or its name; it is added too."""
        if known := self._gathering.of_project(to):
            return known.id
        entry = self._by_id.get(to) or self._names.get(to) or self._countries.get(to)
        if entry is None:
            raise TableError(f"linked to what is in no table: `{to}`", "give it a line of its own in a table of names")
        return self.add(_of(entry))


def _of(entry: Entry) -> Entity:
    entry = entry.sure()
    links = {entry.link: (entry.to,)} if entry.link and entry.to else entry.entity.links
    return structs.replace(entry.entity, links=links)


def key_of(entity: Entity) -> Key:
    """Give what tells an entity from others: two that are called alike have ids of their own."""
    return entity.name, entity.id


def told_apart(entities: list[Entity]) -> dict[Key, str]:
    """Give each entity of a row an id for the time being: two new names may have one id as yet."""
    found: dict[Key, str] = {}
    kinds: dict[Key, Kind] = {}
    for its in entities:
        key = key_of(its)
        _need_one_kind(kinds.setdefault(key, its.kind), its)
        if key not in found:
            taken = its.id in found.values()
            found[key] = f"{its.id}-{short_hash(its.name, 6)}" if taken else its.id
    return found


def _need_one_kind(known: Kind | None, entity: Entity) -> None:
    """Refuse a row that makes of a name another kind of entity than it, or an earlier row, does elsewhere."""
    if known not in (None, entity.kind):
        raise RefusedRow(f"a name of two kinds: {known} in one place, {entity.kind} in another", entity.name)
