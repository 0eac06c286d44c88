"""Names of actors as event data write them → entities: by the user's table, the project's names, and our tables."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

import msgspec
from msgspec import Struct

from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Entry, coded, shipped
from kg.formats.imports.naming import id_of, tidy
from kg.formats.imports.project_names import FITTING
from kg.formats.imports.streams import RefusedRow
from kg.model.records import ACTORS, Entity, Kind

_IN_COUNTRY = (  # "Citizen (India)", "Priest (Holy See (Vatican City State))"
    re.compile(r"(?P<what>.+) \((?P<country>.+)\)"),
    re.compile(r"(?P<what>.+?) \((?P<country>.+)\)"),
)
_OF_COUNTRY = re.compile(r"(?P<what>.+?) of (?P<country>.+)")
_AFTER_HEAD = re.compile(r",| - | (?:against|and its|for|in|of|on|to) | \(")
Links = dict[str, tuple[str, ...]]


class Found(Struct, gc=False):
    """An actor that was looked up, and in how many rows it stood."""

    id: str
    is_known: bool  # to a table of names
    rows: int = 0


class Actors:
    """Looks up names of actors.

    What no table of names knows is judged when all rows were read, by all that they say of it: so its entity does not
    depend on which row came first.

    Parameters
    ----------
    gathering
        Takes the entities that are found, and counts the names that no table knows.
    table
        The user's own, which goes before ours; from `kg.formats.imports.lookups.own`.
    sectors
        The name of our tables of what the sectors of an actor tell: `icews` stands for `icews-kinds` and `icews-sides`.
    """

    def __init__(self, gathering: Gathering, table: Mapping[str, Entry], sectors: str | None = None) -> None:
        self._gathering, self._table = gathering, table
        self._countries, self._generic, self._words = shipped("countries"), shipped("generic"), shipped("words")
        self._organizations = shipped("organizations")
        self._named = (self._countries, self._generic, self._organizations, shipped("publishers"))
        self._kinds_of_names = _kinds_of_names()
        self._codes = {**coded(self._countries, "iso3166"), **coded(self._countries, "iso3166-2")}
        self._kinds, self._sides = (
            [(frozenset(name.split(" + ")), entry) for name, entry in shipped(f"{sectors}-{which}").items()]
            if sectors
            else []
            for which in ("kinds", "sides")
        )
        self._found: dict[tuple[str, str, str], Found] = {}  # by name, country and sectors
        self._count_row = gathering.attempt.count
        gathering.before_records(self._settle)

    def country(self, name: str) -> str | None:
        """Give the id of a country by its name or its ISO code, or None."""
        entry = self._table.get(name) or self._countries.get(name) or self._codes.get(name)
        return self.add(entry) if entry and entry.entity.kind is Kind.COUNTRY else None

    def name_of(self, country: str) -> str:
        """Give the name of a country of this name or code, which `country` has found."""
        entry = self._table.get(country) or self._countries.get(country) or self._codes[country]
        return entry.entity.name

    def organization(self, name: str) -> str | None:
        """Give the id of an organization that our table of them has by this name or code, or None."""
        entry = self._organizations.get(name)
        return self.add(entry) if entry else None

    def entity(self, name: str, country: str = "", sectors: str = "") -> str:
        """Give the id of an actor.

        Parameters
        ----------
        name
            As the data write it.
        country
            The name of its country, if the data say one.
        sectors
            What the data say of it, separated by commas.
        """
        found = self._found.get((name, country, sectors))
        if found is None:
            if not (tidied := tidy(name)):
                raise RefusedRow("a name that cannot be written", name)
            id_ = self._named_in_tables(name) or self._named_in_tables(tidied)
            found = Found(id_ or self._gathering.id_for(name), id_ is not None)
            self._gathering.attempt.put(self._found, (name, country, sectors), found)
        self._count_row(found)
        return found.id

    def named(self, name: str) -> str | None:
        """Give the id of an actor whose name, or code, stands in the user's table or is one of the project's.

        What our tables call a country is no person of the project who has that name or alias, and so on.
        """
        if entry := self._table.get(name):
            return self.add(entry)
        kind = self._kinds_of_names.get(name) or self._kinds_of_names.get(name.lower())
        return self._gathering.entity_named(name, FITTING[kind] if kind else ACTORS)

    def known(self, name: str) -> str | None:
        """Give the id of an actor that is known by its name: to the user's table, the project, or our tables."""
        if found := self.named(name):
            return found
        entry = next((table[name] for table in self._named if name in table), None)
        return self.add(entry) if entry else None

    def stand_in(self, what: str, country: str) -> str | None:
        """Give the id of what a word stands for in a country, such as its police; None where no table has the word."""
        if not (entry := self._generic.get(what)):
            return None
        where = self.country(country)
        name = f"{what} ({self.name_of(country) if where else country})" if country else what
        return self.named(name) or self._of_country(name, entry, where)

    def unnamed(self, text: str, country: str) -> str:
        """Give the id of people whom nobody names, such as officials, in a country."""
        name = f"{text} ({country})" if country else text
        entity = Entity(id=id_of(name), kind=Kind.GROUP, name=name, anonymous=True)
        return self.named(text) or self.named(name) or self._gathering.add_entity(entity)

    def _named_in_tables(self, name: str) -> str | None:
        if found := self.known(name):
            return found
        for form in _IN_COUNTRY:
            its = form.fullmatch(name)
            if its and (entry := self._generic.get(its["what"])) and (country := self.country(its["country"])):
                return self._of_country(name, entry, country)
        if (its := _OF_COUNTRY.fullmatch(name)) and self.country(its["country"]):
            return self.stand_in(its["what"], its["country"])
        its = _IN_COUNTRY[0].fullmatch(name)
        entry = self._generic.get(its["what"]) if its else None
        return self._of_country(name, entry, None) if entry else None

    def _settle(self) -> None:
        """Judge each name that no table knows by its own words and by what all rows say of it."""
        told: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        rows: Counter[str] = Counter()
        for (name, country, sectors), found in self._found.items():
            if not found.is_known:
                told[name].append((country, sectors))
                rows[name] += found.rows
        for name, its in told.items():
            countries = {country for country, _ in its if country}
            parts = {part.strip() for _, some in its for part in some.split(",")}
            where = self.country(countries.pop()) if len(countries) == 1 else None
            self._gathering.add_entity(self._judged(name, where, parts, rows[name]))

    def _judged(self, name: str, country: str | None, sectors: Iterable[str], rows: int) -> Entity:
        head = head_of(name)
        entry = self._words.get(head) or self._words.get(head.capitalize()) or _fitting(self._kinds, frozenset(sectors))
        if entry is None:
            self._gathering.report.miss("actors", name, rows)
        kind = entry.entity.kind if entry else Kind.GROUP
        side = _fitting(self._sides, frozenset({*sectors, kind.value}))
        link = (entry.link if entry else "") or (side.link if side else "")
        return Entity(id=id_of(name), kind=kind, name=name, links={link: (country,)} if link and country else {})

    def _of_country(self, name: str, entry: Entry, country: str | None) -> str:
        """Add an entity whose name says of which country it is; a stand-in has no side."""
        links: Links = {entry.link: (country,)} if entry.link and country else {}
        its = msgspec.structs.replace(entry.entity, id=id_of(name), name=name, aliases=(), links=links)
        return self._gathering.add_entity(its)

    def add(self, entry: Entry) -> str:
        """Add the entity of a table's line, and what it is linked to, if that is in a table of ours."""
        links: Links = {}
        if entry.sure().link and entry.to:
            to = self._table.get(entry.to) or self._of_id(entry.to)
            links = {entry.link: (self.add(to) if to else entry.to,)}
        return self._gathering.add_entity(msgspec.structs.replace(entry.entity, links=links))

    def _of_id(self, id_: str) -> Entry | None:
        """Find an entry by its name or id in our tables."""
        for table in self._named:
            if found := table.get(id_) or next((its for its in table.values() if its.entity.id == id_), None):
                return found
        return None


@cache
def _kinds_of_names() -> Mapping[str, Kind]:
    """Give the kinds of what our tables name: of countries also by code, and in small letters."""
    countries = shipped("countries")
    names = [*countries, *coded(countries, "iso3166"), *coded(countries, "iso3166-2")]
    found = {name: its.entity.kind for name, its in shipped("organizations").items()}
    return found | dict.fromkeys([*names, *(name.lower() for name in countries)], Kind.COUNTRY)


def head_of(name: str) -> str:
    """Give the word of a name that says what it is.

    >>> head_of("Central Bureau of Investigation"), head_of("Royal Mounted Police"), head_of("Green Party (Mexico)")
    ('Bureau', 'Police', 'Party')
    """
    return (_AFTER_HEAD.split(name, maxsplit=1)[0].split() or [""])[-1]


def _fitting(table: Iterable[tuple[frozenset[str], Entry]], labels: frozenset[str]) -> Entry | None:
    """Give the first line of a table all of whose labels an actor has."""
    return next((entry for wanted, entry in table if wanted <= labels), None)
