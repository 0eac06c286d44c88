r"""Faults within one term of a query: IRIs that are none, language tags, escapes, numbers of LIMIT and OFFSET.

Of these the engine says at best that there is one, and rarely where. Whether a term is right is asked of the engine
itself, in a query that holds nothing but this term.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

import pyoxigraph

from kg.base.hints import named
from kg.query.tokens import Token, composed, is_doubtful

Slip = tuple[str, str, int]  # what is wrong, what to do, and the position
MOST = 2**64 - 1  # that LIMIT and OFFSET take
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_TAG = re.compile(r"@[\w-]*")
_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{0,4}|U[0-9A-Fa-f]{0,8}|.)", re.DOTALL)
# What begins with `<` and is no token of an IRI, but cannot be two comparisons either: these have something between
# them (a bracket, a comma, `&&`, `||`), as SPARQL has no `a < b > c`.
_LIKE_AN_IRI = re.compile(r"""<(?:[A-Za-z][A-Za-z0-9+.-]*://[^<>\n]*|[^<>"{}|^`\s&,()]*)>""")
_COMPARES = re.compile(r"&&|[,()]")
_IN_TEXTS = "tbnrf\"'\\"


class Terms:
    """The terms of a query that the engine cannot parse.

    Parameters
    ----------
    text
        The query.
    found
        Its tokens, without comments.
    start
        The position of its form (`SELECT`, …), before which its bases and prefixes stand.
    prefixes
        Those that are known without being declared.
    """

    def __init__(self, text: str, found: Sequence[Token], start: int, prefixes: Mapping[str, str]) -> None:
        self._text, self._found, self._start = text, found, start
        self._prefixes, self._known = dict(prefixes), dict(prefixes)
        self._engine = pyoxigraph.Store()
        declared = [token for token in found if token.start() < start]
        self._has_base = any(token[0].upper() == "BASE" for token in declared)
        for name, iri in pairwise(declared):
            if name["prefix"] is not None and iri["iri"]:
                self._known[name["prefix"]] = iri[0][1:-1]

    def faults(self, number: int) -> Iterator[Slip]:
        """Find out what is wrong with a token.

        Parameters
        ----------
        number
            Of the token, among all.
        """
        token, before = self._found[number], self._found[number - 1] if number else None
        start = token.start()
        if token["iri"] and not (is_doubtful(token, before) and _COMPARES.search(token[0])):
            yield from self._of_iri(token[0], start)
        elif token["text"]:
            yield from _of_escapes(token[0], start, _IN_TEXTS)
        elif token["local"] is not None and token["prefix"] != "_":
            yield from self._of_name(token)
        elif token["language"] or (token[0] == "@" and before is not None and before["text"]):
            yield from self._of_tag(start)
        elif (token["word"] or "").upper() in ("LIMIT", "OFFSET") and number + 1 < len(self._found):
            yield from _of_number(token, self._found[number + 1])
        elif token["mark"] in ("<", "\\", "%"):
            yield from self._of_mark(start)

    def _is_read(self, body: str, prologue: str | None = None) -> bool:
        """Tell whether the engine takes a query with the prologue of this one, or with another."""
        asked = f"{self._text[: self._start] if prologue is None else prologue}\nASK{{{body}}}"
        try:
            self._engine.query(composed(asked), prefixes=self._prefixes)
        except SyntaxError:
            return False
        return True

    def _of_iri(self, written: str, start: int) -> Iterator[Slip]:
        yield from _of_escapes(written, start, "")
        is_declared = start < self._start  # as a base, or of a prefix
        if self._is_read("", self._text[: start + len(written)]) if is_declared else self._is_read(f"?s ?p {written}"):
            return
        if not _SCHEME.match(written, 1):
            why = (
                "gives no IRI with its BASE"
                if self._has_base and not is_declared
                else "is relative, and there is no BASE"
            )
            yield f"{named(written)} {why}", "write it in full, or begin the query with BASE <…>", start
        else:
            why = _why_no_iri(_ESCAPE.sub(lambda escape: chr(int(escape[0][2:], 16)), written[1:-1]))
            yield f"{named(written)} is no IRI{why}", "mend it; what IRIs cannot hold is written as %XX", start

    def _of_name(self, token: Token) -> Iterator[Slip]:
        is_declaring = token.start() < self._start
        if is_declaring or token["prefix"] not in self._known or self._is_read(f"?s ?p {token[0]}"):
            return
        why = _why_no_iri(self._known[token["prefix"]] + token["local"].replace("\\", ""))
        yield f"{named(token[0])} gives no IRI{why}", "mend the name, or the IRI of its prefix", token.start()

    def _of_tag(self, start: int) -> Iterator[Slip]:
        written = _TAG.match(self._text, start)
        if written and not self._is_read(f'?s ?p ""{written[0]}', ""):
            yield f"{named(written[0])} is no language tag", "write one of BCP 47: @en, @en-GB, @zh-Hant", start

    def _of_mark(self, start: int) -> Iterator[Slip]:
        mark = self._text[start]
        if mark == "%":
            yield "a `%` without two hexadecimal digits", "in a name, write %25", start
        elif mark == "\\":
            hint = "a name can escape _~.-!$&'()*+,;=/?#@% alone: write the whole IRI as <…>"
            yield f"{named(self._text[start : start + 2])} is no escape in a name", hint, start
        elif written := _LIKE_AN_IRI.match(self._text, start):
            yield from self._of_iri(written[0], start)


def end_of_iri(text: str, token: Token) -> int:
    """Give the position behind what begins as an IRI, but was not read as one token (`<../x>`, `<a b>`); else 0."""
    written = _LIKE_AN_IRI.match(text, token.start()) if token["mark"] == "<" else None
    return written.end() if written else 0


def _why_no_iri(iri: str) -> str:
    """Give the engine's reason, if it has one."""
    try:
        pyoxigraph.NamedNode(iri)
    except ValueError as error:
        said = str(error)
        return f": {said if said.isprintable() else said.encode('unicode_escape').decode('ascii')}"
    return ""


def _of_escapes(written: str, start: int, letters: str) -> Iterator[Slip]:
    """Look for backslashes that escape nothing; `letters` may follow one, besides `u` and `U`."""
    for found in _ESCAPE.finditer(written):
        kind, digits = found[0][1], found[0][2:]
        if kind in "uU" and len(digits) == (4 if kind == "u" else 8):
            number = int(digits, 16)
            if 0xD800 <= number <= 0xDFFF or number > 0x10FFFF:
                hint = "write the character itself (a half of a surrogate pair is none, nor what is beyond U+10FFFF)"
                yield f"{named(found[0])} is no character", hint, start + found.start()
        elif kind in "uU":
            hint = "write four hexadecimal digits after \\u, eight after \\U"
            yield f"{named(found[0])} is no escape", hint, start + found.start()
        elif kind not in letters:
            hint = "write \\\\ for a backslash" if letters else "an IRI takes \\uXXXX and \\UXXXXXXXX alone"
            yield f"{named(found[0])} is no escape", hint, start + found.start()


def _of_number(keyword: Token, token: Token) -> Iterator[Slip]:
    digits = token[0]
    if not (digits.isascii() and digits.isdigit() and int(digits[:40]) <= MOST):
        what = f"{keyword[0].upper()} takes a whole number up to {MOST}"
        yield what, "write it in digits, without a sign or a point", token.start()
