"""What a row says, as the map reads it: words, days and figures, and the entities that it names."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from kg.model.records import UNNAMED, Entity
from kg.ontology import FactType


class Said(Struct):
    """What a row says, its entities by name: they have no ids yet."""

    row: str
    sha256: str
    kind: FactType
    words: dict[str, str]
    roles: dict[str, list[Entity]]
    concepts: dict[str, list[str]]
    actors: dict[str, list[Entity]]
    narrators: dict[str, Entity | None]
    days: dict[str, str]
    values: dict[str, str]
    fact: str

    @property
    def is_tables_own(self) -> bool:
        """Whether it names nothing that told it: then it stands in the table itself, and in no article beside."""
        return not any(self.narrators.values()) and not any(self.words.get(name) for name in ("url", "title"))

    def entities(self) -> Iterator[Entity]:
        """Give all entities that it names."""
        for some in (*self.roles.values(), *self.actors.values()):
            yield from some
        yield from filter(None, self.narrators.values())

    def known(self) -> Iterator[Entity]:
        """Give the entities that its claim may name: nobody in particular may speak, and do nothing else."""
        speaks = any(its.id == UNNAMED for its in self.actors["speaker"])
        yield from (its for its in self.entities() if speaks or its.id != UNNAMED)
