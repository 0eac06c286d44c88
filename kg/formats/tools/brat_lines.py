"""The lines of brat's standoff format: text-bound annotations, events, relations, attributes, norms and notes.

Source: brat's manual, "brat standoff format" (brat.nlplab.org/standoff.html), and where it says nothing
`server/src/annotation.py` of brat 1.3, which reads these files. Offsets count code points there, as they do here.
"""

from __future__ import annotations

import re

from msgspec import Struct, field

from kg.base.errors import Place
from kg.base.hints import named
from kg.formats.tools.layers import ToolError

Spans = tuple[tuple[int, int], ...]
_SPAN = re.compile(r"(\d{1,9}) (\d{1,9})")
_UNUSED = ("*",)  # equivalences, which say nothing of claims
_HINT = "brat's own files begin each line with an id such as T1, and a tab"


class Bound(Struct, frozen=True):
    """A text-bound annotation: `T1⇥Person 0 5;9 12⇥words`."""

    type: str
    spans: Spans
    words: str
    place: Place


class Joined(Struct, frozen=True):
    """An event (`E1⇥Meeting:T1 participant:T2`), whose trigger is its first argument, or a relation."""

    type: str
    arguments: tuple[tuple[str, str], ...]
    place: Place


class Standoff(Struct):
    """A file of brat: its annotations by their ids, and what is noted of each."""

    bound: dict[str, Bound] = field(default_factory=dict)
    events: dict[str, Joined] = field(default_factory=dict)
    relations: dict[str, Joined] = field(default_factory=dict)
    attributes: dict[str, dict[str, str]] = field(default_factory=dict)  # of what -> name -> value
    norms: dict[str, tuple[str, str]] = field(default_factory=dict)  # of what -> data base and id in it
    notes: dict[str, str] = field(default_factory=dict)  # of what -> words


def read_lines(text: str, file: str) -> Standoff:
    r"""Read the lines of a file.

    Parameters
    ----------
    text
        What it holds.
    file
        Its name, for errors.

    Raises
    ------
    ToolError
        If a line is none of the format, an id stands twice, or something is said of what is not there.

    >>> its = read_lines("T1\tPerson 0 3;8 9\tAnn X\n#1\tAnnotatorNotes T1\tsure?\n", "a.ann")
    >>> its.bound["T1"].spans, its.notes
    (((0, 3), (8, 9)), {'T1': 'sure?'})
    """
    found, first = Standoff(), dict[str, int]()
    lines = text.split("\n")
    for number, line in enumerate(lines, start=1):
        line = line.removesuffix("\r")
        if not line.strip():
            continue
        place = Place(file, number)
        id_, tab, rest = line.partition("\t")
        if id_ in _UNUSED:
            continue
        if not (tab and id_):
            raise ToolError(f"no line of brat's format: {named(line)}", _HINT, place)
        if id_ in first:
            raise ToolError(f"the id {named(id_)} stands twice, first in line {first[id_]}", "mend the file", place)
        first[id_] = number
        data, _, tail = rest.partition("\t")
        _take(found, id_, data, tail, place, has_end=number < len(lines))
    _need_targets(found)
    return found


def _take(  # noqa: PLR0913 - what a line is made of
    found: Standoff, id_: str, data: str, tail: str, place: Place, *, has_end: bool
) -> None:
    """Take one line, by what its id begins with."""
    words = data.split()
    match id_[0], words:
        case "T", [type_, *_]:
            spans = [_SPAN.fullmatch(part) for part in data.removeprefix(type_).strip().split(";")]
            if not all(spans):
                raise ToolError(f"no offsets: {named(data)}", "they are written `0 5`, or `0 5;9 12`", place)
            found.bound[id_] = Bound(type_, tuple((int(its[1]), int(its[2])) for its in spans if its), tail, place)
        case (("E" | "R"), [first, *others]) if all(":" in its for its in others) and (":" in first) == (id_[0] == "E"):
            type_, _, trigger = first.partition(":")
            pairs = [(its.partition(":")[0], its.partition(":")[2]) for its in others]
            if id_[0] == "E":
                found.events[id_] = Joined(type_, (("", trigger), *pairs), place)
            else:
                found.relations[id_] = Joined(type_, tuple(pairs), place)
        case (("A" | "M"), [name, target, *value]) if len(value) < 2:
            found.attributes.setdefault(target, {})[name] = value[0] if value else ""
        case "N", [_, target, reference] if ":" in reference:
            base, _, norm = reference.partition(":")
            found.norms.setdefault(target, (base, norm))
        case "#", [_, target]:
            if not has_end:  # what is missing of it would be missing of a claim, and nobody would see it
                raise ToolError("it breaks off in a note", "fetch it anew, or end its last line", place)
            found.notes[target] = f"{found.notes[target]} | {tail}" if target in found.notes else tail
        case _:
            raise ToolError(f"no annotation of brat: {named(id_)} {named(data)}", _HINT, place)


def _need_targets(found: Standoff) -> None:
    known = {*found.bound, *found.events, *found.relations}
    for its in (*found.events.values(), *found.relations.values()):
        for _, target in its.arguments:
            if target not in known:
                raise ToolError(
                    f"no annotation {named(target)}", "mend the file: it names what is not there", its.place
                )
    for event in found.events.values():
        if event.arguments[0][1] not in found.bound:
            raise ToolError("an event whose trigger is no span", "mend the file", event.place)
