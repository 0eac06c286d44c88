"""GraphML: a node for each actor, an edge for each tie; a symmetric tie stands once, with ``directed="false"``.

Source: The GraphML File Format, graphdrawing.org, version 1.0 (`directed` of an edge overrides `edgedefault`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

from msgspec import Struct

from kg.formats.ties import ACTOR_FIELDS, TIE_FIELDS, actors_and_ties, has_direction, in_words, type_name

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kg.snapshot.snapshot import Snapshot

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<graphml xmlns="http://graphml.graphdrawing.org/xmlns" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">'
)
_RETURN = {"\r": "&#13;"}  # else it is read as a line feed (XML 1.0, section 2.11)


def to_graphml(graph: Snapshot, *, everything: bool = False) -> str:
    """Write the network as GraphML; `everything` as in `Graph.export`."""
    actors, ties = actors_and_ties(graph, everything=everything)
    default = "directed" if has_direction(ties) else "undirected"
    lines = [_HEAD]
    for of, fields in (("node", ACTOR_FIELDS), ("edge", TIE_FIELDS)):
        lines += (
            f'  <key id="{of}-{name}" for="{of}" attr.name="{name}" attr.type="{type_name(name)}"/>' for name in fields
        )
    lines.append(f'  <graph edgedefault="{default}">')
    for actor in actors:
        lines += [f"    <node id={quoteattr(actor.id)}>", *_data("node", actor, ACTOR_FIELDS), "    </node>"]
    for tie in ties:
        ends = f"id={quoteattr(tie.id)} source={quoteattr(tie.source)} target={quoteattr(tie.target)}"
        lines.append(f'    <edge {ends} directed="{in_words(not tie.symmetric)}">')
        lines += [*_data("edge", tie, TIE_FIELDS), "    </edge>"]
    return "\n".join([*lines, "  </graph>", "</graphml>", ""])


def _data(of: str, its: Struct, fields: Sequence[str]) -> Iterator[str]:
    for name in fields:
        if (value := in_words(getattr(its, name))) != "":
            yield f'      <data key="{of}-{name}">{escape(value, _RETURN)}</data>'
