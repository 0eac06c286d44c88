"""The fields of a record, taken one by one: what is wrong with one is noted, and the others are still read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar, cast

from kg.annotation.drafts import Draft, Lost
from kg.annotation.field_guide import with_help
from kg.annotation.scalars import FieldError, mapping, odd, prose, sequence
from kg.annotation.yaml_tree import Refused, Value
from kg.base.findings import Finding, KeyPath
from kg.base.hints import MOST_LISTED, counted, listed, meant, named, near
from kg.model.records import Article, Claim, Entity

T = TypeVar("T")
D = TypeVar("D")
Read = Callable[[Value], T]
UNREAD = ""  # stands for an id in a list that cannot be read


class Findings:
    """What is wrong so far with a value, a record or a file.

    `errors` counts what refuses it: findings that are no warnings, and values refused with a fault of the file's form.
    The paths of all are counted from the same place.
    """

    def __init__(self) -> None:
        self.found: list[Finding] = []
        self.errors = 0
        self.lost: list[Lost] = []  # what is missing or could not be read
        self.drafts: list[Draft] = []  # records that are refused
        self.suggested = 0  # claims that are suggestions

    def add(self, path: KeyPath, text: str, hint: str, *, at_key: bool = False) -> None:
        """Note one thing."""
        finding = Finding(path, text, hint, at_key)
        self.errors += not finding.is_warning
        self.found.append(finding)

    def add_all(self, path: KeyPath, error: FieldError, *, at_key: bool = False) -> None:
        """Note all that is wrong with the value, or with `at_key` the key, at a path."""
        self.errors += len(error.findings) or 1  # refused without a finding: a fault of the file's form says why
        self.found += [Finding((*path, *it.path), it.text, it.hint, it.at_key or at_key) for it in error.findings]
        self.lost += [Lost((*path, *its.path), its.at_key or at_key) for its in error.lost]

    def settle(self, partial: Any) -> None:  # noqa: ANN401 - of whatever type the value is
        """Refuse the value that these findings are about, if any of them refuses it, with what could be read of it."""
        if self.errors:
            raise FieldError(*self.found, partial=partial, lost=(*self.lost,))


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
    findings
        Where to note what is wrong.

    >>> findings = Findings()
    >>> fields = Fields({"id": "a", "tite": "x"}, ("claims", 0), ("id", "title"), findings)
    >>> fields.take("id", prose, ""), fields.sound, findings.found[0].hint
    ('a', False, 'did you mean `title`?')
    """

    explained = "`kg help NAME` explains one"

    def __init__(
        self, value: Value, path: KeyPath, known: tuple[str, ...], findings: Findings, *, may_lack: bool = False
    ) -> None:
        self.may_lack = may_lack  # whether what must be there in such a record need not be there yet
        self.path, self._findings, self._before = path, findings, findings.errors
        self._lost_before = len(findings.lost)
        self._values: dict[str, Value] | None = None
        try:
            self._values = mapping(value)
        except FieldError as error:
            findings.add_all(path, error)
            return
        unknown = []
        for name, item in self._values.items():
            if item.__class__ is Refused:
                findings.errors += name not in known  # one that is known says so when it is taken
            elif name not in known:
                unknown.append(name)
        self._note_unknown(unknown, known)

    def _note_unknown(self, names: list[str], known: tuple[str, ...]) -> None:
        """Note the first dozen of the fields that there are not, and how many more there are."""
        for name in names[:MOST_LISTED]:
            lost = (Lost((*self.path, other)) for other in near(name, known) if not self.has(other))
            self._findings.lost += lost
            hint = meant(name, known, f"fields here: `{'`, `'.join(known)}`; {self.explained}")
            self.fault(f"unknown field {named(name)}", hint, name, at_key=True)
        if further := names[MOST_LISTED:]:
            what = f"{counted(len(further), 'more unknown field')} in this record"
            self.fault(what, "mend the others first", further[0], at_key=True)

    @property
    def sound(self) -> bool:
        """Whether nothing wrong was noted of the record so far."""
        return self._findings.errors == self._before

    def has(self, name: str) -> bool:
        """Whether the field is there."""
        return self._values is not None and name in self._values

    def fault(self, what: str, hint: str, *path: str | int, at_key: bool = False) -> None:
        """Note something that is wrong with the record, or with what stands at a path below it."""
        self._findings.add((*self.path, *path), what, hint, at_key=at_key)

    def refuse(self, record: Entity | Article | Claim) -> None:
        """Keep what could be read of the record, to be checked further."""
        start = len(self.path)
        lost = (Lost(its.path[start:], its.at_key) for its in self._findings.lost[self._lost_before :])
        self._findings.drafts.append(Draft(self.path, record, tuple(lost)))

    def lose(self, *path: str | int) -> None:
        """Note that a value of the record has a stand-in."""
        self._findings.lost.append(Lost((*self.path, *path)))

    def take(self, name: str, read: Read[T], default: D) -> T | D:
        """Read a field that may be left out. The default, or a part, also where it cannot be read: see `sound`."""
        if self._values is None or name not in self._values:
            return default
        try:
            return read(self._values[name])
        except FieldError as error:
            self._findings.add_all((*self.path, name), error)
            return default if error.partial is None else cast("T", error.partial)

    def need(self, name: str, read: Read[T], hint: str = "", default: T | None = None) -> T:
        """Read a field that must be there. The default, or a part, where it cannot be read: see `sound`."""
        if self._values is not None and name not in self._values and not self.may_lack:
            self.fault(f"no `{name}`", hint or with_help(f"add `{name}:`", name), at_key=True)
            self.lose(name)
        return cast("T", self.take(name, read, default))

    def within(self, name: str, known: tuple[str, ...]) -> Fields | None:
        """Open the fields of a record inside this one."""
        if self._values is None or name not in self._values:
            return None
        return Fields(self._values[name], (*self.path, name), known, self._findings, may_lack=self.may_lack)

    def each(self, name: str, known: tuple[str, ...]) -> list[Fields]:
        """Open the fields of each record in a list inside this one."""
        items = self.take(name, sequence, [])
        return [
            Fields(item, (*self.path, name, number), known, self._findings, may_lack=self.may_lack)
            for number, item in enumerate(items)
        ]


