"""What a page can show at once: some thousands of actors and lines; beyond that the most central, or the focus."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from kg.model.records import Claim, Entity
from kg.ontology import Ontology
from kg.view.payload import Json, pairs

NODES, LINES = 2_000, 6_000

Pair = tuple[str, str]


class Limit(Struct, frozen=True):
    """What a page is asked to show: around whom, whether all of it, which facts and which lines (None: all)."""

    focus: str | None = None
    everything: bool = False
    facts: Collection[str] | None = None
    lines: Collection[Pair] | None = None


class Limited(Struct, frozen=True):
    """The claims that a page carries, and the facts, actors and pairs that it shows."""

    claims: tuple[Claim, ...]
    facts: frozenset[str]
    nodes: tuple[str, ...]
    pairs: dict[Pair, Json]
    left_out: str = ""


def limited(claims: tuple[Claim, ...], ontology: Ontology, entities: Mapping[str, Entity], limit: Limit) -> Limited:
    """Choose what a page shows.

    Parameters
    ----------
    claims, ontology, entities
        The project's.
    limit
        What is asked for.

    Returns
    -------
    Limited
        All of it, if it is not too much; else the best connected and what joins them, and a sentence that says so.
    """
    shown = [claim for claim in claims if limit.facts is None or claim.fact in limit.facts]
    joined = pairs(shown, ontology, entities)
    named = {id_ for claim in shown for ids in claim.roles.values() for id_ in ids if id_ in entities}
    if limit.lines is not None:
        joined = {pair: its for pair, its in joined.items() if pair in limit.lines}
        named = {end for pair in joined for end in pair}
    facts = frozenset(claim.fact for claim in shown)
    if limit.everything or (len(named) <= NODES and len(joined) <= LINES):
        return Limited(_needed(claims, ontology, facts), facts, tuple(sorted(named)), joined)
    focus = limit.focus
    order = _by_centrality(named, joined) if focus is None else _by_distance(named, joined, focus)
    nodes = set(order[:NODES])
    place = {id_: k for k, id_ in enumerate(order)}
    inside = [pair for pair in joined if nodes.issuperset(pair)]
    kept = sorted(inside, key=lambda pair: (max(place[pair[0]], place[pair[1]]), pair))[:LINES]
    lines = {pair: joined[pair] for pair in sorted(kept)}
    drawn = frozenset(fact for pair in lines.values() for fact in pair["facts"])
    left_out = (
        f"Shown are {len(nodes)} of {len(named)} actors and {len(lines)} of {len(joined)} lines: "
        + ("the best connected" if focus is None else f"those nearest to {entities[focus].name}")
        + f", with {len(drawn)} of {len(facts)} findings. "
        + "To see others, write the page with --focus ENTITY; to see all, slowly, with --all."
    )
    return Limited(_needed(claims, ontology, drawn), drawn, tuple(sorted(nodes)), lines, left_out)


def _needed(claims: Iterable[Claim], ontology: Ontology, facts: Collection[str]) -> tuple[Claim, ...]:
    """Keep what is claimed of these facts, and what the rule needs to judge it: tenures, and what makes plans good."""
    return tuple(
        claim
        for claim in claims
        if claim.fact in facts or claim.fulfils in facts or ontology.types[claim.type].bearer is not None
    )


def _neighbours(joined: Mapping[Pair, Json], *, first: bool) -> dict[str, set[str]]:
    near: dict[str, set[str]] = defaultdict(set)
    for (a, b), pair in joined.items():
        if pair["first"] or not first:
            near[a].add(b)
            near[b].add(a)
    return near


def _by_centrality(named: set[str], joined: Mapping[Pair, Json]) -> list[str]:
    """Order actors by how many others the default layers join them to, then all layers."""
    usual, any_ = _neighbours(joined, first=True), _neighbours(joined, first=False)
    return sorted(named, key=lambda id_: (-len(usual[id_]), -len(any_[id_]), id_))


def _by_distance(named: set[str], joined: Mapping[Pair, Json], focus: str) -> list[str]:
    """Order actors by their distance from the focus, then as above."""
    near = _neighbours(joined, first=True)
    distance, edge = {focus: 0}, [focus]
    while edge:
        edge = [b for b in sorted({b for a in edge for b in near[a]}) if b not in distance]
        distance |= dict.fromkeys(edge, max(distance.values()) + 1)
    far = len(named)
    return sorted(_by_centrality(named, joined), key=lambda id_: distance.get(id_, far))
