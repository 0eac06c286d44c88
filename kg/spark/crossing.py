"""What crosses facts, told from light rows of each: who served where, parts of what is not accepted, conflicts.

An actor that is named in a fifth of all facts needs none of these in one place: of each it needs a row of a fact, a
place or a holder, and two days.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, TypeVar

import msgspec
from msgspec import Struct, structs

from kg.account.at_once import Held
from kg.account.conflicts import WHEREABOUTS, clashing_holders, clashing_stays_of, holders_of, stays_of
from kg.account.facts import FactAccount, Reading
from kg.account.unaccepted import Part, Wholes, wholes_among
from kg.account.voices import Sides, Tenure, tenures
from kg.model.records import Article, Claim, Contested, Stance, Status
from kg.snapshot.namesakes import Served, alike, served_by, told_apart
from kg.spark.bodies import read_claim, read_head, read_reading, read_tenure
from kg.spark.frames import Job, Row, encode, together
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame

T = TypeVar("T")
OF_FACT = ("kind", "fact", "key", "article", "body", "reading", "head")  # columns that are read of judged rows
_LIGHT = "sort string, entity string, body binary"
_HOLDERS, _STAYS, _TENURES, _SERVED = "holders", "stays", "tenures", "served"  # sorts of light rows
_account = msgspec.msgpack.Decoder(FactAccount).decode
_held = msgspec.msgpack.Decoder(Held).decode
_served = msgspec.msgpack.Decoder(Served).decode


class OneFact(Struct, frozen=True):
    """A judged fact with its claims; `body` is its account as it is kept."""

    account: FactAccount
    body: bytes
    claims: dict[str, Claim]
    readings: dict[str, Reading]
    articles: Mapping[str, Article]  # those of its claims, and maybe all


def facts_of(rows: Iterable[Row], background: Background) -> Iterator[OneFact]:
    """Read judged rows, of `OF_FACT`, which stand together by fact: first its own row, then those of its claims."""
    for _, its in together(rows, OF_FACT.index("fact")):
        _, _, _, _, body, _, _ = next(its)
        claims, readings, heads = {}, {}, {}
        for _, _, key, article, claim, reading, head in its:
            claims[key], readings[key] = read_claim(claim), read_reading(reading)
            if head is not None and article not in heads:
                heads[article] = read_head(head)
        yield OneFact(_account(body), body, claims, readings, heads or background.articles)


class Crossing(Struct, frozen=True):
    """What a row of one fact needs of others: sent once to each worker.

    The labels of all facts that have one are here, and the facts of which others are part, if these or what they are
    part of is not accepted: a million of either takes about 200 MB in each worker. Of tenures see `judging.serving`.
    """

    tenures: list[Tenure]  # that claims assert which count
    labels: dict[str, str]  # fact -> its proper name
    apart: dict[str, str]  # entity -> what tells it from others of its name
    wholes: dict[str, Part]  # facts of which others are part
    of_wholes: dict[str, Wholes]  # of what these are part themselves


class _Light(Struct, frozen=True):
    """Gives the light rows of facts: who held what and was where, and if they are asked for, who served where."""

    wanted: frozenset[str] = frozenset()  # entities whose names others have too

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        links = background.links
        for its in facts_of(rows, background):
            for sort, given in ((_HOLDERS, holders_of), (_STAYS, stays_of)):
                for entity, held in given(its.account, its.claims, links):
                    yield sort, entity, encode(structs.replace(held, says=()))
            asserting = (claim for claim in its.claims.values() if claim.stance is Stance.ASSERTS)
            for tenure in tenures((claim for claim in asserting if its.readings[claim.key].counts), links.types):
                yield _TENURES, None, encode(tenure)
            if served := served_by(its.account, links, self.wanted):
                yield _SERVED, None, encode(served)


class _Clashing(Struct, frozen=True):
    """Gives facts of which another says that one post had two holders, or one person was in two places, at once."""

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        for (sort, entity), its in together(((row[:2], row[2]) for row in rows), 0):
            held = [_held(body) for _, body in its]
            if sort == _HOLDERS:
                found = ((fact, its.kind) for its in clashing_holders(entity, held) for fact in its.facts)
            else:
                bundles = clashing_stays_of(held, background.links)
                found = ((its.fact, WHEREABOUTS) for bundle in bundles for its in bundle)
            yield from sorted(set(found))


def light_rows(judged: DataFrame, background: Broadcast[Background]) -> DataFrame:
    """Make the light rows of judged facts; of an event its claims are not read."""
    types = background.value.ontology.types
    lasting = [id_ for id_, its in types.items() if its.bearer or (its.where and its.lasts)]
    places = [id_ for id_, its in types.items() if its.where]
    kind, type_ = judged["kind"], judged["type"]
    some = judged.where(type_.isin(lasting) | ((kind == "fact") & type_.isin(places)))
    wanted = frozenset(id_ for ids in alike(background.value.entities) for id_ in ids)
    return Job(_Light(wanted), OF_FACT, _LIGHT, background).over(some)


def conflicts_across(light: DataFrame, background: Broadcast[Background]) -> DataFrame:
    """Find the facts that clash with others: `fact string, across array<string>`, the kinds of conflict in order."""
    from pyspark.sql import functions as sql

    held = light.where(light["sort"].isin(_HOLDERS, _STAYS)).repartition("sort", "entity")
    ordered = held.sortWithinPartitions("sort", "entity")
    found = Job(_Clashing(), ("sort", "entity", "body"), "fact string, kind string", background).over(ordered)
    return found.groupBy("fact").agg(sql.array_sort(sql.collect_set("kind")).alias("across"))


def crossing(
    judged: DataFrame, light: DataFrame, background: Broadcast[Background], day: str, *, wholes: DataFrame | None = None
) -> Crossing:
    """Gather on the driver what rows of facts need of others.

    Parameters
    ----------
    judged, light
        Facts with their claims, and their light rows.
    background
        Ontology and entities.
    day
        YYYY-MM-DD: of the account.
    wholes
        Judged facts among which those are looked for of which others are part; left out, `judged`. A slice by the days
        of facts leaves some out that say so all the same.
    """
    its = background.value
    serving = sorted(_collected(light, _TENURES, read_tenure))
    named = judged.where("kind = 'fact' and label is not null").select("fact", "label").collect()
    parts = _wholes(judged if wholes is None else wholes)
    apart = words_apart(light, serving, its, day)
    return Crossing(serving, {row.fact: row.label for row in named}, apart, parts, wholes_among(parts))


def words_apart(light: DataFrame, serving: list[Tenure], background: Background, day: str) -> dict[str, str]:
    """Say what tells entities of one name apart, as `kg.snapshot.namesakes.words_apart` does."""
    groups = alike(background.entities)
    if not groups:
        return {}
    links, served = background.links, _collected(light, _SERVED, _served)
    return told_apart(groups, served, Sides(links, serving), links, background.ontology, day)


def whole_of(light: DataFrame, background: Broadcast[Background], day: str) -> dict[str, str]:
    """Say what tells entities apart in the whole of which a build is a slice, from light rows of that."""
    return words_apart(light, sorted(_collected(light, _TENURES, read_tenure)), background.value, day)


def _collected(light: DataFrame, sort: str, read: Callable[[bytes], T]) -> list[T]:
    return [read(bytes(row.body)) for row in light.where(light["sort"] == sort).select("body").collect()]


def _wholes(judged: DataFrame) -> dict[str, Part]:
    """Collect the facts of which others are part, but those that are accepted and part of nothing."""
    facts = judged.where("kind = 'fact'")
    named = facts.selectExpr("explode(part_of) fact").distinct()
    some = facts.where("not accepted or size(part_of) > 0").join(named, "fact", "left_semi")
    rows = some.select("fact", "type", "status", "contested", "accepted", "part_of").orderBy("fact").collect()
    return {
        row.fact: Part(
            row.fact,
            row.type,
            Status(row.status),
            Contested(row.contested) if row.contested else None,
            row.accepted,
            tuple(row.part_of),
        )
        for row in rows
    }
