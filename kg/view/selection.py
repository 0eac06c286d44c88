"""What a page shows: all of it, up to some thousands of actors and lines; else the most central, or a focus."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import chain

import networkx as nx
from msgspec import Struct

from kg.account.edges import MOST_EDGES
from kg.base.hints import counted
from kg.model.records import ACTORS, Claim
from kg.ontology import Ontology
from kg.snapshot.sentences import Teller
from kg.view.payload import Json, pairs

NODES, LINES = 2_000, 6_000  # actors and lines at most: beyond, vis-network takes many seconds to draw

Pair = tuple[str, str]  # the ids of two actors, the smaller first


class Limit(Struct, frozen=True):
    """What a page is asked to show."""

    focus: str | None = None  # an actor: if there is too much, those nearest to this one; None: the best connected
    everything: bool = False  # draw all actors and lines, however many
    facts: Collection[str] | None = None  # only lines of these facts; None: of all
    lines: Collection[Pair] | None = None  # only these lines; None: all


class Limited(Struct, frozen=True):
    """What a page shows, by ids, and the claims that it needs for that."""

    claims: tuple[Claim, ...]
    facts: frozenset[str]
    nodes: tuple[str, ...]  # actors
    pairs: dict[Pair, Json]  # the lines, as `kg.view.payload.pairs` gives them
    left_out: str = ""  # a sentence on what is not shown; empty: nothing
    beyond: frozenset[str] = frozenset()  # actors who are not shown
    lines: Collection[Pair] | None = None  # all that were asked for; None: all there are


def limited(claims: tuple[Claim, ...], ontology: Ontology, teller: Teller, limit: Limit) -> Limited:
    """Choose what a page shows.

    Parameters
    ----------
    claims, ontology
        The project's.
    teller
        Has the entities, and names the focus.
    limit
        What is asked for.

    Returns
    -------
    Limited
        All of it, if it is not too much; else the best connected and what joins them, and a sentence that says so.
    """
    entities = teller.entities
    shown = [claim for claim in claims if limit.facts is None or claim.fact in limit.facts]
    joined = pairs(shown, ontology, entities)
    joining = {fact for pair in joined.values() for fact in pair["facts"]}
    named = {id_ for claim in shown for ids in claim.roles.values() for id_ in ids if id_ in entities}
    if limit.lines is not None:
        joined = {pair: its for pair, its in joined.items() if pair in limit.lines}
        named = {end for pair in joined for end in pair}
    facts = frozenset(claim.fact for claim in shown)
    actors = {id_ for id_ in named if entities[id_].kind in ACTORS}
    if limit.everything or (max(len(actors), len(named - actors)) <= NODES and len(joined) <= LINES):
        return Limited(_needed(claims, ontology, facts), facts, tuple(sorted(named)), joined)
    focus = limit.focus
    order = _by_centrality(named, joined) if focus is None else _by_distance(named, joined, focus)
    kept = [[id_ for id_ in order if (id_ in actors) is acts][:NODES] for acts in (True, False)]
    place = {id_: k for k, id_ in enumerate(chain(*kept))}
    nodes = set(place)
    inside = [pair for pair in joined if nodes.issuperset(pair)]
    first = sorted(inside, key=lambda pair: (max(place[pair[0]], place[pair[1]]), pair))[:LINES]
    lines = {pair: joined[pair] for pair in sorted(first)}
    alone = _alone(shown, entities, joining, place)[: LINES - len(lines)]
    drawn = frozenset(fact for pair in lines.values() for fact in pair["facts"]).union(alone)
    left_out = (
        f"Shown are {len(kept[0]):,} of {counted(len(actors), 'actor')} "
        f"and {len(lines):,} of {counted(len(joined), 'line')}: "
        + ("the best connected" if focus is None else f"those nearest to {teller.name(focus)}")
        + f", with {len(drawn):,} of {counted(len(facts), 'finding')}. "
        + "To see others, write the page with --focus ENTITY; to see all, slowly, with --all."
    )
    beyond = frozenset(actors - nodes)
    return Limited(_needed(claims, ontology, drawn), drawn, tuple(sorted(nodes)), lines, left_out, beyond, limit.lines)


def _alone(
    claims: Iterable[Claim], entities: Collection[str], joining: Collection[str], place: Mapping[str, int]
) -> list[str]:
    """List the facts that join no two actors and name only such as are drawn, by the places of these in the order.

    One that names so many that none is joined comes last, if some of them are drawn.
    """
    named: dict[str, set[str]] = {}
    for claim in claims:
        if claim.fact not in joining:
            named.setdefault(claim.fact, set()).update(
                id_ for ids in claim.roles.values() for id_ in ids if id_ in entities
            )
    last = {fact: max((place.get(id_, len(place)) for id_ in ids), default=0) for fact, ids in named.items()}
    crowds = {fact for fact, ids in named.items() if len(ids) ** 2 > MOST_EDGES and not ids.isdisjoint(place)}
    return sorted(
        (fact for fact in last if last[fact] < len(place) or fact in crowds), key=lambda fact: (last[fact], fact)
    )


def _needed(claims: Iterable[Claim], ontology: Ontology, facts: Collection[str]) -> tuple[Claim, ...]:
    """Keep the claims of these facts, of what they are part of, and those by which the rule judges them.

    The latter are tenures, which say whose voice a speaker is, and claims of facts that fulfil an announced one.
    """
    claims = tuple(claims)
    wholes: dict[str, list[str]] = {}
    for claim in claims:
        if claim.part_of:
            wholes.setdefault(claim.fact, []).append(claim.part_of)
    kept = set(facts)
    for fact in (waiting := [*facts]):  # grows while it is read
        new = [whole for whole in wholes.get(fact, ()) if whole not in kept]
        kept.update(new)
        waiting += new
    return tuple(
        claim
        for claim in claims
        if claim.fact in kept or claim.fulfils in facts or ontology.types[claim.type].bearer is not None
    )


def _network(actors: Iterable[str], lines: Iterable[Pair]) -> nx.Graph[str]:
    network: nx.Graph[str] = nx.Graph()
    network.add_nodes_from(actors)
    network.add_edges_from(lines)
    return network


def _of_default_layers(joined: Mapping[Pair, Json]) -> list[Pair]:
    return [pair for pair, its in joined.items() if its["first"]]


def _by_centrality(named: set[str], joined: Mapping[Pair, Json]) -> list[str]:
    """Order actors by how many others lines of default layers join them to, then by how many any lines do."""
    default, every = _network(named, _of_default_layers(joined)), _network(named, joined)
    return sorted(named, key=lambda id_: (-default.degree[id_], -every.degree[id_], id_))


def _by_distance(named: set[str], joined: Mapping[Pair, Json], focus: str) -> list[str]:
    """Order actors by how many lines of default layers lie between the focus and them, then as above.

    Where none of these leads to the focus, all lines count.
    """
    default = _network({*named, focus}, _of_default_layers(joined))
    if not default[focus]:
        default = _network({*named, focus}, joined)
    distance = nx.single_source_shortest_path_length(default, focus)
    return sorted(_by_centrality(named, joined), key=lambda id_: distance.get(id_, len(named)))
