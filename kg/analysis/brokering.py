"""Brokerage: between whom each actor stands, in five roles by the groups of the three."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

import networkx as nx
from msgspec import Struct

from kg.analysis.methods import OWN, Method
from kg.analysis.numbered import measured, numbered, warn_of_left_out
from kg.base.errors import EmptyError
from kg.base.listings import Cells, Listing

_COORDINATOR, _GATEKEEPER, _REPRESENTATIVE, _ITINERANT, _LIAISON = range(5)  # the fields of `BrokerRoles`, in order
_Ties = Mapping[int, Collection[int]]


class BrokerRoles(Struct, frozen=True):
    """How often an actor stands between two who are not tied: a first who leads to it, and a last to whom it leads."""

    coordinator: float = 0  # all three of one group
    gatekeeper: float = 0  # the first of another group than the two others
    representative: float = 0  # the last of another group than the two others
    itinerant: float = 0  # the first and the last of one group, the broker of another: also called consultant
    liaison: float = 0  # of three groups

    @property
    def total(self) -> float:
        """In all roles."""
        return self.coordinator + self.gatekeeper + self.representative + self.itinerant + self.liaison


ROLES = BrokerRoles.__struct_fields__


class Broker(Struct, frozen=True):
    """An actor, with how often it stands between two others who are not tied."""

    entity: str
    label: str
    group: str
    counts: BrokerRoles
    expected: BrokerRoles  # of as many, if actors were divided at random into groups of the same sizes

    @property
    def total(self) -> int:
        """How often in all roles."""
        return int(self.counts.total)


class Brokerage(Listing[Broker]):
    """Actors by how often they stand between two others: a list that shows its first.

    Parameters
    ----------
    items
        In order.
    method
        How they were counted.
    ungrouped
        Actors who are of no group, and whose ties were left out.
    """

    def __init__(self, items: Iterable[Broker], method: Method, ungrouped: tuple[str, ...] = ()) -> None:
        super().__init__(items, "actors", _cells, "best")
        self.method, self.ungrouped = method, ungrouped


def _cells(its: Broker) -> Cells:
    counts = {role: getattr(its.counts, role) for role in ROLES}
    return {"entity": its.entity, "label": its.label, "group": its.group, "total": its.total, **counts}


def brokerage(network: nx.Graph[str], groups: Mapping[str, str]) -> Brokerage:
    """Count between whom each actor stands, by the groups of all three.

    Parameters
    ----------
    network
        From `kg.network.network` or `collapse`; of large gatherings as in `kg.analysis.rank`. A broker is tied to two
        others who are not tied: one leads to it, it leads to the other, and the first does not lead to the last.
        Without directions, ties lead both ways: each two count twice, once from either, so that an actor is as often a
        gatekeeper as a representative.
    groups
        The group of each actor, such as its side. Who is in none is left out with all ties, and named in `ungrouped`.

    Returns
    -------
    list
        All actors of a group, those first who stand between others most often, then by ids; `method` says how they
        were counted. A warning says how many stand-ins the network leaves out, and how many ties of gatherings.

    Raises
    ------
    AnalysisError
        If the network is none that measures are defined for, or a network that was drawn has no edges (`EmptyError`).

    Source
    ------
    Gould and Fernandez 1989, doi:10.2307/270949. What is expected: the ties stay, and groups of the same sizes are
    dealt out at random, so that each three actors are of one group, of two or of three as any three are.

    >>> net = nx.Graph([("ann", "bob"), ("bob", "cid")])
    >>> brokerage(net, {"ann": "aland", "bob": "aland", "cid": "bland"})[0].counts
    BrokerRoles(coordinator=0, gatekeeper=1, representative=1, itinerant=0, liaison=0)
    """
    network = measured(network)
    net = numbered(network)
    if empty := network.graph.get("empty"):
        raise EmptyError("nobody can stand between others", empty)
    warn_of_left_out(network)
    group = {actor: groups[id_] for actor, id_ in enumerate(net.ids) if id_ in groups}
    kept = net.graph.subgraph(group)
    onward: _Ties = {actor: set(kept.adj[actor]) for actor in kept}
    back: _Ties = {actor: set(kept.pred[actor]) for actor in kept} if isinstance(kept, nx.DiGraph) else onward
    chances = _chances(Counter(group.values()))
    found = []
    for actor in group:
        counts = _counts(actor, onward, back, group)
        expected = BrokerRoles(*(counts.total * chance for chance in chances))
        found.append(Broker(net.ids[actor], net.labels[actor], group[actor], counts, expected))
    ungrouped = tuple(id_ for id_ in net.ids if id_ not in groups)
    return Brokerage(sorted(found, key=lambda its: (-its.total, its.entity)), Method.of("brokerage", OWN), ungrouped)


def _counts(broker: int, onward: _Ties, back: _Ties, group: Mapping[int, str]) -> BrokerRoles:
    """Count the roles of one actor: all pairs of who leads to it and whom it leads to, less those that are tied.

    Pairs are counted by group, and never one by one: an actor who is tied to thousands stands between millions.
    """
    before, after, own = back[broker], onward[broker], group[broker]
    first, last = Counter(group[actor] for actor in before), Counter(group[actor] for actor in after)
    others_before, others_after = len(before) - first[own], len(after) - last[own]
    same = sum(many * last[its] for its, many in first.items() if its != own)
    roles = [first[own] * last[own], others_before * last[own], first[own] * others_after, same]
    roles.append(others_before * others_after - same)
    for one in before:
        tied = onward[one]
        few, many = (tied, after) if len(tied) < len(after) else (after, tied)
        for other in few:
            if other in many:
                roles[_role(group[one], own, group[other])] -= 1
        if one in after:  # from one and back to it
            roles[_role(group[one], own, group[one])] -= 1
    return BrokerRoles(*roles)


def _role(first: str, broker: str, last: str) -> int:
    """Find the role of a broker by the groups of the three."""
    if first == last:
        return _COORDINATOR if first == broker else _ITINERANT
    if last == broker:
        return _GATEKEEPER
    return _REPRESENTATIVE if first == broker else _LIAISON


def _chances(sizes: Counter[str]) -> list[float]:
    """Give how probable each role is for three actors of groups of these sizes, dealt out at random."""
    every = sizes.total()
    if every < 3:
        return [0.0] * len(ROLES)
    triples = every * (every - 1) * (every - 2)
    same = sum(size * (size - 1) * (size - 2) for size in sizes.values()) / triples
    two = sum(size * (size - 1) * (every - size) for size in sizes.values()) / triples
    different = (triples - sum(size * (size - 1) * (3 * every - 2 * size - 2) for size in sizes.values())) / triples
    return [same, two, two, two, different]
