"""Networks for other programs: GraphML, GEXF and CSV, of the edges that are accepted, of all kinds and layers.

GraphML and GEXF hold plain values only: a list becomes its items joined by spaces, None becomes empty text. A symmetric
edge stands there in both directions, marked `symmetric`, since programs that read them, networkx among them, refuse
files in which some edges have a direction and others none. In CSV each edge is one line, and the column `type` says
what Gephi reads there: Undirected or Directed.
"""

from __future__ import annotations

import csv
import io
import re
import warnings
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from kg.base.errors import KgWarning
from kg.query.result_formats import BYTE_ORDER_MARK, guarded

if TYPE_CHECKING:
    import networkx as nx

    from kg.snapshot.snapshot import Snapshot

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")  # XML 1.0, section 2.2
EDGE_COLUMNS = (
    "source", "target", "type", "relation", "layer", "fact", "status", "contested", "day", "voices", "outlets",
    "claims", "share", "part_of_not_accepted", "sentence",
)  # fmt: skip
TWO_MODE_COLUMNS = (
    "entity", "fact", "role", "status", "contested", "voices", "outlets", "claims", "part_of_not_accepted",
)  # fmt: skip


def to_graphml(graph: Snapshot) -> str:
    """Write the network as GraphML."""
    import networkx as nx

    return "\n".join(nx.generate_graphml(_plain(graph))) + "\n"


def to_gexf(graph: Snapshot) -> str:
    """Write the network as GEXF 1.2."""
    import networkx as nx

    plain = _plain(graph)
    for _, _, key, attributes in plain.edges(keys=True, data=True):
        attributes["id"] = key
    return _undated("\n".join(nx.generate_gexf(plain)) + "\n")


def _undated(written: str) -> str:
    """Take out the day of writing and the writer's version, which would change the bytes from day to day."""
    return re.sub(
        r" lastmodifieddate=\"[^\"]*\"", "", re.sub(r"<creator>[^<]*</creator>", "<creator>kg</creator>", written)
    )


def to_csv(graph: Snapshot, *, spreadsheet: bool = False) -> str:
    """Write a line for each edge, with the sentences that name both its ends; `spreadsheet` as in `Graph.export`."""
    rows = [
        {
            "source": source,
            "target": target,
            "type": "Undirected" if graph.ontology.edges[attributes["relation"]].symmetric else "Directed",
            **{name: _text(value) for name, value in attributes.items()},
            "sentence": graph.sentence_of_edge(attributes, source, target),
        }
        for source, target, _, attributes in _ordered(_network(graph))
    ]
    return _csv(EDGE_COLUMNS, rows, spreadsheet)


def to_two_mode_csv(graph: Snapshot, *, spreadsheet: bool = False) -> str:
    """Write a line for each accepted filler of each accepted fact; `spreadsheet` as in `Graph.export`."""
    network = _network(graph, mode="two-mode")
    rows = [
        {"entity": entity, "fact": fact, **{name: _text(value) for name, value in attributes.items()}}
        for entity, fact, _, attributes in _ordered(network)
    ]
    return _csv(TWO_MODE_COLUMNS, rows, spreadsheet)


def _network(graph: Snapshot, mode: str = "one-mode") -> nx.MultiDiGraph[str]:
    """Draw all that is accepted; each edge says of which facts that are not accepted its fact is a part."""
    network = graph.network(mode=mode, kinds="all", layers="all", stand_ins=True)
    if empty := network.graph.get("empty"):
        warnings.warn(empty, KgWarning, stacklevel=4)
    for _, _, attributes in network.edges(data=True):
        wholes = graph.unaccepted_wholes.get(attributes["fact"], ())
        attributes["part_of_not_accepted"] = [whole.fact for whole in wholes]
    return network


def _ordered(network: nx.MultiDiGraph[str]) -> list[tuple[str, str, str, dict[str, Any]]]:
    return sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])


def _csv(columns: tuple[str, ...], rows: list[dict[str, str]], spreadsheet: bool) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\r\n")  # RFC 4180, section 2
    writer.writeheader()
    writer.writerows({name: guarded(cell) for name, cell in row.items()} for row in rows)
    return (BYTE_ORDER_MARK if spreadsheet else "") + out.getvalue()


def _text(value: Any) -> str:  # noqa: ANN401 - JSON
    return "" if value is None else " ".join(value) if isinstance(value, list) else str(value)


def _plain(graph: Snapshot) -> nx.MultiDiGraph[str]:
    """Copy the network with plain values only, in order; an edge's key is its own, with its two ends."""
    import networkx as nx

    network = _network(graph)
    plain: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in sorted(network):
        plain.add_node(node, **_plain_values(network.nodes[node]))
    for source, target, key, attributes in _ordered(network):
        values = _plain_values(attributes) | {"symmetric": graph.ontology.edges[attributes["relation"]].symmetric}
        plain.add_edge(source, target, f"{key}/{source}/{target}", **values)
        if values["symmetric"]:
            plain.add_edge(target, source, f"{key}/{target}/{source}", **values)
    return plain


def _plain_values(attributes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: v if isinstance(v, float) else _NOT_XML.sub("", _text(v)) for name, v in attributes.items()}
