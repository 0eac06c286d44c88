"""What a speaker's later words on a fact take the place of: told without holding each word against each other.

Words are judged from the last day backwards. What was said on later days is kept summed up: which stances were taken,
and of the claims of each stance what is enough to tell whether another claim contradicts any of them. So the time that
it takes grows with the number of words, and not with that of pairs of them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import groupby

from kg.account.places import SomePlaces
from kg.account.voices import Links
from kg.account.words import Slot, Word
from kg.model.dates import When
from kg.model.records import Claim, Figure, Stance

_SUPERSEDING = (Stance.ASSERTS, Stance.ANNOUNCES, Stance.DENIES)
_VERDICTS = {Stance.ASSERTS, Stance.DENIES}
_CORRECTING = (Stance.ASSERTS, Stance.ANNOUNCES)  # say that it is, or will be, so


class Times:
    """The bounds of some times of one fact."""

    def __init__(self, *, lasts: bool) -> None:
        self._lasts = lasts
        self._of_all, self._of_intervals = _Bounds(), _Bounds()

    def add(self, when: When) -> None:
        """Take in a time."""
        self._of_all.add(when)
        if when.interval:
            self._of_intervals.add(when)

    def exclude(self, when: When) -> bool:
        """Tell whether any of them cannot be had together with a time (see `incompatible.times`)."""
        if not self._lasts or when.interval:
            return self._of_all.exclude(when) or self._of_intervals.exclude(when)
        return self._of_intervals.exclude(when)


class _Bounds:
    """The last of the first days, and the first of the last days, of some times."""

    def __init__(self) -> None:
        self._earliest, self._latest = "", "~"  # before and after any day

    def add(self, when: When) -> None:
        self._earliest = max(self._earliest, when.earliest or "")
        self._latest = min(self._latest, when.latest or "~")

    def exclude(self, when: When) -> bool:
        """Tell whether any of the times lies wholly before or after another."""
        return self._earliest > (when.latest or "~") or self._latest < (when.earliest or "")


class Figures:
    """The bounds of some figures of one name and unit."""

    def __init__(self) -> None:
        self._low, self._high = Decimal("-Infinity"), Decimal("Infinity")

    def add(self, figure: Figure) -> None:
        """Take in a figure."""
        if figure.low is not None:
            self._low = max(self._low, Decimal(figure.low))
        if figure.high is not None:
            self._high = min(self._high, Decimal(figure.high))

    def exclude(self, figure: Figure) -> bool:
        """Tell whether any of the figures lies wholly below or above another (see `incompatible.figures`)."""
        above = figure.high is not None and Decimal(figure.high) < self._low
        return above or (figure.low is not None and self._high < Decimal(figure.low))


class Fillers:
    """Some fillers of a functional role."""

    def __init__(self, links: Links) -> None:
        self._given: set[str] = set()
        self._places = SomePlaces(links.places)

    def add(self, filler: str) -> None:
        """Take in a filler."""
        if filler not in self._given:
            self._given.add(filler)
            self._places.add(filler)

    def exclude(self, filler: str) -> bool:
        """Tell whether any of the fillers is another, and neither of the two lies inside the other."""
        return self._places.apart(filler) > 0


class _Contents:
    """What some claims of one stance say of one fact, summed up."""

    def __init__(self, links: Links, type_: str) -> None:
        self._links, self._type = links, links.types[type_]
        self._times = Times(lasts=self._type.lasts)
        self._figures: dict[tuple[str, str | None], Figures] = defaultdict(Figures)
        self._fillers: dict[str, Fillers] = {}

    def add(self, claim: Claim) -> None:
        """Take in a claim."""
        if claim.when:
            self._times.add(claim.when)
        for name, figure in self._of_fact(claim):
            self._figures[name, figure.unit].add(figure)
        for role, fillers in claim.roles.items():
            if role in self._type.roles and self._type.roles[role].max == 1:
                known = self._fillers.setdefault(role, Fillers(self._links))
                for filler in fillers:
                    known.add(filler)

    def contradict(self, claim: Claim) -> bool:
        """Tell whether any of them gives what cannot be had together with a claim (see `incompatible.contradicts`)."""
        if claim.when and self._times.exclude(claim.when):
            return True
        figures = ((self._figures.get((name, figure.unit)), figure) for name, figure in self._of_fact(claim))
        if any(known is not None and known.exclude(figure) for known, figure in figures):
            return True
        return any(self.differ(claim, role) for role in claim.roles)

    def _of_fact(self, claim: Claim) -> Iterator[tuple[str, Figure]]:
        """Give the figures of a claim that say what happened: what measures a report corrects no other report."""
        return ((name, its) for name, its in claim.values.items() if name not in self._links.report_figures)

    def differ(self, claim: Claim, role: str) -> bool:
        """Tell whether any of them gives a functional role another filler than a claim does."""
        known = self._fillers.get(role)
        return known is not None and any(known.exclude(filler) for filler in claim.roles.get(role, ()))


class _Later:
    """What one speaker said later on a fact than the words that are asked about."""

    def __init__(self, links: Links) -> None:
        self._links = links
        self._of_fact: set[Stance] = set()  # stances on the fact
        self._naming: Mapping[tuple[bool, Slot], set[Stance]] = defaultdict(set)  # on a filler, under each scope
        self._in_role: Mapping[str, set[Stance]] = defaultdict(set)  # on fillers of a role, under `scope: roles`
        self._contents: dict[tuple[bool, Stance, Slot | None], _Contents] = {}

    def add(self, word: Word) -> None:
        """Take in a word; one of no known day, or that only asks, declines or suggests, supersedes nothing."""
        stance = word.claim.stance
        if not word.dated or stance not in _SUPERSEDING:
            return
        if word.of_fact:
            self._of_fact.add(stance)
        for slot in word.slots:
            self._naming[word.of_fact, slot].add(stance)
            if not word.of_fact:
                self._in_role[slot[0]].add(stance)
        if stance in _CORRECTING:
            for matter in (None, *word.slots):
                key = (word.of_fact, stance, matter)
                if key not in self._contents:
                    self._contents[key] = _Contents(self._links, word.claim.type)
                self._contents[key].add(word.claim)

    def supersede(self, word: Word) -> bool:
        """Tell whether a later claim on the fact takes the place of one."""
        if _turned(self._of_fact, word):
            return True
        contents = self._contents.get((True, word.claim.stance, None))
        return contents is not None and contents.contradict(word.claim)

    def supersede_on(self, word: Word, slot: Slot) -> bool:
        """Tell whether a later claim takes the place of one as to a filler that it names."""
        naming = self._naming.get((word.of_fact, slot), set())
        if word.claim.stance in _VERDICTS:  # of one filler the latest of these stands, whatever its scope
            naming = naming | (self._naming.get((not word.of_fact, slot), set()) & _VERDICTS)
        if _turned(naming, word):
            return True
        if word.of_fact:
            turned = _turned(self._of_fact, word)
        else:
            turned = word.claim.stance not in _VERDICTS and _turned(self._in_role.get(slot[0], ()), word)
        return turned or self._corrects(word, slot)

    def _corrects(self, word: Word, slot: Slot) -> bool:
        """Tell whether a correction names the filler too, or gives another filler of its functional role."""
        naming = self._contents.get((word.of_fact, word.claim.stance, slot))
        if naming is not None and naming.contradict(word.claim):
            return True
        others = self._contents.get((word.of_fact, word.claim.stance, None))
        return others is not None and others.differ(word.claim, slot[0])


def _turned(stances: Iterable[Stance], word: Word) -> bool:
    """Tell whether any later stance is another; an announcement never takes the place of an assertion."""
    return any(
        stance is not word.claim.stance and not (word.asserts and stance is Stance.ANNOUNCES) for stance in stances
    )


class Standing:
    """The words of one speaker on one fact: which of them still stand.

    Parameters
    ----------
    words
        All that the speaker says of the fact, in any order.
    links
        Fact types, and which place lies inside which.
    """

    def __init__(self, words: list[Word], links: Links) -> None:
        retractions = sorted((word for word in words if word.claim.stance is Stance.RETRACTS), key=_day)
        self._taken_back = max((word.day for word in retractions if word.of_fact), default="")
        self._taken_back_of = {slot: word.day for word in retractions for slot in word.slots}
        self._superseded: set[Word] = set()
        self._superseded_on: set[tuple[Word, Slot]] = set()
        if len({word.day for word in words}) > 1:  # claims of one day stand together
            self._compare(words, _Later(links))

    def _compare(self, words: list[Word], later: _Later) -> None:
        for _, its in groupby(sorted(words, key=_day, reverse=True), key=_day):
            of_one_day = list(its)
            for word in of_one_day:
                if word.of_fact and later.supersede(word):
                    self._superseded.add(word)
                self._superseded_on.update((word, slot) for slot in word.slots if later.supersede_on(word, slot))
            for word in of_one_day:
                later.add(word)

    def retracted(self, word: Word) -> bool:
        """Tell whether the speaker has taken the whole claim back; a retraction itself is no claim that counts."""
        return word.claim.stance is Stance.RETRACTS or self._taken_back >= word.day

    def stands(self, word: Word) -> bool:
        """Tell whether a claim on the fact has not been superseded by a later one on the fact."""
        return word not in self._superseded

    def stands_on(self, word: Word, slot: Slot) -> bool:
        """Tell whether a claim that names a filler has not been superseded, or taken back, as to that filler."""
        return self._taken_back_of.get(slot, "") < word.day and (word, slot) not in self._superseded_on


def _day(word: Word) -> str:
    return word.day
