"""What begins as somebody types: entities, types and properties, for clients of the reconciliation service.

Source: Reconciliation Service API 0.2, W3C Community Group Report 2023, section 6 (suggest services).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from kg.base.errors import UsageError
from kg.base.hints import named
from kg.base.letters import folded
from kg.ontology import Ontology
from kg.serve.dossiers import Dossiers
from kg.serve.exchange import Asked
from kg.serve.reconcile_properties import Json, properties

T = TypeVar("T")
PAGE = 20  # suggestions; `cursor` says how many are passed over


def suggest_entities(known: Dossiers, ontology: Ontology, asked: Asked) -> Json:
    """Suggest entities of which a name, a word of one, or the id begins so: whole names first, then the best known."""
    prefix = asked.first("prefix")
    begun = known.names.beginning(prefix) if folded(prefix) else dict.fromkeys(known.entities, False)
    exact = known.names.called(prefix)
    begun |= dict.fromkeys(exact, True)
    facts = {id_: len(known.facts.get(id_, ())) for id_ in begun}
    ordered = sorted(begun, key=lambda id_: (id_ not in exact, not begun[id_], -facts[id_], id_))
    rows = [
        {
            "id": id_,
            "name": known.entities[id_].name,
            "description": known.description(id_),
            "notable": [_short(known.entities[id_].kind.value, ontology)],
        }
        for id_ in _page(ordered, asked)
    ]
    return {"result": rows}


def suggest_types(ontology: Ontology, asked: Asked) -> Json:
    """Suggest types, which are the kinds of entities."""
    found = [type_row(id_, ontology) for id_ in ontology.kinds]
    return {"result": _page([its for its in found if _begins(asked.first("prefix"), its)], asked)}


def suggest_properties(ontology: Ontology, asked: Asked) -> Json:
    """Suggest properties."""
    found = [its.row for its in properties(ontology).values()]
    return {"result": _page([its for its in found if _begins(asked.first("prefix"), its)], asked)}


def type_row(kind: str, ontology: Ontology) -> Json:
    """Give a kind of entity as a type, with the kinds above it: a country is a place as well."""
    above = [id_ for id_, its in ontology.kinds.items() if id_ != kind and its.iri in ontology.kind_ancestors(kind)]
    row = _short(kind, ontology) | {"description": ontology.kinds[kind].definition}
    return row | ({"broader": [_short(id_, ontology) for id_ in above]} if above else {})


def _short(kind: str, ontology: Ontology) -> Json:
    return {"id": kind, "name": ontology.kinds[kind].label}


def _begins(prefix: str, row: Json) -> bool:
    """Tell whether a word of a name, or the id, begins so."""
    begun = f" {folded(prefix)}"
    return not begun.strip() or begun in f" {folded(row['name'])}" or begun in f" {folded(row['id'])}"


def _page(found: Sequence[T], asked: Asked) -> Sequence[T]:
    cursor = asked.first("cursor", "0")
    if not (cursor.isascii() and cursor.isdigit()):
        raise UsageError(
            f"`cursor` is no whole number: {named(cursor)}", "it says how many suggestions are passed over"
        )
    start = int(cursor[:10])
    return found[start : start + PAGE]
