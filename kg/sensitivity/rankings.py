"""How the ranks of actors move when each source is withdrawn in turn.

What this tells is *sensitivity*: how far a ranking hangs on single sources. It is no interval of confidence, since
articles are no random sample of what happened. Without a source the rule is applied again to every fact that the source
speaks of; in the network only the ties of those facts are exchanged that then stand otherwise, and the whole network
that is left is measured. Each ranking is that of the slice without the source.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct, structs

from kg.account.facts import Account, FactAccount
from kg.account.voices import Links
from kg.analysis import Ranks, rank
from kg.analysis.repeated import actors_drawn, rank_again
from kg.base.errors import UsageError
from kg.model.records import Claim, Contested, Status
from kg.network import network
from kg.network.choice import choose
from kg.sensitivity.sources import baseline_of, sources_of, withdrawals
from kg.sensitivity.ties import Ties
from kg.snapshot.namesakes import labelled
from kg.snapshot.slices import fits
from kg.snapshot.snapshot import Snapshot

if TYPE_CHECKING:
    import networkx as nx

    from kg.network.choice import Choice

_OPEN = (Status.PLANNED, Status.UNCONFIRMED)  # what may still turn out to be so
_Part = tuple[tuple[tuple[str, str], bool], ...] | None


class How(Struct, frozen=True):
    """How a measure is computed, as `kg.analysis.rank` takes it."""

    sample: int | None = None
    seed: int = 0
    exact: bool = False


class Ranking(Struct, frozen=True):
    """Actors in the order of a measure, and what that is a measure of."""

    snapshot: Snapshot
    measure: str
    choice: Mapping[str, Any]  # as `kg.network.network` takes it
    how: How
    network: nx.MultiDiGraph[str]  # of accepted edges
    ranks: Ranks

    @classmethod
    def of(
        cls,
        snapshot: Snapshot,
        measure: str,
        drawn: nx.MultiDiGraph[str] | None = None,
        how: How = How(),  # noqa: B008 - frozen
        **choice: Any,  # noqa: ANN401 - see kg.network.network
    ) -> Ranking:
        """Order the actors of a network by a measure, as `kg.analysis.rank` does.

        Parameters
        ----------
        snapshot
            The whole, or a slice.
        measure
            As of `kg.analysis.rank`.
        drawn
            The network, where it is drawn already.
        how
            Exactly, or from a sample.
        choice
            By which edges, as in `kg.network.network`.

        Raises
        ------
        UsageError, NotFoundError, AnalysisError
            If there is no such measure, or no such name in a choice; if edges are asked for that are not accepted; if
            the measure is none of such a network.
        """
        if not choice.get("accepted", True):
            raise UsageError("sensitivity is of accepted edges", "leave `accepted` out")
        drawn = snapshot.network(**choice) if drawn is None else drawn
        return cls(snapshot, measure, choice, how, drawn, rank(drawn, measure, **structs.asdict(how)))

    def draw(self, account: Account, claims: Mapping[str, Claim]) -> nx.MultiDiGraph[str]:
        """Draw the network of other facts, by the same edges; claims are those that these facts rest on, and others."""
        its = self.snapshot
        return labelled(network(account, its.links, its.ontology, lambda: claims, **self.choice), its.apart)

    def has_shared_edges(self) -> bool:
        """Tell whether edges are drawn that two facts share, so that one fact by itself does not say which it has."""
        its = self.snapshot
        choice = cast("Choice", dict(self.choice))
        return bool(choose(choice, its.records.entities.values(), its.ontology).shared)

    def actors_drawn(self, ties: Ties, times: int) -> frozenset[str] | None:
        """Draw the actors from whom the measure is estimated in so many networks like this; None: it is exact."""
        if self.how.exact or not self.ranks:
            return None
        return actors_drawn(ties.net, self.measure, times, self.how.seed, self.ranks.method.sample)


class RankRange(Struct, frozen=True):
    """The ranks of an actor when each source is withdrawn in turn."""

    best: int | None  # None: it has no edge, whichever is withdrawn
    worst: int | None  # of those where it has an edge
    out: tuple[str, ...]  # the sources without which it has no edge, in order
    mover: str | None  # the source that moves it most; None: none moves it
    moved_to: int | None  # its rank without that one; None: it has no edge then, or nothing moves it


class EachWithdrawn(Struct, frozen=True):
    """What becomes of a ranking when each source of one sort is withdrawn in turn."""

    by: str
    sources: int  # how many there are
    ranges: dict[str, RankRange]  # of each actor of the network
    others: dict[str, tuple[str, ...]]  # actors that have an edge only without a source -> without which
    sample: int | None = None  # from how many actors each ranking is estimated; None: it is exact


def ranks_without_each(
    ranking: Ranking, by: str = "voice", drawn: Collection[str] | None = None, ties: Ties | None = None
) -> Iterator[tuple[str, Ranks | None]]:
    """Order the actors again without each source in turn.

    Parameters
    ----------
    ranking
        From `Ranking.of`.
    by
        Of what sort a source is: a word of `kg.sensitivity.sources.SOURCES`.
    drawn
        From which actors betweenness is estimated; left out, it is exact.
    ties
        Of the network, where they are gathered already.

    Yields
    ------
    tuple
        The id of a source and the ranks in the slice without it; None where no tie is another then. In the order of
        the ids.

    Raises
    ------
    UsageError
        If there is no such sort of source.
    """
    snapshot, shown = ranking.snapshot, ranking.snapshot.account.facts
    ties, baseline = ties or Ties(ranking.network), baseline_of(snapshot)
    links = Links.of(baseline.records, baseline.ontology)
    claims = {claim.key: claim for claim in baseline.records.claims}
    is_whole = ranking.has_shared_edges()
    part = _whole if is_whole else _part
    for source, without in withdrawals(baseline, by, accepted_only=False):
        tests = [fits(filters, without.account, claims, links) for filters in snapshot.cut.filters]
        left = {id_: fact for id_, fact in without.account.facts.items() if all(test(fact) for test in tests)}
        changed = {id_ for id_ in without.touched if part(shown.get(id_)) != part(left.get(id_))}
        if changed:
            stay = shown if is_whole else {}
            facts = {id_: its for id_, its in stay.items() if id_ not in changed}
            facts |= {id_: its for id_, its in left.items() if id_ in changed}
            account = Account(dict(sorted(facts.items())), {}, baseline.account.known_by)
            come = Ties(ranking.draw(account, claims))
            yield source, rank_again(come.net if is_whole else ties.exchanged(changed, come), ranking.measure, drawn)
        elif not without.touched.isdisjoint(shown):
            yield source, None


def _whole(fact: FactAccount | None) -> FactAccount | None:
    """Give all that decides which edges a fact has, or shares with others; None if it has none."""
    return fact if fact is not None and fact.accepted else None


def _part(fact: FactAccount | None) -> _Part:
    """Give what decides which edges a fact has; None if it has none."""
    if fact is None or not fact.accepted:
        return None
    return tuple((slot, filler.accepted) for slot, filler in fact.fillers.items())


def without_each(ranking: Ranking, by: str = "voice") -> EachWithdrawn:
    """Tell between which ranks each actor moves when each source is withdrawn in turn, and which moves it most.

    Parameters
    ----------
    ranking, by
        As of `ranks_without_each`.

    Returns
    -------
    EachWithdrawn
        Of two sources that move an actor as far, that without which it stands worse is named, then the first by id.
        Beyond 3,000 million paths in all, betweenness is estimated from 200 actors, the same ones each time, and each
        rank is compared with that of the whole estimated so.

    Raises
    ------
    UsageError
        If there is no such sort of source.
    """
    ties = Ties(ranking.network)
    drawn = ranking.actors_drawn(ties, len(sources_of(baseline_of(ranking.snapshot), by)))
    ranks = ranking.ranks if drawn is None else rank_again(ties.net, ranking.measure, drawn)
    usual = {its.entity: its.rank for its in ranks}
    moves = {actor: _Moves(place) for actor, place in usual.items()}
    others: dict[str, list[str]] = {}
    sources = 0
    for source, found in ranks_without_each(ranking, by, drawn, ties):
        sources += 1
        places = usual if found is None else {its.entity: its.rank for its in found}
        for actor, its in moves.items():
            its.take(source, places.get(actor))
        for actor in sorted(places.keys() - usual.keys()):
            others.setdefault(actor, []).append(source)
    ranges = {actor: its.range() for actor, its in moves.items()}
    only = {actor: tuple(its) for actor, its in sorted(others.items())}
    return EachWithdrawn(by, sources, ranges, only, None if drawn is None else len(drawn))


class _Moves:
    """Gathers the ranks of one actor, source by source.

    Parameters
    ----------
    usual
        Its rank while nothing is withdrawn.
    """

    def __init__(self, usual: int) -> None:
        self._usual = usual
        self._places: set[int] = set()
        self._out: list[str] = []
        self._most = (0, False)  # how far it was moved, and whether down
        self._mover: str | None = None
        self._moved_to: int | None = None

    def take(self, source: str, place: int | None) -> None:
        """Take the rank without a source; None: it has no edge then, which is farther than any rank."""
        if place is None:
            self._out.append(source)
            return
        self._places.add(place)
        moved = (abs(place - self._usual), place > self._usual)
        if moved > self._most:
            self._most, self._mover, self._moved_to = moved, source, place

    def range(self) -> RankRange:
        """Give what was gathered."""
        best, worst = min(self._places, default=None), max(self._places, default=None)
        if self._out:
            return RankRange(best, worst, tuple(self._out), self._out[0], None)
        return RankRange(best, worst, (), self._mover, self._moved_to)


def beside_unconfirmed(ranking: Ranking) -> tuple[Ranks, int]:
    """Order actors by accepted edges together with those that are planned or unconfirmed, and that no party denies.

    Parameters
    ----------
    ranking
        From `Ranking.of`.

    Returns
    -------
    tuple
        The ranks, and how many edges there are besides accepted ones.
    """
    both, every = ranking.network.copy(), ranking.snapshot.network(**{**ranking.choice, "accepted": False})
    more = [edge for edge in every.edges(keys=True, data=True) if _is_open(edge[3])]
    both.add_nodes_from((end, every.nodes[end]) for end in sorted({end for edge in more for end in edge[:2]}))
    both.add_edges_from(more)  # type: ignore[arg-type] # the stubs know of no keys
    drawn = ranking.actors_drawn(Ties(ranking.network), 1)
    return rank_again(Ties(both).net, ranking.measure, drawn), len(more)


def _is_open(edge: Mapping[str, Any]) -> bool:
    return edge["status"] in _OPEN and edge["contested"] != Contested.BY_PARTY
