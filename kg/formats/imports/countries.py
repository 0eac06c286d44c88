"""Countries by name or code; one that no table knows is made where it is said that the name is a country's."""

from __future__ import annotations

from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import coded, shipped
from kg.formats.imports.naming import id_of
from kg.formats.imports.offices import Named
from kg.model.records import Entity, Kind


class Countries:
    """Finds countries, and makes those that are new.

    Parameters
    ----------
    gathering
        Takes them.
    named
        Knows names.
    """

    def __init__(self, gathering: Gathering, named: Named) -> None:
        self._gathering, self._named = gathering, named
        self._codes = coded(shipped("countries"), "iso3166") | coded(shipped("countries"), "iso3166-2")
        self.new: set[str] = set()  # names of those that no table knows, nor the project

    def known(self, name: str) -> str | None:
        """Give the id of the country of a name or an ISO code, if a table has it."""
        its = self._codes.get(name)
        return self._named.entity(its.entity.name if its else name)

    def entity(self, name: str) -> str:
        """Give the id of a country, of which somebody says that it is one."""
        if found := self.known(name):
            return found
        id_ = self._gathering.add_entity(Entity(id=id_of(name), kind=Kind.COUNTRY, name=name))
        if not self._gathering.knows(id_):
            self._gathering.attempt.later(self.new.add, name)
        return id_
