"""Publishers and places as foreign data write them → entities, with the country that they belong to or lie in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kg.formats.imports.actors import Actors
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Entry, shipped
from kg.formats.imports.naming import id_of
from kg.model.records import Entity, Kind

Links = dict[str, tuple[str, ...]]


class Publishers:
    """Looks up names of publishers, each once: in the user's table, among the project's entities, in our table."""

    def __init__(self, gathering: Gathering, actors: Actors, table: Mapping[str, Entry]) -> None:
        self._gathering, self._actors, self._own = gathering, actors, table
        self._shipped = shipped("publishers")
        self._found: dict[str, str] = {}
        self._unknown: set[str] = set()

    def entity(self, name: str) -> str:
        """Give the id of a publisher; one that no table knows is an organization of which no more is said."""
        if name not in self._found:
            entry = self._own.get(name) or self._shipped.get(name)
            known = None if name in self._own else self._gathering.entity_named(name)
            self._found[name] = known or self._add(name, entry)
        if name in self._unknown:
            self._gathering.report.miss("publishers", name)
        return self._found[name]

    def _add(self, name: str, entry: Entry | None) -> str:
        if entry is None:
            self._unknown.add(name)
            return self._gathering.add_entity(Entity(id=id_of(name), kind=Kind.ORGANIZATION, name=name))
        country = self._actors.country(entry.to) if entry.link else None
        its, links = entry.entity, Links({entry.link: (country,)} if country else {})
        return self._gathering.add_entity(Entity(id=its.id, kind=its.kind, name=its.name, links=links))


class Places:
    """Turns the parts of an address into places, each inside the next."""

    def __init__(self, gathering: Gathering, link: str) -> None:
        self._gathering, self._link = gathering, link  # the ontology's, from a place to that which it lies inside
        self._found: dict[tuple[str, ...], str | None] = {}

    def entity(
        self, names: Sequence[str], country: tuple[str, str | None], identifiers: Mapping[str, str]
    ) -> str | None:
        """Give the id of a place.

        Parameters
        ----------
        names
            From the nearest outward, such as a city and its province, without the country.
        country
            Its name, and the id of its entity if there is one.
        identifiers
            Of the nearest, such as its coordinates.

        Returns
        -------
        str or None
            The id of the nearest; the country's where no name is given, None where that is not known either.
        """
        key = (*names, "", *map(str, country), *identifiers.values())
        if key not in self._found:
            inside = country[1]
            for at in range(len(names) - 1, -1, -1):
                name = ", ".join(filter(None, [*names[at:], country[0]]))
                entity = Entity(
                    id=id_of(name), kind=Kind.PLACE, name=name, links={self._link: (inside,)} if inside else {},
                    identifiers=dict(identifiers) if at == 0 else {},
                )  # fmt: skip
                inside = self._gathering.add_entity(entity)
            self._found[key] = inside
        return self._found[key]
