"""Edges, ranks, paths and groups as rows and as lines: what `kg network`, `rank`, `path` and `groups` print."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from kg import analysis
from kg.account.unaccepted import not_shown, why
from kg.analysis import Group, Path, Rank, Step
from kg.base.hints import LONGEST_CELL, NEWEST, counted, named, several
from kg.base.letters import cut
from kg.model.records import Contested, Status
from kg.report.doubts import denials, doubts_of_edge, mark
from kg.report.facts import Row, values_row
from kg.report.ordering import known, ranked
from kg.snapshot.sentences import both
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.choice import Choice

_MOST_FACTS = 3  # of a step on a path
_MOST_TOLD = 3  # claims of an edge on a path
_OF_EDGE = ("fact", "relation", "status", "contested", "voices", "outlets", "claims")


def rank_row(rank: Rank) -> Row:
    """Give a rank as `kg rank --format json` prints it."""
    return {"entity": rank.entity, "label": rank.label, "rank": rank.rank, "score": rank.score}


def in_rank_order(ranks: Sequence[Rank], sort: str = "score") -> list[Rank]:
    """Put ranks in an order: ``score``, the best first, or ``name``.

    Raises
    ------
    UsageError
        If there is no such order.
    """
    by_name = known(sort, ("score", "name")) == "name"
    return sorted(ranks, key=lambda its: (its.label.casefold(), its.entity)) if by_name else list(ranks)


def rank_cells(ranks: Sequence[Rank]) -> list[tuple[str, str, str, str]]:
    """Give the rank, name, id and score of each actor as text; ties are marked as ties.

    >>> rank_cells([Rank("ann", "Ann", 1, 2.0), Rank("bob", "Bob", 1, 2.0)])
    [('1=', 'Ann', 'ann', '2'), ('1=', 'Bob', 'bob', '2')]
    """
    places, scores = analysis.ordinals(ranks), plain([its.score for its in ranks])
    return [
        (place, cut(its.label, LONGEST_CELL // 2), its.entity, score)
        for place, its, score in zip(places, ranks, scores, strict=True)
    ]


def plain(scores: Sequence[float]) -> list[str]:
    """Write scores as plain numbers, all with as many digits after the point: as give four digits of the best.

    >>> plain([1234.0, 7.0]), plain([0.51234, 0.0321, 0.0]), plain([0.0000123456, 1e-12])
    (['1234', '7'], ['0.5123', '0.0321', '0.0000'], ['0.00001235', '<0.00000001'])
    >>> plain([123.456, 0.5]), plain([])
    (['123.46', '0.50'], [])
    """
    best = max(map(abs, scores), default=0.0)
    if all(score == int(score) for score in scores):
        return [f"{score:.0f}" for score in scores]
    digits = max(2, 3 - math.floor(math.log10(best)))
    least = 10.0**-digits
    return [f"<{least:.{digits}f}" if 0 < score < least / 2 else f"{score:.{digits}f}" for score in scores]


def with_ends(graph: Snapshot, choice: Choice, ends: Iterable[str]) -> tuple[Choice, str]:
    """Include the ends of a path in a network even if they are stand-ins: whoever names them has asked for them.

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
        The options, and a line that says which stand-ins are included; empty if none is.
    """
    asked = choice.get("stand_ins", False)
    hidden = [end for end in dict.fromkeys(map(graph.entity, ends)) if graph.records.entities[end].anonymous]
    if asked is True or not hidden:
        return choice, ""
    what = "is a stand-in" if len(hidden) == 1 else "are stand-ins"
    line = f"{both(map(named, hidden))} {what}: included, since named"
    return choice | {"stand_ins": {*hidden, *(asked or ())}}, line


def path_row(path: Path, graph: Snapshot, network: nx.MultiDiGraph[str]) -> Row:
    """Give a path as `kg path --format json` prints it: each step with the edges that it rests on."""
    steps = [
        {
            "from": step.source,
            "to": step.target,
            "facts": list(step.facts),
            "status": step.status,
            "voices": step.voices,
            "edges": [
                {name: edge[name] for name in _OF_EDGE} | doubts_of_edge(graph, edge, step.source, step.target)
                for edge in _edges(network, step.source, step.target)
            ],
        }
        for step in path.steps
    ]
    return {"length": path.length, "entities": list(path.entities), "steps": steps}


def path_lines(
    path: Path, graph: Snapshot, network: nx.MultiDiGraph[str], told: set[tuple[str, str]] | None = None
) -> list[str]:
    """Write a path for people: its actors, then each step with the attributed sentences that name both its ends.

    Parameters
    ----------
    path
        From `kg.analysis.path`.
    graph, network
        In which it was found.
    told
        The steps of earlier paths, by their ends, which are not told again; those of this one are added.

    Returns
    -------
    list
        Lines. Of the facts of a step the best sourced are told, and the others counted.
    """
    name, dash = graph.teller.brief.name, _dash(network)
    told = set() if told is None else told
    lines = [f"{counted(path.length, 'step')}: " + dash.join(map(name, path.entities))]
    for step in path.steps:
        ends = (step.source, step.target)
        ends = ends if network.graph.get("directed") else (min(ends), max(ends))
        above = f"  {name(step.source)}{dash}{name(step.target)}: as above"
        lines += [above] if ends in told else _told(step, graph, network)
        told.add(ends)
    return lines


def _dash(network: nx.MultiDiGraph[str]) -> str:
    return " → " if network.graph.get("directed") else " – "


def _told(step: Step, graph: Snapshot, network: nx.MultiDiGraph[str]) -> Iterator[str]:
    """Write a step: how it stands by the weakest of its facts, and the best of these."""
    facts: dict[str, list[dict[str, Any]]] = {}  # a fact may join the two by several relations
    for edge in _edges(network, step.source, step.target):
        facts.setdefault(edge["fact"], []).append(edge)
    best = ranked(facts.values(), lambda edges: graph.account.facts[edges[0]["fact"]], "status")[:_MOST_FACTS]
    stands = f"{step.status}, {counted(step.voices, 'voice')}"
    many = f"{len(facts):,} facts, the weakest " if len(facts) > 1 else ""
    ends = f"{graph.teller.brief.name(step.source)}{_dash(network)}{graph.teller.brief.name(step.target)}"
    yield f"  {ends}: {many}{stands}"
    for edges in best:
        yield from _sentences(edges[0], graph, step)
    if more := len(facts) - len(best):
        yield f"    and {counted(more, 'more fact')}; `kg between {step.source} {step.target}`"


def _sentences(edge: dict[str, Any], graph: Snapshot, step: Step) -> Iterator[str]:
    """Write what claims say of an edge, each sentence once."""
    teller = graph.teller.brief.naming(step.source, step.target)
    apart = "" if _is_named_together(graph, edge, step.source, step.target) else "(no claim names both) "
    different = list({teller.claim(claim): claim for claim in (graph.claims[key] for key in edge["claims"])}.values())
    told = teller.told(different[:_MOST_TOLD], edge["fact"])
    more = f" And {counted(len(different) - _MOST_TOLD, 'more claim')}; `kg explain {edge['fact']}`."
    yield f"    {apart}{told}{more if len(different) > _MOST_TOLD else ''}"
    doubts = doubts_of_edge(graph, edge, step.source, step.target)
    if doubted := mark(doubts) + denials(doubts):
        yield f"      {edge['status']}{doubted}"


Drawn = tuple[str, str, dict[str, Any]]  # an edge of a network: its ends, and what it says


def in_edge_order(graph: Snapshot, network: nx.MultiDiGraph[str], sort: str = NEWEST) -> list[Drawn]:
    """Put the edges of a network in an order.

    Parameters
    ----------
    graph
        Whose network it is.
    network
        From `kg.network.network`, in one mode.
    sort
        The order of their facts, as in `kg.report.ordering.in_order`.
    """
    found = sorted(network.edges(keys=True, data=True), key=lambda edge: edge[:3])
    edges = [(source, target, attributes) for source, target, _, attributes in found]
    return ranked(edges, lambda edge: graph.account.facts[edge[2]["fact"]], sort)


def edge_row(graph: Snapshot, edge: Drawn) -> Row:
    """Give an edge of a network as `kg network --format json` prints it."""
    source, target, its = edge
    doubts = doubts_of_edge(graph, its, source, target)
    values = {"values": values_row(graph, graph.account.facts[its["fact"]])}
    return {"source": source, "target": target, **its} | doubts | values


def edge_lines(graph: Snapshot, row: Row) -> Iterator[str]:
    """Write an edge for people: its day, its status and whom it joins; below, its fact and who says so."""
    teller, when = graph.teller.brief, cut(row["day"] or "undated", LONGEST_CELL)
    label = cut(graph.ontology.edges[row["relation"]].label, LONGEST_CELL // 2)
    ends = f"{teller.name(row['source'])} – {label} – {teller.name(row['target'])}"
    yield f"{f'{when} ':<12}{row['status']:<13}{ends}{mark(row)}"
    facts = several(row.get("facts") or [row["fact"]])
    said = [facts, several(row["voices"]), f"in {counted(len(row['outlets']), 'outlet')}"]
    if within := row.get("within"):
        said.append(f"{row['overlap']} overlap within {within}")
    read = "" if any(graph.claims[key].was_read for key in row["claims"]) else "not read"
    yield f"{'':<25}{' · '.join(filter(None, (*said, read)))}{denials(row)}"


def in_group_order(groups: Sequence[Group], graph: Snapshot, sort: str = "size") -> list[Group]:
    """Put groups in an order: ``size``, the largest first, or ``name``, that of the first of their members.

    Raises
    ------
    UsageError
        If there is no such order.
    """
    if known(sort, ("size", "name")) == "size":
        return list(groups)
    return sorted(groups, key=lambda group: min(graph.teller.name(its).casefold() for its in group.entities))


def member_names(group: Group, graph: Snapshot) -> str:
    """Name the members of a group, the first of them where they are many."""
    return several([*map(graph.teller.brief.name, group.entities)])


def _edges(network: nx.MultiDiGraph[str], a: str, b: str) -> Iterator[dict[str, Any]]:
    """Give what the edges between two actors say, in whatever direction they run, unless the network follows that."""
    for source, target in [(a, b)] if network.graph.get("directed") else [(a, b), (b, a)]:
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


def not_in_network(graph: Snapshot, **choice: Any) -> list[str]:  # noqa: ANN401 - see kg.network.network
    """Say in lines how many edges rest on what nobody read, and how many facts, not accepted, would draw more."""
    every = graph.network(**choice, accepted=False)
    others = _reasons(edge for _, _, edge in every.edges(data=True) if not edge["accepted"])
    return [*filter(None, [not_read(every), not_shown(others, "kg facts")])]


def not_read(network: nx.Graph[str]) -> str:
    """Say in a line how many edges of a network rest on what nobody read; empty where somebody read all."""
    unread = network.graph.get("not_read")
    return f"not read: {unread}; `--read` leaves them out" if unread else ""


def not_chosen(graph: Snapshot, choice: Choice) -> str:
    """Say in a line which edges are in no network unasked: of other kinds, or in other layers; and how to ask."""
    from kg.network.absence import elsewhere
    from kg.network.choice import choose

    chosen = choose(choice, graph.records.entities.values(), graph.ontology)
    return elsewhere(graph.account, graph.ontology, choice, chosen)


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