def choice(word: str, allowed: Mapping[str, T]) -> Read[T]:
    """Read one of a few words.

    >>> choice("scope", {"fact": 1, "roles": 2})("roles")
    2
    """

    def read(value: Value) -> T:
        known = prose(value)
        if known not in allowed:
            odd(f"unknown {word} {named(known)}", meant(known, allowed, with_help(f"one of {listed(allowed)}", word)))
        return allowed[known]

    return read


def many(read: Read[T], *, or_one: bool = False) -> Read[tuple[T, ...]]:
    """Read a list, with `or_one` also a text that stands for a list of it. Nothing may stand in it twice.

    >>> many(prose, or_one=True)("asim-munir"), many(prose)(["a", "b"])
    (('asim-munir',), ('a', 'b'))
    """

    def read_all(value: Value) -> tuple[T, ...]:
        findings = Findings()
        if or_one and value.__class__ is str and value:
            try:
                return (read(value),)
            except FieldError as error:
                raise FieldError(*error.findings, partial=(UNREAD,), lost=error.lost) from None
        items: list[T] = []
        for number, item in enumerate(sequence(value)):
            try:
                items.append(read(item))
            except FieldError as error:
                findings.add_all((number,), error)
                items.append(cast("T", UNREAD))
        if not findings.errors and len(set(items)) < len(items):
            for number, item in enumerate(items):
                if item in items[:number]:
                    findings.add((number,), f"{named(str(item))} stands twice", "name it once")
        findings.settle(tuple(items))
        return tuple(items)

    return read_all


def table(key: Read[str], read: Read[T]) -> Read[dict[str, T]]:
    """Read a mapping whose keys are not fields but names.

    >>> table(prose, many(prose, or_one=True))({"member-of": "army"})
    {'member-of': ('army',)}
    """

    def read_all(value: Value) -> dict[str, T]:
        findings = Findings()
        items: dict[str, T] = {}
        for name, item in mapping(value).items():
            if item.__class__ is Refused:
                findings.errors += 1
                findings.lost.append(Lost((name,), at_key=True))
                continue
            try:
                key(name)
            except FieldError as error:
                findings.add_all((name,), error, at_key=True)
                continue
            try:
                items[name] = read(item)
            except FieldError as error:
                findings.add_all((name,), error)
                if error.partial is not None:
                    items[name] = error.partial
        findings.settle(items)
        return items

    return read_all
