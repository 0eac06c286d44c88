"""Facts that may be one: of one type, by who takes part, when, where, and in which articles they are reported."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property

from kg.account.facts import FactAccount
from kg.desk.identity.blocking import Blocks, blocks
from kg.desk.identity.pairs import LEAST, Pair
from kg.model.records import Stance
from kg.snapshot.snapshot import Snapshot

_TAKING_PART, _TIME, _PLACE = 0.55, 0.3, 0.15  # of the score
_NEAR = 3  # days between two reports of one event that are passed over
_MONTHS = 3  # a fact that may have been in more of them is compared as an undated one is


class Facts:
    """The facts of a graph, to be compared two by two.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        self.facts = [*snapshot.account.facts.values()]

    def blocks(self) -> Blocks:
        """Find which are worth comparing: of one type, with somebody in common, in one month or undated."""
        return blocks([list(self._keys(fact)) for fact in self.facts])

    def _keys(self, fact: FactAccount) -> Iterator[str]:
        months = _months(fact)
        for filler in self._taking_part(fact):
            yield from (f"{fact.type} of {filler} in {month}" for month in months)
        if fact.label:
            yield f"{fact.type} called {fact.label.casefold()}"

    def _taking_part(self, fact: FactAccount) -> set[str]:
        """Give whoever takes part: the fillers of the roles that are parties', or of all if there are none."""
        rules = self._snapshot.ontology.types[fact.type]
        parties = {its for role, its in fact.fillers if role in rules.parties}
        return parties or {its for role, its in fact.fillers if rules.roles[role].scheme is None}

    def pair(self, one: int, other: int) -> Pair | None:
        """Compare two; None where they are not alike enough to be read, or cannot be one."""
        a, b = sorted((self.facts[one], self.facts[other]), key=lambda its: its.fact)
        related = {a.fact} & {*b.part_of, *b.fulfils} or {b.fact} & {*a.part_of, *a.fulfils}
        if a.type != b.type or related:
            return None
        mine, its = self._taking_part(a), self._taking_part(b)
        when, how = _times(a, b)
        if when is None or not mine & its:
            return None
        part = len(mine & its) / len(mine | its)
        where, place = self._places(a, b)
        score = 100 * (_TAKING_PART * part + _TIME * when + _PLACE * where)
        reasons = [f"both with {', '.join(sorted(mine & its)[:4])}", *filter(None, [how, place if where == 1 else ""])]
        against = [place] if place and where < 1 else []
        if mine ^ its:
            against.append(f"only one with {', '.join(sorted(mine ^ its)[:4])}")
        for less, reason in self._against(a, b):
            score *= less
            against.append(reason)
        if score < LEAST:
            return None
        names = (self._snapshot.teller.heading(a), self._snapshot.teller.heading(b))
        return Pair(int(score), "fact", a.type, a.fact, b.fact, names, tuple(reasons), tuple(against))

    def _places(self, a: FactAccount, b: FactAccount) -> tuple[float, str]:
        """Compare the roles that a fact of the type has one filler of, such as its place."""
        rules = self._snapshot.ontology.types[a.type].roles
        share, words = 0.5, ""
        for role, rule in rules.items():
            if rule.max == 1 and rule.scheme is None:
                one, other = ({its for name, its in fact.fillers if name == role} for fact in (a, b))
                if one & other:
                    share, words = 1.0, f"one {role}: {', '.join(sorted(one & other))}"
                elif one and other:
                    is_within = any(self._is_within(x, y) or self._is_within(y, x) for x in one for y in other)
                    words = f"{role}: {', '.join(sorted(one))}; {', '.join(sorted(other))}"
                    return (0.7, words) if is_within else (0.0, f"another {words}")
        return share, words

    def _is_within(self, inner: str, outer: str) -> bool:
        entities, link = self._snapshot.records.entities, self._snapshot.ontology.containment
        seen, at = {inner}, [inner]
        while at:
            its = entities.get(at.pop())
            for target in its.links.get(link, ()) if its else ():
                if target == outer:
                    return True
                if target not in seen:
                    seen.add(target)
                    at.append(target)
        return False

    def _against(self, a: FactAccount, b: FactAccount) -> Iterator[tuple[float, str]]:
        rules = self._snapshot.ontology.types[a.type].roles
        for role in (role for role, rule in rules.items() if rule.scheme is not None):
            one, other = ({its for name, its in fact.fillers if name == role} for fact in (a, b))
            if one and other and not one & other:
                yield 0.6, f"another {role}: {', '.join(sorted(one))}; {', '.join(sorted(other))}"
        if a.label and b.label and a.label != b.label:
            yield 0.7, f"two labels: {a.label}; {b.label}"
        if both := self._articles[a.fact] & self._articles[b.fact]:
            yield 0.5, f"{min(both)} reports both, as two"
        if self._is_only_announced(a) != self._is_only_announced(b):
            yield 0.6, "one is only announced: does the other fulfil it?"

    def _is_only_announced(self, fact: FactAccount) -> bool:
        claims = self._snapshot.claims
        return all(claims[key].stance is Stance.ANNOUNCES for key in fact.claims)

    @cached_property
    def _articles(self) -> dict[str, set[str]]:
        """The articles that somebody read for claims on each fact: a coder's rows tell no two facts apart."""
        claims = self._snapshot.claims
        return {fact.fact: {claims[key].article for key in fact.claims if claims[key].was_read} for fact in self.facts}


def _months(fact: FactAccount) -> list[str]:
    first, last = fact.when.earliest, fact.when.latest
    if first is None or last is None:
        return ["no month"]
    year, month = int(first[:4]), int(first[5:7])
    found = []
    while (its := f"{year:04}-{month:02}") <= last[:7]:
        found.append(its)
        if len(found) > _MONTHS:
            return ["no month"]
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return found


def _times(a: FactAccount, b: FactAccount) -> tuple[float | None, str]:
    """Compare when two facts were: a share of 1 and in words; None where they cannot be one."""
    one, other = a.when, b.when
    if one.text is None or other.text is None:
        return (0.5, "neither dated") if one.text == other.text else (0.4, "")
    if one.earliest and (one.earliest, one.latest) == (other.earliest, other.latest):
        is_day = one.earliest == one.latest
        return (1.0, f"both on {one.text}") if is_day else (0.8, f"both in {one.text}")
    if max(one.earliest or "", other.earliest or "") <= min(one.latest or "~", other.latest or "~"):
        return 0.6, f"their times overlap: {one.text}; {other.text}"
    gap = max(one.earliest or "", other.earliest or ""), min(one.latest or "~", other.latest or "~")
    days = (date.fromisoformat(gap[0]) - date.fromisoformat(gap[1])).days
    return (0.2, f"{days} days apart: {one.text}; {other.text}") if days <= _NEAR else (None, "")
