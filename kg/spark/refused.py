"""All that refuses anything in the sources of a build on Spark, as one table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from kg.base.errors import Fault
from kg.spark.claim_rows import CLAIM, FOUND, found_in
from kg.spark.crosschecks import AT, Crossed
from kg.spark.frames import Job
from kg.spark.read_sources import ReadSources
from kg.spark.refusals import REFUSED, Places, in_line, refusal, refusals

if TYPE_CHECKING:
    from pyspark.sql import DataFrame


class Refusing:
    """What refuses claims, heads and other records.

    Parameters
    ----------
    read
        The sources.
    places
        Where claims stand.
    heads_read, heads
        Where heads are joined: all as they were read, and all with an id as they were checked.
    """

    def __init__(
        self, read: ReadSources, places: Places, heads_read: DataFrame | None, heads: DataFrame | None
    ) -> None:
        self._read, self._places, self._heads_read, self._heads = read, places, heads_read, heads

    def refused(self, rows: DataFrame, crossed: Crossed, others: Iterable[Fault]) -> DataFrame:
        """Give all that refuses anything, at its place."""
        columns = [its.split()[0] for its in FOUND.split(", ")]
        own = rows.where("found is not null").select("kind", *columns)
        if crossed.replaced:
            table = [(CLAIM, *at) for at in sorted(crossed.replaced)]
            replaced = self._read.session.createDataFrame(table, "kind string, file int, block long, nth long")
            own = own.join(replaced, ["kind", *AT], "left_anti")
        if self._heads is not None and self._heads_read is not None:
            unnamed = self._heads_read.where("id is null or id = ''").selectExpr(*AT, "'' id", "found")
            heads = self._heads.select(*AT, "id", "found").union(unnamed).where("found is not null")
            its = heads.selectExpr("'head' kind", *AT, "id own", "cast(null as string) fact", "found")
            own = own.select("kind", *columns).union(its)
        in_whole = f"file in ({', '.join(map(str, sorted(self._places.whole))) or '-1'})"
        about = self._of_whole(own.where(in_whole)) | self._of_crossed(crossed)
        faults = {*others, *about}
        given = [refusal(its, *about.get(its, ())) for its in sorted(faults) if not its.is_warning]
        lines = own.where(f"not {in_whole}").selectExpr(
            "kind", *AT, "if(kind = 'head', null, own) own", "fact", "found"
        )
        told = Job(refusals, tuple(columns), REFUSED, self._read.send(self._places)).over(lines)
        whole = told.union(self._read.session.createDataFrame(given, REFUSED))
        return self._read.keep(whole.distinct().orderBy("file", "line", "column", "what"))

    def _of_whole(self, own: DataFrame) -> dict[Fault, tuple[str, ...]]:
        """Give the faults of files that the driver has read, with claim and fact."""
        about: dict[Fault, tuple[str, ...]] = {}
        for row in own.collect():
            document, is_head = self._read.documents[row.file], row.kind == "head"
            path = document.head_path(row.own) if is_head else ("claims", row.nth)
            for told in found_in(bytes(row.found)):
                about[document.fault(told.finding, path)] = () if is_head else (row.own, row.fact)
        return about

    def _of_crossed(self, crossed: Crossed) -> dict[Fault, tuple[str, ...]]:
        """Give the faults that cross claims, with claim and fact."""
        whole = self._places.whole
        lines = self._read.lines_at({its.at for its, _ in crossed.found if its.at[0] not in whole})
        about: dict[Fault, tuple[str, ...]] = {}
        for its, finding in crossed.found:
            if its.at[0] in whole:
                fault = self._read.documents[its.at[0]].fault(finding, its.path)
            else:
                fault = in_line(finding, self._places.of(*its.at), lines.get(its.at))
            about[fault] = its.claim.key, its.claim.fact
        return about
