"""Readers of GraphML and GEXF that take each edge's own direction, as the specifications say; and outer readers."""

from __future__ import annotations

import json
import subprocess
import xml.etree.ElementTree as ET
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import networkx as nx

from tests.conftest import ROOT, missing

READERS = ROOT / ".venv-readers/bin/python"
_CASTS: dict[str, Any] = {"string": str, "double": float, "boolean": lambda text: {"true": True, "false": False}[text]}


@dataclass(frozen=True)
class Edge:
    """An edge as a file says."""

    source: str
    target: str
    directed: bool
    said: dict[str, Any] = field(compare=False)


@dataclass(frozen=True)
class Read:
    """A network as a file says."""

    nodes: dict[str, dict[str, Any]]
    edges: dict[str, Edge]  # by id
    default: str

    def both_ways(self) -> nx.MultiDiGraph[str]:
        """Give what a program measures that knows both sorts of edges: one without direction leads both ways."""
        drawn: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        drawn.add_nodes_from(self.nodes)
        for its in self.edges.values():
            drawn.add_edge(its.source, its.target, weight=its.said["weight"])
            if not its.directed:
                drawn.add_edge(its.target, its.source, weight=its.said["weight"])
        return drawn


def graphml(text: str) -> Read:
    """Read GraphML: `directed` of an edge, or else `edgedefault`."""
    space = "{http://graphml.graphdrawing.org/xmlns}"
    root = ET.fromstring(text)
    keys = {its.attrib["id"]: its.attrib for its in root.iter(f"{space}key")}
    (graph,) = root.iter(f"{space}graph")
    default = graph.attrib["edgedefault"]

    def said(element: ET.Element) -> dict[str, Any]:
        found = {}
        for data in element.iter(f"{space}data"):
            key = keys[data.attrib["key"]]
            assert key["for"] == element.tag.removeprefix(space)
            found[key["attr.name"]] = _CASTS[key["attr.type"]](data.text or "")
        return found

    nodes = {its.attrib["id"]: said(its) for its in graph.iter(f"{space}node")}
    edges = {}
    for its in graph.iter(f"{space}edge"):
        directed = its.attrib.get("directed", "true" if default == "directed" else "false") == "true"
        assert its.attrib["id"] not in edges
        edges[its.attrib["id"]] = Edge(its.attrib["source"], its.attrib["target"], directed, said(its))
    return _sound(Read(nodes, edges, default))


def gexf(text: str) -> Read:
    """Read GEXF: `type` of an edge, or else `defaultedgetype`; `when` is the list of its spells."""
    space = "{http://www.gexf.net/1.2draft}"
    root = ET.fromstring(text)
    (graph,) = root.iter(f"{space}graph")
    default = graph.attrib["defaultedgetype"]
    titles = {
        (block.attrib["class"], its.attrib["id"]): (its.attrib["title"], its.attrib["type"])
        for block in root.iter(f"{space}attributes")
        for its in block
    }

    def said(element: ET.Element) -> dict[str, Any]:
        found: dict[str, Any] = {"label": element.attrib["label"]}
        for value in element.iter(f"{space}attvalue"):
            title, type_ = titles[element.tag.removeprefix(space), value.attrib["for"]]
            found[title] = _CASTS[type_](value.attrib["value"])
        spells = list(element.iter(f"{space}spell")) or [element]
        found["when"] = [(its.attrib.get("start"), its.attrib.get("end")) for its in spells]
        return found

    nodes = {its.attrib["id"]: said(its) for its in graph.iter(f"{space}node")}
    edges = {}
    for its in graph.iter(f"{space}edge"):
        directed = its.attrib.get("type", default) == "directed"
        assert its.attrib["id"] not in edges
        more = {"weight": float(its.attrib["weight"])}
        edges[its.attrib["id"]] = Edge(its.attrib["source"], its.attrib["target"], directed, said(its) | more)
    return _sound(Read(nodes, edges, default))


def _sound(read: Read) -> Read:
    assert all(its.source in read.nodes and its.target in read.nodes for its in read.edges.values())
    return read


def outside(program: str, *arguments: str | Path) -> Any:
    """Run a program of `tests/formats/outside` by the readers' own Python, and give the JSON that it prints."""
    if not READERS.exists():
        missing("readers", "no readers of foreign formats: `make readers` installs them into .venv-readers")
    command = [str(READERS), str(ROOT / "tests/formats/outside" / program), *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return json.loads(done.stdout)
