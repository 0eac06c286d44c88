"""The network that foreign formats write: actors with their side and country, ties with their direction and time.

All kinds of entities and all layers are in it, stand-ins for many too, since whoever reads the file chooses there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.account.voices import Links, Sides, tenures
from kg.base.errors import warn
from kg.model.records import Kind, Stance
from kg.network import acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    import networkx as nx

    from kg.account.facts import FactAccount
    from kg.model.records import Claim, Entity
    from kg.ontology import Ontology
    from kg.snapshot.snapshot import Snapshot

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
Stretch = tuple[str | None, str | None]  # first and last day, None where that is not known
Drawn = tuple[str, str, dict[str, Any]]  # an edge of a network: source, target and attributes


class Actor(Struct, frozen=True):
    """A node: an entity that has a tie."""

    id: str
    label: str
    kind: str
    side: str | None  # the id of whom it speaks for; None where its links lead to two, or it is anonymous
    country: str | None  # the id of its side, where that is a country
    anonymous: bool


class Tie(Struct, frozen=True):
    """An edge: two fillers of one fact; a symmetric one stands once."""

    id: str
    source: str
    target: str
    symmetric: bool
    label: str
    relation: str
    layer: str
    fact: str
    status: str
    contested: str | None
    accepted: bool
    day: str | None  # in EDTF
    earliest: str | None  # the first and the last day that this can mean
    latest: str | None
    stretches: tuple[Stretch, ...]  # the days on which it may have been: several if claims conflict, none if unknown
    weight: float  # of a fact: 1, as in `kg rank`
    share: float  # of a gathering: 1/(delegations - 1)
    voices: list[str]
    outlets: list[str]
    claims: list[str]
    read: bool  # whether anybody read a claim that it rests on, and not only rows of a table
    part_of_not_accepted: list[str]


ACTOR_FIELDS = tuple(name for name in Actor.__struct_fields__ if name != "id")
TIE_FIELDS = tuple(its for its in Tie.__struct_fields__ if its not in ("id", "source", "target", "stretches"))
_NUMBERS = ("weight", "share")
_TRUTHS = ("accepted", "anonymous", "read", "symmetric")


def actors_and_ties(graph: Snapshot, *, everything: bool = False) -> tuple[list[Actor], list[Tie]]:
    """Draw the network.

    Parameters
    ----------
    graph
        Whose account it is.
    everything
        Also ties that are contested by a party, denied, planned or otherwise not accepted; each says so.

    Returns
    -------
    tuple
        Actors, in order of their ids; ties, in order of source, target, fact and relation. A tie is symmetric if its
        relation is, or what was done was done by both sides alike, as a ceasefire.
    """
    network = drawn(graph, everything=everything)
    sides = side_of(graph, network)
    actors = [_actor(graph, id_, sides.get(id_)) for id_ in sorted(network)]
    return actors, sorted(_ties(graph, network, everything), key=lambda tie: (tie.source, tie.target, tie.id))


def drawn(graph: Snapshot, *, mode: str = "one-mode", everything: bool = False) -> nx.MultiDiGraph[str]:
    """Draw the network as `Graph.network` does, with all kinds and layers, and say what it does not hold."""
    network = graph.network(mode=mode, kinds="all", layers="all", stand_ins=True, accepted=not everything)
    for note in filter(None, (network.graph.get("empty"), network.graph.get("left_out"))):
        warn(note)
    return network


def side_of(graph: Snapshot, entities: Iterable[str]) -> dict[str, str]:
    """Find for whom each entity speaks at the day of the account: the end of the only way upward."""
    counting = (its for its in graph.claims.values() if its.stance is Stance.ASSERTS)
    serving = tenures((its for its in counting if graph.account.readings[its.key].counts), graph.links.types)
    return sides_of(entities, Sides(graph.links, serving), graph.links, graph.account.known_by)


def sides_of(entities: Iterable[str], sides: Sides, links: Links, day: str) -> dict[str, str]:
    """Find for whom each of some entities speaks on a day; those that are anonymous, or between two, for nobody."""
    named = (id_ for id_ in entities if not links.is_anonymous(id_))
    found = ((id_, sides.side(id_, day).end) for id_ in named)
    return {id_: end for id_, end in found if end}


def country_of(entities: Mapping[str, Entity], side: str | None) -> str | None:
    """Give a side back if it is a country."""
    return side if side is not None and entities[side].kind is Kind.COUNTRY else None


def was_read(claims: Mapping[str, Claim], keys: Iterable[str]) -> bool:
    """Tell whether anybody read one of some claims against its article, and did not only code a row."""
    return any(claims[key].was_read for key in keys)


def has_direction(ties: Iterable[Tie]) -> bool:
    """Tell whether any tie has a direction; without one, every reader takes the whole file for undirected."""
    return any(not tie.symmetric for tie in ties)


def in_words(value: object) -> str:
    """Write a value as text without lists, None or what XML cannot hold; items of a list are joined by spaces.

    >>> in_words(["pakistan", "india"]), in_words(None), in_words(True), in_words(1.0)
    ('pakistan india', '', 'true', '1.0')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return " ".join(value)
    return "" if value is None else _NOT_XML.sub("", str(value))


