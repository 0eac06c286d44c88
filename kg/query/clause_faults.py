"""Faults of whole clauses, which the engine finds after its grammar: of VALUES, SELECT and blank nodes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from kg.base.hints import counted
from kg.query.groups import Element, Group, Query, depths, read_query, word
from kg.query.tokens import Token

Slip = tuple[str, str, int]  # what is wrong, what to do, and the position
_AGGREGATES = ("COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
_ASK_NO_VALUE = (*_AGGREGATES, "BOUND", "COALESCE")  # calls in which a variable need not have a value
_AFTER_GROUP = ("HAVING", "ORDER", "LIMIT", "OFFSET", "VALUES")
_VALUES = ("iri", "text", "number", "local", "word")


def clause_faults(text: str, found: Sequence[Token]) -> Iterator[Slip]:
    """Look for faults that no grammar tells.

    Parameters
    ----------
    text
        The query.
    found
        Its tokens, without comments.

    Yields
    ------
    tuple
        What is wrong, what to do, and the position.

    >>> from kg.query.tokens import tokens
    >>> query = "SELECT ?a ?a { ?a ?b ?c }"
    >>> list(clause_faults(query, list(tokens(query))))
    [('`?a` is selected twice', 'name each variable once', 10)]
    """
    yield from _of_values(found)
    query = read_query(text)
    if query is not None:
        for each in _queries(query):
            if each.form == "SELECT":
                yield from _of_select(each)
        yield from _of_blank_nodes(query)


def _of_values(found: Sequence[Token]) -> Iterator[Slip]:
    """Look for rows that have not as many values as there are variables."""
    for at, token in enumerate(found):
        if word(token) != "VALUES" or at + 1 >= len(found) or found[at + 1][0] != "(":
            continue
        end = next((end for end in range(at, len(found)) if found[end][0] == ")"), len(found))
        names = found[at + 2 : end]
        for number, name in enumerate(names):
            if name[0] in [other[0] for other in names[:number]]:
                yield f"`{name[0]}` stands twice among the variables of VALUES", "name each once", name.start()
        yield from _of_rows(found[end + 1 :], len(names))


def _of_rows(found: Iterable[Token], width: int) -> Iterator[Slip]:
    start, values, before = -1, 0, ""
    for token in found:
        if token[0] in ("}", "<"):  # the end, or a triple as a value, which is not looked into
            return
        if token[0] == "(":
            start, values = token.start(), 0
        elif token[0] == ")" and values != width:
            what = f"{counted(values, 'value')} for {counted(width, 'variable')}"
            yield what, "give one for each; UNDEF stands for none", start
        values += token.lastgroup in _VALUES and before != "^^"
        before = token[0]


def _queries(query: Query) -> Iterator[Query]:
    """Give a query, and all subqueries."""
    yield query
    for group in _groups(query):
        if group.query is not None:
            yield from _queries(group.query)


def _groups(query: Query) -> Iterator[Group]:
    """Give all groups of a query, and a subquery's group, but not what is within that."""
    waiting = [*([query.where] if query.where else []), *query.groups]
    while waiting:
        group = waiting.pop(0)
        yield group
        waiting += [inner for element in group.elements for inner in element.groups]


def _of_select(query: Query) -> Iterator[Slip]:
    grouped = {token[0][1:] for token in _selected(_grouping(query.tail))}
    is_grouped = any(word(token) in ("GROUP", *_AGGREGATES) for token in (*query.head, *query.tail))
    if is_grouped and query.head[1][0] == "*":
        yield "`*` beside GROUP BY or an aggregate", "name the variables", query.head[1].start()
    given: set[str] = set()
    for token in _selected(query.head):
        name, is_new = token[0][1:], token not in _plain(query.head)
        has_value = name in grouped if is_grouped else query.where is not None and query.where.gives(name)
        if name in given:
            yield f"`{token[0]}` is selected twice", "name each variable once", token.start()
        elif is_new and has_value:
            yield f"`{token[0]}` has a value before AS gives it one", "take another name after AS", token.start()
        given.add(name)
    if is_grouped:
        yield from _of_ungrouped(query.head, grouped)


def _grouping(tail: Sequence[Token]) -> list[Token]:
    """Give what a query is grouped by."""
    start = next((at for at, token in enumerate(tail) if word(token) == "GROUP"), len(tail))
    end = next((at for at in range(start, len(tail)) if word(tail[at]) in _AFTER_GROUP), len(tail))
    return list(tail[start:end])


def _plain(read: Iterable[Token]) -> list[Token]:
    """Give the variables that stand in no brackets."""
    return [token for token, depth in depths(read) if not depth and token["variable"]]


def _selected(read: Sequence[Token]) -> list[Token]:
    """Give the variables in no brackets, and those that an AS names, in order."""
    named = [token for before, token in pairwise(read) if word(before) == "AS"]
    return sorted([*_plain(read), *(token for token in named if token["variable"])], key=Token.start)


def _of_ungrouped(head: Sequence[Token], grouped: set[str]) -> Iterator[Slip]:
    """Look for variables that have no one value in a group."""
    before = ""
    calls: list[bool] = []  # of each open bracket, whether a variable within needs no value
    for token in head:
        name = token["variable"]
        if token[0] == "(":
            calls.append(before in _ASK_NO_VALUE or any(calls[-1:]))
        elif token[0] == ")" and calls:
            calls.pop()
        elif name and name not in grouped and before != "AS" and not any(calls[-1:]):
            what = f"`{token[0]}` is neither grouped by nor within an aggregate"
            yield what, "beside an aggregate, select only what is grouped by", token.start()
        before = word(token)


def _of_blank_nodes(query: Query) -> Iterator[Slip]:
    """Look for a label of a blank node in two groups of triples, in which it would name two nodes."""
    first: dict[str, tuple[int, int]] = {}
    for number, group in enumerate(group for each in _queries(query) for group in _groups(each)):
        for part, element in _parts(group):
            for token in element.tokens if element.kind == "TRIPLES" else []:
                if token["prefix"] == "_" and first.setdefault(token[0], (number, part)) != (number, part):
                    what = f"`{token[0]}` stands in another group already"
                    yield what, "take a variable, which can stand in both", token.start()


def _parts(group: Group) -> Iterator[tuple[int, Element]]:
    """Give the elements of a group, each with the number of its run of triples: whatever is no FILTER divides them."""
    part = 0
    for element in group.elements:
        yield part, element
        part += element.kind not in ("TRIPLES", "FILTER")
