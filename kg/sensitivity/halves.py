"""How often actors are among the first when half of the articles are withdrawn, again and again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from random import Random

from msgspec import Struct

from kg.account.compute import FactToJudge, judge_fact
from kg.account.context import RuleContext
from kg.account.facts import Account, FactAccount, Reading
from kg.account.voices import Links
from kg.analysis import Ranks
from kg.analysis.numbered import FEW
from kg.analysis.repeated import rank_again
from kg.base.errors import AnalysisError, UsageError
from kg.base.hints import counted
from kg.model.records import Claim
from kg.sensitivity.rankings import Ranking
from kg.sensitivity.serving import Serving
from kg.sensitivity.sources import baseline_of
from kg.sensitivity.ties import Pair, Ties, joined
from kg.snapshot.slices import fits

FIRST = 10  # ranks up to which an actor is among the first
DRAWS = 100  # halves, unless told otherwise
_Part = tuple[str, tuple[int, ...]]  # a fact, and those of its claims that are left


class Halves(Struct, frozen=True):
    """How often actors are among the first when half of the articles are withdrawn, again and again."""

    articles: int
    draws: int
    seed: int
    among_first: dict[str, float]  # of those that ever are: in which share of the halves
    sample: int | None = None  # from how many actors each ranking is estimated; None: it is exact


def in_halves(ranking: Ranking, draws: int = DRAWS) -> Halves:
    """Tell in which share of random halves of the articles each actor is among the first ten.

    Parameters
    ----------
    ranking
        From `Ranking.of`; by its seed halves are drawn.
    draws
        How many halves.

    Raises
    ------
    AnalysisError
        If the facts rest on fewer than 30 articles.
    UsageError
        If there is no half to draw.

    Source
    ------
    The jackknife that deletes half: Shao and Wu 1989, doi:10.1214/aos/1176347263.
    """
    articles = sorted({claim.article for claim in ranking.snapshot.claims.values()})
    if len(articles) < FEW:
        what = f"{counted(len(articles), 'article')} {'is' if len(articles) == 1 else 'are'} too few to halve"
        how = '`--without-each article` withdraws each in turn; in Python, `by="article"`'
        raise AnalysisError(f"{what}: below {FEW}, halves tell of chance more than of sources", how)
    if draws < 1:
        raise UsageError(f"{draws} halves", "draw one or more")
    draw, parts = Random(ranking.how.seed), Parts(ranking)
    drawn = ranking.actors_drawn(Ties(ranking.network), draws)
    among: Counter[str] = Counter()
    for _ in range(draws):
        gone = frozenset(draw.sample(articles, len(articles) // 2))
        among.update(its.entity for its in parts.ranks_without(gone, drawn) if its.rank <= FIRST)
    shares = {actor: among[actor] / draws for actor in sorted(among)}
    return Halves(len(articles), draws, ranking.how.seed, shares, None if drawn is None else len(drawn))


class Parts:
    """Ranks actors by parts of the articles, and remembers which ties each fact has by each part of its claims.

    Most facts have few claims, and so few parts of them: of a hundred halves nearly all have been judged before. Not
    remembered is a fact that names, or whose claims come from, somebody who may be of another side without an article;
    and nothing where facts share edges, since none then says by itself which it has.

    Parameters
    ----------
    ranking
        From `kg.sensitivity.rankings.Ranking.of`.
    """

    def __init__(self, ranking: Ranking) -> None:
        self._ranking, self._baseline = ranking, baseline_of(ranking.snapshot)
        self._links = Links.of(self._baseline.records, self._baseline.ontology)
        self._by_key = {claim.key: claim for claim in self._baseline.records.claims}
        self._serving = Serving(self._baseline.records.claims, self._links)
        self._may_turn = self._serving.facts_that_may_turn()
        self._is_whole = ranking.has_shared_edges()
        self._labels: dict[str, str] = {}
        self._kept: dict[_Part, list[Pair]] = {}

    def ranks_without(self, gone: Collection[str], drawn: Collection[str] | None = None) -> Ranks:
        """Order the actors without some articles, as in the slice without them.

        Parameters
        ----------
        gone
            Ids of articles.
        drawn
            From which actors betweenness is estimated; left out, it is exact.
        """
        if self._is_whole:
            every = {fact: its for fact in self._serving.claims if (its := self._serving.left(fact, gone))}
            its_ties = Ties(self._ranking.draw(self._account(every, gone), self._by_key))
            return rank_again(its_ties.net, self._ranking.measure, drawn)
        weights = Counter(pair for part in self._parts(gone) for pair in self._kept[part])
        net = joined(weights, self._labels, directed=bool(self._ranking.choice.get("directed")))
        return rank_again(net, self._ranking.measure, drawn)

    def _parts(self, gone: Collection[str]) -> list[_Part]:
        """Name what is left of the claims on each fact, and make sure that it is known which ties that gives."""
        left = {fact: self._serving.left(fact, gone) for fact in self._serving.claims}
        parts = [(fact, tuple(map(id, claims))) for fact, claims in left.items() if claims]
        for part in parts:
            if part[0] in self._may_turn:
                self._kept.pop(part, None)
        fresh = {part[0]: part for part in parts if part not in self._kept}
        account = self._account({fact: left[fact] for fact in fresh}, gone)
        ties = Ties(self._ranking.draw(account, self._by_key))
        self._labels |= ties.labels
        self._kept |= {part: ties.of_facts.get(fact, []) for fact, part in fresh.items()}
        return parts

    def _account(self, claims: Mapping[str, list[Claim]], gone: Collection[str]) -> Account:
        """Judge facts by what is left of their claims, and keep those that the filters of the slice let through."""
        day = self._baseline.account.known_by
        context = RuleContext(self._links, self._serving.without(gone), day, self._baseline.without)
        facts: dict[str, FactAccount] = {}
        readings: dict[str, Reading] = {}
        for fact, its in claims.items():
            # Whether another fact makes it good is not asked: what is only announced has no accepted edge.
            if judged := judge_fact(context, FactToJudge(its, fulfilled=False)):
                facts[fact] = judged[0]
                readings |= judged[1]
        account = Account(facts, readings, day)
        tests = [fits(its, account, self._by_key, self._links) for its in self._ranking.snapshot.cut.filters]
        return Account({id_: its for id_, its in facts.items() if all(test(its) for test in tests)}, {}, day)
