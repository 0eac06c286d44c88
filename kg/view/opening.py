"""What a page opens with: the kinds of actors and layers that are asked for, or those that hold most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from kg.account.edges import edges
from kg.account.facts import Account, FactAccount
from kg.model.records import Entity, Kind
from kg.network.choice import Choice, choose, refuse_shared_edges
from kg.ontology import Ontology
from kg.view.payload import Json

FEW = 10  # one in so many facts: where the usual kinds and layers hold fewer, a page opens on others
Entities = Mapping[str, Entity]
Place = tuple[str, frozenset[Kind]]  # a layer, and the kinds of the two that are joined there


def opening(choice: Choice, account: Account, ontology: Ontology, entities: Mapping[str, Entity]) -> Json:
    """Choose what a page opens with.

    Parameters
    ----------
    choice
        Kinds, layers and edges that are asked for, as for a network.
    account
        Of the whole project, so that its slices open like it.
    ontology, entities
        The project's.

    Returns
    -------
    dict
        ``kinds``, ``layers`` and ``relations``, as far as they are not the usual: persons, the layers that the ontology
        marks as default, all relations. Unless something is asked for, a page opens otherwise only where these hold
        less than a tenth of the accepted facts that join actors: then on the layer that holds most of them, and on the
        kinds by which at least half of these are drawn.

    Raises
    ------
    UsageError, NotFoundError
        If what is asked for is no kind, layer or edge.
    """
    if any(its is not None for its in choice.values()):
        return _asked(choice, ontology, entities)
    where = _places(account, ontology, entities)
    drawn = {fact for fact, places in where.items() if any(_is_usual(place, ontology) for place in places)}
    if not where or len(drawn) * FEW >= len(where):
        return {}
    counts = Counter(layer for places in where.values() for layer in {layer for layer, _ in places})
    layer = max(counts, key=lambda its: (counts[its], its))
    found = [{kinds for its, kinds in places if its == layer} for places in where.values()]
    return {"layers": [layer], "kinds": [kind.value for kind in _kinds([its for its in found if its])]}


def around(focus: str, usual: Json, facts: Iterable[FactAccount], ontology: Ontology, entities: Entities) -> Json:
    """Choose what a page opens with so that its focus is seen, and what is around it.

    Parameters
    ----------
    focus
        The id of an entity.
    usual
        What the page would open with otherwise, as `opening` gives it.
    facts
        That the page shows.
    ontology, entities
        The project's.

    Returns
    -------
    dict
        The usual, if a line of it leads to the focus; else the layers of all lines that do, and the kinds of those whom
        they join. Without any line, the focus stands alone, among those of its kind.
    """
    layers = usual.get("layers") or [layer.id for layer in ontology.layers.values() if layer.default]
    kinds = usual.get("kinds") or [Kind.PERSON.value]
    lines = [(layer, {kind.value for kind in its}) for layer, its in lines_of(focus, facts, ontology, entities)]
    if any(layer in layers and its.issubset(kinds) for layer, its in lines):
        return usual
    if not lines:
        return {**usual, "kinds": _in_order({*kinds, entities[focus].kind.value})}
    return {
        "layers": sorted({layer for layer, _ in lines}),
        "kinds": _in_order(set().union(*(its for _, its in lines))),
    }


def lines_of(focus: str, facts: Iterable[FactAccount], ontology: Ontology, entities: Entities) -> list[Place]:
    """Find where the accepted lines are that join an entity to others: their layers, and the kinds of both ends."""
    naming = (fact for fact in facts if any(its.filler == focus for its in fact.fillers.values()))
    return [
        (edge.layer, frozenset({entities[edge.source].kind, entities[edge.target].kind}))
        for fact in naming
        for edge in edges(fact, ontology)
        if focus in (edge.source, edge.target) and edge.source in entities and edge.target in entities
    ]


def _in_order(kinds: Collection[str]) -> list[str]:
    return [kind.value for kind in Kind if kind.value in kinds]


def _asked(choice: Choice, ontology: Ontology, entities: Mapping[str, Entity]) -> Json:
    chosen = choose({**choice, "stand_ins": True}, entities.values(), ontology)
    refuse_shared_edges(chosen, "a page")
    shortcuts = [its for some in chosen.wanted.values() for its in some]
    found: Json = {}
    if choice.get("kinds"):
        found["kinds"] = sorted({its.kind.value for its in chosen.entities.values()})
    if choice.get("layers") or choice.get("edges"):
        found["layers"] = sorted({its.layer for its in shortcuts})
    if choice.get("edges"):
        found["relations"] = sorted({its.edge for its in shortcuts})
    return found


def _places(account: Account, ontology: Ontology, entities: Mapping[str, Entity]) -> dict[str, set[Place]]:
    """Find where the edges of each accepted fact are that joins entities."""
    found: dict[str, set[Place]] = {}
    for fact in account.facts.values():
        for edge in edges(fact, ontology):
            if edge.source in entities and edge.target in entities:
                kinds = frozenset({entities[edge.source].kind, entities[edge.target].kind})
                found.setdefault(fact.fact, set()).add((edge.layer, kinds))
    return found


def _is_usual(place: Place, ontology: Ontology) -> bool:
    layer, kinds = place
    return ontology.layers[layer].default and kinds == {Kind.PERSON}


def _kinds(facts: Iterable[set[frozenset[Kind]]]) -> list[Kind]:
    """Choose kinds, one by one those of a pair by which most facts more are drawn, until half of the facts are."""
    left, chosen = list(facts), frozenset[Kind]()
    half = len(left) / 2
    while left and len(left) > half:
        counts = Counter(pair for pairs in left for pair in pairs)
        chosen |= max(counts.items(), key=lambda item: (item[1], sorted(item[0])))[0]
        left = [pairs for pairs in left if not any(pair <= chosen for pair in pairs)]
    return sorted(chosen, key=list(Kind).index)
