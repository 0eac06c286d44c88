"""Which rows of a table tell of one fact, and what its id is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from kg.base.hints import counted, several
from kg.check.fillers import PLACES
from kg.formats.imports.gathering import fact_id
from kg.formats.imports.tabular.maps import Map
from kg.formats.imports.tabular.said import Said
from kg.model import dates
from kg.model.records import Kind
from kg.ontology import FactType, Ontology

BESIDE = ("label", "qualifier")  # words that may tell facts apart, beside day, roles and figures
_RECENT = 100_000  # facts whose figures are remembered


class Facts:
    """Makes the ids of facts: rows that agree in what tells facts apart are of one.

    Where the map says nothing of it, these are the day, the label and most roles. Two rows that the table itself
    vouches for, and no article beside, are two records: there figures and qualifiers tell facts apart too.

    Parameters
    ----------
    map_, ontology
        What fills which field, and the fact types.
    """

    def __init__(self, map_: Map, ontology: Ontology) -> None:
        self._map = map_
        self._telling = {kind.id: telling(kind) for kind in ontology.types.values()}
        self._alone = 0  # rows of events that are facts of their own, since their day is not known
        self._figures: dict[tuple[str, str], tuple[Any, ...]] = {}  # by article and fact
        self._differing: list[str] = []  # rows

    def id_for(self, said: Said, roles: Mapping[str, list[str]]) -> str:
        """Give the id of a row's fact, whose roles are filled by these ids."""
        if said.fact:
            return said.fact
        same, own = self._map.same, said.is_tables_own
        names = self._telling[said.kind.id] if same is None else same
        beside = [name for name in BESIDE if (name in same if same is not None else own or name == BESIDE[0])]
        more = [f"{name}={said.words[name]}" for name in beside if said.words.get(name)]
        figures = [name for name in sorted(said.values) if (own if same is None else name in same)]
        more += [f"{name}={said.values[name]}" for name in figures]
        if self._is_alone(said):
            more.append(f"row={self._map.table}/{said.row}")
        when = said.days.get("when") if same is None or "when" in same else None
        return fact_id(said.kind.id, when, {its: roles[its] for its in names if its in roles}, *more)

    def count(self, said: Said, article: str, fields: Mapping[str, Any]) -> None:
        """Count a row that is used, for the report."""
        self._alone += self._is_alone(said)
        if said.fact or not said.values:
            return
        if len(self._figures) > _RECENT:
            self._figures.clear()
        its = (said.values, said.words.get("qualifier"))
        if self._figures.setdefault((article, str(fields["fact"])), its) != its:
            self._differing.append(said.row)

    def notes(self, kind: FactType | None) -> Iterator[str]:
        """Say which rows are of one fact, where all facts are of one type, and where that may be wrong."""
        same = [*(self._map.same or ("when", *(self._telling[kind.id] if kind else self._map.roles)))]
        if self._map.same is None and not self._map.names_articles:
            same += [*self._map.values, *(["qualifier"] if "qualifier" in self._map.fields else [])]
        if self._map.fact is None and kind:
            yield f"rows that agree in {several(same)} tell of one fact; `fact:` in the map says otherwise"
        if self._differing:
            yield self._said_of_differing([*dict.fromkeys([*same, *self._map.values])])
        if self._alone:
            what = "row is a fact of its own" if self._alone == 1 else "rows are facts of their own"
            yield f"{self._alone:,} {what}, since on which day it was is not known"

    def _said_of_differing(self, same: Sequence[str]) -> str:
        rows, first = counted(len(self._differing), "row"), self._differing[0]
        return (
            f"{rows} with other figures than an earlier row of the same article and fact, the first of them row "
            f"`{first}`: such rows are taken to tell of one fact in two ways; "
            f"if each is a fact of its own, say so in the map: `fact: {{same: [{', '.join(same)}]}}`"
        )

    def _is_alone(self, said: Said) -> bool:
        """Whether it is a fact of its own: whether two events of one month, or of no day, are one is not known."""
        when = said.days.get("when")
        is_day = bool(when) and (its := dates.parse(str(when))).earliest == its.latest
        return not (said.fact or said.kind.lasts or is_day) and self._map.same is None


def telling(kind: FactType) -> tuple[str, ...]:
    """Give the roles that tell facts of a type apart: all but those of places and topics that a fact need not have."""
    passed = (PLACES, frozenset({Kind.TOPIC}))
    return tuple(
        role
        for role, rule in kind.roles.items()
        if role in (*kind.parties, *kind.always)
        or rule.min
        or not any(rule.kinds and rule.kinds <= its for its in passed)
    )
