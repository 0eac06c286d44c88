"""The tool that finds entities, topics and facts by words: whatever else is asked needs their ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from kg.account.facts import FactAccount
from kg.base.errors import UsageError
from kg.base.hints import counted, named, unknown
from kg.base.letters import folded
from kg.graph.graph import Graph
from kg.model.records import Kind
from kg.report.ordering import in_order
from kg.serve.assistant_facts import Json, claim_entry, fact_entry
from kg.serve.assistant_parts import MOST, Skip, Top, part
from kg.serve.dossiers import Dossiers, dossiers

_POSTS = 5  # that are told of an entity
_LIKE = 75.0  # from here on, a name is told for words that are like it
Words = Annotated[str, "Words of a name or a title, in any order; case and accents do not count."]
KindName = Annotated[str | None, "Only entities of a kind: Person, Organization, Country, Group, Place, Post or Topic."]


def find(graph: Graph, words: Words, kind: KindName = None, top: Top = 10, skip: Skip = 0) -> Json:
    """Find entities, topics and facts by words, with kind, side, posts, and who says so."""
    asked = folded(words).split()
    if not asked:
        raise UsageError("`words` has no word", "give a name, or a part of one")
    if kind is not None and kind not in [its.value for its in Kind]:
        raise UsageError(*unknown("kind", kind, [its.value for its in Kind]))
    its = dossiers(graph)
    ids = [*its.names.like(words, _LIKE)]
    ids += sorted(its.names.with_words(words) - {*ids})
    ids = [id_ for id_ in ids if kind is None or its.is_of(its.entities[id_], kind)]
    people = [id_ for id_ in ids if its.entities[id_].kind is not Kind.TOPIC]
    topics = [id_ for id_ in ids if its.entities[id_].kind is Kind.TOPIC]
    facts = [] if kind else in_order(_with_words(graph, its, asked), "status")
    left_out: list[str] = []
    counts = (
        counted(len(people), "entity", "entities"),
        counted(len(topics), graph.ontology.kinds[Kind.TOPIC.value].label),
        counted(len(facts), "fact"),
    )
    return {
        "summary": f"{named(words)} is like the names of {counts[0]} and {counts[1]}, and in the words of {counts[2]}",
        "entities": [_entity(graph, its, id_) for id_ in part(people, top, skip, "entities", left_out)],
        "topics": [_entity(graph, its, id_) for id_ in part(topics, top, skip, "topics", left_out)],
        "facts": [fact_entry(graph, fact) for fact in part(facts, top, skip, "facts", left_out)],
        "left_out": left_out,
    }


def _entity(graph: Graph, known: Dossiers, id_: str) -> Json:
    """Give an entity: kind, side, and the posts that somebody says it holds, each with who says so."""
    its, side, posts = known.entities[id_], known.side(id_), known.holdings(id_)
    first, last = known.days(id_)
    return {
        "id": id_,
        "kind": its.kind.value,
        "name": its.name,
        "aliases": list(its.aliases[:MOST]),
        "side": None if side is None else {"id": side, "name": known.entities[side].name},
        "stand_in": its.anonymous,
        "facts_by_status": known.statuses(id_),
        "first_day": first,
        "last_day": last,
        "posts": [
            {
                "names": [graph.teller.brief.name(post) for post in held.posts],
                "at": [graph.teller.brief.name(at) for at in held.at],
            }
            | {"fact": held.fact.fact, "status": held.fact.status.value, "accepted": held.fact.accepted}
            | {"says": [claim_entry(graph, graph.claims[key]) for key in held.fact.basis[:1]]}
            for held in posts[:_POSTS]
        ],
        "left_out": [f"{counted(more, 'more post')}: `facts` with entity={id_}"]
        if (more := len(posts) - _POSTS) > 0
        else [],
        "source_words": {"note": its.note} if its.note else {},
    }


def _with_words(graph: Graph, known: Dossiers, words: Sequence[str]) -> list[FactAccount]:
    """Find the facts that have each word in their title, their id, their type's label or a name that they name."""
    found: Iterable[FactAccount] = graph.account.facts.values()
    types = {id_: f" {folded(its.label)}" for id_, its in graph.ontology.types.items()}
    for word in words:
        naming = known.names.with_words(word)
        begun = f" {word}"
        found = [
            fact
            for fact in found
            if begun in types[fact.type]
            or begun in known.titles[fact.fact]
            or any(filler in naming for _, filler in fact.fillers)
        ]
    return list(found)
