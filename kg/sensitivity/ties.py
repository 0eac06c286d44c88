"""The ties of a network fact by fact, so that those of some facts can be exchanged for others."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from kg.analysis.numbered import Numbered, measured, numbered, of_ties

if TYPE_CHECKING:
    import networkx as nx

Pair = tuple[str, str]  # two ids; without directions, the smaller one first


class Ties:
    """The ties of a network that measures read, and on which facts they stand.

    Parameters
    ----------
    network
        From `kg.network.network`, in one mode.
    """

    def __init__(self, network: nx.MultiDiGraph[str]) -> None:
        self.net = numbered(measured(network))
        self.labels = dict(zip(self.net.ids, self.net.labels, strict=True))
        self.of_facts: dict[str, list[Pair]] = {}
        self.weights: Counter[Pair] = Counter()
        for one, other, tie in self.net.graph.edges(data=True):
            pair, facts = (self.net.ids[one], self.net.ids[other]), tie["facts"]
            self.weights[pair] = len(facts)
            for fact in facts:
                self.of_facts.setdefault(fact, []).append(pair)

    def exchanged(self, gone: Iterable[str], come: Ties) -> Numbered:
        """Give the network without the ties of some facts, and with other ties, which may be of the same facts.

        Parameters
        ----------
        gone
            Facts.
        come
            Ties that are added.
        """
        weights = self.weights.copy()
        weights.subtract(pair for fact in gone for pair in self.of_facts.get(fact, ()))
        weights.update(come.weights)
        return joined(weights, self.labels | come.labels, directed=self.net.graph.is_directed())


def joined(weights: Mapping[Pair, int], labels: Mapping[str, str], *, directed: bool) -> Numbered:
    """Make a network of pairs and the number of facts on which each stands; those that stand on none are left out.

    >>> joined({("ann", "bob"): 2, ("bob", "cid"): 0}, {"ann": "Ann", "bob": "Bob"}, directed=False).labels
    ['Ann', 'Bob']
    """
    left = sorted(pair for pair, weight in weights.items() if weight)
    ids = sorted({end for pair in left for end in pair})
    number = {id_: place for place, id_ in enumerate(ids)}
    ties = ((number[one], number[other], weights[one, other]) for one, other in left)
    return of_ties(ids, [labels[id_] for id_ in ids], ties, directed=directed)
