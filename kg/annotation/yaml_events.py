"""The events of YAML's parser, bounded in depth; and why no more of them come. The only door to YAML.

Events are what the parser gives before it makes values: here a mapping begins, here is a scalar, here it ends.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeAlias

import yaml
from msgspec import Struct

from kg.annotation.source_text import SourceText
from kg.base.errors import Fault

DEEPEST = 32
_DEEPEST_SCANNED = 1_000
_LIMIT = "maximum nesting depth"  # libyaml's own, in PyYAML since 6.0.4: it may be met before the first event comes
LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)  # libyaml is ten times faster, and not everywhere

OPENING = (yaml.MappingStartEvent, yaml.SequenceStartEvent)
_CLOSING = (yaml.MappingEndEvent, yaml.SequenceEndEvent)
_TAB = re.compile(r" *\t")
_HINTS = {  # by words of the parser's message, the first that fits
    "mapping values": "put quotes around a text that holds `: `",
    "cannot start any token": "put quotes around a text that starts with such a character",
    "end of stream": "close the quotes",
    "expected ','": "close the braces or brackets, and put commas between what they hold",
    "": "look at indentation, quotes and brackets, here and in the line above",
}

Event: TypeAlias = Any  # the stubs say that marks may be missing, which those of a parser never are


class FormError(Exception):
    """Nothing more can be read. `partial` is what was being built, from the inside out."""

    def __init__(self, fault: Fault) -> None:
        super().__init__()
        self.fault = fault
        self.partial: list[Any] = []


class TooDeep(Struct):
    """Comes in the place of the events of what is nested too deep."""

    start_mark: Any
    end_mark: Any


def events(source: SourceText) -> Iterator[Event]:
    """Parse, without what is nested too deep; of what is nested absurdly deep nothing more is even scanned."""
    depth = 0
    event: Event
    try:
        for event in yaml.parse(source.text, Loader=LOADER):
            kind = event.__class__
            if kind in OPENING:
                depth += 1
                if depth == DEEPEST + 1:
                    yield TooDeep(event.start_mark, event.end_mark)
                elif depth > _DEEPEST_SCANNED:
                    raise FormError(_too_deep(source, event.start_mark.index))
            if depth <= DEEPEST:
                yield event
            if kind in _CLOSING:
                depth -= 1
    except yaml.MarkedYAMLError as error:
        raise FormError(_syntax(error, source)) from error


def _too_deep(source: SourceText, offset: int) -> Fault:
    what = f"nested too deep: more than {_DEEPEST_SCANNED:,} levels; the rest is not read"
    return Fault(source.place(offset), what, "take this out")


def _syntax(error: yaml.MarkedYAMLError, source: SourceText) -> Fault:
    offsets = [mark.index for mark in (error.problem_mark, error.context_mark) if mark is not None]
    for offset in offsets:
        found = _TAB.match(source.text, source.offset(source.place(offset).line))
        if found or source.text.startswith("\t", offset):
            place = source.place(found.end() - 1 if found else offset)
            return Fault(place, "a tab in the indentation", "use spaces")
    problem = error.problem or "it cannot be read"
    if _LIMIT in problem:
        return _too_deep(source, offsets[0] if offsets else 0)
    hint = next((hint for words, hint in _HINTS.items() if words in problem), _HINTS[""])
    return Fault(source.place(offsets[0] if offsets else 0), f"not YAML: {problem}", hint)
