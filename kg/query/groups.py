"""The groups of a query: what stands between its braces, and which variables have a value there.

A variable lives in a scope: that of the outermost group, of a MINUS, of an EXISTS, or of a subquery. A scope *gives*
a variable if one of its patterns can give it a value that is seen at the end of the group; it *always gives* it if
every solution has one.

Source: SPARQL 1.1 Query Language, W3C Recommendation 2013, sections 18.2.1 (variable scope) and 19.8 (grammar).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct

from kg.query.tokens import Token, tokens

_NESTED = ("OPTIONAL", "MINUS", "LATERAL")
_JOINED = ("GROUP", "GRAPH", "OPTIONAL", "LATERAL")  # whose groups belong to the scope around them
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


class Element(Struct):
    """One element of a group: triple patterns, or what a keyword begins."""

    kind: str  # TRIPLES, GROUP (with all branches of a UNION), GRAPH, OPTIONAL, MINUS, FILTER, BIND, VALUES
    tokens: list[Token]  # its own, without those of its groups
    groups: list[Group] = []
    end: int = 0  # position in the text behind it

    def mentions(self, name: str) -> bool:
        """Tell whether the variable stands anywhere in it."""
        return holds(self.tokens, name) or any(group.mentions(name) for group in self.groups)

    def gives(self, name: str) -> bool:
        """Tell whether it can give the variable a value."""
        if self.kind in ("TRIPLES", "GRAPH") and holds(self.tokens, name):
            return True
        return self.kind in _JOINED and any(group.gives(name) for group in self.groups)

    def always_gives(self, name: str) -> bool:
        """Tell whether each of its solutions has a value of the variable."""
        if self.kind == "TRIPLES":
            return any(holds(triple, name) and not _may_be_empty(triple) for triple in _triples(self.tokens))
        if self.kind == "GRAPH" and holds(self.tokens, name):  # the engine names no graph where it looks for no triple
            return any(element.kind == "TRIPLES" for group in self.groups for element in group.elements)
        return self.kind in ("GROUP", "GRAPH") and all(group.always_gives(name) for group in self.groups)

    def wants_iri(self, name: str) -> bool:
        """Tell whether the variable names a graph or a predicate."""
        marks = ["", ".", *map(word, self.tokens)]  # of each token, the two before it
        return any(
            token["variable"] == name
            and (self.kind == "GRAPH" or marks[at + 1] in (";", "[") or (marks[at] == "." and marks[at + 1] != "("))
            for at, token in enumerate(self.tokens)
            if self.kind in ("TRIPLES", "GRAPH")
        )


class Group(Struct):
    """What stands between a pair of braces: elements, or one subquery."""

    start: int  # position behind the opening brace
    end: int  # position of the closing brace
    elements: list[Element]
    query: Query | None = None  # a subquery

    def mentions(self, name: str) -> bool:
        """Tell whether the variable stands anywhere in it."""
        if self.query is not None:
            return self.query.mentions(name)
        return any(element.mentions(name) for element in self.elements)

    def gives(self, name: str) -> bool:
        """Tell whether the variable can have a value at the end of the group."""
        if self.query is not None:
            return self.query.projects(name) and self.query.where is not None and self.query.where.gives(name)
        return any(element.gives(name) for element in self.elements)

    def always_gives(self, name: str) -> bool:
        """Tell whether the variable has a value in each solution of the group."""
        if self.query is not None:
            return self.gives(name) and self.query.where is not None and self.query.where.always_gives(name)
        return any(element.always_gives(name) for element in self.elements)


class Query(Struct):
    """A query or subquery: what stands before its WHERE group, that group, and what stands after it."""

    form: str
    head: list[Token]  # of the form and all that follows it
    template: list[Token]  # of a CONSTRUCT
    where: Group | None
    tail: list[Token]
    groups: list[Group]  # of EXISTS within head and tail

    def mentions(self, name: str) -> bool:
        """Tell whether the variable stands anywhere in it."""
        groups = [*self.groups, *([self.where] if self.where else [])]
        return holds([*self.head, *self.template, *self.tail], name) or any(group.mentions(name) for group in groups)

    def projects(self, name: str) -> bool:
        """Tell whether the variable is selected, by its name or by `*`."""
        words = [token[0] for token in self.head[1:3]]
        return "*" in words or any(token["variable"] == name for token, depth in depths(self.head) if not depth)

    def is_cut(self) -> bool:
        """Tell whether LIMIT or OFFSET leaves solutions out."""
        return any(word(token) in ("LIMIT", "OFFSET") for token in self.tail)


def word(token: Token) -> str:
    """Give a token in capitals, to be compared with keywords and marks."""
    return token[0].upper()


def holds(read: Iterable[Token], name: str) -> bool:
    """Tell whether a variable is among tokens."""
    return any(token["variable"] == name for token in read)


def depths(read: Iterable[Token]) -> Iterator[tuple[Token, int]]:
    """Give each token with the number of round brackets that are open around it."""
    depth = 0
    for token in read:
        depth -= token[0] == ")"
        yield token, depth
        depth += token[0] == "("


def _triples(read: Iterable[Token]) -> Iterator[list[Token]]:
    """Divide tokens at full stops."""
    triple: list[Token] = []
    for token in read:
        if token[0] == ".":
            yield triple
            triple = []
        else:
            triple.append(token)
    yield triple


def _may_be_empty(triple: Iterable[Token]) -> bool:
    """Tell whether a path may have no step: both its ends are then any one thing, which a value would not be."""
    return any(token[0] in ("*", "?") for token in triple)


def read_query(text: str) -> Query | None:
    """Read a query; None if its brackets do not match, of which the engine has more to say.

    >>> query = read_query("SELECT ?who { ?who a ?kind MINUS { ?who ?met ?other } }")
    >>> [element.kind for element in query.where.elements], query.where.gives("who"), query.where.gives("other")
    (['TRIPLES', 'MINUS'], True, False)
    """
    reader = _Reader(text)
    try:
        reader.skip_prologue()
        return reader.query()
    except IndexError:
        return None


class _Reader:
    """Reads tokens from left to right; at their end it raises IndexError."""

    def __init__(self, text: str) -> None:
        self._tokens = [token for token in tokens(text) if token.lastgroup != "comment"]
        self._at = 0

    def _next(self, ahead: int = 0) -> str:
        at = self._at + ahead
        return word(self._tokens[at]) if at < len(self._tokens) else ""

    def _take(self) -> Token:
        self._at += 1
        return self._tokens[self._at - 1]

    def _until(self, *ends: str) -> list[Token]:
        taken = []
        while self._next() not in ends:
            taken.append(self._take())
        return taken

    def skip_prologue(self) -> None:
        """Go to the query's form."""
        self._until(*_FORMS)

    def query(self) -> Query:
        """Read a query or subquery."""
        form = self._next()
        head, groups = [self._take()], list[Group]()
        template, tail = list[Token](), list[Token]()
        if form == "CONSTRUCT" and self._next() == "{":
            template = self._braces()
        while self._next() not in ("{", "}", ""):
            self._clause(head, groups)
        where = self._group() if self._next() == "{" else None
        while self._next() not in ("}", ""):
            if self._next() == "VALUES":
                tail += [*self._until("{"), *self._braces()]
            elif self._next() == "{":
                groups.append(self._group())
            else:
                self._clause(tail, groups)
        return Query(form, head, template, where, tail, groups)

    def _clause(self, read: list[Token], groups: list[Group]) -> None:
        """Read a token, or from an opening round bracket to the one that closes it."""
        if self._next() == "(":
            self._expression(read, groups)
        else:
            read.append(self._take())

    def _expression(self, read: list[Token], groups: list[Group]) -> None:
        """Read until the outermost round bracket closes, or the group of an EXISTS that stands in none."""
        depth = 0
        while True:
            is_group = self._next() == "{"
            if is_group:
                groups.append(self._group())
            else:
                token = self._take()
                read.append(token)
                depth += (token[0] == "(") - (token[0] == ")")
            if not depth and (is_group or read[-1][0] == ")"):
                return

    def _braces(self) -> list[Token]:
        """Read from an opening brace to the one that closes it, without a look at what stands between."""
        taken, depth = [self._take()], 1
        while depth:
            taken.append(self._take())
            depth += (taken[-1][0] == "{") - (taken[-1][0] == "}")
        return taken

    def _group(self) -> Group:
        start = self._take().end()
        query, elements = None, list[Element]()
        if self._next() == "SELECT":
            query = self.query()
        else:
            while self._next() != "}":
                self._element(elements)
        return Group(start, self._take().start(), elements, query)

    def _element(self, elements: list[Element]) -> None:
        kind = self._next()
        element = Element(kind, [], [])
        if kind in _NESTED or kind == "GRAPH":
            self._take()
            element.tokens = self._until("{")
            element.groups = [self._group()]
        elif kind in ("FILTER", "BIND"):
            self._take()
            self._expression(element.tokens, element.groups)
        elif kind == "VALUES":
            element.tokens = [*self._until("{"), *self._braces()]
        elif kind == "{" and self._next(1) != "|":  # `{|` begins an annotation of RDF 1.2
            element = self._union()
        else:
            if not elements or elements[-1].kind != "TRIPLES":
                elements.append(Element("TRIPLES", []))
            elements[-1].tokens += self._braces() if kind == "{" else [self._take()]
            elements[-1].end = self._tokens[self._at - 1].end()
            return
        element.end = self._tokens[self._at - 1].end()
        elements.append(element)

    def _union(self) -> Element:
        groups = [self._group()]
        while self._next() == "UNION":
            self._take()
            groups.append(self._group())
        return Element("GROUP", [], groups)
