"""In which order the areas of a page stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kg.model.records import Entity, Kind
from kg.view.selection import Limited


def largest_first(chosen: Limited, areas: Mapping[str, str], entities: Mapping[str, Entity]) -> list[str]:
    """List the areas with an actor beside the one that they are named after, those with most people first."""
    people = Counter(areas[id_] for id_ in chosen.nodes if entities[id_].kind is Kind.PERSON)
    others = Counter(areas[id_] for id_ in chosen.nodes if id_ != areas[id_])
    return sorted(others, key=lambda area: (-people[area], -others[area], area))
