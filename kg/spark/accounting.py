"""From sound claims to what they amount to: the slice is cut, the facts are judged, and voices are gathered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any

from msgspec import structs

from kg.model.records import UNNAMED
from kg.snapshot.namesakes import alike
from kg.snapshot.slices import Cut
from kg.spark import slicing
from kg.spark.crossing import light_rows, whole_of
from kg.spark.frames import Job
from kg.spark.judging import Judging, fulfilled, judged, serving
from kg.spark.lines import voices_of
from kg.spark.packed import lacking
from kg.spark.tables import Whole
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession

    from kg.spark.checking import Checked


class Kept:
    """What is kept in the workers for one build, until it is let go."""

    def __init__(self, session: SparkSession) -> None:
        self._session = session
        self._frames: list[DataFrame] = []
        self._sent: list[Broadcast[Background]] = []

    def keep(self, frame: DataFrame) -> DataFrame:
        """Keep a table on the workers' disks, once it has been made."""
        from pyspark import StorageLevel

        self._frames.append(frame.persist(StorageLevel.DISK_ONLY))
        return frame

    def send(self, background: Background) -> Broadcast[Background]:
        """Send a background to all workers."""
        self._sent.append(self._session.sparkContext.broadcast(background))
        return self._sent[-1]

    def take(self, frames: Iterable[DataFrame]) -> None:
        """Let go of these too, in the end."""
        self._frames += frames

    def let_go(self) -> None:
        """Let go of all of it."""
        for its in (*self._frames, *self._sent):
            its.unpersist()


class Accounting:
    """The account of a build's claims, or of a slice of them.

    Parameters
    ----------
    session
        In which it is worked out.
    checked
        Sound claims and their background.
    options
        Of a slice, those that are given; none: of the whole.
    kept
        Keeps what is read more than once.
    """

    def __init__(self, session: SparkSession, checked: Checked, options: Mapping[str, Any], kept: Kept) -> None:
        self._claims, self._kept = checked.claims, kept
        self._of_whole = kept.send(checked.background)
        heads = kept.keep(slicing.heads_of(session, self._of_whole, checked.heads))
        self._latest = slicing.latest_of(heads)
        self.is_slice = bool(options)
        self._cut = slicing.meant_by(options, self._claims, heads, self._of_whole, lambda: self._whole)
        left = slicing.left_by(self._cut, self._claims, heads, self._of_whole)
        self.background = self._of_whole
        if not left.unnamed:
            known = lacking(checked.background.entities, UNNAMED)
            self.background = kept.send(structs.replace(checked.background, entities=known))
        self.day = self._cut.known_by or self._latest
        self.judged = kept.keep(self._judge(left.claims, self._cut))
        self._unfiltered = left.claims
        self.heads = left.heads
        if self._cut.filters:
            named = self.judged.where("kind = 'claim'").selectExpr("article as id").distinct()
            self.heads = left.heads.join(named, "id", "left_semi")

    @cached_property
    def voices(self) -> DataFrame:
        """Whose voices the claims are, in a column `voice`."""
        readings = self.judged.where("kind = 'claim'").select("reading").distinct()
        return self._kept.keep(Job(voices_of, ("reading",), "voice string", self.background).over(readings).distinct())

    @cached_property
    def _whole(self) -> DataFrame:
        return self._kept.keep(self._judge(self._claims, Cut()))

    def whole(self) -> Whole | None:
        """Give what sentences of a slice say of the whole; None where this is the whole."""
        if not self.is_slice:
            return None
        apart: dict[str, str] = {}
        if alike(self._of_whole.value.entities):
            apart = whole_of(light_rows(self._whole, self._of_whole), self._of_whole, self._latest)
        if not self._cut.filters:
            return Whole(apart)
        unfiltered = self._judge(self._unfiltered, structs.replace(self._cut, filters=()))
        return Whole(apart, self._kept.keep(unfiltered))

    def _judge(self, claims: DataFrame, cut: Cut) -> DataFrame:
        is_whole = not (cut.known_by or cut.withdrawn)
        background = self._of_whole if is_whole else self.background
        judging = Judging(cut.known_by or self._latest, cut.withdrawn.sources, tuple(serving(claims, background)))
        judging = structs.replace(judging, fulfilled=fulfilled(claims, judging, background), filters=cut.filters)
        return judged(claims, judging, background)
