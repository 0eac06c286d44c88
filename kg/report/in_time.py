"""Paths in time as rows and as lines: what `kg path A B --in-time` prints."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING

from kg import analysis
from kg.analysis import TimedPath
from kg.base.hints import counted
from kg.report.facts import Row
from kg.report.networks import path_lines, path_row
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import networkx as nx

_UNDATED = "undated"


def timed_row(its: TimedPath, graph: Snapshot, network: nx.MultiDiGraph[str]) -> Row:
    """Give a path as `kg path --in-time --format json` prints it: each step with the one fact on which it stands."""
    row = path_row(its, graph, _only(its, network))
    return row | {"in_time": _how(its), "days": list(its.days)}


def timed_lines(its: TimedPath, graph: Snapshot, network: nx.MultiDiGraph[str]) -> list[str]:
    """Write a path for people: its actors, whether and when its steps follow each other, then each step."""
    head, *steps = path_lines(its, graph, _only(its, network))
    when = ", then ".join(day or _UNDATED for day in its.days)
    return [head, *([f"  {_how(its)} in time: {when}"] if its.days else []), *steps]


def no_way_in_time(network: nx.MultiDiGraph[str], a: str, b: str) -> str:
    """Say that no way is in time, and how long the shortest is that is not; empty if there is none either."""
    shortest = next(iter(analysis.path(network, a, b, 1)), None)
    if shortest is None:
        return ""
    ways = f"without `--in-time` there is one of {counted(shortest.length, 'step')}"
    return f"no way from {a} to {b} on which each step can follow the one before: {ways}"


def not_certain(paths: Sequence[TimedPath]) -> str:
    """Say what it means that some paths are only possibly in time; empty if all are certainly."""
    some = sum(not its.certain for its in paths)
    if not some:
        return ""
    which = f"{some:,} of {len(paths):,} ways {'is' if some == 1 else 'are'}" if len(paths) > 1 else "it is"
    return f"{which} only possibly in time: days overlap, or are not stated"


def _how(its: TimedPath) -> str:
    return "certainly" if its.certain else "possibly"


def _only(its: TimedPath, network: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
    """Leave the edges on which a path stands, in a network of their own."""
    facts = {ends: step.facts for ends, step in zip(pairwise(its.entities), its.steps, strict=True)}
    facts |= {(other, one): names for (one, other), names in facts.items()}
    kept = [
        edge
        for edge in network.edges(keys=True)
        if (fact := network.edges[edge]).get("fact") in facts.get(edge[:2], ())
        and tuple(fact.get("facts") or [fact["fact"]]) == facts[edge[0], edge[1]]
    ]
    return network.edge_subgraph(kept)  # type: ignore[arg-type] # the stubs know of no keys
