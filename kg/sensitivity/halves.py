"""How often actors are among the first when half of the articles are withdrawn, again and again."""

from __future__ import annotations

from collections import Counter
from random import Random

from msgspec import Struct

from kg.analysis import Ranks
from kg.analysis.numbered import FEW, numbered
from kg.analysis.repeated import rank_again
from kg.base.errors import AnalysisError, UsageError
from kg.base.hints import counted
from kg.sensitivity.rankings import Ranking
from kg.sensitivity.ties import Ties
from kg.snapshot.slices import Cut, Withdrawn, cut_account

FIRST = 10  # ranks up to which an actor is among the first
DRAWS = 100  # halves, unless told otherwise


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
    draw, drawn = Random(ranking.how.seed), ranking.actors_drawn(Ties(ranking.network), draws)
    among: Counter[str] = Counter()
    for _ in range(draws):
        gone = frozenset(draw.sample(articles, len(articles) // 2))
        among.update(its.entity for its in _ranks_without(ranking, gone, drawn) if its.rank <= FIRST)
    shares = {actor: among[actor] / draws for actor in sorted(among)}
    return Halves(len(articles), draws, ranking.how.seed, shares, None if drawn is None else len(drawn))


def _ranks_without(ranking: Ranking, gone: frozenset[str], drawn: frozenset[str] | None) -> Ranks:
    """Order the actors again without some articles."""
    whole, cut = ranking.snapshot.whole, ranking.snapshot.cut.then(Cut(withdrawn=Withdrawn(gone)))
    _, account = cut_account(whole.records, whole.ontology, whole.account, cut)
    return rank_again(numbered(ranking.draw(account)), ranking.measure, drawn)
