"""Which entities a name may stand for: candidates with scores, and a match only where nothing else can be meant.

Source: Reconciliation Service API 0.2, W3C Community Group Report 2023, section 4 (reconciliation queries).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from itertools import islice
from typing import Annotated, Any, Literal

from msgspec import Meta, Raw, Struct

from kg.base.errors import UsageError
from kg.base.hints import named
from kg.base.letters import plain
from kg.base.likeness import likeness
from kg.ontology import Ontology
from kg.serve.dossiers import Dossiers
from kg.serve.reconcile_properties import Json, Property, Ref, decoded, kind_named, properties, property_named

MOST_QUERIES = 100  # of a batch
MOST, _USUAL = 100, 10  # candidates
MOST_HINTS = 20  # of a query
_LOOKED_AT = 500  # entities whose names fit best, of which the hints are looked at
_ALIKE = 90.0  # from here on, a value of a hint is taken for that of an entity: not Austria for Australia
_OF_NAME = 0.7  # of the score, where there are hints
_OTHER_TYPE = 0.8  # what is left of the score of an entity of another type, where types should fit and need not
_EXPECTED = 'such as `{"q0": {"query": "…", "type": "Person", "limit": 5}}`'


class _Entity(Struct):
    """A value of a hint that was reconciled before."""

    id: str
    name: str = ""


_Value = str | bool | int | float | _Entity


class _Hint(Struct, forbid_unknown_fields=True):
    """A property of the entity that is sought, with one value or several of which one is to fit."""

    pid: str
    v: _Value | list[_Value]


class Query(Struct, forbid_unknown_fields=True):
    """What is asked of one row: a name, properties, or both."""

    query: Annotated[str, Meta(min_length=1)] | None = None
    type: str | list[str] = []
    limit: Annotated[int, Meta(ge=1)] = _USUAL
    properties: list[_Hint] = []
    type_strict: Literal["any", "should", "all"] = "any"

    @property
    def types(self) -> list[str]:
        """The types that are asked for."""
        return [self.type] if isinstance(self.type, str) else self.type


def queries_of(text: str) -> dict[str, Query]:
    """Read a batch of queries.

    Raises
    ------
    UsageError
        If it is not what section 4.1 has, or a query has too many properties.
    """
    found = {}
    for key, raw in decoded(text, dict[str, Raw], "queries", _EXPECTED).items():
        query = decoded(bytes(raw).decode(), Query, f"queries: {key}", _EXPECTED)
        if query.query is None and not query.properties:
            raise UsageError(f"`queries`: {named(key)} has neither a `query` nor `properties`", _EXPECTED)
        if len(query.properties) > MOST_HINTS:
            what = f"`queries`: {named(key)} has more than {MOST_HINTS} `properties`: {len(query.properties):,}"
            raise UsageError(what, "leave some out")
        found[key] = query
    return found


class _Sought:
    """The value of a hint, and the entities that it may stand for, each sought only once."""

    def __init__(self, hint: _Hint, known: Dossiers, property_: Property) -> None:
        self._values = hint.v if isinstance(hint.v, list) else [hint.v]
        self._known, self._property = known, property_
        self._are_like: dict[str, bool] = {}

    @cached_property
    def _entities(self) -> set[str]:
        found: set[str] = set()
        for value in self._values:
            if isinstance(value, _Entity):
                found.add(value.id)
            elif isinstance(value, str):
                found |= self._known.names.called(value) | self._known.names.like(value, _ALIKE).keys()
        return found

    @cached_property
    def _texts(self) -> list[str]:
        return [(value.name or value.id) if isinstance(value, _Entity) else str(value) for value in self._values]

    def is_met(self, entity: str) -> bool:
        """Tell whether an entity has one of the values."""
        return any(
            value.id in self._entities if isinstance(value, Ref) else self._is_like(str(value))
            for value in self._property.values(self._known, entity)
        )

    def _is_like(self, value: str) -> bool:
        if value not in self._are_like:
            alike = (plain(text) == plain(value) or likeness(text, value) >= _ALIKE for text in self._texts)
            self._are_like[value] = any(alike)
        return self._are_like[value]


class _Candidate(Struct, frozen=True):
    """An entity, and how well it fits."""

    id: str
    name: float | None  # likeness of its name; None where no name is asked for
    met: int  # hints
    is_of_type: bool
    score: float


def result(query: Query, known: Dossiers, ontology: Ontology) -> list[Json]:
    """Find the candidates of a query, the best first.

    Parameters
    ----------
    query
        A name, or properties, or both.
    known
        The entities.
    ontology
        Its kinds are the types.

    Returns
    -------
    list
        As section 4.2 has it; docs/reconciliation.md says how scores are made. At most one is a match.

    Raises
    ------
    NotFoundError
        If there is no such type or property.
    """
    types = [kind_named(name, ontology) for name in query.types]
    every = properties(ontology)
    hints = [_Sought(hint, known, property_named(hint.pid, every)) for hint in query.properties]
    likes: Mapping[str, float] | None = None if query.query is None else known.names.like(query.query)
    found = []
    for id_ in known.entities if likes is None else islice(likes, _LOOKED_AT):
        is_of_type = _fits(id_, types, query.type_strict, known)
        met = sum(hint.is_met(id_) for hint in hints)
        if (is_of_type or query.type_strict == "should") and (likes is not None or met):
            name = None if likes is None else likes[id_]
            found.append(_Candidate(id_, name, met, is_of_type, _score(name, met, len(hints), is_of_type)))
    found.sort(key=lambda its: (-its.score, -len(known.facts.get(its.id, ())), its.id))
    match = _match(query, found, hints, known)
    return [_row(its, its.id == match, query, known, ontology) for its in found[: min(query.limit, MOST)]]


def _fits(entity: str, types: Sequence[str], strict: str, known: Dossiers) -> bool:
    fitting = (known.is_of(known.entities[entity], name) for name in types)
    return not types or (all(fitting) if strict == "all" else any(fitting))


def _score(name: float | None, met: int, hints: int, is_of_type: bool) -> float:
    share = 100 * met / hints if hints else 100.0
    score = share if name is None else name if not hints else _OF_NAME * name + (1 - _OF_NAME) * share
    return round(score if is_of_type else score * _OTHER_TYPE, 2)


def _match(query: Query, found: Iterable[_Candidate], hints: Sequence[_Sought], known: Dossiers) -> str | None:
    """Name the entity that alone can be meant, if there is one.

    It is called just so, by its name or another of its names; nobody else of the types asked for is called so, not
    even but for accents, order and punctuation; no other of its kind has a name with all of these words; it is no
    stand-in, and fits all types and hints.
    """
    if query.query is None:
        return None
    fitting = {its.id: its for its in found if its.is_of_type}
    called = known.names.called(query.query) & fitting.keys()
    alike = {its.id for its in fitting.values() if its.name == 100.0} | called
    if len(called) != 1 or alike != called:
        return None
    (id_,) = called
    its = known.entities[id_]
    others = known.names.with_words(query.query) - {id_}
    if its.anonymous or fitting[id_].met < len(hints) or any(known.entities[it].kind is its.kind for it in others):
        return None
    return id_


def _row(its: _Candidate, is_match: bool, query: Query, known: Dossiers, ontology: Ontology) -> Json:
    entity = known.entities[its.id]
    features: list[dict[str, Any]] = [{"id": "facts", "value": len(known.facts.get(its.id, ()))}]
    if its.name is not None:
        features.append({"id": "name", "value": its.name})
    if query.types:
        features.append({"id": "type", "value": its.is_of_type})
    if query.properties:
        features.append({"id": "properties", "value": round(its.met / len(query.properties), 2)})
    return {
        "id": its.id,
        "name": entity.name,
        "description": known.description(its.id),
        "type": [{"id": entity.kind.value, "name": ontology.kinds[entity.kind.value].label}],
        "score": its.score,
        "match": is_match,
        "features": features,
    }
