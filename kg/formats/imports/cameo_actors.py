"""Actors as CAMEO codes them: a country, and what somebody is there, in groups of three letters."""

from __future__ import annotations

from kg.formats.imports.actors import Actors, Links
from kg.formats.imports.gathering import Gathering
from kg.formats.imports.lookups import Entry, coded, shipped
from kg.formats.imports.naming import id_of
from kg.model.records import Entity

_LETTERS = 3  # of each part of a code


class CameoActors:
    """Looks up coded actors.

    The code decides: of "MUMBAI" it says India. A name counts where the user's table or the project has it, where its
    code is that of a particular company, and where a part of the code stands in no table.

    Parameters
    ----------
    gathering
        Takes the entities that are found.
    actors
        Knows names and countries.

    Source: Schrodt, CAMEO Conflict and Mediation Event Observations codebook 1.1b3, chapter 3.
    """

    def __init__(self, gathering: Gathering, actors: Actors) -> None:
        self._gathering, self._actors = gathering, actors
        self._roles, self._by_name = (coded(shipped(f"cameo-{which}"), "code") for which in ("roles", "named"))
        self._found: dict[tuple[str, str, str, str], str] = {}

    def entity(self, code: str, name: str, country: str, group: str) -> str:
        """Give the id of an actor.

        Parameters
        ----------
        code
            The whole, such as `INDGOV`.
        name
            As it stands in the story.
        country, group
            The parts of the code that are a country and a known group.
        """
        key = (code, name, country, group)
        if key not in self._found:
            self._gathering.attempt.put(self._found, key, self._look_up(*key))
        id_ = self._found[key]
        return id_ or self._actors.entity(name or code)

    def _look_up(self, code: str, name: str, country: str, group: str) -> str:
        """Give the id, or nothing where only the name is left."""
        for its in filter(None, (name, code)):
            if found := self._actors.named(its):
                return found
        if found := self._actors.organization(code) or self._actors.organization(group):
            return found
        parts = [code[at : at + _LETTERS] for at in range(0, len(code), _LETTERS)]
        where = self._actors.country(country) if country else None
        roles = [part for part in parts if not (where and part == country)]
        if not roles and where:
            return where
        if by_name := next((self._by_name[part] for part in roles if part in self._by_name), None):
            return self._add(by_name, name or code, where)
        if not roles or any(part not in self._roles for part in roles):
            return ""
        entry = self._roles[roles[0]]
        what = entry.entity.name
        return self._add(entry, f"{what} ({self._actors.name_of(country)})" if where else what, where)

    def _add(self, entry: Entry, name: str, country: str | None) -> str:
        """Add what a code stands for; without a country, an organ of the state is nobody in particular."""
        if known := self._actors.named(name):
            return known
        links: Links = {entry.link: (country,)} if entry.link and country else {}
        anonymous = entry.entity.anonymous or bool(entry.link and not country and name == entry.entity.name)
        entity = Entity(id=id_of(name), kind=entry.entity.kind, name=name, links=links, anonymous=anonymous)
        return self._gathering.add_entity(entity)
