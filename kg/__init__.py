"""Dramatis: a knowledge graph of actors and relationships from news, in which every edge says who said so.

>>> import kg
>>> graph = kg.open(".")  # doctest: +SKIP
>>> graph.query("SELECT ?who { entity:asim-munir kg:met ?who }").to_pandas()  # doctest: +SKIP
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from kg import analysis
    from kg.base.iris import Names
    from kg.graph.graph import Graph
    from kg.graph.opening import build, open
    from kg.model.records import Article, Claim, Entity, Evidence
    from kg.query.limits import Limits

__all__ = ["Article", "Claim", "Entity", "Evidence", "Graph", "Limits", "Names", "analysis", "build", "open"]
_HOMES = {
    "Article": "kg.model.records",
    "Claim": "kg.model.records",
    "Entity": "kg.model.records",
    "Evidence": "kg.model.records",
    "Graph": "kg.graph.graph",
    "Limits": "kg.query.limits",
    "Names": "kg.base.iris",
    "build": "kg.graph.opening",
    "open": "kg.graph.opening",
}


def __getattr__(name: str) -> Any:  # noqa: ANN401 - whatever the name stands for
    """Import what is asked for when it is first asked for, so that `kg --help` waits for nothing."""
    import importlib

    if name == "analysis":
        return importlib.import_module("kg.analysis")
    if name in _HOMES:
        return getattr(importlib.import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'kg' has no attribute {name!r}")


def load_ipython_extension(shell: Any) -> None:  # noqa: ANN401 - IPython is imported late
    """Take up `%load_ext kg`: the magics `%kg` and `%%sparql`, with completion."""
    from kg.jupyter.magics import load

    load(shell)
