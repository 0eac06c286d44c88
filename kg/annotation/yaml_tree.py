"""YAML text to plain values, every scalar as the text it is. The only door to YAML.

Aliases, anchors, tags, merge keys, duplicate keys and deep nesting are refused while the events arrive, before anything
is built from them: YAML's own typing reads `NO` as false and `12:30` as 750, and ten lines of aliases can stand for
a billion values. Source: YAML 1.1, sections 3.2.2.2 (anchors and aliases) and 3.2.1.3 (equality of keys).
"""

from __future__ import annotations

import contextlib
import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import yaml
from msgspec import Struct

from kg.annotation.source_text import MOST, SourceText
from kg.base.errors import Fault, Place
from kg.base.findings import KeyPath
from kg.base.hints import named

DEEPEST = 32
_ABYSS = 1_000
_NO_KEY = "\0"  # starts what stands for a key that is not allowed: no text of a file holds it
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster, and not everywhere

_OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_TAB = re.compile(r" *\t")
_HINTS = {  # by words of the parser's message, the first that fits
    "mapping values": "put quotes around a text that holds `: `",
    "cannot start any token": "put quotes around a text that starts with such a character",
    "end of stream": "close the quotes",
    "expected ','": "close the braces or brackets, and put commas between what they hold",
    "": "look at indentation, quotes and brackets, here and in the line above",
}

_Event: TypeAlias = Any  # the stubs say that marks may be missing, which those of a parser never are
Value: TypeAlias = Any  # str, list of values, dict of text to value, or Refused


class Refused(Struct):
    """Stands where something that is not allowed was found, and a fault says so."""

    values: list[Value]


class Tree(Struct):
    """A YAML file, read.

    `whole` is false where reading had to stop: what was read until then can be counted and not used.
    """

    documents: list[Value]
    faults: list[Fault]
    whole: bool


class Span(Struct, frozen=True):
    """Where a value stands: offsets in the source's text, the end exclusive."""

    start: int
    end: int
    key: int | None = None  # offset of its key, if it is a value in a mapping
    flow: bool = False  # whether it stands inside braces or brackets
    text: str | None = None  # of a scalar, as it is after unquoting and before normalisation


def read(source: SourceText) -> Tree:
    r"""Read a source as YAML.

    Parameters
    ----------
    source
        A file's text.

    Returns
    -------
    Tree
        The documents as plain values, NFC-normalised, with the faults of their form.

    >>> read(SourceText("a.yaml", "name: NO\nages: [0123, 12:30]")).documents
    [{'name': 'NO', 'ages': ['0123', '12:30']}]
    >>> print(read(SourceText("a.yaml", "id: a\nid: b")).faults[0])
    a.yaml:2:1: duplicate key `id`, first at line 1
      hint: keep one of the two
    """
    walker = _Walker(source)
    whole = True
    try:
        walker.walk()
    except _FormError as stop:
        walker.faults.append(stop.fault)
        walker.documents.extend(stop.partial)
        whole = False
    return Tree(walker.documents, walker.faults, whole)


def spans(source: SourceText) -> dict[KeyPath, Span]:
    """Find where every value of the first document stands; as far as it can be read.

    Kept apart from `read`, which need not pay for it where nothing is wrong.

    >>> spans(SourceText("a.yaml", "a: {b: [c]}"))[("a", "b", 0)]
    Span(start=8, end=9, key=None, flow=True, text='c')
    """
    locator = _Locator(source)
    with contextlib.suppress(_FormError):  # `read` says so
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


