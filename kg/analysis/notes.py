"""The lines below a table of measures: what it describes, and how little its ranks mean where there are few."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from kg.analysis.numbered import FEW
from kg.base.hints import counted

if TYPE_CHECKING:
    import networkx as nx

    from kg.analysis.ranks import Rank


def about(network: nx.Graph[str], *, not_read: bool = True) -> str:
    """Say what a network describes, on how many articles and voices it rests, and how much of it nobody read.

    Parameters
    ----------
    network
        From `Graph.network`, in either mode, or `kg.network.network`.
    not_read
        Whether it is said how many edges rest on rows of data sets alone; without it where a list says so anyway.

    Returns
    -------
    str
        One line, such as ``reported contacts in these sources: 2 articles, 3 voices``; of a network without edges, why
        there are none.

    >>> import networkx as nx
    >>> tie = {"claims": ["herald-1/readout", "herald-1/photo"], "voices": ["aland"]}
    >>> about(nx.Graph([("ann", "bob", tie)], describes="reported contacts"))
    'reported contacts in these sources: 1 article, 1 voice'
    """
    if empty := network.graph.get("empty"):
        return str(empty)
    ties = [attributes for _, _, attributes in network.edges(data=True)]
    articles = {claim.partition("/")[0] for tie in ties for claim in tie.get("claims", ())}
    voices = {voice for tie in ties for voice in tie.get("voices", ())}
    counts = f"{counted(len(articles), 'article')}, {counted(len(voices), 'voice')}"
    unread = f"; not read: {network.graph['not_read']}" if not_read and "not_read" in network.graph else ""
    return f"{network.graph.get('describes', 'edges')} in these sources: {counts}{unread}"


def note(ranks: Sequence[Rank]) -> str:
    """Say how many scores are above zero, if there are so few that ranks mean little; else give empty text.

    >>> from kg.analysis.ranks import Rank
    >>> note([Rank("ann", "Ann", 1, 0.5), Rank("bob", "Bob", 2, 0.0)])
    '1 of 2 scores is above zero; ranks of so few mean little'
    """
    if len(ranks) >= FEW:
        return ""
    above = sum(rank.score > 0 for rank in ranks)
    verb = "is" if above == 1 else "are"
    return f"{above:,} of {counted(len(ranks), 'score')} {verb} above zero; ranks of so few mean little"
