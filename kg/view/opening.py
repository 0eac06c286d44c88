"""What a page opens with: the kinds of actors and layers that are asked for, or those that hold most."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kg.account.edges import edges
from kg.account.facts import Account
from kg.model.records import Entity, Kind
from kg.network.choice import Choice, choose
from kg.ontology import Ontology
from kg.view.payload import Json

FEW = 10  # one in so many facts: where the usual kinds and layers hold fewer, a page opens on others
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


def _asked(choice: Choice, ontology: Ontology, entities: Mapping[str, Entity]) -> Json:
    chosen = choose({**choice, "stand_ins": True}, entities.values(), ontology)
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
