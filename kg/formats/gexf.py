"""GEXF 1.2: a node for each actor, an edge for each tie, with the days on which it may have been.

A symmetric tie stands once, with ``type="undirected"``. An edge with time has ``start`` and ``end``, both inclusive,
or a spell for each of several days that claims give; an edge without is there always.

Source: GEXF 1.2draft Primer, gexf.net, sections on edges and on dynamics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from xml.sax.saxutils import quoteattr

from msgspec import Struct

from kg.formats.ties import ACTOR_FIELDS, TIE_FIELDS, Tie, actors_and_ties, has_direction, in_words, type_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kg.formats.ties import Stretch
    from kg.snapshot.snapshot import Snapshot

_HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n'
    '<gexf xmlns="http://www.gexf.net/1.2draft" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="http://www.gexf.net/1.2draft http://www.gexf.net/1.2draft/gexf.xsd" version="1.2">\n'
    "  <meta>\n    <creator>kg</creator>\n  </meta>"
)
_OWN = ("label", "weight")  # what an element says by an attribute of its own
_NODE_VALUES = tuple(name for name in ACTOR_FIELDS if name not in _OWN)
_EDGE_VALUES = tuple(name for name in TIE_FIELDS if name not in _OWN)


def to_gexf(graph: Snapshot, *, everything: bool = False) -> str:
    """Write the network as GEXF; `everything` as in `Graph.export`."""
    actors, ties = actors_and_ties(graph, everything=everything)
    default = "directed" if has_direction(ties) else "undirected"
    time = ' mode="dynamic" timeformat="date"' if any(tie.stretches for tie in ties) else ' mode="static"'
    lines = [_HEAD, f'  <graph defaultedgetype="{default}"{time}>']
    for of, names in (("node", _NODE_VALUES), ("edge", _EDGE_VALUES)):
        lines.append(f'    <attributes class="{of}" mode="static">')
        lines += (f'      <attribute id="{name}" title="{name}" type="{type_name(name)}"/>' for name in names)
        lines.append("    </attributes>")
    lines.append("    <nodes>")
    for actor in actors:
        lines.append(f"      <node id={quoteattr(actor.id)} label={quoteattr(in_words(actor.label))}>")
        lines += [*_values(actor, _NODE_VALUES), "      </node>"]
    lines += ["    </nodes>", "    <edges>"]
    for tie in ties:
        lines += _edge(tie)
    return "\n".join([*lines, "    </edges>", "  </graph>", "</gexf>", ""])


def _edge(tie: Tie) -> Iterator[str]:
    ends = f"id={quoteattr(tie.id)} source={quoteattr(tie.source)} target={quoteattr(tie.target)}"
    kind = "undirected" if tie.symmetric else "directed"
    label = quoteattr(in_words(tie.label))
    when = _bounds(tie.stretches[0]) if len(tie.stretches) == 1 else ""
    yield f'      <edge {ends} type="{kind}" label={label} weight="{tie.weight}"{when}>'
    yield from _values(tie, _EDGE_VALUES)
    if len(tie.stretches) > 1:
        yield "        <spells>"
        yield from (f"          <spell{_bounds(stretch)}/>" for stretch in tie.stretches)
        yield "        </spells>"
    yield "      </edge>"


def _bounds(stretch: Stretch) -> str:
    first, last = stretch
    return (f' start="{first}"' if first else "") + (f' end="{last}"' if last else "")


def _values(its: Struct, names: tuple[str, ...]) -> Iterator[str]:
    yield "        <attvalues>"
    for name in names:
        if (value := in_words(getattr(its, name))) != "":
            yield f'          <attvalue for="{name}" value={quoteattr(value)}/>'
    yield "        </attvalues>"
