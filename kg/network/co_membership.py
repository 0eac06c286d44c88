"""Shared edges: who was in one body at one time, by two facts that last, over the days that both state.

What a body is, and which facts say who is in it, the ontology declares (`kg:sharedEdge`, `kg:within`). Touching is a
handover, no overlap: where one is stated to end in the day, month or year in which the other is stated to begin.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

from msgspec import Struct

from kg.account.conflicts import certain
from kg.account.edges import MOST_EDGES, STRENGTH
from kg.account.facts import Account, FactAccount, Filler, Reading
from kg.account.support import asserting, decided, support
from kg.base.hints import listed
from kg.model.records import Claim, Contested
from kg.network.choice import Chosen
from kg.network.overlaps import NEVER, Overlap, Times, in_words, joined, overlap
from kg.ontology import Shortcut

CERTAIN, POSSIBLE = "certain", "possible"  # whether both were certainly there on one day


class Shared(Struct, frozen=True):
    """The shared edges of a network."""

    ties: list[tuple[str, str, str, dict[str, Any]]]  # source, target, key, and what a network says of an edge
    of_stand_ins: list[tuple[str, ...]]  # the stand-ins at the ends of each edge that is left out for them
    left_out: list[str]  # what else is left out, in words


class _Stretch(Struct, frozen=True, gc=False):
    """That somebody is in a body by one fact."""

    fact: FactAccount
    holder: Filler
    body: Filler
    times: Times | None  # None: undated
    readings: Mapping[str, Reading]  # key of claim -> whose voices it is


def shared(account: Account, claims: Mapping[str, Claim], chosen: Chosen) -> Shared:
    """Draw the shared edges that a choice asks for.

    Parameters
    ----------
    account
        Of the claims.
    claims
        Those that it knows, by key; empty: no overlap is certain.
    chosen
        From `kg.network.choice.choose`.

    Returns
    -------
    Shared
        One edge a pair and body, in order. A body of which there would be more than `MOST_EDGES` has none; so has a
        body that is a stand-in that nobody asked for, since two such need not be one.
    """
    found = Shared([], [], [])
    undrawn: dict[str, int] = {}
    undated = 0
    cuts = {cut.id: cut for its in chosen.shared.values() for cut in its}
    for cut in (cuts[id_] for id_ in sorted(cuts)):
        types = {type_ for type_, its in chosen.shared.items() if cut in its}
        facts = (fact for fact in account.facts.values() if fact.type in types)
        for body, stretches in sorted(_by_body(facts, account.readings, claims, cut, chosen).items()):
            dated = [its for its in stretches if its.times is not None]
            undated += _without_days(stretches, {its.holder.filler for its in dated}, chosen)
            size = _Size(dated)
            if (many := size.pairs) > MOST_EDGES:
                undrawn[body] = undrawn.get(body, 0) + many
                continue
            _draw(found, body, dated, cut, size, chosen)
    if undrawn:
        found.left_out.append(_too_many(undrawn))
    if undated:
        found.left_out.append(_not_stated(undated))
    return found


def _by_body(
    facts: Iterable[FactAccount],
    readings: Mapping[str, Reading],
    claims: Mapping[str, Claim],
    cut: Shortcut,
    chosen: Chosen,
) -> dict[str, list[_Stretch]]:
    """Gather who is in which body, and when."""
    found: dict[str, list[_Stretch]] = defaultdict(list)
    for fact in facts:
        if chosen.accepted and not fact.accepted:
            continue
        there = [its for its in fact.fillers.values() if its.accepted or not chosen.accepted]
        times = Times.of(fact.when, certain(fact, claims) if claims else NEVER)
        for body in (its for its in there if its.role == cut.within and its.filler not in chosen.stand_ins):
            holders = (its for its in there if its.role == cut.source)
            found[body.filler] += [_Stretch(fact, its, body, times, readings) for its in holders]
    return found


def _without_days(stretches: Sequence[_Stretch], dated: set[str], chosen: Chosen) -> int:
    """Count the pairs of a body of whom one is there by facts without a time only."""
    every = {its.holder.filler for its in stretches if its.holder.filler in chosen.entities}
    without = len(every - dated)
    return without * (len(every) - without) + without * (without - 1) // 2


def _draw(  # noqa: PLR0913 - one body, and what is drawn of it
    found: Shared, body: str, stretches: list[_Stretch], cut: Shortcut, size: _Size, chosen: Chosen
) -> None:
    """Draw the edges within one body."""
    met: dict[tuple[str, str], list[tuple[_Stretch, _Stretch, Overlap]]] = defaultdict(list)
    for one, other, days in _overlapping(stretches):
        if one.holder.filler > other.holder.filler:
            one, other = other, one
        met[one.holder.filler, other.holder.filler].append((one, other, days))
    for (source, target), its in sorted(met.items()):
        ends = (source, target)
        if all(end in chosen.entities for end in ends):
            attributes = _attributes(body, its, cut, size, of_any_status=not chosen.accepted)
            found.ties.append((source, target, f"{body}/{cut.edge}", attributes))
        elif all(end in chosen.entities or end in chosen.left_out for end in ends):
            found.of_stand_ins.append(tuple(end for end in ends if end in chosen.left_out))


def _overlapping(stretches: Iterable[_Stretch]) -> Iterator[tuple[_Stretch, _Stretch, Overlap]]:
    """Give each two stretches of different holders that overlap."""
    timed = [(its.times, its) for its in stretches if its.times is not None]
    timed.sort(key=lambda pair: (pair[0].days, pair[1].fact.fact, pair[1].holder.filler))
    lasting: list[tuple[Times, _Stretch]] = []
    for times, its in timed:
        lasting = [pair for pair in lasting if pair[0].days[1] >= times.days[0]]
        for before, other in lasting:
            days = overlap(before, times) if other.holder.filler != its.holder.filler else None
            if days is not None:
                yield other, its, days
        lasting.append((times, its))


class _Size:
    """How many were in a body at some time."""

    def __init__(self, stretches: Iterable[_Stretch]) -> None:
        by_holder: dict[str, list[tuple[str, str]]] = defaultdict(list)
        for its in stretches:
            if its.times:
                by_holder[its.holder.filler].append(its.times.days)
        merged = [_merged(its) for its in by_holder.values()]
        self._starts = sorted(days[0] for its in merged for days in its)
        self._ends = sorted(days[1] for its in merged for days in its)
        self._gaps = [(one[1], other[0]) for its in merged for one, other in pairwise(its)]
        self._known: dict[tuple[str, str], int] = {}

    @property
    def pairs(self) -> int:
        """How many pairs may have been there at one time, told without looking at each: that many edges at most."""
        return sum(number - bisect_left(self._ends, start) for number, start in enumerate(self._starts))

    def during(self, first: str, last: str) -> int:
        """Count those who may have been there on some of these days; who comes or goes on their edge is not."""
        if (first, last) not in self._known:
            if first == last:
                there = bisect_right(self._starts, last) - bisect_left(self._ends, first)
                gaps = sum(first <= start and end <= last for start, end in self._gaps)
            else:
                there = bisect_left(self._starts, last) - bisect_right(self._ends, first)
                gaps = sum(first < start and end < last for start, end in self._gaps)
            self._known[first, last] = there - gaps
        return self._known[first, last]


def _merged(days: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    for first, last in sorted(days):
        if found and first <= found[-1][1]:
            found[-1] = (found[-1][0], max(last, found[-1][1]))
        else:
            found.append((first, last))
    return found


def _attributes(
    body: str, met: Sequence[tuple[_Stretch, _Stretch, Overlap]], cut: Shortcut, size: _Size, *, of_any_status: bool
) -> dict[str, Any]:
    """Give what an edge says, as `kg.network.drawing.attributes` does of an edge within one fact."""
    both = [its for one, other, _ in met for its in (one, other)]
    matters = [matter for its in both for matter in (its.fact, its.holder, its.body)]
    sides = [[one for one, _, _ in met], [other for _, other, _ in met]]
    supports = [[support(its.fact, its.holder, its.body, its.readings) for its in side] for side in sides]
    first, second = (tuple(sorted({voice for its in side for voice in its.voices})) for side in supports)
    accepted = all(matter.accepted for matter in matters)
    claims = {key for side in supports for its in side for key in its.claims}
    if not accepted:
        claims = {key for its in both for key in decided(its.fact, its.holder, its.body)}
    together = joined(days for _, _, days in met)
    facts = sorted({its.fact.fact for its in both})
    return {
        "fact": facts[0],
        "relation": cut.edge,
        "layer": cut.layer,
        "status": min((matter.status for matter in matters), key=STRENGTH.__getitem__).value,
        "contested": next((by.value for by in Contested if by in {its.contested for its in matters}), None),
        "day": in_words(together),
        "voices": [*asserting(first, second, matters, both[0].readings)],
        "outlets": _of_both([[*its.outlets] for its in side] for side in supports),
        "claims": sorted(claims),
        "share": max(1 / (max(size.during(its.first, its.last), 2) - 1) for its in together),
        "facts": facts,
        "within": body,
        "overlap": CERTAIN if any(days.is_certain for _, _, days in met) else POSSIBLE,
    } | ({"accepted": accepted} if of_any_status else {})


def _of_both(sides: Iterable[Iterable[Iterable[str]]]) -> list[str]:
    """Give what stands on both sides, in order; where nothing does, what stands on either."""
    one, other = ({word for words in side for word in words} for side in sides)
    return sorted(one & other or one | other)


def _too_many(undrawn: Mapping[str, int]) -> str:
    """Say of which bodies no edges are drawn, since there would be too many."""
    many = f"{sum(undrawn.values()):,} edges within {listed(sorted(undrawn))}"
    return (
        f"left out: {many}: over {MOST_EDGES:,} of one body are not drawn (`kg export two-mode-csv` has who is in it)"
    )


def _not_stated(pairs: int) -> str:
    """Say how many pairs are not joined, since the facts of one of them are undated."""
    which = "pair in one body is" if pairs == 1 else "pairs in one body are"
    return f"left out: {pairs:,} {which} not joined, since their overlap is not stated: facts without a time"
