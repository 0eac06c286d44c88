"""Checks what claims name: entities with their links and sides, and the heads of articles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise

import msgspec

from kg.base.findings import Finding
from kg.base.hints import listed, meant
from kg.check.circles import circles, shown
from kg.check.fillers import NO_ENTITY, actor_fault, may_be, replacing
from kg.check.spans import check_ticks
from kg.model.records import ACTORS, Article, Entity, Kind
from kg.ontology import Ontology

_REFUSED = "(until then the claims of the article are refused)"
_ONE_WAY = "what a thing belongs to does not belong to it: take one of the links out"
_SIDES = ACTORS - {Kind.POST}  # a post, such as general, is no side: two generals may be on two sides


def check_entity(entity: Entity, entities: Mapping[str, Entity], ontology: Ontology) -> Iterator[Finding]:
    """Find what is wrong with one entity's links and side.

    Parameters
    ----------
    entity
        As read.
    entities
        All of them, by id.
    ontology
        Says which links there are.

    Yields
    ------
    Finding
        One for each link, or value of one, that cannot be followed.
    """
    for link, targets in entity.links.items():
        if link not in ontology.links:
            hint = replacing(link, ontology) or meant(link, ontology.links, f"links are {listed(ontology.links)}")
            yield Finding(("links", link), f"unknown link `{link}`", hint, at_key=True)
            continue
        for position, target in enumerate(targets):
            if target not in entities:
                hint = meant(target, entities, NO_ENTITY)
                yield Finding(("links", link, position), f"unknown entity `{target}`", hint)
    yield from _check_side(entity, entities)
    if entity.single_holder and not may_be(entity, {Kind.POST}):
        fault = f"`single-holder` is for a Post, `{entity.id}` is of kind {entity.kind}"
        yield Finding(("single-holder",), fault, "leave it out")


def check_circles(entities: Mapping[str, Entity], upward: frozenset[str]) -> dict[str, list[Finding]]:
    """Find circles of the links upward, from an entity to what it belongs to.

    Parameters
    ----------
    entities
        By id, with links that can be followed.
    upward
        The links that lead from an entity to what it belongs to.

    Returns
    -------
    dict
        For each entity on a circle, the findings at its links.
    """
    targets = {
        id_: {target for link in upward & entity.links.keys() for target in entity.links[link]}
        for id_, entity in entities.items()
    }
    found: dict[str, list[Finding]] = {}
    for members in circles(targets):
        for source, target in pairwise(members):
            links = entities[source].links
            for link in sorted(name for name in upward & links.keys() if target in links[name]):
                fault = f"circle of links: {shown(members)}"
                finding = Finding(("links", link, links[link].index(target)), fault, _ONE_WAY)
                found.setdefault(source, []).append(finding)
    return found


def without(entity: Entity, faulty: list[Finding]) -> Entity:
    """Give the entity without the links, or the side, that were found faulty, so that the rest can be trusted."""
    if not faulty:
        return entity
    paths = {finding.path for finding in faulty}
    links = {
        link: tuple(id_ for position, id_ in enumerate(targets) if ("links", link, position) not in paths)
        for link, targets in entity.links.items()
        if ("links", link) not in paths
    }
    kept = {link: targets for link, targets in links.items() if targets}
    side = None if ("side",) in paths else entity.side
    single = entity.single_holder and ("single-holder",) not in paths
    return msgspec.structs.replace(entity, links=kept, side=side, single_holder=single)


def check_article(article: Article, entities: Mapping[str, Entity]) -> Iterator[Finding]:
    """Find what is wrong with the head of an article.

    Parameters
    ----------
    article
        As read.
    entities
        All of them, by id.

    Yields
    ------
    Finding
        A publisher, agency or coder that is unknown or cannot speak; a day of publication without a last possible day,
        or, of what somebody read, without a first.
    """
    named = {"publisher": article.publisher, "agency": article.agency, "coded-by": article.coded_by}
    for field, actor in named.items():
        fault = actor_fault(actor, f"`{article.id}`: `{field}`", entities) if actor is not None else None
        if fault is not None:
            yield Finding((field,), fault[0], f"{fault[1]} {_REFUSED}")
    if article.published.latest is None:
        what = f"`published: {article.published.text}` has no last possible day"
        yield Finding(("published",), what, f"write the day, the month or the year {_REFUSED}")
    elif not article.is_dated and article.coded_by is None:
        what = f"`published: {article.published.text}` has no first possible day"
        hint = f"only what nobody read (`coded-by:`) may have been published by then {_REFUSED}"
        yield Finding(("published",), what, hint)


def check_head(article: Article, entities: Mapping[str, Entity]) -> Iterator[Finding]:
    """Find what is wrong with the head of an article, be it what refuses it (`check_article`) or what it ticks off."""
    yield from check_article(article, entities)
    yield from check_ticks(article)


def _check_side(entity: Entity, entities: Mapping[str, Entity]) -> Iterator[Finding]:
    if entity.side is None:
        return
    other = entities.get(entity.side)
    if other is None:
        hint = meant(entity.side, entities, NO_ENTITY)
        yield Finding(("side",), f"unknown entity `{entity.side}`", hint)
    elif not may_be(other, _SIDES):
        hint = "a side is a Country, an Organization, a Group or a Person"
        yield Finding(("side",), f"`{entity.id}`: `side` takes no {other.kind}, `{other.id}` is one", hint)
