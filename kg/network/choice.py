"""What a network is made of: which kinds of entities, edges, layers and acts, and facts of which statuses."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from typing import TypedDict

from msgspec import Struct

from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import named, unknown
from kg.model.records import Entity, Kind
from kg.network.acts import tendencies, wanted_acts
from kg.ontology import Ontology, Shortcut

ALL = "all"
ONE_MODE, TWO_MODE = MODES = ("one-mode", "two-mode")

FOLLOWED = "`kg network` lists them, and `kg rank`, `kg path` and `kg groups` follow them"  # of shared edges

Names = str | Iterable[str]  # one name, several, or "all"
Wanted = dict[str, list[Shortcut]]  # fact type -> the shortcuts of the ontology that draw its edges


class Choice(TypedDict, total=False):
    """The options of `kg.network.network`, which says what each means, and what is drawn without it."""

    kinds: Names | None
    edges: Names | None
    layers: Names | None
    acts: Names | None
    cooperative: bool
    hostile: bool
    mode: str
    accepted: bool
    directed: bool
    stand_ins: bool | Collection[str]
    gatherings: bool


class Chosen(Struct, frozen=True):
    """A choice whose names are looked up: the edges to draw of each fact type, and the entities that may be joined."""

    wanted: Wanted
    shared: Wanted  # fact type -> its shared edges, which join fillers of two facts
    entities: dict[str, Entity]
    stand_ins: frozenset[str]  # those of any kind that would be joined only if that were asked for
    left_out: frozenset[str]  # those of them that are of the chosen kinds
    acts: frozenset[str] | None  # concepts of which a fact must name one; None: any fact is taken
    act_options: str  # by which these were chosen, as they are typed
    two_mode: bool
    accepted: bool
    directed: bool
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
        If there is no such kind, mode or option, no such edge, layer or act; or if directions are asked for in two
        modes.
    """
    for name in choice:
        if name not in Choice.__annotations__:
            raise UsageError(*unknown("option of a network", name, Choice.__annotations__))
    mode, accepted, directed = choice.get("mode", ONE_MODE), choice.get("accepted", True), choice.get("directed", False)
    if mode not in MODES:
        raise UsageError(*unknown("mode", mode, MODES))
    if directed and mode == TWO_MODE:
        raise UsageError("a two-mode network has no directions", "leave out `directed`, or draw it in one mode")
    kinds, acts = kinds_of(choice), _acts(choice, ontology)
    wanted = _wanted(ontology, choice, acts)
    shared = _shared(ontology, choice)
    drawn = [shortcut for some in (wanted, shared) for its in some.values() for shortcut in its]
    layers = sorted({ontology.layers[shortcut.layer].label for shortcut in drawn})
    entities = list(entities)
    of_kinds = {entity.id: entity for entity in entities if entity.kind in kinds}
    stand_ins = frozenset(its.id for its in entities if its.anonymous and not _asked(choice, its.id))
    tending = tendencies(choice, ontology)
    what = " ".join(filter(None, [" or ".join(tending), plural(layers)]))
    options = [*(["--act"] if choice.get("acts") is not None else []), *(f"--{tendency}" for tendency in tending)]
    return Chosen(
        wanted=wanted,
        shared=shared,
        entities={id_: entity for id_, entity in of_kinds.items() if id_ not in stand_ins},
        stand_ins=stand_ins,
        left_out=stand_ins & of_kinds.keys(),
        acts=acts,
        act_options=" and ".join(f"`{option}`" for option in options),
        two_mode=mode == TWO_MODE,
        accepted=accepted,
        directed=directed,
        describes=f"reported {what}{_by(choice)}" if accepted else f"{what}{_by(choice)}, accepted or not,",
    )


def _asked(choice: Choice, entity: str) -> bool:
    """Tell whether a stand-in is asked for: all are, or this one is."""
    asked = choice.get("stand_ins", False)
    return asked if isinstance(asked, bool) else entity in asked


