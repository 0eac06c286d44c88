"""Compares a map with an ontology, before any row is read: fact types, roles, concepts, kinds."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from kg.base.findings import Finding, KeyPath
from kg.base.hints import listed, meant, named, unknown
from kg.formats.imports.tabular.facts import BESIDE
from kg.formats.imports.tabular.fields import Source
from kg.formats.imports.tabular.maps import ENTITIES, Map, MapError
from kg.model.records import ACTORS, Kind, Scope, Stance
from kg.ontology import FactType, Ontology, RoleRule

MODES = ("direct", "indirect", "presupposed", "implied")


def compared(map_: Map, ontology: Ontology) -> dict[str, RoleRule]:
    """Compare a map with an ontology.

    Returns
    -------
    dict
        What the ontology says of each role that the map fills.

    Raises
    ------
    MapError
        If the ontology knows no such fact type, role or concept, or a role cannot take what would fill it.
    """
    types = [*_types(map_, ontology)]
    rules = {role: rule for its in types for role, rule in reversed(its.roles.items()) if role in map_.roles}
    found = [*_words(map_, ontology), *_roles(map_, ontology, types), *_actors(map_)]
    for role, rule in rules.items():
        for source in map_.roles[role]:
            found += _concepts(source, rule, ontology) if rule.scheme else _kinds(source, role, rule.kinds)
    if found:
        raise MapError(map_.faults(found))
    return rules


def _types(map_: Map, ontology: Ontology) -> Iterator[FactType]:
    """Give the fact types that rows may be of."""
    source = map_.fields.get("type", Source())
    names = [source.constant] if source.constant else [*source.lookup.values()] or [*ontology.types]
    yield from (ontology.types[name] for name in dict.fromkeys(names) if name in ontology.types)


def _given(source: Source) -> Iterator[tuple[KeyPath, str]]:
    """Give the words of a source that stand in the map itself, with their paths."""
    if source.constant:
        yield source.path, source.constant
    yield from (((*source.path, "lookup", text), word) for text, word in source.lookup.items())


def _words(map_: Map, ontology: Ontology) -> Iterator[Finding]:
    known: dict[str, tuple[str, Collection[str]]] = {
        "type": ("fact type", ontology.types), "stance": ("stance", [*map(str, Stance)]),
        "scope": ("scope", [*map(str, Scope)]), "mode": ("mode", MODES),
    }  # fmt: skip
    for field, (thing, words) in known.items():
        for path, word in _given(map_.fields[field]) if field in map_.fields else ():
            if word not in words:
                what, hint = unknown(thing, word, words)
                yield Finding(path, what, ontology.replaced[word].hint if word in ontology.replaced else hint)


def _roles(map_: Map, ontology: Ontology, types: list[FactType]) -> Iterator[Finding]:
    known = [*dict.fromkeys(role for its in types for role in its.roles)]
    for role in map_.roles:
        if types and role not in known:
            what = f"{listed([its.id for its in types])}: no role {named(role)}"
            yield Finding(("roles", role), what, meant(role, known, f"the roles are {listed(known)}"), at_key=True)
    if len(types) == 1 and map_.roles.keys() <= types[0].roles.keys():
        yield from _least(map_, types[0])
    telling = ["when", *BESIDE, *map_.values, *known]
    for name in map_.same or ():
        if name not in telling:
            hint = meant(name, telling, f"name some of {listed(telling)}")
            yield Finding(("fact", "same"), f"no field that tells facts apart: {named(name)}", hint)


def _least(map_: Map, kind: FactType) -> Iterator[Finding]:
    for role, rule in kind.roles.items():
        if rule.min and role not in map_.roles:
            hint = f"say which columns give it: `roles: {{{role}: …}}`; `kg help {kind.id}`"
            yield Finding(("roles",), f"nothing fills `{role}`, of which {kind.id} takes at least {rule.min}", hint)


def _actors(map_: Map) -> Iterator[Finding]:
    some = {name: (its,) for name, its in map_.fields.items() if name in ENTITIES}
    for name, sources in {**some, **map_.actors}.items():
        for source in sources:
            yield from _kinds(source, name, ACTORS)


def _kinds(source: Source, name: str, kinds: Collection[str]) -> Iterator[Finding]:
    """Find a kind of entities that a role cannot take."""
    described = {its.entity.kind for its in source.table.values()} if not source.columns else set[Kind]()
    for kind in {source.kind, source.entity and source.entity.kind, *described} - {None}:
        if kinds and kind not in kinds:
            hint = f"write `kind:` and one of {listed(kinds)}"
            yield Finding((*source.path, "kind"), f"`{name}` takes no {kind}", hint)


def _concepts(source: Source, rule: RoleRule, ontology: Ontology) -> Iterator[Finding]:
    known = concepts_of(rule, ontology)
    for path, word in _given(source):
        if word not in known:
            yield Finding(path, *unknown(f"concept of `{rule.role}`", word, [*known.values()]))
    if source.kind or source.site or source.entity or source.table:
        yield Finding(
            source.path, f"`{rule.role}` takes concepts, and no entities", f"such are {listed(known.values())}"
        )


def concepts_of(rule: RoleRule, ontology: Ontology) -> Mapping[str, str]:
    """Give the concepts that a role takes, by their ids and their labels."""
    some = [its for its in ontology.concepts.values() if rule.scheme in its.schemes]
    return {its.label: its.id for its in some} | {its.id: its.id for its in some}
