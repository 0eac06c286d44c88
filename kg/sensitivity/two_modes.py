"""A network as actors and the facts that tie them, to be drawn anew at random with all numbers of facts kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations, product
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from kg.account.edges import Edge, edges
from kg.account.facts import Account
from kg.analysis.numbered import Numbered, of_ties
from kg.base.errors import AnalysisError
from kg.network import collapse
from kg.network.acts import is_mutual
from kg.network.gatherings import without_large
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

# How often the rows of the table trade before the first draw, and before each further one. In a trade of two rows every
# entry that may move does so with a chance of about one half.
FIRST_TRADES, TRADES = 20, 5
TOGETHER = 3  # facts of several roles that trade as one

Weights = dict[tuple[int, int], int]  # numbers of two actors -> how many facts tie them
Findings = dict[tuple[int, int, bool], int]  # the same, and whether they lead one way


class Way(NamedTuple):
    """Two roles of a fact whose fillers it ties, or one role whose fillers it ties to each other."""

    source: str
    target: str
    mutual: bool  # whether the tie runs both ways


Ways = frozenset[Way]
Places = dict[str, set[int]]  # role -> the numbers of the actors that fill it


class TwoModes:
    """Who takes part in which facts, in which roles: a table of actors by facts, which `trade` mixes.

    Parameters
    ----------
    network
        From `kg.network.network`, in one mode; large gatherings are left out as measures leave them out.
    account, ontology
        Those that it was drawn from.

    Raises
    ------
    AnalysisError
        If the network has edges that the account does not give, or has two modes.

    Source
    ------
    Actors and facts as two modes of one network: Breiger 1974, doi:10.2307/2576011.
    """

    def __init__(self, network: nx.MultiDiGraph[str], account: Account, ontology: Ontology) -> None:
        for one, other, key, its in network.edges(keys=True, data=True):
            if its.get("fact") in account.facts and key != f"{its['fact']}/{its.get('relation')}":
                what = f"`{one}` and `{other}` are joined by two facts, and random draws are of those that one joins"
                raise AnalysisError(what, "leave out shared edges, such as of who was in one body")
        every = collapse(network)
        observed = without_large(every)
        if observed is not every:
            network = _measured(network, observed)
        self.ids = sorted(observed)
        self.labels = [str(network.nodes[actor].get("label", actor)) for actor in self.ids]
        self.directed = bool(network.graph.get("directed"))
        self.facts: list[tuple[Ways, Places]] = []
        number = {actor: place for place, actor in enumerate(self.ids)}
        alike: dict[tuple[str, tuple[Way, ...]], list[Places]] = {}  # facts whose actors in a role may change places
        for fact in sorted({its["fact"] for _, _, its in network.edges(data=True)}):
            ways, places = self._read(fact, network, account, ontology, number)
            alike.setdefault((account.facts[fact].type, tuple(sorted(ways))), []).append(places)
            self.facts.append((ways, places))
        self._alike = [alike[sort] for sort in sorted(alike) if len(alike[sort]) > 1]
        weights = {(number[one], number[other]): its["weight"] for one, other, its in observed.edges(data=True)}
        if weights != self.weights():
            raise AnalysisError("the network has ties that the roles of its facts do not give", _DRAW)

    def _read(
        self, fact: str, network: nx.MultiDiGraph[str], account: Account, ontology: Ontology, number: dict[str, int]
    ) -> tuple[Ways, Places]:
        """Find in which roles the actors of a network take part in one fact."""
        if fact not in account.facts:
            raise AnalysisError(f"the network has an edge of `{fact}`, which is no fact of this account", _DRAW)
        its, ways, places = account.facts[fact], set[Way](), Places()
        found = [edge for edge in edges(its, ontology, accepted=False) if network.has_edge(*_tie(edge))]
        accepted = all("accepted" not in network.edges[_tie(edge)] for edge in found)  # else each edge says it
        one_way = self.directed and not is_mutual(its, ontology, accepted=accepted)
        for edge in found:
            source, target = (filler.role for filler in edge.ends)
            is_mutual_way = not one_way or edge.symmetric
            source, target = sorted((source, target)) if is_mutual_way else (source, target)
            ways.add(Way(source, target, is_mutual_way))
            for filler in edge.ends:
                places.setdefault(filler.role, set()).add(number[filler.filler])
        return frozenset(ways), dict(sorted(places.items()))

    def weights(self) -> Weights:
        """Count the facts that tie each two actors; without directions the smaller number stands first."""
        found: Counter[tuple[int, int]] = Counter()
        for ways, places in self.facts:
            found.update({pair for way in ways for pair in self._tied(way, places)})
        return dict(found)

    def findings(self) -> Findings:
        """Count the facts that tie each two actors, apart by whether they lead from the one to the other or both ways.

        Without directions none leads one way. What runs both ways has the smaller number first.
        """
        found: Counter[tuple[int, int, bool]] = Counter()
        for ways, places in self.facts:
            joined = {(*pair, not way.mutual) for way in ways for pair in _joined(way, places)}
            found.update(joined)
        return dict(found)

    def _tied(self, way: Way, places: Places) -> Iterator[tuple[int, int]]:
        for one, other in _joined(way, places):
            yield one, other
            if way.mutual and self.directed:
                yield other, one

    def numbered(self, weights: Weights) -> Numbered:
        """Give ties as a network that can be measured; all actors are in it."""
        ties = ((one, other, weight) for (one, other), weight in sorted(weights.items()))
        return of_ties(self.ids, self.labels, ties, directed=self.directed)

    def draws(self, number: int, seed: int) -> Iterator[Weights]:
        """Draw so many networks at random, each from the one before.

        Every actor keeps its number of facts in each role of each type of facts, every fact its number of actors in
        each role, and what it ties; no actor comes into a fact twice. Afterwards the table is as the last draw left it.

        Parameters
        ----------
        number
            How many.
        seed
            The same seed gives the same draws.

        Source
        ------
        The curveball algorithm, Strona et al. 2014, doi:10.1038/ncomms5114, which draws all such tables equally often:
        Carstens 2015, doi:10.1103/PhysRevE.91.042812. All rows trade at once: Carstens, Hamann et al. 2018,
        doi:10.48550/arXiv.1804.08487. Facts of several roles also trade three at a time and in all roles at once; what
        comes of it is taken only if nobody is twice in a fact. In twos alone, a circle of three could not be turned
        round: Rao, Jana and Bandyopadhyay 1996.
        """
        random = Random(seed)
        for draw in range(number):
            for _ in range(TRADES if draw else FIRST_TRADES):
                self._trade(random)
            yield self.weights()

    def _trade(self, random: Random) -> None:
        """Let each row of the table trade with another one of its sort: role by role, then in all roles at once."""
        for alike in self._alike:
            rows = [*alike]
            roles = [*rows[0]]
            for role in roles:
                random.shuffle(rows)
                for one, other in zip(rows[::2], rows[1::2], strict=False):
                    _trade_two(one, other, role, random)
            if len(roles) > 1:
                random.shuffle(rows)
                for start in range(0, len(rows), TOGETHER):
                    _trade_together(rows[start : start + TOGETHER], random)


_DRAW = "give what `kg.network.network` draws of this account"


def _joined(way: Way, places: Places) -> Iterator[tuple[int, int]]:
    """Give the pairs that a way joins, each at least once; those that it joins both ways with the smaller first."""
    sources, targets = places[way.source], places[way.target]
    pairs: Iterable[tuple[int, int]] = product(sources, targets)
    if way.source == way.target and way.mutual:
        pairs = combinations(sorted(sources), 2)
    for one, other in pairs:
        if one != other:  # nobody is tied to himself
            yield (other, one) if way.mutual and other < one else (one, other)


def _measured(network: nx.MultiDiGraph[str], observed: nx.Graph[str]) -> nx.MultiDiGraph[str]:
    """Leave out of a network those edges that measures do not read: of large gatherings."""
    left = network.copy()
    for one, other, key, its in network.edges(keys=True, data=True):
        if its["fact"] not in observed.get_edge_data(one, other, {"facts": ()})["facts"]:
            left.remove_edge(one, other, key)
    return left


def _tie(edge: Edge) -> tuple[str, str, str]:
    return edge.source, edge.target, edge.key


_DRAW = "give what `kg.network.network` draws of this account"


def _trade_two(one: Places, other: Places, role: str, random: Random) -> None:
    """Share out anew between two facts those actors that are in one of them only: as many to each as it had."""
    only_one, only_other = one[role] - other[role], other[role] - one[role]
    if len(one) > 1:
        elsewhere = _in_other_roles(one, role) | _in_other_roles(other, role)
        only_one, only_other = only_one - elsewhere, only_other - elsewhere
    if only_one and only_other:
        pool = sorted(only_one | only_other)
        random.shuffle(pool)
        one[role] = (one[role] - only_one).union(pool[: len(only_one)])
        other[role] = (other[role] - only_other).union(pool[len(only_one) :])


def _trade_together(rows: list[Places], random: Random) -> None:
    """Share out anew what a few facts have in all roles, unless somebody would then be twice in one that was not.

    Each two trade in each role, in any order, so that there and back are equally likely.
    """
    drawn = [{role: {role: actors} for role, actors in places.items()} for places in rows]
    for role in rows[0]:
        pairs = [*combinations(drawn, 2)]
        random.shuffle(pairs)
        for one, other in pairs:
            _trade_two(one[role], other[role], role, random)
    changed = [{role: its[role][role] for role in its} for its in drawn]
    if all(_twice(after) == _twice(before) for after, before in zip(changed, rows, strict=True)):
        for places, after in zip(rows, changed, strict=True):
            places.update(after)


def _twice(places: Places) -> set[int]:
    """Name the actors that stand in a fact in more than one role."""
    return {actor for one, other in combinations(places.values(), 2) for actor in one & other}


def _in_other_roles(places: Places, role: str) -> set[int]:
    return {actor for its, actors in places.items() if its != role for actor in actors}
