"""Facts judged one by one in the workers, by the functions that judge them on one machine.

Two small passes come first, since they cross facts: who serves where, and which plans are fulfilled.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.account.compute import FactToJudge, judge_fact
from kg.account.context import RuleContext, fulfilled_by, tenures_of
from kg.account.facts import Account, FactAccount, Reading, Withdrawal
from kg.account.voices import Links, Tenure
from kg.model.records import Claim
from kg.rdf import fact_stream
from kg.snapshot.slices import Filters, fits
from kg.spark.bodies import read_claim, read_head, read_tenure
from kg.spark.frames import Job, Row, encode, together
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame

CLAIMS = ("key", "fact", "article", "type", "body", "head")  # columns that are read of sound claims
JUDGED = (
    "kind string, fact string, key string, article string, type string, label string, status string, "
    "contested string, accepted boolean, part_of array<string>, body binary, reading binary, head binary, lines string"
)
FACT, CLAIM = "fact", "claim"  # kinds of rows


class Judging(Struct, frozen=True):
    """What the rule reads beside the claims, and what is kept of the account."""

    day: str  # YYYY-MM-DD: on which plans are judged
    without: Withdrawal
    tenures: tuple[Tenure, ...] = ()
    fulfilled: frozenset[str] = frozenset()
    filters: tuple[Filters, ...] = ()

    def context(self, links: Links) -> RuleContext:
        """Gather what the rule reads beside claims."""
        return RuleContext(links, self.tenures, self.day, self.without)


class _OnFacts:
    """The claims on one fact after the other, with the links that the rule reads beside them.

    Where heads are joined, the links know those of the fact's articles only.
    """

    def __init__(self, background: Background) -> None:
        self._given = background.articles
        self._articles = self._given or {}
        self.links = background.links if self._given else Links.among(
            background.entities, self._articles, background.ontology
        )  # fmt: skip
        self.heads: dict[str, bytes | None] = {}  # key of each claim on the fact -> its head, where heads are joined

    def groups(self, rows: Iterable[Row]) -> Iterator[list[Claim]]:
        """Give the claims on each fact, in the order of their keys."""
        for _, its in together(rows, CLAIMS.index("fact")):
            claims = []
            self.heads.clear()
            if not self._given:
                self._articles.clear()
            for key, _, article, _, body, head in its:
                claims.append(read_claim(body))
                self.heads[key] = head
                if head is not None:
                    self._articles[article] = read_head(head)
            yield claims


class _Serving(Struct, frozen=True):
    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        on_facts = _OnFacts(background)
        for claims in on_facts.groups(rows):
            yield from ((encode(its),) for its in tenures_of(claims, on_facts.links))


class _Fulfilling(Struct, frozen=True):
    judging: Judging

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        on_facts, its = _OnFacts(background), self.judging
        context = its.context(on_facts.links)
        for claims in on_facts.groups(rows):
            yield from ((fact,) for fact in sorted(fulfilled_by(claims, context)))


class _Judge(Struct, frozen=True):
    judging: Judging

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        on_facts, its = _OnFacts(background), self.judging
        context = its.context(on_facts.links)
        for claims in on_facts.groups(rows):
            found = judge_fact(context, FactToJudge(claims, claims[0].fact in its.fulfilled))
            if found is None:
                continue
            account, readings = found
            known = [claim for claim in claims if claim.key in readings]
            if all(_fits(test, account, readings, known, on_facts.links) for test in its.filters):
                lines = "\n".join(fact_stream(account, known, background.terms))
                yield _fact_row(account, lines)
                yield from (_claim_row(claim, readings[claim.key], on_facts.heads[claim.key]) for claim in known)


def _fits(
    filters: Filters, fact: FactAccount, readings: dict[str, Reading], claims: Iterable[Claim], links: Links
) -> bool:
    account = Account({fact.fact: fact}, readings, "")
    return fits(filters, account, {claim.key: claim for claim in claims}, links)(fact)


def _fact_row(its: FactAccount, lines: str) -> Row:
    contested = its.contested and its.contested.value
    standing = (its.label, its.status.value, contested, its.accepted, [*its.part_of])
    return (FACT, its.fact, None, None, its.type, *standing, encode(its), None, None, lines)


def _claim_row(claim: Claim, reading: Reading, head: bytes | None) -> Row:
    where = (CLAIM, claim.fact, claim.key, claim.article, claim.type)
    return (*where, None, None, None, None, None, encode(claim), encode(reading), head, None)


def serving(claims: DataFrame, background: Broadcast[Background]) -> list[Tenure]:
    """Collect who is asserted to serve where: all of it, since it decides for whom a voice speaks.

    Parameters
    ----------
    claims
        Known claims.
    background
        What workers read beside them.

    Returns
    -------
    list
        In order. A million of them take about half a gigabyte in each worker.
    """
    types = background.value.ontology.types
    of_tenures = [name for name, its in types.items() if its.bearer is not None]
    some = claims.where(claims["type"].isin(of_tenures))
    found = Job(_Serving(), CLAIMS, "tenure binary", background).over(by_fact(some))
    return sorted(read_tenure(bytes(row.tenure)) for row in found.collect())


def fulfilled(claims: DataFrame, judging: Judging, background: Broadcast[Background]) -> frozenset[str]:
    """Collect the announced facts that an accepted fact fulfils."""
    fulfilling = claims.where("fulfils is not null").select("fact").distinct()
    some = claims.join(fulfilling, "fact", "left_semi")
    found = Job(_Fulfilling(judging), CLAIMS, "fact string", background).over(by_fact(some))
    return frozenset(row.fact for row in found.distinct().collect())


def judged(claims: DataFrame, judging: Judging, background: Broadcast[Background]) -> DataFrame:
    """Judge all facts.

    Parameters
    ----------
    claims
        Known claims, with the columns of `CLAIMS`.
    judging
        What the rule reads beside them.
    background
        Ontology, entities and heads.

    Returns
    -------
    DataFrame
        The columns of `JUDGED`: a row for each fact, and behind it one for each of its claims, by key.
    """
    return Job(_Judge(judging), CLAIMS, JUDGED, background).over(by_fact(claims))


def by_fact(claims: DataFrame) -> DataFrame:
    """Bring the claims on each fact together, in the order of their keys."""
    return claims.repartition("fact").sortWithinPartitions("fact", "key")
