r"""SPARQL as text: its tokens, and what may not be asked. The one place that knows strings, IRIs and comments.

What a query may not do is refused before the engine sees it: SERVICE would go to the network, and some thousands of
nested brackets or chained operators would end the process. The engine wants no blank between two words
(``trueSERVICE <…>`` asks another host), and tells ``<`` that compares from ``<`` that begins an IRI by where it
stands, which tokens alone cannot: where that could hide something, the query is refused.

Source: SPARQL 1.1 Query Language, W3C Recommendation 2013, section 19.8 (grammar).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from itertools import chain, tee
from unicodedata import is_normalized, normalize

from kg.base.errors import Place, QueryError

Token = re.Match[str]
QUERY = "query"  # what stands for the file in the places of faults
MOST_NESTED = 100  # far beyond what is written by hand; the engine's parser gives way at some hundreds
UPDATES = frozenset("INSERT DELETE LOAD CLEAR DROP CREATE COPY MOVE ADD".split())
MOST_NEGATED = 8  # brackets after `!`, one in the other: where a slip is inside, each doubles the parser's time
MOST_JOINTS = 1_000  # in one query, as `_joints` counts them; the engine's planner gives way at five times as many

# Whatever is not ASCII may stand in names: the engine itself refuses the few such characters that may not.
_LETTER = r"[^\x00-@\[-`{-\x7f]"
_NAME = r"[^\x00-/:-@\[-^`{-\x7f]"  # with digits and the underline
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
TOKEN = re.compile(
    rf"""
    (?P<comment>\#[^\n\r]*)
    |(?P<iri><(?![=?$\d'(!+.-])(?:[^<>"{{}}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{{4}}|\\U[0-9A-Fa-f]{{8}})*>)
    |(?P<text>'''(?:[^\\]|\\.)*?'''|\"\"\"(?:[^\\]|\\.)*?\"\"\"|'(?:[^'\\\n\r]|\\.)*'|"(?:[^"\\\n\r]|\\.)*")
    |(?P<open>'''|\"\"\"|'|")
    |[?$](?P<variable>{_NAME}+)
    |@(?P<language>[A-Za-z]+(?:-[A-Za-z0-9]+)*)
    |(?P<number>(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)
    |(?P<prefix>{_LETTER}(?:{_NAME}|[.-]){{0,99}}|_|):(?P<local>(?:(?:{_NAME}|:|{_PLX})(?:\.*(?:{_NAME}|[:-]|{_PLX}))*)?)
    |(?P<word>{_LETTER}{_NAME}*)
    |(?P<mark>\^\^|&&|\|\||\S)
    """,
    re.DOTALL | re.VERBOSE,
)
OPENING, CLOSING = ("(", "[", "{"), (")", "]", "}")
_ENDS = (".", ",", ";")
_JOINTS = (
    "ask in several queries: each bracket and operator counts one; each triple, object, step of a path, item of a list "
    "and thing to describe counts two"
)
_CALL = re.compile("SERVICE", re.IGNORECASE)
_NOT_AT_ALL = ("SERVICE is refused: no query leaves this machine", "load the other data first")
_NOT_THAT = (
    "SERVICE is refused: it may ask the hosts that are named, each by its address in full",
    "write `SERVICE <https://HOST/…> {`, and name the host: `--federate HOST`",
)
_ADDRESS = re.compile(
    r"<(?P<scheme>https?)://(?P<name>[A-Za-z0-9.-]+)(?::(?P<port>\d+))?(?:[/?][^\\<>\s]*)?>", re.ASCII
)
_USUAL = {"http": "80", "https": "443"}
_SURE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
# A character by its code point, from where those begin that are composed with others; or any other escape, to pass it.
_ESCAPE = re.compile(r"\\u(0[3-9A-Fa-f][0-9A-Fa-f]{2}|[1-9A-Ca-cE-Fe-f][0-9A-Fa-f]{3})|\\U(0001[0-9A-Fa-f]{4})|\\[^uU]")
_OPERANDS = ("variable", "number", "text", "local", "language", "iri")


def tokens(text: str) -> Iterator[re.Match[str]]:
    """Read a query token by token; the kind of each is the match's `lastgroup` (of a prefixed name: ``local``).

    >>> [token.lastgroup for token in tokens("SELECT ?who { ?who kg:met 'a # b' } # and no more")]
    ['word', 'variable', 'mark', 'variable', 'local', 'text', 'mark', 'comment']
    """
    return TOKEN.finditer(text)


def is_doubtful(token: re.Match[str], before: re.Match[str] | None) -> bool:
    """Tell whether what looks like an IRI may be two comparisons: it follows something that can be compared.

    With two slashes after the scheme it can be nothing else than an IRI.

    >>> [is_doubtful(*pair[::-1]) for text in ("?a <b:c>", "a <b:c>") for pair in [tuple(tokens(text))]]
    [True, False]
    """
    if token.lastgroup != "iri" or before is None or _SURE.match(token[0]):
        return False
    return before.lastgroup in _OPERANDS or before[0] == ")"


def place(text: str, position: int) -> Place:
    """Give line and column of a position, from 1, in code points."""
    before = text[:position]
    return Place(QUERY, before.count("\n") + 1, position - before.rfind("\n"))


def shown(what: str, hint: str, text: str, position: int) -> QueryError:
    r"""Show where a query breaks: line, column, and the line itself with a caret.

    >>> print(shown("unknown word `FILTR`", "did you mean `FILTER`?", "ASK {\n  FILTR(true) }", 8))
    query:2:3: unknown word `FILTR`
        FILTR(true) }
        ^
      hint: did you mean `FILTER`?
    """
    there = place(text, position)
    line = text.split("\n")[there.line - 1]
    start = max(0, there.column - 100)  # of a very long line, the part around the caret
    part = re.sub(r"\s", " ", line[start : there.column + 60]).rstrip()
    line_and_caret = f"\n  {part}\n  {' ' * (there.column - 1 - start)}^" if part else ""
    return QueryError(f"{what}{line_and_caret}", hint, there)


def composed(text: str) -> str:
    r"""Compose the letters of strings and IRIs in a query (NFC), as names and bases are kept; the rest stays as it is.

    Characters that are written as escapes are composed with what stands before them.

    >>> composed("ASK { ?who rdfs:label 'Jose\u0301' }")
    "ASK { ?who rdfs:label 'José' }"
    """
    if is_normalized("NFC", text) and not _ESCAPE.search(text):
        return text
    return TOKEN.sub(lambda token: _composed(token[0]) if token.lastgroup in ("text", "iri") else token[0], text)


def _composed(written: str) -> str:
    def plain(escape: re.Match[str]) -> str:
        number = escape[1] or escape[2]
        return chr(int(number, 16)) if number else escape[0]

    return normalize("NFC", _ESCAPE.sub(plain, written))


def guard(text: str, hosts: Collection[str] = ()) -> None:
    """Refuse what a query may not do.

    Parameters
    ----------
    text
        A query.
    hosts
        That SERVICE may ask all the same; see `services`.

    Raises
    ------
    QueryError
        If it asks another host (SERVICE), or is nested or chained beyond what the engine survives.

    >>> guard("SELECT ?s { SERVICE <https://example.org/> { ?s ?p ?o } }")
    Traceback (most recent call last):
    ...
    kg.base.errors.QueryError: query:1:13: SERVICE is refused: no query leaves this machine
      SELECT ?s { SERVICE <https://example.org/> { ?s ?p ?o } }
                  ^
      hint: load the other data first
    """
    # Kept although long queries are read once more here than by the engine: Oxigraph 0.5 cannot be told to refuse
    # SERVICE, and 3,000 nested braces overflow its stack, which ends the process without an exception.
    is_short = len(text) < MOST_JOINTS and sum(map(text.count, "([{")) <= MOST_NESTED
    if is_short and text.count("!") <= MOST_NEGATED and "SERVICE" not in text.upper():
        return  # too short to be too much: nearly every query that is ever asked
    depth = joints = 0
    negated = _Negated()
    calls = max((found.start() for found in _CALL.finditer(text)), default=-1)
    allowed = services(text, hosts) if hosts else ()
    read, again = tee(token for token in tokens(text) if token.lastgroup != "comment")
    for (before, token, following), count in zip(_with_neighbours(read), _joints(again), strict=True):
        start = token.start()
        if start not in allowed and _asks_elsewhere(before, token, following if depth else None):
            raise shown(*(_NOT_THAT if hosts else _NOT_AT_ALL), text, start)
        if is_doubtful(token, before) and ("'" in token[0] or "#" in token[0]) and calls > start:
            raise shown("IRI or comparison?", "put blanks around `<`, or declare a PREFIX for the IRI", text, start)
        depth += (token["mark"] in OPENING) - (token["mark"] in CLOSING)
        joints += count
        if negated.depth(token) > MOST_NEGATED:
            raise shown(f"more than {MOST_NEGATED} negations in each other", "write a simpler query", text, start)
        if depth > MOST_NESTED:
            raise shown(f"nested deeper than {MOST_NESTED}", "write a simpler query", text, start)
        if joints > MOST_JOINTS:
            raise shown(f"more than {MOST_JOINTS:,} joints", _JOINTS, text, start)


def services(text: str, hosts: Collection[str]) -> set[int]:
    """Find where SERVICE calls a host that may be asked, by an address that is written in full.

    Parameters
    ----------
    text
        A query.
    hosts
        Names of hosts, each with its port unless that is the usual one of the address.

    >>> services("ASK { SERVICE <https://e.org/sparql> { ?s ?p ?o } }", ["e.org"])
    {6}
    >>> services("ASK { SERVICE <https://e.org@f.org/> { ?s ?p ?o } SERVICE ?x { ?s ?p ?o } }", ["e.org"])
    set()
    """
    found = [token for token in tokens(text) if token.lastgroup != "comment"]
    called = set()
    for at, token in enumerate(found):
        if (token["word"] or "").upper() != "SERVICE":
            continue
        first = at + 1 + (at + 1 < len(found) and (found[at + 1]["word"] or "").upper() == "SILENT")
        if first + 1 < len(found) and found[first + 1][0] == "{" and _host(found[first][0]) in hosts:
            called.add(token.start())
    return called


def _host(iri: str) -> str | None:
    """Give the host of an address, with its port if that is not the usual one; None of anything else."""
    address = _ADDRESS.fullmatch(iri)
    if address is None:
        return None
    port = address["port"]
    return address["name"].lower() + (f":{port}" if port and port != _USUAL[address["scheme"]] else "")


class _Negated:
    """Counts how many of the brackets that are open follow a `!`."""

    def __init__(self) -> None:
        self._open: list[bool] = []
        self._after = False  # whether a `!` stands before what is read, with no operator or bracket between

    def depth(self, token: Token) -> int:
        mark = token["mark"] or ""
        if mark in OPENING:
            self._open.append(self._after)
        elif mark in CLOSING and self._open:
            self._open.pop()
        self._after = mark == "!" or (self._after and not mark)
        return sum(self._open) if mark in OPENING else 0


def _with_neighbours(read: Iterable[Token]) -> Iterator[tuple[Token | None, Token, Token | None]]:
    """Give each token with the one before and the one that follows."""
    before: Token | None = None
    token: Token | None = None
    for following in chain(read, [None]):
        if token is not None:
            yield before, token, following
        before, token = token, following


def _joints(read: Iterable[Token]) -> Iterator[int]:
    """Count, token by token, for what the engine's planner goes down a step: too many of them end the process.

    A bracket or an operator is one. Two are what ends a triple (`.`, `;` and `,` between braces or square brackets), a
    step of a path (`/`), and what stands in a row without commas: items of a list, and things to describe or select.
    What stands in commas between round brackets costs nothing, nor do the rows of VALUES.
    """
    around: list[str] = []  # brackets that are open
    values: int | None = None  # how many are around the rows of VALUES, while these are awaited or read
    is_read, before = False, None
    for token in read:
        mark = token["mark"] or ""
        if mark in CLOSING and around:
            around.pop()
        inner = around[-1] if around else ""
        in_row = token.lastgroup in _OPERANDS and before in _OPERANDS and inner in ("", "(")
        ends = mark == "/" or (mark in _ENDS and inner in ("{", "["))
        yield 0 if is_read else 2 if in_row or ends else int(bool(mark) and mark not in _ENDS)
        if (token["word"] or "").upper() == "VALUES":
            values = len(around)
        elif values == len(around) and mark in ("{", "}"):
            is_read, values = mark == "{", values if mark == "{" else None
        if mark in OPENING:
            around.append(mark)
        before = token.lastgroup


def _asks_elsewhere(before: Token | None, token: Token, following: Token | None) -> bool:
    """Tell whether a token calls SERVICE.

    A prefix that holds the word is a name. But where a group follows within a group, the engine reads
    ``services:x {`` as a call of ``s:x``, unless it names a graph.
    """
    if token["prefix"]:
        is_graph = before is not None and before[0].upper() == "GRAPH"
        is_called = following is not None and following[0] == "{" and not is_graph
        return is_called and "SERVICE" in token["prefix"].upper()
    return "SERVICE" in (token["word"] or "").upper()
