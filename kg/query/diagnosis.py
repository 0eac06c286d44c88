"""Why a query cannot be parsed, in words, at its line and column.

The engine's parser tells what it would have accepted at the furthest place that it looked at: rarely where the slip
is. So the usual slips are looked for first; only then is the engine quoted, at the place that its words point to.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise

from kg.base.errors import QueryError
from kg.base.hints import listed, meant, named
from kg.query.clause_faults import clause_faults
from kg.query.term_faults import Slip, Terms, end_of_iri
from kg.query.tokens import UPDATES, shown, tokens

FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
WORDS = frozenset(
    """A ABS ADD ALL AS ASC ASK AVG BASE BIND BNODE BOUND BY CEIL CLEAR COALESCE CONCAT CONSTRUCT CONTAINS COPY COUNT
    CREATE DATA DATATYPE DAY DEFAULT DELETE DESC DESCRIBE DISTINCT DROP ENCODE_FOR_URI EXISTS FALSE FILTER FLOOR FROM
    GRAPH GROUP GROUP_CONCAT HAVING HOURS IF IN INSERT INTO IRI ISBLANK ISIRI ISLITERAL ISNUMERIC ISURI LANG LANGMATCHES
    LCASE LIMIT LOAD MAX MD5 MIN MINUS MINUTES MONTH MOVE NAMED NOT NOW OFFSET OPTIONAL ORDER PREFIX RAND REDUCED REGEX
    REPLACE ROUND SAMPLE SAMETERM SECONDS SELECT SEPARATOR SERVICE SHA1 SHA256 SHA384 SHA512 SILENT STR STRAFTER
    STRBEFORE STRDT STRENDS STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TO TRUE TZ UCASE UNDEF UNION URI USING
    UUID VALUES VERSION WHERE WITH YEAR""".split()
)
_ENGINE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_FUNCTION = re.compile(
    r"custom function <([^>]*)> (?:is not supported|requires between (\d+) and (\d+) arguments, but (\d+))"
)
_OPENS = {")": "(", "]": "[", "}": "{"}
_CLOSES = {opening: closing for closing, opening in _OPENS.items()}
_BEFORE_FORM = re.compile(r"(?:\s|#[^\n]*(?:\n|\Z)|(?:PREFIX\s+[^\s:]*:|BASE)\s*<[^>]*>)*", re.IGNORECASE)
_ACCEPTED = re.compile(r'"(?:\\.|[^"\\])*"|\[(?:[^\]\[]|\'\[\'|\'\]\')*\]|[^,\[\]"]+')
_TESTING = re.compile(r"\b(FILTER|HAVING)\s*\Z", re.IGNORECASE)
_NEAR = 200  # characters before a slip in which its reason is looked for: what lies farther is no habit
_MOST_SHOWN, _SHORT = 8, 2
_HINTS = {
    "The SELECT contains a variable that is unbound": "beside an aggregate, select only what is grouped by",
    "SELECT * is not authorized with GROUP BY": "name the variables",
    "Duplicated variable name in SELECT": "name each variable once",
    "The SELECT overrides an existing variable using an expression": "take another name after AS",
}


def explained(text: str, message: str, prefixes: Mapping[str, str]) -> QueryError:
    """Say why a query cannot be parsed.

    Parameters
    ----------
    text
        The query.
    message
        What the engine said.
    prefixes
        Those that are known without being declared.

    >>> prefixes = {"kg": "https://example.org/"}
    >>> print(explained("SELECT ?who { ?who kg:met ?x ", "error at 1:31: expected …", prefixes))
    query:1:13: `{` is never closed
      SELECT ?who { ?who kg:met ?x
                  ^
      hint: write `}` where it ends
    """
    found = _ENGINE.match(message)
    slip = next(_slips(text, prefixes), None)
    if slip is None:
        if found is None:
            return QueryError(f"not SPARQL: {message}")
        slip = _from_engine(text, int(found[1]), int(found[2]), found[3])
    what, hint, position = slip
    return shown(what, hint, text, position)


def unsupported(text: str, message: str, prefixes: Mapping[str, str]) -> QueryError | None:
    """Say which function of a query the engine does not have, where it is called; None if the message is another.

    >>> its = "The custom function <https://example.org/f> is not supported"
    >>> print(unsupported("ASK { FILTER(x:f(1)) }", its, {"x": "https://example.org/"}))
    query:1:14: there is no function `x:f`
      ASK { FILTER(x:f(1)) }
                   ^
      hint: take one of SPARQL 1.1, or a cast such as xsd:integer
    """
    found, known = _FUNCTION.search(message), dict(prefixes)
    if found is None:
        return None
    for token, following in pairwise(token for token in tokens(text) if token.lastgroup != "comment"):
        if token["prefix"] is not None and following["iri"]:  # it is declared here
            known[token["prefix"]] = following[0][1:-1]
        iri = token[0][1:-1] if token["iri"] else known.get(token["prefix"] or "", "") + (token["local"] or "")
        if following[0] == "(" and iri == found[1]:
            what, hint = (
                f"there is no function {named(token[0])}",
                "take one of SPARQL 1.1, or a cast such as xsd:integer",
            )
            if found[4]:
                takes = found[2] if found[2] == found[3] else f"{found[2]} to {found[3]}"
                what = f"{named(token[0])} takes {takes} argument{'' if takes == '1' else 's'}, not {found[4]}"
                hint = "give it as many as it takes"
            return shown(what, hint, text, token.start())
    return None


def _slips(text: str, prefixes: Mapping[str, str]) -> Iterator[Slip]:
    """Look for the usual slips, in the order in which they mislead."""
    found = [token for token in tokens(text) if token.lastgroup != "comment"]
    if not found:
        yield "an empty query", 'ask something: "SELECT ?fact { ?fact a kg:Fact }"', 0
    for token in found:
        if token["open"]:
            yield f"the text that begins with {token[0]} never ends", f"write {token[0]} where it ends", token.start()
    yield from _beginning(text)
    declared = {token["prefix"] for before, token in pairwise(found) if before[0].upper() == "PREFIX"}
    terms = Terms(text, found, _start_of_form(text), prefixes)
    end = 0  # of an IRI that is no token
    for number, token in enumerate(found):
        prefix, word = token["prefix"], token["word"]
        if token.start() < end:
            continue
        end = end_of_iri(text, token)
        if prefix is not None and prefix not in {*prefixes, *declared, "_"}:
            otherwise = f"known are {', '.join(sorted(filter(None, prefixes)))}; or declare it: PREFIX {prefix}: <…>"
            yield f"unknown prefix `{prefix}:`", meant(prefix, prefixes, otherwise), token.start()
        if word and word.upper() not in WORDS:
            otherwise = "a variable begins with `?`, a name has a prefix, a text stands in quotes"
            hint = _slash(found[max(number - 2, 0) : number + 1]) or meant(word.upper(), WORDS, otherwise)
            yield f"unknown word {named(word)}", hint, token.start()
        yield from terms.faults(number)
    yield from _brackets(text)
    yield from _commas(found)
    yield from clause_faults(text, found)


def _slash(read: list[re.Match[str]]) -> str:
    """Tell how an id that holds a slash is written, if that is what stands there: a name, a slash and a word in one."""
    if [token.lastgroup for token in read] != ["local", "mark", "word"] or read[1][0] != "/":
        return ""
    is_one = read[0].end() == read[1].start() and read[1].end() == read[2].start()
    return f"if the slash belongs to the id, write {read[0][0]}\\/{read[2][0]}" if is_one else ""


def _start_of_form(text: str) -> int:
    """Give the position behind the bases and prefixes."""
    before = _BEFORE_FORM.match(text)
    return before.end() if before else 0


def _beginning(text: str) -> Iterator[Slip]:
    """Look at the first word after the prefixes: the form of the query."""
    position = _start_of_form(text)
    first = next(tokens(text[position:]), None)
    form = first[0].upper() if first else ""
    if form in UPDATES:
        yield (
            f"{form} is refused: the store is made by `kg build` alone",
            "change the sources and build again",
            position,
        )
    elif first and form not in FORMS:
        yield f"a query cannot begin with `{first[0]}`", meant(form, FORMS, f"begin with {', '.join(FORMS)}"), position
    elif not first:
        yield "prefixes alone are no query", f"go on with {', '.join(FORMS)}", position


def _brackets(text: str) -> Iterator[Slip]:
    """Look for brackets without their partner."""
    stack: list[re.Match[str]] = []
    for token in tokens(text):
        mark = token["mark"] or ""
        if mark in _CLOSES:
            stack.append(token)
        elif mark in _OPENS:
            if not stack or stack[-1][0] != _OPENS[mark]:
                yield (
                    f"`{mark}` closes nothing",
                    f"write `{_OPENS[mark]}` where it begins, or leave it out",
                    token.start(),
                )
                return
            stack.pop()
    if stack:
        yield f"`{stack[-1][0]}` is never closed", f"write `{_CLOSES[stack[-1][0]]}` where it ends", stack[-1].start()


def _commas(found: list[re.Match[str]]) -> Iterator[Slip]:
    """Look for a comma between selected variables, as other languages have it."""
    depth = 0
    is_selecting = False
    for token in found:
        word, mark = (token["word"] or "").upper(), token["mark"] or ""
        if word in ("SELECT", "WHERE", "FROM") or mark == "{":
            is_selecting, depth = word == "SELECT", 0
        depth += (mark == "(") - (mark == ")")
        if mark == "," and is_selecting and not depth:
            yield "a comma between what is selected", "put a blank there alone", token.start()


def _from_engine(text: str, line: int, column: int, expected: str) -> Slip:
    """Give the engine's own reason: a sentence of its, else what it would have accepted, and where.

    What it would have accepted comes as keywords (`FILTER`), quoted tokens (`"("`) and classes of characters (`[_]`).
    """
    end = min(sum(len(each) + 1 for each in text.split("\n")[: line - 1]) + column - 1, len(text))
    accepted = [item.strip() for item in _ACCEPTED.findall(expected)]
    shown_items = [item for item in accepted if item and not item.startswith("[")]
    sentence = next((item for item in shown_items if " " in item and not item.startswith('"')), None)
    if sentence is not None:
        return sentence, _HINTS.get(sentence, ""), _last_token(text, end)
    if not shown_items and (twice := _bound_twice(text)):
        return twice
    position = _start_of_the_odd(accepted, end)
    hint = _habit(text, position)
    return f"not SPARQL from here on{'' if hint else _expected(shown_items)}", hint, position


def _last_token(text: str, end: int) -> int:
    """Give the position of the last token that begins before an end."""
    found = [token.start() for token in tokens(text) if token.lastgroup != "comment" and token.start() < end]
    return max(found, default=0)


def _start_of_the_odd(accepted: list[str], end: int) -> int:
    """Give the position of what does not fit.

    The engine gives the exact one if it looked for a token or a character there. Of a keyword it gives the place
    where the keyword would have ended.
    """
    if any(item.startswith(('"', "[")) and item != "[_]" for item in accepted):
        return end
    return max((end - len(item) for item in accepted if item.isalnum() and len(item) <= end), default=end)


def _expected(items: list[str]) -> str:
    """Say what would have been accepted, if it is little enough to be of help; long keywords would rarely be meant."""
    wanted = sorted({item.strip('"') for item in items if not item.isalnum() or len(item) <= _SHORT})
    if not 0 < len(wanted) <= _MOST_SHOWN:
        return ""
    return f": expected {'one of ' if len(wanted) > 1 else ''}{listed(wanted)}"


def _habit(text: str, at: int) -> str:
    """Say how SPARQL has it where a habit of other languages is the likely reason."""
    if before := _TESTING.search(text[max(0, at - _NEAR) : at]):
        return f"put what is tested into brackets: {before[1]}(…)"
    return ""


def _bound_twice(text: str) -> Slip | None:
    """Look for a BIND whose variable has a value before it, of which the engine says nothing."""
    seen: set[str] = set()
    before = ""
    for token in tokens(text[text.find("{") :]):
        name = token["variable"]
        if name and name in seen and before == "AS":
            position = text.find("{") + token.start()
            return f"`{token[0]}` has a value before BIND gives it one", "take another name", position
        seen |= {name} if name else set()
        before = token[0].upper()
    return None
