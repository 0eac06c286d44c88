"""Values bound to the variables of a query, as terms: whatever a value holds, it stays a value.

The engine binds only what the outermost SELECT projects. So a variable is replaced where it stands as a token, in
every group and subquery, by one token that the engine itself has written of the value; strings, IRIs and comments are
passed over. What is no value there, such as a text where only an IRI can stand, is refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from re import Match
from typing import Any

from pyoxigraph import Literal, NamedNode

from kg.base.errors import UsageError
from kg.base.iris import XSD
from kg.query.term_values import Iri
from kg.query.tokens import is_doubtful, tokens

Term = NamedNode | Literal
_CLAUSES = frozenset({"SELECT", "BY", "VALUES"})
_ENDS = frozenset({"WHERE", "FROM", "HAVING", "LIMIT", "OFFSET"})


def term(value: Any) -> Term:  # noqa: ANN401 - Python values of any kind
    r"""Make a term of a Python value: an IRI only of what is one, else a literal.

    Raises
    ------
    UsageError
        If there is no term for such a value.

    >>> str(term('" } ; DROP ALL #'))
    '"\\" } ; DROP ALL #"'
    """
    if isinstance(value, NamedNode | Literal):
        return value
    try:
        if isinstance(value, Iri):
            return NamedNode(str(value))
        if isinstance(value, str):
            value.encode()  # half of a pair of surrogates is no character, and no text can hold it
            return Literal(value)
    except ValueError as error:
        raise UsageError(f"cannot bind {value!r}: {error}", "bind an IRI of a result, or `graph.iri(id)`") from None
    if isinstance(value, datetime):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}dateTime"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    if isinstance(value, Decimal):
        return Literal(f"{value:f}", datatype=NamedNode(f"{XSD}decimal"))
    if isinstance(value, bool | int | float):
        return Literal(value)
    raise UsageError(f"cannot bind a {type(value).__name__}", "bind text, numbers, dates, or an IRI of a result")


def bind(text: str, values: Mapping[str, Any]) -> str:
    r"""Bind variables of a query.

    Parameters
    ----------
    text
        The query.
    values
        Variable, without its question mark -> value.

    Returns
    -------
    str
        The query with the terms in the variables' places; a projected variable is still projected.

    Raises
    ------
    UsageError
        If the query has no such variable, or itself gives it a value.

    >>> bind("SELECT ?who { ?who <https://e.org/said> ?what }", {"what": 'it is "so"'})
    'SELECT ?who { ?who <https://e.org/said> "it is \\"so\\"" }'
    >>> print(bind("SELECT ?who ?what { ?who ?p ?what }", {"what": "so"}))
    SELECT ?who ("so" AS ?what) { ?who ?p "so" }
    """
    terms = {name: str(term(value)) for name, value in values.items()}
    found: set[str] = set()
    out, last = [], 0
    for start, end, name, written in _changes(text, terms):
        found.add(name)
        out += [text[last:start], written]
        last = end
    missing = sorted(terms.keys() - found)
    if missing:
        raise UsageError(f"the query has no variable `?{missing[0]}`", "bind a variable that it names")
    return "".join([*out, text[last:]])


def _changes(text: str, terms: Mapping[str, str]) -> Iterator[tuple[int, int, str, str]]:
    """Go through a query, and give what is to be replaced: from, to, the variable, and by what."""
    read = [token for token in tokens(text) if token.lastgroup != "comment"]
    position, seen = _Position(), dict[str, str]()
    for number, token in enumerate(read):
        name = token["variable"]
        before = [earlier[0].upper() for earlier in read[max(number - 2, 0) : number]]
        if token.lastgroup == "iri":
            _is_no_comparison(token, read[number - 1] if number else None, terms)
        elif name in terms:
            seen[name] = terms[name]
            if before == ["BOUND", "("]:  # which takes nothing but a variable, and this one is bound
                yield read[number - 2].start(), read[number + 1].end(), name, "true"
            elif before[-1:] == ["AS"] or position.clause == "VALUES":
                what = f"`?{name}` is given a value by the query itself"
                raise UsageError(what, "bind a variable that it leaves open")
            else:
                yield token.start(), token.end(), name, position.written(name, terms[name])
        elif position.advance(token, read[number + 1 : number + 2]):
            # `SELECT *` must still give the variables that were replaced everywhere.
            for known, written in seen.items():
                yield token.start(), token.start(), known, f"VALUES ?{known} {{ {written} }} "


def _is_no_comparison(token: Match[str], before: Match[str] | None, terms: Mapping[str, str]) -> None:
    if is_doubtful(token, before) and any(inner["variable"] in terms for inner in tokens(token[0][1:])):
        raise UsageError(f"IRI or comparison? `{token[0]}`", "put blanks around `<`, or declare a PREFIX for the IRI")


class _Position:
    """Where in a query one is: in which clause, and within how many brackets."""

    def __init__(self) -> None:
        self.clause, self.parens = "", 0  # SELECT, BY, VALUES, or none of these
        self.outer: list[int] = []  # for each open brace, how many parentheses were open outside it
        self.selects_all = False  # whether the outermost SELECT asks for all variables

    def advance(self, token: Match[str], following: list[Match[str]]) -> bool:
        """Go on by one token; tell whether it closes the group of an outermost SELECT *."""
        match token["mark"]:
            case "{":
                self.clause = ""
                self.outer.append(self.parens)
                self.parens = 0
            case "}":
                return self._close_group()
            case "(":
                self.parens += 1
            case ")":
                self.parens -= 1
            case _ if token["word"]:
                self._read_word(token["word"].upper(), is_before_star=[it[0] for it in following] == ["*"])
        return False

    def _read_word(self, word: str, *, is_before_star: bool) -> None:
        if word in _CLAUSES:
            self.clause = word
        elif word in _ENDS:
            self.clause = ""
        if self.clause == "SELECT" and is_before_star and not self.outer and not self.parens:
            self.selects_all = True

    def _close_group(self) -> bool:
        self.clause = ""
        if not self.outer:
            return False
        self.parens = self.outer.pop()
        closes = self.selects_all and not self.outer
        if closes:
            self.selects_all = False
        return closes

    def written(self, name: str, term: str) -> str:
        """Write a bound variable so that the query still means it: a term, or what the clause wants instead."""
        if self.parens or not self.clause:
            return term
        return f"({term} AS ?{name})" if self.clause == "SELECT" else f"({term})"
