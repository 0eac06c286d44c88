"""The ontology: fact types, roles, edges, layers and concepts, read from Turtle. No other package knows the domain.

- `terms`: what an ontology declares, as frozen values: fact types, roles, edges, layers, concepts.
- `turtle`: reads Turtle files to one index of triples that knows where each term stands.
- `types`: fact types, with their shapes, phrases, parties and shortcuts.
- `statements`: refuses statements that are Turtle, but that mean nothing here.
- `shapes`: the subset of SHACL that the checker reads.
- `shared_edges`: edges between fillers of two facts, drawn only where they are asked for.
- `sorts`: which sort of term each one is; refuses terms of two sorts, and names, labels and codes that two share.
- `axioms`: refuses statements that would change what a term means, and that nothing follows.
- `phrases`: templates that make a sentence of what fills the roles of a fact.
- `earlier`: terms and statements of an earlier edition of the model, and what has replaced each.
- `codings`: what the codes of event data sets stand for here.
- `remembered`: keeps what was made of an ontology's files, for as long as the process runs.
- `loader`: reads Turtle files to the ontology, with the place of every fault.
"""

from kg.ontology.loader import core_folder, is_core, load
from kg.ontology.phrases import fill, slots
from kg.ontology.terms import (
    Coding,
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
    "Coding",
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
    "is_core",
    "load",
    "slots",
]
