"""What a project's entities are called: by which names, aliases, ids and identifiers an import finds them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from functools import cached_property

from kg.base.hints import listed
from kg.formats.imports.streams import RefusedRow
from kg.model.records import ACTORS, Entity, Kind

FITTING: Mapping[
    Kind, frozenset[Kind]
] = {  # what data calls so -> what the project, which may know it better, may call it
    Kind.PERSON: frozenset({Kind.PERSON, Kind.GROUP}),
    Kind.ORGANIZATION: frozenset({Kind.ORGANIZATION, Kind.GROUP, Kind.COUNTRY}),
    Kind.GROUP: ACTORS - {Kind.POST},
    Kind.PLACE: frozenset({Kind.PLACE, Kind.COUNTRY}),
    **{kind: frozenset({kind}) for kind in (Kind.COUNTRY, Kind.POST, Kind.TOPIC)},
}


class ProjectNames:
    """Finds a project's entities. A name goes before another entity's alias; one that several have finds none.

    Parameters
    ----------
    entities
        By id.
    """

    def __init__(self, entities: Mapping[str, Entity]) -> None:
        self._entities = entities
        names, aliases = defaultdict[str, list[Entity]](list), defaultdict[str, list[Entity]](list)
        for entity in entities.values():
            names[entity.name].append(entity)
            for alias in {*entity.aliases} - {entity.name}:
                aliases[alias].append(entity)
        self._by_name = {**aliases, **names}

    def of_id(self, id_: str) -> Entity | None:
        """Give the entity of an id."""
        return self._entities.get(id_)

    def like(self, entity: Entity) -> Entity | None:
        """Give the entity that has this one's name or bears it as an alias, and may be of its kind; None if several."""
        found = [its for its in self._by_name.get(entity.name, ()) if its.kind in FITTING[entity.kind]]
        return found[0] if len(found) == 1 else None

    def named(self, name: str, kinds: Collection[Kind] | None = None) -> Entity | None:
        """Give the entity of a name or an alias, which is of one of some kinds; None: of any.

        Raises
        ------
        RefusedRow
            If several have it.
        """
        found = [its for its in self._by_name.get(name, ()) if kinds is None or its.kind in kinds]
        if len(found) > 1:
            reason = f"a name that several entities of the project have ({listed([its.id for its in found])})"
            raise RefusedRow(f"{reason}, and no table of yours says which", name)
        return found[0] if found else None

    @cached_property
    def _by_identifier(self) -> dict[tuple[str, str], set[str]]:
        found: dict[tuple[str, str], set[str]] = {}
        for entity in self._entities.values():
            for pair in entity.identifiers.items():
                found.setdefault(pair, set()).add(entity.id)
        return found

    def identified(self, identifiers: Mapping[str, str]) -> str | None:
        """Give the id of the entity that has one of these identifiers; None if several have."""
        found = {id_ for pair in identifiers.items() for id_ in self._by_identifier.get(pair, ())}
        return found.pop() if len(found) == 1 else None
