"""What a network is made of: which kinds of entities, which edges and layers, and facts of which statuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypedDict

from msgspec import Struct

from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import unknown
from kg.model.records import Entity, Kind
from kg.ontology import Ontology, Shortcut

ALL = "all"
ONE_MODE, TWO_MODE = MODES = ("one-mode", "two-mode")

Names = str | Iterable[str]  # one name, several, or "all"
Wanted = dict[str, list[Shortcut]]  # fact type -> the shortcuts of the ontology that draw its edges


class Choice(TypedDict, total=False):
    """The options of `kg.network.network`, which says what each means, and what is drawn without it."""

    kinds: Names | None
    edges: Names | None
    layers: Names | None
    mode: str
    accepted: bool
    anonymous: bool | Collection[str]


class Chosen(Struct, frozen=True):
    """A choice whose names are looked up: the edges to draw of each fact type, and the entities that may be joined."""

    wanted: Wanted
    entities: dict[str, Entity]
    anonymous: frozenset[str]  # those of any kind that would be joined only if that were asked for
    left_out: frozenset[str]  # those of them that are of the chosen kinds
    two_mode: bool
    accepted: bool
    describes: str  # the edges in words, such as "reported contacts"


def choose(choice: Choice, entities: Iterable[Entity], ontology: Ontology) -> Chosen:
    """Look up the names of a choice.

    Parameters
    ----------
    choice
        Names as the user gave them.
    entities
        All entities of the project.
    ontology
        Which edges and layers there are.

    Returns
    -------
    Chosen
        What `kg.network.drawing` needs.

    Raises
    ------
    UsageError, NotFoundError
        If there is no such kind, mode or option, no such edge or layer.
    """
    for name in choice:
        if name not in Choice.__annotations__:
            raise UsageError(*unknown("option of a network", name, Choice.__annotations__))
    mode, accepted = choice.get("mode", ONE_MODE), choice.get("accepted", True)
    if mode not in MODES:
        raise UsageError(*unknown("mode", mode, MODES))
    kinds = _kinds(choice.get("kinds"))
    wanted = _wanted(ontology, choice.get("edges"), choice.get("layers"))
    layers = sorted({ontology.layers[shortcut.layer].label for its in wanted.values() for shortcut in its})
    entities = list(entities)
    of_kinds = {entity.id: entity for entity in entities if entity.kind in kinds}
    anonymous = frozenset(its.id for its in entities if its.anonymous and not _asked(choice, its.id))
    return Chosen(
        wanted=wanted,
        entities={id_: entity for id_, entity in of_kinds.items() if id_ not in anonymous},
        anonymous=anonymous,
        left_out=anonymous & of_kinds.keys(),
        two_mode=mode == TWO_MODE,
        accepted=accepted,
        describes=f"reported {plural(layers)}" if accepted else f"{plural(layers)}, accepted or not,",
    )


def _asked(choice: Choice, entity: str) -> bool:
    """Tell whether an anonymous entity is asked for: all are, or this one is."""
    asked = choice.get("anonymous", False)
    return asked if isinstance(asked, bool) else entity in asked


def _kinds(names: Names | None) -> frozenset[Kind]:
    if names is None:
        return frozenset({Kind.PERSON})
    kinds = {kind.value: kind for kind in Kind}
    for name in (wanted := _several(names, kinds)):
        if name not in kinds:
            raise UsageError(*unknown("kind", name, kinds))
    return frozenset(kinds[name] for name in wanted)


def _wanted(ontology: Ontology, edges: Names | None, layers: Names | None) -> Wanted:
    """Give the shortcuts that draw the chosen edges in the chosen layers; fact types without any are left out."""
    usual = [layer.id for layer in ontology.layers.values() if layer.default or edges is not None]
    in_layers = _ids(layers, ontology.layers, "layer", usual)
    by_edges = _ids(edges, ontology.edges, "edge", ontology.edges)
    found = {
        its.id: [shortcut for shortcut in its.shortcuts if shortcut.edge in by_edges and shortcut.layer in in_layers]
        for its in ontology.types.values()
    }
    return {type_: shortcuts for type_, shortcuts in found.items() if shortcuts}


def _ids(names: Names | None, known: Collection[str], thing: str, usual: Collection[str]) -> frozenset[str]:
    if names is None:
        return frozenset(usual)
    for name in (wanted := _several(names, known)):
        if name not in known:
            raise NotFoundError(*unknown(thing, name, known))
    return frozenset(wanted)


def _several(names: Names, known: Iterable[str]) -> list[str]:
    several = [names] if isinstance(names, str) else list(names)
    return list(known) if ALL in several else several


def _many(word: str) -> str:
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return f"{word[:-1]}ies"
    return word + ("es" if word.endswith(("s", "x", "z", "ch", "sh")) else "s")


def plural(singular: list[str]) -> str:
    """List words in the plural: the labels of layers or of kinds.

    >>> plural(["action", "contact", "speech"])
    'actions, contacts and speeches'
    """
    words = [_many(word) for word in singular] or ["edges"]
    return " and ".join([", ".join(words[:-1]), words[-1]] if words[1:] else words)
