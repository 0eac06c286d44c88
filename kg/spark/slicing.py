"""Slices of a build on Spark: what a day of knowledge, or a withdrawn source, leaves of claims and heads."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from kg.account.facts import Account
from kg.model.records import UNNAMED, UNNAMED_SOURCES, Claim, Records
from kg.snapshot.cut_options import cut_of
from kg.snapshot.slices import Cut
from kg.spark.bodies import read_claim, read_head, read_reading
from kg.spark.frames import Job, Row, encode
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

HEAD = "id string, day string, dated boolean, body binary"


class Left(Struct, frozen=True):
    """What a slice leaves before it is judged."""

    claims: DataFrame
    heads: DataFrame
    unnamed: bool  # whether any claim left is that of nobody who is named


def heads_with_days(rows: Iterable[Row], _: Background) -> Iterator[Row]:
    """Give heads of articles with their latest day, and whether it is more than "by then"."""
    for (body,) in rows:
        its = read_head(body)
        yield its.id, its.day, its.is_dated, body


def relays(rows: Iterator[Row], _: Background) -> Iterator[Row]:
    """Give whoever relays claims."""
    return ((relay,) for relay in sorted({relay for (body,) in rows for relay in read_claim(body).via}))


def of_unnamed(rows: Iterator[Row], _: Background) -> Iterator[Row]:
    """Give one row if any claim is that of nobody who is named."""
    return iter([(True,)] if any(UNNAMED in read_claim(body).speaker for (body,) in rows) else [])


def latest_of(heads: DataFrame) -> str:
    """Give the day on which plans are judged, as `kg.account.context.latest_day` does."""
    row = heads.selectExpr("max(case when dated then day end) known", "max(day) any").first()
    assert row is not None  # an aggregate has one row
    return row["known"] or row["any"] or "9999-12-31"


def meant_by(
    options: Mapping[str, Any],
    claims: DataFrame,
    heads: DataFrame,
    background: Broadcast[Background],
    judge_whole: Callable[[], DataFrame],
) -> Cut:
    """Read the options of a slice, as `Graph.slice` describes them.

    Parameters
    ----------
    options
        Those that are given: known_by, without, on, between, certainly.
    claims, heads
        Of the whole.
    background
        Its entities.
    judge_whole
        Judges the whole: only where something is withdrawn is it asked, for which sources there are.
    """
    its = background.value
    articles, readings = dict(its.articles), {}
    stubs: tuple[Claim, ...] = ()
    if words := options.get("without"):
        named = [word.rpartition(":")[2] for word in words]
        rows = heads.where(heads["id"].isin(named)).select("body").collect()
        articles |= {article.id: article for article in (read_head(bytes(row.body)) for row in rows)}
        every = judge_whole().where("kind = 'claim'").select("reading").distinct().collect()
        readings = {str(number): read_reading(bytes(row.reading)) for number, row in enumerate(every)}
        found = Job(relays, ("body",), "relay string", background).over(claims).distinct().collect()
        stubs = _relaying(sorted(row.relay for row in found), claims)
    records = Records(its.entities, articles, stubs, (), its.replaced)
    return cut_of(options, records, Account({}, readings, ""), its.ontology)


def _relaying(relays: list[str], claims: DataFrame) -> tuple[Claim, ...]:
    """Make of one claim another that all of these relay: the only thing that is read of it."""
    row = claims.select("body").first() if relays else None
    return (structs.replace(read_claim(bytes(row.body)), via=tuple(relays)),) if row else ()


def left_by(cut: Cut, claims: DataFrame, heads: DataFrame, background: Broadcast[Background]) -> Left:
    """Take away what is not known by a day, and the articles that are withdrawn."""
    if cut.known_by:
        claims, heads = (its.where(its["day"] <= cut.known_by) for its in (claims, heads))
    if gone := sorted(cut.withdrawn.articles):
        claims, heads = claims.where(~claims["article"].isin(gone)), heads.where(~heads["id"].isin(gone))
    is_cut = bool(cut.known_by or cut.withdrawn)
    if not is_cut or background.value.entities.get(UNNAMED) != UNNAMED_SOURCES:
        return Left(claims, heads, unnamed=True)
    found = Job(of_unnamed, ("body",), "found boolean", background).over(claims).first()
    return Left(claims, heads, unnamed=found is not None)


def heads_of(session: SparkSession, background: Broadcast[Background], joined: DataFrame | None) -> DataFrame:
    """Give the heads of all articles, with the columns of `HEAD`.

    Parameters
    ----------
    session
        In which they are given.
    background
        Has them, where they are few.
    joined
        Else they stand in its column `body`.
    """
    if joined is not None:
        return Job(heads_with_days, ("body",), HEAD, background).over(joined)
    return Job(heads_by_number, ("id",), HEAD, background).over(session.range(len(background.value.articles)))


def heads_by_number(rows: Iterator[Row], background: Background) -> Iterator[Row]:
    """Give heads of the background by their numbers."""
    articles = [*background.articles.values()]
    return heads_with_days(((encode(articles[number]),) for (number,) in rows), background)
