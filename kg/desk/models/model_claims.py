"""Claims as a model gave them, and what became of each: its quotes found in the text, or a reason why it is refused."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

import msgspec
from msgspec import Struct

from kg.annotation.record_fields import Findings
from kg.annotation.schema import read_entity
from kg.base.hints import named
from kg.desk.models.answer_schema import NEW
from kg.desk.models.model_endpoint import ModelError
from kg.evidence import article_text, quotes
from kg.model.records import UNNAMED, Entity

_ADD = f"write a known one, or add it under `entities`, with an id that begins with `{NEW}`"
Given = dict[str, Any]  # a claim as a model gave it


class Quote(Struct, frozen=True):
    """Words that a claim rests on."""

    quote: str
    before: str | None = None
    kind: str = "text"


class ModelClaim(Struct, frozen=True, kw_only=True):
    """The form of a claim in an answer."""

    type: str
    fact: str
    roles: dict[str, list[str]]
    stance: str
    evidence: list[Quote]
    label: str | None = None
    when: str | None = None
    speaker: list[str] = []
    via: list[str] = []
    scope: str = "fact"
    said: str | None = None
    mode: str | None = None


class NewEntity(Struct, frozen=True):
    """The form of an entity that an answer adds."""

    id: str
    kind: str
    name: str
    aliases: list[str] = []


class Answer(Struct, frozen=True):
    """What a model answered, each part as it came: no part that is wrong takes the others with it."""

    claims: list[Given] = []
    entities: list[Any] = []


class RefusedClaim(Struct, frozen=True):
    """A claim of a model that is not proposed, and why."""

    given: Given
    reasons: tuple[str, ...]


def answer_of(content: str) -> Answer:
    """Read what a model wrote.

    Raises
    ------
    ModelError
        If it is no JSON, or not an object with claims.

    >>> answer_of('{"claims": [], "entities": []}')
    Answer(claims=[], entities=[])
    """
    try:
        return msgspec.json.decode(content, type=Answer)
    except (msgspec.DecodeError, msgspec.ValidationError, RecursionError) as error:
        what = f"the model's answer is not of the form that was asked for: {error}"
        raise ModelError(what, "ask a model that knows structured output (`response_format: json_schema`)") from None


def new_entities(answer: Answer, known: Mapping[str, Entity], taken: Collection[str]) -> dict[str, Entity]:
    """Take the entities that an answer adds; what cannot be one, or is known, is left out, and so claims that name it.

    Parameters
    ----------
    answer
        With ids that begin with `new:`.
    known
        The project's entities.
    taken
        Other ids that no entity may have, as those of facts.

    Returns
    -------
    dict
        By id, without that beginning.
    """
    found: dict[str, Entity] = {}
    for given in answer.entities:
        try:
            its = msgspec.convert(given, NewEntity)
        except msgspec.ValidationError:
            continue
        id_ = its.id.removeprefix(NEW)
        value = {"kind": its.kind, "name": its.name} | ({"aliases": its.aliases} if its.aliases else {})
        entity = read_entity(id_, value, (), Findings())
        if entity and its.id.startswith(NEW) and id_ not in known and id_ not in taken and _is_id(id_):
            found.setdefault(id_, entity)
    return found


def known_again(answer: Answer, known: Mapping[str, Entity]) -> Iterator[str]:
    """Give the ids that an answer adds although the project has that very entity: of that id, and called the same."""
    for given in answer.entities:
        if isinstance(given, dict) and isinstance(id_ := given.get("id"), str) and id_.startswith(NEW):
            its = known.get(_own(id_))
            if its and given.get("name") in (its.name, *its.aliases):
                yield its.id


def _is_id(text: str) -> bool:
    from kg.annotation.scalars import FieldError, identifier

    try:
        return bool(identifier(text))
    except FieldError:
        return False


def record_of(given: Given, text: str, entities: Collection[str], new: Collection[str]) -> tuple[Given, list[str]]:
    """Turn a claim that a model gave into the fields of an annotation file.

    Parameters
    ----------
    given
        As it came.
    text
        Of the article.
    entities
        Ids of the project's entities.
    new
        Ids of those that the same answer adds.

    Returns
    -------
    tuple
        The fields, without id and annotator, and the reasons to refuse it; with any, the fields are of no use.

    >>> given = {"type": "T", "fact": "talks", "roles": {}, "stance": "asserts", "evidence": [{"quote": "They met."}]}
    >>> record_of(given, "They parted.", (), ())[1]
    ['the quote is not in the text: "They met."; nearest, at [0, 4]: "They"']
    """
    try:
        its = msgspec.convert(given, ModelClaim)
    except msgspec.ValidationError as error:
        return {}, [f"not of the form that was asked for: {error}"]
    reasons = [f"unknown entity `{id_}`: {_ADD}" for id_ in dict.fromkeys(_unknown(its, entities, new))]
    evidence = []
    for quote in its.evidence:
        place, reason = _place(text, quote)
        reasons += [reason] if reason else []
        if place:
            sha256 = article_text.digest(text[place[0] : place[1]])
            evidence.append({"at": [*place], "sha256": sha256} | _unless(kind=(quote.kind, "text")))
    if not its.evidence:
        reasons.append("a claim without evidence: quote the words that say so")
    roles = {role: [_own(id_) for id_ in ids] for role, ids in its.roles.items() if ids}
    fields = {"fact": its.fact, "type": its.type} | _unless(label=(its.label, None), roles=(roles, {}))
    fields |= _unless(when=(its.when, None), speaker=([*map(_own, its.speaker)], []), via=([*map(_own, its.via)], []))
    fields |= {"stance": its.stance} | _unless(scope=(its.scope, "fact"), said=(its.said, None), mode=(its.mode, None))
    return {**fields, "evidence": evidence}, reasons


def new_ids(given: Given) -> list[str]:
    """List the ids of new entities that a claim names, without what stands before them, in order."""
    found = (id_ for id_ in _named(msgspec.convert(given, ModelClaim)) if id_.startswith(NEW))
    return list(dict.fromkeys(map(_own, found)))


def _own(id_: str) -> str:
    return id_.removeprefix(NEW)


def _named(its: ModelClaim) -> Iterator[str]:
    yield from its.speaker
    yield from its.via
    for ids in its.roles.values():
        yield from ids


def _unknown(its: ModelClaim, entities: Collection[str], new: Collection[str]) -> Iterator[str]:
    """Give the ids that are neither known nor new; of those in roles, concepts and facts are left to the checker."""
    for id_ in _named(its):
        if (id_.startswith(NEW) and _own(id_) not in new) or (
            id_ in (*its.speaker, *its.via) and not id_.startswith(NEW) and id_ not in entities and id_ != UNNAMED
        ):
            yield id_


def _place(text: str, quote: Quote) -> tuple[tuple[int, int] | None, str]:
    """Find the one place where a quote stands, by the words before it if need be; else the reason why there is none."""
    found = quotes.places(text, quote.quote)
    if not found:
        return None, "; ".join(quotes.missing(text, quote.quote))
    if len(found) > 1 and quote.before and quote.before.strip():
        before = quote.before.strip()
        fitting = [place for place in found if text[: place[0]].rstrip().endswith(before)]
        if len(fitting) == 1:
            return fitting[0], ""
    if len(found) > 1:
        what = f"the quote stands {len(found)} times in the text: {named(quote.quote)}"
        return None, f"{what}: lengthen it, or give the words right before the one that is meant as `before`"
    return found[0], ""


def _unless(**values: tuple[Any, Any]) -> Given:
    """Give the values that are not those that a field has where it is left out."""
    return {name: value for name, (value, usual) in values.items() if value != usual}


def key_of(fields: Given) -> str:
    """Tell claims apart that say the same on the same words."""
    same = ("fact", "type", "stance", "scope", "speaker", "roles")
    spans = sorted(str(piece.get("at")) for piece in fields.get("evidence", []))
    return json.dumps([*(fields.get(name) for name in same), spans], sort_keys=True)
