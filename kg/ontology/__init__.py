"""The ontology: fact types, roles, edges, layers and concepts, read from Turtle. Nothing else knows the domain."""

from kg.ontology.load import core_folder, load
from kg.ontology.phrases import fill, slots
from kg.ontology.terms import (
    Concept,
    Edge,
    FactType,
    Layer,
    Ontology,
    Role,
    RoleRule,
    Shortcut,
    Term,
)

__all__ = [
    "Concept",
    "Edge",
    "FactType",
    "Layer",
    "Ontology",
    "Role",
    "RoleRule",
    "Shortcut",
    "Term",
    "core_folder",
    "fill",
    "load",
    "slots",
]
