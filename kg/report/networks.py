"""Ranks, paths and groups as rows and as lines: what `kg rank`, `kg path` and `kg groups` print."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg import analysis
from kg.account.unaccepted import not_shown, why
from kg.analysis import Group, Path, Rank
from kg.base.hints import LONGEST_CELL, MOST_LISTED, counted, named, several
from kg.base.letters import cut
from kg.model.records import Contested, Status
from kg.report.facts import Row
from kg.snapshot.sentences import both
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import networkx as nx

_MOST_TOLD = 3  # claims of an edge on a path
_OF_EDGE = ("fact", "relation", "status", "contested", "voices", "outlets", "claims")


def rank_row(rank: Rank) -> Row:
    """Give a rank as `kg rank --format json` prints it."""
    return {"entity": rank.entity, "label": rank.label, "rank": rank.rank, "score": rank.score}


def rank_cells(ranks: Sequence[Rank]) -> list[tuple[str, str, str, str]]:
    """Give the rank, name, id and score of each actor as text; ties are marked as ties.

    >>> rank_cells([Rank("ann", "Ann", 1, 2.0), Rank("bob", "Bob", 1, 2.0)])
    [('1=', 'Ann', 'ann', '2'), ('1=', 'Bob', 'bob', '2')]
    """
    places = analysis.ordinals(ranks)
    return [
        (place, cut(its.label, LONGEST_CELL // 2), its.entity, f"{its.score:.4g}")
        for place, its in zip(places, ranks, strict=True)
    ]


def with_ends(graph: Snapshot, choice: dict[str, Any], ends: Iterable[str]) -> tuple[dict[str, Any], str]:
    """Include the ends of a path in a network even if they are anonymous: whoever names them has asked for them.

    Parameters
    ----------
    graph
        Whose entities they are.
    choice
        The options of the network, as in `kg.network.network`.
    ends
        Ids of entities.

    Returns
    -------
    tuple
        The options, and a line that says which anonymous entities are included; empty if none is.
    """
    asked = choice.get("anonymous", False)
    hidden = [end for end in dict.fromkeys(ends) if graph.records.entities[graph.entity(end)].anonymous]
    if asked is True or not hidden:
        return choice, ""
    line = f"{both(map(named, hidden))} {'is' if len(hidden) == 1 else 'are'} anonymous: included, since named"
    return choice | {"anonymous": {*hidden, *(asked or ())}}, line


def path_row(path: Path, network: nx.MultiDiGraph[str]) -> Row:
    """Give a path as `kg path --format json` prints it: each step with the edges that it rests on."""
    steps = [
        {
            "from": step.source,
            "to": step.target,
            "facts": list(step.facts),
            "status": step.status,
            "voices": step.voices,
            "edges": [{name: edge[name] for name in _OF_EDGE} for edge in _edges(network, step.source, step.target)],
        }
        for step in path.steps
    ]
    return {"length": path.length, "entities": list(path.entities), "steps": steps}


def path_lines(path: Path, graph: Snapshot, network: nx.MultiDiGraph[str]) -> list[str]:
    """Write a path for people: its actors, then each step with the attributed sentences that name both its ends."""
    teller = graph.teller.brief
    name = teller.name
    lines = [f"{counted(path.length, 'step')}: " + " – ".join(map(name, path.entities))]
    for step in path.steps:
        told_of = teller.naming(step.source, step.target)
        lines.append(f"  {name(step.source)} – {name(step.target)}: {step.status}, {counted(step.voices, 'voice')}")
        found = list(_edges(network, step.source, step.target))
        for edge in found[:MOST_LISTED]:
            apart = "" if _is_named_together(graph, edge, step.source, step.target) else "(no claim names both) "
            keys = list(edge["claims"])
            told = told_of.told((graph.claims[key] for key in keys[:_MOST_TOLD]), edge["fact"])
            more = f" And {counted(len(keys) - _MOST_TOLD, 'more claim')}; `kg explain {edge['fact']}`."
            lines.append(f"    {apart}{told}{more if len(keys) > _MOST_TOLD else ''}")
        if len(found) > MOST_LISTED:
            lines.append(f"    and {len(found) - MOST_LISTED:,} more edges; `kg between {step.source} {step.target}`")
    return lines


def member_names(group: Group, graph: Snapshot) -> str:
    """Name the members of a group, the first of them where they are many."""
    return several([*map(graph.teller.brief.name, group.entities)])


def _edges(network: nx.MultiDiGraph[str], a: str, b: str) -> Iterator[dict[str, Any]]:
    """Give what the edges between two actors say, in whatever direction they run."""
    for source, target in ((a, b), (b, a)):
        if network.has_edge(source, target):
            yield from (edge for _, edge in sorted(network[source][target].items()))


def _is_named_together(graph: Snapshot, edge: dict[str, Any], a: str, b: str) -> bool:
    named = ({id_ for ids in graph.claims[key].roles.values() for id_ in ids} for key in edge["claims"])
    return all({a, b} <= ids for ids in named)


def not_on_path(graph: Snapshot, paths: Iterable[Path], a: str, b: str, **choice: Any) -> str:  # noqa: ANN401 - see kg.network.network
    """Say in a line for each two actors on a path, and for its ends, what else joins them and is not accepted."""
    every = graph.network(**choice, accepted=False)
    pairs = {(a, b): None} | {pair: None for path in paths for pair in pairwise(path.entities)}
    lines = (
        not_shown(
            _reasons(edge for edge in _edges(every, *pair) if not edge["accepted"]), f"kg explain {' '.join(pair)}"
        )
        for pair in pairs
    )
    return "\n".join(filter(None, lines))


def not_in_network(graph: Snapshot, **choice: Any) -> str:  # noqa: ANN401 - see kg.network.network
    """Say in a line how many facts would draw further edges, and are not accepted."""
    every = graph.network(**choice, accepted=False).edges(data=True)
    return not_shown(_reasons(edge for _, _, edge in every if not edge["accepted"]), "kg facts")


def _reasons(edges: Iterable[dict[str, Any]]) -> list[str]:
    """Say of each fact why some of its edges are not accepted; of several reasons that of the first edge."""
    reasons: dict[str, str] = {}
    for edge in edges:
        contested = edge["contested"] and Contested(edge["contested"])
        reasons.setdefault(edge["fact"], why(Status(edge["status"]), contested))
    return list(reasons.values())


def group_row(group: Group) -> Row:
    """Give a group as `kg groups --format json` prints it."""
    return {"group": group.group, "entities": list(group.entities)}
