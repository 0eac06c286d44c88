"""What joins each two actors or sides, counted fact by fact, in each direction: the pairs of `dyads`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property

from msgspec import Struct

from kg.account.edges import STRENGTH, Edge, edges, not_drawn
from kg.account.facts import FactAccount
from kg.account.support import Support, support
from kg.base.gc_pause import without_collecting
from kg.model.records import Claim, Contested, Status
from kg.network.absence import too_many, without_stand_ins
from kg.network.acts import act_schemes, concepts_of, is_mutual, names_any
from kg.network.choice import Chosen
from kg.ontology import Ontology
from kg.report.counted.sums import Sums, sums
from kg.snapshot.snapshot import Snapshot

Standing = Mapping[Status | None, int]  # how many findings stand so; None: a party contests them
_Key = tuple[str, str, bool]  # source, target, whether it is directed
_Joined = tuple["_Fact", list[Edge]]  # a fact, and its edges that join one pair


class Leaning(Struct, frozen=True):
    """In how many findings an act of each tendency is; its fields have the names that these have in the model."""

    cooperative: int = 0
    hostile: int = 0


TENDENCIES = Leaning.__struct_fields__


class Dyad(Struct, frozen=True):
    """What joins two actors, or two sides, in one direction or in none.

    Findings are facts. Their number, statuses and contests are of all; everything else is of the accepted ones alone.
    """

    source: str
    target: str
    directed: bool  # from source to target; else of both alike
    findings: int  # facts of any status that join the two
    by_status: dict[str, int]  # status -> how many of them, the best sourced first; however contested
    accepted: int
    contested: int  # that a party denies, whatever their status: none of these is accepted
    contested_by_outsider: int  # that somebody else denies
    acts: dict[str, int]  # id -> in how many, most first
    cooperative: int  # that name a cooperative act
    hostile: int
    first: str | None  # days on which the earliest and the latest may have been, as far as bounds are known
    last: str | None
    voices: tuple[str, ...]  # that assert one of them
    outlets: tuple[str, ...]
    values: Sums
    read: int  # of which somebody read a claim: the others are rows of a data set
    standing: Standing  # as marks show them: what a party contests apart

    @property
    def ends(self) -> tuple[str, str]:
        """Source and target."""
        return self.source, self.target

    @property
    def key(self) -> tuple[str, str, bool]:
        """What tells it from all other pairs: source, target, and whether it is directed."""
        return self.source, self.target, self.directed

    @property
    def arrow(self) -> str:
        """What stands between the names of both."""
        return "→" if self.directed else "–"


class Paired(Struct, frozen=True):
    """All pairs, in no order of their own, and what is in none of them."""

    pairs: list[Dyad]
    within: int  # findings that join two of one side
    left_out: tuple[str, ...]  # lines that say what else is left out, and how to have it


@without_collecting()
def pairs_of(snapshot: Snapshot, chosen: Chosen, side: Callable[[str], str], only: str | None) -> Paired:
    """Gather what joins each two.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    chosen
        Which edges are counted, among whom.
    side
        Actor -> with whom it is counted.
    only
        Leave out all pairs but those of this one; None: all are wanted.
    """
    ontology, gathering = snapshot.ontology, _Gathering(snapshot.ontology, chosen, side, only)
    about = _About(snapshot)
    for fact in snapshot.account.facts.values():
        if fact.type in chosen.wanted and names_any(chosen.acts, fact, ontology, accepted=fact.accepted):
            gathering.add(fact, about)
    return Paired([_dyad(key, its, about) for key, its in gathering.pairs.items()], gathering.within, gathering.told())


class _Fact(Struct, frozen=True):
    """What a fact adds to each of its pairs, if it is accepted."""

    fact: FactAccount
    acts: tuple[str, ...]
    tendencies: tuple[str, ...]
    has_values: bool


class _About:
    """What is looked up of facts and claims."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.ontology, self.claims, self.readings = snapshot.ontology, snapshot.claims, snapshot.account.readings
        self._schemes, types = act_schemes(self.ontology), self.ontology.types.values()
        self.naming = {its.id for its in types if any(rule.scheme for rule in its.roles.values())}  # concepts

    @cached_property
    def coded(self) -> frozenset[str]:
        """The keys of claims that are rows of a data set and that nobody read."""
        return frozenset(key for key, claim in self.claims.items() if not claim.was_read)

    @cached_property
    def valued(self) -> Mapping[str, Claim]:
        """The claims that give figures."""
        return {key: claim for key, claim in self.claims.items() if claim.values}

    def told(self, fact: FactAccount) -> _Fact:
        """Look up what a fact adds to its pairs."""
        acts, tendencies = set[str](), set[str]()
        if fact.accepted and fact.type in self.naming:
            for act in concepts_of(fact, self.ontology, accepted=True):
                if not self._schemes.isdisjoint(act.schemes):
                    acts.add(act.id)
                    tendencies.add(act.tendency or "")
        has_values = fact.accepted and bool(self.valued) and not self.valued.keys().isdisjoint(fact.claims)
        return _Fact(fact, tuple(sorted(acts)), tuple(sorted(tendencies)), has_values)

    def sums(self, facts: Iterable[_Fact]) -> Sums:
        """Add up the figures of facts."""
        with_values = [its.fact for its in facts if its.has_values]
        return sums(with_values, self.claims, without=self.ontology.report_figures) if with_values else {}


