"""Records with one id in the place of several: the one place at which ids that name one thing are replaced."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec import structs

from kg.model.records import Article, Claim, Entity
from kg.ontology import Ontology

Replaced = Mapping[str, str]  # another id -> the id that is shown


def claim_with(claim: Claim, replaced: Replaced, ontology: Ontology) -> Claim:
    """Give a claim in which each id is the one that is shown; the same claim where that changes nothing.

    Parameters
    ----------
    claim
        Of any type; what fills a role of concepts stays, as does what names a document, an article or a claim.
    replaced
        Which ids are replaced.
    ontology
        Says which roles take concepts.
    """
    if not replaced or replaced.keys().isdisjoint(ids_of(claim, ontology)):
        return claim
    type_ = ontology.types.get(claim.type)
    rules = type_.roles if type_ else {}
    return structs.replace(
        claim,
        fact=replaced.get(claim.fact, claim.fact),
        roles={
            role: its if role in rules and rules[role].scheme is not None else _each(its, replaced)
            for role, its in claim.roles.items()
        },
        speaker=_each(claim.speaker, replaced),
        via=_each(claim.via, replaced),
        part_of=claim.part_of and replaced.get(claim.part_of, claim.part_of),
        fulfils=claim.fulfils and replaced.get(claim.fulfils, claim.fulfils),
    )


def ids_of(claim: Claim, ontology: Ontology) -> Iterator[str]:
    """Give the ids of entities and facts that a claim names."""
    yield claim.fact
    type_ = ontology.types.get(claim.type)
    for role, fillers in claim.roles.items():
        if type_ is None or role not in type_.roles or type_.roles[role].scheme is None:
            yield from fillers
    yield from claim.speaker
    yield from claim.via
    yield from (id_ for id_ in (claim.part_of, claim.fulfils) if id_)


def article_with(article: Article, replaced: Replaced) -> Article:
    """Give the head of an article in which each id of an entity is the one that is shown."""
    named = (article.publisher, article.agency, article.coded_by)
    if replaced.keys().isdisjoint(id_ for id_ in named if id_):
        return article
    publisher, agency, coder = (id_ and replaced.get(id_, id_) for id_ in named)
    return structs.replace(article, publisher=publisher, agency=agency, coded_by=coder)


def entity_with(entity: Entity, replaced: Replaced) -> Entity:
    """Give an entity whose links and side lead to the ids that are shown."""
    if entity.side not in replaced and all(replaced.keys().isdisjoint(its) for its in entity.links.values()):
        return entity
    links = {link: _each(targets, replaced) for link, targets in entity.links.items()}
    return structs.replace(entity, links=links, side=entity.side and replaced.get(entity.side, entity.side))


def united(members: Sequence[Entity]) -> Entity:
    """Unite entities that are one: all their names, links, identifiers and notes, with nothing said twice.

    Parameters
    ----------
    members
        The one that is shown first, the others in an order that leaves no trace of files. What they give but one
        value for is the same in all that give it: see `differences`.

    >>> from kg.model.records import Kind
    >>> kyiv = Entity(id="kyiv", kind=Kind.PLACE, name="Kyiv", aliases=("Kiew",))
    >>> kiev = Entity(id="kiev", kind=Kind.PLACE, name="Kiev", links={"part-of": ("ukraine",)})
    >>> one = united([kyiv, kiev])
    >>> one.id, one.name, one.aliases, one.links
    ('kyiv', 'Kyiv', ('Kiew', 'Kiev'), {'part-of': ('ukraine',)})
    """
    first, *_ = members
    links: dict[str, tuple[str, ...]] = {}
    for member in members:
        for link, targets in member.links.items():
            links[link] = tuple(dict.fromkeys((*links.get(link, ()), *targets)))
    names = dict.fromkeys(name for member in members for name in (member.name, *member.aliases))
    return structs.replace(
        first,
        aliases=tuple(name for name in names if name != first.name),
        links=links,
        identifiers={scheme: value for member in members for scheme, value in member.identifiers.items()},
        single_holder=any(member.single_holder for member in members),
        side=next((member.side for member in members if member.side), None),
        note="\n".join(dict.fromkeys(member.note for member in members if member.note)),
    )


def differences(members: Sequence[Entity]) -> Iterator[tuple[Entity, Entity, str]]:
    """Find what keeps entities from being united: single values that differ.

    Yields
    ------
    tuple
        The first that gives a value, one that gives another, and the field with both values in words.
    """
    for one, other, field, values in _single_values(members):
        yield one, other, f"`{field}` is {values[0]} of `{one.id}` and {values[1]} of `{other.id}`"


def _single_values(members: Sequence[Entity]) -> Iterator[tuple[Entity, Entity, str, tuple[str, str]]]:
    seen: dict[str, tuple[Entity, str]] = {}
    for member in members:
        given = {f"identifiers.{scheme}": f"`{value}`" for scheme, value in member.identifiers.items()}
        given["kind"], given["anonymous"] = member.kind, "true" if member.anonymous else "false"
        if member.side:
            given["side"] = f"`{member.side}`"
        for field, value in given.items():
            first, its = seen.setdefault(field, (member, value))
            if its != value:
                yield first, member, field, (its, value)


def _each(ids: Iterable[str], replaced: Replaced) -> tuple[str, ...]:
    return tuple(dict.fromkeys(replaced.get(id_, id_) for id_ in ids))
