"""How a project of INCEpTION is set up for an ontology: its layers, features and tag sets.

Written to INCEpTION's documentation and to the classes that read this file (`ExportedProject` and its companions of
version 40, August 2026); the program itself was not run.

Source: INCEpTION User Guide, "Projects", "Export" and "Layers" (inception-project.github.io).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.formats.tools.layers import SPEAKER
from kg.formats.tools.uima import (
    CLAIM,
    ENTITY,
    EVIDENCE,
    EVIDENCE_LINK,
    FEATURES,
    FILLER_LINK,
    FILLERS,
    KIND,
    MENTION,
    MORE,
)  # fmt: skip
from kg.model.records import Entity, EvidenceKind, Kind, Scope, Stance
from kg.ontology import Ontology

Json = dict[str, Any]
_MODES = ("direct", "indirect", "presupposed", "implied")
_MOST_ENTITIES = 20_000  # tags that a list in a browser can offer
_NAMES = {"claimId": "id", "factType": "type", "figures": "values", "partOf": "part-of"}
_OPEN = frozenset({"entities"})  # tag sets to which an annotator may add


def exported_project(title: str, ontology: Ontology, entities: Mapping[str, Entity], documents: Iterable[str]) -> Json:
    """Write what `exportedproject.json` of a project archive says.

    Parameters
    ----------
    title
        Of the project.
    ontology
        Whose fact types, roles and stances are the tags.
    entities
        Whom mentions may name.
    documents
        Names of the files in `source/`.
    """
    return {
        "name": title,
        "slug": None,
        "description": "Who says what, where: claims on spans, with their speakers and whoever fills their roles.",
        "mode": "ANNOTATION",
        "version": 1,
        "source_documents": [{"name": name, "format": "xmi", "state": "NEW"} for name in documents],
        "annotation_documents": [],
        "project_permissions": [],
        "tag_sets": _tag_sets(ontology, entities),
        "layers": [_mention_layer(), _evidence_layer(), _claim_layer()],
        "disableExport": False,
        "script_direction": "LTR",
        "anonymous_curation": False,
    }


def _tag_sets(ontology: Ontology, entities: Mapping[str, Entity]) -> list[Json]:
    roles = [(its.id, its.definition or its.label) for its in ontology.roles.values()]
    if SPEAKER not in ontology.roles:
        roles.append((SPEAKER, "who says it; without one the article says it itself"))
    some = list(entities.values())[:_MOST_ENTITIES]
    sets = {
        "fact types": [(its.id, its.definition or its.label) for its in ontology.types.values()],
        "stances": [(str(its), ontology.stances[its].label if its in ontology.stances else "") for its in Stance],
        "scopes": [(str(its), "") for its in Scope],
        "modes": [(its, "") for its in _MODES],
        "evidence": [(str(its), "") for its in EvidenceKind],
        "roles": roles,
        "entities": [(its.id, f"{its.name} ({its.kind.value})") for its in some],
    }
    return [
        {"name": name, "description": "", "language": "en", "create_tag": name in _OPEN,
         "tags": [{"tag_name": tag, "tag_description": what} for tag, what in tags]}
        for name, tags in sets.items()
    ]  # fmt: skip


def _mention_layer() -> Json:
    what = f"Words that name a {', '.join(kind.value.lower() for kind in Kind)}."
    return _layer(MENTION, what, [_text(ENTITY, "Who or what is named: an id of the project, or a name.", "entities")])


def _evidence_layer() -> Json:
    return _layer(EVIDENCE, "A further span on which a claim rests.", [_text(KIND, "Where it stands.", "evidence")])


def _claim_layer() -> Json:
    tags = {"factType": "fact types", "stance": "stances", "scope": "scopes", "mode": "modes"}
    features = [_text(name, f"As `{field}` of a claim.", tags.get(name)) for name, field in FEATURES.items()]
    features += [
        _text(KIND, "Where the span stands.", "evidence"),
        _link(FILLERS, "Who fills a role, or speaks.", MENTION, FILLER_LINK, "roles"),
        _link(MORE, "Further spans on which it rests.", EVIDENCE, EVIDENCE_LINK, None),
    ]
    return _layer(CLAIM, "What one speaker says of one fact, on the span that shows it.", features)


def _layer(name: str, what: str, features: list[Json]) -> Json:
    return {
        "name": name, "features": [its | {"rank": rank} for rank, its in enumerate(features)],
        "uiName": name.rpartition(".")[2], "type": "span", "description": what, "enabled": True, "built_in": False,
        "readonly": False, "attach_type": None, "attach_feature": None, "allow_stacking": True, "cross_sentence": True,
        "show_hover": True, "anchoring_mode": "CHARACTERS", "overlap_mode": "ANY_OVERLAP", "validation_mode": "NEVER",
        "lock_to_token_offset": False, "multiple_tokens": False, "linked_list_behavior": False,
        "on_click_javascript_action": None, "traits": None,
    }  # fmt: skip


def _text(name: str, what: str, tag_set: str | None) -> Json:
    return _feature(name, what, "uima.cas.String", tag_set) | {"multi_value_mode": "NONE", "link_mode": "NONE"}


def _link(name: str, what: str, target: str, link: str, tag_set: str | None) -> Json:
    return _feature(name, what, target, tag_set) | {
        "multi_value_mode": "ARRAY", "link_mode": "WITH_ROLE", "link_type_name": link,
        "link_type_role_feature_name": "role", "link_type_target_feature_name": "target",
    }  # fmt: skip


def _feature(name: str, what: str, type_: str, tag_set: str | None) -> Json:
    return {
        "name": name, "tag_set": {"name": tag_set} if tag_set else None, "uiName": _NAMES.get(name, name),
        "type": type_, "enabled": True, "visible": True, "include_in_hover": False, "required": False,
        "remember": False, "hideUnconstraintFeature": False, "description": what, "link_type_name": None,
        "link_type_role_feature_name": None, "link_type_target_feature_name": None, "traits": None, "curatable": True,
    }  # fmt: skip