class _FormError(Exception):
    """Nothing more can be read. Carries what was being built, from the inside out."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault
        self.partial: list[Value] = []


class _TooDeep(Struct):
    """Comes in the place of the events of what is nested too deep."""

    start_mark: Any
    end_mark: Any


def _events(source: SourceText) -> Iterator[_Event]:
    """Parse, without what is nested too deep; of what is nested absurdly deep nothing more is even scanned."""
    depth = 0
    event: _Event
    try:
        for event in yaml.parse(source.text, Loader=_LOADER):
            kind = event.__class__
            if kind in _OPENING:
                depth += 1
                if depth == DEEPEST + 1:
                    yield _TooDeep(event.start_mark, event.end_mark)
                elif depth > _ABYSS:
                    what = f"nested more than {_ABYSS:,} deep: the rest is not read"
                    raise _FormError(Fault(source.place(event.start_mark.index), what, "take this out"))
            if depth <= DEEPEST:
                yield event
            if kind in _CLOSING:
                depth -= 1
    except yaml.MarkedYAMLError as error:
        raise _FormError(_syntax(error, source)) from error


def _unfinished(pairs: dict[str, Value], key: str, partial: list[Value]) -> dict[str, Value]:
    """Give what was read of a mapping when reading had to stop below a key: what was read below it is refused."""
    before = [pairs[key]] if key in pairs else []
    return {**pairs, key: Refused([*before, *partial])}


def _end(event: _Event) -> int:
    return int(event.end_mark.index)


def _syntax(error: yaml.MarkedYAMLError, source: SourceText) -> Fault:
    offsets = [mark.index for mark in (error.problem_mark, error.context_mark) if mark is not None]
    for offset in offsets:
        found = _TAB.match(source.text, source.offset(source.place(offset).line))
        if found or source.text.startswith("\t", offset):
            place = source.place(found.end() - 1 if found else offset)
            return Fault(place, "a tab in the indentation", "use spaces")
    problem = error.problem or "it cannot be read"
    hint = next((hint for words, hint in _HINTS.items() if words in problem), _HINTS[""])
    return Fault(source.place(offsets[0] if offsets else 0), f"not YAML: {problem}", hint)


class _Walker:
    """One descent through the parser's events, to plain values.

    One descent, not two (nodes composed first, then walked): composing alone takes 0.45 s a megabyte, this 0.19 s, and
    what is not allowed is refused before anything is built of it.
    """

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.next = _events(source).__next__
        self.documents: list[Value] = []
        self.faults: list[Fault] = []

    def walk(self) -> None:
        while (event := self.next()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ is yaml.DocumentStartEvent:
                if self.documents:
                    self.fault(event, "one document a file", "move what follows `---` into a file of its own")
                self.documents.append(self.node(self.next()))

    def node(self, event: _Event) -> Value:
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            value = event.value
            if not value.isascii():
                value = unicodedata.normalize("NFC", value)
        elif kind is yaml.MappingStartEvent:
            value = self.pairs()
        elif kind is yaml.SequenceStartEvent:
            value = self.items()
        elif kind is _TooDeep:
            self.fault(event, f"nested too deep: more than {DEEPEST} levels", "take out what is nested here")
            return Refused([])
        else:
            self.fault(event, f"alias {named('*' + event.anchor)} not allowed", "write the value out here")
            return Refused([])
        if event.anchor is None and event.tag is None:
            return value
        if event.anchor is not None:
            self.fault(
                event, f"anchor {named('&' + event.anchor)} not allowed", "write the value wherever it is needed"
            )
        if event.tag is not None:
            tag = named(event.tag.replace("tag:yaml.org,2002:", "!!"))
            self.fault(event, f"tag {tag} not allowed", "leave it out: every value is read as text")
        return Refused([value])

    def items(self) -> list[Value]:
        items: list[Value] = []
        try:
            while (event := self.next()).__class__ is not yaml.SequenceEndEvent:
                items.append(self.node(event))
        except _FormError as stop:
            stop.partial = [[*items, *stop.partial]]
            raise
        return items

    def pairs(self) -> dict[str, Value]:
        """Read a mapping. What is not allowed in it is kept as `Refused`, so that the claims in it can be counted."""
        pairs: dict[str, Value] = {}
        firsts: dict[str, _Event] = {}  # the event of each key
        key = ""
        try:
            while (event := self.next()).__class__ is not yaml.MappingEndEvent:
                key = self.key(event, len(pairs))
                value = self.node(self.next())
                if key in pairs:
                    value = self.duplicate(key, value, pairs[key], firsts[key], event)
                elif key.startswith(_NO_KEY):
                    value = Refused([value])
                pairs[key] = value
                firsts.setdefault(key, event)
        except _FormError as stop:
            stop.partial = [_unfinished(pairs, key, stop.partial)]
            raise
        return pairs

    def duplicate(self, key: str, value: Value, other: Value, first: _Event, event: _Event) -> Refused:
        line = self.source.place(first.start_mark.index).line
        self.fault(event, f"duplicate key {named(key)}, first at line {line}", "keep one of the two")
        return Refused([other, value])

    def key(self, event: _Event, number: int) -> str:
        """Text of a key; of one that is not allowed a text that no key can be."""
        key = self.node(event)
        if key.__class__ is str:
            if key != "<<" or event.style:
                return str(key)
            self.fault(event, "merge key `<<` not allowed", "write the fields out here")
        elif key.__class__ is not Refused:
            self.fault(event, "a key must be text", "write `key: value`")
        return f"{_NO_KEY}{number}"

    def fault(self, event: _Event, what: str, hint: str) -> None:
        place = self.source.place(event.start_mark.index)
        if len(self.faults) >= MOST:
            what, hint = f"more than {MOST} faults of form: the rest is not read", "mend the others first"
            raise _FormError(Fault(place, what, hint))
        self.faults.append(Fault(place, what, hint))


class _Locator:
    """Another descent, to the spans of the first document; made only where a place is asked for."""

    def __init__(self, source: SourceText) -> None:
        self.text = source.text
        self.next = _events(source).__next__
        self.found: dict[KeyPath, Span] = {}

    def walk(self) -> None:
        while (event := self.next()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ is yaml.DocumentStartEvent:
                self.node(self.next(), (), None, flow=False)
                return

    def node(self, event: _Event, path: KeyPath, key: int | None, *, flow: bool) -> int:
        """Keep the span of a node and of all that it holds; where it ends."""
        start, end, text = int(event.start_mark.index), _end(event), None
        if event.__class__ in _OPENING:
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
                self.node(event, (*path, _NO_KEY), None, flow=flow)
                name = _NO_KEY
            end = self.node(self.next(), (*path, name), key, flow=flow)
        return _end(event) if flow else end  # a block's mark stands where the next token begins
