"""Ranks, paths and groups as rows and as lines: what `kg rank`, `kg path` and `kg groups` print."""

from __future__ import annotations

from collections.abc import Sequence

from kg import analysis
from kg.analysis import Group, Path, Rank
from kg.base.hints import counted
from kg.report.facts import Row
from kg.snapshot.snapshot import Snapshot


def rank_row(rank: Rank) -> Row:
    """Give a rank as `kg rank --format json` prints it."""
    return {"entity": rank.entity, "label": rank.label, "rank": rank.rank, "score": rank.score}


def rank_cells(ranks: Sequence[Rank]) -> list[tuple[str, str, str, str]]:
    """Give the rank, name, id and score of each actor as text; ties are marked as ties.

    >>> rank_cells([Rank("ann", "Ann", 1, 2.0), Rank("bob", "Bob", 1, 2.0)])
    [('1=', 'Ann', 'ann', '2'), ('1=', 'Bob', 'bob', '2')]
    """
    places = analysis.ordinals(ranks)
    return [(place, its.label, its.entity, f"{its.score:.4g}") for place, its in zip(places, ranks, strict=True)]


def path_row(path: Path) -> Row:
    """Give a path as `kg path --format json` prints it."""
    steps = [
        {
            "from": step.source,
            "to": step.target,
            "facts": list(step.facts),
            "status": step.status,
            "voices": step.voices,
        }
        for step in path.steps
    ]
    return {"length": path.length, "entities": list(path.entities), "steps": steps}


def path_lines(path: Path, graph: Snapshot) -> list[str]:
    """Write a path for people: its actors, then each step with the attributed sentences of its facts."""
    name = graph.teller.name
    lines = [f"{counted(path.length, 'step')}: " + " – ".join(map(name, path.entities))]
    for step in path.steps:
        lines.append(f"  {name(step.source)} – {name(step.target)}: {step.status}")
        lines += [f"    {graph.sentence(fact)}" for fact in step.facts]
    return lines


def group_row(group: Group) -> Row:
    """Give a group as `kg groups --format json` prints it."""
    return {"group": group.group, "entities": list(group.entities)}
