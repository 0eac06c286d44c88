"""Groups of actors: with more ties inside than between, within reach of each other, or as deep in the network."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import networkx as nx
from msgspec import Struct

from kg.analysis.measures import core, method
from kg.analysis.methods import NETWORKIT, NETWORKX, Computed, Method
from kg.analysis.numbered import FEW, LARGE, Numbered, measured, numbered, one_thread, to_networkit, warn_of_left_out
from kg.base.errors import AnalysisError, EmptyError, UsageError
from kg.base.hints import counted, unknown
from kg.base.listings import Cells

COMMUNITIES, COMPONENTS, CORE = BY = ("communities", "components", "core")


class Group(Struct, frozen=True):
    """Actors that belong together."""

    group: int  # counts from 1, the largest group first; of actors by core, their core number
    entities: tuple[str, ...]


class Groups(Computed[Group]):
    """Groups of actors, with how they were found: a list that shows its first.

    Parameters
    ----------
    items
        In order.
    method
        How they were found.
    """

    def __init__(self, items: Iterable[Group], method: Method) -> None:
        super().__init__(items, "groups", _cells, "largest", method=method)


def _cells(its: Group) -> Cells:
    return {"group": its.group, "size": len(its.entities), "entities": its.entities}


def groups(network: nx.Graph[str], seed: int = 0, *, anyway: bool = False, by: str = COMMUNITIES) -> Groups:
    """Divide the actors of a network.

    Parameters
    ----------
    network
        From `kg.network.network` or `collapse`; of large gatherings as in `kg.analysis.rank`.
    seed
        Of communities: another one may find another division that is about as good.
    anyway
        Also divide fewer than 30 actors into communities.
    by
        ``communities``: so that the modularity of the division, by weight, is as large as the method finds.
        ``components``: those who can reach each other over any number of ties, whatever their directions.
        ``core``: those of one core number, as `kg.analysis.measures.core` has it.

    Returns
    -------
    list
        Every actor in one group; the largest group first, then by ids; by core, the deepest first. A warning says how
        many stand-ins the network leaves out, and how many ties of gatherings. As text and in a notebook it shows the
        first; `method` says how they were found.

    Raises
    ------
    UsageError
        If actors are not divided by that.
    AnalysisError
        If there are fewer than 30 actors: chance alone divides so few into communities. If a network that was drawn
        has no edges (`EmptyError`).

    Source
    ------
    Communities: below 700 actors, and in a network that was drawn with directions, the Louvain method, Blondel et al.
    2008, doi:10.1088/1742-5468/2008/10/P10008, with directions by the modularity of Leicht and Newman 2008,
    doi:10.1103/PhysRevLett.100.118703; else the Leiden method, Traag, Waltman and van Eck 2019,
    doi:10.1038/s41598-019-41695-z, which NetworKit has without directions only. Core: Seidman 1983,
    doi:10.1016/0378-8733(83)90028-X.

    >>> [its.entities for its in groups(nx.Graph([("ann", "bob"), ("cid", "dee"), ("cid", "eve")]), by="components")]
    [('cid', 'dee', 'eve'), ('ann', 'bob')]
    """
    if by not in BY:
        raise UsageError(*unknown("way to group", by, BY))
    network = measured(network)
    net = numbered(network)
    if empty := network.graph.get("empty"):
        raise EmptyError("nobody to group", empty)
    warn_of_left_out(network)
    if by == CORE:
        return _shells(net)
    if by == COMPONENTS:
        graph, how = net.graph, Method.of(by, NETWORKX)
        if isinstance(graph, nx.DiGraph):
            return _largest_first(net, nx.weakly_connected_components(graph), how)
        return _largest_first(net, nx.connected_components(graph), how)
    if len(net.ids) < FEW and not anyway:
        raise AnalysisError(
            f"{counted(len(net.ids), 'actor')} {'is' if len(net.ids) == 1 else 'are'} too few to group: "
            f"below {FEW}, chance alone makes groups",
            "`--anyway` groups them all the same; in Python, `anyway=True`",
        )
    engine = NETWORKX if _is_louvain(net.graph) else NETWORKIT
    return _largest_first(net, communities(net.graph, seed), Method.of(by, engine, exact=False, seed=seed))


def _largest_first(net: Numbered, found: Iterable[Iterable[int]], method: Method) -> Groups:
    ordered = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    its = (Group(number, tuple(net.ids[actor] for actor in group)) for number, group in enumerate(ordered, start=1))
    return Groups(its, method)


def _shells(net: Numbered) -> Groups:
    """Put those of one core number together, the deepest first."""
    shells: dict[int, list[str]] = defaultdict(list)
    for actor, depth in zip(net.ids, core(net.graph) if net.ids else [], strict=True):
        shells[int(depth)].append(actor)
    return Groups(
        (Group(depth, tuple(shells[depth])) for depth in sorted(shells, reverse=True)), method(CORE, net.graph)
    )


def communities(graph: nx.Graph[int], seed: int) -> Iterable[Iterable[int]]:
    """Divide a numbered network into communities, in no order; see `groups`.

    >>> sorted(map(sorted, communities(nx.Graph([(0, 1), (2, 3)]), 0)))
    [[0, 1], [2, 3]]
    """
    return _louvain(graph, seed) if _is_louvain(graph) else _leiden(graph, seed)


def _is_louvain(graph: nx.Graph[int]) -> bool:
    return len(graph) < LARGE or graph.is_directed()


def _louvain(graph: nx.Graph[int], seed: int) -> Iterable[Iterable[int]]:
    return nx.community.louvain_communities(graph, weight="weight", seed=seed) if graph else []


def _leiden(graph: nx.Graph[int], seed: int) -> Iterable[Iterable[int]]:
    import networkit as nk

    with one_thread():
        nk.setSeed(seed % 2**64, False)
        found = nk.community.ParallelLeiden(to_networkit(graph, weighted=True)).run().getPartition().getVector()
    members: dict[int, list[int]] = defaultdict(list)
    for actor, group in enumerate(found):
        members[group].append(actor)
    return members.values()
