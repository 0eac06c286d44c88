"""Entities that may be one: by their names in any script, identifiers, sides, and the facts that name them."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from functools import cached_property

from msgspec import Struct

from kg.account.voices import Sides, tenures
from kg.base.likeness import spelling
from kg.desk.identity.blocking import Blocks, blocks
from kg.desk.identity.name_forms import MOST_NAMES, Form, form_of
from kg.desk.identity.pairs import LEAST, Pair
from kg.model.records import UNNAMED, Entity, Stance
from kg.snapshot.snapshot import Snapshot

_LIKE = 85  # of 100: from here on two words are taken for one, spelt in two ways
_SHORTEST = 4  # letters of words that may be spelt in two ways
_LACKING = 0.8  # what is left of the score where each name has a word that the other lacks
_INITIAL = 0.5  # what an initial counts of the word that it may stand for
_BY_NAME, _BY_CONSONANTS, _BY_INITIALS, _BY_IDENTIFIER = 90.0, 80.0, 70.0, 95.0
_UNCERTAIN = 89.0  # the most that is reached without one name or identifier
_MOST_PARTNERS = 200  # of one entity that are compared


class _Likeness(Struct, frozen=True):
    """How alike two names are, and why."""

    score: float
    reason: str
    against: str = ""


class Entities:
    """The entities of a graph, to be compared two by two.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    kinds
        Those that are wanted; none: all.
    """

    def __init__(self, snapshot: Snapshot, kinds: Collection[str] = ()) -> None:
        self._snapshot = snapshot
        its = snapshot.records.entities.values()
        self.entities = [each for each in its if each.id != UNNAMED and (not kinds or each.kind.value in kinds)]
        self._names = [[each.name, *each.aliases][:MOST_NAMES] for each in self.entities]
        self._forms = [[form_of(name) for name in names] for names in self._names]
        self._count = Counter(word for forms in self._forms for word in {word for form in forms for word in form.words})

    def blocks(self) -> Blocks:
        """Find which are worth comparing."""
        return blocks([list(self._keys(number)) for number in range(len(self.entities))])

    def _keys(self, number: int) -> Iterator[str]:
        kind = self.entities[number].kind.value
        for form in self._forms[number]:
            yield from (f"{kind} {word}" for word in form.words if len(word) > 1)
            yield f"{kind} {' '.join(sorted(form.words))}"
            together = "-".join(sorted(filter(None, form.consonants)))
            if len(together) > 2:
                yield f"{kind} {together} (consonants)"
            if form.is_unvowelled or self._are_unvowelled:
                yield from (f"{kind} {its} (consonants)" for its in form.consonants if len(its) > 1)
            if len(form.initials) > 1:
                yield f"{kind} {form.initials} (initials)"
        for scheme, value in self.entities[number].identifiers.items():
            yield f"{scheme} {value}"

    @cached_property
    def _are_unvowelled(self) -> bool:
        """Whether any name is written in a script that leaves vowels out."""
        return any(form.is_unvowelled for forms in self._forms for form in forms)

    def pair(self, one: int, other: int) -> Pair | None:
        """Compare two; None where they are not alike enough to be read."""
        a, b = self.entities[one], self.entities[other]
        alike = self._names_alike(one, other)
        common = [f"{scheme} {value}" for scheme, value in a.identifiers.items() if b.identifiers.get(scheme) == value]
        score = max(alike.score, _BY_IDENTIFIER if common else 0)
        if score < LEAST - 20:  # no more than this can be added by what is around them
            return None
        reasons = [*([f"one identifier: {', '.join(common)}"] if common else []), *filter(None, [alike.reason])]
        against = [*filter(None, [alike.against])]
        for points, reason in self._around(a, b):
            score *= 1 + points
            (reasons if points > 0 else against).append(reason)
        score = min(score, 100.0 if alike.score >= _BY_NAME or common else _UNCERTAIN)
        if score < LEAST:
            return None
        first, second = sorted((a, b), key=lambda its: its.id)
        names = (first.name, second.name)
        return Pair(int(score), "entity", a.kind.value, first.id, second.id, names, tuple(reasons), tuple(against))

    def _names_alike(self, one: int, other: int) -> _Likeness:
        best = _Likeness(0, "")
        for its, name in zip(self._forms[one], self._names[one], strict=True):
            for theirs, called in zip(self._forms[other], self._names[other], strict=True):
                found = self._forms_alike(its, theirs)
                if found.score > best.score:
                    names = f"“{name}”" if name == called else f"“{name}” and “{called}”"
                    best = _Likeness(found.score, f"{found.reason}: {names}", found.against)
        return best

    def _forms_alike(self, its: Form, theirs: Form) -> _Likeness:
        if its.words and sorted(its.words) == sorted(theirs.words):
            return _Likeness(_BY_NAME, "one name")
        found = self._words_alike(its.words, theirs.words)
        if its.is_unvowelled or theirs.is_unvowelled:
            share = _dice(set(its.consonants) - {""}, set(theirs.consonants) - {""})
            found = max(found, _Likeness(_BY_CONSONANTS * share, "the same consonants"), key=lambda each: each.score)
        elif len("".join(its.consonants)) > 2 and sorted(its.consonants) == sorted(theirs.consonants):
            spelt = _Likeness(_BY_CONSONANTS, "the same consonants")
            found = max(found, spelt, key=lambda each: each.score)
        if its.initials and its.initials == theirs.initials and 1 in (len(its.words), len(theirs.words)):
            found = max(found, _Likeness(_BY_INITIALS, "initials of the other"), key=lambda each: each.score)
        return found

    def _words_alike(self, its: Sequence[str], theirs: Sequence[str]) -> _Likeness:
        """Take the share of words that two names have in common; rare words weigh more than those of many names.

        The share is Dice's, doi:10.2307/1932409; the weights are those of Spärck Jones 1972, doi:10.1108/eb026526.
        Names each of which has a word that the other lacks are those of namesakes more often than not.
        """
        left, alone = list(theirs), []
        common = 0.0
        for word in its:
            fits, found = max(((_fit(word, each), each) for each in left), default=(0.0, ""))
            if fits:
                left.remove(found)
                common += fits * (self._weight(word) + self._weight(found))
            else:
                alone.append(word)
        share = _UNCERTAIN * common / (sum(map(self._weight, (*its, *theirs))) or 1)
        if alone and left and share:
            against = f"each has what the other lacks: {' '.join(alone)}; {' '.join(left)}"
            return _Likeness(share * _LACKING, "names alike", against)
        return _Likeness(share, "names alike")

    def _weight(self, word: str) -> float:
        return math.log(2 + len(self.entities) / self._count[word]) if self._count[word] else 1.0

    def _around(self, a: Entity, b: Entity) -> Iterator[tuple[float, str]]:
        """Tell what else speaks for or against, as a share of the score that it adds or takes."""
        for scheme in sorted(a.identifiers.keys() & b.identifiers.keys()):
            if a.identifiers[scheme] != b.identifiers[scheme]:
                yield -0.8, f"{scheme} differs: {a.identifiers[scheme]}, {b.identifiers[scheme]}"
        if a.anonymous != b.anonymous:
            yield -0.5, "one is a stand-in"
        if both := self._claims_naming[a.id] & self._claims_naming[b.id]:
            yield -0.7, f"claim {min(both)} names both, as two"
        if a.links != b.links or a.side != b.side:
            yield from self._sides_alike(a, b)
        facts = self._facts_naming[a.id].keys() & self._facts_naming[b.id].keys()
        if (shared := sorted(facts)) and not both:
            yield 0.15, f"claims on one fact name now one, now the other: {', '.join(shared[:3])}"
        partners = _dice(self._partners(a.id), self._partners(b.id))
        if partners > 0:
            yield min(0.1, partners / 5), f"they share {round(100 * partners)} % of those they appear with"
        days = self._days(a.id) & self._days(b.id)
        if days and not shared:
            yield 0.03, f"facts of one type on one day: {min(days)[1]}"

    def _sides_alike(self, a: Entity, b: Entity) -> Iterator[tuple[float, str]]:
        one, other = (self._sides.side(each.id, self._snapshot.account.known_by).ends for each in (a, b))
        if one == other and one not in ((a.id,), (b.id,)):
            yield 0.05, f"one side: {', '.join(one)}"
        elif one not in ((a.id,), ()) and other not in ((b.id,), ()) and not set(one) & {*other, b.id} - {a.id}:
            yield -0.3, f"sides differ: {', '.join(one)}; {', '.join(other)}"

    @cached_property
    def _sides(self) -> Sides:
        its = self._snapshot
        counting = (
            claim for key, claim in its.claims.items()
            if claim.stance is Stance.ASSERTS and its.account.readings[key].counts
        )  # fmt: skip
        return Sides(its.links, tenures(counting, its.links.types))

    @cached_property
    def _claims_naming(self) -> dict[str, set[str]]:
        found: dict[str, set[str]] = defaultdict(set)
        for claim in self._snapshot.records.claims:
            for fillers in claim.roles.values():
                for filler in fillers:
                    found[filler].add(claim.key)
        return found

    @cached_property
    def _facts_naming(self) -> dict[str, dict[str, set[str]]]:
        """Of each entity: the facts that name it, each with the others there."""
        found: dict[str, dict[str, set[str]]] = defaultdict(dict)
        entities = self._snapshot.records.entities
        for id_, fact in self._snapshot.account.facts.items():
            others = {filler for _, filler in fact.fillers if filler in entities}
            for filler in others:
                found[filler][id_] = others
        return found

    def _partners(self, id_: str) -> set[str]:
        found: set[str] = set()
        for others in self._facts_naming[id_].values():
            found |= others
            if len(found) > _MOST_PARTNERS:
                break
        return found - {id_}

    def _days(self, id_: str) -> set[tuple[str, str]]:
        facts = self._snapshot.account.facts
        its = [facts[fact] for fact in self._facts_naming[id_]]
        return {
            (fact.type, fact.when.earliest)
            for fact in its[:_MOST_PARTNERS]
            if fact.when.earliest and fact.when.earliest == fact.when.latest
        }


def _fit(word: str, other: str) -> float:
    """Tell how much two words count as one: fully, as another spelling, or as an initial."""
    if word == other:
        return 1.0
    if min(len(word), len(other)) == 1:
        return _INITIAL if word[0] == other[0] else 0.0
    if min(len(word), len(other)) < _SHORTEST or abs(len(word) - len(other)) > 2:
        return 0.0
    alike = spelling(word, other)
    return alike / 100 if alike >= _LIKE else 0.0


def _dice(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0
