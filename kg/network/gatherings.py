"""Large gatherings: which ties they draw, and a network without these, as measures read it unless told otherwise.

Who was at a conference of fifty did not deal with all the others, and yet has a tie to each of them: one such fact
outweighs all that is known of everybody else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from typing import Any

import networkx as nx

Ends = tuple[str, str]
Edge = Mapping[str, Any]  # the attributes that `kg.network.network` gives it

GATHERED_BY = "gathered_by"  # the attribute of a network that names the relations of gatherings in it
MOST_DELEGATIONS = 10  # of a gathering whose ties measures read unasked: see docs/measures.md, "Large gatherings"
MOST_TIES = MOST_DELEGATIONS * (MOST_DELEGATIONS - 1) // 2  # of one fact: as many as so many draw among them
LEAST_SHARE = (1 - 1e-9) / (MOST_DELEGATIONS - 1)  # of a tie: a smaller one is of more delegations
_OPTION = "`--gatherings` includes them; in Python, `gatherings=True`"


def large_in(pairs: Mapping[Ends, Iterable[Edge]], gathered_by: Collection[str] = ()) -> dict[Ends, dict[str, float]]:
    """Tell which facts of each pair are large gatherings.

    Parameters
    ----------
    pairs
        Two actors -> the edges that join them. With directions, both ways may stand there.
    gathered_by
        The relations that join those who were at one gathering.

    Returns
    -------
    dict
        The facts, with their shares, whose edges between the two all are of more than `MOST_DELEGATIONS` by their
        share, or of more than `MOST_TIES` that one gathering draws; pairs without any are missing. Who was in one body
        (``within``) is asked for by name, and never left out.

    >>> summit = {"fact": "summit", "relation": "attended-with", "share": 0.02}
    >>> large_in({("ann", "bob"): [summit, {"fact": "talks", "relation": "met", "share": 1.0}]})
    {('ann', 'bob'): {'summit': 0.02}}
    """
    gathered = {
        (min(ends), max(ends), edge["fact"])
        for ends, edges in pairs.items() for edge in edges if edge["relation"] in gathered_by
    }  # fmt: skip
    drawn = Counter(fact for _, _, fact in gathered)

    def is_large(edge: Edge) -> bool:
        if "within" in edge:
            return False
        return edge["share"] < LEAST_SHARE or (edge["relation"] in gathered_by and drawn[edge["fact"]] > MOST_TIES)

    found: dict[Ends, dict[str, float]] = {}
    for ends, edges in pairs.items():
        if large := {edge["fact"]: edge["share"] for edge in edges if is_large(edge)}:
            kept = {edge["fact"] for edge in edges if not is_large(edge)}
            found[ends] = {fact: share for fact, share in large.items() if fact not in kept}
    return found


def without_large(network: nx.Graph[str]) -> nx.Graph[str]:
    """Give a network without the ties of large gatherings, unless it was drawn with them; it stays as it was.

    Parameters
    ----------
    network
        From `kg.network.collapse`, which marks them, or any network that has no such marks.

    Returns
    -------
    networkx.Graph
        A tie that stands on other facts too weighs as many as these. Who is tied by such gatherings alone is missing.
        How many ties are left out is said in its attribute ``left_out``; and in ``empty``, if none is left.
    """
    large = [(one, other, its["large"]) for one, other, its in network.edges(data=True) if its.get("large")]
    if not large or network.graph.get("gatherings"):
        return network
    left = network.copy()
    for one, other, gone in large:
        tie = left.edges[one, other]
        if len(gone) == tie["weight"]:
            left.remove_edge(one, other)
            continue
        kept = [fact for fact in tie["facts"] if fact not in gone]
        tie.update(weight=tie["weight"] - len(gone), share=tie["share"] - sum(gone.values()), facts=kept, large={})
    actors = {end for one, other, _ in large for end in (one, other)}
    left.remove_nodes_from([actor for actor in sorted(actors) if left.degree(actor) == 0])
    note = left_out(*_counted((min(one, other), max(one, other), fact) for one, other, its in large for fact in its))
    left.graph["left_out"] = "; ".join(filter(None, [network.graph.get("left_out", ""), note]))
    if not left:
        left.graph["empty"] = none_else(note)
    return left


def _counted(ties: Iterable[tuple[str, str, str]]) -> tuple[int, int]:
    """Count ties, each pair once a fact, and their facts."""
    different = set(ties)
    return len(different), len({fact for _, _, fact in different})


def left_out(ties: int, gatherings: int) -> str:
    """Say how many ties of large gatherings measures leave out, and how to include them; empty if none.

    >>> left_out(1225, 1)
    'left out: 1,225 ties of 1 gathering of more than 10; `--gatherings` includes them; in Python, `gatherings=True`'
    """
    if not ties:
        return ""
    what = f"{ties:,} {'tie' if ties == 1 else 'ties'} of {gatherings:,} gathering{'s' * (gatherings != 1)}"
    return f"left out: {what} of more than {MOST_DELEGATIONS}; {_OPTION}"


def none_else(note: str) -> str:
    """Say that a network has no ties but those of large gatherings.

    >>> none_else(left_out(3, 1))[:56]
    'no other ties to measure; left out: 3 ties of 1 gatherin'
    """
    return f"no other ties to measure; {note}"
