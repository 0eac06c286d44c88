"""The ties of a network, fact by fact, so that those of some facts can be exchanged for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.analysis.numbered import Numbered, measured, numbered, of_ties

if TYPE_CHECKING:
    import networkx as nx

_Pair = tuple[str, str]  # two ids; without directions, the smaller one first


class Ties:
    """The ties of a network that measures read, and on which facts they stand.

    Parameters
    ----------
    network
        From `kg.network.network`, in one mode.
    """

    def __init__(self, network: nx.MultiDiGraph[str]) -> None:
        self.net = net = numbered(measured(network))
        self._is_directed = net.graph.is_directed()
        self._labels = dict(zip(net.ids, net.labels, strict=True))
        self._of_facts: dict[str, list[_Pair]] = {}
        self._weights: Counter[_Pair] = Counter()
        for one, other, facts in net.graph.edges(data="facts"):
            pair = net.ids[one], net.ids[other]
            self._weights[pair] = len(facts)
            for fact in facts:
                self._of_facts.setdefault(fact, []).append(pair)

    def exchanged(self, gone: Iterable[str], come: Ties) -> Numbered:
        """Give the network without the ties of some facts, and with other ties, which may be of the same facts.

        Parameters
        ----------
        gone
            Facts.
        come
            Ties that are added.
        """
        weights = self._weights.copy()
        weights.subtract(pair for fact in gone for pair in self._of_facts.get(fact, ()))
        weights.update(come._weights)
        left = sorted(pair for pair, weight in weights.items() if weight)
        ids = sorted({end for pair in left for end in pair})
        number = {id_: place for place, id_ in enumerate(ids)}
        labels = self._labels | come._labels
        ties = ((number[one], number[other], weights[one, other]) for one, other in left)
        return of_ties(ids, [labels[id_] for id_ in ids], ties, directed=self._is_directed)
