"""Names of actors as event data write them → entities: by the user's table, the project's names, and our tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

import msgspec

from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Entry, shipped
from kg.formats.imports.naming import id_of
from kg.model.records import Entity, Kind

_OF_COUNTRY = re.compile(r"(?P<what>.+) \((?P<country>.+)\)")


class Actors:
    """Looks up names of actors, each once.

    Parameters
    ----------
    gathering
        Takes the entities that are found, and counts the names that no table knows.
    table
        The user's own, which goes before ours; from `kg.formats.imports.lookups.own`.
    generic
        Our table of what stands for many in a country ("Citizen (India)"), by the words before the country.
    words
        Our table of words and sectors that tell the kind of whoever bears them.
    """

    def __init__(
        self,
        gathering: Gathering,
        table: Mapping[str, Entry],
        generic: Mapping[str, Entry],
        words: Mapping[str, Entry],
    ) -> None:
        self._gathering, self._table, self._generic, self._words = gathering, table, generic, words
        self._countries = shipped("countries")
        self._found: dict[str, str] = {}
        self._unknown: set[str] = set()

    def country(self, name: str) -> str | None:
        """Give the id of a country by its name or code, or None."""
        entry = self._table.get(name) or self._countries.get(name)
        return self._add(entry) if entry and entry.entity.kind is Kind.COUNTRY else None

    def entity(self, name: str, country: str = "", sectors: Iterable[str] = ()) -> str:
        """Give the id of an actor.

        Parameters
        ----------
        name
            As the data write it.
        country
            The name of its country, if the data say one.
        sectors
            What the data say of it.
        """
        if (id_ := self._found.get(name)) is None:
            id_ = self._found[name] = self._look_up(name, country, tuple(sectors))
        if name in self._unknown:
            self._gathering.report.miss("actors", name)
        return id_

    def _look_up(self, name: str, country: str, sectors: tuple[str, ...]) -> str:
        if entry := self._table.get(name):
            return self._add(entry)
        if known := self._gathering.entity_named(name):
            return known
        if entry := self._countries.get(name) or self._generic.get(name):
            return self._add(entry)
        if (found := _OF_COUNTRY.fullmatch(name)) and (entry := self._generic.get(found["what"])):
            return self._of_country(name, entry, self.country(found["country"]))
        for word in (*name.split(), *sectors):
            if entry := self._words.get(word):
                return self._of_country(name, entry, self.country(country))
        self._unknown.add(name)
        return self._gathering.add_entity(Entity(id=id_of(name), kind=Kind.GROUP, name=name))

    def _of_country(self, name: str, entry: Entry, country: str | None) -> str:
        """Add an entity whose name says of which country it is; a stand-in has no side."""
        links = {entry.link: (country,)} if entry.link and country else {}
        its = msgspec.structs.replace(entry.entity, id=id_of(name), name=name, aliases=(), links=links)
        return self._gathering.add_entity(its)

    def _add(self, entry: Entry) -> str:
        """Add the entity of a table's line, and what it is linked to, if that is a country of ours."""
        links: dict[str, tuple[str, ...]] = {}
        if entry.link and entry.to:
            to = self._table.get(entry.to) or self._countries.get(entry.to) or self._country_of_id(entry.to)
            links = {entry.link: (self._add(to) if to else entry.to,)}
        return self._gathering.add_entity(msgspec.structs.replace(entry.entity, links=links))

    def _country_of_id(self, id_: str) -> Entry | None:
        return next((its for its in self._countries.values() if its.entity.id == id_), None)


def our_tables(format_: str, table: Mapping[str, Entry]) -> tuple[Mapping[str, Entry], ...]:
    """Give the tables of `Actors` for a format: the user's, and ours."""
    return table, shipped(f"{format_}-generic"), shipped(f"{format_}-words")
