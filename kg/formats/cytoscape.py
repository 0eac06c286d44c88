"""The JSON of Cytoscape.js and Cytoscape, which `networkx.cytoscape_graph` reads too.

It says of the whole file whether edges have a direction. Where any has one, a symmetric tie therefore stands in both
directions, or whatever measures along the edges would follow it one way only; the second is marked `reverse`.

Source: Cytoscape.js, "Elements JSON"; networkx, `cytoscape_data`.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kg.formats.ties import ACTOR_FIELDS, TIE_FIELDS, Actor, Tie, actors_and_ties, has_direction

if TYPE_CHECKING:
    from kg.snapshot.snapshot import Snapshot


def to_cytoscape(graph: Snapshot, *, everything: bool = False) -> str:
    """Write the network as JSON for Cytoscape; `everything` as in `Graph.export`."""
    actors, ties = actors_and_ties(graph, everything=everything)
    directed = has_direction(ties)
    edges = []
    for tie in ties:
        edges.append(_edge(tie, reverse=False))
        if directed and tie.symmetric:
            edges.append(_edge(tie, reverse=True))
    written = {
        "data": {"name": graph.project.title},
        "directed": directed,
        "multigraph": True,
        "elements": {"nodes": [_node(actor) for actor in actors], "edges": edges},
    }
    return json.dumps(written, ensure_ascii=False, indent=1) + "\n"


def _node(actor: Actor) -> dict[str, Any]:
    values = {name: value for name in ACTOR_FIELDS if (value := getattr(actor, name)) is not None}
    return {"data": {"id": actor.id, "value": actor.id, "name": actor.label, **values}}


def _edge(tie: Tie, *, reverse: bool) -> dict[str, Any]:
    values = {name: value for name in TIE_FIELDS if (value := getattr(tie, name)) is not None}
    ends = (tie.target, tie.source) if reverse else (tie.source, tie.target)
    id_ = f"{tie.id}:reverse" if reverse else tie.id
    return {"data": {"id": id_, "key": id_, "source": ends[0], "target": ends[1], "reverse": reverse, **values}}
