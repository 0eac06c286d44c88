"""Small worlds for tests: entities, articles and claims, made in a line each."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from kg import ontology
from kg.account.compute import account
from kg.account.facts import Account
from kg.account.voices import Links
from kg.model.dates import parse
from kg.model.records import Article, Claim, Entity, Evidence, Kind, Scope, Stance
from kg.ontology import Ontology

DAY = "2023-12-14"


@cache
def core() -> Ontology:
    """The ontology of this repository."""
    return ontology.load(ontology.core_folder())


def entity(id_: str, kind: Kind, **fields: Any) -> Entity:
    """An entity whose name is its id in capitals."""
    links: dict[str, tuple[str, ...]] = {
        name.replace("_", "-"): (value,) for name, value in fields.pop("links", {}).items()
    }
    return Entity(id=id_, kind=kind, name=id_.replace("-", " ").title(), links=links, **fields)


ENTITIES = {
    its.id: its
    for its in (
        entity("aland", Kind.COUNTRY),
        entity("bland", Kind.COUNTRY),
        entity("cland", Kind.COUNTRY),
        entity("a-foreign", Kind.ORGANIZATION, links={"institution_of": "aland"}),
        entity("a-defence", Kind.ORGANIZATION, links={"institution_of": "aland"}),
        entity("b-foreign", Kind.ORGANIZATION, links={"institution_of": "bland"}),
        entity("c-foreign", Kind.ORGANIZATION, links={"institution_of": "cland"}),
        entity("ann", Kind.PERSON, links={"member_of": "a-foreign"}),
        entity("abe", Kind.PERSON, links={"member_of": "a-defence"}),
        entity("bob", Kind.PERSON, links={"member_of": "b-foreign"}),
        entity("cid", Kind.PERSON, links={"member_of": "c-foreign"}),
        entity("xan", Kind.PERSON),
        entity("yan", Kind.PERSON),
        entity("general", Kind.POST),
        entity("chief", Kind.POST, links={"institution_of": "a-defence"}, single_holder=True),
        entity("whisper", Kind.GROUP, anonymous=True, links={"institution_of": "aland"}),
        entity("murmur", Kind.GROUP, anonymous=True),
        entity("herald", Kind.ORGANIZATION),
        entity("gazette", Kind.ORGANIZATION),
        entity("courier", Kind.ORGANIZATION),
        entity("capital", Kind.PLACE, links={"part_of": "aland"}),
        entity("harbour", Kind.PLACE, links={"part_of": "bland"}),
        entity("trade", Kind.TOPIC),
    )
}


def article(id_: str, publisher: str = "herald", published: str = DAY) -> Article:
    """The head of an article."""
    return Article(id=id_, title=id_, publisher=publisher, published=parse(published))


ARTICLES = {
    its.id: its
    for its in (
        article("herald-1"),
        article("herald-2", published="2023-12-20"),
        article("gazette-1", "gazette"),
        article("gazette-2", "gazette", "2023-12-20"),
        article("courier-1", "courier"),
    )
}
_SPAN = Evidence(start=0, end=1, sha256=hashlib.sha256(b"x").hexdigest())
ROLES: dict[str, tuple[str, ...]] = {"participant": ("ann", "bob")}


def claim(
    speaker: str | tuple[str, ...] | None,
    stance: str = "asserts",
    *,
    article: str = "herald-1",
    id_: str | None = None,
    roles: dict[str, tuple[str, ...]] | None = None,
    **fields: Any,
) -> Claim:
    """A claim about the meeting `m` of Ann and Bob, unless said otherwise."""
    speakers = () if speaker is None else (speaker,) if isinstance(speaker, str) else speaker
    for name in ("when", "said"):
        if fields.get(name):
            fields[name] = parse(fields[name])
    its = {"fact": "m", "type": "Meeting", "scope": Scope(fields.pop("scope", "fact"))} | fields
    label = f"{'-'.join(speakers) or 'own'}-{stance}-{its['scope']}-{len(repr(its))}-{hash_of(its, roles)}"
    return Claim(
        article=article,
        id=id_ or label,
        speaker=speakers,
        stance=Stance(stance),
        roles=ROLES if roles is None else roles,
        evidence=(_SPAN,),
        **its,
    )


def hash_of(*parts: Any) -> str:
    """A short hash that tells claims apart, the same under any hash seed."""
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:6]


def links(entities: dict[str, Entity] | None = None, articles: dict[str, Article] | None = None) -> Links:
    """The background of this small world."""
    return Links.among(entities or ENTITIES, articles or ARTICLES, core())


def judge(*claims: Claim, known_by: str | None = None, **background: Any) -> Account:
    """The account of some claims."""
    return account(claims, links(**background), known_by)
