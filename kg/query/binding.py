r"""Values bound to the variables of a query, as terms: whatever a value holds, it stays a value.

Where a variable's scope gives it values, binding restricts that scope: the answer is that of the open query, of which
only the solutions with this value are kept, before they are grouped, counted, ordered or cut. ``VALUES ?who { … }``
does that where the first pattern that names the variable always gives it a value, and it may stand again in the groups
within, which the engine then need not answer in full; elsewhere a FILTER at the end of the scope does it. Where no
scope gives the variable a value, as in a comparison with it alone, it is a constant, written in its place.

What would mean one thing outside and another within a group is refused. Strings, IRIs and comments are passed over.

Source: SPARQL 1.1 Query Language, W3C Recommendation 2013, section 18 (algebra: Join, LeftJoin, Minus, Filter).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from itertools import repeat
from typing import Any, NoReturn

from pyoxigraph import Literal, NamedNode

from kg.base.errors import QueryError, UsageError
from kg.base.iris import XSD
from kg.query.diagnosis import WORDS
from kg.query.groups import Group, Query, depths, holds, read_query, word
from kg.query.term_values import Iri
from kg.query.tokens import Token, is_doubtful, place, tokens

Term = NamedNode | Literal
INTEGERS = range(-(2**63), 2**63)  # that the engine can compare
DECIMALS = Decimal(2**127 - 1).scaleb(-18)  # the largest that it can compare; with 18 digits behind the point
_FRACTION = 18
_SEVERAL = re.compile(f"(?:{'|'.join(sorted(WORDS))}){{2,}}")


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
            return NamedNode(unicodedata.normalize("NFC", value))
        if isinstance(value, str):
            value.encode()  # half of a pair of surrogates is no character, and no text can hold it
            return Literal(unicodedata.normalize("NFC", value))  # as names are kept, however a keyboard composes them
    except ValueError as error:
        raise UsageError(f"cannot bind {value!r}: {error}", "bind an IRI of a result, or `graph.iri(id)`") from None
    if isinstance(value, datetime):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}dateTime"))
    if isinstance(value, date):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    if isinstance(value, Decimal | int | float):
        return _number(value)
    raise UsageError(f"cannot bind a {type(value).__name__}", "bind text, numbers, dates, or an IRI of a result")


def _number(value: Decimal | float) -> Literal:
    """Make a literal of a number that the engine can compare: with any other, each comparison would be false."""
    if isinstance(value, Decimal):
        is_known = value.is_finite() and abs(value) <= DECIMALS and -int(value.as_tuple().exponent) <= _FRACTION
    else:
        is_known = not isinstance(value, int) or value in INTEGERS
    if not is_known:
        raise UsageError(
            "cannot bind a number that cannot be compared", "stay below 2^63, and 18 digits after the point"
        )
    return Literal(f"{value:f}", datatype=NamedNode(f"{XSD}decimal")) if isinstance(value, Decimal) else Literal(value)


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
        The query that answers for these values alone; a projected variable is still projected.

    Raises
    ------
    UsageError
        If the query has no such variable, itself gives it a value, or uses its name for two variables.

    >>> bind("SELECT ?who { ?who <https://e.org/said> ?what }", {"what": 'it is "so"'})
    'SELECT ?who { ?who <https://e.org/said> ?what  VALUES ?what { "it is \\"so\\"" } }'
    >>> bind("ASK { ?who <https://e.org/name> ?name FILTER(?name > ?least) }", {"least": "M"})
    'ASK { ?who <https://e.org/name> ?name FILTER(?name >  "M" ) }'
    """
    terms = {name: term(value) for name, value in values.items()}
    _refuse_the_unclear(text, terms)
    query = read_query(text)
    if query is None:
        return text  # the engine says why
    changes = list[tuple[int, int, str]]()
    if terms and query.form == "CONSTRUCT" and not query.template and query.where is not None:
        behind = query.head[0].end()  # in the short form the triples are the template too, and nothing may be added
        changes.append((behind, behind, f" {{{text[query.where.start : query.where.end]}}} "))
    for name, bound in terms.items():
        if not query.mentions(name):
            raise UsageError(f"the query has no variable `?{name}`", "bind a variable that it names")
        binding = _Binding(name, bound, text)
        binding.bind(query)
        binding.project(query)
        changes += binding.changes
    out, last = [], 0
    for start, end, written in sorted(changes, key=lambda change: change[:2]):
        out += [text[last:start], written]
        last = end
    return "".join([*out, text[last:]])


