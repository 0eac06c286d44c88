"""Shared edges, which join fillers of two facts: what is asked of their layer and of the property that they draw."""

from __future__ import annotations

from kg.base.iris import KG
from kg.ontology.terms import Ontology
from kg.ontology.turtle import Turtle, local


def refuse_mixed(turtle: Turtle, ontology: Ontology) -> None:
    """Refuse a shared edge that would be drawn where nobody asked for it, or that has a direction.

    Parameters
    ----------
    turtle
        All files.
    ontology
        As read from them.

    Raises
    ------
    OntologyError
        If its layer is read unasked, or is that of a shortcut within one fact; if its property is drawn by such a
        shortcut, or is not symmetric.
    """
    types = ontology.types.values()
    others = [cut for type_ in types for cut in type_.shortcuts]
    layers, edges = ({getattr(cut, name): cut.id for cut in reversed(others)} for name in ("layer", "edge"))
    iris = {local(iri): iri for iri in turtle.of_type(f"{KG}Shortcut")}
    for cut in (cut for type_ in types for cut in type_.shared_edges):
        what = f"shared edge `{cut.id}`"
        if ontology.layers[cut.layer].default:
            hint = "it is drawn only where it is asked for: declare a kg:Layer of its own"
            turtle.refuse(f"{what} lies in `{cut.layer}`, which is read unasked", hint, iris[cut.id], f"{KG}layer")
        for name, met in (("layer", layers), ("edge", edges)):
            if other := met.get(getattr(cut, name)):
                fault = f"has the {name} `{getattr(cut, name)}` of the shortcut `{other}`, which joins within one fact"
                hint = f"declare a{'n' * (name == 'edge')} {name} of its own"
                turtle.refuse(f"{what} {fault}", hint, iris[cut.id], f"{KG}{name}")
        if not ontology.edges[cut.edge].symmetric:
            hint = "it holds from both sides: write `a owl:SymmetricProperty` after the edge"
            turtle.refuse(f"{what} draws `{cut.edge}`, which is not symmetric", hint, iris[cut.id], f"{KG}edge")
