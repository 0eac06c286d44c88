"""Facts counted by what is done in them, by the sources on which they rest, and by months or years."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence

from msgspec import Struct

from kg.account.facts import FactAccount
from kg.network.acts import acts_of
from kg.ontology import Ontology
from kg.report.facts import Row
from kg.report.profiles.participations import Participation

MOST_PERIODS = 36  # of a trend
_UNITS = (
    ("month", 7),
    ("year", 4),
    ("decade", 3),
    ("century", 2),
    ("millennium", 1),
)  # and how many letters of a date tell it


def most_first(counts: Counter[str]) -> dict[str, int]:
    """Put counts in order, the most first, and those that are alike by their names."""
    return dict(sorted(counts.items(), key=lambda it: (-it[1], it[0])))


class Deeds(Struct, frozen=True):
    """Facts in which an entity takes part in one way: what is done in those that are accepted; how others stand."""

    accepted: int
    acts: dict[str, int]  # concept -> accepted facts that name it, the most first
    types: dict[str, int]  # fact type -> accepted facts that name no act
    tendencies: dict[str, int]  # as the ontology names them -> accepted facts that name an act of it
    not_accepted: dict[str, int]  # status, or by whom contested -> facts

    def row(self) -> Row:
        """Give it as JSON."""
        counts = {"accepted": self.accepted, "acts": self.acts, "types": self.types}
        return counts | self.tendencies | {"not_accepted": self.not_accepted}


def deeds(found: Iterable[Participation], ontology: Ontology) -> Deeds:
    """Count facts by what is done in them."""
    acts, types, tending, others = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    accepted = 0
    for its in found:
        if not its.accepted:
            others[its.reason] += 1
            continue
        accepted += 1
        named = {act.id: act for act in acts_of(its.fact, ontology, accepted=True)}
        acts.update(named.keys())
        types.update([] if named else [its.fact.type])
        tending.update({act.tendency for act in named.values() if act.tendency})
    known = sorted({concept.tendency for concept in ontology.concepts.values() if concept.tendency})
    tendencies = {tendency: tending[tendency] for tendency in known}
    return Deeds(accepted, most_first(acts), most_first(types), tendencies, most_first(others))


class Share(Struct, frozen=True):
    """How many facts rest on a source, and how many of them on it alone."""

    id: str
    findings: int
    share: float  # of all; shares overlap
    alone: int

    @property
    def percent(self) -> str:
        """The share in whole percent, half a percent upwards.

        >>> Share("a", 1, 1 / 8, 0).percent, Share("a", 1, 1 / 300, 0).percent
        ('13%', '<1%')
        """
        return f"{int(100 * self.share + 0.5)}%" if self.share >= 0.005 else "<1%"


def shares(named: Iterable[Collection[str]]) -> list[Share]:
    """Count how many facts rest on each source, the most first.

    Parameters
    ----------
    named
        Of each fact its voices, or its outlets.

    >>> [(its.id, its.findings, its.share, its.alone) for its in shares([["a", "b"], ["a"]])]
    [('a', 2, 1.0, 1), ('b', 1, 0.5, 0)]
    """
    named = list(named)
    counts = Counter(source for its in named for source in its)
    alone = Counter(source for its in named if len(its) == 1 for source in its)
    return [Share(id_, many, many / len(named), alone[id_]) for id_, many in most_first(counts).items()]


class Trend(Struct, frozen=True):
    """How many facts there were in each month, year, decade or century."""

    unit: str
    counts: dict[str, int]  # the beginning of a date, such as `2031-03`, in order and without gaps -> facts
    wider: int  # facts of which it is not known that they were within one of these, or that were in several
    undated: int


def trend(facts: Iterable[FactAccount]) -> Trend:
    """Count facts by the shortest period of which three dozen are enough, and within which half of them are or more.

    A fact whose possible days, or the days over which it lasted, are not within one period is in none of them.
    """
    whens = [its.when for its in facts]
    undated = sum(its.text is None for its in whens)
    days = [(its.earliest, its.latest) for its in whens if its.earliest and its.latest]
    *shorter, longest = _by_unit(days)
    fitting = (its for its in shorter if _spans(its[2]) <= MOST_PERIODS and 2 * its[2].total() >= len(days))
    unit, letters, found = next(fitting, longest)
    periods = range(_number(min(found)), _number(max(found)) + 1) if found else ()
    counts = {name: found[name] for name in (_name(number, letters) for number in periods)}
    return Trend(unit, counts, len(whens) - undated - found.total(), undated)


def _by_unit(days: Sequence[tuple[str, str]]) -> Iterator[tuple[str, int, Counter[str]]]:
    """Count what lies within one period, by each unit; of the longest there are ten."""
    for unit, letters in _UNITS:
        yield unit, letters, Counter(first[:letters] for first, last in days if first[:letters] == last[:letters])


def _spans(found: Counter[str]) -> int:
    return _number(max(found)) - _number(min(found)) + 1 if found else 0


def _number(period: str) -> int:
    """Give a period a number, one more than that of the period before.

    >>> _number("2031-01") - _number("2030-12"), _number("203")
    (1, 203)
    """
    year, _, month = period.partition("-")
    return 12 * int(year) + int(month) - 1 if month else int(year)


def _name(number: int, letters: int) -> str:
    """Name the period of a number.

    >>> _name(_number("2030-12") + 1, 7), _name(203, 3)
    ('2031-01', '203')
    """
    return f"{number // 12:04}-{number % 12 + 1:02}" if letters == _UNITS[0][1] else f"{number:0{letters}}"
