"""Groups of actors with more ties inside than between."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

import networkx as nx
from msgspec import Struct

from kg.analysis.methods import NETWORKIT, NETWORKX, Method
from kg.analysis.numbered import FEW, LARGE, measured, numbered, one_thread, to_networkit, warn_of_left_out
from kg.base.errors import AnalysisError
from kg.base.hints import counted
from kg.base.listings import Cells, Listing


class Group(Struct, frozen=True):
    """Actors that are tied more to each other than to the rest."""

    group: int  # counts from 1, the largest group first
    entities: tuple[str, ...]


class Groups(Listing[Group]):
    """Groups of actors, with how they were found: a list that shows its first.

    Parameters
    ----------
    items
        In order.
    method
        How they were found.
    """

    def __init__(self, items: Iterable[Group], method: Method) -> None:
        super().__init__(items, "groups", _cells, "largest")
        self.method = method


def _cells(its: Group) -> Cells:
    return {"group": its.group, "size": len(its.entities), "entities": its.entities}


def groups(network: nx.Graph[str], seed: int = 0, *, anyway: bool = False) -> Groups:
    """Divide the actors of a network so that its modularity, by weight, is as large as the method finds.

    Parameters
    ----------
    network
        From `kg.network.network` or `collapse`; of large gatherings as in `kg.analysis.rank`.
    seed
        Another seed may find another division that is about as good.
    anyway
        Also divide fewer than 30 actors.

    Returns
    -------
    list
        Every actor in one group; the largest group first, then by ids. A warning says how many stand-ins the
        network leaves out, and how many ties of gatherings. As text and in a notebook it shows the first; `method` says
        how they were found.

    Raises
    ------
    AnalysisError
        If there are fewer than 30 actors: chance alone divides so few. If a network that was drawn has no edges.

    Source
    ------
    Below 700 actors, and in a network that was drawn with directions, the Louvain method, Blondel et al. 2008,
    doi:10.1088/1742-5468/2008/10/P10008, with directions by the modularity of Leicht and Newman 2008,
    doi:10.1103/PhysRevLett.100.118703; else the Leiden method, Traag, Waltman and van Eck 2019,
    doi:10.1038/s41598-019-41695-z, which NetworKit has without directions only.
    """
    network = measured(network)
    net = numbered(network)
    if empty := network.graph.get("empty"):
        raise AnalysisError("nobody to group", empty)
    warn_of_left_out(network)
    if len(net.ids) < FEW and not anyway:
        raise AnalysisError(
            f"{counted(len(net.ids), 'actor')} {'is' if len(net.ids) == 1 else 'are'} too few to group: "
            f"below {FEW}, chance alone makes groups",
            "`--anyway` groups them all the same; in Python, `anyway=True`",
        )
    is_louvain = len(net.ids) < LARGE or net.graph.is_directed()
    found = _louvain(net.graph, seed) if is_louvain else _leiden(net.graph, seed)
    ordered = sorted((sorted(group) for group in found), key=lambda group: (-len(group), group))
    its = (Group(number, tuple(net.ids[actor] for actor in group)) for number, group in enumerate(ordered, start=1))
    engine = NETWORKX if is_louvain else NETWORKIT
    return Groups(its, Method.of("communities", engine, exact=False, seed=seed))


def _louvain(graph: nx.Graph[int], seed: int) -> Iterable[Iterable[int]]:
    return nx.community.louvain_communities(graph, weight="weight", seed=seed) if graph else []


def _leiden(graph: nx.Graph[int], seed: int) -> Iterable[Iterable[int]]:
    import networkit as nk

    with one_thread():
        nk.setSeed(seed, False)
        found = nk.community.ParallelLeiden(to_networkit(graph, weighted=True)).run().getPartition().getVector()
    members: dict[int, list[int]] = defaultdict(list)
    for actor, group in enumerate(found):
        members[group].append(actor)
    return members.values()
