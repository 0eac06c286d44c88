"""What belongs to what: the facts that name an entity, the claims of a speaker, a voice, an outlet or an article."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Iterable
from functools import cached_property

from kg.account.context import sides_known
from kg.account.facts import FactAccount
from kg.account.voices import Sides
from kg.graph.graph import Graph
from kg.model.records import Claim

_Keys = Callable[[Claim], Iterable[str]]


def index_of(graph: Graph) -> Index:
    """Give the index of a graph or slice, which is made once."""
    held = vars(graph)  # it goes when the graph does
    if "_index_of_pages" not in held:
        held["_index_of_pages"] = Index(graph)
    index: Index = held["_index_of_pages"]
    return index


def ready(graph: Graph) -> None:
    """Load and work out what pages need: of 100,000 claims that takes seconds, for which no reader should wait.

    Parameters
    ----------
    graph
        The whole graph of a build.
    """
    index = index_of(graph)
    for name, its in vars(Index).items():
        if isinstance(its, cached_property):
            getattr(index, name)
    for name in ("unaccepted_wholes", "store", "teller", "article_texts"):
        getattr(graph, name)
    len(graph.conflicts_by_fact)  # which finds them all
    len(graph.store)  # which opens it


class Index:
    """What belongs to what in a graph or slice: keys of claims and ids of facts, in order.

    Parameters
    ----------
    graph
        The whole, or a slice.
    """

    def __init__(self, graph: Graph) -> None:
        self._facts, self._claims = graph.account.facts, graph.claims
        self._readings, self._links, self._day = graph.account.readings, graph.links, graph.account.known_by

    def knows(self, sort: str, id_: str) -> bool:
        """Tell whether there is a fact, a claim, an article, a voice or outlet, or a document of this id."""
        there: dict[str, Container[str]] = {
            "fact": self._facts, "claim": self._claims, "article": self.by_article,
            "voice": self.by_voice if id_ in self.by_voice else self.by_outlet, "document": self.by_document,
        }  # fmt: skip
        return id_ in there[sort]

    @cached_property
    def facts_of(self) -> dict[str, list[FactAccount]]:
        """The facts that name an entity, a concept or another fact in some role."""
        found: dict[str, list[FactAccount]] = defaultdict(list)
        for fact in self._facts.values():
            for filler in dict.fromkeys(filler for _, filler in fact.fillers):
                found[filler].append(fact)
        return dict(found)

    @cached_property
    def parts_of(self) -> dict[str, list[FactAccount]]:
        """The facts that are part of a fact, or fulfil it."""
        found: dict[str, list[FactAccount]] = defaultdict(list)
        for fact in self._facts.values():
            for other in dict.fromkeys((*fact.part_of, *fact.fulfils)):
                found[other].append(fact)
        return dict(found)

    @cached_property
    def by_speaker(self) -> dict[str, list[str]]:
        """The claims that an entity makes, alone or with others; a bare statement is its narrator's."""
        return self._by(self.speakers)

    def speakers(self, claim: Claim) -> tuple[str, ...]:
        """Name who makes a claim."""
        return claim.speaker or (self._links.articles[claim.article].narrator,)

    @cached_property
    def by_relay(self) -> dict[str, list[str]]:
        """The claims that an entity relays."""
        return self._by(lambda claim: claim.via)

    @cached_property
    def by_voice(self) -> dict[str, list[str]]:
        """The claims of a voice."""
        return self._by(lambda claim: self._readings[claim.key].voices)

    @cached_property
    def by_outlet(self) -> dict[str, list[str]]:
        """The claims that came through an outlet."""
        return self._by(lambda claim: (self._readings[claim.key].outlet,))

    @cached_property
    def by_article(self) -> dict[str, list[str]]:
        """The claims of an article."""
        return self._by(lambda claim: (claim.article,))

    @cached_property
    def by_document(self) -> dict[str, list[str]]:
        """The claims behind which a primary document stands."""
        return self._by(lambda claim: (claim.document,) if claim.document else ())

    @cached_property
    def naming(self) -> dict[str, list[str]]:
        """The claims that name an entity in some role."""
        return self._by(lambda claim: [filler for fillers in claim.roles.values() for filler in fillers])

    @cached_property
    def sides(self) -> Sides:
        """The side of every entity."""
        return sides_known(self._claims.values(), self._links)

    def _by(self, keys: _Keys) -> dict[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for claim in self._claims.values():
            for key in dict.fromkeys(keys(claim)):
                found[key].append(claim.key)
        return dict(found)

    def newest(self, keys: Iterable[str]) -> list[str]:
        """Put claims in order: those of the latest articles first."""
        articles = self._links.articles
        ordered = sorted(keys)
        return sorted(ordered, key=lambda key: articles[self._claims[key].article].day, reverse=True)