class _Gathering:
    """Gathers by pair the edges of facts."""

    def __init__(self, ontology: Ontology, chosen: Chosen, side: Callable[[str], str], only: str | None) -> None:
        self._ontology, self._chosen, self._side, self._only = ontology, chosen, side, only
        self.pairs: dict[_Key, list[_Joined]] = {}
        self.within = 0
        self._stand_ins: set[str] = set()
        self._of_stand_ins = 0
        self._undrawn: dict[str, int] = {}

    def add(self, fact: FactAccount, about: _About) -> None:
        """Take in what a fact joins."""
        shortcuts, entities, side, only = self._chosen.wanted[fact.type], self._chosen.entities, self._side, self._only
        names_concepts = fact.type in about.naming
        is_both_ways = names_concepts and is_mutual(fact, self._ontology, accepted=fact.accepted)
        joined: dict[_Key, list[Edge]] = {}
        for edge in edges(fact, self._ontology, accepted=False, shortcuts=shortcuts):
            source, target = edge.source, edge.target
            if source not in entities or target not in entities:
                self._leave_out(edge)
                continue
            source, target, directed = side(source), side(target), not (edge.symmetric or is_both_ways)
            if not directed and target < source:
                source, target = target, source
            if only is None or only in (source, target):
                joined.setdefault((source, target, directed), []).append(edge)
        if joined:
            told = about.told(fact)
            self.within += any(source == target for source, target, _ in joined)
            for key, its in joined.items():
                if key[0] != key[1]:
                    self.pairs.setdefault(key, []).append((told, its))
        if undrawn := not_drawn(fact, self._ontology, shortcuts):
            self._undrawn[fact.fact] = undrawn

    def _leave_out(self, edge: Edge) -> None:
        """Remember an edge of stand-ins that would be counted if they were asked for."""
        chosen, ends = self._chosen, (edge.source, edge.target)
        if not all(end in chosen.entities or end in chosen.left_out for end in ends):
            return
        if self._only is None or self._only in map(self._side, ends):
            self._stand_ins.update(chosen.left_out.intersection(ends))
            self._of_stand_ins += 1

    def told(self) -> tuple[str, ...]:
        """Say what is in no pair, and how to have it."""
        of_stand_ins = [without_stand_ins(len(self._stand_ins), self._of_stand_ins)] if self._stand_ins else []
        return (*of_stand_ins, *([too_many(self._undrawn)] if self._undrawn else []))


def _dyad(key: _Key, found: list[_Joined], about: _About) -> Dyad:
    """Count what joins a pair: of a fact that does so by several edges, the best sourced says how it stands."""
    best = [its[0] if len(its) == 1 else max(its, key=_rating) for _, its in found]
    statuses, contested = Counter(edge.status for edge in best), Counter(edge.contested for edge in best)
    standing = Counter(None if edge.contested is Contested.BY_PARTY else edge.status for edge in best)
    taken = [(told, its) for (told, its), edge in zip(found, best, strict=True) if edge.accepted]
    rests_on = [
        [support(told.fact, *edge.ends, about.readings) for edge in its if edge.accepted] for told, its in taken
    ]
    every = [each for its in rests_on for each in its]
    acts = Counter(act for told, _ in taken for act in told.acts)
    tendencies = Counter(tendency for told, _ in taken for tendency in told.tendencies)
    leaning = Leaning(*(tendencies[name] for name in TENDENCIES))
    first, last = _days(told.fact for told, _ in taken)
    return Dyad(
        *key,
        findings=len(found),
        by_status={its.value: statuses[its] for its in _strongest(statuses)},
        accepted=len(taken),
        contested=contested[Contested.BY_PARTY],
        contested_by_outsider=contested[Contested.BY_OUTSIDER],
        acts=dict(sorted(acts.items(), key=lambda item: (-item[1], item[0]))),
        cooperative=leaning.cooperative,
        hostile=leaning.hostile,
        first=first,
        last=last,
        voices=tuple(sorted({voice for its in every for voice in its.voices})),
        outlets=tuple(sorted({outlet for its in every for outlet in its.outlets})),
        values=about.sums(told for told, _ in taken),
        read=sum(_was_read(its, about) for its in rests_on),
        standing=standing,
    )


def _rating(edge: Edge) -> tuple[bool, int]:
    return edge.accepted, STRENGTH[edge.status]


def _strongest(statuses: Iterable[Status]) -> list[Status]:
    return sorted(statuses, key=lambda status: -STRENGTH[status])


def _days(facts: Iterable[FactAccount]) -> tuple[str | None, str | None]:
    whens = [fact.when for fact in facts if fact.when.earliest or fact.when.latest]
    first = min((when.earliest or when.latest or "" for when in whens), default=None)
    return first, max((when.latest or when.earliest or "" for when in whens), default=None)


def _was_read(its: Iterable[Support], about: _About) -> bool:
    return not about.coded or any(key not in about.coded for each in its for key in each.claims)
