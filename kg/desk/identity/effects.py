"""What a judgement of identity would change: how facts, their fillers and edges stand, before it and after it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec import Struct

from kg.account.compute import account
from kg.account.edges import edges
from kg.account.facts import Account, FactAccount, Filler
from kg.account.standing import Standing
from kg.account.voices import Links
from kg.base.hints import MOST_ROWS, counted, first_rows
from kg.check.uniting import Replaced
from kg.model.records import Records
from kg.ontology import Ontology

K = TypeVar("K", bound=Hashable)
_STATUS = 13  # columns


class Change(Struct, frozen=True, order=True):
    """One thing that would stand otherwise: what it is, and how it stands before and after, in words."""

    what: str
    before: str
    after: str

    @property
    def line(self) -> str:
        """Write it for a terminal."""
        return f"  {self.what}: {self.before} → {self.after}"


class Effects(Struct, frozen=True):
    """What would stand otherwise: facts, fillers of their roles, and edges."""

    facts: tuple[Change, ...]
    fillers: tuple[Change, ...]
    edges: tuple[Change, ...]

    def __bool__(self) -> bool:
        return bool(self.facts or self.fillers or self.edges)

    def lines(self) -> list[str]:
        """Write them for a terminal, of each sort the first, and how many are left out."""
        lines: list[str] = []
        for changes, one in ((self.facts, "fact"), (self.fillers, "part of a fact"), (self.edges, "edge")):
            if changes:
                many = "parts of facts" if one.startswith("part") else f"{one}s"
                lines.append(f"{counted(len(changes), one, many)} would stand otherwise:")
                lines += [change.line for change in changes[:MOST_ROWS]]
                lines += filter(None, [first_rows(min(len(changes), MOST_ROWS), len(changes), "changes", "`kg diff`")])
        return lines


class Judged(Struct, frozen=True):
    """The records of a project under some judgements, with their account."""

    records: Records
    account: Account
    ontology: Ontology

    @classmethod
    def of(cls, records: Records, ontology: Ontology) -> Judged:
        """Judge records by the rule."""
        return cls(records, account(records.claims, Links.of(records, ontology)), ontology)


def effects(before: Judged, after: Judged) -> Effects:
    """Compare how facts, fillers and edges stand under two sets of judgements, by the ids that are shown in either.

    Parameters
    ----------
    before, after
        Of the same sources; what is one under either is taken for one in both.

    Returns
    -------
    Effects
        Statuses, who contests, and outlets that would be others. That something has another id, or that two that
        stand alike become one, changes nothing.
    """
    its = {**before.records.replaced, **after.records.replaced}
    for id_, shown in its.items():
        its[id_] = after.records.replaced.get(shown, before.records.replaced.get(shown, shown))
    return Effects(
        _changes(before, after, lambda judged: _facts(judged, its)),
        _changes(before, after, lambda judged: _fillers(judged, its)),
        _changes(before, after, lambda judged: _edges(judged, its)),
    )


def _changes(before: Judged, after: Judged, told: Callable[[Judged], Iterator[tuple[str, str]]]) -> tuple[Change, ...]:
    was, now = _gathered(told(before)), _gathered(told(after))
    absent = ["not there"]
    return tuple(
        Change(what, "; ".join(was.get(what, absent)), "; ".join(now.get(what, absent)))
        for what in sorted(was.keys() | now.keys())
        if was.get(what) != now.get(what)
    )


def _gathered(told: Iterable[tuple[K, str]]) -> Mapping[K, list[str]]:
    """Gather how the things of one name stand, each way once."""
    found: dict[K, set[str]] = defaultdict(set)
    for what, stands in told:
        found[what].add(stands)
    return {what: sorted(stands) for what, stands in found.items()}


def _stands(its: FactAccount | Filler) -> str:
    outlets = f", in {counted(len(its.outlets), 'outlet')}" if its.outlets else ""
    return Standing.of(its).text + outlets


def _facts(judged: Judged, its: Replaced) -> Iterator[tuple[str, str]]:
    for id_, fact in judged.account.facts.items():
        yield its.get(id_, id_), _stands(fact)


def _fillers(judged: Judged, its: Replaced) -> Iterator[tuple[str, str]]:
    for id_, fact in judged.account.facts.items():
        for filler in fact.fillers.values():
            yield f"{its.get(id_, id_)}, {filler.role} {its.get(filler.filler, filler.filler)}", _stands(filler)


def _edges(judged: Judged, its: Replaced) -> Iterator[tuple[str, str]]:
    for id_, fact in judged.account.facts.items():
        for edge in edges(fact, judged.ontology):
            ends = [its.get(end, end) for end in (edge.source, edge.target)]
            if edge.symmetric:
                ends.sort()
            stands = Standing(edge.status, edge.contested).text
            yield f"{ends[0]} {edge.relation} {ends[1]} ({its.get(id_, id_)})", stands
