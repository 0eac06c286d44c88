"""The fields of a record, taken one by one: what is wrong with one is noted, and the others are still read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar, cast

from kg.annotation.scalars import FieldError, Noted, mapping, odd, prose, sequence
from kg.annotation.source_text import named
from kg.annotation.yaml_tree import Path, Refused, Value
from kg.base.errors import WARNING
from kg.base.hints import listed, meant

T = TypeVar("T")
D = TypeVar("D")
Read = Callable[[Value], T]


class Notes:
    """What is wrong so far. `errors` counts what refuses a record, whoever has said so."""

    def __init__(self) -> None:
        self.noted: list[Noted] = []
        self.errors = 0

    def add(self, path: Path, what: str, hint: str, *, at_key: bool = False) -> None:
        """Note one thing."""
        self.errors += not what.startswith(WARNING)
        self.noted.append(Noted(path, what, hint, at_key))

    def add_all(self, path: Path, error: FieldError) -> None:
        """Note all that is wrong with the value at a path."""
        self.errors += not error.found
        for note in error.found:
            self.add((*path, *note.path), note.what, note.hint, at_key=note.at_key)

    def settle(self) -> None:
        """Refuse the value that these notes are about, if there are any."""
        if self.errors:
            raise FieldError(*self.noted)


class Fields:
    """The fields of one record.

    Parameters
    ----------
    value
        As it stands in the file: a mapping, if all is well.
    path
        Where it stands.
    known
        The names of all the fields that there are.
    notes
        Where to note what is wrong.

    >>> notes = Notes()
    >>> fields = Fields({"id": "a", "tite": "x"}, ("claims", 0), ("id", "title"), notes)
    >>> fields.take("id", prose, ""), fields.sound, notes.noted[0].hint
    ('a', False, 'did you mean `title`?')
    """

    def __init__(self, value: Value, path: Path, known: tuple[str, ...], notes: Notes) -> None:
        self.path, self._notes, self._before = path, notes, notes.errors
        self._values: dict[str, Value] | None = None
        try:
            self._values = mapping(value)
        except FieldError as error:
            notes.add_all(path, error)
            return
        for name, held in self._values.items():
            if held.__class__ is Refused:
                notes.errors += name not in known  # one that is known says so when it is taken
            elif name not in known:
                hint = meant(name, known, f"fields here: `{'`, `'.join(known)}`")
                notes.add((*path, name), f"unknown field {named(name)}", hint, at_key=True)

    @property
    def sound(self) -> bool:
        """Whether nothing wrong was noted since these fields were opened."""
        return self._notes.errors == self._before

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return self._values is not None and name in self._values

    def fault(self, what: str, hint: str, *path: str | int, at_key: bool = False) -> None:
        """Note something that is wrong with the record, or with what stands at a path below it."""
        self._notes.add((*self.path, *path), what, hint, at_key=at_key)

    def take(self, name: str, read: Read[T], default: D) -> T | D:
        """Read a field that may be left out. The default also where it cannot be read: see `sound`."""
        if self._values is None or name not in self._values:
            return default
        try:
            return read(self._values[name])
        except FieldError as error:
            self._notes.add_all((*self.path, name), error)
            return default

    def need(self, name: str, read: Read[T], hint: str = "") -> T:
        """Read a field that must be there. What is returned where it cannot be read is of no use: see `sound`."""
        if self._values is not None and name not in self._values:
            self.fault(f"no `{name}`", hint or f"add `{name}:`", at_key=True)
        return cast("T", self.take(name, read, None))

    def within(self, name: str, known: tuple[str, ...]) -> Fields | None:
        """Open the fields of a record inside this one."""
        if self._values is None or name not in self._values:
            return None
        return Fields(self._values[name], (*self.path, name), known, self._notes)

    def each(self, name: str, known: tuple[str, ...]) -> list[Fields]:
        """Open the fields of each record in a list inside this one."""
        items = self.take(name, sequence, [])
        return [Fields(item, (*self.path, name, number), known, self._notes) for number, item in enumerate(items)]


def choice(word: str, allowed: Mapping[str, T]) -> Read[T]:
    """Read one of a few words.

    >>> choice("scope", {"fact": 1, "roles": 2})("roles")
    2
    """

    def read(value: Value) -> T:
        known = prose(value)
        if known not in allowed:
            odd(f"unknown {word} {named(known)}", meant(known, allowed, f"one of {listed(allowed)}"))
        return allowed[known]

    return read


def many(read: Read[T], *, or_one: bool = False) -> Read[tuple[T, ...]]:
    """Read a list, with `or_one` also a text that stands for a list of it. Nothing may stand in it twice.

    >>> many(prose, or_one=True)("asim-munir"), many(prose)(["a", "b"])
    (('asim-munir',), ('a', 'b'))
    """

    def read_all(value: Value) -> tuple[T, ...]:
        if or_one and value.__class__ is str and value:
            return (read(value),)
        notes = Notes()
        items: list[T] = []
        for number, item in enumerate(sequence(value)):
            try:
                items.append(read(item))
            except FieldError as error:
                notes.add_all((number,), error)
        if not notes.errors and len(set(items)) < len(items):
            for number, item in enumerate(items):
                if item in items[:number]:
                    notes.add((number,), f"{named(str(item))} stands twice", "name it once")
        notes.settle()
        return tuple(items)

    return read_all


def table(key: Read[str], read: Read[T]) -> Read[dict[str, T]]:
    """Read a mapping whose keys are not fields but names.

    >>> table(prose, many(prose, or_one=True))({"member-of": "army"})
    {'member-of': ('army',)}
    """

    def read_all(value: Value) -> dict[str, T]:
        notes = Notes()
        items: dict[str, T] = {}
        for name, item in mapping(value).items():
            if item.__class__ is Refused:
                notes.errors += 1
                continue
            try:
                key(name)
            except FieldError as error:
                notes.noted.extend(Noted((name,), note.what, note.hint, at_key=True) for note in error.found)
                notes.errors += 1
                continue
            try:
                items[name] = read(item)
            except FieldError as error:
                notes.add_all((name,), error)
        notes.settle()
        return items

    return read_all
