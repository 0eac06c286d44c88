"""The network of a snapshot: its actors called by names that tell them apart, and how many edges nobody read."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING

from kg.network import network
from kg.network.absence import rest_on_rows
from kg.network.choice import TWO_MODE
from kg.snapshot.namesakes import labelled

if TYPE_CHECKING:
    import networkx as nx

    from kg.account.facts import Account
    from kg.account.voices import Links
    from kg.model.records import Claim
    from kg.network.choice import Choice
    from kg.ontology import Ontology

    _Claims = Callable[[], Mapping[str, Claim]]


def drawn(  # noqa: PLR0913 - what a network is drawn of, and how
    account: Account, links: Links, ontology: Ontology, claims: _Claims, apart: Mapping[str, str], choice: Choice
) -> nx.MultiDiGraph[str]:
    """Draw the edges of an account, as `kg.network.network` does.

    Parameters
    ----------
    account, links, ontology, claims, choice
        As of `kg.network.network`.
    apart
        Entities whose name others have too -> what tells them apart.

    Returns
    -------
    networkx.MultiDiGraph
        Labels of actors of one name end in what tells them apart. In one mode, where accepted edges rest on rows of
        data sets alone, the attribute ``not_read`` says how many do.
    """
    its = network(account, links, ontology, claims, **choice)
    if its.graph["mode"] != TWO_MODE and (line := _not_read(its, links, claims)):
        its.graph["not_read"] = line
    return labelled(its, apart)


def _not_read(its: nx.MultiDiGraph[str], links: Links, claims: _Claims) -> str:
    """Say how many accepted edges of a network, in one mode, rest on rows of data sets alone; empty if none does."""
    if not any(article.coded_by for article in links.articles.values()):
        return ""
    edges = its.edges(keys=True, data=True)
    found = {
        (*sorted((one, other)), key): edge["claims"] for one, other, key, edge in edges if edge.get("accepted", True)
    }
    unread = sum(not _any_was_read(keys, links, claims) for keys in found.values())
    return rest_on_rows(unread, len(found)) if unread else ""


def _any_was_read(keys: Iterable[str], links: Links, claims: _Claims) -> bool:
    """Tell whether somebody read one of some claims, which are looked at only where their article does not say so."""
    for key in keys:
        article = links.articles[key.partition("/")[0]]
        if article.coded_by is None or (article.text is not None and claims()[key].was_read):
            return True
    return False
