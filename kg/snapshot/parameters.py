"""The parameters of a query: from words of the command line, or Python values, to the terms that are bound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import empty, listed, meant, named
from kg.base.iris import DCTERMS
from kg.query.binding import term
from kg.query.library import FLAG, THINGS, WORDS_OF, Query
from kg.query.result import Result
from kg.query.term_values import Iri
from kg.snapshot.cut_options import interval_of
from kg.snapshot.missing import meant_thing
from kg.snapshot.snapshot import Snapshot

_CLOSED = ("status", "stance", "kind")  # the same in every project: another word is wrong usage, not a name to find
_NUMBER = re.compile(r"(?=.{1,60}\Z)[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)  # XML Schema 1.1, Datatypes, 3.3.3


def bindings(query: Query, values: Mapping[str, Any], snapshot: Snapshot) -> dict[str, Any]:
    """Make of what was given the values to bind: by the type of the parameter, or as it is where none is declared.

    Parameters
    ----------
    query
        With its parameters.
    values
        Variable -> what was given: words of the command line, or Python values.
    snapshot
        The graph in which things are looked up.

    Raises
    ------
    UsageError
        If a parameter is missing, empty, unknown to a named query, or not of its type.
    NotFoundError
        If there is no thing or word of that id.
    """
    values = {name: False for name, type_ in query.parameters.items() if type_ == FLAG} | dict(values)
    shown = f"`{query.name}`" if query.name else "the query"
    missing = [f"{name}={type_.upper()}" for name, type_ in query.parameters.items() if name not in values]
    if missing:
        raise UsageError(f"{shown} asks for more", f"give {' '.join(missing)}")
    unknown = [name for name in values if query.name and name not in query.parameters]
    if unknown:
        otherwise = f"it takes {listed(query.parameters)}"
        raise UsageError(f"{shown} has no parameter `{unknown[0]}`", meant(unknown[0], query.parameters, otherwise))
    for name in query.parameters:
        if isinstance(values[name], str) and not values[name].strip():
            raise UsageError(*empty(name))
    return {
        name: _typed(name, query.parameters[name], value, snapshot) if name in query.parameters else value
        for name, value in values.items()
    }


def _typed(name: str, type_: str, value: Any, snapshot: Snapshot) -> Any:  # noqa: ANN401 - Python values of any kind
    """Make a value of a parameter's type; what is no text is taken for a value already."""
    if isinstance(value, Iri) or not isinstance(value, str):
        return value
    if type_ in THINGS:
        return _thing(type_, value, snapshot)
    if type_ in WORDS_OF:
        there = getattr(snapshot.ontology, WORDS_OF[type_])
        if value not in there:
            gone = snapshot.ontology.replaced.get(value)
            hint = gone.hint if gone else meant(value, there, f"there are {listed(there)}")
            error = UsageError if type_ in _CLOSED else NotFoundError
            raise error(f"no such {type_}: {named(str(value))}", hint)
        return Iri(there[value].iri, value)
    if type_ == "number":
        return _number(name, value)
    if type_ == FLAG:
        return _flag(name, value)
    return _day(name, value) if type_ == "date" else value


def _flag(name: str, value: str) -> bool:
    if value not in ("true", "false"):
        raise UsageError(f"{name}: neither true nor false: {named(str(value))}", f"write {name}=true, or leave it out")
    return value == "true"


def _number(name: str, value: str) -> int | Decimal:
    """Read an xsd:integer or xsd:decimal, as long as the engine can compare it."""
    if not _NUMBER.fullmatch(value):
        raise UsageError(f"{name}: no number: {named(value)}", "write digits, such as 3 or 0.5")
    number = int(value) if value.lstrip("+-").isdigit() else Decimal(value)
    try:
        term(number)
    except UsageError as error:
        raise UsageError(f"{name}: no number: {named(value)} cannot be compared", error.hint) from None
    return number


def _thing(type_: str, value: str, snapshot: Snapshot) -> Iri:
    names = snapshot.project.names
    id_ = names.short(value)
    iri = Iri(str(getattr(names, type_)(id_)), id_)
    if snapshot.store.names(iri):
        return _replacing(iri, snapshot) if type_ in ("entity", "fact") else iri
    if (shown := snapshot.shown(id_)) != id_:  # a voice that is another's now: no line says so
        return _thing(type_, shown, snapshot)
    known = ids(snapshot, type_)
    raise NotFoundError(f"no such {type_}: {named(str(value))}", meant_thing(id_, known, snapshot.records))


def _replacing(iri: Iri, snapshot: Snapshot) -> Iri:
    """Give the IRI by which a thing is shown, as the store tells: a query need not wait for the records."""
    text = f"SELECT ?it {{ <{iri}> <{DCTERMS}isReplacedBy> ?it }}"
    found = [row[0] for row in Result(lambda: snapshot.store.query(text), snapshot.project.names)]
    return Iri(str(found[0]), snapshot.project.names.short(found[0])) if found else iri


def ids(snapshot: Snapshot, type_: str) -> list[str]:
    """List the ids of all things of a sort, in order."""
    if type_ == "voice":
        return sorted({voice for reading in snapshot.account.readings.values() for voice in reading.voices})
    if type_ == "document":
        return sorted({claim.document for claim in snapshot.records.claims if claim.document})
    records = snapshot.records
    known: dict[str, Iterable[str]] = {
        "entity": records.entities,
        "fact": snapshot.account.facts,
        "article": records.articles,
        "claim": snapshot.claims,
    }
    return sorted(known[type_])


def _day(name: str, value: str) -> Any:  # noqa: ANN401 - a date
    from datetime import date

    first, last = interval_of(value, name)
    if first is None or first != last:
        raise UsageError(f"{name}: no single day: {named(str(value))}", "write YYYY-MM-DD")
    return date.fromisoformat(first)
