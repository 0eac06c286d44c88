"""What the references of a report are of: fact, filler, claim or article, how it stands now, and whether it moved."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection
from typing import NamedTuple

from msgspec import Struct, structs

from kg.account.facts import FactAccount, Filler
from kg.account.standing import Standing
from kg.base.errors import KgError, NotFoundError
from kg.base.hints import meant, named
from kg.builder.manifest import name_of
from kg.model.records import Article, Claim, Evidence
from kg.report.citations.citing import claim_of
from kg.report.citations.marks import CONTESTED, NOT_COUNTED, NOT_READ, known_by
from kg.report.citations.references import ARTICLE, CLAIM, ELSEWHERE, ENTITY, FACT, Reference
from kg.report.facts import rests_on_rows
from kg.snapshot.snapshot import Snapshot

_MOST_HINTS = 200  # of things that there are not: the nearest id among many takes a while


class Thing(Struct, frozen=True):
    """What a reference is of, in the slice that it names."""

    snapshot: Snapshot
    id: str  # by which it is shown
    fact: FactAccount | None = None
    matter: FactAccount | Filler | None = None  # whose status is meant: the fact, or one of its fillers
    claim: Claim | None = None
    article: Article | None = None

    says: frozenset[str] = frozenset()  # the marks that are true of it
    needs: tuple[str, ...] = ()  # the marks that a sentence must have that cites it
    stands: str = ""  # how it stands, in words
    since: str = ""  # how it stands now, if that is worse than by the day that the reference names

    @property
    def name(self) -> str:
        """The id by which messages name it: of a filler also its role."""
        its = self.matter
        return f"{self.id}/{its.role}/{its.filler}" if isinstance(its, Filler) else self.id


class Problem(NamedTuple):
    """What is wrong with a reference, and what to do."""

    what: str
    hint: str = ""


class Things:
    """Looks up what references are of, each once.

    Parameters
    ----------
    snapshot
        The whole, or a slice.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        self.build = name_of(snapshot.manifest)
        self._snapshot = snapshot
        self._slices: dict[str, Snapshot] = {}
        self._found: dict[tuple[str, str, str], Thing | Problem] = {}
        self._evidence: dict[str, list[Evidence]] | None = None
        self._hints = 0

    def of(self, its: Reference) -> Thing | Problem:
        """Give what a reference is of, or that there is no such thing."""
        day = its.fields.get("known-by", "")
        key = (its.kind, its.id, day)
        if key not in self._found:
            found = self._look_up(its, day)
            self._found[key] = self._since(its, day, found) if day and isinstance(found, Thing) else found
        return self._found[key]

    def _since(self, its: Reference, day: str, then: Thing) -> Thing:
        """Ask for the day by which a thing was known, where something stands against it now that did not then."""
        now = self.of(structs.replace(its, fields={}))
        if isinstance(now, Problem) or set(now.needs) <= set(then.needs):
            return then
        return structs.replace(then, needs=(*then.needs, known_by(day)), since=now.stands)

    def _known_by(self, day: str) -> Snapshot:
        """Cut the graph by a day of knowledge that a reference names."""
        if not day or day == self._snapshot.cut.known_by:
            return self._snapshot
        if day not in self._slices:
            self._slices[day] = self._snapshot.slice(known_by=day)
        return self._slices[day]

    def evidence(self, article: str) -> list[Evidence]:
        """Give the evidence of all claims of an article."""
        if self._evidence is None:
            self._evidence = defaultdict(list)
            for claim in self._snapshot.claims.values():
                self._evidence[claim.article] += claim.evidence
        return self._evidence.get(article, [])

    def _look_up(self, its: Reference, day: str) -> Thing | Problem:
        try:
            snapshot = self._known_by(day)
            if self._hints >= _MOST_HINTS and snapshot.shown(its.id.partition("/")[0]) not in _known(its, snapshot):
                return Problem(f"no such {its.kind}: {named(its.id)}")
            return _thing(its, snapshot)
        except KgError as error:
            self._hints += 1
            if its.id in _known(its, self._snapshot.whole) and self._snapshot.whole is not self._snapshot:
                return Problem(error.what, "it is in the whole graph, and not in this slice")
            return Problem(error.what, error.hint)


def _thing(its: Reference, snapshot: Snapshot) -> Thing:
    if its.kind == ELSEWHERE:
        base = snapshot.project.base
        raise NotFoundError(f"a reference to another project: {named(its.id)}", f"those of this one begin with {base}")
    if its.kind == CLAIM:
        claim = claim_of(snapshot, its.id)
        fact = snapshot.account.facts[claim.fact]
        return _standing(snapshot, claim.key, fact, fact, claim)
    if its.kind == FACT:
        id_, *filler = its.id.split("/")
        fact = snapshot.fact(id_)
        return _standing(snapshot, fact.fact, fact, _matter(snapshot, fact, filler))
    if its.kind == ARTICLE:
        return Thing(snapshot, its.id, article=_article(snapshot, its.id))
    return Thing(snapshot, snapshot.entity(its.id))


def _standing(
    snapshot: Snapshot, id_: str, fact: FactAccount, matter: FactAccount | Filler, claim: Claim | None = None
) -> Thing:
    """Give a fact, a filler or a claim with how it stands."""
    is_unread = rests_on_rows(snapshot, matter.basis) or (claim is not None and not claim.was_read)
    counts = claim is None or snapshot.account.readings[claim.key].counts
    also = [NOT_READ] * is_unread + [NOT_COUNTED] * (not counts)
    needs = [] if matter.status.can_be_accepted else [matter.status.value]
    needs += [CONTESTED] * bool(matter.contested) + also
    says, stands = {matter.status.value, *needs}, ", ".join([Standing.of(matter).text, *also])
    return Thing(snapshot, id_, fact, matter, claim, None, frozenset(says), tuple(needs), stands)


def _matter(snapshot: Snapshot, fact: FactAccount, filler: list[str]) -> FactAccount | Filler:
    """Give a fact, or one of its fillers, whose address ends in role and filler."""
    if not filler:
        return fact
    slot = tuple(filler[:1] + [snapshot.shown(id_) for id_ in filler[1:]])
    for known, its in fact.fillers.items():
        if known == slot:
            return its
    there = ", ".join(f"`{fact.fact}/{role}/{its}`" for role, its in [*fact.fillers][:12])
    raise NotFoundError(f"no such filler of `{fact.fact}`: {named('/'.join(filler))}", f"there are {there or 'none'}")


def _article(snapshot: Snapshot, id_: str) -> Article:
    found = snapshot.records.articles.get(id_)
    if found is None:
        hint = meant(id_, snapshot.records.articles, "the files in `sources/` are named after them")
        raise NotFoundError(f"no such article: {named(id_)}", hint)
    return found


def _known(its: Reference, snapshot: Snapshot) -> Collection[str]:
    """Give the ids of all things of a sort; of claims also those of articles, with which their keys begin."""
    known: dict[str, Collection[str]] = {
        FACT: snapshot.account.facts,
        CLAIM: snapshot.claims if its.id in snapshot.claims else snapshot.records.articles,
        ARTICLE: snapshot.records.articles, ENTITY: snapshot.records.entities,
    }  # fmt: skip
    return known.get(its.kind, ())
