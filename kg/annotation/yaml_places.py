"""Where the values of a YAML text stand. Apart from reading, which need not pay for it where nothing is wrong."""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Mapping

import yaml
from msgspec import Struct

from kg.annotation.source_text import SourceText
from kg.annotation.yaml_events import OPENING, Event, FormError, events
from kg.base.errors import Place
from kg.base.findings import KeyPath

_COMMENT = re.compile(r"#[^\r\n]*")
_HEAD = re.compile(r"[|>][^\r\n#]*?([ \t]+#[^\r\n]*)?(?=[\r\n]|\Z)")  # of a block scalar, maybe with a comment
_NOT_A_KEY = "\0"  # stands in a path for a key that is no text: no key of a file is like it


class Span(Struct, frozen=True):
    """Where a value stands: offsets in the source's text, the end exclusive."""

    start: int
    end: int
    key: int | None = None  # offset of its key, if it is a value in a mapping
    flow: bool = False  # whether it stands inside braces or brackets
    text: str | None = None  # of a scalar, as it is after unquoting and before normalisation


def spans(source: SourceText) -> dict[KeyPath, Span]:
    """Find where every value of the first document stands; as far as it can be read.

    >>> spans(SourceText("a.yaml", "a: {b: [c]}"))[("a", "b", 0)]
    Span(start=8, end=9, key=None, flow=True, text='c')
    """
    locator = _Locator(source)
    with contextlib.suppress(FormError):  # reading the file gives it as a fault
        locator.walk()
    return locator.found


def place(source: SourceText, spans: Mapping[KeyPath, Span], path: KeyPath, *, at_key: bool = False) -> Place:
    """Give the place of a value, or with `at_key` of its key; where it has none, that of the nearest value around it.

    >>> source = SourceText("a.yaml", "a: {b: [c]}")
    >>> str(place(source, spans(source), ("a", "b", 7)))
    'a.yaml:1:8'
    """
    while path and path not in spans:
        path, at_key = path[:-1], False
    span = spans.get(path, Span(0, 0))
    return source.place(span.key if at_key and span.key is not None else span.start)


def comments(source: SourceText) -> list[str]:
    r"""List the comments of a text that can be read, in order: whatever begins with `#` outside of scalars.

    >>> comments(SourceText("a.yaml", "# one\na: '#' # two\nb: | # three\n  # none\n"))
    ['# one', '# two', '# three']
    """
    return [words for _, words in comment_places(source)]


def comment_places(source: SourceText) -> list[tuple[int, str]]:
    r"""List the comments of a text, each with its offset.

    >>> comment_places(SourceText("a.yaml", "a: '#' # one\nb: | # two\n  # none\n"))
    [(7, '# one'), (18, '# two')]
    """
    text, found, done = source.text, list[tuple[int, str]](), 0

    def look(start: int, end: int) -> None:
        found.extend((its.start(), its[0]) for its in _COMMENT.finditer(text, start, end))

    event: Event
    for event in events(source):
        if event.__class__ is yaml.ScalarEvent:
            start = int(event.start_mark.index)
            look(done, start)
            if event.style in ("|", ">") and (head := _HEAD.match(text, start)) and head[1]:
                look(head.start(1), head.end(1))
            done = _end(event)
    look(done, len(text))
    return found


def head_comment(text: str, start: int) -> str:
    r"""Give the comment after the sign of a block scalar, with the blanks before it; empty where none stands.

    >>> head_comment("a: |- # why\n  text", 3)
    ' # why'
    """
    head = _HEAD.match(text, start)
    return (head[1] or "") if head else ""


class _Locator:
    """Another descent, to the spans of the first document; made only where a place is asked for."""

    def __init__(self, source: SourceText) -> None:
        self.text = source.text
        self.next = events(source).__next__
        self.found: dict[KeyPath, Span] = {}

    def walk(self) -> None:
        while (event := self.next()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ is yaml.DocumentStartEvent:
                self.node(self.next(), (), None, flow=False)
                return

    def node(self, event: Event, path: KeyPath, key: int | None, *, flow: bool) -> int:
        """Keep the span of a node and of all that it holds; where it ends."""
        start, end, text = int(event.start_mark.index), _end(event), None
        if event.__class__ in OPENING:
            # Kept before its end is known, so that what a broken file holds can be found.
            self.found.setdefault(path, Span(start, end, key, flow))
            inner = bool(event.flow_style)
            end = (self.pairs if event.__class__ is yaml.MappingStartEvent else self.items)(path, flow=inner)
            if self.found[path].start == start:
                self.found[path] = Span(start, end, key, flow)
            return end
        if event.__class__ is yaml.ScalarEvent:
            text = event.value
            if start == end:  # nothing stands there, and parsers differ on where
                start = end = self.after_last_word(start)
            elif event.style in ("|", ">"):
                end = start + len(self.text[start:end].rstrip())  # its mark stands where the next token begins
        self.found.setdefault(path, Span(start, end, key, flow, text))
        return end

    def after_last_word(self, offset: int) -> int:
        while offset and self.text[offset - 1] == " ":
            offset -= 1
        return offset

    def items(self, path: KeyPath, *, flow: bool) -> int:
        number = end = 0
        while (event := self.next()).__class__ is not yaml.SequenceEndEvent:
            end = self.node(event, (*path, number), None, flow=flow)
            number += 1
        return _end(event) if flow else end  # a block's mark stands where the next token begins

    def pairs(self, path: KeyPath, *, flow: bool) -> int:
        end = 0
        while (event := self.next()).__class__ is not yaml.MappingEndEvent:
            key = event.start_mark.index
            if event.__class__ is yaml.ScalarEvent:
                name = unicodedata.normalize("NFC", event.value)
            else:
                self.node(event, (*path, _NOT_A_KEY), None, flow=flow)
                name = _NOT_A_KEY
            end = self.node(self.next(), (*path, name), key, flow=flow)
        return _end(event) if flow else end  # a block's mark stands where the next token begins


def _end(event: Event) -> int:
    return int(event.end_mark.index)
