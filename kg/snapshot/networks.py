"""The network of a snapshot: its actors called by names that tell them apart, and how many edges nobody read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.network import network
from kg.network.choice import TWO_MODE
from kg.snapshot.namesakes import labelled

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.choice import Choice
    from kg.snapshot.snapshot import Snapshot


def drawn(snapshot: Snapshot, choice: Choice) -> nx.MultiDiGraph[str]:
    """Draw the edges of an account, as `kg.network.network` does.

    Parameters
    ----------
    snapshot
        Whose account it is.
    choice
        As of `kg.network.network`.

    Returns
    -------
    networkx.MultiDiGraph
        Labels of actors of one name end in what tells them apart. In one mode, where accepted edges rest on rows of
        data sets alone, the attribute ``not_read`` says how many do.
    """
    its = network(snapshot.account, snapshot.links, snapshot.ontology, lambda: snapshot.claims, **choice)
    if its.graph["mode"] != TWO_MODE and (line := not_read(snapshot, its)):
        its.graph["not_read"] = line
    return labelled(its, snapshot.apart)


def not_read(snapshot: Snapshot, its: nx.MultiDiGraph[str]) -> str:
    """Say how many accepted edges of a network, in one mode, rest on rows of data sets alone; empty if none does."""
    if not any(article.coded_by for article in snapshot.records.articles.values()):
        return ""
    edges = its.edges(keys=True, data=True)
    found = {
        (*sorted((one, other)), key): edge["claims"] for one, other, key, edge in edges if edge.get("accepted", True)
    }
    unread = sum(not _any_was_read(snapshot, claims) for claims in found.values())
    many, rest = "edge" if len(found) == 1 else "edges", "rests" if unread == 1 else "rest"
    return f"{unread:,} of {len(found):,} {many} {rest} on rows of data sets alone" if unread else ""


def _any_was_read(snapshot: Snapshot, claims: Iterable[str]) -> bool:
    """Tell whether somebody read one of some claims, which are looked at only where their article does not say so."""
    for claim in claims:
        article = snapshot.records.articles[claim.partition("/")[0]]
        if article.coded_by is None or (article.text is not None and snapshot.claims[claim].was_read):
            return True
    return False
