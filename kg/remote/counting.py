"""How many rows a query has, asked as a query of its own: so an answer that a server has cut is noticed.

Source: SPARQL 1.1 Query Language, W3C Recommendation 2013, sections 12 (subqueries) and 13.2 (datasets).
"""

from __future__ import annotations

from kg.query.groups import Query, read_query, word
from kg.query.tokens import Token, tokens


def gives_dataset(text: str) -> bool:
    """Tell whether a query says itself which graphs it asks (FROM).

    >>> gives_dataset("SELECT * FROM <https://e.org/g> { ?s ?p ?o }"), gives_dataset("SELECT * { ?from ?p 'FROM' }")
    (True, False)
    """
    query = read_query(text)
    return query is not None and bool(_datasets(query))


def names_graph(text: str) -> bool:
    """Tell whether a query asks some graph by its name, and not only by a variable.

    >>> names_graph("ASK { GRAPH <https://e.org/g> { ?s ?p ?o } }"), names_graph("ASK { GRAPH ?g { ?s ?p ?o } }")
    (True, False)
    """
    before = ""
    for token in tokens(text):
        if token.lastgroup == "comment":
            continue
        if before == "GRAPH" and not token["variable"]:
            return True
        before = word(token)
    return False


def count_of(text: str) -> str:
    """Write the query that counts the rows of a SELECT; empty where that cannot be done.

    >>> print(count_of("SELECT ?s FROM <https://e.org/g> { ?s ?p ?o } LIMIT 9"))
    SELECT (COUNT(*) AS ?rows) FROM <https://e.org/g> WHERE { { SELECT ?s { ?s ?p ?o } LIMIT 9
    } }
    """
    query = read_query(text)
    if query is None or query.where is None or query.form != "SELECT":
        return ""
    name = "rows"
    while query.mentions(name):
        name += "_"
    froms = "".join(f"{text[first.start() : last.end()]} " for first, last in _datasets(query))
    start, inner = query.head[0].start(), []
    at = start
    for first, last in _datasets(query):
        inner.append(text[at : first.start()].rstrip(" "))
        at = last.end()
    inner.append(text[at:])
    asked = "".join(inner)
    return f"{text[:start]}SELECT (COUNT(*) AS ?{name}) {froms}WHERE {{ {{ {asked}\n}} }}"


def solutions_of(text: str) -> str:
    """Write the SELECT of which a CONSTRUCT makes its triples; empty of a DESCRIBE.

    >>> solutions_of("CONSTRUCT { ?a ?b ?c } WHERE { ?c ?b ?a } LIMIT 9")
    'SELECT * WHERE { ?c ?b ?a } LIMIT 9'
    """
    query = read_query(text)
    if query is None or query.where is None or query.form != "CONSTRUCT":
        return ""
    froms = "".join(f"{text[first.start() : last.end()]} " for first, last in _datasets(query))
    return f"{text[: query.head[0].start()]}SELECT * {froms}WHERE {text[query.where.start - 1 :]}"


def _datasets(query: Query) -> list[tuple[Token, Token]]:
    """Find the first and the last token of each `FROM <…>` and `FROM NAMED <…>`."""
    words = [*map(word, query.head), ""]
    found = []
    for at, token in enumerate(query.head):
        if words[at] == "FROM":
            found.append((token, query.head[at + 1 + (words[at + 1] == "NAMED")]))
    return found