def _by(choice: Choice) -> str:
    """Name the acts that are asked for, after what they choose."""
    acts = choice.get("acts")
    return "" if acts is None else f" ({acts if isinstance(acts, str) else ', '.join(acts)})"


def _acts(choice: Choice, ontology: Ontology) -> frozenset[str] | None:
    acts = choice.get("acts")
    named = None if acts is None else _several(acts, ontology.concepts)
    return wanted_acts(named, tendencies(choice, ontology), ontology)


def kinds_of(choice: Choice) -> frozenset[Kind]:
    """Give the kinds of entities that a choice joins; unasked, persons.

    Raises
    ------
    UsageError
        If there is no such kind.

    >>> sorted(kinds_of(Choice()))
    [<Kind.PERSON: 'Person'>]
    """
    names = choice.get("kinds")
    if names is None:
        return frozenset({Kind.PERSON})
    kinds = {kind.value: kind for kind in Kind}
    for name in (wanted := _several(names, kinds)):
        if name not in kinds:
            raise UsageError(*unknown("kind", name, kinds))
    return frozenset(kinds[name] for name in wanted)


def _wanted(ontology: Ontology, choice: Choice, acts: frozenset[str] | None) -> Wanted:
    """Give the shortcuts that draw the chosen edges in the chosen layers; fact types without any are left out.

    Whoever names edges or acts, and no layer, means them in any layer.
    """
    edges = choice.get("edges")
    usual = [its.id for its in ontology.layers.values() if its.default or edges is not None or acts is not None]
    in_layers = _ids(choice.get("layers"), ontology.layers, "layer", usual)
    by_edges = _ids(edges, ontology.edges, "edge", ontology.edges)
    schemes = {scheme for act in acts or () for scheme in ontology.concepts[act].schemes}
    found = {
        its.id: [shortcut for shortcut in its.shortcuts if shortcut.edge in by_edges and shortcut.layer in in_layers]
        for its in ontology.types.values()
        if acts is None or any(rule.scheme in schemes for rule in its.roles.values())
    }
    return {type_: shortcuts for type_, shortcuts in found.items() if shortcuts}


def _shared(ontology: Ontology, choice: Choice) -> Wanted:
    """Give the shared edges that are asked for, each by its own name or its layer's: `all` does not mean them."""
    if choice.get("acts") is not None or tendencies(choice, ontology):
        return {}  # they join by what lasts, and not by what is done
    edges, layers = _named(choice.get("edges")), _named(choice.get("layers"))
    found = {
        its.id: [
            cut
            for cut in its.shared_edges
            if (cut.edge in edges or cut.layer in layers)
            and (choice.get("edges") is None or edges & {cut.edge, ALL})
            and (choice.get("layers") is None or layers & {cut.layer, ALL})
        ]
        for its in ontology.types.values()
    }
    return {type_: cuts for type_, cuts in found.items() if cuts}


def refuse_shared_edges(chosen: Chosen, where: str, hint: str = FOLLOWED) -> None:
    """Refuse edges that facts share where only those within a fact can be drawn.

    Parameters
    ----------
    chosen
        From `choose`.
    where
        What cannot draw them, in the singular.
    hint
        Where they are drawn.

    Raises
    ------
    UsageError
        If any is chosen.
    """
    asked = sorted({cut.edge for cuts in chosen.shared.values() for cut in cuts})
    if asked:
        what = f"{where} has no edges that two facts share: {', '.join(map(named, asked))}"
        raise UsageError(what, hint)


def _named(names: Names | None) -> set[str]:
    return {names} if isinstance(names, str) else set(names or ())


def gathered_by(wanted: Wanted) -> tuple[str, ...]:
    """Name, of the edges to draw, those that join all who were at one gathering, in order."""
    return tuple(sorted({its.edge for shortcuts in wanted.values() for its in shortcuts if its.shared_over}))


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
