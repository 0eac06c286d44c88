"""The steps of a build on Spark, in order: checked, sliced, judged, written, verified, committed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct, structs

from kg.base.disk import SETTINGS
from kg.base.errors import StoreError
from kg.base.project import Project, find
from kg.builder.fingerprints import Step
from kg.model.records import UNNAMED
from kg.snapshot.slices import Cut
from kg.spark import slicing
from kg.spark.checking import Checked, check_claims, sources_of
from kg.spark.frames import Job
from kg.spark.judging import Judging, fulfilled, judged, serving
from kg.spark.lines import CLAIMS_A_PART, Told, lines, parts_of, voices_of
from kg.spark.places import Place
from kg.spark.release import attempt, commit, read_back, root_of, verified, write_files
from kg.spark.working import Background

if TYPE_CHECKING:
    from pyspark.broadcast import Broadcast
    from pyspark.sql import DataFrame, SparkSession


class Built(Struct, frozen=True):
    """What a build on Spark came to."""

    out: str  # URI of the folder
    counts: dict[str, Any]
    manifest: dict[str, Any]
    refused: list[dict[str, Any]]  # the first refusals, as the table `refused` has them


def build(  # noqa: PLR0913 - what is built, where to, in which form, and the four ways to slice it
    session: SparkSession,
    project: str | Path | None = None,
    *,
    sources: Sequence[str] = (),
    out: str | None = None,
    parts: int | None = None,
    compression: str | None = None,
    known_by: str | None = None,
    without: str | Sequence[str] = (),
    on: str | None = None,
    between: tuple[str, str] | str | None = None,
    certainly: bool = False,
    step: Step = lambda *_: None,
) -> Built:
    """Build a project on Spark: the same rule and the same quads as on one machine.

    Parameters
    ----------
    session
        A session of Spark, in whose workers this package is installed.
    project
        The project's folder; left out, the one that one is in.
    sources
        URIs of further sources: files of JSON Lines, folders of such, or a folder of what `kg export parquet` writes.
    out
        URI of the folder that is written to; left out, `build/spark` of the project.
    parts
        How many files of N-Quads; left out, one for every 20,000 claims.
    compression
        ``gzip``: of the N-Quads.
    known_by, without, on, between, certainly
        A slice, as `Graph.slice` describes them.
    step
        Told what is being done.

    Returns
    -------
    Built
        Counts and the manifest.

    Raises
    ------
    OntologyError, UnreadError, UsageError, NotFoundError
        If the ontology, a source as a whole, or an option cannot be read.
    StoreError
        If it cannot be written, or what was written does not verify. The earlier build then stays.
    """
    of = find(Path(project or "."))
    options: dict[str, Any] = {
        "known_by": known_by,
        "without": [without] if isinstance(without, str) else [*without],
        "on": on,
    }
    options |= {"between": between, "certainly": certainly}
    options = {name: value for name, value in options.items() if value not in (None, False, [])}
    where = out or (of.build / "spark").absolute().as_uri()
    with attempt(session, where) as (place, fresh):
        work = _Work(session, of, step)
        try:
            checked = work.check(sources)
            work.judge(checked, options)
            counts = work.write(checked, fresh, parts, compression)
            refused = [row.asDict() for row in checked.refused.limit(20).collect()]
            step("verifying", 0, 1)
            seen = read_back(session, fresh / "nquads")
            verified(seen, counts["quads"])
            told = {path: {"lines": its.lines, "sha256": its.sha256} for path, its in seen.items()}
            manifest = {"base": of.base, "counts": counts, "files": told, "root": root_of(seen)}
            manifest |= {"inputs": checked.inputs, "slice": {name: options[name] for name in sorted(options)}}
            manifest = commit(place, fresh, manifest, lambda done: step(done, 1, 1))
        finally:
            work.close()
    return Built(where, counts, manifest, refused)


class _Work:
    """What has been made so far, and is let go in the end."""

    def __init__(self, session: SparkSession, project: Project, step: Step) -> None:
        self._session, self._project, self._step = session, project, step
        self._kept: list[DataFrame] = []
        self._sent: list[Broadcast[Background]] = []

    def close(self) -> None:
        """Let go what was kept for this build."""
        for frame in self._kept:
            frame.unpersist()
        for sent in self._sent:
            sent.unpersist()

    def _keep(self, frame: DataFrame) -> DataFrame:
        from pyspark import StorageLevel

        self._kept.append(frame.persist(StorageLevel.DISK_ONLY))
        return frame

    def _send(self, background: Background) -> Broadcast[Background]:
        self._sent.append(self._session.sparkContext.broadcast(background))
        return self._sent[-1]

    def check(self, sources: Sequence[str]) -> Checked:
        """Read and check all sources."""
        self._step("claims checked", 0, 1)
        found = sources_of(self._session, self._project, sources)
        checked = check_claims(self._session, self._project, found)
        self._kept += checked.kept
        return checked

    def judge(self, checked: Checked, options: Mapping[str, Any]) -> None:
        """Slice, and judge what is left."""
        background = self._send(checked.background)
        heads = checked.heads
        if heads is None:
            heads = self._session.createDataFrame(slicing.heads_of(checked.background), "body binary")
        heads = self._keep(Job(slicing.heads_with_days, ("body",), slicing.HEAD, background).over(heads))
        latest = slicing.latest_of(heads)

        def whole() -> DataFrame:
            return judged(checked.claims, self._judging(checked.claims, background, latest, Cut()), background)

        self.is_slice = bool(options)
        cut = slicing.meant_by(options, checked.claims, heads, background, whole)
        left = slicing.left_by(cut, checked.claims, heads, background)
        if not left.unnamed:
            entities = {id_: its for id_, its in checked.background.entities.items() if id_ != UNNAMED}
            background = self._send(structs.replace(checked.background, entities=entities))
        self._step("facts accounted", 0, 1)
        self.judging = self._judging(left.claims, background, cut.known_by or latest, cut)
        self.judged = self._keep(judged(left.claims, self.judging, background))
        if cut.filters:
            kept = self.judged.where("kind = 'claim'").selectExpr("article as id").distinct()
            left = structs.replace(left, heads=left.heads.join(kept, "id", "left_semi"))
        self.heads, self.background = left.heads, background
        readings = self.judged.where("kind = 'claim'").select("reading").distinct()
        self.voices = self._keep(Job(voices_of, ("reading",), "voice string", background).over(readings).distinct())

    def _judging(self, claims: DataFrame, background: Broadcast[Background], day: str, cut: Cut) -> Judging:
        tenures = tuple(serving(claims, background))
        judging = Judging(day, cut.withdrawn.sources, tenures, filters=cut.filters)
        return structs.replace(judging, fulfilled=fulfilled(claims, judging, background))

    def write(self, checked: Checked, fresh: Place, parts: int | None, compression: str | None) -> dict[str, Any]:
        """Write the N-Quads, the tables, and what the build is of."""
        counts = self._counts(checked)
        number = parts or max(1, -(-counts["claims"] // CLAIMS_A_PART))
        its = parts_of(self._session, self.judged, counts["claims"], number, self._project.base)
        self._step("quads written", 0, number)
        told = Told(self.judged, self.heads, self.voices, self.background)
        found = lines(self._session, told, its)
        suffix, options = (".nq.gz", {"compression": "gzip"}) if compression else (".nq", {})
        write_files(found, fresh / "nquads", "text", suffix, lineSep="\n", **options)
        (fresh / SETTINGS).write(self._project.settings.encode())
        for name, text in checked.background.ontology.texts.items():
            (fresh / "ontology" / name).write(text.encode())
        quads = self._session.read.text((fresh / "nquads").uri, lineSep="\n").count()
        return {**counts, "quads": quads}

    def _counts(self, checked: Checked) -> dict[str, Any]:
        kinds = self.judged.groupBy("kind", "status").count().collect()
        by_status = {row.status: row["count"] for row in kinds if row.status}
        claims = sum(row["count"] for row in kinds if not row.status)
        if not self.is_slice and claims != checked.counts["claims"]:
            raise StoreError(f"{claims} claims told, of {checked.counts['claims']} that are sound", "build again")
        return {
            **{name: checked.counts[name] for name in ("read", "refused", "suggested", "aside")},
            "articles": self.heads.count(),
            "claims": claims,
            "facts": sum(by_status.values()),
            "voices": self.voices.count(),
            "entities": len(self.background.value.entities),
            "by_status": dict(sorted(by_status.items())),
        }
