"""The tool that asks in SPARQL, within limits; the facts that its rows name are told with who says so."""

from __future__ import annotations

from collections.abc import Iterable
from math import isfinite
from typing import Annotated, Any

from kg.base.errors import UsageError
from kg.base.hints import counted
from kg.base.letters import cut
from kg.graph.graph import Graph
from kg.graph.unknown_names import replaced_names, unknown_names
from kg.query.limits import Limits
from kg.query.result import Result
from kg.query.term_values import Iri
from kg.serve.assistant_facts import Json, fact_entry

LIMITS = Limits(seconds=10, rows=1_000, megabytes=2_000)
MOST_ROWS, _MOST_FACTS = 200, 10  # in one answer
_LONGEST, _LONGEST_TURTLE = 1_000, 20_000  # characters of a value, and of triples
_NO_FACTS = "the rows name no fact and no claim: ask for ?fact too, to see who says so"


def query(
    graph: Graph,
    text: Annotated[str, "A SPARQL 1.1 query (SELECT, ASK, CONSTRUCT, DESCRIBE), or the name of a named query."],
    values: Annotated[dict[str, str] | None, "Values of the parameters of a named query: ids, words or days."] = None,
    top: Annotated[int, f"How many rows at most, up to {MOST_ROWS}."] = 50,
    skip: Annotated[int, "How many of the first rows to pass over."] = 0,
) -> Json:
    """Ask the graph in SPARQL; the project's prefixes are known (kg: dip: said: entity: fact: claim: article: ...)."""
    if not text.strip():
        raise UsageError("`text` is empty", "give a query, or the name of one")
    if top < 1 or skip < 0:
        raise UsageError("`top` is 1 or more, and `skip` 0 or more", "leave them out")
    given: dict[str, Any] = dict(values or {})
    result = graph.query(text, LIMITS, **given)
    left_out = [*filter(None, [result.cut, *graph.not_shown(text, LIMITS, **given).splitlines()])]
    left_out += [*replaced_names(graph, text), *([] if result else unknown_names(graph, text))]
    if result.form == "ask":
        summary = "the graph has what is asked for" if result else "the graph has nothing of what is asked for"
        return {"summary": f"{summary}, which says nothing of what is so", "facts": [], "left_out": left_out}
    if result.form == "construct":
        turtle = cut(result.serialize("ttl"), _LONGEST_TURTLE)
        return _with_facts(graph, result, {"turtle": turtle}, result.rows(), left_out)
    rows = result.rows()[skip : skip + min(top, MOST_ROWS)]
    if (more := len(result) - skip - len(rows)) > 0:
        left_out.insert(0, f"{more:,} more rows: ask with skip={skip + len(rows)}")
    cells = [{name: _cell(value) for name, value in zip(result.variables, row, strict=True)} for row in rows]
    return _with_facts(graph, result, {"variables": result.variables, "rows": cells}, rows, left_out)


def _with_facts(graph: Graph, result: Result, found: Json, rows: Iterable[Any], left_out: list[str]) -> Json:
    facts = _facts_in(graph, rows)
    if not facts and len(result):
        left_out.append(_NO_FACTS)
    if (more := len(facts) - _MOST_FACTS) > 0:
        left_out.append(f"{counted(more, 'fact')} of these rows are not told: `explain` tells each")
    what = counted(len(result), "row" if result.form == "select" else "triple")
    told = [fact_entry(graph, graph.fact(fact)) for fact in facts[:_MOST_FACTS]]
    return {"summary": what, **found, "facts": told, "left_out": left_out}


def _facts_in(graph: Graph, rows: Iterable[Any]) -> list[str]:
    """Name the facts that rows name, themselves or by a claim, in their order."""
    names, found = graph.project.names, dict[str, None]()
    fact_start, claim_start = names.fact(""), names.claim("")
    for value in (value for row in rows for value in row if isinstance(value, Iri)):
        if value.startswith(fact_start) and (id_ := value.removeprefix(fact_start)) in graph.account.facts:
            found[id_] = None
        elif value.startswith(claim_start) and (key := value.removeprefix(claim_start)) in graph.claims:
            found[graph.claims[key].fact] = None
    return list(found)


def _cell(value: Any) -> Any:  # noqa: ANN401 - a Python value of a row
    if value is None or isinstance(value, bool | int) or (isinstance(value, float) and isfinite(value)):
        return value
    return cut(value.short if isinstance(value, Iri) else str(value), _LONGEST)
