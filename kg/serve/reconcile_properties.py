"""The properties of entities that a client of the reconciliation service can compare and fetch.

Source: Reconciliation Service API 0.2, W3C Community Group Report 2023, sections 2.3 (properties) and 7 (data
extension).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import msgspec
from msgspec import Struct

from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import unknown
from kg.model.records import Kind
from kg.ontology import Ontology
from kg.serve.dossiers import STATUSES, Dossiers
from kg.serve.exchange import Asked

MOST_PROPERTIES = 50  # that are fetched at once
MOST_EXTENDED = 1_000  # entities whose properties are fetched at once
Json = dict[str, Any]
T = TypeVar("T")


class Ref(Struct, frozen=True):
    """A value that is an entity."""

    id: str


Value = Ref | str | int


class Property(Struct, frozen=True):
    """A sort of attribute of entities."""

    id: str
    name: str
    description: str
    values: Callable[[Dossiers, str], Iterable[Value]]
    kind: Kind | None = None  # of the entities that are its values

    @property
    def row(self) -> Json:
        """Give it as JSON."""
        return {"id": self.id, "name": self.name, "description": self.description}


def _aliases(known: Dossiers, id_: str) -> Iterable[Value]:
    return known.entities[id_].aliases


def _kind(known: Dossiers, id_: str) -> Iterable[Value]:
    return [known.entities[id_].kind.value]


def _side(known: Dossiers, id_: str) -> Iterable[Value]:
    side = known.side(id_)
    return [] if side is None else [Ref(side)]


def _posts(known: Dossiers, id_: str) -> Iterable[Value]:
    return map(Ref, known.posts(id_))


def _facts(known: Dossiers, id_: str) -> Iterable[Value]:
    return [len(known.facts.get(id_, ()))]


def _day(place: int) -> Callable[[Dossiers, str], Iterable[Value]]:
    return lambda known, id_: filter(None, [known.days(id_)[place]])


def _with_status(status: str) -> Callable[[Dossiers, str], Iterable[Value]]:
    return lambda known, id_: [known.statuses(id_).get(status, 0)]


def properties(ontology: Ontology) -> dict[str, Property]:
    """Give all properties by their ids, in the order in which they are proposed.

    Parameters
    ----------
    ontology
        Whose statuses are counted.
    """
    found = [
        Property("kind", "kind", "Person, Organization, Country, Group, Place, Post or Topic.", _kind),
        Property("side", "side", "For whom it speaks on the last day of the graph.", _side),
        Property("posts", "posts", "Posts that it holds by accepted facts.", _posts, Kind.POST),
        Property("roles", "roles", "The roles in which facts name it.", lambda known, id_: known.roles(id_)),
        Property("aliases", "other names", "Other spellings, as they stand in the sources.", _aliases),
        Property("facts", "facts", "How many facts name it, accepted or not.", _facts),
        Property("first-day", "first day", "The first day on which one of its facts may have been.", _day(0)),
        Property("last-day", "last day", "The last day on which one of its facts may have been.", _day(1)),
    ]
    for status in STATUSES:
        term = ontology.statuses[status]
        name, what = f"facts: {term.label}", f"How many of its facts have this status: {term.definition}"
        found.append(Property(f"facts-{status}", name, what, _with_status(status)))
    return {its.id: its for its in found}


def property_named(id_: str, known: dict[str, Property]) -> Property:
    """Find a property.

    Raises
    ------
    NotFoundError
        If there is none of that id.
    """
    if id_ not in known:
        raise NotFoundError(*unknown("property", id_, known))
    return known[id_]


def kind_named(name: str, ontology: Ontology) -> str:
    """Make sure that there is such a type, which is a kind of entity.

    Raises
    ------
    NotFoundError
        If there is none.
    """
    if name not in ontology.kinds:
        raise NotFoundError(*unknown("type", name, ontology.kinds))
    return name


def positive(text: str, name: str) -> int:
    """Read a whole number of 1 or more, such as a limit.

    Raises
    ------
    UsageError
        If it is none.
    """
    if not (text.isascii() and text.isdigit() and int(text[:10]) > 0):
        raise UsageError(f"`{name}` is no whole number of 1 or more: `{text}`", f"such as `{name}=10`")
    return int(text[:10])


def proposal(known: Dossiers, ontology: Ontology, asked: Asked) -> Json:
    """Propose properties for entities of a type, as section 7.2 has it."""
    found = [its.row for its in properties(ontology).values()]
    answer: Json = {"properties": found}
    if type_ := asked.first("type"):
        answer["type"] = kind_named(type_, ontology)
    if limit := asked.first("limit"):
        answer["limit"] = positive(limit, "limit")
        answer["properties"] = found[: answer["limit"]]
    return answer


class _Wanted(Struct):
    id: str
    settings: Json = {}


class _Extension(Struct):
    ids: list[str]
    properties: list[_Wanted]


def extension(known: Dossiers, ontology: Ontology, text: str) -> Json:
    """Answer a data extension query, as section 7.4 has it: of what is no entity, no values.

    Raises
    ------
    UsageError
        If it is not what section 7.3 has, or asks for too many entities.
    NotFoundError
        If there is no such property.
    """
    asked = decoded(text, _Extension, "extend", 'such as `{"ids": ["…"], "properties": [{"id": "side"}]}`')
    if len(asked.ids) > MOST_EXTENDED:
        raise UsageError(
            f"{len(asked.ids):,} entities are more than {MOST_EXTENDED:,}", "ask for them in several parts"
        )
    if len(asked.properties) > MOST_PROPERTIES:
        what = f"{len(asked.properties):,} properties are more than {MOST_PROPERTIES}"
        raise UsageError(what, "ask for each once")
    every = properties(ontology)
    wanted = [property_named(its.id, every) for its in asked.properties]
    meta = [{"id": its.id, "name": its.name} | (_type_of(its, ontology) if its.kind else {}) for its in wanted]
    rows = {
        id_: {its.id: [_cell(known, value) for value in its.values(known, id_)] if id_ in known.entities else []
              for its in wanted}
        for id_ in asked.ids
    }  # fmt: skip
    return {"meta": meta, "rows": rows}


def _type_of(its: Property, ontology: Ontology) -> Json:
    assert its.kind is not None
    return {"type": {"id": its.kind.value, "name": ontology.kinds[its.kind.value].label}}


def _cell(known: Dossiers, value: Value) -> Json:
    if isinstance(value, Ref):
        return {"id": value.id, "name": known.entities[value.id].name}
    return {"int": value} if isinstance(value, int) else {"str": value}


def decoded(text: str, type_: type[T], name: str, hint: str) -> T:
    """Read JSON that a client has sent.

    Raises
    ------
    UsageError
        If it is no JSON, or not what is expected.
    """
    try:
        return msgspec.json.decode(text.encode(), type=type_)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:  # a huge number is a ValueError
        raise UsageError(f"`{name}` cannot be read: {str(error) or 'it is nested too deeply'}", hint) from None
