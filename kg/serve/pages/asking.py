"""The editor of queries: the named ones with their parameters, the words that it completes, results as a picture."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from kg.base.errors import KgError, QueryError, TooManyRowsError, UsageError
from kg.graph.completion import Completer
from kg.graph.graph import Graph
from kg.query import library
from kg.query.binding import bind
from kg.query.diagnosis import WORDS
from kg.query.library import THINGS, WORDS_OF, Query
from kg.query.limits import Limits
from kg.query.tokens import UPDATES
from kg.serve.exchange import Reply, as_json
from kg.serve.pages.picture import drawn
from kg.serve.pages.rendering import page
from kg.serve.pages.visit import Visit
from kg.snapshot.parameters import bindings, ids

LIMITS = Limits(seconds=5, rows=10_000, megabytes=1_024)  # of a query that is drawn
MOST_NAMES = 20_000  # entities whose names the editor is told
_MOST_OPTIONS = 500  # that it offers for a parameter
_FIRST = "SELECT ?fact ?status WHERE {\n  ?fact a kg:Fact ; kg:status ?status .\n}\nORDER BY ?fact\nLIMIT 50\n"


def editor(visit: Visit) -> Reply:
    """Answer with the editor; with `name` in the address, and a value for each `$parameter`, with that query in it."""
    asked, graph = visit.asked, visit.whole
    queries = library.library(graph.project.root)
    name = asked.first("name")
    chosen = library.chosen(name, graph.project.root) if name in queries else None
    if name and chosen is None:
        library.chosen(name, graph.project.root)  # says what was probably meant, unless it is a query and no name
        raise UsageError("`name` names no query", "leave it out, or choose one of the list")
    given = {key[1:]: value for key, value in asked.values if key.startswith("$") and value.strip()}
    text, wrong, left_out = asked.first("query") or _FIRST, None, ""
    if chosen:
        text, wrong, left_out = _text(graph, chosen, given)
    fields = [_field(graph, *each, given.get(each[0], "")) for each in chosen.parameters.items()] if chosen else []
    return page(
        visit, "query", heading="Query", text=text, name=name, question=chosen.question if chosen else "",
        wrong=wrong, left_out=[_leading(visit, line) for line in left_out.splitlines()], fields=fields,
        queries=[(its.name, its.question) for its in _offered(queries, name)],
        prefixes=sorted(graph.project.names.prefixes().items()),
    )  # fmt: skip


def _offered(queries: Mapping[str, Query], name: str) -> list[Query]:
    """Leave out of the list the queries that only show what others leave out, unless one of them is chosen."""
    companions = {named for its in queries.values() for named in (its.not_shown, its.left_out)} - {name}
    return [its for its in queries.values() if its.name not in companions]


def _text(graph: Graph, query: Query, given: dict[str, str]) -> tuple[str, KgError | None, str]:
    """Write a named query with its parameters bound, what is wrong with them, and what it leaves out.

    While some are missing, it is written as it stands.
    """
    missing = [name for name, type_ in query.parameters.items() if name not in given and type_ != library.FLAG]
    if missing:
        return query.text, None, ""
    try:
        text = bind(query.text, bindings(query, given, graph)) if query.parameters else query.text
        return _asked_alone(text, query), None, graph.not_shown(query.name, **given)
    except KgError as error:
        return query.text, error, ""


def _leading(visit: Visit, line: str) -> list[tuple[str, str]]:
    """Write a line on what a query leaves out as pieces of text; of a command, the page that shows the same."""
    before, quoted, after = line.partition("`kg ")
    command, *words = after.rstrip("`").split() if quoted else [""]
    pieces = [(before[:1].upper() + before[1:], "")]
    if command == "explain":
        pieces.append(("the finding" if len(words) == 1 else "each finding", visit.address(f"/fact/{words[0]}")))
    elif command == "query":
        values = [("$" + name, value) for name, _, value in (word.partition("=") for word in words[1:])]
        pieces.append(("the query that shows them", visit.address("/query", ("name", words[0]), *values)))
    elif quoted:
        pieces.append((quoted + after, ""))
    return pieces


def _asked_alone(text: str, query: Query) -> str:
    """Take away the head, which asks for parameters, but for the question."""
    lines = text.splitlines()
    while lines and (not lines[0].strip() or lines[0].lstrip().startswith("#")):
        del lines[0]
    return "\n".join([f"# {query.question}", *lines, ""])


def _field(graph: Graph, name: str, type_: str, value: str) -> dict[str, Any]:
    """Describe the field of a parameter: the ids or words that may stand there, if they are not too many."""
    options: list[str] = []
    if type_ in WORDS_OF:
        options = sorted(getattr(graph.ontology, WORDS_OF[type_]))
    elif type_ in THINGS:
        options = ids(graph, type_)
    elif type_ == library.FLAG:
        options = ["true", "false"]
    return {"name": name, "type": type_, "value": value, "options": options[:_MOST_OPTIONS], "is_day": type_ == "date"}


def words(visit: Visit) -> Reply:
    """Answer with the words that the editor completes: prefixes, terms, ids of entities with their names."""
    graph = visit.whole
    entities = graph.records.entities
    shown = list(entities.values())[:MOST_NAMES]
    return as_json(
        {
            "base": graph.project.base,
            "prefixes": graph.project.names.prefixes(),
            "terms": Completer(graph).terms,
            "keywords": sorted(WORDS - UPDATES),
            "entities": {its.id: its.name for its in shown},
            "entities_left_out": len(entities) - len(shown),
        }
    )


def unknown(visit: Visit) -> Reply:
    """Answer with the names in a query that nothing in the graph has, a sentence for each; what found nothing asks."""
    from kg.graph.unknown_names import replaced_names, unknown_names

    if not (text := visit.asked.first("query")).strip():
        return as_json([])
    return as_json([*replaced_names(visit.whole, text), *unknown_names(visit.whole, text)])


def picture_of(visit: Visit) -> Reply:
    """Answer with the page of `kg view` of what a query finds.

    Raises
    ------
    UsageError
        If there is no query.
    QueryError
        If it cannot be parsed or answered, or names no edge of the account.
    """
    text = visit.asked.first("query")
    if not text.strip():
        raise UsageError("no query", 'send one as `query`: "CONSTRUCT { ?a kg:met ?b } WHERE { ?a kg:met ?b }"')
    found = visit.whole.query(text, LIMITS)
    if found.cut:
        raise TooManyRowsError(LIMITS.rows or 0) if "rows" in found.cut else QueryError(found.cut, "ask for less")
    return drawn(visit, visit.whole.draw(found))
