"""YAML text to plain values, every scalar as the text it is.

Aliases, anchors, tags, merge keys, duplicate keys and deep nesting are refused while the events arrive, before anything
is built from them: YAML's own typing reads `NO` as false and `12:30` as 750, and ten lines of aliases can stand for
a billion values. Source: YAML 1.1, sections 3.2.2.2 (anchors and aliases) and 3.2.1.3 (equality of keys).
"""

from __future__ import annotations

import unicodedata
from typing import Any, TypeAlias

import yaml
from msgspec import Struct

from kg.annotation.source_text import MOST, SourceText
from kg.annotation.yaml_events import DEEPEST, Event, FormError, TooDeep, events
from kg.base.errors import Fault
from kg.base.hints import named

_NOT_A_KEY = "\0"  # starts what stands for a key that is not allowed: no text of a file holds it
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
    except FormError as stop:
        walker.faults.append(stop.fault)
        walker.documents.extend(stop.partial)
        whole = False
    return Tree(walker.documents, walker.faults, whole)


class _Walker:
    """One descent through the parser's events, to plain values.

    One descent, not two (nodes composed first, then walked): composing alone takes 0.45 s a megabyte, this 0.19 s, and
    what is not allowed is refused before anything is built of it.
    """

    def __init__(self, source: SourceText) -> None:
        self.source = source
        self.next = events(source).__next__
        self.documents: list[Value] = []
        self.faults: list[Fault] = []

    def walk(self) -> None:
        while (event := self.next()).__class__ is not yaml.StreamEndEvent:
            if event.__class__ is yaml.DocumentStartEvent:
                if self.documents:
                    self.fault(event, "one document a file", "move what follows `---` into a file of its own")
                self.documents.append(self.node(self.next()))

    def node(self, event: Event) -> Value:
        kind = event.__class__
        if kind is yaml.ScalarEvent:
            value = event.value
            if not value.isascii():
                value = unicodedata.normalize("NFC", value)
        elif kind is yaml.MappingStartEvent:
            value = self.pairs()
        elif kind is yaml.SequenceStartEvent:
            value = self.items()
        elif kind is TooDeep:
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
        except FormError as stop:
            stop.partial = [[*items, *stop.partial]]
            raise
        return items

    def pairs(self) -> dict[str, Value]:
        """Read a mapping. What is not allowed in it is kept as `Refused`, so that the claims in it can be counted."""
        pairs: dict[str, Value] = {}
        firsts: dict[str, Event] = {}  # the event of each key
        key = ""
        try:
            while (event := self.next()).__class__ is not yaml.MappingEndEvent:
                key = self.key(event, len(pairs))
                value = self.node(self.next())
                if key in pairs:
                    value = self.duplicate(key, value, pairs[key], firsts[key], event)
                elif key.startswith(_NOT_A_KEY):
                    value = Refused([value])
                pairs[key] = value
                firsts.setdefault(key, event)
        except FormError as stop:
            stop.partial = [_unfinished(pairs, key, stop.partial)]
            raise
        return pairs

    def duplicate(self, key: str, value: Value, other: Value, first: Event, event: Event) -> Refused:
        line = self.source.place(first.start_mark.index).line
        self.fault(event, f"duplicate key {named(key)}, first at line {line}", "keep one of the two")
        return Refused([other, value])

    def key(self, event: Event, number: int) -> str:
        """Text of a key; of one that is not allowed a text that no key can be."""
        key = self.node(event)
        if key.__class__ is str:
            if key != "<<" or event.style:
                return str(key)
            self.fault(event, "merge key `<<` not allowed", "write the fields out here")
        elif key.__class__ is not Refused:
            self.fault(event, "a key must be text", "write `key: value`")
        return f"{_NOT_A_KEY}{number}"

    def fault(self, event: Event, what: str, hint: str) -> None:
        place = self.source.place(event.start_mark.index)
        if len(self.faults) >= MOST:
            what, hint = f"more than {MOST:,} faults of form: the rest is not read", "mend the others first"
            raise FormError(Fault(place, what, hint))
        self.faults.append(Fault(place, what, hint))


def _unfinished(pairs: dict[str, Value], key: str, partial: list[Value]) -> dict[str, Value]:
    """Give what was read of a mapping when reading had to stop below a key: what was read below it is refused."""
    before = [pairs[key]] if key in pairs else []
    return {**pairs, key: Refused([*before, *partial])}
