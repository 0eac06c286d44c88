"""Who contests a fact or an edge, and in what its claims conflict: the mark that it has wherever it is listed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from kg.account.facts import FactAccount, Filler
from kg.account.standing import reservations
from kg.account.support import deniers
from kg.base.hints import several
from kg.model.records import Contested
from kg.snapshot.snapshot import Snapshot

Doubts = dict[str, Any]


def doubts_of(
    snapshot: Snapshot, fact: FactAccount, ends: Iterable[Filler] = (), by: Contested | None = None
) -> Doubts:
    """Give who contests and denies a fact, and in what its claims conflict, as JSON.

    Parameters
    ----------
    snapshot
        Whose account it is.
    fact
        Its account.
    ends
        Of an edge, or of two entities that the fact names: the fillers, whose denials count too.
    by
        Who contests these; left out, who contests the fact.
    """
    contested = by or fact.contested
    return {
        "contested": contested and contested.value,
        "denied_by": list(deniers([fact, *ends], snapshot.account.readings)),
        "conflicts": sorted({conflict.kind for conflict in snapshot.conflicts_by_fact.get(fact.fact, ())}),
    }


def doubts_of_edge(snapshot: Snapshot, edge: Mapping[str, Any], source: str, target: str) -> Doubts:
    """Give the same of an edge of a network, which joins two entities; a shared one has the doubts of all its facts."""
    by = edge["contested"] and Contested(edge["contested"])
    found: list[Doubts] = []
    for fact in (snapshot.account.facts[id_] for id_ in edge.get("facts") or [edge["fact"]]):
        type_ = snapshot.ontology.types[fact.type]
        shortcuts = [its for its in (*type_.shortcuts, *type_.shared_edges) if its.edge == edge["relation"]]
        roles = {role for its in shortcuts for role in (its.source, its.target)}
        named = (source, target, edge.get("within"))
        roles |= {its.within for its in shortcuts if its.within}
        ends = [its for its in fact.fillers.values() if its.role in roles and its.filler in named]
        found.append(doubts_of(snapshot, fact, ends, by))
    every = {name: sorted({word for its in found for word in its[name]}) for name in ("denied_by", "conflicts")}
    return found[0] | every


def mark(doubts: Mapping[str, Any]) -> str:
    """Say who contests something and in what its claims conflict, to be read after what it is; empty for most.

    >>> mark({"contested": "by-outsider", "conflicts": ["amount", "when"], "denied_by": ["acme"]})
    ', contested by an outsider, claims conflict: amount, when'
    """
    return reservations(doubts["contested"], doubts["conflicts"])


def denials(doubts: Mapping[str, Any]) -> str:
    """Name the voices that deny something, to be read after those that assert it; empty for most.

    >>> denials({"contested": "by-outsider", "conflicts": [], "denied_by": ["acme"]})
    ' · denied by acme'
    """
    return f" · denied by {several(doubts['denied_by'])}" if doubts["denied_by"] else ""
