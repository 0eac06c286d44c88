"""What is text in a Markdown document, and where: its paragraphs as they read, with the line and column of each letter.

Blocks and marks are found by markdown-it-py, which follows CommonMark; tables (GitHub's) and footnotes (pandoc's) are
read too. Code, HTML, comments and a head of YAML are no text.

Sources: CommonMark Spec 0.31.2; GitHub Flavored Markdown Spec, section 4.10 (tables); Pandoc User's Guide, "Footnotes"
and "Metadata blocks".
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from kg.report.citations.markdown_inline import Call, Link, Read, reader

if TYPE_CHECKING:
    from markdown_it.token import Token

BETWEEN_CELLS = "\x1e"  # stands between the cells of a row, which is one passage
_DEEPEST = 40  # levels of blocks in each other that are read
_KEY = r"[\w\"'][\w\"'.: -]{0,80}:(?:[ \t].*)?\n"
_HEAD = re.compile(  # keys with what is indented or listed below them: what else stands between two rules is text
    rf"---[ \t]*\n(?:#.*\n)*{_KEY}(?:{_KEY}|[ \t#-].*\n|\n|[\]}}].*\n)*?(?:---|\.\.\.)[ \t]*(?:\n|\Z)"
)
_LINE_ENDS = re.compile(r"\r\n?")
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


class Passage(Struct, frozen=True):
    """A paragraph, heading, item, or row of a table, as it reads."""

    text: str  # without marks of emphasis; a line end stands where one stood
    places: list[int]  # in the text, each with
    origins: list[int]  # where in the document stands what is there
    links: list[Link] = []
    calls: list[Call] = []  # of footnotes
    quote: int | None = None  # number of the block quote in which it stands
    note: str | None = None  # label of the footnote in which it stands

    def origin(self, place: int) -> int:
        """Give the offset in the document of a place in the text."""
        at = max(0, bisect_right(self.places, place) - 1)
        if not self.places:
            return 0
        last = self.places[at + 1] if at + 1 < len(self.places) else len(self.text) + 1
        return self.origins[at] + min(place, last) - self.places[at]


class Markdown(Struct, frozen=True):
    """A document."""

    text: str  # with one sort of line end; offsets are places in it
    passages: list[Passage]
    notes: dict[str, int]  # label of each footnote that is defined -> where
    html: list[tuple[int, str]]  # offsets of raw HTML, and what it says
    too_deep: list[int] = []  # offsets of blocks in which more blocks stand in each other than are read


def read(text: str) -> Markdown:
    r"""Find what is text in a document.

    Parameters
    ----------
    text
        The document, without byte order mark.

    Returns
    -------
    Markdown
        Its passages in order. Of two footnotes of one label the first counts.

    >>> its = read("---\ntitle: No text\n---\n\nShe *said* `no` [so][a].[^1]\n\n[a]: fact:talks\n\n[^1]: A note.\n")
    >>> [passage.text for passage in its.passages], its.passages[0].links[0].href
    (['She said \ufffc so.', 'A note.'], 'fact:talks')
    >>> first = its.passages[0]
    >>> its.text[first.origin(4) :][:6], first.calls[0].label, its.notes
    ('said* ', '1', {'1': 71})
    """
    text = _LINE_ENDS.sub("\n", text).replace("\0", "\ufffd")
    head = _HEAD.match(text)
    told = re.sub(r"[^\n]", " ", head[0]) + text[head.end() :] if head else text
    parser = reader(_DEEPEST)
    environment: dict[str, Any] = {}
    return _Document(text, parser, environment).passed(parser.parse(told, environment))


class _Document:
    """Takes the blocks of a document in turn."""

    def __init__(self, text: str, parser: Any, environment: dict[str, Any]) -> None:  # noqa: ANN401 - ours
        self._lines = text.split("\n")
        self._starts = [0]
        for line in self._lines:
            self._starts.append(self._starts[-1] + len(line) + 1)
        self._parser, self._environment = parser, environment
        self._its = Markdown(text, [], {}, [])
        self._quotes: list[int] = []
        self._notes: list[str] = []
        self._row: list[Passage] | None = None
        self._cell = 0  # column behind the last cell of the row

    def passed(self, tokens: Iterable[Token]) -> Markdown:
        for number, token in enumerate(tokens):
            self._take(number, token)
        return self._its

    def _take(self, number: int, token: Token) -> None:
        line = token.map[0] if token.map else 0
        if token.nesting == 1 and token.level >= _DEEPEST - 1:
            self._its.too_deep.append(self._starts[line])
        match token.type:
            case "blockquote_open":
                self._quotes.append(number)
            case "blockquote_close":
                self._quotes.pop()
            case "footnote_open":
                self._notes.append(token.meta["label"])
                self._its.notes.setdefault(token.meta["label"], self._starts[line])
            case "footnote_close":
                self._notes.pop()
            case "tr_open":
                self._row, self._cell = [], 0
            case "tr_close":
                self._its.passages.append(_joined(self._row or []))
                self._row = None
            case "html_block":
                self._html(self._starts[line], token.content)
            case "inline" if token.content:
                self._inline(line, token.content)

    def _html(self, at: int, content: str) -> None:
        if told := _COMMENT.sub("", content):
            self._its.html.append((at, told))

    def _inline(self, line: int, content: str) -> None:
        read_ = self._parser.inline_of(content, self._environment)
        origins = self._cell_origins(line, content) if self._row is not None else self._line_origins(line, content)
        for at, html in read_.html:
            self._html(_origin(origins, at), html)
        passage = self._passage(read_, origins)
        (self._its.passages if self._row is None else self._row).append(passage)

    def _passage(self, its: Read, origins: list[tuple[int, int]]) -> Passage:
        places, found = _pieces(its, origins)
        return Passage(
            its.text,
            places,
            found,
            [Link(link.start, link.end, link.href, _origin(origins, link.at)) for link in its.links],
            [Call(call.place, call.label, _origin(origins, call.at)) for call in its.calls],
            self._quotes[0] if self._quotes else None,
            self._notes[-1] if self._notes else None,
        )

    def _line_origins(self, line: int, content: str) -> list[tuple[int, int]]:
        """Give where each line of a paragraph stands: the parser has taken away what is before and behind it."""
        found, at = [], 0
        for number, part in enumerate(content.split("\n"), line):
            its, words = self._lines[number].rstrip(), part.strip()
            column = len(its) - len(words) if its.endswith(words) else max(0, its.find(words))
            indent = len(part) - len(part.lstrip())
            found.append((at, self._starts[number] + column - indent))
            at += len(part) + 1
        return found

    def _cell_origins(self, line: int, content: str) -> list[tuple[int, int]]:
        r"""Give where each part of a cell stands: in the document `\|` stands for `|`."""
        pieces = content.split("|")
        pattern = r"\\?\|".join(map(re.escape, pieces))
        its = re.compile(pattern).search(self._lines[line], self._cell)
        start = self._starts[line]
        if its is None:
            return [(0, start)]
        self._cell = its.end()
        found, at, column = [], 0, its.start()
        for piece in pieces:
            found.append((at, start + column))
            found.append((at + len(piece), start + column + len(piece)))
            at += len(piece) + 1
            column += len(piece) + (2 if self._lines[line].startswith(r"\|", column + len(piece)) else 1)
        return found


def _pieces(its: Read, origins: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """Give the places of pieces and their origins in the document; what a cell writes otherwise parts a piece."""
    places, found = list[int](), list[int]()
    for number, (place, at) in enumerate(zip(its.places, its.origins, strict=True)):
        end = its.places[number + 1] if number + 1 < len(its.places) else len(its.text)
        first = bisect_right(origins, at, key=lambda its: its[0])
        last = bisect_right(origins, at + end - place - 1, key=lambda its: its[0])
        for start, origin in [(at, _origin(origins, at)), *origins[first:last]]:
            places.append(place + start - at)
            found.append(origin)
    return places, found


def _origin(origins: list[tuple[int, int]], at: int) -> int:
    """Give the offset in the document of a place in what the parser was given."""
    first, origin = origins[max(0, bisect_right(origins, at, key=lambda its: its[0]) - 1)]
    return origin + at - first


def _joined(cells: list[Passage]) -> Passage:
    """Join the cells of a row."""
    text, places, origins = "", list[int](), list[int]()
    links, calls = list[Link](), list[Call]()
    for number, cell in enumerate(cells):
        text += BETWEEN_CELLS if number else ""
        at = len(text)
        places += [at + place for place in cell.places]
        origins += cell.origins
        links += [Link(at + its.start, at + its.end, its.href, its.at) for its in cell.links]
        calls += [Call(at + its.place, its.label, its.at) for its in cell.calls]
        text += cell.text
    quote, note = (cells[0].quote, cells[0].note) if cells else (None, None)
    return Passage(text, places, origins, links, calls, quote, note)


def notes_of(passages: Iterable[Passage]) -> Iterator[tuple[str, Passage]]:
    """Give the passages of footnotes, each with the label."""
    yield from ((its.note, its) for its in passages if its.note is not None)
