"""A network of edges to one with a single edge for each pair of actors, for measures."""

from __future__ import annotations

from collections import defaultdict

import networkx as nx

from kg.account.edges import STRENGTH
from kg.base.errors import AnalysisError
from kg.base.gc_pause import without_collecting
from kg.network.choice import TWO_MODE
from kg.network.drawing import Attributes
from kg.network.gatherings import GATHERED_BY, large_in


@without_collecting()
def collapse(network: nx.MultiDiGraph[str]) -> nx.Graph[str]:
    """Join the edges of each pair into one; without direction, unless the network has them. It stays as it was.

    Parameters
    ----------
    network
        From `network`, in one mode, or a subgraph of such a one.

    Returns
    -------
    networkx.Graph
        A networkx.DiGraph of a network that was drawn with directions. It has the same nodes. Its edges
        have ``weight``, the number of distinct facts; ``share``, the sum of the facts' shares; ``facts``,
        ``relations``, ``voices`` and ``claims``, each in order; ``status``, the weakest; ``fewest_voices``, how few
        stand behind any one of the facts; and ``large``, those of the facts that are large gatherings, with their
        shares, which measures leave out (`kg.network.gatherings`).

    Raises
    ------
    AnalysisError
        If the network has two modes, or edges without a fact.
    """
    if network.graph.get("mode") == TWO_MODE:
        raise AnalysisError("a two-mode network has no pairs of actors to collapse", "draw it in one mode")
    directed = network.graph.get("directed", False)
    pairs: dict[tuple[str, str], list[Attributes]] = defaultdict(list)
    for one, other, attributes in network.edges(data=True):
        if "fact" not in attributes:
            raise AnalysisError(f"the edge from `{one}` to `{other}` has no fact", "collapse what `network` gives")
        pairs[(one, other) if directed or one < other else (other, one)].append(attributes)
    simple: nx.Graph[str] = nx.DiGraph(**network.graph) if directed else nx.Graph(**network.graph)
    simple.add_nodes_from(network.nodes(data=True))
    large = large_in(pairs, network.graph.get(GATHERED_BY, ()))
    simple.add_edges_from((*ends, _joined(its) | {"large": large.get(ends, {})}) for ends, its in sorted(pairs.items()))
    return simple


def _joined(edges: list[Attributes]) -> Attributes:
    shares: dict[str, float] = {}  # one fact may join a pair by two relations, and counts once
    for edge in edges:
        shares[edge["fact"]] = max(edge["share"], shares.get(edge["fact"], 0.0))
    return {
        "weight": len(shares),
        "share": sum(shares[fact] for fact in sorted(shares)),
        "facts": sorted({*shares, *(fact for edge in edges for fact in edge.get("facts", ()))}),
        "relations": sorted({edge["relation"] for edge in edges}),
        "status": min((edge["status"] for edge in edges), key=STRENGTH.__getitem__),
        "voices": sorted({voice for edge in edges for voice in edge["voices"]}),
        "claims": sorted({claim for edge in edges for claim in edge["claims"]}),
        "fewest_voices": min(len(edge["voices"]) for edge in edges),
    }
