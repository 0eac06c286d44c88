"""Who deals with whom, how much and how: a row for each pair of actors or of sides; what `kg dyads` prints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from msgspec import Struct

from kg.account.edges import STRENGTH, Edge, edges, not_drawn
from kg.account.facts import FactAccount
from kg.account.support import support
from kg.base.errors import UsageError
from kg.base.hints import counted, unknown
from kg.model.records import ACTORS, Contested
from kg.network.absence import too_many, without_stand_ins
from kg.network.acts import concepts_of, is_mutual, names_any, tendencies
from kg.network.choice import Choice, Chosen, choose
from kg.ontology import Concept, Ontology
from kg.report.facts import Row
from kg.report.ordering import known
from kg.report.sums import Sums, sums, sums_row
from kg.snapshot.areas import area_of
from kg.snapshot.snapshot import Snapshot

ACTOR, SIDE = BY = ("actor", "side")
MOST, NEWEST = "most", "newest"
ORDERS = (MOST, NEWEST, "cooperative", "hostile", "voices", "name")
_Key = tuple[str, str, bool]  # source, target, whether it is directed


class Dyad(Struct, frozen=True):
    """What joins two actors, or two sides, in one direction or in none.

    All but `findings`, `by_status` and what is contested is of accepted findings alone.
    """

    source: str
    target: str
    directed: bool  # from source to target; else of both alike
    findings: int  # facts of any status that join the two
    by_status: dict[str, int]  # status -> how many of them, the best sourced first
    accepted: int
    contested: int  # whatever their status, not accepted, since a party denies them
    contested_by_outsider: int
    acts: dict[str, int]  # id -> in how many, most first
    cooperative: int  # in which an act is
    hostile: int
    first: str | None  # days on which the earliest and the latest may have been, as far as bounds are known
    last: str | None
    voices: tuple[str, ...]  # that assert one of them
    outlets: tuple[str, ...]
    values: Sums
    read: int  # of which somebody read a claim, and which are not only rows of a data set

    @property
    def ends(self) -> tuple[str, str]:
        """Source and target."""
        return self.source, self.target

    @property
    def arrow(self) -> str:
        """What stands between the names of both."""
        return "→" if self.directed else "–"

    @property
    def others(self) -> int:
        """How many findings are not accepted."""
        return self.findings - self.accepted


class Dyads(Struct, frozen=True):
    """The pairs of a graph, or those of one entity, in an order; in Jupyter they show themselves."""

    snapshot: Snapshot
    pairs: tuple[Dyad, ...]
    by: str
    order: str
    entity: str | None  # whose pairs they are; None: all
    within: int  # findings that join two of one side, which are in no pair
    choice: Choice  # the options of the network
    left_out: tuple[str, ...]  # lines that say what is in no pair, and how to have it

    def __len__(self) -> int:
        return len(self.pairs)

    def __iter__(self) -> Iterator[Dyad]:
        return iter(self.pairs)

    def row(self, top: int | None = None) -> list[Row]:
        """Give the JSON of `kg dyads`: a row for each pair, or for the first so many."""
        return [self._row(pair) for pair in self.pairs[:top]]

    def _row(self, pair: Dyad) -> Row:
        names = self.snapshot.teller.name
        return {
            "source": pair.source,
            "source_label": names(pair.source),
            "target": pair.target,
            "target_label": names(pair.target),
            "directed": pair.directed,
            "findings": pair.findings,
            "by_status": pair.by_status,
            "accepted": pair.accepted,
            "contested": pair.contested,
            "contested_by_outsider": pair.contested_by_outsider,
            "acts": pair.acts,
            "cooperative": pair.cooperative,
            "hostile": pair.hostile,
            "first": pair.first,
            "last": pair.last,
            "voices": list(pair.voices),
            "outlets": list(pair.outlets),
            "values": sums_row(pair.values),
            "read": pair.read,
        }


def dyads(
    snapshot: Snapshot,
    entity: str | None = None,
    *,
    by: str = ACTOR,
    sort: str = MOST,
    **choice: Any,  # noqa: ANN401 - see kg.network.network
) -> Dyads:
    """Count what joins each two actors, or each two sides: facts, and never reports of them.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    entity
        Only its pairs; by side, those of the side with which it is counted.
    by
        ``actor``, or ``side``: each actor is counted with the side for which it speaks, as on a page.
    sort
        ``most``: those first with most accepted findings; ``newest``, ``cooperative``, ``hostile``, ``voices``,
        ``name``.
    **choice
        Which edges are counted, as in `kg.network.network`. Left out, actors of all kinds are joined, in all layers in
        which something happens: none that holds only what lasts, such as posts.

    Returns
    -------
    Dyads
        A pair for each direction in which something was done, and one without for what is done or holds both ways.

    Raises
    ------
    UsageError, NotFoundError
        If there is no such entity, sort of pair, order or option of a network.
    """
    if by not in BY:
        raise UsageError(*unknown("sort of pair", by, BY))
    known(sort, ORDERS)
    entity = None if entity is None else snapshot.entity(entity)
    ontology = snapshot.ontology
    wide = _wide(choice, ontology)
    chosen = choose(wide, snapshot.records.entities.values(), ontology)
    facts = [
        fact
        for fact in snapshot.account.facts.values()
        if fact.type in chosen.wanted and names_any(chosen.acts, fact, ontology, accepted=fact.accepted)
    ]
    side = _sides(snapshot, by)
    wanted = None if entity is None else side(entity)
    found = _Gathering(ontology, chosen, side, wanted)
    for fact in facts:
        found.add(fact)
    pairs = [_dyad(snapshot, key, its) for key, its in found.pairs.items()]
    return Dyads(snapshot, tuple(_in_order(pairs, sort, snapshot)), by, sort, wanted, found.within, wide, found.told())


def _wide(choice: dict[str, Any], ontology: Ontology) -> Choice:
    """Choose actors of all kinds, and the layers in which something happens, unless something else is asked for."""
    for name in ("mode", "accepted", "directed"):
        if name in choice:
            raise UsageError(f"pairs take no `{name}`", "they have the directions of their facts, of whatever status")
    wide: dict[str, Any] = {name: value for name, value in choice.items() if value is not None}
    if wide.get("kinds") is None:
        wide["kinds"] = sorted(kind.value for kind in ACTORS)
    if not any(wide.get(name) for name in ("layers", "edges", "acts", *tendencies(wide, ontology))):
        wide["layers"] = sorted(
            {its.layer for type_ in ontology.types.values() if not type_.lasts for its in type_.shortcuts}
        )
    return Choice(**wide)  # type: ignore[typeddict-item] # `choose` refuses what is no option


def _sides(snapshot: Snapshot, by: str) -> Callable[[str], str]:
    """Tell with whom an entity is counted."""
    if by == ACTOR:
        return lambda id_: id_
    entities = snapshot.records.entities
    named = {filler for fact in snapshot.account.facts.values() for _, filler in fact.fillers}
    actors = sorted(id_ for id_ in named if id_ in entities and entities[id_].kind in ACTORS)
    return area_of(actors, snapshot.claims.values(), snapshot.links, snapshot.account)


class _Gathering:
    """Gathers by pair the edges of facts."""

    def __init__(self, ontology: Ontology, chosen: Chosen, side: Callable[[str], str], only: str | None) -> None:
        self._ontology, self._chosen, self._side, self._only = ontology, chosen, side, only
        self.pairs: dict[_Key, list[tuple[FactAccount, list[Edge]]]] = {}
        self.within = 0
        self._stand_ins: set[str] = set()
        self._of_stand_ins = 0
        self._undrawn: dict[str, int] = {}

    def add(self, fact: FactAccount) -> None:
        """Take in what a fact joins."""
        ontology, entities, side = self._ontology, self._chosen.entities, self._side
        shortcuts = self._chosen.wanted[fact.type]
        is_both_ways = is_mutual(fact, ontology, accepted=fact.accepted)
        joined: dict[_Key, list[Edge]] = {}
        for edge in edges(fact, ontology, accepted=False, shortcuts=shortcuts):
            if edge.source not in entities or edge.target not in entities:
                self._leave_out(edge)
                continue
            source, target, directed = side(edge.source), side(edge.target), not (edge.symmetric or is_both_ways)
            if self._only is not None and self._only not in (source, target):
                continue
            if not directed and target < source:
                source, target = target, source
            joined.setdefault((source, target, directed), []).append(edge)
        is_within = False
        for key, its in joined.items():
            if key[0] == key[1]:
                is_within = True
            else:
                self.pairs.setdefault(key, []).append((fact, its))
        self.within += is_within
        if undrawn := not_drawn(fact, ontology, shortcuts):
            self._undrawn[fact.fact] = undrawn

    def _leave_out(self, edge: Edge) -> None:
        ends = [end for end in (edge.source, edge.target) if end in self._chosen.left_out]
        others = [end for end in (edge.source, edge.target) if end not in self._chosen.left_out]
        if ends and all(end in self._chosen.entities for end in others):
            self._stand_ins.update(ends)
            self._of_stand_ins += 1

    def told(self) -> tuple[str, ...]:
        """Say what is in no pair, and how to have it."""
        told = [without_stand_ins(len(self._stand_ins), self._of_stand_ins)] if self._stand_ins else []
        told += [too_many(self._undrawn)] if self._undrawn else []
        if self.within:
            told.append(f"not in a pair: {counted(self.within, 'finding')} within one side; `--by actor` has them")
        return tuple(told)


def _dyad(snapshot: Snapshot, key: _Key, found: list[tuple[FactAccount, list[Edge]]]) -> Dyad:
    """Count what joins a pair."""
    best = [max(its, key=lambda edge: (edge.accepted, STRENGTH[edge.status])) for _, its in found]
    statuses = Counter(edge.status for edge in best)
    contested = Counter(edge.contested for edge in best)
    taken = [(fact, [edge for edge in its if edge.accepted]) for fact, its in found]
    taken = [(fact, its) for fact, its in taken if its]
    rests_on = [support(fact, *edge.ends) for fact, its in taken for edge in its]
    acts = [{*_acts(fact, snapshot.ontology)} for fact, _ in taken]
    by_act = Counter(act.id for its in acts for act in its)
    leaning = Counter(tendency for its in acts for tendency in {act.tendency for act in its})
    firsts = [day for fact, _ in taken if (day := fact.when.earliest or fact.when.latest)]
    lasts = [day for fact, _ in taken if (day := fact.when.latest or fact.when.earliest)]
    return Dyad(
        *key,
        findings=len(found),
        by_status={its.value: statuses[its] for its in sorted(statuses, key=lambda status: -status.strength)},
        accepted=len(taken),
        contested=contested[Contested.BY_PARTY],
        contested_by_outsider=contested[Contested.BY_OUTSIDER],
        acts=dict(sorted(by_act.items(), key=lambda item: (-item[1], item[0]))),
        cooperative=leaning["cooperative"],
        hostile=leaning["hostile"],
        first=min(firsts, default=None),
        last=max(lasts, default=None),
        voices=tuple(sorted({voice for its in rests_on for voice in its.voices})),
        outlets=tuple(sorted({outlet for its in rests_on for outlet in its.outlets})),
        values=sums((fact for fact, _ in taken), snapshot.claims, snapshot.ontology.report_figures),
        read=sum(_was_read(snapshot, fact, its) for fact, its in taken),
    )


def _acts(fact: FactAccount, ontology: Ontology) -> Iterator[Concept]:
    leaning = {scheme for its in ontology.concepts.values() if its.tendency for scheme in its.schemes}
    return (its for its in concepts_of(fact, ontology, accepted=True) if leaning.intersection(its.schemes))


def _was_read(snapshot: Snapshot, fact: FactAccount, its: Iterable[Edge]) -> bool:
    return any(snapshot.claims[key].was_read for edge in its for key in support(fact, *edge.ends).claims)


def _in_order(pairs: Iterable[Dyad], order: str, snapshot: Snapshot) -> list[Dyad]:
    found = sorted(pairs, key=lambda its: (-its.accepted, -its.findings, its.ends, its.directed))
    if order == "name":
        name = snapshot.teller.name
        return sorted(found, key=lambda its: (name(its.source).casefold(), name(its.target).casefold()))
    if order == NEWEST:
        return sorted(found, key=lambda its: its.last or "", reverse=True)
    if order == "voices":
        return sorted(found, key=lambda its: -len(its.voices))
    return found if order == MOST else sorted(found, key=lambda its: -getattr(its, order))