class _Binding:
    """The changes to a query by which one variable is bound: from, to, and what is written there."""

    def __init__(self, name: str, term: Term, text: str) -> None:
        self._name, self._term, self._text = name, str(term), text
        self._values = f" VALUES ?{name} {{ {term} }} "
        self.changes: list[tuple[int, int, str]] = []

    def bind(self, query: Query) -> None:
        """Bind the variable in the scope of a query or subquery."""
        for group in query.groups:
            self._bind_group(group)
        if query.where is not None and query.where.gives(self._name):
            self._restrict(query.where)
            return
        is_described = query.form == "DESCRIBE"
        for clause in (query.head, query.tail):
            self._write([token for token, depth in depths(clause) if depth or is_described or word(token) == "BOUND"])
        self._write(query.template)
        if query.where is not None:
            self._bind_group(query.where)

    def project(self, query: Query) -> None:
        """Give the variable its value in each row of a query that selects it, or groups or orders by it."""
        group = query.where
        is_named = query.projects(self._name) or holds(query.tail, self._name)
        if query.form == "SELECT" and is_named and group is not None and not group.gives(self._name):
            self._at_end(group, self._values)

    def _bind_group(self, group: Group) -> None:
        """Bind the variable in a scope, or in a group of a scope that does not give it."""
        if group.gives(self._name):
            self._restrict(group)
        elif group.query is not None:
            self.bind(group.query)
        for element in group.elements if not group.gives(self._name) else ():
            if element.kind in ("FILTER", "BIND"):
                self._write(element.tokens)
            for inner in element.groups:
                self._bind_group(inner)

    def _write(self, read: list[Token]) -> None:
        """Write the value in the variable's places in an expression."""
        for number, token in enumerate(read):
            if token["variable"] != self._name:
                continue
            if [word(before) for before in read[max(number - 2, 0) : number]] == ["BOUND", "("]:
                self.changes.append((read[number - 2].start(), read[number + 1].end(), "true"))
            else:
                self.changes.append((token.start(), token.end(), f" {self._term} "))

    def _restrict(self, group: Group) -> None:
        """Keep only the solutions of a scope in which the variable has the value."""
        self._refuse_another(group)
        if not self._insert(group):
            self._at_end(group, f" FILTER(sameTerm(?{self._name}, {self._term})) ")

    def _insert(self, group: Group) -> bool:
        """Join the value behind the first element that names the variable, if it always gives it one, and within.

        In groups within, the value is then known: to join it there too leaves out only what would not fit.
        """
        if group.query is not None:
            if not group.always_gives(self._name):
                return False
            if group.query.where is not None and not group.query.is_cut():
                self._insert(group.query.where)
            self._at_end(group, self._values)
            return True
        naming = (element for element in group.elements if element.kind != "FILTER" and element.mentions(self._name))
        first = next(naming, None)
        if first is None or not first.always_gives(self._name):
            return False
        self.changes.append((first.end, first.end, self._values))
        for element in group.elements:
            for inner in element.groups:
                self._insert(inner)
        return True

    def _at_end(self, group: Group, written: str) -> None:
        if group.query is not None:  # beside a subquery nothing else can stand in a group
            self.changes.append((group.start, group.start, " {"))
            written = "}" + written
        self.changes.append((group.end, group.end, written))

    def _refuse_another(self, group: Group) -> None:
        """Refuse the same name for another variable: within a group that does not give its value to the outside."""
        if group.query is not None:
            inner = [] if group.query.where is None else [group.query.where]
            if not group.gives(self._name) and group.query.mentions(self._name):
                self._refuse(group)
        else:
            inner = [each for element in group.elements for each in element.groups]
            for element in group.elements:
                if self._term.startswith('"') and element.wants_iri(self._name):
                    what = "a bound value cannot stand where its variable stands"
                    raise QueryError(what, "where only an IRI can, bind an IRI")
                if any(map(self._is_unclear, repeat(element.kind), element.groups)):
                    self._refuse(element.groups[0])
        for each in inner:
            self._refuse_another(each)

    def _is_unclear(self, kind: str, group: Group) -> bool:
        """Tell whether a group names the variable and has no value of it; the conditions of an OPTIONAL see it."""
        if kind in ("FILTER", "BIND") or group.gives(self._name):
            return False
        inner = [element for element in group.elements if kind != "OPTIONAL" or element.kind != "FILTER"]
        return any(element.mentions(self._name) for element in inner)

    def _refuse(self, group: Group) -> NoReturn:
        what = f"`?{self._name}` within these braces is another variable than outside"
        hint = "select it in the subquery, give it a value by a pattern in the group, or take another name"
        raise UsageError(what, hint, place(self._text, group.start - 1))


def _refuse_the_unclear(text: str, terms: Mapping[str, Term]) -> None:
    """Refuse what cannot be told apart by tokens alone, and variables to which the query itself gives a value."""
    before, is_listing = None, False  # whether the variables of a VALUES are listed
    for token in tokens(text):
        if token.lastgroup == "comment":
            continue
        if is_doubtful(token, before):
            _refuse_comparison(token[0], terms)
        if token["word"]:
            _refuse_word(token[0])
        is_listing = word(token) == "VALUES" or (is_listing and token[0] != "{")
        if token["variable"] in terms and (is_listing or (before and word(before) == "AS")):
            what = f"`?{token['variable']}` is given a value by the query itself"
            raise UsageError(what, "bind a variable that it leaves open")
        before = token


def _refuse_comparison(iri: str, terms: Mapping[str, Term]) -> None:
    if set("()") & set(iri) or any(token["variable"] in terms for token in tokens(iri[1:])):
        raise UsageError(f"IRI or comparison? `{iri}`", "put blanks around `<`, or declare a PREFIX for the IRI")


def _refuse_word(written: str) -> None:
    """Refuse two keywords in one, which the engine reads as two, and a keyword that is no SPARQL 1.1."""
    upper = written.upper()
    if upper == "LATERAL":
        raise UsageError("no value can be bound in a query with LATERAL", "write it without, in SPARQL 1.1")
    if upper not in WORDS and _SEVERAL.fullmatch(upper):
        raise UsageError(f"one word or two? `{written}`", "put a blank between two words")
