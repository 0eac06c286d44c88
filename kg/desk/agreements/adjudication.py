"""A third annotation of an article, of two: what both say is taken over, and the rest is marked for a decision.

What nobody has decided is put in as both say it, marked as suggested, which is never built. Comments say what differs.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import Struct

from kg.annotation import yaml_tree
from kg.annotation.schema import CLAIM, HEAD
from kg.annotation.source_text import SourceText
from kg.annotation.yaml_tree import Value
from kg.annotation.yaml_writer import comment, mapping
from kg.base.errors import KgError, UsageError
from kg.base.hints import counted, unknown
from kg.desk.agreements.agreement import CLAIMS, FIELDS, Agreement, differing
from kg.evidence.spans import NO_CLAIMS, span_of
from kg.model.records import Claim

SIDES = ("A", "B")
_SUGGESTED = "suggested"
_DECIDE = "To decide: keep one of the next two claims without its `suggested: true`, and delete the other."


class Entry(Struct):
    """A claim of the third annotation: its fields, the comments before it, and whether somebody is to decide on it."""

    fields: dict[str, Value]
    comments: list[str]
    open: bool = False


class Adjudicated(Struct, frozen=True):
    """The text of a third annotation, and how many claims came how into it."""

    text: str
    agreed: int
    taken: int  # pairs that differ in fields which were all decided
    open_pairs: int  # each is two claims in the text
    open_single: int  # claims of one annotator alone
    left_out: tuple[str, ...]  # claims of one annotator alone, whose other was taken

    @property
    def summary(self) -> str:
        """Say in a line what is in it."""
        parts = [f"{counted(self.agreed, 'claim')} agreed"]
        parts += [f"{self.taken} taken as said"] if self.taken else []
        parts += [f"{self.open_pairs} to decide between two versions"] if self.open_pairs else []
        parts += [f"{self.open_single} of one annotator alone to decide on"] if self.open_single else []
        parts += [f"{len(self.left_out):,} left out"] if self.left_out else []
        return ", ".join(parts)


def taking(words: Sequence[str]) -> dict[str, str]:
    """Read which annotation is taken in which field: `A` for all, `stance=B` for one, the latter before the former.

    Raises
    ------
    UsageError
        If it names no field or neither of the two.

    >>> found = taking(["A", "stance=B"])
    >>> found["type"], found["stance"]
    ('A', 'B')
    """
    known = (*FIELDS, CLAIMS)
    found: dict[str, str] = {}
    for word in sorted(words, key=lambda word: "=" in word):
        field, equals, side = word.rpartition("=")
        if side not in SIDES:
            raise UsageError(f"`--take {word}`: neither A nor B", "write `--take A`, or `--take stance=B`")
        if equals and field not in known:
            raise UsageError(*unknown("field", field, known))
        found |= dict.fromkeys((field,) if equals else known, side)
    return found


def adjudicate(agreement: Agreement, take: Mapping[str, str]) -> Adjudicated:
    """Write the third annotation.

    Parameters
    ----------
    agreement
        Of the two.
    take
        Field -> "A" or "B", for what is decided already; `claims` decides on claims of one alone: those of the
        annotation that is taken stay, those of the other are left out.

    Returns
    -------
    Adjudicated
        YAML. Facts have the names that A gives them; each claim that is not of both names its annotator.

    Raises
    ------
    KgError
        If something in the two cannot be written.
    """
    work = _Work(agreement, take)
    entries = work.entries()
    head, notes = work.head()
    lines = [*(f"# {note}" for note in notes), "article:", *mapping(head, "  "), "", "claims:"]
    lines = lines if entries else [*lines[:-1], "claims: []"]
    for entry in entries:
        lines += ["", *(f"  # {its}" for its in entry.comments), *mapping(entry.fields, "    ", "  - ")]
    text = "\n".join(lines) + "\n"
    wanted = {"article": head, "claims": [entry.fields for entry in entries]}
    tree = yaml_tree.read(SourceText("adjudicated", text))
    if tree.faults or tree.documents != [wanted]:
        raise KgError("something in the two annotations cannot be written", "write their claims in plain YAML")
    return Adjudicated(text, work.agreed, work.taken, work.open_pairs, work.open_single, tuple(work.left_out))


class _Work:
    """The third annotation while it is made."""

    def __init__(self, agreement: Agreement, take: Mapping[str, str]) -> None:
        self._a, self._b, self._matched = agreement.a, agreement.b, agreement.matched
        self._take = take
        self._names = [f"{side} ({its.annotator})" if its.annotator else side
                       for side, its in zip(SIDES, (self._a, self._b), strict=True)]  # fmt: skip
        annotators = [self._a.annotator, self._b.annotator]  # beside one without a name, the other made not all of it
        self._annotators = _joined(annotators) if all(annotators) else ""
        self._ids: set[str] = set()
        self.agreed = self.taken = self.open_pairs = self.open_single = 0
        self.left_out: list[str] = []

    def head(self) -> tuple[dict[str, Value], list[str]]:
        """Join the heads: A's, with what only B has; and the comments on both."""
        a, b = dict(self._a.head), dict(self._b.head)
        files = (its.file.rpartition("/")[2] for its in (self._a, self._b))  # wherever they lie on this machine
        notes = [f"Adjudicated from {' and '.join(f'{file} ({s})' for file, s in zip(files, SIDES, strict=True))}."]
        for name in HEAD:
            if name in a and name in b and a[name] != b[name] and name not in ("annotator", "note", NO_CLAIMS):
                notes.append(f"To decide: `{name}` of the article is A's; B says {comment(str(b[name]))}")
        joined = {**b, **a}
        joined |= {NO_CLAIMS: ticks} if (ticks := _ticked(a, b)) else {}
        joined.pop("annotator", None)
        joined |= {"annotator": self._annotators} if self._annotators else {}
        return {name: joined[name] for name in HEAD if name in joined}, [comment(note) for note in notes]

    def entries(self) -> list[Entry]:
        """Give the claims in the order of A's file, with those of B alone where they stand in the text."""
        placed = [(self._place(self._a.claims[i]), i, j) for i, j, _ in self._matched.pairs]
        placed += [(self._place(self._a.claims[i]), i, -1) for i in self._matched.only_a(len(self._a.claims))]
        placed += [(self._place(self._b.claims[j]), -1, j) for j in self._matched.only_b(len(self._b.claims))]
        found: list[Entry] = []
        for _, i, j in sorted(placed):
            found += self._pair(i, j) if min(i, j) >= 0 else self._single(max(i, j), SIDES[0] if i >= 0 else SIDES[1])
        self._suggest_what_waits(found)
        return found

    def _place(self, claim: Claim) -> tuple[int, int]:
        return min(((its.start, its.end) for its in claim.evidence), default=(0, 0))

    def _pair(self, i: int, j: int) -> list[Entry]:
        one, other = self._a.claims[i], self._b.claims[j]
        ours, theirs = dict(self._a.values[i]), self._renamed(self._b.values[j])
        told = differing(one, other, self._matched.facts)
        ours, theirs = self._taken(ours, theirs, told)
        left = {field: its for field, its in told.items() if field not in self._take}
        both = _joined([self._a.annotator_of(one), self._b.annotator_of(other)])
        notes = self._notes(one, other)
        if not left:
            self.agreed, self.taken = (self.agreed, self.taken + 1) if told else (self.agreed + 1, self.taken)
            notes += [f"Taken as {self._take[field]} says: {self._told(field, its)}" for field, its in told.items()]
            return [self._entry(ours, both, notes)]
        self.open_pairs += 1
        notes = [_DECIDE, *notes, *(self._told(field, its) for field, its in left.items())]
        first = self._entry(ours, self._a.annotator_of(one), notes, is_open=True)
        return [first, self._entry(theirs, self._b.annotator_of(other), [f"As {self._names[1]}:"], is_open=True)]

    def _single(self, number: int, side: str) -> list[Entry]:
        its = self._a if side == SIDES[0] else self._b
        claim = its.claims[number]
        fields = dict(its.values[number]) if side == SIDES[0] else self._renamed(its.values[number])
        only = f"Only {self._names[SIDES.index(side)]} has this claim"
        if (taken := self._take.get(CLAIMS)) not in (None, side):
            self.left_out.append(f"{side}'s {claim.id}")
            return []
        self.open_single += taken is None
        said = f"To decide: {only[0].lower()}{only[1:]}: take its `suggested: true` away, or delete it."
        return [self._entry(fields, its.annotator_of(claim), [f"{only}." if taken else said], is_open=taken is None)]

    def _taken(
        self, ours: dict[str, Value], theirs: dict[str, Value], told: Mapping[str, object]
    ) -> tuple[dict[str, Value], dict[str, Value]]:
        """Give both versions the fields that are decided."""
        for field in told:
            side = self._take.get(field)
            source, target = (ours, theirs) if side == SIDES[0] else (theirs, ours)
            if side is not None and field in source:
                target[field] = source[field]
            elif side is not None:
                target.pop(field, None)
        return ours, theirs

    def _renamed(self, values: Mapping[str, Value]) -> dict[str, Value]:
        """Give B's fields with facts by the names that A gives them."""
        facts, found = dict(self._matched.facts), dict(values)
        facts |= {other: facts[shown] for other, shown in self._b.shown.items() if shown in facts}
        for field in ("fact", "part-of", "fulfils"):
            if field in found:
                found[field] = facts.get(found[field], found[field])
        if isinstance(roles := found.get("roles"), dict):
            found["roles"] = {
                role: [facts.get(its, its) for its in some] if isinstance(some, list) else facts.get(some, some)
                for role, some in roles.items()
            }
        return found

    def _told(self, field: str, its: tuple[str, str]) -> str:
        ours, theirs = (its or "nothing" for its in its)
        return f"{field}: {self._names[0]} says {ours} | {self._names[1]} says {theirs}"

    def _notes(self, one: Claim, other: Claim) -> list[str]:
        """Tell what B calls the claim and the fact, and what it notes, where that is otherwise."""
        names = (("claim", one.id, other.id), ("fact", one.fact, other.fact))
        called = [f"{what} {theirs}" for what, ours, theirs in names if ours != theirs]
        notes = [f"{self._names[1]} calls it {' and '.join(called)}."] if called else []
        return [*notes, *([f"{self._names[1]} notes: {other.note}"] if other.note and other.note != one.note else [])]

    def _entry(self, fields: dict[str, Value], annotator: str, notes: Sequence[str], *, is_open: bool = False) -> Entry:
        """Make a claim under an id that no other has."""
        id_, number = str(fields["id"]), 1
        while fields["id"] in self._ids:
            number += 1
            fields["id"] = f"{id_}-{number}"
        self._ids.add(fields["id"])
        fields.pop("annotator", None)
        if annotator and annotator != self._annotators:
            fields["annotator"] = annotator
        if is_open:
            fields[_SUGGESTED] = "true"
        return Entry({name: fields[name] for name in CLAIM if name in fields}, list(map(comment, notes)), is_open)

    def _suggest_what_waits(self, entries: list[Entry]) -> None:
        """Mark agreed claims too that name facts of suggested claims alone: none is built until these are decided."""
        all_facts = {entry.fields["fact"] for entry in entries}
        while True:
            there = {entry.fields["fact"] for entry in entries if not entry.open}
            waiting = [(entry, named) for entry in entries if not entry.open
                       and (named := sorted(_facts_named(entry.fields) & (all_facts - there)))]  # fmt: skip
            for entry, named in waiting:
                entry.open, entry.fields[_SUGGESTED] = True, "true"
                entry.comments.insert(
                    0, f"Waits for what is decided on {', '.join(named)}: then take its mark away too."
                )
            if not waiting:
                return


def _facts_named(fields: Mapping[str, Value]) -> set[str]:
    """Give the ids that a claim names and that may be facts."""
    found = {fields[field] for field in ("part-of", "fulfils") if field in fields}
    roles = fields.get("roles")
    for some in roles.values() if isinstance(roles, dict) else ():
        found |= set(some) if isinstance(some, list) else {some}
    return found


def _ticked(*heads: Mapping[str, Value]) -> list[Value]:
    """Join the sentences that either ticked off, in the order of the text: where one has a claim, it goes before."""
    found: list[Value] = []
    for head in heads:
        ticks = head.get(NO_CLAIMS)
        found += [tick for tick in (ticks if isinstance(ticks, list) else []) if tick not in found]
    return sorted(found, key=_start)


def _start(tick: Value) -> float:
    """Give where a sentence that is ticked off begins; one without a place goes last."""
    its = span_of((), tick) if isinstance(tick, dict) else None
    return its.start if its else math.inf


def _joined(names: Sequence[str]) -> str:
    """Join the names of annotators, each once."""
    return ", ".join(dict.fromkeys(filter(None, names)))
