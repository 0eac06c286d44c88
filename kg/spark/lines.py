"""The quads of a build as N-Quads, in parts: sorted in each part, and each part before the next.

Where a part ends is decided by a sample of the claims, which is taken by a hash of their keys: the same claims give the
same parts, however they are shared out among the workers.

Source: RDF 1.1 N-Quads, W3C Recommendation 2014.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from msgspec import Struct

from kg.rdf import background_stream, claim_lines, head_lines, voice_lines
from kg.spark.bodies import read_claim, read_head, read_reading
from kg.spark.frames import Job, Row, Work, together
from kg.spark.working import Background

if TYPE_CHECKING:
    from collections.abc import Sequence

    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

LINES = "nth int, lines string"  # the part that lines belong to, by the number that Spark's hash sends there
_AT_ONCE = 1_000  # lines of the background in one row
CLAIMS_A_PART = 20_000  # about 80 MB of text, which a worker sorts in memory, and hashes whole
_SAMPLED = 200  # claims of each part, by which its bounds are found


class Parts(Struct, frozen=True):
    """Where each part begins, and the number that Spark's hash sends to it."""

    bounds: tuple[str, ...]
    places: tuple[int, ...]

    def shared(self, lines: Iterable[str]) -> Iterator[tuple[int, str]]:
        """Share lines out to their parts: the number of each part, and its lines, which Spark splits again.

        A row for each line would cost more than to write the lines.
        """
        found: dict[int, list[str]] = {}
        for line in lines:
            found.setdefault(bisect_right(self.bounds, line), []).append(line)
        for part, its in found.items():
            yield self.places[part], "\n".join(its)


class _OfClaims(Struct, frozen=True):
    parts: Parts

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        articles, terms = background.articles, background.terms
        for article, its in together(rows, 0):
            for _, body, reading, head in its:
                of_head = articles[article] if head is None else read_head(head)
                yield from self.parts.shared(claim_lines(read_claim(body), of_head, read_reading(reading), terms))


class _OfFacts(Struct, frozen=True):
    parts: Parts

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        for (lines,) in rows:
            yield from self.parts.shared(lines.split("\n"))


class _OfHeads(Struct, frozen=True):
    parts: Parts

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        for (head,) in rows:
            yield from self.parts.shared(head_lines(read_head(head), background.terms))


class _OfVoices(Struct, frozen=True):
    parts: Parts

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        for (voice,) in rows:
            yield from self.parts.shared(voice_lines(voice, background.terms))


class _OfBackground(Struct, frozen=True):
    parts: Parts

    def __call__(self, rows: Iterator[Row], background: Background) -> Iterator[Row]:
        for _ in rows:  # one
            lines = iter(background_stream((), background.terms))
            while some := [*islice(lines, _AT_ONCE)]:
                yield from self.parts.shared(some)


def voices_of(rows: Iterator[Row], _: Background) -> Iterator[Row]:
    """Give the voices of readings."""
    found = {voice for (reading,) in rows for voice in read_reading(reading).voices}
    return ((voice,) for voice in sorted(found))


def parts_of(session: SparkSession, judged: DataFrame, claims: int, number: int, base: str) -> Parts:
    """Find where the parts begin.

    Parameters
    ----------
    session
        In which they are found.
    judged
        Facts and claims, as `kg.spark.judging.judged` gives them.
    claims
        How many of these are claims.
    number
        How many parts are wanted; there may be fewer.
    base
        The IRI under which the project's things are named.
    """
    every = max(1, claims // (number * _SAMPLED))
    sample = judged.where(f"kind = 'claim' and pmod(xxhash64(key), {every}) = 0").select("key", "fact").collect()
    weighted = [f"<{base}claim/{row.key}" for row in sample] * 2 + [f"<{base}fact/{row.fact}" for row in sample]
    ordered = sorted(weighted)
    bounds = sorted({ordered[len(ordered) * part // number] for part in range(1, number)} if ordered else ())
    return Parts(tuple(bounds), _places(session, len(bounds) + 1))


def _places(session: SparkSession, number: int) -> tuple[int, ...]:
    """Find for each of so many partitions a number that Spark's hash sends there."""
    found: dict[int, int] = {}
    start = 0
    while len(found) < number:
        end = start + 50 * number
        hashed = session.range(start, end).selectExpr("cast(id as int) id", f"pmod(hash(cast(id as int)), {number}) p")
        for row in hashed.orderBy("id").collect():
            found.setdefault(row.p, row.id)
        start = end
    return tuple(found[part] for part in range(number))


class Told(Struct, frozen=True):
    """What the lines are written of.

    Parameters
    ----------
    judged
        Facts and claims.
    heads
        Articles, in a column `body`.
    voices
        Their ids, in a column `voice`.
    background
        Ontology, entities and heads.
    """

    judged: DataFrame
    heads: DataFrame
    voices: DataFrame
    background: Broadcast[Background]


def lines(session: SparkSession, told: Told, parts: Parts) -> DataFrame:
    """Write all quads, each once.

    Parameters
    ----------
    session
        In which they are written.
    told
        What they are written of.
    parts
        Where the parts begin.

    Returns
    -------
    DataFrame
        One column `line`; each partition is a part, in order.
    """

    def job(work: Work, columns: Sequence[str], frame: DataFrame) -> DataFrame:
        return Job(work, tuple(columns), LINES, told.background).over(frame)

    every = (
        job(_OfClaims(parts), ("article", "body", "reading", "head"), told.judged.where("kind = 'claim'")),
        job(_OfFacts(parts), ("lines",), told.judged.where("kind = 'fact'")),
        job(_OfHeads(parts), ("body",), told.heads),
        job(_OfVoices(parts), ("voice",), told.voices),
        job(_OfBackground(parts), ("id",), session.range(0, 1, 1, 1)),
    )
    found = every[0]
    for other in every[1:]:
        found = found.unionByName(other)
    split = found.selectExpr("nth", r"explode(split(lines, '\n')) line")
    by_part = split.repartition(len(parts.places), "nth")
    return by_part.dropDuplicates(["nth", "line"]).sortWithinPartitions("nth", "line").select("line")
