"""What an assistant can ask about facts: each function is a tool, whose parameters are those after the graph."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any

from kg.account.facts import FactAccount
from kg.base.hints import MOST_LISTED, NEWEST, OLDEST, counted, named
from kg.graph.graph import Graph
from kg.history.chronology import stretches
from kg.report.facts import select
from kg.report.ordering import in_order, known
from kg.serve.assistant_facts import CLAIMS_SHOWN, Json, fact_entry, first_of_each_stance
from kg.serve.assistant_parts import MOST, Skip, Top, part
from kg.serve.dossiers import dossiers

if TYPE_CHECKING:
    from kg.analysis import Path, Step

MOST_PATHS = 10  # in one answer
_FACTS = 3  # that are named of a step on a path

_Entity = Annotated[str, "The id of an entity; `find` gives it."]
_Entities = Annotated[list[str] | None, "Only facts that name one of these entities, by their ids."]
_Statuses = Annotated[list[str] | None, "Only facts of these statuses, such as reported, denied or planned."]
_Types = Annotated[list[str] | None, "Only facts of these fact types, such as Meeting."]
_KnownBy = Annotated[str | None, "A day: only what was published by then, and what that amounts to."]
_Between = Annotated[str | None, "Two days, A/B: only facts that may have been in between."]
_Sort = Annotated[str, "newest, oldest, status, voices, claims or id."]


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
    top: Top = 10,
    skip: Skip = 0,
) -> Json:
    """List facts with status, outlets, claims, and what stands against them; options narrow the list."""
    cut = _slice(graph, known_by=known_by, between=between, read=read)
    found = in_order(select(cut, entity=entity, type=type, status=status, accepted=accepted), sort)
    left_out: list[str] = []
    shown = part(found, top, skip, "facts", left_out)
    if accepted and (others := len(select(cut, entity=entity, type=type, status=status)) - len(found)):
        left_out.append(f"{counted(others, 'fact')} not accepted: accepted=false shows them")
    return _told(cut, f"{counted(len(found), 'fact')}", shown, left_out)


def explain(
    graph: Graph,
    fact: Annotated[str, "The id of a fact; `find`, `facts` and `between` give it."],
    known_by: _KnownBy = None,
    top: Top = 20,
    skip: Skip = 0,
) -> Json:
    """Explain a fact: its status and the rule behind it, and every claim with speaker, article and stance."""
    cut = _slice(graph, known_by=known_by)
    account, left_out = cut.fact(fact), list[str]()
    told = cut.explain(fact)
    entry = fact_entry(cut, account, part(account.claims, top, skip, "claims", left_out), brief=False)
    entry["left_out"] = [line for line in entry["left_out"] if "more claim" not in line]
    extra: Json = {"rule": told["rule"]}
    for name in ("denied_by", "part_of", "except", "links", "conflicts"):
        extra[name] = told[name][:MOST]
        if more := len(told[name]) - len(extra[name]):
            left_out.append(f"{more:,} more of `{name}`: `query` gives all")
    for conflict in extra["conflicts"]:
        for field in ("facts", "claims", "values", "sides"):
            conflict[field] = conflict[field][:MOST_LISTED]
        for side in conflict["sides"]:
            side["claims"] = side["claims"][:MOST_LISTED]
    summary = f"{named(account.fact)}: {told['rule']}; {counted(len(account.claims), 'claim')}"
    return {"of": cut, "summary": summary, "facts": [entry | extra], "left_out": left_out}


def between(  # noqa: PLR0913 - whom, when, in which order, and which part
    graph: Graph,
    a: _Entity,
    b: _Entity,
    known_by: _KnownBy = None,
    sort: _Sort = NEWEST,
    top: Top = 10,
    skip: Skip = 0,
) -> Json:
    """Tell what is said of two entities together: accepted, contested, denied, unconfirmed or only shared; by whom."""
    cut = _slice(graph, known_by=known_by)
    found = cut.between(a, b, sort=sort)
    a, b = found.a, found.b  # as they are shown
    rows = found.row()
    ordered = [(group, row) for group, its in rows.items() if isinstance(its, list) for row in its]
    left_out: list[str] = []
    told = []
    for group, row in part(ordered, top, skip, "facts", left_out):
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
    from kg.report.emptiness import need_edges_of, no_way
    from kg.report.networks import not_on_path, with_ends

    cut = _slice(graph, known_by=known_by)
    chosen: Any = {name: its for name, its in (("kinds", kinds), ("layers", layers)) if its}
    a, b = cut.entity(a), cut.entity(b)
    chosen, included = with_ends(cut, chosen, (a, b))
    drawn = cut.network(**chosen)
    need_edges_of(cut, drawn, (a, b), chosen)
    paths: list[Path] = analysis.path(drawn, a, b, min(k, MOST_PATHS))
    left_out = [*filter(None, [included, *not_on_path(cut, paths, a, b, **chosen).splitlines()])]
    steps = dict.fromkeys(pair for its in paths for pair in pairwise(its.entities))
    rows: list[Json] = [
        {"entities": list(its.entities), "steps": [_step(cut, step) for step in its.steps]} for its in paths
    ]
    best = dict.fromkeys(fact for row in rows for step in row["steps"] for fact in step["facts"])
    told = part([cut.fact(fact) for fact in best], MOST, 0, "facts", left_out)
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
    top: Top = 20,
    skip: Skip = 0,
) -> Json:
    """Put facts in order of time, with what is known of how long situations lasted."""
    known(sort, (NEWEST, OLDEST))
    cut = _slice(graph, known_by=known_by, between=between)
    naming = cut.account.facts.values() if entity is None else dossiers(cut).facts.get(cut.entity(entity), ())
    found = in_order(naming, sort)
    left_out: list[str] = []
    shown = part(found, top, skip, "facts", left_out)
    dated = sum(its.when.text is not None for its in found)
    summary = f"{counted(dated, 'fact')} in order of time, and {len(found) - dated} undated"
    told = [fact_entry(cut, its) | _time(cut, its) for its in shown]
    return {"of": cut, "summary": summary, "facts": told, "left_out": left_out}


def _time(graph: Graph, fact: FactAccount) -> Json:
    """Give the time of a fact in detail: its bounds, and what is known of how long a situation lasted."""
    lasts = graph.ontology.types[fact.type].lasts
    found = stretches(fact, graph.claims, lasts=lasts)
    told = [{"from": its.first, "to": its.last, "known": its.known.value} for its in found]
    return {"lasts": lasts, "earliest": fact.when.earliest, "latest": fact.when.latest, "stretches": told}


def _slice(graph: Graph, **options: Any) -> Graph:  # noqa: ANN401 - those of `Graph.slice`
    given = {name: value for name, value in options.items() if value}
    return graph.slice(**given) if given else graph


def _told(graph: Graph, summary: str, facts: Sequence[FactAccount], left_out: list[str]) -> Json:
    told = [fact_entry(graph, fact) for fact in facts]
    return {"of": graph, "summary": summary, "facts": told, "left_out": left_out}


def _name(graph: Graph, id_: str) -> str:
    return graph.teller.brief.name(id_)


def _step(graph: Graph, step: Step) -> Json:
    """Give a step of a path: how it stands by the weakest of its facts, and the best sourced of these."""
    best = in_order((graph.fact(fact) for fact in step.facts), "status")[:_FACTS]
    return {
        "from": step.source,
        "to": step.target,
        "status": step.status,
        "voices": step.voices,
        "facts": [its.fact for its in best],
        "number_of_facts": len(step.facts),
    }
