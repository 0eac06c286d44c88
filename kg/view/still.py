"""What a page opens with, as a still picture: its persons, or where these are many, the sides for which they speak."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence

import networkx as nx
from msgspec import Struct

from kg.account.context import latest_day
from kg.account.edges import STRENGTH
from kg.account.voices import Links
from kg.base.hints import counted
from kg.charts import Dot, Line, NetworkPicture
from kg.model.records import Contested, Status
from kg.snapshot.areas import side_in
from kg.snapshot.snapshot import Snapshot
from kg.view.layout.areas import Spot, positions
from kg.view.payload import Json
from kg.view.state_words import choice_words, focus_words, without_words

MOST_ACTORS, MOST_SIDES, MOST_LINES = 60, 40, 120  # of which names and lines can be told apart

Pair = tuple[str, str]  # two ids, the smaller first
Found = dict[Pair, dict[str, tuple[Status, Contested | None]]]  # of each pair, its findings and how they stand


class Still(Struct, frozen=True):
    """All that is needed to draw what a page opens with, once that is asked for."""

    snapshot: Snapshot
    opens: Json  # kinds, layers and relations, as `kg.view.opening` gives them
    words: Sequence[str]  # what a slice leaves
    title: str
    facts: Collection[str] | None = None  # only these; None: all
    lines: Collection[Pair] | None = None  # only these pairs of actors; None: all
    focus: str | None = None
    steps: int = 1

    def picture(self) -> NetworkPicture | None:
        """Lay out the picture; None if nothing is joined."""
        found = self._found()
        if not found:
            return None
        drawn = {fact for its in found.values() for fact in its}
        names = {id_: self.snapshot.records.entities[id_].name for pair in found for id_ in pair}
        more = [f"{len(drawn):,} of {counted(self._all(), 'finding')}"]
        if is_crowded := len(names) > MOST_ACTORS:
            found, names, by_side = self._by_side(found, names)
            more += by_side
        if thinner := max(0, len(found) - MOST_LINES):
            most = sorted(found, key=lambda pair: (-len(found[pair]), pair))[:MOST_LINES]
            found, more = {pair: found[pair] for pair in most}, [*more, f"{counted(thinner, 'thinner line')} left out"]
            names = {id_: name for id_, name in names.items() if any(id_ in pair for pair in most)}
        lines = tuple(_lines(found, is_of_most=is_crowded))
        return NetworkPicture(
            self.title, "; ".join([*self._state(), *more]), _placed(names, found, self.snapshot.apart), lines
        )

    def _found(self) -> Found:
        """Find the accepted edges that are drawn, by the pairs of actors that they join."""
        choice = {"kinds": self.opens.get("kinds"), "layers": self.opens.get("layers")}
        network = self.snapshot.network(**choice, edges=self.opens.get("relations"), stand_ins=True)
        found: Found = {}
        for one, other, edge in network.edges(data=True):
            pair = (min(one, other), max(one, other))
            if (self.facts is None or edge["fact"] in self.facts) and (self.lines is None or pair in self.lines):
                its = found.setdefault(pair, {})
                stands = Status(edge["status"]), edge["contested"] and Contested(edge["contested"])
                its[edge["fact"]] = max(stands, its.get(edge["fact"], stands), key=_strength)
        return _around(found, self.focus, self.steps) if self.focus else found

    def _by_side(self, found: Found, names: Mapping[str, str]) -> tuple[Found, dict[str, str], list[str]]:
        """Put together those who speak for one side, and keep the sides with most findings."""
        snapshot, entities = self.snapshot, self.snapshot.records.entities
        side = side_in(snapshot)
        area = {id_: side(id_) for id_ in names}
        joined: Found = {}
        for (one, other), its in found.items():
            if area[one] != area[other]:
                joined.setdefault((min(area[one], area[other]), max(area[one], area[other])), {}).update(its)
        people, busy = Counter(area.values()), Counter[str]()
        for pair, its in joined.items():
            busy.update(dict.fromkeys(pair, len(its)))
        most = set(sorted(busy, key=lambda id_: (-busy[id_], id_))[:MOST_SIDES])
        kept = {pair: its for pair, its in joined.items() if most.issuperset(pair)}
        shown = sorted({id_ for pair in kept for id_ in pair})
        sides = {id_: entities[id_].name + (f" ({people[id_]})" if people[id_] > 1 else "") for id_ in shown}
        said = [f"{len(names):,} actors by the sides for which they speak"]
        if len(people) > len(shown):
            said.append(f"{counted(len(people) - len(shown), 'more side')} left out")
        return kept, sides, said

    def _all(self) -> int:
        facts = self.snapshot.account.facts
        return len(facts) if self.facts is None else len(facts.keys() & set(self.facts))

    def _state(self) -> list[str]:
        snapshot, cut = self.snapshot, self.snapshot.cut
        whole = Links.of(snapshot.whole.records, snapshot.ontology)
        teller, entities = snapshot.teller, snapshot.whole.records.entities
        named = (id_ for claim in snapshot.claims.values() for ids in claim.roles.values() for id_ in ids)
        there = {entities[id_].kind for id_ in named if id_ in entities}
        return [
            f"known by {cut.known_by or max(snapshot.account.known_by, latest_day(whole))}",
            *self.words,
            *without_words(cut.withdrawn, snapshot.whole.teller),
            *choice_words(self.opens, snapshot.ontology, there),
            *([focus_words(teller.name(self.focus), self.steps)] if self.focus else []),
        ]


def _around(found: Found, focus: str, steps: int) -> Found:
    """Keep what is at most so many lines from the focus; nothing if that is joined to nobody."""
    network: nx.Graph[str] = nx.Graph(sorted(found))
    if focus not in network:
        return {}
    near = nx.single_source_shortest_path_length(network, focus, cutoff=steps)
    return {pair: its for pair, its in found.items() if near.keys() >= set(pair)}


def _strength(stands: tuple[Status, Contested | None]) -> tuple[bool, int]:
    status, contested = stands
    return contested is not Contested.BY_PARTY, STRENGTH[status]


def _lines(found: Found, *, is_of_most: bool) -> Iterable[Line]:
    """Give each pair a line, those of most findings last, so that they are drawn on top of the others.

    It looks as its strongest finding does, like that of the page; between sides, as most of its findings do.
    """
    for pair, its in sorted(found.items(), key=lambda item: (len(item[1]), item[0])):
        count = Counter(its.values())
        status, contested = max(count, key=lambda stands: (is_of_most and count[stands], _strength(stands)))
        yield Line(pair, status, contested, len(its))


def _placed(names: Mapping[str, str], found: Found, apart: Mapping[str, str]) -> dict[str, Dot]:
    ties = [(one, other, len(its) ** 0.5) for (one, other), its in found.items()]
    places = positions([Spot(id_, id_) for id_ in names], ties)
    return {id_: Dot(names[id_], *places[id_], apart.get(id_, "")) for id_ in sorted(names)}
