"""Queries that a server is known to answer wrongly, and without a word: these are answered here, from the records.

Measured with Virtuoso 7.2.5: what BIND gives to a variable is not found again where a pattern after it uses that
variable (rows are missing), a FILTER with EXISTS within OPTIONAL drops what the OPTIONAL found, a path of one step or
more does not give back where it starts, though it leads there, and a FILTER in a group sees what only the group around
it gives.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.query.groups import Element, Group, read_query, word

_BOUND_LATER = "a pattern uses a variable that BIND has given a value before"
_EXISTS = "EXISTS stands in a FILTER within OPTIONAL"
_OUTSIDE = "a FILTER uses a variable that its own group does not give"
_PLUS = "a path of one step or more (`+`) may lead back to its start"


def fault_of(text: str) -> str:
    """Find out what in a query Virtuoso answers wrongly; empty if nothing is known.

    >>> fault_of("SELECT * { ?a ?b ?c BIND(IRI(?c) AS ?d) ?d ?e ?f }")
    'a pattern uses a variable that BIND has given a value before'
    >>> fault_of("SELECT * { ?a ?b ?c OPTIONAL { ?c ?d ?e FILTER NOT EXISTS { ?e ?f ?a } } }")
    'EXISTS stands in a FILTER within OPTIONAL'
    >>> fault_of("SELECT * { ?a ?b ?c BIND(IRI(?c) AS ?d) FILTER(?d = ?a) }")
    ''
    >>> fault_of("SELECT * { ?a <b:c>+ ?d }"), fault_of("SELECT * { ?a <b:c> +5 }")
    ('a path of one step or more (`+`) may lead back to its start', '')
    >>> fault_of("SELECT * { ?a ?b ?c MINUS { ?d ?e ?f FILTER(?d = ?a) } }")
    'a FILTER uses a variable that its own group does not give'
    """
    query = read_query(text)
    return next(_faults(query.where, False, is_inner=False), "") if query and query.where else ""


def _faults(group: Group, is_optional: bool, *, is_inner: bool) -> Iterator[str]:
    if group.query is not None:
        if group.query.where is not None:
            yield from _faults(group.query.where, is_optional, is_inner=True)
        return
    given: list[str] = []
    for element in group.elements:
        if any(_uses(element, name) for name in given):
            yield _BOUND_LATER
        if element.kind == "BIND":
            given += [token["variable"] for token in element.tokens[-2:] if token["variable"]]
        if element.kind in ("TRIPLES", "GRAPH") and _has_plus(element):
            yield _PLUS
        if element.kind == "FILTER" and is_inner and any(not group.gives(name) for name in _variables(element)):
            yield _OUTSIDE
        if is_optional and element.kind == "FILTER" and any(word(token) == "EXISTS" for token in element.tokens):
            yield _EXISTS
        for inner in element.groups:
            is_own = element.kind in ("OPTIONAL", "FILTER")  # there, what the group around gives is seen
            is_within = element.kind == "OPTIONAL" or (is_optional and element.kind != "FILTER")
            yield from _faults(inner, is_within, is_inner=not is_own)


def _variables(element: Element) -> list[str]:
    """Name the variables of a FILTER, but for those of an EXISTS in it."""
    return [token["variable"] for token in element.tokens if token["variable"]]


def _has_plus(element: Element) -> bool:
    """Tell whether a path is repeated by `+`, which else is the sign of a number."""
    following = [*element.tokens[1:], None]
    pairs = zip(element.tokens, following, strict=True)
    return any(token[0] == "+" and (after is None or after.lastgroup != "number") for token, after in pairs)


def _uses(element: Element, name: str) -> bool:
    """Tell whether a pattern of an element, or of a group within it, holds a variable."""
    if element.kind in ("TRIPLES", "GRAPH") and any(token["variable"] == name for token in element.tokens):
        return True
    groups = [group for group in element.groups if group.query is None]
    return element.kind != "FILTER" and any(_uses(inner, name) for group in groups for inner in group.elements)
