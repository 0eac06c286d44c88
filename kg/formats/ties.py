"""The network that foreign formats write: actors with their side and country, ties with their direction and time.

All kinds of entities and all layers are in it, stand-ins for many too, since whoever reads the file chooses there.
"""

from __future__ import annotations

import re
import warnings
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.account.voices import Sides, tenures
from kg.base.errors import KgWarning
from kg.model.records import Kind, Stance
from kg.network import acts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import networkx as nx

    from kg.snapshot.snapshot import Snapshot

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # XML 1.0, section 2.2
Stretch = tuple[str | None, str | None]  # first and last day, None where that is not known


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
        warnings.warn(note, KgWarning, stacklevel=5)
    return network


def side_of(graph: Snapshot, entities: Iterable[str]) -> dict[str, str]:
    """Find for whom each entity speaks at the day of the account: the end of the only way upward."""
    counting = (its for its in graph.claims.values() if its.stance is Stance.ASSERTS)
    serving = tenures((its for its in counting if graph.account.readings[its.key].counts), graph.links.types)
    sides = Sides(graph.links, serving)
    named = (id_ for id_ in entities if not graph.links.is_anonymous(id_))
    found = ((id_, sides.side(id_, graph.account.known_by).end) for id_ in named)
    return {id_: end for id_, end in found if end}


def country_of(graph: Snapshot, side: str | None) -> str | None:
    """Give a side back if it is a country."""
    return side if side is not None and graph.records.entities[side].kind is Kind.COUNTRY else None


def was_read(graph: Snapshot, claims: Iterable[str]) -> bool:
    """Tell whether anybody read one of some claims against its article, and did not only code a row."""
    return any(graph.claims[key].was_read for key in claims)


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
    return Actor(id_, entity.name, entity.kind.value, side, country_of(graph, side), entity.anonymous)


def _ties(graph: Snapshot, network: nx.MultiDiGraph[str], everything: bool) -> Iterator[Tie]:
    facts, ontology = graph.account.facts.values(), graph.ontology
    mutual = {fact.fact for fact in facts if acts.is_mutual(fact, ontology, accepted=not everything)}
    for source, target, key, its in network.edges(keys=True, data=True):
        is_mutual = its["fact"] in mutual
        if not (is_mutual and source > target):
            yield _tie(graph, (source, target), its, is_mutual=is_mutual)
        elif not network.has_edge(target, source, key):  # else that one stands for both
            yield _tie(graph, (target, source), its, is_mutual=is_mutual)


def _tie(graph: Snapshot, ends: tuple[str, str], its: dict[str, Any], *, is_mutual: bool) -> Tie:
    fact, relation = graph.account.facts[its["fact"]], graph.ontology.edges[its["relation"]]
    (source, target), when = ends, fact.when
    return Tie(
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
        read=was_read(graph, its["claims"]),
        part_of_not_accepted=[whole.fact for whole in graph.unaccepted_wholes.get(fact.fact, ())],
    )
