"""What an assistant can ask of a graph: each function is a tool, whose parameters are those after the graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import Annotated, Any

from kg.account.facts import FactAccount
from kg.base.errors import NotFoundError, UsageError
from kg.base.hints import NEWEST, OLDEST, counted, named, unknown
from kg.base.letters import folded
from kg.graph.graph import Graph
from kg.model.records import Kind
from kg.report.facts import select
from kg.report.ordering import in_order, known, ranked
from kg.serve.assistant_facts import CLAIMS_SHOWN, Json, claim_entry, fact_entry, first_of_each_stance
from kg.serve.dossiers import Dossiers, dossiers

MOST, MOST_PATHS = 50, 10  # things in one answer
_POSTS = 5  # that are told of an entity

_Words = Annotated[str, "Words of a name or a title, in any order; case and accents do not count."]
_KindName = Annotated[
    str | None, "Only entities of a kind: Person, Organization, Country, Group, Place, Post or Topic."
]
_Entity = Annotated[str, "The id of an entity; `find` gives it."]
_Entities = Annotated[list[str] | None, "Only facts that name one of these entities, by their ids."]
_Statuses = Annotated[list[str] | None, "Only facts of these statuses, such as reported, denied or planned."]
_Types = Annotated[list[str] | None, "Only facts of these fact types, such as Meeting."]
_KnownBy = Annotated[str | None, "A day: only what was published by then, and what that amounts to."]
_Between = Annotated[str | None, "Two days, A/B: only facts that may have been in between."]
_Sort = Annotated[str, "newest, oldest, status, voices, claims or id."]
_Top = Annotated[int, f"How many at most, up to {MOST}."]
_Skip = Annotated[int, "How many of the first to pass over."]


def find(graph: Graph, words: _Words, kind: _KindName = None, top: _Top = 10, skip: _Skip = 0) -> Json:
    """Find entities, topics and facts by words, with kind, side, posts, and who says so."""
    asked = folded(words).split()
    if not asked:
        raise UsageError("`words` has no word", "give a name, or a part of one")
    if kind is not None and kind not in [its.value for its in Kind]:
        raise UsageError(*unknown("kind", kind, [its.value for its in Kind]))
    its = dossiers(graph)
    ids = [*its.names.like(words)]
    ids += sorted(its.names.with_words(words) - {*ids})
    ids = [id_ for id_ in ids if kind is None or its.is_of(its.entities[id_], kind)]
    people = [id_ for id_ in ids if its.entities[id_].kind is not Kind.TOPIC]
    topics = [id_ for id_ in ids if its.entities[id_].kind is Kind.TOPIC]
    facts = [] if kind else in_order(_with_words(graph, its, asked), "status")
    left_out: list[str] = []
    shown = {
        name: _part(found, top, skip, name, left_out)
        for name, found in (("entities", people), ("topics", topics), ("facts", facts))
    }
    counts = (
        counted(len(people), "entity", "entities"),
        counted(len(topics), graph.ontology.kinds[Kind.TOPIC.value].label),
        counted(len(facts), "fact"),
    )
    return {
        "summary": f"{named(words)} is like the names of {counts[0]} and {counts[1]}, and in the words of {counts[2]}",
        "entities": [_entity(graph, its, id_) for id_ in shown["entities"]],
        "topics": [_entity(graph, its, id_) for id_ in shown["topics"]],
        "facts": [fact_entry(graph, fact) for fact in shown["facts"]],
        "left_out": left_out,
    }


def facts(  # noqa: PLR0913 - ways to narrow a list
    graph: Graph,
    entity: _Entities = None,
    type: _Types = None,
    status: _Statuses = None,
    accepted: Annotated[bool, "Only accepted facts."] = False,
    known_by: _KnownBy = None,
    between: _Between = None,
    read: Annotated[bool, "Only facts that somebody read, and that do not rest on coded rows alone."] = False,
    sort: _Sort = NEWEST,
    top: _Top = 10,
    skip: _Skip = 0,
) -> Json:
    """List facts with status, outlets, claims, and what stands against them; options narrow the list."""
    cut = _slice(graph, known_by=known_by, between=between, read=read)
    found = in_order(select(cut, entity=entity, type=type, status=status, accepted=accepted), sort)
    left_out: list[str] = []
    shown = _part(found, top, skip, "facts", left_out)
    if accepted and (others := len(select(cut, entity=entity, type=type, status=status)) - len(found)):
        left_out.append(f"{counted(others, 'fact')} not accepted: accepted=false shows them")
    return _told(cut, f"{counted(len(found), 'fact')}", shown, left_out)


def explain(
    graph: Graph,
    fact: Annotated[str, "The id of a fact; `find`, `facts` and `between` give it."],
    known_by: _KnownBy = None,
    top: _Top = 20,
    skip: _Skip = 0,
) -> Json:
    """Explain a fact: its status and the rule behind it, and every claim with speaker, article and stance."""
    cut = _slice(graph, known_by=known_by)
    account, left_out = cut.fact(fact), list[str]()
    told = cut.explain(fact)
    entry = fact_entry(cut, account, _part(account.claims, top, skip, "claims", left_out), brief=False)
    entry["left_out"] = [line for line in entry["left_out"] if "more claim" not in line]
    extra = {name: told[name] for name in ("rule", "denied_by", "part_of", "except", "links", "conflicts")}
    summary = f"{named(fact)}: {told['rule']}; {counted(len(account.claims), 'claim')}"
    return {"of": cut, "summary": summary, "facts": [entry | extra], "left_out": left_out}


def between(  # noqa: PLR0913 - whom, when, in which order, and which part
    graph: Graph,
    a: _Entity,
    b: _Entity,
    known_by: _KnownBy = None,
    sort: _Sort = NEWEST,
    top: _Top = 10,
    skip: _Skip = 0,
) -> Json:
    """Tell what is said of two entities together: accepted, contested, denied, unconfirmed or only shared; by whom."""
    cut = _slice(graph, known_by=known_by)
    found = cut.between(a, b, sort=sort)
    rows = found.row()
    ordered = [(group, row) for group, its in rows.items() if isinstance(its, list) for row in its]
    left_out: list[str] = []
    told = []
    for group, row in _part(ordered, top, skip, "facts", left_out):
        claims = first_of_each_stance(cut, row["claims"])[:CLAIMS_SHOWN]
        entry = fact_entry(cut, cut.fact(row["fact"]), claims)
        its = {name: row[name] for name in ("relations", "status", "contested", "denied_by")}
        told.append({"group": group} | entry | {"of_both": its})
    what = found.counts if ordered else f"no claim names both {a} and {b}"
    summary = f"{_name(cut, a)} and {_name(cut, b)}: {what}"
    return {"of": cut, "summary": summary, "facts": told, "left_out": left_out}


def path(  # noqa: PLR0913 - what a network is of
    graph: Graph,
    a: _Entity,
    b: _Entity,
    k: Annotated[int, f"How many paths at most, up to {MOST_PATHS}."] = 3,
    kinds: Annotated[
        list[str] | None, "Kinds of entities that may lie on it; `all` is all. Persons, if left out."
    ] = None,
    layers: Annotated[list[str] | None, "Layers of edges; `all` is all. Contacts, if left out."] = None,
    known_by: _KnownBy = None,
) -> Json:
    """Find the shortest ways from one actor to another by accepted edges, each step with the facts it rests on."""
    from kg import analysis
    from kg.report.emptiness import no_edges_of, no_way
    from kg.report.networks import not_on_path, path_row, with_ends

    cut = _slice(graph, known_by=known_by)
    chosen: Any = {name: its for name, its in (("kinds", kinds), ("layers", layers)) if its}
    chosen, included = with_ends(cut, chosen, (a, b))
    drawn = cut.network(**chosen)
    for end in (a, b):
        if end not in drawn:
            raise NotFoundError(f"{named(end)} has no edge in this network", no_edges_of(cut, end, chosen))
    paths = analysis.path(drawn, a, b, min(k, MOST_PATHS))
    rows = [path_row(its, cut, drawn) for its in paths]
    left_out = [*filter(None, [included, *not_on_path(cut, paths, a, b, **chosen).splitlines()])]
    steps = dict.fromkeys(pair for its in paths for pair in pairwise(its.entities))
    best = dict.fromkeys(fact for row in rows for step in row["steps"] for fact in _best(cut, step["facts"]))
    told = _part([cut.fact(fact) for fact in best], MOST, 0, "facts", left_out)
    ways = "; ".join(" – ".join(_name(cut, id_) for id_ in its.entities) for its in paths)
    summary = f"{counted(len(paths), 'path')} of {counted(len(steps), 'step')}: {ways}"
    summary = summary if paths else no_way(cut, a, b, chosen)
    return {"paths": rows} | _told(cut, f"{summary} ({analysis.about(drawn)})", told, left_out)


def timeline(  # noqa: PLR0913 - ways to narrow a list
    graph: Graph,
    entity: Annotated[str | None, "Only facts that name this entity, by its id."] = None,
    between: _Between = None,
    known_by: _KnownBy = None,
    sort: Annotated[str, "oldest or newest first; undated facts are the last."] = OLDEST,
    top: _Top = 20,
    skip: _Skip = 0,
) -> Json:
    """Put facts in order of time, with what is known of how long situations lasted."""
    cut = _slice(graph, known_by=known_by, between=between)
    found = cut.timeline(entity)
    known(sort, (NEWEST, OLDEST))
    entries = [*ranked(found.dated, lambda its: its.fact, sort), *ranked(found.undated, lambda its: its.fact, sort)]
    left_out: list[str] = []
    told = [
        fact_entry(cut, its.fact)
        | {
            "lasts": its.lasts,
            "earliest": its.fact.when.earliest,
            "latest": its.fact.when.latest,
            "stretches": [{"from": it.first, "to": it.last, "known": it.known.value} for it in its.stretches],
        }
        for its in _part(entries, top, skip, "facts", left_out)
    ]
    return {"of": cut, "summary": found.counts, "facts": told, "left_out": left_out}


def _slice(graph: Graph, **options: Any) -> Graph:  # noqa: ANN401 - those of `Graph.slice`
    given = {name: value for name, value in options.items() if value}
    return graph.slice(**given) if given else graph


def _told(graph: Graph, summary: str, facts: Sequence[FactAccount], left_out: list[str]) -> Json:
    told = [fact_entry(graph, fact) for fact in facts]
    return {"of": graph, "summary": summary, "facts": told, "left_out": left_out}


def _part(found: Sequence[Any], top: int, skip: int, things: str, left_out: list[str]) -> Sequence[Any]:
    """Take the part of a list that is asked for, and say what it leaves out."""
    for name, number, least in (("top", top, 1), ("skip", skip, 0)):
        if number < least:
            raise UsageError(f"`{name}` is {number}", f"give {least} or more")
    shown = found[skip : skip + min(top, MOST)]
    if more := len(found) - skip - len(shown):
        left_out += [f"{more:,} more {things}: ask with skip={skip + len(shown)}"] if more > 0 else []
    if skip and found:
        left_out.append(f"the first {min(skip, len(found)):,} {things}: ask with skip=0")
    return shown


def _name(graph: Graph, id_: str) -> str:
    return graph.teller.brief.name(id_)


def _best(graph: Graph, facts: Sequence[str]) -> list[str]:
    """Give the two best sourced of the facts of a step."""
    return [its.fact for its in in_order((graph.fact(fact) for fact in facts), "status")[:2]]


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
            {"names": [_name(graph, post) for post in held.posts], "at": [_name(graph, at) for at in held.at]}
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
            if any(filler in naming for _, filler in fact.fillers)
            or begun in types[fact.type]
            or begun in f" {folded(fact.fact)} {folded(fact.label or '')}"
        ]
    return list(found)
