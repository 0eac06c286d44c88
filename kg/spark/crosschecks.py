"""What crosses claims: the few that may concern each other are found on light columns, and checked on the driver.

A fact is suspect if a claim on it is refused by itself, names what is missing, has another type or label, has the id of
another claim, or may be on a circle. All claims on suspect facts are checked together, by the functions of one machine;
where all claims on a fact are refused, what rests on it is suspect as well.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from kg.annotation.drafts import Draft
from kg.base.errors import StoreError
from kg.base.findings import Finding, KeyPath
from kg.check.claims import check_claim
from kg.check.fillers import Known
from kg.check.located import given_twice, without_head
from kg.check.notes import told_of
from kg.check.together import also_wrong, kept
from kg.model.records import UNNAMED, Claim
from kg.spark.bodies import read_claim, read_head, read_lost
from kg.spark.claim_rows import Checking
from kg.spark.frames import unpack
from kg.spark.packed import lacking

if TYPE_CHECKING:
    from pyspark.sql import DataFrame, SparkSession

AT = ("file", "block", "nth")
MOST_SUSPECT = 2_000_000  # claims that the driver checks together
MOST_NAMED = 100_000  # facts of which the driver knows all names, to say which was meant
At = tuple[int, int, int]
_BODY = (*AT, "key", "own", "fact", "lost", "names_fact", "sound", "fallen", "refs", "unnamed", "body", "head")


class Suspect(Struct):
    """A claim that is checked together with others."""

    at: At
    key: tuple[str, bool, At]  # by which claims are ordered: that by which they are known, and the first of it first
    claim: Claim
    draft: Draft | None
    names_fact: bool
    sound: bool  # by itself
    fallen: bool  # with what it names
    refs: frozenset[str]  # what it may name as facts
    unnamed: bool  # whether it names who is not named
    head: bytes | None = None

    @property
    def path(self) -> KeyPath:
        """Where it stands in a file that is read as a whole."""
        return ("claims", self.at[2])


class Crossed(Struct, frozen=True):
    """What was found of the claims that concern each other."""

    refused: list[At]  # claims that are sound by themselves, and not kept
    found: list[tuple[Suspect, Finding]]
    replaced: set[At]  # of which the findings stand here, and not with their rows
    sound: int  # how many claims are kept


class Facts(Collection[str]):
    """All facts that claims speak of, by those that are missing; and their names, where these are few."""

    def __init__(self, missing: Collection[str], names: Collection[str]) -> None:
        self._missing, self._names = missing, names

    def __contains__(self, fact: object) -> bool:
        return fact not in self._missing

    def __iter__(self) -> Iterator[str]:
        return iter(self._names)

    def __len__(self) -> int:
        return len(self._names)


class Crossing:
    """The claims of a project, while it is found out which concern each other.

    Parameters
    ----------
    session
        Where they are.
    rows
        Of claims, with their bodies (`claim_rows.ROWS`).
    light
        The same without bodies.
    checking
        What claims are checked by.
    id_place
        Writes where the id of a claim stands.
    """

    def __init__(
        self,
        session: SparkSession,
        rows: DataFrame,
        light: DataFrame,
        checking: Checking,
        id_place: Callable[[At], str],
    ) -> None:
        self._session, self._rows, self._light = session, rows, light
        self._checking, self._id_place = checking, id_place
        self._suspects: dict[At, Suspect] = {}
        self._facts: set[str] = set()
        self.kept: list[DataFrame] = []

    def crossed(self) -> Crossed:
        """Check all that concern each other."""
        again, facts = self._given_again(), self._keep(self._summary())
        missing = self._missing(facts)
        is_few = facts.count() <= MOST_NAMED
        names = sorted(row.fact for row in facts.where("named").select("fact").collect()) if is_few else []
        known = Facts(missing, names)
        of = {row.fact for row in facts.where("faulty or odd").select("fact").collect()}
        of |= self._naming(missing) | self._on_circles()
        if not self._checking.is_unnamed:
            of |= {row.fact for row in self._light.where("unnamed > 0").select("fact").distinct().collect()}
        self._take(of | {row.fact for its in again.values() for row in its})
        while True:
            crossed, bare = self._together(again, missing, known)
            further = self._naming(bare) - self._facts
            if not further:
                return crossed
            self._take(further)

    def _keep(self, frame: DataFrame) -> DataFrame:
        from pyspark import StorageLevel

        self.kept.append(frame.persist(StorageLevel.DISK_ONLY))
        return self.kept[-1]

    def _table(self, names: Collection[str], column: str) -> DataFrame:
        return self._session.createDataFrame([(name,) for name in sorted(names)], f"{column} string")

    def _given_again(self) -> dict[str, list[Any]]:
        """Find claims with one key: by key, the first of them first."""
        from pyspark.sql import functions as f

        many = self._light.groupBy(f.xxhash64("key").alias("hash")).count().where("count > 1").select("hash")
        hashes = {row.hash for row in many.collect()}
        if not hashes:
            return {}
        table = self._session.createDataFrame([(its,) for its in sorted(hashes)], "hash long")
        alike = self._light.withColumn("hash", f.xxhash64("key")).join(table, "hash", "left_semi")
        by_key: dict[str, list[Any]] = {}
        for row in self._bounded(alike.select(*AT, "key", "own", "fact")):
            by_key.setdefault(row.key, []).append(row)
        return {key: sorted(its, key=_at) for key, its in sorted(by_key.items()) if len(its) > 1}

    def _summary(self) -> DataFrame:
        """Say of each fact whether any claim names it, is refused, or has another type or label than others."""
        from pyspark.sql import functions as f

        return self._light.groupBy("fact").agg(
            f.expr("bool_or(names_fact) named"),
            f.expr("bool_or(not sound or fallen) faulty"),
            f.expr("coalesce(min(type) < max(type) or min(label) < max(label), false) odd"),
        )

    def _missing(self, facts: DataFrame) -> set[str]:
        """Find what claims name as facts, and no claim speaks of."""
        named = self._light.selectExpr("explode(refs) fact").distinct()
        return {row.fact for row in named.join(facts.where("named"), "fact", "left_anti").collect()}

    def _naming(self, names: Collection[str]) -> set[str]:
        """Give the facts of claims that name others."""
        if not names:
            return set()
        naming = self._light.selectExpr("fact of", "explode(refs) fact").join(self._table(names, "fact"), "fact")
        return {row.of for row in naming.select("of").distinct().collect()}

    def _on_circles(self) -> set[str]:
        """Find facts from which ways lead that do not end: they may be on circles."""
        found: set[str] = set()
        for field in ("part_of", "fulfils"):
            links = self._light.where(f"{field} is not null").selectExpr("fact", f"{field} target").distinct()
            ahead = links.join(links.selectExpr("fact target").distinct(), "target", "left_semi")
            left = [(row.fact, row.target) for row in self._bounded(ahead.select("fact", "target"))]
            number = -1
            while number != len(left):  # what leads to no further link is on no circle
                number, sources = len(left), {fact for fact, _ in left}
                left = [(fact, target) for fact, target in left if target in sources]
            found |= {fact for fact, _ in left}
        return found

    def _bounded(self, frame: DataFrame) -> list[Any]:
        if frame.count() > MOST_SUSPECT:
            what = f"more than {MOST_SUSPECT:,} claims are faulty, given twice, or concern such"
            raise StoreError(what, "is a source named twice? look into it with `kg check`, a part at a time")
        rows: list[Any] = frame.collect()
        return rows

    def _take(self, facts: set[str]) -> None:
        """Fetch the claims on some facts."""
        self._facts |= facts
        if not facts:
            return
        rows = self._rows.join(self._table(facts, "fact"), "fact", "left_semi").select(*_BODY)
        for row in self._bounded(rows):
            claim = unpack(bytes(row.body), read_claim)
            draft = None if row.lost is None else Draft((), claim, read_lost(bytes(row.lost)))
            head = None if row.head is None else bytes(row.head)
            at, names = _at(row), (row.names_fact, row.sound, row.fallen)
            its = Suspect(at, (row.key, False, at), claim, draft, *names, frozenset(row.refs), row.unnamed > 0, head)
            self._suspects[at] = its

    def _together(
        self, again: dict[str, list[Any]], missing: Collection[str], known_facts: Facts
    ) -> tuple[Crossed, set[str]]:
        """Check the claims that were fetched; give also the facts of which every claim is refused."""
        checking = self._checking
        entities = checking.entities
        if not checking.is_unnamed:
            entities = lacking(entities, UNNAMED)
        known = Known(entities, known_facts, checking.ontology.concepts)
        items = [msgspec.structs.replace(its) for its in self._suspects.values()]
        found: list[tuple[Suspect, Finding]] = []
        replaced = set(self._check_again(items, known, missing, found))
        self._mark_again(items, again, found)
        items.sort(key=lambda its: its.key)
        sound = [its for its in items if its.sound and not its.fallen]
        spoken = frozenset(its.claim.fact for its in items if its.names_fact)
        left, noted = kept(sound, checking.ontology, known, spoken)
        ids = {its.at for its in left}
        refused = [its for its in items if its.at not in ids]
        further, _ = also_wrong(left, [its for its in refused if its.names_fact], checking.ontology, known)
        bare = spoken - {its.claim.fact for its in left}
        return Crossed([its.at for its in refused], [*found, *noted, *further], replaced, len(left)), set(bare)

    def _check_again(
        self, items: Iterable[Suspect], known: Known, missing: Collection[str], found: list[tuple[Suspect, Finding]]
    ) -> Iterator[At]:
        """Check those again by themselves that name what is missing, which was taken to be there."""
        checking = self._checking
        for its in items:
            if its.refs.isdisjoint(missing) and (checking.is_unnamed or not its.unnamed):
                continue
            home = checking.home(its.claim.article, its.at[0])
            article = unpack(its.head, read_head) if its.head is not None else home.article if home else None
            told = without_head(its.claim) if article is None and its.at[0] not in checking.whole else []
            told += told_of(check_claim(its.claim, article, checking.ontology, known, None), its.draft)
            errors = [finding for finding in told if not finding.is_warning]
            its.sound = its.sound and not errors
            found += [(its, finding) for finding in errors]
            yield its.at

    def _mark_again(
        self, items: Iterable[Suspect], again: dict[str, list[Any]], found: list[tuple[Suspect, Finding]]
    ) -> None:
        """Refuse claims with the id of an earlier one."""
        by_at = {its.at: its for its in items}
        for first, *others in again.values():
            for other in others:
                its = by_at[_at(other)]
                found.append((its, given_twice(its.claim.id, self._id_place(_at(first)))))
                its.sound, its.key = False, (its.claim.key, True, its.at)
                its.draft = its.draft or Draft((), its.claim)


def _at(row: Any) -> At:  # noqa: ANN401 - a row of Spark
    return row.file, row.block, row.nth