def type_name(field: str) -> str:
    """Name the type of a field, as GraphML and GEXF both do."""
    return "double" if field in _NUMBERS else "boolean" if field in _TRUTHS else "string"


def _actor(graph: Snapshot, id_: str, side: str | None) -> Actor:
    entity = graph.records.entities[id_]
    return Actor(id_, entity.name, entity.kind.value, side, country_of(graph.records.entities, side), entity.anonymous)


def _ties(graph: Snapshot, network: nx.MultiDiGraph[str], everything: bool) -> Iterator[Tie]:
    by_fact: dict[str, list[Drawn]] = defaultdict(list)
    for source, target, its in network.edges(data=True):
        by_fact[its["fact"]].append((source, target, its))
    for id_, drawn_edges in by_fact.items():
        fact, wholes = graph.account.facts[id_], [whole.fact for whole in graph.unaccepted_wholes.get(id_, ())]
        yield from ties_of(fact, drawn_edges, graph.ontology, graph.claims, wholes, everything=everything)


def ties_of(  # noqa: PLR0913 - all that a tie says
    fact: FactAccount,
    edges: Iterable[Drawn],
    ontology: Ontology,
    claims: Mapping[str, Claim],
    wholes: Sequence[str],
    *,
    everything: bool = False,
) -> Iterator[Tie]:
    """Give the ties of one fact.

    Parameters
    ----------
    fact
        Its account.
    edges
        All that are drawn of it, as a network holds them: source, target and attributes.
    ontology
        Whose relations they are.
    claims
        Those on the fact, by key; others may be among them.
    wholes
        Facts that are not accepted and of which it is a part.
    everything
        As of `actors_and_ties`.
    """
    edges, is_mutual = list(edges), acts.is_mutual(fact, ontology, accepted=not everything)
    names = {(source, target, its["relation"]) for source, target, its in edges}
    for source, target, its in edges:
        if is_mutual and source > target:
            if (target, source, its["relation"]) in names:
                continue  # that one stands for both
            source, target = target, source
        relation, when = ontology.edges[its["relation"]], fact.when
        yield Tie(
            id=f"{fact.fact}:{relation.id}:{source}:{target}",
            source=source,
            target=target,
            symmetric=relation.symmetric or is_mutual,
            label=relation.label,
            relation=relation.id,
            layer=its["layer"],
            fact=fact.fact,
            status=its["status"],
            contested=its["contested"],
            accepted=its.get("accepted", True),
            day=when.text,
            earliest=when.earliest,
            latest=when.latest,
            stretches=tuple(each for each in when.stretches if each != (None, None)),
            weight=1.0,
            share=its["share"],
            voices=its["voices"],
            outlets=its["outlets"],
            claims=its["claims"],
            read=was_read(claims, its["claims"]),
            part_of_not_accepted=[*wholes],
        )
