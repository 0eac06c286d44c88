"""The inside of a paragraph in Markdown: what its text is, where each piece stood, links, and calls of footnotes.

markdown-it-py's parser says nothing of places inside a paragraph. Its rules do the reading here too; what is ours is
the loop around them, which notes where each began, and what a footnote is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from msgspec import Struct

NO_TEXT = "\ufffc"  # stands for what is no text: code, a picture
_CALL = re.compile(r"\[\^([^\s\[\]^]+)\]")
_NOTE = re.compile(r"\[\^([^\s\[\]^]+)\]:[ \t]*")
_TAB = 4


class Link(Struct, frozen=True):
    """A link: where its label starts and ends, where it leads, and where it stands."""

    start: int
    end: int
    href: str
    at: int


class Call(Struct, frozen=True):
    """Where a footnote is called."""

    place: int
    label: str
    at: int


class Read(Struct):
    """What a paragraph holds; `places` in the text, each with its origin in the paragraph as it is written."""

    text: str = ""
    places: list[int] = []
    origins: list[int] = []
    links: list[Link] = []
    calls: list[Call] = []
    html: list[tuple[int, str]] = []


class _Noted(Struct):
    """What the rules found so far."""

    pieces: list[tuple[int, str | Token]] = []  # origin, and a text or a mark of emphasis that may turn out to be text
    links: list[tuple[int, int, int, str]] = []  # origin, first and last piece of the label, address
    calls: list[tuple[int, int, str]] = []  # origin, piece, label
    html: list[tuple[int, str]] = []

    def read(self) -> Read:
        """Put the pieces together."""
        its, starts, parts, length = Read(html=self.html), list[int](), list[str](), 0
        for origin, piece in self.pieces:
            starts.append(length)
            words = piece if isinstance(piece, str) else piece.content if piece.type == "text" else ""
            if words:
                its.places.append(length)
                its.origins.append(origin)
                parts.append(words)
                length += len(words)
        starts.append(length)
        its.text = "".join(parts)
        its.links = [Link(starts[first], starts[last], href, at) for at, first, last, href in self.links]
        its.calls = [Call(starts[piece], label, at) for at, piece, label in self.calls]
        return its


class _Inline(ParserInline):
    """The parser of paragraphs, which notes where it found what."""

    def __init__(self) -> None:
        super().__init__()
        self._noted = _Noted()

    def noted(self, content: str, parser: MarkdownIt, environment: Any) -> Read:  # noqa: ANN401 - the parser's own
        """Read a paragraph."""
        self._noted = _Noted()
        self.parse(content, parser, environment, [])
        return self._noted.read()

    @cached_property
    def _rules(self) -> list[tuple[str, Any]]:
        return list(zip(self.ruler.get_active_rules(), self.ruler.getRules(""), strict=True))

    def tokenize(self, state: StateInline) -> None:
        """Read on from a place, as the parser does that this one is made of."""
        end, deepest = state.posMax, state.md.options.maxNesting
        while state.pos < end:
            if call := _CALL.match(state.src, state.pos, end):
                self._noted.calls.append((state.pos, len(self._noted.pieces), call[1]))
                state.pos = call.end()
                continue
            if state.level < deepest and self._any_rule(state):
                continue
            self._noted.pieces.append((state.pos, state.src[state.pos]))  # the parser's own text is not needed
            state.pos += 1
        if state.pending:
            state.pushPending()

    def _any_rule(self, state: StateInline) -> bool:
        at, first, tokens = state.pos, len(self._noted.pieces), len(state.tokens)
        for name, rule in self._rules:
            if name == "image":  # whose words the rule reads by another parse
                its, self._noted = self._noted, _Noted()
                found = rule(state, False)
                self._noted = its
            else:
                found = rule(state, False)
            if found:
                self._note(name, state, at, first, tokens)
                return True
        return False

    def _note(self, name: str, state: StateInline, at: int, first: int, tokens: int) -> None:
        last = state.tokens[-1] if len(state.tokens) > tokens else None
        its = self._noted
        match name:
            case "newline":
                its.pieces.append((at, "\n"))
            case "escape" | "entity" if last is not None:
                words, written = "\n" if last.type == "hardbreak" else last.content, state.src[at : state.pos]
                its.pieces += [(at, written)] if words == written else [(at, letter) for letter in words]
            case "backticks" | "image":
                is_code = last is not None and last.type in ("code_inline", "image")
                its.pieces.append((at, NO_TEXT if is_code else state.src[at : state.pos]))
            case "emphasis":
                marks = state.tokens[-(state.pos - at) :]
                its.pieces += [(at + number, mark) for number, mark in enumerate(marks)]
            case "link":
                opened = next(token for token in state.tokens[tokens:] if token.type == "link_open")
                its.links.append((at, first, len(its.pieces), str(opened.attrs["href"])))
            case "autolink":
                href = state.src[at + 1 : state.pos - 1]
                its.pieces.append((at + 1, href))
                its.links.append((at, first, first + 1, href))
            case "html_inline":
                its.html.append((at, state.src[at : state.pos]))
            case _:
                its.pieces.append((at, state.src[at : state.pos]))


class Reader(MarkdownIt):
    """The parser: blocks first, and each paragraph when it is asked for."""

    inline: _Inline

    def inline_of(self, content: str, environment: dict[str, Any]) -> Read:
        """Read a paragraph."""
        return self.inline.noted(content, self, environment)

    def validateLink(self, url: str) -> bool:  # noqa: N802 - the parser's name
        """Take any address for one: nothing here is ever followed, and what is wrong with it is to be told."""
        return True

    def normalizeLink(self, url: str) -> str:  # noqa: N802 - the parser's name
        """Leave an address as it is written."""
        return url


def reader(deepest: int) -> Reader:
    """Make a parser, which reads so many blocks in each other."""
    parser = Reader("commonmark", {"maxNesting": deepest})
    parser.inline = _Inline()
    parser.configure("commonmark", {"maxNesting": deepest})
    parser.enable("table")
    parser.block.ruler.before("reference", "footnote", _footnote, {"alt": ["paragraph", "reference"]})
    parser.core.ruler.disable(["inline", "text_join"])
    parser.inline.ruler2.disable("fragments_join", ignoreInvalid=True)
    return parser


def _footnote(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Read `[^label]: …` with all that is indented below it."""
    start = state.bMarks[line] + state.tShift[line]
    found = None if state.is_code_block(line) else _NOTE.match(state.src, start, state.eMarks[line])
    if found is None or silent:
        return found is not None
    token = state.push("footnote_open", "", 1)
    token.meta, token.map = {"label": found[1]}, [line, line]
    before = state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType
    behind = start + len(found[0].rstrip())
    state.bMarks[line], state.tShift[line] = behind, found.end() - behind
    state.sCount[line] = sum(_widths(found[0][behind - start :]))
    state.blkIndent += _TAB
    state.parentType = "footnote"
    if state.sCount[line] < state.blkIndent:
        state.sCount[line] += state.blkIndent
    state.md.block.tokenize(state, line, end)
    state.blkIndent -= _TAB
    state.bMarks[line], state.tShift[line], state.sCount[line], state.parentType = before
    token.map[1] = state.line
    state.push("footnote_close", "", -1)
    return True


def _widths(blanks: str) -> Iterator[int]:
    yield from (_TAB if blank == "\t" else 1 for blank in blanks)
