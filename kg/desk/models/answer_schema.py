"""The form of a model's answer as JSON Schema, made from the ontology: fact types, their roles, stances, entities.

Every property is required and no other is allowed, as the strict form of structured output wants it: what does not
apply is `null` or an empty list.

Sources: JSON Schema, draft 2020-12; OpenAI, "Structured model outputs", supported schemas.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kg.annotation.field_guide import CLAIM_FIELDS, ENTITY_FIELDS, WORDS
from kg.model.records import UNNAMED
from kg.ontology import FactType, Ontology, RoleRule

NEW = "new:"  # stands before the id of an entity that the answer itself adds
_ID = "[a-z0-9]+(-[a-z0-9]+)*"
_MOST_CHOICES = 250  # entities: servers take 500 words in all lists of a schema together

Schema = dict[str, Any]


def answer_schema(ontology: Ontology, entities: Sequence[str]) -> Schema:
    """Make the schema of an answer.

    Parameters
    ----------
    ontology
        The project's.
    entities
        Ids of the entities that may be named, in order. Where they are too many for a schema, any id is allowed there,
        and unknown ones are refused when the answer is checked.

    Returns
    -------
    dict
        An object of `entities`, which are new, and `claims`.
    """
    claims = [_claim(type_) for type_ in ontology.types.values()]
    named = [*entities, UNNAMED]
    known: Schema = {"enum": named} if len(named) <= _MOST_CHOICES else _text(f"^{_ID}$")
    return {
        **_object({"entities": _list(_entity(ontology)), "claims": _list({"anyOf": claims})}),
        "$defs": {
            "entity": {"anyOf": [{"type": "string", **known}, _text(f"^{NEW}{_ID}$")]},
            "fact": _text(f"^{_ID}$", CLAIM_FIELDS["fact"].meaning),
            "evidence": _evidence(),
            "stance": {"type": "string", "enum": sorted(ontology.stances)},
            **{field: {"type": "string", "enum": sorted(WORDS["claim", field])} for field in ("scope", "mode")},
            **_schemes(ontology),
        },
    }


def _schemes(ontology: Ontology) -> Schema:
    """Give the concepts of each scheme that some role takes."""
    taken = {rule.scheme: None for type_ in ontology.types.values() for rule in type_.roles.values() if rule.scheme}
    words = {scheme: [its.id for its in ontology.concepts.values() if scheme in its.schemes] for scheme in taken}
    return {scheme: {"type": "string", "enum": names} if names else _text() for scheme, names in words.items()}


def _claim(type_: FactType) -> Schema:
    roles = {rule.role: _list(_filler(rule)) for rule in type_.roles.values()}
    return _object(
        {
            "type": {"type": "string", "enum": [type_.id]},
            "fact": {"$ref": "#/$defs/fact"},
            "label": _or_null(_text(meaning=CLAIM_FIELDS["label"].meaning)),
            "roles": _object(roles),
            "when": _or_null(_text(meaning=CLAIM_FIELDS["when"].meaning)),
            "speaker": _list({"$ref": "#/$defs/entity"}, "Empty: the publisher, in its own voice."),
            "via": _list({"$ref": "#/$defs/entity"}, CLAIM_FIELDS["via"].meaning),
            "stance": {"$ref": "#/$defs/stance"},
            "scope": {"$ref": "#/$defs/scope"},
            "said": _or_null(_text(meaning=CLAIM_FIELDS["said"].meaning)),
            "mode": _or_null({"$ref": "#/$defs/mode"}),
            "evidence": _list({"$ref": "#/$defs/evidence"}, CLAIM_FIELDS["evidence"].meaning),
        },
        type_.definition,
    )


def _filler(rule: RoleRule) -> Schema:
    """Say what may fill a role: entities, concepts of a scheme, other facts, or several of these."""
    takes: list[Schema] = [{"$ref": "#/$defs/entity"}] if rule.kinds else []
    takes += [{"$ref": f"#/$defs/{rule.scheme}"}] if rule.scheme else []
    takes += [{"$ref": "#/$defs/fact"}] if rule.takes_fact else []
    return takes[0] if len(takes) == 1 else {"anyOf": takes or [_text()]}


def _entity(ontology: Ontology) -> Schema:
    return _object(
        {
            "id": _text(f"^{NEW}{_ID}$"),
            "kind": {"type": "string", "enum": sorted(ontology.kinds)},
            "name": _text(meaning=ENTITY_FIELDS["name"].meaning),
            "aliases": _list(_text(), ENTITY_FIELDS["aliases"].meaning),
        }
    )


def _evidence() -> Schema:
    return _object(
        {
            "quote": _text(meaning="Words of the article, copied letter by letter."),
            "before": _or_null(_text(meaning="Where the quote stands several times: the words right before it.")),
            "kind": {"type": "string", "enum": sorted(WORDS["evidence", "kind"])},
        }
    )


def _object(properties: Schema, meaning: str = "") -> Schema:
    closed = {"type": "object", "properties": properties, "required": [*properties], "additionalProperties": False}
    return closed | ({"description": meaning} if meaning else {})


def _list(items: Schema, meaning: str = "") -> Schema:
    return {"type": "array", "items": items} | ({"description": meaning} if meaning else {})


def _text(pattern: str = "", meaning: str = "") -> Schema:
    more = {"pattern": pattern} if pattern else {}
    return {"type": "string", **more} | ({"description": meaning} if meaning else {})


def _or_null(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}
